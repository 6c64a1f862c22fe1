"""What the machine suggested, against the ledger entries that say so.

Without `full` numbers are compared; with it every row is put together again and hashed. A row without its record is one whose
record was erased: an `erase` entry must have come after it.
"""

from collections.abc import Iterator, Mapping

from gawah.seal import ledger, merkle
from gawah.vault import codec, suggestions
from gawah.vault.opener import Database, Found
from gawah.vault.report import Difference

Entries = Mapping[int, Mapping[str, object]]
"""The fields of ledger entries by index."""

_ROWS = """
    SELECT s.idx, s.record, f.json, s.probability, s.salt, s.gone FROM suggestion s LEFT JOIN form f ON f.n = s.form
    WHERE s.seq = ? ORDER BY s.idx
"""
_STRAY = """
    SELECT count(*) FROM near n WHERE NOT EXISTS (SELECT 1 FROM suggestion s WHERE s.record = n.record)
    OR NOT EXISTS (SELECT 1 FROM near f WHERE f.record = n.cluster)
"""
_GONE = "SELECT seq, count(*) FROM suggestion WHERE gone IS NOT NULL GROUP BY seq"


def differences(database: Database, entries: Entries, *, full: bool) -> Iterator[Difference]:
    """Every slice of suggestions that is missing, changed or unexpected."""
    kept = {seq: (model, size) for seq, model, size in database.all("SELECT seq, model, size FROM judging ORDER BY seq")}
    erased = max((seq for seq, fields in entries.items() if fields["op"] == "erase"), default=-1)
    gone: dict[int, int] = dict(database.all(_GONE))
    for seq, fields in entries.items():
        if fields["op"] != suggestions.OP:
            continue
        stated, size = fields.get("method"), _size(fields)
        if seq not in kept:
            yield Difference(what="suggestion", id=str(seq), state="missing")
            continue
        found = database.value("SELECT count(*) FROM suggestion WHERE seq = ?", (seq,))
        if found != size:
            yield Difference(what="suggestion", id=str(seq), state="missing" if found < size else "unexpected")
        elif kept[seq] != (stated, size) or (full and not _whole(database, seq, kept[seq][0], fields)):
            yield Difference(what="suggestion", id=str(seq), state="changed")
        if gone.get(seq) and erased < seq:
            yield Difference(what="suggestion", id=f"{seq} rows", state="missing")
    for seq in sorted(kept.keys() - {seq for seq, fields in entries.items() if fields["op"] == suggestions.OP}):
        yield Difference(what="suggestion", id=str(seq), state="unexpected")
    if full:
        yield from _beside(database)


def _size(fields: Mapping[str, object]) -> int:
    batch = fields.get("batch")
    size = batch.get("size") if isinstance(batch, Mapping) else None
    return size if isinstance(size, int) else 0


def _whole(database: Database, seq: int, model: str, fields: Mapping[str, object]) -> bool:
    """Whether the rows give the root that the entry states."""
    tree = merkle.Frontier()
    for number, row in enumerate(database.each(_ROWS, (seq,))):
        leaf = _leaf(row, model)
        if row[0] != number or leaf is None:
            return False
        tree.append(leaf)
    batch = fields.get("batch")
    return isinstance(batch, Mapping) and tree.root().hex() == batch.get("root")


def _leaf(row: Found, model: str) -> bytes | None:
    _, record, form, probability, salt, gone = row
    if record is None:
        return bytes(gone)
    try:
        json = codec.canonical(suggestions.filled(form, record, probability, model))
        return merkle.leaf_hash(ledger.row_leaf(json, salt))
    except (ValueError, TypeError, AssertionError):
        return None


def _beside(database: Database) -> Iterator[Difference]:
    """What follows from judgements, by which they are found."""
    for number, json, suggests, alarms in database.each("SELECT n, json, suggests, alarms FROM form"):
        if (suggests, alarms) != suggestions.flags(json):
            yield Difference(what="suggestion", id=f"form {number}", state="changed")
    if database.value(_STRAY):
        yield Difference(what="suggestion", id="near copies", state="unexpected")
