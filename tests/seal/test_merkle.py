"""The tree against RFC 6962's own recursive definition, the Certificate Transparency vector, and forgers."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import LedgerInconsistent, SealInvalid
from gawah.seal import merkle

LEAVES = [hashlib.sha256(bytes([number])).digest() for number in range(65)]
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

hashes = st.binary(min_size=32, max_size=32)
trees = st.lists(hashes, min_size=1, max_size=70)


def root_by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + root_by_definition(leaves[:split]) + root_by_definition(leaves[split:])).digest()


def flip(data: bytes, bit: int) -> bytes:
    return bytes([*data[: bit // 8], data[bit // 8] ^ (1 << bit % 8), *data[bit // 8 + 1 :]])


@given(st.lists(st.integers(0, 700), max_size=5))
def test_a_tree_grows_the_same_by_many_leaves_as_by_one(portions: list[int]) -> None:
    leaves = [hashlib.sha256(number.to_bytes(2, "big")).digest() for number in range(sum(portions))]
    by_one, by_many = merkle.Frontier(), merkle.Frontier()
    at = 0
    for portion in portions:
        by_many.extend(leaves[at : at + portion])
        at += portion
    for leaf in leaves:
        by_one.append(leaf)
    assert by_many.to_bytes() == by_one.to_bytes()
    assert by_many.root() == merkle.root(leaves)


def test_root_of_the_certificate_transparency_vector() -> None:
    assert merkle.root([merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]).hex() == CT_ROOT


def test_leaf_and_node_hashes_start_with_different_bytes() -> None:
    left, right = LEAVES[:2]
    assert merkle.leaf_hash(left + right) == hashlib.sha256(b"\x00" + left + right).digest()
    assert merkle.node_hash(left, right) == hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(66))
def test_root_is_that_of_the_definition(size: int) -> None:
    assert merkle.root(LEAVES[:size]) == root_by_definition(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, 66))
def test_every_inclusion_proof_verifies(size: int) -> None:
    leaves, root = LEAVES[:size], root_by_definition(LEAVES[:size])
    for index, path in enumerate(merkle.inclusions(range(size), leaves)):
        assert path == merkle.inclusion(index, leaves)
        merkle.verify_inclusion(index, size, leaves[index], path, root)


@given(trees, st.data())
def test_law_an_inclusion_proof_fails_when_one_bit_changes(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = merkle.inclusion(index, leaves), merkle.root(leaves)
    merkle.verify_inclusion(index, len(leaves), leaves[index], path, root)
    bit = data.draw(st.integers(0, 255))
    parts = [leaves[index], root, *path]
    changed = data.draw(st.integers(0, len(parts) - 1))
    parts[changed] = flip(parts[changed], bit)
    with pytest.raises(SealInvalid):
        merkle.verify_inclusion(index, len(leaves), parts[0], parts[2:], parts[1])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 11])
def test_inclusion_proof_of_another_length_index_or_size_is_refused(size: int) -> None:
    leaves, root = LEAVES[:size], merkle.root(LEAVES[:size])
    for index in range(size):
        path, leaf = merkle.inclusion(index, leaves), leaves[index]
        refused = [(index, size, [*path, LEAVES[40]]), (index, size, [LEAVES[40], *path]), (-1, size, path), (size, size, path)]
        refused += [(index, size, path[:-1]), (index, size, path[1:])] if path else []
        refused += [(other, size, path) for other in range(size) if other != index]
        refused += [(index, size, [path[0][:31], *path[1:]])] if path else []
        for wrong_index, wrong_size, wrong_path in refused:
            with pytest.raises(SealInvalid):
                merkle.verify_inclusion(wrong_index, wrong_size, leaf, wrong_path, root)


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(SealInvalid, match="32 bytes"):
        merkle.verify_inclusion(0, 1, b"short", [], b"short")


@pytest.mark.parametrize("index", [-1, 3])
def test_no_inclusion_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion(index, LEAVES[:3])


@pytest.mark.parametrize("new_size", range(65))
def test_every_older_tree_is_consistent(new_size: int) -> None:
    new_root = merkle.root(LEAVES[:new_size])
    for old_size in range(new_size + 1):
        path = merkle.consistency(old_size, LEAVES[:new_size])
        merkle.verify_consistency(old_size, merkle.root(LEAVES[:old_size]), new_size, new_root, path)


@given(trees, st.data())
def test_law_a_consistency_proof_fails_when_one_bit_changes(leaves: list[bytes], data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, len(leaves)))
    parts = [merkle.root(leaves[:old_size]), merkle.root(leaves), *merkle.consistency(old_size, leaves)]
    changed = data.draw(st.integers(0, len(parts) - 1))
    parts[changed] = flip(parts[changed], data.draw(st.integers(0, 255)))
    with pytest.raises(SealInvalid):
        merkle.verify_consistency(old_size, parts[0], len(leaves), parts[1], parts[2:])


@pytest.mark.parametrize("old_size", range(1, 12))
def test_consistency_proof_of_another_length_or_size_is_refused(old_size: int) -> None:
    new_size = 12
    old_root, new_root = merkle.root(LEAVES[:old_size]), merkle.root(LEAVES[:new_size])
    path = merkle.consistency(old_size, LEAVES[:new_size])
    refused = [(old_size, [*path, LEAVES[40]]), (old_size, path[:-1]), (old_size, path[1:]), (old_size, []), (old_size + 1, path)]
    refused += [(new_size, path), (new_size + 1, path), (-1, path), (0, path)]
    for wrong_size, wrong_path in refused:
        with pytest.raises(SealInvalid):
            merkle.verify_consistency(wrong_size, old_root, new_size, new_root, wrong_path)


def test_a_forked_ledger_is_found() -> None:
    fork = [*LEAVES[:20], LEAVES[50], *LEAVES[21:37]]
    with pytest.raises(SealInvalid, match="old root"):
        merkle.verify_consistency(21, merkle.root(LEAVES[:21]), 37, merkle.root(fork), merkle.consistency(21, fork))
    with pytest.raises(SealInvalid, match="new root"):
        merkle.verify_consistency(21, merkle.root(LEAVES[:21]), 37, merkle.root(fork), merkle.consistency(21, LEAVES[:37]))


def test_the_empty_tree_is_consistent_with_every_tree_and_has_one_root() -> None:
    merkle.verify_consistency(0, merkle.EMPTY_ROOT, 5, merkle.root(LEAVES[:5]), [])
    with pytest.raises(SealInvalid, match="old root"):
        merkle.verify_consistency(0, LEAVES[0], 5, merkle.root(LEAVES[:5]), [])


def test_no_consistency_proof_for_a_tree_that_is_larger() -> None:
    with pytest.raises(ValueError, match="smaller"):
        merkle.consistency(4, LEAVES[:3])


@given(st.lists(hashes, max_size=70))
def test_law_the_frontier_has_the_root_of_all_leaves_at_every_size(leaves: list[bytes]) -> None:
    frontier = merkle.Frontier()
    for size, leaf in enumerate(leaves):
        assert (frontier.size, frontier.root()) == (size, merkle.root(leaves[:size]))
        frontier = merkle.Frontier.from_bytes(frontier.to_bytes())
        frontier.append(leaf)
    assert frontier.root() == merkle.root(leaves)


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"\0" * 32, lambda _: b"\0" * 7, lambda _: b""])
def test_a_damaged_frontier_is_refused(damage: object) -> None:
    frontier = merkle.Frontier()
    frontier.append(LEAVES[0])
    assert callable(damage)
    with pytest.raises(LedgerInconsistent):
        merkle.Frontier.from_bytes(damage(frontier.to_bytes()))
