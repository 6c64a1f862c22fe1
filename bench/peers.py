"""Packages that are measured beside gawah, installed by hash into `.venv-bench`."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-bench"
PYTHON = PEERS / "bin" / "python"


def install() -> None:
    """Install them where they are not, or the list of them has changed."""
    stamp = PEERS / ".installed"
    lock = ROOT / "bench" / "requirements.lock"
    if stamp.exists() and stamp.stat().st_mtime > lock.stat().st_mtime:
        return
    print("installing the peers into .venv-bench", flush=True)
    subprocess.run([ROOT / "tools" / "venv.sh", PEERS], check=True)
    pip = [str(PEERS / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq"]
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(lock)], check=True)
    stamp.touch()
