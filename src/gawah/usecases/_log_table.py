"""Reads a log kept in a spreadsheet in a process of its own, and checks what comes back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from gawah.readers._log_rows import LogRow, Unread
from gawah.readers._table_mapping import MAX_SIZE
from gawah.records.errors import BadInput, NotRecognised, SourceUnreadable
from gawah.usecases._log_worker import NOT_A_TABLE, Line
from gawah.usecases._sandbox import Limits

WORKER = (sys.executable, "-I", "-X", "utf8", "-m", "gawah.usecases._log_worker")
LINE_LIMIT = 8 << 20
"""Bytes of one line of the answer: a row has some thousands."""
TOTAL_LIMIT = 512 << 20
"""Bytes of the whole answer."""
_LIMITS = Limits(cpu_seconds=600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A mapping for a person to look through: it, all columns, those that nothing is read from, and the sheets of a workbook."""

    toml: str = field(repr=False)
    columns: tuple[str, ...] = field(repr=False)
    left_out: tuple[str, ...] = field(repr=False)
    sheets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """What a table gave.

    Attributes:
        rows: Its rows as entries.
        unread: Those that are none, with why.
        counted: Rows below the headings, counted by themselves.
        sha256: Of the file as it was read.
    """

    rows: tuple[LogRow, ...] = field(repr=False)
    unread: tuple[Unread, ...]
    counted: int
    sha256: str

    @property
    def conserved(self) -> bool:
        """Whether every row is an entry or listed, and none twice."""
        numbers = [*(one.number for one in self.rows), *(one.number for one in self.unread)]
        return len(numbers) == len(set(numbers)) == self.counted


def propose(path: Path, sheet: str = "") -> Proposed:
    """A mapping for the table at `path`. Raises SourceUnreadable, NotRecognised, BadInput."""
    (line,) = list(_lines(path, sheet))
    return Proposed(toml=line.toml, columns=line.columns, left_out=line.left_out, sheets=line.sheets)


def read(path: Path, mapping: str, date_order: str | None = None, zone: str = "") -> TableRead:
    """The rows of the table at `path`, as the mapping says. Raises SourceUnreadable, NotRecognised, BadInput."""
    rows: list[LogRow] = []
    unread: list[Unread] = []
    last = Line()
    try:
        for last in _lines(path, "", mapping, date_order, zone):
            if last.row is not None:
                rows.append(msgspec.convert(last.row, LogRow))
            elif last.unread is not None:
                unread.append(msgspec.convert(last.unread, Unread))
    except msgspec.ValidationError:
        raise SourceUnreadable("the table could not be read") from None
    return TableRead(rows=tuple(rows), unread=tuple(unread), counted=last.rows, sha256=last.sha256)


def mapping_text(path: Path) -> str:
    """What a mapping file says. Raises SourceUnreadable, BadInput."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_SIZE + 1)
    except OSError:
        raise SourceUnreadable("the mapping is not there, or you may not read it") from None
    try:
        return data.decode("utf-8-sig") if len(data) <= MAX_SIZE else _too_large()
    except UnicodeDecodeError:
        raise BadInput("the mapping is not UTF-8") from None


def _too_large() -> str:
    raise BadInput("the mapping is larger than a mapping can be")


def _lines(path: Path, sheet: str, mapping: str | None = None, date_order: str | None = None, zone: str = "") -> Iterator[Line]:
    """The answer of the worker, line by line; the last has the number of rows. Raises SourceUnreadable, NotRecognised, BadInput."""
    task = {
        "path": os.fsencode(path.resolve()),
        "sheet": sheet,
        "mapping": mapping,
        "date_order": date_order,
        "zone": zone,
        "memory": _LIMITS.memory,
        "cpu_seconds": _LIMITS.cpu_seconds,
    }
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONTZPATH") if name in os.environ}
    with subprocess.Popen(
        WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept, close_fds=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(msgspec.json.encode(task))
            process.stdin.close()
            total = 0
            ended = False
            while data := process.stdout.readline(LINE_LIMIT):
                total += len(data)
                if not data.endswith(b"\n") or total > TOTAL_LIMIT:
                    break
                line = msgspec.json.decode(data, type=Line)
                _refuse(line)
                ended = line.rows >= 0
                yield line
            if not ended:
                raise SourceUnreadable("the table could not be read: a limit of size, memory or time was reached")
        except (BrokenPipeError, msgspec.DecodeError):
            raise SourceUnreadable("the table could not be read") from None
        finally:
            process.kill()


def _refuse(line: Line) -> None:
    if line.fault == "order":
        raise BadInput("day and month of the dates cannot be told apart in this table: say which with --date-order dmy, mdy or ymd")
    if line.fault == NOT_A_TABLE:
        raise NotRecognised(line.fault)
    if line.fault:
        raise BadInput(line.fault)
