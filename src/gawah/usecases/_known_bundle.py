"""The bundle that a person names, checked against what this case's ledger knows of its dossiers."""

from dataclasses import dataclass
from pathlib import Path

from gawah.dossier.bundle import TAG_MANIFEST
from gawah.records.custody import Checkpoint
from gawah.records.digest import sha256
from gawah.records.disclosure import Dossier
from gawah.records.errors import NotFound, SourceUnreadable, VerificationFailed
from gawah.usecases._workspace import Workspace
from gawah.usecases.verify import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A bundle that is whole, and the dossier of this case that it is.

    Attributes:
        dossier: As entered in the ledger.
        exhibits: How many, as the check counts them.
        head: The head of the ledger in it.
    """

    dossier: Dossier
    exhibits: int
    head: Checkpoint


def known(work: Workspace, folder: Path) -> Known:
    """The bundle in `folder`, checked as `gawah verify` does, with the key of this case.

    Raises:
        SourceUnreadable: There is no folder.
        VerificationFailed: It is not as it was sealed, or not sealed by this case.
        NotFound: The ledger of this case has no dossier with this list.
    """
    found = verify(folder, key=work.vault.fingerprint)
    if found.failed or found.head is None:
        raise VerificationFailed("the bundle is not as this case sealed it; `gawah verify` names each difference")
    try:
        listed = sha256((folder / TAG_MANIFEST).read_bytes())
    except OSError:
        raise SourceUnreadable("a file of the bundle cannot be read") from None
    dossier = next((one for one in work.vault.dossiers() if one.bundle_sha256 == listed), None)
    if dossier is None:
        raise NotFound("the ledger of this case has no dossier with this list")
    return Known(dossier=dossier, exhibits=found.exhibits, head=found.head)
