"""How many records a JSON file holds, counted by ijson (yajl) apart from `_json`, which reads them.

Both keep to one rule. An array element counts as soon as it is opened. Where the structure breaks, what counts from there on is
every place, after the start of the last record opened, that begins as the layout says that records begin.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import ijson  # type: ignore[import-untyped]

from gawah.readers._json import MAX_RECORD, Layout, Path

_BLOCK = 1 << 18
_UP_TO_AN_OPENING = re.compile(rb"[^{\[]*[{\[]|[^{\[]+")
_OVERLAP = 256
_LONG_INTEGER = re.compile(r"(?<![^ \t\r\n,:\[-])(?<![eE]-)(\d)\d(\d{298,})(?![\d.eE])")
"""Begins where a value may, so that no escape in a text (`\\u0020` and digits) is broken up."""
_LONG_EXPONENT = re.compile(r"(?<=\d)([eE][+-]?)(\d{4,})")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_INVALID_BYTE = re.compile("[\udc80-\udcff]")


def records(opened: Callable[[], BinaryIO], layout: Layout) -> int:
    """The number of records. `opened` is called again when the file is damaged."""
    count = _Count(layout)
    with opened() as stream:
        last_block = _feed(count, stream)
    if count.whole:
        return count.records
    precise = _Count(layout)
    with opened() as stream:
        _feed(precise, stream, bytewise_from=last_block)
    with opened() as stream:
        return count.records + _openings(stream, precise.last + 1, re.compile(layout.opening.pattern.encode("latin-1")))


class _Count:
    """Takes ijson's events and counts the records among them.

    Attributes:
        records: Counted so far.
        whole: The file came to its proper end.
        last: Byte at which the last record opened, when fed in pieces; -1 when none was.
        at: The byte that is being fed.
        block, last_block: The block being fed, and that in which the last record opened.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._path: list[str | int] = []
        self._inside: list[str] = []
        self._skipping = 0
        self._rooted = False
        self._root = -1
        self.records = 0
        self.whole = False
        self.last = -1
        self.at = 0
        self.block = self.last_block = 0

    def send(self, event: tuple[str, Any]) -> None:
        """Take one event of `ijson.basic_parse`."""
        kind, value = event
        if self._skipping:
            self._skipping += kind.startswith("start_") - kind.startswith("end_")
            if not self._skipping:
                self._next()
        elif kind == "map_key":
            self._path[-1] = value
            if self._layout.record_key == value and len(self._path) == 1 and not self._rooted:
                self._rooted, self.records, self.last, self.last_block = True, 1, self._root, self.block
        elif kind.startswith("end_"):
            self._inside.pop()
            self._path.pop()
            self._next()
        else:
            self._begin(kind)

    def _begin(self, kind: str) -> None:
        record = bool(self._inside) and self._inside[-1] == "records"
        opens = kind.startswith("start_")
        if record and not self._rooted:
            self.records += 1
            if opens:
                self.last, self.last_block = self.at, self.block
        if not opens:
            self._next()
            return
        if not self._inside:
            self._root = self.at
        path: Path = tuple(self._path)
        step = "value" if record else self._layout.step(path, "{" if kind == "start_map" else "[")
        if step in ("value", "record"):
            self._skipping = 1
        else:
            self._inside.append(step)
            self._path.append(0 if kind == "start_array" else "")

    def _next(self) -> None:
        if self._path and isinstance(self._path[-1], int):
            self._path[-1] += 1


def _feed(count: _Count, stream: BinaryIO, bytewise_from: int | None = None) -> int:
    """Feed the stream to ijson and return the block in which the last record opened.

    With `bytewise_from` that block and the first (in which the root opens) are fed in pieces that end where something opens, and
    nothing after it. Byte by byte would take the square of the time: yajl begins a token anew with every piece that it is given.
    """
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events)
    try:
        for number, (start, block) in enumerate(blocks(stream)):
            count.block = number
            if bytewise_from is not None and number > bytewise_from:
                return count.last_block
            pieces = [block] if bytewise_from is None or 0 < number < bytewise_from else _UP_TO_AN_OPENING.findall(block)
            at = start
            for piece in pieces:
                at += len(piece)
                count.at = at - 1
                try:
                    parser.send(piece)
                finally:
                    _pass_on(events, count)
        parser.send(b"\n")  # else yajl would say nothing of a text or word without end behind everything
        parser.close()
        _pass_on(events, count)
        count.whole = True
    except ijson.JSONError:
        _pass_on(events, count)
    return count.last_block


def _pass_on(events: Any, count: _Count) -> None:
    for event in events:
        count.send(event)
    events.clear()


def blocks(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The stream in blocks of its own length in which yajl takes offence at nothing that the reader lets pass, with their places.

    Bytes that are no UTF-8 and lone surrogates lose their value, integers beyond Python's limit become fractions; the vertical tab
    and the form feed, which yajl takes for white space, become NUL, which nobody does.
    """
    carry = stream.read(3)
    place = 0
    if carry == b"\xef\xbb\xbf":
        place, carry = 3, b""
    pieces, held = [carry], len(carry)
    while data := stream.read(_BLOCK):
        cut = _clean_cut(data)
        if not cut and held < MAX_RECORD:
            pieces.append(data)
            held += len(data)
            continue
        block = b"".join((*pieces, data[:cut]))
        yield place, _harmless(block)
        place += len(block)
        pieces, held = [data[cut:]], len(data) - cut
    if block := b"".join(pieces):
        yield place, _harmless(block)


def _clean_cut(data: bytes) -> int:
    """A place in the block that cuts no number, escape or character: behind the last of JSON's own signs and blanks."""
    return max(data.rfind(sign) + 1 for sign in (b",", b" ", b'"', b"{", b"}", b"[", b"]", b":", b"\n"))


def _harmless(block: bytes) -> bytes:
    text = block.decode("utf-8", "surrogateescape")
    text = _INVALID_BYTE.sub("?", text)
    text = _SURROGATE.sub(r"\\u0020", text)
    text = _LONG_INTEGER.sub(r"\1.\2", text)
    text = _LONG_EXPONENT.sub(lambda found: found.group(1) + "0" * len(found.group(2)), text)
    return text.translate({0x0B: 0, 0x0C: 0}).encode()


def _openings(stream: BinaryIO, start: int, opening: re.Pattern[bytes]) -> int:
    """How often a record begins at or after byte `start`."""
    count = 0
    place = 0
    kept = b""
    while True:
        data = stream.read(_BLOCK)
        window = kept + data
        begin = place - len(kept)
        # What begins in the last bytes is left for the next window, which shows it whole.
        end = len(window) - _OVERLAP if data else len(window)
        count += sum(start <= begin + found.start() and found.start() < end for found in opening.finditer(window))
        if not data:
            return count
        place += len(data)
        kept = window[max(end, 0) :]
