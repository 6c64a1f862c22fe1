"""Signal Desktop's messages, by sigtop as database and JSON, and what signal-export wrote: traps by name, and laws."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _registry, signal
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

OURS = SAMPLES / "signal"
DATABASE = OURS / "desktop-database" / "source" / "signal.db"
HER = "a1a1a1a1-a1a1-a1a1-a1a1-a1a1a1a1a1a1"
T0 = 1_700_000_000_000


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["signal"]
        return list(signal.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


def places(path: Path, code: str) -> set[str]:
    return {record.locator.place for record in read(path) if isinstance(record, ReadProblem) and record.code == code}


def conserved(path: Path) -> bool:
    arrived = sum(
        record.records if isinstance(record, ReadProblem) else isinstance(record, Message | Event) for record in read(path)
    )
    with Source(path) as source:
        return signal.count(source) == arrived


def said(**more: Any) -> dict[str, Any]:
    return {"conversationId": "c", "sent_at": T0, "type": "incoming", "body": "x", "sourceServiceId": HER, **more}


def array(path: Path, *values: Any) -> Path:
    path.write_text(json.dumps(list(values)), "utf-8")
    return path


def database(path: Path, *rows: dict[str, Any]) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE conversations (id TEXT, json TEXT, type TEXT)")
        connection.execute("CREATE TABLE messages (id TEXT, json TEXT, conversationId TEXT, type TEXT, body TEXT, sent_at INTEGER)")
        for row in rows:
            connection.execute(
                "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)",
                tuple(row.get(key) for key in ("id", "json", "conversationId", "type", "body", "sent_at")),
            )
    connection.close()
    return path


def test_one_person_and_one_group_are_the_same_in_every_form() -> None:
    def ids(path: Path) -> dict[str | None, str]:
        return {record.title: record.id for record in read(path) if isinstance(record, Conversation)}

    desktop, frames = ids(DATABASE), ids(OURS / "frames" / "source" / "backup.binproto")
    assert desktop["Ada Canary"] == frames["Ada Canary"]
    assert desktop["Hostel canary"] == frames["Hostel canary"]


def test_a_message_has_the_same_id_in_every_form() -> None:
    first = messages(DATABASE)[0]
    assert first.platform_id == f"{HER}/{T0 + 1000}"
    assert first.platform_id == messages(OURS / "frames" / "source" / "backup.binproto")[0].platform_id


def test_a_value_in_a_column_goes_before_the_one_in_json(tmp_path: Path) -> None:
    stated = json.dumps({"body": "old", "type": "outgoing", "sent_at": T0})
    path = database(tmp_path / "a", {"json": stated, "body": "new", "conversationId": "c"}, {"json": stated, "conversationId": "c"})
    assert [(message.body, message.folder) for message in messages(path)] == [("new", "sent"), ("old", "sent")]


def test_a_row_whose_json_cannot_be_read_keeps_its_columns_and_that_is_said() -> None:
    assert "/json" in places(DATABASE, "record-unreadable")
    assert "all of you" in [message.body for message in messages(DATABASE)]


def test_edits_come_oldest_first_and_the_present_text_last() -> None:
    for path in (DATABASE, OURS / "desktop-json" / "source"):
        found = [message for message in messages(path) if message.edited or "earlier-version" in message.flags]
        assert [message.body for message in found] == ["I will find you canary", "I will come", "See you"]


def test_a_file_is_taken_by_its_digest_and_not_by_its_name_alone(tmp_path: Path) -> None:
    picture = {"fileName": "a.jpg", "plaintextHash": "00" * 32}
    (tmp_path / "a.jpg").write_bytes(b"something else")
    array(tmp_path / "Ada.json", said(attachments=[picture, {"fileName": "a.jpg"}]))
    with Source(tmp_path) as source:
        found = [record for record in signal.read(source, Options()) if isinstance(record, Message)]
    assert [each.missing for each in found[0].attachments] == [True, True]
    assert not any(member.referred for member in source.members if member.name == "a.jpg")


def test_the_account_holder_is_told_from_the_database() -> None:
    own = [message.sender for message in messages(DATABASE) if message.folder == "sent"]
    assert {account.handle for account in own} == {"+923009990000"}
    assert {account.name for account in own} == {"Mehr Talpur"}


def test_fields_and_sorts_of_a_later_version_are_counted(tmp_path: Path) -> None:
    path = array(tmp_path / "a.json", said(telepathy=1, **{"ca nary": 1}), said(type="mind-reading"))
    assert places(path, "field-unknown") == {"/telepathy", "/?", "/type"}
    assert [record.body for record in read(path) if isinstance(record, Event)] == ["mind-reading"]


def test_half_a_character_is_mended_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"conversationId": "c", "sent_at": 1700000000000, "type": "incoming", "body": "a\\ud83d"}]')
    assert messages(path)[0].body == "a\ufffd"
    assert places(path, "text-undecodable") == {""}


def test_times_of_signal_export_have_no_zone() -> None:
    when = messages(OURS / "signal-export" / "source")[0].sent_at
    assert (when.local, when.utc, when.zone) == ("2023-11-14T22:13:21.500", None, "unknown")


def test_the_blanks_that_signal_export_puts_behind_a_text_are_left_out() -> None:
    assert [message.body for message in messages(OURS / "signal-export" / "source")] == [
        "canary\nآداب",
        "https://example.org/a",
        "",
    ]


@pytest.mark.parametrize(
    "data", ["[]", '[{"a": 1}]', '{"date": "x"}', '[{"conversationId": "x"}]', '{"date": 1, "sender": 2, "body": 3}']
)
def test_other_json_is_not_claimed(tmp_path: Path, data: str) -> None:
    (tmp_path / "a.json").write_text(data)
    with Source(tmp_path / "a.json") as source:
        assert not signal.identify(source)


def test_a_database_of_something_else_is_not_claimed(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE messages (id TEXT, body TEXT)")
    connection.close()
    with Source(tmp_path / "a.db") as source:
        assert not signal.identify(source)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 60), 1 << 60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["body", "timestamp", "id", "text", "type", "details"]), inner, max_size=3)
    ),
    max_leaves=12,
)
KEYS = (
    *("id", "body", "type", "sent_at", "conversationId", "editHistory", "attachments", "quote", "reactions", "sticker", "contact"),
    *("groupV2Change", "callHistoryDetails", "expirationTimerUpdate", "profileChange", "sourceServiceId", "preview", "isViewOnce"),
)
facts = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)


@given(st.lists(facts, max_size=4))
def test_any_array_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, stated: list[dict[str, Any]]) -> None:
    assert conserved(array(tmp_path_factory.mktemp("law") / "a.json", said(), *stated))


@given(st.lists(facts, max_size=4))
def test_any_row_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, stated: list[dict[str, Any]]) -> None:
    rows = [{"json": json.dumps(each), "type": "incoming"} for each in stated]
    assert conserved(database(tmp_path_factory.mktemp("law") / "a", *rows))


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["date", "sender", "body", "call", "reactions", "attachments", "sticker"]), values),
        max_size=4,
    )
)
def test_any_line_of_signal_export_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, stated: list[dict[str, Any]]) -> None:
    first = {"date": "2023-11-14T22:13:21", "sender": "Ada", "body": "x", "quote": "", "reactions": [], "attachments": []}
    path = tmp_path_factory.mktemp("law") / "data.json"
    path.write_text("\n".join(json.dumps(each) for each in (first, *stated)))
    assert conserved(path)


@pytest.mark.parametrize(
    "more",
    [
        r'"editHistory": [{"body": "a"}, {"body": "b", "timestamp": "\ud83d"}]',
        '"editHistory": [{"body": "a"}, {"body": "b"}], "editHistory": []',
        '"editHistory": [{"body": "a"}, {"body": "b"}], "x": NaN',
        '"editHistory": [{"body": "a"}, {"body": "b"}], "x": ' + "[" * 300 + "]" * 300,
        '"editHistory": [{"body": "a"}, {"body": "b"}], "x": ' + "[" * 300_000 + "]" * 300_000,
    ],
)
def test_damage_inside_a_message_is_counted_as_it_is_read(tmp_path: Path, more: str) -> None:
    stated = json.dumps(said())
    path = tmp_path / "a.json"
    path.write_text(f"[{stated}, {stated[:-1]}, {more}}}, {stated}]", "utf-8")
    assert conserved(path)
    with sqlite3.connect(database(tmp_path / "b", {"json": "{}", "type": "incoming"})) as connection:
        connection.execute("UPDATE messages SET json = ?", (f"{stated[:-1]}, {more}}}",))
    connection.close()
    assert conserved(tmp_path / "b")
