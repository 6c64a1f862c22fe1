"""The other spellings in which a case holds a Roman Urdu word: those of its words that sound the same.

The word index keeps the list of all words (SQLite, FTS5 extension, section 3: fts5vocab), so that nothing more is stored. Of the
list only words are looked at that begin with a letter which can sound like the first one.
"""

from typing import Final

from gawah.records.phonetic import phonetic_key
from gawah.vault.opener import Database

_OPEN: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, row)"
_BEGINNING: Final = "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN 3 AND 24"
_ALIKE: Final = ("ckqx", "vw", "jz", "fp", "aeiou", "iye", "gj", "ct", "uo")
"""Letters that begin spellings of one sound; every other letter begins only its own."""
_MOST: Final = 64
"""Most spellings that are looked for; of more the commonest sounds would find everything."""


def spellings(database: Database, term: str) -> tuple[str, ...]:
    """Other words of the case that sound like `term` (folded), in order of the alphabet; () for what is no single Latin word."""
    key = phonetic_key(term)
    if len(term) < 3 or not (term.isascii() and term.isalpha()):
        return ()
    database.run(_OPEN)
    found = [
        word
        for first in sorted(set(term[0]).union(*(group for group in _ALIKE if term[0] in group)))
        for (word,) in database.each(_BEGINNING, (first, chr(ord(first) + 1)))
        if word != term and word.isascii() and word.isalpha() and phonetic_key(word) == key
    ]
    return tuple(found[:_MOST])
