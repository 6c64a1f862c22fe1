"""Messages, events and captures of the case: one by one, in order of time, with filters, and the conversation around one.

Pages are keyset pages by (time, key): the next page starts after the last row shown, however many rows were added meanwhile. A
record that stands in several exports is shown once; its further sightings (`same_as`) come with `include_same`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.errors import BadInput, NotFound
from gawah.vault.blobs import LEAST_PREFIX
from gawah.vault.opener import Database, Found, Value
from gawah.vault.shape import whole

UNDATED = 1 << 60
"""What stands in the database for a time that is not known: it sorts after every time."""

RowType: TypeAlias = Literal["message", "event", "capture", "transcript"]

TYPES: tuple[RowType, ...] = ("message", "event", "capture", "transcript")
"""The types of row, by their number in the database."""

Position: TypeAlias = tuple[int | None, int]
"""Where a page ended: a row's `at_ms` and `key`."""

SELECT = """
    SELECT r.key, r.id, r.type, i.id, c.id, c.title, c.platform, r.at_ms, r.json, h.text, r.salt, r.reading, r.idx, r.same_as
    FROM {source} CROSS JOIN reading g ON g.seq = r.reading CROSS JOIN item i ON i.n = g.item
    CROSS JOIN conversation c ON c.n = r.conversation LEFT JOIN shape h ON h.n = r.shape
    WHERE {where}
"""
"""How every row is read; `{source}` gives the rows as `r`."""

