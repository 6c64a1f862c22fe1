"""The elements of an SMS Backup & Restore file, one by one, in flat memory: tags with their attributes and bytes.

No XML parser reads these files: the app writes emoji as two halves of a surrogate pair (`&#55357;&#56832;`), which no XML may
hold, and pictures of any size as one attribute. Here a tag is read as its bytes stand; halves are joined and counted; the base64 of
a picture is hashed as it passes. There are no entities beyond XML's five and numbers, so nothing can expand and nothing is fetched;
a DOCTYPE is passed over.
"""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from gawah.records.digest import DigestingWriter
from gawah.records.media_type import HEAD

MAX_VALUE = 1 << 20
"""Bytes of an attribute that are kept; of a picture nothing is kept but its first bytes."""
_CHUNK = 256 << 10
_MAX_ATTRIBUTES = 200
_WHOLE = 512 << 10
"""A tag that is longer is read attribute by attribute."""
_NAME = rb"[A-Za-z_][A-Za-z0-9_.:-]{0,63}"
_ATTRIBUTE = re.compile(rb"\s+(" + _NAME + rb")\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_TAG = re.compile(rb"<(/?)(" + _NAME + rb")((?:\s+" + _NAME + rb"\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>")
_OPENING = re.compile(rb"<(/?)(" + _NAME + rb")(?=[\s/>])")
_BEGUN = re.compile(rb"\s+(" + _NAME + rb")\s*=\s*([\"'])")
_CLOSING = re.compile(rb"\s*(/?)>")
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,10}|[a-z]{2,4});")
_FIVE = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST_CHARACTER = 0x10FFFF
_SURROGATE = re.compile("[\ud800-\udfff]")
DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[\]<>\"']|\"[^\"]*\"|'[^']*')*+"
    rb"(?:\[(?:[^\]\"'<]|\"[^\"]*\"|'[^']*'|<!--.*?-->|<(?!!--))*+\]\s*)?>",
    re.DOTALL,
)
"""A document type to its end: what its declarations hold in quotes is none of the file's elements."""
_LONGEST_DOCTYPE = 64 << 10
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(slots=True)
class Held:
    """The content of a picture that passed: its digest, its first bytes and its size in bytes."""

    sha256: str
    head: bytes = field(repr=False)
    size: int


@dataclass(slots=True)
class Tag:
    """A tag of the file.

    Attributes:
        name: Of the element.
        start, end: Its bytes.
        attributes: As they stand, references undone by `text`. The `data` of a part is not among them.
        closes: It is an end tag; `empty`: it has no end tag of its own.
        data: What the attribute `data` held, in base64.
        repeated: Names of attributes that stand twice in it; the first is kept.
        damaged: It is no tag: the file is damaged here.
        cut: An attribute was longer than the limit.
    """

    name: str
    start: int
    end: int
    attributes: dict[str, bytes] = field(default_factory=dict, repr=False)
    closes: bool = False
    empty: bool = False
    data: Held | None = None
    repeated: tuple[str, ...] = ()
    damaged: bool = False
    cut: bool = False


def tags(opened: Callable[[], BinaryIO]) -> Iterator[Tag]:
    """Every tag of the file in order; comments, instructions, a DOCTYPE and text between tags are passed over."""
    with opened() as stream:
        scanner = _Scanner(stream)
        while (tag := scanner.tag()) is not None:
            yield tag


def text(raw: bytes) -> tuple[str, int, bool]:
    """The text of an attribute, how many halved characters were joined, and whether something in it could not be read (U+FFFD)."""
    value, lost, halved = _decoded(raw)
    if "&" in value:
        lost = lost or any(_beyond(word) for word in _REFERENCE.findall(value))
        value = _REFERENCE.sub(_referred, value)
    elif not halved:
        return value, 0, lost
    if _SURROGATE.search(value) is None:
        return value, 0, lost or "\0" in value
    halves = len(_SURROGATE.findall(value))
    joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    left = halves - 2 * (len(value) - len(joined))
    return joined, len(value) - len(joined), lost or left > 0


def _decoded(raw: bytes) -> tuple[str, bool, bool]:
    """The text; whether some of it could not be read; whether halves of characters stand in it as bytes of their own (CESU-8)."""
    try:
        return raw.decode("utf-8"), False, False
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("utf-8", "surrogatepass"), False, True
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), True, False


def _beyond(word: str) -> bool:
    """Whether it is the number of no character at all."""
    return word.startswith("#") and not 0 < _numbered(word) <= _LAST_CHARACTER


def _numbered(word: str) -> int:
    return int(word[2:], 16) if word[1] in "xX" else int(word[1:])  # noqa: FURB166 - `int(…, 0)` reads `0o`, too


def _referred(found: re.Match[str]) -> str:
    word = found.group(1)
    if not word.startswith("#"):
        return _FIVE.get(word, found.group())
    return "\ufffd" if _beyond(word) else chr(_numbered(word))


