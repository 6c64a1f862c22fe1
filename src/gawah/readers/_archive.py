"""What an archive is: files with names and sizes, each opened as a stream.

Nothing is unpacked to disk. Archives hold what strangers wrote: names are data, stated sizes may lie, and every stream stops at its
limit (evidence-and-security.md T3, B1 and B2).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, TypeAlias

from gawah.records.errors import SourceUnreadable

HEAD = 512
"""Bytes that tell what an archive is."""

Opened: TypeAlias = Callable[[], BinaryIO]


@dataclass(slots=True)
class Entry:
    """One file of an archive.

    Attributes:
        name: As the archive states it.
        size: In bytes, as the archive states it.
        stored: Bytes that it takes in the archive.
        opened: Opens its bytes. Raises SourceUnreadable.
        seekable: Opens its bytes as a stream that can be sought in without reading them through; None where there is no such way.
        refused: The problem code that keeps it closed, or None.
        sha256: Where it is known already.
    """

    name: str = field(repr=False)
    size: int
    stored: int
    opened: Opened
    seekable: Opened | None = None
    refused: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """How an encrypted file stands in a zip, for whoever holds its password.

    Attributes:
        raw: Opens the bytes as stored, past the local header.
        stored: How many they are.
        size: How many they become.
        crc32: Of the plain bytes, as stated.
        extra: The extra field of the central directory.
        method: How it is compressed, as stated there.
        check: What the old encryption's 12-byte header ends with: high byte of the CRC, or of the time.
    """

    raw: Opened
    stored: int
    size: int
    crc32: int
    extra: bytes
    method: int
    check: int


class Unlock(Protocol):
    """Opens the encrypted files of zips with a password that a person gave; it is no reader and holds no key of a vault."""

    def __call__(self, packed: Packed) -> BinaryIO | None:
        """The plain bytes; None when there is no password, or it is another's. Reading damaged ones raises SourceUnreadable."""
        ...


class Archive(Protocol):
    """An archive whose table of contents was read."""

    entries: list[Entry]
    """Its files, in its own order."""
    faults: list[str]
    """Problem codes of the archive itself: `limit-reached`, `member-unreadable`."""

    def close(self) -> None:
        """Let go of what it holds open."""
        ...


def damaged() -> SourceUnreadable:
    """The error for an archive, or a file of one, that is not what it says."""
    return SourceUnreadable("member-unreadable")
