"""Where a recovery key goes: onto the screen, or into a new file that its owner alone can read; a name that ends in .pdf gets a
page to be printed.
"""

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Annotated, Self

import typer

from gawah.records.errors import AlreadyThere, SourceUnreadable

RecoveryOut = Annotated[
    Path | None,
    typer.Option(
        help="Write the recovery sheet to this new file instead of the screen; as a page to print when it ends in .pdf.",
        show_default=False,
    ),
]

SHEET = """This is the recovery key of a gawah vault. It opens everything, without the passphrase.

    {recovery}

Keep it on paper, outside the home, with somebody you trust. It cannot be shown again and nobody can reset it.
It is an age identity: with it, the standard program `age` opens every original even where gawah is not installed.

Fingerprint of the key that signs this vault's ledger (it also stands on receipts and on page 1 of every dossier):

    {fingerprint}
"""


# Set once before a key exists: what does not work on this machine is found out before anything depends on it.
_SPECIMEN = "AGE-SECRET-KEY-1" + 58 * "Q"
_SPECIMEN_DAY = "2000-01-01T00:00:00Z"


class SheetFile:
    """A place for a sheet, made before its key: then a key always has a place. Taken away again when nothing was written to it."""

    def __init__(self, path: Path) -> None:
        """Make the file. Raises AlreadyThere, SourceUnreadable; GlyphMissing when the page engine does not work here."""
        _sheet(path, _SPECIMEN, "", _SPECIMEN_DAY)
        try:
            self._handle: int | None = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise AlreadyThere("something stands at the place named with --recovery-out") from error
        except OSError as error:
            raise SourceUnreadable("the place named with --recovery-out cannot be written") from error
        self._path = path
        self._written = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._handle is not None:
            os.close(self._handle)
        if not self._written:  # an empty sheet would be taken for the key
            with suppress(OSError):
                self._path.unlink()

    def write(self, recovery: str, fingerprint: str, made_at: str) -> bool:
        """Whether the sheet is on the drive, whole. Raises GlyphMissing when the page could not be set."""
        data = _sheet(self._path, recovery, fingerprint, made_at)
        assert self._handle is not None
        handle, self._handle = self._handle, None
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            return False
        self._written = True
        return True


def _sheet(path: Path, recovery: str, fingerprint: str, made_at: str) -> bytes:
    if path.suffix.lower() == ".pdf":
        from gawah.usecases import recovery_sheet

        return recovery_sheet.pdf(recovery, fingerprint, made_at)
    return SHEET.format(recovery=recovery, fingerprint=fingerprint).encode("utf-8")
