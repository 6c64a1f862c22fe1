"""Tables that no platform wrote: nothing is read by guess, a mapping is proposed without a cell, and cells are kept as written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, table
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._table_guess import guess
from gawah.readers._table_mapping import Mapping, MappingUnusable, mapping_of
from gawah.records.content import Conversation, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, Sample
from tests.readers.reader_laws import accounted, copied, harmed

OURS = SAMPLES / "table"


def read(case: str) -> list[Record]:
    sample = Sample(OURS / case)
    with Source(sample.path) as source:
        assert _registry.identify(source) == ["table"]
    return sample.read()


def messages(case: str) -> list[Message]:
    return [record for record in read(case) if isinstance(record, Message)]


def test_nothing_is_read_by_guess() -> None:
    """Without a mapping, or with one for another table, every row is counted as not read."""
    for case in ("broken/unconfirmed", "broken/other-columns"):
        (problem,) = [record for record in read(case) if isinstance(record, ReadProblem)]
        assert (problem.code, problem.severity, problem.records) == ("mapping-needed", "loss", 4)
        assert not messages(case)


def test_cells_that_begin_like_a_formula_are_kept_as_written() -> None:
    """B11: nothing computes here; whoever writes a table for others makes them harmless."""
    bodies = [message.body for message in messages("chat")]
    assert bodies == ['=HYPERLINK("http://example.org","x")', "stop it", "last\nwarning; I mean it", "@you +1 -1"]


def test_a_zone_that_a_person_names_is_marked_as_theirs() -> None:
    first, *_, last = messages("chat")
    assert (first.sent_at.local, first.sent_at.utc, first.sent_at.zone) == (
        "2023-12-24T18:05:00",
        "2023-12-24T13:05:00Z",
        "assumed",
    )
    assert (last.sent_at.stated, last.sent_at.utc, last.sent_at.zone) == ("some day", None, "unknown")


def test_a_conversation_is_the_value_of_its_column_else_the_file() -> None:
    assert [record.title for record in read("chat") if isinstance(record, Conversation)] == ["aunts", "work"]
    assert [record.title for record in read("epoch-tabs") if isinstance(record, Conversation)] == [None]


@pytest.mark.parametrize("case", ["chat", "epoch-tabs", "urdu", "no-header"])
def test_what_is_proposed_reads_as_what_was_confirmed(case: str) -> None:
    """But for the zone, which only a person knows, and for who wrote where no name of a column says it."""
    sample = Sample(OURS / case)
    with Source(sample.path) as source:
        proposal = table.propose(source)
        found = [record for record in table.read(source, Options(mapping=proposal)) if isinstance(record, Message)]
    told = messages(case)
    assert [(each.body, each.sent_at.local) for each in found] == [(each.body, each.sent_at.local) for each in told]
    assert case == "no-header" or [each.sender for each in found] == [each.sender for each in told]


def test_a_proposal_shows_no_cell() -> None:
    for case in ("chat", "no-header", "urdu"):
        sample = Sample(OURS / case)
        with Source(sample.path) as source:
            proposal = table.propose(source)
        for message in sample.read():
            if isinstance(message, Message):
                assert message.body.split("\n")[0] not in proposal
                assert str(message.sender.name) not in proposal


def test_day_and_month_that_cannot_be_told_apart_are_said_to_be_unclear() -> None:
    found = guess(b"date,from,text\n01/02/2024 10:00,a,hi\n03/04/2024 11:00,b,ho\n")
    assert found is not None
    assert found.mapping.time_format == "%d/%m/%Y %H:%M"
    assert found.unclear == ("%m/%d/%Y %H:%M",)


@pytest.mark.parametrize(
    "text",
    [
        "id,title,added\n1,A song,2024-01-01T00:00:00Z\n2,A film,2024-01-02T00:00:00Z\n",
        "a,b\n1,2\n3,4\n",
        "just words, and more\nof them\n",
        "",
    ],
)
def test_lists_of_other_things_do_not_look_like_messages(text: str) -> None:
    assert guess(text.encode()) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "time = 1",
        'time = "a"',
        'time = "a"\ntext = "b"\nshell = "c"',
        'time = "a"\ntext = "b"\nzone = "Mars/Base"',
        'time = "a"\ntext = "b"\nzone = "../../etc/passwd"',
        'time = "a"\ntext = "b"\nencoding = "zip"',
        'time = "a"\ntext = "b"\nencoding = "utf-7"',
        'time = "a"\ntext = "b"\ntime_format = "yesterday"',
        "[[[",
    ],
)
def test_a_mapping_that_says_nothing_usable_is_refused(text: str) -> None:
    with pytest.raises(MappingUnusable):
        mapping_of(text)


@given(
    st.builds(
        Mapping,
        time=st.text(min_size=1, max_size=9),
        text=st.text(min_size=1, max_size=9),
        sender=st.text(max_size=9),
        header=st.booleans(),
        zone=st.sampled_from(["", "Asia/Karachi", "UTC"]),
        encoding=st.sampled_from(["", "cp1256", "utf-8", "utf-16-le"]),
    )
)
def test_a_mapping_states_itself(mapping: Mapping) -> None:
    assert mapping_of(mapping.stated()) == mapping


@pytest.fixture(scope="module", params=["chat", "no-header"])
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str]:
    sample = Sample(OURS / request.param)
    _, file = copied(("table", request.param, sample.path.name), tmp_path_factory.mktemp("table"))
    return file, file.read_bytes(), str(sample.about["mapping"])


@given(st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, bytes, str], data: st.DataObject) -> None:
    file, whole, mapping = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("table", file, Options(mapping=mapping))
    accounted("table", file)
