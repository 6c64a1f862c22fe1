"""`make bench`: prints every figure with what it is held against. Nothing here fails on a time; wrong results do fail.

Peers are installed into `.venv-bench`, by hash. Each figure is the median of interleaved repetitions, with its range.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.whatsapp_file import write

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-bench"


def main() -> int:
    """Run all figures; 1 when a result was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of each figure")
    parser.add_argument("--smoke", action="store_true", help="small inputs: is everything wired?")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}")
    _install_peers()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        right = _whatsapp(Path(folder), chosen.repeat, 20_000 if chosen.smoke else 200_000)
    right &= _help(chosen.repeat)
    return 0 if right else 1


def _whatsapp(folder: Path, repeat: int, lines: int) -> bool:
    """Reading: messages a second beside whatstk on the same file; memory at ten times the size."""
    small, large = folder / "small.txt", folder / "large.txt"
    records, many = write(small, lines), write(large, 10 * lines)
    size = small.stat().st_size / 1e6
    print(f"\nimport.whatsapp: {lines:,} lines, {records:,} messages, {size:.1f} MB, {repeat} interleaved repetitions")
    ours = [sys.executable, "-m", "bench.ours_whatsapp"]
    theirs = [str(PEERS / "bin" / "python"), str(ROOT / "bench" / "peer_whatstk.py")]
    inspect = [sys.executable, "-m", "gawah", "inspect", "--json"]
    rates: dict[str, list[float]] = {"gawah reader": [], "gawah inspect": [], "whatstk": []}
    found: dict[str, int] = {}
    peaks: dict[str, int] = {}
    for _ in range(repeat):
        for name, command in (("gawah reader", ours), ("whatstk", theirs)):
            told = _json([*command, str(small)])
            found[name], peaks[name] = told["messages"], told["peak_kib"]
            rates[name].append(told["messages"] / told["seconds"])
        started = time.perf_counter()
        told = _json([*inspect, str(small)])["sources"][0]
        rates["gawah inspect"].append(told["messages"] / (time.perf_counter() - started))
        found["gawah inspect"] = told["messages"] if told["conserved"] else -1
    for name, values in rates.items():
        print(f"  {name:14} {found[name]:>9,} messages  {_range(values, ',.0f')} messages/s")
    for name in ("gawah reader", "gawah inspect"):
        ratios = [mine / peer for mine, peer in zip(rates[name], rates["whatstk"], strict=True)]
        print(f"  {name} / whatstk: {_range(ratios, '.1f')} x   (wanted for the reader: >= 5)")
    grown = _json([*ours, str(large)])
    mib = [peak / 1024 for peak in (peaks["gawah reader"], grown["peak_kib"], peaks["whatstk"])]
    print(
        f"  memory: {mib[0]:.0f} MiB at {lines:,} lines, {mib[1]:.0f} MiB at {10 * lines:,}; whatstk {mib[2]:.0f} MiB at {lines:,}"
    )
    same = found["gawah reader"] == found["gawah inspect"] == found["whatstk"] == records
    right = same and grown["messages"] == many and grown["whole"]
    print("  counts: " + ("as written, every byte accounted for" if right else f"WRONG: {found} of {records}"))
    return bool(right)


def _help(repeat: int) -> bool:
    """Start-up: the whole of `gawah --help`, beside an empty Python."""
    command = str(Path(sys.executable).with_name("gawah"))
    print("\nstart: gawah --help")
    subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)
    times = [
        _seconds(lambda: subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)) for _ in range(3 * repeat)
    ]
    bare = [_seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(3 * repeat)]
    print(f"  {_range(times, '.3f')} s   (wanted: < 0.25); an empty Python: {_range(bare, '.3f')} s")
    return True


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _range(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def _json(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if not done.stdout:
        raise SystemExit(f"bench: {command[1:3]} gave no result: {done.stderr[-400:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _install_peers() -> None:
    stamp = PEERS / ".installed"
    lock = ROOT / "bench" / "requirements.lock"
    if stamp.exists() and stamp.stat().st_mtime > lock.stat().st_mtime:
        return
    print("installing the peers into .venv-bench", flush=True)
    subprocess.run([ROOT / "tools" / "venv.sh", PEERS], check=True)
    pip = [str(PEERS / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq"]
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(lock)], check=True)
    stamp.touch()


if __name__ == "__main__":
    sys.exit(main())