class _Scanner:
    """A window on the file that moves forward."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = b""
        self._base = 0
        self._at = 0
        self._ended = False
        self._typed = False

    def tag(self) -> Tag | None:
        """The next tag; None at the end."""
        while self._to(b"<"):
            if self._past_type():
                continue
            for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">")):
                self._have(8)
                if self._kept.startswith(opening, self._at):
                    self._past(closing, len(opening))
                    break
            else:
                return self._tag()
        return None

    def _past_type(self) -> bool:
        """Go past a document type; whether there was one. A file has one at most."""
        self._have(16)
        if self._typed or not self._kept.startswith(b"<!DOCTYPE", self._at):
            return False
        self._typed = True
        self._have(_LONGEST_DOCTYPE)
        found = DOCTYPE.match(self._kept, self._at, self._at + _LONGEST_DOCTYPE)
        if found is not None:
            self._at = found.end()
        return found is not None

    def _tag(self) -> Tag:
        found = _TAG.match(self._kept, self._at)
        while found is None and not self._ended and len(self._kept) - self._at < _WHOLE:
            self._have(2 * (len(self._kept) - self._at) + _CHUNK)
            found = _TAG.match(self._kept, self._at)
        if found is None:
            return self._step_by_step()
        start = self._base + self._at
        tag = Tag(
            found.group(2).decode("ascii"), start, self._base + found.end(), closes=bool(found.group(1)), empty=bool(found.group(4))
        )
        for name, double, single in _ATTRIBUTE.findall(found.group(3)):
            self._keep(tag, name.decode("ascii"), double or single)
        self._at = found.end()
        return tag

    def _keep(self, tag: Tag, name: str, value: bytes) -> None:
        if name in tag.attributes or (name == "data" and tag.data is not None):
            tag.repeated += (name,) if len(tag.repeated) < _MAX_ATTRIBUTES else ()
        elif len(tag.attributes) >= _MAX_ATTRIBUTES:
            tag.cut = True
        elif name == "data" and tag.name == "part":
            passing = _Passing()
            passing.feed(value)
            tag.data = passing.held()
        else:
            tag.attributes[name] = value[:MAX_VALUE]
            tag.cut = tag.cut or len(value) > MAX_VALUE

    def _step_by_step(self) -> Tag:
        """A tag that is large, cut off or damaged."""
        start = self._base + self._at
        opening = _OPENING.match(self._kept, self._at)
        if opening is None:
            self._at += 1
            self._to(b"<")
            return Tag("", start, self._base + self._at, damaged=True)
        tag = Tag(opening.group(2).decode("ascii"), start, start, closes=bool(opening.group(1)))
        self._at = opening.end()
        while True:
            self._have(_CHUNK)
            closing = _CLOSING.match(self._kept, self._at)
            if closing is not None:
                self._at = closing.end()
                tag.empty = bool(closing.group(1))
                break
            begun = _BEGUN.match(self._kept, self._at)
            if begun is None or not self._value(tag, begun.group(1).decode("ascii"), begun.group(2), begun.end()):
                tag.damaged = True
                self._to(b"<")
                break
        tag.end = self._base + self._at
        return tag

    def _value(self, tag: Tag, name: str, quote: bytes, at: int) -> bool:
        """Take an attribute whose value begins at `at`, however long; whether it ends as it should."""
        self._at = at
        passing = _Passing() if name == "data" and tag.name == "part" and tag.data is None else None
        kept = bytearray()
        ends = re.compile(b"[<" + quote + b"]")
        while True:
            found = ends.search(self._kept, self._at)
            end = len(self._kept) if found is None else found.start()
            value = self._kept[self._at : end]
            if passing is not None:
                passing.feed(value)
            elif len(kept) <= MAX_VALUE:
                kept += value
            self._at = end
            if found is not None or self._ended:
                break
            self._have(_CHUNK)
        if passing is not None:
            tag.data = passing.held()
        else:
            self._keep(tag, name, bytes(kept))
        whole = found is not None and found.group() == quote
        self._at += whole
        return whole

    def _have(self, size: int) -> None:
        """Have at least `size` bytes from here on, or all that are left."""
        if len(self._kept) - self._at >= size or self._ended:
            return
        parts = [self._kept[self._at :]]
        self._base += self._at
        self._at = 0
        have = len(parts[0])
        while have < size and not self._ended:
            more = self._stream.read(_CHUNK)
            self._ended = not more
            parts.append(more)
            have += len(more)
        self._kept = b"".join(parts)

    def _to(self, wanted: bytes) -> bool:
        """Go to the next `wanted`; whether there is one."""
        while True:
            found = self._kept.find(wanted, self._at)
            if found >= 0:
                self._at = found
                return True
            self._at = len(self._kept)
            if self._ended:
                return False
            self._have(_CHUNK)

    def _past(self, closing: bytes, opened: int) -> None:
        self._at += opened
        while True:
            self._have(len(closing))
            found = self._kept.find(closing, self._at)
            if found >= 0:
                self._at = found + len(closing)
                return
            self._at = max(self._at, len(self._kept) - len(closing) + 1)
            if self._ended:
                self._at = len(self._kept)
                return
            self._have(_CHUNK)


class _Passing:
    """Base64 that is decoded and hashed as it passes."""

    def __init__(self) -> None:
        self._left = b""
        self._head = bytearray()
        self._writer = DigestingWriter(_Nowhere())

    def feed(self, value: bytes) -> None:
        """Take more of it; what is no base64 is left out."""
        clean = self._left + (value if value.isalnum() else _NOT_BASE64.sub(b"", value))
        whole = len(clean) - len(clean) % 4
        self._left = clean[whole:]
        self._write(binascii.a2b_base64(clean[:whole]))

    def held(self) -> Held:
        """What passed."""
        if len(self._left) > 1:
            self._write(binascii.a2b_base64(self._left + b"=" * (-len(self._left) % 4)))
        self._left = b""
        return Held(self._writer.sha256, bytes(self._head), self._writer.size)

    def _write(self, data: bytes) -> None:
        if len(self._head) < HEAD:
            self._head += data[: HEAD - len(self._head)]
        self._writer.write(data)


class _Nowhere:
    """Where the bytes of a picture go: they stay in the original."""

    def write(self, data: bytes, /) -> int:
        """All of it."""
        return len(data)
