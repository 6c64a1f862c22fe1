"""The files of a tar, plain or packed by gzip. Links and devices are listed and hold nothing of their own."""

import io
import tarfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from gawah.readers._archive import Entry, Opened, damaged
from gawah.readers._member_stream import OnDemand, Part
from gawah.records.digest import sha256, sha256_stream
from gawah.records.errors import SourceUnreadable

_MOST_AT_ONCE = 4 << 20
"""Bytes that reading the table of contents may ask for at once; a header that wants more is no honest one."""
_REMEMBERED = 1 << 20
_REMEMBERED_IN_ALL = 64 << 20
MAX_ENTRIES = 1_000_000


class TarArchive:
    """A tar. One packed by gzip is read through once, when it is opened: small files are remembered, all digests are known."""

    def __init__(self, opened: Opened, *, packed: bool = False) -> None:
        """Read the table of contents, as far as it can be read."""
        self._file = OnDemand(opened)
        self._packed = packed
        self._free = _REMEMBERED_IN_ALL
        self.faults: list[str] = []
        self.entries: list[Entry] = []
        try:
            for entry in self._listed():
                self.entries.append(entry)
                if len(self.entries) >= MAX_ENTRIES:
                    self.faults.append("limit-reached")
                    break
        except SourceUnreadable as error:
            self.faults.append("limit-reached" if "limit-reached" in str(error) else "member-unreadable")
        except (tarfile.TarError, OSError, ValueError, EOFError, OverflowError, RecursionError):
            self.faults.append("member-unreadable")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _listed(self) -> Iterator[Entry]:
        with tarfile.open(fileobj=cast("IO[bytes]", _Sparing(self._file)), mode="r:", errors="surrogateescape") as archive:
            while (info := archive.next()) is not None:
                cast("Any", archive).members = []  # it would remember every header
                if not info.isdir():
                    yield self._entry(info)

    def _entry(self, info: tarfile.TarInfo) -> Entry:
        name = info.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        at, size = info.offset_data, info.size

        def opened() -> BinaryIO:
            return io.BufferedReader(Part(self._file, at, size), 1 << 20)

        entry = Entry(name=name, size=size, stored=max(size, 1), opened=opened)
        if not info.isreg() or info.issparse():
            entry.refused, entry.size = "member-unreadable", 0
        elif not self._packed:
            entry.seekable = entry.opened
        else:
            self._look_through(entry)
        return entry

    def _look_through(self, entry: Entry) -> None:
        """While passing by: what is passed once more costs unpacking everything before it again."""
        with entry.opened() as stream:
            if entry.size <= min(_REMEMBERED, self._free):
                data = stream.read()
                if len(data) != entry.size:
                    raise damaged()
                self._free -= len(data)
                entry.opened = entry.seekable = lambda: io.BytesIO(data)
                entry.sha256 = sha256(data)
            else:
                entry.sha256, found = sha256_stream(stream)
                if found != entry.size:
                    raise damaged()


class _Sparing(io.RawIOBase):
    """A file for the tar module that gives no more at once than a header may honestly want."""

    def __init__(self, file: OnDemand) -> None:
        super().__init__()
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes. Raises SourceUnreadable when asked for too many."""
        if not 0 <= size <= _MOST_AT_ONCE:
            raise damaged()
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place, as files do."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place of the next byte."""
        return self._file.tell()

    def seekable(self) -> bool:
        """True."""
        return True
