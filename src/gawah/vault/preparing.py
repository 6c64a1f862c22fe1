"""Records on their way into rows, all that can be done without the database: checked, hashed, folded, without what they share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from gawah.records.content import (
    Account,
    Capture,
    Conversation,
    Duplicate,
    Event,
    Message,
    ReadProblem,
    RowRecord,
    Transcript,
)
from gawah.records.digest import digest_bytes
from gawah.records.fold import Folding
from gawah.records.when import position_ms
from gawah.seal import ledger
from gawah.seal.keys import random_bytes
from gawah.vault import codec
from gawah.vault.ledger_table import SALT_SIZE
from gawah.vault.rows import TYPES, UNDATED
from gawah.vault.shape import Shapes

LIKENESS_SIZE = 6
"""Bytes of a likeness that stand in the table: enough to find the few rows that are then compared in full."""


_TYPES: dict[type, int] = {codec.KINDS[name]: number for number, name in enumerate(TYPES)}


class _Columns:
    """Lists side by side: the nth of every list belongs to one thing."""

    __slots__: tuple[str, ...] = ()

    def extend(self, more: Self) -> None:
        """Add what another one holds, after what is here."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(more, name))

    def __len__(self) -> int:
        return len(getattr(self, self.__slots__[0]))


@dataclass(slots=True)
class Prepared(_Columns):
    """Rows in the order of the source.

    Attributes:
        id, type, kind, at_ms, salt: As in the table `record`.
        likeness: In full, see `likeness`.
        party: Index in `Preparing.parties`: conversation and sender as the source states them.
        shape, kept: See `Shapes.keep`.
        text: The folded text.
        leaf: The leaf hash in the reading's batch.
    """

    id: list[bytes] = field(default_factory=list)
    type: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    party: list[int] = field(default_factory=list)
    at_ms: list[int] = field(default_factory=list)
    likeness: list[bytes] = field(default_factory=list)
    salt: list[bytes] = field(default_factory=list)
    shape: list[int | None] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    leaf: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class Aside(_Columns):
    """What stands beside the rows: kind, canonical JSON, id (of a conversation), salt and leaf hash of each."""

    kind: list[str] = field(default_factory=list)
    json: list[bytes] = field(default_factory=list)
    id: list[str | None] = field(default_factory=list)
    salt: list[bytes] = field(default_factory=list)
    leaf: list[bytes] = field(default_factory=list)


def likeness(conversation: str, record: RowRecord) -> bytes:
    """A digest that is equal for the same record in two exports: conversation, sender, stated time, words. 32 bytes, of which
    the first `LIKENESS_SIZE` are kept. In place of event and sender stand, for a capture, its kind, address and title; for a
    machine's reading, the capture. Captures without words are alike only when they are the same file.
    """
    what: object
    sender: object = None
    words = record.body
    if isinstance(record, Capture):
        what, sender = "capture", [record.kind, record.address, record.title]
        words = record.body or record.locator.file_sha256
    elif isinstance(record, Transcript):
        what, sender = "transcript", [record.of, record.maker]
    else:
        what, sender = record.event if isinstance(record, Event) else None, record.sender
    return digest_bytes(codec.canonical([conversation, what, sender, record.sent_at.stated, words]))


def searched_text(record: RowRecord, fold: Folding) -> str:
    """The folded text in which a record is found: subject and body; of a capture title, address and body."""
    before: tuple[str | None, ...] = ()
    if isinstance(record, Message):
        before = (record.subject,)
    elif isinstance(record, Capture):
        before = (record.title, record.address)
    return fold("\n".join([*filter(None, before), record.body]))


def kind_of(record: RowRecord) -> str:
    """What stands in the column `kind`: the kind of a message or capture, the name of an event; `machine-read`."""
    if isinstance(record, Event):
        return record.event
    return "machine-read" if isinstance(record, Transcript) else record.kind


def sender_of(record: RowRecord) -> Account | None:
    """The account that the record names as its sender; a capture and what was read in it have none."""
    return record.sender if isinstance(record, Message | Event) else None


def salts(count: int) -> list[bytes]:
    """So many salts of `SALT_SIZE` random bytes."""
    block = random_bytes(SALT_SIZE * count)
    return [block[start : start + SALT_SIZE] for start in range(0, len(block), SALT_SIZE)]


class Preparing:
    """What the records of one reading have in common while they are prepared.

    Attributes:
        kinds: How many records of each kind came.
        shapes: The shapes of the reading.
        parties: Every conversation and sender that was met together.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.kinds: Counter[str] = Counter()
        self.shapes = shapes
        self.parties: list[tuple[str, Account | None]] = []
        self._parties: dict[tuple[str, Account | None], int] = {}
        self._stated: list[Conversation] = []
        self._fold = Folding()

    def take_stated(self) -> list[Conversation]:
        """The conversations stated since this was last asked."""
        taken, self._stated = self._stated, []
        return taken

    def prepare(self, batch: Sequence[tuple[str, bytes]]) -> tuple[Prepared, Aside]:
        """Rows and what stands beside them, from kind and canonical JSON of each record, in their order.

        Raises ValueError, without content: something is no record, or not spelt canonically.
        """
        self.kinds.update(kind for kind, _ in batch)
        rows, aside = Prepared(), Aside()
        datas: list[bytes] = []
        records: list[RowRecord] = []
        for kind, data in batch:
            record = codec.decode_exact(kind, data)
            if isinstance(record, RowRecord):
                records.append(record)
                datas.append(data)
            elif isinstance(record, Conversation):
                self._stated.append(record)
                self._put_aside(aside, kind, data, record.id)
            elif isinstance(record, Duplicate | ReadProblem):
                self._put_aside(aside, kind, data, None)
            elif kind != "framing":
                raise ValueError("a reader yields no record of this kind")
        self._rows(rows, records, datas)
        aside.salt = salts(len(aside.json))
        aside.leaf = ledger.row_hashes(aside.json, aside.salt)
        return rows, aside

    def _put_aside(self, aside: Aside, kind: str, data: bytes, record_id: str | None) -> None:
        aside.kind.append(kind)
        aside.json.append(data)
        aside.id.append(record_id)

    def _rows(self, rows: Prepared, records: list[RowRecord], datas: list[bytes]) -> None:
        rows.id = [bytes.fromhex(record.locator.id) for record in records]
        rows.type = [_TYPES[type(record)] for record in records]
        rows.kind = [kind_of(record) for record in records]
        rows.party = [self._party(record.conversation, sender_of(record)) for record in records]
        places = [position_ms(record.sent_at) for record in records]
        rows.at_ms = [UNDATED if place is None else place for place in places]
        rows.likeness = [likeness(record.conversation, record) for record in records]
        kept = [
            # Captures, and what was read in them, share too little for a shape.
            (None, data) if row_type > 1 else self.shapes.keep(party, data)
            for row_type, party, data in zip(rows.type, rows.party, datas, strict=True)
        ]
        rows.shape, rows.kept = [shape for shape, _ in kept], [gaps for _, gaps in kept]
        rows.text = [searched_text(record, self._fold) for record in records]
        rows.salt = salts(len(datas))
        rows.leaf = ledger.row_hashes(datas, rows.salt)

    def _party(self, conversation: str, sender: Account | None) -> int:
        party = self._parties.get((conversation, sender))
        if party is None:
            party = self._parties[conversation, sender] = len(self.parties)
            self.parties.append((conversation, sender))
        return party
