"""A copy of a vault brought back: copied beside its place, opened, compared with what is remembered, checked whole, entered in its
ledger, and only then given its name, by one rename. Broken off at any point it leaves nothing under that name; what lies beside it
(`NAME.restoring`) is ciphertext, and the next attempt clears it away. The copy itself is not changed.

A copy that does not reach the head remembered outside the vault is older than what was there, or of another history. Whoever goes
on with it all the same has a `restore` entry that names the head which was not reached, and the remembered head is put aside, not
overwritten.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import TracebackType
from typing import Self

from gawah.records.custody import Checkpoint
from gawah.records.errors import (
    AlreadyThere,
    BadInput,
    DiskFull,
    LedgerInconsistent,
    NotAVault,
    SealInvalid,
    VerificationFailed,
)
from gawah.seal.keys import slots_mac
from gawah.vault import copies, durable, place, remembered, unlock
from gawah.vault._points import point
from gawah.vault.carry import Carrier, File, Watch
from gawah.vault.case import Case
from gawah.vault.durable import drive_errors
from gawah.vault.layout import Layout
from gawah.vault.ledger_table import Acting
from gawah.vault.local import LocalVault
from gawah.vault.lock import Lock
from gawah.vault.unlock import Opened

TARGET = "the drive of the restored vault"
"""What to call it in an error."""

_MARK = "RESTORING"
_SLACK = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A head remembered on this machine that a copy does not reach.

    Attributes:
        head: The remembered head.
        entries: Entries in the copy's ledger.
        missing: How many entries at least were made since and are not in the copy; 0 when the copy is of another history.
    """

    head: Checkpoint
    entries: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A vault brought back.

    Attributes:
        leaf: Its `restore` entry.
        head: Its head now.
        originals, rows: How many, all of them checked.
    """

    leaf: int
    head: Checkpoint
    originals: int
    rows: int


def find(folder: Path) -> Layout:
    """The copy at `folder`, or the one backup within it.

    Raises NotAVault; BadInput when there are several.
    """
    with drive_errors(place.DRIVE):
        if Layout(folder).marker.exists():
            return Layout(folder)
        inner = sorted(folder.iterdir()) if folder.is_dir() else []
        found = [layout for layout in map(Layout, inner) if layout.marker.exists() and place.id_of(layout)]
    if not found:
        raise NotAVault("there is no backup at this place")
    if len(found) > 1:
        raise BadInput(f"there are backups of {len(found)} vaults in this folder: name one of the folders in it")
    return found[0]


class Restoration:
    """A copy being brought back, open beside its new place. A context manager; what is not finished is cleared away.

    Attributes:
        source: The folder of the copy.
        target: Where it is to be.
        vault: The copy's case, without its originals until `finish`.
        compared: Whether a head of this vault was remembered on this machine.
        unreached: That head, when the copy does not reach it.
        originals: How many originals the copy names.
        bytes: Bytes that are still to be copied.
    """

    def __init__(self, source: Layout, target: Path, unlock_: Callable[[Path], Opened], remember: Path | None) -> None:
        """See `begin` and `begin_recovery`."""
        self.source, self.target = source.folder, target
        self._source, self._remember = source, remember
        self._beside = _nearest(target) / f"{target.name}.restoring"
        self._layout = Layout(self._beside / "vault")
        self._carrier = Carrier(self._layout.tmp, "restore", lambda _done, _total: None, 0, place.DRIVE, TARGET)
        with ExitStack() as undone:
            self._lock = _lock(source)
            undone.callback(self._let_go)
            with drive_errors(TARGET):
                _clear(self._beside)
                undone.callback(self._clear_away)
                _prepare(self._beside, self._layout)
                self._carrier.carry(list(_small(source, self._layout)))
                durable.replace_file(self._layout.marker, source.marker.read_bytes())
            opened = unlock_(self._layout.folder)
            self.vault, self._case = LocalVault(opened), opened.case
            undone.callback(self.vault.close)
            self._files = list(self._blobs())
            self.compared, self._beyond = self._compare()
            self.unreached = self._told()
            with drive_errors(TARGET):
                point("restore-opened")
            undone.pop_all()
        self._key_only = False
        self.originals = len(self.vault.items())
        self.bytes = sum(file.size for file in self._files)

    @classmethod
    def begin(cls, source: Layout, target: Path, passphrase: str, remember: Path | None) -> Self:
        """Copy keys, heads and database beside `target` and open them.

        Args:
            source: The copy, of `find`.
            target: Where the vault is to be: not there, or an empty folder.
            passphrase: Of the copy: the one of the day when it was made.
            remember: The folder outside the vault in which the newest head is remembered.

        Raises:
            AlreadyThere: Something stands at `target`, or at the place beside it.
            BadInput: One of the two folders lies in the other.
            CaseLocked: The copy is open in another process.
            WrongPassphrase, SealInvalid, SchemaTooNew, NotEncrypted: As when a vault is opened.
            DiskFull, VaultUnwritable: As their names say.
        """
        _refuse_target(source, target)
        return cls(source, target, lambda folder: unlock.open_(folder, passphrase, None), remember)

    @classmethod
    def begin_recovery(cls, source: Layout, target: Path, recovery_text: str, remember: Path | None) -> Self:
        """The same with the recovery key. A slot that is damaged or missing does not stand in the way then."""
        _refuse_target(source, target)
        made = cls(source, target, lambda folder: unlock.open_recovery(folder, recovery_text, None), remember)
        made._key_only = True
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.vault.close()
        finally:
            self._clear_away()
            self._let_go()

    def finish(self, at: str, acting: Acting, copying: Watch, checking: Watch) -> Restored:
        """Copy the originals, check everything, enter the `restore` and give the vault its name.

        Raises:
            VerificationFailed: The copy is not as its ledger states; nothing is left under the name.
            DiskFull, VaultUnwritable: As their names say; the same.
        """
        with drive_errors(TARGET):
            if self.bytes + _SLACK > shutil.disk_usage(self._beside).free:
                raise DiskFull("there is not enough room for the vault on its drive")
            self._carrier.watch, self._carrier.total, self._carrier.done = copying, self.bytes, 0
            self._carrier.carry(self._files)
        _settle_keys(self._case)
        report = self.vault.check(full=True, progress=checking)
        problems = [one for one in report.problems if not (self._key_only and one.what == "slot")]
        if problems:
            first = f"{problems[0].state} {problems[0].what} {problems[0].id}"
            raise VerificationFailed(f"the copy is not as its ledger states; differences: {len(problems)}, the first: {first}")
        with drive_errors(TARGET):
            point("restore-checked")
            leaf, head = self._enter(at, acting)
            point("restore-entry")
        self.vault.close()
        with drive_errors(TARGET):
            self._give_name()
            point("restore-rename")
            if self._remember is not None:
                self._remember_from_now(self._remember, head)
            point("restore-done")
        return Restored(leaf=leaf, head=head, originals=report.items, rows=report.rows)

    def _enter(self, at: str, acting: Acting) -> tuple[int, Checkpoint]:
        case = self._case
        entries = case.ledger.size
        fields: dict[str, object] = {"result": {"entries": entries}}
        if self.unreached is not None:
            fields["refs"] = [remembered.spelt(self.unreached.head)]
            fields["result"] = {"entries": entries, "missing": self.unreached.missing}
        with case.ledger.act(head=True):
            leaf = case.ledger.append("restore", at, acting, **fields)
        # What was found whole here came to its end there.
        copies.finish_newest(case, place.id_of(self._source))
        return leaf, case.ledger.head()

    def _give_name(self) -> None:
        self.target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.target.exists():
            self.target.rmdir()
        durable.sync_folder(self._layout.folder)
        durable.rename(self._layout.folder, self.target)
        durable.sync_folder(self.target.parent)
        durable.sync_folder(self._beside)

    def _remember_from_now(self, folder: Path, head: Checkpoint) -> None:
        note = remembered.note_in(folder, head.origin)
        if self._beyond is not None or not self.compared:
            remembered.put_aside(note, self._beyond)
        remembered.keep(note, head)

    def _compare(self) -> tuple[bool, Checkpoint | None]:
        """Whether there is a remembered head, and that head when the copy does not start with it. A damaged note proves nothing."""
        ledger = self._case.ledger
        try:
            head = None if self._remember is None else ledger.remembered_at(remembered.note_in(self._remember, ledger.origin))
        except SealInvalid:
            return False, None
        try:
            if head is not None:
                ledger.agrees(head)
        except LedgerInconsistent:
            return True, head
        return head is not None, None

    def _told(self) -> Unreached | None:
        """What the person has to be told of the head that is not reached; nothing when an earlier `restore` entry tells it."""
        ledger, head = self._case.ledger, self._beyond
        if head is None or ledger.gave_up(head):
            return None
        return Unreached(head=head, entries=ledger.size, missing=max(0, head.size - ledger.size))

    def _blobs(self) -> Iterator[File]:
        """The originals that the copy's database names and its folder has; the check names the others."""
        for (name,) in self._case.database.all("SELECT blob FROM item ORDER BY n"):
            path = self._source.blob(name)
            if path.is_file() and not path.is_symlink():
                yield File(path, self._layout.blob(name), path.stat().st_size)

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _clear_away(self) -> None:
        with suppress(OSError, AlreadyThere):
            _clear(self._beside)


