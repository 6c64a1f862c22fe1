"""Counts from the summary table are those of a recount."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.content import Message
from gawah.vault import codec, derived
from gawah.vault.derived import DAY_MS, Period
from gawah.vault.local import Filters, LocalVault
from tests.vault.invented import CHAT, START_MS, event, keep, make, message, read, undated


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    vault, _ = make(tmp_path_factory.mktemp("counts") / "vault")
    data = b"canary counts"
    times = [START_MS, START_MS + 1, -1, -DAY_MS, 0, START_MS + 40 * DAY_MS, -DAY_MS - 1, 951_782_400_000]
    rows = [message(data, n, "canary", times[n % len(times)] + n * DAY_MS // 2) for n in range(80)]
    read(vault, keep(vault, data), [*rows, event(data, 100), undated(data, 101, "canary"), undated(data, 102, "canary")])
    return vault


def period(at_ms: int | None, by: Period) -> str | None:
    if at_ms is None:
        return None
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date()
    if by == "month":
        return day.isoformat()[:7]
    return (day - timedelta(days=day.weekday() if by == "week" else 0)).isoformat()


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_counts_are_those_of_the_rows(case: LocalVault, by: Period) -> None:
    expected: Counter[tuple[str | None, str, str]] = Counter()
    for row in case.page(limit=1000):
        expected[period(row.at_ms, by), row.conversation, row.type] += 1
    found: Counter[tuple[str | None, str, str]] = Counter()
    for count in case.counts(by):
        found[count.period, count.conversation, count.type] += count.n
    assert found == expected


def test_the_table_is_that_of_a_recount(case: LocalVault) -> None:
    database = case._case.database
    assert derived.recount(database) == derived.stored_counts(database)
    assert derived.days_agree(database)
    assert sum(derived.recount(database).values()) == case.total()


def test_weeks_are_those_of_the_rows(case: LocalVault) -> None:
    expected: Counter[tuple[str | None, str]] = Counter((period(row.at_ms, "week"), row.type) for row in case.page(limit=1000))
    found = Counter({(str(week.start), "message"): week.messages for week in case.weeks()})
    found += Counter({(str(week.start), "event"): week.events for week in case.weeks()})
    assert found == Counter({(str(start), kind): n for (start, kind), n in expected.items()})
    assert case.weeks()[-1].start is None


@given(
    st.integers(-20, 60), st.integers(0, 40), st.sampled_from([None, "message", "event"]), st.sampled_from([None, "WhatsApp", "X"])
)
def test_days_are_those_of_the_rows_between(
    case: LocalVault, first: int, days: int, kind: str | None, platform: str | None
) -> None:
    since = (START_MS // DAY_MS + first) * DAY_MS
    chosen = Filters(since_ms=since, until_ms=since + days * DAY_MS, kind=kind, platform=platform)
    expected = Counter(period(row.at_ms, "day") for row in case.page(chosen, limit=1000))
    assert {str(day.day): day.messages + day.events for day in case.days(chosen)} == dict(expected)


@given(st.integers(-20, 60), st.integers(0, 40))
def test_counts_of_whole_days_are_those_of_the_rows_between(case: LocalVault, first: int, days: int) -> None:
    since = (START_MS // DAY_MS + first) * DAY_MS
    chosen = Filters(since_ms=since, until_ms=since + days * DAY_MS)
    assert sum(count.n for count in case.counts("day", chosen)) == case.total(chosen)


@pytest.mark.parametrize(
    "filters", [Filters(conversation=CHAT.id), Filters(platform="WhatsApp"), Filters(kind="message"), Filters(kind="event")]
)
def test_counts_take_filters(case: LocalVault, filters: Filters) -> None:
    assert sum(count.n for count in case.counts("month", filters)) == case.total(filters) > 0


def test_accounts_and_conversations_are_those_of_the_rows(case: LocalVault) -> None:
    chat = case.conversations()[0]
    rows = case.page(limit=1000)
    dated = [row.at_ms for row in rows if row.at_ms is not None]
    assert (chat.messages, chat.events) == (82, 1)
    assert (chat.first_ms, chat.last_ms) == (min(dated), max(dated))
    sent = Counter(record.sender for row in rows if isinstance(record := codec.decode(row.type, row.json), Message))
    assert {seen.account: seen.messages for seen in case.accounts()} == dict(sent)
    for seen in case.accounts():
        assert case.total(Filters(sender=seen.id)) == seen.messages
