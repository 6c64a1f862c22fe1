"""At a real terminal: the passphrase is asked for twice, is never echoed, and two that differ make nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interfaces.program import PASSPHRASE, Program

pty = pytest.importorskip("pty", reason="a terminal of its own for a program is a matter of POSIX")
GAWAH = Path(sys.executable).parent / "gawah"


def at_terminal(keys: list[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Run `gawah` at a new terminal on which `keys` are typed line by line, each after a prompt; exit code, output, the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [GAWAH, *arguments],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
        text=True,
        encoding="utf-8",
    )
    os.close(theirs)
    screen = b""
    for line in keys:
        begun = len(screen)
        while not screen[begun:].rstrip().endswith((b":", b"]")):
            screen += os.read(ours, 1024)
        os.write(ours, f"{line}\n".encode())
    assert process.stdout is not None
    out = process.stdout.read()
    code = process.wait()
    try:
        while more := os.read(ours, 1024):
            screen += more
    except OSError:  # Linux tells the end of a terminal so
        pass
    process.stdout.close()
    os.close(ours)
    return code, out, screen.decode("utf-8")


def test_two_entries_that_differ_make_nothing(tmp_path: Path) -> None:
    code, out, screen = at_terminal([PASSPHRASE, PASSPHRASE + "!"], "--vault", tmp_path / "v", "init")
    assert (code, out, "the two entries differ" in screen) == (19, "", True)
    assert not (tmp_path / "v").exists()


def test_init_asks_twice_and_for_nothing_else(tmp_path: Path) -> None:
    code, out, screen = at_terminal([PASSPHRASE, PASSPHRASE], "--vault", tmp_path / "v", "init")
    assert (code, "AGE-SECRET-KEY-1" in out) == (0, True), screen
    assert PASSPHRASE not in screen + out


def test_the_passphrase_opens_it_and_is_not_echoed(program: Program) -> None:
    code, out, screen = at_terminal([PASSPHRASE], "--vault", program.vault, "status")
    assert (code, "8 messages" in out) == (0, True), screen
    assert PASSPHRASE not in screen + out


def test_a_wrong_one_ends_with_11(program: Program) -> None:
    code, out, screen = at_terminal(["something else entirely"], "--vault", program.vault, "status")
    assert (code, out, "[wrong-passphrase]" in screen) == (11, "", True)


def test_what_is_looked_for_is_asked_before_the_passphrase(program: Program) -> None:
    code, out, _ = at_terminal(["lamp", PASSPHRASE], "--vault", program.vault, "search")
    assert (code, len(out.splitlines())) == (0, 2)


def test_the_question_of_import_is_asked_first(empty: Program, chat: Path) -> None:
    code, out, screen = at_terminal(["no", PASSPHRASE], "--vault", empty.vault, "import", chat)
    assert (code, "whatsapp" in out, "under 18" in screen) == (0, True, True)
    assert "gawah: keeping" in screen


def test_a_bar_is_drawn_at_a_terminal_only_and_not_when_quiet(empty: Program, chat: Path) -> None:
    assert [line[:30] for line in empty("import", "--yes", chat).err.splitlines()] == ["gawah: no recent threat to ann"]
    quiet = ("--vault", empty.vault, "--passphrase-file", empty.passphrase_file, "--quiet", "check", "--full")
    assert at_terminal([], *quiet)[2] == ""
