"""Two processes and one vault: the second is refused at once and in clear words, the first never notices; the dead keep nobody out
(F5).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gawah.records.errors import CaseLocked
from gawah.vault import restore
from gawah.vault.local import LocalVault
from gawah.vault.restore import Restoration
from tests.faults.breaking import needs_kill
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 30
"""Seconds: whoever waits for the other process to end would wait for ever, so that even a slow machine tells the two apart."""

WORKER = """
import sys
from pathlib import Path
from gawah.vault.local import LocalVault
from tests.vault.invented import PASSPHRASE, keep
with LocalVault.open(Path(sys.argv[1]), PASSPHRASE) as vault:
    print("open", flush=True)
    for line in sys.stdin:
        item = keep(vault, line.encode())
        print(item.id, flush=True)
    assert vault.check(full=True).problems == ()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "vault")[0].close()
    return tmp_path / "vault"


@contextmanager
def worker(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the vault open and keeps a file for each line it is given."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
    ) as process:
        assert said(process) == "open"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("")


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ask(process: "subprocess.Popen[str]", text: str) -> str:
    """Let the worker keep a file; its id."""
    assert process.stdin is not None
    process.stdin.write(f"{text}\n")
    process.stdin.flush()
    return said(process)


def test_f5_the_second_is_refused_at_once_and_the_first_goes_on(folder: Path) -> None:
    with worker(folder) as first:
        before = ask(first, "canary before")
        begun = time.monotonic()
        for _ in range(3):
            with pytest.raises(CaseLocked, match=r"^another process has the vault open$"):
                LocalVault.open(folder, PASSPHRASE)
        assert time.monotonic() - begun < AT_ONCE
        after = ask(first, "canary after")
        first.communicate("")
        assert first.returncode == 0  # it checked everything before it ended
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert [item.id for item in vault.items()] == [before, after]
        assert vault.warnings == []


@needs_kill
def test_f5_the_lock_of_a_dead_process_is_taken_over_with_all_that_it_had_done(folder: Path) -> None:
    with worker(folder) as first:
        kept = ask(first, "canary")
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert (folder / "lock").read_text("ascii") == f"{first.pid}\n"
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert [item.id for item in vault.items()] == [kept]
        assert vault.check(full=True).problems == ()
        assert (folder / "lock").read_text("ascii") == f"{os.getpid()}\n"


def test_f5_a_lock_file_that_nobody_holds_keeps_nobody_out(folder: Path) -> None:
    for content in (b"1\n", b"", b"canary", b"4294967295\n"):
        (folder / "lock").write_bytes(content)
        LocalVault.open(folder, PASSPHRASE).close()


def test_f5_a_backup_into_a_copy_that_another_process_has_open_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    with LocalVault.open(folder, PASSPHRASE) as vault:
        vault.back_up(tmp_path / "drive", None, AT, acting(vault))
        (copy,) = (tmp_path / "drive").iterdir()
        size = vault.size()
        with worker(copy), pytest.raises(CaseLocked):
            vault.back_up(tmp_path / "drive", None, AT, acting(vault))
        assert vault.size() == size
        keep(vault, b"canary")
        vault.back_up(tmp_path / "drive", None, AT, acting(vault))


def test_f5_a_restore_from_a_vault_that_another_process_has_open_is_refused(folder: Path, tmp_path: Path) -> None:
    with worker(folder) as first:
        with pytest.raises(CaseLocked):
            Restoration.begin(restore.find(folder), tmp_path / "back", PASSPHRASE, None)
        assert ask(first, "canary") != ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]
