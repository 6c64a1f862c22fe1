"""Times of acts that are compared: interleaved, in one process tree, as a median with its range."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Act = Callable[[], object]


def seconds(act: Act) -> float:
    """How long `act` takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def spread(values: Sequence[float], form: str) -> str:
    """Median (least–most)."""
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def interleaved(repeat: int, acts: Mapping[str, Act]) -> dict[str, list[float]]:
    """The seconds of each act, one of each after the other, so that what else the machine does falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(repeat):
        for name, act in acts.items():
            times[name].append(seconds(act))
    return times


def ratio(times: Mapping[str, Sequence[float]], peer: str, ours: str, wanted: float) -> str:
    """How many times as fast as `peer` ours is, repetition by repetition, and whether the median reaches what is wanted."""
    ratios = [theirs / mine for theirs, mine in zip(times[peer], times[ours], strict=True)]
    met = "met" if statistics.median(ratios) >= wanted else "NOT MET"
    return f"{spread(ratios, '.2f')} x {peer}   (wanted: >= {wanted}; {met})"


def table(times: Mapping[str, Sequence[float]], size: int) -> None:
    """One line an act: seconds, and millions of bytes a second of `size` bytes."""
    for name, values in times.items():
        print(f"  {name:26} {spread(values, '7.2f')} s   {size / 1e6 / statistics.median(values):7,.0f} MB/s")


def run(*command: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """Carry out a command in `folder`; its standard output. Raises SystemExit with its last words when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[:2]} failed: {done.stderr[-400:]}")
    return done.stdout
