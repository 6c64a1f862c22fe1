"""What the trained heads say of texts: a probability for each head that was trained for the language of the text, and why.

A *head* is one question, such as "is this an insult?", answered by a sum: every word, pair of words and piece of a word that the
text holds (`features`) adds a weight that was learnt from labelled texts, the sum is divided by the length of the text's vector,
and a table made on texts the weights had not seen turns it into a probability. There is one file of weights a language
(`models/`), made by `make train`; docs/model-card.md says from what, how good they are and where they fail.

* Where no head was trained for a language there is no answer, and that is said (`Heads.assessed`). It never means "harmless".
* A long text is judged in stretches of up to 2,000 characters; the stretch that weighs most stands for the text.
* A text in two languages in Latin letters is asked of both, and the higher answer stands.
* The sums are sums of whole numbers, so that a text gets the same answer alone, in a batch, and on another machine.

Texts are never kept, logged or put into an error.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gawah.analysis import features
from gawah.analysis.model_file import ModelFile, unpack
from gawah.analysis.normal import Normal, normalised
from gawah.records.digest import sha256
from gawah.records.errors import ModelAltered
from gawah.records.judgement import Band, Language

LANGUAGES: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("en",),
    "ur-Latn": ("ur-Latn",),
    "ar": ("ar",),
    "mixed": ("en", "ur-Latn"),
}
"""Which models are asked for a text of each language. Nothing is asked for Urdu script and Hindi: there is no licensed data."""
MODELS: Final = ("ar", "en", "ur-Latn")
LONGEST: Final = 2_000
"""Characters of a folded text that are judged at once."""
_AT_ONCE = 40_000
"""Characters of a batch: so much of it fits the processor's caches."""
_WORD = re.compile(r"\S+")
_MOST = 255
"""A feature counts this often at most."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one word adds to the score of a head.

    Attributes:
        start, end: The word in the original text, in code points.
        weight: What it adds, in the units of the score (log odds before calibration); negative where it speaks against.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Head:
    """One question to a text.

    Attributes:
        name: Such as `insult`; one language's heads have different names.
        threshold: Thousandths, 0-1000: from here on the answer is yes. On texts that hurt nobody, 2 in 100 or fewer reach it.
        high: Thousandths from which the band is `high`.
    """

    name: str
    threshold: int
    high: int

    def band(self, probability: int) -> Band:
        """The probability in words: `low` below the threshold."""
        return "low" if probability < self.threshold else "high" if probability >= self.high else "middle"


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a text, with the weights of what is seen.

    Attributes:
        features: One of the kinds of `features`.
        often: Whether a feature that stands twice counts more than once (by 1 + ln count, in sixteenths).
        value: What each bucket adds to the length of the text's vector, in sixteenths of an inverse document frequency; 0 for what
            was not learnt.
        weight: What each bucket adds to each head, in units of `scale`.
        scale: Of each head.
    """

    features: str
    often: bool
    value: NDArray[np.uint8]
    weight: NDArray[np.int16]
    scale: Scores


TIMES = np.round(16 * (1 + np.log(np.maximum(np.arange(_MOST + 1), 1)))).astype(np.int64)
_ONCE = np.full(_MOST + 1, 16, np.int64)


