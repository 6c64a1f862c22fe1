"""Bring a copy of the vault back, and say what it does not hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gawah.records.errors import RolledBack
from gawah.usecases.start import TOOL
from gawah.vault import restore as bringing
from gawah.vault.local import Acting
from gawah.vault.restore import Restoration


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a copy holds, before it is brought back.

    Attributes:
        copy: Where it lies.
        entries: Of its ledger.
        originals: That it names.
        bytes: Of them, still to be copied.
        fingerprint: Of the key that signs its ledger.
        compared: Whether this machine remembers a head of this vault; without one nobody can tell whether the copy is the newest.
        older: Whether that head shows that the copy is older, or of another history.
        missing: How many entries made since are at least not in it; 0 when it is of another history.
        head: That head, `size:root`; None when the copy reaches it.
    """

    copy: Path
    entries: int
    originals: int
    bytes: int
    fingerprint: str
    compared: bool
    older: bool
    missing: int
    head: str | None

    @property
    def words(self) -> str:
        """What is to be told of an older copy, in one sentence."""
        if self.missing:
            return f"this copy is older: {self.missing} ledger entries made since are not in it"
        return "this copy is of another history: it does not hold what this machine saw last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A vault that was brought back.

    Attributes:
        folder: Where it is now.
        entry: Its `restore` entry.
        originals, rows: How many, all of them checked.
    """

    folder: Path
    entry: int
    originals: int
    rows: int


@contextmanager
def copy_of(
    folder: Path, target: Path, secret: str, *, recovery: bool = False, remembered: Path | None = None
) -> Iterator[Restoration]:
    """The copy at `folder`, opened beside `target`; cleared away at the end unless it was finished.

    Args:
        folder: A backup, or the folder in which it lies.
        target: Where the vault is to be: not there, or an empty folder.
        secret: The passphrase of the day when the copy was made, or with `recovery` the recovery key.
        recovery: Whether it is the recovery key.
        remembered: Folder outside the vault in which the newest head is remembered.

    Raises:
        NotAVault, BadInput, AlreadyThere, CaseLocked, WrongPassphrase, SchemaTooNew, NotEncrypted, SealInvalid, VaultError.
    """
    source = bringing.find(folder)
    begin = Restoration.begin_recovery if recovery else Restoration.begin
    with begin(source, target, secret, remembered) as restoration:
        yield restoration


def offer(restoration: Restoration) -> Offer:
    """What the copy holds, compared with what this machine remembers."""
    unreached = restoration.unreached
    return Offer(
        copy=restoration.source,
        entries=restoration.vault.size(),
        originals=restoration.originals,
        bytes=restoration.bytes,
        fingerprint=restoration.vault.fingerprint,
        compared=restoration.compared,
        older=unreached is not None,
        missing=0 if unreached is None else unreached.missing,
        head=None if unreached is None else f"{unreached.head.size}:{unreached.head.root}",
    )


def restore(
    restoration: Restoration,
    *,
    clock: Callable[[], str],
    agent: str = "me",
    older_is_fine: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Back:
    """Copy the originals, check everything against the ledger, enter it, and put the vault in its place.

    Args:
        restoration: Of `copy_of`.
        clock: This machine's clock.
        agent: Label of who acts.
        older_is_fine: The person was told that the copy is older and goes on all the same.
        progress: Called with how much is done, of how much: the bytes are copied, then as many are checked.

    Raises:
        RolledBack: The copy is older and nobody said that this is fine.
        VerificationFailed: It is not as its ledger states. In both cases nothing is left at the place.
        NotFound: No agent has this label.
        DiskFull, VaultUnwritable: As their names say; the same.
    """
    found = offer(restoration)
    if found.older and not older_is_fine:
        raise RolledBack(f"rollback: {found.words}; nothing was restored, for the word was not typed (scripts use --older-is-fine)")
    who = restoration.vault.agent(agent)
    acting = Acting(agent=who.id, for_agent=who.acts_for, tool=TOOL)
    total = restoration.bytes
    done = restoration.finish(
        clock(),
        acting,
        copying=lambda done, _total: progress(done, 2 * total),
        checking=lambda done, of: progress(total + total * done // max(of, 1), 2 * total),
    )
    return Back(folder=restoration.target, entry=done.leaf, originals=done.originals, rows=done.rows)
