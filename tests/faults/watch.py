"""What the vault itself does to its folder, where strace may not look on: durable.py tells of every change it makes.

The database's own files are taken as SQLite leaves them at each of these changes and at each durable step: they count as certain.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gawah.vault import _points, durable
from tests.faults.breaking import Say
from tests.faults.case import World
from tests.faults.drive import Drive, File, Folder
from tests.faults.trace import SAID, Step


class Watch:
    """The steps that change the folder of a world, in order, while `looking`."""

    def __init__(self, world: World) -> None:
        self.steps: list[Step] = []
        self._world = world

    @contextmanager
    def looking(self) -> Iterator[Say]:
        """Within the block every change is noted down; gives the means to acknowledge."""
        durable.recorder, _points.hook = self._changed, lambda _name: self._databases()
        try:
            yield self._say
            self._databases()
        finally:
            durable.recorder = _points.hook = None

    def _changed(self, step: durable.Step, path: Path, other: Path | None) -> None:
        self._databases()
        name = self._name(path)
        if step == "write":
            data = path.read_bytes()
            self._note(lambda drive: drive.file(name).change((0, data)))
        elif step == "rename":
            assert other is not None
            new = self._name(other)
            self._note(lambda drive: drive.rename(name, new))
        else:
            self._note(_CHANGES[step](name))

    def _databases(self) -> None:
        """Every file that durable.py does not tell of: of the database, and the lock."""
        found = {self._name(path): path.read_bytes() for path in self._world.vault.glob("db/*")}
        found |= {self._name(path): path.read_bytes() for path in [self._world.vault / "lock"] if path.exists()}

        def step(drive: Drive) -> None:
            if "vault/db" not in drive:
                return
            for name in [f"vault/db/{name}" for name in drive.folder("vault/db").seen]:
                if name not in found:
                    drive.name(name, None)
            for name, data in found.items():
                file = drive.file(name) if name in drive else File()
                file.change(0)
                file.change((0, data))
                file.sync()
                drive.name(name, file)
            drive.folder("vault/db").sync()

        self._note(step)

    def _say(self, *words: object) -> None:
        line = (" ".join(map(str, words)) + "\n").encode("ascii")

        def step(drive: Drive) -> None:
            if SAID not in drive:
                drive.name(SAID, File())
            said = drive.file(SAID)
            said.change((len(said.seen), line))

        self._note(step)

    def _note(self, step: Step) -> None:
        self.steps.append(step)

    def _name(self, path: Path) -> str:
        return str(path.resolve().relative_to(self._world.place.resolve()))


def _create(name: str) -> Step:
    return lambda drive: drive.name(name, File())


def _sync(name: str) -> Step:
    return lambda drive: drive.find(name).sync()


def _unlink(name: str) -> Step:
    return lambda drive: drive.name(name, None) if name in drive else None


def _make_folder(name: str) -> Step:
    return lambda drive: None if name in drive else drive.name(name, Folder())


_CHANGES: dict[durable.Step, Callable[[str], Step]] = {
    "create": _create,
    "sync": _sync,
    "sync-folder": _sync,
    "unlink": _unlink,
    "make-folder": _make_folder,
}
