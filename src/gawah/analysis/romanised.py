"""English, Roman Urdu or another language in Latin letters: a small model of ours, for whole messages and for single words.

Two layers of weights over hashed words and pieces of words (`features`): one learnt on messages, for messages; one on single words,
weighed by how often each language uses them, for words. Learnt by `training/language.py`. Where the file of weights is missing or
altered there is no answer, but ModelAltered.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gawah.analysis import features
from gawah.analysis.model_file import ModelFile
from gawah.records.errors import ModelAltered

Romanisable: TypeAlias = Literal["en", "ur-Latn", "other"]
CLASSES: Final[tuple[Romanisable, ...]] = ("en", "ur-Latn", "other")
RECIPE: Final = features.Recipe(bits=15, shortest=2, longest=4, pairs=False)
FILE: Final = "latin-letters"
"""Name of the file of weights."""
_KEPT_WORDS: Final = 65_536
_LONGEST_WORD: Final = 40
_SHORT: Final = 8
_CLEAR_SHORT: Final = 0.75
_CLEAR: Final = 0.9
"""Where so many of the words are of one language by themselves, the message is: of short messages, and of those of more words."""

Chances: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LatinWord:
    """What the model knows of one word.

    Attributes:
        language: Of the word by itself.
        evidence: What it says of the message it stands in: log odds for each of `CLASSES`.
    """

    language: Romanisable
    evidence: tuple[float, ...]


class Romanised:
    """The model. It keeps the answers for words it has met, for most words come again and again."""

    def __init__(self, model: ModelFile) -> None:
        """Raises ModelAltered when the file holds other arrays than this program reads."""
        try:
            self._of_message = _layer(model, "message")
            self._of_word = _layer(model, "word")
        except (KeyError, ValueError) as problem:
            raise ModelAltered("the file of weights for Latin letters holds other arrays than expected") from problem
        self._bias: list[float] = self._of_message[1].tolist()
        self._known: dict[str, LatinWord] = {}

    def words(self, words: Collection[str]) -> Mapping[str, LatinWord]:
        """What the model knows of each of the words, given in the normal form."""
        unknown = sorted({word for word in words if word not in self._known})
        if unknown:
            if len(self._known) + len(unknown) > _KEPT_WORDS:
                self._known.clear()
                unknown = sorted(set(words))
            cut = [word[:_LONGEST_WORD] for word in unknown]
            language = (_sums(cut, self._of_word[0]) + self._of_word[1]).argmax(axis=1).tolist()
            evidence = _sums(cut, self._of_message[0]).tolist()
            self._known.update(
                (word, LatinWord(CLASSES[best], tuple(odds))) for word, best, odds in zip(unknown, language, evidence, strict=True)
            )
        return self._known

    def message(self, words: Sequence[LatinWord]) -> Romanisable:
        """The language of a message of these words; "other" for none."""
        if not words:
            return "other"
        odds = [bias * len(words) for bias in self._bias]
        for word in words:
            for place, odd in enumerate(word.evidence):
                odds[place] += odd
        whole = CLASSES[odds.index(max(odds))]
        most, times = Counter([word.language for word in words]).most_common(1)[0]
        return most if times >= (_CLEAR_SHORT if len(words) <= _SHORT else _CLEAR) * len(words) else whole


def _layer(model: ModelFile, name: str) -> tuple[Chances, Chances]:
    weights, scale, bias = (model.arrays[f"{name}-{part}"] for part in ("weights", "scale", "bias"))
    if weights.shape != (1 << RECIPE.bits, len(CLASSES)) or scale.shape != (len(CLASSES),) or bias.shape != (len(CLASSES),):
        raise ValueError("arrays of another shape")
    return weights.astype(np.float32) * scale.astype(np.float32), bias.astype(np.float32)


def _sums(texts: Sequence[str], weights: Chances) -> Chances:
    """The sum of the weights of all features of each text."""
    laid = features.lay(texts)
    sums = np.zeros((len(texts), len(CLASSES)), np.float32)
    for placed in (features.words(laid, RECIPE), features.pieces(laid, RECIPE)):
        np.add.at(sums, placed.row, weights[placed.bucket])
    return sums
