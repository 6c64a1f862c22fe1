"""What is asked of the person: their words, what they look for, a typed word. By a prompt, or from standard input."""

import sys
from pathlib import Path

from gawah.records.errors import BadInput

LONGEST = 1 << 20
"""Bytes of the longest text that is taken."""


def line(prompt: str) -> str:
    """One line, without its end; "" when nothing was typed."""
    if sys.stdin.isatty():
        print(prompt, end="", file=sys.stderr, flush=True)
    return taken(sys.stdin.buffer.readline(LONGEST + 1)).rstrip("\r\n")


def text(prompt: str) -> str:
    """Everything up to the end of standard input (Ctrl-D at a terminal), without the last line's end."""
    if sys.stdin.isatty():
        print(f"{prompt} Ctrl-D on a line of its own ends it.", file=sys.stderr, flush=True)
    return taken(sys.stdin.buffer.read(LONGEST + 1)).removesuffix("\n").removesuffix("\r")


def words(file: Path | None, prompt: str) -> str:
    """What stands in a text file; without one, or for `-`, as `text`. Raises BadInput."""
    if file is None or str(file) == "-":
        return text(prompt)
    try:
        with file.open("rb") as stream:
            return taken(stream.read(LONGEST + 1))
    except OSError:
        raise BadInput("the file with the words cannot be read") from None


def typed_word(prompt: str, word: str) -> bool:
    """Whether the person typed exactly this word. Without a terminal the answer is no."""
    return sys.stdin.isatty() and line(f"{prompt} Type {word} to go on: ").strip() == word


def yes(question: str) -> bool | None:
    """The answer to a yes-or-no question; None without a terminal."""
    if not sys.stdin.isatty():
        return None
    while True:
        answer = line(f"{question} [yes/no] ").strip().lower()
        if answer in ("y", "yes"):
            return True
        if answer in ("n", "no"):
            return False


def taken(data: bytes) -> str:
    """Bytes as text. Raises BadInput when they are too many or not UTF-8."""
    if len(data) > LONGEST:
        raise BadInput("the text is longer than 1 MiB; keep it as a file with `gawah import`")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BadInput("the text is not UTF-8") from None
