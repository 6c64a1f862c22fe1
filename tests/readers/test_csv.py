"""Rows of CSV files: as Python's `csv` reads them, tiling the file, and as little lost as can be where a quote is left open."""

import codecs
import csv
import io
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.readers import _csv
from gawah.readers._csv import Form, Row, rows
from gawah.readers._csv_form import form, guessed

PIECES = st.lists(
    st.sampled_from(['"', '""', ",", ";", "\n", "\r\n", "\r", "a", "b c", "\0", "é", "\U0001f600", "\u2028", "\x85", " "])
)
ENCODINGS = st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"])


def read(data: bytes, written: Form | None = None) -> list[Row]:
    """All pieces, which must tile the bytes."""
    found = list(rows(lambda: io.BytesIO(data), written or Form()))
    assert [row.start for row in found[:1]] == [0] * bool(found)
    assert all(before.end == after.start for before, after in pairwise(found))
    assert (found[-1].end if found else 0) == len(data)
    assert all(row.start < row.end for row in found)
    return found


def fields(data: bytes, written: Form | None = None) -> list[list[str]]:
    return [row.fields for row in read(data, written) if row.role == "row"]


def by_stdlib(text: str, delimiter: str = ",") -> list[list[str]]:
    """What Python's own reader makes of it; blank lines left out."""
    found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for row in found if any(cell.strip() for cell in row)]


def is_closed(text: str) -> bool:
    """Whether the text ends outside quotes."""
    return all(row.fault is None for row in read(text.encode()))


@given(PIECES.map("".join), ENCODINGS)
@settings(max_examples=400)
def test_any_text_without_an_open_quote_is_read_as_the_standard_library_reads_it(text: str, encoding: str) -> None:
    if not is_closed(text):
        return
    assert fields(text.encode(encoding), Form(encoding=encoding)) == by_stdlib(text)


@given(PIECES.map("".join), st.sampled_from([",", ";", "\t", "|"]), st.integers(1, 7))
@settings(max_examples=300)
def test_what_the_standard_library_writes_comes_back(text: str, delimiter: str, columns: int) -> None:
    cells = [[text, *["x"] * columns], ["", *["y,;\t|\n"] * columns]]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(cells)
    assert fields(stream.getvalue().encode(), Form(encoding="utf-8", delimiter=delimiter)) == cells


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "cp1252", "utf-16-le", "utf-16-be"]))
def test_any_bytes_are_tiled(data: bytes, encoding: str) -> None:
    for row in read(data, Form(encoding=encoding)):
        assert row.fields or row.fault or row.role == "blank"


@given(PIECES.map("".join), st.integers(0, 40))
def test_an_open_quote_takes_no_row_before_it(text: str, cut: int) -> None:
    before = f'a,b\n"c\nd",e\n{cut},f\n'
    assert fields((before + text).encode())[:3] == [["a", "b"], ["c\nd", "e"], [str(cut), "f"]]


@given(PIECES.map("".join), st.integers(1, 9))
@settings(max_examples=200)
def test_where_the_blocks_are_cut_makes_no_difference(text: str, block: int) -> None:
    data = text.encode()
    whole = read(data)
    size, _csv._BLOCK = _csv._BLOCK, block
    try:
        assert read(data) == whole
    finally:
        _csv._BLOCK = size


def test_a_quote_left_open_at_the_end_loses_its_line_alone() -> None:
    found = read(b'a,b\n1,"open\n2,x\n3,"y\nz"\n4,end\n')
    assert [(row.fields, row.fault) for row in found] == [
        (["a", "b"], None),
        (["1", "open\n2,x\n3,y"], None),
        (['z"'], None),
        (["4", "end"], None),
    ]
    found = read(b'a,b\n1,"open\n2,x\n3,y\n')
    assert [(row.fields, row.fault) for row in found] == [
        (["a", "b"], None),
        ([], "record-unreadable"),
        (["2", "x"], None),
        (["3", "y"], None),
    ]


def test_a_quote_left_open_swallows_no_row_that_the_columns_tell() -> None:
    data = b'a,b,c\n1,x,"open\n2,x,said\n3,x,"a ""word"" and\nmore"\n4,x,end\n'
    told = Form(encoding="utf-8", header=0, columns=("a", "b", "c"))
    found = read(data, told)
    assert [(row.role, row.number, row.fields, row.fault) for row in found] == [
        ("header", -1, ["a", "b", "c"], None),
        ("row", 0, [], "record-unreadable"),
        ("row", 1, ["2", "x", "said"], None),
        ("row", 2, ["3", "x", 'a "word" and\nmore'], None),
        ("row", 3, ["4", "x", "end"], None),
    ]


