"""Times as people write them into a table, in four scripts; and what only a whole column, or the person, can tell."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers._log_date import Order, dated, order_of, when

FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1970, 2069))


def local(text: str, order: Order | None = None, clock: str = "") -> str | None:
    found = dated(text, clock)
    read = None if found is None else when(found, order)
    return None if read is None else read[0].local


@pytest.mark.parametrize(
    ("text", "read", "known"),
    [
        ("2024-03-05", "2024-03-05T00:00:00", "day"),
        ("2024/3/5 9:05", "2024-03-05T09:05:00", "exact"),
        ("2024-03-05T21:30:15", "2024-03-05T21:30:15", "exact"),
        ("5 March 2024", "2024-03-05T00:00:00", "day"),
        ("5th of March 2024 at 9.30pm", "2024-03-05T21:30:00", "exact"),
        ("Mar 5, 2024, 12:05 AM", "2024-03-05T00:05:00", "exact"),
        ("Tuesday, 5 Mar 2024 12 pm", "2024-03-05T12:00:00", "exact"),
        ("5-Mar-24", "2024-03-05T00:00:00", "day"),
        ("5-Mar-94", "1994-03-05T00:00:00", "day"),
        ("۵ مارچ ۲۰۲۴", "2024-03-05T00:00:00", "day"),
        ("۵ مارچ ۲۰۲۴، ۹:۳۰ pm", "2024-03-05T21:30:00", "exact"),
        ("५ मार्च २०२४ 9:30 बजे", "2024-03-05T09:30:00", "exact"),
        ("٢٠٢٤-٠٣-٠٥", "2024-03-05T00:00:00", "day"),
        ("March 2024", "2024-03-01T00:00:00", "month"),
        ("2024-03", "2024-03-01T00:00:00", "month"),
        ("about 5 March 2024", "2024-03-05T00:00:00", "about"),
        ("~2024-03-05", "2024-03-05T00:00:00", "about"),
        ("लगभग 2024-03-05", "2024-03-05T00:00:00", "about"),
        ("25/03/2024", "2024-03-25T00:00:00", "day"),
        ("03/25/2024", "2024-03-25T00:00:00", "day"),
        ("03/03/2024", "2024-03-03T00:00:00", "day"),
        ("45356", "2024-03-05T00:00:00", "day"),
        ("45356.5", "2024-03-05T12:00:00", "exact"),
    ],
)
def test_what_says_its_day_without_doubt(text: str, read: str, known: str) -> None:
    found = dated(text)
    assert found is not None
    made = when(found, None)
    assert made is not None
    assert (made[0].local, made[1], made[0].stated, made[0].utc) == (read, known, text, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "31/31/2024",
        "2024-02-30",
        "13:00",
        "12/2024",
        "5 Foo 2024",
        "2024-03-05 25:00",
        "2024-03-05 21:30 Asia/Nowhere",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert dated(text) is None


def test_day_and_month_that_can_be_told_apart_by_nothing_are_left_open() -> None:
    assert (local("5/3/2024"), local("5/3/2024", "dmy"), local("5/3/2024", "mdy")) == (
        None,
        "2024-03-05T00:00:00",
        "2024-05-03T00:00:00",
    )


@pytest.mark.parametrize(
    ("column", "asked", "order", "ask"),
    [
        (["5/3/2024", "25/3/2024"], None, "dmy", False),
        (["5/3/2024", "3/25/2024"], None, "mdy", False),
        (["5/3/2024", "25/3/2024"], "mdy", "dmy", False),
        (["5/3/2024", "6/3/2024"], None, None, True),
        (["5/3/2024", "6/3/2024"], "mdy", "mdy", False),
        (["25/3/2024", "3/25/2024", "5/3/2024"], None, None, True),
        (["25/3/2024", "3/25/2024", "5/3/2024"], "dmy", "dmy", False),
        (["3/3/2024", "2024-03-05"], None, None, False),
        ([], None, None, False),
    ],
)
def test_the_column_tells_the_order_or_it_is_asked_for(
    column: list[str], asked: Order | None, order: Order | None, ask: object
) -> None:
    found = [one for text in column if (one := dated(text)) is not None]
    assert order_of(found, asked) == (order, ask)


def test_zones_are_stated_assumed_or_unknown() -> None:
    def utc(text: str, zone: str = "") -> tuple[str | None, str]:
        found = dated(text)
        assert found is not None
        read = when(found, None, zone)
        assert read is not None
        return read[0].utc, read[0].zone

    assert utc("2024-03-05 21:30+05:00") == ("2024-03-05T16:30:00Z", "stated")
    assert utc("2024-03-05 21:30 UTC", "Asia/Karachi") == ("2024-03-05T21:30:00Z", "stated")
    assert utc("2024-03-05 21:30 Asia/Kolkata", "Asia/Karachi") == ("2024-03-05T16:00:00Z", "stated")
    assert utc("2024-03-05 21:30", "Asia/Karachi") == ("2024-03-05T16:30:00Z", "assumed")
    assert utc("2024-03-05 21:30 IST") == (None, "unknown")
    assert utc("2024-03-05", "Asia/Karachi") == (None, "unknown")


def test_a_column_of_clocks_belongs_to_that_of_days() -> None:
    assert local("2024-03-05", clock="9 pm") == "2024-03-05T21:00:00"
    assert dated("2024-03-05", "later") is None
    assert dated("2024-03-05 21:30", "9 pm") is None


@given(st.datetimes(min_value=FIRST, max_value=LAST))
def test_every_way_of_writing_a_day_gives_that_day(moment: datetime) -> None:
    day = moment.strftime("%Y-%m-%dT00:00:00")
    for pattern, order in (("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"), ("%d.%m.%y", "dmy"), ("%d %B %Y", None), ("%b %d, %Y", None)):
        assert local(moment.strftime(pattern), order) == day  # type: ignore[arg-type]
    assert local(moment.strftime("%Y-%m-%d %I:%M %p")) == moment.strftime("%Y-%m-%dT%H:%M:00")


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    found = dated(text)
    assert found is None or found.ways
