"""What an opening notices of an older copy: of a page of the ledger, of the database, of the folder (F9).

Every byte of an older copy is genuine, so that encryption shows nothing. What shows it are signed heads: in the database, in
`checkpoints/`, and the one remembered outside the vault. Pages that hold no ledger are looked at by `check --full`.
"""

from collections.abc import Iterator

from gawah.records.errors import LedgerInconsistent, SealInvalid
from gawah.seal import ledger
from gawah.vault import erase
from gawah.vault.case import Case
from gawah.vault.ledger_table import Ledger

_WITHOUT_BODY = "SELECT seq FROM leaf WHERE NOT EXISTS (SELECT 1 FROM leaf_body WHERE leaf_body.seq = leaf.seq)"
_ERASURES = "SELECT body FROM leaf_body WHERE op = 'erase'"


def signs(case: Case) -> Iterator[str]:
    """What speaks for an older copy, in words without content."""
    newest = 0
    try:
        head = case.ledger.newest()
        newest = 0 if head is None else head.size
        if newest > case.ledger.size:
            yield "rolled back: the ledger is shorter than the newest checkpoint in its database"
        elif head is not None:
            case.ledger.agrees(head)
    except (LedgerInconsistent, SealInvalid) as fault:
        yield f"the ledger is not as its newest checkpoint states: {fault}"
    on_disk = max((int(path.stem) for path in case.layout.checkpoints.glob("*.note") if path.stem.isdecimal()), default=0)
    if on_disk > case.ledger.size:
        yield "rolled back: there is a checkpoint over more entries than the ledger has"
    elif on_disk > newest:
        yield "rolled back: there is a checkpoint newer than any in the database"
    if _bodies_missing(case):
        yield "rolled back: the ledger has entries whose words are not in the database, and nobody erased them"
    yield from _compared(case.ledger)


def _compared(of: Ledger) -> Iterator[str]:
    try:
        of.compare_remembered()
    except LedgerInconsistent as fault:
        yield f"rolled back, or gone on with in another copy: by the checkpoint remembered outside the vault, {fault}"
    except SealInvalid:
        yield "the checkpoint remembered outside the vault is not one of this vault"


def _bodies_missing(case: Case) -> bool:
    missing = {seq for (seq,) in case.database.all(_WITHOUT_BODY)}
    if not missing:
        return False
    for (body,) in case.database.all(_ERASURES):
        try:
            missing -= set(erase.erased_entries(ledger.read_entry(body).get("refs")))
        except LedgerInconsistent:
            continue  # what it says cannot be read, so that it explains nothing
    return bool(missing)
