"""An mbox file cut into mails, in flat memory: every byte belongs to one of them, or to the framing before the first.

A mail begins at a `From ` line that has a time in it, at the start of the file or after a blank line, and is followed by a
field or a blank line (RFC 4155, appendix A; the default form of mboxo and mboxrd). The length that a mail states of itself
(mboxcl, mboxcl2) is believed only where exactly such a line, or the end of the file, stands at its end; else it lies and is
passed over. What looks like a `From ` line within a length that is believed stays in the mail, which is then marked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

MAX_MAIL = 64 << 20
"""Bytes of a mail that is read; a larger one is listed and kept."""
LONGEST_LINE = 700
_CHUNK = 64 << 10
_LINE = rb"From [^\r\n]{0,400}?\d[:.]\d\d[^\r\n]{0,120}(?:\r\n|\n)(?=[!-9;-~]{1,80}[ \t]{0,4}:|\r?\n|>From |\Z)"
_BEGIN = re.compile(_LINE)
_NEXT = re.compile(rb"(?:(?<=\n\n)|(?<=\n\r\n))" + _LINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]{0,20}(\d{1,10})[ \t]{0,20}\r?$", re.MULTILINE | re.IGNORECASE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_HEADER_KEPT = 64 << 10


@dataclass(slots=True)
class Mail:
    """One mail of a mailbox.

    Attributes:
        start, end: Its bytes in the file, its `From ` line and the blank line behind it included.
        envelope: The `From ` line; b"" for what stands before the first.
        data: What follows that line; None when there is more than the limit.
        holds_another: Something in it looks like the beginning of another mail, and its stated length says that it is none.
    """

    start: int
    end: int
    envelope: bytes = field(repr=False)
    data: bytes | None = field(repr=False)
    holds_another: bool = False


def is_mailbox(head: bytes) -> bool:
    """Whether a file that begins with `head` is a mailbox."""
    return _BEGIN.match(head.lstrip(b"\r\n\xef\xbb\xbf")[:LONGEST_LINE]) is not None


def mails(opened: Callable[[], BinaryIO], limit: int = MAX_MAIL) -> Iterator[Mail]:
    """Cut what `opened` gives into mails; first what stands before the first of them, where there is something."""
    with opened() as stream:
        window = _Window(stream)
        window.fill(2 * LONGEST_LINE)
        lead = len(window.kept) - len(window.kept.lstrip(b"\r\n\xef\xbb\xbf"))
        begins = _BEGIN.match(window.kept, lead) is not None
        if lead or not begins:
            start = window.base
            end, data = (lead, window.kept[:lead]) if begins else window.until_next(0, limit)
            if start + end > start or data is None:
                yield Mail(start, window.base + end, b"", data)
            window.drop(end)
        while window.fill(LONGEST_LINE):
            yield _mail(window, limit)


def _mail(window: "_Window", limit: int) -> Mail:
    start = window.base
    begin = _BEGIN.match(window.kept)
    envelope = b"" if begin is None else begin.group()
    head = len(envelope)
    end = _by_length(window, head, limit)
    another = False
    if end is None:
        end, data = window.until_next(head, limit)
    else:
        data = window.kept[:end]
        another = _NEXT.search(window.kept, head, end) is not None
    mail = Mail(start, window.base + end, envelope, None if data is None else data[head:], another)
    window.drop(end)
    return mail


def _by_length(window: "_Window", head: int, limit: int) -> int | None:
    """Where the mail ends by its own account, when that can be believed."""
    window.fill(head + _HEADER_KEPT)
    found = _HEADER_END.search(window.kept, max(0, head - 2), head + _HEADER_KEPT)
    stated = None if found is None else _LENGTH.search(window.kept, head, found.end())
    if found is None or stated is None or int(stated.group(1)) > limit:
        return None
    target = found.end() + int(stated.group(1))
    window.fill(target + LONGEST_LINE + 4)
    if target > len(window.kept):
        return None
    target += 2 if window.kept.startswith(b"\r\n", target) else window.kept.startswith(b"\n", target)
    ended = window.ended and target == len(window.kept)
    return target if ended or _BEGIN.match(window.kept, target) else None


class _Window:
    """The bytes of the file from `base` on, as far as they were asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.base = 0
        self.kept = b""
        self.ended = False

    def fill(self, size: int) -> bool:
        """Have at least `size` bytes, or all that are left. Whether there are any."""
        if len(self.kept) < size and not self.ended:
            parts = [self.kept]
            have = len(self.kept)
            while have < size and not self.ended:
                more = self._stream.read(_CHUNK)
                self.ended = not more
                parts.append(more)
                have += len(more)
            self.kept = b"".join(parts)
        return bool(self.kept)

    def drop(self, size: int) -> None:
        """Let go of the first `size` bytes."""
        self.kept = self.kept[size:]
        self.base += size

    def until_next(self, head: int, limit: int) -> tuple[int, bytes | None]:
        """How many bytes (from `base`, which may move) lie before the next mail, and they themselves unless there are too many."""
        searched, whole = head, True
        while True:
            found = _NEXT.search(self.kept, searched)
            certain = self.ended or (found is not None and found.end() + 100 < len(self.kept))
            if certain:
                end = len(self.kept) if found is None else found.start()
                return end, self.kept[:end] if whole and end <= limit + LONGEST_LINE else None
            searched = max(searched, min(len(self.kept) - LONGEST_LINE, len(self.kept) if found is None else found.start()))
            if len(self.kept) > limit + LONGEST_LINE:
                whole = False
                passed = max(0, searched - 4)
                self.drop(passed)
                searched -= passed
            self.fill(max(len(self.kept) + _CHUNK, min(2 * len(self.kept), limit + _CHUNK)))
