"""What the parts of the vault share while a case is open: the database, the ledger, the keys and the paths."""

from dataclasses import dataclass, field
from pathlib import Path

from gawah.records.errors import SealInvalid
from gawah.seal.keys import RootSecret, SigningKey, wipe
from gawah.vault.layout import Layout
from gawah.vault.ledger_table import Ledger
from gawah.vault.opener import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An open case. Held by `LocalVault`; never shown.

    Attributes:
        root: What opens the database, and the originals of this generation of keys.
        roots: The same, and while the vault is being sealed anew the next one too, by generation.
        generation: Of `root`; a vault begins with 1.
        slot: Name of the slot file that the passphrase opened; None when the recovery key did.
        remember: Folder outside the vault in which the newest checkpoint is remembered.
    """

    layout: Layout
    database: Database = field(repr=False)
    ledger: Ledger = field(repr=False)
    root: RootSecret = field(repr=False)
    signing: SigningKey = field(repr=False)
    name_key: bytearray = field(repr=False)
    vault_id: str
    roots: dict[int, RootSecret] = field(repr=False)
    generation: int
    slot: str | None
    remember: Path | None

    def root_of(self, generation: int) -> RootSecret:
        """The secret that opens an original of this generation. Raises SealInvalid when the vault has none such."""
        try:
            return self.roots[generation]
        except KeyError:
            raise SealInvalid("an original is sealed with keys that this vault does not have") from None

    def forget(self) -> None:
        """Put the keys away, once the database is closed. Best effort: see `RootSecret.forget`."""
        for root in self.roots.values():
            root.forget()
        self.signing.forget()
        wipe(self.name_key)