def _refuse_target(source: Layout, target: Path) -> None:
    with drive_errors(TARGET):
        if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
            raise AlreadyThere("something stands at the place of the restored vault")
        here, there = target.resolve(), source.folder.resolve()
    if here == there or there in here.parents or here in there.parents:
        raise BadInput("the vault cannot be restored into its backup, or around it")


def _nearest(target: Path) -> Path:
    """The folder around `target`, or the nearest one around it that is there already."""
    return next(folder for folder in target.absolute().parents if folder.is_dir())


def _lock(source: Layout) -> Lock | None:
    """The copy's lock; None on a drive that can only be read, where nobody else can write either."""
    try:
        return Lock(source.lock)
    except OSError:
        return None


def _clear(beside: Path) -> None:
    """Clear away what an earlier attempt left. Raises AlreadyThere when it is something else."""
    if not beside.exists() and not beside.is_symlink():
        return
    found = set() if beside.is_symlink() or not beside.is_dir() else {path.name for path in beside.iterdir()}
    if beside.is_symlink() or not beside.is_dir() or (found and (_MARK not in found or found - {_MARK, "vault"})):
        raise AlreadyThere("something stands beside the place of the restored vault, where it is to be made ready")
    shutil.rmtree(beside / "vault", ignore_errors=True)
    durable.unlink(beside / _MARK)
    beside.rmdir()


