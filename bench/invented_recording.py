"""A film of a telephone, as large as wanted: noise where pictures and sound would be, and the table of contents behind it."""

import random
import struct
from pathlib import Path

_PIECE = 1 << 20
_SINCE_1904 = 1_709_654_712 + 2_082_844_800


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; 1, for a film is one record."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    pieces = max(1, size // _PIECE)
    with path.open("wb") as stream:
        stream.write(_box(b"ftyp", b"mp42" + bytes(4) + b"mp42"))
        stream.write(struct.pack(">I4s", 8 + pieces * _PIECE, b"mdat"))
        for _ in range(pieces):
            stream.write(chooser.randbytes(_PIECE))
        times = bytes(4) + struct.pack(">IIII", _SINCE_1904, _SINCE_1904, 1_000, 60_000) + bytes(80)
        tracks = b"".join(_box(b"trak", _box(b"mdia", _box(b"hdlr", bytes(8) + kind + bytes(12)))) for kind in (b"vide", b"soun"))
        stream.write(_box(b"moov", _box(b"mvhd", times) + tracks))
    return 1


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + name + data
