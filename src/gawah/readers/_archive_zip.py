"""The files of a zip, after the PKWARE APPNOTE 6.3.10: the central directory is believed, no local header is searched for."""

import io
import struct
import zipfile
import zlib
from typing import IO, BinaryIO, cast

from gawah.readers._archive import Entry, Opened, Packed, Unlock, damaged
from gawah.readers._member_stream import OnDemand, Part, ZipStream
from gawah.records.errors import SourceUnreadable

_LOCAL = struct.Struct("<4s22xHH")
_ENCRYPTED, _DESCRIPTOR = 0x1, 0x8
_BUFFER = 1 << 20


class ZipArchive:
    """A zip. Encrypted files are opened by `unlock`, where a person gave the password."""

    def __init__(self, opened: Opened, unlock: Unlock | None) -> None:
        """Read the central directory. Raises SourceUnreadable when there is none, or it cannot be read."""
        self._file = OnDemand(opened)
        self._unlock = unlock
        self.faults: list[str] = []
        try:
            self._zip = zipfile.ZipFile(cast("IO[bytes]", self._file))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            self._file.close()
            raise damaged() from error
        self.entries = [self._entry(info) for info in self._zip.infolist() if not info.filename.endswith("/")]

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    def _entry(self, info: zipfile.ZipInfo) -> Entry:
        entry = Entry(name=info.filename, size=info.file_size, stored=info.compress_size, opened=lambda: self._plain(info))
        if info.flag_bits & _ENCRYPTED:
            entry.opened = lambda: self._unlocked(info)
            entry.refused = None if self._opens(info) else "member-encrypted"
        elif info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size:
            entry.seekable = lambda: self._part(info)
        return entry

    def _plain(self, info: zipfile.ZipInfo) -> BinaryIO:
        try:
            return io.BufferedReader(ZipStream(self._zip.open(info), info.file_size), _BUFFER)
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
            raise damaged() from error

    def _part(self, info: zipfile.ZipInfo) -> BinaryIO:
        """The bytes as stored, behind the local header."""
        try:
            self._file.seek(info.header_offset)
            magic, name, extra = _LOCAL.unpack(self._file.read(_LOCAL.size))
        except (struct.error, OSError) as error:
            raise damaged() from error
        if magic != b"PK\x03\x04":
            raise damaged()
        return io.BufferedReader(Part(self._file, info.header_offset + _LOCAL.size + name + extra, info.compress_size))

    def _packed(self, info: zipfile.ZipInfo) -> Packed:
        check = info.date_time[3] << 3 | info.date_time[4] >> 3 if info.flag_bits & _DESCRIPTOR else info.CRC >> 24
        return Packed(
            raw=lambda: self._part(info),
            stored=info.compress_size,
            size=info.file_size,
            crc32=info.CRC,
            extra=info.extra,
            method=info.compress_type,
            check=check & 0xFF,
        )

    def _opens(self, info: zipfile.ZipInfo) -> bool:
        if self._unlock is None:
            return False
        try:
            stream = self._unlock(self._packed(info))
        except SourceUnreadable:
            return True  # the password is right and the bytes are damaged: opening it says so
        if stream is None:
            return False
        stream.close()
        return True

    def _unlocked(self, info: zipfile.ZipInfo) -> BinaryIO:
        stream = self._unlock(self._packed(info)) if self._unlock is not None else None
        if stream is None:
            raise SourceUnreadable("member-encrypted")
        return stream