def _prepare(beside: Path, layout: Layout) -> None:
    durable.make_folder(beside)
    with durable.NewFile(beside / _MARK) as mark:
        mark.sync()
    durable.sync_folder(beside)  # nothing is made in it before it says what it is
    layout.make_folders()


def _small(source: Layout, copy: Layout) -> Iterator[File]:
    """Everything but the originals: slots and recipient, signed heads and what stands beside them, the database and its log."""
    for folder, into in ((source.keys, copy.keys), (source.checkpoints, copy.checkpoints)):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield File(path, into / path.name, path.stat().st_size)
    for path in (source.database, source.database.with_name("case.db-wal")):
        if path.is_file() and not path.is_symlink():
            yield File(path, copy.database.with_name(path.name), path.stat().st_size)


def _settle_keys(case: Case) -> None:
    """Leave behind slots that the database does not know of: a backup that broke off may hold old and new ones side by side. The
    one that the person has just opened it with stays in any case, for they know its passphrase.
    """
    layout = case.layout
    stored = case.database.value("SELECT value FROM meta WHERE name = 'slots'")
    slots = {path: path.read_bytes() for path in layout.slot_files()}
    several = (some for number in range(len(slots), 0, -1) for some in combinations(slots, number))
    kept: Collection[Path] = next((some for some in several if _mac(case, slots, some) == stored), tuple(slots))
    used = next((path for path in slots if path.name == case.slot), None)
    if used is not None and used not in kept:
        kept = (used,)
        with case.database.transaction():
            case.database.run("UPDATE meta SET value = ? WHERE name = 'slots'", (_mac(case, slots, kept),))
    recipient = case.root.recipient().encode("ascii") + b"\n"
    with drive_errors(TARGET):
        for path in slots:
            if path not in kept:
                durable.unlink(path)
        if not layout.recipient.exists() or layout.recipient.read_bytes() != recipient:
            durable.replace_file(layout.recipient, recipient)
        durable.sync_folder(layout.keys)


def _mac(case: Case, slots: Mapping[Path, bytes], some: Collection[Path]) -> bytes:
    return slots_mac(case.root, [slots[path] for path in some])
