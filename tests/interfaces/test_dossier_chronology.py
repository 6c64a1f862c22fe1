"""The chronology of a dossier: by weeks where the case is short, by months where it is long, else as asked; the page says which."""

import re
from pathlib import Path

import pytest

from gawah.dossier.words import load
from tests.dossier.test_languages import bare
from tests.dossier.test_pages import words_of
from tests.interfaces.program import Program


def _printed(program: Program, folder: Path, *options: str) -> str:
    program.ok("dossier", "--out", folder, *options)
    return words_of((folder / "data/dossier.pdf").read_bytes())


def _table(folder: Path) -> dict[str, int]:
    """First days or months of the chronology's rows with how many messages stand in them."""
    lines = words_of((folder / "data/dossier.pdf").read_bytes(), "-layout")
    rows = re.findall(r"^ *((?:\d{1,2} )?[A-Z][a-z]+ \d{4}) +(\d+) +(\d+)$", lines, re.MULTILINE)
    assert all(one == every for _, one, every in rows)
    return {label: int(count) for label, count, _ in rows}


def test_a_short_case_is_shown_by_weeks_with_the_figures_of_the_timeline(program: Program, tmp_path: Path) -> None:
    text = _printed(program, tmp_path / "out")
    assert "By weeks, each from Monday." in text
    assert "By months." not in text
    assert "Week of" in text
    weeks = program.ok("timeline", "--by", "week", "--json").json["periods"]
    assert [one["start"] for one in weeks] == ["2023-12-25", "2024-01-01", "2024-03-11"]
    assert _table(tmp_path / "out") == {"25 December 2023": 3, "1 January 2024": 2, "11 March 2024": 3}
    assert [one["messages"] for one in weeks] == [3, 2, 3]
    assert "25 Dec 2023" in (tmp_path / "out/data/timeline.svg").read_text(encoding="utf-8")


def test_months_are_shown_where_they_are_asked_for(program: Program, tmp_path: Path) -> None:
    text = _printed(program, tmp_path / "out", "--by", "month")
    assert "By months." in text
    assert "Week of" not in text
    assert _table(tmp_path / "out") == {"December 2023": 3, "January 2024": 2, "March 2024": 3}
    program.ok("verify", tmp_path / "out")


def test_a_case_of_more_than_half_a_year_is_shown_by_months_unless_weeks_are_asked_for(program: Program, tmp_path: Path) -> None:
    program.ok("report", "add", "--to", "Lighthouse Office", "--at", "2024-09-02")
    text = _printed(program, tmp_path / "long")
    assert "By months." in text
    assert "By weeks" in _printed(program, tmp_path / "asked", "--by", "week")


def test_a_complaint_of_which_the_reader_is_not_told_does_not_lengthen_the_chronology(program: Program, tmp_path: Path) -> None:
    program.ok("report", "add", "--to", "Lighthouse Office", "--kind", "lawyer", "--at", "2024-09-02")
    assert "By weeks" in _printed(program, tmp_path / "platform", "--audience", "platform")
    assert "By months." in _printed(program, tmp_path / "own", "--audience", "person")


@pytest.mark.parametrize("language", ["ur", "hi", "ar"])
def test_the_page_says_which_in_every_language(program: Program, tmp_path: Path, language: str) -> None:
    words = load(language)
    texts = {by: bare(_printed(program, tmp_path / by, "--language", language, "--by", by)) for by in ("week", "month")}
    for by, text in texts.items():
        first = bare(re.split("[۔।.]", words.text(f"chronology.by_{by}", {}))[0])
        assert first in text
        assert first not in texts["month" if by == "week" else "week"]


@pytest.mark.parametrize("by", ["day", "year", "Week", "weeks"])
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_another_period_is_refused_before_anything_is_written(program: Program, tmp_path: Path, by: str, more: list[str]) -> None:
    ran = program("dossier", "--by", by, "--out", tmp_path / "out", *more)
    assert ran.code == 19
    assert "by month or by week" in ran.err
    assert not (tmp_path / "out").exists()
