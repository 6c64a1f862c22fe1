"""Cuts a WhatsApp text into pieces, one for each header with all that follows it up to the next, in one pass and flat memory.

A line ends with LF or CR LF. A CR alone, U+2028, U+0085 and the like end no line: WhatsApp does not write them as line ends, and a
person can put them into a message.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol, TypeAlias

_CHUNK = 1 << 20
_HEADER = 1024
"""Bytes of an unfinished line that are enough to tell whether it begins with a header."""
LONGEST = 4 << 20
"""Bytes that one piece may have; WhatsApp allows 65,536 characters. The rest of a longer one is cut off and listed as unread."""


Piece: TypeAlias = tuple[int, int, re.Match[bytes] | None, bytes, int, int]
"""A header with its text, or text without a header: its first and past-the-last byte in the file as stored; the match of the
header, None for text before the first header or the rest of one over `LONGEST`; UTF-8 bytes to which the match and the last two
refer; its first and past-the-last byte in them."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def bom(head: bytes) -> tuple[int, str]:
    """How many bytes the byte order mark at the beginning has, and the encoding it tells; 0 and `utf-8` without one."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return len(mark), encoding
    return 0, "utf-8"


def pieces(stream: BinaryIO, header: re.Pattern[bytes], size: int) -> Iterator[Piece]:
    """The pieces of a text file of `size` bytes, without its byte order mark. They leave out no byte."""
    head = stream.read(3)
    skip, encoding = bom(head)
    rest = _Begun(head[skip:], stream)
    if encoding == "utf-8":
        return _cut(rest, header, skip)
    return _in_stored_bytes(_cut(_Utf8(rest, encoding), header, 0), skip, encoding, size)


def _cut(stream: _Readable, header: re.Pattern[bytes], base: int) -> Iterator[Piece]:
    # buffer[0] belongs to the piece before: a line feed where a header may follow. The file begins as if after one.
    buffer = b"\n"
    base -= 1
    while True:
        chunk = stream.read(_CHUNK)
        buffer += chunk
        stop = buffer.rfind(b"\n") + 1
        if not chunk or len(buffer) - stop > _HEADER:
            stop = len(buffer)
        held: re.Match[bytes] | None = None
        first = 1
        for found in header.finditer(buffer, 0, stop):
            place = found.start() + 1
            if place > first:
                yield base + first, base + place, held, buffer, first, place
            held, first = found, place
        if not chunk:
            if len(buffer) > first:
                yield base + first, base + len(buffer), held, buffer, first, len(buffer)
            return
        if held is None and stop > first:
            yield base + first, base + stop, None, buffer, first, stop
            first = stop
        elif len(buffer) - first > LONGEST:
            stop = _character_start(buffer, first + LONGEST)
            yield base + first, base + stop, held, buffer, first, stop
            first = stop
        base += first - 1
        buffer = buffer[first - 1 :]


def _character_start(buffer: bytes, place: int) -> int:
    """The nearest place at or before `place` that is not inside a UTF-8 character."""
    for back in range(4):
        if buffer[place - back] & 0xC0 != 0x80:
            return place - back
    return place


class _Begun:
    """A stream with what was already read of it put back: a member of a zip cannot be rewound."""

    def __init__(self, first: bytes, stream: _Readable) -> None:
        self._first = first
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """What was put back, then up to `size` bytes at a time; b"" at the end only."""
        first, self._first = self._first, b""
        return first or self._stream.read(size)


class _After:
    """A stream with some bytes of it, already read, put back before it."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._stream.read(size)


class _Utf8:
    """A UTF-16 stream as UTF-8. What cannot be decoded becomes U+FFFD, which has as many bytes in UTF-16 as what it stands for."""

    def __init__(self, stream: _Readable, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes of UTF-16, as UTF-8; b"" at the end only."""
        while True:
            chunk = self._stream.read(size)
            text = self._decoder.decode(chunk, final=not chunk)
            if text or not chunk:
                return text.encode("utf-8")


def _in_stored_bytes(found: Iterator[Piece], skip: int, encoding: str, size: int) -> Iterator[Piece]:
    """The same pieces with their places in the UTF-16 file; the last one ends where the file does."""
    place = skip
    before: Piece | None = None
    for _, _, header, buffer, first, last in found:
        if before is not None:
            yield before
        end = min(place + len(buffer[first:last].decode("utf-8", "replace").encode(encoding)), size)
        before = place, end, header, buffer, first, last
        place = end
    if before is not None:
        start, _, header, buffer, first, last = before
        yield start, size, header, buffer, first, last
