"""Guessing a passphrase tells nothing and costs what it should; a slot that asks for the absurd is refused before any work (A4)."""

import json
import random
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from gawah.records.errors import GawahError, SealInvalid, WrongPassphrase
from gawah.seal import canonical, keys
from gawah.vault.local import LocalVault
from tests.vault.invented import PASSPHRASE, make

TRIES = 1_000
MOST_KIB, MOST_WORK_KIB = 4 * 1024 * 1024, 16 * 1024 * 1024
"""4 GiB; and memory times passes, which this machine's slowest class does in half a minute."""


@pytest.fixture
def slot(tmp_path: Path) -> Path:
    make(tmp_path / "vault")[0].close()
    return tmp_path / "vault/keys/slot-1.json"


def folder(slot: Path) -> Path:
    return slot.parents[1]


def edited(slot: Path, **fields: object) -> bytes:
    return canonical.encode({**json.loads(slot.read_bytes()), **fields})


def test_a_thousand_guesses_are_answered_in_the_same_words(slot: Path) -> None:
    chance = random.Random(4)
    near = [PASSPHRASE[:-1], PASSPHRASE + " ", PASSPHRASE.title(), "", "\0", PASSPHRASE[::-1], "ق" * 100, "x" * 100_000]
    guesses = near + ["".join(chance.choices(PASSPHRASE, k=len(PASSPHRASE))) for _ in range(TRIES - len(near))]
    answers = set()
    for guess in guesses:
        with pytest.raises(WrongPassphrase) as refused:
            LocalVault.open(folder(slot), guess)
        answers.add((type(refused.value), refused.value.args))
    assert len(answers) == 1
    LocalVault.open(folder(slot), PASSPHRASE).close()  # nobody is locked out


@pytest.mark.parametrize(
    "change",
    [{"memory_kib": 72}, {"passes": 2}, {"salt": "00" * 16}, {"nonce": "00" * 12}, {"wrapped": "00" * 90}],
    ids=lambda change: next(iter(change)),
)
def test_an_edited_parameter_is_refused_like_a_wrong_passphrase(slot: Path, change: dict[str, object]) -> None:
    slot.write_bytes(edited(slot, **change))
    with pytest.raises(WrongPassphrase, match=r"^the passphrase does not open this vault$"):
        LocalVault.open(folder(slot), PASSPHRASE)


def test_no_slot_makes_the_machine_work_beyond_the_limits(slot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int, int]] = []

    class Counted:
        """In the place of the work itself: what was asked for."""

        def __init__(self, *, memory_cost: int, iterations: int, lanes: int, **_: Any) -> None:
            asked.append((memory_cost, iterations, lanes))

        def derive(self, _secret: bytes) -> bytes:
            return bytes(32)

    monkeypatch.setattr(keys, "Argon2id", Counted)
    memory = [0, 1, 7, 64, 65_536, MOST_KIB, MOST_KIB + 1, 1 << 32, 1 << 52, -1]
    numbers = [0, 1, 4, 5, 64, 65, 1 << 31, 1 << 52, -1]
    refused = 0
    for memory_kib, passes, lanes in product(memory, numbers, numbers):
        data = edited(slot, memory_kib=memory_kib, passes=passes, lanes=lanes)
        before = len(asked)
        with pytest.raises(GawahError) as fault:
            keys.unwrap(data, PASSPHRASE)
        refused += len(asked) == before
        assert isinstance(fault.value, SealInvalid if len(asked) == before else WrongPassphrase)
    assert refused > 700
    assert asked
    assert all(kib <= MOST_KIB and kib * passes <= MOST_WORK_KIB and lanes <= 64 for kib, passes, lanes in asked)
    for odd in ("4294967296", 1.5, True, None, [65_536]):
        with pytest.raises((SealInvalid, ValueError)):
            keys.unwrap(edited(slot, memory_kib=odd), PASSPHRASE)


def test_a_slot_for_a_person_is_never_cheap(slot: Path) -> None:
    root = keys.RootSecret.generate()
    with pytest.raises(ValueError, match="limits"):
        keys.wrap(root, PASSPHRASE, keys.Cost(keys.MEMORY_FLOOR_KIB - 1, 3, 4))
    assert keys.DEFAULT_COST.memory_kib >= keys.MEMORY_FLOOR_KIB
    assert slot.exists()
