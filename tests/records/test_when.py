"""Times keep what was stated; a zone is only ever assumed by a person."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.when import When, assume_zone, from_epoch_ms, position_ms


@given(st.integers(min_value=-62_000_000_000_000, max_value=253_000_000_000_000))
def test_an_epoch_number_gives_the_same_instant_back(milliseconds: int) -> None:
    when = from_epoch_ms(milliseconds, str(milliseconds))
    assert when.utc is not None
    assert when.utc.endswith("Z")
    assert position_ms(when) == milliseconds
    assert (when.zone, when.local) == ("format", None)


def test_an_epoch_number_beyond_all_calendars_is_refused() -> None:
    with pytest.raises(ValueError, match="out of range"):
        from_epoch_ms(10**20, "x")


def _local(text: str) -> When:
    return When(stated=text, local=text, utc=None, zone="unknown", precision="second")


def test_a_zone_assumed_by_a_person_gives_the_instant_and_says_so() -> None:
    when = assume_zone(_local("2024-03-01T21:05:00"), ZoneInfo("Asia/Karachi"))
    assert (when.utc, when.zone, when.local) == ("2024-03-01T16:05:00Z", "assumed", "2024-03-01T21:05:00")


def test_the_hour_that_a_clock_change_repeats_is_read_as_the_earlier() -> None:
    when = assume_zone(_local("2024-10-27T02:30:00"), ZoneInfo("Europe/Berlin"))
    assert when.utc == "2024-10-27T00:30:00Z"


def test_a_known_zone_or_an_unknown_date_is_left_alone() -> None:
    known = from_epoch_ms(0, "0")
    unknown = When(stated="01/02/24", local=None, utc=None, zone="unknown", precision="minute")
    assert assume_zone(known, ZoneInfo("Asia/Karachi")) is known
    assert assume_zone(unknown, ZoneInfo("Asia/Karachi")) is unknown
    assert position_ms(unknown) is None


def test_a_local_time_is_placed_as_if_it_were_utc() -> None:
    expected = datetime(2024, 3, 1, 21, 5, tzinfo=UTC).timestamp() * 1000
    assert position_ms(_local("2024-03-01T21:05:00")) == expected
