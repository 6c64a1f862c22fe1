from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis import chronology
from gawah.analysis.chronology import Gap, Happening, Period


def at(text: str, *, sender: str = "a", platform: str = "WhatsApp", conversation: str = "c", number: int = 0) -> Happening:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Happening(
        at_ms=round(moment.timestamp() * 1000),
        conversation=conversation,
        platform=platform,
        sender_label=sender,
        id=f"{text}-{number}",
    )


happenings = st.lists(
    st.builds(
        Happening,
        at_ms=st.none() | st.integers(0, 4_000_000_000_000),
        day_known=st.booleans(),
        conversation=st.sampled_from("cd"),
        platform=st.sampled_from(["WhatsApp", "Instagram"]),
        sender_label=st.sampled_from("ab"),
        id=st.text("0123", min_size=1, max_size=4),
    ),
    max_size=40,
)
periods = st.sampled_from(["month", "week", "day"])


@given(happenings)
def test_a_chronology_is_a_permutation_of_its_input(given: list[Happening]) -> None:
    ordered = chronology.in_order(given)
    assert len(ordered) == len(given)
    assert sorted(map(id, ordered)) == sorted(map(id, given))
    known = [each.at_ms for each in ordered if each.at_ms is not None]
    assert known == sorted(known)
    assert all(each.at_ms is None for each in ordered[len(known) :])


@given(happenings, periods)
def test_everything_is_counted_once(given: list[Happening], period: Period) -> None:
    counted = sum(each.n for each in chronology.counts(given, period))
    assert counted + chronology.undated(given) == len(given)


@given(happenings, periods)
def test_counts_fall_on_the_axis(given: list[Happening], period: Period) -> None:
    known = [day for day, _ in chronology.dated(given)]
    if known:
        axis = chronology.periods(known[0], known[-1], period)
        assert {each.start for each in chronology.counts(given, period)} <= set(axis)
        assert axis[0] <= known[0]
        assert axis[-1] <= known[-1] < chronology.following(axis[-1], period)
        assert all(int(chronology.place_in(day, axis, period)) == axis.index(chronology.start_of(day, period)) for day in known)


def test_counts_go_by_period_conversation_and_sender() -> None:
    given = [at("2025-01-31T23:59:59"), at("2025-02-01T00:00:00"), at("2025-02-03", sender="b"), at("2025-02-03", conversation="d")]
    assert [(each.start, each.conversation, each.sender_label, each.n) for each in chronology.counts(given, "month")] == [
        (date(2025, 1, 1), "c", "a", 1),
        (date(2025, 2, 1), "c", "a", 1),
        (date(2025, 2, 1), "c", "b", 1),
        (date(2025, 2, 1), "d", "a", 1),
    ]


def test_weeks_start_on_monday() -> None:
    assert chronology.start_of(date(2025, 3, 2), "week") == date(2025, 2, 24)
    assert chronology.start_of(date(2025, 3, 3), "week") == date(2025, 3, 3)


def test_a_gap_is_written_out() -> None:
    (gap,) = chronology.gaps([at("2024-03-03T10:00"), at("2024-03-03T11:00"), at("2024-04-20")], over_days=14)
    assert gap == Gap(last=date(2024, 3, 3), next=date(2024, 4, 20), days=47)
    assert gap.words == "47 days without messages, 4 March to 19 April 2024"


@pytest.mark.parametrize(
    ("last", "following", "words"),
    [
        (date(2024, 12, 30), date(2025, 1, 20), "31 December 2024 to 19 January 2025"),
        (date(2024, 3, 1), date(2024, 3, 20), "2 to 19 March 2024"),
        (date(2024, 3, 1), date(2024, 3, 3), "2 March 2024"),
    ],
)
def test_a_gap_names_its_first_and_last_day(last: date, following: date, words: str) -> None:
    assert Gap(last=last, next=following, days=(following - last).days - 1).words.endswith(f"messages, {words}")


def test_a_gap_has_to_be_longer_than_asked() -> None:
    given = [at("2024-03-01"), at("2024-03-16")]
    assert chronology.gaps(given, over_days=14) == []
    assert len(chronology.gaps(given, over_days=13)) == 1


@given(happenings, st.integers(0, 400))
def test_gaps_hold_nothing(given: list[Happening], over: int) -> None:
    days = {day for day, _ in chronology.dated(given)}
    for gap in chronology.gaps(given, over):
        assert gap.days > over
        assert not [day for day in days if gap.last < day < gap.next]


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        ("2025-05-14", "2025-05-14", "week"),
        ("2025-01-06", "2025-07-06", "week"),
        ("2025-01-05", "2025-07-06", "month"),
        ("2025-01-06", "2025-07-07", "month"),
        ("2024-12-30", "2026-01-04", "month"),
    ],
)
def test_half_a_year_is_shown_by_weeks_and_more_by_months(first: str, last: str, by: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert chronology.fitting(*days) == by
    assert (len(chronology.periods(*days, "week")) <= chronology.MOST_WEEKS) == (by == "week")


def test_names_do_not_print() -> None:
    assert "canary" not in repr(at("2025-05-14", sender="canary"))
