"""CAR files, version 1: a header with roots, then blocks, each a length, a content identifier (CID) and bytes.

ipld.io/specs/transport/car/carv1. Lengths are varints of at most nine bytes (github.com/multiformats/unsigned-varint). A length
that points behind the end of the file ends the reading: nothing tells where the next block begins.
"""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self

from gawah.readers._source import Member, Source
from gawah.records.errors import SourceUnreadable

MAX_BLOCK = 2 << 20
"""Bytes of a block that is looked into, as many as the protocol's servers take; decoded it may need sixty times as much."""
MAX_BLOCKS = 4_000_000
"""Blocks of a file. An account with a million records has about a third more."""
_MAX_HEADER = 1 << 20
_MAX_IN_MEMORY = 128 << 20
"""Bytes of a CAR file inside an archive, which has to be held in memory: its blocks stand in no order."""
_USUAL = (b"\x01\x71\x12\x20", b"\x01\x55\x12\x20")
"""Version 1, DAG-CBOR or raw bytes, SHA-256."""
_PEEK = 128
"""More than a length and a CID take together."""


class Damaged(Exception):
    """The file breaks at or near this byte."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


@dataclass(frozen=True, slots=True)
class Frame:
    """A block's place.

    Attributes:
        start, end: Its bytes in the file, length and CID included.
        data: Where its content begins.
        cid: Its content identifier, as bytes; b"" for one that cannot be read.
    """

    start: int
    end: int
    data: int
    cid: bytes


class Car:
    """The bytes of a CAR file in any order.

    Attributes:
        size: In bytes.
        roots: The CIDs that the header names.
        first: Where the first block begins.
    """

    def __init__(self, source: Source, member: Member) -> None:
        """Raises SourceUnreadable: too large inside an archive, or not to be opened; Damaged where the header is none."""
        self._stream: BinaryIO = source.open(member)
        self._descriptor: int | None = None
        try:
            if isinstance(self._stream, io.BufferedReader) and isinstance(self._stream.raw, io.FileIO):
                self._descriptor = self._stream.fileno()
                self.size = os.fstat(self._descriptor).st_size
            elif member.size > _MAX_IN_MEMORY:
                raise SourceUnreadable("limit-reached")
            else:
                with self._stream as whole:
                    self._stream = io.BytesIO(whole.read())
                self.size = self._stream.seek(0, os.SEEK_END)
            self.roots, self.first = self._header()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def at(self, place: int, size: int) -> bytes:
        """Up to `size` bytes from `place` on."""
        if self._descriptor is not None:
            return os.pread(self._descriptor, size, place)
        self._stream.seek(place)
        return self._stream.read(size)

    def frames(self) -> Iterator[Frame]:
        """Every block in the order of the file. Raises Damaged at the first whose length cannot be, or that is one too many."""
        place, number = self.first, 0
        while place < self.size:
            number += 1
            if number > MAX_BLOCKS:
                raise Damaged(place)
            frame = self.frame(place)
            yield frame
            place = frame.end

    def frame(self, place: int) -> Frame:
        """The block that begins at `place`. Raises Damaged."""
        head = self.at(place, _PEEK)
        length, begin = varint(head, 0)
        if length is None or length == 0 or place + begin + length > self.size:
            raise Damaged(place)
        size = _cid_size(head[begin : begin + min(length, _PEEK)])
        return Frame(place, place + begin + length, place + begin + size, head[begin : begin + size])

    def content(self, frame: Frame) -> bytes | None:
        """The content of a block; None above the limit."""
        size = frame.end - frame.data
        return self.at(frame.data, size) if size <= MAX_BLOCK else None

    def _header(self) -> tuple[tuple[bytes, ...], int]:
        head = self.at(0, 16)
        length, begin = varint(head, 0)
        if length is None or not 0 < length <= min(_MAX_HEADER, self.size - begin):
            raise Damaged(0)
        stated = decoded(self.at(begin, length))
        roots = stated.get("roots") if isinstance(stated, dict) and stated.get("version") == 1 else None
        if not isinstance(roots, list):
            raise Damaged(0)
        return tuple(each for each in roots if isinstance(each, bytes)), begin + length


def varint(data: bytes, at: int) -> tuple[int | None, int]:
    """The number at `at` and where it ends; None where there is none."""
    number = 0
    for index in range(9):
        if at + index >= len(data):
            return None, at
        byte = data[at + index]
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return number, at + index + 1
    return None, at


def _cid_size(data: bytes) -> int:
    """How many bytes the CID at the start takes; 0 where there is none."""
    if data[:4] in _USUAL:
        return 36 if len(data) >= 36 else 0
    if data[:2] == b"\x12\x20":  # version 0: a bare SHA-256
        return 34 if len(data) >= 34 else 0
    at = 0
    for index in range(3):  # version, codec, hash
        number, at = varint(data, at)
        if number is None or (index == 0 and number != 1):
            return 0
    length, at = varint(data, at)
    return at + length if length is not None and length <= 64 and at + length <= len(data) else 0


def decoded(data: bytes) -> object:
    """A block of DAG-CBOR (ipld.io/specs/codecs/dag-cbor) as values, CIDs as bytes; None where it is none."""
    import libipld

    try:
        value: object = libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError):
        return None
    return value
