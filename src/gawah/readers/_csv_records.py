"""One CSV file from its first byte to its last: its rows by a reader's own rule, the rest as framing, what is ragged as lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from gawah.readers._csv import Form, rows
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import Framing, Record
from gawah.records.evidence import Locator


def records_of_rows(
    source: Source,
    member: Member,
    form: Form,
    make: Callable[[Notes, Sequence[str], Locator], Iterable[Record]],
    needed: int = 1,
) -> Iterator[Record]:
    """Read one file.

    Args:
        source: Where it lies.
        member: The file.
        form: How it is written.
        make: The records of one row, which has as many fields as the header; none when it says nothing that is known.
        needed: Fields without which a row cannot be read. One that ends early is filled up with empty ones; one that is longer than
            the header with words in it has a comma too many, and nobody can tell where.
    """
    notes = Notes(source, member)
    columns = len(form.columns)
    for row in rows(lambda: source.open(member), form):
        locator = notes.locator(row.role if row.role != "row" else f"row/{row.number}", (row.start, row.end))
        if row.role != "row":
            yield Framing(name=row.role, locator=locator)
            continue
        if row.guessed:
            notes.note("text-repaired", "warning", "row")
        if row.replaced:
            notes.note("text-undecodable", "warning", "row")
        fields = row.fields
        ragged = len(fields) < needed or any(field.strip() for field in fields[columns:])
        if len(fields) != columns:
            fields = [*fields, *[""] * columns][:columns]
        made = [] if row.fault or ragged else list(make(notes, fields, locator))
        if made:
            yield from made
        else:
            yield notes.lost(f"row/{row.number}", (row.start, row.end), row.fault or "record-unreadable")
    yield from notes.problems()
