"""Does the paper still open the vault? One original decrypted with the recovery key and hashed; only a ledger entry is written."""

from dataclasses import dataclass

from gawah.records.errors import BadInput
from gawah.seal.ledger import read_entry
from gawah.vault import blobs
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting

_SMALLEST = "SELECT id FROM item ORDER BY CAST(json AS TEXT) ->> 'size' = 0, CAST(json AS TEXT) ->> 'size', n LIMIT 1"
_REHEARSALS = "SELECT seq, body FROM leaf_body WHERE op IN ('recover', 'rekey') ORDER BY seq DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsal proved.

    Attributes:
        entry: Its ledger entry.
        item: Id of the original that came out whole; None when the vault holds none, and only its database was opened.
        originals: How many the vault holds.
    """

    entry: int
    item: str | None
    originals: int


def rehearse(case: Case, at: str, acting: Acting) -> Rehearsal:
    """See `KeysView.rehearse_recovery`. The smallest original that is not empty is taken: the keys are the same for all."""
    if case.slot is not None:
        raise BadInput("a rehearsal needs the recovery key; the vault was opened with its passphrase")
    item = case.database.value(_SMALLEST)
    if item is not None:
        blobs.read_blob(case, item, _Nowhere())
    originals = int(case.database.value("SELECT count(*) FROM item"))
    with case.ledger.act(head=True):
        entry = case.ledger.append("recover", at, acting, method="rehearsal", result={"originals": originals})
    return Rehearsal(entry=entry, item=item, originals=originals)


def last(case: Case) -> int | None:
    """The ledger entry of the last rehearsal; None when there was none since the vault was last sealed anew: that made another
    recovery key.
    """
    for seq, body in case.database.each(_REHEARSALS):
        method = read_entry(body).get("method")
        if method in ("rehearsal", "end"):
            return int(seq) if method == "rehearsal" else None
    return None


class _Nowhere:
    """Takes what is only to be hashed on the way."""

    def write(self, data: bytes, /) -> int | None:
        return len(data)
