"""What remains of an original, entered in its place: the new item, what was read in it, and the erasure of the old one.

Readers are not asked again. What they said of the bytes that stay is entered as they said it; where a file was written anew, places
move with the bytes, and so do the ids that follow from them.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from gawah.records.content import (
    Account,
    Capture,
    Conversation,
    Duplicate,
    Message,
    ReadProblem,
    Record,
    RowRecord,
    Transcript,
)
from gawah.records.custody import Moved
from gawah.records.evidence import Acquisition, EvidenceItem, Locator
from gawah.records.media_type import media_type
from gawah.seal.keys import random_id
from gawah.vault import blobs, codec, erase, readings, statements
from gawah.vault.archive import ZipMember
from gawah.vault.blobs import Keeping
from gawah.vault.case import Case
from gawah.vault.cut import Cut
from gawah.vault.ledger_table import Acting
from gawah.vault.rows import TYPES
from gawah.vault.shape import whole

_PAGE = 2_000
_ROWS = """
    SELECT r.idx, r.type, h.text, r.json FROM record r LEFT JOIN shape h ON h.n = r.shape
    WHERE r.reading = ? AND r.idx >= ? ORDER BY r.idx LIMIT ?
"""
_ASIDE = "SELECT kind, json FROM aside WHERE reading = ? ORDER BY kind <> 'conversation', idx"
_UNTOLD = "application/octet-stream"

Summary = Callable[[EvidenceItem, Mapping[str, object]], Mapping[str, object]]
"""From the new item and what the old reading said of itself: what the new one says."""


@dataclass(slots=True)
class Surgery:
    """What goes and what moves, by the file in which it stands: its name and SHA-256.

    Attributes:
        dropped: Files of the zip that go.
        cuts: Files that are written anew without some records.
        changed: Their new bytes, by ordinal in the zip.
        whole: The new bytes of an item that is itself the file.
    """

    dropped: dict[tuple[str | None, str], ZipMember] = field(default_factory=dict)
    cuts: dict[tuple[str | None, str], Cut] = field(default_factory=dict)
    changed: dict[int, bytes] = field(default_factory=dict, repr=False)
    whole: bytes | None = field(default=None, repr=False)

    def goes(self, locator: Locator) -> bool:
        """Whether what stands there goes."""
        key = (locator.member, locator.file_sha256)
        return (
            key in self.dropped
            or (locator.span is None and locator.member in self._names())
            or (key in self.cuts and self.cuts[key].takes(locator.span))
        )

    def _names(self) -> set[str | None]:
        """What is said of a file of the zip, and not of a place in it, names it beside the digest of the zip."""
        return {name for name, _ in self.dropped}

    def moved(self, locator: Locator, old: str, new: str) -> Locator:
        """Where what stands there and stays stands afterwards; `old` and `new` are the digests of the containers."""
        key = (locator.member, locator.file_sha256)
        if key in self.cuts:
            return self.cuts[key].moved(locator)
        return replace(locator, file_sha256=new) if locator.file_sha256 == old else locator


class Entering:
    """Enters, in the transaction that adopts the new container, all that follows from it.

    Attributes:
        kept: The new item, once it is entered.
        entries: Of the ledger: `derive` and `erase`.
    """

    def __init__(
        self,
        case: Case,
        surgery: Surgery,
        old: EvidenceItem,
        at: str,
        acting: Acting,
        watch: Callable[[Record], None],
        summary: Summary,
    ) -> None:
        self._case = case
        self._surgery = surgery
        self._old = old
        self._at = at
        self._acting = acting
        self._watch = watch
        self._summary = summary
        self._moved: list[Moved] = []
        self._now: dict[str, str] = {}
        self.kept: EvidenceItem | None = None
        self.entries: list[int] = []

    def enter(self, new: EvidenceItem) -> None:
        """Rows, ids, exhibits and the announcement of the old item's erasure; inside `Ledger.act`."""
        self.kept = new
        self.entries.append(self._case.ledger.size - 1)
        before = newest_reading(self._case, self._old.id)
        if before is not None:
            told = dict(before.summary)
            readings.enter(
                self._case, new.id, self._records(before.seq, new), lambda: self._summary(new, told), self._at, self._acting
            )
        statements.follow(self._case, self._moved, self._at, self._acting)
        self.entries.append(erase.announce(self._case, self._old.id, self._at, self._acting))

    def _records(self, reading: int, new: EvidenceItem) -> Iterator[tuple[str, bytes]]:
        aside = [codec.decode(kind, json) for kind, json in aside_of(self._case, reading)]
        staying, leaving = self._senders(reading)
        for one in aside:
            if isinstance(one, Conversation) and one.id in staying:
                gone = leaving[one.id] - staying[one.id]
                yield self._told(replace(one, participants=tuple(who for who in one.participants if who not in gone)))
        for row_type, json in rows_of(self._case, reading):
            record = codec.decode(TYPES[row_type], json)
            assert isinstance(record, RowRecord)
            if not self._surgery.goes(record.locator):
                yield self._told(self._stays(record, new))
        for one in aside:
            if isinstance(one, Duplicate | ReadProblem) and not self._surgery.goes(one.locator):
                yield self._told(self._aside(one, new))

    def _told(self, record: Record) -> tuple[str, bytes]:
        self._watch(record)
        return codec.kind_of(record), codec.canonical(record)

    def _stays(self, record: RowRecord, new: EvidenceItem) -> RowRecord:
        locator = self._surgery.moved(record.locator, self._old.sha256, new.sha256)
        if isinstance(record, Message | Capture):
            record = self._unattached(record)
        elif isinstance(record, Transcript):
            record = replace(record, of=self._now.get(record.of, record.of))
        if locator.id != record.id:
            self._moved.append(Moved(before=record.id, after=locator.id, item=new.id))
            self._now[record.id] = locator.id
        return replace(record, locator=locator)

    def _unattached(self, message: Message | Capture) -> Message | Capture:
        """The record, its files that are gone marked as named and not there: their digests go with them."""
        gone = {digest for _, digest in self._surgery.dropped if digest}
        if not any(file.sha256 in gone for file in message.attachments):
            return message
        left = []
        for file in message.attachments:
            if file.sha256 in gone:
                kind = media_type(b"", file.name or "")
                file = replace(file, sha256=None, missing=True, media_type=None if kind == _UNTOLD else kind)  # noqa: PLW2901
            left.append(file)
        return replace(message, attachments=tuple(left))

    def _aside(self, one: Duplicate | ReadProblem, new: EvidenceItem) -> Duplicate | ReadProblem:
        locator = self._surgery.moved(one.locator, self._old.sha256, new.sha256)
        if isinstance(one, Duplicate):
            return replace(one, of=self._now.get(one.of, one.of), locator=locator)
        return replace(one, locator=locator)

    def _senders(self, reading: int) -> tuple[dict[str, set[Account]], dict[str, set[Account]]]:
        """By conversation: who sends what stays, and whose messages go from a text. A text names nobody but as a sender; the other
        forms state who takes part, and what they state stays.
        """
        staying: dict[str, set[Account]] = {}
        leaving: defaultdict[str, set[Account]] = defaultdict(set)
        for _, json in rows_of(self._case, reading):
            row = _STANDING.decode(json)
            goes = self._surgery.goes(row.locator)
            if not goes:
                staying.setdefault(row.conversation, set())
            if row.sender is not None and (not goes or row.locator.place.startswith("line/")):
                (leaving if goes else staying)[row.conversation].add(row.sender)
        return staying, leaving


