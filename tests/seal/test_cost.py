"""The work of a passphrase fits the machine: never less than the default, never more than the memory given."""

import pytest

from gawah.seal import cost
from gawah.seal.keys import DEFAULT_COST, MEMORY_FLOOR_KIB, Cost, RootSecret, unwrap, wrap

GIB = 1024 * 1024


def machine(seconds_a_gib_pass: float, tried: list[Cost]) -> object:
    def seconds_of(one: Cost) -> float:
        tried.append(one)
        return seconds_a_gib_pass * one.memory_kib * one.passes / GIB

    return seconds_of


@pytest.mark.parametrize("speed", [0.01, 0.3, 1.0, 5.0])
@pytest.mark.parametrize("most", [0, 100_000, 256 * 1024, GIB, 64 * GIB])
def test_work_is_never_less_than_the_default_and_memory_never_more_than_given(speed: float, most: int) -> None:
    tried: list[Cost] = []
    found = cost.calibrate(machine(speed, tried), most)  # type: ignore[arg-type]
    assert len(tried) == 1
    assert found.memory_kib * found.passes >= DEFAULT_COST.memory_kib * DEFAULT_COST.passes
    assert MEMORY_FLOOR_KIB <= found.memory_kib <= max(MEMORY_FLOOR_KIB, min(most, cost.MOST_KIB))
    assert found.passes <= 16


def test_a_quick_machine_is_asked_for_about_a_second() -> None:
    found = cost.calibrate(machine(0.5, []), 8 * GIB)  # type: ignore[arg-type]
    assert 0.9 <= 0.5 * found.memory_kib * found.passes / GIB <= 1.1


def test_a_slow_machine_keeps_the_default() -> None:
    assert cost.calibrate(machine(4, []), 8 * GIB) == DEFAULT_COST  # type: ignore[arg-type]


def test_what_is_asked_for_can_be_opened_again() -> None:
    for most in (0, GIB):
        found = cost.calibrate(machine(0.0001, []), most)  # type: ignore[arg-type]
        assert found.memory_kib * found.passes <= 16 * GIB
    root = RootSecret.generate()
    weak = Cost(64, 1, 1)
    cost.try_once(weak)
    assert unwrap(wrap(root, "canary", weak, allow_weak=True), "canary").recipient() == root.recipient()
