"""Make a vault, or open one. The only place where the concrete vault is chosen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from gawah import __version__
from gawah.records.custody import Role
from gawah.records.errors import AlreadyThere, BadInput
from gawah.usecases._cost import fitting
from gawah.usecases._workspace import Workspace
from gawah.usecases.passphrase import check
from gawah.vault.local import Acting, LocalVault
from gawah.vault.unfinished import refuse_occupied

__all__ = ["Started", "init", "open_vault", "refuse_occupied", "workspace"]

TOOL = f"gawah {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A vault just made.

    Attributes:
        recovery: The recovery key, to be written down and kept outside the home; it opens everything and is shown this once.
        fingerprint: Of the signing key; printed on receipts and on page 1 of every dossier.
        origin: The opaque name of the ledger.
    """

    recovery: str = field(repr=False)
    fingerprint: str
    origin: str


def free(folder: Path) -> bool:
    """Whether a vault can be made at `folder`: nothing stands there, or an empty folder."""
    try:
        refuse_occupied(folder)
    except AlreadyThere:
        return False
    return True


def init(
    folder: Path,
    passphrase: str,
    *,
    clock: Callable[[], str],
    name: str = "",
    role: str = "person",
    remembered: Path | None = None,
    timer: Callable[[], float] | None = None,
) -> Started:
    """Make a vault at `folder`.

    Args:
        folder: Must not exist, or be empty.
        passphrase: At least `passphrase.SHORTEST` characters.
        clock: This machine's clock.
        name: The person's name as it should stand in a dossier; may be empty.
        role: Whose case it is or who keeps it: person, helper, lawyer, newsroom.
        remembered: Folder outside the vault in which the newest checkpoint is remembered.
        timer: Seconds, as `time.perf_counter`: the passphrase is made to cost about one second a try on this machine.

    Raises:
        BadInput: The passphrase is too short, or the role unknown.
        AlreadyThere: Something stands at `folder`, as `refuse_occupied` says.
        VaultError: The folder cannot be written.
    """
    check(passphrase)
    chosen: Role | None = next((one for one in get_args(Role) if one == role and one != "software"), None)
    if chosen is None:
        raise BadInput("the role must be person, helper, lawyer or newsroom")
    vault, recovery = LocalVault.create(
        folder, passphrase, at=clock(), tool=TOOL, name=name, role=chosen, cost=fitting(timer), remember=remembered
    )
    with vault:
        return Started(recovery=recovery, fingerprint=vault.fingerprint, origin=vault.origin)


@contextmanager
def open_vault(
    folder: Path,
    passphrase: str,
    *,
    clock: Callable[[], str],
    agent: str = "me",
    remembered: Path | None = None,
) -> Iterator[Workspace]:
    """The workspace over the vault at `folder`, closed again at the end.

    Raises:
        NotAVault, WrongPassphrase, CaseLocked, SchemaTooNew, NotEncrypted, VaultError: As their names say.
        NotFound: No agent has this label.
    """
    with LocalVault.open(folder, passphrase, remember=remembered) as vault:
        yield workspace(vault, agent, clock)


def workspace(vault: LocalVault, agent: str, clock: Callable[[], str]) -> Workspace:
    """The workspace over an open vault in which the agent with this label acts. Raises NotFound."""
    acting_agent = vault.agent(agent)
    return Workspace(vault, Acting(agent=acting_agent.id, for_agent=acting_agent.acts_for, tool=TOOL), clock)
