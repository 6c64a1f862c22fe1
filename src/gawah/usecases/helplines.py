"""Whom to call in this case: emergency numbers first, then helplines, each with the day on which it was looked up.

With no place named, those of all known places are offered and none is chosen. A number for whoever is in danger now is never left
out, however long ago it was looked up; it then says so. Other contacts past their day are counted and left out unless asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gawah.packs.jurisdiction import Basis, Confidence, Helpline, HelplineKind, Jurisdiction
from gawah.usecases import place
from gawah.usecases._workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One of whom to call.

    Attributes:
        id: Of the fact.
        place: Code of the place.
        territory: Its name, such as `India`.
        kind: `emergency` for whoever is in danger now.
        name: Who answers.
        value: The number; "" where it is not known here.
        hours, languages, note: As far as known.
        seen: The day on which it was looked up.
        stale: Whether it is past the day until which it may be taken for current.
        confidence: `unverified` is to be shown as "not checked".
        sources: What it is known from.
    """

    id: str
    place: str
    territory: str
    kind: HelplineKind
    name: str
    value: str
    hours: str
    languages: tuple[str, ...]
    note: str
    seen: date
    stale: bool
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helplines:
    """Whom to call.

    Attributes:
        chosen: Codes of the places that the person named; () when none was, and `contacts` are then of all places known.
        contacts: Emergency numbers first; within each kind by place, in the order of its file.
        without_emergency: Names of the places of which no emergency number is held.
        left_out: How many contacts are past their day and not shown.
    """

    chosen: tuple[str, ...]
    contacts: tuple[Contact, ...]
    without_emergency: tuple[str, ...]
    left_out: int


def helplines(work: Workspace, *, stale: bool = False) -> Helplines:
    """Whom to call in this case, as of the day of this machine's clock. Never fails for want of a place.

    Args:
        work: The case.
        stale: Show contacts past their day too.
    """
    named = place.chosen(work)
    return _of(named or place.known(), date.fromisoformat(work.clock()[:10]), tuple(one.code for one in named), stale=stale)


def known_helplines(today: date, *, stale: bool = False) -> Helplines:
    """As `helplines` before there is a case, or while it is locked: of all known places."""
    return _of(place.known(), today, (), stale=stale)


def line(one: Contact) -> str:
    """A contact as one line to stand beside whatever the person reads: where, who, number, when looked up, how sure."""
    number = one.value or "number not held here"
    more = ", ".join(part for part in (one.hours, "/".join(one.languages)) if part)
    return f"{one.territory}: {one.name}: {number}{f' ({more})' if more else ''}; {known_from(one)}"


def known_from(one: Contact) -> str:
    """When it was looked up and how sure it is, in a few words."""
    again = "; look it up again" if one.stale else ""
    return f"looked up {one.seen.isoformat()}, {SURE[one.confidence]}{again}"


SURE: dict[Confidence, str] = {
    "verified": "official text read",
    "secondary": "secondary source",
    "unverified": "not checked",
}
"""How well something is known, as it is printed."""


def origin(basis: Basis) -> dict[str, object]:
    """What a fact rests on, for `--json`."""
    return {
        "seen": basis.seen.isoformat(),
        "confidence": basis.conf,
        "sources": [{"title": one.title, "type": one.type, "as_at": one.as_at} for one in basis.sources],
    }


def _of(places: Sequence[Jurisdiction], today: date, chosen: tuple[str, ...], *, stale: bool) -> Helplines:
    found = [_contact(where, one, today) for where in places for one in where.helplines]
    shown = [one for one in found if stale or one.kind == "emergency" or not one.stale]
    return Helplines(
        chosen=chosen,
        contacts=tuple(sorted(shown, key=lambda one: one.kind != "emergency")),
        without_emergency=tuple(where.title for where in places if not any(each.kind == "emergency" for each in where.helplines)),
        left_out=len(found) - len(shown),
    )


def _contact(where: Jurisdiction, one: Helpline, today: date) -> Contact:
    return Contact(
        id=one.id,
        place=where.code,
        territory=where.title,
        kind=one.kind,
        name=one.name,
        value=one.value,
        hours=one.hours,
        languages=one.languages,
        note=one.note,
        seen=one.basis.seen,
        stale=today > one.stale_after,
        confidence=one.basis.conf,
        sources=tuple(each.title for each in one.basis.sources),
    )
