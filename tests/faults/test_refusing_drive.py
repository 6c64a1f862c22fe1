"""A drive that says no in the middle of an act, at any change the vault makes or when a file grows (F4).

A clear error, and nothing that was acknowledged is lost.
"""

import errno
import random

import pytest

from tests.faults.breaking import Refusal, needs_kill
from tests.faults.operations import OPERATIONS
from tests.faults.test_kill import Trial

pytestmark = needs_kill

SAMPLE = 8
"""Refusals of each act and kind that `make test` tries."""
NEVER = 10**9


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trial]:
    return {name: Trial(operation, tmp_path_factory.mktemp(name)) for name, operation in OPERATIONS.items()}


def refused(trial: Trial, refusal: Refusal) -> bool:
    """Try the act on a drive that says no. Whether the act met it."""
    world = trial.world()
    ended = trial.act(world, refusal=refusal)
    trial.survives(world, ended.lines)
    return ended.refused


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_drive_that_says_no_at_any_change(trials: dict[str, Trial], name: str, code: int) -> None:
    changes = trials[name].act(trials[name].world(), refusal=Refusal(change=NEVER)).changes
    chosen = random.Random(f"{name} {code}").sample(range(changes), min(SAMPLE, changes))
    met = [refused(trials[name], Refusal(code=code, change=change)) for change in chosen]
    assert all(met)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_drive_on_which_no_file_may_grow(trials: dict[str, Trial], name: str) -> None:
    met = [refused(trials[name], Refusal(size=size)) for size in (0, 8_192, 30_000, 60_000, 120_000, 250_000)]
    assert met[0]
