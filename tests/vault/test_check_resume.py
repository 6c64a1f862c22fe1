"""A full check that was broken off goes on where it was, says so, and is forgotten once it has come to its end."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.evidence import EvidenceItem
from gawah.vault import check_originals
from gawah.vault.local import LocalVault
from gawah.vault.report import Difference
from tests.vault.invented import AT, LATER, PASSPHRASE, keep, make

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 12


@pytest.fixture(autouse=True)
def _marks_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_originals, "MARK_ITEMS", 1)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[LocalVault]:
    made, _ = make(tmp_path / "vault")
    with made:
        for number in range(NUMBER):
            keep(made, b"canary %d" % number * 400)
        yield made


def broken_off(vault: LocalVault, after: int, at: str = AT) -> None:
    """A full check that a person interrupts after so many originals."""
    looked = 0

    def watch(_done: int, _total: int) -> None:
        nonlocal looked
        looked += 1
        if looked == after:
            raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt):
        vault.check(full=True, progress=watch, at=at)


def damage(vault: LocalVault, item: EvidenceItem) -> Difference:
    """One bit of its file flipped; what a check says of it."""
    path = blob(vault, item)
    data = bytearray(path.read_bytes())
    data[-20] ^= 4
    path.write_bytes(data)
    return Difference(what="blob", id=item.id, state="changed")


def blob(vault: LocalVault, item: EvidenceItem) -> Path:
    name: str = vault._case.database.value("SELECT blob FROM item WHERE id = ?", (item.id,))
    return vault.folder / "blobs" / name[:2] / name


def marks(vault: LocalVault) -> int:
    return int(vault._case.database.value("SELECT count(*) FROM checked"))


def test_a_check_goes_on_where_it_was_and_says_since_when(vault: LocalVault) -> None:
    broken_off(vault, 5)
    assert marks(vault) == 5
    broken_off(vault, 8, at=LATER)
    report = vault.check(full=True, at=LATER)
    assert (report.problems, report.items, report.earlier, report.begun) == ((), NUMBER, 8, AT)
    assert marks(vault) == 0
    report = vault.check(full=True, at=LATER)
    assert (report.problems, report.items, report.earlier, report.begun) == ((), NUMBER, 0, None)


def test_what_it_found_whole_is_not_opened_again(vault: LocalVault, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = check_originals.Originals._digest

    def counted(self: check_originals.Originals, item: object, *arguments: object) -> str:
        opened.append(item.id)  # type: ignore[attr-defined]
        return real(self, item, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(check_originals.Originals, "_digest", counted)
    broken_off(vault, 5)
    whole = {item for (item,) in vault._case.database.all("SELECT item FROM checked")}
    assert len(whole) == 5
    opened.clear()
    vault.check(full=True, at=LATER)
    assert len(opened) == NUMBER - 5
    assert not whole & set(opened)


def test_what_is_damaged_is_never_marked_and_every_difference_is_reported(vault: LocalVault) -> None:
    items = vault.items()
    found = {damage(vault, items[place]) for place in (1, 4, 9)}
    broken_off(vault, 7)
    assert marks(vault) == 5
    assert set(vault.check(full=True, at=LATER).problems) == found
    assert set(vault.check(full=True, at=LATER).problems) == found


def test_a_file_changed_after_it_was_marked_is_found_by_the_next_check_or_again(vault: LocalVault) -> None:
    broken_off(vault, 5)
    found = damage(vault, vault.items()[2])
    report = vault.check(full=True, at=LATER)
    assert (report.problems, report.earlier, report.begun) == ((), 5, AT)
    assert vault.check(full=True, at=LATER).problems == (found,)
    broken_off(vault, 5)
    report = vault.check(full=True, at=LATER, again=True)
    assert (report.problems, report.earlier, report.begun) == ((found,), 0, None)


def test_a_marked_file_that_is_gone_or_no_age_file_is_found_all_the_same(vault: LocalVault) -> None:
    broken_off(vault, 5)
    gone, other = vault.items()[:2]
    blob(vault, gone).unlink()
    blob(vault, other).write_bytes(b"canary")
    assert set(vault.check(full=True, at=LATER).problems) == {
        Difference(what="blob", id=gone.id, state="missing"),
        Difference(what="blob", id=other.id, state="changed"),
    }


def test_an_original_that_was_sealed_anew_is_looked_at_again(vault: LocalVault) -> None:
    broken_off(vault, 5)
    item = vault.items()[0]
    old = blob(vault, item)
    name = "ab" * 32
    (vault.folder / "blobs" / "ab").mkdir(exist_ok=True)
    old.rename(vault.folder / "blobs" / "ab" / name)
    with vault._case.database.transaction():
        vault._case.database.run("UPDATE item SET blob = ? WHERE id = ?", (name, item.id))
    report = vault.check(full=True, at=LATER)
    assert (report.problems, report.earlier) == ((), 4)


def test_a_quick_check_neither_marks_nor_forgets(vault: LocalVault) -> None:
    broken_off(vault, 5)
    report = vault.check(at=LATER)
    assert (report.problems, report.earlier, report.begun) == ((), 0, None)
    assert marks(vault) == 5


def test_without_a_time_nothing_is_marked(vault: LocalVault) -> None:
    vault.check(full=True, progress=lambda _done, _total: None)
    broken_off(vault, 5)
    assert vault.check(full=True).earlier == 0
    assert marks(vault) == 5


KILLED = """
import os, signal, sys
from pathlib import Path
from gawah.vault import _points, check_originals
from gawah.vault.local import LocalVault
left = 4
def hook(name):
    global left
    left -= name == "check-mark"
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
check_originals.MARK_ITEMS = 1
with LocalVault.open(Path(sys.argv[1]), sys.argv[2]) as vault:
    _points.hook = hook
    vault.check(full=True, at="2026-01-02T03:04:05Z")
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_check_that_was_killed_goes_on(vault: LocalVault) -> None:
    vault.close()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(vault.folder), PASSPHRASE], cwd=ROOT, env=environment, check=False
    ).returncode
    assert killed == -signal.SIGKILL
    with LocalVault.open(vault.folder, PASSPHRASE) as again:
        report = again.check(full=True, at=LATER)
        assert (report.problems, report.items, report.earlier, report.begun) == ((), NUMBER, 4, AT)
