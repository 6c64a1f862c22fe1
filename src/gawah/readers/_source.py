"""A safe view of what a person brings: a file, a folder, a zip or tar, or what lies in one of these, as members with names, sizes
and digests.

Names are data and never become paths on this machine: members of archives are streamed, nothing is unpacked to disk. Limits are
those of evidence-and-security.md T3. A member over a limit stays listed and cannot be opened. Members stand in the natural order of
their names (`message_2` before `message_10`), so that a folder and a zip of it read alike; among equal names, as in the archive.
"""

import io
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Self

from gawah.readers._archive import Archive, Opened, Unlock
from gawah.readers._archive_told import archive_in
from gawah.readers._member import MAX_EXPANSION, MAX_MEMBERS, MAX_RATIO, Member, from_archive
from gawah.readers._member_stream import Rewound
from gawah.records.content import ReadProblem
from gawah.records.digest import checksum_line, sha256, sha256_stream
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

__all__ = ["MAX_EXPANSION", "MAX_MEMBERS", "MAX_RATIO", "Member", "Source", "files_under", "stated_name"]

MAX_NESTED = 3
"""Archives in one another that are looked into."""
_IN_MEMORY = 32 << 20
"""Bytes of a packed archive in an archive that are unpacked into memory; a larger one is unpacked anew for every step back."""
_DIGITS = re.compile(r"(\d+)")
_LONGEST_NAME = 4096
"""Characters of a name whose endings are tried; a record may hold megabytes of `/`."""


