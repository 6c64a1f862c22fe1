"""In which scripts a text is written, by its letters alone (their names in the Unicode Standard). A script is not a language."""

import unicodedata
from functools import cache


def scripts(text: str) -> tuple[str, ...]:
    """The scripts of the letters in `text`, such as `("Arabic", "Latin")`; the one with most letters first, () without letters."""
    counts: dict[str, int] = {}
    for char in text:
        if script := _script(char):
            counts[script] = counts.get(script, 0) + 1
    return tuple(sorted(counts, key=lambda script: (-counts[script], script)))


@cache
def _script(char: str) -> str:
    """The script of one letter; "" for a digit, mark, sign or emoji."""
    if not char.isalpha():
        return ""
    first = unicodedata.name(char, "").split(" ")[0]
    return "" if first in _NO_SCRIPT else first.capitalize()


_NO_SCRIPT = frozenset(
    {"", "FEMININE", "MASCULINE", "MODIFIER", "MICRO", "FULLWIDTH", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER"}
)
"""First words of letter names that name no script (ª, º, µ, letters made for mathematics)."""
