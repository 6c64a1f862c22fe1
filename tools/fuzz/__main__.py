"""`python -m tools.fuzz --inputs 100000`: the samples of all readers, damaged, and what came of each; 1 when one failed.

Every input is one file of a sample (or the sample as a zip) with one fault. It fails when the reader lets an exception out, ends
its process, takes more than 20 seconds or 512 MiB, breaks the conservation law, or loses a record that stands before a cut.

One thing is let pass: SQLite may count the rows of a damaged database otherwise than it gives them. So the law may stay broken
where what was damaged is itself an SQLite database, or an archive that holds one; where a loss is listed at that very database; and
where all that lies beside it is conserved. How often that was so is said at the end.

What failed is left in build/fuzz.
"""

import argparse
import json
import os
import random
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gawah.readers._database import MAGIC
from tools.fuzz.mutate import Damage, damaged

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
SHARED = ROOT.parent / "shared" / "samples"
LEFT = ROOT / "build" / "fuzz"
MOST_SECONDS = 20.0
MOST_KIB = 512 << 10
_RENEW = 2_000
_LARGEST = 2 << 20
_ARCHIVES = (b"PK", b"\x1f\x8b")


@dataclass
class Seed:
    """A sample: what is opened, and which file of it is damaged."""

    reader: str
    path: Path
    victim: Path
    as_zip: bool = False
    plain: dict[str, Any] = field(default_factory=dict)


def seeds() -> list[Seed]:
    """Every file of every sample of the project, and of those beside it where they are there."""
    found = []
    for about in sorted(SAMPLES.rglob("about.toml")):
        source = about.parent / "source"
        reader = about.relative_to(SAMPLES).parts[0]
        files = [file for file in sorted(source.rglob("*")) if file.is_file() and file.stat().st_size <= _LARGEST]
        found += [Seed(reader, source, file) for file in files]
        if len(files) > 1:
            found.append(Seed(reader, source, source, as_zip=True))
    for file in sorted(SHARED.glob("*/*")) if SHARED.is_dir() else []:
        stated = "expected" in file.name or file.suffix in (".md", ".tsv")
        if file.is_file() and not stated and file.stat().st_size <= _LARGEST:
            found.append(Seed(file.parent.name, file, file))
    return found


class Child:
    """The process that reads; made anew after a fault and now and then, so that its peak of memory says something."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0

    def ask(self, path: Path) -> dict[str, Any]:
        """What came of reading `path`."""
        if self._process is None or self._asked >= _RENEW:
            self.stop()
            command = [sys.executable, "-m", "tools.fuzz.child"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
            self._asked = 0
        self._asked += 1
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        ready: list[Any] = [None]
        line = ""
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
            ready, _, _ = select.select([self._process.stdout], [], [], MOST_SECONDS + 10)
            line = self._process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            return {"fault": "the process ended" if ready else "hang", "seconds": MOST_SECONDS, "peak_kib": 0}
        told: dict[str, Any] = json.loads(line)
        return told

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            with self._process:  # closes the pipes and waits
                pass
            self._process = None


@dataclass
class Tallies:
    """What came of all inputs of one reader."""

    inputs: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    let_pass: int = 0


def judge(seed: Seed, damage: Damage, told: dict[str, Any]) -> str | None:
    """What is wrong with the outcome, or None."""
    if "fault" in told:
        return str(told["fault"])
    if told["seconds"] > MOST_SECONDS:
        return "slow"
    if told["peak_kib"] > MOST_KIB:
        return "memory"
    if not told["whole"] and not _by_damage_of_a_database(seed, told["databases"]):
        return "not conserved"
    if damage.kind == "cut" and seed.plain and told["readers"] and told["readers"] == seed.plain["readers"]:
        # The one just before the cut may have taken in what is left of the next one's beginning.
        before = [row for row in seed.plain["rows"] if 0 <= row[2] <= damage.at and _lies_in(row[3], seed)]
        untouched = sorted(before, key=lambda row: row[2])[:-1]
        lost = Counter(row[0] for row in untouched) - Counter(row[0] for row in told["rows"])
        if lost:
            return f"{lost.total()} records before the cut are lost"
    return None


def _lies_in(member: str, seed: Seed) -> bool:
    """Whether the records of this member lie in what was damaged. A member is named from the folder of its export on."""
    return seed.path == seed.victim or f"/{seed.victim.relative_to(seed.path).as_posix()}".endswith(f"/{member}")


def _by_damage_of_a_database(seed: Seed, listed: list[str]) -> bool:
    """Whether the databases at which a loss is `listed` are what was damaged, or may lie in what was."""
    if seed.as_zip or not listed:
        return bool(listed)
    with seed.victim.open("rb") as stream:
        head = stream.read(len(MAGIC))
    if head == MAGIC:
        return [Path(name).name for name in listed] == [seed.victim.name]
    return seed.path == seed.victim and head.startswith(_ARCHIVES)


def campaign(inputs: int, seed: int, tallies: Tallies, lock: threading.Lock, deadline: float, only: str) -> None:
    """Damage and read so many inputs, or until the deadline, of samples whose names contain `only`."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    every = [one for one in seeds() if only in one.reader]
    pool = [one.victim.read_bytes() for one in chance.sample(every, min(40, len(every))) if not one.as_zip]
    child = Child()
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:  # noqa: S108
        for number in range(inputs):
            if time.monotonic() > deadline:
                break
            one = chance.choice(every)
            if not one.plain and not one.as_zip:
                one.plain = child.ask(one.path)
            place = Path(name) / "input"
            shutil.rmtree(place, ignore_errors=True)
            path, damage = _placed(one, place, chance, pool)
            told = child.ask(path)
            wrong = judge(one, damage, told)
            with lock:
                tallies.inputs[one.reader] += 1
                tallies.read[one.reader] += bool(told.get("readers"))
                tallies.slowest[one.reader] = max(tallies.slowest.get(one.reader, 0.0), told["seconds"])
                tallies.peak[one.reader] = max(tallies.peak.get(one.reader, 0), told["peak_kib"])
                tallies.let_pass += not wrong and not told["whole"]
                if wrong:
                    kept = LEFT / f"{one.reader}-{seed}-{number}"
                    shutil.rmtree(kept, ignore_errors=True)
                    shutil.copytree(place, kept)
                    (kept / "what.txt").write_text(f"{wrong}\n{damage}\n{one.victim.name}\n{told.get('trace', '')}")
                    tallies.failed.append(f"{one.reader}: {wrong} ({damage.kind}); {kept.relative_to(ROOT)}")
                    child.stop()
    child.stop()


