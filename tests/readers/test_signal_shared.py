"""Signal's shared test cases: every frame as its text twin says, nothing unknown in it, all of it accounted for."""

import re
from pathlib import Path

import pytest

from gawah.readers import _registry, signal
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared
CASES = {
    "chat_item_contact_message_00": 1,
    "chat_item_individual_call_update_00": 1,
    "chat_item_remote_delete_00": 1,
    "chat_item_standard_message_group_text_only_00": 1,
    "chat_item_standard_message_sms_00": 1,
    "chat_item_standard_message_standard_attachments_00": 1,
    "chat_item_standard_message_text_only_00": 1,
    "chat_item_standard_message_text_only_01": 1,
    "chat_item_standard_message_with_quote_00": 2,
    "chat_item_sticker_message_00": 1,
    "recipient_contacts_00": 0,
    "recipient_groups_00": 0,
}
_BODY = re.compile(r'^ +body = "(.*)"$', re.MULTILINE)
_SENT = re.compile(r"^ +dateSent = (\d+)$", re.MULTILINE)


def read(folder: Path, case: str) -> list[Record]:
    with Source(folder / "signal" / "backup-v2" / f"{case}.binproto") as source:
        assert _registry.identify(source) == ["signal"]
        found = list(signal.read(source, Options()))
        assert signal.count(source) == sum(isinstance(record, Message | Event) for record in found)
        return found


def twin(folder: Path, case: str) -> str:
    return (folder / "signal" / "backup-v2" / f"{case}.txtproto").read_text("utf-8")


@pytest.mark.parametrize(("case", "expected"), CASES.items())
def test_every_case_reads_as_its_text_twin(shared_samples: Path, case: str, expected: int) -> None:
    found = read(shared_samples, case)
    stated = [record for record in found if isinstance(record, Message | Event)]
    text = twin(shared_samples, case)
    assert len(stated) == expected == text.count("chatItem = ChatItem {")
    assert [record.sent_at.stated for record in stated] == _SENT.findall(text)
    bodies = set(_BODY.findall(text))
    assert {record.body for record in stated if isinstance(record, Message) and record.kind != "group"} - bodies <= {
        *("", "💀", "Leslie Joesph Watkins Allie"),
    }
    codes = {record.code for record in found if isinstance(record, ReadProblem)}
    assert codes <= {"media-missing"}


def test_all_cases_are_listed(shared_samples: Path) -> None:
    assert {path.stem for path in (shared_samples / "signal" / "backup-v2").glob("*.binproto")} == set(CASES)


def test_who_wrote_and_where(shared_samples: Path) -> None:
    found = read(shared_samples, "chat_item_standard_message_group_text_only_00")
    (group,) = [record for record in found if isinstance(record, Conversation)]
    assert group.title == "Me, Alice, Bob, Carol"
    assert [account.name for account in group.participants] == [None, "Alice Smith", "Bob Jones", "Carol Johnson"]
    (message,) = [record for record in found if isinstance(record, Message)]
    assert (message.kind, message.sender.name, message.sender.handle) == ("group", "Alice Smith", "+16105550101")
    assert message.sender.platform_id == "000a11ce-0000-4000-8000-000000000001"


def test_what_each_case_is_about(shared_samples: Path) -> None:
    def only(case: str) -> Message:
        return [record for record in read(shared_samples, case) if isinstance(record, Message)][-1]

    assert only("chat_item_remote_delete_00").deleted
    assert only("chat_item_standard_message_sms_00").kind == "sms"
    assert only("chat_item_sticker_message_00").flags == ("sticker",)
    assert only("chat_item_standard_message_standard_attachments_00").attachments[0].media_type == "image/jpeg"
    answer = only("chat_item_standard_message_with_quote_00")
    assert answer.reply_to == "000a11ce-0000-4000-8000-000000000001/1"
    assert [reaction.emoji for reaction in only("chat_item_standard_message_text_only_01").reactions] == ["💀"]
    (call,) = [record for record in read(shared_samples, "chat_item_individual_call_update_00") if isinstance(record, Event)]
    assert (call.event, call.body) == ("call", "INCOMING AUDIO_CALL ACCEPTED")


def test_the_old_text_of_signal_export_cannot_be_told_from_whatsapp(shared_samples: Path) -> None:
    """Two lines `[2019-12-24, 12:23] Jane Doe: …`: its expected.json is met in names, texts and times; the platform is not told."""
    with Source(shared_samples / "signal" / "chat-miner__signal_export.txt") as source:
        assert _registry.identify(source) == ["whatsapp"]
        found = [record for record in _registry.readers()["whatsapp"].read(source, Options()) if isinstance(record, Message)]
    assert [(message.sender.name, message.sent_at.local) for message in found] == [
        ("Jane Doe", "2019-12-24T12:23:00"),
        ("John Doe", "2020-01-17T21:49:00"),
    ]
