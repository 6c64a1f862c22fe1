"""The slot files that a passphrase opens: unlocking with them, changing one, destroying all (docs/spec/ledger.md, section 8).

The database holds a MAC over the slot files. A change of passphrase is announced first: its ledger entry and the MAC that will
hold are committed, then one file is replaced by a rename, then the new MAC takes its place. Broken off anywhere, there is the old
slot or the new one, whole, and `settle` finds out at the next opening which.

What cannot be promised: that nothing of an old slot is left on worn flash memory or in a backup. Whoever has such a remnant and the
old passphrase has the root secret; only sealing the vault anew (`rekey`) takes that away.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from gawah.records.errors import DiskFull, SealInvalid, VaultUnwritable, WrongPassphrase
from gawah.seal.keys import Cost, RootSecret, random_bytes, slots_mac, unwrap, wrap
from gawah.vault._points import point
from gawah.vault.case import Case
from gawah.vault.durable import NewFile, drive_errors, overwrite_file, rename, replace_file, sync_folder, unlink
from gawah.vault.layout import Layout
from gawah.vault.ledger_table import Acting
from gawah.vault.opener import Database

_PENDING = "SELECT value FROM key_change WHERE name = ?"
_SET_PENDING = "INSERT INTO key_change (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_NOT_PENDING = "DELETE FROM key_change WHERE name = ?"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A secret that may be the one of the database: while a vault is sealed anew, the passphrase opens two slots."""

    root: RootSecret = field(repr=False)
    slot: str | None


def candidates(layout: Layout, passphrase: str) -> list[Candidate]:
    """What the passphrase gives, by each slot file that it opens; at least one.

    Raises:
        WrongPassphrase: It opens none, or there is none.
        SealInvalid: The only slots are malformed, or ask for an absurd amount of work.
        VaultUnwritable: They cannot be read.
    """
    found: list[Candidate] = []
    faults: list[WrongPassphrase | SealInvalid] = []
    with drive_errors():
        slots = [(path.name, data) for path in layout.slot_files() if (data := path.read_bytes())]
    if not slots:
        raise WrongPassphrase("the vault has no passphrase slot; the recovery key still opens it")
    for name, data in slots:
        try:
            found.append(Candidate(unwrap(data, passphrase), name))
        except (WrongPassphrase, SealInvalid) as fault:
            faults.append(fault)
    if not found:
        raise next((fault for fault in faults if isinstance(fault, WrongPassphrase)), faults[0])
    return found


def change_passphrase(case: Case, passphrase: str, cost: Cost, at: str, acting: Acting, *, allow_weak: bool) -> int:
    """From now on `passphrase` opens the vault in place of the one it was opened with; opened with the recovery key, in place of
    all. The ledger entry.

    Raises BadInput (empty), DiskFull, VaultUnwritable: what opened the vault before still does.
    """
    layout = case.layout
    with drive_errors():
        slots = {path.name: path.read_bytes() for path in layout.slot_files()}
    name = case.slot or next(iter(slots), layout.slot(1).name)
    going = [] if case.slot else [other for other in slots if other != name]
    fresh = wrap(case.root, passphrase, cost, allow_weak=allow_weak)
    staying = [data for other, data in slots.items() if other not in (name, *going)]
    with case.ledger.act(head=True):
        seq = case.ledger.append("passphrase", at, acting, method="change" if case.slot else "recovery")
        set_pending(case.database, "slots", slots_mac(case.root, [fresh, *staying]))
        if going:
            set_pending(case.database, "drop", " ".join(going).encode("ascii"))
    point("slot-announce")
    try:
        with drive_errors():
            _replace_slot(layout.keys / name, fresh)
    except BaseException:
        with suppress(DiskFull, VaultUnwritable, SealInvalid):  # else the next opening does it
            settle(case)
        raise
    settle(case)
    point("slot-settle")
    return seq


def set_pending(database: Database, name: str, value: bytes) -> None:
    """Note, inside a transaction, what the next opening must know of a change of keys under way."""
    database.run(_SET_PENDING, (name, value))


