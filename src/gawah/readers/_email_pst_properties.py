"""What the nodes of an Outlook mailbox hold: heaps, and in them properties and tables (MS-PST section 2.3)."""

import struct
from collections.abc import Iterator
from functools import cached_property

from gawah.readers._email_bag import OBJECT
from gawah.readers._email_pst_nodes import Damaged, Leaf, Store

MAX_VALUE = 64 << 20
"""Bytes of one property that are read."""
_MAX_PROPERTIES = 20_000
_MAX_LEVEL = 8
_HEAP, _TREE, _TABLE, _PROPERTIES = 0xEC, 0xB5, 0x7C, 0xBC
_SHORT = {0x02: 2, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 1}
"""Types whose value stands where others have the place of theirs, and how many bytes it has."""


class Node:
    """A node: the blocks of its data, and the nodes under it."""

    def __init__(self, store: Store, leaf: Leaf) -> None:
        self._store = store
        self._leaf = leaf
        self._last: tuple[int, bytes] | None = None

    def block(self, index: int) -> bytes:
        """One block of its data. Raises Damaged."""
        if self._last is None or self._last[0] != index:
            if index >= len(self._names):
                raise Damaged("no such block")
            self._last = index, self._store.block(self._names[index])
        return self._last[1]

    def pieces(self) -> Iterator[bytes]:
        """All its data. Raises Damaged."""
        for index in range(len(self._names)):
            yield self.block(index)

    @cached_property
    def _names(self) -> list[int]:
        """The blocks of the data, by the one that lists them where there are many (section 2.2.2.8.3.2)."""
        return self._listed(self._leaf.data, 2)

    def _listed(self, name: int, levels: int) -> list[int]:
        if not name & ~1:
            return []
        if not name & 2:
            return [name]
        data, word = self._store.block(name), 8 if self._store.wide else 4
        kind, level, count = struct.unpack_from("<BBH", data.ljust(4, b"\0"))
        if kind != 1 or not 1 <= level <= levels or 8 + count * word > len(data):
            raise Damaged("no list of blocks")
        found = [int.from_bytes(data[at : at + word], "little") for at in range(8, 8 + count * word, word)]
        if level == 1:
            return found
        return [each for inner in found for each in self._listed(inner, 1)]

    def under(self) -> Iterator[Leaf]:
        """The nodes under it, in the order of their numbers (section 2.2.2.8.3.3). Raises Damaged."""
        yield from self._under(self._leaf.under, 1)

    def _under(self, name: int, levels: int) -> Iterator[Leaf]:
        if not name & ~1:
            return
        data, word = self._store.block(name), 8 if self._store.wide else 4
        kind, level, count = struct.unpack_from("<BBH", data.ljust(4, b"\0"))
        each = word * (2 if level else 3)
        if kind != 2 or level > levels or word + count * each > len(data):
            raise Damaged("no list of nodes")
        for at in range(word, word + count * each, each):
            numbers = [int.from_bytes(data[at + word * index : at + word * (index + 1)], "little") for index in range(each // word)]
            if level:
                yield from self._under(numbers[1], 0)
            else:
                yield Leaf(numbers[0] & 0xFFFFFFFF, 0, numbers[1], numbers[2])

    @cached_property
    def _known(self) -> dict[int, Leaf]:
        return {leaf.nid: leaf for leaf in self.under()}

    def inner(self, nid: int) -> "Node | None":
        """The node of this number under it. Raises Damaged."""
        leaf = self._known.get(nid)
        return None if leaf is None else Node(self._store, leaf)

    def inner_of(self, kind: int) -> "list[Node]":
        """The nodes under it whose number is of this kind (section 2.2.2.1). Raises Damaged."""
        return [Node(self._store, leaf) for nid, leaf in self._known.items() if nid & 0x1F == kind]

    def value(self, place: int) -> bytes:
        """The value that lies in the heap, or in a node of its own (section 2.3.3.2). Raises Damaged."""
        return b"" if not place else b"".join(self.parts(place, MAX_VALUE))

    def parts(self, place: int, limit: int) -> Iterator[bytes]:
        """As `value`, a piece at a time. Raises Damaged, also where there is more than `limit`."""
        if not place & 0x1F:
            yield self.in_heap(place)
            return
        node = self.inner(place)
        if node is None:
            raise Damaged("no such node")
        for piece in node.pieces():
            limit -= len(piece)
            if limit < 0:
                raise Damaged("too large")
            yield piece

    def in_heap(self, place: int) -> bytes:
        """What lies in the heap at a place (section 2.3.1). Raises Damaged."""
        if not place:
            return b""
        bits = 14 if self._store.large else 11
        index, block = (place >> 5) & (1 << bits) - 1, place >> 5 + bits
        data = self.block(block)
        listed = int.from_bytes(data[:2], "little")
        at = listed + 4 + 2 * (index - 1)
        if index < 1 or index > int.from_bytes(data[listed : listed + 2], "little") or at + 4 > len(data):
            raise Damaged("no such place")
        start, end = struct.unpack_from("<HH", data, at)
        if not start <= end <= len(data):
            raise Damaged("no such place")
        return data[start:end]

    def root(self, kind: int) -> bytes:
        """What a heap of this kind is entered by. Raises Damaged."""
        data = self.block(0)
        if len(data) < 12 or data[2] != _HEAP or data[3] != kind:
            raise Damaged("no heap")
        return self.in_heap(int.from_bytes(data[4:8], "little"))

    def tree(self, head: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Keys and values of a tree in the heap (section 2.3.2). Raises Damaged."""
        if len(head) < 8 or head[0] != _TREE or head[3] > _MAX_LEVEL or not head[1]:
            raise Damaged("no tree")
        key, size, levels = head[1], head[2], head[3]
        waiting = [(int.from_bytes(head[4:8], "little"), levels)]
        given = 0
        while waiting:
            place, level = waiting.pop()
            data = self.in_heap(place)
            each = key + (4 if level else size)
            for at in range(0, len(data) - each + 1, each):
                given += 1
                if given > _MAX_PROPERTIES:
                    raise Damaged("more than there can be")
                if level:
                    waiting.append((int.from_bytes(data[at + key : at + each], "little"), level - 1))
                else:
                    yield data[at : at + key], data[at + key : at + each]


class Properties:
    """The properties of a node (section 2.3.3)."""

    def __init__(self, node: Node) -> None:
        """Raises Damaged."""
        self.node = node
        self._rows: dict[int, tuple[int, bytes]] = {}
        for key, row in node.tree(node.root(_PROPERTIES)):
            self._rows.setdefault(int.from_bytes(key, "little"), (int.from_bytes(row[:2], "little"), row[2:6]))

    def place(self, number: int) -> tuple[int, int] | None:
        """The type of a property, and where its value lies."""
        row = self._rows.get(number)
        return None if row is None else (row[0], int.from_bytes(row[1], "little"))

    def get(self, number: int) -> tuple[int, bytes] | None:
        """The type and bytes of a property; None where it is not there or cannot be read."""
        row = self._rows.get(number)
        return None if row is None else _valued(self.node, row[0], row[1])


def _valued(node: Node, kind: int, stated: bytes) -> tuple[int, bytes] | None:
    if kind in _SHORT:
        return kind, stated[: _SHORT[kind]]
    if kind == OBJECT:
        return None
    try:
        return kind, node.value(int.from_bytes(stated[:4], "little"))
    except Damaged:
        return None


class _Row:
    """The properties that one row of a table states."""

    def __init__(self, node: Node, columns: list[tuple[int, int, int, int, int]], row: bytes, bits: bytes) -> None:
        self._node = node
        self._known = {
            number: (kind, row[at : at + size])
            for kind, number, at, size, bit in columns
            if bit >> 3 < len(bits) and bits[bit >> 3] >> 7 - (bit & 7) & 1
        }

    def get(self, number: int) -> tuple[int, bytes] | None:
        """The type and bytes of a property; None where it is not there or cannot be read."""
        found = self._known.get(number)
        if found is None:
            return None
        kind, stated = found
        return (kind, stated) if len(stated) == 8 or kind in _SHORT else _valued(self._node, kind, stated)


def rows(node: Node, most: int) -> Iterator[_Row]:
    """The rows of a table (section 2.3.4), at most so many. Raises Damaged."""
    head = node.root(_TABLE)
    if len(head) < 22 or head[0] != _TABLE or len(head) < 22 + 8 * head[1]:
        raise Damaged("no table")
    _, _, ones, each, index, matrix = struct.unpack_from("<HHHHII", head, 2)
    columns = []
    for at in range(22, 22 + 8 * head[1], 8):
        kind, number, place, size, bit = struct.unpack_from("<HHHBB", head, at)
        columns.append((kind, number, place, size, bit))
    if not each or ones > each:
        raise Damaged("no table")
    found = node.inner(matrix) if matrix & 0x1F else None
    for given, (_, row) in enumerate(node.tree(node.in_heap(index))):
        if given >= most:
            return
        number = int.from_bytes(row[:4], "little")
        if found is None:
            data, at = node.in_heap(matrix), number * each
        else:
            beside = len(found.block(0)) // each
            if not beside:
                raise Damaged("no table")
            data, at = found.block(number // beside), number % beside * each
        if at + each > len(data):
            raise Damaged("no such row")
        yield _Row(node, columns, data[at : at + each], data[at + ones : at + each])
