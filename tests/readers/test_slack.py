"""Slack: what its export does to people, texts, times and deleted words, trap by trap."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, slack
from gawah.readers._reader import Options
from gawah.readers._slack_message import from_stamp
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

OURS = SAMPLES / "slack"
ZARAK = Account(name="Zarak", handle="zarak.k", platform_id="U0ZARAK001")


def read(path: Path) -> list[Record]:
    """Read, and see that everything is accounted for."""
    with Source(path) as source:
        assert _registry.identify(source) == ["slack"]
        records = list(slack.read(source, Options()))
        arrived = sum(each.records if isinstance(each, ReadProblem) else isinstance(each, Message | Event) for each in records)
        assert slack.count(source) == arrived
    return records


def messages(records: list[Record]) -> list[Message]:
    return [each for each in records if isinstance(each, Message)]


def codes(records: list[Record]) -> dict[str, int]:
    return {each.code: each.count for each in records if isinstance(each, ReadProblem)}


@pytest.fixture(scope="module")
def export() -> list[Record]:
    return read(OURS / "export-2024" / "source")


@pytest.fixture(scope="module")
def general(export: list[Record]) -> dict[str, Message]:
    return {each.platform_id or "": each for each in messages(export) if each.kind == "group"}


def test_channels_and_private_chats_are_known_by_their_ids_and_have_their_members(export: list[Record]) -> None:
    found = {each.title: each for each in export if isinstance(each, Conversation)}
    assert [each.name for each in found["general"].participants] == ["Zarak", "Mehrunisa Talpur", "Noor Bux"]
    assert found[None].participants[0] == ZARAK
    assert {each.kind for each in messages(export) if each.conversation == found[None].id} == {"direct"}


def test_two_days_of_a_channel_are_one_conversation(export: list[Record]) -> None:
    assert len({each.conversation for each in messages(export) if each.kind == "group"}) == 1
    assert sum(isinstance(each, Conversation) for each in export) == 2


def test_the_text_keeps_slacks_writing_and_gives_back_what_was_typed(general: dict[str, Message]) -> None:
    found = general["1709576531.250359"]
    assert found.body == "<@U0MEHR0002> kahan ho canary, see <https://example.org/x?a=1&b=2|this> <now> &amp;"
    assert found.links == ("https://example.org/x?a=1&b=2",)


def test_links_that_never_end_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "2024-03-04.json"
    base = {"type": "message", "user": "U1", "ts": "1709576531.250359"}
    path.write_text(json.dumps([{**base, "text": text * 60_000} for text in ("<http:", "<http:x|", "&amp;")]), "utf-8")
    assert len(messages(read(path))) == 3


def test_an_answer_in_a_thread_names_the_first_and_the_first_nobody(general: dict[str, Message]) -> None:
    assert general["1709576531.250359"].reply_to is None
    assert general["1709576600.000100"].reply_to == "1709576531.250359"
    assert general["1709576600.000100"].edited


def test_the_point_in_a_stamp_may_be_a_counter() -> None:
    early, late = from_stamp("1452988903.000006"), from_stamp("1681413317.397479")
    assert early is not None
    assert late is not None
    assert (early.utc, early.precision) == ("2016-01-17T00:01:43Z", "second")
    assert (late.utc, late.precision) == ("2023-04-13T19:15:17.397Z", "ms")
    assert [from_stamp(each) for each in ("", "x", 1681413317, None, "1.2.3", "9" * 12)] == [None] * 6


def test_files_are_named_and_their_tokens_are_not_repeated(general: dict[str, Message]) -> None:
    found = general["1709576700.100100"]
    assert [(each.name, each.media_type, each.missing) for each in found.attachments] == [("photo.jpg", "image/jpeg", True)]
    assert found.links == ()


def test_files_that_a_tool_saved_are_found() -> None:
    found = messages(read(OURS / "saved-files" / "source"))[0].attachments[0]
    assert (found.media_type, found.missing) == ("image/jpeg", False)


def test_who_reacted_is_named_and_that_there_are_more(general: dict[str, Message]) -> None:
    found = general["1709576700.100100"]
    assert [(each.emoji, each.sender.platform_id) for each in found.reactions] == [(":joy:", "U0NOOR0003"), (":joy:", "U0GONE0004")]
    assert found.flags == ("reactions-partial",)


def test_a_program_speaks_by_its_cards_and_a_person_by_blocks(general: dict[str, Message]) -> None:
    program, person = general["1709576800.000005"], general["1709576900.100100"]
    assert (program.sender, program.body) == (Account(name="hook", platform_id="B0HOOK0001"), "[site] new page\nA page\nabout her")
    assert (program.links, program.flags) == (("https://example.org/y",), ("embed",))
    assert (person.body, person.flags) == ("only in blocks", ("embed",))


def test_what_was_deleted_is_kept_and_marked(general: dict[str, Message]) -> None:
    found = general["1709577250.100100"]
    assert (found.sender, found.body, found.deleted) == (ZARAK, "I will find you", True)
    assert general["1709577200.100100"].deleted


def test_a_later_version_is_edited(general: dict[str, Message]) -> None:
    found = general["1709577350.100100"]
    assert (found.body, found.edited, found.deleted) == ("nothing", True, False)


def test_acts_are_events_and_kinds_that_nobody_knows_stay_messages(export: list[Record], general: dict[str, Message]) -> None:
    assert [each.event for each in export if isinstance(each, Event)] == ["member-joined", "call"]
    assert general["1709577100.100100"].body == "a kind that is new"
    assert codes(export)["field-unknown"] == 1


def test_a_day_alone_names_people_by_what_it_says_itself() -> None:
    assert messages(read(OURS / "lone-day" / "source" / "2024-03-04.json"))[0].sender == ZARAK


def test_half_a_surrogate_pair_is_replaced_and_said() -> None:
    records = read(OURS / "broken" / "odd-values" / "source")
    assert "half \ufffd" in [each.body for each in messages(records)]
    assert codes(records)["text-undecodable"] == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(300, 9_000))
def test_a_cut_loses_nothing_before_it(tmp_path: Path, at: int) -> None:
    original = OURS / "export-2024" / "source" / "general" / "2024-03-04.json"
    cut = tmp_path / "cut.json"
    cut.write_bytes(original.read_bytes()[:at])
    records, whole = read(cut), read(original)
    before = [each.platform_id for each in whole if isinstance(each, Message | Event) and (each.locator.span or (0, 0))[1] <= at]
    assert [each.platform_id for each in records if isinstance(each, Message | Event)][: len(before)] == before


KEYS = (
    "user",
    "text",
    "ts",
    "files",
    "reactions",
    "attachments",
    "blocks",
    "edited",
    "message",
    "subtype",
    "comment",
    "user_profile",
)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=12,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_of_any_type_never_crash_it(tmp_path: Path, value: Any) -> None:
    base = {"type": "message", "user": "U1", "text": "x", "ts": "1709576531.250359"}
    path = tmp_path / "2024-03-04.json"
    path.write_text(json.dumps([base, *({**base, key: value} for key in KEYS)]), "utf-8")
    read(path)
