"""From scores of texts that the weights had not seen: tables of probabilities, thresholds and bands."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

KNOTS: Final = 24
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


def table(scores: Floats, answers: Whole, weight: Floats) -> Table:
    """The curve of best fit that never falls (isotonic regression), over `KNOTS` groups of scores with as many yes as no in sight.

    Groups are cut so that each holds an equal share of the weight of the rarer answer: the curve is finest where it rises.
    """
    order = np.argsort(scores, kind="stable")
    scores, answers, weight = scores[order], answers[order], weight[order]
    share = np.where(answers == 1, weight / weight[answers == 1].sum(), weight / weight[answers == 0].sum())
    group = np.minimum((np.cumsum(share) / share.sum() * KNOTS).astype(np.int64), KNOTS - 1)
    mass = np.bincount(group, weight, KNOTS)
    kept = mass > 0
    middle = np.bincount(group, weight * scores, KNOTS)[kept] / mass[kept]
    yes = np.bincount(group, weight * answers, KNOTS)[kept] / mass[kept]
    curve = IsotonicRegression(y_min=0.001, y_max=0.999, increasing=True).fit(middle, yes, sample_weight=mass[kept])
    rising, first = np.unique(middle, return_index=True)
    thousandths = np.rint(1000 * curve.predict(middle[first])).astype(np.int64)
    filled = KNOTS - len(rising)
    return Table(np.append(rising, np.full(filled, rising[-1])), np.append(thousandths, np.full(filled, thousandths[-1])))


def best_threshold(probabilities: Whole, answers: Whole, weight: Floats) -> int:
    """The threshold with the highest macro-F1 over weighed texts, in thousandths, 1-1000; of several the middle one."""
    yes, no = (np.bincount(probabilities, weight * (answers == answer), 1001)[::-1].cumsum()[::-1] for answer in (1, 0))
    found, alarms = yes[1:], no[1:]
    f_yes = 2 * found / np.maximum(found + alarms + yes[0], 1e-9)
    f_no = 2 * (no[0] - alarms) / np.maximum(2 * no[0] - alarms + yes[0] - found, 1e-9)
    both = f_yes + f_no
    best = np.flatnonzero(both >= both.max() - 1e-9)
    return int(best[len(best) // 2]) + 1


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
