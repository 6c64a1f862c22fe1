"""One process at a time; a dead one keeps nobody out (F5)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gawah.records.errors import CaseLocked
from gawah.vault.local import LocalVault
from gawah.vault.lock import Lock
from tests.vault.invented import PASSPHRASE, keep, make

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys
from pathlib import Path
from gawah.vault.local import LocalVault
with LocalVault.open(Path(sys.argv[1]), sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "vault")[0].close()
    return tmp_path / "vault"


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Another process that has the vault open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_process_is_refused_at_once_and_the_first_goes_on(folder: Path) -> None:
    with holder(folder) as first:
        begun = time.monotonic()
        with pytest.raises(CaseLocked):
            LocalVault.open(folder, PASSPHRASE)
        assert time.monotonic() - begun < 60  # it does not wait for the other to end
        assert (folder / "lock").read_text() == f"{first.pid}\n"
        assert first.poll() is None
        first.communicate("")
        assert first.returncode == 0
    LocalVault.open(folder, PASSPHRASE).close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_the_lock_of_a_dead_process_is_taken_over(folder: Path) -> None:
    with holder(folder) as first:
        first.kill()
        first.wait()
    assert (folder / "lock").read_text() == f"{first.pid}\n"
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert (folder / "lock").read_text() == f"{os.getpid()}\n"
        keep(vault, b"canary")


def test_the_same_process_cannot_open_it_twice(folder: Path) -> None:
    with LocalVault.open(folder, PASSPHRASE) as vault:
        with pytest.raises(CaseLocked):
            LocalVault.open(folder, PASSPHRASE)
        keep(vault, b"canary")
    LocalVault.open(folder, PASSPHRASE).close()


def test_a_refused_passphrase_lets_go_of_the_lock(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="passphrase"):
            LocalVault.open(folder, "another")
    LocalVault.open(folder, PASSPHRASE).close()


def test_letting_go_twice_does_no_harm(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    lock.release()
    second = Lock(tmp_path / "lock")
    lock.release()
    with pytest.raises(CaseLocked):
        Lock(tmp_path / "lock")
    second.release()
