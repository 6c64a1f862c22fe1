"""Where things lie in the folder of a vault (docs/spec/vault.md, section 1). Names tell nothing about the case."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gawah.records.errors import NotAVault, SchemaTooNew
from gawah.vault.durable import make_folder, make_path

FORMAT = 1
"""The version of the folder's layout, in the file VAULT."""

_TITLE = "gawah-vault"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one vault."""

    folder: Path

    @property
    def marker(self) -> Path:
        """Written last: a folder without it is no vault."""
        return self.folder / "VAULT"

    @property
    def copy_mark(self) -> Path:
        """In a backup only: says that this folder is a copy, and the random id of its place."""
        return self.folder / "COPY"

    @property
    def keys(self) -> Path:
        """Slots (`slot-<number>.json`) and `recipient.txt`."""
        return self.folder / "keys"

    def slot(self, number: int) -> Path:
        """The slot file with this number, from 1. A passphrase opens it."""
        return self.keys / f"slot-{number}.json"

    @property
    def recipient(self) -> Path:
        """The public age recipient: whoever has it can put things in and take nothing out."""
        return self.keys / "recipient.txt"

    @property
    def database(self) -> Path:
        """The encrypted database; `-wal` beside it."""
        return self.folder / "db" / "case.db"

    @property
    def blobs(self) -> Path:
        """One age file an original, in folders of the first two digits of its name."""
        return self.folder / "blobs"

    @property
    def checkpoints(self) -> Path:
        """Signed tree heads, `<size>.note`, and time stamps over them, `<size>.tsr`, a second one over the same `<size>.2.tsr`."""
        return self.folder / "checkpoints"

    @property
    def tmp(self) -> Path:
        """Always rubbish when the vault is opened."""
        return self.folder / "tmp"

    @property
    def lock(self) -> Path:
        """Held by the one process that has the vault open."""
        return self.folder / "lock"

    def blob(self, name: str) -> Path:
        """The path of the blob with this name of 64 hexadecimal digits."""
        return self.blobs / name[:2] / name

    def note(self, size: int) -> Path:
        """The path of the checkpoint over `size` leaves."""
        return self.checkpoints / f"{size}.note"

    def reply(self, size: int, ordinal: int) -> Path:
        """The path of the answer with this place, from 1, among those over the checkpoint of `size` leaves."""
        return self.checkpoints / (f"{size}.tsr" if ordinal == 1 else f"{size}.{ordinal}.tsr")

    def make_folders(self) -> None:
        """Make the vault's folders, for their owner only."""
        make_path(self.folder)
        with suppress(PermissionError):  # a stick formatted with FAT knows no modes
            self.folder.chmod(0o700)
        for path in (self.keys, self.database.parent, self.blobs, self.checkpoints, self.tmp):
            make_folder(path)

    def slot_files(self) -> list[Path]:
        """Every slot file, by name."""
        return sorted(self.keys.glob("slot-*.json"))

    def slots(self) -> list[bytes]:
        """The bytes of every slot file, by name."""
        return [path.read_bytes() for path in self.slot_files()]


def marker_text(vault_id: str) -> bytes:
    """What VAULT holds: the format's name, its version and the vault's random id."""
    return json.dumps({"format": FORMAT, "id": vault_id, "type": _TITLE}, sort_keys=True).encode("ascii") + b"\n"


def read_marker(layout: Layout) -> str:
    """The random id in VAULT. Raises NotAVault, SchemaTooNew."""
    try:
        fields = json.loads(layout.marker.read_bytes())
    except FileNotFoundError:
        if layout.database.exists():
            raise NotAVault("the file VAULT is missing; the rest of a vault is there") from None
        raise NotAVault("there is no vault at this place") from None
    except (OSError, ValueError):
        raise NotAVault("there is no vault at this place") from None
    if not isinstance(fields, dict) or fields.get("type") != _TITLE or not isinstance(fields.get("id"), str):
        raise NotAVault("there is no vault at this place")
    if fields.get("format") != FORMAT:
        raise SchemaTooNew("the vault's format is newer than this program")
    return str(fields["id"])
