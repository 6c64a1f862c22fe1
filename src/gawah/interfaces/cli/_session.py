"""What the global options say, and how a command gets its opened vault. The clock is read here and nowhere below."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from gawah.interfaces.cli._output import Voice
from gawah.records.errors import BadInput, PassphraseFileUnsafe

if TYPE_CHECKING:
    from gawah.usecases._workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The global options.

    Attributes:
        vault: The vault's folder, if named.
        passphrase_file: Where the passphrase stands, if named.
        agent: Label of who acts.
        quiet: Say nothing but results and errors.
    """

    vault: Path | None
    passphrase_file: Path | None
    agent: str
    quiet: bool

    @property
    def voice(self) -> Voice:
        """How to speak."""
        return Voice(quiet=self.quiet)

    @property
    def folder(self) -> Path:
        """The vault's folder: the one named, else the platform's user-data folder under a neutral name."""
        if self.vault is not None:
            return self.vault
        import platformdirs

        return Path(platformdirs.user_data_dir("gawah", appauthor=False)) / "vault"

    @property
    def remembered(self) -> Path:
        """Where the newest checkpoint is remembered outside the vault, so that an old copy brought back is noticed."""
        import platformdirs

        return Path(platformdirs.user_state_dir("gawah", appauthor=False)) / "checkpoints"


def session(context: typer.Context) -> Session:
    """The session of this run."""
    return cast("Session", context.obj)


def now() -> str:
    """This machine's clock: `YYYY-MM-DDTHH:MM:SSZ`."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def passphrase(current: Session, *, new: bool = False) -> str:
    """The passphrase, from the file named or asked at the prompt (twice when it is new).

    Raises:
        PassphraseFileUnsafe: Others can read the file, or its first line is empty.
        BadInput: The two entries differ, or there is no terminal to ask at.
    """
    if current.passphrase_file is not None:
        return _from_file(current.passphrase_file)
    if not _terminal():
        raise BadInput("no passphrase: name a file with --passphrase-file, or run this in a terminal")
    import getpass

    first = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("The same again: ") != first:
        raise BadInput("the two entries differ; nothing was made")
    return first


def _terminal() -> bool:
    """Whether there is somebody to ask. Standard input may be a pipe with what `search -` looks for, beside a terminal."""
    if sys.stdin.isatty():
        return True
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            if os.name == "posix" and stat.S_IMODE(os.fstat(stream.fileno()).st_mode) & 0o077:
                raise PassphraseFileUnsafe("others can read the passphrase file")
            line = stream.readline().decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseFileUnsafe("the passphrase file is not there, or is not one that can be read") from error
    if not line:
        raise PassphraseFileUnsafe("the first line of the passphrase file is empty")
    return line


@contextmanager
def opened(context: typer.Context) -> Iterator["Workspace"]:
    """The workspace over the opened vault; closed again at the end. Says what opening found out of order."""
    from gawah.usecases import start

    current = session(context)
    with start.open_vault(
        current.folder, passphrase(current), agent=current.agent, clock=now, remembered=current.remembered
    ) as work:
        for warning in work.vault.warnings:
            current.voice.say(warning)
        yield work