def pending(database: Database, name: str) -> bytes | None:
    """What `set_pending` noted."""
    found: bytes | None = database.value(_PENDING, (name,))
    return found


def no_longer_pending(database: Database, *names: str) -> None:
    """Forget what was noted; inside a transaction."""
    database.run_many(_NOT_PENDING, [(name,) for name in names])


def settle(case: Case) -> list[str]:
    """Set right what a change of keys that was broken off has left, and say what it does not explain, in words without content."""
    database, layout = case.database, case.layout
    with drive_errors():
        for path in layout.keys.glob(".*.new"):
            overwrite(path)
    announced, dropped = pending(database, "slots"), pending(database, "drop")
    if dropped is not None and _comes_to(case, announced, dropped.decode("ascii").split()):
        with drive_errors():
            drop(layout, dropped.decode("ascii").split())
            if not _is_recipient(layout, case.root):
                replace_file(layout.recipient, case.root.recipient().encode("ascii") + b"\n")
        point("slot-drop")
    with drive_errors():
        mac = slots_mac(case.root, layout.slots())
    if announced is not None or dropped is not None:
        with database.transaction():
            if mac == announced:
                database.run("UPDATE meta SET value = ? WHERE name = 'slots'", (mac,))
            no_longer_pending(database, "slots", "drop")
    if mac == database.value("SELECT value FROM meta WHERE name = 'slots'"):
        return []
    if not layout.slot_files():
        return ["the vault has no passphrase slot: only the recovery key opens it; `gawah recover` sets a passphrase"]
    return ["a file in which the passphrase lies was added, removed or edited by something else than gawah"]


def _comes_to(case: Case, announced: bytes | None, going: Sequence[str]) -> bool:
    """Whether, without those that go, the slots are as announced. Else the new one did not come, and those that were there stay."""
    if announced is None:
        return True
    with drive_errors():
        staying = [path.read_bytes() for path in case.layout.slot_files() if path.name not in going]
    return slots_mac(case.root, staying) == announced


def drop(layout: Layout, names: Sequence[str]) -> None:
    """Overwrite and remove these slot files. Raises OSError."""
    for name in names:
        overwrite(layout.keys / name)
    sync_folder(layout.keys)


def destroy(layout: Layout) -> int:
    """Overwrite and remove every slot file, whoever has the vault open; how many there were. Needs no key. Raises VaultUnwritable.

    A file that cannot be overwritten is removed all the same, and the others still go.
    """
    gone = 0
    faults: list[OSError] = []
    with drive_errors():
        for path in (*layout.slot_files(), *layout.keys.glob(".*.new")):
            try:
                overwrite(path)
                gone += 1
            except OSError as fault:
                faults.append(fault)
        if gone:
            sync_folder(layout.keys)
        if faults:
            raise faults[0]
    return gone


def overwrite(path: Path) -> None:
    """Overwrite a file in place with random bytes, make that durable, and remove it. Raises OSError, after removing what it can."""
    try:
        if path.exists():
            overwrite_file(path, random_bytes(path.stat().st_size))
    finally:
        unlink(path)


def _replace_slot(path: Path, data: bytes) -> None:
    """Put the new slot in the place of the old one by one rename, then overwrite the bytes of the old one where they lay."""
    fresh = path.with_name(f".{path.name}.new")
    with suppress(FileNotFoundError), path.open("r+b", buffering=0) as old:
        _put(fresh, path, data)
        old.write(random_bytes(os.fstat(old.fileno()).st_size))
        os.fsync(old.fileno())
        return
    _put(fresh, path, data)


def _put(fresh: Path, path: Path, data: bytes) -> None:
    with NewFile(fresh, over=True) as out:
        out.write(data)
        point("slot-write")
        out.sync()
    rename(fresh, path)
    point("slot-rename")
    sync_folder(path.parent)


def _is_recipient(layout: Layout, root: RootSecret) -> bool:
    return layout.recipient.exists() and layout.recipient.read_bytes().strip() == root.recipient().encode("ascii")
