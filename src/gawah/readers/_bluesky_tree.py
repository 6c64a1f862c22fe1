"""A repository of the AT Protocol in a CAR file: which blocks there are, and its tree of keys (atproto.com/specs/repository).

The tree (MST) is walked from the commit down, in the order of keys. Nothing in it is trusted: a node is entered once, links into
nothing are counted, and blocks that the tree does not reach are read as well. For every block 25 bytes are held in memory.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from gawah.readers._car import Car, Damaged, Frame, decoded
from gawah.records.digest import digest_bytes

MAX_DEPTH = 500
"""Nodes below one another; a tree of a million records is about ten deep."""
_MAX_HELD = 4 << 20
"""Bytes of nodes below one another that are held at once."""
_SHA256 = b"\x12\x20"

Class: TypeAlias = Literal["record", "node", "commit", "none"]


@dataclass(frozen=True, slots=True)
class Block:
    """A block that was read.

    Attributes:
        number: Its place among the blocks, from 0.
        frame: Its place in the file.
        value: What it holds; None where that cannot be told.
        kind: What sort of block it is.
        sound: Its bytes have the SHA-256 that its CID states.
        large: It is above the limit and was not looked into.
    """

    number: int
    frame: Frame
    value: Any
    kind: Class
    sound: bool
    large: bool = False


@dataclass(slots=True)
class Repository:
    """The blocks of a CAR file, found by their CID.

    Attributes:
        car: The file.
        damaged: The byte at which its structure breaks, or None.
        missing: Links of the tree to blocks that are not in the file.
        deep: Parts of the tree that were too deep, or named twice.
        unsound: Blocks whose bytes have another digest than stated, of those that were read.
    """

    car: Car
    damaged: int | None = None
    missing: int = 0
    deep: int = 0
    unsound: int = 0
    _starts: "array[int]" = field(default_factory=lambda: array("Q"))
    _order: Any = None
    _keys: Any = None
    _found: Frame | None = None

    def __post_init__(self) -> None:
        import numpy as np

        keys = array("Q")
        try:
            for frame in self.car.frames():
                self._starts.append(frame.start)
                keys.append(key_of(frame.cid))
        except Damaged as damage:
            self.damaged = damage.at
        unordered = np.frombuffer(keys, dtype=np.uint64) if keys else np.zeros(0, dtype=np.uint64)
        self._order = np.argsort(unordered, kind="stable").astype(np.uint32)
        self._keys = unordered[self._order]

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self._starts)

    def find(self, cid: bytes) -> int | None:
        """The number of the first block with this CID."""
        import numpy as np

        key = key_of(cid)
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        while at < len(self._keys) and int(self._keys[at]) == key:
            number = int(self._order[at])
            self._found = self.car.frame(self._starts[number])
            if self._found.cid == cid:
                return number
            at += 1
        return None

    def block(self, number: int) -> Block:
        """A block, read and looked into."""
        start, found = self._starts[number], self._found
        frame = found if found is not None and found.start == start else self.car.frame(start)
        data = self.car.content(frame)
        if data is None:
            return Block(number, frame, None, "none", sound=True, large=True)
        sound = frame.cid[-34:-32] == _SHA256 and digest_bytes(data) == frame.cid[-32:]
        value = decoded(data)
        return Block(number, frame, value, classified(value), sound)

    def leaves(self, root: bytes) -> Iterator[tuple[str | None, bytes]]:
        """The keys of the tree under `root` in their order, each with the CID of its record; None for a key that cannot be read."""
        entered: set[int] = set()
        held = 0
        stack: list[tuple[Iterator[tuple[str | None, bytes, bool]], int]] = [(iter([(None, root, True)]), 0)]
        while stack:
            step = next(stack[-1][0], None)
            if step is None:
                held -= stack.pop()[1]
                continue
            key, cid, inner = step
            if not inner:
                yield key, cid
                continue
            number = self.find(cid)
            if number is None:
                self.missing += 1
            elif number in entered or len(stack) > MAX_DEPTH:
                self.deep += 1
            else:
                entered.add(number)
                block = self.block(number)
                size = block.frame.end - block.frame.start
                if block.kind == "node" and stack[1:] and held + size > _MAX_HELD:
                    self.deep += 1
                elif block.kind == "node":
                    held += size
                    stack.append((_steps(block.value), size))


def _steps(node: dict[str, Any]) -> Iterator[tuple[str | None, bytes, bool]]:
    """What a node holds, in order: links to nodes, and keys with their records. Keys share the start of the key before them."""
    if isinstance(node.get("l"), bytes):
        yield None, node["l"], True
    before: bytes | None = b""
    for entry in node["e"]:
        if not isinstance(entry, dict):
            continue
        before = _key(before, entry.get("p"), entry.get("k"))
        if isinstance(entry.get("v"), bytes):
            yield None if before is None else before.decode("ascii", "replace"), entry["v"], False
        if isinstance(entry.get("t"), bytes):
            yield None, entry["t"], True


def _key(before: bytes | None, shared: object, rest: object) -> bytes | None:
    """The key that begins as the one before it; None where that one is not known, or too short."""
    if not isinstance(rest, bytes) or type(shared) is not int or not 0 <= shared <= len(before or b""):
        return None
    return rest if shared == 0 else (before or b"")[:shared] + rest


def classified(value: object) -> Class:
    """What sort of block holds this value."""
    if not isinstance(value, dict):
        return "none"
    if isinstance(value.get("$type"), str):
        return "record"
    if isinstance(value.get("e"), list) and "l" in value:
        return "node"
    return "commit" if isinstance(value.get("did"), str) and isinstance(value.get("data"), bytes) else "none"


def key_of(cid: bytes) -> int:
    """A number of 64 bits by which the blocks of one reading are found; CIDs that share it are told apart by the whole.

    Python's own hash: it differs from run to run, so no file can be made whose CIDs share it.
    """
    return hash(cid) & 0xFFFF_FFFF_FFFF_FFFF
