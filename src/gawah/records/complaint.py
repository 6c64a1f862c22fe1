"""What happens around a complaint: each call, visit, letter and reply as a row of its own, and what is to be reported, blocked or
deleted.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.casework import HandedOver
from gawah.records.when import When

StepKind: TypeAlias = Literal["call", "visit", "letter", "mail", "reply", "statement", "handed-over", "other"]
Direction: TypeAlias = Literal["to-them", "from-them"]
IntendedKind: TypeAlias = Literal["report", "block", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStep:
    """One call, visit, letter or reply in the matter of a complaint.

    A step stated again under its id is a correction; the earlier form stays in the ledger.

    Attributes:
        id: 32 hexadecimal digits, random.
        report: Id of the complaint.
        recorded_at: When it was entered, by this machine's clock. Stands beside `at`.
        agent, for_agent: Who entered it, and on whose behalf.
        at: When it happened, as the person states it.
        kind: What sort of step.
        direction: From the person to the body, or from the body to the person.
        with_whom: Who spoke or wrote for the body, as they named themselves.
        words: The person's words: what was said, asked or answered.
        attached: Ids of items, messages and captures that show it.
        handed_over: What the body was given with it.
        reference: A number that they gave for it.
    """

    id: str
    report: str
    recorded_at: str
    agent: str
    for_agent: str | None
    at: When
    kind: StepKind
    direction: Direction
    with_whom: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    attached: tuple[str, ...] = ()
    handed_over: tuple[HandedOver, ...] = ()
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """That something is to be reported, blocked or deleted, and which copies of it the case held when this was said.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was said, by this machine's clock.
        agent, for_agent: Who said so, and on whose behalf.
        what: Report, block or delete.
        of: Ids of messages, captures, items and own entries.
        address: Of a page, as the person states it; gawah never opens it. "" where ids say what is meant.
        copies: Ids of what in the case preserves it, as found then; () where nothing did, and for what must not be kept.
        done_at: When it was done, as the person states it; None while it is not.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    what: IntendedKind
    of: tuple[str, ...] = ()
    address: str = field(default="", repr=False)
    copies: tuple[str, ...] = ()
    done_at: When | None = None
