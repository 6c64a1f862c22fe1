"""Rows on their way into the case: salted, numbered, judged against what the case holds already. Memory does not grow with the
export.
"""

from collections import Counter
from dataclasses import dataclass

from gawah.records.content import Account, Conversation, Duplicate, Event, Message, ReadProblem
from gawah.records.digest import sha256
from gawah.records.when import position_ms
from gawah.seal import ledger, merkle
from gawah.seal.keys import random_bytes
from gawah.vault import codec, derived
from gawah.vault.ledger_table import SALT_SIZE
from gawah.vault.opener import Database, Value
from gawah.vault.rows import UNDATED, id_list

_INSERT_ROW = """
    INSERT INTO record (key, id, reading, idx, type, kind, conversation, sender, at_ms, likeness, occurrence, json, salt, same_as)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NEEDED = "record_likeness"
_KNOWN_IDS = """
    SELECT r.id, r.key FROM record r JOIN reading g ON g.seq = r.reading
    WHERE r.same_as IS NULL AND g.item <> ? AND r.id IN ({list})
"""
_KNOWN_LIKENESS = """
    SELECT r.likeness, r.occurrence, r.reading, s.key, g.item FROM record r JOIN record s ON s.key = ifnull(r.same_as, r.key)
    LEFT JOIN reading g ON g.seq = s.reading WHERE r.likeness IN ({list})
"""


@dataclass(slots=True)
class _Row:
    """One record on its way into the table."""

    id: bytes
    type: int
    kind: str
    record: Message | Event
    json: bytes
    conversation: int
    sender: int | None
    likeness: bytes
    occurrence: int = 0
    same_as: int | None = None


def likeness(conversation: str, record: Message | Event) -> bytes:
    """16 bytes that are equal for the same record in two exports: conversation, sender, stated time, words."""
    event = record.event if isinstance(record, Event) else None
    return bytes.fromhex(sha256(codec.canonical([conversation, event, record.sender, record.sent_at.stated, record.body]))[:32])


class _Directory:
    """Numbers of conversations and accounts, made when first met."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conversations: dict[str, tuple[int, str]] = {}
        self._accounts: dict[tuple[str, Account], int] = {}

    def state(self, conversation: Conversation) -> None:
        """Enter a conversation as its source states it; the first statement stays."""
        self._database.run(
            "INSERT INTO conversation (id, platform, title) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (conversation.id, conversation.platform, conversation.title),
        )

    def conversation(self, conversation_id: str) -> tuple[int, str]:
        """Number and platform. Raises ValueError when the reader did not state the conversation before its records."""
        known = self._conversations.get(conversation_id)
        if known is None:
            found = self._database.one("SELECT n, platform FROM conversation WHERE id = ?", (conversation_id,))
            if found is None:
                raise ValueError("a record stands in a conversation that was not stated")
            known = self._conversations[conversation_id] = (found[0], found[1])
        return known

    def account(self, platform: str, account: Account | None) -> int | None:
        """Number of an account; None for none."""
        if account is None:
            return None
        known = self._accounts.get((platform, account))
        if known is None:
            account_id = derived.account_id(platform, account)
            self._database.run(
                "INSERT INTO account (id, platform, json) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (account_id, platform, codec.canonical(account)),
            )
            known = int(self._database.value("SELECT n FROM account WHERE id = ?", (account_id,)))
            self._accounts[platform, account] = known
        return known


