"""Every Telegram sample of others: claimed, read whole, and as its expected.json says."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, telegram
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared

MESSAGES_AND_EVENTS = {
    "chat-analytics__BIG_20A_5475M.json": (5475, 0),
    "chat-analytics__DM_2A_7M.json": (6, 2),
    "chat-miner__test_single_export.json": (2, 0),
    "langchain__messages.html": (4, 0),
    "langchain__result.json": (4, 0),
    "telegram_2020-01__result.json": (42, 8),
    "telegram_2021-07__result.json": (0, 2),
    "telegram_2023-08__result.json": (1, 1),
    "telegram_2023-10_audio-video__result.json": (4, 0),
    "telegram_2023-11__result.json": (1, 0),
    "telegram_2024-01__result.json": (1, 1),
}
"""Counted in the files by hand."""


@pytest.fixture
def folder(shared_samples: Path) -> Path:
    return shared_samples / "telegram"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["telegram"]
        records = list(telegram.read(source, Options()))
        assert telegram.count(source) == sum(isinstance(each, Message | Event) for each in records)
    return records


def expected(folder: Path, name: str) -> Any:
    return json.loads((folder / "expected.json").read_text("utf-8"))[name]


def messages(records: list[Record]) -> list[Message]:
    return [each for each in records if isinstance(each, Message)]


def test_every_sample_of_the_manifest_is_expected_here(shared_samples: Path) -> None:
    with (shared_samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        listed = {row[1] for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == "telegram"}
    assert listed == set(MESSAGES_AND_EVENTS)


@pytest.mark.parametrize("name", sorted(MESSAGES_AND_EVENTS))
def test_every_sample_is_read_whole(folder: Path, name: str) -> None:
    records = read(folder / name)
    found = messages(records)
    assert (len(found), sum(isinstance(each, Event) for each in records)) == MESSAGES_AND_EVENTS[name]
    codes = {each.code for each in records if isinstance(each, ReadProblem)}
    assert codes <= {"media-missing"}
    assert all(each.sent_at.local or each.sent_at.utc for each in found)


def test_nine_people_in_four_chats_five_messages_in_the_one_of_interest(folder: Path) -> None:
    name = "telegram_2020-01__result.json"
    told, records = expected(folder, name), read(folder / name)
    conversations = [each for each in records if isinstance(each, Conversation)]
    speakers = {each.sender for each in records if isinstance(each, Message | Event)}
    assert len(conversations) == told["chats"]
    assert len(speakers) == told["users"]
    sizes = [sum(each.conversation == one.id for each in records if isinstance(each, Message | Event)) for one in conversations]
    assert told["chat_of_interest_msg_count"] in sizes
    assert not any(each.edited for each in messages(records) if each.sent_at.local and each.sent_at.local < "2017")


def test_two_people_in_one_chat_at_the_exact_time(folder: Path) -> None:
    """The second of the two is the holder, who says nothing in it: `personal_information` alone names them."""
    name = "telegram_2021-07__result.json"
    told, records = expected(folder, name), read(folder / name)
    found = [each for each in records if isinstance(each, Event)]
    assert sum(isinstance(each, Conversation) for each in records) == told["chats"]
    assert found[0].sent_at.local == told["first_message_naive_time"]
    assert len({each.sender for each in found}) == told["users"] - 1


@pytest.mark.parametrize("name", ["chat-analytics__DM_2A_7M.json", "chat-analytics__BIG_20A_5475M.json"])
def test_authors_and_messages_are_counted_alike(folder: Path, name: str) -> None:
    """`DM_2A_7M` has eight elements: a call counts as a message there, and the notice that somebody joined as nothing."""
    told, records = expected(folder, name), read(folder / name)
    calls = [each for each in records if isinstance(each, Event) and each.event == "call"]
    assert len(messages(records)) + len(calls) == told["message_count"]
    assert len({each.sender for each in messages(records)}) == told["distinct_authors"]


def test_time_author_and_text_of_a_bare_list(folder: Path) -> None:
    name = "chat-miner__test_single_export.json"
    found = [((each.sent_at.utc or "")[:19], each.sender.name, each.body) for each in messages(read(folder / name))]
    assert [row[1] for row in found] == [each["author"] for each in expected(folder, name)["target"]]
    assert [row[0] for row in found] == [each["timestamp"] for each in expected(folder, name)["target"]]
    assert found[1][2] == "Link:https://telegram.org/"


def test_the_page_and_the_json_of_one_chat_say_the_same_but_for_the_offset(folder: Path) -> None:
    """13:11:23 UTC-08:00 on the page is 20:11:23 UTC in the JSON: the offset of a page is the zone's in winter."""
    page, whole = (messages(read(folder / name)) for name in ("langchain__messages.html", "langchain__result.json"))
    assert [(each.sender.name, each.body, each.sent_at.local) for each in page] == [
        (each.sender.name, each.body, each.sent_at.local) for each in whole
    ]
    assert page[0].sent_at.stated.endswith("UTC-08:00")
    assert (page[0].sent_at.utc, whole[0].sent_at.utc) == (None, "2023-08-23T20:11:23Z")
