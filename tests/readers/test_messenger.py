"""The reader of Messenger's end-to-end encrypted export beyond its golden files: nothing is mended, nobody taken for the owner."""

import json
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, messenger
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped

OURS = SAMPLES / "messenger"
SAID = {"senderName": "Ada", "text": "hello", "timestamp": 1_746_073_791_906, "type": "text"}


def chat(*said: Any, name: str = "Ada_15", people: tuple[str, ...] = ("Ada", "Mehr")) -> dict[str, Any]:
    return {"participants": list(people), "threadName": name, "messages": list(said or (SAID,))}


def written(folder: Path, **files: Any) -> Path:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return folder


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        return list(messenger.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def claimed_by(path: Path) -> list[str]:
    with Source(path) as source:
        return _registry.identify(source)


def test_nothing_is_mended_and_nothing_is_called_repaired(tmp_path: Path) -> None:
    texts = ["cafÃ©", "Ã°\x9f\x94\xa5", "سلام", "naïve"]
    for ascii_only in (True, False):
        said = [{**SAID, "text": text, "senderName": "ZoÃ«"} for text in texts]
        path = tmp_path / f"{ascii_only}.json"
        path.write_text(json.dumps(chat(*said), ensure_ascii=ascii_only), "utf-8")
        records = read(path)
        assert [message.body for message in messages(records)] == texts
        assert {message.sender.name for message in messages(records)} == {"ZoÃ«"}
        assert not [record for record in records if isinstance(record, ReadProblem)]


def test_two_chats_with_people_of_one_name_are_two_conversations(tmp_path: Path) -> None:
    export = written(tmp_path / "export", a=chat(name="Ada_15"), b=chat(name="Ada_16"))
    found = [record for record in read(export) if isinstance(record, Conversation)]
    assert [each.title for each in found] == ["Ada", "Ada"]
    assert found[0].id != found[1].id
    again = written(tmp_path / "again", other_name=chat(name="Ada_15"))
    assert [record.id for record in read(again) if isinstance(record, Conversation)] == [found[0].id]


def test_a_name_that_ends_in_a_number_of_its_own_keeps_it(tmp_path: Path) -> None:
    (conversation,) = [
        each for each in read(written(tmp_path / "a", a=chat(name="Class_of_99_3"))) if isinstance(each, Conversation)
    ]
    assert conversation.title == "Class_of_99"


def test_a_sentence_in_the_place_of_a_file_is_a_file_that_is_missing(tmp_path: Path) -> None:
    said = {**SAID, "type": "media", "text": "", "media": [{"uri": "Failed to download media"}, {"uri": "./media/1.jpeg"}]}
    export = written(tmp_path / "export", a=chat(said))
    (export / "media").mkdir()
    (export / "media" / "1.jpeg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    records = read(export)
    gone, here = messages(records)[0].attachments
    assert (gone.name, gone.missing, gone.sha256) == (None, True, None)
    assert (here.name, here.missing, here.media_type) == ("media/1.jpeg", False, "image/jpeg")
    (told,) = [record for record in records if isinstance(record, ReadProblem)]
    assert (told.code, told.severity, told.count) == ("media-missing", "warning", 1)
    assert "download" not in json.dumps(told.locator.place)


def test_a_placeholder_says_that_its_content_is_gone_and_unsent_says_more(tmp_path: Path) -> None:
    said = [{**SAID, "text": "", "type": "placeholder"}, {**SAID, "text": "", "type": "placeholder", "isUnsent": True}, SAID]
    found = messages(read(written(tmp_path / "export", a=chat(*said))))
    assert [(message.flags, message.deleted) for message in found] == [
        (("content-gone",), False),
        (("content-gone",), True),
        ((), False),
    ]


def test_no_participant_is_taken_for_the_owner_and_both_sides_are_kept(tmp_path: Path) -> None:
    records = read(written(tmp_path / "export", a=chat(SAID, {**SAID, "senderName": "Mehr"})))
    assert records[0] == Conversation(
        id=records[0].id if isinstance(records[0], Conversation) else "",
        platform="Messenger",
        title="Ada",
        participants=(Account(name="Ada"), Account(name="Mehr")),
    )
    assert [message.sender.name for message in messages(records)] == ["Ada", "Mehr"]
    assert all(message.recipients == () for message in messages(records))


@pytest.mark.parametrize("keys", [("participants", "threadName", "messages"), ("messages", "threadName", "participants")])
def test_a_chat_is_told_by_its_keys_in_any_order_and_under_any_name(keys: tuple[str, ...], tmp_path: Path) -> None:
    whole = chat()
    path = written(tmp_path / "export", anything={key: whole[key] for key in keys})
    assert claimed_by(path / "anything.json") == ["messenger"]
    assert claimed_by(path) == ["messenger"]
    assert claimed_by(zipped(path, tmp_path / "export.zip")) == ["messenger"]
    empty = written(tmp_path / "empty", chat={**whole, "messages": []})
    assert claimed_by(empty / "chat.json") == ["messenger"]
    (path / "notes.json").write_text('{"messages": []}')
    with Source(path) as source:
        assert [member.name for member in messenger.reads(source)] == ["anything.json"]


@pytest.mark.parametrize(
    "root",
    [
        {},
        [],
        {"messages": []},
        {"participants": [{"name": "Ada"}], "messages": [{"sender_name": "Ada"}]},
        {"threadName": "x", "y": 1},
    ],
)
def test_what_is_no_chat_of_this_export_is_not_claimed(root: Any, tmp_path: Path) -> None:
    with Source(written(tmp_path / "a", any=root) / "any.json") as source:
        assert not messenger.identify(source)


def test_every_record_is_accounted_for() -> None:
    for name in ("chats-2025", "surprises"):
        folder = OURS / name / "source"
        records = read(folder)
        arrived = sum(each.records if isinstance(each, ReadProblem) else isinstance(each, Message | Event) for each in records)
        with Source(folder) as source:
            assert messenger.count(source) == arrived
