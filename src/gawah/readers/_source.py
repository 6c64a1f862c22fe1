"""A safe view of what a person brings: a single file, a zip, or a folder, as members with names, sizes and digests.

Names are data and never become paths on this machine: zip members are streamed, nothing is unpacked. Limits are those of
evidence-and-security.md T3. A member over a limit stays listed and cannot be opened. Members stand in the natural order of their
names (`message_2` before `message_10`), so that a folder and a zip of it read alike; among equal names, as in the zip.
"""

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, BinaryIO, Self, cast

from gawah.readers._member_stream import OnDemand, ZipStream
from gawah.records.content import ReadProblem
from gawah.records.digest import checksum_line, sha256, sha256_stream
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

MAX_MEMBERS = 1_000_000
MAX_EXPANSION = 20 << 30
"""Bytes that all members together may expand to."""
MAX_RATIO = 200
"""How many times its stored size a member may expand to, once it is larger than 16 MiB."""
_RATIO_FREE = 16 << 20
_UNSAFE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True, eq=False)
class Member:
    """One file of a source.

    Attributes:
        name: As the container states it, `/` between folders; the file's own name for a single file.
        size: In bytes, as the container states it.
        ordinal: Its place in the source, from 0; what logs may name it by.
        refused: The problem code that keeps it closed (`member-encrypted`, `limit-reached`, `member-unreadable`), or None.
        referred: A record refers to it (set by `Source.find`), or it is a source of its own; members that nobody reads or refers to
            are listed.
        headless: Its first bytes were asked for and cannot be read, which no reader could say of a member it does not claim.
    """

    name: str = field(repr=False)
    size: int
    ordinal: int
    refused: str | None = None
    referred: bool = False
    headless: bool = False
    _zip: zipfile.ZipFile | None = field(default=None, repr=False)
    _info: zipfile.ZipInfo | None = field(default=None, repr=False)
    _path: Path | None = field(default=None, repr=False)
    _sha256: str | None = field(default=None, repr=False)

    @property
    def basename(self) -> str:
        """The last part of the name."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The name without its last part; "" at the top."""
        return self.name.rpartition("/")[0]


class Source:
    """A file, zip or folder that a reader can look into.

    Attributes:
        name: The name it came with (of the file or folder). Personal data.
        kind: `file` or `folder`; a zip is a file.
        members: Its files. A single file that is not a zip is its own only member.
        siblings: Other sources of the same import, in which an attachment may lie.
    """

    def __init__(self, path: Path) -> None:
        """Open the source. Raises SourceUnreadable when it is not there or may not be read."""
        self.path = path
        self.name = stated_name(path.name or path.resolve().name)
        self.siblings: tuple[Source, ...] = ()
        self._zip: zipfile.ZipFile | None = None
        self._file: OnDemand | None = None
        self._own_problems: list[tuple[str, Member | None]] = []
        try:
            mode = path.stat().st_mode
            self.kind = "folder" if stat.S_ISDIR(mode) else "file"
            if self.kind == "folder":
                self.members = tuple(self._folder_members())
            elif stat.S_ISREG(mode):
                self.members = tuple(self._file_members())
            else:
                raise SourceUnreadable("not a file or folder")
            self._seen = self._stamps()
        except OSError as error:
            raise SourceUnreadable(f"cannot be opened ({type(error).__name__})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()
        if self._file is not None:
            self._file.close()

    @property
    def is_container(self) -> bool:
        """True for a folder or a zip: its members have names of their own."""
        return self.kind == "folder" or self._zip is not None

    @cached_property
    def stated(self) -> tuple[str, int]:
        """SHA-256 and size: of the file; for a folder, of its sorted `sha256  relative/path` lines, and of all files together."""
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
            with Source(self.path) as now:
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
            if member.refused is None and member._path is not None:
                try:
                    yield checksum_line(self.digest(member), member._path.relative_to(self.path).as_posix())
                except SourceUnreadable:
                    self._refuse(member, "member-unreadable")

    def _stamps(self) -> list[tuple[int, int]]:
        """Size and time of writing of every file, by which a change is noticed."""
        paths = [member._path for member in self.members if member._path is not None] if self.kind == "folder" else [self.path]
        found = [path.lstat() for path in paths]
        return [(each.st_size, each.st_mtime_ns) for each in found]

    def problems(self) -> Iterator[ReadProblem]:
        """What is wrong with the container itself: unsafe names, encrypted members, limits, archives in the archive."""
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
            if member._zip is not None and member._info is not None:
                return io.BufferedReader(ZipStream(member._zip.open(member._info), member.size), 1 << 20)
            assert member._path is not None
            return member._path.open("rb", buffering=1 << 20)
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
            raise SourceUnreadable("member-unreadable") from error

    def place(self, member: Member) -> Path:
        """Where a folder's member lies on this machine."""
        assert member._path is not None
        return member._path

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
        if member._sha256 is None:
            if self.kind == "file" and self._zip is None:
                member._sha256 = self.stated[0]
            else:
                with self.open(member) as stream:
                    member._sha256 = sha256_stream(stream)[0]
        return member._sha256

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
            mode = path.lstat().st_mode
            member = Member(name=stated_name(name), size=path.lstat().st_size, ordinal=ordinal, _path=path)
            if not stat.S_ISREG(mode):
                self._refuse(member, "member-unreadable")
            yield member

    def _file_members(self) -> Iterator[Member]:
        with self.path.open("rb") as stream:
            is_zip = stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
        if is_zip:
            try:
                self._file = OnDemand(self.path)
                self._zip = zipfile.ZipFile(cast("IO[bytes]", self._file))
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError):
                self._own_problems.append(("member-unreadable", None))
        if self._zip is not None:
            yield from self._zip_members(self._zip)
        else:
            yield Member(name=self.name, size=self.path.stat().st_size, ordinal=0, _path=self.path)

    def _zip_members(self, archive: zipfile.ZipFile) -> Iterator[Member]:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        if len(infos) > MAX_MEMBERS:
            self._own_problems.append(("limit-reached", None))
        expanded = 0
        seen: set[str] = set()
        ordered = sorted(infos[:MAX_MEMBERS], key=lambda info: _natural(info.filename))
        for ordinal, info in enumerate(ordered):
            member = Member(name=info.filename, size=info.file_size, ordinal=ordinal, _zip=archive, _info=info)
            expanded += info.file_size
            if info.flag_bits & 0x1:
                self._refuse(member, "member-encrypted")
            elif expanded > MAX_EXPANSION or info.file_size > max(_RATIO_FREE, MAX_RATIO * info.compress_size):
                self._refuse(member, "limit-reached")
            elif member.name.lower().endswith((".zip", ".7z", ".rar", ".tar", ".gz")):
                self._own_problems.append(("embedded", member))
            if _UNSAFE.search(member.name):
                self._own_problems.append(("name-unsafe", member))
            if member.name in seen:
                self._own_problems.append(("name-repeated", member))
            seen.add(member.name)
            yield member

    def _unread_folder(self) -> None:
        """A folder that may not be looked into: what it holds is lost to us, and that is said."""
        self._own_problems.append(("member-unreadable", None))

    def _refuse(self, member: Member, code: str) -> None:
        member.refused = code
        self._own_problems.append((code, member))


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
