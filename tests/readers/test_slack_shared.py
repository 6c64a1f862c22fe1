"""Every Slack sample of others: claimed and read whole. They state no expectation; these counts were made in the files by hand."""

import csv
from pathlib import Path

import pytest

from gawah.readers import _registry, slack
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared

MESSAGES_AND_EVENTS = {"langchain__slack_export.zip": (4, 1), "slack-export-viewer__testarchive.zip": (147, 11)}


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["slack"]
        records = list(slack.read(source, Options()))
        assert slack.count(source) == sum(isinstance(each, Message | Event) for each in records)
    return records


def test_every_sample_of_the_manifest_is_expected_here(shared_samples: Path) -> None:
    with (shared_samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        listed = {row[1] for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == "slack"}
    assert listed == set(MESSAGES_AND_EVENTS)


@pytest.mark.parametrize("name", sorted(MESSAGES_AND_EVENTS))
def test_every_sample_is_read_whole(shared_samples: Path, name: str) -> None:
    records = read(shared_samples / "slack" / name)
    counts = tuple(sum(isinstance(each, kind) for each in records) for kind in (Message, Event))
    assert counts == MESSAGES_AND_EVENTS[name]
    assert {each.code for each in records if isinstance(each, ReadProblem)} <= {"media-missing"}
    assert all(each.sent_at.utc for each in records if isinstance(each, Message | Event))


def test_people_have_their_names_and_programs_speak(shared_samples: Path) -> None:
    records = read(shared_samples / "slack" / "slack-export-viewer__testarchive.zip")
    assert {each.title for each in records if isinstance(each, Conversation)} == {"enrique", "traveling-sailor"}
    messages = [each for each in records if isinstance(each, Message)]
    assert all(each.body for each in messages)
    assert "Harry Potter" not in {each.sender.name for each in messages}  # the display name stands before the real one
    assert "abilinski" in {each.sender.name for each in messages}
