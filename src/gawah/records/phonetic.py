"""The sound of a Roman Urdu word: one key for the spellings that people give one word (`nahi`, `nahin`, `nhi`; `dunga`, `doonga`).

Roman Urdu has no spelling rules. Letters that are used for one another fall together: kh and x, w and v, z, j and zh, ph and f, q,
k and c; aa and a, ee, i, e and y, oo, u and o. Breath, doubled letters and a nasal at the end are left out; in words of three
consonants and more the vowels inside too (`tumhari`, `tmhari`). Two different words can have one key: it is for finding, beside the
words themselves, never for telling what a word means.
"""

import re
from functools import lru_cache
from typing import Final

_BROKEN_E: Final = re.compile(r"[ae]h[aei](?=n$)|[ae]h(?=[^aeiou])")
"""The one sound that is spelt `behen`, `bahen`, `behan`, `pehle` and `pahle`."""
_DIGRAPHS: Final = (
    ("cch", "C"),
    ("tch", "C"),
    ("chh", "C"),
    ("ch", "C"),
    ("sh", "S"),
    ("kh", "X"),
    ("gh", "g"),
    ("zh", "z"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("jh", "z"),
    ("rh", "r"),
    ("ck", "k"),
)
_SINGLE: Final = str.maketrans("wjqcxeoy", "vzkkXiui")
_DOUBLE: Final = re.compile(r"(.)\1+")
_BREATH: Final = re.compile(r"(?<=.)h")
_NASAL: Final = re.compile(r"(?<=[aeo]i|a[iy]|e[iy]|hi|ii|uu|oo|iu|yu)n$|(?<=[^aeiou]u)n$|(?<=[^aeiou]o)n$")
_VOWEL_RUNS: Final = re.compile(r"a[iu]|ui(?=.)")
_INNER_VOWELS: Final = re.compile(r"(?<=[^aiu])[aiu]+(?=[^aiu])")
_VOWELS: Final = frozenset("aiu")
_SKELETON_FROM: Final = 3
"""Consonants from which on a word is known by them alone."""
_SHORTEST: Final = 3
_LONGEST: Final = 24


@lru_cache(maxsize=65_536)
def phonetic_key(word: str) -> str:
    """The key of one word of Latin letters; the word itself where it is anything else, or of fewer than three letters."""
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()):
        return word
    key = _BROKEN_E.sub("e", _NASAL.sub("", word.lower()))
    for letters, sound in _DIGRAPHS:
        key = key.replace(letters, sound)
    key = _DOUBLE.sub(r"\1", key.replace("ee", "i").replace("oo", "u").translate(_SINGLE))
    key = _DOUBLE.sub(r"\1", _BREATH.sub("", key))
    key = _VOWEL_RUNS.sub(lambda found: found[0][-1], key)
    if sum(sound not in _VOWELS for sound in key) >= _SKELETON_FROM:
        key = key[0] + _INNER_VOWELS.sub("", "." + key[1:])[1:] if key[0] in _VOWELS else _INNER_VOWELS.sub("", key)
    return _DOUBLE.sub(r"\1", key)
