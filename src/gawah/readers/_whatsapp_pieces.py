"""Cuts a WhatsApp text into pieces, one for each header with all that follows it up to the next, in one pass and flat memory.

A line ends with LF or CR LF. A CR alone, U+2028, U+0085 and the like end no line: WhatsApp does not write them as line ends, and a
person can put them into a message.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, TypeAlias

_CHUNK = 48 << 10
_HEADER = 1024
"""Bytes of an unfinished line that are enough to tell whether it begins with a header."""
LONGEST = 4 << 20
"""Bytes that one piece may have; WhatsApp allows 65,536 characters. What a longer one has more is cut off and listed as unread."""
_BLANK = re.compile(rb"(?:[ \t\r\n]|\xc2\xa0|\xe2\x80[\x8b\x8e\x8f\xaa-\xaf]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf|\xd8\x9c)*")


@dataclass(slots=True)
class Loose:
    """Text without a header: before the first one, or the rest of a piece over `LONGEST`.

    Attributes:
        size: Its bytes in the file as stored.
        lines: The line ends in it.
        blank: Nothing but space and invisible marks.
    """

    size: int = 0
    lines: int = 0
    blank: bool = True

    def add(self, text: bytes, measure: "_Measure") -> None:
        """Take note of more of it."""
        if text:
            self.size += measure(text)
            self.lines += text.count(b"\n")
            self.blank = self.blank and _BLANK.fullmatch(text) is not None


@dataclass(slots=True)
class Region:
    """Some pieces that follow each other, as columns.

    Attributes:
        start: The first byte in the file as stored.
        loose: Text without a header before the first piece; it lies at `start`.
        before, time: Groups 1 and 3 of each header.
        text: What follows each header, without the last line feed.
        size: Bytes of each piece in the file as stored. With `loose.size` they leave out no byte.
    """

    start: int
    loose: Loose | None = None
    before: list[bytes] = field(default_factory=list)
    time: list[bytes] = field(default_factory=list)
    text: list[bytes] = field(default_factory=list)
    size: list[int] = field(default_factory=list)


_Measure: TypeAlias = Callable[[bytes], int]
"""How many bytes a piece of UTF-8 has in the file as stored."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def bom(head: bytes) -> tuple[int, str]:
    """How many bytes the byte order mark at the beginning has, and the encoding it tells; 0 and `utf-8` without one."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return len(mark), encoding
    return 0, "utf-8"


def regions(stream: BinaryIO, header: re.Pattern[bytes], size: int) -> Iterator[Region]:
    """The pieces of a text file of `size` bytes, without its byte order mark."""
    head = stream.read(3)
    skip, encoding = bom(head)
    text = _After(head[skip:], stream)
    if encoding == "utf-8":
        return _cut(text, header, skip, size, len)
    return _cut(_Utf8(text, encoding), header, skip, size, lambda data: len(data.decode("utf-8", "replace").encode(encoding)))


def _cut(stream: _Readable, header: re.Pattern[bytes], place: int, size: int, measure: _Measure) -> Iterator[Region]:
    # buffer[0] belongs to the piece before: a line feed where a header may follow. The file begins as if after one.
    buffer = chunk = b"\n"
    loose = Loose()
    while chunk:
        chunk = stream.read(_CHUNK)
        buffer += chunk
        stop = _stop(buffer, at_end=not chunk)
        whole_lines = buffer[stop : stop + 1] == b"\n"
        keep = stop if whole_lines else stop - 1
        # What stands before the first header; then, for each, groups 1 to 4 of the header and the text.
        columns = header.split(buffer[:stop])
        loose.add(buffer[1 : (len(columns[0]) if len(columns) > 1 else keep) + 1], measure)
        if len(columns) > 1:
            last = stop - sum(len(columns[column]) for column in (-5, -3, -2, -1)) - 1
            if chunk and len(buffer) - last <= LONGEST:
                keep = last
                del columns[-5:]
        if len(columns) > 1:
            region = _region(columns, place, loose, measure)
            place += loose.size + sum(region.size)
            wrong = 0 if whole_lines else -measure(b"\n")
            region.size[-1] += size - place if not chunk else wrong
            place += wrong
            loose = Loose()
            yield region
        buffer = buffer[max(keep, 0) :]
    if loose.size:
        loose.size = size - place
        yield Region(start=place, loose=loose)


def _stop(buffer: bytes, *, at_end: bool) -> int:
    """Up to where headers can be looked for: the last line feed, or further where the line after it is long enough to tell."""
    stop = buffer.rfind(b"\n")
    if at_end:
        return stop if stop == len(buffer) - 1 else len(buffer)
    if len(buffer) - stop <= _HEADER:
        return max(stop, 0)
    for back in (1, 2, 3):  # not inside a UTF-8 character
        byte = buffer[-back]
        if byte >= 0xC0:
            return len(buffer) - back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else len(buffer)
        if byte < 0x80:
            break
    return len(buffer)


def _region(columns: list[bytes], place: int, loose: Loose, measure: _Measure) -> Region:
    before, time, after, text = columns[1::5], columns[3::5], columns[4::5], columns[5::5]
    if measure is len:
        size = [len(a) + len(b) + len(c) + len(d) + 1 for a, b, c, d in zip(before, time, after, text, strict=True)]
    else:
        size = [measure(b"".join(piece) + b"\n") for piece in zip(before, time, after, text, strict=True)]
    return Region(start=place, loose=loose if loose.size else None, before=before, time=time, text=text, size=size)


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
