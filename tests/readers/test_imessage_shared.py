"""The iMessage samples of others: the database as its expected.json says, and the archived texts and lists of imessage-exporter."""

import json
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, imessage
from gawah.readers._imessage_body import addresses, earlier_count, summary, text_of, written
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message, ReadProblem, Record

pytestmark = pytest.mark.shared
DATABASE = "langchain-community__imessage_chat.db"


@pytest.fixture(name="folder")
def _folder(shared_samples: Path) -> Path:
    return shared_samples / "imessage"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["imessage"]
        found = list(imessage.read(source, Options()))
        assert imessage.count(source) == sum(isinstance(record, Message) for record in found)
        return found


def test_the_database_reads_as_its_expected_json_says(folder: Path) -> None:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text())[DATABASE]
    found = read(folder / DATABASE)
    messages = [record for record in found if isinstance(record, Message)]
    assert len(messages) == expected["messages"] == 23
    first = messages[0]
    assert expected["first"]["contains"] in first.body
    assert first.sent_at.stated == str(expected["first"]["apple_ns"])
    # Ours is to the millisecond; the nanoseconds stay in `stated`.
    assert first.sent_at.utc == expected["first"]["utc"][:23] + "Z"
    assert (first.folder == "sent") is expected["first"]["is_from_me"]
    assert [record for record in found if isinstance(record, ReadProblem)] == []


def test_texts_that_stand_only_in_the_archive_are_read(folder: Path) -> None:
    messages = {record.platform_id: record for record in read(folder / DATABASE) if isinstance(record, Message)}
    assert messages["517F45ED-2F1A-4C1C-B101-1CC33D349C01"].body == "Woaaaaaah"
    assert [reaction.emoji for reaction in messages["FC62F43D-2F38-43EC-937E-2129DBBD948A"].reactions] == ["❤️"]
    assert messages["D5FB2B2E-30E4-4C1C-B96D-10C897B96A34"].kind == "reaction"
    assert all(message.body for message in messages.values())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("AttributedBodyTextOnly", "Noter test"),
        ("URL", "https://github.com/ReagentX/Logria"),
        ("MultiPart", "test 1test 2 test 3"),
    ],
)
def test_archived_texts(folder: Path, name: str, text: str) -> None:
    found = text_of((folder / "imessage-exporter" / "streamtyped" / name).read_bytes())
    assert found is not None
    assert written(found) == text


def test_an_edited_message(folder: Path) -> None:
    data = (folder / "imessage-exporter" / "edited_message" / "Edited.plist").read_bytes()
    about = summary(data)
    assert [version.text for version in about.earlier] == ["First message  ", "Edit 1", "Edit 2"]
    assert (about.edited, about.unsent, earlier_count(data)) == (True, False, 3)


def test_a_link_preview(folder: Path) -> None:
    data = (folder / "imessage-exporter" / "url_message" / "URL.plist").read_bytes()
    assert addresses(data) == ("https://chrissardegna.com",)
