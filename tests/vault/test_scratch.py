"""An original laid out to be read at any place: the same bytes, and nothing readable on the drive."""

import random
from pathlib import Path

import pytest

from gawah.records.errors import SealInvalid
from gawah.seal.scratch import CHUNK
from gawah.vault.scratch import Scratch


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 77])
def test_any_place_of_it_can_be_read(tmp_path: Path, size: int) -> None:
    data = random.Random(size).randbytes(size)
    with Scratch(tmp_path) as scratch:
        for at in range(0, size, 50_000):
            scratch.write(data[at : at + 50_000])
        with scratch.reading() as reader:
            assert reader.read() == data
            for at in (0, 1, size // 2, max(0, size - 3), size, size + 9):
                reader.seek(at)
                assert (reader.tell(), reader.read(70_000)) == (at, data[at : at + 70_000])
            reader.seek(-2, 2) if size > 1 else reader.seek(0)
            assert reader.read() == data[-2:]
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_it_can_be_read_on_the_drive(tmp_path: Path) -> None:
    with Scratch(tmp_path) as scratch:
        scratch.write(b"canary" * 40_000)
        with scratch.reading() as reader:
            (file,) = tmp_path.iterdir()
            assert b"canary" not in file.read_bytes()
            assert reader.read(6) == b"canary"


@pytest.mark.parametrize("at", [3, CHUNK + 40])
def test_a_change_under_our_hands_is_noticed(tmp_path: Path, at: int) -> None:
    with Scratch(tmp_path) as scratch:
        scratch.write(b"canary" * 40_000)
        with scratch.reading() as reader:
            (file,) = tmp_path.iterdir()
            data = bytearray(file.read_bytes())
            data[at] ^= 1
            file.write_bytes(data)
            with pytest.raises(SealInvalid):
                reader.read()
