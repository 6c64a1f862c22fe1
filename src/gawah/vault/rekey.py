"""Seal the whole vault anew with new keys, so that whoever has the old ones can read nothing that is written from now on
(docs/spec/ledger.md, section 8; evidence-and-security 1.5, F3).

1. `begin`: the new root secret is kept in the database, inside the encryption, with a ledger entry. From here on both are known to
   whoever opens the vault, and everything that follows can be broken off anywhere and gone on with.
2. `seal_anew`: group by group, originals are decrypted, checked against the ledger, encrypted to the new secret and put into place;
   one transaction says where they lie now; only then do the old files go.
3. `prepare`: a second slot file holds the new secret under the same passphrase; the database is copied, encrypted with the new key,
   and the copy is compared and told that the change has come to its end.
4. `switch`: the copy takes the place of the database by one rename. Before it the old secret opens the vault, after it the new one,
   and the passphrase opens both slots all the while. `slots.settle` then removes the old slot.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from gawah.records.errors import (
    BadInput,
    DigestMismatch,
    GawahError,
    LedgerInconsistent,
    NotFound,
    RolledBack,
    SealInvalid,
    WrongPassphrase,
)
from gawah.seal import cipher
from gawah.seal.age import Recipient
from gawah.seal.keys import Cost, RootSecret, random_id, slots_mac, unwrap, wrap
from gawah.vault import blobs, rollback
from gawah.vault._points import point
from gawah.vault.case import Case
from gawah.vault.durable import GroupSync, NewFile, drive_errors, make_folder, rename, replace_file, sync_file, sync_folder, unlink
from gawah.vault.layout import Layout
from gawah.vault.ledger_table import Acting, Ledger
from gawah.vault.opener import Database, open_database
from gawah.vault.slots import Candidate, no_longer_pending, pending, set_pending

Watch = Callable[[int, int], None]
"""Called with bytes of originals sealed anew, and bytes in all."""

GROUP_FILES = 256
GROUP_BYTES = 64 << 20
"""As many originals, or as many bytes, are sealed anew before they are put into place together."""

_OLD = "SELECT n, id, sha256, blob, CAST(json AS TEXT) ->> 'size' FROM item WHERE generation < ? ORDER BY n"
_MOVED = "UPDATE item SET blob = ?, generation = ?, header = ?, payload_key = ? WHERE n = ?"
_LOST = "SELECT 1 FROM leaf_body WHERE op = 'acquire' AND item NOT IN (SELECT id FROM item)"
_COUNTS = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name"
_NAME = set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class _Old:
    """An original that is still sealed with the old keys."""

    n: int
    id: str = field(repr=False)
    sha256: str = field(repr=False)
    blob: str
    size: int


def under_way(case: Case) -> bool:
    """Whether the vault is being sealed anew and that has not come to its end."""
    return case.generation + 1 in case.roots


def begin(case: Case, at: str, acting: Acting) -> str:
    """Begin, or go on with what was begun; the new recovery key, which has to be on paper before `prepare`.

    Raises:
        DigestMismatch: An original is missing: bring it back from a backup or erase it first.
        RolledBack: An older copy stands here. What a newer one still had would be lost with its key.
    """
    _refuse_older(case)
    target = case.generation + 1
    if not under_way(case):
        for blob, _ in case.database.all("SELECT blob, n FROM item"):
            if not case.layout.blob(blob).exists():
                raise DigestMismatch("an original is not in the vault's folder: bring it back from a backup, or erase it, first")
        root = RootSecret.generate()
        with case.ledger.act(head=True):
            case.ledger.append("rekey", at, acting, method="begin", result={"generation": target})
            set_pending(case.database, "root", root.recovery_text().encode("ascii"))
        case.roots[target] = root
        point("rekey-begin")
    return case.roots[target].recovery_text()


def _refuse_older(case: Case) -> None:
    for sign in rollback.signs(case):
        raise RolledBack(f"nothing is sealed anew: {sign}")


def resume(case: Case) -> None:
    """At opening: know the next secret while the vault is being sealed anew, and remove what a kill left of an original's old or
    new place.
    """
    kept = pending(case.database, "root")
    if kept is None:
        return
    upcoming = RootSecret.from_recovery(kept.decode("ascii"))
    case.roots[case.generation + 1] = upcoming
    names = (case.name_key, upcoming.derive("names"))
    left = set()
    for sha256, blob in case.database.all("SELECT sha256, blob FROM item"):
        if not case.layout.blob(blob).exists():
            continue  # an older database, perhaps: the other file may be the only one there is
        left |= {place for key in names if (place := case.layout.blob(cipher.blob_name(key, sha256))).name != blob}
    with drive_errors():
        _remove([place for place in left if place.exists()])


def seal_anew(case: Case, watch: Watch) -> None:
    """Seal every original that is still sealed with the old keys anew. What was done stays done, whatever breaks it off.

    Raises:
        NotFound: `begin` was not called.
        DigestMismatch, SealInvalid: An original is missing or damaged; bring it back from a backup, or erase it.
    """
    if not under_way(case):
        raise NotFound("the vault is not being sealed anew")
    target = case.generation + 1
    names = case.roots[target].derive("names")
    old = [_Old(*row) for row in case.database.all(_OLD, (target,))]
    done, total = 0, sum(one.size for one in old)
    sealer = cipher.Cipher()
    for group in _groups(old):
        places = {one: case.layout.blob(cipher.blob_name(names, one.sha256)) for one in group}
        with drive_errors(), GroupSync(case.layout.tmp) as sync:
            keys = _seal_group(case, sealer, places, sync)
        with case.database.transaction():
            moved = [(place.name, target, keys[one].header, keys[one].key, one.n) for one, place in places.items()]
            case.database.run_many(_MOVED, moved)
        point("rekey-moved")
        with drive_errors():
            _remove([case.layout.blob(one.blob) for one in group])
        point("rekey-unlink")
        done += sum(one.size for one in group)
        watch(done, total)


def prepare(case: Case, passphrase: str, cost: Cost, at: str, acting: Acting, *, allow_weak: bool) -> Candidate:
    """Make the slot and the database of the new keys, beside those of the old. What will open them; the vault is still as it was.

    Raises WrongPassphrase when `passphrase` does not open the vault now; DiskFull, VaultUnwritable.
    """
    layout, target = case.layout, case.generation + 1
    _refuse_older(case)
    if case.database.value("SELECT 1 FROM item WHERE generation < ?", (target,)):
        raise BadInput("there are originals that are still to be sealed anew")
    _refuse_other(case, passphrase)
    root = case.roots[target]
    slot = wrap(root, passphrase, cost, allow_weak=allow_weak)
    going = " ".join(path.name for path in layout.slot_files())
    fresh = next(path for path in map(layout.slot, range(1, 100)) if not path.exists())
    with case.database.transaction():
        set_pending(case.database, "drop", fresh.name.encode("ascii"))  # until the switch, it is this one that is too many
    with drive_errors():
        replace_file(fresh, slot)
    point("rekey-slot")
    _remove_orphans(case)
    case.ledger.head()
    case.database.empty_log()
    side = _side(layout)
    case.database.copy_to(side, root.derive("db"))
    point("rekey-copy")
    copy = open_database(side, root.derive("db"))
    try:
        _refuse_difference(case, copy)
        ledger = Ledger(copy, layout, case.signing, case.ledger.origin, None)
        with ledger.act():
            ledger.append("rekey", at, acting, method="end", result={"generation": target})
            copy.run("UPDATE meta SET value = ? WHERE name = 'generation'", (str(target).encode("ascii"),))
            copy.run("UPDATE meta SET value = ? WHERE name = 'slots'", (slots_mac(root, [slot]),))
            no_longer_pending(copy, "root", "slots")
            set_pending(copy, "drop", going.encode("ascii"))
        copy.empty_log()
    finally:
        copy.close()
    with drive_errors():
        sync_file(side)
    point("rekey-copied")
    return Candidate(RootSecret.from_recovery(root.recovery_text()), fresh.name)


def switch(layout: Layout) -> None:
    """Put the new database in the place of the old one, which is closed. Raises DiskFull, VaultUnwritable."""
    with drive_errors():
        # A log of the old database beside the new one would be taken for the new one's own.
        for ending in ("-wal", "-journal", "-shm"):
            unlink(layout.database.with_name(layout.database.name + ending))
        sync_folder(layout.database.parent)
        point("rekey-log")
        rename(_side(layout), layout.database)
        point("rekey-switch")
        sync_folder(layout.database.parent)
        sync_folder(layout.tmp)


def _side(layout: Layout) -> Path:
    return layout.tmp / "rekey.db"


def _groups(old: list[_Old]) -> Iterator[list[_Old]]:
    group: list[_Old] = []
    for one in old:
        if group and (len(group) == GROUP_FILES or sum(other.size for other in group) + one.size > GROUP_BYTES):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _seal_group(case: Case, sealer: cipher.Cipher, places: dict[_Old, Path], sync: GroupSync) -> dict[_Old, cipher.PayloadKey]:
    fresh = {one: case.layout.tmp / random_id() for one in places}
    keys = {}
    for one, path in fresh.items():
        keys[one] = _seal(case, sealer, one, path)
        point("rekey-sealed")
    sync.sync_files(list(fresh.values()))
    point("rekey-fsync")
    folders: set[Path] = set()
    for one, path in fresh.items():
        place = places[one]
        if place.parent not in folders and not place.parent.exists():
            make_folder(place.parent)
            folders.add(case.layout.blobs)
        folders.add(place.parent)
        rename(path, place)
        point("rekey-rename")
    sync.sync_folders(sorted(folders, reverse=True))
    point("rekey-dirsync")
    return keys


def _seal(case: Case, sealer: cipher.Cipher, one: _Old, path: Path) -> cipher.PayloadKey:
    """Encrypt an original anew into `path`: decrypted here and checked against the ledger, encrypted in a thread of its own."""
    recipient = Recipient(case.roots[case.generation + 1].recipient())
    with NewFile(path) as out:
        pipe = _Pipe()
        sealing = threading.Thread(target=pipe.drain, args=(lambda: sealer.seal(recipient, pipe, out),))
        sealing.start()
        try:
            blobs.read_blob(case, one.id, pipe)
        finally:
            pipe.end()
            sealing.join()
    if pipe.fault is not None:
        raise pipe.fault
    if pipe.sealed is None or pipe.sealed.sha256 != one.sha256:
        raise SealInvalid("an original changed on its way from the old keys to the new")
    return pipe.sealed.key


class _Pipe:
    """What one thread writes, the other reads; never more than a few blocks between them, in memory alone."""

    def __init__(self) -> None:
        self._blocks: SimpleQueue[bytes] = SimpleQueue()
        self._room = threading.Semaphore(8)
        self._rest = b""
        self._ended = False
        self.fault: GawahError | OSError | None = None
        self.sealed: cipher.Sealed | None = None

    def write(self, data: bytes, /) -> int:
        """Hand on a block; waits while the other side has enough."""
        if data:
            self._room.acquire()
            self._blocks.put(bytes(data))
        return len(data)

    def end(self) -> None:
        """There is no more."""
        self._blocks.put(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes of what was written; b"" at the end."""
        if not self._rest and not self._ended:
            self._rest = self._blocks.get()
            self._ended = not self._rest
            self._room.release()
        taken, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return taken

    def drain(self, work: Callable[[], cipher.Sealed]) -> None:
        """Carry out `work`, which reads; keep what it gives or raises, and go on taking so that the writer never waits for ever."""
        try:
            with drive_errors():
                self.sealed = work()
        except (GawahError, OSError) as fault:
            self.fault = fault
        finally:
            while not self._ended:
                self._rest = b""
                self.read()


