"""What the container of a picture says before anything is decoded: how large it is, where it ends, what is packed into it.

JPEG: ITU-T T.81 annex B. PNG: W3C PNG, section 5. WebP: RFC 9649. GIF: version 89a, section 18. BMP: the BITMAPINFOHEADER. C2PA
puts its manifest into APP11 segments (JPEG), a `caBX` chunk (PNG), a `C2PA` chunk (WebP) or a box (HEIC, AVIF): C2PA 2.1, annex A.
"""

import struct
from dataclasses import dataclass

MAX_PARTS = 100_000
"""Segments or chunks that are walked over; a picture has a few dozen, an animation some thousand."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


@dataclass(frozen=True, slots=True)
class Layout:
    """A container that was walked over.

    Attributes:
        size: Width and height as it declares them; None where it does not say in a way that is read here.
        end: Where the picture ends; None where that cannot be told: then it is cut off, or of a kind whose end is not sought.
        manifest: Whether a C2PA manifest is packed in.
    """

    size: tuple[int, int] | None
    end: int | None
    manifest: bool


def layout(kind: str, data: bytes) -> Layout:
    """The layout of a picture of a media type. Never raises: what cannot be walked over says so."""
    walk = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(kind)
    try:
        if walk is not None:
            return walk(data)
        return Layout(_plain_size(kind, data), None, b"jumb" in data and b"c2pa" in data)
    except (struct.error, IndexError):
        return Layout(None, None, manifest=False)


def _plain_size(kind: str, data: bytes) -> tuple[int, int] | None:
    if kind == "image/gif":
        return struct.unpack_from("<HH", data, 6)
    if kind == "image/bmp":
        width, height = struct.unpack_from("<ii", data, 18)
        return abs(width), abs(height)
    return None


def _png(data: bytes) -> Layout:
    size, manifest, at = None, False, 8
    for _ in range(MAX_PARTS):
        length, name = struct.unpack_from(">I4s", data, at)
        if name == b"IHDR":
            size = struct.unpack_from(">II", data, at + 8)
        manifest |= name == b"caBX"
        at += 12 + length
        if name == b"IEND" or at > len(data):
            return Layout(size, at if name == b"IEND" and at <= len(data) else None, manifest)
        if at == len(data):
            break
    return Layout(size, None, manifest)


def _webp(data: bytes) -> Layout:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    name = data[12:16]
    size = None
    if name == b"VP8X":
        size = 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    elif name == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        size = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif name == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        size = width & 0x3FFF, height & 0x3FFF
    return Layout(size, end if end <= len(data) else None, b"C2PA" in data and b"jumb" in data)


def _jpeg(data: bytes) -> Layout:
    """Segment by segment; behind the start of a scan the next marker is one that no byte of the scan can be."""
    size, manifest, at = None, False, 2
    for _ in range(MAX_PARTS):
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            break
        marker = data[at + 1]
        if marker == 0xD9:
            return Layout(size, at + 2, manifest)
        if marker in (0x00, 0xFF) or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if marker in _SIZES and size is None:
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = width, height
        manifest |= marker == 0xEB and b"jumb" in data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            at = _after_scan(data, at)
    return Layout(size, None, manifest)


def _after_scan(data: bytes, at: int) -> int:
    """Where the scan ends: at the first FF that is followed neither by 00 nor by a restart marker."""
    while (at := data.find(b"\xff", at)) >= 0:
        follows = data[at + 1 : at + 2]
        if follows and follows != b"\x00" and follows[0] not in range(0xD0, 0xD8):
            return at
        at += 2
    return len(data)
