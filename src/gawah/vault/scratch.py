"""An original laid out so that one can go to any place in it: no plaintext on the drive, and not all of it in memory.

The file lies in `tmp/`, which is emptied at every opening, under a key that is nowhere but in this process (seal/scratch.py).
"""

import io
import os
from pathlib import Path
from typing import Self

from gawah.records.errors import SealInvalid
from gawah.seal.keys import random_id
from gawah.seal.scratch import CHUNK, SEALED, ScratchKey
from gawah.vault.durable import NewFile, drive_errors, unlink


class Scratch:
    """Takes bytes one after the other (`write`); `reading` then gives them as a file. A context manager: at its end it is gone."""

    def __init__(self, folder: Path) -> None:
        """Make it in `folder`. Raises DiskFull, VaultUnwritable."""
        self._path = folder / random_id()
        self._key = ScratchKey()
        self._rest = bytearray()
        self._chunks = 0
        self.size = 0
        with drive_errors():
            self._out = NewFile(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()
        with drive_errors():
            unlink(self._path)

    def write(self, data: bytes, /) -> int:
        """Take all of `data`. Raises DiskFull, VaultUnwritable."""
        self._rest += data
        self.size += len(data)
        while len(self._rest) >= CHUNK:
            self._put(bytes(self._rest[:CHUNK]))
            del self._rest[:CHUNK]
        return len(data)

    def reading(self) -> io.BufferedReader:
        """What was written, from its beginning; nothing may be written any more. Raises DiskFull, VaultUnwritable."""
        if self._rest:
            self._put(bytes(self._rest))
            self._rest.clear()
        with drive_errors():
            return io.BufferedReader(_Reader(self._path, self._key, self.size), CHUNK)

    def _put(self, chunk: bytes) -> None:
        with drive_errors():
            self._out.write(self._key.seal(self._chunks, chunk))
        self._chunks += 1


class _Reader(io.RawIOBase):
    """The plaintext of a scratch file. Raises SealInvalid where it was changed meanwhile."""

    def __init__(self, path: Path, key: ScratchKey, size: int) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._key = key
        self._size = size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as files do."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` up to the end of a chunk."""
        number, inside = divmod(self._at, CHUNK)
        wanted = min(len(buffer), CHUNK - inside, self._size - self._at)
        if wanted <= 0:
            return 0
        buffer[:wanted] = self._chunk(number)[inside : inside + wanted]
        self._at += wanted
        return wanted

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            with drive_errors():
                self._file.seek(number * SEALED)
                sealed = self._file.read(SEALED)
            if not sealed:
                raise SealInvalid("a scratch file was cut off while it was in use")
            self._held = (number, self._key.open(number, sealed))
        return self._held[1]
