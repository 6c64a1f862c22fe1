"""The receipt: one page for whoever receives an encrypted dossier to sign, with the numbers by which it is known again.

It states what was encrypted, for which keys, and the head of the ledger at that time: a dated copy in other hands shows later that
the ledger has only grown since.
"""

from dataclasses import dataclass, field
from pathlib import Path

from gawah.dossier import glyphs, pages
from gawah.dossier.sheet import PEOPLE
from gawah.dossier.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the page prints. Digests are SHA-256, 64 hexadecimal digits.

    Attributes:
        id: Of the hand-over.
        made_at: `YYYY-MM-DDTHH:MM:SSZ`, by the clock of the machine.
        tool: `gawah <version>`.
        made_by, on_behalf_of: Who encrypted it, and for whom; "" for themselves.
        recipient: As the person states it; "" leaves a line to write on.
        keys: The age recipients that can open the file.
        dossier: Id of the dossier.
        exhibits: How many, as the check of the bundle counts them.
        bundle_sha256: Of the bundle's tag manifest.
        sealed_sha256, sealed_size: Of the encrypted file.
        fingerprint: Of the key that signs the ledger.
        bundle_entries, bundle_root: The ledger's head in the bundle.
        entries, root: The ledger's head now.
    """

    id: str
    made_at: str
    tool: str
    made_by: str = field(repr=False, metadata=PEOPLE)
    on_behalf_of: str = field(default="", repr=False, metadata=PEOPLE)
    recipient: str = field(default="", repr=False, metadata=PEOPLE)
    keys: tuple[str, ...]
    dossier: str
    exhibits: int
    bundle_sha256: str
    sealed_sha256: str
    sealed_size: int
    fingerprint: str
    bundle_entries: int
    bundle_root: str
    entries: int
    root: str


def typeset(receipt: Receipt, fonts: Path = glyphs.FONTS, words: Words | None = None) -> bytes:
    """The receipt as PDF, in the language of `words`, English by default. Raises GlyphMissing: the page engine refused it."""
    return pages.set_form("receipt", receipt, receipt.made_at, fonts, words)
