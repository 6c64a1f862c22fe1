"""A drive that may lose its power: what was written is there for certain only once it was synced (F6).

The model is stricter than any file system that we know of: a file's bytes are certain after a sync of the file, a name after a
sync of its folder, and nothing else is. What is not certain may be there, in part, or not at all. Names are changed in the order
of the calls, as journals keep them.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeAlias

Write: TypeAlias = tuple[int, bytes]
"""Bytes and the place they were written to."""
Change: TypeAlias = Write | int
"""Of a file's bytes: a write, or the length it was cut or stretched to."""
Tree: TypeAlias = dict[str, bytes | None]
"""What lies in a folder: bytes by path; None for a folder."""


@dataclass(slots=True, eq=False)
class File:
    """A file: what is certain, what the program sees, and what lies between."""

    certain: bytes = b""
    seen: bytearray = field(default_factory=bytearray)
    waiting: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """Write or cut, not certain yet."""
        _carry_out(self.seen, change)
        self.waiting.append(change)

    def sync(self) -> None:
        """Make all of it certain."""
        self.certain = bytes(self.seen)
        self.waiting.clear()


@dataclass(slots=True, eq=False)
class Folder:
    """A folder: the same for its names. A name given to nothing is one taken away."""

    certain: dict[str, "File | Folder"] = field(default_factory=dict)
    seen: dict[str, "File | Folder"] = field(default_factory=dict)
    waiting: list[tuple[int, str, "File | Folder | None"]] = field(default_factory=list)

    def sync(self) -> None:
        """Make its names certain."""
        self.certain = dict(self.seen)
        self.waiting.clear()


@dataclass(frozen=True, slots=True)
class Loss:
    """What is left of that which was not certain.

    Attributes:
        name: For the message of a test that fails.
        names: How many of so many changes of names were carried out, the first ones.
        data: Which of the changes of a file were.
    """

    name: str
    names: Callable[[int], int]
    data: Callable[[Sequence[Change]], Sequence[Change]]


def losses(chance: Random) -> list[Loss]:
    """Nothing is left; names without bytes; bytes without names; all of it; and some of it, a write torn in the middle."""
    return [
        Loss("nothing", lambda _count: 0, lambda _all: ()),
        Loss("names", lambda count: count, lambda _all: ()),
        Loss("bytes", lambda _count: 0, lambda changes: changes),
        Loss("everything", lambda count: count, lambda changes: changes),
        Loss("some", lambda count: chance.randint(0, count), lambda changes: _some(changes, chance)),
        Loss("torn", lambda count: count, lambda changes: _some(changes, chance)),
    ]


class Drive:
    """A folder and all in it, from what lies there now, which counts as certain."""

    def __init__(self, place: Path) -> None:
        self.root = Folder()
        self._order = 0
        for folder, folders, files in os.walk(place):
            here = self.folder(str(Path(folder).relative_to(place)))
            for name in folders:
                here.seen[name] = Folder()
            for name in files:
                data = (Path(folder) / name).read_bytes()
                here.seen[name] = File(data, bytearray(data))
            here.sync()

    def __contains__(self, path: str) -> bool:
        try:
            self.find(path)
        except KeyError:
            return False
        return True

    def find(self, path: str) -> File | Folder:
        """What the program sees at this path, relative to the place. Raises KeyError."""
        found: File | Folder = self.root
        for name in Path(path).parts:
            assert isinstance(found, Folder)
            found = found.seen[name]
        return found

    def file(self, path: str) -> File:
        """The same, for a file."""
        found = self.find(path)
        assert isinstance(found, File)
        return found

    def folder(self, path: str) -> Folder:
        """The same, for a folder."""
        found = self.find(path)
        assert isinstance(found, Folder)
        return found

    def name(self, path: str, what: File | Folder | None) -> None:
        """Give the name to a file or folder, or take it away."""
        inner = Path(path)
        folder = self.folder(str(inner.parent))
        if what is None:
            del folder.seen[inner.name]
        else:
            folder.seen[inner.name] = what
        self._order += 1
        folder.waiting.append((self._order, inner.name, what))

    def rename(self, old: str, new: str) -> None:
        """Both names change at one moment; each is certain when its folder is synced."""
        self.name(new, self.find(old))
        inner = Path(old)
        folder = self.folder(str(inner.parent))
        del folder.seen[inner.name]
        folder.waiting.append((self._order, inner.name, None))

    def sync_all(self) -> None:
        """Make everything certain, as syncfs(2) does."""
        for node in self._nodes(self.root):
            node.sync()

    def after(self, loss: Loss) -> Tree:
        """What is found when the power is back."""
        orders = sorted({order for node in self._nodes(self.root) if isinstance(node, Folder) for order, *_ in node.waiting})
        kept = set(orders[: loss.names(len(orders))])
        tree: Tree = {}
        _settle(self.root, "", kept, loss, tree)
        return tree

    def _nodes(self, top: Folder) -> list[File | Folder]:
        found: list[File | Folder] = [top]
        below = [*top.seen.values(), *top.certain.values(), *(what for *_, what in top.waiting if what is not None)]
        for node in dict.fromkeys(below):
            found += self._nodes(node) if isinstance(node, Folder) else [node]
        return found


def write_out(tree: Tree, place: Path) -> None:
    """Make the tree in an empty folder."""
    for path, data in tree.items():
        if data is None:
            (place / path).mkdir()
        else:
            (place / path).write_bytes(data)


def _settle(folder: Folder, path: str, kept: set[int], loss: Loss, tree: Tree) -> None:
    names = dict(folder.certain)
    for order, name, what in folder.waiting:
        if order in kept and what is None:
            names.pop(name, None)
        elif order in kept and what is not None:
            names[name] = what
    for name, what in names.items():
        inner = f"{path}/{name}".lstrip("/")
        if isinstance(what, Folder):
            tree[inner] = None
            _settle(what, inner, kept, loss, tree)
        else:
            data = bytearray(what.certain)
            for change in loss.data(what.waiting):
                _carry_out(data, change)
            tree[inner] = bytes(data)


def _carry_out(data: bytearray, change: Change) -> None:
    if isinstance(change, int):
        data[change:] = bytes(max(0, change - len(data)))
        return
    at, new = change
    if len(data) < at:
        data += bytes(at - len(data))
    data[at : at + len(new)] = new


def _some(changes: Sequence[Change], chance: Random) -> list[Change]:
    """Each with a chance of a half; of one of those left, a part only."""
    some = [change for change in changes if chance.random() < 0.5]
    if some:
        torn = chance.randrange(len(some))
        change = some[torn]
        if not isinstance(change, int):
            some[torn] = (change[0], change[1][: chance.randint(0, len(change[1]))])
    return some
