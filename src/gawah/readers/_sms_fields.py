"""What the attributes of SMS Backup & Restore mean: known names, boxes, directions, numbers, times.

Sources: synctech.com.au, "Fields in XML backup files"; shruggietech/sms-backup-restore-parser, docs; the shared samples.
"""

import re

from gawah.records.content import Folder
from gawah.records.when import When, from_epoch_ms

KNOWN = {
    "smses": frozenset({"count", "backup_set", "backup_date", "type"}),
    "calls": frozenset({"count", "backup_set", "backup_date", "type"}),
    "sms": frozenset(
        """
            protocol address date type subject body toa sc_toa service_center read status locked date_sent
            sub_id readable_date contact_name subscription_id seen error_code creator person thread_id
            sim_slot sim_imsi spam_report bin_info favorite hidden using_mode app_id msg_id callback_number
            reserved pri teleservice_id link_url svc_cmd svc_cmd_content roam_pending safe_message deletable
            group_id group_type delivery_date cmc_prop _id
        """.split()  # noqa: SIM905 - easier to read than quoted words
    ),
    "mms": frozenset(
        """
            text_only sub retr_st date ct_cls sub_cs read ct_l tr_id st msg_box address m_cls d_tm read_status
            ct_t retr_txt_cs d_rpt m_id date_sent seen m_type v exp pri rr resp_txt rpt_a locked retr_txt
            resp_st m_size readable_date contact_name creator sub_id sim_slot sim_imsi spam_report
            safe_message callback_set reserved thread_id app_id msg_id favorite hidden using_mode from_address
            d_rpt_st rr_st deletable bin_info object_id snippet group_id group_type secret_mode
            correlation_tag is_cmc cmc_prop _id svc_cmd svc_cmd_content re_type re_body re_file_name
            re_content_type re_content_uri re_original_body re_original_key re_recipient_address re_count_info
            remind_me_date file_id date_ms_part m_cls_date sub_id_
        """.split()  # noqa: SIM905 - easier to read than quoted words
    ),
    "parts": frozenset(),
    "addrs": frozenset(),
    "part": frozenset(
        """
            seq ct name chset cd fn cid cl ctt_s ctt_t text data sef_type _id mid _data
        """.split()  # noqa: SIM905 - easier to read than quoted words
    ),
    "addr": frozenset({"address", "type", "charset", "contact_id", "_id", "msg_id"}),
    "call": frozenset(
        """
            number duration date type presentation subscription_id readable_date contact_name post_dial_digits
            subscription_component_name name new countryiso geocoded_location features sim_slot block_reason
            missed_reason via_number
        """.split()  # noqa: SIM905 - easier to read than quoted words
    ),
}
"""Attributes by element."""
BOXES: dict[str, tuple[Folder | None, bool, str | None]] = {
    "1": ("inbox", False, None),
    "2": ("sent", True, None),
    "3": ("drafts", True, "unsent"),
    "4": (None, True, "unsent"),
    "5": (None, True, "unsent"),
    "6": (None, True, "unsent"),
}
"""Of `type` and `msg_box`: the box, whether the phone's owner wrote it, and a caution (Android Telephony: inbox, sent, draft,
outbox, failed, queued).
"""
DIRECTIONS = {
    "1": "incoming",
    "2": "outgoing",
    "3": "missed",
    "4": "voicemail",
    "5": "rejected",
    "6": "blocked",
    "7": "answered-elsewhere",
}
"""Of a call's `type` (Android CallLog)."""
FROM, TO, CC, BCC = "137", "151", "130", "129"
OWN = "insert-address-token"
"""What stands for the owner's own number in `addr`."""
_UNKNOWN_NAMES = frozenset({"(unknown)", "null", ""})
_EARLIEST_MS = 631_152_000_000
"""1990; the first SMS was sent in 1992."""
_LATEST_MS = 4_102_444_800_000
_SECONDS_BELOW = 100_000_000_000
"""Smaller numbers are seconds, as in Android's own tables of MMS; as milliseconds they would be of 1973."""
_NUMBER = re.compile(r"-?\d{1,18}")
_SPACING = re.compile(r"[\s().\-\u00a0\u200e\u202a-\u202c]+")


def stated(value: str | None) -> str | None:
    """A value; None for the word that stands for none."""
    return None if value in (None, "null", "") else value


def contact(value: str | None) -> str | None:
    """The name in the address book; None where the app found none."""
    return None if value is None or value.strip().lower() in _UNKNOWN_NAMES else value


def numbers(value: str | None) -> list[str]:
    """The numbers of an address, of a group joined by `~`."""
    return [each for each in (value or "").split("~") if stated(each.strip()) and each != OWN]


def key(value: str) -> str:
    """A number without spaces and brackets. `0300…` and `+92300…` stay two: nothing says that they are one."""
    return _SPACING.sub("", value) if any(char.isdigit() for char in value) else value.strip()


def moment(value: str | None) -> When | None:
    """A time in milliseconds, or in seconds where it can only be that; None when it cannot be one."""
    if value is None or _NUMBER.fullmatch(value) is None:
        return None
    number = int(value)
    seconds = 0 < number < _SECONDS_BELOW
    if not _EARLIEST_MS <= (number * 1000 if seconds else number) < _LATEST_MS:
        return None
    return from_epoch_ms(number * 1000 if seconds else number, value, "second" if seconds else "ms")


def unread(value: str | None) -> When:
    """What stands for a time that cannot be read."""
    return When(stated=(value or "")[:64], local=None, utc=None, zone="unknown", precision="second")
