"""Streams of members: a zip's, which may lie about itself, and files that are opened only while they are read."""

import io
import os
import zipfile
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import IO, BinaryIO, ClassVar

from gawah.records.errors import SourceUnreadable

OPEN_ZIPS = 32
"""Zips whose file is open at once, however many are looked into: a process may open only so many files."""


class ZipStream(io.RawIOBase):
    """A zip member's bytes; refuses to give more than the container states, and turns the zip module's errors into ours."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read goes. Raises SourceUnreadable: damaged, or longer than it was stated to be."""
        try:
            data = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise SourceUnreadable("member-unreadable") from error
        self._left -= len(data)
        if self._left < 0:
            raise SourceUnreadable("limit-reached")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the member."""
        if not self.closed:
            self._stream.close()
        super().close()


class OnDemand:
    """A file for the zip module that is opened when it is read, and closed when `OPEN_ZIPS` others were read since."""

    _open: ClassVar["OrderedDict[OnDemand, BinaryIO]"] = OrderedDict()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        stream = self._stream()
        stream.seek(self._at)
        data = stream.read(size)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as files do. Raises OSError before the first byte."""
        if whence == os.SEEK_END:
            offset += self._stream().seek(0, os.SEEK_END)
        elif whence == os.SEEK_CUR:
            offset += self._at
        if offset < 0:
            raise OSError("before the file's first byte")
        self._at = offset
        return offset

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seekable(self) -> bool:
        """True."""
        return True

    def close(self) -> None:
        """Close the file where it is open."""
        if self in self._open:
            self._open.pop(self).close()

    def _stream(self) -> BinaryIO:
        stream = self._open.pop(self, None) or self._path.open("rb")
        self._open[self] = stream
        while len(self._open) > OPEN_ZIPS:
            self._open.popitem(last=False)[1].close()
        return stream
