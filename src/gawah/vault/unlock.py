"""Making a vault, and opening one: lock, keys, database, ledger, and what is set right after a crash (evidence-and-security
1.5, 1.7).
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from gawah.records.custody import Agent, Role
from gawah.records.errors import LedgerInconsistent, NotAVault, SealInvalid, WrongRecoveryKey
from gawah.seal.keys import Cost, RootSecret, SigningKey, random_id, slots_mac, wrap
from gawah.vault import erase, rekey, remembered, rollback, slots, stamps, statements
from gawah.vault.case import Case
from gawah.vault.durable import drive_errors, replace_file, unlink
from gawah.vault.layout import Layout, marker_text, read_marker
from gawah.vault.ledger_table import Acting, Ledger
from gawah.vault.lock import Lock
from gawah.vault.opener import Database, open_database
from gawah.vault.slots import Candidate
from gawah.vault.unfinished import refuse_occupied

ORIGIN = "gawah.invalid/"
"""How the name of a ledger begins; a random number follows (evidence-and-security 1.6)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open case with its lock, and what was noticed while opening, in words without content."""

    case: Case
    lock: Lock
    warnings: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAgent:
    """Whose case it is: the first agent of a vault."""

    label: str
    name: str
    role: Role


def create(
    folder: Path,
    passphrase: str,
    *,
    at: str,
    tool: str,
    first: FirstAgent,
    cost: Cost,
    allow_weak: bool,
    remember: Path | None,
) -> tuple[Opened, str]:
    """A new vault, open, and its recovery key. See `LocalVault.create`."""
    layout = Layout(folder)
    refuse_occupied(folder)
    with drive_errors():
        root = RootSecret.generate()
        slot = wrap(root, passphrase, cost, allow_weak=allow_weak)
        layout.make_folders()
        lock = Lock(layout.lock)
        with _all_or_nothing(folder), _released_on_failure(lock):
            replace_file(layout.slot(1), slot)
            replace_file(layout.recipient, root.recipient().encode("ascii") + b"\n")
            case = _new_case(layout, root, at, tool, first, remember)
            # Written last: a folder without it is no vault.
            replace_file(layout.marker, marker_text(case.vault_id))
    return Opened(case, lock, []), root.recovery_text()


@contextmanager
def _released_on_failure(lock: Lock) -> Iterator[None]:
    try:
        yield
    except BaseException:
        lock.release()
        raise


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """When making a vault breaks off, `folder`, which was empty or not there, is empty again: the same command can be repeated."""
    try:
        yield
    except BaseException:
        for left in folder.iterdir() if folder.is_dir() else ():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                with suppress(OSError):
                    left.unlink()
        raise


def open_(folder: Path, passphrase: str, remember: Path | None) -> Opened:
    """The vault at `folder`, opened with its passphrase. See `LocalVault.open`."""
    return _open(folder, lambda layout: slots.candidates(layout, passphrase), remember)


def open_recovery(folder: Path, recovery_text: str, remember: Path | None) -> Opened:
    """The vault at `folder`, opened with its recovery key. See `LocalVault.open_recovery`."""
    root = RootSecret.from_recovery(recovery_text)
    try:
        return _open(folder, lambda _layout: [Candidate(root, None)], remember)
    except SealInvalid:
        layout = Layout(folder)
        with drive_errors():
            recipient = layout.recipient.read_text("ascii").strip() if layout.recipient.exists() else root.recipient()
        if recipient != root.recipient():
            raise WrongRecoveryKey("the recovery key is of another vault, or of this one before it was sealed anew") from None
        raise


def _open(folder: Path, unlock: Callable[[Layout], list[Candidate]], remember: Path | None) -> Opened:
    layout = Layout(folder)
    vault_id = read_marker(layout)
    with drive_errors():
        lock = Lock(layout.lock)
    try:
        found = unlock(layout)
        with drive_errors():
            layout.make_folders()
            for left in layout.tmp.iterdir():
                unlink(left)
        case, warnings = open_case(layout, found, vault_id, remember)
        return Opened(case, lock, warnings)
    except BaseException:
        lock.release()
        raise


def open_case(layout: Layout, found: list[Candidate], vault_id: str, remember: Path | None) -> tuple[Case, list[str]]:
    """The case whose database one of the candidates opens, set right after a crash, and what was noticed. Raises SealInvalid."""
    refused: SealInvalid | None = None
    for candidate in found:
        try:
            database = open_database(layout.database, candidate.root.derive("db"))
        except SealInvalid as fault:
            refused = refused or fault
            continue
        try:
            case = _case(layout, candidate, database, vault_id, remember)
            return case, _settle(case)
        except BaseException:
            database.close()
            raise
    assert refused is not None
    raise refused


def count_slots(folder: Path) -> int:
    """How many slot files the vault at `folder` has. Raises NotAVault."""
    layout = Layout(folder)
    if not layout.slot_files():
        read_marker(layout)
    return len(layout.slot_files())


def destroy_slots(folder: Path) -> int:
    """Overwrite and remove every slot file of the vault at `folder`, open or not. See `slots.destroy`. Raises NotAVault."""
    layout = Layout(folder)
    if not layout.slot_files():  # there may be haste: what looks like a slot goes even where the rest is damaged
        read_marker(layout)
    return slots.destroy(layout)


def _new_case(layout: Layout, root: RootSecret, at: str, tool: str, first: FirstAgent, remember: Path | None) -> Case:
    database = open_database(layout.database, root.derive("db"), create=True)
    try:
        values = {
            "origin": (ORIGIN + random_id()).encode("ascii"),
            "signing": SigningKey.generate().to_bytes(),
            "vault": random_id().encode("ascii"),
            "slots": slots_mac(root, layout.slots()),
        }
        with database.transaction():
            database.run_many("INSERT INTO meta (name, value) VALUES (?, ?)", values.items())
        case = _case(layout, Candidate(root, layout.slot(1).name), database, values["vault"].decode("ascii"), remember)
        agent = Agent(id=random_id(), label=first.label, role=first.role, name=first.name)
        acting = Acting(agent=agent.id, for_agent=None, tool=tool)
        with case.ledger.act(head=True):
            statements.state(case, "init", [agent], [agent.id], at, acting)
        database.empty_log()
    except BaseException:
        database.close()
        raise
    return case


def _case(layout: Layout, opened_by: Candidate, database: Database, vault_id: str, remember: Path | None) -> Case:
    meta: dict[str, bytes] = dict(database.all("SELECT name, value FROM meta"))
    if meta.keys() < {"origin", "signing", "vault", "slots"}:
        raise NotAVault("the vault was not finished when it was made")
    signing = SigningKey.from_bytes(meta["signing"])
    origin = meta["origin"].decode("ascii")
    note = None if remember is None else remembered.note_in(remember, origin)
    root, generation = opened_by.root, int(meta["generation"])
    return Case(
        layout=layout,
        database=database,
        ledger=Ledger(database, layout, signing, origin, note),
        root=root,
        signing=signing,
        name_key=bytearray(root.derive("names")),
        vault_id=vault_id,
        roots={generation: root},
        generation=generation,
        slot=opened_by.slot,
        remember=remember,
    )


def _settle(case: Case) -> list[str]:
    """Set right what a crash may have left; what cannot be explained by one is a warning."""
    warnings = slots.settle(case)
    rekey.resume(case)
    erase.finish_all(case)
    try:
        missing = case.ledger.write_missing_heads()
        warnings += [f"checkpoint {size} was missing and has been written again" for size in missing]
        warnings += [f"the time stamp {name} was missing and has been written again" for name in stamps.write_missing(case)]
    except (LedgerInconsistent, SealInvalid) as fault:
        warnings.append(f"the ledger is not as its newest checkpoint states: {fault}")
    return [*warnings, *rollback.signs(case)]
