"""A text in the one form in which rules and models read it, with the way back: where each character stood in the original.

Folded as in the search (`gawah.records.fold`: case, widths, invisible and direction signs, Arabic and Persian forms of one letter,
digits of every script), and further, against what people do to be understood by people and not by machines:

* letters that only look Latin inside a Latin word (Unicode Technical Standard 39, section 4), small capitals, letters in squares;
* signs for letters inside a word (`k1ll`), never in what stands apart as a number, so that telephone numbers stay what they are;
* letters stretched to three and more (`kiiiill`);
* words spelt with gaps (`k i l l`);
* in Devanagari the nukta and the two signs for a nasal, which are typed or left out at will.

Line ends stay, every other white space is a space. The original is never changed.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Final

from gawah.records.fold import fold

_LOOKALIKES: Final = str.maketrans("авекмнорстухіѕјԁһӏԛԝգոսҽαβεικνορτυχω", "abekmhopctyxisjdhlqwqnueabeiknoptuxw")
"""Cyrillic, Armenian and Greek letters that are drawn as these Latin ones (a choice from Unicode's confusables.txt)."""
_SMALL_CAPITALS: Final = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_IN_FRAMES: Final = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
"""Squared, negative circled, negative squared letters and regional indicators: each a row of A to Z."""
_LETTERS: Final = 26
_DEVANAGARI: Final = {"\u093c": "", "\u0901": "\u0902", "ऩ": "न", "ऱ": "र", "ऴ": "ळ"}

_LEET: Final = str.maketrans("013457@$!|€", "oieastasiie")
_LEET_INSIDE: Final = re.compile(r"(?<=[a-z])(?:[013457@$!|€]{1,2})(?=[a-z])|(?<=[a-z])\$+(?![^\W_])|(?<![^\W_])\$(?=[a-z]{2})")
_STRETCHED: Final = re.compile(r"([^\W\d_])\1\1")
_STRETCHED_WORD: Final = re.compile(r"[^\W\d_]*([^\W\d_])\1\1[^\W\d_]*")
_RUN: Final = re.compile(r"(.)\1\1+")
_SPELT: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .*_-])[^\W\d_](?![^\W_])){3,}")
_LATIN_WORD_MIXED: Final = re.compile(r"[^\W\d_]+")
_MOST_RUNS: Final = 4
_MOST_SPELT: Final = 40

_WITH_DOUBLES: Final = (
    "abbe abbu address all ammi ass baccha bachha ball been bill boo book boss butt call class coffee cool creep deep "
    "dikhaa dill door dress dull eggs fall feel feet fell food fool foot free full good google green hall happy hell "
    "hello hill hurry issue izzat jeep keep kill killed killer killing kiss kutta kutte kutti lee less look loose loss "
    "mall meet mess miss moon mummy need nook off pass patti pee piss pool poor pretty pull puss pussy queen roof room "
    "school see seen sell sleep slutty small smell soon speed spell stuff sunn sweet tell till toll too took tree trill "
    "uff weed week well wheel will wood zoo "
)
_DOUBLED: Final = frozenset(_WITH_DOUBLES.split())
"""Words that have a double letter of their own: a stretched spelling that can be one of them is one of them."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in the form for rules and models.

    Attributes:
        text: The form.
        size: Code points of the original.
        offsets: For each character of `text` where it stood in the original; None where nothing moved.
    """

    text: str = field(repr=False)
    size: int
    offsets: "array[int] | None" = field(repr=False)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """First character and the one past the last in the original, for a stretch `start` to `end` of `text`."""
        if self.offsets is None:
            return start, end
        first = self.offsets[start] if start < len(self.offsets) else self.size
        if end <= start:
            return first, first
        # What was dropped up to the next letter belongs to the stretch: it is mostly a letter repeated.
        behind = self.offsets[end] if end < len(self.offsets) else self.size
        return first, max(behind, self.offsets[end - 1] + 1)