def _placed(one: Seed, place: Path, chance: random.Random, pool: list[bytes]) -> tuple[Path, Damage]:
    """The damaged input under `place`, and what is opened of it."""
    place.mkdir()
    if one.as_zip:
        path = place / "export.zip"
        with zipfile.ZipFile(path, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
            for file in sorted(one.path.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(one.path).as_posix())
        data, damage = damaged(path.read_bytes(), chance, pool)
        path.write_bytes(data)
        return path, damage
    data, damage = damaged(one.victim.read_bytes(), chance, pool)
    if one.path.is_dir():
        path = Path(shutil.copytree(one.path, place / one.path.name))
        (path / one.victim.relative_to(one.path)).write_bytes(data)
        return path, damage
    path = place / one.victim.name
    path.write_bytes(data)
    return path, damage


def main() -> int:
    """Run the campaign and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3_600.0, help="stop after so long, whatever was done by then")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--samples", default="", help="only of readers and samples whose names contain this")
    chosen = parser.parse_args()
    LEFT.mkdir(parents=True, exist_ok=True)
    tallies, lock, processes = Tallies(), threading.Lock(), chosen.processes
    started = time.monotonic()
    deadline = started + chosen.seconds
    threads = [
        threading.Thread(
            target=campaign, args=(chosen.inputs // processes, 1_000 * chosen.seed + n, tallies, lock, deadline, chosen.samples)
        )
        for n in range(processes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for reader in sorted(tallies.inputs):
        print(
            f"{reader:18} {tallies.inputs[reader]:>7,} inputs, {tallies.read[reader]:>7,} still claimed; slowest"
            f" {tallies.slowest[reader]:6.2f} s; at most {tallies.peak[reader] / 1024:5.0f} MiB"
        )
    for line in tallies.failed[:100]:
        print(f"FAILED {line}")
    took = time.monotonic() - started
    slowest, most = max(tallies.slowest.values(), default=0.0), max(tallies.peak.values(), default=0) / 1024
    failed = f"{len(tallies.failed):,} failed; slowest {slowest:.2f} s; at most {most:.0f} MiB"
    print(f"{sum(tallies.inputs.values()):,} inputs in {took:,.0f} s, {failed}")
    print(f"{tallies.let_pass:,} damaged databases in which SQLite counted otherwise than it gave rows, each with its loss listed")
    return 1 if tallies.failed else 0


if __name__ == "__main__":
    sys.exit(main())