class Storing:
    """One reading while it is stored.

    Attributes:
        first_key, last_key: The keys of its rows.
        rows, aside: The trees over its rows, and over what stands beside them.
        kinds: How many records of each kind came.
        first: The case held no rows before.
    """

    def __init__(self, database: Database, item: int, seq: int) -> None:
        self._database = database
        self._directory = _Directory(database)
        self._item = item
        self._seq = seq
        self.first_key = 1 + int(database.value("SELECT ifnull(max(key), 0) FROM record"))
        self.last_key = self.first_key - 1
        self.first = database.value("SELECT 1 FROM record LIMIT 1") is None
        self._indexes = _drop_indexes(database) if self.first else []
        self.rows = merkle.Frontier()
        self.aside = merkle.Frontier()
        self.kinds: Counter[str] = Counter()

    def store(self, batch: list[tuple[str, bytes]]) -> None:
        """Store one batch of records in their order."""
        rows: list[_Row] = []
        aside: list[tuple[str, bytes, str | None]] = []
        for kind, data in batch:
            self.kinds[kind] += 1
            if kind == "framing":
                continue
            record = codec.decode_exact(kind, data)
            if isinstance(record, Message | Event):
                rows.append(self._row(record, data))
            elif isinstance(record, Conversation):
                self._directory.state(record)
                aside.append((kind, data, record.id))
            elif isinstance(record, Duplicate | ReadProblem):
                aside.append((kind, data, None))
            else:
                raise ValueError("a reader yields no record of this kind")  # noqa: TRY004 - the caller's data, not its code
        self._store_aside(aside)
        self._judge(rows)
        self._store_rows(rows)

    def _row(self, record: Message | Event, data: bytes) -> _Row:
        number, platform = self._directory.conversation(record.conversation)
        sender = self._directory.account(platform, record.sender)
        row_type, kind = (1, record.event) if isinstance(record, Event) else (0, record.kind)
        like = likeness(record.conversation, record)
        return _Row(bytes.fromhex(record.id), row_type, kind, record, data, number, sender, like)

    def _store_aside(self, aside: list[tuple[str, bytes, str | None]]) -> None:
        values = []
        for salt, (kind, data, record_id) in zip(_salts(len(aside)), aside, strict=True):
            values.append((self._seq, self.aside.size, kind, record_id, data, salt))
            self.aside.append(merkle.leaf_hash(ledger.row_leaf(data, salt)))
        self._database.run_many("INSERT INTO aside (reading, idx, kind, id, json, salt) VALUES (?, ?, ?, ?, ?, ?)", values)

    def _judge(self, rows: list[_Row]) -> None:
        """Number like records within the reading, and find which records another item holds already."""
        seen: Counter[bytes] = Counter()
        elsewhere: dict[tuple[bytes, int], int] = {}
        listed, values = id_list({row.likeness for row in rows})
        for like, occurrence, reading, key, item in self._database.each(_KNOWN_LIKENESS.format(list=listed), values):
            if reading == self._seq:
                seen[like] = max(seen[like], occurrence + 1)
            elif item is not None and item != self._item:
                elsewhere.setdefault((like, occurrence), key)
        known = {} if self.first else self._known_ids(rows)
        for row in rows:
            row.occurrence = seen[row.likeness]
            seen[row.likeness] += 1
            row.same_as = known.get(row.id, elsewhere.get((row.likeness, row.occurrence)))

    def _known_ids(self, rows: list[_Row]) -> dict[bytes, int]:
        listed, values = id_list(row.id for row in rows)
        return dict(self._database.all(_KNOWN_IDS.format(list=listed), [self._item, *values]))

    def _store_rows(self, rows: list[_Row]) -> None:
        values: list[tuple[Value, ...]] = []
        shadows: list[tuple[int, str]] = []
        counts: Counter[derived.Cell] = Counter()
        for salt, row in zip(_salts(len(rows)), rows, strict=True):
            self.last_key += 1
            key, place = self.last_key, position_ms(row.record.sent_at)
            at_ms = UNDATED if place is None else place
            values.append(
                (
                    *(key, row.id, self._seq, self.rows.size, row.type, row.kind, row.conversation, row.sender, at_ms),
                    *(row.likeness, row.occurrence, row.json, salt, row.same_as),
                )
            )
            self.rows.append(merkle.leaf_hash(ledger.row_leaf(row.json, salt)))
            if row.same_as is None:
                shadows.append((key, derived.searched_text(row.record)))
                counts[derived.day_of(at_ms), row.conversation, row.sender or derived.NO_SENDER, row.type] += 1
        self._database.run_many(_INSERT_ROW, values)
        derived.add_shadows(self._database, shadows)
        derived.add_counts(self._database, counts)

    def finish(self) -> None:
        """Make the rows searchable, and the indexes anew that a first import went without."""
        for statement in self._indexes:
            self._database.run(statement)
        derived.index_shadows(self._database, self.first_key, self.last_key)


def _drop_indexes(database: Database) -> list[str]:
    """Drop the indexes of the empty table of rows, but for the one that storing needs; the statements that make them again.

    Sorting a whole import once is quicker than keeping six orders row by row. It happens inside the import's transaction.
    """
    found = database.all(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record' AND name <> ?", (_NEEDED,)
    )
    for name, _ in found:
        database.run(f"DROP INDEX {name}")
    return [statement for _, statement in found]


def _salts(count: int) -> list[bytes]:
    block = random_bytes(SALT_SIZE * count)
    return [block[start : start + SALT_SIZE] for start in range(0, len(block), SALT_SIZE)]
