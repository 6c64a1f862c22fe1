"""D3 and D4: every byte of a proof file changed in turn; proofs of every sort against brute force; a log of ten thousand entries
whose checkpoints are all consistent with each other, and a fork of it that is not.
"""

import hashlib
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.errors import GawahError
from gawah.seal import merkle, note
from gawah.seal.keys import SigningKey

KEY = SigningKey.from_bytes(bytes(range(32)))
ORIGIN = "gawah.invalid/0123456789abcdef0123456789abcdef"
LEAVES = [hashlib.sha256(b"canary %d" % number).digest() for number in range(10_000)]
SAMPLE = (1, 2, 3, 255, 256, 257, 1000, 4095, 4096, 4097, 5000, 8191, 8192, 8193, 9998, 9999, 10_000)


def root_by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + root_by_definition(leaves[:split]) + root_by_definition(leaves[split:])).digest()


def head(leaves: Sequence[bytes]) -> bytes:
    """The signed checkpoint over these leaves."""
    return note.sign_checkpoint(ORIGIN, len(leaves), merkle.root(leaves), KEY)


def included(leaf: bytes, proof_file: bytes) -> tuple[int, int, str]:
    """Index, size and root that a proof file shows for a leaf, as a verifier works it out. Raises GawahError."""
    proof = note.read_proof(proof_file)
    found = note.open_checkpoint(proof.note, KEY.public_bytes())
    merkle.verify_inclusion(proof.index, found.size, leaf, proof.path, bytes.fromhex(found.root))
    return proof.index, found.size, found.root


def grown(old: bytes, new: bytes, proof_file: bytes) -> tuple[int, int]:
    """The sizes between which a proof file shows growth. Raises GawahError."""
    proof = note.read_consistency(proof_file)
    first, last = (note.open_checkpoint(text, KEY.public_bytes()) for text in (old, new))
    if (proof.old_size, proof.new_size) != (first.size, last.size):
        raise GawahError("another pair")
    merkle.verify_consistency(first.size, bytes.fromhex(first.root), last.size, bytes.fromhex(last.root), proof.path)
    return first.size, last.size


def changes(data: bytes) -> list[bytes]:
    """The file with each byte changed in two ways, cut short at each place, and with each byte twice."""
    found = []
    for place in range(len(data)):
        found += [data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :] for bit in (0x01, 0x20)]
        found += [data[:place], data[:place] + data[place : place + 1] * 2 + data[place + 1 :]]
    return [one for one in found if one != data]


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 4), (6, 7), (3, 13)])
def test_every_changed_byte_of_an_inclusion_proof_is_found(index: int, size: int) -> None:
    leaves = LEAVES[:size]
    proof = note.write_proof(index, merkle.inclusion(index, leaves), head(leaves))
    assert included(leaves[index], proof) == (index, size, merkle.root(leaves).hex())
    accepted = []
    for changed in changes(proof):
        try:
            accepted.append(included(leaves[index], changed))
        except GawahError:
            continue
    assert accepted == []


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 8), (6, 13)])
def test_every_changed_byte_of_a_consistency_proof_is_found(old: int, new: int) -> None:
    before, after = head(LEAVES[:old]), head(LEAVES[:new])
    proof = note.write_consistency(old, new, merkle.consistency(old, LEAVES[:new]))
    assert grown(before, after, proof) == (old, new)
    for changed in changes(proof):
        with pytest.raises(GawahError):
            grown(before, after, changed)


@given(st.integers(1, 120), st.data())
def test_law_of_all_leaves_only_the_one_at_its_index_is_included(size: int, data: st.DataObject) -> None:
    leaves = LEAVES[:size]
    root = root_by_definition(leaves)
    assert merkle.root(leaves) == root
    proved, tried = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    leaf = data.draw(st.sampled_from(leaves))
    path = merkle.inclusion(proved, leaves)
    try:
        merkle.verify_inclusion(tried, size, leaf, path, root)
        accepted = True
    except GawahError:
        accepted = False
    assert accepted == (proved == tried and leaf == leaves[proved])


@given(st.integers(1, 120), st.data())
@settings(max_examples=200)
def test_law_a_tree_is_consistent_with_its_beginnings_and_with_no_other_tree(size: int, data: st.DataObject) -> None:
    leaves = LEAVES[:size]
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, size - 1))
    beginning = [*leaves[:changed], LEAVES[-1], *leaves[changed + 1 :]][:old]
    path = merkle.consistency(old, leaves)
    try:
        merkle.verify_consistency(old, root_by_definition(beginning), size, root_by_definition(leaves), path)
        accepted = True
    except GawahError:
        accepted = False
    assert accepted == (beginning == leaves[:old])


def test_every_pair_of_checkpoints_of_a_long_log_is_consistent() -> None:
    heads = {size: head(LEAVES[:size]) for size in SAMPLE}
    for old, new in combinations(SAMPLE, 2):
        proof = note.write_consistency(old, new, merkle.consistency(old, LEAVES[:new]))
        assert grown(heads[old], heads[new], proof) == (old, new)


@pytest.mark.parametrize("forked_at", [0, 4096, 4999])
def test_a_forked_log_fails_from_the_fork_on(forked_at: int) -> None:
    """The owner shows one log to some and another to others: neither proof leads from one to the other."""
    fork = [*LEAVES[:forked_at], hashlib.sha256(b"canary, another entry").digest(), *LEAVES[forked_at + 1 :]]
    for old, new in combinations((1000, 4096, 5000, 8192, 10_000), 2):
        shown, other = head(LEAVES[:old]), head(fork[:new])
        for leaves in (LEAVES, fork):
            proof = note.write_consistency(old, new, merkle.consistency(old, leaves[:new]))
            if old <= forked_at and leaves[:new] == fork[:new]:
                assert grown(shown, other, proof) == (old, new)
            else:
                with pytest.raises(GawahError):
                    grown(shown, other, proof)
