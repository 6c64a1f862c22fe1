"""Streams of members: they end at their limit, whatever the archive says, and raise SourceUnreadable where it is damaged."""

import gzip
import io
import os
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable
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
    """A file for the zip and tar modules that is opened when it is read, and closed when `OPEN_ZIPS` others were read since."""

    _open: ClassVar["OrderedDict[OnDemand, BinaryIO]"] = OrderedDict()

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        """For the file that `opened` gives as a stream that can be sought in."""
        self._opened = opened
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
        stream = self._open.pop(self, None) or self._opened()
        self._open[self] = stream
        while len(self._open) > OPEN_ZIPS:
            self._open.popitem(last=False)[1].close()
        return stream


class _Sought(io.RawIOBase):
    """A stream that is read and sought in."""

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True


class Part(_Sought):
    """A stretch of a file, as a stream that can be sought in."""

    def __init__(self, file: OnDemand, start: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = size
        self._at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as files do."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read goes. Raises SourceUnreadable where the file ends before the stretch does."""
        wanted = min(len(buffer), max(0, self._size - self._at))
        if not wanted:
            return 0
        try:
            self._file.seek(self._start + self._at)
            data = self._file.read(wanted)
        except OSError as error:
            raise SourceUnreadable("member-unreadable") from error
        if not data:
            raise SourceUnreadable("member-unreadable")
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class Unpacked(_Sought):
    """What gzip packed. Seeking backwards unpacks from the start again."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        super().__init__()
        self._packed = stream
        self._stream = gzip.GzipFile(fileobj=stream, mode="rb")
        self._limit = limit

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place counted from the start, or from here. Raises SourceUnreadable beyond the limit, or where it is damaged."""
        place = offset + (self._stream.tell() if whence == os.SEEK_CUR else 0)
        if whence == os.SEEK_END or place > self._limit:
            raise SourceUnreadable("limit-reached")
        try:
            return self._stream.seek(place)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceUnreadable("member-unreadable") from error

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read goes. Raises SourceUnreadable: damaged, or more than the limit."""
        try:
            data = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise SourceUnreadable("member-unreadable") from error
        if self._stream.tell() > self._limit:
            raise SourceUnreadable("limit-reached")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


class Rewound(_Sought):
    """A stream that only goes forward, as one that can be sought in: going back opens it anew and reads up to the place."""

    def __init__(self, opened: Callable[[], BinaryIO], size: int) -> None:
        super().__init__()
        self._opened = opened
        self._size = size
        self._stream = opened()
        self._at = self._wanted = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as files do; the way there is only gone when something is read."""
        self._wanted = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._wanted, os.SEEK_END: self._size}[whence])
        return self._wanted

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read goes. Raises SourceUnreadable."""
        if self._wanted < self._at:
            self._stream.close()
            self._stream = self._opened()
            self._at = 0
        while self._at < self._wanted:
            passed = len(self._stream.read(min(1 << 20, self._wanted - self._at)))
            if not passed:
                return 0
            self._at += passed
        data = self._stream.read(len(buffer))
        self._at += len(data)
        self._wanted = self._at
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the stream."""
        if not self.closed:
            self._stream.close()
        super().close()
