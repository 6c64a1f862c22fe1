"""Rows on their way into the case: numbered, judged against what the case holds already, put in order of time. Memory does not grow
with the export.

While the indexes of search take in one part of the rows, which the database does without Python, the next part is prepared: two
threads, of which only one at a time speaks to the database.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from gawah.records.content import Account, Conversation, RowRecord
from gawah.seal import merkle
from gawah.vault import codec, derived
from gawah.vault.opener import Database, Found, Value
from gawah.vault.preparing import LIKENESS_SIZE, Aside, Prepared, Preparing, likeness
from gawah.vault.rows import TYPES, id_list
from gawah.vault.shape import Shapes, whole

PART = 32_768
"""Rows that are put in order of time, and made searchable, at once."""
_ASKED = 2_000

_INSERT_ROW = """
    INSERT INTO record (key, id, reading, idx, type, kind, conversation, sender, at_ms, likeness, json, salt, same_as, shape)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_ASIDE = "INSERT INTO aside (reading, idx, kind, id, json, salt) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_SHAPE = "INSERT INTO shape (n, reading, text) VALUES (?, ?, ?)"
_KNOWN_IDS = """
    SELECT r.id, r.key FROM record r JOIN reading g ON g.seq = r.reading
    WHERE r.same_as IS NULL AND g.item <> ? AND substr(r.id, 1, 6) IN ({list})
"""
_ALIKE = """
    SELECT r.type, r.json, h.text, r.reading, s.key, g.item FROM record r LEFT JOIN shape h ON h.n = r.shape
    LEFT JOIN record s ON s.key = ifnull(r.same_as, r.key) LEFT JOIN reading g ON g.seq = s.reading
    WHERE r.likeness IN ({list}) ORDER BY r.reading, r.idx
"""


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
        rows, aside: The trees over its rows, and over what stands beside them.
        kinds: How many records of each kind came.
        first: The case held no rows before.
        stretches: First and last keys between which keys follow time.
    """

    def __init__(self, database: Database, item: int, seq: int) -> None:
        self._database = database
        self._directory = _Directory(database)
        self._item = item
        self._seq = seq
        self._key = 1 + int(database.value("SELECT ifnull(max(key), 0) FROM record"))
        self.first = database.value("SELECT 1 FROM record LIMIT 1") is None
        self._indexes = _drop_indexes(database) if self.first else []
        self._preparing = Preparing(Shapes(1 + int(database.value("SELECT ifnull(max(n), 0) FROM shape"))))
        self._met: list[tuple[int, int | None]] = []
        self._part = Prepared()
        self._beside = Aside()
        self._indexing: Future[None] | None = None
        self._other = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")
        self.stretches: list[tuple[int, int]] = []
        self.rows = merkle.Frontier()
        self.aside = merkle.Frontier()
        self.kinds = self._preparing.kinds

    def store(self, batch: list[tuple[str, bytes]]) -> None:
        """Store one batch of records in their order. Raises ValueError, without content: something that is no record."""
        rows, aside = self._preparing.prepare(batch)
        self._part.extend(rows)
        self._beside.extend(aside)
        if len(self._part) + len(self._beside) >= PART:
            self._flush()

    def finish(self) -> None:
        """Store what is left, and make the indexes anew that a first import went without."""
        self._flush()
        self._wait()
        for statement in self._indexes:
            self._database.run(statement)

    def close(self) -> None:
        """Let the other thread end: nothing speaks to the database any more, whatever happened."""
        self._other.shutdown(wait=True)

    def _wait(self) -> None:
        if self._indexing is not None:
            self._indexing.result()
            self._indexing = None

    def _flush(self) -> None:
        self._wait()
        self._store_aside()
        part, self._part = self._part, Prepared()
        if not len(part):
            return
        conversations, senders = self._numbers(part)
        same_as = [None] * len(part) if self.first else self._judge(part)
        self._database.run_many(_INSERT_SHAPE, [(n, self._seq, text) for n, text in self._preparing.shapes.take()])
        # Stored in order of time: `idx` keeps the order of the source.
        order = sorted(range(len(part)), key=part.at_ms.__getitem__)
        first, self._key = self._key, self._key + len(part)
        start, seq = self.rows.size, self._seq
        self._database.run_many(
            _INSERT_ROW,
            [
                (
                    *(key, part.id[n], seq, start + n, part.type[n], part.kind[n], conversations[n], senders[n], part.at_ms[n]),
                    *(part.likeness[n][:LIKENESS_SIZE], part.kept[n], part.salt[n], same_as[n], part.shape[n]),
                )
                for key, n in enumerate(order, first)
            ],
        )
        self.rows.extend(part.leaf)
        self.stretches.append((first, self._key - 1))
        derived.add_shadows(self._database, [(key, part.text[n]) for key, n in enumerate(order, first) if same_as[n] is None])
        cells = zip(map(derived.day_of, part.at_ms), conversations, senders, part.type, same_as, strict=True)
        derived.add_counts(
            self._database, Counter((d, c, s or derived.NO_SENDER, t) for d, c, s, t, hidden in cells if hidden is None)
        )
        self._indexing = self._other.submit(derived.index_shadows, self._database, first, self._key - 1)

    def _numbers(self, part: Prepared) -> tuple[list[int], list[int | None]]:
        """The numbers of conversations and senders."""
        for conversation_id, account in self._preparing.parties[len(self._met) :]:
            number, platform = self._directory.conversation(conversation_id)
            self._met.append((number, self._directory.account(platform, account)))
        met = [self._met[party] for party in part.party]
        return [conversation for conversation, _ in met], [sender for _, sender in met]

    def _store_aside(self) -> None:
        for conversation in self._preparing.take_stated():
            self._directory.state(conversation)
        aside, self._beside = self._beside, Aside()
        numbers = range(self.aside.size, self.aside.size + len(aside))
        self._database.run_many(
            _INSERT_ASIDE,
            [(self._seq, *row) for row in zip(numbers, aside.kind, aside.id, aside.json, aside.salt, strict=True)],
        )
        self.aside.extend(aside.leaf)

    def _judge(self, part: Prepared) -> list[int | None]:
        """Which rows another item holds already: the key of the row shown for each, or None."""
        known: dict[bytes, int] = dict(self._asked(_KNOWN_IDS, [record_id[:6] for record_id in part.id], [self._item]))
        seen: Counter[tuple[bytes, int]] = Counter()
        elsewhere: dict[tuple[bytes, int], int] = {}
        for row_type, kept, shape, reading, key, item in self._asked(_ALIKE, [like[:LIKENESS_SIZE] for like in part.likeness]):
            record = codec.decode(TYPES[row_type], whole(shape, kept))
            assert isinstance(record, RowRecord)
            like = likeness(record.conversation, record)
            occurrence = seen[like, reading]
            seen[like, reading] += 1
            if reading != self._seq and item is not None and item != self._item:
                elsewhere.setdefault((like, occurrence), key)
        same_as: list[int | None] = []
        for record_id, like in zip(part.id, part.likeness, strict=True):
            same_as.append(known.get(record_id, elsewhere.get((like, seen[like, self._seq]))))
            seen[like, self._seq] += 1
        return same_as

    def _asked(self, statement: str, wanted: Iterable[bytes], values: Sequence[Value] = ()) -> Iterator[Found]:
        source = iter(dict.fromkeys(wanted))
        while some := list(islice(source, _ASKED)):
            listed, asked = id_list(some)
            yield from self._database.each(statement.format(list=listed), [*values, *asked])


def _drop_indexes(database: Database) -> list[str]:
    """Drop the indexes of the empty table of rows; the statements that make them again.

    Sorting a whole import once is quicker than keeping seven orders row by row. It happens inside the import's transaction.
    """
    found = database.all("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record'")
    for name, _ in found:
        database.run(f"DROP INDEX {name}")
    return [statement for _, statement in found]
