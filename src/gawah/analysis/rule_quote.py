"""Which words of a text stand in quotation marks or behind the sign of a passage that is passed on (`>`)."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from gawah.analysis.rule_words import Words

_DOUBLE: Final = re.compile(r'"[^"]{1,2000}"|«[^«»]{1,2000}»')
_SINGLE: Final = re.compile(r"(?<!\w)'(?=\w)|(?<=[\w.!?,…])'(?!\w)")
_PASSED_ON: Final = re.compile(r"^[ ]{0,4}>[^\n]{1,2000}", re.MULTILINE)
_LONGEST: Final = 1_000
_MARKS: Final = frozenset("\"«'>")


def quoted(words: Words) -> list[tuple[int, int]]:
    """Stretches of words that are quoted: first word, one past the last.

    A mark without its partner quotes nothing. The normal form has one sign for each kind of mark.
    """
    text = words.normal.text
    if not any(mark in text for mark in _MARKS):
        return []
    spans = [one.span() for pattern in (_DOUBLE, _PASSED_ON) for one in pattern.finditer(text)]
    spans += _single(text)
    placed = ((bisect_left(words.starts, start), bisect_left(words.starts, end)) for start, end in spans)
    return [(first, last) for first, last in placed if first < last]


def _single(text: str) -> Iterator[tuple[int, int]]:
    """What stands between a single mark before a word and the next one behind a word."""
    opened: int | None = None
    for one in _SINGLE.finditer(text):
        before = one.start() == 0 or not (text[one.start() - 1].isalnum() or text[one.start() - 1] in ".!?,…")
        if before:
            opened = one.start() if opened is None else opened
        elif opened is not None:
            if one.end() - opened <= _LONGEST:
                yield opened, one.end()
            opened = None
