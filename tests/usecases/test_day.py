"""One day hour by hour: every row of it once, without text, and what people entered of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.errors import BadInput
from gawah.usecases import day, log, notice, timeline
from gawah.usecases._log_form import Form
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import Selection
from gawah.vault.rows import Filters
from tests.usecases.case import opened_case

CHAT = "".join(
    f"{stamp} - {who}: the song\n"
    for stamp, who in (
        ("28/02/2024, 12:00", "Rabia"),  # without it nobody could tell day from month
        ("04/03/2024, 23:59", "Imran"),
        ("05/03/2024, 00:00", "Imran"),
        ("05/03/2024, 00:59", "Rabia"),
        ("05/03/2024, 21:30", "Imran"),
        ("05/03/2024, 23:59", "Rabia"),
        ("06/03/2024, 00:00", "Imran"),
    )
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with opened_case(tmp_path_factory.mktemp("day"), ("Imran", CHAT)) as opened:
        for kind, at in (("block", "2024-03-05 21:45"), ("order", "2024-03-05"), ("rebuttal", "2024-03-06")):
            notice.keep_notice(opened, notice.new_notice(opened, notice.Given(kind=kind, given_at=at, to="Imran")))
        form = Form(occurred_at="2024-03-05 21:50", recipient="self", what_happened="It rang.", platform="phone")
        log.keep(opened, log.new_incident(opened, form))
        yield opened


def test_every_row_of_the_day_stands_in_its_hour(work: Workspace) -> None:
    found = day.day(work, "2024-03-05", Selection())
    held = [row for row in work.vault.page(Filters(kind="message"), limit=100) if '"2024-03-05T' in row.json.decode()]
    assert [row.id for row in found.rows] == [row.id for row in held]
    assert {hour.hour: hour.messages for hour in found.hours if hour.messages} == {0: 2, 21: 1, 23: 1}
    assert sum(hour.rows for hour in found.hours) == len(found.rows) == 4
    assert [hour.hour for hour in found.hours] == [*range(24), None]
    assert "song" not in repr(found)


def test_what_people_entered_stands_in_its_hour_or_in_none(work: Workspace) -> None:
    found = day.day(work, "2024-03-05", Selection())
    assert sorted((marker.kind, -1 if marker.hour is None else marker.hour) for marker in found.markers) == [
        ("block", 21),
        ("incident", 21),
        ("order", -1),
    ]
    assert {hour.hour: hour.own for hour in found.hours if hour.own} == {21: 2, None: 1}


def test_a_day_without_anything_is_empty(work: Workspace) -> None:
    found = day.day(work, "2024-03-07", Selection())
    assert (found.rows, found.markers, len(found.hours)) == ((), (), 24)


@pytest.mark.parametrize("text", ["2024-03", "yesterday", "2024-02-30", ""])
def test_what_is_no_day_is_refused(work: Workspace, text: str) -> None:
    with pytest.raises(BadInput):
        day.day(work, text, Selection())


def test_a_day_has_no_stretch_of_its_own(work: Workspace) -> None:
    with pytest.raises(BadInput):
        day.day(work, "2024-03-05", Selection(since="2024-03-01"))


def test_the_line_of_months_counts_what_people_entered_in_a_lane_of_its_own(work: Workspace) -> None:
    shown = timeline.timeline(work, Selection(), by="day")
    assert {start.isoformat(): n for start, n in shown.own.items()} == {"2024-03-05": 3, "2024-03-06": 1}
    assert sum(shown.own.values()) == len(shown.markers)
    cut = timeline.timeline(work, Selection(until="2024-03-05"), by="day")
    assert [marker.kind for marker in cut.markers if marker.kind == "rebuttal"] == []
    assert sum(cut.own.values()) == 3
    assert [timeline.words(marker) for marker in shown.markers if marker.kind == "block"] == ["Block to Imran, 5 March 2024"]


def test_a_gap_says_how_many_of_its_days_lie_in_no_file(tmp_path: Path) -> None:
    early = "".join(f"{day}/01/2024, 10:00 - Imran: one\n" for day in (13, 31))
    late = "".join(f"{day}/05/2024, 10:00 - Sana: two\n" for day in (13, 31))
    with opened_case(tmp_path, ("Imran", early), ("Sana", late)) as work:
        found = timeline.timeline(work, Selection(), over_days=5).gaps
        assert [(gap.days, gap.outside) for gap in found] == [(17, 0), (102, 102), (17, 0)]
        assert timeline.gap_words(found[1]).endswith("1 February to 12 May 2024; 102 of them in no file")
        assert "file" not in timeline.gap_words(found[0])