def test_a_row_over_the_limit_is_a_value_and_reading_goes_on() -> None:
    long = b"x" * (_csv.MAX_ROW + 10)
    for row in (b'1,"' + long + b'\n""2"\r\n', b"1," + long + b"\r\n", b"," * (_csv.MAX_FIELDS + 10) + b"\n"):
        found = read(b"a,b\n" + row + b"2,y\n")
        assert [each.fault for each in found] == [None, "limit-reached", None]
        assert found[2].fields == ["2", "y"]


def test_an_open_quote_before_much_text_is_told_by_what_follows_the_next_quote() -> None:
    lines = b"2,plain\n" * (_csv.MAX_ROW // 8 + 10)
    found = read(b'a,b\n1,"open\n' + lines + b'3,"quoted"\n')
    assert [row.fault for row in found[:3]] == [None, "record-unreadable", None]
    assert len(found) == _csv.MAX_ROW // 8 + 13
    found = read(b'a,b\n1,"open\n' + lines)
    assert [row.fault for row in found[:3]] == [None, "record-unreadable", None]
    assert len(found) == _csv.MAX_ROW // 8 + 12


def test_a_file_of_open_quotes_comes_to_an_end() -> None:
    """Each line opens a quote that the file never closes, however far one looks."""
    found = read(b'q"q,"q\n' * 100_000)
    assert {row.fault for row in found} == {"record-unreadable"}


def test_memory_does_not_grow_with_the_file() -> None:
    peaks = []
    for size in (20_000, 100_000):
        data = b'1,"a\nb",c\n' * size
        tracemalloc.start()
        assert sum(row.role == "row" for row in rows(lambda data=data: io.BytesIO(data), Form())) == size  # type: ignore[misc]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + (1 << 20)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("naïve – “quoted”", "cp1252"),
        ("naïve – “quoted”", "utf-8"),
        ("سلام", "utf-8"),
        ("سلام 😀", "utf-16"),
        ("سلام", "utf-8-sig"),
    ],
)
def test_the_encoding_is_told_from_the_file(text: str, encoding: str) -> None:
    data = f"name;said\r\n1;{text}\r\n".encode(encoding)
    written = form(data, lambda cells: list(cells) == ["name", "said"])
    assert written is not None
    assert written.delimiter == ";"
    found = read(data, written)
    assert [row.role for row in found] == [*["bom"] * bool(written.bom), "header", "row"]
    assert found[-1].fields == ["1", text]


def test_utf_16_without_a_mark_is_told_by_its_zeros() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        written = guessed("a,b\n1,2\n".encode(encoding))
        assert written is not None
        assert (written.encoding, written.columns) == (encoding, ("a", "b"))


def test_bytes_of_no_encoding_stand_as_replacement_characters() -> None:
    (row,) = read("é,".encode() + b"\xff\n", Form(encoding="utf-8"))
    assert (row.fields, row.replaced) == (["é", "\ufffd"], True)
    (row,) = read("a,".encode("utf-16-le") + b"\x00\xd8" + "\n".encode("utf-16-le") + b"x", Form(encoding="utf-16-le"))[:1]
    assert (row.fields, row.replaced) == (["a", "\ufffd"], True)


def test_a_preamble_and_blank_lines_are_framing() -> None:
    data = codecs.BOM_UTF8 + b'Notes:\n"some, words"\n\nFirst Name,Last Name\n\nA,B\n'
    written = form(data, lambda cells: "First Name" in cells)
    assert written is not None
    assert [row.role for row in read(data, written)] == ["bom", "preamble", "preamble", "blank", "header", "blank", "row"]


def test_a_table_that_nobody_knows_is_told_by_its_delimiter() -> None:
    written = guessed(b"when\tsaid\n1\ta, b\n2\tc, d\n")
    assert written is not None
    assert (written.delimiter, written.header, written.columns) == ("\t", 0, ("when", "said"))
    assert guessed(b"Just some words.\nAnd more, with a comma.\n") is None
    assert guessed(b"") is None
