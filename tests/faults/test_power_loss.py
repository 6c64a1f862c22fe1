"""The power fails between any two system calls, and what was not synced is lost, or there in part: as after a kill (F6).

The calls of an act are recorded with strace, SQLite's among them, and replayed on a drive that keeps its promises to the letter and
nothing more (drive.py). `make test` looks at a sample of the moments, `make test-long` at every one.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults import trace
from tests.faults.breaking import needs_kill, run
from tests.faults.case import Lines, World
from tests.faults.child import SMALL
from tests.faults.drive import Drive, Tree, losses, write_out
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.trace import SAID, Step, Trace
from tests.faults.watch import Watch

pytestmark = needs_kill

SEED = 20
TRACED = sorted(OPERATIONS.keys() - {"collect"})
"""All but the one that reads in a process of its own; what it writes, import and read write too."""
SAMPLE = 10
"""Moments of each act that `make test` looks at."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is found when the power is back, and what had been acknowledged by then."""

    label: str
    tree: Tree
    lines: Lines


class Recorded:
    """An act over its world, call by call."""

    def __init__(self, operation: Operation, folder: Path, *, traced: bool) -> None:
        self.operation = operation
        self._folder = folder
        self._first = World(folder / "first", SMALL)
        self._first.place.mkdir()
        operation.prepare(self._first)
        world = self._first.copy(folder / "whole")
        self.steps = self._traced(world) if traced else self._watched(world)
        self._is_the_whole_of_it(world)
        self.world = world
        self.picture = operation.holds(world, [["made"]], faults=0)

    def _traced(self, world: World) -> list[Step]:
        log = self._folder / "strace.log"
        trace.record(log, "tests.faults.child", self.operation.name, str(world.place), str(SEED))
        steps = Trace(log, world.place).steps
        log.unlink()
        return steps

    def _watched(self, world: World) -> list[Step]:
        watch = Watch(world)
        with watch.looking() as say:
            self.operation.act(world, SEED, say)
        return watch.steps

    def _is_the_whole_of_it(self, world: World) -> None:
        """What was recorded, carried out, gives the folder as it is."""
        drive = Drive(self._first.place)
        for step in self.steps:
            step(drive)
        seen = drive.after(losses(random.Random(0))[3])
        files = [path for path in world.place.rglob("*") if path.is_file() and path.name != SAID]
        found = {str(path.relative_to(world.place)): path.read_bytes() for path in files}
        assert {path: data for path, data in seen.items() if data is not None and path != SAID} == found

    def moments(self) -> Iterator[Moment]:
        """Every different state after each of the calls, however much of what was not synced is lost."""
        drive, chance = Drive(self._first.place), random.Random(SEED)
        before: set[int] = set()
        for number, step in enumerate(self.steps):
            step(drive)
            said = bytes(drive.file(SAID).seen) if SAID in drive.root.seen else b""
            for loss in losses(chance):
                tree = drive.after(loss)
                tree.pop(SAID, None)
                known = hash((said, tuple(sorted(tree.items()))))
                if known not in before:
                    before.add(known)
                    yield Moment(
                        f"call {number}, {loss.name} left", tree, [line.split() for line in said.decode("ascii").splitlines()]
                    )

    def survives(self, moment: Moment) -> None:
        """Hold the vault to what was acknowledged by then; do the act again, and the picture is that of an act without a fault."""
        place = self._folder / "after"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        write_out(moment.tree, place)
        world = World(place, SMALL)
        try:
            self.operation.holds(world, moment.lines)
            again = run(lambda say: self.operation.act(world, SEED, say))
            assert self.operation.holds(world, [*moment.lines, *again.lines], faults=0) == self.picture
        except BaseException as fault:
            fault.add_note(f"the power failed at {moment.label}, after {moment.lines[-2:]}")
            raise


@pytest.mark.parametrize("name", TRACED)
def test_a_power_cut_loses_nothing_acknowledged(worlds: Path, name: str) -> None:
    """Where strace may not look on, what the vault says of itself is replayed."""
    act = Recorded(OPERATIONS[name], worlds, traced=trace.possible())
    moments = list(act.moments())
    for moment in random.Random(name).sample(moments, min(SAMPLE, len(moments))):
        act.survives(moment)


@pytest.mark.parametrize("name", ["import", "erase"])
def test_a_power_cut_as_the_vault_itself_sees_it(worlds: Path, name: str) -> None:
    act = Recorded(OPERATIONS[name], worlds, traced=False)
    moments = list(act.moments())
    assert len(moments) > 20
    for moment in random.Random(name).sample(moments, 10):
        act.survives(moment)


@pytest.mark.long
@pytest.mark.parametrize("name", TRACED)
def test_a_power_cut_at_any_moment_loses_nothing_acknowledged(worlds: Path, name: str) -> None:
    act = Recorded(OPERATIONS[name], worlds, traced=trace.possible())
    for moment in act.moments():
        act.survives(moment)
