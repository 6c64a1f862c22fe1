"""Files copied from one vault's folder to another's: durable before they have their name, so that under a name there is the whole
file or none. What is copied is ciphertext, signed heads and key slots, byte for byte.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gawah.records.digest import CHUNK
from gawah.vault import durable
from gawah.vault._points import point
from gawah.vault.durable import GroupSync, NewFile, drive_errors

Watch = Callable[[int, int], None]
"""Called with bytes copied, and bytes in all."""

GROUP_FILES = 512
"""Most files that wait in `tmp/` for one sync."""
GROUP_BYTES = 256 << 20
"""As many bytes, or one file."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to be copied, and how many bytes it has."""

    source: Path
    place: Path
    size: int


@dataclass(slots=True)
class Carrier:
    """Copies files into one folder tree, group by group.

    Attributes:
        tmp: A folder of that tree where files lie until they are durable.
        steps: How the steps of this copy are named (`backup` or `restore`), for tests.
        watch: Is told how far it has come.
        total: Bytes in all.
        origin, target: What to call the two drives in an error.
    """

    tmp: Path
    steps: str
    watch: Watch
    total: int
    origin: str
    target: str
    done: int = 0

    def carry(self, files: Sequence[File]) -> None:
        """Copy them all. Raises DiskFull, VaultUnwritable; then the files of the groups before are in place."""
        group: list[File] = []
        weight = 0
        for file in files:
            if group and (len(group) >= GROUP_FILES or weight + file.size > GROUP_BYTES):
                self._carry_group(group)
                group, weight = [], 0
            group.append(file)
            weight += file.size
        if group:
            self._carry_group(group)

    def stage(self, file: File) -> Path:
        """Copy one file into `tmp`, durable, and leave it there under a name of its own."""
        with drive_errors(self.target):
            fresh = self._copy(file, 0)
            durable.sync_file(fresh)
        return fresh

    def _carry_group(self, group: Sequence[File]) -> None:
        with drive_errors(self.target):
            with GroupSync(self.tmp) as syncing:
                fresh = [self._copy(file, number) for number, file in enumerate(group)]
                syncing.sync_files(fresh)
                point(f"{self.steps}-files-sync")
                folders = dict.fromkeys(file.place.parent for file in group)
                made = [folder for folder in folders if not folder.exists()]
                for folder in made:
                    durable.make_folder(folder)
                for path, file in zip(fresh, group, strict=True):
                    durable.rename(path, file.place)
                    point(f"{self.steps}-file-rename")
                syncing.sync_folders([*folders, *dict.fromkeys(folder.parent for folder in made)])
            point(f"{self.steps}-files-dirsync")

    def _copy(self, file: File, number: int) -> Path:
        fresh = self.tmp / f"{self.steps}-{number}"
        with drive_errors(self.origin):
            source = file.source.open("rb", buffering=0)
        with source, NewFile(fresh, over=True) as out:
            half = file.size // 2
            written = 0
            while True:
                with drive_errors(self.origin):
                    chunk = source.read(CHUNK if written >= half else min(CHUNK, half - written))
                if not chunk:
                    break
                out.write(chunk)
                if written < half <= written + len(chunk):
                    point(f"{self.steps}-file-half")
                written += len(chunk)
                self.done += len(chunk)
                self.watch(min(self.done, self.total), self.total)
        return fresh
