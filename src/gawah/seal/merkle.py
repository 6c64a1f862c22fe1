"""The Merkle tree of RFC 6962 section 2.1: root, inclusion, consistency. Numbers and bytes only.

A leaf's hash is SHA-256(0x00 || data), a node's SHA-256(0x01 || left || right); the different first bytes keep a leaf from being
passed off as a node. All hashes are 32 bytes. Functions that build take the list of leaf hashes; functions that verify take the
numbers they need and raise `SealInvalid`. Verification follows RFC 9162 sections 2.1.3.2 and 2.1.4.2, which describe the same
tree.
"""

import hashlib
from collections.abc import Iterable, Sequence

from gawah.records.errors import LedgerInconsistent, SealInvalid

HASH_SIZE = 32
"""Bytes of a hash."""

_RUN = 256
"""Leaves of a subtree that is worked out at once; a power of two."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of the tree without leaves (RFC 6962 section 2.1)."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf: SHA-256(0x00 || data) (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees: SHA-256(0x01 || left || right) (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of the leaves in this order (RFC 6962 section 2.1)."""
    return _levels(leaf_hashes)[-1][0] if leaf_hashes else EMPTY_ROOT


def inclusion(index: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """The audit path of the leaf at `index`, from its sibling up to a child of the root (RFC 6962 section 2.1.1).

    Raises ValueError when there is no such leaf.
    """
    return inclusions([index], leaf_hashes)[0]


def inclusions(indexes: Iterable[int], leaf_hashes: Sequence[bytes]) -> list[list[bytes]]:
    """The audit paths of several leaves, in the order of `indexes`; the tree is hashed once (RFC 6962 section 2.1.1)."""
    levels = _levels(leaf_hashes)
    paths = []
    for index in indexes:
        if not 0 <= index < len(leaf_hashes):
            raise ValueError("no leaf has this index")
        paths.append(_path(index, levels))
    return paths


def verify_inclusion(index: int, size: int, leaf_hash: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Return when `path` leads from the leaf at `index` to `root` in a tree of `size` leaves (RFC 9162 section 2.1.3.2).

    Raises SealInvalid when it does not.
    """
    if not 0 <= index < size:
        raise SealInvalid("inclusion proof: no leaf has this index in a tree of this size")
    _check_lengths("inclusion proof", [leaf_hash, root, *path])
    position, last, found = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            raise SealInvalid("inclusion proof: too long")
        if position % 2 or position == last:
            found = node_hash(sibling, found)
            # At the right edge, levels at which this subtree has no sibling are skipped.
            while not position % 2:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise SealInvalid("inclusion proof: too short")
    if found != root:
        raise SealInvalid("inclusion proof: it leads to another root")


def consistency(old_size: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """The proof that the tree's first `old_size` leaves are the tree of that size (RFC 6962 section 2.1.2).

    Empty when `old_size` is 0 or the whole tree. Raises ValueError when the tree has fewer leaves than `old_size`.
    """
    if not 0 <= old_size <= len(leaf_hashes):
        raise ValueError("the tree is smaller than this")
    if old_size == 0:
        return []
    proof: list[bytes] = []
    start, end, known = 0, len(leaf_hashes), True
    # SUBPROOF of the RFC, downwards: the half that holds the old edge is entered, the other half's root goes into the proof.
    while old_size != end - start:
        split = _split(end - start)
        if old_size <= split:
            proof.append(_root_of(leaf_hashes, start + split, end))
            end = start + split
        else:
            proof.append(_root_of(leaf_hashes, start, start + split))
            start, old_size, known = start + split, old_size - split, False
    if not known:
        proof.append(_root_of(leaf_hashes, start, end))
    return proof[::-1]


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Return when the tree with `new_root` starts with the leaves of the tree with `old_root` (RFC 9162 section 2.1.4.2).

    The empty tree is consistent with every tree, by the empty path. Raises SealInvalid when the proof does not show it.
    """
    if not 0 <= old_size <= new_size:
        raise SealInvalid("consistency proof: the newer tree is the smaller one")
    _check_lengths("consistency proof", [old_root, new_root, *path])
    if old_size in (0, new_size):
        if path:
            raise SealInvalid("consistency proof: too long")
        if old_root != (new_root if old_size else EMPTY_ROOT):
            raise SealInvalid("consistency proof: it leads to another old root")
        return
    # A tree of 2**k leaves is a node of the newer tree, so that its root is not repeated in the proof.
    steps = [old_root, *path] if old_size.bit_count() == 1 else list(path)
    if not steps:
        raise SealInvalid("consistency proof: too short")
    found_old, found_new = _climb(old_size, new_size, steps)
    if found_old != old_root:
        raise SealInvalid("consistency proof: it leads to another old root")
    if found_new != new_root:
        raise SealInvalid("consistency proof: it leads to another new root")


class Frontier:
    """The right edge of a growing tree: enough to append and to give the root, 32 bytes a level (RFC 6962 section 2.1).

    Attributes:
        size: Number of leaves.
    """

    __slots__ = ("_edge", "size")

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []  # roots of the perfect subtrees, largest first: one for each 1 in the binary size

    def append(self, leaf_hash: bytes) -> None:
        """Add a leaf by its hash."""
        carried, size = leaf_hash, self.size
        while size % 2:
            carried, size = node_hash(self._edge.pop(), carried), size >> 1
        self._edge.append(carried)
        self.size += 1

    def extend(self, leaf_hashes: Sequence[bytes]) -> None:
        """Add many leaves by their hashes, in order: the same tree as one by one, some times quicker."""
        start = min(-self.size % _RUN, len(leaf_hashes))
        for leaf_hash in leaf_hashes[:start]:
            self.append(leaf_hash)
        while start + _RUN <= len(leaf_hashes):
            # A whole subtree whose place in the tree is that of one node: it is carried as a leaf is, some levels higher.
            carried, above = root(leaf_hashes[start : start + _RUN]), self.size // _RUN
            while above % 2:
                carried, above = node_hash(self._edge.pop(), carried), above >> 1
            self._edge.append(carried)
            self.size += _RUN
            start += _RUN
        for leaf_hash in leaf_hashes[start:]:
            self.append(leaf_hash)

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self._edge:
            return EMPTY_ROOT
        found = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            found = node_hash(left, found)
        return found

    def to_bytes(self) -> bytes:
        """For storage: the size as 8 bytes, big end first, then the subtree roots, largest subtree first."""
        return self.size.to_bytes(8, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """The frontier that `to_bytes` wrote. Raises LedgerInconsistent when the length does not fit the size."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH_SIZE * size.bit_count():
            raise LedgerInconsistent("the stored edge of the ledger's tree is damaged")
        frontier = cls()
        frontier.size = size
        frontier._edge = [data[at : at + HASH_SIZE] for at in range(8, len(data), HASH_SIZE)]
        return frontier


def _levels(leaf_hashes: Sequence[bytes]) -> list[Sequence[bytes]]:
    """All levels of the tree, leaves first. A last node without a sibling moves up unchanged, which gives the RFC's tree."""
    levels = [leaf_hashes]
    sha256 = hashlib.sha256
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = zip(below[::2], below[1::2], strict=False)  # a last one without a sibling is left over
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        if len(below) % 2:
            above.append(below[-1])
        levels.append(above)
    return levels


def _path(index: int, levels: Sequence[Sequence[bytes]]) -> list[bytes]:
    path = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return path


def _split(size: int) -> int:
    """The largest power of two smaller than `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _root_of(leaf_hashes: Sequence[bytes], start: int, end: int) -> bytes:
    return root(leaf_hashes[start:end])


def _climb(old_size: int, new_size: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The two roots to which the steps of a consistency proof lead (RFC 9162 section 2.1.4.2, steps 3 to 6)."""
    position, last = old_size - 1, new_size - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise SealInvalid("consistency proof: too long")
        if position % 2 or position == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            while not position % 2:
                position, last = position >> 1, last >> 1
        else:
            found_new = node_hash(found_new, step)
        position, last = position >> 1, last >> 1
    if last:
        raise SealInvalid("consistency proof: too short")
    return found_old, found_new


def _check_lengths(what: str, hashes: Iterable[bytes]) -> None:
    if any(len(value) != HASH_SIZE for value in hashes):
        raise SealInvalid(f"{what}: a hash is not {HASH_SIZE} bytes long")
