"""How good the heads are on the texts that were held back, with 95 % intervals from 1,000 draws with replacement."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from training.calibration import calibration_error, macro_f1
from training.data import SEED

DRAWS: Final = 1_000
ALL: Final = "all together"
"""Stands for a source where a head is measured on every source of its language."""
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the range that holds it in 95 of 100 draws of the texts."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One head on the held-back texts of one source.

    Attributes:
        texts, yes: How many, and how many of them the source calls yes.
        macro_f1: At the threshold that ships.
        auroc, auprc: Over all thresholds.
        recall, false_alarms: Shares of the yes and of the no that reach the threshold.
        calibration: Mean distance between stated and seen share, ten bins.
    """

    source: str
    language: str
    head: str
    texts: int
    yes: int
    macro_f1: Figure
    auroc: float
    auprc: float
    recall: float
    false_alarms: Figure
    calibration: float


def measured(source: str, language: str, head: str, probabilities: Whole, answers: Whole, threshold: int) -> Measured:
    """The figures of one head on one source. Both answers must occur."""
    said = probabilities >= threshold
    return Measured(
        source,
        language,
        head,
        len(answers),
        int(answers.sum()),
        drawn(lambda n: macro_f1(answers[n], said[n].astype(np.int64), 2), len(answers)),
        float(roc_auc_score(answers, probabilities)),
        float(average_precision_score(answers, probabilities)),
        float(said[answers == 1].mean()),
        drawn(lambda n: float(said[n][answers[n] == 0].mean()), len(answers)),
        calibration_error(probabilities, answers),
    )


def drawn(figure: Callable[[Whole], float], texts: int) -> Figure:
    """A figure over numbers of texts, with its interval."""
    draw = np.random.default_rng(SEED + 2)
    found = [figure(draw.integers(0, texts, texts)) for _ in range(DRAWS)]
    low, high = np.quantile(found, [0.025, 0.975])
    return Figure(figure(np.arange(texts)), float(low), float(high))
