"""One JSON file of an export, from its first byte to its last: its records by a reader's own rule, what stands outside them, its
damage.

In two walks (`read_json`), where something said behind the records or by all of them together is needed before the first: who takes
part, a title. In one (`records_of`), where what stands before a record says all there is to know of it. What each element comes to,
and what is said at the end, is the same for both: `JsonMember`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from gawah.readers import _json_count
from gawah.readers._json import Damage, Element, Header, Item, Layout, Walk
from gawah.readers._json_heads import Heads
from gawah.readers._json_member import JsonMember
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.records.content import Conversation, ReadProblem, Record
from gawah.records.evidence import Locator

_HALF_PAIR = re.compile("[\ud800-\udfff]")


class WholeMember(JsonMember):
    """A file whose strings stand as their writer meant them, but for halves of surrogate pairs, which no encoding can hold."""

    def __init__(self, source: Source, member: Member) -> None:
        super().__init__(source, member)
        self.undecodable = 0

    def stated(self, value: str) -> str:
        """The string; a half of a surrogate pair stands as U+FFFD and is counted."""
        if value.isascii() or not _HALF_PAIR.search(value):
            return value
        self.undecodable += 1
        return _HALF_PAIR.sub("\ufffd", value)

    def replaced(self) -> None:
        """One more string that no encoding can hold."""
        self.undecodable += 1

    def problems(self) -> Iterator[ReadProblem]:
        """What was gathered, each kind once."""
        if self.undecodable:
            self.note("text-undecodable", "warning", (), self.undecodable)
        yield from self.notes.problems()


@dataclass(frozen=True, slots=True)
class Form:
    """How one sort of file is read.

    Attributes:
        layout: Where its records stand.
        make: The records of one element; an empty sequence when it says nothing that is known, None when it is kept for later.
        opens: The conversations of the file, after the first walk.
        watch: Is shown everything that the first walk meets.
        kept: Keys outside the records whose values `opens` needs.
        known: All keys outside the records.
    """

    layout: Layout
    make: Callable[[Element, Locator], Sequence[Record] | None]
    opens: Callable[[Heads], Iterator[Conversation]] | None = None
    watch: Callable[[Item], None] | None = None
    kept: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


def read_json(reading: WholeMember, opened: Callable[[], BinaryIO], form: Form) -> Iterator[Record]:
    """Everything that the file of `reading` states; `opened` gives its bytes, the same at every call."""
    heads = Heads(form.kept)
    heads.gather(_shown(Walk(opened, form.layout), form.watch))
    layout = heads.settled(form.layout, reading, form.known)
    if form.opens is not None:
        yield from form.opens(heads)
    for item in Walk(opened, layout):
        if isinstance(item, Element):
            yield from reading.records_of(item, form.make)
    yield from reading.ending(heads.damaged, hides=heads.hides)


def _shown(items: Walk, watch: Callable[[Item], None] | None) -> Iterator[Item]:
    for item in items:
        if watch is not None and not isinstance(item, Damage):
            watch(item)
        yield item


def records_of(
    reading: JsonMember,
    layout: Layout,
    make: Callable[[Element, Locator], Iterable[Record]],
    outside: Callable[[Header], None] = lambda _header: None,
    damaged: Callable[[], None] = lambda: None,
) -> Iterator[Record]:
    """Read one file in one walk.

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
            yield from reading.records_of(item, make, ())
        elif isinstance(item, Header):
            hides = hides or item.hides
            if item.again:
                reading.note("field-duplicate", "warning", ())
            else:
                outside(item)
        else:
            damage = item.at
            damaged()
    yield from reading.ending(damage, hides=hides)


def counted(source: Source, members: Sequence[Member], layout: Layout) -> int:
    """The number of records in the members that can be read, counted by ijson."""
    return sum(
        _json_count.records(lambda member=member: source.open(member), layout)  # type: ignore[misc]
        for member in openable(source, members)
        if isinstance(member, Member)
    )
