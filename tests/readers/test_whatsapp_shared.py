"""Every WhatsApp sample of others: claimed, read whole, and as its expected.json says."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, whatsapp
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import DateOrder, Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared

# Lines without an author whose wording is no app's: `John Doe:.`, where a name stands without the space after its colon.
NOT_BY_THE_APP = {"John Doe:."}
AMBIGUOUS = {
    *("Chatistics___chat_2.txt", "Chatistics___chat_3.txt", "chat-analytics__4A_11M.txt", "whats-reader__android-private-chat.txt"),
    *("whats-reader__dash-format-test.txt", "whats-reader__french-format-test.txt", "whats-reader__german-format-test.txt"),
    "whats-reader__ios-private-chat.txt",
}
"""Nothing in them tells day from month, at least for one header style."""
MESSAGES_AND_EVENTS = {
    "Chatistics___chat_2.txt": (5, 0),
    "Chatistics___chat_3.txt": (9, 2),
    "Chatistics___chat_4.txt": (3, 0),
    "WhatsR__englishandroid24h.txt": (42, 8),
    "WhatsR__englishandroidampm.txt": (42, 8),
    "WhatsR__englishios24h.txt": (42, 8),
    "WhatsR__englishiosampm.txt": (42, 8),
    "chat-analytics__2A_5M.txt": (5, 0),
    "chat-analytics__4A_11M.txt": (11, 3),
    "chat-miner__test_[mmddyy]_24hrs.txt": (6, 3),
    "chat-miner__test_ddmmyy_24hrs.txt": (6, 3),
    "chat-miner__test_mmddyyyy_12hrs.txt": (6, 3),
    "kawsay__android_chat.txt": (3, 1),
    "kawsay__ios_chat.txt": (7, 1),
    "langchain__chat_loader_whatsapp_chat.txt": (11, 1),
    "langchain__loader_whatsapp_chat.txt": (10, 0),
    "rwhatsapp__sample.txt": (7, 2),
    "whats-reader__android-private-chat.txt": (43, 2),
    "whats-reader__asian-format-test.txt": (5, 0),
    "whats-reader__dash-format-test.txt": (5, 0),
    "whats-reader__european-ampm-format-test.txt": (4, 0),
    "whats-reader__french-format-test.txt": (6, 0),
    "whats-reader__german-format-test.txt": (6, 0),
    "whats-reader__ios-format-test.txt": (4, 1),
    "whats-reader__ios-private-chat.txt": (43, 2),
    "whatsapp-to-sqlite__WhatsApp Chat mit Jane Doe.txt": (7, 1),
    "whatstk-sdist__lorem-merge-part1.txt": (300, 0),
    "whatstk-sdist__lorem-merge-part2.txt": (300, 0),
}
"""Counted by reading the files line by line."""


@pytest.fixture
def folder(shared_samples: Path) -> Path:
    return shared_samples / "whatsapp"


def listed(shared_samples: Path) -> list[str]:
    with (shared_samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        return [row[1] for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == "whatsapp"]


def read(path: Path, order: DateOrder | None = None) -> list[Record]:
    tiling = Tiling()
    records = []
    with Source(path) as source:
        assert _registry.identify(source) == ["whatsapp"]
        for record in whatsapp.read(source, Options(date_order=order)):
            tiling.watch(record)
            records.append(record)
        count, whole = records_in_source(whatsapp, source, tiling)
    assert whole
    assert count == sum(isinstance(each, Message | Event) for each in records)
    return records


def test_every_sample_of_the_manifest_is_expected_here(shared_samples: Path) -> None:
    assert set(listed(shared_samples)) == set(MESSAGES_AND_EVENTS)


@pytest.mark.parametrize("name", sorted(MESSAGES_AND_EVENTS))
def test_every_sample_is_read_whole(folder: Path, name: str) -> None:
    records = read(folder / name)
    messages = [each for each in records if isinstance(each, Message)]
    events = [each for each in records if isinstance(each, Event)]
    assert (len(messages), len(events)) == MESSAGES_AND_EVENTS[name]
    assert {each.body for each in events if each.event == "other"} <= NOT_BY_THE_APP
    assert not [each for each in records if isinstance(each, ReadProblem) and each.severity == "loss"]
    ambiguous = [each for each in records if isinstance(each, ReadProblem) and each.code == "time-ambiguous"]
    assert bool(ambiguous) == (name in AMBIGUOUS)


@pytest.mark.parametrize("name", sorted(AMBIGUOUS))
@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_the_person_settles_what_the_file_does_not_tell(folder: Path, name: str, order: DateOrder) -> None:
    records = read(folder / name, order)
    assert all(each.sent_at.local for each in records if isinstance(each, Message | Event))
    assert "time-ambiguous" not in {each.code for each in records if isinstance(each, ReadProblem)}


def expected(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return told


@pytest.mark.parametrize(
    "name", ["chat-miner__test_ddmmyy_24hrs.txt", "chat-miner__test_mmddyyyy_12hrs.txt", "chat-miner__test_[mmddyy]_24hrs.txt"]
)
def test_author_time_and_text_are_those_of_the_source_test(folder: Path, name: str) -> None:
    read_here = {
        (each.sent_at.local, each.sender.name, each.body.replace("\n", " "))
        for each in read(folder / name)
        if isinstance(each, Message)
    }
    assert read_here == {(each["timestamp"], each["author"], each["message"]) for each in expected(folder)[name]["target"]}


def test_two_authors_and_five_messages(folder: Path) -> None:
    name = "chat-analytics__2A_5M.txt"
    messages = [each for each in read(folder / name) if isinstance(each, Message)]
    assert len(messages) == expected(folder)[name]["message_count"]
    assert len({each.sender for each in messages}) == expected(folder)[name]["distinct_authors"]


def test_five_authors_once_the_person_says_day_first(folder: Path) -> None:
    name = "chat-analytics__4A_11M.txt"
    told = expected(folder)[name]
    records = read(folder / name, "dmy")
    messages = [each for each in records if isinstance(each, Message)]
    assert len(messages) == told["message_count"]
    assert sum(isinstance(each, Event) for each in records) == told["system_lines"]
    assert sorted({each.sender.name or "" for each in messages}) == told["authors"]
    assert tuple(told["contains"].values()) in {(each.sender.name, each.body, each.sent_at.local) for each in messages}
