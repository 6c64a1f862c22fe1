"""A copy of the vault's ciphertext in another folder: a vault like any other, which stock gawah opens and checks.

Order, so that a copy which breaks off at any point is a whole vault, as it was before or as it is now: the `backup` entry in the
vault itself; originals that are not there yet, in groups; the database into `tmp/`; new key slots beside the old ones; the database
by one rename; slots, recipient, signed heads; of a new copy VAULT, last; then originals go that the vault no longer has. Only
originals not there yet are copied; the database is copied whole each time.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gawah.records.custody import Backup
from gawah.records.errors import BadInput, DiskFull, VaultUnwritable
from gawah.vault import copies, durable, place
from gawah.vault._points import point
from gawah.vault.carry import Carrier, File, Watch
from gawah.vault.case import Case
from gawah.vault.durable import drive_errors
from gawah.vault.layout import Layout
from gawah.vault.ledger_table import Acting
from gawah.vault.lock import Lock

LONGEST_LABEL = 100
"""Characters of the words for a drive."""

_SLACK = 4 << 20
"""Bytes that must be free beyond what is copied: heads, folders, what the file system itself needs."""

_BLOB = re.compile(r"[0-9a-f]{64}")
_VAULT_DRIVE = "the vault's drive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a backup would do.

    Attributes:
        place: Where.
        originals: How many originals the vault holds.
        missing: Of these, how many have no file in the vault's folder; a copy made earlier may still have them.
        fresh: Those to be copied.
        gone: Files of the copy that the vault no longer has.
        database: Bytes of the database.
        free: Bytes free on the drive.
    """

    place: place.Place
    originals: int
    missing: int
    fresh: tuple[File, ...]
    gone: tuple[Path, ...]
    database: int
    free: int

    @property
    def bytes(self) -> int:
        """How many bytes are to be written."""
        return sum(file.size for file in self.fresh) + self.database


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that came to its end: as entered, the ledger entry, and how many files of erased originals were removed."""

    backup: Backup
    leaf: int
    removed: int


def plan(case: Case, folder: Path) -> Plan:
    """What a backup to `folder` would do; nothing is written. Raises as `place.find`."""
    found = place.find(case, folder)
    with drive_errors(place.DRIVE):
        there = dict(_blobs(found.layout))
        free = shutil.disk_usage(folder).free
    with drive_errors(_VAULT_DRIVE):
        held = dict(_blobs(case.layout))
        database = sum(path.stat().st_size for path in case.layout.database.parent.glob("case.db*"))
    named = [name for (name,) in case.database.all("SELECT blob FROM item ORDER BY n")]
    fresh = [name for name in named if name in held and there.get(name) != held[name]]
    return Plan(
        place=found,
        originals=len(named),
        missing=sum(name not in held for name in named),
        fresh=tuple(File(case.layout.blob(name), found.layout.blob(name), held[name]) for name in fresh),
        gone=tuple(found.layout.blob(name) for name in sorted(there.keys() - set(named))),
        database=database,
        free=free,
    )


def back_up(case: Case, folder: Path, label: str | None, at: str, acting: Acting, watch: Watch) -> Made:
    """Copy the vault to `folder`. `label` is the drive in the person's words; None: as last time.

    Raises:
        BadInput, AlreadyThere, LedgerInconsistent, SchemaTooNew: As `place.find`; nothing was written.
        CaseLocked: Another process has the copy open.
        DiskFull: There is not enough room, said before anything is written; or the drive filled up.
        VaultUnwritable: A drive refused or went away. The copy is what it was before, or whole and new.
    """
    planned = plan(case, folder)
    if label is not None and len(label) > LONGEST_LABEL:
        raise BadInput(f"the words for the drive may have {LONGEST_LABEL} characters at most")
    if planned.bytes + _SLACK > planned.free:
        raise DiskFull("there is not enough room for the backup on its drive; nothing was written")
    with drive_errors(place.DRIVE):
        place.make(planned.place)
        lock = Lock(planned.place.layout.lock)
    with _released(lock):
        backup = _described(case, planned, label, at, acting)
        leaf = copies.begin(case, backup, at, acting)
        with drive_errors(place.DRIVE):
            point("backup-entry")
            _copy(case, planned, watch)
        copies.finish(case, planned.place.id, leaf)
        with drive_errors():
            point("backup-done")
    return Made(backup=backup, leaf=leaf, removed=len(planned.gone))


@contextmanager
def _released(lock: Lock) -> Iterator[None]:
    try:
        yield
    finally:
        lock.release()


def _described(case: Case, planned: Plan, label: str | None, at: str, acting: Acting) -> Backup:
    before = next((known for known in copies.places(case) if known.id == planned.place.id), None)
    return Backup(
        id=planned.place.id,
        at=at,
        agent=acting.agent,
        for_agent=acting.for_agent,
        label=label if label is not None else before.label if before else "",
        originals=planned.originals,
        copied=len(planned.fresh),
        bytes=planned.bytes,
    )


def _copy(case: Case, planned: Plan, watch: Watch) -> None:
    copy = planned.place.layout
    carrier = Carrier(copy.tmp, "backup", watch, planned.bytes, _VAULT_DRIVE, place.DRIVE)
    with drive_errors(place.DRIVE):
        carrier.carry(planned.fresh)
        fresh = carrier.stage(File(case.layout.database, copy.database, _fold_log(case)))
        point("backup-database-sync")
        _add_slots(case.layout, copy)
        _replace_database(fresh, copy)
        _settle_keys(case.layout, copy)
        carrier.carry(list(_heads(case.layout, copy)))
        point("backup-notes")
        if not copy.marker.exists():
            durable.replace_file(copy.marker, case.layout.marker.read_bytes())
        point("backup-marker")
        _remove(planned.gone)


def _remove(gone: Sequence[Path]) -> None:
    for path in gone:
        durable.unlink(path)
        point("backup-unlink")
    for folder in dict.fromkeys(path.parent for path in gone):
        durable.sync_folder(folder)


def _fold_log(case: Case) -> int:
    """Bytes of the database's file, which alone holds everything then: nothing else writes while we have it open."""
    case.database.empty_log()
    log = case.layout.database.with_name("case.db-wal")
    if log.exists() and log.stat().st_size:
        raise VaultUnwritable("the log of the vault's database could not be folded in")
    return case.layout.database.stat().st_size


