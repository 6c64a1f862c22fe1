"""Exact intervals: against printed tables, against sums worked out digit by digit, and by the laws that define them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.analysis import interval

COUNTS = st.integers(0, 400)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.69),
        (1, 0.0253, 5.57),
        (2, 0.242, 7.22),
        (5, 1.62, 11.67),
        (10, 4.80, 18.39),
        (20, 12.22, 30.89),
        (50, 37.11, 65.92),
    ],
)
def test_the_limits_of_a_count_are_those_of_garwoods_table(count: int, low: float, high: float) -> None:
    found = interval.poisson(count)
    assert found.low == pytest.approx(low, abs=0.006)
    assert found.high == pytest.approx(high, abs=0.006)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (3, 100, 0.0062, 0.0852)],
)
def test_the_limits_of_a_share_are_those_of_the_printed_table(hits: int, trials: int, low: float, high: float) -> None:
    found = interval.share(hits, trials)
    assert found.low == pytest.approx(low, abs=6e-5)
    assert found.high == pytest.approx(high, abs=6e-5)


def test_without_a_count_the_limit_is_known_in_closed_form() -> None:
    assert interval.poisson(0).low == 0
    assert interval.poisson(0).high == pytest.approx(-math.log(0.025), rel=1e-13)
    for trials in (1, 7, 1000):
        assert interval.share(0, trials).high == pytest.approx(1 - 0.025 ** (1 / trials), rel=1e-12)


def _poisson_up_to(count: int, mean: float) -> float:
    return math.fsum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(count + 1))


def _binomial_up_to(hits: int, trials: int, share: float) -> float:
    """Summed in whole numbers: nothing is rounded on the way."""
    p = Fraction(share)
    return float(sum(math.comb(trials, n) * p**n * (1 - p) ** (trials - n) for n in range(hits + 1)))


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_at_each_limit_of_a_count_what_was_seen_is_just_as_rare_as_said(count: int) -> None:
    found = interval.poisson(count)
    assert found.high is not None
    assert _poisson_up_to(count, found.high) == pytest.approx(0.025, rel=1e-8)
    if count:
        assert 1 - _poisson_up_to(count - 1, found.low) == pytest.approx(0.025, rel=1e-8)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_at_each_limit_of_a_share_what_was_seen_is_just_as_rare_as_said(hits: int, others: int) -> None:
    trials = hits + others
    if not trials:
        return
    found = interval.share(hits, trials)
    assert found.high is not None
    if hits:
        assert 1 - _binomial_up_to(hits - 1, trials, found.low) == pytest.approx(0.025, rel=1e-8)
    if others:
        assert _binomial_up_to(hits, trials, found.high) == pytest.approx(0.025, rel=1e-8)


@pytest.mark.parametrize("mean", [0.3, 1.7, 6.0, 31.5])
def test_the_interval_holds_the_true_rate_in_95_of_100_cases_or_more(mean: float) -> None:
    chances = [math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(200)]
    held = [chance for n, chance in enumerate(chances) if interval.poisson(n).low <= mean <= (interval.poisson(n).high or 0)]
    assert math.fsum(held) >= 0.95


@pytest.mark.parametrize("true", [0.25, 1.0, 3.0])
def test_the_interval_holds_the_true_ratio_in_95_of_100_cases_or_more(true: float) -> None:
    """Whatever the total was: before and after over 20 and 30 days."""
    for total in (1, 4, 25):
        share = true * 30 / (true * 30 + 20)
        held = []
        for after in range(total + 1):
            found = interval.ratio(total - after, 20, after, 30)
            assert found is not None
            if found.low <= true and (found.high is None or true <= found.high):
                held.append(math.comb(total, after) * share**after * (1 - share) ** (total - after))
        assert math.fsum(held) >= 0.95


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.integers(1, 3000))
def test_limits_grow_with_the_count_and_shrink_with_the_days(count: int, days: int) -> None:
    one, more, longer = interval.rate(count, days), interval.rate(count + 1, days), interval.rate(count, days + 1)
    assert one.high is not None
    assert more.high is not None
    assert longer.high is not None
    assert one.low <= count / days <= one.high
    assert (one.low < more.low, one.high < more.high) == (True, True)
    assert (longer.low <= one.low, longer.high < one.high) == (True, True)


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.integers(1, 400), COUNTS, st.integers(1, 400))
def test_the_ratio_the_other_way_round_is_one_divided_by_it(before: int, days: int, after: int, later: int) -> None:
    found, turned = interval.ratio(before, days, after, later), interval.ratio(after, later, before, days)
    if found is None or turned is None:
        assert before == after == 0
        return
    assert (found.high is None) == (before == 0)
    assert (found.low == 0) == (after == 0)
    if before and after:
        assert found.low <= (after / later) / (before / days) <= (found.high or 0)
        assert found.low == pytest.approx(1 / (turned.high or 0), rel=1e-9)
        assert found.high == pytest.approx(1 / turned.low, rel=1e-9)


def test_a_million_is_counted_too() -> None:
    found = interval.poisson(1_000_000)
    assert found.low == pytest.approx(998_041, abs=1)
    assert found.high == pytest.approx(1_001_962, abs=1)
    share = interval.share(1, 1_000_000)
    assert share.high == pytest.approx((interval.poisson(1).high or 0) / 1e6, rel=1e-5)


@pytest.mark.parametrize(("hits", "trials"), [(-1, 3), (4, 3), (0, 0)])
def test_what_is_no_count_is_refused(hits: int, trials: int) -> None:
    with pytest.raises(ValueError, match="hits"):
        interval.share(hits, trials)
    with pytest.raises(ValueError, match="count"):
        interval.poisson(-1)
