"""The Instagram reader beyond its golden files: whose a file is, one conversation under one id, parts, others' samples."""

import csv
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, instagram
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped

OURS = SAMPLES / "instagram"
THREAD = "messages/inbox/ada_1/message_1.json"
SAID = {
    "sender_name": "Ada",
    "timestamp_ms": 1_700_000_000_000,
    "content": "hello",
    "share": {"original_content_owner": "zoe"},  # a key that only Instagram writes
}


def read(path: Path, *siblings: Path) -> list[Record]:
    with Source(path) as source:
        source.siblings = tuple(Source(each) for each in siblings)
        return list(instagram.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def problems(records: list[Record]) -> list[ReadProblem]:
    return [record for record in records if isinstance(record, ReadProblem)]


def conversations(records: list[Record]) -> list[Conversation]:
    return [record for record in records if isinstance(record, Conversation)]


def claimed(path: Path) -> bool:
    with Source(path) as source:
        return instagram.identify(source)


def conserved(path: Path, records: list[Record]) -> bool:
    arrived = sum(record.records if isinstance(record, ReadProblem) else isinstance(record, Message | Event) for record in records)
    with Source(path) as source:
        return instagram.count(source) == arrived


def written(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


def test_a_thread_of_which_nothing_tells_whose_it_is_may_be_either(tmp_path: Path) -> None:
    said = {"sender_name": "Ada", "timestamp_ms": 1_700_000_000_000, "content": "hello", "is_geoblocked_for_viewer": False}
    for path in (tmp_path / "alone" / "message_1.json", tmp_path / "export"):
        written(tmp_path / "alone", {"message_1.json": thread(messages=[said])})
        written(tmp_path / "export", {THREAD: thread(messages=[said])})
        with Source(path) as source:
            assert _registry.identify(source) == ["instagram"]
        (told,) = problems(read(path))
        assert (told.code, told.severity, told.count) == ("platform-uncertain", "warning", 1)
    written(tmp_path / "export", {"your_instagram_activity/likes/liked_posts.json": b"{}"})
    assert problems(read(tmp_path / "export")) == []


def thread(path: str | None = "inbox/ada_1", **more: Any) -> dict[str, Any]:
    stated = {"thread_path": path} if path else {}
    return {"participants": [{"name": "Ada"}, {"name": "Mehr"}], "messages": [SAID], "title": "Ada", **stated, **more}


@pytest.mark.parametrize("name", ["likes.json", "anything.json", "message_1.json"])
def test_a_file_on_its_own_is_told_by_its_content(name: str, tmp_path: Path) -> None:
    assert claimed(written(tmp_path / "a", {name: thread()}) / name)
    assert claimed(written(tmp_path / "b", {name: {"media_likes": [["2019-01-01T00:00:00+00:00", "ada"]]}}) / name)
    assert not claimed(written(tmp_path / "c", {name: {"photos": [{"path": "x"}]}}) / name)
    assert not claimed(written(tmp_path / "d", {name: b"18/05/2021, 10:00 - Ada: hello\n"}) / name)
    assert not claimed(written(tmp_path / "e", {name: b""}) / name)


@pytest.mark.parametrize(
    "files",
    [
        {"your_activity_across_facebook/messages/inbox/ada_1/message_1.json": thread()},
        {"your_facebook_activity/messages/inbox/ada_1/message_1.json": thread()},
        {THREAD: thread(), "comments_and_reactions/comments.json": {}},
        {THREAD: thread(messages=[{"sender_name": "Ada", "timestamp_ms": 1_700_000_000_000, "ip": "192.0.2.1"}])},
        {"Ada_15.json": {"participants": ["Ada"], "threadName": "Ada_15", "messages": [{"senderName": "Ada", "text": "x"}]}},
        {"result.json": {"name": "Ada", "messages": [{"id": 1, "from": "Ada", "text": "x"}]}},
    ],
)
def test_exports_of_other_platforms_are_refused(files: dict[str, Any], tmp_path: Path) -> None:
    assert not claimed(written(tmp_path / "export", files))
    (name,) = [each for each in files if each.endswith(".json")][:1]
    if "192.0.2.1" in json.dumps(files[name]) or "senderName" in json.dumps(files[name]):
        assert not claimed(tmp_path / "export" / name)


def test_one_thread_has_one_id_in_every_box_part_and_export(tmp_path: Path) -> None:
    homes = {
        "a": "messages/inbox/ada_1/message_1.json",
        "b": "your_instagram_activity/messages/message_requests/ada_1/message_1.json",
        "c": "your_instagram_activity/messages/archived_threads/ada_1/message_2.json",
    }
    found = []
    for place, name in homes.items():
        box = name.split("/")[-3]
        found += messages(read(written(tmp_path / place, {name: thread(f"{box}/ada_1")})))
    found += messages(read(written(tmp_path / "d", {homes["b"]: thread(None)})))
    found += messages(read(written(tmp_path / "e", {"alone.json": thread("message_requests/ada_1")}) / "alone.json"))
    assert len({message.conversation for message in found}) == 1
    assert [message.folder for message in found] == [
        "inbox",
        "message_requests",
        "archived",
        "message_requests",
        "message_requests",
    ]


def test_threads_of_one_name_are_not_merged(tmp_path: Path) -> None:
    files = {
        "messages/inbox/instagramuser_1/message_1.json": thread("inbox/instagramuser_1", title="Instagram User"),
        "messages/inbox/instagramuser_2/message_1.json": thread("inbox/instagramuser_2", title="Instagram User"),
    }
    assert len({message.conversation for message in messages(read(written(tmp_path / "export", files)))}) == 2


def test_files_of_a_thread_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    files = {
        f"messages/inbox/ada_1/message_{number}.json": thread(messages=[{**SAID, "content": str(number)}])
        for number in range(1, 12)
    }
    records = read(written(tmp_path / "export", files))
    assert [message.body for message in messages(records)] == [str(number) for number in range(1, 12)]
    assert len(conversations(records)) == 1
    assert records[0] == conversations(records)[0]


def test_a_gap_in_the_numbers_of_a_thread_is_told_unless_another_part_fills_it(tmp_path: Path) -> None:
    one = written(
        tmp_path / "one", {"messages/inbox/ada_1/message_1.json": thread(), "messages/inbox/ada_1/message_3.json": thread()}
    )
    two = written(tmp_path / "two", {"messages/inbox/ada_1/message_2.json": thread()})
    assert [(each.code, each.count) for each in problems(read(one))] == [("part-missing", 1)]
    assert problems(read(one, two)) == []


def test_a_picture_is_found_in_another_part_and_never_taken_from_another_thread(tmp_path: Path) -> None:
    uri = "your_instagram_activity/messages/inbox/ada_1/photos/1.jpg"
    other = "your_instagram_activity/messages/inbox/zoe_2/photos/1.jpg"
    message = {**SAID, "photos": [{"uri": uri, "creation_timestamp": 1}]}
    one = written(tmp_path / "one", {f"your_instagram_activity/{THREAD}": thread(messages=[message]), other: b"another picture"})
    two = written(tmp_path / "two", {uri: b"the picture"})
    (alone,) = messages(read(one))[0].attachments
    assert alone.missing
    assert alone.sha256 is None
    assert [each.code for each in problems(read(one))] == ["media-missing"]
    (whole,) = messages(read(one, two))[0].attachments
    assert not whole.missing
    with Source(two) as source:
        assert whole.sha256 == source.digest(source.members[0])
    other_part = written(tmp_path / "three", {"your_instagram_activity/likes/liked_posts.json": b"{}"})
    assert [(each.code, each.severity) for each in problems(read(one, other_part))] == [("part-missing", "info")]
    unrelated = written(tmp_path / "four", {"x.txt": b""})
    assert [(each.code, each.severity) for each in problems(read(one, unrelated))] == [("media-missing", "warning")]


def test_comments_name_the_holder_of_the_account_wherever_the_export_does(tmp_path: Path) -> None:
    comments = {"media_comments": [["2019-01-01T00:00:00+00:00", "hello", "zoe"]]}
    path = written(tmp_path / "a", {"comments.json": comments})
    assert messages(read(path))[0].sender == Account()
    profile = written(tmp_path / "b", {"profile.json": {"username": "ada", "name": "Ada"}})
    assert messages(read(path, profile))[0].sender == Account(handle="ada", name="Ada")
    written(path, {"profile.json": {"username": "mehr"}})
    (comment,) = messages(read(path))
    assert (comment.kind, comment.sender, comment.recipients) == ("comment", Account(handle="mehr"), (Account(handle="zoe"),))


@pytest.mark.parametrize("broken", [b"", b"[", b"[]", b'{"username": 5}', b"\xff", b'{"profile_user": [{"string_map_data": []}]}'])
def test_a_broken_profile_names_nobody(broken: bytes, tmp_path: Path) -> None:
    files = {"comments.json": {"media_comments": [["2019-01-01T00:00:00+00:00", "hello", "zoe"]]}, "profile.json": broken}
    assert messages(read(written(tmp_path / "export", files)))[0].sender == Account()


def test_a_member_with_a_wrong_checksum_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    files = {THREAD: thread(), "messages/inbox/zoe_2/message_1.json": thread("inbox/zoe_2", title="marker-of-this-file")}
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, json.dumps(content))
    path.write_bytes(path.read_bytes().replace(b"marker-of-this-file", b"marker-of-that-file"))
    records = read(path)
    assert len(messages(records)) == 1
    assert [(each.code, each.severity, each.records) for each in problems(records)] == [("member-unreadable", "loss", 0)]
    assert conserved(path, records)


def test_unknown_keys_without_end_are_counted_together(tmp_path: Path) -> None:
    keys = {f"k{number}": 1 for number in range(3_000)}
    records = read(written(tmp_path / "export", {THREAD: {**thread(messages=[{**SAID, **keys}]), **keys}}))
    unknown = [each for each in problems(records) if each.code == "field-unknown"]
    assert sum(each.count for each in unknown) == 6_000
    assert len(unknown) <= 1_002


def test_what_somebody_wrote_in_the_place_of_a_key_is_not_repeated(tmp_path: Path) -> None:
    records = read(written(tmp_path / "export", {THREAD: thread(messages=[{**SAID, "I know where you live": 1}])}))
    assert [each.locator.place for each in problems(records)] == ["/messages/*/?"]


def test_members_that_are_read_are_those_with_records() -> None:
    with Source(OURS / "folders-2024" / "source") as source:
        named = {member.name.removeprefix("your_instagram_activity/") for member in instagram.reads(source)}
    assert "messages/message_requests/instagramuser_9/message_1.json" in named
    assert not {
        name for name in named if "secret" in name or "personal" in name or "followers" in name or not name.endswith(".json")
    }


def test_a_call_is_an_event_only_where_the_platform_speaks(tmp_path: Path) -> None:
    said = [
        {**SAID, "content": "Ada started a video chat"},
        {**SAID, "content": "Video chat ended"},
        {**SAID, "content": "X", "call_duration": 0},
        {**SAID, "content": "Zoe started a video chat"},
        {**SAID, "content": "I said: Ada started a video chat"},
    ]
    records = read(written(tmp_path / "export", {THREAD: thread(messages=said)}))
    assert [type(record) for record in records[1:]] == [Event, Event, Event, Message, Message]
    assert [record.body for record in records[1:] if isinstance(record, Message | Event)] == [each["content"] for each in said]


def test_one_sample_read_as_folder_and_zip_gives_the_same_records(tmp_path: Path) -> None:
    for name in ("flat-2019", "split-thread-2021", "folders-2024", "double-encoded"):
        folder = OURS / name / "source"
        assert read(folder) == read(zipped(folder, tmp_path / f"{name}.zip"))


def test_the_script_beside_the_samples_writes_what_is_there(tmp_path: Path) -> None:
    copy = shutil.copytree(OURS, tmp_path / "instagram", ignore=shutil.ignore_patterns("source", "about.toml"))
    script = (copy / "make.py").read_text("utf-8")
    exec(compile(script, str(copy / "make.py"), "exec"), {"__file__": str(copy / "make.py"), "__name__": "__main__"})
    made = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    there = {
        path.relative_to(OURS): path.read_bytes() for path in OURS.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert made == there


@pytest.mark.shared
def test_samples_of_others_are_read_whole_and_as_expected(shared_samples: Path) -> None:
    with (shared_samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        listed = [row["file"] for row in csv.DictReader(table, delimiter="\t") if row["format"] == "instagram"]
    assert len(listed) >= 6
    folder = shared_samples / "instagram"
    for name in listed:
        assert claimed(folder / name), name
        assert conserved(folder / name, read(folder / name)), name
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    said = [
        {"timestamp": (message.sent_at.utc or "").removesuffix(".000Z"), "author": message.sender.name, "message": message.body}
        for message in messages(read(folder / "chat-miner__test_export.json"))
    ]
    assert said == expected["chat-miner__test_export.json"]["target"]
    table_of_stories = expected["what-if__IG_2025_layout.zip"]["IG_stories"][0]["data_frame"]
    stories = [message for message in messages(read(folder / "what-if__IG_2025_layout.zip")) if message.kind == "story"]
    uri, taken, title = (table_of_stories["columns"].index(f"ig_stories.{key}") for key in ("uri", "creation_timestamp", "title"))
    assert [(story.attachments[0].name, int(story.sent_at.stated), story.body) for story in stories] == [
        (row[uri], row[taken], row[title]) for row in table_of_stories["data"]
    ]


@pytest.mark.shared
def test_the_export_of_2025_is_read_in_all_its_boxes(shared_samples: Path) -> None:
    records = read(shared_samples / "instagram" / "what-if__IG_2025_layout.zip")
    kinds = sorted(message.kind for message in messages(records))
    assert kinds == ["comment"] * 3 + ["direct"] * 2 + ["group"] * 5 + ["post"] + ["story"] * 4
    assert sum(message.folder == "message_requests" for message in messages(records)) == 5
    assert not any(each.severity == "loss" or each.code == "field-unknown" for each in problems(records))


@pytest.mark.shared
def test_what_other_platforms_write_is_not_instagrams(shared_samples: Path) -> None:
    for path in sorted(shared_samples.rglob("*")):
        apart = path.parent.name in ("instagram", "samples") or path.name in ("README.md", "expected.json")
        if path.is_file() and not apart:
            assert not claimed(path), path.name
