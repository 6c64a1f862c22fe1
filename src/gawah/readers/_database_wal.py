"""A write-ahead log applied to a database in memory: the pages of its committed transactions, nothing written.

Source: sqlite.org/fileformat2.html, section 4 (header of 32 bytes, frames of 24 bytes and a page; a frame counts when its salts are
the header's and the running checksum agrees; nothing counts behind the last frame that ends a transaction).
"""

import struct
from collections.abc import Iterator

MAX_LOG = 64 << 20
"""Bytes of a log that is applied. SQLite writes one back at 4 MB, unless a program keeps it from doing so."""
HEADER = 32
_FRAME = 24
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""The first four bytes say in which byte order the checksums were made."""
_VERSION = 3_007_000


def applied(database: bytearray, log: bytes) -> int | None:
    """Write what `log` committed into `database`, page by page.

    Returns:
        How many frames were applied; None when the log does not belong to this database or is none.
    """
    if len(log) < HEADER:
        return None
    magic, version, size, _, salt1, salt2, check1, check2 = struct.unpack(">8I", log[:HEADER])
    order = _MAGIC.get(magic)
    if order is None or version != _VERSION or size != page_size(database):
        return None
    if _checksum(order, log[: HEADER - 8], (0, 0)) != (check1, check2):
        return None
    frames = 0
    waiting: dict[int, int] = {}
    for page, pages, place in _frames(order, log, size, (salt1, salt2), (check1, check2)):
        waiting[page] = place
        if pages:
            _write(database, log, size, waiting, pages)
            frames += len(waiting)
            waiting = {}
    return frames


def page_size(database: bytes | bytearray) -> int:
    """The size of a page, as the database's header states it; 0 when it is none that SQLite writes."""
    (stated,) = struct.unpack(">H", database[16:18].ljust(2, b"\0"))
    size = 65536 if stated == 1 else int(stated)
    return size if size >= 512 and size & (size - 1) == 0 else 0


def _frames(order: str, log: bytes, size: int, salts: tuple[int, int], running: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    """Page number, pages of the database after it (0 within a transaction) and place of the page in `log`, of each good frame."""
    for at in range(HEADER, len(log) - _FRAME - size + 1, _FRAME + size):
        page, pages, salt1, salt2, check1, check2 = struct.unpack(">6I", log[at : at + _FRAME])
        if (salt1, salt2) != salts or page == 0:
            return
        running = _checksum(order, log[at : at + 8], running)
        running = _checksum(order, log[at + _FRAME : at + _FRAME + size], running)
        if running != (check1, check2):
            return
        yield page, pages, at + _FRAME


def _write(database: bytearray, log: bytes, size: int, places: dict[int, int], pages: int) -> None:
    for page, place in places.items():
        # A page beyond the stated end was left out of the database again by the transaction itself.
        if page <= pages:
            end = page * size
            if len(database) < end <= len(database) + len(log):
                database.extend(bytes(end - len(database)))
            if end <= len(database):
                database[end - size : end] = log[place : place + size]
    del database[pages * size :]


def _checksum(order: str, data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    """SQLite's running checksum over 32-bit words, two at a time (section 4.2)."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
