"""The parts of an MHTML file (RFC 2557): the page, its frames and what it shows, in one pass; no part is kept for the next.

Written by Chrome, Edge and Opera ("Saved by Blink"), by old Internet Explorer, and by Firefox with an add-on. Parts in parts come
one after the other: every boundary that a header states ends a part.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from quopri import decodestring
from typing import BinaryIO, Literal

MAX_PART = 64 << 20
"""Bytes of one part, as it stands, that are read; what is longer is named and left in the original."""
MAX_PARTS = 20_000
_MAX_HEADERS = 200
_LONGEST_LINE = 64 << 10
_MAX_BOUNDARIES = 100
_PARAMETER = re.compile(r";\s*([a-zA-Z0-9_.*-]{1,40})\s*=\s*(?:\"([^\"]{0,500})\"|([^;\s]{1,500}))")
_HEADER = re.compile(rb"[!-9;-~]{1,100}:")


@dataclass(slots=True)
class Part:
    """One part, or the head of the file.

    Attributes:
        headers: By lower-case name, unfolded; the first of each name.
        data: The content, decoded; None when it is longer than `MAX_PART`.
        number: From 0, the head of the file.
        faulty: Its encoding is damaged, or the file breaks off in it: what could be decoded is there.
    """

    headers: dict[str, str] = field(repr=False)
    data: bytes | None = field(repr=False)
    number: int
    faulty: bool = False

    @property
    def media_type(self) -> str:
        """In lower case, without parameters; `text/plain` where none is stated."""
        return self.headers.get("content-type", "text/plain").partition(";")[0].strip().lower() or "text/plain"

    def parameter(self, name: str) -> str | None:
        """A parameter of the content type: `charset`, `boundary`."""
        for key, quoted, bare in _PARAMETER.findall(self.headers.get("content-type", "")):
            if key.lower() == name:
                return str(quoted or bare)
        return None


def head_of(data: bytes) -> dict[str, str]:
    """The headers with which `data` begins; {} when it begins otherwise."""
    lines = data.replace(b"\r\n", b"\n").split(b"\n", _MAX_HEADERS)
    if not _HEADER.match(lines[0]):
        return {}
    return _headers(lines[: lines.index(b"")] if b"" in lines else lines[:-1])


def parts(stream: BinaryIO) -> Iterator[Part]:
    """The head of the file (with what stands before the first part), then its parts. Raises SourceUnreadable from the stream."""
    boundaries: set[bytes] = set()
    number = 0
    while number <= MAX_PARTS:
        headers = _headers(_head_lines(stream))
        part = Part(headers, None, number)
        boundary = part.parameter("boundary")
        if boundary and len(boundaries) < _MAX_BOUNDARIES:
            boundaries.add(b"--" + boundary.encode("utf-8", "surrogateescape"))
        body, follows = _body(stream, boundaries)
        if body is not None:
            part.data, part.faulty = _decoded(body, headers.get("content-transfer-encoding", ""))
        part.faulty = part.faulty or follows == "broken"
        yield part
        if follows != "next":
            return
        number += 1


def _head_lines(stream: BinaryIO) -> list[bytes]:
    lines: list[bytes] = []
    while (line := stream.readline(_LONGEST_LINE)) and (line := line.rstrip(b"\r\n")):
        if len(lines) < _MAX_HEADERS:
            lines.append(line)
    return lines


def _headers(lines: list[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and name:
            found[name] = (found[name] + " " + text.strip())[:_LONGEST_LINE]
        else:
            stated, colon, value = text.partition(":")
            name = stated.strip().lower() if colon else ""
            if name in found:
                name = ""
            elif name:
                found[name] = value.strip()
    return found


def _body(stream: BinaryIO, boundaries: set[bytes]) -> tuple[bytes | None, Literal["next", "end", "broken"]]:
    """The lines up to the next boundary, without the line end before it, which belongs to it; and what follows: another part, the
    end, or nothing although there should be more.
    """
    kept: list[bytes] = []
    size = 0
    begins = True
    while line := stream.readline(_LONGEST_LINE):
        if begins and line.startswith(b"--"):
            said = line.rstrip()
            if said in boundaries:
                break
            if said.endswith(b"--") and said[:-2] in boundaries:
                boundaries.discard(said[:-2])
                if not boundaries:
                    return _whole(kept, size), "end"
                break
        begins = line.endswith(b"\n")
        size += len(line)
        if size <= MAX_PART:
            kept.append(line)
    else:
        return _whole(kept, size), "broken" if boundaries else "end"
    return _whole(kept, size), "next"


def _whole(kept: list[bytes], size: int) -> bytes | None:
    if size > MAX_PART:
        return None
    data = b"".join(kept)
    return data.removesuffix(b"\n").removesuffix(b"\r")


def _decoded(body: bytes, encoding: str) -> tuple[bytes, bool]:
    match encoding.strip().lower():
        case "quoted-printable":
            return decodestring(body), False
        case "base64":
            clean = re.sub(rb"[^A-Za-z0-9+/=]", b"", body)
            try:
                return binascii.a2b_base64(clean), False
            except binascii.Error:
                whole = clean.partition(b"=")[0]
                return binascii.a2b_base64(whole[: len(whole) // 4 * 4]), True
        case _:
            return body, False


def header_text(value: str) -> str:
    """A header with its encoded words (RFC 2047) decoded; as it stands where they are damaged."""
    if "=?" not in value or len(value) > 4_000:
        return value
    try:
        return "".join(
            piece.decode(charset or "ascii", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(value)
        )
    except (HeaderParseError, LookupError, ValueError, binascii.Error):
        return value
