"""Killed at any durable step, a vault loses nothing that was acknowledged and points at nothing that is not there (F1, F2)."""

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.records.errors import AlreadyHeld
from gawah.vault._points import POINTS
from gawah.vault.local import Filters, LocalVault
from tests.faults.child import source
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make

ROOT = Path(__file__).resolve().parents[2]

# Every step once, and those that come often at a later turn too: inside a reading, in the group of three, in the erasure's
# transactions.
KILLS = [(point, 1) for point in POINTS] + [
    ("blob-write-half", 4),
    ("blob-fsync", 4),
    ("blob-rename", 4),
    ("begin", 2),
    ("begin", 3),
    ("row", 2),
    ("row", 7),
    ("commit-before", 2),
    ("commit-before", 7),
    ("commit", 2),
    ("commit", 6),
    ("commit", 7),
    ("commit", 8),
    ("checkpoint-half", 5),
    ("checkpoint-rename", 6),
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "vault"
    make(folder)[0].close()
    return folder


def run_child(folder: Path, acknowledged: Path, seed: int, point: str, count: int) -> int:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.child", str(folder), str(acknowledged), str(seed), point, str(count)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    ).returncode


def said(acknowledged: Path) -> list[list[str]]:
    return [line.split() for line in acknowledged.read_text("ascii").splitlines()] if acknowledged.exists() else []


def nothing_acknowledged_is_lost(vault: LocalVault, lines: list[list[str]]) -> None:
    erased = {words[1] for words in lines if words[0] == "erasing"}
    held = {item.id: item.sha256 for item in vault.items()}
    for kind, name, *more in lines:
        if kind == "kept" and name not in erased:
            assert held[name] == more[0]
            sink = io.BytesIO()
            vault.read_blob(name, sink)
        if kind == "read" and name not in erased:
            assert vault.total(Filters(item=name)) == int(more[0])
            assert vault.search("canary", Filters(item=name), limit=100)
        if kind == "noted":
            assert name in {entry.id for entry in vault.entries()}
        if kind == "erased":
            assert name not in held
            assert vault.readings(name) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize(("point", "count"), KILLS)
def test_a_kill_loses_nothing_acknowledged(empty: Path, tmp_path: Path, point: str, count: int) -> None:
    folder = Path(shutil.copytree(empty, tmp_path / "vault"))
    acknowledged = tmp_path / "acknowledged"
    seed = 1000 + 10 * KILLS.index((point, count))
    assert run_child(folder, acknowledged, seed, point, count) == -signal.SIGKILL
    with LocalVault.open(folder, PASSPHRASE) as vault:
        report = vault.check(full=True)
        assert report.problems == ()
        assert len(report.orphans) <= 3  # one group was under way at most
        nothing_acknowledged_is_lost(vault, said(acknowledged))
        assert list((folder / "tmp").iterdir()) == []
        held = {item.sha256 for item in vault.items()}
        # The same sources again: what was held is recognised, what was not is taken up, orphans too.
        for number in range(seed, seed + 5):
            known = sha256(source(number)) in held
            with pytest.raises(AlreadyHeld) if known else contextlib.nullcontext():
                keep(vault, source(number))
        again = vault.check(full=True)
        assert again.problems == ()
        assert again.orphans == ()
        assert vault.size() == vault.checkpoint().size


def test_without_a_kill_everything_is_acknowledged(empty: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(empty, tmp_path / "vault"))
    assert run_child(folder, tmp_path / "acknowledged", 1, "none", 1) == 0
    lines = said(tmp_path / "acknowledged")
    assert [words[0] for words in lines] == [
        "kept",
        "read",
        "kept",
        "read",
        "noted",
        "kept",
        "kept",
        "kept",
        "erasing",
        "erased",
        "kept",
    ]
    with LocalVault.open(folder, PASSPHRASE) as vault:
        nothing_acknowledged_is_lost(vault, lines)
        assert vault.append("view", AT, acting(vault)) > 0
