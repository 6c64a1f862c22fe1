"""The process in which a log kept in a spreadsheet is read: like `_worker`, without a key, a network, or anywhere to write.

`python -m gawah.usecases._log_worker` takes one JSON object from standard input and writes JSON lines to standard output: a
proposed mapping where none was given, else each row as an entry or with what is wrong, then one line that ends it.
"""

import gc
import os
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from gawah.readers._grid import grid, is_table, sheets_of
from gawah.readers._log_columns import LOOKED_AT, log_mapping_of, propose
from gawah.readers._log_rows import OrderNeeded, Read, Unread, count, entries
from gawah.readers._source import Source
from gawah.readers._table_mapping import MappingUnusable
from gawah.records.errors import SourceUnreadable
from gawah.usecases._sandbox import Limits, close_in


class Task(msgspec.Struct, forbid_unknown_fields=True):
    """What the parent asks for.

    Attributes:
        path: The table, absolute, in the bytes of its name.
        sheet: Of a workbook, where no mapping names it; "" for the first.
        mapping: What its columns hold, in TOML; None to propose one.
        date_order: What the person said.
        zone: Of times that state none; "" for what the mapping says.
        memory, cpu_seconds: See `Limits`.
    """

    path: bytes
    sheet: str
    mapping: str | None
    date_order: str | None
    zone: str
    memory: int
    cpu_seconds: int


class Line(msgspec.Struct, omit_defaults=True):
    """One line of the answer: one of its parts.

    Attributes:
        row: A row as an entry.
        unread: One that is none.
        toml, left_out, columns, sheets: A proposed mapping, and what it says of the table.
        fault: What keeps the table from being read at all, in words without content; `order` to ask for a date order.
        rows: At the end: rows below the headings, counted by themselves.
        sha256: At the end: of the file as it was read.
    """

    row: dict[str, object] | None = None
    unread: dict[str, object] | None = None
    toml: str = ""
    left_out: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    fault: str = ""
    rows: int = -1
    sha256: str = ""


NOT_A_TABLE = "this is no table that can be read: a CSV file, an .xlsx or an .ods workbook"
NO_SHEET = "the workbook has no sheet of this name"
NO_HEADINGS = "no row of headings names a date and what happened; write a mapping: docs/guides/spreadsheet-log.md"


def main() -> None:
    """Read what the task on standard input names, and stop."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    close_in(Limits(memory=task.memory, cpu_seconds=task.cpu_seconds))
    gc.disable()
    try:
        with Source(Path(os.fsdecode(task.path))) as source:
            _answer(source, task, out)
    except SourceUnreadable:
        _send(out, Line(fault=NOT_A_TABLE))
    except KeyError:
        _send(out, Line(fault=NO_SHEET))
    except MappingUnusable as error:
        _send(out, Line(fault=str(error)))
    except OrderNeeded:
        _send(out, Line(fault="order"))
    out.flush()


def _answer(source: Source, task: Task, out: BinaryIO) -> None:
    if not is_table(source):
        raise SourceUnreadable("no table")
    if task.mapping is None:
        sheets = sheets_of(source)
        found = propose(list(islice(grid(source, task.sheet), 2 * LOOKED_AT)), sheets, task.sheet)
        if found is None:
            _send(out, Line(fault=NO_HEADINGS, sheets=sheets))
            return
        _send(out, Line(toml=found.toml, left_out=found.left_out, columns=found.columns, sheets=sheets, rows=0))
        return
    mapping = log_mapping_of(task.mapping)
    mapping = replace(mapping, zone=task.zone or mapping.zone)
    rows = list(grid(source, mapping.sheet, mapping.encoding))
    for one in entries(rows, mapping, task.date_order):  # type: ignore[arg-type]  # checked by the parent
        _send(out, _line(one))
    _send(out, Line(rows=count(rows, mapping), sha256=source.stated[0]))


def _line(one: Read) -> Line:
    told = msgspec.to_builtins(one)
    return Line(unread=told) if isinstance(one, Unread) else Line(row=told)


def _send(out: BinaryIO, line: Line) -> None:
    out.write(msgspec.json.encode(line) + b"\n")


if __name__ == "__main__":
    main()
