"""Every Discord sample of others: claimed, read whole, and as its expected.json says."""

import csv
import json
from pathlib import Path

import pytest

from gawah.readers import _registry, discord
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared

MESSAGES_AND_EVENTS = {
    "chat-analytics__DM_2A_2M.json": (2, 1),
    "chat-analytics__GC_3A_5M.json": (3, 3),
    "dcef__example_guild_general.json": (1, 0),
}
"""Counted in the files by hand."""


@pytest.fixture
def folder(shared_samples: Path) -> Path:
    return shared_samples / "discord"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["discord"]
        records = list(discord.read(source, Options()))
        assert discord.count(source) == sum(isinstance(each, Message | Event) for each in records)
    return records


def test_every_sample_of_the_manifest_is_expected_here(shared_samples: Path) -> None:
    with (shared_samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        listed = {row[1] for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == "discord"}
    assert listed == set(MESSAGES_AND_EVENTS)


@pytest.mark.parametrize("name", sorted(MESSAGES_AND_EVENTS))
def test_every_sample_is_read_whole(folder: Path, name: str) -> None:
    records = read(folder / name)
    counts = tuple(sum(isinstance(each, kind) for each in records) for kind in (Message, Event))
    assert counts == MESSAGES_AND_EVENTS[name]
    assert {each.code for each in records if isinstance(each, ReadProblem)} <= {"count-mismatch"}


def test_authors_and_messages_of_a_private_chat(folder: Path) -> None:
    """Its call is an event here and nothing there."""
    name = "chat-analytics__DM_2A_2M.json"
    told = json.loads((folder / "expected.json").read_text("utf-8"))[name]
    found = [each for each in read(folder / name) if isinstance(each, Message)]
    assert (len({each.sender for each in found}), len(found)) == (told["distinct_authors"], told["message_count"])


def test_authors_of_a_group_and_the_count_it_states(folder: Path) -> None:
    """The file states five messages and holds six elements: three messages, two changes of the channel, a call."""
    name = "chat-analytics__GC_3A_5M.json"
    told = json.loads((folder / "expected.json").read_text("utf-8"))[name]
    records = read(folder / name)
    assert len({each.sender for each in records if isinstance(each, Message | Event)}) == told["distinct_authors"]
    assert sum(isinstance(each, Message | Event) for each in records) == told["message_count"] + 1
    assert [each.count for each in records if isinstance(each, ReadProblem)] == [1]


def test_an_id_that_was_made_up_is_flagged(folder: Path) -> None:
    found = [each for each in read(folder / "chat-analytics__GC_3A_5M.json") if isinstance(each, Message)]
    assert [each.flags for each in found] == [(), (), ("id-time-differs",)]
