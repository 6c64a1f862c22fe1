"""Writes Outlook mailboxes (MS-PST), so that tests can make them as they need them: in each of their forms, encoded or not."""

import struct
import zlib
from dataclasses import dataclass, field

from gawah.readers._email_pst_nodes import _DIRECT, _INVERSE, _MIDDLE

Value = tuple[int, bytes]
Values = dict[int, Value]


def text(value: str) -> Value:
    """A property in UTF-16."""
    return 0x1F, value.encode("utf-16-le")


def long(value: int) -> Value:
    """A property that is a number."""
    return 0x03, struct.pack("<I", value)


def time(value: int) -> Value:
    """A property that is a time."""
    return 0x40, struct.pack("<Q", value)


@dataclass
class Mail:
    """An item: its properties, its recipients, and what is attached: properties with bytes or with an item."""

    values: Values
    recipients: list[Values] = field(default_factory=list)
    attached: "list[tuple[Values, bytes | Mail]]" = field(default_factory=list)


def checksum(data: bytes) -> int:
    """CRC-32 as the format has it."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


class Writer:
    """Gathers nodes and blocks, and gives the file."""

    def __init__(self, version: int = 23, crypt: int = 1) -> None:
        self.wide, self.large, self.version, self.crypt = version >= 23, version == 36, version, crypt
        self.word = 8 if self.wide else 4
        self.most = 65_000 if self.large else 8_176 if self.wide else 8_180
        self.blocks: list[tuple[int, bytes]] = []
        self.nodes: list[tuple[int, int, int, int]] = []
        self._next = 0

    def put(self, data: bytes, *, internal: bool = False) -> int:
        self._next += 4
        name = self._next | (2 if internal else 0)
        self.blocks.append((name, data))
        return name

    def data(self, value: bytes) -> int:
        names = [self.put(value[at : at + self.most]) for at in range(0, max(1, len(value)), self.most)]
        if len(names) == 1:
            return names[0]
        listed = b"".join(name.to_bytes(self.word, "little") for name in names)
        return self.put(struct.pack("<BBHI", 1, 1, len(names), len(value)) + listed, internal=True)

    def under(self, entries: list[tuple[int, int, int]]) -> int:
        if not entries:
            return 0
        rows = b"".join(b"".join(each.to_bytes(self.word, "little") for each in entry) for entry in sorted(entries))
        return self.put(struct.pack("<BBH", 2, 0, len(entries)) + bytes(self.word - 4) + rows, internal=True)

    def heap(self, kind: int, items: list[bytes], root: int) -> bytes:
        """One block; items are numbered from 1."""
        body, starts = b"", []
        for item in items:
            starts.append(12 + len(body))
            body += item
        starts.append(12 + len(body))
        body += bytes(-len(body) % 2)
        head = struct.pack("<HBBI4x", 12 + len(body), 0xEC, kind, root << 5)
        return head + body + struct.pack("<HH", len(items), 0) + struct.pack(f"<{len(starts)}H", *starts)

    def properties(self, values: Values, entries: list[tuple[int, int, int]]) -> int:
        """The block of a heap with properties; long values go into `entries`, nodes under it."""
        items, rows = [b"", b""], b""
        for number, (kind, value) in sorted(values.items()):
            if kind in (0x03, 0x0B):
                stated = value.ljust(4, b"\0")
            elif len(value) > 3_500:
                nid = len(entries) + 1 << 5 | 0x1F
                entries.append((nid, self.data(value), 0))
                stated = struct.pack("<I", nid)
            elif value:
                items.append(value)
                stated = struct.pack("<I", len(items) << 5)
            else:
                stated = bytes(4)
            rows += struct.pack("<HH", number, kind) + stated
        items[0], items[1] = struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5), rows
        return self.put(self.heap(0xBC, items, 1))

    def table(self, rows: list[Values], names: list[int] | None = None) -> int:
        """The block of a heap with a table; `names` are the numbers of its rows."""
        items, columns = [b""] * 4, b""
        numbers = sorted({(number, kind) for row in rows for number, (kind, _) in row.items()})
        each = 4 + 4 * len(numbers) + 4
        for index, (number, kind) in enumerate([(0x67F2, 0x03), *numbers]):  # the first is the number of the row itself
            columns += struct.pack("<HHHBB", kind, number, 4 * index, 4, index)
        matrix = index_rows = b""
        for count, row in enumerate(rows):
            name = struct.pack("<I", names[count] if names else count)
            line, bits = name, 1 << 31
            for index, (number, _) in enumerate(numbers):
                kind, value = row.get(number, (0, b""))
                if kind == 0x03:
                    line += value
                else:
                    items.append(value)
                    line += struct.pack("<I", len(items) << 5)
                bits |= bool(kind) << 30 - index
            matrix += line + struct.pack(">I", bits)
            index_rows += name + struct.pack("<I" if self.wide else "<H", count)
        ends = struct.pack("<HHHH", each - 4, each - 4, each - 4, each)
        items[0] = (
            struct.pack("<BB", 0x7C, len(numbers) + 1) + ends + struct.pack("<III", 2 << 5, 4 << 5 if rows else 0, 0) + columns
        )
        items[1] = struct.pack("<BBBBI", 0xB5, 4, 4 if self.wide else 2, 0, 3 << 5 if rows else 0)
        items[2], items[3] = index_rows, matrix
        return self.put(self.heap(0x7C, items if rows else items[:2], 1))

    def mail(self, mail: Mail) -> tuple[int, int]:
        """The blocks of an item and of what lies under it."""
        entries: list[tuple[int, int, int]] = []
        block = self.properties(mail.values, entries)
        if mail.recipients:
            entries.append((0x692, self.table(mail.recipients), 0))
        for number, (stated, held) in enumerate(mail.attached):
            inner: list[tuple[int, int, int]] = []
            if isinstance(held, Mail):
                data, below = self.mail(held)
                inner.append((0x200004, data, below))
                values = {**stated, 0x3705: long(5), 0x3701: (0x0D, struct.pack("<II", 0x200004, 99))}
            else:
                values = {**stated, 0x3705: long(1), 0x3701: (0x102, held)}
            data = self.properties(values, inner)
            entries.append((0x8025 + 32 * number, data, self.under(inner)))
        if mail.attached:
            files = [0x8025 + 32 * number for number in range(len(mail.attached))]
            entries.append((0x671, self.table([{} for _ in files], files), 0))
        return block, self.under(entries)

    def node(self, nid: int, parent: int, mail: Mail) -> None:
        self.nodes.append((nid, *self.mail(mail), parent))

    def folder(self, nid: int, parent: int, name: str, count: int) -> None:
        values = {0x3001: text(name), 0x3602: long(count), 0x3603: long(0), 0x360A: (0x0B, b"\1")}
        self.node(nid, parent, Mail(values))

    def file(self) -> bytes:
        """The whole."""
        out = bytearray(0x1000)
        listed = []
        for name, data in self.blocks:
            kept = data if name & 2 else encoded(data, self.crypt, name)
            size = len(kept)
            if self.large and not name & 2 and size > 100:
                kept = zlib.compress(kept)
            at = len(out)
            listed.append((name, at, len(kept), size))
            out += kept + self._block_end(name, kept, size)
        word = self.word
        rows = [
            name.to_bytes(word, "little") + at.to_bytes(word, "little") + struct.pack("<HH", kept, size if self.large else 2)
            + bytes(4 if self.wide else 0)
            for name, at, kept, size in listed
        ]  # fmt: skip
        blocks = self._tree(out, 0x80, [(int.from_bytes(row[:word], "little"), row) for row in rows])
        nodes = self._tree(
            out,
            0x81,
            [
                (nid, b"".join(each.to_bytes(word, "little") for each in (nid, data, below, parent)))
                for nid, data, below, parent in sorted(self.nodes)
            ],
        )
        self._head(out, nodes, blocks)
        return bytes(out)

    def _block_end(self, name: int, kept: bytes, size: int) -> bytes:
        trailer, room = (24, 512) if self.large else (16 if self.wide else 12, 64)
        if self.wide:
            end = struct.pack("<HHIQHH", len(kept), 0, checksum(kept), name, 0, size)[:trailer].ljust(trailer, b"\0")
        else:
            end = struct.pack("<HHII", len(kept), 0, name, checksum(kept))
        return bytes(-(len(kept) + trailer) % room) + end

    def _tree(self, out: bytearray, kind: int, rows: list[tuple[int, bytes]]) -> tuple[int, int]:
        size, foot = (4096, 4056) if self.large else (512, 488 if self.wide else 496)
        level = at = 0
        while True:
            out += bytes(-len(out) % size)
            pages = []
            each = len(rows[0][1])
            most = foot // each
            for first in range(0, len(rows), most):
                run = rows[first : first + most]
                at, name = len(out), len(out) << 1 | 4
                body = b"".join(row for _, row in run).ljust(foot, b"\0")
                counts = struct.pack("<HHBB", len(run), most, each, level) if self.large else bytes((len(run), most, each, level))
                out += self._page(kind, body + counts, name & 0xFFFFFFFF, size)
                key = run[0][0].to_bytes(self.word, "little")
                pages.append(
                    (run[0][0], key + (name & 0xFFFFFFFF).to_bytes(self.word, "little") + at.to_bytes(self.word, "little"))
                )
            if len(pages) == 1:
                return int.from_bytes(pages[0][1][self.word : 2 * self.word], "little"), at
            rows, level = pages, level + 1

    def _page(self, kind: int, body: bytes, name: int, size: int) -> bytes:
        trailer = 24 if self.large else 16 if self.wide else 12
        body = body.ljust(size - trailer, b"\0")
        if self.wide:
            return body + struct.pack("<BBHIQ", kind, kind, 0, checksum(body), name).ljust(trailer, b"\0")
        return body + struct.pack("<BBHII", kind, kind, 0, name, checksum(body))

    def _head(self, out: bytearray, nodes: tuple[int, int], blocks: tuple[int, int]) -> None:
        head = bytearray(1024)
        struct.pack_into("<4sI2sHHBB", head, 0, b"!BDN", 0, b"SM", self.version, 19, 1, 1)
        roots = b"".join(each.to_bytes(self.word, "little") for each in (*nodes, *blocks))
        if self.wide:
            struct.pack_into("<Q", head, 184, len(out))
            head[216 : 216 + len(roots)] = roots
            head[248], head[512], head[513] = 2, 0x80, self.crypt
            struct.pack_into("<I", head, 524, checksum(bytes(head[8:524])))
        else:
            struct.pack_into("<I", head, 168, len(out))
            head[184 : 184 + len(roots)] = roots
            head[200], head[460], head[461] = 2, 0x80, self.crypt
        struct.pack_into("<I", head, 4, checksum(bytes(head[8:479])))
        out[: len(head)] = head


def encoded(data: bytes, crypt: int, name: int) -> bytes:
    """The data of a block as Outlook "encrypts" it."""
    if crypt == 1:
        return data.translate(_DIRECT)
    if crypt == 0:
        return data
    out, key = bytearray(), (name ^ name >> 16) & 0xFFFF
    for value in data:
        low, high = key & 0xFF, key >> 8
        middle = (_MIDDLE[(_DIRECT[(value + low) & 0xFF] + high) & 0xFF] - high) & 0xFF
        out.append((_INVERSE[middle] - low) & 0xFF)
        key = (key + 1) & 0xFFFF
    return bytes(out)


def mailbox(mails: list[tuple[int, Mail]], folders: dict[int, tuple[int, str]], version: int = 23, crypt: int = 1) -> bytes:
    """A mailbox: mails with their folders, and folders with their parents and names. The trash is 0x8062, the sent box 0x8082."""
    writer = Writer(version, crypt)
    entries = {0x35E0: 0x8022, 0x35E3: 0x8062, 0x35E4: 0x8082}
    held = {number: (0x102, bytes(20) + struct.pack("<I", nid)) for number, nid in entries.items()}
    writer.node(0x21, 0, Mail({0x3001: text("canary"), **held}))
    writer.node(
        0x61, 0, Mail({1: long(251), 2: (0x102, bytes(16)), 3: (0x102, bytes(8)), 4: (0x102, bytes(8)), 0x1000: (0x102, bytes(8))})
    )
    every = {0x122: (0x122, ""), 0x8022: (0x122, "Top of Outlook data file"), **folders}
    for nid, (parent, name) in every.items():
        inside = [0x200024 + 32 * number for number, (where, _) in enumerate(mails) if where == nid]
        below = [each for each, (above, _) in every.items() if above == nid != each]
        writer.folder(nid, parent, name, len(inside))
        for kind, listed in ((0x0D, below), (0x0E, inside), (0x0F, [])):
            block = writer.table([{} for _ in listed], listed)
            writer.nodes.append((nid & ~0x1F | kind, block, 0, 0))
    for number, (where, mail) in enumerate(mails):
        writer.node(0x200024 + 32 * number, where, mail)
    return writer.file()
