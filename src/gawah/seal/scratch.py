"""A key for bytes that are needed again within this run and never after: it is in memory alone, and is gone with the process.

Chunks of a fixed size, each sealed with AES-256-GCM (NIST SP 800-38D) under its number as nonce. A number is used once, since a
chunk is written once; what a crash leaves on the drive nobody can open, the owner included.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gawah.records.errors import SealInvalid
from gawah.seal.keys import random_bytes

CHUNK = 1 << 16
"""Bytes of plaintext in a chunk; the last one may have fewer."""

SEALED = CHUNK + 16
"""Bytes of a sealed chunk: the tag stands behind it (section 5.2.1.2)."""


class ScratchKey:
    """Seals and opens the chunks of one scratch file."""

    def __init__(self) -> None:
        self._cipher = AESGCM(random_bytes(32))

    def seal(self, number: int, chunk: bytes) -> bytes:
        """The chunk with this number, sealed; each number once. `chunk` has `CHUNK` bytes or, the last one, fewer."""
        return self._cipher.encrypt(number.to_bytes(12, "big"), chunk, None)

    def open(self, number: int, sealed: bytes) -> bytes:
        """The chunk with this number. Raises SealInvalid: changed, cut off or another one."""
        try:
            return self._cipher.decrypt(number.to_bytes(12, "big"), sealed, None)
        except InvalidTag:
            raise SealInvalid("a scratch file was changed while it was in use") from None
