"""The iMessage reader beyond its golden files: each trap of the format by name, and laws over whatever a database may hold."""

import gc
import plistlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _imessage_reactions, _registry, imessage
from gawah.readers._imessage_body import addresses, earlier_count, summary, text_of
from gawah.readers._imessage_people import Pairs
from gawah.readers._imessage_reactions import target_of
from gawah.readers._imessage_time import since_2001
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Duplicate, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

MAC = SAMPLES / "imessage" / "mac-2024" / "source"
NOW = 720_000_000 * 10**9
COLUMNS = {
    **dict.fromkeys(("guid", "text", "subject", "service", "account", "associated_message_guid", "destination_caller_id"), "TEXT"),
    **dict.fromkeys(("handle_id", "date", "is_from_me", "item_type", "associated_message_type", "date_edited"), "INTEGER"),
    **dict.fromkeys(("attributedBody", "message_summary_info", "payload_data"), "BLOB"),
}


def made(path: Path, rows: list[dict[str, Any]], *script: str) -> Path:
    """A database with these rows of `message`, one person, and what `script` adds."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT)")
        connection.execute(f"CREATE TABLE message (ROWID INTEGER PRIMARY KEY, {', '.join(f'{n} {k}' for n, k in COLUMNS.items())})")
        connection.execute("INSERT INTO handle VALUES (1, '+923001112222', 'iMessage')")
        for number, row in enumerate(rows, 1):
            stated = {"guid": f"G{number}", "date": NOW + number, "handle_id": 1, "service": "iMessage", "text": None, **row}
            marks = ", ".join("?" * len(stated))
            connection.execute(f"INSERT INTO message ({', '.join(stated)}) VALUES ({marks})", tuple(stated.values()))
        for statement in script:
            connection.execute(statement)
    connection.close()
    return path


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        return list(imessage.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


def codes(path: Path) -> dict[str, str]:
    return {record.code: record.locator.place for record in read(path) if isinstance(record, ReadProblem)}


def conserved(path: Path) -> bool:
    arrived = sum(
        record.records if isinstance(record, ReadProblem) else isinstance(record, Message | Event | Duplicate)
        for record in read(path)
    )
    with Source(path) as source:
        return imessage.count(source) == arrived


def bodies(path: Path) -> list[bytes]:
    with sqlite3.connect(path) as connection:
        found = [row[0] for row in connection.execute("SELECT attributedBody FROM message WHERE attributedBody IS NOT NULL")]
    connection.close()
    return found


def sample(guid: str) -> list[Message]:
    return [message for message in messages(MAC) if message.platform_id == guid]


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        (720845450393148160, "2023-11-05T02:50:50.393Z"),
        (470_000_000, "2015-11-23T19:33:20Z"),
        (690513474.2725511, "2022-11-19T01:17:54.273Z"),
        (1, "2001-01-01T00:00:01Z"),
        (100_000_000_001, "2001-01-01T00:01:40.000Z"),
    ],
)
def test_a_number_is_seconds_or_nanoseconds_by_its_size(value: float, utc: str) -> None:
    when = since_2001(value)
    assert when is not None
    assert (when.utc, when.stated, when.zone, when.local) == (utc, str(value), "format", None)


@pytest.mark.parametrize("value", [0, -5, None, True, "720845450393148160", float("nan"), float("inf"), 1 << 63, 99_000_000_000])
def test_what_is_no_time_is_none(value: object) -> None:
    assert since_2001(value) is None


def test_a_time_that_cannot_be_read_is_kept_as_stated_and_said(tmp_path: Path) -> None:
    path = made(tmp_path / "a", [{"text": "x", "date": -7}])
    assert messages(path)[0].sent_at.stated == "-7"
    assert codes(path) == {"time-unreadable": "message/date"}


def test_text_that_stands_only_in_the_archive_is_read() -> None:
    (message,) = sample("GUID-0002")
    assert message.body.startswith("I told you to stop. آپ")


def test_an_archive_that_cannot_be_read_is_a_loss_and_the_message_stays(tmp_path: Path) -> None:
    path = made(tmp_path / "a", [{"attributedBody": b"\x04\x0bstreamtyped\x81\xe8"}])
    assert [message.body for message in messages(path)] == [""]
    assert codes(path) == {"text-undecodable": "message/attributedBody"}


def test_earlier_texts_are_messages_of_their_own_and_the_present_one_is_marked() -> None:
    first, second, present = sample("GUID-0008")
    assert [first.body, second.body, present.body] == ["I will find you", "I will find you canary", "See you tomorrow"]
    assert first.flags == second.flags == ("earlier-version",)
    assert (present.edited, present.flags) == (True, ())
    assert first.sent_at.utc == present.sent_at.utc < second.sent_at.utc  # type: ignore[operator]
    assert len({first.id, second.id, present.id}) == 3


def test_an_unsent_message_is_deleted_and_what_it_said_is_kept_where_the_database_has_it() -> None:
    (gone,) = sample("GUID-0009")
    assert (gone.body, gone.deleted, gone.edited) == ("", True, False)
    earlier, present = sample("GUID-0010")
    assert (earlier.body, earlier.deleted) == ("gone for good", False)
    assert (present.body, present.deleted, present.edited) == ("", True, False)
    (half,) = sample("GUID-0011")
    assert (half.deleted, half.flags) == (False, ("unsent-in-part",))


def test_a_message_among_the_recently_deleted_is_deleted_and_stays_in_its_chat() -> None:
    (message,) = sample("GUID-0012")
    assert message.deleted
    assert message.conversation == sample("GUID-0001")[0].conversation


def test_a_reaction_is_a_record_and_stands_with_its_message() -> None:
    (target,) = sample("GUID-0001")
    assert [reaction.emoji for reaction in target.reactions] == ["❤️", "🙈"]
    assert target.reactions[0].sender.handle == "+923001110000"
    (record,) = sample("GUID-0015")
    assert (record.kind, record.body, record.reply_to, record.reactions) == ("reaction", "❤️", "GUID-0001", ())


def test_a_reaction_whose_message_is_gone_is_a_record() -> None:
    (record,) = sample("GUID-0018")
    assert (record.kind, record.body, record.reply_to) == ("reaction", "😂", "GUID-GONE")


def test_a_reaction_taken_back_is_an_event() -> None:
    events = [record for record in read(MAC) if isinstance(record, Event) and record.platform_id == "GUID-0017"]
    assert [(event.event, event.body) for event in events] == [("reaction-removed", "❤️")]


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("p:0/ABC", "ABC"),
        ("p:12/ABC", "ABC"),
        ("bp:ABC", "ABC"),
        ("ABC", "ABC"),
        ("", None),
        (None, None),
        ("p:0/", None),
        (3, None),
    ],
)
def test_what_a_reaction_names_is_told_from_every_spelling(value: object, target: str | None) -> None:
    assert target_of(value) == target


def test_more_reactions_than_are_kept_stay_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_imessage_reactions, "MAX_CARRIED", 2)
    react = {"associated_message_guid": "p:0/G1", "associated_message_type": 2001}
    path = made(tmp_path / "a", [{"text": "x"}, react, react, react])
    assert [len(message.reactions) for message in messages(path)] == [2, 0, 0, 0]
    assert conserved(path)


def test_both_sides_are_read_and_who_wrote_is_told_apart() -> None:
    assert sample("GUID-0001")[0].sender.handle == "+923002220000"
    (own,) = sample("GUID-0002")
    assert (own.sender.handle, own.folder) == ("+923001110000", "sent")


def test_the_handle_of_an_own_message_is_not_its_sender(tmp_path: Path) -> None:
    path = made(tmp_path / "a", [{"text": "x", "is_from_me": 1, "account": "E:ada@example.org"}, {"text": "y", "is_from_me": 1}])
    assert [message.sender.handle for message in messages(path)] == ["ada@example.org", None]


def test_a_handle_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = made(tmp_path / "a", [{"text": "x", "handle_id": 77}])
    assert messages(path)[0].sender.handle is None
    assert codes(path) == {"field-unknown": "message/handle_id"}


def test_sms_and_imessage_with_one_person_are_one_conversation() -> None:
    (by_phone,) = sample("GUID-0003")
    assert (by_phone.kind, by_phone.conversation) == ("sms", sample("GUID-0001")[0].conversation)
    assert sum(record.id == by_phone.conversation for record in read(MAC) if isinstance(record, Conversation)) == 1


def test_the_box_is_kept() -> None:
    assert [sample(guid)[0].folder for guid in ("GUID-0001", "GUID-0006", "GUID-0007")] == ["inbox", "filtered", "archived"]


def test_a_conversation_comes_before_its_messages_and_every_message_has_one() -> None:
    known = set()
    for record in read(MAC):
        if isinstance(record, Conversation):
            known.add(record.id)
        elif isinstance(record, Message | Event):
            assert record.conversation in known


def test_attachments_are_found_beside_the_database_also_in_a_folder_of_another_name(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(MAC, tmp_path / "stick" / "copy of her Mac"))
    found = [message for message in messages(copy.parent) if message.body == "look"]
    assert [file.missing for file in found[0].attachments] == [False, False]
    assert found[0].attachments[0].sha256 == sample("GUID-0030")[0].attachments[0].sha256


def test_a_file_that_is_not_there_is_missing_and_that_is_said() -> None:
    (message,) = sample("GUID-0031")
    assert (message.attachments[0].name, message.attachments[0].missing) == ("gone.mov", True)
    assert "media-missing" in codes(MAC)


def test_a_column_that_nobody_knows_is_noticed(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a",
        [{"text": "x"}],
        "ALTER TABLE message ADD COLUMN is_telepathic INTEGER",
        'ALTER TABLE message ADD COLUMN "canary x" INTEGER',
    )
    found = [record.locator.place for record in read(path) if isinstance(record, ReadProblem) and record.code == "field-unknown"]
    assert found == ["message/is_telepathic", "message/?"]


def test_a_database_is_told_by_its_tables_and_not_by_its_name(tmp_path: Path) -> None:
    with Source(made(tmp_path / "holiday.jpg", [])) as source:
        assert _registry.identify(source) == ["imessage"]
    other = tmp_path / "chat.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT)")
    connection.close()
    with Source(other) as source:
        assert _registry.identify(source) == []


def test_the_database_of_an_iphone_backup_is_found_under_the_name_it_has_there(tmp_path: Path) -> None:
    (tmp_path / "backup" / "3d").mkdir(parents=True)
    made(tmp_path / "backup" / "3d" / "3d0d7e5fb2ce288813306e4d4636395e047a3d28", [{"text": "canary"}])
    assert [message.body for message in messages(tmp_path / "backup")] == ["canary"]


def backup(folder: Path, name: str) -> Path:
    """An iPhone backup of one message with an attachment that lies under `name`."""
    script = (
        "CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY, filename TEXT, transfer_name TEXT)",
        "CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER)",
        "INSERT INTO attachment VALUES (5, '~/Library/SMS/Attachments/ab/11/IMG.jpg', 'IMG.jpg')",
        "INSERT INTO message_attachment_join VALUES (1, 5)",
    )
    (folder / "3d").mkdir(parents=True)
    made(folder / "3d" / "3d0d7e5fb2ce288813306e4d4636395e047a3d28", [{"text": "look"}], *script)
    with sqlite3.connect(folder / "Manifest.db") as connection:
        connection.execute("CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT)")
        connection.execute("INSERT INTO Files VALUES (?, 'MediaDomain', 'Library/SMS/Attachments/ab/11/IMG.jpg')", (name,))
    connection.close()
    (folder / name[:2]).mkdir()
    (folder / name[:2] / name).write_bytes(bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9"))
    return folder


def test_attachments_of_an_iphone_backup_are_found_through_its_list_of_files(tmp_path: Path) -> None:
    for folder in (backup(tmp_path / "one", "ab" + "0" * 38), backup(tmp_path / "two" / "00008030-0012", "cd" + "0" * 38).parent):
        (file,) = messages(folder)[0].attachments
        assert (file.name, file.media_type, file.missing) == ("IMG.jpg", "image/jpeg", False)


def test_an_encrypted_iphone_backup_is_named_and_kept(tmp_path: Path) -> None:
    folder = backup(tmp_path / "one", "ab" + "0" * 38)
    for name in ("Manifest.db", "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28"):
        (folder / name).write_bytes(b"\x93" * 4096)
    with Source(folder) as source:
        assert _registry.identify(source) == ["imessage"]
        assert [member.basename[:2] for member in imessage.reads(source)] == ["3d"]
    assert codes(folder) == {"member-encrypted": ""}
    assert conserved(folder)


def test_a_row_too_large_to_be_read_is_listed_and_counted(tmp_path: Path) -> None:
    path = made(tmp_path / "a", [{"text": "x" * (5 << 20)}, {"text": "y"}])
    assert [message.body for message in messages(path)] == ["y"]
    assert codes(path) == {"limit-reached": "message/1"}
    assert conserved(path)


def test_the_first_string_of_an_archive_is_the_text_and_not_an_attribute() -> None:
    """A typedstream that holds nothing but a class name, and one that never ends."""
    assert text_of(b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x08NSString\x01\x85\x84\x01+\x05hello\x86") == "hello"
    endless = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x0e[1000000000{}]"
    assert text_of(endless) is None


def test_nothing_is_left_behind_where_circles_are_not_collected() -> None:
    """As in the worker, which reads hundreds of thousands of them."""
    (body,) = [row for row in bodies(MAC / "chat.db") if b"I told you" in row]
    text_of(body)
    gc.collect()
    gc.disable()
    before = len(gc.get_objects())
    try:
        for _ in range(500):
            assert text_of(body) is not None
            assert text_of(body[:200]) is None
            assert text_of(body[:9]) is None
        assert len(gc.get_objects()) < before + 100
    finally:
        gc.enable()


@given(st.binary(max_size=300))
def test_no_bytes_break_what_reads_a_body(data: bytes) -> None:
    for each in (data, b"\x04\x0bstreamtyped\x81\xe8\x03\x84" + data, b"bplist00" + data):
        text_of(each)
        addresses(each)
        assert len(summary(each).earlier) == earlier_count(each)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 62), 1 << 62)
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["ec", "rp", "otr", "0", "1", "d", "t"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["ec", "rp", "otr", "ep"]), values.filter(lambda value: value is not None)))
def test_earlier_texts_are_counted_as_they_are_read_whatever_the_list_holds(stated: dict[str, Any]) -> None:
    try:
        data = plistlib.dumps(stated, fmt=plistlib.FMT_BINARY)
    except (TypeError, OverflowError):
        return
    assert len(summary(data).earlier) == earlier_count(data)


cells = st.none() | st.integers(-(1 << 63), (1 << 63) - 1) | st.text(max_size=6) | st.binary(max_size=12) | st.floats()


@given(st.lists(st.dictionaries(st.sampled_from([name for name in COLUMNS if name != "guid"]), cells), max_size=5))
def test_every_row_is_accounted_for_whatever_its_cells_hold(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    clean = [
        {name: cell.encode(errors="replace").decode() if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in rows
    ]
    path = made(tmp_path_factory.mktemp("law") / "a", clean)
    assert conserved(path)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_pairs_are_found_by_their_key_in_the_order_in_which_they_came(pairs: list[tuple[int, int]]) -> None:
    kept = Pairs()
    for key, value in pairs:
        kept.add(key, value)
    for key in range(7):
        assert kept.of(key) == [value for other, value in pairs if other == key]
