"""The laws that every reader keeps whatever happens to a file of an export, for hypothesis to try."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES


def victims(reader: str, cases: Sequence[str]) -> list[tuple[str, str, str]]:
    """Every file with records in these samples, as (reader, sample, member)."""
    found = []
    for case in cases:
        with Source(SAMPLES / reader / case / "source") as source:
            found += [(reader, case, member.name) for member in _registry.readers()[reader].reads(source)]
    return found


def harmed(whole: bytes) -> st.SearchStrategy[bytes]:
    """The file cut, with a bit turned, with its lines shuffled, or other bytes altogether."""

    def turned(bit: int) -> bytes:
        data = bytearray(whole)
        data[bit // 8] ^= 1 << (bit % 8)
        return bytes(data)

    return st.one_of(
        st.integers(0, len(whole)).map(lambda cut: whole[:cut]),
        st.integers(0, len(whole) * 8 - 1).map(turned),
        st.permutations(whole.split(b"\n")).map(b"\n".join),
        st.binary(max_size=300),
    )


def copied(victim: tuple[str, str, str], target: Path) -> tuple[Path, Path]:
    """A copy of the sample that may be written to, and the file in it."""
    reader, case, member = victim
    folder = Path(shutil.copytree(SAMPLES / reader / case / "source", target / "export"))
    return folder, folder / member


def accounted(reader: str, folder: Path, options: Options | None = None) -> list[Record]:
    """All records of the export, each of which is accounted for and has an id and a place of its own."""
    tiling = Tiling()
    records: list[Record] = []
    with Source(folder) as source:
        sizes = {member.name: member.size for member in source.members}
        for record in _registry.readers()[reader].read(source, options or Options()):
            tiling.watch(record)
            records.append(record)
        count, whole = records_in_source(_registry.readers()[reader], source, tiling)
    made = [record for record in records if isinstance(record, Message | Event | Capture | Duplicate)]
    unread = [record for record in records if isinstance(record, ReadProblem) and record.records]
    assert whole
    assert all(problem.severity == "loss" for problem in unread)
    assert len(made) + sum(problem.records for problem in unread) == count
    places = [record.locator.id for record in made]
    assert len(set(places)) == len(places)
    for record in made:
        span = record.locator.span
        assert span is None or 0 <= span[0] < span[1] <= sizes[record.locator.member or next(iter(sizes))]
    return records
