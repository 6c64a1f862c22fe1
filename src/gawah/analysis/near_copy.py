"""Near copies: the same words sent again, spelt another way, with a name or an emoji exchanged, or one picture saved anew.

Texts are compared in one form: words of letters and digits alone, each Latin one by its sound (`gawah.records.phonetic`), so that
spellings of Roman Urdu fall together. A form of fewer than 12 characters is a near copy of its equal only. Of longer ones MinHash
(A. Broder, "On the resemblance and containment of documents", 1997) over all stretches of 3 characters estimates which share they
have in common; 21 bands of 3 numbers find the pairs to compare. Whole numbers only: a signature is the same on every machine, and
one kept in a case stays comparable. Pictures are compared by the 64 bits of their perceptual hash (`gawah.readers`, `likeness`).

What is alike in words need not be alike in meaning, and a claim in another language is not found here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gawah.analysis.normal import Normal
from gawah.records.digest import identifier
from gawah.records.phonetic import phonetic_key

ALIKE: Final = 0.6
"""The share of stretches in common from which two texts are near copies."""
ROWS: Final = 3
BANDS: Final = 21
SHORTEST: Final = 12
LONGEST: Final = 20_000
"""Characters of a form that are looked at: what is longer is compared by its beginning."""
PICTURE_BITS: Final = 7
"""Of 64 bits so many at most differ between near copies of a picture: then one of 8 bytes is the same."""

_NUMBERS: Final = ROWS * BANDS
_STRETCH: Final = 3
_TEXT, _SHORT, _PICTURE = b"T", b"S", b"P"
_KEY: Final = 8
_WORD: Final = re.compile(r"[\w\u0900-\u0963]+")
_AT_ONCE: Final = 1 << 20

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signature:
    """What near copies of one text or picture are found by.

    Attributes:
        data: Compared with that of others by `likeness`; b"" for what is compared with nothing.
        bands: Near copies share at least one, in all likelihood (0.99 at a share of 0.6).
    """

    data: bytes
    bands: tuple[bytes, ...]


NOTHING: Final = Signature(b"", ())


def form(normal: Normal) -> str:
    """The form in which texts are compared; "" for a text without words."""
    return " ".join(phonetic_key(word) for word in _WORD.findall(normal.text))[:LONGEST]


def signatures(forms: Sequence[str]) -> list[Signature]:
    """The signature of each form."""
    found = [_short(one) for one in forms]
    long = [number for number, one in enumerate(forms) if len(one) >= SHORTEST]
    first = 0
    while first < len(long):
        last, size = first, 0
        while last < len(long) and (last == first or size + len(forms[long[last]]) <= _AT_ONCE // _NUMBERS):
            size += len(forms[long[last]])
            last += 1
        some = long[first:last]
        for number, least in zip(some, _least([forms[number] for number in some]), strict=True):
            rows = least.reshape(BANDS, ROWS)
            bands = tuple(bytes([band]) + row.tobytes() for band, row in enumerate(rows))
            found[number] = Signature(_TEXT + least.tobytes(), bands)
        first = last
    return found


def picture(hashed: str) -> Signature:
    """The signature of a picture, from its hash as `phash:` and 16 hexadecimal digits. Raises ValueError for anything else."""
    bits = bytes.fromhex(hashed.removeprefix("phash:"))
    if len(bits) != _KEY:
        raise ValueError("not a perceptual hash of 64 bits")
    return Signature(_PICTURE + bits, tuple(_PICTURE + bytes([place, byte]) for place, byte in enumerate(bits)))


def likeness(one: bytes, other: bytes) -> float:
    """How alike two signatures are, 0 to 1: the share of stretches in common, estimated; of pictures the share of equal bits."""
    if not one or not other or one[:1] != other[:1]:
        return 0.0
    if one[:1] == _PICTURE:
        return 1 - (int.from_bytes(one[1:]) ^ int.from_bytes(other[1:])).bit_count() / (8 * _KEY)
    if one[:1] == _SHORT:
        return float(one == other)
    return float(np.mean(np.frombuffer(one, "<u4", offset=1) == np.frombuffer(other, "<u4", offset=1)))


def alike(one: bytes, other: bytes) -> bool:
    """Whether two signatures are of near copies."""
    return likeness(one, other) >= (1 - PICTURE_BITS / (8 * _KEY) if one[:1] == _PICTURE else ALIKE)


def _short(text: str) -> Signature:
    if not text:
        return NOTHING
    key = bytes.fromhex(identifier("near-copy", text))[:_KEY]
    return Signature(_SHORT + key, (_SHORT + key,))


def _least(forms: Sequence[str]) -> NDArray[np.uint32]:
    """For each form the least of its stretches under each of `_NUMBERS` orders."""
    codes = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    stretches = _stirred((codes[:-2] << np.uint64(42)) ^ (codes[1:-1] << np.uint64(21)) ^ codes[2:])
    lengths = np.array([len(one) for one in forms])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    rows = np.concatenate([np.arange(start, start + length - _STRETCH + 1) for start, length in zip(starts, lengths, strict=True)])
    own = np.concatenate([[0], np.cumsum(lengths - _STRETCH + 1)[:-1]])
    ordered = (stretches[rows][:, None] * _FACTORS + _ADDED) >> np.uint64(32)
    return np.minimum.reduceat(ordered, own, axis=0).astype("<u4")


def _stirred(value: Hashes) -> Hashes:
    """SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014, figure 16)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


_FACTORS: Final = _stirred(np.arange(1, _NUMBERS + 1, dtype=np.uint64)) | np.uint64(1)
_ADDED: Final = _stirred(np.arange(1001, 1001 + _NUMBERS, dtype=np.uint64))
