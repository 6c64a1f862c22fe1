"""The tables of Apple's message database: which columns are known, what their numbers mean, and which member of a source it is.

Seen: macOS 14 (`chat.db`, in ../shared/samples/imessage); columns of macOS 10.12 to 15 and iOS 16 to 18 as public parsers name them
(imessage-exporter, mvt). On an iPhone the same database is `sms.db`; in an iPhone backup its name is `3d0d7e5f…`.
"""

from gawah.readers import _database_members
from gawah.readers._imessage_backup import IN_BACKUP
from gawah.readers._source import Member, Source

_NAMES = ("chat.db", "sms.db", IN_BACKUP)
_NEEDED = {"message": {"guid", "date", "handle_id", "is_from_me", "text"}, "handle": {"id", "service"}}

COLUMNS = (
    *(
        "guid",
        "text",
        "attributedBody",
        "subject",
        "handle_id",
        "is_from_me",
        "date",
        "service",
        "account",
        "destination_caller_id",
    ),
    *("item_type", "group_action_type", "group_title", "other_handle", "share_status", "associated_message_guid"),
    *("associated_message_type", "associated_message_emoji", "balloon_bundle_id", "payload_data", "message_summary_info"),
    *("thread_originator_guid", "date_edited", "date_retracted", "error", "is_spam", "schedule_type", "cache_has_attachments"),
)
"""The columns of `message` that records are made of."""
LEFT_OUT = frozenset(
    {
        *("ROWID", "replace", "service_center", "country", "version", "type", "account_guid", "date_read", "date_delivered"),
        *("is_delivered", "is_finished", "is_emote", "is_empty", "is_delayed", "is_auto_reply", "is_prepared", "is_read"),
        *("is_system_message", "is_sent", "has_dd_results", "is_service_message", "is_forward", "was_downgraded", "is_archive"),
        *("cache_roomnames", "was_data_detected", "was_deduplicated", "is_audio_message", "is_played", "date_played"),
        *("share_direction", "is_expirable", "expire_state", "message_action_type", "message_source", "expressive_send_style_id"),
        *("associated_message_range_location", "associated_message_range_length", "time_expressive_send_played"),
        *("ck_sync_state", "ck_record_id", "ck_record_change_tag", "sr_ck_sync_state", "sr_ck_record_id", "ck_chat_id"),
        *("sr_ck_record_change_tag", "is_corrupt", "reply_to_guid", "sort_id", "has_unseen_mention", "thread_originator_part"),
        *("syndication_ranges", "was_delivered_quietly", "did_notify_recipient", "synced_syndication_ranges", "was_detonated"),
        *("part_count", "is_stewie", "is_sos", "is_critical", "bia_reference_id", "is_kt_verified", "fallback_hash"),
        *("is_pending_satellite_send", "needs_relay", "schedule_state", "sent_or_received_off_grid", "date_recovered"),
        *("is_time_sensitive", "fallback_of_fallback_hash", "sr_ck_chat_id", "reply_to_guid_part"),
    }
)
"""Known columns of `message` that hold nobody's words; delivery, reading and playing stay in the original."""

ADDED, REMOVED = range(2000, 2008), range(3000, 3008)
"""`associated_message_type` of a reaction to a message, and of one taken back."""
STICKER = 1000
EMOJI = {2000: "❤️", 2001: "👍", 2002: "👎", 2003: "😂", 2004: "‼️", 2005: "❓"}
"""The signs that the app shows for the numbers; 2006 states its own sign, 2007 is a sticker."""
GROUP = 43
"""`chat.style` of a group; 45 is a chat of two."""

EVENTS = {
    (1, 0): "member-added",
    (1, 1): "member-removed",
    (2, 0): "subject-changed",
    (2, 1): "subject-changed",
    (3, 0): "member-left",
    (3, 1): "icon-changed",
    (3, 2): "icon-changed",
}
"""By `item_type` and `group_action_type`."""
SHARING = {0: "location-sharing-started", 1: "location-sharing-stopped"}
"""For `item_type` 4, by `share_status`."""


def databases(source: Source) -> tuple[Member, ...]:
    """The members that are such a database, told by their tables."""
    return _database_members.databases(source, _NEEDED, _NAMES)
