"""Skype: what its export does to texts, names, files and calls, trap by trap."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, skype
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

OURS = SAMPLES / "skype"
ZARAK = Account(name="Zarak", handle="live:zarak_1", platform_id="8:live:zarak_1")


def read(path: Path) -> list[Record]:
    """Read, and see that everything is accounted for."""
    with Source(path) as source:
        assert _registry.identify(source) == ["skype"]
        records = list(skype.read(source, Options()))
        arrived = sum(each.records if isinstance(each, ReadProblem) else isinstance(each, Message | Event) for each in records)
        assert skype.count(source) == arrived
    return records


def messages(records: list[Record]) -> list[Message]:
    return [each for each in records if isinstance(each, Message)]


def codes(records: list[Record]) -> dict[str, int]:
    return {each.code: each.count for each in records if isinstance(each, ReadProblem)}


@pytest.fixture(scope="module")
def export() -> list[Record]:
    return read(OURS / "folder-2020" / "source")


@pytest.fixture(scope="module")
def direct(export: list[Record]) -> list[Message]:
    return [each for each in messages(export) if each.kind == "direct"]


def test_line_ends_and_blanks_stand_as_written(direct: list[Message]) -> None:
    assert direct[0].body == "kahan ho tum canary\n  do  not hide <3"


def test_a_repeated_message_stands_behind_marks_and_is_named(direct: list[Message]) -> None:
    found = direct[2]
    assert found.body == "> Mehrunisa: stop\n> now\n\nno & never"
    assert (found.reply_to, found.flags) == (direct[1].platform_id, ("quotes-another",))


def test_markup_is_shown_as_a_person_saw_it(direct: list[Message]) -> None:
    assert direct[3].body == "look :) Mehr here"
    assert direct[3].links == ("https://example.org/x?a=1&b=2",)


def test_a_picture_is_found_by_the_id_of_its_object_and_the_platforms_sentence_is_no_text(direct: list[Message]) -> None:
    kept, gone = direct[4], direct[5]
    assert [(each.name, each.media_type, each.missing) for each in kept.attachments] == [("photo.jpg", "image/jpeg", False)]
    assert [(each.name, each.missing) for each in gone.attachments] == [("photo.jpg", True)]
    assert kept.body == gone.body == ""


def test_edits_and_deletions_are_told(direct: list[Message]) -> None:
    assert (direct[6].body, direct[6].edited) == ("edited words", True)
    assert (direct[7].body, direct[7].deleted) == ("", True)


def test_a_place_is_told_in_degrees(direct: list[Message]) -> None:
    assert (direct[8].body, direct[8].links, direct[8].flags) == ("Lahore", ("geo:31.520300,-74.358700",), ("location",))


def test_plain_text_is_not_taken_for_markup(direct: list[Message]) -> None:
    assert direct[10].body == "plain <not a tag> & text"


def test_reactions_stand_as_a_list_or_as_a_string(direct: list[Message]) -> None:
    for message, sign in ((direct[10], "heart"), (direct[12], "laugh")):
        assert [(each.emoji, each.sender) for each in message.reactions] == [(sign, ZARAK)]
        assert message.reactions[0].sent_at is not None
        assert message.reactions[0].sent_at.utc == "2020-05-04T12:11:40.000Z"


def test_teams_writes_html(direct: list[Message]) -> None:
    assert direct[12].body == "from Teams\n\ntwo\xa0lines"


def test_what_was_encrypted_end_to_end_is_said_to_be(direct: list[Message]) -> None:
    assert (direct[11].body, direct[11].flags) == ("", ("encrypted",))


def test_a_call_tells_who_and_how_long(export: list[Record]) -> None:
    found = next(each for each in export if isinstance(each, Event) and each.event == "call")
    assert found.body == "ended; Mehrunisa (61 s); Zarak"


def test_what_the_chat_says_is_an_event_of_who_did_it(export: list[Record]) -> None:
    found = [each for each in export if isinstance(each, Event) and each.event != "call"]
    assert [(each.event, each.body) for each in found] == [
        ("member-added", "8:mehr.t, 8:noor"),
        ("subject-changed", "Family"),
        ("other", "a notice"),
    ]
    assert {each.sender for each in found} == {ZARAK}


def test_members_are_a_string_of_json_and_own_messages_name_nobody(export: list[Record]) -> None:
    one, two, three = (each for each in export if isinstance(each, Conversation))
    assert one.participants == (ZARAK, Account(handle="mehr.t", platform_id="8:mehr.t"))
    assert [each.platform_id for each in two.participants] == ["8:mehr.t", "8:live:zarak_1"]
    assert (one.title, two.title) == ("Zarak", "Family")
    assert three.participants[0].platform_id == "8:mehr.t"


def test_a_tar_reads_as_a_folder_does(export: list[Record]) -> None:
    tar = read(OURS / "tar-2024" / "source" / "8_mehr.t_export.tar")
    assert [each.id for each in messages(tar)] == [each.id for each in messages(export)]
    assert [each.attachments for each in messages(tar)] == [each.attachments for each in messages(export)]


def test_names_that_nobody_knows_are_counted(export: list[Record]) -> None:
    assert codes(export) == {"media-missing": 1, "field-unknown": 1}


def test_half_a_surrogate_pair_is_replaced_and_said() -> None:
    records = read(OURS / "broken" / "odd-values" / "source")
    assert "half \ufffd" in [each.body for each in messages(records)]
    assert codes(records)["text-undecodable"] == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(100, 9_000))
def test_a_cut_loses_nothing_before_it(tmp_path: Path, at: int) -> None:
    original = OURS / "folder-2020" / "source" / "messages.json"
    cut = tmp_path / "cut.json"
    cut.write_bytes(original.read_bytes()[:at])
    records, whole = read(cut), read(original)
    before = [each.platform_id for each in whole if isinstance(each, Message | Event) and (each.locator.span or (0, 0))[1] <= at]
    assert [each.platform_id for each in records if isinstance(each, Message | Event)][: len(before)] == before


KINDS = (
    "RichText",
    "Text",
    "Event/Call",
    "RichText/Location",
    "RichText/Contacts",
    "RichText/UriObject",
    "ThreadActivity/AddMember",
)
MARKUP = st.text(alphabet='<>/="& abquote', max_size=40) | st.lists(
    st.sampled_from(
        ["<quote ", "<quote>", "</quote>", "<URIObject ", 'uri="a/b"', ">", "<part", "<c ", "<location ", "<target>", "x", "</"]
    ),
    max_size=12,
).map("".join)


@given(MARKUP, st.sampled_from(KINDS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_markup_of_any_kind_never_crashes_it(tmp_path: Path, content: str, kind: str) -> None:
    fact: dict[str, Any] = {"id": "1", "displayName": None, "originalarrivaltime": "2020-05-04T12:00:00Z", "messagetype": kind}
    export = {
        "userId": "8:a",
        "exportDate": "x",
        "conversations": [{"id": "8:b", "MessageList": [{**fact, "content": content, "from": "8:b"}]}],
    }
    path = tmp_path / "messages.json"
    path.write_text(json.dumps(export), "utf-8")
    assert sum(isinstance(each, Message | Event) for each in read(path)) == 1
