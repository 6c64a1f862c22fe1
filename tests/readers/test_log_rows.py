"""A log kept in a spreadsheet: headings in three languages, rows to entries, and every row that is none listed by its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers._grid_cells import Cell, GridRow
from gawah.readers._log_columns import LogMapping, log_mapping_of, propose
from gawah.readers._log_rows import LogRow, OrderNeeded, Unread, count, entries
from gawah.readers._table_mapping import MappingUnusable

HEAD = ("Date", "Time", "Platform", "Who", "What happened", "Exact words", "Type", "To whom", "Sensitive", "Impact")
MAPPING = LogMapping(
    columns={
        "occurred_at": "Date",
        "clock": "Time",
        "platform": "Platform",
        "source_label": "Who",
        "what_happened": "What happened",
        "exact_words": "Exact words",
        "tactics": "Type",
        "recipient": "To whom",
        "sensitivity": "Sensitive",
        "impact": "Impact",
    },
    defaults={"recipient": "self"},
)


def table(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> list[GridRow]:
    return [GridRow(number, tuple(Cell(text) for text in cells)) for number, cells in enumerate((head, *rows), 1)]


def one(*cells: str) -> LogRow | Unread:
    (read,) = entries(table((*cells, *[""] * (len(HEAD) - len(cells)))), MAPPING, "dmy")
    return read


def test_a_row_is_an_entry_with_all_that_its_columns_say() -> None:
    read = one(
        "5/3/2024", "9pm", "Instagram", "An account", "A post\nof two lines", "تم", "Threat; doxxing", "my mother", "", "no sleep"
    )
    assert isinstance(read, LogRow)
    assert (read.number, read.when.local, read.when.stated, read.known) == (2, "2024-03-05T21:00:00", "5/3/2024 9pm", "exact")
    assert read.values == {
        "platform": "Instagram",
        "source_label": "An account",
        "what_happened": "A post\nof two lines",
        "exact_words": "تم",
        "recipient": "parent",
        "recipient_label": "my mother",
        "tactics": ["threat", "doxxing"],
        "sensitivity": [],
    }
    assert (read.impact, read.cautions) == ("no sleep", ())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("", "9pm", "X", "a", "b"), "field-missing"),
        (("5/3/2024", "", "X", "a", "", ""), "field-missing"),
        (("lately", "", "X", "a", "b"), "time-unreadable"),
        (("5/3/2024", "", "X", "a", "b", "", "minor"), "row-not-kept"),
        (("5/3/2024", "", "X", "a", "b", "", "", "", "Minor possible"), "row-not-kept"),
    ],
)
def test_what_is_no_entry_is_listed_with_why(cells: tuple[str, ...], code: str) -> None:
    assert one(*cells) == Unread(number=2, code=code)


@pytest.mark.parametrize(
    ("cells", "cautions"),
    [
        (("5/3/2024", "later", "X", "", "b"), ("time-unreadable",)),
        (("45356", "", "X", "", "b"), ("time-serial",)),
        (("5/3/2024", "", "X", "", "b", "", "threat, haunting"), ("word-unknown",)),
    ],
)
def test_what_is_read_with_a_caution_says_so(cells: tuple[str, ...], cautions: tuple[str, ...]) -> None:
    read = one(*cells)
    assert isinstance(read, LogRow)
    assert read.cautions == cautions


def test_formulas_and_merged_cells_are_flagged() -> None:
    row = GridRow(2, (Cell("5/3/2024", merged=True), Cell(), Cell(), Cell(), Cell("a", formula=True)), None, ("text-repaired",))
    (read,) = entries([*table(), row], MAPPING, "dmy")
    assert isinstance(read, LogRow)
    assert read.cautions == ("text-repaired", "cell-formula", "cells-merged")


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("", "self", ""),
        ("me", "self", ""),
        ("My sister", "family", "My sister"),
        ("والدہ", "parent", ""),
        ("मेरा दोस्त", "friend", "मेरा दोस्त"),
        ("the baker", "other", "the baker"),
    ],
)
def test_to_whom_is_told_by_a_word_and_kept_as_written(text: str, kind: str, label: str) -> None:
    read = one("5/3/2024", "", "X", "", "b", "", "", text)
    assert isinstance(read, LogRow)
    assert (read.values["recipient"], read.values.get("recipient_label", "")) == (kind, label)


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        (("Date of incident", "Details", "Witness"), {"occurred_at", "what_happened", "witnesses"}),
        (
            ("When", "What was said (exact words)", "Link", "Evidence needed"),
            {"occurred_at", "exact_words", "url", "evidence_needed"},
        ),
        (("تاریخ", "وقت", "پلیٹ فارم", "کیا ہوا", "گواہ"), {"occurred_at", "clock", "platform", "what_happened", "witnesses"}),
        (("दिनांक", "समय", "स्थान", "विवरण", "सबूत"), {"occurred_at", "clock", "physical_place", "what_happened", "evidence_note"}),
        (
            ("Date", "Date noted", "What happened", "Police report no."),
            {"occurred_at", "first_noted", "what_happened", "reference"},
        ),
    ],
)
def test_headings_in_english_urdu_and_hindi(head: tuple[str, ...], parts: set[str]) -> None:
    found = propose(table(("2024-03-05",), head=head))
    assert found is not None
    assert set(found.mapping.columns) == parts
    assert log_mapping_of(found.toml) == found.mapping


def test_the_headings_may_stand_below_a_title_and_columns_may_have_no_name_or_the_same() -> None:
    rows = [
        GridRow(1, (Cell("My log"),)),
        *(GridRow(row.number + 2, row.cells) for row in table(head=("Date", "", "Notes", "Notes"))),
    ]
    found = propose(rows)
    assert found is not None
    assert (found.mapping.header_row, found.columns) == (3, ("Date", "column 2", "Notes", "Notes (column 4)"))


def test_a_table_of_something_else_gets_no_proposal() -> None:
    assert propose(table(head=("Song", "Length"))) is None
    assert propose([]) is None


def test_day_and_month_are_asked_for_where_nothing_tells() -> None:
    rows = table(("5/3/2024", "", "X", "", "a"), ("6/3/2024", "", "X", "", "b"))
    with pytest.raises(OrderNeeded):
        list(entries(rows, MAPPING, None))
    assert [read.when.local for read in entries(rows, MAPPING, "mdy") if isinstance(read, LogRow)] == [
        "2024-05-03T00:00:00",
        "2024-06-03T00:00:00",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[",
        'canary = "x"',
        'header_row = "1"\n[columns]\noccurred_at = "a"\nwhat_happened = "b"',
        '[columns]\noccurred_at = "a"',
        '[columns]\nwhat_happened = "a"',
        '[columns]\noccurred_at = "a"\nwhat_happened = "b"\ncanary = "c"',
        'zone = "Mars"\n[columns]\noccurred_at = "a"\nwhat_happened = "b"',
        'encoding = "canary"\n[columns]\noccurred_at = "a"\nwhat_happened = "b"',
        '[columns]\noccurred_at = "a"\nwhat_happened = "b"\n[defaults]\ncanary = "x"',
        '[columns]\noccurred_at = 1\nwhat_happened = "b"',
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(MappingUnusable) as refused:
        log_mapping_of(text)
    assert "canary" not in str(refused.value)


def test_a_mapping_of_another_table_is_refused() -> None:
    for mapping, says in (
        (LogMapping(columns={"occurred_at": "Canary"}), "lacks 1"),
        (LogMapping(columns={}, header_row=9), "no row"),
    ):
        with pytest.raises(MappingUnusable, match=says):
            list(entries(table(), mapping, None))


CELLS = st.tuples(
    *[st.text(max_size=15) | st.sampled_from(("5/3/2024", "2024-03-05", "9 pm", "minor", "threat", "me"))] * len(HEAD)
)
ROWS = st.lists(st.tuples(CELLS, st.sampled_from((None, None, None, "record-unreadable", "limit-reached"))), max_size=8)


@given(ROWS)
def test_rows_in_are_entries_and_listed_rows_out_each_once(made: list[tuple[tuple[str, ...], str | None]]) -> None:
    rows = table()
    rows += [GridRow(number, () if fault else tuple(map(Cell, cells)), fault) for number, (cells, fault) in enumerate(made, 2)]
    read = list(entries(rows, MAPPING, "dmy"))
    assert [each.number for each in read] == [row.number for row in rows[1:]]
    assert len(read) == count(rows, MAPPING)
    assert all(isinstance(each, Unread) for each, (_, fault) in zip(read, made, strict=True) if fault)
