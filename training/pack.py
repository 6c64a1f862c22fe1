"""What was learnt as the whole numbers of a model file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gawah.analysis.model_file import pack
from training.calibration import Table
from training.fit import Weights
from training.plan import Plan
from training.vectors import Weighed

VERSION: Final = 1


def packed(
    language: str,
    plan: Plan,
    rows: Sequence[Weighed],
    weights: Mapping[str, Weights],
    tables: Mapping[str, Table],
    limits: Mapping[str, tuple[int, int]],
    lifted: Mapping[str, int],
    digests: Mapping[str, str],
) -> bytes:
    """The bytes of the model file of one language.

    `limits` are threshold and `high` of each head, `lifted` what
    is added to heads that answer one question between them.
    """
    heads = list(plan.heads)
    facts = {
        "recipe": asdict(plan.recipe),
        "views": [{"features": view.features, "often": view.often} for view in plan.views],
        "heads": [{"name": head, "threshold": limits[head][0], "high": limits[head][1]} for head in heads],
        "kinds": [{"name": head, "lift": lifted[head]} for head in plan.kinds],
        "data": {source: digests[source] for source in plan.sources},
    }
    arrays: dict[str, NDArray[Any]] = {
        "bias": np.array([weights[head].bias for head in heads], "<f8"),
        "knots": np.stack([tables[head].scores for head in heads]).astype("<f8"),
        "thousandths": np.stack([tables[head].thousandths for head in heads]).astype("<i2"),
    }
    for number, view in enumerate(rows):
        whole = np.zeros((len(view.value), len(heads)))
        whole[view.kept] = np.stack([weights[head].of[number] * view.value[view.kept] for head in heads], axis=1)
        arrays[f"value-{number}"] = view.value
        arrays[f"weight-{number}"], arrays[f"scale-{number}"] = squeezed(whole)
    return pack(language, VERSION, facts, arrays)


def squeezed(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Weights as roots in one byte each, and the scale of each column: a weight is the number times its size times the scale."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-12) / 127**2
    roots = np.rint(np.sqrt(np.abs(weights) / scale)) * np.sign(weights)
    return roots.astype(np.int8), scale
