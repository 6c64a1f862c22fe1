"""`small_files`: many files of 50 kB. Keeping them beside restic and borg; checking them beside the same and openssl.

Each leaves on the drive what survives a power cut: restic and borg sync the packs and segments that they fill, gawah all files
with one sync of the file system and then its database, `cp` is followed by a sync. Files are read before (warm). restic and borg
also look for equal parts of files, and do not compress here; gawah enters each file in its ledger.
"""

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bench import case, invented_files
from bench.timing import interleaved, ratio, run, seconds, table
from gawah.records.media_type import HEAD, media_type
from gawah.usecases.collect import collect

ROOT = Path(__file__).parents[1]
_SECRETS = {"RESTIC_PASSWORD": "canary", "BORG_PASSPHRASE": "canary"}


def measure(*, repeat: int, number: int) -> bool:
    """Print the figures for `number` files of 50 kB; False when a result was wrong."""
    run(ROOT / "tools" / "debian.sh", "restic=restic", "borg=borgbackup", "openssl=openssl")
    with tempfile.TemporaryDirectory(prefix="bench-small-") as name:
        return _Bench(Path(name), repeat, number).measure()


class _Bench:
    def __init__(self, folder: Path, repeat: int, number: int) -> None:
        self.folder, self.repeat, self.number = folder, repeat, number
        self.source = folder / "source"
        self.total = invented_files.write(self.source, number, 50_000)
        self.turn = count()
        self.last: dict[str, Path] = {}
        self.right = True

    def measure(self) -> bool:
        """Correctness first: what restic, borg and gawah give back has the digests that openssl finds in the source."""
        print(f"\nsmall_files: {self.number:,} files, {self.total / 1e6:,.0f} MB, {self.repeat} interleaved repetitions")
        run("sync", "-f", self.folder)
        kept = interleaved(self.repeat, {"cp -r, sync": self.copy, "restic": self.restic, "borg": self.borg, "gawah": self.keep})
        self._results_hold()
        table(kept, self.total)
        for peer, wanted in (("restic", 1.5), ("borg", 1.5)):
            print("  kept in a vault: " + ratio(kept, peer, "gawah", wanted))
        whole = self.folder / "imported"
        entered = seconds(lambda: self._import(whole))
        print(f"  gawah import, whole, once: {entered:.1f} s; every reader asked about every file, and what it said entered")
        checked = interleaved(
            self.repeat,
            {
                "openssl dgst -sha256": self.openssl,
                "restic check --read-data": self.restic_check,
                "borg check --verify-data": self.borg_check,
                "gawah check --full": self.check,
            },
        )
        table(checked, self.total)
        for peer, wanted in (("restic check --read-data", 2.0), ("openssl dgst -sha256", 0.5)):
            print("  check --full: " + ratio(checked, peer, "gawah check --full", wanted))
        print(f"  the same after the whole import: {seconds(lambda: self._check(whole)):.1f} s, once")
        print("  digests: " + ("as openssl has them, out of all three" if self.right else "WRONG"))
        return self.right

    def copy(self) -> None:
        """`cp -r` and a sync."""
        run("cp", "-r", self.source, self._place("copy"))
        run("sync", "-f", self.folder)

    def restic(self) -> None:
        """A new repository with one snapshot."""
        self._restic("init", place=self._place("restic"))
        self._restic("backup", "--compression", "off", self.source)

    def borg(self) -> None:
        """The same."""
        place = self._place("borg")
        self._borg("init", "-e", "repokey", place)
        self._borg("create", "--compression", "none", f"{place}::one", self.source)

    def keep(self) -> None:
        """A new vault with the files in it: bytes first, as `gawah import` does before it asks any reader."""
        work = case.make(self._place("gawah"))
        with work.vault, work.vault.keeping(case.AT, work.acting) as keeping:
            for path in sorted(self.source.iterdir()):
                with path.open("rb") as stream:
                    kind = media_type(stream.read(HEAD), path.name)
                    stream.seek(0)
                    keeping.keep(stream, name=path.name, media_type=kind)

    def openssl(self) -> set[str]:
        """The digests of the source."""
        told = run("bash", "-c", "find . -type f -print0 | xargs -0 openssl dgst -sha256", folder=self.source)
        return {line.rsplit(" ", 1)[-1] for line in told.splitlines()}

    def restic_check(self) -> None:
        """Every pack read."""
        self._restic("check", "--read-data")

    def borg_check(self) -> None:
        """Every segment read, every chunk decrypted."""
        self._borg("check", "--verify-data", self.last["borg"])

    def check(self) -> None:
        """Every original decrypted and hashed, the ledger and the database checked."""
        self._check(self.last["gawah"])

    def _check(self, folder: Path) -> None:
        with case.open_again(folder).vault as vault:
            report = vault.check(full=True)
            self.right &= not report.problems and report.items >= self.number

    def _import(self, folder: Path) -> None:
        work = case.make(folder)
        with work.vault:
            collect(work, [self.source])

    def _results_hold(self) -> None:
        stated = self.openssl()
        self._restic("restore", "latest", "--target", self.folder / "restic-out")
        (self.folder / "borg-out").mkdir()
        run("borg", "extract", f"{self.last['borg']}::one", folder=self.folder / "borg-out", environment=self._environment())
        with case.open_again(self.last["gawah"]).vault as vault:
            found: dict[str, Callable[[], set[str]]] = {
                "restic": lambda: case.digests((self.folder / "restic-out").rglob("*.bin")),
                "borg": lambda: case.digests((self.folder / "borg-out").rglob("*.bin")),
                "gawah": lambda: case.originals(vault),
            }
            self.right &= all(digests() == stated for digests in found.values())
        shutil.rmtree(self.folder / "restic-out")
        shutil.rmtree(self.folder / "borg-out")

    def _place(self, name: str) -> Path:
        self.last[name] = self.folder / f"{name}-{next(self.turn)}"
        return self.last[name]

    def _environment(self) -> dict[str, str]:
        return {**_SECRETS, "RESTIC_CACHE_DIR": str(self.folder / "cache"), "BORG_BASE_DIR": str(self.folder / "borg-base")}

    def _restic(self, *arguments: str | Path, place: Path | None = None) -> None:
        run("restic", "-q", "-r", place or self.last["restic"], *arguments, environment=self._environment())

    def _borg(self, *arguments: str | Path) -> None:
        run("borg", *arguments, environment=self._environment())
