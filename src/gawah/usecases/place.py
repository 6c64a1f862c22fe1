"""Which places a case has to do with: a person says so. Nothing is read from messages, numbers or the settings of this machine."""

from collections.abc import Sequence

from gawah.packs.jurisdiction import Basis, Channel, Helpline, Jurisdiction, Retention, codes, every, jurisdiction
from gawah.records.errors import BadInput
from gawah.records.whereabouts import Whereabouts
from gawah.seal.keys import random_id
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

__all__ = [
    "Basis",
    "Channel",
    "Helpline",
    "Jurisdiction",
    "Retention",
    "chosen",
    "keep_place",
    "known",
    "known_place",
    "new_place",
    "place",
]


def known() -> list[Jurisdiction]:
    """All places of which something is known, by code."""
    return every()


def known_place(code: str) -> Jurisdiction:
    """The place of this code, in capitals or not. Raises BadInput when nothing is known of it."""
    wanted = code.strip().casefold()
    if wanted not in codes():
        raise BadInput(f"nothing is held of a place with this code; known are: {', '.join(codes())}")
    return jurisdiction(wanted)


def place(work: Workspace) -> Whereabouts | None:
    """What was last said; None when nothing ever was."""
    said = work.vault.stated(Whereabouts)
    return said[-1] if said else None


def chosen(work: Workspace) -> list[Jurisdiction]:
    """The places last named, in the order in which they were; [] when there are none.

    A place that a later version of the program knows no more is left out: its code stays in the ledger.
    """
    said = place(work)
    return [jurisdiction(code) for code in said.places if code in codes()] if said is not None else []


def new_place(work: Workspace, wanted: Sequence[str]) -> Whereabouts:
    """What would be kept: these places, and no others; none to take it back. Nothing is written.

    Raises:
        BadInput: A code is not known, or nothing new is said.
    """
    places = tuple(dict.fromkeys(known_place(code).code for code in wanted))
    before = place(work)
    if places == (() if before is None else before.places):
        raise BadInput("nothing new is said about the place" if places else "no place is set")
    return Whereabouts(id=random_id() if before is None else before.id, **written(work), places=places)


def keep_place(work: Workspace, made: Whereabouts) -> int:
    """Keep it; what was said before stays in the ledger. The ledger entry."""
    return work.vault.state(made, made.id, work.clock(), work.acting, method="place")
