"""`triage`: texts a second of stages 1 and 2 (`gawah assess`) on one core beside an int8 MiniLM on the same texts, and memory.

The texts are the sentences of TacticCheck (evaluation/tacticcheck) in all five languages, mixed as a case is: of twenty, nineteen
are everyday talk. They come again and again until there are enough; of a text nothing is remembered, of words much, as in a case.
An even choice of them goes to the peer, for which all would take minutes. Both are counted in texts for each second that the
processor worked for them, since what else a machine does falls on both. The sentences of TacticCheck as they are, nearly half of
them attacks, are counted once beside it: they take longest.
"""

import json
import os
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench import peers
from bench.timing import spread
from evaluation.tacticcheck import languages, sentences

ROOT = Path(__file__).parents[1]
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_WANTED = 3_000
_TIMES = 25
_MEMORY = 300
_EVERYDAY = 19
"""Texts of everyday talk to one attack."""


def measure(*, repeat: int, texts: int) -> bool:
    """Print texts a second and memory; False when a text got no answer."""
    peers.install()
    found = [one for language in languages() for one in sentences(language)]
    everyday = [one.text for one in found if one.about == "benign"]
    attacks = cycle([one.text for one in found if one.role == "attack"])
    mixed = [
        text for number, one in enumerate(everyday, 1) for text in ([one, next(attacks)] if number % _EVERYDAY == 0 else [one])
    ]
    lines = [json.dumps({"text": text}) for text in mixed]
    hard = [json.dumps({"text": one.text}) for one in found]
    with tempfile.TemporaryDirectory(prefix="bench-triage-") as folder:
        whole, part = Path(folder) / "whole.jsonl", Path(folder) / "part.jsonl"
        whole.write_text("\n".join(islice(cycle(lines), texts)), "utf-8")
        part.write_text("\n".join(lines[:: max(1, len(lines) * 20 // texts)]), "utf-8")
        suite = Path(folder) / "suite.jsonl"
        suite.write_text("\n".join(hard), "utf-8")
        right = _measure(whole, part, repeat, texts)
        told = _json([sys.executable, "-m", "bench.ours_triage", str(suite)])
        print(f"  TacticCheck as it is: {told['records'] / told['busy']:,.0f} texts/s of the core's time")
        return right and told["records"] == len(hard)


def _measure(whole: Path, part: Path, repeat: int, texts: int) -> bool:
    fewer = len(part.read_text("utf-8").splitlines())
    size = whole.stat().st_size / texts
    print(f"\ntriage: {texts:,} texts of {size:.0f} bytes with their line, {fewer:,} to the peer; {repeat} interleaved repetitions")
    ours = [sys.executable, "-m", "bench.ours_triage", str(whole)]
    theirs = [str(peers.PYTHON), str(ROOT / "bench" / "peer_minilm.py"), str(part)]
    rates: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    right = True
    for _ in range(repeat):
        for command, number in ((ours, texts), (theirs, fewer)):
            told = _json(command)
            right &= told["records"] == number
            rates.setdefault(told["version"], []).append(number / told["busy"])
            peaks[told["version"]] = told["peak_kib"] / 1024
    for name, values in rates.items():
        print(f"  {name:58} {spread(values, ',.0f')} texts/s of the core's time, {peaks[name]:.0f} MiB")
    mine, peer = rates.values()
    memory = next(iter(peaks.values()))
    quick, small = _met(min(mine) >= _WANTED), _met(memory < _MEMORY)
    print(f"  stages 1 and 2: wanted >= {_WANTED:,} texts/s ({quick}) and < {_MEMORY} MiB ({small})")
    ratios = [one / other for one, other in zip(mine, peer, strict=True)]
    print(f"  stages 1 and 2 / MiniLM: {spread(ratios, '.0f')} x   (wanted: >= {_TIMES}; {_met(min(ratios) >= _TIMES)})")
    print("  every text got an answer" if right else "  WRONG: a text got no answer")
    return right


def _met(so: bool) -> str:  # noqa: FBT001 - a word for it
    return "met" if so else "NOT MET"


def _json(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **_ONE_CORE})
    if not done.stdout:
        raise SystemExit(f"bench: {command[1:3]} gave no result: {done.stderr[-400:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
