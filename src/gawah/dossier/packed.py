"""A bundle as one tar file (POSIX.1-1988, ustar), read as a stream: nothing of it is written anywhere on the way.

The same bundle gives the same bytes: files in order of name, below one folder, all with the same owner, mode and time. Each file is
hashed as it passes, and the stream ends in an error where one is not as the lists name it.
"""

import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from gawah.dossier.bundle import SEAL, STAMP, TAG_MANIFEST
from gawah.dossier.verify import listed
from gawah.records.digest import CHUNK, DigestingReader
from gawah.records.errors import SourceUnreadable, VerificationFailed

_MODE = 0o644
_ENDING = 2 * tarfile.BLOCKSIZE


class Packed:
    """The tar as a file that can be read once, from its beginning."""

    def __init__(self, folder: Path, top: str, tag_manifest: str) -> None:
        """Begin to read the bundle in `folder`.

        Args:
            folder: A bundle that was just found whole.
            top: The name of the folder that the tar unpacks to, ASCII.
            tag_manifest: SHA-256 that its tag manifest must have.
        """
        self._parts = _parts(folder, top, {**listed(folder), TAG_MANIFEST: tag_manifest})
        self._left = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; `b""` at the end.

        Raises:
            SourceUnreadable: A file cannot be read.
            VerificationFailed: A file is not as the lists name it; it was changed since it was checked.
        """
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._left = memoryview(part)
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return bytes(taken)


def _parts(folder: Path, top: str, digests: Mapping[str, str]) -> Iterator[bytes]:
    names = sorted({*digests, SEAL, *([STAMP] if (folder / STAMP).exists() else [])})
    total = 0
    for name in names:
        for part in _file(folder / name, f"{top}/{name}", digests.get(name)):
            total += len(part)
            yield part
    yield bytes(_ENDING + -(total + _ENDING) % tarfile.RECORDSIZE)


def _file(path: Path, name: str, digest: str | None) -> Iterator[bytes]:
    """Head, bytes and padding of one file."""
    try:
        with path.open("rb") as stream:
            info = tarfile.TarInfo(name)
            info.size, info.mode = path.stat().st_size, _MODE
            yield info.tobuf(tarfile.USTAR_FORMAT)
            reader = DigestingReader(stream)
            while part := reader.read(CHUNK):
                yield part
    except OSError:
        raise SourceUnreadable("a file of the bundle cannot be read") from None
    if reader.size != info.size or digest not in (None, reader.sha256):
        raise VerificationFailed("a file of the bundle was changed while it was read")
    yield bytes(-info.size % tarfile.BLOCKSIZE)