_NAMED = "substr(r.id, 1, 6) BETWEEN ? AND ? AND r.id BETWEEN ? AND ?"
_MOVED = """
    SELECT id, CAST(json AS TEXT) ->> '$.after' FROM statement WHERE kind = 'moved' AND id BETWEEN ? AND ? ORDER BY n DESC LIMIT 100
"""
QUOTABLE = f"+r.type <> {TYPES.index('transcript')}"
"""The condition that a row is no machine's reading. The plus sign keeps SQLite from looking for an index."""
_SUGGESTED = """
    r.id IN (
        SELECT s.record FROM form f CROSS JOIN suggestion s ON s.form = f.n
        WHERE f.suggests AND s.seq = (SELECT max(o.seq) FROM suggestion o WHERE o.record = s.record) AND (
            ? = 'any' OR EXISTS (
                SELECT 1 FROM json_each(CAST(f.json AS TEXT), '$.tactics') t
                WHERE t.value ->> 'tactic' = ? AND t.value ->> 'assessed' = 1
            )
        )
    )
"""
_ORDER = " ORDER BY r.at_ms, r.key LIMIT ?"
_HEX = re.compile(r"[0-9a-f]{6,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message, event or capture, or what a machine read in one, as it lies in the vault.

    Attributes:
        key: Its number inside this vault's file.
        id: The record's id: the same on every machine.
        type: message, event, capture or transcript (what a machine read in a capture).
        item: Id of the item it was read in.
        conversation: Id of its conversation.
        conversation_title: As first stated.
        platform: As the reader names it.
        at_ms: Place in time in milliseconds since 1970, for order only (records.when.position_ms); None when not known.
        json: The record's canonical JSON: the exact bytes that the ledger covers.
        salt: The row's salt; with `json` it gives the leaf of the batch (seal.ledger.row_leaf).
        reading_seq: The reading it came from.
        index_in_batch: Its index in that reading's batch.
        same_as: Key of the row shown for this record when this one is a further sighting; None for the row that is shown.
    """

    key: int
    id: str
    type: RowType
    item: str
    conversation: str
    conversation_title: str | None = field(repr=False)
    platform: str
    at_ms: int | None
    json: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    reading_seq: int
    index_in_batch: int
    same_as: int | None

    @property
    def position(self) -> Position:
        """Where a page that ends with this row ends."""
        return self.at_ms, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which rows; every field that is given must hold.

    Attributes:
        conversation: Id of a conversation.
        sender: Id of an account, as `accounts()` gives it.
        platform: As the reader names it.
        kind: message, event, capture, transcript, or a message's or capture's kind or an event's name.
        since_ms, until_ms: First, and past-the-last, millisecond. Rows without a time fall out when either is given.
        ids: Ids of records.
        item: Id of an item.
        include_same: Further sightings too.
        machine_read: Also what a machine read in captures; it is never a quotation.
        suggested: Of which a machine suggests this tactic, or `any` for whatever it suggests; see `suggestions`.
    """

    conversation: str | None = None
    sender: str | None = None
    platform: str | None = None
    kind: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    ids: Sequence[str] | None = None
    item: str | None = None
    include_same: bool = False
    machine_read: bool = True
    suggested: str | None = None


def where(filters: Filters) -> tuple[str, list[Value]]:
    """The filters as a condition over `r`, and its values. The text is put together from constants only."""
    terms: list[str] = []
    values: list[Value] = []

    def add(term: str, *value: Value) -> None:
        terms.append(term)
        values.extend(value)

    if not filters.include_same:
        add("r.same_as IS NULL")
    if not filters.machine_read:
        add(QUOTABLE)
    for term, value in (
        ("r.conversation = (SELECT n FROM conversation WHERE id = ?)", filters.conversation),
        ("r.sender = (SELECT n FROM account WHERE id = ?)", filters.sender),
        ("+r.conversation IN (SELECT n FROM conversation WHERE platform = ?)", filters.platform),
    ):
        if value is not None:
            add(term, value)
    if filters.kind is not None:
        column, wanted = ("type", TYPES.index(filters.kind)) if filters.kind in TYPES else ("kind", filters.kind)
        add(f"r.{column} = ?", wanted)
    if filters.since_ms is not None:
        add("r.at_ms >= ?", filters.since_ms)
    if filters.since_ms is not None or filters.until_ms is not None:
        add("r.at_ms < ?", UNDATED if filters.until_ms is None else filters.until_ms)
    if filters.item is not None:
        add("r.reading IN (SELECT seq FROM reading WHERE item = (SELECT n FROM item WHERE id = ?))", filters.item)
    if filters.suggested is not None:
        add(_SUGGESTED, filters.suggested, filters.suggested)
    if filters.ids is not None:
        ids = [id_bytes(one) for one in filters.ids]
        listed = ", ".join("?" * len(ids))
        add(f"substr(r.id, 1, 6) IN ({listed}) AND r.id IN ({listed})", *(one[:6] for one in ids), *ids)
    return " AND ".join(terms) or "1", values


def after_position(after: Position | None) -> tuple[str, list[Value]]:
    """The condition that a row comes after a position."""
    if after is None:
        return "1", []
    return "(r.at_ms, r.key) > (?, ?)", list(stored_position(after))


def stored_position(position: Position) -> tuple[int, int]:
    """A position as it stands in the table."""
    at_ms, key = position
    return UNDATED if at_ms is None else at_ms, key


def page(database: Database, filters: Filters, after: Position | None, limit: int) -> list[Row]:
    """The next `limit` rows after a position, in order of time."""
    condition, values = where(filters)
    beyond, more = after_position(after)
    statement = SELECT.format(source="record r", where=f"{condition} AND {beyond}") + _ORDER
    return [as_row(found) for found in database.all(statement, [*values, *more, limit])]


def total(database: Database, filters: Filters) -> int:
    """How many rows the filters leave."""
    condition, values = where(filters)
    return int(database.value(f"SELECT count(*) FROM record r WHERE {condition}", values))


def get(database: Database, id_or_prefix: str) -> Row:
    """The row shown for a record, also under an id it had before a part of its file was erased.

    Raises NotFound; BadInput when the prefix names several records or is no id.
    """
    prefix = id_or_prefix.lower()
    if not _HEX.fullmatch(prefix):
        raise BadInput(f"an id is {LEAST_PREFIX} to 32 hexadecimal digits")
    bounds = [bytes.fromhex(prefix.ljust(32, digit)) for digit in "0f"]
    statement = SELECT.format(source="record r", where=_NAMED) + " ORDER BY r.same_as IS NOT NULL, r.key LIMIT 100"
    found = [as_row(row) for row in database.all(statement, [*(bound[:6] for bound in bounds), *bounds])]
    if not found:
        return get(database, _moved(database, prefix))
    if len({row.id for row in found}) > 1:
        raise BadInput("several records have ids that begin so")
    return found[0]


def _moved(database: Database, prefix: str) -> str:
    """The id under which a record stands that is no longer found under one that begins so. Raises NotFound, BadInput."""
    found = database.all(_MOVED, (prefix, prefix.ljust(32, "f")))
    if not found:
        raise NotFound("no record has this id")
    if len({before for before, _ in found}) > 1:
        raise BadInput("several records had ids that begin so")
    return str(found[0][1])


def by_key(database: Database, key: int) -> Row:
    """The row with this key. Raises NotFound."""
    found = database.one(SELECT.format(source="record r", where="r.key = ?"), (key,))
    if found is None:
        raise NotFound("no row has this key")
    return as_row(found)


def context(database: Database, record_id: str, before: int, after: int) -> list[Row]:
    """The rows around one, itself among them, in its conversation: both sides, in order of time; no other machine's reading."""
    middle = get(database, record_id)
    if middle.same_as is not None:
        middle = by_key(database, middle.same_as)
    here = f"r.same_as IS NULL AND {QUOTABLE} AND r.conversation = (SELECT n FROM conversation WHERE id = ?) AND (r.at_ms, r.key)"
    place: list[Value] = [middle.conversation, UNDATED if middle.at_ms is None else middle.at_ms, middle.key]
    earlier = SELECT.format(source="record r", where=f"{here} < (?, ?)") + " ORDER BY r.at_ms DESC, r.key DESC LIMIT ?"
    later = SELECT.format(source="record r", where=f"{here} > (?, ?)") + _ORDER
    rows = [as_row(found) for found in reversed(database.all(earlier, [*place, before]))]
    return [*rows, middle, *(as_row(found) for found in database.all(later, [*place, after]))]


def as_row(found: Found) -> Row:
    """The row that `SELECT` found."""
    key, record_id, row_type, item, conversation, title, platform, at_ms, kept, shape, salt, reading, index, same_as = found
    return Row(
        key=key,
        id=record_id.hex(),
        type=TYPES[row_type],
        item=item,
        conversation=conversation,
        conversation_title=title,
        platform=platform,
        at_ms=None if at_ms == UNDATED else at_ms,
        json=whole(shape, kept),
        salt=salt,
        reading_seq=reading,
        index_in_batch=index,
        same_as=same_as,
    )


def id_bytes(record_id: str) -> bytes:
    """The 16 bytes of a record's id. Raises BadInput when it is none."""
    try:
        return bytes.fromhex(record_id)
    except ValueError:
        raise BadInput("this is not the id of a record") from None


def id_list(ids: Iterable[bytes]) -> tuple[str, list[Value]]:
    """A list of parameters for `IN`, and its values."""
    values: list[Value] = list(ids)
    return ", ".join("?" * len(values)), values
