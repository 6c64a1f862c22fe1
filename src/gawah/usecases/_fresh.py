"""New files beside the vault, all or none: they appear under their names once everything else is done, or leave nothing behind."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from gawah.records.errors import AlreadyThere
from gawah.usecases._place import refuse_taken
from gawah.usecases._workspace import Workspace
from gawah.vault.durable import drive_errors, sync_folder


@contextmanager
def fresh_files(work: Workspace, *places: tuple[Path, str]) -> Iterator[tuple[BinaryIO, ...]]:
    """Open files to be written, readable by you alone; on leaving without an error each stands, durable, at its place.

    Args:
        work: The case.
        places: For each its path and the option with which the person named it.

    Raises:
        AlreadyThere: Something stands at one of the places.
        BadInput: A folder is not there, two places are the same, or one lies in the vault.
        DiskFull, VaultUnwritable: The drive refused; nothing is left behind.
    """
    for out, option in places:
        refuse_taken(work, out, option)
    parts = [out.with_name(f".{out.name}.part") for out, _ in places]
    with drive_errors("the drive for the new files"), ExitStack() as undo:
        sinks = [_opened(part, option, undo) for part, (_, option) in zip(parts, places, strict=True)]
        yield tuple(sinks)
        for sink in sinks:
            sink.flush()
            os.fsync(sink.fileno())
            sink.close()
        for part, (out, option) in zip(parts, places, strict=True):
            refuse_taken(work, out, option)
            part.rename(out)
            undo.callback(out.unlink, missing_ok=True)
        for folder in {out.parent for out, _ in places}:
            sync_folder(folder)
        undo.pop_all()


def _opened(part: Path, option: str, undo: ExitStack) -> BinaryIO:
    """The file under the name that it has until it is whole; it goes when `undo` is called."""
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise AlreadyThere(f"an unfinished file stands beside the place named with {option}, or two places are the same") from None
    undo.callback(part.unlink, missing_ok=True)
    sink = os.fdopen(handle, "wb")
    undo.callback(sink.close)
    return sink
