"""The folded shadow of a text, in which searching happens (decision 13). The text itself is never changed.

Folding: NFKC and case (Unicode Standard, section 3.13); accents of Latin and Greek letters, Arabic vowel signs and other marks,
tatweel, joiners, control and all invisible format characters removed; letters with several forms mapped to one (ي ى ی; ك ک;
ه ہ ھ ة ۃ; أ إ آ ا); digits of every script to 0–9; typographic quotes and dashes to the plain ones; white space to one space.
Devanagari and other Indic marks are kept: there a vowel sign is a letter of the word.
"""

import unicodedata

_ARABIC_MARKS = (
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x0898, 0x089F),
    (0x08CA, 0x08E1),
    (0x08E3, 0x08FF),
)
_TATWEEL = 0x0640
_COMBINING = (0x0300, 0x036F)
_VARIATION_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_UNSEEN = ("Cc", "Cf", "Cs")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 0x7F])
_ACCENTED = ("LATIN ", "GREEK ", "ARABIC ")
LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ه": "ہ",
    "ھ": "ہ",
    "ە": "ہ",
    "ة": "ہ",
    "ۃ": "ہ",
    "ۀ": "ہ",
    "ٱ": "ا",
    "ı": "i",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "‛": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
}
"""Letters with several forms, and what each becomes. Not those of which a mark is taken off."""


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


_MARKS = (*_ARABIC_MARKS, _COMBINING, *_VARIATION_SELECTORS, (_TATWEEL, _TATWEEL))


def _target(code: int) -> str:
    """What the character becomes; itself when nothing is to be done."""
    char = chr(code)
    if _within(code, _MARKS) or (unicodedata.category(char) in _UNSEEN and not char.isspace()):
        return ""
    if char in LETTERS:
        return LETTERS[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.decomposition(char) and unicodedata.name(char, "").startswith(_ACCENTED):
        base = unicodedata.normalize("NFD", char)
        kept = "".join(mark for mark in base if not _within(ord(mark), _MARKS))
        return "".join(LETTERS.get(letter, letter) for letter in kept)
    return char


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met: a table of all of Unicode would take half a second to build."""

    def __missing__(self, code: int) -> str:
        self[code] = target = _target(code)
        return target


_TABLE = _Table()
_KEPT_WORDS = 65_536
_LONGEST_KEPT = 24


def fold(text: str) -> str:
    """The folded form of `text`. Folding twice changes nothing more."""
    if text.isascii():
        return " ".join(text.lower().translate(_CONTROLS).split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(unicodedata.normalize("NFKC", folded.translate(_TABLE)).split())


class Folding:
    """Folds as `fold` does, and remembers words it has met: in a case most words come again and again. Forgotten when it goes."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The folded form of `text`. Nothing that folding does reaches across white space, so words can be folded one by one."""
        words = self._words
        try:
            return " ".join([words[word] for word in text.split()])
        except KeyError:
            return " ".join([folded for word in text.split() if (folded := self._word(word))])

    def _word(self, word: str) -> str:
        folded = self._words.get(word)
        if folded is None:
            folded = fold(word)
            # A word of nothing but marks leaves no word: joined, it would leave a space.
            if folded and len(word) <= _LONGEST_KEPT:
                if len(self._words) >= _KEPT_WORDS:
                    self._words.clear()
                self._words[word] = folded
        return folded
