"""Invented suggestions for records of an invented case."""

from collections.abc import Sequence

from gawah.records.digest import digest_bytes
from gawah.records.judgement import Judgement, Span, TacticJudgement
from gawah.vault.local import LocalVault
from gawah.vault.near import Sketch
from tests.vault.invented import AT, acting

MODEL = "invented-1@0123456789ab"
NEXT_MODEL = "invented-2@ba9876543210"


def quiet(of: str, model: str = MODEL, probability: int = 20) -> Judgement:
    """Nothing to look at."""
    return Judgement(of=of, language="en", script="Latin", abusive=False, probability=probability, model=model)


def threat(of: str, *reasons: str, model: str = MODEL, probability: int = 900) -> Judgement:
    """A threat, with reasons such as `names-a-time`."""
    return Judgement(
        of=of,
        language="en",
        script="Latin",
        abusive=True,
        probability=probability,
        tactics=(TacticJudgement(tactic="threat", probability=probability, band="high"),),
        target="addressee",
        stance="attack",
        severity=3,
        reasons=tuple(reasons),
        spans=(Span(start=0, end=6, cue="threat.harm-future"),),
        model=model,
    )


def sketch(record: str, *words: str) -> Sketch:
    """A sketch with a band for each word."""
    bands = tuple(digest_bytes(word.encode())[:8] for word in words)
    return Sketch(record=record, signature=b"".join(bands), bands=bands)


def half(one: bytes, other: bytes) -> bool:
    """Near copies share half of their bands or more."""
    ones, others = ({data[at : at + 8] for at in range(0, len(data), 8)} for data in (one, other))
    return 2 * len(ones & others) >= max(len(ones), len(others), 1)


def suggest(vault: LocalVault, made: Sequence[Judgement], *sketches: Sketch) -> int:
    """Keep them; the ledger entry."""
    return vault.suggest(made, sketches, half, at=AT, acting=acting(vault))