class _Standing(msgspec.Struct):
    conversation: str
    locator: Locator
    sender: Account | None = None


_STANDING = msgspec.json.Decoder(_Standing)


class Adopting(Keeping):
    """Keeps what remains of an original: as collecting does, but for its ledger entry, and with all that follows beside it."""

    _op = "derive"

    def __init__(self, case: Case, at: str, acting: Acting, old: EvidenceItem, said: dict[str, object], entering: Entering) -> None:
        super().__init__(case, at, acting, "")
        self._old = old
        self._said = said
        self._entering = entering

    def _acquisition(self, items: tuple[str, ...]) -> Acquisition:
        """How the original was collected, in the collector's words: that stays true of what remains."""
        return replace(blobs.acquisition(self._case, self._old.id)[0], id=random_id(), items=items)

    def _more(self) -> dict[str, object]:
        return {"refs": [f"item {self._old.id}"], "result": self._said}

    def _enter_items(self) -> None:
        for digest, waiting in self._waiting.items():
            item = replace(waiting.item, grade=self._old.grade, derived_from=self._old.id)
            self._waiting[digest] = replace(waiting, item=item)
        super()._enter_items()
        for waiting in self._waiting.values():
            self._entering.enter(waiting.item)


class Pieces(io.RawIOBase):
    """Pieces of bytes as one stream."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` from the next piece that holds anything."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def newest_reading(case: Case, item_id: str) -> readings.Reading | None:
    """The reading of an item whose rows are shown: the newest that came to its end, else the newest."""
    found = readings.of_item(case, item_id)
    return next((one for one in reversed(found) if one.summary.get("complete")), found[-1] if found else None)


def rows_of(case: Case, reading: int) -> Iterator[tuple[int, bytes]]:
    """Type and canonical JSON of each row of a reading, in order; page by page, so that rows may be entered meanwhile."""
    start = 0
    while page := case.database.all(_ROWS, (reading, start, _PAGE)):
        yield from ((row_type, whole(shape, kept)) for _, row_type, shape, kept in page)
        start = page[-1][0] + 1


def aside_of(case: Case, reading: int) -> list[tuple[str, bytes]]:
    """Kind and canonical JSON of what stands beside the rows of a reading, conversations first."""
    return [(kind, json) for kind, json in case.database.all(_ASIDE, (reading,))]
