"""What another program reads out of a dossier's PDF, held against exhibits.json: the words of each exhibit, by script.

Each exhibit prints the digest of its text behind it. Looked through is what stands between the digest before it and the one after
it: poppler reads a line that begins at the right after one that begins at the left below it. A word is read back when it stands
there letter by letter, in the normal form NFC; a program that reads pages guesses from distances where a word ends, so that letters
are counted apart from that.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.timing import run

_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_URDU = frozenset("ٹڈڑںہھےۓگچپژکی")
SCRIPTS = ("Latin letters (English, Roman Urdu)", "Urdu", "Arabic", "Hindi")


class Read(NamedTuple):
    """Of `held` exhibits with a text: of how many every word is read back, and of how many every letter in order, blanks aside."""

    held: int
    words: int
    letters: int


def by_script(pdf: Path, exhibits: Sequence[dict[str, Any]]) -> dict[str, Read]:
    """What poppler reads back of the exhibits, for each script that stands in them."""
    known = {one["text_sha256"] for one in exhibits if one["text"]}
    read: dict[str, str] = {}
    text = unicodedata.normalize("NFC", _STEERING.sub("", run("pdftotext", "-enc", "UTF-8", pdf, "-")))
    places = [found for found in _DIGEST.finditer(text) if found[0] in known]
    starts = [0, *(found.end() for found in places)]
    ends = [*(found.start() for found in places[1:]), len(text)]
    for start, found, end in zip(starts, places, ends, strict=False):
        read[found[0]] = read.get(found[0], "") + text[start : found.start()] + text[found.end() : end]
    told = [(_script(one["text"]), *_compared(one["text"], read.get(one["text_sha256"], ""))) for one in exhibits if one["text"]]
    totals = {script: [(words, letters) for where, words, letters in told if where == script] for script in SCRIPTS}
    return {
        script: Read(len(some), sum(words for words, _ in some), sum(letters for _, letters in some))
        for script, some in totals.items()
        if some
    }


def _compared(text: str, read: str) -> tuple[bool, bool]:
    words, found = unicodedata.normalize("NFC", text).split(), read.split()
    return set(words) <= set(found), "".join(words) in "".join(found)


def _script(text: str) -> str:
    letters = set(text)
    if letters & _URDU:
        return "Urdu"
    if any("\u0600" <= letter <= "\u06ff" for letter in letters):
        return "Arabic"
    return "Hindi" if any("\u0900" <= letter <= "\u097f" for letter in letters) else SCRIPTS[0]
