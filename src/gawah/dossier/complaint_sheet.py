"""Complaints on the pages of a dossier, as data: to whom, what was handed over by its exact digest, every step in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gawah.dossier.sheet import PEOPLE, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedSheet:
    """What the body was given: a dossier of the case, as a sentence, or a file by its name; and its digest."""

    what: str = field(repr=False, metadata=PEOPLE)
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSheet:
    """One call, visit, letter or reply.

    Attributes:
        at: When, as stated.
        title: What sort of step and in which direction, as a sentence.
        facts: With whom, reference, what shows it.
        text: The person's words.
        handed_over: What was handed over with it.
        entered: When it was entered and by whom, as a sentence.
    """

    at: str = field(metadata=PEOPLE)
    title: str
    facts: tuple[Fact, ...] = ()
    text: str = field(default="", repr=False, metadata=PEOPLE)
    handed_over: tuple[HandedSheet, ...] = ()
    entered: str = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintSheet:
    """One complaint.

    Attributes:
        to: Name of the body.
        facts: What is stated of it, a line each.
        handed_over: What they were given with it; what came later stands with its step.
        anchor_size, anchor_root: The head of the ledger that was given to be quoted in the complaint; 0 and "" where there is none.
        steps: In order of time.
        entered: When it was entered and by whom, as a sentence.
    """

    to: str = field(repr=False, metadata=PEOPLE)
    facts: tuple[Fact, ...]
    handed_over: tuple[HandedSheet, ...] = ()
    anchor_size: int = 0
    anchor_root: str = ""
    steps: tuple[StepSheet, ...] = ()
    entered: str = field(repr=False, metadata=PEOPLE)


def as_json(complaints: Iterable[ComplaintSheet]) -> list[dict[str, Any]]:
    """What exhibits.json says of complaints: every statement that the pages print, in their order."""
    return [
        {
            "to": one.to,
            "facts": _facts(one.facts),
            "handed_over": _handed(one.handed_over),
            "anchor": {"size": one.anchor_size, "root": one.anchor_root} if one.anchor_root else None,
            "steps": [_step(step) for step in one.steps],
            "entered": one.entered,
        }
        for one in complaints
    ]


def _step(one: StepSheet) -> dict[str, Any]:
    return {
        "at": one.at,
        "title": one.title,
        "facts": _facts(one.facts),
        "text": one.text or None,
        "handed_over": _handed(one.handed_over),
        "entered": one.entered,
    }


def _facts(facts: Iterable[Fact]) -> list[dict[str, str]]:
    return [{"label": fact.label, "value": fact.value} for fact in facts]


def _handed(given: Iterable[HandedSheet]) -> list[dict[str, str]]:
    return [{"what": one.what, "sha256": one.sha256} for one in given]
