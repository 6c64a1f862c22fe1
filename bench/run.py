"""`make bench`: prints every figure with what it is held against. Nothing here fails on a time; wrong results do fail.

`python -m bench.run --only small_files --repeat 5`. Each figure is a module of its own with a `measure` that says whether the
result was right; it prints medians of interleaved repetitions, with ranges. Peers are installed by the figure that needs them.
"""

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

FIGURES: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "start": ({}, {}),
    "whatsapp": ({"lines": 200_000}, {"lines": 20_000}),
    "readers": ({"size": 200_000_000}, {"size": 400_000}),
    "large": ({"size": 1 << 29}, {"size": 1 << 24}),
    "small_files": ({"number": 20_000}, {"number": 300}),
    "store": ({"rows": 1_000_000}, {"rows": 20_000}),
    "ocr": ({"number": 10}, {"number": 2}),
    "dossier": ({"sheets": 720, "texts": 200_000, "rows": 1_000_000}, {"sheets": 10, "texts": 2_000, "rows": 5_000}),
    "triage": ({"texts": 30_000}, {"texts": 300}),
    "bundle": ({"number": 2_000, "size": 500_000}, {"number": 50, "size": 50_000}),
}
"""What each is measured with, in full and when only the wiring is tried."""
_ONCE = frozenset({"readers", "dossier"})
"""Measured once where no number of repetitions is given: a run takes many minutes."""


def main() -> int:
    """Measure what was asked for; 1 when a result was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(FIGURES), help="a figure; may be given again")
    parser.add_argument("--repeat", type=int, help="repetitions of each figure; three, of readers and dossier one")
    parser.add_argument("--smoke", action="store_true", help="small inputs: is everything wired?")
    chosen = parser.parse_args()
    print(f"machine: {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    right = True
    for name, inputs in FIGURES.items():
        if not chosen.only or name in chosen.only:
            measure = importlib.import_module(f"bench.{name}").measure
            repeat = chosen.repeat or (1 if name in _ONCE else 3)
            right &= measure(repeat=repeat, **inputs[chosen.smoke])
            sys.stdout.flush()
    print(f"load at the end: {os.getloadavg()[0]:.1f}")
    return 0 if right else 1


def _processor() -> str:
    """The processor as Linux names it, else the kind of machine."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
