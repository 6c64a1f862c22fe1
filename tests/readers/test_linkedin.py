"""What LinkedIn's export does to messages: marks, preambles, ragged rows, HTML, drafts, and times of two kinds."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, linkedin
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message, ReadProblem, Record
from tests.readers.golden import SAMPLES
from tests.readers.reader_laws import accounted, copied, harmed, victims

OURS = SAMPLES / "linkedin"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["linkedin"]
        return list(linkedin.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


def test_html_is_given_as_its_text_with_the_addresses_in_it() -> None:
    first = messages(OURS / "messages-alone/source/messages.csv")[0]
    assert first.body == "You will regret this.\n\nSee here & wait"
    assert first.links == ("https://example.org/a",)


def test_a_text_with_signs_of_html_is_kept_as_written() -> None:
    assert [message.body for message in messages(OURS / "messages-alone/source/messages.csv")][2:] == [
        "she lies, 5 < 6",
        "=cmd|' /C calc'!A0",
    ]


def test_a_draft_says_that_it_is_one() -> None:
    assert [message.folder for message in messages(OURS / "complete-2025/source") if message.kind != "post"][2:] == [
        "inbox",
        "drafts",
        "archived",
    ]


def test_connections_are_nobodys_words() -> None:
    with Source(OURS / "complete-2025/source") as source:
        assert "Connections.csv" not in {member.name for member in linkedin.reads(source)}


def test_two_names_with_a_comma_in_one_are_not_paired_by_guess() -> None:
    group = next(message for message in messages(OURS / "messages-alone/source/messages.csv") if message.kind == "group")
    assert [(account.name, account.handle) for account in group.recipients] == [
        (None, "https://www.linkedin.com/in/zoya-k"),
        (None, "https://www.linkedin.com/in/imran"),
    ]


def test_ragged_rows_are_lost_alone_and_said() -> None:
    records = read(OURS / "broken/ragged/source/messages.csv")
    lost = [record.locator.place for record in records if isinstance(record, ReadProblem) and record.records]
    assert lost == ["row/4", "row/7", "row/10", "row/11"]
    assert messages(OURS / "broken/ragged/source/messages.csv")[-1].body == "canary"


def test_a_table_with_a_date_a_link_and_a_message_is_not_taken_for_linkedin(tmp_path: Path) -> None:
    (tmp_path / "Comments.csv").write_text("Date,Link,Message\n2024-01-01 00:00:00,https://example.org,hi\n")
    with Source(tmp_path / "Comments.csv") as source:
        assert not linkedin.identify(source)


@pytest.fixture(scope="module", params=victims("linkedin", ["complete-2025"]), ids=lambda victim: Path(victim[2]).name)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    folder, file = copied(request.param, tmp_path_factory.mktemp("linkedin"))
    return folder, file, file.read_bytes()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    folder, file, whole = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("linkedin", folder)


@pytest.mark.shared
def test_the_samples_of_others_are_read_as_expected(shared_samples: Path) -> None:
    expected = json.loads((shared_samples / "linkedin/expected.json").read_text("utf-8"))["kawsay__messages.csv"]
    records = read(shared_samples / "linkedin/kawsay__messages.csv")
    found = [record for record in records if isinstance(record, Message)]
    lost = [record for record in records if isinstance(record, ReadProblem) and record.records]
    assert len(found) == expected["message_count"]
    assert len(lost) == expected["bad_rows"]
    assert (found[0].sender.name, found[0].sent_at.utc) == (expected["first"]["author"], expected["first"]["utc"])
    (shared,) = messages(shared_samples / "linkedin/kawsay__Rich_Media.csv")
    assert (shared.kind, shared.sent_at.utc, shared.body) == ("post", "2024-02-01T12:00:00Z", "")
