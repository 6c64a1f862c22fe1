"""Killed at any durable step, a vault loses nothing that was acknowledged and points at nothing that is not there (F1, F2, F3).

Each act is killed by SIGKILL at every step it knows, at steps drawn by chance, while it sets right what an earlier kill left, and
from outside at whatever instant that is. `make test-long` does so some hundreds of times and with large originals.
"""

import random
import shutil
from pathlib import Path

import pytest

from gawah.vault import _points
from tests.faults.breaking import Outcome, after, at, needs_kill, run
from tests.faults.case import World
from tests.faults.operations import OPERATIONS, Operation

pytestmark = needs_kill

SEED = 20
"""Of the sources of the act, and of what is drawn by chance."""


class Trial:
    """One act over its world, as it goes without a fault, and over copies of that world with one."""

    def __init__(self, operation: Operation, folder: Path, scale: tuple[int, ...] | None = None) -> None:
        self.operation = operation
        self._folder = folder
        self._copies = 0
        (folder / "first").mkdir()
        self._first = World(folder / "first") if scale is None else World(folder / "first", scale)
        operation.prepare(self._first)
        world = self.world()
        whole = self.act(world)
        assert not whole.killed
        self.steps = whole.steps
        self.said = len(whole.lines) + len(whole.steps)
        self.picture = operation.holds(world, whole.lines, faults=0)

    def world(self) -> World:
        """A fresh copy of the world."""
        self._copies += 1
        return self._first.copy(self._folder / f"{self._copies}")

    def act(self, world: World, **broken: object) -> Outcome:
        """The act in a process of its own; see `breaking.run`."""
        return run(lambda say: self.operation.act(world, SEED, say), **broken)  # type: ignore[arg-type]

    def survives(self, world: World, lines: list[list[str]], kills: int = 1) -> None:
        """Hold the world to what was acknowledged; then do the act again, and nothing may tell that it was ever broken off."""
        self.operation.holds(world, lines, kills)
        again = self.act(world)
        assert not again.killed
        assert self.operation.holds(world, [*lines, *again.lines], faults=0) == self.picture
        shutil.rmtree(world.place)  # what failed stays, to be looked at


class Trials(dict[str, Trial]):
    """The acts of OPERATIONS, each tried once when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, name: str) -> Trial:
        (self._folder / name).mkdir()
        self[name] = Trial(OPERATIONS[name], self._folder / name)
        return self[name]


@pytest.fixture
def trials(worlds: Path) -> Trials:
    return Trials(worlds)


def test_the_acts_of_this_campaign_reach_every_durable_step(trials: Trials) -> None:
    known = {name for group, names in vars(_points).items() if group.endswith("POINTS") for name in names}
    assert {step for trial in map(trials.__getitem__, OPERATIONS) for step in trial.steps} == known


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_step_loses_nothing_acknowledged(trials: Trials, name: str) -> None:
    trial = trials[name]
    for step in dict.fromkeys(trial.steps):
        world = trial.world()
        ended = trial.act(world, kill=at(step))
        assert ended.killed
        trial.survives(world, ended.lines)


def by_chance(trial: Trial, chance: random.Random) -> int:
    """Kill the act at a step drawn by chance, every second time once more while it is done again. How many kills it was."""
    world = trial.world()
    ended = trial.act(world, kill=after(chance.randrange(len(trial.steps))))
    assert ended.killed
    lines, kills = ended.lines, 1
    if chance.random() < 0.5:
        ended = trial.act(world, kill=after(chance.randrange(len(trial.steps))))
        lines += ended.lines
        kills += ended.killed
    trial.survives(world, lines, kills)
    return kills


def from_outside(trial: Trial, chance: random.Random) -> int:
    """Kill the act from outside once it has said so many lines, at whatever it does by then. How many kills it was."""
    world = trial.world()
    ended = trial.act(world, kill_after=chance.randint(1, trial.said))
    trial.survives(world, ended.lines)
    return int(ended.killed)


@pytest.mark.parametrize("name", OPERATIONS)
def test_kills_by_chance_and_during_what_sets_things_right(trials: Trials, name: str) -> None:
    chance = random.Random(name)
    assert sum(by_chance(trials[name], chance) for _ in range(4)) >= 4


@pytest.mark.parametrize("name", OPERATIONS)
def test_kills_from_outside_at_any_instant(trials: Trials, name: str) -> None:
    """A short act may be over before the signal comes: then the dice are thrown again."""
    chance = random.Random(name)
    kills = [from_outside(trials[name], chance) for _ in range(3)]
    while not any(kills) and len(kills) < 100:
        kills.append(from_outside(trials[name], chance))
    assert any(kills)
