"""Opens the encrypted files of a zip with the password that a person gave, for a source that is being read."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from gawah.readers._archive import Packed
from gawah.records.errors import SourceUnreadable
from gawah.seal import zip_password


class Unlocking:
    """What `Source` asks to open an encrypted file. The password is tried in both ways in which zip programs write it as bytes."""

    def __init__(self, password: str) -> None:
        """With one password for all files of the zip."""
        ways = (("utf-8", "strict"), ("cp437", "replace"))
        self._passwords = tuple(dict.fromkeys(password.encode(encoding, errors) for encoding, errors in ways))

    def __repr__(self) -> str:
        return "Unlocking()"

    def __call__(self, packed: Packed) -> BinaryIO | None:
        """The plain bytes; None when the password is another's. Reading damaged ones raises SourceUnreadable."""
        for password in self._passwords:
            raw = packed.raw()
            try:
                blocks = _plain(packed, raw, password)
            except zip_password.WrongPassword:
                raw.close()
                continue
            except zip_password.Damaged:
                raw.close()
                raise SourceUnreadable("member-unreadable") from None
            return io.BufferedReader(_Unlocked(raw, blocks, packed.size), 1 << 20)
        return None


def _plain(packed: Packed, raw: BinaryIO, password: bytes) -> Iterator[bytes]:
    if zip_password.is_aes(packed.method):
        return zip_password.aes(raw, packed.stored, packed.extra, password, packed.crc32)
    return zip_password.pkware(raw, packed.stored, packed.check, password, packed.method, packed.crc32)


class _Unlocked(io.RawIOBase):
    """The blocks as a stream that gives no more than the zip states."""

    def __init__(self, raw: BinaryIO, blocks: Iterator[bytes], limit: int) -> None:
        super().__init__()
        self._raw = raw
        self._blocks = blocks
        self._left = limit
        self._block = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        while not self._block:
            try:
                self._block = memoryview(next(self._blocks))
            except StopIteration:
                return 0
            except zip_password.Damaged:
                raise SourceUnreadable("member-unreadable") from None
            self._left -= len(self._block)
            if self._left < 0:
                raise SourceUnreadable("limit-reached")
        size = min(len(buffer), len(self._block))
        buffer[:size] = self._block[:size]
        self._block = self._block[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()
