"""The rows of readings against their ledger entries, and what follows from rows against the rows."""

from collections.abc import Iterator, Mapping

from gawah.records.content import RowRecord
from gawah.records.errors import EvidenceError, VaultError
from gawah.records.fold import Folding
from gawah.records.when import position_ms
from gawah.seal import ledger, merkle
from gawah.vault import batch_rows, codec, derived, stretches
from gawah.vault.opener import Database, Found
from gawah.vault.preparing import LIKENESS_SIZE, kind_of, likeness, searched_text, sender_of
from gawah.vault.report import Difference
from gawah.vault.rows import TYPES, UNDATED
from gawah.vault.shape import whole

_ROWS = """
    SELECT r.id, r.type, r.kind, c.id, c.platform, a.id, r.at_ms, r.likeness, r.json, h.text, r.same_as, s.text
    FROM record r LEFT JOIN conversation c ON c.n = r.conversation LEFT JOIN account a ON a.n = r.sender
    LEFT JOIN shadow s ON s.key = r.key LEFT JOIN shape h ON h.n = r.shape WHERE r.reading = ? ORDER BY r.idx
"""


def stated(entry: Mapping[str, object]) -> tuple[object, object, object, object]:
    """Root and size of the rows, root and number of what stands beside them, as a `read` entry states them."""
    batch, result = entry.get("batch"), entry.get("result")
    if not isinstance(batch, dict) or not isinstance(result, dict):
        return None, None, None, None
    return batch.get("root"), batch.get("size"), result.get("aside_root"), result.get("aside_size")


def batch_size(entry: Mapping[str, object]) -> int:
    """The number of rows that an entry states."""
    size = stated({"result": {}, **entry})[1]
    return size if isinstance(size, int) else 0


def numbers(database: Database, reading: int, entry: Mapping[str, object]) -> Iterator[Difference]:
    """Whether there are as many rows as the entry states."""
    _, size, _, aside_size = stated(entry)
    for table, expected in (("record", size), ("aside", aside_size)):
        found = database.value(f"SELECT count(*) FROM {table} WHERE reading = ?", (reading,))
        if isinstance(expected, int) and found != expected:
            yield Difference(what="reading", id=str(reading), state="missing" if found < expected else "unexpected")


def every_row(database: Database, reading: int, entry: Mapping[str, object]) -> Iterator[Difference]:
    """Every row of a reading: there, unchanged, and with columns that follow from its record."""
    yield from against_root(database, reading, entry)
    fold = Folding()
    for row in database.each(_ROWS, (reading,)):
        if not _follows(row, fold):
            yield Difference(what="row", id=row[0].hex(), state="changed")


def against_root(database: Database, reading: int, entry: Mapping[str, object]) -> Iterator[Difference]:
    """Every row of a reading, and what stands beside them, against the roots in its entry; rows that are not there."""
    root, size, aside_root, _ = stated(entry)
    tree = merkle.Frontier()
    expected = 0
    for indexes, hashes in batch_rows.leaves(database, reading):
        if indexes[0] != expected or indexes[-1] - indexes[0] != len(indexes) - 1:
            missing = sorted(set(range(expected, indexes[-1])).difference(indexes))
            yield from (Difference(what="row", id=f"{reading}/{gap}", state="missing") for gap in missing)
        expected = indexes[-1] + 1
        tree.extend(hashes)
    if isinstance(size, int):
        yield from (Difference(what="row", id=f"{reading}/{gap}", state="missing") for gap in range(expected, size))
    if tree.root().hex() != root:
        yield Difference(what="reading", id=str(reading), state="changed")
    aside = merkle.Frontier()
    for rows in database.chunks("SELECT json, salt FROM aside WHERE reading = ? ORDER BY idx", (reading,)):
        aside.extend(ledger.row_hashes(*(list(column) for column in zip(*rows, strict=True))))
    if aside.root().hex() != aside_root:
        yield Difference(what="reading", id=f"{reading} aside", state="changed")


def counts_and_search(database: Database) -> Iterator[Difference]:
    """Counts against a recount; search indexes against the texts they index."""
    recounted, kept = derived.recount(database), derived.stored_counts(database)
    if recounted != kept:
        yield Difference(what="count", id="tally", state="changed")
    if not derived.days_agree(database):
        yield Difference(what="count", id="daily", state="changed")
    if stretches.wrong(database):
        yield Difference(what="search", id="stretch", state="changed")
    stray = "SELECT count(*) FROM shadow WHERE key NOT IN (SELECT key FROM record WHERE same_as IS NULL)"
    if database.value(stray):
        yield Difference(what="search", id="shadow", state="unexpected")
    for index in ("words", "trigrams"):
        try:
            database.run(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except (EvidenceError, VaultError):
            yield Difference(what="search", id=index, state="changed")


def _follows(row: Found, fold: Folding) -> bool:
    """Whether the columns of a row follow from its record."""
    record_id, row_type, kind, conversation, platform, sender, at_ms, like, kept, shape, same_as, shadow = row
    try:
        record = codec.decode_exact(TYPES[row_type], whole(shape, kept))
    except (ValueError, IndexError):
        return False
    if not isinstance(record, RowRecord):
        return False
    named = sender_of(record)
    place = position_ms(record.sent_at)
    return bool(
        record.id == record_id.hex()
        and kind == kind_of(record)
        and conversation == record.conversation
        and sender == (None if named is None else derived.account_id(platform, named))
        and at_ms == (UNDATED if place is None else place)
        and like == likeness(record.conversation, record)[:LIKENESS_SIZE]
        and shadow == (searched_text(record, fold) if same_as is None else None)
    )
