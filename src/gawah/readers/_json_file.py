"""One JSON file of an export that is written in proper UTF-8, from its first byte to its last, in two walks.

The first gathers what stands outside the records and what the records say together (who takes part); the second gives the records.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from gawah.readers._json import Damage, Element, Item, Layout, Walk
from gawah.readers._json_heads import Heads
from gawah.readers._json_layout import rooted
from gawah.readers._json_member import JsonMember
from gawah.readers._source import Member, Source
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
    layout = form.layout
    if layout.record_key is not None and ((layout.record_key,), False) in heads.keys:
        layout = rooted(layout)
    else:
        heads.note(reading, form.known)
    if form.opens is not None:
        yield from form.opens(heads)
    for item in Walk(opened, layout):
        if isinstance(item, Element):
            yield from _element(reading, form, item)
    if heads.damaged is not None or heads.hides:
        span = None if heads.damaged is None else (heads.damaged, heads.damaged)
        yield ReadProblem(code="member-unreadable", severity="loss", locator=reading.locator((), span))
    yield from reading.problems()


def _shown(items: Walk, watch: Callable[[Item], None] | None) -> Iterator[Item]:
    for item in items:
        if watch is not None and not isinstance(item, Damage):
            watch(item)
        yield item


def _element(reading: WholeMember, form: Form, item: Element) -> Iterator[Record]:
    locator = reading.locator(item.path, (item.start, item.end))
    for key in item.repeated:
        reading.note("field-duplicate", "warning", (*item.path[:-1], "*", key if key.isidentifier() else "?"))
    if item.replaced:
        reading.undecodable += 1
    found = form.make(item, locator) if item.fault is None else ()
    if found is None:
        return
    if found:
        yield from found
    else:
        yield ReadProblem(code=item.fault or "record-unreadable", severity="loss", locator=locator, records=1)
