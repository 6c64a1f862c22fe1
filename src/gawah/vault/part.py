"""Erasing a part of an original: some files of a zip, or some records of a text or JSON file (decision 11).

A new container without those bytes is sealed and made durable first. Then one transaction adopts it (`derive`), enters what was
read in the old one and still stands, says under which ids it stands now, and announces the erasure of the old one. So
at every moment there is the one or the other, and an erasure that was broken off is finished at the next opening.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Self, cast

import msgspec

from gawah.records.content import Duplicate, Record
from gawah.records.digest import sha256
from gawah.records.errors import AlreadyHeld, BadInput, NotFound
from gawah.records.evidence import EvidenceItem, Locator
from gawah.vault import blobs, codec, erase, readings
from gawah.vault._points import point
from gawah.vault.archive import Archive, ZipMember
from gawah.vault.case import Case
from gawah.vault.cut import cut
from gawah.vault.derive import Adopting, Entering, Pieces, Summary, Surgery, aside_of, newest_reading, rows_of
from gawah.vault.ledger_table import Acting
from gawah.vault.rows import id_bytes
from gawah.vault.scratch import Scratch

LARGEST = 1 << 30
"""Bytes of the largest text or JSON file that is written anew: it is held in memory."""

_SHOWN = """
    SELECT ifnull(nullif(same_as, 0), key) FROM record WHERE substr(id, 1, 6) = ? AND id = ? ORDER BY same_as IS NOT NULL, key
"""
_STANDING = """
    SELECT DISTINCT i.id, r.id FROM record r JOIN reading g ON g.seq = r.reading JOIN item i ON i.n = g.item
    WHERE r.key = ? OR r.same_as = ? ORDER BY i.n
"""
_IN_READING = "SELECT 1 FROM record WHERE reading = ? AND substr(id, 1, 6) = ? AND id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is to go from one original.

    Attributes:
        item: Id of the original.
        members: Ordinals of files of a zip, as `Archive` counts them.
        records: Ids of messages and events read in it.
    """

    item: str
    members: frozenset[int] = frozenset()
    records: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Outlook:
    """What taking a part out would do.

    Attributes:
        item: The original, which is erased.
        members: The files of the zip that go.
        size: Bytes that go, as they lie in the original.
        records: Ids of the messages and events that go.
        moved: How many others get another id, since their file is written anew.
        unattached: How many messages name a file that goes.
    """

    item: EvidenceItem
    members: tuple[ZipMember, ...] = ()
    size: int = 0
    records: tuple[str, ...] = ()
    moved: int = 0
    unattached: int = 0


class _Placed(msgspec.Struct):
    locator: Locator


_PLACED = msgspec.json.Decoder(_Placed)


