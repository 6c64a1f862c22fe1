"""`readers`: each reader on a file of its kind, by default of 200 MB: records a second, memory there and at a tenth of the size.

The file of a reader is written by `bench/invented_<reader>.py`. A result is right when the records are as many as were written,
at a tenth also as many as the reader's other count says. Beside it, in turns, the peers of `readers_peers.py` on the same file.
Other work on the machine disturbs seconds; those of the processor much less, so that they are what is compared. Prints a table in
Markdown.
"""

import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import peers
from bench.readers_peers import KINDS, Kind, Peer
from bench.timing import spread

ROOT = Path(__file__).parents[1]
_COLUMNS = (
    *("reader", "records", "records/s", "records per processor second", "MB per processor second", "MiB at a tenth", "MiB"),
    *("processor time, as multiple of the peer's", "peer's MiB"),
)


def measure(*, repeat: int, size: int) -> bool:
    """Print a row a reader, and the versions of the peers; False when a reader was wrong."""
    peers.install()
    print(f"\nreaders: {size / 1e6:,.0f} MB each, {repeat} interleaved repetitions; memory is that of the whole process\n")
    print("| " + " | ".join(_COLUMNS) + " |\n" + "| --- " * len(_COLUMNS) + "|", flush=True)
    right = True
    versions: set[str] = set()
    for name, kind in KINDS.items():
        right &= _measure(name, kind, repeat, size, versions)
    print("\npeers: " + ", ".join(sorted(versions)))
    return right


def _measure(name: str, kind: Kind, repeat: int, size: int, versions: set[str]) -> bool:
    write = importlib.import_module(f"bench.invented_{name}").write
    with tempfile.TemporaryDirectory(prefix="bench-readers-") as folder:
        small, large = Path(folder) / "small" / kind.file, Path(folder) / "large" / kind.file
        for path in (small, large):
            path.parent.mkdir()
        few, many = write(small, size // 10), write(large, size)
        megabytes = large.stat().st_size / 1e6
        one = _told(sys.executable, "bench.ours_reader", small, "counted")
        ours: list[dict[str, Any]] = []
        theirs: dict[Peer, list[dict[str, Any]]] = {peer: [] for peer in kind.peers}
        for _ in range(repeat):
            ours.append(_told(sys.executable, "bench.ours_reader", large))
            for peer in kind.peers:
                python = peers.PYTHON if peer.apart else sys.executable
                theirs[peer].append(_told(python, f"bench.peer_{peer.module}", large, *peer.arguments))
    results = [(one, few), *((each, many) for each in ours)]
    right = one["whole"] and all(told["records"] == written or not kind.records for told, written in results)
    versions |= {each["version"] for told in theirs.values() for each in told}
    cells = [
        name,
        f"{ours[0]['records']:,}",
        _cell([told["records"] / told["seconds"] for told in ours], ",.0f"),
        _cell([told["records"] / told["busy"] for told in ours], ",.0f"),
        _cell([megabytes / told["busy"] for told in ours], ".1f"),
        f"{one['peak_kib'] / 1024:.0f}",
        _peak(ours),
        "<br>".join(_beside(peer, told, ours, many) for peer, told in theirs.items()) or "–",
        "<br>".join(_peak(told) for told in theirs.values()) or "–",
    ]
    print("| " + " | ".join(cells) + " |" + ("" if right else "   WRONG"), flush=True)
    return right


def _beside(peer: Peer, theirs: list[dict[str, Any]], ours: list[dict[str, Any]], many: int) -> str:
    """The ratio, where the peer found what was written; else what it found."""
    if theirs[0]["records"] != many:
        return f"{peer.name}: finds {theirs[0]['records']:,} of {many:,}"
    return f"{_cell([mine['busy'] / peer['busy'] for mine, peer in zip(ours, theirs, strict=True)], '.1f')} × {peer.name}"


def _peak(told: list[dict[str, Any]]) -> str:
    return f"{max(each['peak_kib'] for each in told) / 1024:,.0f}"


def _cell(values: list[float], form: str) -> str:
    return spread(values, form) if len(values) > 1 else f"{values[0]:{form}}"


def _told(python: str | Path, module: str, path: Path, *more: str) -> dict[str, Any]:
    done = subprocess.run([python, "-m", module, str(path), *more], capture_output=True, text=True, check=False, cwd=ROOT)
    if not done.stdout:
        raise SystemExit(f"bench: {module} gave no result on {path.name}: {done.stderr[-400:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
