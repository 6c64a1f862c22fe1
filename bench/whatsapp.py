"""`whatsapp`: reading a chat beside whatstk on the same file, and memory at ten times the size."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import peers
from bench.timing import spread
from bench.whatsapp_file import write

ROOT = Path(__file__).parents[1]


def measure(*, repeat: int, lines: int) -> bool:
    """Print messages a second and memory; False when a count was wrong."""
    peers.install()
    with tempfile.TemporaryDirectory(prefix="bench-whatsapp-") as folder:
        return _measure(Path(folder), repeat, lines)


def _measure(folder: Path, repeat: int, lines: int) -> bool:
    small, large = folder / "small.txt", folder / "large.txt"
    records, many = write(small, lines), write(large, 10 * lines)
    size = small.stat().st_size / 1e6
    print(f"\nimport.whatsapp: {lines:,} lines, {records:,} messages, {size:.1f} MB, {repeat} interleaved repetitions")
    ours = [sys.executable, "-m", "bench.ours_whatsapp"]
    theirs = [str(peers.PYTHON), str(ROOT / "bench" / "peer_whatstk.py")]
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
        print(f"  {name:14} {found[name]:>9,} messages  {spread(values, ',.0f')} messages/s")
    for name in ("gawah reader", "gawah inspect"):
        ratios = [mine / peer for mine, peer in zip(rates[name], rates["whatstk"], strict=True)]
        print(f"  {name} / whatstk: {spread(ratios, '.1f')} x   (wanted for the reader: >= 5)")
    grown = _json([*ours, str(large)])
    mib = [peak / 1024 for peak in (peaks["gawah reader"], grown["peak_kib"], peaks["whatstk"])]
    print(
        f"  memory: {mib[0]:.0f} MiB at {lines:,} lines, {mib[1]:.0f} MiB at {10 * lines:,}; whatstk {mib[2]:.0f} MiB at {lines:,}"
    )
    same = found["gawah reader"] == found["gawah inspect"] == found["whatstk"] == records
    right = same and grown["messages"] == many and grown["whole"]
    print("  counts: " + ("as written, every byte accounted for" if right else f"WRONG: {found} of {records}"))
    return bool(right)


def _json(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if not done.stdout:
        raise SystemExit(f"bench: {command[1:3]} gave no result: {done.stderr[-400:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
