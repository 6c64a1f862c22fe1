"""One JSON file from its first byte to its last: its records by a reader's own rule, what stands outside them, and its damage."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from gawah.readers import _json_count
from gawah.readers._json import Element, Header, Layout, Walk
from gawah.readers._json_member import JsonMember
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.records.content import ReadProblem, Record
from gawah.records.evidence import Locator


def records_of(
    reading: JsonMember,
    layout: Layout,
    make: Callable[[Element, Locator], Iterable[Record]],
    outside: Callable[[Header], None] = lambda _header: None,
    damaged: Callable[[], None] = lambda: None,
) -> Iterator[Record]:
    """Read one file.

    Args:
        reading: The file.
        layout: Where the records stand.
        make: The records of one element (with its conversation, where that is told by it); none when it says nothing that is known.
        outside: Is given what stands outside the records.
        damaged: Is called when the structure breaks; from there on nobody knows where in it a record or another value stands.
    """
    damage: int | None = None
    hides = False
    for item in Walk(lambda: reading.source.open(reading.member), layout):
        if isinstance(item, Element):
            locator = reading.locator(item.path, (item.start, item.end))
            for key in item.repeated:
                reading.note("field-duplicate", "warning", ("*", key if key.isidentifier() else "?"))
            if item.replaced:
                reading.note("text-undecodable", "warning", ())
            made = list(make(item, locator)) if item.fault is None else []
            if made:
                yield from made
            else:
                yield ReadProblem(code=item.fault or "record-unreadable", severity="loss", locator=locator, records=1)
        elif isinstance(item, Header):
            hides = hides or item.hides
            if item.again:
                reading.note("field-duplicate", "warning", ())
            else:
                outside(item)
        else:
            damage = item.at
            damaged()
    if damage is not None or hides:
        span = None if damage is None else (damage, damage)
        yield ReadProblem(code="member-unreadable", severity="loss", locator=reading.locator((), span))
    yield from reading.notes.problems()


def counted(source: Source, members: Sequence[Member], layout: Layout) -> int:
    """The number of records in the members that can be read, counted by ijson."""
    return sum(
        _json_count.records(lambda member=member: source.open(member), layout)  # type: ignore[misc]
        for member in openable(source, members)
        if isinstance(member, Member)
    )
