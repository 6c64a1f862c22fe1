"""A drive that says no in the middle of an act, at any change the vault makes or when a file grows (F4).

A clear error, and nothing that was acknowledged is lost.
"""

import errno
import random
from pathlib import Path

import pytest

from tests.faults.breaking import Refusal, needs_kill
from tests.faults.operations import OPERATIONS
from tests.faults.test_kill import Trial, Trials

pytestmark = needs_kill

SAMPLE = 4
"""Refusals of each act and kind that `make test` tries."""
NEVER = 10**9
WRITING = sorted(OPERATIONS.keys() - {"check"})
"""All but the act that goes on looking when nothing can be written."""


@pytest.fixture
def trials(worlds: Path) -> Trials:
    return Trials(worlds)


def refused(trial: Trial, refusal: Refusal) -> bool:
    """Try the act on a drive that says no. Whether the act met it."""
    world = trial.world()
    ended = trial.act(world, refusal=refusal)
    trial.survives(world, ended.lines)
    return ended.refused


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_drive_that_says_no_at_any_change(trials: Trials, name: str, code: int) -> None:
    changes = trials[name].act(trials[name].world(), refusal=Refusal(change=NEVER)).changes
    chosen = random.Random(f"{name} {code}").sample(range(changes), min(SAMPLE, changes))
    met = [refused(trials[name], Refusal(code=code, change=change)) for change in chosen]
    assert all(met)


@pytest.mark.parametrize("name", WRITING)
def test_a_drive_on_which_no_file_may_grow(trials: Trials, name: str) -> None:
    met = [refused(trials[name], Refusal(size=size)) for size in (0, 30_000, 120_000)]
    assert met[0]