class Model:
    """The heads of one language."""

    def __init__(self, file: ModelFile) -> None:
        """Take the parts of `file`. Raises ModelAltered where one is missing or of another shape."""
        try:
            self.heads = tuple(Head(str(one["name"]), int(one["threshold"]), int(one["high"])) for one in file.facts["heads"])
            self.kinds = tuple((str(one["name"]), int(one["lift"])) for one in file.facts.get("kinds", ()))
            self.recipe = features.Recipe(**{str(key): value for key, value in file.facts["recipe"].items()})
            self.views = tuple(self._view(file, number, told) for number, told in enumerate(file.facts["views"]))
            self._bias: Scores = file.arrays["bias"].astype(np.float64)
            self._knots: Scores = file.arrays["knots"].astype(np.float64)
            self._thousandths: Scores = file.arrays["thousandths"].astype(np.float64)
        except (KeyError, TypeError, ValueError) as problem:
            raise ModelAltered("a file of weights lacks a part") from problem
        number = len(self.heads)
        if self._bias.shape != (number,) or self._knots.shape != self._thousandths.shape or len(self._knots) != number:
            raise ModelAltered("a file of weights has parts that do not fit each other")
        self.name = file.name
        self.sha256 = file.sha256

    def _view(self, file: ModelFile, number: int, told: Mapping[str, Any]) -> View:
        value, weight = file.arrays[f"value-{number}"], file.arrays[f"weight-{number}"]
        scale = file.arrays[f"scale-{number}"].astype(np.float64)
        kind = str(told["features"])
        if kind not in features.KINDS or value.shape != (1 << self.recipe.bits,) or weight.shape != (len(value), len(self.heads)):
            raise ModelAltered("a file of weights has parts that do not fit each other")
        # Kept as roots, so that one byte holds both small and large ones.
        whole = weight.astype(np.int16) * np.abs(weight.astype(np.int16))
        return View(kind, bool(told["often"]), value, whole, scale)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Number of each head by its name."""
        return {head.name: number for number, head in enumerate(self.heads)}

    def scores(self, folded: Sequence[str]) -> Scores:
        """The score of each head for each of a batch of folded texts, before calibration."""
        total = np.tile(self._bias, (len(folded), 1))
        counted: dict[str, features.Counted] = {}
        for view in self.views:
            if view.features not in counted:
                _, placed = features.made(view.features, folded, self.recipe)
                counted[view.features] = features.count(placed, len(folded), self.recipe.bits)
            total += _view_scores(view, counted[view.features])
        return total

    def thousandths(self, scores: Scores) -> NDArray[np.int64]:
        """Calibrated probabilities of `scores`, one column a head."""
        columns = [
            np.interp(of, *knots) for of, knots in zip(scores.T, zip(self._knots, self._thousandths, strict=True), strict=True)
        ]
        whole: NDArray[np.int64] = np.rint(np.stack(columns, axis=1)).astype(np.int64)
        return whole

    def by_word(self, folded: str, head: int) -> Scores:
        """What each word of a folded text, between white space, adds to the score of one head: with the bias, the score."""
        return self.by_words(folded, [head])[0]

    def by_words(self, folded: str, heads: Sequence[int]) -> list[Scores]:
        """The same for several heads."""
        added = [np.zeros(len(folded.split())) for _ in heads]
        for view in self.views:
            laid, placed = features.made(view.features, [folded], self.recipe)
            counted = features.count(placed, 1, self.recipe.bits)
            times, length = _measured(view, counted)
            # A feature over two words is halved between them.
            share = times / counted.count / max(length[0], 1.0) / 2
            at = np.searchsorted(counted.bucket, placed.bucket)
            first, last = laid.chunk[placed.start], laid.chunk[placed.end - 1]
            for words, head in zip(added, heads, strict=True):
                each = (view.weight[counted.bucket, head] * share * view.scale[head])[at]
                np.add.at(words, first, each)
                np.add.at(words, last, each)
        return added


def _measured(view: View, counted: features.Counted) -> tuple[NDArray[np.int64], Scores]:
    """How much each feature counts, and the length of each text's vector; in sixteenths, and in 256ths."""
    often = np.minimum(counted.count, _MOST)
    times = (TIMES if view.often else _ONCE)[often]
    value = view.value[counted.bucket] * times
    # Sums of whole numbers below 2^53 are exact in this kind of float, in whatever order they are added.
    square = np.bincount(counted.row, value.astype(np.float64) ** 2, counted.texts)
    return times, np.sqrt(square)


def _view_scores(view: View, counted: features.Counted) -> Scores:
    times, length = _measured(view, counted)
    weighed = view.weight[counted.bucket].astype(np.int64) * times[:, None]
    sums = np.zeros((counted.texts, weighed.shape[1]), np.int64)
    if len(counted.row):
        first = np.flatnonzero(np.diff(counted.row, prepend=-1))
        sums[counted.row[first]] = np.add.reduceat(weighed, first, axis=0)
    return sums * view.scale / np.maximum(length, 1.0)[:, None]


