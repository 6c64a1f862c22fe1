"""A vault held open is put away after minutes of nothing, after sleep, and when asked; what hangs on it is told."""

from pathlib import Path

import pytest

from gawah.records.errors import CaseLocked, VaultPutAway
from gawah.usecases._workspace import Workspace
from gawah.usecases.holding import Holding, Reason
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, acting, make


class Clocks:
    """Two clocks that are set by hand: one stands still while the machine sleeps."""

    def __init__(self) -> None:
        self.monotonic, self.wall = 1_000.0, 5_000_000.0

    def work(self, seconds: float) -> None:
        self.monotonic += seconds
        self.wall += seconds

    def sleep(self, seconds: float) -> None:
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def held(tmp_path: Path, clocks: Clocks) -> Holding:
    vault, _ = make(tmp_path / "vault")
    work = Workspace(vault, acting(vault), lambda: AT)
    return Holding(work, monotonic=lambda: clocks.monotonic, wall=lambda: clocks.wall, idle_seconds=300)


def told(held: Holding) -> list[Reason]:
    reasons: list[Reason] = []
    held.on_lock(reasons.append)
    return reasons


def test_it_stays_open_while_it_is_used(held: Holding, clocks: Clocks) -> None:
    reasons = told(held)
    for _ in range(5):
        clocks.work(299)
        assert not held.tick()
        with held.use() as work:
            assert work.vault.size() == 1
    assert reasons == []
    held.lock()
    assert reasons == ["asked"]


def test_after_minutes_of_nothing_it_is_put_away_for_good(held: Holding, clocks: Clocks, tmp_path: Path) -> None:
    reasons = told(held)
    with held.use() as work:
        vault = work.vault
    clocks.work(299)
    assert not held.tick()
    with pytest.raises(CaseLocked):
        LocalVault.open(tmp_path / "vault", PASSPHRASE)
    clocks.work(1)
    assert held.tick()
    assert (held.locked, reasons) == (True, ["idle"])
    assert not any(vault._case.name_key)
    with pytest.raises(VaultPutAway), held.use():
        pass
    LocalVault.open(tmp_path / "vault", PASSPHRASE).close()
    held.lock()
    assert reasons == ["idle"]


def test_a_machine_that_slept_finds_it_put_away(held: Holding, clocks: Clocks) -> None:
    reasons = told(held)
    clocks.work(10)
    clocks.sleep(29)  # a clock that was set right
    assert not held.tick()
    clocks.work(10)
    clocks.sleep(31)
    with pytest.raises(VaultPutAway), held.use():
        pass
    assert reasons == ["sleep"]


def test_a_clock_that_is_set_back_does_no_harm(held: Holding, clocks: Clocks) -> None:
    clocks.sleep(-86_400)
    assert not held.tick()
    clocks.work(300)
    assert held.tick()


def test_a_lock_asked_for_during_a_use_waits_for_its_end(held: Holding, clocks: Clocks) -> None:
    reasons = told(held)
    with held.use() as work, held.use():
        held.lock()
        clocks.work(1_000)
        assert not held.tick()
        assert work.vault.append("view", AT, work.acting) == 1
    assert (held.locked, reasons) == (True, ["asked"])


def test_the_hooks_are_told_though_closing_fails(held: Holding, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = told(held)
    close = LocalVault.close

    def broken(vault: LocalVault) -> None:
        close(vault)
        raise CaseLocked("injected")

    monkeypatch.setattr(LocalVault, "close", broken)
    with pytest.raises(CaseLocked):
        held.lock()
    assert (held.locked, reasons) == (True, ["asked"])
