"""Recent threats that name a time, a place or means are announced until somebody decided them, whatever else holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.usecases import triage, triage_budget, triage_decide, triage_fresh, triage_run
from gawah.usecases._workspace import Workspace
from tests.usecases.case import opened_case
from tests.usecases.doubled import stand_in

RECENT = """\
28/03/2024, 21:00 - Imran Vasti: I will hurt you tonight
28/03/2024, 21:01 - Imran Vasti: I will hurt you one day
28/03/2024, 21:02 - Rabia Noor: I will hurt you tonight as well
29/03/2024, 21:00 - Imran Vasti: I will hurt you at your school with a knife
"""
OLD = """\
13/01/2020, 21:00 - Ayla Quint: listen, I am coming over tonight and then I hurt all of you
29/03/2020, 21:00 - Ayla Quint: when class is over I wait at the school gate, and then it will hurt, believe me
30/03/2020, 21:00 - Ayla Quint: good morning
"""


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    with opened_case(tmp_path, ("Imran Vasti", RECENT), ("Ayla Quint", OLD)) as work:
        triage_run.run(work, stand_in())
        yield work


def at(work: Workspace, time: str) -> Workspace:
    return Workspace(work.vault, work.acting, lambda: time)


def days(found: tuple[triage_fresh.Fresh, ...]) -> list[str]:
    return [(one.sent_at.local or "")[:10] for one in found]


def test_what_is_recent_and_what_was_last_in_its_export_is_announced(work: Workspace) -> None:
    found = triage_fresh.fresh(work)
    assert days(found) == ["2024-03-29", "2024-03-28", "2020-03-29"]
    assert [one.names for one in found] == [("names-a-means", "names-a-place"), ("names-a-time",), ("names-a-place",)]


def test_what_is_long_past_is_announced_no_more_but_where_its_export_ends_with_it(work: Workspace) -> None:
    assert days(triage_fresh.fresh(at(work, "2031-01-01T00:00:00Z"))) == ["2024-03-29", "2024-03-28", "2020-03-29"]
    assert "2020-01-13" not in days(triage_fresh.fresh(work))
    assert "2020-01-13" in days(triage_fresh.fresh(at(work, "2020-02-01T00:00:00Z")))


def test_the_owners_own_words_are_not_announced_and_stay_in_the_queue(work: Workspace) -> None:
    own = next(row.id for row in work.vault.page(limit=99) if b"as well" in row.json)
    assert own not in {one.id for one in triage_fresh.fresh(work)}
    assert own in {one for row in triage.queue(work, limit=99).rows for one in row.waiting}


def test_only_a_decision_ends_it(work: Workspace) -> None:
    first = triage_fresh.fresh(work)[0].id
    triage_budget.set_budget(work, 0)
    triage_decide.put_off(work, first, "later")
    triage_decide.put_off(work, first, "needs-helper")
    assert triage_fresh.fresh(work)[0].id == first
    triage_decide.not_abuse(work, first)
    assert first not in {one.id for one in triage_fresh.fresh(work)}
    triage_decide.undo(work)
    assert triage_fresh.fresh(work)[0].id == first


def test_at_import_only_what_is_recent_is_judged(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Ayla Quint", OLD)) as work:
        items = [item.id for item in work.vault.items()]
        assert triage_fresh.at_import(work, items, stand_in())
        assert work.vault.judged(stand_in().model) == (3, 1)
        assert days(triage_fresh.fresh(work)) == ["2020-03-29"]


def test_what_has_no_time_is_taken_for_recent(tmp_path: Path) -> None:
    undated = "01/02/2024, 21:00 - Imran Vasti: I will hurt you tonight\n01/02/2024, 21:05 - Imran Vasti: good morning\n"
    with opened_case(tmp_path, ("Imran Vasti", undated)) as work:
        items = [item.id for item in work.vault.items()]
        assert work.vault.page(limit=1)[0].at_ms is None
        assert triage_fresh.at_import(at(work, "2031-01-01T00:00:00Z"), items, stand_in())
        assert len(triage_fresh.fresh(at(work, "2031-01-01T00:00:00Z"))) == 1


def test_near_copies_are_announced_once(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran Vasti", RECENT.replace("Rabia Noor", "Imran Vasti").replace(" as well", ""))) as work:
        triage_run.run(work, stand_in())
        found = triage_fresh.fresh(work)
        assert [one.copies for one in found] == [1, 2]
