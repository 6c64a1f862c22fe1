"""Copy originals out of the vault: the exact bytes, checked against the ledger, and the act entered in it."""

import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from gawah.records.errors import AlreadyThere, DigestMismatch, DiskFull, SourceUnreadable
from gawah.records.evidence import EvidenceItem
from gawah.usecases._place import refuse_taken
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.keep import FOLDER_TYPE


def examine(work: Workspace, prefix: str) -> EvidenceItem:
    """Check the bytes of an item against the ledger and write nothing. Raises NotFound, DigestMismatch, SealInvalid."""
    return work.vault.read_blob(one_of(work.vault.items(), prefix).id, _Nothing())


def extract(work: Workspace, prefix: str, out: Path) -> EvidenceItem:
    """Write an item as it was received to `out`, readable by you alone: a file, or for a folder a folder with its files.

    Nothing stands at `out` until every byte was checked and the ledger has the entry.

    Raises:
        NotFound: No item has this id.
        AlreadyThere: Something stands at `out`.
        BadInput: The folder in which `out` should lie is not there, or `out` lies in the vault.
        DigestMismatch, SealInvalid: The original is not as the ledger states; nothing was written.
        DiskFull, SourceUnreadable: `out` cannot be written.
    """
    item = one_of(work.vault.items(), prefix)
    part = out.with_name(f".{out.name}.part")
    refuse_taken(work, out)
    if part.exists() or part.is_symlink():
        raise AlreadyThere("an unfinished copy stands beside the place named with --out")
    write = _write_folder if item.media_type == FOLDER_TYPE else _write_file
    try:
        write(work, item, part)
        work.vault.record_extract(item.id, work.clock(), work.acting)
        part.rename(out)
    except OSError as error:
        _remove(part)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("the drive for the copy is full; nothing stands at the place named with --out") from error
        raise SourceUnreadable("the copy could not be written; nothing stands at the place named with --out") from error
    except BaseException:  # Ctrl-C too: what was to be handed out is not left lying about
        _remove(part)
        raise
    return item


class _Nothing:
    """A file that keeps nothing."""

    def write(self, data: bytes, /) -> int:
        return len(data)


def _write_file(work: Workspace, item: EvidenceItem, path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as sink:
        work.vault.read_blob(item.id, sink)
        sink.flush()
        os.fsync(sink.fileno())


def _write_folder(work: Workspace, item: EvidenceItem, folder: Path) -> None:
    """The files that the folder's list names, found by digest: one of them may have come into the case in another way."""
    listed = io.BytesIO()
    work.vault.read_blob(item.id, listed)
    held = {one.sha256: one for one in work.vault.items()}
    folder.mkdir(mode=0o700)
    for line in listed.getvalue().decode("utf-8", "surrogateescape").split("\n")[:-1]:
        digest, name = line[:64], line[66:]
        inside = PurePosixPath(name)
        if digest not in held or inside.is_absolute() or ".." in inside.parts or not inside.parts:
            raise DigestMismatch("a file of the folder is not in the case, or was erased")
        place = folder.joinpath(*inside.parts)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_file(work, held[digest], place)


def _remove(path: Path) -> None:
    remove: Callable[[Path], object] = shutil.rmtree if path.is_dir() else Path.unlink
    if path.exists():
        remove(path)
