"""Columns that repeat what a ledger entry or a record states, so that rows are found: each against what it repeats.

A row's JSON is covered by a batch root. What stands beside it in columns of its own (kind, id, order, who read it) is what gawah
looks rows up by; changed, it would show one thing and prove another.
"""

from collections.abc import Iterator, Mapping

from gawah.records.content import Conversation
from gawah.records.custody import Moved
from gawah.records.digest import sha256
from gawah.records.disclosure import Exhibit
from gawah.vault import codec
from gawah.vault.opener import Database
from gawah.vault.report import Difference

Entries = Mapping[int, Mapping[str, object]]
"""The fields of ledger entries by index."""

_READINGS = """
    SELECT g.seq, i.id, g.reader, g.version, g.summary, g.at, g.known FROM reading g LEFT JOIN item i ON i.n = g.item ORDER BY g.seq
"""
_UNUSED_ACQUISITIONS = "SELECT id FROM acquisition WHERE id NOT IN (SELECT acquisition FROM item)"
_UNUSED_SHAPES = "SELECT count(*) FROM shape WHERE n NOT IN (SELECT shape FROM record WHERE shape IS NOT NULL)"


def bodies(database: Database, entries: Entries) -> Iterator[Difference]:
    """The act and the item by which entries are found."""
    for seq, op, item in database.each("SELECT seq, op, item FROM leaf_body ORDER BY seq"):
        fields = entries.get(seq)
        if fields is not None and (fields["op"], fields.get("item")) != (op, item):
            yield Difference(what="entry", id=str(seq), state="changed")


def readings(database: Database, entries: Entries) -> Iterator[Difference]:
    """Who read what, when, and what they said of it."""
    for seq, item, reader, version, summary, at, known in database.all(_READINGS):
        fields = entries.get(seq, {})
        result = fields.get("result")
        if fields.get("op") != "read" or not isinstance(result, dict):
            continue  # told as unexpected elsewhere
        method = f"{reader} {version}".strip() or "none"
        stated = (fields.get("item"), fields.get("method"), fields.get("time"), result.get("known"))
        # Entries of vaults of schema 1 do not hold the digest of the summary.
        covered = result.get("summary", sha256(summary)) == sha256(summary)
        if stated != (item, method, at, known) or not covered:
            yield Difference(what="reading", id=str(seq), state="changed")


def statements(database: Database) -> Iterator[Difference]:
    """Kind and id by which statements are found, and their order: the newest form of one counts."""
    expected: dict[int, int] = {}
    last = 0
    for number, (n, kind, id_, json, leaf, index) in enumerate(
        database.each("SELECT n, kind, id, json, leaf, idx FROM statement ORDER BY n"), 1
    ):
        if n != number or leaf < last or index != expected.get(leaf, 0) or not _states(kind, id_, json):
            yield Difference(what="statement", id=str(leaf), state="changed")
        expected[leaf], last = expected.get(leaf, 0) + 1, max(last, leaf)


def beside(database: Database) -> Iterator[Difference]:
    """Kind and id of what stands beside the rows of readings, and its order."""
    expected: dict[int, int] = {}
    for reading, index, kind, id_, json in database.each("SELECT reading, idx, kind, id, json FROM aside ORDER BY reading, idx"):
        if index != expected.get(reading, 0) or not _stands_beside(kind, id_, json):
            yield Difference(what="reading", id=f"{reading} aside", state="changed")
        expected[reading] = index + 1


def unused(database: Database) -> Iterator[Difference]:
    """Rows to which nothing leads."""
    for (id_,) in database.all(_UNUSED_ACQUISITIONS):
        yield Difference(what="acquisition", id=str(id_)[:32], state="unexpected")
    if database.value(_UNUSED_SHAPES):
        yield Difference(what="row", id="shapes", state="unexpected")


def _states(kind: str, id_: str, json: bytes) -> bool:
    try:
        record = codec.decode(kind, json)
    except ValueError:
        return False
    if isinstance(record, Exhibit):
        return record.number == id_
    return (record.before if isinstance(record, Moved) else getattr(record, "id", None)) == id_


def _stands_beside(kind: str, id_: str | None, json: bytes) -> bool:
    try:
        record = codec.decode(kind, json)
    except ValueError:
        return False
    return id_ == (record.id if isinstance(record, Conversation) else None)
