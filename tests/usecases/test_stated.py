"""Times that a person types: kept as stated, no zone guessed, stretches taken whole at both ends."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import BadInput
from gawah.records.when import position_ms
from gawah.usecases._stated import stated_time, stretch

DAYS = st.dates(min_value=date(1971, 1, 1), max_value=date(9000, 1, 1))


@pytest.mark.parametrize(
    ("text", "local", "utc", "zone", "precision"),
    [
        ("2024-03-05", "2024-03-05T00:00:00", None, "unknown", "day"),
        (" 2024-03-05 21:30 ", "2024-03-05T21:30:00", None, "unknown", "minute"),
        ("2024-03-05T21:30:15Z", "2024-03-05T21:30:15", "2024-03-05T21:30:15Z", "stated", "second"),
        ("2024-03-05 21:30+05:00", "2024-03-05T21:30:00", "2024-03-05T16:30:00Z", "stated", "minute"),
        ("2024-03-05 21:30 -0330", "2024-03-05T21:30:00", "2024-03-06T01:00:00Z", "stated", "minute"),
        ("2024-03-05 21:30 Asia/Karachi", "2024-03-05T21:30:00", "2024-03-05T16:30:00Z", "stated", "minute"),
        ("2024-07-05 12:00 Europe/London", "2024-07-05T12:00:00", "2024-07-05T11:00:00Z", "stated", "minute"),
    ],
)
def test_what_is_stated_is_kept(text: str, local: str, utc: str | None, zone: str, precision: str) -> None:
    when = stated_time(text)
    assert (when.stated, when.local, when.utc, when.zone, when.precision) == (text.strip(), local, utc, zone, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "05/03/2024",
        "2024-3-5",
        "2024-02-30",
        "2024-03-05 25:00",
        "2024-03-05 21:30 PKT",
        "2024-03-05 Mars/North",
        "2024-03-05 +15:00",
        "2024-03-05 21:30 ../etc",
        "0000-01-01",
        "9999-12-31 23:59 -05:00",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        stated_time(text)


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert position_ms(stated_time(text)) is not None


@given(DAYS, DAYS)
def test_a_stretch_of_days_holds_both_ends_and_nothing_beside(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = stretch(first.isoformat(), last.isoformat())
    assert found.since is not None
    assert found.until is not None
    for day, inside in ((first, True), (last, True), (first - timedelta(days=1), False), (last + timedelta(days=1), False)):
        start = round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
        assert (found.since <= start < found.until) is inside
        assert (found.since <= start + 86_399_999 < found.until) is inside


@given(st.integers(1971, 9000), st.integers(1, 12))
def test_a_month_is_taken_whole(year: int, month: int) -> None:
    found = stretch(f"{year}-{month:02}", f"{year}-{month:02}")
    following = date(year + month // 12, month % 12 + 1, 1)
    days = (following - date(year, month, 1)).days
    assert found.since is not None
    assert found.until == found.since + days * 86_400_000


def test_a_minute_is_taken_whole_and_open_ends_stay_open() -> None:
    assert (stretch(None, None).since, stretch(None, None).until) == (None, None)
    found = stretch("2024-03-05 21:30", "2024-03-05 21:30")
    assert found.since is not None
    assert found.until == found.since + 60_000
    assert stretch(None, "2024-03-05").since is None


@pytest.mark.parametrize(
    ("since", "until"), [("2024-03-05", "2024-03-04"), ("2024-13", None), ("2024-00", None), (None, "0000-01")]
)
def test_a_stretch_that_is_none(since: str | None, until: str | None) -> None:
    with pytest.raises(BadInput):
        stretch(since, until)
