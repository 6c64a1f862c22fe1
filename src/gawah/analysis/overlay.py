"""What is learnt from a person's decisions in one case, for the order of the queue alone.

A logistic model a tactic with few weights: on what the machine says (weight 1 before anything is learnt), and on the cues,
language, target and stance of the suggestion (0 before). The weights are the most probable ones under a normal prior around where
they began (ridge regression for a binary outcome, as in S. le Cessie and J. C. van Houwelingen, "Ridge estimators in logistic
regression", Applied Statistics 41, 1992, 191-201), found by Newton's steps. The order of the decisions plays no part; the same
decisions give the same weights. They are worked out anew each time and kept nowhere. Without decisions nothing changes, and
nothing ever leaves the queue.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gawah.records.casework import Tactic
from gawah.records.judgement import Judgement
from gawah.records.triage import tactics_of

_SPREAD = 0.5
"""Standard deviation of the prior: how far a weight strays before much speaks for it. Of log odds."""
_SURE = 4.0
"""Log odds beyond which the machine counts as sure: decisions must be able to matter."""
_STEPS = 25
_MACHINE = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A decision: what was suggested, and the tactics that the person named (none for "not abuse")."""

    judgement: Judgement
    tactics: frozenset[Tactic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The weights learnt from some decisions.

    Attributes:
        examples: How many decisions it rests on.
    """

    examples: int = 0
    _weights: Mapping[Tactic, Mapping[str, float]] = field(default_factory=dict)

    def probability(self, judgement: Judgement, tactic: Tactic) -> float:
        """How probable it seems, 0-1, that the person names this tactic."""
        weights = self._weights.get(tactic, {})
        total = sum(weights.get(name, _began(name)) * value for name, value in _features(judgement, tactic).items())
        return 1 / (1 + math.exp(-total))

    def best(self, judgement: Judgement) -> float:
        """The same of the most probable tactic suggested; where none is, of that it is abusive in any way."""
        named = tactics_of(judgement)
        if not named:
            return judgement.probability / 1000
        return max(self.probability(judgement, tactic) for tactic in named)


def learnt(examples: Sequence[Example]) -> Overlay:
    """What these decisions teach."""
    asked: dict[Tactic, list[tuple[dict[str, float], bool]]] = {}
    for one in examples:
        for tactic in sorted({*tactics_of(one.judgement), *one.tactics}):
            asked.setdefault(tactic, []).append((_features(one.judgement, tactic), tactic in one.tactics))
    return Overlay(examples=len(examples), _weights={tactic: _fitted(rows) for tactic, rows in asked.items()})


def _fitted(rows: Sequence[tuple[Mapping[str, float], bool]]) -> dict[str, float]:
    names = sorted({name for features, _ in rows for name in features})
    seen = np.array([[features.get(name, 0.0) for name in names] for features, _ in sorted(rows, key=_spelt)])
    said = np.array([float(named) for _, named in sorted(rows, key=_spelt)])
    began = np.array([_began(name) for name in names])
    weights = began.copy()
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(seen @ weights, -30, 30)))
        slope = seen.T @ (likely - said) + (weights - began) / _SPREAD**2
        curve = (seen * (likely * (1 - likely))[:, None]).T @ seen + np.eye(len(names)) / _SPREAD**2
        step = np.linalg.solve(curve, slope)
        # Newton's step may be too long far from the end: no weight moves by more than one unit at a time.
        weights = weights - step / max(1.0, float(np.abs(step).max()))
    return dict(zip(names, weights.tolist(), strict=True))


def _spelt(row: tuple[Mapping[str, float], bool]) -> tuple[list[tuple[str, float]], bool]:
    """An order of its own, so that sums come out the same whatever order decisions came in."""
    return sorted(row[0].items()), row[1]


def _began(name: str) -> float:
    return 1.0 if name == _MACHINE else 0.0


def _features(judgement: Judgement, tactic: Tactic) -> dict[str, float]:
    said = next((one.probability for one in judgement.tactics if one.tactic == tactic and one.assessed), 0)
    share = min(max(said / 1000, 0.001), 0.999)
    found = {_MACHINE: max(-_SURE, min(_SURE, math.log(share / (1 - share)))), "always": 1.0}
    found |= {f"language {judgement.language}": 1.0, f"target {judgement.target}": 1.0, f"stance {judgement.stance}": 1.0}
    return found | {f"cue {span.cue}": 1.0 for span in judgement.spans}
