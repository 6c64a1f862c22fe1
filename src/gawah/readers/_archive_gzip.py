"""What gzip packed (RFC 1952): a tar, or one file. A packed web archive is left alone: its records are packed one by one."""

import io
import struct
from pathlib import PurePosixPath
from typing import BinaryIO

from gawah.readers._archive import HEAD, Archive, Entry, Opened
from gawah.readers._archive_tar import TarArchive
from gawah.readers._member_stream import Unpacked
from gawah.records.errors import SourceUnreadable

MAX_RATIO = 200
_RATIO_FREE = 16 << 20
_WEB_ARCHIVE = (b"WARC/", b"filedesc:")


class GzipFile:
    """One file packed by gzip, as an archive of one; its name is that which gzip kept, or `unpacked`."""

    def __init__(self, opened: Opened, size: int) -> None:
        """Read the name. The size of what comes out is only known when all of it was read; a file beyond the ratio is refused."""
        limit = limit_of(size)
        self.faults: list[str] = []

        def unpacked() -> BinaryIO:
            return io.BufferedReader(Unpacked(opened(), limit), 1 << 20)

        found, refused = 0, None
        try:
            with unpacked() as stream:
                while block := stream.read(1 << 20):
                    found += len(block)
        except SourceUnreadable as error:
            refused = str(error)
        self.entries = [Entry(name=_name(opened), size=found, stored=size, opened=unpacked, refused=refused)]

    def close(self) -> None:
        """Nothing is held open."""


def packed_in(opened: Opened, size: int) -> Archive | None:
    """The tar or file that gzip packed; None for a web archive, and for what cannot be unpacked at all."""
    limit = limit_of(size)

    def unpacked() -> BinaryIO:
        return io.BufferedReader(Unpacked(opened(), limit), 1 << 20)

    try:
        with unpacked() as stream:
            head = stream.read(HEAD)
    except SourceUnreadable:
        return None
    if head.startswith(_WEB_ARCHIVE):
        return None
    return TarArchive(unpacked, packed=True) if head[257:262] == b"ustar" else GzipFile(opened, size)


def limit_of(size: int) -> int:
    """How many bytes so many packed ones may become."""
    return max(_RATIO_FREE, MAX_RATIO * size)


def _name(opened: Opened) -> str:
    """FNAME of the header: behind ten bytes and an extra field, up to a zero byte, ISO 8859-1."""
    with opened() as stream:
        head = stream.read(4096)
    flags, at = head[3], 10
    if flags & 4 and len(head) >= 12:
        at += 2 + struct.unpack_from("<H", head, 10)[0]
    if not flags & 8 or (end := head.find(b"\0", at)) < at:
        return "unpacked"
    return PurePosixPath(head[at:end].decode("latin-1")).name or "unpacked"