def _remove(places: list[Path]) -> None:
    for place in places:
        unlink(place)
    for folder in {place.parent for place in places}:
        sync_folder(folder)


def _remove_orphans(case: Case) -> None:
    """Remove files that no row names: after the switch nothing opens them. Kept when a row may be missing: they may be its file."""
    if case.database.value(_LOST) is not None:
        return
    named = {blob for (blob,) in case.database.each("SELECT blob FROM item")}
    with drive_errors():
        files = [path for path in case.layout.blobs.rglob("*") if path.is_file() and path.name not in named]
        _remove([path for path in files if len(path.name) == 64 and set(path.name) <= _NAME])


def _refuse_other(case: Case, passphrase: str) -> None:
    """The new slot must not be under a mistyped passphrase."""
    for slot in case.layout.slots():
        with suppress(WrongPassphrase, SealInvalid):
            if unwrap(slot, passphrase).recipient() == case.root.recipient():
                return
    raise WrongPassphrase("the passphrase does not open this vault")


def _refuse_difference(case: Case, copy: Database) -> None:
    """The copy must hold what the database holds: as many rows in every table, no damage, and the same ledger."""
    for database in (case.database, copy):
        if database.all("PRAGMA integrity_check(1)") != [("ok",)]:
            raise SealInvalid("the database is damaged: run `gawah check --full`")
    for (table,) in case.database.all(_COUNTS):
        count = f'SELECT count(*) FROM "{table}"'
        if case.database.value(count) != copy.value(count):
            raise SealInvalid("the copy of the database differs from the database")
    if case.ledger.hashes() != Ledger(copy, case.layout, case.signing, case.ledger.origin, None).hashes():
        raise LedgerInconsistent("the copy of the ledger differs from the ledger")
