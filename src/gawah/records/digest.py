"""SHA-256 of bytes and streams: fixity of evidence, and identifiers.

SHA-256 is the one digest that a stranger can recompute everywhere (`sha256sum`, `certutil`, `shasum`) and that court forms name
(docs/decisions/0001). Digests are written as 64 lower-case hexadecimal digits.
"""

import base64
import binascii
import hashlib
from typing import Final, Protocol

CHUNK = 1 << 20
"""Bytes read at once when a stream is hashed or copied."""


class ReadableBytes(Protocol):
    """Anything with the `read` of a binary file."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; `b""` at the end."""
        ...


class WritableBytes(Protocol):
    """Anything with the `write` of a binary file."""

    def write(self, data: bytes, /) -> int | None:
        """Take some or all of `data` and return how many bytes; None means all of them."""
        ...


def sha256(data: bytes | bytearray | memoryview) -> str:
    """The SHA-256 of `data`, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_bytes(data: bytes) -> bytes:
    """The SHA-256 of `data`, 32 bytes."""
    return hashlib.sha256(data).digest()


def sha256_stream(stream: ReadableBytes) -> tuple[str, int]:
    """The SHA-256 of all that is left in `stream`, and how many bytes that was."""
    digesting = DigestingReader(stream)
    while digesting.read(CHUNK):
        pass
    return digesting.sha256, digesting.size


def checksum_line(digest: str, name: str) -> bytes:
    """The line that `sha256sum` prints for a file, and `sha256sum -c` checks.

    A backslash or line break in the name is escaped, and the line then starts with a backslash. Bytes of a name that are no UTF-8
    (surrogate escapes, PEP 383) stand as they are.
    """
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n".encode("utf-8", "surrogateescape")


def identifier(*parts: str) -> str:
    """32 hexadecimal digits computed from `parts`: the same parts in the same order give the same id on every machine.

    The parts are joined with NUL, so that ("ab", "c") and ("a", "bc") differ.
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


_OF_OTHERS: Final = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}
"""Bytes of the digests that other formats state. They are only compared with, never used."""


def agrees(stated: str, data: bytes) -> bool | None:
    """Whether a digest that a source states, as `sha1:<base32>` or `sha256:<hexadecimal>`, is that of `data`.

    Returns:
        None for an algorithm or a spelling that is not known.
    """
    name, colon, value = stated.strip().partition(":")
    algorithm = name.lower().replace("-", "").replace("_", "")
    if not colon or algorithm not in _OF_OTHERS:
        return None
    size, value = _OF_OTHERS[algorithm], value.strip()
    try:
        if len(value) == 2 * size and "=" not in value:
            wanted = bytes.fromhex(value)
        elif len(value.rstrip("=")) == -(-size * 8 // 5):
            wanted = base64.b32decode(value.rstrip("=").upper() + "=" * (-len(value.rstrip("=")) % 8))
        else:
            wanted = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    return hashlib.new(algorithm, data, usedforsecurity=False).digest() == wanted if len(wanted) == size else None


class DigestingReader:
    """A stream that hashes what is read through it, so that bytes are hashed and stored in one pass."""

    def __init__(self, stream: ReadableBytes) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of the stream; they count towards `sha256` and `size`."""
        data = self._stream.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes read so far."""
        return self._hash.hexdigest()


class DigestingWriter:
    """A sink that hashes what is written through it."""

    def __init__(self, sink: WritableBytes) -> None:
        self._sink = sink
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Pass all of `data` on; it counts towards `sha256` and `size`."""
        rest = data
        while rest:
            taken = self._sink.write(rest)
            rest = b"" if taken is None else rest[taken:]
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes written so far."""
        return self._hash.hexdigest()
