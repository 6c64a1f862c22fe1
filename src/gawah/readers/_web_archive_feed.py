"""The bytes of a web archive, plain or packed record by record (WARC 1.1, annex D), with the place in the file they came from."""

import zlib
from typing import BinaryIO

MAX_PASSED = 8 << 20
_CHUNK = 64 << 10
_MAGIC = b"\x1f\x8b\x08"


class Broken(Exception):
    """The gzip member is damaged or breaks off, or more comes out of the file than it may hold."""


class Feed:
    """Gives out the unpacked bytes in order, and stops at the end of each gzip member until the next is begun.

    Attributes:
        gzip: The file is packed.
        over: More came out than the limit lets; nothing more is given.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        """Give out what is in `stream`, `limit` bytes at most when it is packed."""
        self._stream = stream
        self._limit = limit
        self._raw = stream.read(_CHUNK)
        self._at = 0
        """Where in the file `_raw` begins."""
        self._out = bytearray()
        self._inflate: zlib._Decompress | None = None
        self._given = 0
        self.gzip = self._raw.startswith(_MAGIC[:2])
        self.over = False

    def tell(self) -> int:
        """The place in the file behind what was given out; inside a gzip member, behind what was unpacked for it."""
        return self._at if self.gzip else self._at - len(self._out)

    @property
    def inside(self) -> bool:
        """A gzip member was begun and more is to come out of it."""
        return bool(self._out) or self._inflate is not None

    def begin(self) -> bool:
        """Go on, and at the end of a gzip member begin the next; False at the end of the file. Raises Broken: no member follows."""
        if self._out or self._inflate is not None:
            return True
        if not self.gzip:
            return self._fill()
        while not self._raw.lstrip(b"\x00") and self._more():
            continue
        padding = len(self._raw) - len(self._raw.lstrip(b"\x00"))
        self._raw = self._raw[padding:]
        self._at += padding
        if not self._raw:
            return False
        if len(self._raw) < len(_MAGIC):
            self._more()
        if not self._raw.startswith(_MAGIC):
            raise Broken
        self._inflate = zlib.decompressobj(31)
        return True

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end of the member or file. Raises Broken."""
        while len(self._out) < size and self._fill():
            pass
        data = bytes(self._out[:size])
        del self._out[:size]
        return data

    def readline(self, limit: int) -> bytes:
        r"""Up to and with the next `\n`, `limit` bytes at most. Raises Broken."""
        looked = 0
        while (end := self._out.find(b"\n", looked)) < 0 and len(self._out) < limit:
            looked = len(self._out)
            if not self._fill():
                break
        return self.read(min(limit, end + 1) if end >= 0 else min(limit, len(self._out)))

    def unread(self, data: bytes) -> None:
        """Put bytes back."""
        self._out[:0] = data

    def seek_text(self, mark: bytes) -> bytes:
        """Go to the next line that begins with `mark`, or to the end of this member or file. The bytes passed over, as far as
        `MAX_PASSED`. Raises Broken.
        """
        passed = bytearray()
        while True:
            found = self._out.find(b"\n" + mark)
            end = found + 1 if found >= 0 else max(0, len(self._out) - len(mark))
            passed += self._out[: min(end, MAX_PASSED - len(passed))]
            del self._out[:end]
            if found >= 0:
                return bytes(passed)
            if not self._fill():
                passed += self._out[: MAX_PASSED - len(passed)]
                self._out.clear()
                return bytes(passed)

    def seek_member(self) -> None:
        """Leave this gzip member and go to the next place at which one can begin, or to the end of the file."""
        self._out.clear()
        self._inflate = None
        step = 1
        while True:
            found = self._raw.find(_MAGIC, step)
            if found >= 0 and self._plausible(found):
                self._drop(found)
                return
            if found >= 0:
                step = found + 1
                continue
            self._drop(max(0, len(self._raw) - len(_MAGIC) + 1))
            step = 0
            if not self._more():
                self._drop(len(self._raw))
                return

    def _plausible(self, at: int) -> bool:
        """Whether something that can be a record comes out of a member that begins there."""
        if len(self._raw) - at < _CHUNK:
            self._more()
        try:
            head = zlib.decompressobj(31).decompress(self._raw[at:], 32)
        except zlib.error:
            return False
        return head.startswith((b"WARC/", b"filedesc:", b"http:", b"https:", b"dns:"))

    def _drop(self, count: int) -> None:
        self._raw = self._raw[count:]
        self._at += count

    def _more(self) -> bool:
        data = self._stream.read(_CHUNK)
        self._raw += data
        return bool(data)

    def _fill(self) -> bool:
        if not self.gzip:
            data, self._raw = self._raw or self._stream.read(_CHUNK), b""
            self._at += len(data)
            self._out += data
            return bool(data)
        if self._inflate is None:
            return False
        if not self._raw and not self._more():
            raise Broken
        try:
            data = self._inflate.decompress(self._raw, _CHUNK * 4)
        except zlib.error:
            raise Broken from None
        rest = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        self._at += len(self._raw) - len(rest)
        self._raw = rest
        self._given += len(data)
        if self._given > self._limit:
            self.over = True
            raise Broken
        if self._inflate.eof:
            self._inflate = None
        self._out += data
        return True
