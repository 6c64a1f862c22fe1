"""Weights and tables of one language, from its examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.data import SEED, Example
from training.plan import Part, Plan
from training.vectors import Matrix, Weighed, counted, value, weighed

UNKNOWN: Final = -1
"""Stands where a source says nothing about a head."""

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt for one head: a weight for each learnt bucket of each view, and the bias."""

    of: tuple[Floats, ...]
    bias: float


def answers(texts: Sequence[Example], head: str) -> NDArray[np.int64]:
    """What the sources say about a head, `UNKNOWN` where nothing."""
    return np.array([text.labels.get(head, UNKNOWN) for text in texts])


def seen(texts: Sequence[Example], plan: Plan) -> list[Matrix]:
    """How often each feature stands in each text, for each view of the plan; views of the same features share a matrix."""
    made: dict[str, Matrix] = {}
    folded = [text.folded for text in texts]
    for view in plan.views:
        if view.features not in made:
            made[view.features] = counted(folded, view.features, plan.recipe)
    return [made[view.features] for view in plan.views]


def views(counts: Sequence[Matrix], learnt: Flags, plan: Plan) -> list[Weighed]:
    """Each view of all texts, weighed by what the texts that are learnt from hold."""
    found = []
    for matrix, view in zip(counts, plan.views, strict=True):
        worth = value(matrix[learnt], often=view.often, rarest=view.rarest)
        found.append(Weighed(worth, np.flatnonzero(worth), weighed(matrix, worth, often=view.often)))
    return found


def balance(texts: Sequence[Example], learnt: Flags) -> Floats:
    """A weight for each text, so that a large source does not drown a small one: by the root of how far it is from the mean
    size.
    """
    sources = np.array([text.source for text in texts])
    weight = np.zeros(len(texts))
    names = sorted(set(sources[learnt]))
    for name in names:
        members = learnt & (sources == name)
        weight[members] = np.sqrt(learnt.sum() / len(names) / members.sum())
    return weight


def fit(rows: Sequence[Weighed], answer: NDArray[np.int64], weight: Floats, parts: Sequence[Part]) -> Weights:
    """The weights of one head, from the texts whose `weight` is over 0: its parts, each divided by the spread of its scores."""
    learnt = np.flatnonzero(weight > 0)
    fitted = [_part(rows, learnt, answer[learnt] == 1, weight[learnt], part) for part in parts]
    spread = [float(score(rows, one)[learnt].std()) * len(parts) if len(parts) > 1 else 1.0 for one in fitted]
    whole = tuple(np.sum([one.of[n] / by for one, by in zip(fitted, spread, strict=True)], axis=0) for n in range(len(rows)))
    return Weights(whole, sum(one.bias / by for one, by in zip(fitted, spread, strict=True)))


def _part(rows: Sequence[Weighed], learnt: NDArray[np.int64], yes: Flags, weight: Floats, part: Part) -> Weights:
    ratios = [_ratios(rows[number], learnt, yes) if part.ratios else np.ones(len(rows[number].kept)) for number in part.views]
    looked = [rows[number].rows[learnt] @ sp.diags_array(ratio) for number, ratio in zip(part.views, ratios, strict=True)]
    model = LogisticRegression(C=part.penalty, solver="lbfgs", tol=1e-5, max_iter=300)
    model.fit(sp.hstack(looked).tocsr(), yes, sample_weight=weight)
    whole = [np.zeros(len(view.kept)) for view in rows]
    ends = np.cumsum([len(rows[number].kept) for number in part.views])[:-1]
    for number, coefficients, ratio in zip(part.views, np.split(model.coef_[0], ends), ratios, strict=True):
        whole[number] = coefficients * ratio
    return Weights(tuple(whole), float(model.intercept_[0]))


def _ratios(view: Weighed, learnt: NDArray[np.int64], yes: Flags) -> Floats:
    present = view.rows[learnt]
    present.data = np.ones_like(present.data)
    for_it = np.asarray(present[yes].sum(axis=0)).ravel() + 1
    against = np.asarray(present[~yes].sum(axis=0)).ravel() + 1
    found: Floats = np.log(for_it / for_it.sum()) - np.log(against / against.sum())
    return found


def score(rows: Sequence[Weighed], weights: Weights) -> Floats:
    """The score of every text."""
    total = np.full(rows[0].rows.shape[0], weights.bias)
    for view, weight in zip(rows, weights.of, strict=True):
        total += view.rows @ weight
    return total


def folds(texts: Sequence[Example], number: int) -> NDArray[np.int64]:
    """To which of so many folds each text belongs: every published label is spread over all."""
    draw = np.random.default_rng(SEED + 1)
    strata = np.array([f"{text.source} {text.raw}" for text in texts])
    fold = np.zeros(len(texts), np.int64)
    for stratum in sorted(set(strata)):
        numbers = draw.permutation(np.flatnonzero(strata == stratum))
        fold[numbers] = np.arange(len(numbers)) % number
    return fold


def unseen_scores(texts: Sequence[Example], counts: Sequence[Matrix], plan: Plan) -> Mapping[str, Floats]:
    """The score of every training text for each head, by weights that were learnt without the fold it is in."""
    fold = folds(texts, plan.folds)
    found = {head: np.zeros(len(texts)) for head in plan.heads}
    for number in range(plan.folds):
        rows = views(counts, fold != number, plan)
        for head, parts in plan.heads.items():
            answer = answers(texts, head)
            weights = fit(rows, answer, balance(texts, (fold != number) & (answer != UNKNOWN)), parts)
            found[head][fold == number] = score(rows, weights)[fold == number]
    return found
