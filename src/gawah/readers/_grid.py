"""The rows of a table that a person keeps: CSV, or one sheet of a workbook (.xlsx, .ods), cell by cell as they stand there.

Rows are numbered as a spreadsheet numbers them, from 1, empty ones counted. A value in merged cells stands for every row that the
merge covers, and says so. Of a formula the value that was last worked out is taken, and it says so; nothing is worked out here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gawah.readers import _grid_ods, _grid_xlsx
from gawah.readers._csv import Form, rows
from gawah.readers._csv_form import encoded, guessed
from gawah.readers._grid_cells import MAX_COLUMNS, MAX_ROWS, Cell, GridRow, Sheet
from gawah.readers._source import Source


def sheets_of(source: Source) -> tuple[str, ...]:
    """The names of the sheets of a workbook; () for a CSV file. Raises SourceUnreadable."""
    reader = _workbook(source)
    return () if reader is None else reader.names(source)


def grid(source: Source, sheet: str = "", encoding: str = "") -> Iterator[GridRow]:
    """The rows of the sheet of this name, of the first when it is "", or of a CSV file. Raises SourceUnreadable, KeyError: no such
    sheet.
    """
    reader = _workbook(source)
    if reader is None:
        yield from _csv(source, encoding)
        return
    found = reader.sheet(source, sheet)
    yield from found.listed()
    if found.faulty:
        yield GridRow(max(found.rows.keys() | found.over, default=0) + 1, (), "member-unreadable")


@dataclass(frozen=True, slots=True)
class Workbook:
    """What reads one kind of workbook."""

    names: Callable[[Source], tuple[str, ...]]
    sheet: Callable[[Source, str], Sheet]


def _workbook(source: Source) -> Workbook | None:
    if not source.is_container:
        return None
    held = {member.name for member in source.members}
    if "xl/workbook.xml" in held:
        return Workbook(_grid_xlsx.names, _grid_xlsx.sheet)
    if {"mimetype", "content.xml"} <= held:
        return Workbook(_grid_ods.names, _grid_ods.sheet)
    return None


def is_table(source: Source) -> bool:
    """Whether it is a workbook, or a single file that holds text."""
    if source.is_container:
        return _workbook(source) is not None
    head = source.head(source.members[0])
    return bool(head) and (head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head[:512] or _is_wide(head))


def _is_wide(head: bytes) -> bool:
    return head[:512:2].count(0) == 0 or head[1:512:2].count(0) == 0


def _csv(source: Source, encoding: str) -> Iterator[GridRow]:
    member = source.members[0]
    head = source.head(member)
    form = guessed(head, encoding or None) or encoded(head, encoding or None)
    number = 0
    for row in rows(lambda: source.open(member), form):
        number += row.role != "bom"
        if row.role in ("bom", "blank"):
            continue
        cautions = ("text-undecodable",) * row.replaced + ("text-repaired",) * row.guessed
        cells = tuple(Cell(text) for text in row.fields[:MAX_COLUMNS])
        fault = row.fault or _ragged(row.fields, form) or ("limit-reached" if number > MAX_ROWS else None)
        yield GridRow(number, () if fault else cells, fault, cautions)


def _ragged(fields: Sequence[str], form: Form) -> str | None:
    """A row with more filled fields than the header has one delimiter too many, and nobody can tell where."""
    columns = len(form.columns)
    return "record-unreadable" if columns and any(text.strip() for text in fields[columns:]) else None
