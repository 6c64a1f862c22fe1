"""D8: the machine's clock is set back two years, the zone changes, summer time ends. The order of entries stays, a clock that went
back is entered once for each time, and where time stamps bracket an entry, the dossier prints the bracket and not the claim.
"""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gawah.interfaces.cli import _session
from gawah.records.casework import Entry
from gawah.seal import ledger
from gawah.usecases import add, stamp
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.disclose import disclose
from gawah.vault.local import LocalVault
from tests.authority import Authority, Way, establish, needs_openssl, serving
from tests.vault.invented import PASSPHRASE, acting, make


class Clock:
    """A clock that a test sets."""

    def __init__(self, at: str) -> None:
        self.at = at

    def __call__(self) -> str:
        return self.at

    def move(self, **by: int) -> None:
        moved = datetime.fromisoformat(self.at) + timedelta(**by)
        self.at = moved.replace(tzinfo=None).isoformat() + "Z"


@pytest.fixture
def clock() -> Clock:
    return Clock("2026-06-01T12:00:00Z")


@pytest.fixture
def work(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    vault, _ = make(tmp_path / "vault")
    with vault:
        yield Workspace(vault, acting(vault), clock)


def note(work: Workspace, words: str = "canary note") -> Entry:
    made = add.entry(work, "note", words)
    add.add_entry(work, made)
    return made


def anomalies(vault: LocalVault) -> list[int]:
    return [event.seq for event in vault.events() if event.op == "clock"]


def test_a_clock_set_back_two_years_is_entered_once_and_the_order_stays(work: Workspace, clock: Clock) -> None:
    first = note(work)
    clock.move(days=-730)
    second, third = note(work), note(work)
    vault = work.vault
    (found,) = anomalies(vault)
    order = [vault.entered_at(one.id) for one in (first, second, third)]
    assert order == [found - 1, found + 1, found + 2]
    assert ledger.read_entry(vault.leaf(found))["result"] == {"seconds_back": 730 * 86_400}
    assert ledger.read_entry(vault.leaf(found))["refs"] == [f"entry {found - 1}"]
    clock.move(days=730)
    note(work)
    assert anomalies(vault) == [found]
    clock.move(seconds=-1)
    note(work)
    assert len(anomalies(vault)) == 2
    assert vault.check(full=True).problems == ()


def test_a_clock_set_back_while_the_vault_is_closed_is_entered_too(work: Workspace, clock: Clock, tmp_path: Path) -> None:
    note(work)
    work.vault.close()
    clock.move(days=-730)
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        note(Workspace(vault, acting(vault), clock))
        assert len(anomalies(vault)) == 1
        assert vault.check(full=True).problems == ()


def test_a_broken_off_act_leaves_no_entry_about_the_clock(work: Workspace, clock: Clock) -> None:
    made = note(work)
    clock.move(days=-1)
    size = work.vault.size()
    with pytest.raises(ValueError, match="salt"), work.vault._case.ledger.act():
        work.vault._case.ledger.append("view", clock(), work.acting, salt="canary")
    assert work.vault.size() == size
    assert work.vault.entered_at(made.id) == size - 1
    note(work)
    assert len(anomalies(work.vault)) == 1


def test_zones_and_summer_time_make_no_anomaly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        work = Workspace(vault, acting(vault), _session.now)
        for zone in ("Asia/Karachi", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/London", "EST5EDT,M3.2.0,M11.1.0"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            note(work)
        monkeypatch.undo()
        time.tzset()
        assert anomalies(vault) == []
        times = [event.at for event in vault.events()]
        assert times == sorted(times)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return establish(tmp_path_factory.mktemp("time") / "authority")


@needs_openssl
def test_the_dossier_prints_the_bracket_and_not_the_claim(
    work: Workspace, clock: Clock, authority: Authority, tmp_path: Path
) -> None:
    before = note(work, "canary before all stamps")
    with serving(Way(body=authority.answer)) as server:
        stamp.add_authority(work, "time", server.url, authority.root.read_bytes())
        first = stamp.stamp_now(work).token
        clock.move(days=-730)
        between = note(work, "canary between the stamps")
        second = stamp.stamp_now(work).token
        after = note(work, "canary after all stamps")
    assert first is not None
    assert second is not None
    disclose(work, tmp_path / "bundle", Choice())
    listed = json.loads((tmp_path / "bundle/data/exhibits.json").read_bytes())["exhibits"]
    recorded = {one["id"]: one["source"]["recorded"] for one in listed}
    claim = clock.at
    assert (recorded[before.id]["not_before"], recorded[before.id]["not_after"]) == (None, first.latest)
    assert (recorded[between.id]["not_before"], recorded[between.id]["not_after"]) == (first.earliest, second.latest)
    assert (recorded[after.id]["not_before"], recorded[after.id]["not_after"]) == (second.earliest, None)
    for one in (before, between, after):
        assert claim not in recorded[one.id]["words"]
        assert "2026-06-01T12:00:00Z" not in recorded[one.id]["words"]
    assert f"between {first.earliest} and {second.latest}" in recorded[between.id]["words"]
    report = (tmp_path / "bundle/data/hash-report.csv").read_text(encoding="utf-8")
    assert f",{first.earliest},{second.latest}\n" in report.replace("\r\n", "\n")


def test_without_a_stamp_the_dossier_says_that_there_is_none(work: Workspace, clock: Clock, tmp_path: Path) -> None:
    sure = note(work)
    clock.move(days=-730)
    note(work)
    clock.move(days=1)
    disclose(work, tmp_path / "bundle", Choice())
    listed = json.loads((tmp_path / "bundle/data/exhibits.json").read_bytes())["exhibits"]
    words = next(one["source"]["recorded"]["words"] for one in listed if one["id"] == sure.id)
    assert "no time stamp" in words
    assert "set back" in words
