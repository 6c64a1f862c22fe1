"""One sheet of an .xlsx workbook (ECMA-376 part 1, section 18): cells, shared texts, which numbers are dates, merged cells."""

import posixpath
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO, Final
from xml.sax import SAXException
from xml.sax.xmlreader import AttributesImpl

from gawah.readers._document_xml import Handler, attribute, parsed
from gawah.readers._grid_cells import Cell, Sheet
from gawah.readers._source import Source
from gawah.records.errors import SourceUnreadable

MAX_SHARED: Final = 1_000_000
"""Texts in the table of shared ones."""
_LONGEST = 100_001
"""One character more than a cell may have, so that it is noticed."""
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show a date or a time (section 18.8.30)."""
_CLOCKS = frozenset({18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CARRIAGE = "_x000D_"


def names(source: Source) -> tuple[str, ...]:
    """The names of the sheets, in order. Raises SourceUnreadable."""
    return tuple(name for name, _ in _workbook(source).sheets)


def sheet(source: Source, name: str) -> Sheet:
    """The sheet of this name, the first for "". Raises SourceUnreadable, KeyError."""
    book = _workbook(source)
    relations = _Relations()
    _see(source, "xl/_rels/workbook.xml.rels", relations)
    found = next(((title, key) for title, key in book.sheets if name in ("", title)), None)
    if found is None:
        raise KeyError("no such sheet")
    target = relations.found.get(found[1], "")
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    shared, styles = _Shared(), _Styles()
    for member, handler in (("xl/sharedStrings.xml", shared), ("xl/styles.xml", styles)):
        if _has(source, member):
            _see(source, member, handler)
    cells = _Cells(Sheet(found[0]), shared.texts, styles.kinds(), epoch_1904=book.epoch_1904)
    cells.sheet.faulty = not _see(source, path, cells) or shared.words.faulty
    return cells.sheet


def from_serial(number: float, kind: str, *, epoch_1904: bool) -> str:
    """A serial number as a date, a date with a clock, or a clock; "" where it is none. `kind`: `date` or `clock`.

    In the system of 1900, the 29th of February 1900, which never was, has a number (section 18.17.4.1).
    """
    if not 0 <= number < 2_958_466:
        return ""
    day, part = divmod(round(number * 86_400), 86_400)
    clock = datetime(2000, 1, 1) + timedelta(seconds=part)  # noqa: DTZ001 - only its clock is used
    shown = clock.strftime("%H:%M:%S" if part % 60 else "%H:%M")
    if kind == "clock" and day == 0:
        return shown
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30) if day > 60 else datetime(1899, 12, 31)  # noqa: DTZ001 - a day
    date = (start + timedelta(days=day)).date().isoformat()
    return f"{date} {shown}" if part else date


def _has(source: Source, name: str) -> bool:
    return any(member.name == name for member in source.members)


def _see(source: Source, name: str, handler: Handler) -> bool:
    """Let the handler see a file of the workbook; whether it was whole. Raises SourceUnreadable."""
    member = next((one for one in source.members if one.name == name), None)
    if member is None:
        raise SourceUnreadable("the workbook lacks a file that it names")
    stream: BinaryIO
    with source.open(member) as stream:
        return not parsed(handler, stream).faulty


def _workbook(source: Source) -> "_Book":
    book = _Book()
    if not _see(source, "xl/workbook.xml", book) and not book.sheets:
        raise SourceUnreadable("the workbook is damaged")
    return book


class _Book(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.epoch_1904 = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "sheet" and len(self.sheets) < 1_000:
            self.sheets.append((attribute(attrs, "name"), _relation(attrs)))
        elif name == "workbookPr":
            self.epoch_1904 = attribute(attrs, "date1904") in ("1", "true")


def _relation(attrs: AttributesImpl) -> str:
    """`r:id`: `id` alone would be found in `sheetId` too, were it not for the prefix."""
    return next((str(attrs.getValue(key)) for key in attrs.getNames() if key.endswith(":id")), "")


class _Relations(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "Relationship" and len(self.found) < 10_000:
            self.found[attribute(attrs, "Id")] = attribute(attrs, "Target")


class _Shared(Handler):
    """The shared texts; what tells how to say a word (`rPh`) is no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] | None = None
        self._text = self._aside = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002 - names tell enough
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._aside = True
        elif name == "t":
            self._text = not self._aside

    def finish(self, name: str) -> None:
        if name == "si" and self._parts is not None and len(self.texts) < MAX_SHARED:
            self.texts.append("".join(self._parts).replace(_CARRIAGE, "")[:_LONGEST])
        elif name == "rPh":
            self._aside = False
        elif name == "t":
            self._text = False

    def characters(self, content: str) -> None:
        if self._text and self._parts is not None:
            self._parts.append(content)


