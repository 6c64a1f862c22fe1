"""One JSON file of an export of Meta's, from its first byte to its last: conversations, records, and what could not be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from gawah.readers import _json_count
from gawah.readers._json import Element, Layout, Path, Walk
from gawah.readers._json_heads import Heads
from gawah.readers._meta import Mender
from gawah.readers._meta_messages import Thread
from gawah.readers._meta_reading import Reading
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Account, Conversation, Record
from gawah.records.evidence import Locator


@dataclass(frozen=True, slots=True)
class Form:
    """How the records of one sort of file are made.

    Attributes:
        layout: Where they stand.
        make: The records of one element: its own, with its conversation where that is told by the element; none when it says
            nothing that is known. It is given the thread that the element stands in, or None.
        opens: The conversation of an object that holds records; None where there are none.
        kept: Keys outside the records that `opens` needs.
        known: All keys outside the records.
    """

    layout: Layout
    make: Callable[[Reading, Thread | None, Element, Locator], tuple[Record, ...]]
    opens: Callable[[Reading, dict[str, object], Path], tuple[Conversation, Thread]] | None = None
    kept: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Export:
    """What is known of the whole export while its files are read.

    Attributes:
        platform, holder: Whose it is.
        in_parts: It is plainly one of several parts.
        whole: It is written in proper UTF-8: nothing in it is mended.
    """

    platform: str
    holder: Account
    in_parts: bool = False
    whole: bool = False


def read_file(export: Export, source: Source, member: Member, form: Form, *inside: Form) -> Iterator[Record]:
    """Read one file: a first walk for what stands outside the records (titles stand after them), a second for the records.

    Records that stand `inside` others come after all of those, by a walk for each form.
    """
    if not is_whole(source, member):
        yield unreadable(source, member)
        return
    heads = Heads(form.kept)
    walk = Walk(lambda: source.open(member), form.layout)
    heads.gather(walk)
    mender = Mender(raw=export.whole or walk.raw, beyond_latin1=export.whole or walk.beyond_latin1)
    reading = Reading(export.platform, source, member, mender, export.holder, in_parts=export.in_parts)
    layout = heads.settled(form.layout, reading, form.known)
    threads: dict[Path, Thread] = {}
    if form.opens is not None:
        for path, head in heads.containers.items():
            stated, threads[path] = form.opens(reading, head, path)
            yield stated
    for each in (replace(form, layout=layout), *inside):
        for item in Walk(lambda: source.open(member), each.layout):
            if isinstance(item, Element):
                yield from reading.records_of(item, partial(_made, reading, each, threads))
    yield from reading.ending(heads.damaged, hides=heads.hides)


def _made(reading: Reading, form: Form, threads: dict[Path, Thread], item: Element, locator: Locator) -> tuple[Record, ...]:
    return form.make(reading, threads.get(item.path[:-2]), item, locator) or ()


def count_file(source: Source, member: Member, layout: Layout) -> int:
    """The number of records of a file, counted by ijson; 0 for one that cannot be read whole."""
    if not is_whole(source, member):
        return 0
    return _json_count.records(lambda: source.open(member), layout)