def normalised(text: str) -> Normal:
    """`text` in the form for rules and models. Of a text in this form it gives back the same text."""
    if text.isascii():
        form, offsets = text.lower(), None
        if _CONTROLS.search(form):
            form, offsets = _by_letter(form)
    else:
        form, offsets = _by_letter(text)
    if not form.isascii():
        form = _LATIN_WORD_MIXED.sub(_latin, form)
    form = _LEET_INSIDE.sub(lambda found: found[0].translate(_LEET), form)
    if _SPELT.search(form):
        form, offsets = _joined(form, offsets)
    if _STRETCHED.search(form):
        form, offsets = _unstretched(form, offsets)
    return Normal(form, len(text), offsets)


_CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@cache
def _letter(char: str) -> str:
    """What one character becomes: some letters, a space, a line end, or nothing."""
    if char in "\n\r\u2028\u2029\x85\x0b\x0c":
        return "\n"
    if char.isspace():
        return " "
    code = ord(char)
    for first in _IN_FRAMES:
        if first <= code < first + _LETTERS:
            return chr(ord("a") + code - first)
    if char in _SMALL_CAPITALS:
        return _SMALL_CAPITALS[char]
    return "".join(_DEVANAGARI.get(one, one) for one in unicodedata.normalize("NFD", fold(char)))


def _by_letter(text: str) -> "tuple[str, array[int] | None]":
    """The letters one by one, and where each stood; None where every one stayed in its place."""
    letters = [_letter(char) for char in text]
    form = "".join(letters)
    if len(form) == len(text) and all(len(letter) == 1 for letter in letters):
        return form, None
    offsets = array("I")
    for place, letter in enumerate(letters):
        offsets.extend([place] * len(letter))
    return form, offsets


def _latin(word: re.Match[str]) -> str:
    """A word with its look-alikes as Latin letters, where it holds a Latin letter beside them."""
    found = word[0]
    return found if found.isascii() or not any("a" <= char <= "z" for char in found) else found.translate(_LOOKALIKES)


def _joined(form: str, offsets: "array[int] | None") -> "tuple[str, array[int] | None]":
    kept: list[tuple[int, int]] = []
    last = 0
    for found in _SPELT.finditer(form):
        if found.end() - found.start() > _MOST_SPELT:
            continue
        kept.append((last, found.start()))
        kept.extend((place, place + 1) for place in range(found.start(), found.end(), 2))
        last = found.end()
    kept.append((last, len(form)))
    return _cut(form, offsets, kept)


def _unstretched(form: str, offsets: "array[int] | None") -> "tuple[str, array[int] | None]":
    kept: list[tuple[int, int]] = []
    last = 0
    for word in _STRETCHED_WORD.finditer(form):
        runs = list(_RUN.finditer(word[0]))
        lengths = _lengths(word[0], runs)
        for run, length in zip(runs, lengths, strict=True):
            kept.append((last, word.start() + run.start() + length))
            last = word.start() + run.end()
    kept.append((last, len(form)))
    return _cut(form, offsets, kept)


def _lengths(word: str, runs: list[re.Match[str]]) -> tuple[int, ...]:
    """How many letters to leave of each run: as in a word that has them, else one."""
    one_each = (1,) * len(runs)
    if len(runs) > _MOST_RUNS:
        return one_each
    for lengths in product((1, 2), repeat=len(runs)):
        if lengths != one_each and _shortened(word, runs, lengths) in _DOUBLED:
            return lengths
    return one_each


def _shortened(word: str, runs: list[re.Match[str]], lengths: tuple[int, ...]) -> str:
    parts: list[str] = []
    last = 0
    for run, length in zip(runs, lengths, strict=True):
        parts.append(word[last : run.start() + length])
        last = run.end()
    return "".join(parts) + word[last:]


def _cut(form: str, offsets: "array[int] | None", kept: list[tuple[int, int]]) -> "tuple[str, array[int]]":
    places = offsets if offsets is not None else array("I", range(len(form)))
    left = array("I")
    for start, end in kept:
        left.extend(places[start:end])
    return "".join(form[start:end] for start, end in kept), left
