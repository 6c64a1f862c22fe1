"""The Facebook reader beyond its golden files: whose a file is, boxes and parts, the missing half, what others wrote, its words."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, facebook
from gawah.readers._meta_phrase import event_told
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped

OURS = SAMPLES / "facebook"
HOME = "your_facebook_activity"
THREAD = "messages/inbox/ada_1/message_1.json"
SAID = {"sender_name": "Ada", "timestamp_ms": 1_700_000_000_000, "content": "hello"}
CHAT = {"participants": ["Ada", "Mehr"], "threadName": "Ada_15", "messages": [{"senderName": "Ada", "text": "x", "timestamp": 1}]}


def read(path: Path, *siblings: Path) -> list[Record]:
    with Source(path) as source:
        source.siblings = tuple(Source(each) for each in siblings)
        return list(facebook.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def problems(records: list[Record]) -> list[ReadProblem]:
    return [record for record in records if isinstance(record, ReadProblem)]


def claimed_by(path: Path) -> list[str]:
    with Source(path) as source:
        return _registry.identify(source)


def conserved(path: Path, records: list[Record]) -> bool:
    arrived = sum(record.records if isinstance(record, ReadProblem) else isinstance(record, Message | Event) for record in records)
    with Source(path) as source:
        return facebook.count(source) == arrived


def written(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


def thread(path: str | None = "inbox/ada_1", **more: Any) -> dict[str, Any]:
    stated = {"thread_path": path} if path else {}
    return {"participants": [{"name": "Ada"}, {"name": "Mehr"}], "messages": [SAID], "title": "Ada", **stated, **more}


def said(**more: Any) -> dict[str, Any]:
    return thread(messages=[{**SAID, **more}])


@pytest.mark.parametrize(
    ("fact", "reader", "problems_told"),
    [
        (said(ip="192.0.2.1"), "facebook", []),
        ({"thread_name": "Kiln", "messages": [{**SAID, "is_geoblocked_for_viewer": False}]}, "facebook", []),
        (said(photos=[{"uri": "your_activity_across_facebook/messages/inbox/ada_1/photos/1.jpg"}]), "facebook", []),
        (said(is_geoblocked_for_viewer=False, files=[{"uri": "x/y.pdf"}]), "facebook", []),
        (said(timestamp_ms=1_380_000_000_000, is_geoblocked_for_viewer=False), "facebook", []),
        (said(share={"original_content_owner": "zoe"}), "instagram", []),
        (said(photos=[{"uri": "your_instagram_activity/messages/inbox/ada_1/photos/1.jpg"}]), "instagram", []),
        (said(), "facebook", ["warning"]),
        (thread(thread_type="Regular"), "facebook", ["warning"]),
        (said(is_geoblocked_for_viewer=False), "instagram", ["warning"]),
        ({"messages": [SAID]}, "instagram", ["warning"]),
    ],
)
def test_a_thread_is_one_platforms_and_the_record_says_when_that_is_a_guess(
    fact: dict[str, Any], reader: str, problems_told: list[str], tmp_path: Path
) -> None:
    written(tmp_path, {"alone/any.json": fact, f"export/{THREAD}": fact})
    for path in (tmp_path / "alone" / "any.json", tmp_path / "export"):
        assert claimed_by(path) == [reader]
        with Source(path) as source:
            records = list(_registry.readers()[reader].read(source, Options()))
        uncertain = [each for each in problems(records) if each.code == "platform-uncertain"]
        assert [each.severity for each in uncertain] == problems_told


@pytest.mark.parametrize(
    "root",
    [
        {"comments_v2": [{"timestamp": 1_700_000_000, "data": []}]},
        {"group_comments_v2": []},
        {"reactions": [{"timestamp": 1_700_000_000, "data": [], "title": ""}]},
        {"wall_posts_sent_to_you": {"activity_log_data": []}},
        {"group_posts_v2": []},
        {"support_messages": {}},
        [{"timestamp": 1_700_000_000, "data": [{"post": "x"}]}],
        [{"timestamp": 1_700_000_000, "attachments": [{"data": []}]}],
        {"name": "Bowls", "photos": [{"uri": "1.jpg", "creation_timestamp": 1}]},
    ],
)
def test_a_file_on_its_own_is_told_by_its_content(root: Any, tmp_path: Path) -> None:
    assert claimed_by(written(tmp_path, {"any.json": root}) / "any.json") == ["facebook"]


@pytest.mark.parametrize(
    "root",
    [
        [],
        {},
        [1],
        {"photos": [{"path": "x"}]},
        {"messages": [{"id": 1, "from": "Ada", "text": "x"}]},
        {"comments": [["2019", "x", "y"]]},
    ],
)
def test_what_says_nothing_of_facebook_is_not_claimed(root: Any, tmp_path: Path) -> None:
    assert claimed_by(written(tmp_path, {"any.json": root}) / "any.json") == []


def test_what_holds_both_platforms_is_left_to_be_opened_up(tmp_path: Path) -> None:
    files = {f"{HOME}/{THREAD}": said(), f"your_instagram_activity/{THREAD}": said()}
    folder = written(tmp_path / "both", files)
    assert claimed_by(folder) == []
    assert claimed_by(zipped(folder, tmp_path / "both.zip")) == []
    assert claimed_by(folder / HOME) == ["facebook"]
    assert claimed_by(folder / "your_instagram_activity") == ["instagram"]


def test_one_thread_has_one_id_in_every_box_part_and_export(tmp_path: Path) -> None:
    homes = {
        "a": ("messages/inbox/ada_1/message_1.json", "inbox"),
        "b": (f"{HOME}/messages/message_requests/ada_1/message_1.json", "message_requests"),
        "c": ("your_activity_across_facebook/messages/filtered_threads/ada_1/message_2.json", "filtered"),
        "d": (f"{HOME}/messages/archived_threads/ada_1/message_1.json", "archived"),
        "e": (f"{HOME}/messages/e2ee_cutover/ada_1/message_1.json", None),
    }
    found = []
    for place, (name, _folder) in homes.items():
        found += messages(read(written(tmp_path / place, {name: thread(f"{name.split('/')[-3]}/ada_1")})))
    found += messages(read(written(tmp_path / "f", {"messages/ada_1/message.json": thread(None)})))
    assert len({message.conversation for message in found}) == 1
    assert [message.folder for message in found] == [folder for _name, folder in homes.values()] + [None]


def test_chats_that_went_on_encrypted_without_the_other_export_are_half_of_the_evidence(tmp_path: Path) -> None:
    names = [f"{HOME}/messages/e2ee_cutover/{name}/message_1.json" for name in ("ada_1", "zoe_2")]
    export = written(tmp_path / "export", dict.fromkeys(names, said()))
    (told,) = problems(read(export))
    assert (told.code, told.severity, told.count, told.records) == ("part-missing", "warning", 2, 0)
    assert told.locator.member == names[0]
    other_part = written(tmp_path / "part", {f"{HOME}/{THREAD}": said()})
    assert [each.code for each in problems(read(export, other_part))] == ["part-missing"]
    encrypted = written(tmp_path / "encrypted", {"Ada_15.json": CHAT, "media/1.jpeg": b""})
    assert problems(read(export, zipped(encrypted, tmp_path / "encrypted.zip"))) == []
    assert problems(read(other_part)) == []


def test_a_gap_in_the_numbers_of_a_thread_is_told_unless_another_part_fills_it(tmp_path: Path) -> None:
    one = written(tmp_path / "one", {f"{HOME}/messages/inbox/ada_1/message_{number}.json": said() for number in (1, 3)})
    two = written(tmp_path / "two", {f"{HOME}/messages/inbox/ada_1/message_2.json": said()})
    assert [(each.code, each.count) for each in problems(read(one))] == [("part-missing", 1)]
    assert problems(read(one, two)) == []


def test_what_others_wrote_under_a_photo_and_on_the_timeline_is_theirs() -> None:
    found = messages(read(OURS / "top-level-2019" / "source"))
    holder = Account(handle="mehr.talpur", name="Mehrunisa Talpur")
    remarks = [message for message in found if message.locator.place.split("/")[-2] == "comments" and message.kind == "comment"]
    under = [(message.sender.name, message.recipients) for message in remarks if message.locator.member != "comments/comments.json"]
    assert under == [
        ("Zarak Khoso", (holder,)),
        ("Noor Jahan Bux", (holder,)),
        ("Mehrunisa Talpur", ()),
        ("Zarak Khoso", (holder,)),
    ]
    (wall,) = [message for message in found if "timeline" in (message.subject or "")]
    assert (wall.sender, wall.recipients, wall.kind) == (Account(), (holder,), "post")


def test_a_file_without_remarks_is_not_walked_for_them_and_one_with_the_word_in_a_text_is_whole(tmp_path: Path) -> None:
    post = {"timestamp": 1_700_000_000, "data": [{"post": 'they said "comments" are closed'}], "title": ""}
    path = written(tmp_path / "export", {f"{HOME}/posts/your_posts_1.json": [post, {**post, "attachments": [{"data": []}]}]})
    records = read(path)
    assert len(messages(records)) == 2
    assert conserved(path, records)


def test_the_headline_stands_beside_the_words_and_is_none_of_them(tmp_path: Path) -> None:
    entry = {"timestamp": 1_700_000_000, "data": [{"post": "words"}], "title": "Mehr wrote on Ada's profile."}
    (post,) = messages(read(written(tmp_path / "export", {f"{HOME}/posts/your_posts_1.json": [entry]})))
    assert (post.body, post.subject) == ("words", "Mehr wrote on Ada's profile.")


def test_a_caption_that_says_the_text_again_is_not_said_twice(tmp_path: Path) -> None:
    media = [{"media": {"uri": "1.jpg", "description": text}} for text in ("words", "others", "words", "")]
    entry = {"timestamp": 1_700_000_000, "data": [{"post": "words"}], "attachments": [{"data": media}]}
    (post,) = messages(read(written(tmp_path / "export", {f"{HOME}/posts/your_posts_1.json": [entry]})))
    assert post.body == "words\nothers"
    assert len(post.attachments) == 4


def test_an_expired_address_is_a_link_and_a_bare_name_a_missing_file(tmp_path: Path) -> None:
    fact = said(videos=[{"uri": "https://video.example.org/1.mp4"}], photos=[{"uri": "bare.jpg"}])
    (message,) = messages(read(written(tmp_path / "export", {f"{HOME}/{THREAD}": fact})))
    assert message.links == ("https://video.example.org/1.mp4",)
    assert [(each.name, each.missing) for each in message.attachments] == [("bare.jpg", True)]


def test_the_holder_is_found_in_another_part(tmp_path: Path) -> None:
    comments = {"comments_v2": [{"timestamp": 1_700_000_000, "data": [{"comment": {"comment": "hello"}}], "title": ""}]}
    path = written(tmp_path / "one", {f"{HOME}/comments_and_reactions/comments.json": comments})
    profile = {"profile_v2": {"name": {"full_name": "Mehr"}, "username": "mehr"}}
    other = written(tmp_path / "two", {"personal_information/profile_information/profile_information.json": profile})
    assert messages(read(path))[0].sender == Account()
    assert messages(read(path, other))[0].sender == Account(handle="mehr", name="Mehr")


@pytest.mark.parametrize("broken", [b"", b"[", b"[]", b'{"profile_v2": 5}', b"\xff", b'{"profile_v2": {"name": {"full_name": 5}}}'])
def test_a_broken_profile_names_nobody(broken: bytes, tmp_path: Path) -> None:
    files = {f"{HOME}/posts/your_posts_1.json": [{"timestamp": 1_700_000_000, "data": []}], "profile_information.json": broken}
    assert messages(read(written(tmp_path / "export", files)))[0].sender == Account()


@pytest.mark.parametrize(
    ("sender", "body", "event"),
    [
        ("Ada", "Ada named the group Kiln.", "subject-changed"),
        ("Ada", "Ada added Zoe and 2 others to the group.", "member-added"),
        ("Ada", "Ada left the group.", "member-left"),
        ("Ada", "Ada set the nickname for Zoe to Z.", "nickname-changed"),
        ("Ada", "ADA left the group.", None),
        ("Ada", "Zoe left the group.", None),
        ("Ada", "Ada left the group. Good.", None),
        ("Ada", "Ada left the room.", None),
        ("Ada", "I left the group.", None),
        ("Mehr", "You named the group Kiln.", "subject-changed"),
        ("Ada", "You named the group Kiln.", None),
        ("Ada", "The video call ended.", "call"),
        ("Ada", "You missed a call from Zoe.", "call"),
        ("Ada", "The call ended badly.", None),
        ("Ada", "", None),
        (None, "You are now connected on Messenger", "connected"),
        ("Ada", "Ada hat Zoe zur Gruppe hinzugefügt.", "member-added"),
        ("Ada", "Ada a quitté le groupe.", "member-left"),
        ("Ada", "Ada salió del grupo.", "member-left"),
        ("Ada", "Ada added " + "x" * 500 + " to the group.", None),
    ],
)
def test_the_app_is_heard_only_behind_the_senders_own_name(sender: str | None, body: str, event: str | None) -> None:
    assert event_told(sender, body, holder="Mehr") == event


def test_pokes_and_requests_to_be_friends_are_events_of_those_who_made_them() -> None:
    records = read(OURS / "folders-2024" / "source")
    events = [record for record in records if isinstance(record, Event) and record.sender == Account(name="Zarak Khoso")]
    assert [each.event for each in events if "call" not in each.event] == ["friend-request", "friend-request-declined", "poke"]
    (between,) = [record for record in records if isinstance(record, Conversation) and record.id == events[-1].conversation]
    assert [account.name for account in between.participants] == ["Mehrunisa Talpur", "Zarak Khoso"]


def test_support_keeps_what_was_reported_and_answered() -> None:
    records = read(OURS / "folders-2024" / "source")
    (answer,) = [message for message in messages(records) if message.sender.name == "Facebook"]
    assert answer.recipients == (Account(name="Mehrunisa Talpur"),)
    (ticket,) = [each for each in records if isinstance(each, Conversation) and each.id == answer.conversation]
    assert ticket.title == "Your report"


def test_members_that_are_read_are_those_with_records() -> None:
    with Source(OURS / "folders-2024" / "source") as source:
        named = {member.name.removeprefix(f"{HOME}/") for member in facebook.reads(source)}
    assert {
        "messages/message_requests/facebookuser_9/message_1.json",
        "posts/album/0.json",
        "stories/story_reactions.json",
    } <= named
    assert not {name for name in named if "secret" in name or "profile" in name.split("/")[0] or "your_friends" in name}


def test_one_sample_read_as_folder_and_zip_gives_the_same_records(tmp_path: Path) -> None:
    for name in ("folders-2024", "top-level-2019"):
        folder = OURS / name / "source"
        records = read(folder)
        assert records == read(zipped(folder, tmp_path / f"{name}.zip"))
        assert conserved(folder, records)


@pytest.mark.parametrize("reader", ["facebook", "messenger", "threads"])
def test_the_script_beside_the_samples_writes_what_is_there(reader: str, tmp_path: Path) -> None:
    ours = SAMPLES / reader
    copy = shutil.copytree(ours, tmp_path / reader, ignore=shutil.ignore_patterns("source", "about.toml"))
    script = (copy / "make.py").read_text("utf-8")
    exec(compile(script, str(copy / "make.py"), "exec"), {"__file__": str(copy / "make.py"), "__name__": "__main__"})
    made = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    there = {
        path.relative_to(ours): path.read_bytes() for path in ours.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert made == there


def test_a_hostile_beginning_is_told_in_one_pass(tmp_path: Path) -> None:
    """Each of these took seconds, and an archive may hold thousands: now the first array of messages decides."""
    path = written(tmp_path, {"any.json": b"{" + b'"messages":[{' * 5_000})
    with Source(path / "any.json") as source:
        assert not facebook.identify(source)
    late = {"participants": [], "x": {"messages": [1]}, "messages": [SAID]}
    assert claimed_by(written(tmp_path, {"late.json": late}) / "late.json") == []
