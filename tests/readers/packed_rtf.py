"""Packs RTF as Outlook does (MS-OXRTFCP section 2.2.3), so that tests can make bodies as they need them."""

import struct
import zlib

from gawah.readers._email_rtf import _FIRST


def packed(raw: bytes) -> bytes:
    """The bytes of PidTagRtfCompressed for this RTF, with a reference wherever one is possible."""
    whole = _FIRST + raw
    at, out, tokens = len(_FIRST), bytearray(), []
    while at < len(whole):
        low = max(0, at - 4000)
        size = next((size for size in range(17, 1, -1) if whole.find(whole[at : at + size], low, at) >= 0), 0)
        size = min(size, len(whole) - at)
        if size < 2:
            tokens.append((0, whole[at : at + 1]))
            at += 1
        else:
            place = whole.find(whole[at : at + size], low, at) % 4096
            tokens.append((1, struct.pack(">H", place << 4 | size - 2)))
            at += size
    tokens.append((1, struct.pack(">H", at % 4096 << 4)))
    for first in range(0, len(tokens), 8):
        run = tokens[first : first + 8]
        out.append(sum(kind << bit for bit, (kind, _) in enumerate(run)))
        out += b"".join(data for _, data in run)
    body = bytes(out)
    checked = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(body) + 12, len(raw), b"LZFu", checked) + body
