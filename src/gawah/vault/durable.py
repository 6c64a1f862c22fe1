"""Files that survive a power cut, and the errors of a drive in our own words (evidence-and-security 1.7).

Every change that the vault makes in its folder, but for the database's own, goes through the functions of this file. `recorder`
is told of each one after it was made, so that a test can replay them and drop what no sync had made durable (F6).

One sync of a whole file system (`syncfs`) stands in for one a file where that is known to be as good: on Linux from 5.8 on, which
reports a failed write to it, and on file systems of the kernel's own (not FUSE, not the network). Elsewhere each file is synced.
"""

import ctypes
import errno
import os
import platform
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Literal, Self, TypeAlias

from gawah.records.errors import DiskFull, VaultUnwritable

Step: TypeAlias = Literal["create", "write", "sync", "sync-folder", "rename", "unlink", "make-folder"]
"""create, write, sync: of a file; rename: from the first path to the second; sync-folder: of the names in a folder."""

recorder: Callable[[Step, Path, Path | None], None] | None = None
"""Set by tests: called with each change once it is made, its path, and of a rename also the new path."""

GROUP_LEAST = 8
"""From this many files on, a group is synced as a whole where the system can."""

AHEAD = 64 << 20
"""Bytes after which the drive is set to work on what was written."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SYNCFS_REPORTS = (5, 8)
# ext2 to ext4, XFS, Btrfs, F2FS, tmpfs (statfs(2), "f_type")
_OWN_FILE_SYSTEMS = {0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0x01021994}


def _tell(step: Step, path: Path, other: Path | None = None) -> None:
    if recorder is not None:
        recorder(step, path, other)


@contextmanager
def drive_errors(whose: str = "the vault's drive") -> Iterator[None]:
    """Within it, an OSError becomes DiskFull or VaultUnwritable. The message holds `whose` and the errno's name, never a path."""
    try:
        yield
    except OSError as fault:
        name = errno.errorcode.get(fault.errno or 0, "no errno")
        if fault.errno in _FULL:
            raise DiskFull(f"the drive is full ({name})") from None
        raise VaultUnwritable(f"{whose} refused ({name})") from None


class NewFile:
    """A file that is made here and written from its beginning. A context manager; what it holds is durable only after a sync."""

    def __init__(self, path: Path, *, over: bool = False) -> None:
        """Make the file; with `over`, in place of one that stands there. Raises OSError."""
        self._out = path.open("wb" if over else "xb", buffering=0)
        self._path = path
        _tell("create", path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._out.close()

    def write(self, data: bytes | memoryview, /) -> int:
        """Write all of `data`; how many bytes. Raises OSError."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._out.write(rest) :]
        _tell("write", self._path)
        return len(data)

    def sync(self) -> None:
        """Make what was written durable. Raises OSError."""
        os.fsync(self._out.fileno())
        _tell("sync", self._path)

    def close(self) -> None:
        """Close it. Raises OSError."""
        self._out.close()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Windows keeps them so by itself and cannot open a folder."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    _tell("sync-folder", folder)


def sync_file(path: Path) -> None:
    """Make the bytes of `path` durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    _tell("sync", path)


def rename(path: Path, place: Path) -> None:
    """Give `path` the name `place`, in place of what stands there; durable once both folders are synced."""
    path.replace(place)
    _tell("rename", path, place)


def unlink(path: Path) -> None:
    """Remove `path` where it is there; durable once its folder is synced."""
    path.unlink(missing_ok=True)
    _tell("unlink", path)


def discard(path: Path) -> None:
    """Remove a file in `tmp/` that nothing needs. Where the drive refuses it stays, until the next opening."""
    with suppress(OSError):
        unlink(path)


def make_folder(folder: Path) -> None:
    """Make `folder`, for its owner only, where it is not there; durable once the folder around it is synced."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _tell("make-folder", folder)


def overwrite_file(path: Path, data: bytes) -> None:
    """Write `data` over the bytes of `path` where they lie, and make that durable. A drive may all the same keep the old ones."""
    with path.open("r+b", buffering=0) as out:
        out.write(data)
        _tell("write", path)
        os.fsync(out.fileno())
        _tell("sync", path)


def make_path(folder: Path) -> None:
    """Make `folder` and the folders above it, where they are not there; they are durable."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        make_folder(path)
        with suppress(PermissionError):  # who may make a name in a folder need not be allowed to list it, which a sync asks for
            sync_folder(path.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that after a crash there is the old file or the new one, whole, and never a part."""
    fresh = path.with_name(f".{path.name}.new")
    with NewFile(fresh, over=True) as out:
        out.write(data)
        out.sync()
    rename(fresh, path)
    sync_folder(path.parent)


class GroupSync:
    """Makes many files of one folder tree durable at once. A context manager, entered before the first of them is written.

    The kernel reports a failed write to whoever had the file system open when it failed (syncfs(2)): hence before.
    """

    def __init__(self, folder: Path) -> None:
        """Open `folder`, on whose file system all the files lie. Raises OSError."""
        self._folder = os.open(folder, os.O_RDONLY) if _can_sync_whole(folder) else None
        self._ahead: Thread | None = None
        self._waiting = 0
        self._fault: OSError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def whole(self) -> bool:
        """Whether the file system can be synced as a whole."""
        return self._folder is not None

    def sync_files(self, paths: Collection[Path]) -> None:
        """Make the bytes of all of them durable. Raises OSError when one of them may not be."""
        self._sync(paths, sync_file, "sync")

    def sync_folders(self, folders: Collection[Path]) -> None:
        """Make the names in all of them durable. Raises OSError when one may not be."""
        self._sync(folders, sync_folder, "sync-folder")

    def wrote(self, size: int) -> None:
        """Say that so many bytes were written: now and then the drive is set to work on them, so that less is left for the end."""
        self._waiting += size
        if self._folder is None or self._waiting < AHEAD or (self._ahead is not None and self._ahead.is_alive()):
            return
        self._waiting = 0
        self._ahead = Thread(target=self._write_ahead, args=(self._folder,), name="write-ahead", daemon=True)
        self._ahead.start()

    def _write_ahead(self, folder: int) -> None:
        try:
            _syncfs(folder)
        except OSError as fault:  # told to this call and to no later one: it is kept for the sync that counts
            self._fault = fault

    def _settle(self) -> None:
        if self._ahead is not None:
            self._ahead.join()
            self._ahead = None

    def _sync(self, paths: Collection[Path], one: Callable[[Path], None], step: Step) -> None:
        self._settle()
        if self._fault is not None:
            raise self._fault
        if self._folder is None or len(paths) < GROUP_LEAST:
            for path in paths:
                one(path)
            return
        _syncfs(self._folder)
        for path in paths:
            _tell(step, path)

    def close(self) -> None:
        """Let go of the folder. Closing twice does no harm."""
        self._settle()
        if self._folder is not None:
            os.close(self._folder)
            self._folder = None


def _can_sync_whole(folder: Path) -> bool:
    """Whether one sync of the file system does for each file what its own would."""
    if sys.platform != "linux":
        return False
    release = re.match(r"(\d+)\.(\d+)", platform.release())
    if release is None or (int(release[1]), int(release[2])) < _SYNCFS_REPORTS:
        return False
    kind = ctypes.create_string_buffer(1024)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.statfs(os.fsencode(folder), kind) != 0:
        return False
    return ctypes.cast(kind, ctypes.POINTER(ctypes.c_ulong))[0] in _OWN_FILE_SYSTEMS


def _syncfs(handle: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syncfs(ctypes.c_int(handle)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
