"""The JavaScript files of an X archive as the JSON that they hold: `window.YTD.tweets.part0 = [ … ];` without what is not JSON.

Nothing is evaluated. What stands up to the first `=`, and a `;` at the end, is shown as blanks: every place in what is shown is the
place in the file. Seen: twarchive__tweet.js; `part0 = [` with and without blanks and the `;` (export-formats.md section 3).
"""

import io
import re
from typing import BinaryIO

from gawah.readers._source import Member, Source

_ASSIGNMENT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?[ \t\r\n]{0,64}(?:(?:window\.)?(YTD\.([a-z0-9_]{1,64})\.part(\d{1,4})|__THAR_CONFIG)"
    rb"|(Grailbird\.data\.tweets_\d{4}_\d{2})|var[ ]{1,8}(user_details|payload_details|tweet_index))[ \t\r\n]{0,64}=",
    re.IGNORECASE,
)
_TAIL = 64
"""Bytes at the end in which a `;` is looked for."""


def assigned(head: bytes) -> str | None:
    """What the file gives a value to: `tweets`, `direct_messages` (of `YTD`), `manifest`, `grailbird`, `user_details` and such;
    None where it does not begin as a file of an X archive.
    """
    found = _ASSIGNMENT.match(head)
    if found is None:
        return None
    if found[2]:
        return found[2].decode().lower()
    if found[5]:
        return found[5].decode().lower()
    return "grailbird" if found[4] else "manifest"


def first_key(head: bytes) -> bytes:
    """The first key of the first object in the array; b"" where none is seen."""
    found = re.match(rb'[^\[]{0,256}\[\s{0,64}\{\s{0,64}"([A-Za-z_]{1,40})"', head)
    return found[1] if found else b""


class Script(io.RawIOBase):
    """The bytes of such a file, with blanks for what is not JSON."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        head = stream.read(4096)
        found = _ASSIGNMENT.match(head)
        self._ready = head if found is None else b" " * found.end() + head[found.end() :]

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read goes. Raises SourceUnreadable for a damaged member."""
        more = b"x"
        while more and len(self._ready) <= _TAIL:
            more = self._stream.read(1 << 18)
            self._ready += more
        if not more:
            self._ready = _without_semicolon(self._ready)
        # The last bytes are held back until it is known whether they are the end.
        size = min(len(buffer), len(self._ready) - (_TAIL if more else 0))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Let go of the member."""
        if not self.closed:
            self._stream.close()
        super().close()


def _without_semicolon(tail: bytes) -> bytes:
    kept = tail.rstrip()
    if not kept.endswith(b";"):
        return tail
    bare = kept.rstrip(b"; \t\r\n")
    return bare + b" " * (len(tail) - len(bare))


def opened(source: Source, member: Member) -> BinaryIO:
    """The JSON of a member of an X archive. Raises SourceUnreadable."""
    return io.BufferedReader(Script(source.open(member)), 1 << 18)
