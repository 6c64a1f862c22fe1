"""What can be read in the bytes of a file, as texts, and whether there is more in it that cannot.

Nothing is trusted and nothing runs: plain text in several encodings, archives, mails, the marks that cameras and programs leave in
pictures, packed streams of a PDF, base64, one in the other up to a depth and a size. Only what Python itself brings along opens a
stranger's file here: no picture is drawn, and pages of a PDF are read by its library for a dossier of our own alone (`own_pdf`).
"""

import base64
import binascii
import bz2
import email
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.header import decode_header
from itertools import chain
from typing import Final

from gawah.records.digest import ReadableBytes

DEEPEST: Final = 5
"""How many times something may stand in something else."""

MOST: Final = 1 << 28
"""Bytes that are looked at in one file, with all that is unpacked from it."""

_MEMBERS: Final = 10_000
_BROKEN: Final = (ValueError, LookupError, OSError, EOFError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_LEGACY: Final = ("cp1252", "cp1256", "cp1251")
_CHARSETS: Final = frozenset(
    {"utf-8", "utf8", "iso-8859-1", "iso-8859-15", "iso-8859-6", "windows-1252", "windows-1256", "us-ascii"}
)
_WORDY: Final = 0.9
_SURELY: Final = 0.99
_RUNS: Final = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){6,}")
_WIDE_RUNS: Final = (
    (re.compile(rb"(?:[\x20-\x7e\t\r\n]\x00|[\x00-\xff][\x01-\x0e]){4,}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[\x20-\x7e\t\r\n]|[\x01-\x0e][\x00-\xff]){4,}"), "utf-16-be"),
)
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/_-]{4}[\r\n]*){4,}[A-Za-z0-9+/_-]{0,3}={0,2}")
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")
_MAIL: Final = re.compile(rb"\A(?:From [^\r\n]*\r?\n)?(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_STREAM: Final = re.compile(rb"(<<(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*>>)?\s*stream\r?\n(.*?)endstream", re.DOTALL)
_FONTS: Final = (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf")
"""How a font begins (OpenType specification, table directory): the names of its glyphs, such as HamzaAbove, are nobody's."""
_DRAWS: Final = re.compile(rb"\bBT\b.*\bET\b", re.DOTALL)
_LITERAL: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_LITERAL_ESCAPE: Final = re.compile(rb"\\([()\\])")
_HEX_STRING: Final = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


@dataclass(slots=True)
class Inside:
    """What was found in a file.

    Attributes:
        texts: Everything that can be read in it.
        unseen: There is something in it that was not looked into: it is locked, damaged, too large or of a form that is not known.
        pictured: It shows pictures, or pages without text: what stands in pixels is not looked at.
        left: Bytes that may still be looked at.
    """

    texts: list[str] = field(default_factory=list, repr=False)
    unseen: bool = False
    pictured: bool = False
    left: int = MOST


def inside(data: bytes) -> Inside:
    """What can be read in a file. Never raises for what a stranger wrote."""
    found = Inside()
    _look(data, found, 0)
    return found


def own_pdf(data: bytes) -> Inside:
    """The words of all pages of a dossier as programs find them, what is attached to it, and what it says of itself."""
    import pypdfium2

    found = Inside()
    _pdf(data, found, 0)
    document = pypdfium2.PdfDocument(data)
    try:
        found.texts += document.get_metadata_dict().values()
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            found.texts.append(attached.get_name())
            _look(bytes(attached.get_data()), found, 1)
        for page in document:
            words = page.get_textpage().get_text_bounded()
            # Where a page runs from right to left its letters may come the other way round.
            found.texts += [words, "\n".join(line[::-1] for line in words.splitlines())]
            page.close()
    finally:
        document.close()
    return found


def _look(data: bytes, found: Inside, depth: int) -> None:
    found.left -= len(data)
    if depth > DEEPEST or found.left < 0:
        found.unseen = True
        return
    for start, read in _FORMS:
        if data.startswith(start):
            try:
                read(data, found, depth)
            except _BROKEN:
                found.unseen = True
            return
    if _MAIL.match(data):
        _mail(data, found, depth)
    _plain(data, found, depth)


# --- Text


def _plain(data: bytes, found: Inside, depth: int) -> None:
    texts = _decoded(data)
    if texts is None:
        found.unseen = True
        _strings(data, found)
        return
    for text in texts:
        _text(text, found, depth)


def _text(text: str, found: Inside, depth: int) -> None:
    found.texts.append(text)
    if "<" in text:
        found.texts.append(_TAG.sub("", text))
    for match in _BASE64.finditer(text):
        run = re.sub(r"[\r\n]", "", match[0]).replace("-", "+").replace("_", "/").rstrip("=")
        for skipped in range(4):
            part = run[skipped:]
            part = part[:-1] if len(part) % 4 == 1 else part
            _spelt(base64.b64decode(part + "=" * (-len(part) % 4)), found, depth)


def _spelt(data: bytes, found: Inside, depth: int) -> None:
    """What base64 spells, where that is something: a form that is known, or text."""
    if any(data.startswith(start) for start, _ in _FORMS):
        _look(data, found, depth + 1)
    elif (texts := _decoded(data, cut=True)) is not None:
        found.texts += texts


def _decoded(data: bytes, *, cut: bool = False) -> list[str] | None:
    """The bytes as text, in each encoding in which they may be one; None where they are none. `cut`: a letter may be cut off."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return [data[2:].decode(name, "replace")]
    if data.count(0) > len(data) // 8 and (
        wide := [text for text in map(data.decode, ("utf-16-le", "utf-16-be"), ("replace",) * 2) if _is_text(text)]
    ):
        return wide
    for start in range(4 if cut else 1):
        for end in range(len(data), max(start, len(data) - 4 if cut else len(data) - 1), -1):
            try:
                text = data[start:end].decode("utf-8")
            except UnicodeDecodeError:
                continue
            return [text] if _is_text(text) else None
    if cut or b"\0" in data:
        return None
    texts = [text for text in (data.decode(name, "replace") for name in _LEGACY) if _is_text(text, _SURELY)]
    return texts or None


def _is_text(text: str, least: float = _WORDY) -> bool:
    """Whether nearly all of it can be printed."""
    looked_at = text[: 1 << 16]
    return sum(char.isprintable() or char.isspace() for char in looked_at) >= least * len(looked_at)


def _strings(data: bytes, found: Inside) -> None:
    """Stretches of bytes that can be read, as the program `strings` finds them."""
    found.texts += (match[0].decode("utf-8", "replace") for match in _RUNS.finditer(data))
    for pattern, name in _WIDE_RUNS:
        found.texts += (match[0].decode(name, "replace") for match in pattern.finditer(data))


# --- What holds other files


def _zip(data: bytes, found: Inside, depth: int) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found.texts.append(archive.comment.decode("utf-8", "replace"))
        members = archive.infolist()
        if len(members) > _MEMBERS:
            found.unseen = True
        for member in members[:_MEMBERS]:
            found.texts += [member.filename, member.comment.decode("utf-8", "replace"), member.extra.decode("utf-8", "ignore")]
            if member.flag_bits & 1:
                found.unseen = True
            elif not member.is_dir():
                with archive.open(member) as stream:
                    _unpacked(stream, found, depth)


def _unpacked(stream: ReadableBytes, found: Inside, depth: int) -> None:
    """What a stream gives, up to what is left."""
    data = stream.read(max(0, found.left) + 1)
    _look(data, found, depth + 1)


def _packed(opened: Callable[[bytes], ReadableBytes]) -> Callable[[bytes, Inside, int], None]:
    def read(data: bytes, found: Inside, depth: int) -> None:
        _strings(data[:512], found)  # gzip keeps the name of the file there
        _unpacked(opened(data), found, depth)

    return read


def _mail(data: bytes, found: Inside, depth: int) -> None:
    for part in email.message_from_bytes(data).walk():
        found.texts += [f"{name}: {_head(str(value))}" for name, value in part.items()]
        found.texts.append(str(part.get_filename()))
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            _look(payload, found, depth + 1)


def _head(value: str) -> str:
    """A head of a mail with its encoded words spelt out (RFC 2047)."""
    return "".join(
        part if isinstance(part, str) else part.decode(charset if charset in _CHARSETS else "latin-1", "replace")
        for part, charset in decode_header(value)
    )


def _pdf(data: bytes, found: Inside, _depth: int) -> None:
    """Its packed streams and plain strings. Its pages are another matter."""
    found.pictured = True
    if b"/Encrypt" in data:
        found.unseen = True
    outside, at = [], 0
    for match in _STREAM.finditer(data):
        outside.append(data[at : match.start(2)])
        at = match.end(2)
        if not re.search(rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)|/Length1", match[1] or b""):
            _pdf_stream(match[2], found)
    for part in (*outside, data[at:]):
        _strings(part, found)
        _hex_strings(part, found)


def _pdf_stream(packed: bytes, found: Inside) -> None:
    unpack = zlib.decompressobj()
    try:
        plain = unpack.decompress(packed, max(1, min(found.left, 1 << 26)))
    except zlib.error:
        plain = packed
    found.left -= len(plain)
    if unpack.unconsumed_tail:
        found.unseen = True
    if plain.startswith(_FONTS):
        return
    if _DRAWS.search(plain):
        # What draws a page names its letters by numbers, or spells them in strings: the rest of it is no word.
        spelt = [_LITERAL_ESCAPE.sub(rb"\1", string) for string in _LITERAL.findall(plain)]
        found.texts += (join.join(spelt).decode("latin-1") for join in (b"", b" "))
    else:
        found.texts += _decoded(plain) or ()
        _strings(plain, found)
    _hex_strings(plain, found)


def _hex_strings(data: bytes, found: Inside) -> None:
    for match in _HEX_STRING.finditer(data):
        digits = re.sub(rb"\s", b"", match[1])
        spelt = binascii.unhexlify(digits[: len(digits) // 2 * 2])
        if spelt.startswith(b"\xfe\xff"):
            found.texts.append(spelt[2:].decode("utf-16-be", "replace"))


# --- Pictures: what is said in them, not what they show


def _said(data: bytes, found: Inside) -> None:
    """Words in a block of a picture, in any of the encodings that such blocks have; short ones too."""
    found.texts += chain(
        [data.decode("utf-8", "ignore"), data.decode("latin-1")],
        (data[start:].decode(name, "ignore") for name in ("utf-16-le", "utf-16-be") for start in (0, 1)),
    )


def _jpeg(data: bytes, found: Inside, _depth: int) -> None:
    """All segments but those of the pixels (ISO/IEC 10918-1, annex B), and what follows the end."""
    found.pictured = True
    at = 2
    while data[at] == 0xFF and data[at + 1] not in (0xD9, 0xDA):
        size = int.from_bytes(data[at + 2 : at + 4])
        if data[at + 1] >= 0xE0:
            _said(data[at + 4 : at + 2 + size], found)
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    _said(data[end + 2 :] if end >= 0 else b"", found)
    if data[at] != 0xFF or end < 0:
        found.unseen = True


def _png(data: bytes, found: Inside, _depth: int) -> None:
    """All chunks but those of the pixels (PNG specification, section 11), and what follows the end."""
    found.pictured = True
    at = 8
    while (kind := data[at + 4 : at + 8]) not in (b"IEND", b""):
        size = int.from_bytes(data[at : at + 4])
        body = data[at + 8 : at + 8 + size]
        if kind not in (b"IDAT", b"fdAT"):
            _said(body, found)
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            _said(_inflated(body, found), found)
        at += 12 + size
    _said(data[at + 12 :], found)
    if kind == b"":
        found.unseen = True


def _inflated(body: bytes, found: Inside) -> bytes:
    """The first packed stream in a chunk of words; where none can be unpacked, nothing."""
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", body):
        try:
            plain = zlib.decompressobj().decompress(body[match.start() :], max(1, min(found.left, 1 << 24)))
        except zlib.error:
            continue
        found.left -= len(plain)
        return plain
    return b""


_FORMS: Final[tuple[tuple[bytes, Callable[[bytes, Inside, int], None]], ...]] = (
    (b"PK\x03\x04", _zip),
    (b"PK\x05\x06", _zip),
    (b"\x1f\x8b", _packed(lambda data: gzip.GzipFile(fileobj=io.BytesIO(data), mode="rb"))),
    (b"BZh", _packed(lambda data: bz2.BZ2File(io.BytesIO(data)))),
    (b"\xfd7zXZ\x00", _packed(lambda data: lzma.LZMAFile(io.BytesIO(data)))),  # noqa: SIM115
    (b"%PDF", _pdf),
    (b"\xff\xd8\xff", _jpeg),
    (b"\x89PNG\r\n\x1a\n", _png),
)
