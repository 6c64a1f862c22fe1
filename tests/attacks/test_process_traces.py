"""While a vault is open and after a crash, what others can see of the process holds no passphrase, no key and no name (A6).

The program runs at a terminal of its own and stops where it asks for a typed word: by then the vault is open.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gawah.seal.keys import RootSecret
from gawah.vault.local import LocalVault
from tests.vault.invented import PASSPHRASE, acting, keep, make

pty = pytest.importorskip("pty", reason="a terminal of its own for a program is a matter of POSIX")

GAWAH = Path(sys.executable).parent / "gawah"
PROC = Path("/proc")
WORDS = 12
"""Characters of a secret that may not stand together anywhere."""

pytestmark = pytest.mark.skipif(not (PROC / "self/environ").exists(), reason="reads /proc")


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, list[bytes], str]:
    """A vault; what nobody may see; the id of an original."""
    vault, recovery = make(tmp_path / "vault", tmp_path / "state/gawah/checkpoints")
    with vault:
        item = keep(vault, b"canary original")
        assert acting(vault).agent
    root = RootSecret.from_recovery(recovery)
    derived = [root.derive(purpose) for purpose in ("db", "names", "slots")]
    secrets = [PASSPHRASE, recovery, recovery.lower(), *(key.hex() for key in derived), "Canary Name", "canary"]
    return tmp_path / "vault", [secret.encode() for secret in secrets] + derived, item.id


def as_in_a_shell(folder: Path) -> None:
    """The child: nothing of the test's own environment but what a shell has; cores as large as the system lets them be."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    os.chdir(folder)


@contextmanager
def asking(vault: Path, words: list[str], keys: list[str]) -> Iterator[int]:
    """The program at a terminal, the passphrase typed, as it waits for a word; its number. Killed and waited for at the end."""
    crash = vault.parent / "crash"
    crash.mkdir(exist_ok=True)
    child, terminal = pty.fork()
    if child == 0:
        as_in_a_shell(crash)
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment["XDG_STATE_HOME"] = str(vault.parent / "state")
        os.execve(GAWAH, [str(GAWAH), "--vault", str(vault), *words], environment)
    screen = b""
    try:
        for key in keys:
            begun = len(screen)
            while not screen[begun:].rstrip().endswith(b":"):
                screen += os.read(terminal, 1024)
            os.write(terminal, f"{key}\n".encode())
        begun = len(screen)
        while not screen[begun:].rstrip().endswith(b":"):
            screen += os.read(terminal, 1024)
        yield child
    finally:
        os.close(terminal)
        try:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
    assert PASSPHRASE.encode() not in screen


def seen_from_outside(process: int) -> dict[str, bytes]:
    """What the system shows of a process to whoever may look."""
    folder = PROC / str(process)
    found = {name: (folder / name).read_bytes() for name in ("environ", "cmdline", "comm", "status", "maps", "stat")}
    found["files"] = b"\n".join(os.fsencode(path.readlink()) for path in (folder / "fd").iterdir())
    return found


def test_nothing_shows_while_the_vault_is_open(kept: tuple[Path, list[bytes], str]) -> None:
    vault, secrets, item = kept
    with asking(vault, ["erase", item], [PASSPHRASE]) as process:
        with pytest.raises(Exception, match="another process"):
            LocalVault.open(vault, PASSPHRASE)
        limits = (PROC / str(process) / "limits").read_text()
        (core,) = [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core file size")]
        assert core == ["0", "0"]
        for name, data in seen_from_outside(process).items():
            for secret in secrets:
                pieces = {secret[at : at + WORDS] for at in range(max(1, len(secret) - WORDS + 1))}
                assert not any(piece in data for piece in pieces), name


def test_a_crash_with_the_vault_open_leaves_no_core(kept: tuple[Path, list[bytes], str]) -> None:
    vault, _, item = kept
    if not dumps(vault.parent):
        pytest.skip("this system writes no core files anyway")
    with asking(vault, ["erase", item], [PASSPHRASE]) as process:
        os.kill(process, signal.SIGABRT)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status)
        assert not os.WCOREDUMP(status)
    assert list((vault.parent / "crash").iterdir()) == []
    with LocalVault.open(vault, PASSPHRASE) as after:
        assert after.check(full=True).problems == ()


def dumps(folder: Path) -> bool:
    """Whether a program that crashes leaves a core on this machine."""
    process = subprocess.Popen(["sh", "-c", "ulimit -c $(ulimit -H -c); kill -QUIT $$"], cwd=folder)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = 0
    return os.WCOREDUMP(status)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_the_program_may_not_be_dumped_from_its_start() -> None:
    code = """
import ctypes, sys
from gawah import __main__
from gawah.interfaces.cli import app
def run():
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), __import__("resource").getrlimit(4))
    return 0
app.run = run
__main__.main()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[0] == "0 (0, 0)"


def test_no_file_outside_the_vault_holds_a_secret_after_all_of_it(kept: tuple[Path, list[bytes], str], tmp_path: Path) -> None:
    vault, secrets, item = kept
    with asking(vault, ["erase", item], [PASSPHRASE]) as process:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    keys = secrets[:6] + secrets[-3:]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data for secret in keys), path.name
