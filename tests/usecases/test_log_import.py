"""A log brought from a spreadsheet: the file first, every row an entry or listed, nothing twice, and the effects into the diary."""

import csv
import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.records.errors import BadInput, NotRecognised, SourceUnreadable
from gawah.usecases import _log_table, diary, log
from gawah.usecases._graded import graded
from gawah.usecases._workspace import Workspace
from gawah.usecases.log_import import Imported, Told, log_import
from tests.readers.workbooks import Value, ods, xlsx

HEAD = ("Date", "Time", "Platform", "What happened", "Exact words", "Impact")
ROWS = [
    ("05/03/2024", "9pm", "Instagram", "A message\nof two lines", "تم مجھ سے نہیں چھپ سکتیں", "no sleep"),
    ("25/03/2024", "", "WhatsApp", "A call", "", ""),
    ("25/03/2024", "", "WhatsApp", "A call", "", ""),
    ("", "", "X", "Nobody knows when", "", ""),
]


def table(path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([head, *rows])
    return path


def brought(work: Workspace, path: Path, **more: str) -> Imported:
    return log_import(work, path, Told(mapping=_log_table.propose(path).toml, **more))


def test_every_row_is_an_entry_or_listed_and_the_file_is_kept_first(work: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "log.csv", ROWS)
    made = brought(work, path, zone="Asia/Karachi", visibility="lawyer")
    assert (made.rows, len(made.entries), made.known, made.unread, made.conserved) == (4, 3, 0, 1, True)
    assert [(one.row, one.code, one.entered) for one in made.listed] == [(5, "field-missing", False)]
    (item,) = work.vault.items()
    assert made.item == item
    first = log.log(work)[0].entry
    assert (first.source, first.occurred_at.utc, first.visibility) == (f"{item.id}:2", "2024-03-05T16:00:00Z", "lawyer")
    assert (first.what_happened, first.exact_words) == (ROWS[0][3], ROWS[0][4])
    (problem,) = work.vault.problems()
    assert (problem.code, problem.locator.place, problem.records) == ("field-missing", "row/5", 1)
    (reading,) = work.vault.readings(item.id)
    told = reading.summary
    assert (told["records_in_source"], told["incidents"], told["unread"], told["conserved"]) == (4, 3, 1, True)
    assert graded(work, item).grade == "hearsay"
    assert work.vault.check(full=True).problems == ()


def test_the_effects_go_into_the_diary_and_not_into_the_log(work: Workspace, tmp_path: Path) -> None:
    made = brought(work, table(tmp_path / "log.csv", ROWS))
    (page,) = diary.entries(work, None)
    assert (page.body, page.incidents, made.impacts) == ("no sleep", (made.entries[0].id,), 1)
    assert all("no sleep" not in str(one.entry.what_happened) for one in log.log(work))


def test_bringing_it_again_finds_the_same_rows_and_a_grown_copy_only_the_new_ones(work: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "log.csv", ROWS)
    brought(work, path)
    size = work.vault.checkpoint().size
    again = brought(work, path)
    assert (again.already_held, len(again.entries), again.known, again.impacts, again.conserved) == (True, 0, 3, 0, True)
    assert work.vault.checkpoint().size == size
    log.handle(work, log.shown_to(work, [], "authority"))
    grown = brought(work, table(tmp_path / "log 2.csv", [*ROWS, ("26/03/2024", "", "X", "A post", "", "")]))
    assert ([one.what_happened for one in grown.entries], grown.known, grown.conserved) == (["A post"], 3, True)
    third = brought(work, table(tmp_path / "log 3.csv", [ROWS[1]] * 3))
    assert (len(third.entries), third.known) == (1, 2)


def test_a_corrected_or_withdrawn_row_is_not_entered_again(work: Workspace, tmp_path: Path) -> None:
    from gawah.usecases import _log_form

    path = table(tmp_path / "log.csv", ROWS[:2])
    made = brought(work, path)
    _, changed = log.corrected(work, made.entries[0].id, _log_form.of_text('what_happened = "Two messages"'))
    log.keep(work, changed)
    _, gone = log.corrected(work, made.entries[1].id, _log_form.of_text(""), withdraw=True)
    log.keep(work, gone)
    assert brought(work, path).known == 2
    assert brought(work, table(tmp_path / "copy.csv", ROWS[:2], [*HEAD[:5], "Effect on me"])).known == 2


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_with_dates_formulas_and_merged_cells(work: Workspace, tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        rows: list[list[Value]] = [
            ["Date", "Time", "What happened", "Platform"],
            [("day", "45356"), ("clock", "0.5"), "A post", "X"],
            [None, None, "Another", ("formula", "X")],
            [45357, None, "A third", None],
        ]
        path = xlsx(tmp_path / "log.xlsx", rows, merges=["A2:A3"], others=["Notes"])
    else:
        rows = [
            ["Date", "Time", "What happened", "Platform"],
            [("date", "2024-03-05"), ("clock", "PT12H00M00S"), "A post", "X"],
            [("date", "2024-03-05"), None, "Another", ("formula", "X")],
            [45357, None, "A third", None],
        ]
        path = ods(tmp_path / "log.ods", rows)
    made = brought(work, path)
    assert [one.occurred_at.local for one in made.entries] == ["2024-03-05T12:00:00", "2024-03-05T00:00:00", "2024-03-06T00:00:00"]
    assert [one.platform for one in made.entries] == ["X", "X", ""]
    expected = [(3, "cell-formula"), (4, "time-serial")]
    assert [(one.row, one.code) for one in made.listed if one.code != "cells-merged"] == expected
    assert [one.row for one in made.listed if one.code == "cells-merged"] == ([3] if kind == "xlsx" else [])
    assert made.conserved
    assert "place" in log.lacking(made.entries[2])


def test_day_and_month_are_asked_for_and_the_file_is_kept_meanwhile(work: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "log.csv", [("05/03/2024", "", "X", "a", "", "")])
    with pytest.raises(BadInput, match="--date-order"):
        brought(work, path)
    assert (len(work.vault.items()), log.log(work)) == (1, [])
    assert brought(work, path, date_order="mdy").entries[0].occurred_at.local == "2024-05-03T00:00:00"


def test_a_row_that_may_show_a_child_is_never_entered(work: Workspace, tmp_path: Path) -> None:
    rows = [("2024-03-05", "a canary", "minor"), ("2024-03-06", "b", "medical")]
    made = brought(work, table(tmp_path / "log.csv", rows, ("Date", "What happened", "Sensitive")))
    assert [(one.row, one.code, one.entered) for one in made.listed] == [(2, "row-not-kept", False)]
    assert [one.sensitivity for one in made.entries] == [("medical",)]


def test_a_dry_run_keeps_nothing(work: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "log.csv", ROWS)
    size = work.vault.checkpoint().size
    made = log_import(work, path, Told(mapping=_log_table.propose(path).toml), dry_run=True)
    assert (len(made.entries), made.unread, made.item) == (3, 1, None)
    assert (work.vault.items(), work.vault.checkpoint().size) == ([], size)


def test_a_locked_diary_takes_the_effects_sealed(work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gawah.seal.keys import Cost

    monkeypatch.setattr(diary, "fitting", lambda _timer: Cost(64 * 1024, 1, 4))
    diary.lock(work, "a diary of my own, please")
    brought(work, table(tmp_path / "log.csv", ROWS))
    (closed,) = diary.entries(work, None)
    assert (closed.body, bool(closed.sealed)) == ("", True)


def test_a_helpers_import_says_for_whom(work: Workspace, tmp_path: Path) -> None:
    from dataclasses import replace

    theirs = replace(work, acting=replace(work.acting, for_agent="5" * 32))
    assert brought(theirs, table(tmp_path / "log.csv", ROWS)).entries[0].for_agent == "5" * 32


def test_what_is_no_table_is_refused_in_words_without_content(work: Workspace, tmp_path: Path) -> None:
    picture, songs, book = tmp_path / "canary.png", tmp_path / "songs.csv", tmp_path / "cut.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(700))
    table(songs, [("canary", "3:05")], ("Song", "Length"))
    book.write_bytes(xlsx(tmp_path / "whole.xlsx", [["Date", "What happened"]]).read_bytes()[:-30])
    for path, error in ((picture, NotRecognised), (songs, BadInput), (book, NotRecognised)):
        with pytest.raises(error) as refused:
            _log_table.propose(path)
        assert "canary" not in str(refused.value)
    mapping = '[columns]\noccurred_at = "Canary"\nwhat_happened = "b"'
    with pytest.raises(BadInput, match="lacks 2"):
        log_import(work, songs, Told(mapping=mapping))
    with pytest.raises(BadInput, match="no sheet"):
        _log_table.propose(tmp_path / "whole.xlsx", "Second")
    with pytest.raises(SourceUnreadable):
        log_import(work, tmp_path / "none.csv", Told(mapping=mapping))
    for wrong in ({"zone": "Mars"}, {"date_order": "soon"}):
        with pytest.raises(BadInput):
            log_import(work, songs, Told(mapping=mapping, **wrong))


def test_a_worker_that_says_something_else_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path / "log.csv", ROWS)
    mapping = _log_table.propose(path).toml
    for said in ('print("x")', 'print(\'{"row":{"number":"x"}}\')', "", 'print("{}")'):
        monkeypatch.setattr(_log_table, "WORKER", ("python3", "-c", f"import sys; sys.stdin.read(); {said or 'pass'}"))
        with pytest.raises(SourceUnreadable):
            _log_table.read(path, mapping)


_DAYS = ("2024-03-05", "05/03/2024", "25/03/2024", "someday", "9 pm", "")
_CELL = st.sampled_from((*_DAYS, "A call", "A post", "minor", "=1+1", '"', "a\nb"))


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[_CELL] * len(HEAD)), min_size=1, max_size=6))
def test_rows_in_are_rows_out_however_often_they_are_brought(work: Workspace, tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = table(tmp_path / f"log {next(_NUMBERS)}.csv", rows)
    mapping = '[columns]\noccurred_at = "Date"\nclock = "Time"\nwhat_happened = "What happened"\nimpact = "Impact"'
    stated = sum(any(cell.strip() for cell in row) for row in rows)
    before = len(log.log(work))
    first, second = (log_import(work, path, Told(mapping=mapping, date_order="dmy")) for _ in range(2))
    for made in (first, second):
        assert (made.rows, made.conserved) == (stated, True)
        assert len({one.row for one in made.listed if not one.entered}) == made.unread
    assert second.entries == ()
    assert len(log.log(work)) == before + len(first.entries)


_NUMBERS = itertools.count()
