"""Files that survive a power cut, and the errors of a drive in our own words (evidence-and-security 1.7)."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gawah.records.errors import DiskFull, VaultUnwritable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def drive_errors() -> Iterator[None]:
    """Within it, an OSError becomes DiskFull or VaultUnwritable. The message holds the errno's name, never a path."""
    try:
        yield
    except OSError as fault:
        name = errno.errorcode.get(fault.errno or 0, "no errno")
        if fault.errno in _FULL:
            raise DiskFull(f"the drive is full ({name})") from None
        raise VaultUnwritable(f"the vault's drive refused ({name})") from None


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Windows keeps them so by itself and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of `path` durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that after a crash there is the old file or the new one, whole, and never a part."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
    sync_folder(path.parent)
