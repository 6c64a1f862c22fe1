"""In which order suggestions are looked at: threats first, and never many of one sort or of one conversation in a row.

Order is all that this gives: it leaves out nothing, and adds nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

IN_A_ROW = 3
"""So many of one tactic, or of one conversation, stand behind each other at most while there is anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One cluster of near copies, as far as its place in the queue depends on it.

    Attributes:
        id: Of the cluster.
        tactic: What is suggested first of all; "" where only that it seems abusive.
        conversation: Where it stands.
        waits: 0 for what nobody put off, 1 for what was put off: it comes behind.
        urgent: Whether it is a threat, or has cues of one.
        severity: 0-4, for sorting only.
        probability: 0-1, with what was learnt from decisions in this case.
        at_ms: Place in time of its newest member; None where that is not known.
    """

    id: str
    tactic: str
    conversation: str
    waits: int = 0
    urgent: bool = False
    severity: int = 0
    probability: float = 0.0
    at_ms: int | None = None


def ordered(places: Sequence[Place]) -> Iterator[Place]:
    """Every place once. Threats come first, then by severity, probability and time, the newest first; where `IN_A_ROW` of one
    tactic or conversation have come, the next one of another follows, if there is one among what waits as long.
    """
    for waits in sorted({place.waits for place in places}):
        yield from _mixed(sorted((place for place in places if place.waits == waits), key=_rank))


def _rank(place: Place) -> tuple[bool, int, float, bool, int, str]:
    at = place.at_ms or 0
    return not place.urgent, -place.severity, -round(place.probability, 6), place.at_ms is None, -at, place.id


def _mixed(ranked: list[Place]) -> Iterator[Place]:
    last: list[Place] = []
    left: list[Place | None] = list(ranked)
    start = 0
    while True:
        while start < len(left) and left[start] is None:
            start += 1
        if start == len(left):
            return
        at = _next(left, start, last)
        found = left[at]
        assert found is not None
        yield found
        left[at] = None
        last = [*last, found][-IN_A_ROW:]


def _next(left: list[Place | None], start: int, last: list[Place]) -> int:
    """The first that is neither one more of the same tactic nor of the same conversation; else the first of another tactic; else
    the first of another conversation; else the first.
    """
    tactic = _same([place.tactic for place in last])
    conversation = _same([place.conversation for place in last])
    if tactic is None and conversation is None:
        return start
    other_tactic = other_conversation = None
    for at in range(start, len(left)):
        place = left[at]
        if place is None:
            continue
        apart, elsewhere = place.tactic != tactic, place.conversation != conversation
        if apart and elsewhere:
            return at
        if apart and other_tactic is None:
            other_tactic = at
        if elsewhere and other_conversation is None:
            other_conversation = at
    return next((at for at in (other_tactic, other_conversation) if at is not None), start)


def _same(names: list[str]) -> str | None:
    """What the last `IN_A_ROW` have in common; None where they are fewer, or differ."""
    return names[0] if len(names) == IN_A_ROW and len(set(names)) == 1 else None
