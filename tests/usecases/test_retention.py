"""Which logs may be gone: facts with source, date and confidence, beside the days of the case; nothing where no fact is held."""

from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from gawah.usecases import place, retention
from tests.usecases.case import NOW, opened_case

CHAT = "\n".join(f"{day}, 21:05 - Imran: message" for day in ("02/03/2022", "03/04/2023", "04/04/2023", "15/03/2024")) + "\n"


def test_messages_are_set_beside_the_day_before_which_logs_may_be_gone(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran", CHAT)) as work:
        (found,) = [one for one in retention.retention(work) if one.kept.id == "pk-traffic-data"]
    assert (found.today, found.day) == (date.fromisoformat(NOW[:10]), date(2023, 4, 3))
    assert found.day == found.today - timedelta(days=found.kept.days)
    (older,) = found.platforms
    assert (older.platform, older.messages, older.older) == ("WhatsApp", 4, 1)  # the day itself is not past its time
    assert (older.first, older.last, older.all_from) == (date(2022, 3, 2), date(2024, 3, 15), date(2025, 3, 16))


def test_a_case_without_messages_is_told_nothing(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        assert retention.retention(work) == ()


def test_every_fact_carries_source_date_and_confidence() -> None:
    assert retention.facts()
    for one in retention.facts():
        for origin in (one.origin, *([one.preserving.origin] if one.preserving else [])):
            assert all(getattr(origin, each.name) for each in fields(origin))
            # The copy of a Bill is not the rule itself.
            assert not (origin.confidence == "verified" and "Bill" in origin.source)


def test_the_facts_of_every_place_are_told_whichever_was_named(tmp_path: Path) -> None:
    held = [one.id for where in place.known() for one in where.retention]
    with opened_case(tmp_path, ("Imran", CHAT)) as work:
        place.keep_place(work, place.new_place(work, ["in"]))
        assert [one.kept.id for one in retention.retention(work)] == held
