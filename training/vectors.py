"""Texts as rows of a sparse matrix, made of the very features and whole numbers that the heads use when they judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from gawah.analysis import features
from gawah.analysis.heads import TIMES

Matrix: TypeAlias = sp.csr_matrix
_AT_ONCE: Final = 256
LONGEST: Final = 600
"""Characters of a text that are learnt from: the rest of a long one says little of its label."""


def counted(folded: Sequence[str], kind: str, recipe: features.Recipe) -> Matrix:
    """How often each feature stands in each text; of a long text, in its first `LONGEST` characters."""
    rows: list[NDArray[np.int64]] = []
    buckets: list[NDArray[np.int64]] = []
    counts: list[NDArray[np.int64]] = []
    for first in range(0, len(folded), _AT_ONCE):
        laid, placed = features.made(kind, [text[:LONGEST] for text in folded[first : first + _AT_ONCE]], recipe)
        found = features.count(placed, laid.texts, recipe.bits)
        rows.append(found.row + first)
        buckets.append(found.bucket)
        counts.append(found.count)
    shape = (len(folded), 1 << recipe.bits)
    return sp.csr_matrix((np.concatenate(counts), (np.concatenate(rows), np.concatenate(buckets))), shape=shape)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A view of texts.

    Attributes:
        value: Of each bucket, in sixteenths, as the model file holds it; 0 where a bucket is not learnt.
        kept: The buckets that are learnt.
        rows: Each text as a vector of length 1, over these alone.
    """

    value: NDArray[np.uint8]
    kept: NDArray[np.int64]
    rows: Matrix


def value(counts: Matrix, *, often: bool, rarest: int) -> NDArray[np.uint8]:
    """What each bucket adds to a text's length.

    Args:
        counts: Of the texts that are learnt from.
        often: By inverse document frequency; else all alike.
        rarest: Texts in which a bucket must stand to be learnt.
    """
    texts = np.bincount(counts.indices, minlength=counts.shape[1])
    weight = np.log((1 + counts.shape[0]) / (1 + texts)) + 1 if often else np.ones(len(texts))
    return np.where(texts >= rarest, np.clip(np.rint(16 * weight), 1, 255), 0).astype(np.uint8)


def weighed(counts: Matrix, value: NDArray[np.uint8], *, often: bool) -> Matrix:
    """Each text as a vector of length 1 over the buckets that are learnt, by the whole numbers of the heads."""
    rows: Any = counts.astype(np.float64)
    often_or_once = TIMES[np.minimum(counts.data, len(TIMES) - 1)] if often else 16
    rows.data = value[rows.indices] * np.asarray(often_or_once, np.float64)
    rows = rows[:, np.flatnonzero(value)]
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sp.diags_array(1 / np.maximum(length, 1.0)) @ rows).tocsr()
