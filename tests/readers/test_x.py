"""The X reader beyond its golden files: each trap of export-formats.md section 3 by name."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, x
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._x_script import Script, assigned
from gawah.readers._x_time import differs_from_id, when
from gawah.records.content import Account, Conversation, Duplicate, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped
from tests.readers.mutation import accounted

OURS = SAMPLES / "x"
AT = "Fri Mar 01 09:30:00 +0000 2024"
ID = "1763496900817846272"
"""A snowflake of that second."""


def script(name: str, value: Any, part: int = 0) -> bytes:
    return f"window.YTD.{name}.part{part} = {json.dumps(value, indent=2)}".encode()


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def tweet(text: str, **more: Any) -> dict[str, Any]:
    return {"tweet": {"id_str": ID, "id": ID, "created_at": AT, "full_text": text, **more}}


def message(number: int, text: str = "hello", **more: Any) -> dict[str, Any]:
    entry = {"id": str(number), "senderId": "2", "recipientId": "1", "createdAt": "2024-03-01T09:30:00.000Z", "text": text, **more}
    return {"messageCreate": entry}


def thread(identity: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {"dmConversation": {"conversationId": identity, "messages": messages}}


def read(path: Path, *siblings: Path) -> list[Record]:
    with Source(path) as source:
        source.siblings = tuple(Source(each) for each in siblings)
        return list(x.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def problems(records: list[Record], code: str) -> list[ReadProblem]:
    return [record for record in records if isinstance(record, ReadProblem) and record.code == code]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"window.YTD.tweets.part0 = [", "tweets"),
        (b"window.YTD.tweet.part0=[", "tweet"),
        (b"\xef\xbb\xbf window.YTD.direct_messages.part12 =\n[", "direct_messages"),
        (b"window.__THAR_CONFIG = {", "manifest"),
        (b"Grailbird.data.tweets_2012_10 = \n[", "grailbird"),
        (b"var user_details = {", "user_details"),
        (b"window.other = [", None),
        (b'{"tweets": []}', None),
        (b"", None),
    ],
)
def test_a_file_is_told_by_what_it_assigns(head: bytes, name: str | None) -> None:
    assert assigned(head) == name


@pytest.mark.parametrize("end", [b"", b";", b" ;\n", b"\n", b";;\r\n"])
@pytest.mark.parametrize("items", [0, 3, 60_000])
def test_what_is_no_json_is_blank_and_every_place_stays(end: bytes, items: int, tmp_path: Path) -> None:
    whole = b"window.YTD.tweets.part0 = " + json.dumps([7] * items).encode() + end
    path = written(tmp_path, {"tweets.js": whole}) / "tweets.js"
    with path.open("rb") as stream, Script(stream) as shown:
        text = shown.read()
    assert len(text) == len(whole)
    assert json.loads(text) == [7] * items


def test_nothing_is_evaluated(tmp_path: Path) -> None:
    path = (
        written(tmp_path, {"tweets.js": b'window.YTD.tweets.part0 = [].concat(alert("x")) || [{"tweet":{"full_text":"one"}}]'})
        / "tweets.js"
    )
    records = accounted(x, path)
    assert [each.body for each in messages(records)] == ["one"]
    assert problems(records, "member-unreadable")


def test_a_file_on_its_own_is_told_whatever_its_name(tmp_path: Path) -> None:
    for name, data in {
        "x.txt": script("tweets", []),
        "like.js": script("like", [{"like": {"fullText": "not mine"}}]),
        "y.js": b"Grailbird.data.tweets_2010_01 = []",
    }.items():
        with Source(written(tmp_path, {name: data}) / name) as source:
            assert _registry.identify(source) == ["x"]
            assert list(x.read(source, Options())) == []


def test_likes_are_nobodys_words(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {
            "data/like.js": script("like", [{"like": {"tweetId": "1", "fullText": "somebody else"}}]),
            "data/tweets.js": script("tweets", []),
        },
    )
    with Source(path) as source:
        assert [member.name for member in x.reads(source)] == ["data/tweets.js"]


def test_tweets_in_parts_and_in_old_and_new_places_are_read(tmp_path: Path) -> None:
    files = {
        "twitter-2024/data/tweets.js": script("tweets", [tweet("one")]),
        "twitter-2024/data/tweets-part1.js": script("tweets", [tweet("two")], 1),
        "twitter-2024/tweet.js": script("tweet", [tweet("three")["tweet"]]),
    }
    assert sorted(each.body for each in messages(accounted(x, written(tmp_path / "export", files)))) == ["one", "three", "two"]


def test_ids_stay_text_and_numbers_are_read_where_there_is_no_text(tmp_path: Path) -> None:
    entries = [tweet("a"), {"tweet": {"id": int(ID), "created_at": AT, "full_text": "b", "in_reply_to_status_id": int(ID) - 1}}]
    found = messages(read(written(tmp_path / "e", {"data/tweets.js": script("tweets", entries)})))
    assert [each.platform_id for each in found] == [ID, ID]
    assert found[1].reply_to == str(int(ID) - 1)


def test_escapes_are_undone_once(tmp_path: Path) -> None:
    entries = [tweet("Tom &amp; Rani &lt;3 &amp;gt; &quot;"), tweet("plain")]
    found = messages(read(written(tmp_path / "e", {"data/tweets.js": script("tweets", entries)})))
    assert [each.body for each in found] == ["Tom & Rani <3 &gt; &quot;", "plain"]


@pytest.mark.parametrize(
    ("stated", "utc", "precision"),
    [
        ("Sun Oct 07 07:39:51 +0000 2012", "2012-10-07T07:39:51Z", "second"),
        ("2017-02-02T01:00:28.774Z", "2017-02-02T01:00:28.774Z", "ms"),
        ("2025-06-04T10:00:00Z", "2025-06-04T10:00:00Z", "second"),
        ("2013-05-04 01:02:03 +0000", "2013-05-04T01:02:03Z", "second"),
        ("2013-05-04 01:02:03 +0200", "2013-05-03T23:02:03Z", "second"),
        ("2009-06-01 00:00:00 +0000", "2009-06-01T00:00:00Z", "day"),
    ],
)
def test_both_styles_of_time_and_the_old_ones(stated: str, utc: str, precision: str) -> None:
    found = when(stated)
    assert found is not None
    assert (found.stated, found.utc, found.zone, found.precision) == (stated, utc, "stated", precision)


@pytest.mark.parametrize(
    "value",
    [
        "Sun Foo 07 07:39:51 +0000 2012",
        "Sun Oct 32 07:39:51 +0000 2012",
        "",
        "1700000000",
        5,
        None,
        "٢٠١٧-02-02T01:00:28Z",
        "0001-01-01 00:00:00 +2300",
    ],
)
def test_what_is_no_time_is_none(value: object) -> None:
    assert when(value) is None


def test_an_id_tells_of_its_time_since_2010() -> None:
    stated = when(AT)
    assert stated is not None
    assert not differs_from_id(stated, ID)
    assert differs_from_id(stated, str(int(ID) + (61_000 << 22)))
    assert not differs_from_id(stated, "29999999999")
    assert not differs_from_id(stated, None)
    assert not differs_from_id(stated, "9" * 4000)


def test_a_conversation_in_overlapping_pieces_is_read_once(tmp_path: Path) -> None:
    every = [message(number, f"m{number}") for number in range(40, 0, -1)]
    pieces = [thread("1-2", every[:25]), thread("3-4", [message(7)]), thread("1-2", every[15:])]
    path = written(tmp_path / "e", {"data/direct-messages.js": script("direct_messages", pieces)})
    records = accounted(x, path)
    assert [each.body for each in messages(records) if len(each.body) < 4] == [f"m{number}" for number in range(40, 0, -1)]
    copies = [record for record in records if isinstance(record, Duplicate)]
    assert len(copies) == 10
    assert len({record.id for record in records if isinstance(record, Conversation)}) == 2


def test_the_same_number_in_two_conversations_is_two_messages(tmp_path: Path) -> None:
    pieces = [thread("1-2", [message(7)]), thread("3-4", [message(7)]), thread("3-4", [])]
    records = accounted(x, written(tmp_path / "e", {"data/direct-messages.js": script("direct_messages", pieces)}))
    assert len(messages(records)) == 2


def test_direct_messages_name_numbers_and_the_holder(tmp_path: Path) -> None:
    account = script("account", [{"account": {"accountId": "1", "username": "rani", "accountDisplayName": "Rani"}}])
    files = {"data/direct-messages.js": script("direct_messages", [thread("1-2", [message(7)])]), "data/account.js": account}
    (found,) = messages(read(written(tmp_path / "e", files)))
    rani = Account(name="Rani", handle="rani", platform_id="1")
    assert (found.sender, found.recipients) == (Account(platform_id="2"), (rani,))
    alone = written(tmp_path / "f", {"direct-messages.js": files["data/direct-messages.js"], "account.js": account})
    (found,) = messages(read(alone / "direct-messages.js", alone / "account.js"))
    assert found.recipients == (rani,)
    (conversation,) = [record for record in read(alone) if isinstance(record, Conversation)]
    assert set(conversation.participants) == {rani, Account(platform_id="2")}


def test_a_group_is_a_group_and_its_changes_are_events() -> None:
    records = read(OURS / "archive-2025" / "source")
    assert [record.event for record in records if isinstance(record, Event)] == [
        *("member-left", "subject-changed", "member-added", "member-added", "other", "reaction")
    ]
    assert [each.kind for each in messages(records) if "all of you" in each.body] == ["group"]


def test_headers_are_read_only_where_the_words_are_not(tmp_path: Path) -> None:
    folder = shutil.copytree(OURS / "archive-2025" / "source", tmp_path / "e")
    with Source(folder) as source:
        assert "data/direct-message-headers.js" not in [member.name for member in x.reads(source)]
    (folder / "data/direct-messages.js").unlink()
    (folder / "data/direct-messages-group.js").unlink()
    records = accounted(x, folder)
    headers = [record for record in records if isinstance(record, Event) and record.event == "message-header"]
    assert len(headers) == 5
    assert not any(record.body for record in headers)


def long_post(text: str, minutes: int = 0) -> dict[str, Any]:
    made = (datetime(2024, 3, 1, 9, 30, tzinfo=UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {"noteTweet": {"noteTweetId": "9", "createdAt": made, "core": {"text": text, "urls": []}}}


LONG = "every day at nine he stands across the street from the school and " * 9


@pytest.mark.parametrize("cut", [LONG[:276] + "…", "@a @b " + LONG[:270] + "… https://t.co/abc", LONG[:280]])
def test_a_long_post_is_one_message_with_its_whole_text(cut: str, tmp_path: Path) -> None:
    files = {"data/tweets.js": script("tweets", [tweet(cut)]), "data/note-tweet.js": script("note_tweet", [long_post(LONG)])}
    records = accounted(x, written(tmp_path / "e", files))
    (found,) = messages(records)
    assert (found.body, found.platform_id) == (LONG, ID)
    assert [record.of for record in records if isinstance(record, Duplicate)] == [found.id]


@pytest.mark.parametrize(
    ("text", "minutes", "cut"),
    [
        (LONG, 60, LONG[:276] + "…"),
        (LONG, 0, "another beginning " * 15),
        ("short words", 0, "short"),
        (LONG, 0, "RT @a: " + LONG[:120] + "…"),
    ],
)
def test_a_long_post_that_may_be_another_stands_for_itself(text: str, minutes: int, cut: str, tmp_path: Path) -> None:
    files = {
        "data/tweets.js": script("tweets", [tweet(cut)]),
        "data/note-tweet.js": script("note_tweet", [long_post(text, minutes)]),
    }
    records = accounted(x, written(tmp_path / "e", files))
    assert sorted(each.body for each in messages(records)) == sorted([text, cut])


def test_two_long_posts_with_one_beginning_find_a_tweet_each(tmp_path: Path) -> None:
    other = LONG[:400] + "the other end"
    files = {
        "data/tweets.js": script("tweets", [tweet(LONG[:276] + "…"), tweet(LONG[:276] + "…", id_str="5", id="5")]),
        "data/note-tweet.js": script("note_tweet", [long_post(LONG), long_post(other)]),
    }
    records = accounted(x, written(tmp_path / "e", files))
    assert sorted(each.body for each in messages(records)) == sorted([LONG, other])


def test_the_archive_counts_its_own_files(tmp_path: Path) -> None:
    folder = shutil.copytree(OURS / "archive-2025" / "source", tmp_path / "e")
    assert not problems(read(folder), "count-mismatch")
    manifest = folder / "data" / "manifest.js"
    manifest.write_text(manifest.read_text("utf-8").replace('"count": "10"', '"count": "14"'), "utf-8")
    (found,) = problems(read(folder), "count-mismatch")
    assert (found.locator.member, found.count) == ("data/tweets.js", 4)
    (folder / "data" / "note-tweet.js").unlink()
    assert [each.count for each in problems(read(folder), "part-missing")] == [1]


def test_a_part_says_so_until_the_others_are_there(tmp_path: Path) -> None:
    part = OURS / "part-of-three" / "source"
    assert [each.severity for each in problems(read(part), "part-missing")] == ["warning", "warning"]
    other = written(tmp_path / "e", {"data/tweets-part1.js": script("tweets", [], 1)})
    assert [each.severity for each in problems(read(part, other), "part-missing")] == ["info"]


def test_a_picture_is_found_by_the_id_of_its_tweet_alone(tmp_path: Path) -> None:
    media = {"entities": {"media": [{"media_url_https": "https://pbs.twimg.com/media/a.jpg"}]}}
    files = {"data/tweets.js": script("tweets", [tweet("x", **media)]), f"data/tweets_media/{int(ID) + 1}-a.jpg": b"another's"}
    records = read(written(tmp_path / "e", files))
    assert messages(records)[0].attachments[0].missing
    assert problems(records, "media-missing")
    (found,) = messages(read(written(tmp_path / "e", {f"data/tweet_media/{ID}-a.jpg": b"\xff\xd8\xff"})))[0].attachments
    assert not found.missing


def test_a_name_in_the_archive_is_no_way_out_of_it(tmp_path: Path) -> None:
    media = {"entities": {"media": [{"media_url_https": "https://pbs.twimg.com/../../../etc/passwd"}]}}
    (found,) = messages(read(written(tmp_path / "e", {"data/tweets.js": script("tweets", [tweet("x", **media)])})))[0].attachments
    assert found.missing
    assert found.name == f"{ID}-passwd"


@pytest.mark.parametrize(
    "account",
    [
        b"",
        b"window.YTD.account.part0 = 5",
        b'window.YTD.account.part0 = [{"account": "x"}]',
        b"window.YTD.account.part0 = " + b"[" * 100_000,
    ],
)
def test_a_broken_account_file_names_nobody(account: bytes, tmp_path: Path) -> None:
    files = {"data/tweets.js": script("tweets", [tweet("x")]), "data/account.js": account}
    assert messages(read(written(tmp_path / "e", files)))[0].sender == Account()


def test_a_record_too_deep_is_lost_and_said(tmp_path: Path) -> None:
    deep = b'{"tweet": {"full_text": "deep", "entities": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}}"
    data = b"window.YTD.tweets.part0 = [" + deep + b"," + json.dumps(tweet("after")).encode() + b"]"
    records = accounted(x, written(tmp_path / "e", {"data/tweets.js": data}))
    assert [each.body for each in messages(records)] == ["after"]
    assert len(problems(records, "limit-reached")) == 1


def test_wrong_types_everywhere_are_noted_and_nothing_stops(tmp_path: Path) -> None:
    wrong: list[Any] = [5, "x", None, [], {}, [[]], [5], True]
    keys = (
        "id_str",
        "created_at",
        "full_text",
        "entities",
        "extended_entities",
        "user",
        "edit_info",
        "in_reply_to_screen_name",
        "retweeted_status",
    )
    entries = [tweet("x", **{key: value}) for key in keys for value in wrong]
    dms = [
        message(1, **{key: value})
        for key in ("id", "senderId", "recipientId", "createdAt", "text", "urls", "mediaUrls", "reactions", "editHistory")
        for value in wrong
    ]
    files = {
        "data/tweets.js": script("tweets", entries),
        "data/direct-messages.js": script("direct_messages", [thread("1-2", dms), thread("1-2", dms)]),
    }
    accounted(x, written(tmp_path / "e", files))


def test_a_folder_and_its_zip_give_the_same_records(tmp_path: Path) -> None:
    folder = OURS / "archive-2025" / "source"
    assert read(folder) == read(zipped(folder, tmp_path / "a.zip"))


def test_the_script_beside_the_samples_writes_what_is_there(tmp_path: Path) -> None:
    copy = shutil.copytree(OURS, tmp_path / "x", ignore=shutil.ignore_patterns("source", "about.toml", "__pycache__"))
    program = (copy / "make.py").read_text("utf-8")
    exec(compile(program, str(copy / "make.py"), "exec"), {"__file__": str(copy / "make.py"), "__name__": "__main__"})
    made = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    there = {
        path.relative_to(OURS): path.read_bytes() for path in OURS.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert made == there


@pytest.mark.shared
def test_tweets_of_others_are_read_as_they_stand(shared_samples: Path) -> None:
    path = shared_samples / "x" / "twarchive__tweet.js"
    found = messages(accounted(x, path))
    text = path.read_text("utf-8")
    stated = json.loads(re.sub(r"\A[^=]*=", "", text))
    assert [each.platform_id for each in found] == [each["tweet"]["id_str"] for each in stated]
    assert [each.body for each in found] == [each["tweet"]["full_text"] for each in stated]
    assert [each.flags for each in found] == [("repost",), ()]
    assert not [record for record in read(path) if isinstance(record, ReadProblem)]
    with Source(shared_samples / "x" / "twarchive__profile.js") as source:
        assert x.identify(source)
        assert list(x.read(source, Options())) == []


@pytest.mark.shared
def test_no_sample_of_another_platform_is_taken_for_x(shared_samples: Path) -> None:
    for path in sorted(shared_samples.rglob("*")):
        if path.is_file() and path.parent.name not in ("x", "samples") and path.name not in ("README.md", "expected.json"):
            with Source(path) as source:
                assert not x.identify(source), path.name
