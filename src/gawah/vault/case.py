"""What the parts of the vault share while a case is open: the database, the ledger, the keys and the paths."""

from dataclasses import dataclass, field

from gawah.seal.keys import RootSecret, SigningKey
from gawah.vault.layout import Layout
from gawah.vault.ledger_table import Ledger
from gawah.vault.opener import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An open case. Held by `LocalVault`; never shown."""

    layout: Layout
    database: Database = field(repr=False)
    ledger: Ledger = field(repr=False)
    root: RootSecret = field(repr=False)
    signing: SigningKey = field(repr=False)
    name_key: bytes = field(repr=False)
    vault_id: str