def _add_slots(vault: Layout, copy: Layout) -> None:
    """Put slots that the copy does not have beside those it has, so that it opens with its old database and with the new one."""
    known = copy.slots()
    numbers = (number for number in range(1, 1_000) if not (copy.keys / f"slot-{number}.json").exists())
    for slot in vault.slots():
        if slot not in known:
            durable.replace_file(copy.keys / f"slot-{next(numbers)}.json", slot)
            point("backup-slot-added")


def _replace_database(fresh: Path, copy: Layout) -> None:
    # An empty log or index of the old file must not be taken for the new one's.
    for end in ("-wal", "-shm", "-journal"):
        durable.unlink(copy.database.with_name(copy.database.name + end))
    durable.rename(fresh, copy.database)
    durable.sync_folder(copy.database.parent)
    point("backup-database-rename")


def _settle_keys(vault: Layout, copy: Layout) -> None:
    """Slots and recipient as the vault has them, and no others: what the MAC over the slots in the new database says."""
    wanted = {path.name: path.read_bytes() for path in vault.keys.iterdir() if _plain(path)}
    for name, data in wanted.items():
        if not _same(copy.keys / name, data):
            durable.replace_file(copy.keys / name, data)
    for path in list(copy.keys.glob("slot-*.json")):
        if path.name not in wanted:
            durable.unlink(path)
    durable.sync_folder(copy.keys)
    point("backup-slots")


def _heads(vault: Layout, copy: Layout) -> Iterator[File]:
    """Signed heads, and what stands beside them, that the copy does not have or has otherwise. The oldest first: an opening writes
    again those newer than the newest that is there.
    """
    for path in sorted(vault.checkpoints.iterdir(), key=_by_size):
        there = copy.checkpoints / path.name
        if _plain(path) and not _same(there, path.read_bytes()):
            yield File(path, there, path.stat().st_size)


def _by_size(path: Path) -> tuple[int, str]:
    return int(path.stem) if path.stem.isdecimal() else 0, path.name


def _same(path: Path, data: bytes) -> bool:
    return _plain(path) and path.read_bytes() == data


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def _blobs(layout: Layout) -> Iterator[tuple[str, int]]:
    """Name and bytes of every file in `blobs/` that is named like one of ours."""
    if not layout.blobs.is_dir():
        return
    with closing(os.scandir(layout.blobs)) as folders:
        for folder in folders:
            if folder.is_dir(follow_symlinks=False):
                with closing(os.scandir(folder.path)) as files:
                    for file in files:
                        if _BLOB.fullmatch(file.name) and file.is_file(follow_symlinks=False):
                            yield file.name, file.stat(follow_symlinks=False).st_size
