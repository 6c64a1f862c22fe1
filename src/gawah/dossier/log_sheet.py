"""The incident log on the pages of a dossier, as data: entries with what each corrects, evidence still needed, and, chosen for one
reader, what it did to the person.
"""

from dataclasses import dataclass, field, fields
from typing import Any

from gawah.dossier.sheet import PEOPLE, Fact, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSheet:
    """One entry of the log.

    Attributes:
        id: Of the entry, first 8 digits.
        time: When it happened, in the forms known.
        known: How well that is known, as a sentence; "" where it is known exactly.
        until: Until when, as stated; "" where it did not last.
        recorded: When it was written down, and how long after, as a sentence.
        by: Who wrote it.
        text: What happened, in the person's neutral words.
        quoted: The exact words; "" where none are quoted.
        language: Of those, as stated.
        translation, translator: Beside them; never in their place.
        facts: Further lines.
        corrections: What it corrects, as sentences.
        ledger_entry: Index of the ledger entry in which it was first written down.
    """

    id: str
    time: Time
    known: str = ""
    until: str = field(default="", repr=False, metadata=PEOPLE)
    recorded: str
    by: str = field(repr=False, metadata=PEOPLE)
    text: str = field(default="", repr=False, metadata=PEOPLE)
    quoted: str = field(default="", repr=False, metadata=PEOPLE)
    language: str = field(default="", metadata=PEOPLE)
    translation: str = field(default="", repr=False, metadata=PEOPLE)
    translator: str = field(default="", repr=False, metadata=PEOPLE)
    facts: tuple[Fact, ...] = ()
    corrections: tuple[str, ...] = ()
    ledger_entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededSheet:
    """A piece of evidence still needed: of which entry, what, who holds it, by which day it may vanish ("" where nobody knows)."""

    entry: str
    what: str = field(repr=False, metadata=PEOPLE)
    holder: str = field(default="", repr=False, metadata=PEOPLE)
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactSheet:
    """What it did to the person, in their own words.

    Attributes:
        id: Of the diary's entry, first 8 digits.
        felt_at: When, as stated; "" where it is not said.
        recorded: When it was written down, as a sentence.
        by: Who wrote it.
        facts: Sort, fear of violence, money, entries of the log it belongs to.
        text: Their words.
        ledger_entry: Index of the ledger entry that holds it.
    """

    id: str
    felt_at: str = field(default="", metadata=PEOPLE)
    recorded: str
    by: str = field(repr=False, metadata=PEOPLE)
    facts: tuple[Fact, ...] = ()
    text: str = field(repr=False, metadata=PEOPLE)
    ledger_entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSection:
    """The log in one dossier.

    Attributes:
        entries: In order of time.
        left_out: How many entries of the log do not stand here.
        withdrawn: How many of those the person took back.
        needed: What may vanish soonest first; only for an authority or a lawyer.
        impact: Chosen by the person for this reader.
        impact_for: Whom they named as the reader; "" where no impact stands here.
    """

    entries: tuple[IncidentSheet, ...] = ()
    left_out: int = 0
    withdrawn: int = 0
    needed: tuple[NeededSheet, ...] = ()
    impact: tuple[ImpactSheet, ...] = ()
    impact_for: str = field(default="", repr=False, metadata=PEOPLE)


def as_json(section: LogSection) -> dict[str, Any]:
    """What exhibits.json says of the log: the exact words, for whoever reads no PDF. `impact` only where it was chosen."""
    return {
        "entries": [
            {
                "id": one.id,
                "time": _plain(one.time),
                "known": one.known or None,
                "until": one.until or None,
                "recorded": one.recorded,
                "by": one.by,
                "text": one.text,
                "quoted": one.quoted or None,
                "language": one.language or None,
                "translation": one.translation or None,
                "translator": one.translator or None,
                "facts": [_plain(fact) for fact in one.facts],
                "corrections": list(one.corrections),
                "ledger_entry": one.ledger_entry,
            }
            for one in section.entries
        ],
        "left_out": section.left_out,
        "needed": [
            {"entry": one.entry, "what": one.what, "holder": one.holder or None, "vanishes_by": one.by or None}
            for one in section.needed
        ],
        **({"impact": _impact(section)} if section.impact else {}),
    }


def _plain(part: Time | Fact) -> dict[str, str | None]:
    return {one.name: getattr(part, one.name) for one in fields(part)}


def _impact(section: LogSection) -> dict[str, Any]:
    return {
        "for": section.impact_for,
        "entries": [
            {
                "id": one.id,
                "felt_at": one.felt_at or None,
                "recorded": one.recorded,
                "by": one.by,
                "facts": [_plain(fact) for fact in one.facts],
                "text": one.text,
                "ledger_entry": one.ledger_entry,
            }
            for one in section.impact
        ],
    }
