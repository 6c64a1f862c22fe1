"""What heads say that learnt from sentences of our own: all eleven tactics and what a text does with its words, in five languages.

No open data exists for most tactics and for Urdu script and Hindi, so sentences were written for this project (`training/written/`)
and heads learnt from them, in the file and by the arithmetic of `heads`. They look at the words and pieces of words of the normal
form, at the classes of words that the rules know, and at what the rules found: `leak`, `demand`, `harm` are the same in every
language, so that what is learnt in one helps in another. What they are worth is measured on TacticCheck (docs/triage-card.md).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from gawah.analysis.heads import LONGEST, Head, Model
from gawah.analysis.model_file import ModelFile
from gawah.analysis.normal import Normal
from gawah.analysis.rules import Reading
from gawah.records.judgement import Language

FILE: Final = "written"
"""Name of the file of weights."""
LEARNT: Final[frozenset[Language]] = frozenset({"en", "ur-Latn", "ur", "hi", "ar", "mixed"})
"""Languages of which there were enough sentences; of others these heads say nothing."""
_SIGN: Final = "qx"
"""Begins the words by which what the rules know stands in the text that the heads see. No word of a language begins so."""
_AT_ONCE: Final = 40_000


def seen(normal: Normal, reading: Reading) -> str:
    """The text that the heads see: the words of the normal form, its beginning where it is long, then what the rules know."""
    signs = [f"{_SIGN}{name}" for name in reading.classes]
    signs += sorted({f"{_SIGN}{'m' if one.stands else 'h'}{one.tactic}" for one in reading.matches})
    signs += sorted({f"{_SIGN}g{one.stance}" for one in reading.guards})
    return " ".join([*normal.text[:LONGEST].split(), *signs])


class Said:
    """The heads of all tactics and stances."""

    def __init__(self, file: ModelFile) -> None:
        """Raises ModelAltered where a part is missing or of another shape."""
        self._model = Model(file)
        self.heads: Mapping[str, Head] = {head.name: head for head in self._model.heads}

    def judge(self, texts: Sequence[str]) -> list[dict[str, int]]:
        """For each text, made by `seen`, the probability of each head in thousandths. The same alone as among others."""
        found: list[dict[str, int]] = []
        first = 0
        while first < len(texts):
            last, size = first, 0
            while last < len(texts) and (last == first or size + len(texts[last]) <= _AT_ONCE):
                size += len(texts[last])
                last += 1
            answers = self._model.thousandths(self._model.scores(texts[first:last])).tolist()
            found += [dict(zip(self.heads, one, strict=True)) for one in answers]
            first = last
        return found

    def words(self, normal: Normal, reading: Reading, heads: Sequence[str]) -> list[list[tuple[int, int, float]]]:
        """What each word adds to the score of each of the heads, in order: its place in the original, and the weight."""
        text = normal.text[:LONGEST]
        places = []
        end = 0
        for word in text.split():
            start = text.index(word, end)
            end = start + len(word)
            places.append(normal.original(start, end))
        added = self._model.by_words(seen(normal, reading), [self._model.index[head] for head in heads])
        return [[(*place, weight) for place, weight in zip(places, one.tolist(), strict=False)] for one in added]
