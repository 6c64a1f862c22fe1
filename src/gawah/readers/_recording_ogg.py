"""Heads of Ogg (RFC 3533: Opus RFC 7845, Vorbis) and WAV (RIFF): how long a recording runs, and which program wrote it."""

import struct
from typing import BinaryIO

_TAIL = 1 << 16
_HEAD = 1 << 14


def ogg(stream: BinaryIO, size: int) -> dict[str, str]:
    """`ogg:codec`, `ogg:duration` in seconds and `ogg:vendor`, as far as the first pages and the last one say."""
    head = stream.read(_HEAD)
    found: dict[str, str] = {}
    rate, skip = 0, 0
    if (at := head.find(b"OpusHead")) >= 0 and len(head) >= at + 12:
        found["ogg:codec"], rate, skip = "opus", 48_000, struct.unpack_from("<H", head, at + 10)[0]
    elif (at := head.find(b"\x01vorbis")) >= 0 and len(head) >= at + 16:
        found["ogg:codec"], rate = "vorbis", struct.unpack_from("<I", head, at + 12)[0]
    for mark in (b"OpusTags", b"\x03vorbis"):
        at = head.find(mark)
        if at >= 0 and len(head) >= at + len(mark) + 4:
            length = struct.unpack_from("<I", head, at + len(mark))[0]
            found["ogg:vendor"] = head[at + len(mark) + 4 :][: min(length, 200)].decode("utf-8", "replace")
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    last = tail.rfind(b"OggS")
    if rate and last >= 0 and len(tail) >= last + 14:
        samples = struct.unpack_from("<q", tail, last + 6)[0] - skip
        if samples > 0:
            found["ogg:duration"] = f"{samples / rate:.3f}"
    return found


def wav(stream: BinaryIO) -> dict[str, str]:
    """`wav:duration` in seconds, from the size of its data and the bytes a second that it states."""
    head = stream.read(_HEAD)
    found: dict[str, str] = {}
    at, rate = 12, 0
    while at + 8 <= len(head):
        name, length = struct.unpack_from("<4sI", head, at)
        if name == b"fmt " and at + 20 <= len(head):
            rate = struct.unpack_from("<I", head, at + 16)[0]
        if name == b"data":
            if rate:
                found["wav:duration"] = f"{length / rate:.3f}"
            break
        at += 8 + length + length % 2
    return found