class Heads:
    """The heads of every language that has some."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._models = models

    @classmethod
    def load(cls) -> "Heads":
        """The heads that come with the program. Raises ModelAltered when a file is missing or is not as it was published."""
        return cls({name: Model(read(name)) for name in MODELS})

    @cached_property
    def digest(self) -> str:
        """The SHA-256 over the digests of all models: names what judged, for the ledger. 64 hexadecimal digits."""
        return sha256("".join(f"{name} {self._models[name].sha256}\n" for name in sorted(self._models)).encode("ascii"))

    def assessed(self, language: Language) -> frozenset[str]:
        """The names of the heads that answer for a language; empty where there was nothing to learn from."""
        return frozenset(head.name for model in self._asked(language) for head in model.heads)

    def head(self, language: Language, name: str) -> Head:
        """The head `name` of a language, with its threshold and bands. Raises KeyError where it does not answer."""
        found = [model.heads[model.index[name]] for model in self._asked(language) if name in model.index]
        if not found:
            raise KeyError(name)
        return Head(name, max(head.threshold for head in found), max(head.high for head in found))

    def judge(self, texts: Sequence[str | Normal], languages: Sequence[Language]) -> list[dict[str, int]]:
        """For each text the probability of each head that answers for its language, in thousandths; empty where none does.

        The same for a text alone as among others. A text that is in the form of `normalised` already is taken as it is.
        """
        found: list[dict[str, int]] = [{} for _ in texts]
        for name, model in self._models.items():
            wanted = [n for n, language in enumerate(languages) if name in LANGUAGES.get(language, ())]
            for of, answers in self._answers(model, wanted, texts):
                for head, probability in zip(model.heads, answers, strict=True):
                    found[of][head.name] = max(found[of].get(head.name, 0), probability)
        return found

    def kind(self, language: Language, found: Mapping[str, int]) -> str | None:
        """Of heads that answer one question between them the one that stands, from what `judge` found for a text.

        For `ur-Latn`: normal, insult, identity (religious hate), sexual (sexism) or profane. None where a language has none.
        """
        said = {"normal": 1000 - found.get("abusive", 0), **found}
        lifted = [(said[name] + lift, name) for model in self._asked(language) for name, lift in model.kinds]
        return max(lifted, key=lambda one: one[0])[1] if lifted else None

    def spans(self, text: str | Normal, language: Language, name: str) -> list[Contribution]:
        """What each word of the text adds to the score of a head, in order of place; the words that add nothing are left out.

        Of a long text the stretch that weighs most. Together with the bias they make the score.
        """
        asked = [(model, model.index[name]) for model in self._asked(language) if name in model.index]
        form = text if isinstance(text, Normal) else normalised(text)
        best: tuple[float, list[Contribution]] = (-math.inf, [])
        for model, head in asked:
            for words in _stretches([(*form.original(w.start(), w.end()), w[0]) for w in _WORD.finditer(form.text)]):
                score = float(model.scores([" ".join(word for _, _, word in words)])[0, head])
                if score > best[0]:
                    best = (score, _contributions(model, head, words))
        return best[1]

    def _asked(self, language: Language) -> list[Model]:
        return [self._models[name] for name in LANGUAGES.get(language, ()) if name in self._models]

    def _answers(self, model: Model, wanted: Sequence[int], texts: Sequence[str | Normal]) -> Iterator[tuple[int, list[int]]]:
        """The answers of one model, stretch for stretch, with the number of the text. A text without letters or signs has none."""
        batch: list[str] = []
        of: list[int] = []
        size = 0
        for number in wanted:
            folded = one_line(texts[number])
            for stretch in [folded] if len(folded) <= LONGEST else _cut(folded):
                batch.append(stretch)
                of.append(number)
                size += len(stretch)
                if size >= _AT_ONCE:
                    yield from zip(of, model.thousandths(model.scores(batch)).tolist(), strict=True)
                    batch, of, size = [], [], 0
        if batch:
            yield from zip(of, model.thousandths(model.scores(batch)).tolist(), strict=True)


def one_line(text: str | Normal) -> str:
    """A text as the features see it: in the form for rules and models, with single spaces."""
    form = text if isinstance(text, Normal) else normalised(text)
    return " ".join(form.text.split())


def read(name: str) -> ModelFile:
    """The model file that comes with the program. Raises ModelAltered when it is missing or damaged."""
    try:
        data = (resources.files("gawah.analysis") / "models" / f"{name}.gwm").read_bytes()
    except OSError as problem:
        raise ModelAltered("a file of weights is missing") from problem
    file = unpack(data)
    if file.name != name:
        raise ModelAltered("a file of weights stands in the place of another")
    return file


def _cut(folded: str) -> list[str]:
    return [" ".join(word for _, _, word in words) for words in _stretches([(0, 0, word) for word in folded.split(" ")])]


def _stretches(words: Sequence[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Words with their places in stretches of `LONGEST` characters at most; a longer word is cut."""
    stretch: list[tuple[int, int, str]] = []
    size = 0
    for start, end, word in words:
        for first in range(0, len(word), LONGEST):
            piece = word[first : first + LONGEST]
            if stretch and size + len(piece) > LONGEST:
                yield stretch
                stretch, size = [], 0
            stretch.append((start, end, piece))
            size += len(piece) + 1
    if stretch:
        yield stretch


def _contributions(model: Model, head: int, words: Sequence[tuple[int, int, str]]) -> list[Contribution]:
    added = model.by_word(" ".join(word for _, _, word in words), head)
    whole: dict[tuple[int, int], float] = {}
    for (start, end, _), weight in zip(words, added.tolist(), strict=True):
        whole[start, end] = whole.get((start, end), 0.0) + weight
    return [Contribution(start, end, weight) for (start, end), weight in whole.items() if weight]
