"""Chunks of a scratch file: sealed for this run alone, each in its own place."""

import pytest

from gawah.records.errors import SealInvalid
from gawah.seal.scratch import CHUNK, SEALED, ScratchKey

CONTENT = (b"canary " * CHUNK)[:CHUNK]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK])
def test_a_chunk_comes_back_and_does_not_show(size: int) -> None:
    key = ScratchKey()
    sealed = key.seal(3, CONTENT[:size])
    assert len(sealed) == size + SEALED - CHUNK
    assert b"canary" not in sealed
    assert key.open(3, sealed) == CONTENT[:size]


def test_the_same_chunk_looks_different_in_every_place_and_in_every_run() -> None:
    one, two = ScratchKey(), ScratchKey()
    assert len({key.seal(number, b"canary") for key in (one, two) for number in (0, 1)}) == 4


@pytest.mark.parametrize("bit", [0, 47, 48, 48 + 127])
def test_a_chunk_with_one_bit_changed_is_refused(bit: int) -> None:
    key = ScratchKey()
    changed = bytearray(key.seal(0, b"canary"))
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealInvalid) as refusal:
        key.open(0, bytes(changed))
    assert "canary" not in str(refusal.value)


def test_a_chunk_that_was_cut_off_or_moved_or_is_of_another_run_is_refused() -> None:
    key = ScratchKey()
    sealed = key.seal(0, b"canary")
    for number, found, opener in (
        (0, sealed[:-1], key),
        (0, sealed[:15], key),
        (0, b"", key),
        (1, sealed, key),
        (0, sealed, ScratchKey()),
    ):
        with pytest.raises(SealInvalid):
            opener.open(number, found)
