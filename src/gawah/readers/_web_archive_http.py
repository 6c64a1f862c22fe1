"""What a server answered, out of the block of a record: status, headers, and the body as the browser had it (RFC 9112)."""

import re
import zlib
from dataclasses import dataclass, field

MAX_BODY = 64 << 20
"""Bytes that a body may be unpacked to."""
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[^\r\n]{0,1000}\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,1000}\r?\n")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_PARAMETER = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE)
_MAX_HEADERS = 64 << 10


@dataclass(slots=True)
class Answer:
    """An answer, or what stands for one.

    Attributes:
        status: The HTTP status; None for a block that is the file itself.
        headers: By lower-case name, the first of each.
        sent: The body as it was sent: in chunks, packed.
        chunked: The body without its chunk sizes, where it has some, and still packed.
        body: As the browser had it.
        damaged: It could not be unpacked, or breaks off: `body` is what could.
    """

    status: int | None
    headers: dict[str, str] = field(repr=False)
    sent: bytes = field(repr=False)
    body: bytes = field(repr=False)
    damaged: bool = False
    chunked: bytes | None = field(default=None, repr=False)

    @property
    def media_type(self) -> str:
        """In lower case, without parameters; "" where none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The label beside the media type."""
        found = _PARAMETER.search(self.headers.get("content-type", ""))
        return found.group(1) if found else None


def answer_in(block: bytes, media_type: str) -> Answer:
    """The answer in the block of a record whose `Content-Type` is `media_type`."""
    status = _STATUS.match(block)
    if status is None:
        return Answer(None, {"content-type": media_type}, block, block)
    end = _END_OF_HEADERS.search(block, status.end() - 2, status.end() + _MAX_HEADERS)
    head = block[status.end() : end.start() if end else len(block)]
    headers: dict[str, str] = {}
    for line in head.replace(b"\r\n", b"\n").split(b"\n")[:500]:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon and name.strip():
            headers.setdefault(name.strip().lower(), value.strip())
    found = Answer(int(status.group(1)), headers, block[end.end() :] if end else b"", b"", damaged=end is None)
    found.body = found.sent
    if "chunked" in headers.get("transfer-encoding", "").lower():
        found.body = found.chunked = _dechunked(found)
    for coding in reversed(headers.get("content-encoding", "").lower().replace(" ", "").split(",")[:4]):
        _unpack(found, coding)
    return found


def _dechunked(answer: Answer) -> bytes:
    """The body without chunk sizes. A capturing program may have taken them out already: then it stands as it is."""
    sent, at = answer.sent, 0
    parts: list[bytes] = []
    while (size := _CHUNK_SIZE.match(sent, at)) is not None:
        length = int(size.group(1), 16)
        at = size.end() + length
        if length == 0:
            return b"".join(parts)
        parts.append(sent[size.end() : at])
        if at > len(sent):
            break
        at += 2 if sent.startswith(b"\r\n", at) else 1 if sent.startswith(b"\n", at) else 0
    if not parts:
        return sent
    answer.damaged = True
    return b"".join(parts)


def _unpack(answer: Answer, coding: str) -> None:
    """Take one content coding off; a body that some program has unpacked already stands as it is."""
    packed = answer.body
    if coding in ("gzip", "x-gzip") and packed.startswith(b"\x1f\x8b"):
        answer.body, broken = _inflated(packed, 31)
    elif coding == "deflate" and packed:
        answer.body, broken = _inflated(
            packed, 15 if packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0 else -15
        )
    elif coding == "br" and packed:
        answer.body, broken = _unbrotli(packed)
    else:
        broken = coding not in ("", "identity", "gzip", "x-gzip", "deflate", "br")
    answer.damaged = answer.damaged or broken


def _inflated(packed: bytes, window: int) -> tuple[bytes, bool]:
    inflate = zlib.decompressobj(window)
    try:
        body = inflate.decompress(packed, MAX_BODY)
    except zlib.error:
        return (packed, True) if window != 31 else (_before_damage(packed), True)
    return body, not inflate.eof


def _before_damage(packed: bytes) -> bytes:
    """What comes out before the damage."""
    inflate = zlib.decompressobj(31)
    parts: list[bytes] = []
    try:
        for at in range(0, len(packed), 512):
            parts.append(inflate.decompress(packed[at : at + 512], MAX_BODY))  # noqa: PERF401 - what came before the error is kept
    except zlib.error:
        pass
    return b"".join(parts)[:MAX_BODY]


def _unbrotli(packed: bytes) -> tuple[bytes, bool]:
    import brotli

    decompressor = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        data = packed
        while size < MAX_BODY and not decompressor.is_finished():
            part = decompressor.process(data, output_buffer_limit=1 << 20)
            data = b""
            if not part and decompressor.can_accept_more_data():
                break
            parts.append(part)
            size += len(part)
    except brotli.error:
        return (b"".join(parts) if parts else packed), True
    return b"".join(parts)[:MAX_BODY], size > MAX_BODY or not decompressor.is_finished()
