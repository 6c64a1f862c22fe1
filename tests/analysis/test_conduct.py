"""Windows, recorded days, gaps and months: counted day by day in another way, and by the laws that hold for any records."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis import conduct, interval
from gawah.analysis.conduct import Said, Series, Span

START = date(2024, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 90)).map(lambda pair: Span(pair[0], pair[0] + timedelta(days=pair[1]))), max_size=6)
COUNTS = st.dictionaries(DAYS, st.integers(1, 9), max_size=30)


def _each(span: Span) -> list[date]:
    return [span.first + timedelta(days=n) for n in range(span.days)]


@given(SPANS, DAYS, st.integers(1, 60))
def test_days_in_spans_are_those_counted_one_by_one(spans: list[Span], day: date, length: int) -> None:
    together = conduct.merged(spans)
    window = Span(day, day + timedelta(days=length - 1))
    held = {each for span in spans for each in _each(span)}
    assert [each for span in together for each in _each(span)] == sorted(held)
    assert conduct.shared_days(together, window) == len(held & set(_each(window)))
    assert all(one.last + timedelta(days=1) < two.first for one, two in itertools.pairwise(together))


@given(COUNTS, SPANS, DAYS, st.integers(1, 90))
def test_a_window_holds_what_stands_on_its_days_and_no_day_twice(
    counts: dict[date, int], spans: list[Span], day: date, length: int
) -> None:
    found = conduct.compare(Series("all", "", "", counts, spans), conduct.around(day, length))
    before = [day - timedelta(days=n) for n in range(1, length + 1)]
    after = [day + timedelta(days=n) for n in range(1, length + 1)]
    held = {each for span in spans for each in _each(span)} | set(counts)
    for side, days in ((found.before, before), (found.after, after)):
        assert side.count == sum(counts.get(each, 0) for each in days)
        assert side.days_with == sum(each in counts for each in days)
        assert side.recorded_days == len(held & set(days))
        assert (side.per_day is None) == (side.recorded_days == 0)
        if side.per_day is not None:
            assert side.per_day == side.count / side.recorded_days
            assert side.interval == interval.rate(side.count, side.recorded_days)
    assert found.same_day == counts.get(day, 0)
    if found.ratio is None:
        expected = "no-days" if not (found.before.recorded_days and found.after.recorded_days) else "nothing"
        assert found.no_ratio == expected
    else:
        assert found.no_ratio == ""
        assert (found.ratio.value is None) == (found.before.count == 0)


@given(COUNTS, SPANS, DAYS)
def test_whole_time_leaves_out_nothing_but_the_day(counts: dict[date, int], spans: list[Span], day: date) -> None:
    series = Series("all", "", "", counts, spans)
    found = conduct.compare(series, conduct.whole(day, series.reach))
    assert found.before.count + found.same_day + found.after.count == series.total == sum(counts.values())


@given(st.lists(st.tuples(DAYS, COUNTS), min_size=2, max_size=4))
def test_parts_add_up_to_the_whole(parts: list[tuple[date, dict[date, int]]]) -> None:
    day = parts[0][0]
    windows = conduct.around(day, 45)
    total = Counter[date]()
    for _, counts in parts:
        total.update(counts)
    whole = conduct.compare(Series("all", "", "", total, ()), windows)
    each = [conduct.compare(Series("platform", str(n), "", counts, ()), windows) for n, (_, counts) in enumerate(parts)]
    assert whole.before.count == sum(one.before.count for one in each)
    assert whole.after.count == sum(one.after.count for one in each)
    assert whole.same_day == sum(one.same_day for one in each)


def test_days_that_no_file_reaches_are_not_days_without_messages() -> None:
    day = date(2024, 3, 1)
    series = Series("all", "", "", {date(2024, 2, 27): 2, date(2024, 3, 2): 6}, [Span(date(2024, 2, 26), date(2024, 3, 4))])
    found = conduct.compare(series, conduct.around(day, 30))
    assert (found.before.recorded_days, found.after.recorded_days) == (4, 3)
    assert (found.before.per_day, found.after.per_day) == (0.5, 2.0)
    assert found.ratio is not None
    assert found.ratio.value == 4.0
    assert found.ratio.interval == interval.ratio(2, 4, 6, 3)


def test_a_part_that_somebody_picked_has_no_ratio() -> None:
    windows = conduct.around(date(2024, 3, 1), 30)
    picked = Series("recipient", "family", "family", {date(2024, 2, 27): 2, date(2024, 3, 2): 6}, (), partial="log")
    assert (conduct.compare(picked, windows).ratio, conduct.compare(picked, windows).no_ratio) == (None, "log")
    plain = Series("tactic", "threat", "threat", {date(2024, 2, 27): 2, date(2024, 3, 2): 6}, ())
    assert conduct.compare(plain, windows, no_ratio="labelled-in-part").ratio is None
    assert conduct.compare(plain, windows).ratio is not None


def test_windows_of_other_channels_are_told_apart() -> None:
    windows = conduct.around(date(2024, 3, 1), 10)
    early = Series("platform", "a", "", {}, [Span(date(2024, 2, 1), date(2024, 3, 20))])
    late = Series("platform", "b", "", {}, [Span(date(2024, 3, 5), date(2024, 3, 20))])
    assert conduct.other_channels([early, late], windows)
    assert not conduct.other_channels([early], windows)
    assert not conduct.other_channels([late], windows)  # one window has no records at all, which is said in its own words


@given(st.sets(DAYS, max_size=40), SPANS)
def test_the_longest_gaps_are_the_longest(days: set[date], spans: list[Span]) -> None:
    reach = conduct.merged([*spans, *(Span(day, day) for day in days)])
    found = conduct.longest_gaps(days, reach, 1000)
    empty = {each for one, two in zip(sorted(days), sorted(days)[1:], strict=False) for each in _each(Span(one, two))} - days
    assert {each for gap in found for each in _each(Span(gap.first, gap.last))} == empty
    assert [gap.days for gap in found] == sorted((gap.days for gap in found), reverse=True)
    assert all(0 <= gap.recorded_days <= gap.days for gap in found)
    assert conduct.longest_gaps(days, reach, 2) == found[:2]


@pytest.mark.parametrize("days", [[], [START]])
def test_without_two_days_there_is_no_gap(days: list[date]) -> None:
    assert conduct.longest_gaps(days, (), 5) == []


SAID = st.builds(
    Said,
    day=DAYS,
    of=st.text("0123456789abcdef", min_size=6, max_size=6),
    what=st.just("message"),
    tactics=st.sets(st.sampled_from(["threat", "insult", "doxxing"])).map(tuple),
    severity=st.one_of(st.none(), st.integers(0, 4)),
)


@given(st.lists(SAID, max_size=25), COUNTS)
def test_months_lose_nothing_and_leave_no_month_out(said: list[Said], messages: dict[date, int]) -> None:
    months = conduct.by_month(said, messages)
    assert sum(one.labelled for one in months) == len(said)
    assert all(sum(one.severities) + one.unstated == one.labelled for one in months)
    for tactic in ("threat", "insult", "doxxing"):
        assert sum(one.tactics.get(tactic, 0) for one in months) == sum(tactic in one.tactics for one in said)
    for one in months:
        assert one.messages == sum(n for day, n in messages.items() if day.replace(day=1) == one.start)
    starts = [one.start for one in months]
    assert starts == sorted({day.replace(day=1) for day in _all_days(starts)})


def _all_days(starts: list[date]) -> list[date]:
    return _each(Span(starts[0], starts[-1])) if starts else []


def test_spans_of_neighbouring_days_are_one() -> None:
    spans = [Span(START + timedelta(days=3), START + timedelta(days=4)), Span(START, START + timedelta(days=2))]
    assert conduct.merged(spans) == (Span(START, START + timedelta(days=4)),)
