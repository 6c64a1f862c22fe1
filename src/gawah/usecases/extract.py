"""Copy an original out of the vault: the exact bytes, checked against the ledger, and the act entered in it."""

import os
from pathlib import Path

from gawah.records.errors import AlreadyThere, GawahError, SourceUnreadable
from gawah.records.evidence import EvidenceItem
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace


def extract(work: Workspace, prefix: str, out: Path) -> EvidenceItem:
    """Write the bytes of an item, as received, to the file `out`, readable by you alone.

    Nothing stands at `out` until every byte was checked and the ledger has the entry.

    Raises:
        NotFound: No item has this id.
        AlreadyThere: Something stands at `out`.
        DigestMismatch, SealInvalid: The original is not as the ledger states; nothing was written.
        SourceUnreadable: `out` cannot be written.
    """
    item = one_of(work.vault.items(), prefix)
    if out.exists() or out.is_symlink():
        raise AlreadyThere("something stands at the place named with --out")
    part = out.with_name(f".{out.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise AlreadyThere("an unfinished copy stands beside the place named with --out") from error
    except OSError as error:
        raise SourceUnreadable("the place named with --out cannot be written") from error
    try:
        with os.fdopen(handle, "wb") as sink:
            work.vault.read_blob(item.id, sink)
            sink.flush()
            os.fsync(sink.fileno())
        work.vault.record_extract(item.id, work.clock(), work.acting)
        part.rename(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SourceUnreadable("the copy could not be written; nothing stands at the place named with --out") from error
    except GawahError:
        part.unlink(missing_ok=True)
        raise
    return item
