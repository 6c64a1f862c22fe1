"""What Snapchat's export does to people: times in two units under one name, entities, erased messages, media by an id alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, snapchat
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, Record
from tests.readers.golden import SAMPLES
from tests.readers.reader_laws import accounted, copied, harmed, victims

OURS = SAMPLES / "snapchat"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["snapchat"]
        return list(snapchat.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


def one(tmp_path: Path, **fields: Any) -> Message:
    row = {"From": "x", "Media Type": "TEXT", "Created": "2024-04-20 01:29:22 UTC", "Content": "hi", **fields}
    (tmp_path / "chat_history.json").write_text(json.dumps({"x": [row]}))
    (message,) = messages(tmp_path / "chat_history.json")
    return message


@pytest.mark.parametrize(
    ("number", "utc", "flags"),
    [
        (1713576562686, "2024-04-20T01:29:22.686Z", ()),
        (1713576562686123, "2024-04-20T01:29:22.686Z", ()),
        (1713576562, "2024-04-20T01:29:22Z", ("times-disagree",)),
        (1713490000000, "2024-04-20T01:29:22Z", ("times-disagree",)),
        ("x", "2024-04-20T01:29:22Z", ()),
        (None, "2024-04-20T01:29:22Z", ()),
        (10**30, "2024-04-20T01:29:22Z", ()),
    ],
)
def test_the_unit_of_the_number_is_decided_by_its_size(tmp_path: Path, number: Any, utc: str, flags: tuple[str, ...]) -> None:
    message = one(tmp_path, **{"Created(microseconds)": number})
    assert (message.sent_at.utc, message.sent_at.stated, message.flags) == (utc, "2024-04-20 01:29:22 UTC", flags)


def test_the_number_alone_is_a_time(tmp_path: Path) -> None:
    assert one(tmp_path, Created=None, **{"Created(microseconds)": 1713576562686}).sent_at.utc == "2024-04-20T01:29:22.686Z"


def test_entities_are_the_signs_they_stand_for() -> None:
    assert messages(OURS / "my-data-2024/source")[0].body == 'I <3 you & I know "where" you are'
    assert messages(OURS / "received-and-sent-2021/source/chat_history.json")[0].body == "you'll see"


def test_erased_messages_and_screenshots_are_events() -> None:
    events = [record.event for record in read(OURS / "my-data-2024/source") if isinstance(record, Event)]
    assert events == ["message-erased", "screenshot", "member-removed"]


def test_a_chat_is_one_conversation_in_both_forms() -> None:
    def ids(path: Path) -> set[str]:
        return {record.id for record in read(path) if isinstance(record, Conversation) and record.title == "canary.fox"}

    assert ids(OURS / "my-data-2024/source") == ids(OURS / "received-and-sent-2021/source/chat_history.json")


def test_media_are_found_by_the_id_in_their_names_and_not_by_a_day() -> None:
    attachments = messages(OURS / "my-data-2024/source")[2].attachments
    assert [(each.name, each.missing) for each in attachments] == [("b~AAA", False), ("b~BBB", True)]


def test_behind_damage_a_message_is_given_to_no_chat_but_its_own() -> None:
    records = read(OURS / "broken/structure-broken/source/chat_history.json")
    titles = {record.id: record.title for record in records if isinstance(record, Conversation)}
    found = {record.body: titles[record.conversation] for record in records if isinstance(record, Message)}
    assert found["stop"] is None
    assert found["she is lying"] == "School"


@pytest.fixture(scope="module", params=victims("snapchat", ["my-data-2024"]), ids=lambda victim: Path(victim[2]).name)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    folder, file = copied(request.param, tmp_path_factory.mktemp("snapchat"))
    return folder, file, file.read_bytes()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    folder, file, whole = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("snapchat", folder)
