"""The records of a JSON file one by one, each with the bytes it stands in, in memory that does not grow with the file.

A `Layout` says which arrays hold the records. Damage (a cut file, a turned bit) ends the walk through the structure, not the
reading: from there on a record is whatever begins as the layout says that records begin. `_json_count` counts by the same rule with
a parser of its own. Limits are those of evidence-and-security.md T3 and B4: depth 200; a record of 4 MiB, which decodes to some
hundred.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal, TypeAlias

from gawah.readers._json_window import Damaged, TooLarge, Value, Window

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the root."""
Step: TypeAlias = Literal["records", "record", "enter", "value"]
"""An array of records; a record itself; a container to walk into; anything else, decoded whole."""

MAX_RECORD = 4 << 20
_MAX_BEHIND_DAMAGE = 1 << 20
_MAX_TRIES = 1_000
"""Broken records in a row behind damage, after which none is tried any more: each may cost as much as a whole one."""
_MAX_KEYS = 100_000
"""Keys of one object that are remembered, so that a second one is noticed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a file the records stand.

    Attributes:
        step: What to do with the container at a path that begins with `{` or `[`.
        opening: How a record begins, for finding the next one behind damage; at most 256 characters.
        section: How a container of records begins, up to its first key's colon (group `section`); None where there is only one.
        record_key: A root object that has this key is itself the record.
        adrift: The key under which records behind damage are numbered when no array of them was seen before it.
    """

    step: Callable[[Path, str], Step]
    opening: re.Pattern[str]
    section: re.Pattern[str] | None = None
    record_key: str | None = None
    adrift: str = "records"


@dataclass(slots=True)  # one for every record: setting up a frozen one takes three times as long
class Element:
    """A record.

    Attributes:
        path: Keys and indexes from the root; behind damage the last index only counts on.
        start, end: Its bytes in the file, `end` past the last; for a broken one, up to where the next one was found.
        value: As decoded; None when there is a fault.
        fault: The problem code that keeps it from being read, or None.
        repeated: Keys that stand twice in one of its objects; the first value is taken.
        replaced: Bytes that are no UTF-8 stand as U+FFFD in it.
    """

    path: Path
    start: int
    end: int
    value: object = None
    fault: str | None = None
    repeated: tuple[str, ...] = ()
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A value outside the records.

    Attributes:
        path: Keys and indexes from the root.
        value: As decoded; None when it could not be.
        again: Its key stood there before.
        hides: Something in it begins like a record: the key that should lead to it is not as it was.
    """

    path: Path
    value: object
    again: bool = False
    hides: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """The structure of the file breaks at or near this byte."""

    at: int


Item: TypeAlias = Element | Header | Damage


def pointer(path: Path) -> str:
    """The path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


