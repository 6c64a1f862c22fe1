"""Complaints on the pages of a dossier, as data: to whom, what was handed over by its exact digest, every step in order."""

from dataclasses import dataclass, field

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
