"""What the heads see of a text: hashed words, pairs of words and pieces of words, for a whole batch at once.

* A *word* is a stretch of letters, digits and marks between other signs, or a stretch of other signs (`!!`, an emoji); a pair is
  two that follow each other in one text.
* A *sound* is a word by its key for Roman Urdu (`gawah.records.phonetic`), one for the spellings of one word; again with pairs.
* A *piece* is 2 to 5 characters in a row of what stands between white space, with one space before and after it (what scikit-learn
  calls `char_wb`): spellings of one word share most pieces, which is what carries Roman Urdu.

Every word and piece becomes a number by a polynomial over its code points modulo 2^64, stirred by the finaliser of SplitMix64
(G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16), of which the upper
bits name the bucket. Whole numbers only: the same buckets on every machine. There is no loop over pieces: each step runs over one
array of all code points of the batch.

The text is in the form for rules and models first (`normal`), so that case, marks, forms of a letter and letters written as digits
make no difference; its white space is single spaces.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gawah.records.phonetic import phonetic_key

Whole = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint32]

KINDS: Final = ("words", "pieces", "sounds")
"""Kinds of features."""
_LATIN = re.compile(r"[a-z]+")
_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_SPACE = 32
_LETTERS = 0x20000
"""Code points below this are looked up; all above are ideographs and private use, which count as letters."""
_WORD_SALT = np.uint64(0x5851F42D4C957F2D)
_PAIR_SALT = np.uint64(0x14057B7EF767814F)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which features are made.

    Attributes:
        bits: There are 2**bits buckets in each block, 8-24.
        shortest, longest: Characters of a piece.
        pairs: Whether pairs of words are made.
    """

    bits: int = 18
    shortest: int = 2
    longest: int = 5
    pairs: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Features where they stand in a batch of folded texts, laid one after another.

    Attributes:
        row: Number of the text, for each feature.
        bucket: Which feature.
        start, end: First code point and the one past the last, in the array of all code points.
    """

    row: Whole
    bucket: Whole
    start: Whole
    end: Whole


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each feature stands in each text of a batch, in order of text and bucket.

    Attributes:
        texts: How many texts there are.
        row, bucket: Number of the text and feature, once each.
        count: How often, 1 or more.
    """

    texts: int
    row: Whole
    bucket: Whole
    count: Whole


@dataclass(frozen=True, slots=True)
class Laid:
    """A batch of folded texts as one array: each piece of text between white space has a space of its own before and after it.

    Attributes:
        texts: How many texts there are.
        codes: Code points.
        row: Number of the text of each.
        chunk: Number of the stretch between white space of each, over the whole batch.
    """

    texts: int
    codes: Codes
    row: Whole
    chunk: Whole


def lay(folded: Sequence[str]) -> Laid:
    """The texts as one array. White space in `folded` is single spaces, none at either end."""
    padded = [f" {text.replace(' ', '  ')} " if text else "" for text in folded]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32)
    row = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    blank = codes == _SPACE
    # A space that follows a space opens the next stretch: of two neighbours, one closes and one opens.
    opens = np.zeros(len(codes), np.int64)
    opens[1:] = blank[1:] & blank[:-1]
    return Laid(len(padded), codes, row, np.cumsum(opens))


def made(kind: str, folded: Sequence[str], recipe: Recipe) -> tuple[Laid, Placed]:
    """The features of one kind, of `KINDS`, with the texts as they were laid for it. Stretches between white space are the same for
    every kind, in the same order.
    """
    laid = lay([_LATIN.sub(_sound, text) for text in folded] if kind == "sounds" else folded)
    return laid, (pieces if kind == "pieces" else words)(laid, recipe)


def _sound(word: re.Match[str]) -> str:
    return phonetic_key(word[0]) or word[0]


def words(laid: Laid, recipe: Recipe) -> Placed:
    """Words, and pairs of words where the recipe has them."""
    kind = _kinds()[np.minimum(laid.codes, _LETTERS)]
    edge = np.flatnonzero(np.diff(kind, prepend=np.int8(-1)) | np.diff(laid.chunk, prepend=-1))
    end = np.append(edge[1:], len(kind))
    seen = kind[edge] > 0
    start, end = edge[seen], end[seen]
    hashed = _stretches(laid.codes, start, end)
    row = laid.row[start]
    single = Placed(row, _bucket(hashed ^ _WORD_SALT, recipe.bits), start, end)
    if not recipe.pairs or len(row) < 2:
        return single
    beside = np.flatnonzero(row[1:] == row[:-1])
    pair = _stir(hashed[beside]) * _BASE + hashed[beside + 1]
    return _joined(single, Placed(row[beside], _bucket(pair ^ _PAIR_SALT, recipe.bits), start[beside], end[beside + 1]))


def pieces(laid: Laid, recipe: Recipe) -> Placed:
    """Pieces of words, of each length the recipe names."""
    codes = laid.codes.astype(np.uint64)
    found: list[Placed] = []
    rolling = codes.copy()
    for length in range(2, recipe.longest + 1):
        if len(codes) < length:
            break
        rolling = rolling[:-1] * _BASE + codes[length - 1 :]
        if length >= recipe.shortest:
            start = np.flatnonzero(laid.chunk[length - 1 :] == laid.chunk[: len(codes) - length + 1])
            bucket = _bucket(rolling[start] + np.uint64(length), recipe.bits)
            found.append(Placed(laid.row[start], bucket, start, start + length))
    return _joined(*found)


def count(placed: Placed, texts: int, bits: int) -> Counted:
    """Each feature of each text once, with how often it stands there."""
    key = np.sort((placed.row << bits) | placed.bucket)
    first = np.flatnonzero(np.diff(key, prepend=-1))
    times = np.diff(first, append=len(key))
    key = key[first]
    return Counted(texts, key >> bits, key & ((1 << bits) - 1), times)


def _joined(*parts: Placed) -> Placed:
    if not parts:
        none = np.zeros(0, np.int64)
        return Placed(none, none, none, none)
    return Placed(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.bucket for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
    )


def _stretches(codes: Codes, start: Whole, end: Whole) -> Hashes:
    """A number for each stretch of code points, the same wherever it stands: sums of codes times powers, the first power taken
    out.
    """
    powers, inverse = _powers(len(codes) + 1)
    running = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes.astype(np.uint64) * powers[: len(codes)], out=running[1:])
    return _stir((running[end] - running[start]) * inverse[start])


def _stir(value: Hashes) -> Hashes:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _bucket(value: Hashes, bits: int) -> Whole:
    return (_stir(value) >> np.uint64(64 - bits)).astype(np.int64)


def _powers(number: int) -> tuple[Hashes, Hashes]:
    """At least `number` powers of the base and of its inverse, modulo 2^64."""
    return _made_powers(max(16, (number - 1).bit_length()))


@lru_cache(maxsize=4)
def _made_powers(bits: int) -> tuple[Hashes, Hashes]:
    def grown(base: int) -> Hashes:
        factors = np.full(1 << bits, base, np.uint64)
        factors[0] = 1
        return np.cumprod(factors, dtype=np.uint64)

    return grown(int(_BASE)), grown(pow(int(_BASE), -1, 1 << 64))


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.int8]:
    """0 for white space, 1 for what makes words, 2 for other signs; the last stands for all higher code points."""
    kinds = np.full(_LETTERS + 1, 2, np.int8)
    for code in range(_LETTERS):
        if unicodedata.category(chr(code))[0] in "LNM":
            kinds[code] = 1
    kinds[_SPACE] = 0
    kinds[_LETTERS] = 1
    return kinds
