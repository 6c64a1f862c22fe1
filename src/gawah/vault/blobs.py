"""Originals: kept once, exactly as received, each as one standard age file (evidence-and-security 1.4, 1.7).

Group commit: files of one act of collecting are streamed into `tmp/`, then all are synced, renamed into place and their folders
    synced, then one transaction names them, then a checkpoint covers them. Only then does an item count as saved. A file
    without a row is a harmless, encrypted orphan, which the next import of the same source puts a row to; a row without a file
    cannot come about.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from gawah.records.digest import ReadableBytes, WritableBytes
from gawah.records.errors import AlreadyHeld, BadInput, DigestMismatch, NotFound, SealInvalid, SourceUnreadable
from gawah.records.evidence import Acquisition, EvidenceItem, Grade
from gawah.seal import cipher, ledger, merkle
from gawah.seal.age import Identity, Recipient
from gawah.seal.keys import random_bytes, random_id
from gawah.vault import codec
from gawah.vault._points import point
from gawah.vault.case import Case
from gawah.vault.durable import GroupSync, NewFile, discard, drive_errors, make_folder, rename
from gawah.vault.ledger_table import SALT_SIZE, Acting

LEAST_PREFIX = 6
"""Digits of an id that are enough to name it."""

_INSERT_ACQUISITION = "INSERT INTO acquisition (id, json, salt) VALUES (?, ?, ?)"
_INSERT_ITEM = """
    INSERT INTO item (id, sha256, blob, part_of, json, salt, acquisition, leaf, generation, header, payload_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SEALED_AS = "SELECT blob, leaf, generation, header, payload_key FROM item WHERE id = ?"
_HEX_PREFIX = re.compile(r"[0-9a-f]{6,32}")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file in `tmp/` that is not yet part of the case."""

    item: EvidenceItem
    path: Path
    blob: str
    key: cipher.PayloadKey


class Keeping:
    """One act of collecting: `keep` files inside a `with` block; they are saved when the block ends (or at `flush`).

    An error inside the block drops what was not yet flushed.
    """

    _op = "acquire"

    def __init__(self, case: Case, at: str, acting: Acting, note: str) -> None:
        self._case = case
        self._at = at
        self._acting = acting
        self._note = note
        self._waiting: dict[str, _Waiting] = {}  # by SHA-256
        self._cipher = cipher.Cipher()
        self._recipient = Recipient(case.root.recipient())

    def __enter__(self) -> Self:
        with drive_errors():
            self._group = GroupSync(self._case.layout.tmp)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._group.close()
            self._drop()

    def new_id(self) -> str:
        """An id for an item that is still to be kept: a folder's, which its files name before it."""
        return random_id()

    def held(self, item_id: str) -> EvidenceItem:
        """An item of the case or of this act. Raises NotFound."""
        waiting = next((waiting.item for waiting in self._waiting.values() if waiting.item.id == item_id), None)
        return waiting or item(self._case, item_id)

    def keep(
        self,
        stream: ReadableBytes,
        *,
        name: str,
        media_type: str,
        grade: Grade = "platform-export",
        part_of: str | None = None,
        item_id: str | None = None,
    ) -> EvidenceItem:
        """Hash and encrypt all that `stream` gives. The item counts as saved when the block ends or `flush` returns.

        Args:
            stream: Read to its end, once.
            name: The file name it came with.
            media_type: Told from the first bytes, else `application/octet-stream`.
            grade: How it came into being.
            part_of: Id of the folder item it came in.
            item_id: An id from `new_id`; a fresh one when None.

        Raises:
            AlreadyHeld: The case, or this act, holds these bytes; the error carries the item's id. Nothing is written.
            SourceUnreadable: The stream broke off.
            DiskFull, VaultUnwritable: Nothing of this file is kept.
        """
        path = self._case.layout.tmp / random_id()
        try:
            sealed = self._seal(stream, path)
            self._refuse_held(sealed.sha256)
        except BaseException:
            discard(path)
            raise
        kept = EvidenceItem(
            id=item_id or random_id(),
            sha256=sealed.sha256,
            size=sealed.size,
            name=name,
            media_type=media_type,
            part_of=part_of,
            grade=grade,
        )
        blob = cipher.blob_name(self._case.name_key, sealed.sha256)
        self._waiting[sealed.sha256] = _Waiting(kept, path, blob, sealed.key)
        return kept

    def flush(self) -> None:
        """Save what was kept so far: durable files, one transaction, a checkpoint."""
        if not self._waiting:
            return
        with drive_errors():
            self._move_into_place()
        with self._case.ledger.act(head=True):
            self._enter_items()
        self._waiting.clear()

    def _seal(self, stream: ReadableBytes, path: Path) -> cipher.Sealed:
        point("blob-write-before")
        with drive_errors():
            out = NewFile(path)
        try:
            sealed = self._cipher.seal(self._recipient, _Source(stream), _Sink(out, self._group))
        finally:
            with drive_errors():
                out.close()
        point("blob-write-after")
        return sealed

    def _refuse_held(self, sha256: str) -> None:
        held = self._case.database.value("SELECT id FROM item WHERE sha256 = ?", (sha256,))
        if held is None and sha256 in self._waiting:
            held = self._waiting[sha256].item.id
        if held is not None:
            raise AlreadyHeld("the case holds these bytes already", held)

    def _move_into_place(self) -> None:
        self._group.sync_files([waiting.path for waiting in self._waiting.values()])
        for _ in self._waiting:
            point("blob-fsync")
        folders: set[Path] = set()
        for waiting in self._waiting.values():
            place = self._case.layout.blob(waiting.blob)
            if place.parent not in folders and not place.parent.exists():
                make_folder(place.parent)
                folders.add(self._case.layout.blobs)
            folders.add(place.parent)
            rename(waiting.path, place)
            point("blob-rename")
        self._group.sync_folders(sorted(folders, reverse=True))
        point("blob-dirsync")

    def _enter_items(self) -> None:
        database = self._case.database
        acquisition = self._acquisition(tuple(waiting.item.id for waiting in self._waiting.values()))
        act_json, act_salt = codec.canonical(acquisition), random_bytes(SALT_SIZE)
        database.run(_INSERT_ACQUISITION, (acquisition.id, act_json, act_salt))
        act_hash = merkle.leaf_hash(ledger.row_leaf(act_json, act_salt))
        for waiting in self._waiting.values():
            item = waiting.item
            json, salt = codec.canonical(item), random_bytes(SALT_SIZE)
            seq = self._case.ledger.append(
                self._op,
                self._at,
                self._acting,
                item=item.id,
                blob=f"sha256:{item.sha256}",
                size=item.size,
                media_type=item.media_type,
                method=item.grade,
                batch={"root": merkle.root([merkle.leaf_hash(ledger.row_leaf(json, salt)), act_hash]).hex(), "size": 2},
                **self._more(),
            )
            place = (waiting.blob, item.part_of, json, salt, acquisition.id, seq, self._case.generation)
            database.run(_INSERT_ITEM, (item.id, item.sha256, *place, waiting.key.header, waiting.key.key))

    def _acquisition(self, items: tuple[str, ...]) -> Acquisition:
        return Acquisition(
            id=random_id(),
            at=self._at,
            agent=self._acting.agent,
            for_agent=self._acting.for_agent,
            tool=self._acting.tool,
            items=items,
            note=self._note,
        )

    def _more(self) -> dict[str, object]:
        """Further fields of the ledger entry."""
        return {}

    def _drop(self) -> None:
        for waiting in self._waiting.values():
            discard(waiting.path)
        self._waiting.clear()


class _Source:
    """The stranger's stream; what it raises is not the vault's fault."""

    def __init__(self, stream: ReadableBytes) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._stream.read(size)
        except OSError:
            raise SourceUnreadable("the source broke off while it was read") from None

    def readinto(self, buffer: memoryview, /) -> int:
        into = getattr(self._stream, "readinto", None)
        if into is None:
            data = self.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        try:
            return int(into(buffer))
        except OSError:
            raise SourceUnreadable("the source broke off while it was read") from None


class _Sink:
    """The vault's own file; what it raises is the drive's fault."""

    def __init__(self, out: NewFile, group: GroupSync) -> None:
        self._out = out
        self._group = group
        self._begun = False

    def write(self, data: memoryview, /) -> None:
        with drive_errors():
            if not self._begun:
                self._begun = True
                half = len(data) // 2
                self._out.write(data[:half])
                point("blob-write-half")
                self._out.write(data[half:])
            else:
                self._out.write(data)
        self._group.wrote(len(data))


def items(case: Case) -> list[EvidenceItem]:
    """Every item held, in the order of keeping."""
    return [stated_item(json) for (json,) in case.database.all("SELECT json FROM item ORDER BY n")]


def item(case: Case, id_or_prefix: str) -> EvidenceItem:
    """One item. Raises NotFound; BadInput when the prefix names several or is no id."""
    prefix = id_or_prefix.lower()
    if not _HEX_PREFIX.fullmatch(prefix):
        raise BadInput(f"an id is {LEAST_PREFIX} to 32 hexadecimal digits")
    found = case.database.all("SELECT json FROM item WHERE id BETWEEN ? AND ?", (prefix, prefix.ljust(32, "f")))
    if not found:
        raise NotFound("no item has this id")
    if len(found) > 1:
        raise BadInput("several items have ids that begin so")
    return stated_item(found[0][0])


def acquired_at(case: Case, item_id: str) -> int:
    """The index of the ledger entry of the item's acquisition. Raises NotFound."""
    found = case.database.value("SELECT leaf FROM item WHERE id = ?", (item_id,))
    if found is None:
        raise NotFound("no item has this id")
    return int(found)


def acquisition(case: Case, item_id: str) -> tuple[Acquisition, int]:
    """The act in which the item was collected, and the index of its ledger entry."""
    found = case.database.one(
        "SELECT a.json, i.leaf FROM item i JOIN acquisition a ON a.id = i.acquisition WHERE i.id = ?", (item_id,)
    )
    if found is None:
        raise NotFound("no item has this id")
    act = codec.decode("acquisition", found[0])
    assert isinstance(act, Acquisition)
    return act, int(found[1])


def read_blob(case: Case, item_id: str, sink: WritableBytes) -> EvidenceItem:
    """Write the exact original bytes to `sink`, checked against the ledger entry (not the row) of the item.

    Raises:
        DigestMismatch: Missing, or other bytes than the ledger states. What the sink holds is to be thrown away.
        SealInvalid: The encrypted file is damaged. The same.
        NotFound: No such item.
    """
    held = item(case, item_id)
    blob, seq, generation, *keys = case.database.all(_SEALED_AS, (held.id,))[0]
    stated = ledger.read_entry(case.ledger.body(seq))
    identity = Identity(case.root_of(generation).recovery_text())
    try:
        source = case.layout.blob(blob).open("rb", buffering=0)
    except FileNotFoundError:
        raise DigestMismatch("the original is not in the vault's folder") from None
    size = stated["size"]
    if not isinstance(size, int):
        raise SealInvalid("the ledger entry of the item states no size")
    with source:
        found = cipher.Cipher().open(identity, source, cipher.Whole(sink), size=size, known=known_key(*keys))
    if stated["blob"] != f"sha256:{found}" or found != held.sha256:
        raise DigestMismatch("the original does not have the digest that the ledger states")
    return held


def known_key(header: bytes | None, key: bytes | None) -> cipher.PayloadKey | None:
    """What a row holds to open its original with; None for one that was kept under schema 1."""
    return None if header is None or key is None else cipher.PayloadKey(header, key)


def stated_item(json: bytes) -> EvidenceItem:
    """The item that a row states. Raises ValueError without content."""
    found = codec.decode("item", json)
    assert isinstance(found, EvidenceItem)
    return found
