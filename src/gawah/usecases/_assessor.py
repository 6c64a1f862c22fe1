"""What judges texts: the analyser, or nothing where its model file is missing or altered. Then everything is sorted by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gawah.records.digest import digest_bytes
from gawah.records.fold import Folding
from gawah.records.judgement import Judgement
from gawah.vault.near import Alike, Sketch


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
        asked: Makes what it takes: id, text, sender_is_owner, reply_to_text, kind, direct.
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


class Sketching:
    """Says by what near copies of a text are found."""

    def __init__(self) -> None:
        self._fold = Folding()

    def __call__(self, record: str, text: str) -> Sketch:
        """The sketch of a record with this text."""
        folded = " ".join(self._fold(text).split())
        signature = digest_bytes(folded.encode("utf-8", "surrogatepass"))[:16]
        return Sketch(record=record, signature=signature, bands=(signature,) if folded else ())


def alike(one: bytes, other: bytes) -> bool:
    """Whether two signatures are of near copies."""
    return one == other


ALIKE: Alike = alike
