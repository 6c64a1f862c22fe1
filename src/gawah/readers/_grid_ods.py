"""One sheet of an .ods workbook (OpenDocument 1.3 part 3, sections 9 and 19): cells with their stated values, repeats, merges."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.sax import SAXException
from xml.sax.xmlreader import AttributesImpl

from gawah.readers._document_xml import Handler, attribute, parsed
from gawah.readers._grid_cells import MAX_COLUMNS, MAX_ROWS, Cell, Sheet
from gawah.readers._source import Source
from gawah.records.errors import SourceUnreadable

_CLOCK = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_BREAKS: Final = {"tab": "\t", "line-break": "\n", "s": " "}
_ASIDE: Final = frozenset({"annotation", "shapes", "frame", "forms"})
_LONGEST = 100_001


def names(source: Source) -> tuple[str, ...]:
    """The names of the sheets, in order. Raises SourceUnreadable."""
    return tuple(_seen(source, None).names)


def sheet(source: Source, name: str) -> Sheet:
    """The sheet of this name, the first for "". Raises SourceUnreadable, KeyError."""
    found = _seen(source, name)
    if found.sheet is None:
        raise KeyError("no such sheet")
    return found.sheet


def _seen(source: Source, wanted: str | None) -> "_Content":
    handler = _Content(wanted)
    member = next(one for one in source.members if one.name == "content.xml")
    with source.open(member) as stream:
        faulty = parsed(handler, stream).faulty
    if faulty and not handler.names:
        raise SourceUnreadable("the workbook is damaged")
    if handler.sheet is not None:
        handler.sheet.faulty = faulty
    return handler


@dataclass(slots=True)
class _Open:
    """The cell being read."""

    repeated: int
    down: int
    across: int
    stated: str
    is_time: bool
    is_number: bool
    formula: bool
    parts: list[str] = field(default_factory=list)
    paragraphs: int = 0


class _Content(Handler):
    def __init__(self, wanted: str | None) -> None:
        super().__init__()
        self.names: list[str] = []
        self.sheet: Sheet | None = None
        self._wanted = wanted
        self._inside = self._aside = self._paragraphs = 0
        self._row = 1
        self._rows = 1
        self._column = 1
        self._cell: _Open | None = None
        self._filled: list[tuple[int, Cell]] = []

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "table":
            self._table(attribute(attrs, "name"))
        elif name in _ASIDE:
            self._aside += 1
        elif not self._inside or self._aside or self.sheet is None:
            return
        elif name == "table-row":
            self._rows = _number(attribute(attrs, "number-rows-repeated"))
            self._column, self._filled = 1, []
        elif name in ("table-cell", "covered-table-cell"):
            self._cell = _opened(attrs)
        elif self._cell is not None and name == "p":
            self._paragraphs += 1
            if self._cell.paragraphs:
                self._cell.parts.append("\n")
            self._cell.paragraphs += 1
        elif self._cell is not None and name in _BREAKS:
            count = _number(attribute(attrs, "c")) if name == "s" else 1
            self._cell.parts.append(_BREAKS[name] * min(count, 1_000))

    def finish(self, name: str) -> None:
        if name == "table" and self._inside:
            self._inside -= 1
        elif name in _ASIDE and self._aside:
            self._aside -= 1
        elif not self._inside or self._aside or self.sheet is None:
            return
        elif name == "p" and self._paragraphs:
            self._paragraphs -= 1
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell, self.sheet)
            self._cell = None
        elif name == "table-row":
            for row in range(self._row, self._row + (min(self._rows, MAX_ROWS) if self._filled else 0)):
                for column, cell in self._filled:
                    self.sheet.put(row, column, cell)
                if self.sheet.full:
                    raise SAXException("full")
            self._row += self._rows

    def characters(self, content: str) -> None:
        if self._paragraphs and not self._aside and self._cell is not None:
            self._cell.parts.append(content)

    def _table(self, name: str) -> None:
        if self._inside:  # a table in a cell is part of that cell
            self._inside += 1
            return
        if len(self.names) < 1_000:
            self.names.append(name)
        if self._wanted is not None and self.sheet is None and self._wanted in ("", name):
            self.sheet = Sheet(name)
            self._inside = 1
            self._row = 1

    def _end_cell(self, cell: _Open, sheet: Sheet) -> None:
        text = (cell.stated or "".join(cell.parts))[:_LONGEST]
        made = Cell(text, is_time=cell.is_time, is_number=cell.is_number, formula=cell.formula)
        if text.strip():
            self._filled += [(self._column + at, made) for at in range(min(cell.repeated, MAX_COLUMNS))]
        if cell.down > 1 or cell.across > 1:
            sheet.merges.append((self._row, self._column, self._row + cell.down - 1, self._column + cell.across - 1))
        self._column += cell.repeated


def _opened(attrs: AttributesImpl) -> _Open:
    kind = attribute(attrs, "value-type")
    value = attribute(attrs, f"{kind}-value") if kind in ("date", "time") else ""
    clock = _CLOCK.fullmatch(value) if kind == "time" else None
    date = value.replace("T", " ") if kind == "date" else ""
    stated = f"{int(clock[1]):02}:{clock[2]}" if clock and int(clock[1]) < 24 else date
    return _Open(
        repeated=_number(attribute(attrs, "number-columns-repeated")),
        down=_number(attribute(attrs, "number-rows-spanned")),
        across=_number(attribute(attrs, "number-columns-spanned")),
        stated=stated,
        is_time=bool(stated),
        is_number=kind in ("float", "currency", "percentage"),
        formula=bool(attribute(attrs, "formula")),
    )


def _number(text: str) -> int:
    """A count, 1 where none is stated."""
    return int(text) if text.isdecimal() and 0 < len(text) < 8 and int(text) > 0 else 1
