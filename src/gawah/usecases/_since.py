"""What changed since an earlier dossier for the same reader: which exhibits are new, which are left out, what came into the case.

Numbers are given once for ever, so that a later dossier extends an earlier one. Only one for the same reader is compared with: a
dossier for a platform need not tell that one for the police exists.
"""

from collections.abc import Sequence
from itertools import groupby

from gawah.dossier.document import Audience
from gawah.dossier.words import say
from gawah.records.disclosure import Dossier
from gawah.records.errors import BadInput, NotFound
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace

NOTHING = "none"
"""In place of an id: this dossier is to stand for itself."""


def earlier(work: Workspace, audience: Audience, extends: str) -> Dossier | None:
    """The dossier that this one extends.

    Args:
        work: The case.
        audience: For whom this one is.
        extends: Id of a dossier, or its first digits; "" for the newest for the same reader; `NOTHING` for none.

    Raises:
        NotFound: No dossier has this id.
        BadInput: It was made for another reader.
    """
    if extends == NOTHING:
        return None
    made = work.vault.dossiers()
    if not extends:
        return next((one for one in reversed(made) if one.audience == audience), None)
    found = one_of(made, extends)
    if found.audience != audience:
        raise BadInput("that dossier was made for another reader, who need not learn of it here: --extends none")
    return found


def since(work: Workspace, before: Dossier | None, numbers: Sequence[str], size: int) -> tuple[str, ...]:
    """What a reader who holds the earlier dossier finds changed, as sentences; () without one. `size`: of the ledger now."""
    if before is None:
        return ()
    entry = work.vault.entered_at(before.id)
    had, here = set(before.exhibits), set(numbers)
    gone = _erased(work, had)
    files = [item.name for item in work.vault.items() if work.vault.acquired_at(item.id) > entry]
    reports = sum(work.vault.entered_at(report.id) > entry for report in work.vault.reports())
    return (
        say("since.extends", count=len(had), id=before.id, at=before.at, numbers=_listed(had)),
        say("since.new", count=len(here - had), numbers=_listed(here - had)) if here - had else say("since.nothing_new"),
        *([say("since.left_out", count=len(had - here), numbers=_listed(had - here))] if had - here else []),
        *([say("since.erased", count=len(gone), numbers=_listed(gone))] if gone else []),
        *([say("since.kept", count=len(had & here), numbers=_listed(had & here))] if had & here else []),
        *([say("since.files", count=len(files), names=tuple(files))] if files else []),
        *([say("since.reports", count=reports)] if reports else []),
        say("since.ledger", before=entry + 1, now=size),
    )


def _erased(work: Workspace, numbers: set[str]) -> set[str]:
    """Those whose record or file was erased since."""
    gone = set()
    for exhibit in work.vault.exhibits():
        if exhibit.number not in numbers or exhibit.kind not in ("message", "event", "capture", "item"):
            continue
        try:
            work.vault.item(exhibit.target) if exhibit.kind == "item" else work.vault.get(exhibit.target)
        except NotFound:
            gone.add(exhibit.number)
    return gone


def _listed(numbers: set[str]) -> str:
    """Such as `E0001 to E0004, E0009`: neighbours as a stretch."""
    ordered = sorted((int(number[1:]), number) for number in numbers)
    stretches = [
        [number for _, (_, number) in group] for _, group in groupby(enumerate(ordered), lambda each: each[1][0] - each[0])
    ]
    return ", ".join(part[0] if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in stretches)