class Source:
    """A file, archive or folder that a reader can look into.

    Attributes:
        path: Where it lies on this machine; of what lies in an archive, where the outermost archive does.
        inside: The way from there to what lies in it: names of members, folders with a `/` at the end. Empty for what lies on disk.
        name: The name it came with (of the file or folder). Personal data.
        kind: `file` or `folder`; an archive is a file.
        members: Its files. A single file that is no archive is its own only member.
        siblings: Other sources of the same import, in which an attachment may lie.
    """

    def __init__(self, path: Path, inside: Sequence[str] = (), unlock: Unlock | None = None, outer: "Source | None" = None) -> None:
        """Open the source: what lies `inside` the file or folder at `path` (see the attributes), encrypted files by `unlock`.

        `outer` is what it lies in, where that is open already and stays so. Raises SourceUnreadable when it is not there or may not
        be read.
        """
        self.path = path
        self.inside = tuple(inside)
        self.name = stated_name(path.name or path.resolve().name)
        self.siblings: tuple[Source, ...] = ()
        self._unlock = unlock
        self._archive: Archive | None = None
        self._outer = outer
        self._borrowed = outer is not None
        self._whole: Member | None = None
        self._own_problems: list[tuple[str, Member | None]] = []
        try:
            if inside:
                self._open_inside(self.inside)
            else:
                self._open_path(path)
            self._seen = self._stamps()
        except OSError as error:
            raise SourceUnreadable(f"cannot be opened ({type(error).__name__})") from error

    def _open_path(self, path: Path) -> None:
        mode = path.stat().st_mode
        self.kind = "folder" if stat.S_ISDIR(mode) else "file"
        if self.kind == "folder":
            self.members = tuple(self._folder_members())
        elif stat.S_ISREG(mode):
            self.members = self._file_members(path.stat().st_size, lambda: path.open("rb", buffering=1 << 20), path)
        else:
            raise SourceUnreadable("not a file or folder")

    def _open_inside(self, inside: Sequence[str]) -> None:
        """What lies in an archive: a file of it, which may be an archive, or a folder of it."""
        *way, last = inside
        if sum(not step.endswith("/") for step in way) >= MAX_NESTED:
            raise SourceUnreadable("limit-reached")
        self._outer = outer = self._outer or Source(self.path, way, self._unlock)
        self.name = last.rstrip("/").rsplit("/", 1)[-1]
        if last.endswith("/"):
            self.kind = "folder"
            within = [member for member in outer.members if member.name.startswith(last)]
            self.members = tuple(member.under(last, ordinal) for ordinal, member in enumerate(within))
            if not within:
                raise SourceUnreadable("member-unreadable")
            return
        self.kind = "file"
        found = outer._by_name.get(last) if outer.is_container else None
        if found is None:
            raise SourceUnreadable("member-unreadable")
        self._whole = found
        self.members = self._file_members(found.size, lambda: outer.sought(found), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._archive is not None:
            self._archive.close()
        if self._outer is not None and not self._borrowed:
            self._outer.__exit__()

    def inner(self, step: str) -> "Source":
        """What lies in this container: a file by its name, a folder by its name with a `/` at the end. This one must stay open.

        Raises SourceUnreadable.
        """
        if self.kind == "folder" and not self.inside:
            found = self._by_name.get(step)
            path = self.path / step if found is None else found.path
            if path is None or (not step.endswith("/") and found is None):
                raise SourceUnreadable("member-unreadable")
            return Source(path, (), self._unlock)
        return Source(self.path, (*self.inside, step), self._unlock, self)

    def whole(self) -> BinaryIO:
        """The bytes that `stated` is about: of the file as it is; of a folder, its list of files. Raises SourceUnreadable."""
        if self.kind == "folder":
            return io.BytesIO(self.manifest)
        if self._outer is not None and self._whole is not None:
            return self._outer.open(self._whole)
        return self.path.open("rb")

    def refuse(self, name: str, code: str) -> None:
        """Close the member of this name for good and list it: it turned out that it cannot be read."""
        member = self._by_name.get(name)
        if member is not None and member.refused is None:
            self._refuse(member, code)

    @property
    def is_locked(self) -> bool:
        """True when it holds files that only a password opens."""
        return any(member.refused == "member-encrypted" for member in self.members)

    @property
    def is_container(self) -> bool:
        """True for a folder or an archive: its members have names of their own."""
        return self.kind == "folder" or self._archive is not None

    @cached_property
    def stated(self) -> tuple[str, int]:
        """SHA-256 and size: of the file; for a folder, of its sorted `sha256  relative/path` lines, and of all files together."""
        if self._outer is not None and self._whole is not None:
            return self._outer.digest(self._whole), self._whole.size
        if self.kind == "file":
            with self.path.open("rb") as stream:
                return sha256_stream(stream)
        return sha256(self.manifest), sum(member.size for member in self.members)

    def restated(self) -> tuple[str, int]:
        """`stated`, computed anew when a file was written to since the source was opened: then what was read may be neither."""
        stated = self.stated
        try:
            if self._stamps() == self._seen:
                return stated
            with Source(self.path, self.inside, self._unlock) as now:
                return now.stated
        except (OSError, SourceUnreadable):
            return sha256(b""), 0

    @cached_property
    def manifest(self) -> bytes:
        """A folder's `sha256  relative/path` lines, sorted; what `sha256sum` prints and checks. A file that cannot be read is left
        out, and is one of the problems.
        """
        return b"".join(sorted(self._lines()))

    def _lines(self) -> Iterator[bytes]:
        for member in self.members:
            if member.refused is None:
                try:
                    yield checksum_line(self.digest(member), self._placed(member))
                except SourceUnreadable:
                    self._refuse(member, "member-unreadable")

    def _placed(self, member: Member) -> str:
        return member.name if member.path is None else member.path.relative_to(self.path).as_posix()

    def _stamps(self) -> list[tuple[int, int]]:
        """Size and time of writing of every file, by which a change is noticed."""
        on_disk = self.kind == "folder" and not self.inside
        paths = [member.path for member in self.members if member.path is not None] if on_disk else [self.path]
        found = [path.lstat() for path in paths]
        return [(each.st_size, each.st_mtime_ns) for each in found]

    def problems(self) -> Iterator[ReadProblem]:
        """What is wrong with the archive itself: unsafe names, encrypted members, limits, archives in the archive."""
        assert self.stated  # a file that cannot be read is noticed when it is hashed
        for code, member in self._own_problems:
            severity = "info" if code in ("name-unsafe", "embedded", "name-repeated") else "loss"
            locator = Locator(file_sha256=self.stated[0], member=member.name if member else None, place="", span=None)
            yield ReadProblem(code=code, severity=severity, locator=locator)  # type: ignore[arg-type]

    def open(self, member: Member) -> BinaryIO:
        """A buffered stream of the member's bytes. Raises SourceUnreadable (encrypted, over a limit, damaged).

        A zip member whose checksum is wrong raises SourceUnreadable when its end is read.
        """
        if member.refused is not None:
            raise SourceUnreadable(member.refused)
        try:
            return member.opened()
        except OSError as error:
            raise SourceUnreadable("member-unreadable") from error

    def sought(self, member: Member) -> BinaryIO:
        """The member's bytes as a stream that can be sought in. Raises SourceUnreadable."""
        if member.refused is None and member.seekable is not None:
            return member.seekable()
        if member.path is not None:
            return self.open(member)
        if member.size <= _IN_MEMORY:
            if self._kept is None or self._kept[0] is not member:
                with self.open(member) as stream:
                    self._kept = member, stream.read()
            return io.BytesIO(self._kept[1])
        return io.BufferedReader(Rewound(lambda: self.open(member), member.size), 1 << 20)

    _kept: tuple[Member, bytes] | None = None

    def place(self, member: Member) -> Path:
        """Where a folder's member lies on this machine."""
        assert member.path is not None
        return member.path

    def head(self, member: Member, size: int = 65536) -> bytes:
        """The first `size` bytes of the member; b"" when it cannot be opened. For `identify`."""
        try:
            with self.open(member) as stream:
                return stream.read(size)
        except SourceUnreadable:
            member.headless = member.refused is None
            return b""

    def digest(self, member: Member) -> str:
        """The SHA-256 of the member's bytes, computed once. Raises SourceUnreadable."""
        if member.sha256 is None:
            if self.kind == "file" and self._archive is None:
                member.sha256 = self.stated[0]
            else:
                with self.open(member) as stream:
                    member.sha256 = sha256_stream(stream)[0]
        return member.sha256

    def locator(self, member: Member, place: str, span: tuple[int, int] | None) -> Locator:
        """The locator of a place in the member. Raises SourceUnreadable when the member cannot be read whole."""
        name = member.name if self.is_container else None
        return Locator(file_sha256=self.digest(member), member=name, place=place, span=span)

    def find(self, name: str) -> tuple["Source", Member] | None:
        """The member that an attachment names: the whole name, or its longest ending at a `/`; here first, then in siblings."""
        for source in (self, *self.siblings):
            member = source._named(name)
            if member is not None:
                member.referred = True
                return source, member
        return None

    def _named(self, name: str) -> Member | None:
        """Exports state paths from their own root, zips may wrap that root in one more folder, and folders may be cut out of it."""
        if name in self._by_name:
            return self._by_name[name]
        candidates = self._by_basename.get(name.rsplit("/", 1)[-1], ())
        if not candidates or len(name) > _LONGEST_NAME:
            return None
        endings = [name]
        while "/" in endings[-1]:
            endings.append(endings[-1].split("/", 1)[1])
        for left_out, ending in enumerate(endings):
            for member in candidates:
                # Behind a wrapping folder only nearly the whole path will do: `photos/1.jpg` may be another conversation's.
                wrapped = left_out == 0 or (left_out == 1 and "/" in ending)
                if member.name == ending or (wrapped and member.name.endswith("/" + ending)):
                    return member
        return None

    @cached_property
    def _by_name(self) -> dict[str, Member]:
        return {member.name: member for member in reversed(self.members)}

    @cached_property
    def _by_basename(self) -> dict[str, list[Member]]:
        found: dict[str, list[Member]] = {}
        for member in self.members:
            found.setdefault(member.basename, []).append(member)
        return found

    def _folder_members(self) -> Iterator[Member]:
        found = [(path.relative_to(self.path).as_posix(), path) for path in files_under(self.path, self._unread_folder)]
        for ordinal, (name, path) in enumerate(sorted(found, key=lambda pair: _natural(pair[0]))):
            status = path.lstat()
            member = Member(name=stated_name(name), size=status.st_size, ordinal=ordinal, opened=_opening(path), path=path)
            if not stat.S_ISREG(status.st_mode):
                self._refuse(member, "member-unreadable")
            yield member

    def _file_members(self, size: int, opened: Opened, path: Path | None) -> tuple[Member, ...]:
        try:
            self._archive = archive_in(opened, size, self._unlock)
        except SourceUnreadable:
            self._own_problems.append(("member-unreadable", None))
        if self._archive is None:
            return (Member(name=self.name, size=size, ordinal=0, opened=opened, path=path),)
        self._own_problems += [(fault, None) for fault in self._archive.faults]
        found, problems = from_archive(self._archive.entries, lambda entry: _natural(entry.name))
        self._own_problems += problems
        return found

    def _unread_folder(self) -> None:
        """A folder that may not be looked into: what it holds is lost to us, and that is said."""
        self._own_problems.append(("member-unreadable", None))

    def _refuse(self, member: Member, code: str) -> None:
        member.refused = code
        self._own_problems.append((code, member))


def _opening(path: Path) -> Opened:
    return lambda: path.open("rb", buffering=1 << 20)


def files_under(folder: Path, unread: Callable[[], None]) -> Iterator[Path]:
    """Everything in `folder`, however deep, that is no folder itself; links are not followed. `unread` is called for each folder
    that may not be looked into.
    """
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif not (entry.is_symlink() and Path(entry.path).is_dir()):  # a link to a folder holds nothing of its own
                        yield Path(entry.path)
        except OSError:
            unread()


def stated_name(name: str) -> str:
    r"""A file name of this machine as text that can be kept; bytes of it that are no UTF-8 become `\xNN`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A sort key that puts `message_2` before `message_10`. Numbers are compared by length, then as text: they may be long."""
    return [_number(part) if part.isdigit() and part.isascii() else (1, 0, part) for part in _DIGITS.split(name) if part]


def _number(digits: str) -> tuple[int, int, str]:
    significant = digits.lstrip("0")
    return (0, len(significant), significant)
