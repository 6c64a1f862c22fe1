"""`python -m training.latin`: the weights of `gawah.analysis.romanised`, which part English, Roman Urdu and other languages.

Learns from the texts of ../shared/data that are not held back (English, Roman Urdu, French) and from rows of small words of twelve
more languages, drawn with a fixed seed. Links, handles and placeholders are taken out first. Part of `make train`.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gawah.analysis import features
from gawah.analysis.language import latin_words
from gawah.analysis.model_file import pack, unpack
from gawah.analysis.normal import normalised
from gawah.analysis.romanised import CLASSES, FILE, RECIPE, Romanised
from training.data import FOLDER as DATA
from training.data import SEED, digests, examples, rows
from training.train import FOLDER, told

VERSION: Final = 1
OTHERS: Final = Path(__file__).parent / "other_languages.toml"
MOST: Final = 24_000
"""Texts of a language that are learnt from."""
ROWS: Final = 350
"""Rows of small words made for each language of which there are only these."""
_PLACEHOLDERS: Final = re.compile(r"@\w+|https?\S+|<\w+>|\bURL\b")
_FEWEST: Final = 2
_ENOUGH_LETTERS: Final = 15
_HELD: Final = 7
"""Of French every seventh text is held back."""

Labelled = tuple[list[str], int]


def main() -> None:
    """Train on all but what is held back, write the file, say how many of those it tells right."""
    learnt = [(words, of) for words, of, held in _labelled() if not held] + _small_words()
    data = pack(FILE, VERSION, {"classes": list(CLASSES), "data": digests()}, _arrays(learnt))
    (FOLDER / f"{FILE}.gwm").write_bytes(data)
    told(f"{FILE}: {len(data):,} bytes")
    for name, (right, total) in accuracy(Romanised(unpack(data))).items():
        told(f"  {name}: {right:,} of {total:,} held-back texts of {_ENOUGH_LETTERS} letters and more ({right / total:.4f})")


def accuracy(romanised: Romanised) -> dict[str, tuple[int, int]]:
    """For each class how many held-back texts of 15 letters and more are told right, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for words, of, held in _labelled():
        if held and sum(map(len, words)) >= _ENOUGH_LETTERS:
            known = romanised.words(words)
            right, total = found.get(CLASSES[of], (0, 0))
            found[CLASSES[of]] = (right + (romanised.message([known[word] for word in words]) == CLASSES[of]), total + 1)
    return found


def _labelled() -> list[tuple[list[str], int, bool]]:
    """Words in Latin letters, class, and whether held back; of each language the first `MOST` of a draw."""
    draw = np.random.default_rng(SEED + 4)
    texts = [(one.text, one.language, one.held_back) for one in examples() if one.language in CLASSES]
    french = [str(row["text"]) for row in rows(DATA / "mlma.jsonl.zst") if row["lang"] == "fr"]
    texts += [(text, "other", number % _HELD == 0) for number, text in enumerate(french)]
    found = [
        (latin_words(normalised(_PLACEHOLDERS.sub(" ", text))), of, held)
        for of, name in enumerate(CLASSES)
        for text, held in _drawn([(text, held) for text, language, held in texts if language == name], draw)
    ]
    return [one for one in found if len(one[0]) >= _FEWEST]


def _drawn(texts: Sequence[tuple[str, bool]], draw: np.random.Generator) -> list[tuple[str, bool]]:
    return [texts[number] for number in draw.permutation(len(texts))[:MOST].tolist()]


def _small_words() -> list[Labelled]:
    draw = np.random.default_rng(SEED + 5)
    listed = [latin_words(normalised(words)) for words in tomllib.loads(OTHERS.read_text(encoding="utf-8")).values()]
    rows_of = [[words[n] for n in draw.integers(0, len(words), draw.integers(4, 13))] for words in listed for _ in range(ROWS)]
    return [(row, CLASSES.index("other")) for row in rows_of]


def _arrays(learnt: Sequence[Labelled]) -> dict[str, NDArray[Any]]:
    answers = np.array([of for _, of in learnt])
    means = sp.diags_array([1 / len(words) for words, _ in learnt]) @ _rows(" ".join(words) for words, _ in learnt)
    of_message = LogisticRegression(C=30, max_iter=400, class_weight="balanced").fit(means, answers)
    words, classes, weight = _weighed_words(learnt)
    of_word = LogisticRegression(C=1, max_iter=600).fit(_rows(words), classes, sample_weight=weight)
    return {**_squeezed("message", of_message), **_squeezed("word", of_word)}


def _weighed_words(learnt: Sequence[Labelled]) -> tuple[list[str], NDArray[np.int64], NDArray[np.float64]]:
    """Each word of each class once, weighed by how often the class uses it; all words of a class weigh the same together."""
    words: list[str] = []
    classes: list[int] = []
    weights: list[NDArray[np.float64]] = []
    for of in range(len(CLASSES)):
        counted = Counter(word for text, own in learnt if own == of for word in text)
        # English has ten times as many texts: a word that stands there once is mostly a name or a slip.
        kept = sorted(word for word, times in counted.items() if times >= (_FEWEST if CLASSES[of] == "en" else 1))
        weight = np.array([counted[word] / counted.total() for word in kept]) ** 0.75
        words += kept
        classes += [of] * len(kept)
        weights.append(weight * 1e4 / weight.sum())
    return words, np.array(classes), np.concatenate(weights)


def _rows(texts: Iterable[str]) -> sp.csr_matrix:
    listed = list(texts)
    laid = features.lay(listed)
    placed = [features.words(laid, RECIPE), features.pieces(laid, RECIPE)]
    row, bucket = (np.concatenate([getattr(one, name) for one in placed]) for name in ("row", "bucket"))
    return sp.csr_matrix((np.ones(len(row)), (row, bucket)), shape=(len(listed), 1 << RECIPE.bits))


def _squeezed(name: str, model: LogisticRegression) -> dict[str, NDArray[Any]]:
    weights = model.coef_.T
    scale = np.abs(weights).max(axis=0) / 127
    return {
        f"{name}-weights": np.rint(weights / scale).astype("|i1"),
        f"{name}-scale": scale.astype("<f4"),
        f"{name}-bias": model.intercept_.astype("<f4"),
    }


if __name__ == "__main__":
    main()
