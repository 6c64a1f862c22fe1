"""The rows of a table, whatever it was kept in: the same cells from CSV, .xlsx and .ods, and what is wrong is said of the row."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.readers import _grid_cells
from gawah.readers._grid import grid, is_table, sheets_of
from gawah.readers._grid_cells import GridRow
from gawah.readers._grid_xlsx import from_serial
from gawah.readers._source import Source
from gawah.records.errors import SourceUnreadable
from tests.readers.workbooks import Value, ods, xlsx, zipped

CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), max_size=12
).filter(lambda text: "_x000D_" not in text)
TABLE = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6)


def read(path: Path, sheet: str = "") -> list[GridRow]:
    with Source(path) as source:
        assert is_table(source)
        return list(grid(source, sheet))


def texts(rows: list[GridRow]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows]


def written(rows: list[list[str]]) -> list[list[str]]:
    """What stands in a table: rows with something in them, without empty cells at their ends, and cells of blanks as none."""
    plain = [["" if not cell.strip() else cell for cell in row] for row in rows]
    for row in plain:
        while row and not row[-1]:
            row.pop()
    return [row for row in plain if row]


@settings(deadline=None, max_examples=40)
@given(TABLE)
def test_the_same_cells_come_out_of_every_kind(rows: list[list[str]]) -> None:
    head = ["Date", "What happened", "Platform"]
    with tempfile.TemporaryDirectory() as folder:
        for path in (xlsx(Path(folder) / "log.xlsx", [head, *rows]), ods(Path(folder) / "log.ods", [head, *rows])):
            assert texts(read(path)) == written([head, *rows])
        path = Path(folder) / "log.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([head, *rows])
        assert written(texts(read(path))) == written([head, *rows])


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    rows: dict[int, list[Value]] = {2: ["a", "b"], 3: [None, " "], 7: ["c", "d"]}
    assert [row.number for row in read(xlsx(tmp_path / "log.xlsx", rows))] == [2, 7]
    assert [row.number for row in read(ods(tmp_path / "log.ods", [[None], ["a", "b"], [None], [None], ["c"]]))] == [2, 5]
    (tmp_path / "log.csv").write_text("a;b\n\n;\nc;d\n", encoding="utf-8")
    assert [row.number for row in read(tmp_path / "log.csv")] == [1, 4]


def test_what_the_file_says_of_its_cells_is_kept(tmp_path: Path) -> None:
    row: list[Value] = [("date", "45356.895833333336"), ("day", "45356"), ("clock", "0.5"), 45356, ("formula", "X"), ("bool", "1")]
    (found,) = read(xlsx(tmp_path / "log.xlsx", [[*row, ("inline", "here")]]))
    assert [cell.text for cell in found.cells] == ["2024-03-05 21:30", "2024-03-05", "12:00", "45356", "X", "yes", "here"]
    assert [cell.is_time for cell in found.cells] == [True, True, True, False, False, False, False]
    assert [cell.is_number for cell in found.cells] == [False, False, False, True, False, False, False]
    assert [cell.formula for cell in found.cells] == [False] * 4 + [True] + [False] * 2
    (found,) = read(
        ods(
            tmp_path / "log.ods",
            [[("date", "2024-03-05T21:30:00"), ("clock", "PT09H05M00S"), 45356, ("formula", "X"), ("noted", "y")]],
        )
    )
    assert [cell.text for cell in found.cells] == ["2024-03-05 21:30:00", "09:05", "45356", "X", "y"]
    assert [cell.formula for cell in found.cells] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("number", "kind", "epoch_1904", "shown"),
    [
        (1, "date", "", "1900-01-01"),
        (59, "date", "", "1900-02-28"),
        (61, "date", "", "1900-03-01"),
        (45356.5, "date", "", "2024-03-05 12:00"),
        (45356.00001, "date", "", "2024-03-05 00:00:01"),
        (0, "date", "1904", "1904-01-01"),
        (43894, "date", "1904", "2024-03-05"),
        (0.75, "clock", "", "18:00"),
        (-1, "date", "", ""),
        (3e6, "date", "", ""),
    ],
)
def test_days_counted_from_1900_or_1904(number: float, kind: str, epoch_1904: str, shown: str) -> None:
    assert from_serial(number, kind, epoch_1904=bool(epoch_1904)) == shown


def test_a_workbook_may_count_from_1904(tmp_path: Path) -> None:
    (row,) = read(xlsx(tmp_path / "log.xlsx", [[("day", "43894")]], epoch_1904=True))
    assert row.cells[0].text == "2024-03-05"


def test_what_stands_in_merged_cells_stands_for_every_row_that_they_cover(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Date", "What"], ["5 March", "a"], [None, "b"], [None, None], [None, "c"]]
    found = read(xlsx(tmp_path / "log.xlsx", rows, merges=["A2:A4"]))
    assert texts(found) == [["Date", "What"], ["5 March", "a"], ["5 March", "b"], ["", "c"]]
    assert [row.cells[0].merged for row in found] == [False, False, True, False]
    found = read(ods(tmp_path / "log.ods", [["Date", "What"], [("down", "5 March"), "a"], [("covered", ""), "b"]]))
    assert texts(found) == [["Date", "What"], ["5 March", "a"], ["5 March", "b"]]


def test_sheets_are_named_and_chosen(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "log.xlsx", [["a", "b"]], name="Mine & yours", others=["Second"])
    with Source(path) as source:
        assert sheets_of(source) == ("Mine & yours", "Second")
        assert list(grid(source, "Second")) == []
        assert len(list(grid(source, "Mine & yours"))) == 1
        with pytest.raises(KeyError):
            list(grid(source, "Third"))
    with Source(ods(tmp_path / "log.ods", [["a"]], name="Seite")) as source:
        assert sheets_of(source) == ("Seite",)
        with pytest.raises(KeyError):
            list(grid(source, "Third"))


@pytest.mark.parametrize(
    ("data", "first"),
    [
        ("Date;What\n1;ä\n".encode("cp1252"), "ä"),
        ("\ufeffDate\tWhat\n1\tä\n".encode(), "ä"),
        ("Date,What\n1,ä\n".encode("utf-16"), "ä"),
        ("Date|What\n1|تم\n".encode(), "تم"),
    ],
    ids=["cp1252", "utf-8 with a mark", "utf-16", "bars"],
)
def test_encoding_and_separator_are_told_from_the_file(tmp_path: Path, data: bytes, first: str) -> None:
    (tmp_path / "log.csv").write_bytes(data)
    assert texts(read(tmp_path / "log.csv"))[1][1] == first


def test_a_row_with_a_separator_too_many_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("a,b\n1,2\n3,4,5\n6,7\n", encoding="utf-8")
    assert [(row.number, row.fault) for row in read(tmp_path / "log.csv")] == [
        (1, None),
        (2, None),
        (3, "record-unreadable"),
        (4, None),
    ]


def test_rows_beyond_a_limit_are_listed_and_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_grid_cells, "MAX_ROWS", 2)
    monkeypatch.setattr(_grid_cells, "MAX_TEXT", 9)
    rows: list[list[Value]] = [["a", "b"], ["c", "x" * 10], ["d"], ["e"]]
    for path in (xlsx(tmp_path / "log.xlsx", rows), ods(tmp_path / "log.ods", rows)):
        found = read(path)
        assert [row.number for row in found] == [1, 2, 3, 4]
        assert [row.fault for row in found][:2] == [None, "limit-reached"]
        assert "limit-reached" in [row.fault for row in found][2:]


def test_a_sheet_that_repeats_without_end_is_stopped_and_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_grid_cells, "MAX_CELLS", 50)
    again = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000">'
    table = f'<d xmlns:table="t" xmlns:text="x"><table:table table:name="L">{again}<text:p>a</text:p></table:table-cell>'
    table += "</table:table-row></table:table></d>"
    path = zipped(
        tmp_path / "log.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": table.encode()}
    )
    found = read(path)
    assert (found[-1].fault, len(found)) == ("member-unreadable", 2)
    many: list[list[Value]] = [["a", "b"] for _ in range(100)]
    assert read(xlsx(tmp_path / "log.xlsx", many))[-1].fault == "member-unreadable"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    sheet = b"<worksheet><sheetData>" + b" " * (40 << 20) + b"</sheetData></worksheet>"
    path = xlsx(tmp_path / "log.xlsx", [], parts={"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(SourceUnreadable):
        read(path)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_damaged_workbook_gives_what_it_holds_and_says_so(tmp_path: Path, kind: str) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c'
    table = b'<office:d xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="L"><table:table-row>'
    table += b"<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row><table:tab"
    if kind == "xlsx":
        path = xlsx(tmp_path / "log.xlsx", [], parts={"xl/worksheets/sheet1.xml": sheet})
    else:
        path = ods(tmp_path / "log.ods", [])
        zipped(path, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": table})
    found = read(path)
    assert [(row.number, row.fault) for row in found] == [(1, None), (2, "member-unreadable")]


def test_entities_are_refused_and_a_workbook_without_its_sheet_too(tmp_path: Path) -> None:
    entities = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = entities + b'<worksheet><sheetData><row r="1"><c r="A1"><v>&b;</v></c></row></sheetData></worksheet>'
    found = read(xlsx(tmp_path / "log.xlsx", [], parts={"xl/worksheets/sheet1.xml": bomb}))
    assert [row.fault for row in found] == ["member-unreadable"]
    path = xlsx(tmp_path / "none.xlsx", [["a"]], parts={"xl/_rels/workbook.xml.rels": b"<Relationships/>"})
    with pytest.raises(SourceUnreadable):
        read(path)


def test_pictures_and_programs_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(600))
    with Source(tmp_path / "a.png") as source:
        assert not is_table(source)