class Cutting:
    """One part on its way out. A context manager: what it lays out for itself is gone at its end; `carry_out` erases.

    Attributes:
        outlook: What would happen, known from the start of the block.
    """

    def __init__(self, case: Case, part: Part) -> None:
        self._case = case
        self._part = part
        self._stack = ExitStack()
        self._surgery = Surgery()
        self._archive: Archive | None = None
        self._size = 0
        self.outlook = Outlook(item=blobs.item(case, part.item))

    def __enter__(self) -> Self:
        with self._stack:
            item = self.outlook.item
            folder = self._case.database.value("SELECT 1 FROM item WHERE part_of = ?", (item.id,)) is not None
            if folder or read_with_folder(self._case, item.id):
                raise BadInput("what was read as a folder cannot be cut; erase the folder, or a file in which nothing was read")
            scratch = self._stack.enter_context(Scratch(self._case.layout.tmp))
            blobs.read_blob(self._case, item.id, scratch)
            reader = self._stack.enter_context(scratch.reading())
            self._size = scratch.size
            self._archive = archive_of(reader)
            point("part-read")
            self._drop()
            self._cut(reader)
            self._look()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def carry_out(
        self, at: str, acting: Acting, watch: Callable[[Record], None], summary: Summary
    ) -> tuple[EvidenceItem, list[int]]:
        """Erase the part. `watch` is called with each record that is entered anew, `summary` after the last of them.

        Returns what remains, and the ledger entries `derive` and `erase`. Raises BadInput when nothing would remain, or when the
        case holds what would remain.
        """
        old = self.outlook.item
        said: dict[str, object] = {"removed_bytes": self.outlook.size, "removed_records": len(self.outlook.records)}
        entering = Entering(self._case, self._surgery, old, at, acting, watch, summary)
        with Adopting(self._case, at, acting, old, said, entering) as adopting:
            try:
                adopting.keep(
                    cast("IO[bytes]", io.BufferedReader(Pieces(self._pieces()), 1 << 20)),
                    name=old.name,
                    media_type=old.media_type,
                    part_of=old.part_of,
                )
            except AlreadyHeld as held:
                raise BadInput("the case holds what would remain as another item; erase this one whole") from held
        point("part-adopted")
        erase.finish(self._case, old.id)
        assert entering.kept is not None
        return entering.kept, entering.entries

    def _pieces(self) -> Iterator[bytes]:
        if self._archive is None:
            assert self._surgery.whole is not None
            return iter([self._surgery.whole])
        return self._archive.without(self._part.members, self._surgery.changed)

    def _drop(self) -> None:
        """Settle which files of a zip go whole."""
        if not self._part.members:
            return
        if self._archive is None:
            raise BadInput("this item is no zip; choose a message of it by its id")
        members = {member.ordinal: member for member in self._archive.members}
        if not self._part.members <= members.keys():
            raise BadInput("the zip has no file with this number; --members lists them")
        going = [members[ordinal] for ordinal in sorted(self._part.members)]
        for member in going:
            digest = "" if member.encrypted else self._archive.digest(member)
            self._surgery.dropped[member.name, digest] = member
            for other in members.values():
                same = other.size == member.size > 0 and other.ordinal not in self._part.members and not other.encrypted
                if same and self._archive.digest(other) == digest:
                    raise BadInput(f"file {other.ordinal} of the zip holds the same bytes; name it too")
        self.outlook.members = tuple(going)
        self.outlook.size += sum(member.end - member.start for member in going)

    def _cut(self, reader: IO[bytes]) -> None:
        """Settle which files are written anew, and how."""
        wanted = {id_bytes(one).hex() for one in self._part.records}
        places: dict[tuple[str | None, str], list[Locator]] = {}
        for _, json in self._rows():
            locator = _PLACED.decode(json).locator
            if locator.id in wanted:
                wanted.discard(locator.id)
                places.setdefault((locator.member, locator.file_sha256), []).append(locator)
        if wanted:
            raise BadInput("a message named is not in the newest reading of its item; erase the item")
        for (name, digest), locators in places.items():
            if (name, digest) in self._surgery.dropped:
                continue
            data, ordinal = self._bytes_of(reader, name, digest)
            made = cut(data, digest, locators)
            made.after = sha256(made.data)
            self._surgery.cuts[name, digest] = made
            self.outlook.size += made.removed
            if ordinal is None:
                self._surgery.whole = made.data
            else:
                self._surgery.changed[ordinal] = made.data

    def _bytes_of(self, reader: IO[bytes], name: str | None, digest: str) -> tuple[bytes, int | None]:
        """The file in which a record stands, and its ordinal in the zip; None when the item is that file."""
        if self._archive is None:
            if name is not None or digest != self.outlook.item.sha256 or self._size > LARGEST:
                raise BadInput("a file of this size or kind cannot be written anew; erase it whole")
            reader.seek(0)
            return reader.read(self._size), None
        for member in self._archive.members:
            if member.name == name and not member.encrypted and member.size <= LARGEST:
                data = self._archive.read(member)
                if sha256(data) == digest:
                    return data, member.ordinal
        raise BadInput(
            "the file in which this stands cannot be found in the zip, or is too large to be written anew; erase it whole"
        )

    def _look(self) -> None:
        """Count what goes and what moves. Raises BadInput when nothing would remain, or a second copy would."""
        going, digests = [], [digest.encode("ascii") for _, digest in self._surgery.dropped if digest]
        for _, json in self._rows():
            locator = _PLACED.decode(json).locator
            if self._surgery.goes(locator):
                going.append(locator.id)
            else:
                self.outlook.moved += (locator.member, locator.file_sha256) in self._surgery.cuts
                self.outlook.unattached += any(digest in json for digest in digests)
        self.outlook.records = tuple(going)
        gone = set(going)
        for kind, json in self._aside():
            second = codec.decode(kind, json) if kind == "duplicate" else None
            if isinstance(second, Duplicate) and second.of in gone and not self._surgery.goes(second.locator):
                raise BadInput("the export holds a second copy of a message that would go; erase the item, or that file too")
        if self._archive is not None and self._part.members >= {member.ordinal for member in self._archive.members}:
            raise BadInput("nothing would remain; erase the item")
        if self._surgery.whole is not None and not self._surgery.whole.strip():
            raise BadInput("nothing would remain; erase the item")
        if not self._surgery.dropped and not self._surgery.cuts:
            raise BadInput("nothing to be taken out was named")

    def _rows(self) -> Iterator[tuple[int, bytes]]:
        found = newest_reading(self._case, self.outlook.item.id)
        return iter(()) if found is None else rows_of(self._case, found.seq)

    def _aside(self) -> list[tuple[str, bytes]]:
        found = newest_reading(self._case, self.outlook.item.id)
        return [] if found is None else aside_of(self._case, found.seq)


def archive_of(reader: IO[bytes]) -> Archive | None:
    """The zip that the original is; None when it is none. Raises BadInput when it is one that is not laid out plainly."""
    reader.seek(0)
    return Archive(reader) if reader.read(4) in (b"PK\x03\x04", b"PK\x05\x06") else None


def members(case: Case, item_id: str) -> tuple[ZipMember, ...]:
    """The files of an item that is a zip; () when it is none. Raises NotFound, BadInput."""
    with Scratch(case.layout.tmp) as scratch:
        blobs.read_blob(case, item_id, scratch)
        with scratch.reading() as reader:
            found = archive_of(reader)
            return () if found is None else found.members


def standing(case: Case, record_id: str) -> list[tuple[str, str]]:
    """Item and id of a record in every item whose newest reading holds it, under whatever id. Raises NotFound."""
    wanted = id_bytes(record_id)
    shown = case.database.value(_SHOWN, (wanted[:6], wanted))
    if shown is None:
        raise NotFound("no record has this id")
    found = []
    for item, one in case.database.all(_STANDING, (shown, shown)):
        reading = newest_reading(case, item)
        if reading is not None and case.database.value(_IN_READING, (reading.seq, one[:6], one)) is not None:
            found.append((item, one.hex()))
    return found


def read_with_folder(case: Case, item_id: str) -> bool:
    """Whether a reading of the folder in which a file came found messages or events in that file."""
    item = blobs.item(case, item_id)
    if item.part_of is None:
        return False
    return any(
        _PLACED.decode(json).locator.file_sha256 == item.sha256
        for reading in readings.of_item(case, item.part_of)
        for _, json in rows_of(case, reading.seq)
    )
