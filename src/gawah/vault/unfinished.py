"""Whether a vault can be made at a place, and what an `init` that was killed has left there (docs/spec/vault.md, rule 1)."""

from pathlib import Path

from gawah.records.errors import AlreadyThere
from gawah.vault.durable import drive_errors
from gawah.vault.layout import Layout
from gawah.vault.lock import is_free

_FOLDERS = frozenset({"keys", "db", "blobs", "checkpoints", "tmp"})
_FILES = frozenset(
    {
        "lock",
        ".VAULT.new",
        "keys/slot-1.json",
        "keys/.slot-1.json.new",
        "keys/recipient.txt",
        "keys/.recipient.txt.new",
        "db/case.db",
        "db/case.db-journal",
        "db/case.db-shm",
        "db/case.db-wal",
        "checkpoints/1.note",
        "tmp/1.note",
    }
)
"""All that is written before VAULT. An original, a second slot or a second checkpoint is not among it: then somebody used it."""


def refuse_occupied(folder: Path) -> None:
    """Return when a vault can be made at `folder`: nothing is there, or an empty folder. Nothing is written.

    What an `init` that was killed has left is named as such and stays. It could be cleared here, but without VAULT and without the
    key it looks as a vault does that lost VAULT and whose last entries no checkpoint covers yet: to throw that away is for a
    person to decide.

    Raises:
        AlreadyThere: Something stands there; the message says so when it is an unfinished vault that nobody has open.
        VaultUnwritable: The folder cannot be looked into.
    """
    with drive_errors():
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise AlreadyThere("something stands at the place of the vault")
        if not folder.exists() or not any(folder.iterdir()):
            return
        if _unfinished(folder):
            raise AlreadyThere("an unfinished vault stands at this place: it holds nothing; remove the folder and run init again")
        raise AlreadyThere("something stands at the place of the vault")


def _unfinished(folder: Path) -> bool:
    """Whether `folder` holds nothing but what stands there before VAULT is written, and nobody is at work on it."""
    # The top first: a folder of anything else is not walked through.
    if any(path.name not in _FOLDERS | _FILES for path in folder.iterdir()):
        return False
    return all(_expected(folder, path) for path in folder.rglob("*")) and is_free(Layout(folder).lock)


def _expected(folder: Path, path: Path) -> bool:
    name = path.relative_to(folder).as_posix()
    if path.is_symlink():
        return False
    return (name in _FOLDERS and path.is_dir()) or (name in _FILES and path.is_file())
