"""Killed (SIGKILL) at any step of erasing a part, the vault holds the export as it was or what remains of it: never both, never
neither (F1, E3)."""

import io
import os
import shutil
import signal
from pathlib import Path

import pytest

from gawah.usecases import erase_part
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.vault import _points
from gawah.vault.local import Filters, LocalVault
from tests.attacks.pages import pages
from tests.usecases.invented import zipped
from tests.vault.invented import AT, PASSPHRASE, acting, make

LINES = "".join(f"28/12/2023, 21:{n:02} - Rabia Noor: canary line {n}\n" for n in range(50))
WORD = "zymurgycanary"
CHAT = LINES + f"29/12/2023, 21:00 - Imran Vasti: {WORD}\n" + LINES.replace("28/12", "30/12")
STEPS = (
    *("part-read", "blob-write-before", "blob-write-half", "blob-write-after", "blob-fsync", "blob-rename", "blob-dirsync"),
    *("begin", "row", "commit-before", "commit", "checkpoint-half", "checkpoint-fsync", "checkpoint-rename", "checkpoint-dirsync"),
    *("part-adopted", "erase-rows", "erase-unlink", "erase-done"),
)
KILLS = [(step, 1) for step in STEPS] + [("row", 2), ("row", 4), ("begin", 2), ("commit-before", 2), ("commit", 2), ("commit", 3)]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with one export in it."""
    folder = tmp_path_factory.mktemp("case")
    name = "WhatsApp Chat with Imran Vasti"
    export = zipped(folder / f"{name}.zip", {f"{name}.txt": CHAT.encode(), "canary.jpg": b"\xff\xd8\xff canary" * 9_000})
    with make(folder / "vault")[0] as vault:
        collect(Workspace(vault, acting(vault), lambda: AT), [export])
    return folder / "vault"


def erase_word(folder: Path) -> None:
    """Erase the message with the word."""
    with LocalVault.open(folder, PASSPHRASE) as vault:
        (row,) = vault.search(WORD)
        work = Workspace(vault, acting(vault), lambda: AT)
        with erase_part.cutting(work, row.id) as would_go:
            erase_part.erase_part(work, would_go)


def killed_at(folder: Path, step: str, count: int) -> bool:
    """Whether a process that erases the word dies at the `count`-th time that the step is reached."""
    child = os.fork()
    if child == 0:
        left = count

        def hook(name: str) -> None:
            nonlocal left
            left -= name == step
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            _points.hook = hook
            erase_word(folder)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize(("step", "count"), KILLS)
def test_there_is_the_whole_or_the_rest(case: Path, tmp_path: Path, step: str, count: int) -> None:
    folder = Path(shutil.copytree(case, tmp_path / "vault"))
    assert killed_at(folder, step, count)
    with LocalVault.open(folder, PASSPHRASE) as vault:
        (item,) = vault.items()
        out = io.BytesIO()
        vault.read_blob(item.id, out)
        rows = vault.total(Filters(item=item.id, include_same=True))
        report = vault.check(full=True)
        assert report.problems == ()
        assert rows == vault.total() == (101 if item.derived_from is None else 100)
        assert vault.count(WORD) == (1 if item.derived_from is None else 0)
        assert list((folder / "tmp").iterdir()) == []
        blobs = [path for path in (folder / "blobs").rglob("*") if path.is_file()]
        assert len(blobs) == 1 + len(report.orphans) <= 2
        erased = item.derived_from is not None
        if erased:
            whole = b"".join(pages(vault._case.root.derive("db"), folder / "db/case.db"))
            assert WORD.encode() not in whole
            assert report.orphans == ()
    if not erased:
        erase_word(folder)
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert vault.count(WORD) == 0
        assert vault.total() == 100
        assert vault.check(full=True).problems == ()


def test_the_steps_are_those_that_are_taken(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(case, tmp_path / "vault"))
    taken: list[str] = []
    monkeypatch.setattr(_points, "hook", taken.append)
    erase_word(folder)
    assert set(STEPS) == set(taken)
    assert taken.index("blob-dirsync") < taken.index("part-adopted") < taken.index("erase-unlink")
