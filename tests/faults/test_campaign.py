"""The kills of test_kill.py some hundreds of times, with large originals too (`make test-long`; F1-F3)."""

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.breaking import at, needs_kill
from tests.faults.operations import MEANWHILE, OPERATIONS
from tests.faults.test_kill import Trial, by_chance, from_outside

pytestmark = [pytest.mark.long, needs_kill]

KILLS = max(60, -(-500 // len(OPERATIONS)))
"""Of each act, at least; at least 500 in all."""
LARGE = (300, 200_000, 50_000_000)
"""Bytes of small, middling and large originals (F1)."""


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_act_survives_many_kills(worlds: Path, name: str) -> None:
    trial, chance = Trial(OPERATIONS[name], worlds), random.Random(f"campaign {name}")
    kills: Counter[str] = Counter()
    while sum(kills.values()) < KILLS:
        kills["at a step"] += by_chance(trial, chance)
        kills["from outside"] += from_outside(trial, chance)
    print(f"{name}: {dict(kills)} kills over {len(trial.steps)} steps")  # noqa: T201 - seen with -s: what was done
    assert min(kills.values()) > 0


@pytest.mark.parametrize("name", MEANWHILE)
def test_an_act_survives_kills_while_the_vault_is_sealed_anew(worlds: Path, name: str) -> None:
    trial, chance = Trial(MEANWHILE[name], worlds), random.Random(f"meanwhile {name}")
    assert sum(by_chance(trial, chance) for _ in range(20)) >= 20


def test_large_originals_survive_a_kill_at_every_step(worlds: Path) -> None:
    trial = Trial(OPERATIONS["import"], worlds, LARGE)
    for step in dict.fromkeys(trial.steps):
        world = trial.world()
        ended = trial.act(world, kill=at(step))
        assert ended.killed
        trial.survives(world, ended.lines)
