"""Places on this machine beside the vault: what is brought in does not lie in it, and what is handed out is not written into it."""

from collections.abc import Iterable
from pathlib import Path

from gawah.records.errors import AlreadyThere, BadInput
from gawah.usecases._workspace import Workspace


def refuse_taken(work: Workspace, out: Path, option: str = "--out") -> None:
    """Return when something new can be made at `out`, which the person named with `option`.

    Raises:
        AlreadyThere: Something stands there.
        BadInput: The folder in which it should be made is not there, or it lies in the vault.
    """
    if out.exists() or out.is_symlink():
        raise AlreadyThere(f"something stands at the place named with {option}")
    if not out.parent.is_dir():
        raise BadInput(f"the folder in which the place named with {option} would lie is not there")
    if _within(out.parent.resolve() / out.name, work.vault.folder.resolve()):
        raise BadInput(f"the place named with {option} lies in the vault, where only gawah's own files belong")


def refuse_vault(work: Workspace, paths: Iterable[Path]) -> None:
    """Raise BadInput when one of `paths` lies in the vault or holds it: it would be copied into itself while it grows."""
    vault = work.vault.folder.resolve()
    for path in paths:
        here = path.resolve()
        if _within(here, vault) or _within(vault, here):
            raise BadInput("what is named lies in the vault, or the vault lies in it; name the files and folders beside it")


def _within(inner: Path, outer: Path) -> bool:
    return inner == outer or outer in inner.parents
