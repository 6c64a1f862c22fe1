"""What judges texts: the analyser with its models. Where a model file is missing or altered, everything is sorted by hand; recent
threats are then still looked for, by the rules alone.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from gawah.analysis import near_copy
from gawah.analysis.assessment import Asked, Assessor
from gawah.analysis.normal import normalised
from gawah.records.errors import ModelAltered
from gawah.records.judgement import Judgement
from gawah.vault.near import Sketch


class Assessing(Protocol):
    """Judges texts; the same texts give the same judgements."""

    @property
    def model(self) -> str:
        """Name and hash of what judges; stands in each judgement."""
        ...

    def assess(self, asked: Sequence[Asked], /) -> Sequence[Judgement]:
        """A judgement for each, in order."""
        ...


@lru_cache(maxsize=1)
def load() -> Assessing:
    """The analyser that came with the program. Raises ModelAltered: a model file is missing or not as it was published."""
    return Assessor.load()


def for_threats() -> tuple[Assessing, bool]:
    """What looks for recent threats, and whether it is the whole analyser: without its models, the rules alone."""
    try:
        return load(), True
    except ModelAltered:
        return Assessor.by_rules_alone(), False


def sketches(texts: Sequence[tuple[str, str]]) -> list[Sketch]:
    """By what near copies of records with these texts are found: id and text of each, in order."""
    forms = [near_copy.form(normalised(text)) for _, text in texts]
    made = zip(texts, near_copy.signatures(forms), strict=True)
    return [Sketch(record=record, signature=found.data, bands=found.bands) for (record, _), found in made]


def alike(one: bytes, other: bytes) -> bool:
    """Whether two signatures are of near copies."""
    return len(one) == len(other) and near_copy.alike(one, other)
