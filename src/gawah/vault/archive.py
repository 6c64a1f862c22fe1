"""A zip with some members left out or written anew; of all others every byte stays as it was (PKWARE APPNOTE 6.3.10).

What is kept is copied as it lies: local head, name, compressed data, and whatever stands before the next member. Of the central
directory the entries of kept members are copied too, with the places where they now lie; dates, attributes, comments and the order
stay. A zip that is not laid out plainly (bytes before it, members that share bytes, a directory that does not agree with itself) is
refused: there something could stay behind that should go.
"""

import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from gawah.records.digest import sha256_stream
from gawah.records.errors import BadInput

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END_64, _LOCATOR_64 = b"PK\x06\x06", b"PK\x06\x07"
_LOCAL_HEAD = struct.Struct("<4s5HLLLHH")
_CENTRAL_HEAD = struct.Struct("<4s6H3L5H2L")
_EXTRA_64 = 0x0001
_FULL_32, _FULL_16 = 0xFFFFFFFF, 0xFFFF
_ENCRYPTED, _DESCRIPTOR = 0x0001, 0x0008
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_COPY = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipMember:
    """One file of a zip.

    Attributes:
        ordinal: Its place in the central directory, from 1; folders are counted and cannot be chosen.
        name: As stated; personal.
        size: In bytes, uncompressed, as stated.
        start, end: Where its local head begins, and where the next member or the directory does.
        central: Its entry in the central directory, as it lies.
        encrypted: It cannot be read without a password.
    """

    ordinal: int
    name: str = field(repr=False)
    size: int
    start: int
    end: int
    central: bytes = field(repr=False)
    encrypted: bool


class Archive:
    """A zip that lies in a file one can go to any place of.

    Attributes:
        members: In the order of the central directory.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Look at the directory. Raises BadInput: no zip, or one that is not laid out plainly."""
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
            self._infos = self._zip.infolist()
            self._comment = self._zip.comment
            self.members = self._members(self._zip.start_dir)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error) as error:
            raise _not_plain() from error

    def read(self, member: ZipMember) -> bytes:
        """The member's bytes. Raises BadInput: encrypted, damaged, or longer than it says."""
        with self._opened(member) as stream:
            return _all(stream, member.size)

    def digest(self, member: ZipMember) -> str:
        """The SHA-256 of the member's bytes. Raises BadInput as `read`."""
        with self._opened(member) as stream:
            try:
                return sha256_stream(stream)[0]
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise BadInput("a file in this zip is damaged") from error

    def without(self, dropped: Collection[int], changed: Mapping[int, bytes]) -> Iterator[bytes]:
        """The bytes of the zip without the members with the ordinals `dropped`, and with other bytes for those in `changed`.

        Raises BadInput: a member to be changed is packed in a way that this cannot write.
        """
        central: dict[int, bytes] = {}
        place = 0
        for member in sorted(self.members, key=lambda one: one.start):
            if member.ordinal in dropped:
                continue
            if member.ordinal in changed:
                local, entry = self._packed(member, changed[member.ordinal])
                central[member.ordinal] = _moved(entry, place)
                place += len(local)
                yield local
            else:
                central[member.ordinal] = _moved(member.central, place)
                place += member.end - member.start
                yield from self._copied(member.start, member.end)
        directory = b"".join(central[ordinal] for ordinal in sorted(central))
        yield directory
        yield _end(len(central), len(directory), place, self._comment)

    def _members(self, start: int) -> tuple[ZipMember, ...]:
        entries = self._directory(start)
        if len(entries) != len(self._infos):
            raise _not_plain()
        places = sorted(info.header_offset for info in self._infos)
        nexts = dict(zip(places, [*places[1:], start], strict=True))
        if len(nexts) != len(self._infos) or (places and places[0] != 0):
            raise _not_plain()
        found = []
        for ordinal, (info, central) in enumerate(zip(self._infos, entries, strict=True), start=1):
            member = ZipMember(
                ordinal=ordinal,
                name=info.filename,
                size=info.file_size,
                start=info.header_offset,
                end=nexts[info.header_offset],
                central=central,
                encrypted=bool(info.flag_bits & _ENCRYPTED),
            )
            self._see_that_it_fits(member, info)
            found.append(member)
        return tuple(found)

    def _directory(self, start: int) -> list[bytes]:
        self._file.seek(start)
        directory, entries, at = self._file.read(), [], 0
        while directory.startswith(_CENTRAL, at):
            fields = _CENTRAL_HEAD.unpack_from(directory, at)
            size = _CENTRAL_HEAD.size + sum(fields[10:13])
            entries.append(directory[at : at + size])
            at += size
        if not directory.startswith((_END, _END_64), at):
            raise _not_plain()
        return entries

    def _see_that_it_fits(self, member: ZipMember, info: zipfile.ZipInfo) -> None:
        """Raise BadInput unless head and data lie where the directory says, before the next member begins."""
        self._file.seek(member.start)
        head = self._file.read(_LOCAL_HEAD.size)
        if len(head) < _LOCAL_HEAD.size or not head.startswith(_LOCAL):
            raise _not_plain()
        *_, name, extra = _LOCAL_HEAD.unpack(head)
        if member.start + _LOCAL_HEAD.size + name + extra + info.compress_size > member.end:
            raise _not_plain()

    def _opened(self, member: ZipMember) -> IO[bytes]:
        if member.encrypted:
            raise BadInput("this file in the zip is locked with a password: it can be taken out whole, not looked into")
        try:
            return self._zip.open(self._infos[member.ordinal - 1])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise BadInput("a file in this zip cannot be opened") from error

    def _copied(self, start: int, end: int) -> Iterator[bytes]:
        self._file.seek(start)
        while start < end:
            data = self._file.read(min(_COPY, end - start))
            if not data:
                raise _not_plain()
            start += len(data)
            yield data

    def _packed(self, member: ZipMember, data: bytes) -> tuple[bytes, bytes]:
        """Local head with data, and central entry, of a member that holds other bytes now; name, dates and attributes stay."""
        info = self._infos[member.ordinal - 1]
        if info.compress_type not in (_STORED, _DEFLATED) or member.encrypted:
            raise BadInput("a file in this zip is packed in a way that cannot be written anew; take it out whole")
        packed = data
        if info.compress_type == _DEFLATED:
            deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
            packed = deflater.compress(data) + deflater.flush()
        sizes = (zlib.crc32(data), len(packed), len(data))
        self._file.seek(member.start)
        head = list(_LOCAL_HEAD.unpack(self._file.read(_LOCAL_HEAD.size)))
        name, extra = self._file.read(head[9]), _without_64(self._file.read(head[10]))
        head[2] &= ~_DESCRIPTOR
        head[6:9], head[10] = sizes, len(extra)
        central = list(_CENTRAL_HEAD.unpack_from(member.central))
        named = member.central[_CENTRAL_HEAD.size : _CENTRAL_HEAD.size + central[10]]
        rest = member.central[_CENTRAL_HEAD.size + central[10] :]
        kept, comment = _without_64(rest[: central[11]]), rest[central[11] :]
        central[3] &= ~_DESCRIPTOR
        central[7:10], central[11], central[16] = sizes, len(kept), 0
        return _LOCAL_HEAD.pack(*head) + name + extra + packed, _CENTRAL_HEAD.pack(*central) + named + kept + comment


