"""Writes compound files (MS-CFB, version 3), so that tests can make saved mails of Outlook as they need them."""

import struct
from dataclasses import dataclass, field
from itertools import pairwise

_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_CUT = 4096

Tree = dict[str, "bytes | Tree"]


@dataclass
class _Writer:
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    small: bytearray = field(default_factory=bytearray)
    small_fat: list[int] = field(default_factory=list)
    entries: list[list[object]] = field(default_factory=list)

    def put(self, data: bytes) -> int:
        if not data:
            return _END
        first, count = len(self.sectors), -(-len(data) // 512)
        for index in range(count):
            self.sectors.append(data[512 * index : 512 * index + 512].ljust(512, b"\0"))
            self.fat.append(first + index + 1 if index + 1 < count else _END)
        return first

    def put_small(self, data: bytes) -> int:
        if not data:
            return _END
        first, count = len(self.small_fat), -(-len(data) // 64)
        self.small += data.ljust(64 * count, b"\0")
        self.small_fat += [first + index + 1 if index + 1 < count else _END for index in range(count)]
        return first

    def add(self, tree: Tree) -> int:
        """The entries of a folder, each the right neighbour of the one before; the number of the first."""
        numbers = []
        for name, value in tree.items():
            numbers.append(len(self.entries))
            if isinstance(value, bytes):
                start = self.put_small(value) if len(value) < _CUT else self.put(value)
                self.entries.append([name, 2, _FREE, _FREE, start, len(value)])
            else:
                entry: list[object] = [name, 1, _FREE, _FREE, 0, 0]
                self.entries.append(entry)
                entry[3] = self.add(value)
        for number, after in pairwise(numbers):
            self.entries[number][2] = after
        return numbers[0] if numbers else _FREE


def compound(tree: Tree) -> bytes:
    """The bytes of a compound file that holds the tree: names to bytes or to a tree."""
    writer = _Writer()
    root: list[object] = ["Root Entry", 5, _FREE, _FREE, 0, 0]
    writer.entries.append(root)
    root[3] = writer.add(tree)
    root[4], root[5] = writer.put(bytes(writer.small)), len(writer.small)
    numbers = struct.pack(f"<{len(writer.small_fat)}I", *writer.small_fat)
    small_count = -(-len(numbers) // 512)
    small_at = writer.put(numbers.ljust(512 * small_count, b"\xff"))
    directory = b"".join(_entry(*entry) for entry in writer.entries)
    directory_at = writer.put(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    count = 1
    while 128 * count < len(writer.fat) + count:
        count += 1
    at = len(writer.fat)
    table = [*writer.fat, *[_FAT] * count]
    table += [_FREE] * (128 * count - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, directory_at, 0, _CUT, small_at, small_count, _END, 0)
    head += struct.pack("<109I", *range(at, at + count), *[_FREE] * (109 - count))
    return head + b"".join(writer.sectors) + struct.pack(f"<{128 * count}I", *table)


def _entry(name: object, kind: object, right: object, child: object, start: object, size: object) -> bytes:
    wide = str(name).encode("utf-16-le") + b"\0\0"
    return wide.ljust(64, b"\0") + struct.pack("<HBBIII16xI16xIQ", len(wide), kind, 1, _FREE, right, child, 0, start, size)


def properties(header: int, numbers: dict[int, int] | None = None, times: dict[int, int] | None = None, **texts: str) -> Tree:
    """The streams of a mail, recipient or attachment: numbers, times, and texts in UTF-16 by their number (`p0037`)."""
    rows = [struct.pack("<HHIQ", 0x0003, number, 6, value) for number, value in (numbers or {}).items()]
    rows += [struct.pack("<HHIQ", 0x0040, number, 6, value) for number, value in (times or {}).items()]
    streams: Tree = {f"__substg1.0_{name[1:]}001F": text.encode("utf-16-le") for name, text in texts.items()}
    return {"__properties_version1.0": bytes(header) + b"".join(rows), **streams}
