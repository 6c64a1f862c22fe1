"""Runs the command line as it is started by `gawah`, in this process: arguments in, exit code and words out."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from gawah.interfaces.cli.app import run
from gawah.seal.keys import Cost
from gawah.vault.local import LocalVault

PASSPHRASE = "seven lanterns on a quiet roof"
WEAK = Cost(memory_kib=64, passes=1, lanes=1)
"""Of the passphrase slot: the tests open a vault some hundred times."""
CHAT_NAME = "WhatsApp Chat with Imran Vasti.txt"
CHAT = """\
28/12/2023, 21:05 - Messages and calls are end-to-end encrypted. No one outside of this chat can read or listen to them.
28/12/2023, 21:05 - Rabia Noor: Please stop writing to me.
28/12/2023, 21:06 - Imran Vasti: I will write as often as I like
28/12/2023, 21:07 - Imran Vasti: تم مجھ سے نہیں چھپ سکتیں
02/01/2024, 08:00 - Imran Vasti: main tumhari gali mein hoon
the lamp is broken
02/01/2024, 08:15 - Rabia Noor: I have reported this.
14/03/2024, 23:59 - Imran Vasti: <Media omitted>
14/03/2024, 23:59 - Imran Vasti: शुभ रात्रि
15/03/2024, 00:10 - Rabia Noor: No.
"""
"""Both sides, four scripts with the emoji-free Latin ones, a gap of 71 days, two years."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return msgspec.json.decode(self.out)


@dataclass(frozen=True, slots=True)
class Program:
    """The command line over one vault."""

    vault: Path
    passphrase_file: Path

    def __call__(self, *arguments: str | Path, typed: str | bytes = "", terminal: bool = False) -> Ran:
        """Run `gawah` with the options for the vault before these arguments.

        `typed` stands on standard input, which with `terminal` looks like one.
        """
        options = ("--vault", self.vault, "--passphrase-file", self.passphrase_file)
        return bare(*options, *arguments, typed=typed, terminal=terminal)

    def ok(self, *arguments: str | Path, typed: str | bytes = "") -> Ran:
        """The same, and it must end with 0."""
        ran = self(*arguments, typed=typed)
        assert ran.code == 0, ran.err
        return ran


def bare(*arguments: str | Path, typed: str | bytes = "", terminal: bool = False) -> Ran:
    """Run `gawah` with exactly these arguments."""
    with _streams(typed, terminal=terminal) as (out, err):
        code = run([str(argument) for argument in arguments])
    return Ran(code, _text(out), _text(err))


def make_case(folder: Path) -> Program:
    """A new vault under `folder` that opens quickly, and the program over it."""
    passphrase_file = folder / "passphrase.txt"
    passphrase_file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    passphrase_file.chmod(0o600)
    vault, _ = LocalVault.create(
        folder / "vault", PASSPHRASE, at="2024-04-01T09:00:00Z", tool="gawah test", cost=WEAK, allow_weak=True
    )
    vault.close()
    return Program(folder / "vault", passphrase_file)


class _Keyboard(io.TextIOWrapper):
    """Standard input at a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def _streams(typed: str | bytes, *, terminal: bool) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    given = typed.encode("utf-8") if isinstance(typed, str) else typed
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    sys.stdin = (_Keyboard if terminal else io.TextIOWrapper)(io.BytesIO(given), encoding="utf-8")
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")