def _moved(central: bytes, place: int) -> bytes:
    """A central entry that says that its member lies at `place`."""
    fields = list(_CENTRAL_HEAD.unpack_from(central))
    start = _CENTRAL_HEAD.size + fields[10]
    if fields[16] != _FULL_32:
        if place >= _FULL_32:
            raise _not_plain()
        fields[16] = place
        return _CENTRAL_HEAD.pack(*fields) + central[_CENTRAL_HEAD.size :]
    extra = bytearray(central[start : start + fields[11]])
    # Section 4.5.3: uncompressed size, compressed size, place, each only where its own field is full.
    before = 8 * ((fields[9] == _FULL_32) + (fields[8] == _FULL_32))
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _EXTRA_64 and size >= before + 8:
            struct.pack_into("<Q", extra, at + 4 + before, place)
            return central[:start] + bytes(extra) + central[start + fields[11] :]
        at += 4 + size
    raise _not_plain()


def _without_64(extra: bytes) -> bytes:
    """The extra fields without the one for sizes beyond 4 GiB."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _EXTRA_64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]


def _end(count: int, size: int, place: int, comment: bytes) -> bytes:
    """The end of the central directory; with that of zip64 before it where a number needs it (section 4.3.14)."""
    far = b""
    if count >= _FULL_16 or size >= _FULL_32 or place >= _FULL_32:
        far = struct.pack("<4sQ2H2L4Q", _END_64, 44, 45, 45, 0, 0, count, count, size, place)
        far += struct.pack("<4sLQL", _LOCATOR_64, 0, place + size, 1)
    few, small, near = min(count, _FULL_16), min(size, _FULL_32), min(place, _FULL_32)
    return far + struct.pack("<4s4H2LH", _END, 0, 0, few, few, small, near, len(comment)) + comment


def _all(stream: IO[bytes], size: int) -> bytes:
    try:
        data = stream.read(size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadInput("a file in this zip is damaged") from error
    if len(data) != size:
        raise _not_plain()
    return data


def _not_plain() -> BadInput:
    return BadInput("this zip is not laid out plainly, so that a part could stay behind; erase it whole")