class Walk:
    """One walk through one file; iterate once.

    Attributes:
        raw: Characters beyond ASCII stand unescaped in what was walked through.
        beyond_latin1: Among them are some beyond U+00FF.
    """

    def __init__(self, opened: Callable[[], BinaryIO], layout: Layout) -> None:
        """Walk what `opened` gives; it is called a second time when the file is damaged."""
        self._opened = opened
        self._layout = layout
        self._indexes: dict[Path, int] = {}
        self._array: Path = (layout.adrift,)
        self._last = -1
        self._broken: Element | None = None
        self.raw = False
        self.beyond_latin1 = False

    def __iter__(self) -> Iterator[Item]:
        """Records and other values in the order of the file."""
        damage: Damage | None = None
        with self._opened() as stream:
            self._window = Window(stream)
            try:
                yield from self._node(())
                if self._window.peek():
                    raise Damaged
            except Damaged:
                damage = Damage(self._window.place)
            self._note()
        if damage is not None:
            yield damage
            with self._opened() as stream:
                self._window = Window(stream)
                yield from self._behind_damage()
                self._note()

    def _note(self) -> None:
        self.raw = self.raw or self._window.raw
        self.beyond_latin1 = self.beyond_latin1 or self._window.beyond_latin1

    def _node(self, path: Path) -> Iterator[Item]:
        char = self._window.peek()
        step = self._layout.step(path, char) if char and char in "{[" else "value"
        if step == "value":
            yield from self._header(path)
        elif step == "record":
            yield from self._element(path)
        elif char == "{":
            yield from self._object(path)
        else:
            if step == "records":
                self._array = path
            yield from self._members(path, self._element if step == "records" else self._node)

    def _object(self, path: Path) -> Iterator[Item]:
        window = self._window
        window.step()
        if window.peek() == "}":
            window.step()
            return
        seen: set[str] = set()
        while True:
            if window.peek() != '"':
                raise Damaged
            key = self._key()
            if window.peek() != ":":
                yield Header((*path, key), None)
                raise Damaged
            window.step()
            if key in seen:
                yield Header((*path, key), None, again=True)
            if len(seen) < _MAX_KEYS:
                seen.add(key)
            yield from self._node((*path, key))
            if self._closed("}"):
                return

    def _key(self) -> str:
        try:
            key = self._window.value(MAX_RECORD).decoded
        except TooLarge:
            raise Damaged from None
        return str(key)

    def _members(self, path: Path, each: Callable[[Path], Iterator[Item]]) -> Iterator[Item]:
        self._window.step()
        if self._window.peek() == "]":
            self._window.step()
            return
        while True:
            yield from each((*path, self._next_index(path)))
            if self._closed("]"):
                return

    def _closed(self, closing: str) -> bool:
        char = self._window.peek()
        if not char or char not in "," + closing:
            raise Damaged
        self._window.step()
        return char == closing

    def _next_index(self, path: Path) -> int:
        """Counts on where a key stands twice, so that no two records share a place."""
        index = self._indexes.get(path, 0)
        self._indexes[path] = index + 1
        return index

    def _header(self, path: Path) -> Iterator[Header]:
        try:
            found = self._window.value(MAX_RECORD)
            yield Header(path, found.decoded, hides=self._window.holds(found, self._layout.opening))
        except TooLarge:
            yield Header(path, None)
            self._window.skip()
        except Damaged:
            yield Header(path, None)
            raise

    def _element(self, path: Path) -> Iterator[Element]:
        opened = self._window.peek() in ("{", "[")
        start = self._window.place
        if opened:
            self._last = start
        try:
            found = self._window.value(MAX_RECORD)
        except TooLarge:
            self._broken = Element(path, start, start, fault="limit-reached")
            self._window.skip()
            self._broken = None
            yield Element(path, start, self._window.place, fault="limit-reached")
        except Damaged:
            if opened:
                self._broken = Element(path, start, start, fault="record-unreadable")
            raise
        else:
            yield _element(path, found)

    def _behind_damage(self) -> Iterator[Item]:
        """Whatever begins like a record after the last one that was opened."""
        window, layout = self._window, self._layout
        window.forward(self._last + 1)
        broken = self._broken
        pattern = layout.opening if layout.section is None else re.compile(f"{layout.opening.pattern}|{layout.section.pattern}")
        array = self._array
        tries = 0
        while True:
            found = window.find(pattern)
            start = window.place
            if broken is not None:
                yield replace(broken, end=start)
                broken = None
            if found is None:
                return
            resume = start + 1
            if layout.section is not None and (key := found.groupdict().get("section")):
                array = (*array[:-2], self._next_index(array[:-2]), array[-1])
                window.forward(start + len(found.group()))
                window.peek()
                resume = window.place
                yield self._section((*array[:-1], key))
            else:
                path = (*array, self._next_index(array))
                tries += 1
                try:
                    if tries > _MAX_TRIES:
                        raise TooLarge
                    found_value = window.value(_MAX_BEHIND_DAMAGE)
                except Damaged:
                    broken = Element(path, start, start, fault="record-unreadable")
                except TooLarge:
                    broken = Element(path, start, start, fault="limit-reached")
                else:
                    tries = 0
                    yield _element(path, found_value)
            window.back(resume)

    def _section(self, path: Path) -> Header:
        """The first value of a container of records, which says whose they are."""
        try:
            return Header(path, self._window.value(_MAX_BEHIND_DAMAGE).decoded)
        except (Damaged, TooLarge):
            return Header(path, None)


def _element(path: Path, found: Value) -> Element:
    fault = "limit-reached" if found.deep else None
    return Element(path, found.start, found.end, found.decoded, fault, found.repeated, found.replaced)
