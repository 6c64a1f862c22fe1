"""What must hold of a reader whatever became of one file of an export: everything in it is accounted for, once."""

from pathlib import Path

from gawah.readers._reader import Options, Reader
from gawah.readers._source import Source
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem, Record

MADE = Message | Event | Capture | Duplicate


def read(reader: Reader, path: Path) -> tuple[list[Record], int]:
    """All records of the source at `path`, and how many the reader counts."""
    with Source(path) as source:
        records = list(reader.read(source, Options()))
        counted = reader.count(source)
    assert counted is not None
    return records, counted


def accounted(reader: Reader, path: Path) -> list[Record]:
    """All records of the source; fails where one is lost without a word, or an id is given twice."""
    records, counted = read(reader, path)
    unread = [record for record in records if isinstance(record, ReadProblem) and record.records]
    made = [record for record in records if isinstance(record, MADE)]
    assert all(problem.severity == "loss" and problem.locator.span is not None for problem in unread)
    assert len(made) + sum(problem.records for problem in unread) == counted
    known = {record.id for record in made if not isinstance(record, Duplicate)}
    assert len(known) == sum(not isinstance(record, Duplicate) for record in made)
    assert all(record.of in known for record in made if isinstance(record, Duplicate))
    return records


def changed(reader: Reader, path: Path, member: str | None, data: bytes) -> list[Record]:
    """Read the export with these bytes in this member (of the file itself where it is None); all of it accounted for."""
    (path / member if member else path).write_bytes(data)
    records = accounted(reader, path)
    for record in made_in(records, member):
        assert record.locator.span is not None
        assert 0 <= record.locator.span[0] < record.locator.span[1] <= len(data)
    return records


def made_in(records: list[Record], member: str | None) -> list[Message | Event | Capture | Duplicate]:
    """The records that were read in this member."""
    return [record for record in records if isinstance(record, MADE) and record.locator.member == member]


def spans(records: list[Record], member: str | None) -> set[tuple[int, int] | None]:
    """The bytes of the records that were read in this member."""
    return {record.locator.span for record in made_in(records, member)}


def losses(records: list[Record], member: str | None) -> list[ReadProblem]:
    """What was said to be lost of this member."""
    return [
        record
        for record in records
        if isinstance(record, ReadProblem) and record.severity == "loss" and record.locator.member == member
    ]
