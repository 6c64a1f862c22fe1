"""The parts of a mail (MIME, RFC 2045 and 2046): a tree of byte ranges, and what each part holds when its encoding is undone.

Which parts are the text and which are attachments is decided as JMAP does (RFC 8621 section 4.1.4). A multipart is cut from the
outside in, so a boundary line of an outer one ends every inner one, whatever that one forgot to close. Depth and number of
parts are bounded.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from gawah.readers._email_header import Header, base64_bytes, read_header

MAX_DEPTH = 40
"""Parts in one another, mails in mails included."""
MAX_PARTS = 5_000
MAX_EMBEDDED = 1_000
"""Mails in one mail that are read as messages."""
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_UU = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
_List: TypeAlias = "list[Part] | None"
_WRAPPED = frozenset({"base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"})


@dataclass(slots=True)
class Part:
    """One part: of the mail itself, or inside a multipart.

    Attributes:
        number: Its place as IMAP numbers parts (`2.1`); "" for the mail itself.
        header: Its fields.
        kind: Media type in lower case, `text/plain` where none is stated.
        parameters: Those of the Content-Type.
        start, end: The bytes of its body, in the mail.
        parts: The parts of a multipart.
    """

    number: str
    header: Header = field(repr=False)
    kind: str
    parameters: dict[str, str] = field(repr=False)
    start: int
    end: int
    parts: "list[Part]" = field(default_factory=list, repr=False)

    @property
    def name(self) -> str | None:
        """The file name that the part states."""
        stated = self.header.parameters("content-disposition")[1].get("filename") or self.parameters.get("name")
        return stated or None

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, another word, or ""."""
        return self.header.parameters("content-disposition")[0]

    @property
    def encoding(self) -> str:
        """The transfer encoding in lower case; "" where none is stated."""
        return (self.header.raw("content-transfer-encoding") or "").split(";")[0].split("(")[0].strip().lower()

    @property
    def is_mail(self) -> bool:
        """It holds a mail of its own."""
        return self.kind in ("message/rfc822", "message/global", "message/news")


@dataclass(slots=True)
class Tree:
    """A mail as parts.

    Attributes:
        root: The mail itself.
        count: How many parts.
        cut: There were more, or deeper ones, than the limits.
        text, html: Parts that are the text to read, in order; `text` holds HTML parts where there is no plain text.
        attached: Parts that are files, in order.
    """

    root: Part
    count: int = 0
    cut: bool = False
    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)


def read_tree(data: bytes, start: int, end: int, depth: int = 0) -> Tree:
    """The mail that stands in `data` from `start` to `end`, with its parts sorted into text and attachments."""
    root = _part(data, start, end, "", "text/plain")
    tree = Tree(root)
    _divide(data, tree, root, depth)
    _sort(tree, [root], "mixed", (tree.text, tree.html), in_alternative=False)
    return tree


def _part(data: bytes, start: int, end: int, number: str, default: str) -> Part:
    header = read_header(data, start, end)
    kind, parameters = header.parameters("content-type")
    kind = kind.partition(" ")[0] if "/" in kind else default
    return Part(number, header, kind, parameters, start + header.size, end)


def _divide(data: bytes, tree: Tree, part: Part, depth: int) -> None:
    """Find the parts of a multipart. One without a single boundary line stays in one piece, and is text or a file."""
    boundary = part.parameters.get("boundary", "")
    if not part.kind.startswith("multipart/") or not boundary:
        return
    if depth >= MAX_DEPTH:
        tree.cut = True
        return
    default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    for index, (start, end) in enumerate(_between(data, part.start, part.end, boundary), 1):
        if tree.count >= MAX_PARTS:
            tree.cut = True
            return
        tree.count += 1
        number = f"{part.number}.{index}" if part.number else str(index)
        child = _part(data, start, end, number, default)
        part.parts.append(child)
        _divide(data, tree, child, depth + 1)


def _between(data: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """The stretches between boundary lines (RFC 2046 section 5.1.1); the line break before such a line belongs to it."""
    mark = re.escape(b"--" + boundary.encode("utf-8", "surrogatepass")[:1000])
    opened: int | None = None
    for found in re.finditer(rb"(?:\A|(?<=[\r\n]))" + mark + rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)", data[start:end]):
        if opened is not None:
            before = start + found.start()
            stop = max(opened, before - (2 if data[before - 2 : before] == b"\r\n" else 1))
            yield opened, stop
        opened = None if found.group(1) else start + found.end()
        if opened is None:
            return
    if opened is not None and opened < end:
        yield opened, end


def _sort(tree: Tree, parts: list[Part], within: str, lists: "tuple[_List, _List]", *, in_alternative: bool) -> None:
    """RFC 8621 section 4.1.4, `parseStructure`. A list that is None is that of an alternative which the other form decided."""
    text, html = lists
    before = tuple(-1 if each is None else len(each) for each in lists)
    for index, part in enumerate(parts):
        if part.parts:
            inner = part.kind.removeprefix("multipart/")
            _sort(tree, part.parts, inner, (text, html), in_alternative=in_alternative or inner == "alternative")
        elif not _is_text(part, index, within):
            tree.attached.append(part)
        elif within == "alternative":
            chosen = html if part.kind == "text/html" else text
            if chosen is not None:
                chosen.append(part)
        else:
            if in_alternative:
                text, html = (None, html) if part.kind == "text/html" else (text, None)
            for each in (text, html):
                if each is not None:
                    each.append(part)
    if within == "alternative" and text is not None and html is not None:
        if len(text) == before[0]:
            text.extend(html[before[1] :])
        elif len(html) == before[1]:
            html.extend(text[before[0] :])


def _is_text(part: Part, index: int, within: str) -> bool:
    """Whether the part is to be read, not opened as a file. A multipart without any part in it is text of an unknown form."""
    if part.disposition == "attachment" or not (part.kind in ("text/plain", "text/html") or part.kind.startswith("multipart/")):
        return False
    return index == 0 or (within != "related" and not part.name)


def content(data: bytes, part: Part, *, in_mailbox: bool = False) -> tuple[bytes, bool]:
    """What the part holds with its transfer encoding undone, and whether a mailbox's `>From ` was turned back in it (mboxrd)."""
    raw = data[part.start : part.end]
    encoding = part.encoding
    unquoted = False
    if in_mailbox and encoding != "base64" and b">From " in raw:
        raw, times = _QUOTED_FROM.subn(rb"\1", raw)
        unquoted = bool(times)
    if encoding == "base64":
        return base64_bytes(raw.decode("latin-1")), unquoted
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw), unquoted
    if encoding in _WRAPPED:
        return _uudecoded(raw), unquoted
    return raw, unquoted


def stands_plain(part: Part) -> bool:
    """Whether the bytes of the part stand in the mail as they are."""
    return part.encoding not in _WRAPPED


def _uudecoded(raw: bytes) -> bytes:
    """The file between `begin` and `end`; a line that is none is passed over. `raw` itself where there is no `begin`."""
    found = _UU.search(raw)
    if found is None:
        return raw
    decoded = []
    for line in raw[found.end() :].splitlines():
        if line.strip() == b"end":
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs pad wrongly: the first byte says how much counts.
            wanted = (((line[:1] or b" ")[0] - 32) & 63) * 4 // 3 + 1
            try:
                decoded.append(binascii.a2b_uu(line[: wanted + 1]))
            except binascii.Error:
                continue
    return b"".join(decoded)
