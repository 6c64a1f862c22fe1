"""Sorting: what a person decides of suggestions, what they put off, how much they want to look at in a day, and the audit sample.

A suggestion is the machine's (`Judgement`); a decision is a person's. Nothing here hides anything: what is put off, handed on or
called no abuse stays in the case and is listed.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from gawah.records.casework import Tactic
from gawah.records.digest import identifier
from gawah.records.judgement import Judgement

Act: TypeAlias = Literal["accept", "change", "not-abuse", "later", "needs-helper"]
SETTLING: tuple[Act, ...] = ("accept", "change", "not-abuse")
"""Acts that label; the others put off."""

PER_THOUSAND = 50
"""Of a thousand records without a suggestion so many belong to an audit sample: 5 %."""
A_DAY = 30
"""Texts a day, until the person says otherwise. A number to begin with, without a claim about anybody's health."""
EXACT_CUES = frozenset({"names-a-time", "names-a-place", "names-a-means"})
"""Reasons of a judgement that make a threat one to be announced: words of `gawah.analysis.severity`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of a suggestion, or of anything else they sorted, and of its near copies.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When, by this machine's clock.
        agent, for_agent: Who decided, and on whose behalf.
        act: See `Act`.
        of: Id of the record that was named.
        about: Ids of all that the decision is about, `of` first: near copies are settled by the same decision.
        tactics: What the person says it does; () for every act but accept and change.
        suggested: What the machine suggested of `of`.
        model: Name and hash of what suggested it; "" where nothing was suggested.
        active: False once it was taken back.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    act: Act
    of: str
    about: tuple[str, ...]
    tactics: tuple[Tactic, ...] = ()
    suggested: tuple[Tactic, ...] = ()
    model: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSettings:
    """How this case is sorted; one in a case.

    Attributes:
        recorded_at: When it was set.
        agent, for_agent: Who set it, and on whose behalf.
        reveals_a_day: Texts a day after which `gawah triage` pauses; None for no such pause.
        forgotten: How many of the first decisions are no longer learnt from.
    """

    recorded_at: str
    agent: str
    for_agent: str | None
    reveals_a_day: int | None = A_DAY
    forgotten: int = 0

    @property
    def id(self) -> str:
        """32 hexadecimal digits: the same in every case."""
        return identifier("triage-settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSample:
    """That a random sample of what was not suggested is looked at, to estimate what the machine missed.

    A record belongs to it when the first 8 bytes of SHA-256 over `seed` and its id, as a number, are below `PER_THOUSAND` in a
    thousand of all such numbers; the smaller number is looked at first. So the sample grows with the case and cannot be picked.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was drawn.
        agent, for_agent: Who drew it, and on whose behalf.
        seed: 32 hexadecimal digits, random.
        model: Name and hash of what had judged by then.
        per_thousand: How many in a thousand belong to it.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    seed: str
    model: str
    per_thousand: int = PER_THOUSAND


def tactics_of(judgement: Judgement) -> tuple[Tactic, ...]:
    """The tactics that are suggested, without those that were not assessed."""
    return tuple(one.tactic for one in judgement.tactics if one.assessed)


def alarms(judgement: Judgement) -> bool:
    """Whether it has cues of a threat that names a time, place or means. Words against a threat, or of support, do not count."""
    threat = "threat" in tactics_of(judgement) or any(span.cue.startswith("threat.") for span in judgement.spans)
    return threat and bool(EXACT_CUES & set(judgement.reasons)) and judgement.stance not in ("counter_speech", "support")


def suggests(judgement: Judgement) -> bool:
    """Whether a person is asked to look at it: it seems abusive, names a tactic as an attack or on its own, or alarms."""
    named = bool(tactics_of(judgement)) and judgement.stance in ("attack", "neutral")
    return judgement.abusive or named or alarms(judgement)
