"""The Signal reader beyond its golden files: whose a file is, the wire format, each trap by name, and laws over any bytes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _registry, _signal_frames, signal
from gawah.readers._protobuf import Malformed, varint, walk
from gawah.readers._reader import Options
from gawah.readers._signal_frames import frames, records
from gawah.readers._signal_people import service_id
from gawah.readers._signal_schema import SCHEMA
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

FRAMES = SAMPLES / "signal" / "frames" / "source" / "backup.binproto"
READABLE = SAMPLES / "signal" / "readable-export" / "source"
INFO = {"version": "1", "backupTimeMs": "1700000000000"}


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["signal"]
        return list(signal.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


def arrived(found: list[Record]) -> int:
    return sum(record.records if isinstance(record, ReadProblem) else isinstance(record, Message | Event) for record in found)


def conserved(path: Path) -> bool:
    with Source(path) as source:
        return signal.count(source) == arrived(read(path))


def lines(path: Path, *values: Any) -> Path:
    path.write_text("\n".join(json.dumps(value) for value in (INFO, *values)), "utf-8")
    return path


def item(**fields: Any) -> dict[str, Any]:
    return {"chatItem": {"chatId": "1", "authorId": "2", "dateSent": "1700000001000", **fields}}


def text(body: str) -> dict[str, Any]:
    return {"standardMessage": {"text": {"body": body}}}


def wire(number: int, data: bytes) -> bytes:
    assert number < 16
    assert len(data) < 128
    return bytes([number << 3 | 2, len(data)]) + data


def test_an_edited_message_states_its_present_text_and_each_text_before() -> None:
    found = [message for message in messages(FRAMES) if message.body in ("I will find you canary", "See you tomorrow")]
    assert [(message.flags, message.edited) for message in found] == [(("earlier-version",), False), ((), True)]
    assert found[0].sent_at.utc < found[1].sent_at.utc  # type: ignore[operator]


def test_deleted_by_its_writer_and_by_an_admin_are_told_apart() -> None:
    assert [message.flags for message in messages(FRAMES) if message.deleted] == [(), ("deleted-by-admin",)]


def test_an_answer_names_its_message_by_who_sent_it_and_when() -> None:
    answered = next(message for message in messages(FRAMES) if message.reply_to)
    assert answered.flags == ("quoted-copy",)
    assert [message.body for message in messages(FRAMES) if message.platform_id == answered.reply_to] == [
        "please stop: https://example.org/a"
    ]


def test_a_group_change_in_parts_is_as_many_events() -> None:
    events = [record for record in read(FRAMES) if isinstance(record, Event) and record.locator.place.startswith("frame/31")]
    assert [event.event for event in events] == ["subject-changed", "member-added", "disappearing-timer"]
    assert len({event.id for event in events}) == 3


def test_a_file_is_found_by_its_digest_and_by_no_name(tmp_path: Path) -> None:
    found = messages(READABLE)[0].attachments
    assert [(each.name, each.missing) for each in found] == [("a.jpg", False), (None, True)]
    pointer = {"fileName": "a.jpg", "locatorInfo": {"plaintextHash": "AQ=="}}
    lines(tmp_path / "main.jsonl", item(standardMessage={"attachments": [{"pointer": pointer}]}))
    (tmp_path / "a.jpg").write_bytes(b"something else")
    assert messages(tmp_path)[0].attachments[0].missing


def test_a_file_named_by_a_digest_that_is_not_its_own_is_not_taken(tmp_path: Path) -> None:
    pointer = {"locatorInfo": {"plaintextHash": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="}}
    lines(tmp_path / "main.jsonl", item(standardMessage={"attachments": [{"pointer": pointer}]}))
    (tmp_path / ("01" * 32 + ".jpg")).write_bytes(b"something else")
    assert messages(tmp_path)[0].attachments[0].missing


def test_one_chat_is_one_conversation_in_both_forms() -> None:
    def ids(path: Path) -> set[str]:
        return {record.id for record in read(path) if isinstance(record, Conversation) and record.title == "Hostel canary"}

    assert ids(FRAMES) == ids(READABLE)
    assert len(ids(FRAMES)) == 1


def test_people_are_known_also_where_they_are_described_later(tmp_path: Path) -> None:
    person = {"recipient": {"id": "2", "contact": {"aci": "oaGhoaGhoaGhoaGhoaGhoQ==", "profileGivenName": "Ada"}}}
    path = lines(tmp_path / "a.jsonl", {"chat": {"id": "1", "recipientId": "2"}}, item(**text("x")), person)
    assert messages(path)[0].sender.name == "Ada"
    assert messages(path)[0].sender.platform_id == "a1a1a1a1-a1a1-a1a1-a1a1-a1a1a1a1a1a1"


def test_encrypted_backups_are_named_and_kept(tmp_path: Path) -> None:
    problems = read(SAMPLES / "signal" / "sealed-android" / "source")
    assert [(problem.code, problem.severity) for problem in problems if isinstance(problem, ReadProblem)] == [
        ("member-encrypted", "loss")
    ]
    desktop = tmp_path / "Signal"
    (desktop / "sql").mkdir(parents=True)
    (desktop / "sql" / "db.sqlite").write_bytes(b"\x93" * 4096)
    (desktop / "config.json").write_text("{}")
    local = tmp_path / "signal-backup-2026"
    (local / "files" / "3f").mkdir(parents=True)
    for name in ("main", "metadata", "files/3f/3fa0"):
        (local / name).write_bytes(b"\x93" * 100)
    for folder in (desktop, local):
        found = read(folder)
        assert [record.code for record in found if isinstance(record, ReadProblem)] == ["member-encrypted"]


def test_fields_of_a_later_version_are_counted_in_both_forms(tmp_path: Path) -> None:
    def unknown(path: Path) -> set[str]:
        return {record.locator.place for record in read(path) if isinstance(record, ReadProblem) and record.code == "field-unknown"}

    assert {"/30", "/chatItem/98", "/chatItem/standardMessage/99"} <= unknown(FRAMES)
    path = lines(tmp_path / "a.jsonl", item(**text("x"), telepathy=1, **{"ca nary": 2}))
    assert unknown(path) == {"/chatItem/telepathy", "/chatItem/?"}


def test_a_frame_that_is_too_large_is_listed_and_the_next_one_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_signal_frames, "MAX_FRAME", 2_000)
    path = lines(tmp_path / "a.jsonl", item(**text("x" * 3_000)), item(**text("y")))
    assert [message.body for message in messages(path)] == ["y"]
    assert conserved(path)
    whole = FRAMES.read_bytes()
    large = whole + b"\xff\x1f" + b"\x22" * 4095 + whole[-10:]
    (tmp_path / "b").write_bytes(large)
    assert "limit-reached" in {record.code for record in read(tmp_path / "b") if isinstance(record, ReadProblem)}
    assert conserved(tmp_path / "b")


@pytest.mark.parametrize("tail", [b"\x80", b"\x05", b"\x05ab", b"\xff" * 12])
def test_a_frame_that_is_cut_is_one_lost_record(tmp_path: Path, tail: bytes) -> None:
    (tmp_path / "a").write_bytes(FRAMES.read_bytes() + tail)
    lost = [record for record in read(tmp_path / "a") if isinstance(record, ReadProblem) and record.records]
    assert lost
    assert conserved(tmp_path / "a")


def test_lines_without_end_and_lines_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    deep = '{"chatItem": ' * 50_000
    path.write_text("\n".join((json.dumps(INFO), "", "  ", deep, "[" * 100_000, "1" * 10_000, json.dumps(item(**text("y"))))))
    assert [message.body for message in messages(path)] == ["y"]
    assert conserved(path)


def test_behind_a_thousand_faults_in_a_row_the_rest_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(INFO) + "\n" + "?\n" * 5_000)
    found = read(path)
    assert sum(isinstance(record, ReadProblem) and record.records for record in found) == _signal_frames.MAX_FAULTS
    assert {record.code for record in found if isinstance(record, ReadProblem)} == {"record-unreadable", "member-unreadable"}
    assert conserved(path)


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\x05hello", b"{}", b'{"backupTimeMs": "1", "version": 1}', b"SQLite format 3\0" + bytes(200)]
)
def test_what_is_no_backup_is_not_claimed(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with Source(tmp_path / "a") as source:
        assert not signal.identify(source)


@pytest.mark.parametrize(
    ("data", "value"), [(b"\x00", 0), (b"\x7f", 127), (b"\xac\x02", 300), (b"\xff" * 9 + b"\x01", (1 << 64) - 1)]
)
def test_numbers_of_the_wire_format(data: bytes, value: int) -> None:
    """The second is the example of protobuf.dev."""
    assert varint(data, 0) == (value, len(data))


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff" * 11])
def test_numbers_that_are_none(data: bytes) -> None:
    with pytest.raises(Malformed):
        varint(data, 0)


def test_messages_in_messages_without_end_are_refused() -> None:
    data = b""
    for _ in range(25):
        data = wire(6, data)
    assert SCHEMA.decode("ChatItem", data)
    for _ in range(20):
        data = wire(6, data)
    with pytest.raises(Malformed):
        SCHEMA.decode("ChatItem", data)


@pytest.mark.parametrize("data", [b"\x0a\x05abc", b"\x0b", b"\x07", b"\x01", b"\x0d\x00"])
def test_fields_that_are_none(data: bytes) -> None:
    with pytest.raises(Malformed):
        list(walk(data))


def test_a_service_id_is_sixteen_bytes_however_they_are_stated() -> None:
    told = "01010101-0101-0101-0101-010101010101"
    assert service_id(b"\1" * 16) == service_id("AQEBAQEBAQEBAQEBAQEBAQ==") == service_id(b"\1" + b"\1" * 16) == told
    assert service_id(b"\1" * 15) is service_id("!") is service_id(None) is None


@given(st.binary(max_size=400))
def test_any_bytes_behind_a_beginning_are_accounted_for(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("law") / "a"
    path.write_bytes(FRAMES.read_bytes()[:200] + data)
    with Source(path) as source:
        if signal.identify(source):
            assert signal.count(source) == arrived(list(signal.read(source, Options())))


@given(st.integers(0, 4000))
def test_a_cut_loses_nothing_before_it(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    whole = FRAMES.read_bytes()
    path = tmp_path_factory.mktemp("cut") / "a"
    path.write_bytes(whole[: len(whole) - min(size, len(whole))])
    left = path.stat().st_size
    before = [frame.number for frame in frames(lambda: FRAMES.open("rb"), lines=False) if frame.end <= left]
    after = [frame.number for frame in frames(lambda: path.open("rb"), lines=False) if frame.fault is None]
    assert after == before
    assert records(lambda: path.open("rb"), lines=False) >= 0


fields = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "body", "revisions", "updateMessage", "groupChange", "updates", "quote", "reactions"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=15,
)


@given(st.lists(st.dictionaries(st.sampled_from(["chatItem", "chat", "recipient", "account", "adHocCall"]), fields), max_size=5))
def test_any_line_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, stated: list[dict[str, Any]]) -> None:
    assert conserved(lines(tmp_path_factory.mktemp("law") / "a.jsonl", *stated))


@pytest.mark.parametrize(
    "stated",
    [
        r'{"chatItem": {"revisions": [{"dateSent": "\ud83d"}, {}], "standardMessage": {}}}',
        '{"chatItem": {"revisions": [{}, {}], "revisions": []}}',
        '{"chatItem": {}, "chatItem": {"revisions": [{}]}}',
        r'{"chat": {"id": "11", "r\ud83decipientId": "3"}}',
        '{"chat": {"id": NaN}}',
        '{"chat": {"id": 1}}"a',
        '{"chat": {"id": ' + "9" * 5_000 + "}}",
        '{"chat": {"id": ' + "[" * 300 + "]" * 300 + "}}",
    ],
)
def test_a_damaged_line_is_counted_as_it_is_read(tmp_path: Path, stated: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join((json.dumps(INFO), stated, json.dumps(item(**text("canary"))))), "utf-8")
    assert conserved(path)
    assert messages(path)[-1].body == "canary"
