"""Cuts a WhatsApp text into pieces, one for each header with all that follows it up to the next, in one pass and flat memory.

A line ends with LF or CR LF. A CR alone, U+2028, U+0085 and the like end no line: WhatsApp does not write them as line ends, and a
person can put them into a message.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress
from typing import BinaryIO, Protocol, TypeAlias

from gawah.readers._whatsapp_header import narrow, pattern

_CHUNK = 24 << 10
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
        before, time, after: Groups 1, 3 and 4 of each header.
        text: What follows each header, without the last line feed.
        feeds: The line feeds inside each text.
        total: Bytes of all pieces in the file as stored. With `loose.size` they leave out no byte.
    """

    start: int
    loose: Loose | None = None
    before: list[bytes] = field(default_factory=list)
    time: list[bytes] = field(default_factory=list)
    after: list[bytes] = field(default_factory=list)
    text: list[bytes] = field(default_factory=list)
    feeds: list[int] = field(default_factory=list)
    total: int = 0
    measure: "_Measure" = len

    def sizes(self) -> list[int]:
        """Bytes of each piece in the file as stored. Worked out when asked for: the survey never asks."""
        if not self.text:
            return []
        columns = self.before, self.time, self.after, self.text
        if self.measure is len:
            found = [a + b + c + d + 1 for a, b, c, d in zip(*(map(len, column) for column in columns), strict=True)]
        else:
            found = [self.measure(b"".join(piece) + b"\n") for piece in zip(*columns, strict=True)]
        found[-1] += self.total - sum(found)
        return found


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
    knife = Knife(header)
    while chunk:
        chunk = stream.read(_CHUNK)
        buffer += chunk
        stop = _stop(buffer, at_end=not chunk)
        whole_lines = buffer[stop : stop + 1] == b"\n"
        keep = stop if whole_lines else stop - 1
        columns, feeds = knife.split(buffer[:stop])
        first = len(columns[0]) if len(columns) > 1 else keep
        loose.add(buffer[1 : first + 1], measure)
        if len(columns) > 1:
            last = stop - sum(len(columns[column]) for column in (-5, -3, -2, -1)) - 1
            if chunk and len(buffer) - last <= LONGEST:
                keep = last
                del columns[-5:], feeds[-1:]
        if len(columns) > 1:
            start, place = place, place + loose.size
            total = measure(buffer[first + 1 : keep + 1]) if chunk else size - place
            place += total
            headers = {"before": columns[1::5], "time": columns[3::5], "after": columns[4::5]}
            found = loose if loose.size else None
            yield Region(start=start, loose=found, **headers, text=columns[5::5], feeds=feeds, total=total, measure=measure)
            loose = Loose()
        buffer = buffer[max(keep, 0) :]
    if loose.size:
        loose.size = size - place
        yield Region(start=place, loose=loose)


class Knife:
    """Splits text at its headers.

    A file has mostly one form of header, for which `headers.narrow` gives a pattern of less than half the cost. All that it leaves
    uncut is searched with the full pattern; once that finds a header there, the full one is used to the end of the file.
    """

    def __init__(self, full: re.Pattern[bytes]) -> None:
        self._full = full
        self._narrow: re.Pattern[bytes] | None = None
        self._chosen = full is not pattern()

    def split(self, buffer: bytes) -> tuple[list[bytes], list[int]]:
        """What stands before the first header, then, for each, groups 1 to 4 and the text; and the line feeds in each text."""
        if self._narrow is not None:
            columns = self._narrow.split(buffer)
            texts = columns[5::5]
            feeds = [text.count(b"\n") for text in texts]
            # NUL keeps the beginning of a text, which follows a header, from being taken for a line of its own.
            if self._full.search(b"\n\0".join((columns[0], *compress(texts, feeds)))) is None:
                return columns, feeds
            self._narrow = None
        columns = self._full.split(buffer)
        if not self._chosen and len(columns) > 1:
            self._chosen = True
            self._narrow = narrow(columns[1] + columns[3] + columns[4])
        return columns, [text.count(b"\n") for text in columns[5::5]]


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