class _Styles(Handler):
    """Which cell formats show a date or a clock."""

    def __init__(self) -> None:
        super().__init__()
        self._own: dict[str, str] = {}
        self._formats: list[str] = []
        self._in = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "numFmt" and len(self._own) < 10_000:
            self._own[attribute(attrs, "numFmtId")] = attribute(attrs, "formatCode")
        elif name == "cellXfs":
            self._in = True
        elif name == "xf" and self._in and len(self._formats) < 100_000:
            self._formats.append(attribute(attrs, "numFmtId"))

    def finish(self, name: str) -> None:
        if name == "cellXfs":
            self._in = False

    def kinds(self) -> list[str]:
        """`date`, `clock` or "" by the number of the cell format."""
        return [self._kind(one) for one in self._formats]

    def _kind(self, format_id: str) -> str:
        code = self._own.get(format_id)
        if code is not None:
            plain = _LITERAL.sub("", code).casefold()
            if any(sign in plain for sign in ("y", "d", "mmm")):
                return "date"
            return "clock" if any(sign in plain for sign in ("h", "s")) and "general" not in plain else ""
        number = int(format_id) if format_id.isdecimal() and len(format_id) < 6 else 0
        return "" if number not in _DATES else "clock" if number in _CLOCKS else "date"


@dataclass(slots=True)
class _Open:
    """The cell being read."""

    row: int
    column: int
    type: str
    style: int
    formula: bool = False
    parts: list[str] = field(default_factory=list)


class _Cells(Handler):
    def __init__(self, sheet: Sheet, shared: list[str], kinds: list[str], *, epoch_1904: bool) -> None:
        super().__init__()
        self.sheet = sheet
        self._shared, self._kinds, self._epoch_1904 = shared, kinds, epoch_1904
        self._row = self._column = 0
        self._cell: _Open | None = None
        self._text = self._aside = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "row":
            stated = attribute(attrs, "r")
            self._row = int(stated) if stated.isdecimal() and len(stated) < 8 else self._row + 1
            self._column = 0
        elif name == "c":
            row, column = _place(attribute(attrs, "r")) or (self._row, self._column + 1)
            self._column = column
            style = attribute(attrs, "s")
            self._cell = _Open(row, column, attribute(attrs, "t"), int(style) if style.isdecimal() and len(style) < 7 else 0)
        elif name == "f" and self._cell is not None:
            self._cell.formula = True
        elif name == "rPh":
            self._aside = True
        elif name in ("v", "t") and self._cell is not None:
            self._text = not self._aside
        elif name == "mergeCell" and len(self.sheet.merges) < 100_000:
            first, _, last = attribute(attrs, "ref").partition(":")
            if (start := _place(first)) and (end := _place(last or first)):
                self.sheet.merges.append((*start, *end))

    def finish(self, name: str) -> None:
        if name in ("v", "t"):
            self._text = False
        elif name == "rPh":
            self._aside = False
        elif name == "c" and self._cell is not None:
            self.sheet.put(self._cell.row, self._cell.column, self._made(self._cell))
            self._cell = None
            if self.sheet.full:
                raise SAXException("full")

    def characters(self, content: str) -> None:
        if self._text and self._cell is not None:
            self._cell.parts.append(content)

    def _made(self, cell: _Open) -> Cell:
        text = "".join(cell.parts)[:_LONGEST]
        if cell.type == "s":
            index = int(text) if text.isdecimal() and len(text) < 8 else len(self._shared)
            return Cell(self._shared[index] if index < len(self._shared) else "", formula=cell.formula)
        if cell.type in ("str", "inlineStr", "e"):
            return Cell(text.replace(_CARRIAGE, ""), formula=cell.formula)
        if cell.type == "b":
            return Cell({"1": "yes", "0": "no"}.get(text, text), formula=cell.formula)
        if cell.type == "d":
            return Cell(text.replace("T", " "), is_time=True, formula=cell.formula)
        kind = self._kinds[cell.style] if cell.style < len(self._kinds) else ""
        shown = _serial(text, kind, epoch_1904=self._epoch_1904) if kind else ""
        return Cell(shown or text, is_time=bool(shown), is_number=not shown, formula=cell.formula)


def _serial(text: str, kind: str, *, epoch_1904: bool) -> str:
    try:
        return from_serial(float(text), kind, epoch_1904=epoch_1904)
    except (ValueError, OverflowError):
        return ""


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column, from 1, of `B7`."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
