"""Where words go: results to standard output, all else to standard error with the prefix `gawah:`."""

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

_SET_IN = "    "


@dataclass(slots=True)
class Voice:
    """How the person wants to be spoken to; set once from the global options.

    Attributes:
        quiet: Say nothing but results and errors.
    """

    quiet: bool = False

    def say(self, text: str) -> None:
        """A remark or progress line to standard error."""
        if not self.quiet:
            print(f"gawah: {text}", file=sys.stderr, flush=True)

    def warn(self, text: str) -> None:
        """A line to standard error that is said however quiet the person wants it: somebody may be in danger."""
        print(f"gawah: {text}", file=sys.stderr, flush=True)


def result(text: str = "") -> None:
    """A line of result to standard output."""
    print(text)


standing: dict[str, Any] = {}
"""What stands in every JSON object of this run beside its own keys: recent threats that nobody decided. Emptied as a run begins."""


def result_json(command: str, body: Mapping[str, Any]) -> None:
    """One JSON object to standard output, with its schema, and with what stands in each of this run."""
    print(json.dumps({"schema": f"gawah.{command}/1", **body, **standing}, ensure_ascii=False, indent=1))


def line_json(body: Mapping[str, Any]) -> None:
    """One JSON line to standard output, for streams."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n")


def columns(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """A table to standard output: plain text, two spaces between columns, no colour."""
    for line in table(head, rows, right=right, room=room()):
        print(line)


def room() -> int | None:
    """Columns of the terminal that standard output is; None where it is a file or a pipe, in which a row stays one line."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = (), room: int | None = None) -> list[str]:
    """The rows of a table, its head first; columns numbered in `right` are set to the right. A row that is wider than `room` goes
    on in further lines, set in, and is broken between columns; further lines with nothing in them are left out.
    """
    listed = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(wide(row[i]) for row in listed) for i in range(len(head))]
    to_right = frozenset(right)
    lines = _broken(widths, room)
    return [
        "\n".join(
            (_SET_IN if number else "") + "  ".join(_set(row[i], widths[i], to_right=i in to_right) for i in line).rstrip()
            for number, line in enumerate(lines)
            if number == 0 or any(row[i] not in ("", "–") for i in line)
        )
        for row in listed
    ]


def _broken(widths: Sequence[int], room: int | None) -> list[list[int]]:
    """Which columns stand in which line of a row."""
    lines: list[list[int]] = [[]]
    used = 0
    for index, width in enumerate(widths):
        if lines[-1] and room is not None and used + 2 + width > room:
            lines.append([])
            used = len(_SET_IN)
        used += width + (2 if lines[-1] else 0)
        lines[-1].append(index)
    return lines


def wide(text: str) -> int:
    """How many columns of a terminal the text takes: marks take none, East Asian wide characters and most emoji two."""
    if text.isascii():
        return len(text)
    total, before = 0, 0
    for char in text:
        if char == _AS_EMOJI:
            total += before == 1
        elif unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            before = 2 if unicodedata.east_asian_width(char) in "WF" else 1
            total += before
    return total


_AS_EMOJI = "\ufe0f"
"""Variation selector 16: the sign before it is drawn as an emoji, two columns wide (Unicode Technical Standard 51)."""


def _set(cell: str, width: int, *, to_right: bool) -> str:
    space = " " * (width - wide(cell))
    return space + cell if to_right else cell + space


def facts(lines: Iterable[tuple[str, str]]) -> None:
    """Labels and values to standard output, one a line; a value of several lines stays in its column."""
    listed = list(lines)
    width = max((len(label) for label, _ in listed), default=0)
    for label, value in listed:
        print(f"{label.ljust(width)}  {value.replace(chr(10), chr(10) + ' ' * (width + 2))}".rstrip())


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 message`, `2 messages`, `3,000 messages`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@dataclass(slots=True)
class Progress:
    """A determinate bar on standard error, on a terminal only; elsewhere silence.

    Attributes:
        voice: Whose wishes it follows.
        title: What is going on.
    """

    voice: Voice
    title: str
    _bar: Any = field(default=None)
    _task: Any = field(default=None)

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self.voice.quiet:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns_ = (
                TextColumn("gawah: {task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                TimeRemainingColumn(),
            )
            self._bar = Bar(*columns_, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self.title, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def so_far(self, title: str, done: int) -> None:
        """Show that `done` units of what is now `title` are done, of how many nobody knows."""
        if self._bar is not None:
            self._bar.update(self._task, description=f"{title}, {done:,} so far", completed=0, total=None)

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show that `done` of `total` units are done."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
