"""One process at a time (evidence-and-security F5): a lock of the operating system on the file `lock`, with the holder's number
in it.

The system lets go of the lock when its holder dies, so a dead holder never keeps anybody out; the number is for people.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from gawah.records.errors import CaseLocked

if sys.platform == "win32":
    import msvcrt

    def _seize(handle: int) -> None:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # far behind the number, which others may read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock on `path` at this moment; also when the file is not there. Writes nothing. Raises OSError."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return True
    try:
        _seize(handle)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


class Lock:
    """The vault's lock, held from `__init__` to `release`. Raises CaseLocked at once when another holds it."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _seize(handle)
        except OSError:
            os.close(handle)
            raise CaseLocked("another process has the vault open") from None
        with suppress(OSError):  # a full drive has no room for the number; the lock holds without it
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        self._handle: int | None = handle

    def release(self) -> None:
        """Let go. Doing it twice does no harm."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
