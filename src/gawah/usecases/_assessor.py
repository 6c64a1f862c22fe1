"""What judges texts: the analyser, or nothing where its model file is missing or altered. Then everything is sorted by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gawah.analysis import near_copy
from gawah.analysis.normal import normalised
from gawah.records.judgement import Judgement
from gawah.vault.near import Sketch


class Assessing(Protocol):
    """Judges texts; the same texts give the same judgements."""

    def assess(self, asked: list[Any], /) -> Sequence[Judgement]:
        """A judgement for each, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessor:
    """What is at hand for judging.

    Attributes:
        assessing: The analyser.
        asked: Makes what it takes: id, text, sender_is_owner, reply_to_text, kind, direct, earlier.
        model: Name and hash of what judges.
    """

    assessing: Assessing
    asked: Callable[..., Any]
    model: str


def load() -> Assessor | None:
    """The analyser that came with the program; None where there is none that can be used."""
    return None


def over(assessing: Assessing, asked: Callable[..., Any]) -> Assessor:
    """An analyser with the name of its model, which stands in each of its judgements."""
    probe = asked(id="", text="", sender_is_owner=None, reply_to_text=None, kind=None, direct=None)
    return Assessor(assessing=assessing, asked=asked, model=assessing.assess([probe])[0].model)


def sketches(texts: Sequence[tuple[str, str]]) -> list[Sketch]:
    """By what near copies of records with these texts are found: id and text of each, in order."""
    forms = [near_copy.form(normalised(text)) for _, text in texts]
    made = zip(texts, near_copy.signatures(forms), strict=True)
    return [Sketch(record=record, signature=found.data, bands=found.bands) for (record, _), found in made]


def alike(one: bytes, other: bytes) -> bool:
    """Whether two signatures are of near copies."""
    return len(one) == len(other) and near_copy.alike(one, other)
