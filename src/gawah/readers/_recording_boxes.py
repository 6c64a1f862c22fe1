"""The boxes of MP4, M4A, MOV and 3GP (ISO/IEC 14496-12): when it was made, how long it runs, what it holds. Heads alone are
read.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

MAX_BOXES = 20_000
_MOOV = 64 << 20
"""Bytes of the largest table of contents that is looked into; media data is jumped over."""
_HOLD_OTHERS = frozenset({b"trak", b"mdia", b"udta"})
_WORDS = {
    b"\xa9too": "mp4:encoder",
    b"\xa9swr": "mp4:software",
    b"\xa9mak": "mp4:make",
    b"\xa9mod": "mp4:model",
    b"\xa9day": "mp4:day",
}


def boxes(stream: BinaryIO, size: int) -> dict[str, str]:
    """What the file says of itself, by name: `mp4:brand`, `mp4:created` and `mp4:changed` (seconds since 1904), `mp4:duration`
    (seconds with three decimals), `mp4:tracks`, `mp4:location` (present), and words of the program that made it. {} when it is
    none.
    """
    found: dict[str, str] = {}
    at = 0
    for _ in range(MAX_BOXES):
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            break
        length, name = struct.unpack_from(">I4s", head)
        body = 8
        if length == 1 and len(head) == 16:
            length, body = struct.unpack_from(">Q", head, 8)[0], 16
        elif length == 0:
            length = size - at
        if length < body:
            break
        if name == b"ftyp":
            found["mp4:brand"] = head[8:12].decode("latin-1").strip()
        elif name == b"moov":
            stream.seek(at + body)
            _contents(stream.read(min(length - body, _MOOV)), found)
        at += length
    return found


def _contents(data: bytes, found: dict[str, str]) -> None:
    tracks = []
    for name, start, end in _walk(data, 0, len(data)):
        try:
            if name == b"mvhd":
                _movie(data, start, found)
            elif name == b"hdlr":
                tracks.append(data[start + 8 : start + 12].decode("latin-1"))
            elif name in (b"\xa9xyz", b"loci"):
                found["mp4:location"] = "present"
            elif name in _WORDS:
                length = struct.unpack_from(">H", data, start)[0]
                found[_WORDS[name]] = data[start + 4 : min(end, start + 4 + length)].decode("utf-8", "replace")[:400]
        except (struct.error, IndexError):
            continue
    if tracks:
        found["mp4:tracks"] = " ".join(tracks[:20])


def _walk(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the body of each box, those inside others too; bounded in number, never deeper than it is long."""
    waiting = [(start, end)]
    for _ in range(MAX_BOXES):
        if not waiting:
            return
        at, stop = waiting.pop()
        if stop - at < 8:
            continue
        length, name = struct.unpack_from(">I4s", data, at)
        after = min(stop, at + length) if length >= 8 else stop
        waiting.append((after, stop))
        if name in _HOLD_OTHERS:
            waiting.append((at + 8, after))
        yield name, at + 8, after


def _movie(data: bytes, start: int, found: dict[str, str]) -> None:
    wide = data[start] == 1
    created, changed, scale, duration = struct.unpack_from(">QQIQ" if wide else ">IIII", data, start + 4)
    found["mp4:created"], found["mp4:changed"] = str(created), str(changed)
    if scale and duration not in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):
        found["mp4:duration"] = f"{duration / scale:.3f}"
