"""The Threads reader beyond its golden files: posts and replies; it and the Instagram reader leave each other's files alone."""

import json
from pathlib import Path
from typing import Any

from gawah.readers import _registry, instagram, threads
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Message, Record
from tests.readers.golden import SAMPLES, zipped

OURS = SAMPLES / "threads"
POSTS = "your_instagram_activity/threads/threads_and_replies.json"
THREAD = "your_instagram_activity/messages/inbox/ada_1/message_1.json"
SAID = {"sender_name": "Ada", "timestamp_ms": 1_700_000_000_000, "content": "hello"}


def read(path: Path, *siblings: Path) -> list[Record]:
    with Source(path) as source:
        source.siblings = tuple(Source(each) for each in siblings)
        return list(threads.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def claimed_by(path: Path) -> list[str]:
    with Source(path) as source:
        return _registry.identify(source)


def written(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(content))
    return folder


def posts() -> Any:
    return json.loads((OURS / "lone-file" / "source" / "threads_and_replies.json").read_text())


def test_what_the_export_calls_a_reply_is_a_comment() -> None:
    records = read(OURS / "posts-2025" / "source")
    assert [message.kind for message in messages(records)] == ["post", "comment", "post"]
    assert {record.platform for record in records if isinstance(record, Conversation)} == {"Threads"}
    assert {message.sender for message in messages(records)} == {Account(handle="mehr.talpur", name="Mehrunisa Talpur")}


def test_an_instagram_export_is_instagrams_and_its_threads_are_left_to_this_reader(tmp_path: Path) -> None:
    export = written(tmp_path / "export", {POSTS: posts(), THREAD: {"participants": [], "messages": [SAID]}})
    for path in (export, zipped(export, tmp_path / "export.zip")):
        assert claimed_by(path) == ["instagram"]
        with Source(path) as source:
            assert [member.name for member in instagram.reads(source)] == [THREAD]
    assert claimed_by(export / POSTS) == ["threads"]


def test_what_an_export_holds_of_threads_alone_is_threads(tmp_path: Path) -> None:
    export = written(tmp_path / "export", {POSTS: posts(), "media/posts/202508/1.jpg": ""})
    assert claimed_by(export) == ["threads"]
    assert claimed_by(zipped(export, tmp_path / "export.zip")) == ["threads"]


def test_the_holder_and_the_pictures_are_found_in_the_export_beside_it(tmp_path: Path) -> None:
    profile = {"profile_user": [{"string_map_data": {"Username": {"value": "mehr"}}}]}
    name = "personal_information/personal_information/personal_information.json"
    export = written(tmp_path / "export", {name: profile, "media/posts/202508/1.jpg": "a picture"})
    alone = OURS / "lone-file" / "source" / "threads_and_replies.json"
    assert {message.sender for message in messages(read(alone))} == {Account()}
    assert messages(read(alone))[2].attachments[0].missing
    found = messages(read(alone, export))
    assert {message.sender for message in found} == {Account(handle="mehr")}
    assert not found[2].attachments[0].missing


def test_a_post_without_words_or_files_is_told_as_unread() -> None:
    with Source(OURS / "surprises" / "source") as source:
        records = list(threads.read(source, Options()))
        unread = sum(getattr(record, "records", 0) for record in records)
        assert threads.count(source) == len(messages(records)) + unread == 4
