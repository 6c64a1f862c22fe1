"""An order for looking at things: 0 to 4, with reasons. It is the machine's, for sorting: no evidence, and nothing about people.

It never comes from how ugly words are. It comes from what they announce and how exactly: a tactic gives the start; a time, a place,
a means or knowledge of where somebody is raise it, and so do children.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from gawah.packs.people import Relation
from gawah.records.casework import Tactic
from gawah.records.judgement import Stance

START: Final[Mapping[Tactic, int]] = {
    "threat": 3,
    "blackmail": 3,
    "doxxing": 3,
    "incitement": 2,
    "family_target": 2,
    "sexual": 2,
    "impersonation": 2,
    "pressure_to_settle": 2,
    "false_claim": 1,
    "contact_after_stop": 1,
    "insult": 1,
}
HIGHEST: Final = 4
CUES: Final[Mapping[str, str]] = {
    "time": "names-a-time",
    "place": "names-a-place",
    "means": "names-a-means",
    "knows": "knows-where-somebody-is",
}
"""What the rules call it, and the reason."""
_EXACT: Final[frozenset[Tactic]] = frozenset({"threat", "blackmail", "incitement", "family_target", "doxxing"})
"""Tactics that a time, a place or a means makes more urgent."""


def severity(
    tactics: Mapping[Tactic, int],
    stance: Stance,
    cues: Collection[str],
    relations: Sequence[Relation],
    *,
    unsure: Collection[Tactic],
) -> tuple[int, tuple[str, ...]]:
    """The grade and its reasons. `tactics`: those suggested; `unsure`: those of them that are no more than likely."""
    if not tactics or stance != "attack":
        return 0, ()
    reasons = [f"tactic-{tactic}" for tactic in tactics]
    grade = max(START[tactic] - (tactic in unsure and START[tactic] > 1) for tactic in tactics)
    exact = [CUES[cue] for cue in CUES if cue in cues] if not _EXACT.isdisjoint(tactics) else []
    if exact:
        grade += 1
        reasons += exact
    if "child" in relations and not _EXACT.isdisjoint(tactics):
        grade += 1
        reasons.append("speaks-of-a-child")
    if len(tactics) > 1 and grade < START["threat"]:
        grade += 1
        reasons.append("several-tactics")
    return min(grade, HIGHEST), tuple(reasons)
