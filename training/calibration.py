"""From scores of texts that the weights had not seen: tables of probabilities, thresholds and bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

KNOTS: Final = 32
FALSE_ALARMS: Final = 0.02
"""Share of harmless texts that may reach a threshold."""


@dataclass(frozen=True, slots=True)
class Table:
    """A rising curve from score to probability, by straight lines between knots.

    Attributes:
        scores: Of each knot, rising.
        thousandths: Probability at each, never falling.
    """

    scores: Floats
    thousandths: Whole

    def of(self, scores: Floats) -> Whole:
        """The probabilities of `scores`, in thousandths, as the heads work them out."""
        return np.rint(np.interp(scores, self.scores, self.thousandths.astype(np.float64))).astype(np.int64)


def table(scores: Floats, answers: Whole) -> Table:
    """Half of the curve of best fit that never falls (isotonic regression), half of the logistic curve (Platt).

    The first follows the texts, the second rises everywhere, so that no two scores far apart are called equally likely.

    Knots stand so that each stretch holds an equal share of yes and no together, and at both ends.
    """
    order = np.argsort(scores, kind="stable")
    scores, answers = scores[order], answers[order]
    share = np.where(answers == 1, 1 / max(answers.sum(), 1), 1 / max((1 - answers).sum(), 1))
    group = np.minimum((np.cumsum(share) / share.sum() * (KNOTS - 2)).astype(np.int64), KNOTS - 3)
    number = np.bincount(group, minlength=KNOTS - 2)
    kept = number > 0
    middle = np.bincount(group, scores, KNOTS - 2)[kept] / number[kept]
    yes = np.bincount(group, answers, KNOTS - 2)[kept] / number[kept]
    knots = np.unique(np.concatenate([[scores[0]], middle, [scores[-1]]]))
    stepped = IsotonicRegression(increasing=True, out_of_bounds="clip").fit(middle, yes, sample_weight=number[kept]).predict(knots)
    smooth = LogisticRegression(C=1e3).fit(scores[:, None], answers).predict_proba(knots[:, None])[:, 1]
    thousandths = np.clip(np.rint(500 * (stepped + smooth)), 1, 999).astype(np.int64)
    thousandths = np.maximum.accumulate(thousandths)
    filled = KNOTS - len(knots)
    return Table(np.append(knots, np.full(filled, knots[-1])), np.append(thousandths, np.full(filled, thousandths[-1])))


def best_threshold(of_sources: Sequence[tuple[Whole, Whole]]) -> int:
    """The threshold with the highest macro-F1, in thousandths, 1-1000: the mean over sources by their texts. Of several the middle.

    Args:
        of_sources: Probabilities and answers of the texts of each source.
    """
    total = np.sum([len(pair[1]) * _macro_f1(*pair) for pair in of_sources], axis=0)
    best = np.flatnonzero(total >= total.max() * (1 - 1e-9))
    return int(best[len(best) // 2]) + 1


def _macro_f1(probabilities: Whole, answers: Whole) -> Floats:
    """The macro-F1 at each threshold from 1 to 1000."""
    yes, no = (np.bincount(probabilities[answers == answer], minlength=1001)[::-1].cumsum()[::-1] for answer in (1, 0))
    found, alarms = yes[1:], no[1:]
    f_yes = 2 * found / np.maximum(found + alarms + yes[0], 1)
    f_no = 2 * (no[0] - alarms) / np.maximum(2 * no[0] - alarms + yes[0] - found, 1)
    both: Floats = (f_yes + f_no) / 2
    return both


def lifts(probabilities: Whole, answers: Whole) -> list[int]:
    """What is added to the probabilities of heads that answer one question between them, before the highest is taken: the sums with
    the best macro-F1 that is found by turns, one head after the other, in steps of 25 thousandths.

    Args:
        probabilities: A column a head.
        answers: The number of the right column.
    """
    classes = probabilities.shape[1]
    lifted = np.zeros(classes, np.int64)
    best = macro_f1(answers, probabilities.argmax(axis=1), classes)
    for _ in range(3):
        for head in range(classes):
            for step in range(-300, 301, 25):
                tried = lifted.copy()
                tried[head] += step
                found = macro_f1(answers, (probabilities + tried).argmax(axis=1), classes)
                if found > best + 1e-4:
                    best, lifted = found, tried
    return [int(one) for one in lifted]


def macro_f1(answers: Whole, said: Whole, classes: int) -> float:
    """The mean F1 over classes 0, 1, ...: the same as scikit-learn's, and quick enough to be drawn a thousand times."""
    table = np.bincount(answers * classes + said, minlength=classes**2).reshape(classes, classes)
    right = np.diag(table)
    return float(np.mean(2 * right / np.maximum(table.sum(0) + table.sum(1), 1)))


def quiet_threshold(probabilities: Whole, share: float = FALSE_ALARMS) -> int:
    """The lowest threshold that no more than `share` of these harmless texts reach; over 1000 where even certainty is too
    common.
    """
    falling = np.sort(probabilities)[::-1]
    allowed = int(len(falling) * share)
    return int(falling[allowed]) + 1 if len(falling) > allowed else 1


def calibration_error(probabilities: Whole, answers: Whole, bins: int = 10) -> float:
    """The mean distance between what was said and what was so, over ten equal bins of probability, by their share of texts."""
    of = np.minimum(probabilities * bins // 1000, bins - 1)
    total = np.bincount(of, minlength=bins)
    said = np.bincount(of, probabilities / 1000, bins)
    so = np.bincount(of, answers, bins)
    return float(np.abs(said - so).sum() / total.sum())
