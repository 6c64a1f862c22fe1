"""Whom to call: emergency numbers first and never left out, of the places a person named, or of all when none is."""

from datetime import date
from pathlib import Path

import pytest

from gawah.dossier import wording
from gawah.records.errors import BadInput
from gawah.records.whereabouts import Whereabouts
from gawah.usecases import helplines as use
from gawah.usecases import place
from tests.usecases.case import opened_case

BEFORE, AFTER = date(2026, 11, 25), date(2099, 1, 1)
CHAT = "02/03/2022, 21:05 - Imran: I am in London, call 1799 in Lahore\n"


def test_with_no_place_named_those_of_all_are_offered_and_none_is_chosen(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran", CHAT)) as work:
        found = use.helplines(work)
    assert found.chosen == ()
    assert {one.place for one in found.contacts} >= {"pk", "in", "uk-ew", "us"}
    kinds = [one.kind for one in found.contacts]
    assert kinds == sorted(kinds)  # emergency stands before helpline
    assert "Pakistan" in found.without_emergency


def test_a_named_place_alone_is_told_in_the_order_named(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        place.keep_place(work, place.new_place(work, ["UK-EW ", "in", "uk-ew"]))
        found = use.helplines(work)
    assert found.chosen == ("uk-ew", "in")
    assert [one.value for one in found.contacts if one.kind == "emergency"] == ["999", "112"]
    assert {one.place for one in found.contacts} == {"uk-ew", "in"}
    assert found.without_emergency == ()


def test_what_was_said_before_stays_and_can_be_taken_back(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        first = place.new_place(work, ["pk"])
        place.keep_place(work, first)
        place.keep_place(work, place.new_place(work, ["in"]))
        place.keep_place(work, place.new_place(work, []))
        assert place.chosen(work) == []
        assert use.helplines(work).chosen == ()
        forms = [one.places for _, one in work.vault.earlier(Whereabouts, first.id)]
        with pytest.raises(BadInput):
            place.new_place(work, [])
        methods = [event.method for event in work.vault.events()][-3:]
    assert forms == [("pk",), ("in",), ()]
    assert methods == ["place"] * 3
    assert "places" in wording.OPS["place"]  # a dossier tells that it was said, and not what


@pytest.mark.parametrize("wrong", [["zz"], ["../pk"], [""], ["pk", "Examplia"]])
def test_a_place_of_which_nothing_is_held_is_refused(tmp_path: Path, wrong: list[str]) -> None:
    with opened_case(tmp_path) as work, pytest.raises(BadInput, match="uk-ew"):
        place.new_place(work, wrong)


def test_saying_the_same_again_is_refused(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        place.keep_place(work, place.new_place(work, ["pk"]))
        with pytest.raises(BadInput):
            place.new_place(work, ["pk"])


def test_a_number_for_danger_is_never_left_out_and_says_that_it_is_old() -> None:
    fresh, old, asked = use.known_helplines(BEFORE), use.known_helplines(AFTER), use.known_helplines(AFTER, stale=True)
    assert not any(one.stale for one in fresh.contacts)
    assert fresh.left_out == 0
    assert {one.value for one in old.contacts} == {"999", "112"}
    assert all(one.stale and "look it up again" in use.line(one) for one in old.contacts)
    assert old.left_out == len(fresh.contacts) - len(old.contacts)
    assert (asked.left_out, len(asked.contacts)) == (0, len(fresh.contacts))


def test_a_line_says_where_who_number_day_and_how_sure() -> None:
    [drf] = [one for one in use.known_helplines(BEFORE).contacts if one.id == "pk-drf"]
    told = use.line(drf)
    for part in ("Pakistan", "Digital Rights Foundation", "0800-39393", "2026-11-22", "secondary source", "seven days", "ur/en"):
        assert part in told
    unsure = [one for one in use.known_helplines(BEFORE).contacts if one.confidence == "unverified"]
    assert unsure
    assert all("not checked" in use.line(one) for one in unsure)
    nameless = [one for one in use.known_helplines(BEFORE).contacts if not one.value]
    assert nameless
    assert all("number not held here" in use.line(one) for one in nameless)
