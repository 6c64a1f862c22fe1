"""Whatever happens to a file of an export: every record of it is accounted for, none twice, and nothing else suffers."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import instagram
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

OURS = SAMPLES / "instagram"
EXPORTS = ("flat-2019", "split-thread-2021", "folders-2024", "reported-2025", "double-encoded", "surprises")


def victims() -> list[tuple[str, str]]:
    """Every file with records in the samples, as (sample, member)."""
    found = []
    for name in EXPORTS:
        with Source(OURS / name / "source") as source:
            found += [(name, member.name) for member in instagram.reads(source)]
    return found


def read_and_count(folder: Path) -> tuple[list[Record], int]:
    with Source(folder) as source:
        return list(instagram.read(source, Options())), instagram.count(source)


def said(records: list[Record], member: str) -> list[Message | Event]:
    return [record for record in records if isinstance(record, Message | Event) and record.locator.member == member]


def check(folder: Path, member: str, data: bytes) -> list[Record]:
    """Read the export with these bytes in this member, and see that nothing is lost without a word and no id is given twice."""
    (folder / member).write_bytes(data)
    records, count = read_and_count(folder)
    unread = [record for record in records if isinstance(record, ReadProblem) and record.records]
    made = [record for record in records if isinstance(record, Message | Event)]
    assert all(problem.severity == "loss" and problem.locator.span is not None for problem in unread)
    assert len(made) + sum(problem.records for problem in unread) == count
    assert len({record.id for record in made}) == len(made)
    for record in made:
        if record.locator.member == member:
            assert record.locator.span is not None
            assert 0 <= record.locator.span[0] < record.locator.span[1] <= len(data)
    return records


@pytest.fixture(scope="module", params=victims(), ids=lambda victim: f"{victim[0]}-{Path(victim[1]).stem}")
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, bytes]:
    name, member = request.param
    folder = Path(shutil.copytree(OURS / name / "source", tmp_path_factory.mktemp("export") / "export"))
    return folder, member, (folder / member).read_bytes()


SHARED_FOLDER = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.data())
@SHARED_FOLDER
def test_a_cut_file_gives_what_stands_before_the_cut(export: tuple[Path, str, bytes], data: st.DataObject) -> None:
    folder, member, whole = export
    before = said(check(folder, member, whole), member)
    cut = data.draw(st.integers(0, len(whole) - 1))
    records = check(folder, member, whole[:cut])
    spans = {record.locator.span for record in said(records, member)}
    assert all(
        record.locator.span in spans for record in before if record.locator.span is not None and record.locator.span[1] <= cut
    )
    losses = [record for record in records if isinstance(record, ReadProblem) and record.severity == "loss"]
    assert any(problem.locator.member == member for problem in losses)


@given(st.data())
@SHARED_FOLDER
def test_a_turned_bit_is_accounted_for(export: tuple[Path, str, bytes], data: st.DataObject) -> None:
    folder, member, whole = export
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << (bit % 8)
    check(folder, member, bytes(turned))


@given(st.data())
@SHARED_FOLDER
def test_shuffled_lines_are_accounted_for(export: tuple[Path, str, bytes], data: st.DataObject) -> None:
    folder, member, whole = export
    lines = data.draw(st.permutations(whole.split(b"\n")))
    check(folder, member, b"\n".join(lines))


@given(st.binary(max_size=400))
@SHARED_FOLDER
def test_any_bytes_are_accounted_for(export: tuple[Path, str, bytes], data: bytes) -> None:
    folder, member, _whole = export
    check(folder, member, data)
