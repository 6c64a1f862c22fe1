"""What the global options say, and how a command gets its opened vault. The clock is read here and nowhere below."""

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from gawah.interfaces.cli import _announced
from gawah.interfaces.cli._output import Voice
from gawah.interfaces.cli._text import short
from gawah.records.errors import BadInput, PassphraseFileUnsafe

if TYPE_CHECKING:
    from gawah.usecases._workspace import Workspace


_KEY = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+", re.IGNORECASE)
_LONGEST_KEY = 200
_LONGEST_LINE = 1 << 16
_LONGEST_SHEET = 1 << 16


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
        return _first_line(current.passphrase_file)
    first = _asked("Passphrase: ", "passphrase", "--passphrase-file")
    if new:
        _same_again(first)
    return first


def new_passphrase(file: Path | None) -> str:
    """The passphrase that is to be, from the file named with --new-passphrase-file, or asked for twice. Raises as `passphrase`."""
    if file is not None:
        return _first_line(file)
    first = _asked("New passphrase: ", "new passphrase", "--new-passphrase-file")
    _same_again(first)
    return first


def signing_passphrase(file: Path | None) -> str:
    """What opens a key brought along with --sign-with: from the file named with --sign-passphrase-file, or asked for.

    Raises PassphraseFileUnsafe, BadInput.
    """
    return _first_line(file) if file is not None else _asked("Passphrase of the key: ", "passphrase", "--sign-passphrase-file")


def diary_passphrase(file: Path | None) -> str | None:
    """The diary's passphrase, from the file named or asked for; None where an empty answer leaves it sealed, or nobody can be
    asked.

    Raises PassphraseFileUnsafe.
    """
    if file is not None:
        return _first_line(file)
    if not _terminal():
        return None
    import getpass

    return getpass.getpass("Diary passphrase (empty to leave it sealed): ") or None


def recovery_key(file: Path | None) -> str:
    """The recovery key, from the file named with --recovery-file (the sheet that `init` wrote, or the key alone) or asked for.

    Raises PassphraseFileUnsafe, BadInput. Whether it is a key at all is found out when the vault is opened.
    """
    if file is None:
        return _asked("Recovery key (AGE-SECRET-KEY-1...): ", "recovery key", "--recovery-file")
    text = _private(file, _LONGEST_SHEET)
    found = _KEY.search(text)
    return found[0] if found else text.strip()[:_LONGEST_KEY]


def zip_passwords(file: Path | None) -> Callable[[str], str | None]:
    """What asks for the password of an encrypted archive, whose name it is given: from the file named with --password-file, once
    for each archive; else at the prompt, where an empty answer leaves the archive closed; without a terminal there is none.

    Raises PassphraseFileUnsafe.
    """
    given = _first_line(file) if file is not None else None
    asked: set[str] = set()

    def ask(name: str) -> str | None:
        again = name in asked
        asked.add(name)
        if given is not None:
            return None if again else given
        if not _terminal():
            return None
        import getpass

        print("gawah: the password was not the right one" if again else "gawah: an archive is encrypted", file=sys.stderr)
        return getpass.getpass(f"Password of {short(name, 60)} (empty to leave it closed): ") or None

    return ask


def _asked(prompt: str, what: str, option: str) -> str:
    if not _terminal():
        raise BadInput(f"no {what}: name a file with {option}, or run this in a terminal")
    import getpass

    return getpass.getpass(prompt)


def _same_again(first: str) -> None:
    import getpass

    if getpass.getpass("The same again: ") != first:
        raise BadInput("the two entries differ; nothing was changed")


def _terminal() -> bool:
    """Whether there is somebody to ask. Standard input may be a pipe with what `search -` looks for, beside a terminal."""
    if sys.stdin.isatty():
        return True
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True


def _first_line(path: Path) -> str:
    line = _private(path, _LONGEST_LINE).split("\n", 1)[0].rstrip("\r")
    if not line:
        raise PassphraseFileUnsafe("the first line of the file that holds the secret is empty")
    return line


def _private(path: Path, longest: int) -> str:
    """The beginning of a file that its owner alone can read."""
    try:
        with path.open("rb") as stream:
            if os.name == "posix" and stat.S_IMODE(os.fstat(stream.fileno()).st_mode) & 0o077:
                raise PassphraseFileUnsafe("others can read the file that holds the secret")
            return stream.read(longest).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseFileUnsafe("the file that holds the secret is not there, or is not one that can be read") from error


@contextmanager
def opened(context: typer.Context, secret: str | None = None) -> Iterator["Workspace"]:
    """The workspace over the opened vault; closed again at the end. Says what opening found out of order. The passphrase is asked
    for unless it is given.
    """
    from gawah.usecases import start

    current = session(context)
    with start.open_vault(
        current.folder, secret or passphrase(current), agent=current.agent, clock=now, remembered=current.remembered
    ) as work:
        _say_warnings(current, work)
        _announced.announce(current.voice, work)
        yield work


@contextmanager
def opened_on_paper(context: typer.Context, file: Path | None) -> Iterator["Workspace"]:
    """The same, opened with the recovery key: see `recovery_key`."""
    from gawah.usecases import recover

    current = session(context)
    with recover.open_vault(
        current.folder, recovery_key(file), agent=current.agent, clock=now, remembered=current.remembered
    ) as work:
        _say_warnings(current, work)
        _announced.announce(current.voice, work)
        yield work


def _say_warnings(current: Session, work: "Workspace") -> None:
    for warning in work.vault.warnings:
        current.voice.say(warning)
