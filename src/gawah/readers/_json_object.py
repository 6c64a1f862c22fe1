"""A JSON object on a line or in a column, decoded twice: by Python's json for reading, by msgspec and ijson for counting.

Both keep to one rule: what is no JSON (RFC 8259; NaN is none), is no object or nests deeper than 200 is None, of a key that stands
twice the first value is taken, and half a surrogate pair and bytes that are no UTF-8 cost no more than their character.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NoReturn

from gawah.readers._json_count import blocks
from gawah.readers._json_window import MAX_DEPTH

_LONGEST_INTEGER = 25
_SIGN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_DISGUISED = re.compile(r"\\u00[4-7]")
"""A letter of a key written as an escape."""


def as_object(text: str) -> tuple[dict[str, Any] | None, bool]:
    """The object; and whether a key stood twice in it."""
    repeated = False

    def first(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found: dict[str, Any] = {}
        for key, value in pairs:
            repeated = repeated or key in found
            found.setdefault(key, value)
        return found

    if _nests(text):
        return None, False
    try:
        value = json.loads(text, object_pairs_hook=first, parse_int=_integer, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None, False
    return (value, repeated) if isinstance(value, dict) else (None, False)


def plain_object(text: str, *keys: str) -> dict[str, Any] | None:
    """The object, found apart from `as_object`; `keys` are those whose values are looked at, should they stand twice."""
    import msgspec

    if _nests(text):
        return None
    if all(text.count(f'"{key}"') < 2 for key in keys) and not _DISGUISED.search(text):
        try:
            value = msgspec.json.decode(text)
        except (ValueError, RecursionError):
            pass  # msgspec refuses half a surrogate pair and a number beyond a double, too
        else:
            return value if isinstance(value, dict) else None
    return _slowly(text)


def values(stream: BinaryIO, level: int) -> Iterator[object]:
    """The values that lie in `level` arrays (0 is the root), as ijson gives them; None for one that nests too deep.

    Raises:
        ijson.JSONError: The file is damaged.
    """
    import ijson  # type: ignore[import-untyped]

    built, events = _Built(level), ijson.sendable_list()
    parser = ijson.basic_parse_coro(events)
    for _, block in blocks(stream):
        parser.send(block)
        yield from built.send(events)
        events.clear()
    parser.send(b"\n")  # else yajl would say nothing of a text or word without end behind everything
    parser.close()
    yield from built.send(events)


class _Built:
    """Builds values from ijson's events, with no recursion and no more levels than may be."""

    def __init__(self, level: int) -> None:
        self._level = level
        self._depth = 0
        self._held: list[dict[str, object] | list[object]] = []
        self._key = ""
        self._deep = False

    def send(self, events: Iterable[tuple[str, Any]]) -> Iterator[object]:
        """The values that these events complete."""
        for kind, value in events:
            if kind == "map_key":
                self._key = value
            elif kind.startswith("end_"):
                self._depth -= 1
                inside = self._depth - self._level
                if inside < 0 or inside >= len(self._held):
                    continue
                ended = self._held.pop()
                if not inside:
                    yield None if self._deep else ended
                    self._deep = False
            elif kind == "start_map":
                self._opened({})
            elif kind == "start_array":
                self._opened([])
            elif self._depth == self._level:
                yield value
            else:
                self._put(value)

    def _opened(self, container: dict[str, object] | list[object]) -> None:
        self._put(container)
        inside = self._depth - self._level
        if inside == len(self._held) < MAX_DEPTH:
            self._held.append(container)
        elif inside >= MAX_DEPTH:
            self._deep = True
        self._depth += 1

    def _put(self, value: object) -> None:
        """In the innermost container, if it is one that is kept; the first value of a key stands."""
        if not self._held or self._depth - self._level != len(self._held):
            return
        inner = self._held[-1]
        if isinstance(inner, dict):
            inner.setdefault(self._key, value)
        else:
            inner.append(value)


def _slowly(text: str) -> dict[str, Any] | None:
    import ijson

    if text.startswith("\ufeff"):
        return None
    try:
        (value,) = values(io.BytesIO(text.encode(errors="replace")), 0)
    except (ijson.JSONError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _nests(text: str) -> bool:
    """Whether containers nest deeper than may be; told before anything is decoded."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    depth = 0
    for found in _SIGN.finditer(text):
        sign = found.group()
        depth += (sign in "{[") - (sign in "}]")
        if depth > MAX_DEPTH:
            return True
    return False


def _integer(text: str) -> int | float:
    return int(text) if len(text) < _LONGEST_INTEGER else float(text)


def _refuse(_constant: str) -> NoReturn:
    raise ValueError
