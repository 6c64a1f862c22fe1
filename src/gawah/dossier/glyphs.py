"""Which characters the fonts of a folder can draw (OpenType specification, table `cmap`, formats 4 and 12).

In every archival mode the page engine refuses a document that holds one character without a glyph. So the characters are looked up
first, and one that no font has is printed as `[U+XXXX]`: a single letter of a script nobody foresaw must not block a dossier.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
"""The fonts of the package, assembled by `make assets`."""

TEXT_FONTS: Final = ("NotoSans_400", "Amiri_400", "NotoNaskhArabic_400", "NotoSansDevanagari_400", "NotoEmoji_400")
"""Beginnings of the file names of the fonts that quoted text is set in, in order of preference."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The code points of several fonts, one set for each."""

    fonts: tuple[frozenset[int], ...]

    def together(self, codes: Iterable[int]) -> bool:
        """True when one font has all of `codes`: a letter and the marks on it cannot be drawn from two."""
        wanted = frozenset(codes)
        return any(wanted <= font for font in self.fonts)


@cache
def covered(folder: Path = FONTS) -> Coverage:
    """What the text fonts in `folder` can draw. Raises FileNotFoundError when none of them is there."""
    files = [path for path in sorted(folder.glob("*.ttf")) if path.name.startswith(TEXT_FONTS)]
    if not files:
        raise FileNotFoundError("the fonts of the package are missing")
    return Coverage(tuple(frozenset(_code_points(path.read_bytes())) for path in files))


def _code_points(font: bytes) -> set[int]:
    tables = struct.unpack_from(">H", font, 4)[0]
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            return _from_cmap(font, offset)
    return set()


def _from_cmap(font: bytes, cmap: int) -> set[int]:
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        table = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * index)[2]
        form = struct.unpack_from(">H", font, table)[0]
        if form == 4:
            found |= _format_4(font, table)
        elif form == 12:
            found |= _format_12(font, table)
    return found


def _format_4(font: bytes, table: int) -> set[int]:
    double = struct.unpack_from(">H", font, table + 6)[0]
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, table + 16 + 2 * double)
    ranges_at = table + 16 + 3 * double
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    found: set[int] = set()
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", font, ranges_at + 2 * index + offset + 2 * (code - start))[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found


def _format_12(font: bytes, table: int) -> set[int]:
    groups = struct.unpack_from(">L", font, table + 12)[0]
    found: set[int] = set()
    for index in range(groups):
        start, end, glyph = struct.unpack_from(">LLL", font, table + 16 + 12 * index)
        found.update(code for code in range(start, end + 1) if glyph + code - start)
    return found
