r"""Telegram's JSON as JSON: the exporter writes the control characters 0 to 31 of a text as `\x0B`, which JSON does not know.

A single one makes the file unreadable for every strict parser. Here it is replaced, on the way in, by four other bytes (a
character of Unicode's last private plane), so that every place in the file stays where it is, and `unmasked` turns it back.
Source: SerializeString in export_output_json.cpp of Telegram Desktop.
"""

import io
import re
from typing import BinaryIO

_ESCAPE = re.compile(rb"\\(?:x[01][0-9A-F]|x[01]?\Z|\Z|.)", re.DOTALL)
_MASK = 0x10FF00
_MASKED = re.compile(f"[{chr(_MASK)}-{chr(_MASK + 31)}\ud800-\udfff]")
_CHUNK = 1 << 20


class Masked(io.RawIOBase):
    """A stream in which those escapes are masked. As long as the stream it is made of."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._ready = memoryview(b"")
        self._held = b""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read goes. Raises what the stream raises."""
        while not self._ready:
            data = self._stream.read(_CHUNK)
            if not data and not self._held:
                return 0
            self._ready = memoryview(self._masked(self._held + data, ended=not data))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Close the stream too."""
        if not self.closed:
            self._stream.close()
        super().close()

    def _masked(self, data: bytes, *, ended: bool) -> bytes:
        self._held = b""
        if b"\\x" not in data and not data.endswith(b"\\"):
            return data
        parts: list[bytes] = []
        at = 0
        for found in _ESCAPE.finditer(data):
            escape = found.group()
            if found.end() == len(data) and not ended and (len(escape) == 1 or escape in (b"\\x", b"\\x0", b"\\x1")):
                self._held = escape
                return b"".join((*parts, data[at : found.start()]))
            if len(escape) == 4:
                parts += [data[at : found.start()], chr(_MASK + int(b"0" + escape[1:], 16)).encode()]
                at = found.end()
        return b"".join((*parts, data[at:]))


def masked(stream: BinaryIO) -> BinaryIO:
    """The stream, buffered, with those escapes masked."""
    return io.BufferedReader(Masked(stream), _CHUNK)


def unmasked(text: str) -> str:
    """The text with its control characters; a half of a surrogate pair, which no encoding can hold, stands as U+FFFD."""
    return text if text.isascii() else _MASKED.sub(_turned, text)


def _turned(found: re.Match[str]) -> str:
    code = ord(found.group())
    return chr(code - _MASK) if code >= _MASK else "\ufffd"
