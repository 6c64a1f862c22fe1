"""The ledger as others read it: entries in words, and the proofs that a row, an entry or an older head is part of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from gawah.records.custody import Checkpoint, CustodyEvent
from gawah.records.errors import LedgerInconsistent, NotFound
from gawah.seal import ledger, merkle, note
from gawah.vault import batch_rows, statements
from gawah.vault.case import Case
from gawah.vault.report import Gap
from gawah.vault.shape import whole

_ROW = """
    SELECT r.reading, r.idx, s.text, r.json, r.salt FROM record r LEFT JOIN shape s ON s.n = r.shape WHERE r.key = ?
"""

Proof = tuple[bytes, int, int, list[bytes]]
"""Leaf bytes, index, size of the batch, path."""


def event(case: Case, seq: int) -> CustodyEvent:
    """One entry in readable form. Raises NotFound."""
    return _event(case.ledger.body(seq))


def events(case: Case) -> list[CustodyEvent]:
    """All entries in readable form, in order, without those that were erased."""
    return [_event(body) for _, body in case.ledger.bodies() if body is not None]


def gaps(case: Case) -> tuple[Gap, ...]:
    """What copies that were brought back on purpose did not reach, in order; told by `restore` entries."""
    bodies = case.database.all("SELECT body FROM leaf_body WHERE op = 'restore' ORDER BY seq")
    return tuple(gap for (body,) in bodies for gap in gaps_in(ledger.read_entry(body)))


def gaps_in(fields: Mapping[str, object]) -> Iterator[Gap]:
    """What the copy of one `restore` entry did not reach."""
    refs, result = fields.get("refs", []), fields.get("result")
    assert isinstance(refs, list)
    told = result if isinstance(result, dict) else {}
    for head in refs:
        yield Gap(
            leaf=int(str(fields["seq"])),
            at=str(fields["time"]),
            entries=int(str(told.get("entries", 0))),
            missing=int(str(told.get("missing", 0))),
            head=str(head),
        )


def checkpoints(case: Case) -> list[Checkpoint]:
    """Every signed head, smallest first."""
    public = case.signing.public_bytes()
    return [note.open_checkpoint(text, public) for text in case.ledger.heads().values()]


def inclusion(case: Case, seq: int, size: int) -> list[bytes]:
    """The path from an entry to the root over the first `size` entries. Raises ValueError."""
    return merkle.inclusion(seq, case.ledger.hashes(size))


def consistency(case: Case, old: int, new: int) -> list[bytes]:
    """The path from the root over `old` entries to that over `new`. Raises ValueError."""
    return merkle.consistency(old, case.ledger.hashes(new))


def row_proofs(case: Case, row_keys: Iterable[int]) -> dict[int, Proof]:
    """The proof of each message or event in its reading's batch, by key; a batch is hashed once. Raises NotFound;
    LedgerInconsistent when the rows do not give the root.
    """
    wanted: dict[int, dict[int, tuple[int, bytes]]] = defaultdict(dict)
    for key in row_keys:
        found = case.database.one(_ROW, (key,))
        if found is None:
            raise NotFound("no row has this key")
        reading, index, shape, kept, salt = found
        wanted[reading][key] = (index, ledger.row_leaf(whole(shape, kept), salt))
    proofs: dict[int, Proof] = {}
    for reading, rows in wanted.items():
        hashes = _agreed(case, reading, batch_rows.leaf_hashes(case.database, reading))
        paths = merkle.inclusions([index for index, _ in rows.values()], hashes)
        for (key, (index, leaf)), path in zip(rows.items(), paths, strict=True):
            proofs[key] = (leaf, index, len(hashes), path)
    return proofs


def statement_proof(case: Case, statement_id: str) -> Proof:
    """The proof of an entry, report or exhibit in the batch of its ledger entry. Raises NotFound, LedgerInconsistent."""
    json, salt, seq, index = statements.row_of(case, statement_id)
    hashes = _agreed(case, seq, statements.batch_hashes(case, seq))
    return ledger.row_leaf(json, salt), index, len(hashes), merkle.inclusion(index, hashes)


def _agreed(case: Case, seq: int, hashes: list[bytes]) -> list[bytes]:
    """The leaf hashes of a batch when they give the root in its ledger entry."""
    batch = ledger.read_entry(case.ledger.body(seq)).get("batch")
    if batch != {"root": merkle.root(hashes).hex(), "size": len(hashes)}:
        raise LedgerInconsistent("the stored rows do not give the batch root in the ledger")
    return hashes


def _event(body: bytes) -> CustodyEvent:
    fields = ledger.read_entry(body)
    item = fields.get("item")
    return CustodyEvent(
        seq=int(str(fields["seq"])),
        at=str(fields["time"]),
        op=str(fields["op"]),
        method=str(fields.get("method", "")),
        agent=str(fields["agent"]),
        for_agent=None if fields["for"] == "self" else str(fields["for"]),
        items=(item,) if isinstance(item, str) else (),
        tool=str(fields["tool"]),
    )
