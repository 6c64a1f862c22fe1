"""The timeline's counts are those of the rows themselves, counted in another way."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from gawah.records.content import Account
from gawah.records.errors import BadInput
from gawah.usecases import conduct, report, timeline
from gawah.usecases._around_reports import around_reports
from gawah.usecases._descriptor import describe
from gawah.usecases._series import account_labels
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import Selection
from gawah.vault.derived import AccountSeen
from tests.usecases.case import opened_case

START = datetime(2023, 1, 31, 23, 30)  # noqa: DTZ001 - what a phone's clock showed


def _chat(senders: tuple[str, str], count: int, step: timedelta) -> str:
    lines = [f"{START + step * n:%d/%m/%Y, %H:%M} - {senders[n % 3 != 0]}: message {n}" for n in range(count)]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    chats = (
        ("Imran", _chat(("Imran", "Rabia"), 200, timedelta(hours=31))),
        ("Sana", _chat(("Imran", "Sana"), 40, timedelta(days=9, minutes=7))),
    )
    with opened_case(tmp_path_factory.mktemp("timeline"), *chats) as opened:
        report.add_report(
            opened, report.new_report(opened, report.Told(to="Office", made_at="2023-06-15"), opened.vault.checkpoint())
        )
        yield opened


def _days(work: Workspace) -> list[tuple[date, str, str]]:
    """Day, conversation and sender of every message, straight from the rows."""
    rows = [describe(row) for row in work.vault.page(limit=10_000)]
    return [
        (date.fromisoformat((row.sent_at.local or "")[:10]), row.conversation, (row.sender and row.sender.name) or "")
        for row in rows
        if row.type == "message"
    ]


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_bars_are_the_messages_of_their_period(work: Workspace, by: str) -> None:
    def start_of(day: date) -> date:
        return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[by]

    shown = timeline.timeline(work, Selection(), by=by)
    expected = Counter(start_of(day) for day, _, _ in _days(work))
    assert {bar.start: sum(bar.counts) for bar in shown.bars} == expected
    assert [bar.start for bar in shown.bars] == sorted(expected)
    assert shown.total == 240


def test_lanes_share_out_the_messages(work: Workspace) -> None:
    shown = timeline.timeline(work, Selection(), lanes="conversation")
    assert len(shown.lanes) == 2
    assert [sum(bar.counts[lane] for bar in shown.bars) for lane in (0, 1)] == [200, 40]


def test_counts_around_a_report_are_those_of_the_days(work: Workspace) -> None:
    (found,) = around_reports(work, Selection(), days=30)
    day = date(2023, 6, 15)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for at, _, sender in _days(work):
        before[sender] += -30 <= (at - day).days < 0
        after[sender] += 0 < (at - day).days <= 30
    assert {one.label.split(" (")[0]: (one.before.count, one.after.count) for one in found.senders} == {
        name: (before[name], after[name]) for name in before if before[name] or after[name]
    }


@pytest.mark.parametrize("days", [1, 30, 366])
def test_counts_around_a_report_are_those_of_conduct(work: Workspace, days: int) -> None:
    (found,) = around_reports(work, Selection(), days=days)
    (whole,) = conduct.conduct(work, days=days).anchors
    everything = whole.near.messages[0]
    assert found.windows == whole.near.windows
    assert (found.messages.before, found.messages.same_day, found.messages.after) == (
        everything.before,
        everything.same_day,
        everything.after,
    )
    assert found.senders == tuple(one for one in whole.near.messages if one.kind == "sender")


def test_counts_around_a_report_are_of_what_is_selected(work: Workspace) -> None:
    (whole,) = around_reports(work, Selection(), days=30)
    sana = next(one.id for one in work.vault.conversations() if one.title == "Sana")
    (part,) = around_reports(work, Selection(conversation=sana), days=30)
    assert 0 < part.messages.before.count < whole.messages.before.count
    assert sum(one.before.count for one in part.senders) == part.messages.before.count
    (late,) = around_reports(work, Selection(since="2023-06-10"), days=30)
    assert late.messages.before.recorded_days == 5
    assert late.messages.after == whole.messages.after
    (none,) = around_reports(work, Selection(until="2020-01-01"), days=30)
    assert (none.windows.before, none.windows.after, none.senders) == (None, None, ())
    imran = next(one.id for one in work.vault.accounts() if one.account.name == "Imran")
    (his,) = around_reports(work, Selection(sender=imran), days=30)
    assert [one.key for one in his.senders] == [imran]


@pytest.mark.parametrize("days", [0, 367])
def test_a_window_has_bounds(work: Workspace, days: int) -> None:
    with pytest.raises(BadInput):
        around_reports(work, Selection(), days=days)


def test_two_accounts_of_one_name_are_not_joined() -> None:
    seen = [
        AccountSeen(id=f"{n}" * 32, platform=platform, account=Account(name="Imran"), messages=1, first_ms=None, last_ms=None)
        for n, platform in ((1, "WhatsApp"), (2, "WhatsApp"), (3, "Instagram"))
    ]
    labels = account_labels(seen)
    assert sorted(labels.values()) == ["Imran (Instagram)", "Imran (WhatsApp, 111111)", "Imran (WhatsApp, 222222)"]


def test_gaps_are_days_without_messages(work: Workspace) -> None:
    shown = timeline.timeline(work, Selection(), over_days=5)
    days = sorted({day for day, _, _ in _days(work)})
    expected = [(one, two) for one, two in pairwise(days) if (two - one).days - 1 > 5]
    assert expected
    assert [(gap.last, gap.next) for gap in shown.gaps] == expected


def test_the_picture_is_drawn_from_the_same_figures(work: Workspace) -> None:
    picture = timeline.svg(timeline.timeline(work, Selection()))
    assert "WhatsApp: 240 messages" in picture
    assert "Report to Office, 15 June 2023" in picture


def test_a_report_before_all_messages_has_nothing_before_it(work: Workspace) -> None:
    told = report.Told(to="Early Office", made_at="2020-01-01")
    report.add_report(work, report.new_report(work, told, work.vault.checkpoint()))
    found = around_reports(work, Selection(), days=30)[0]
    assert found.anchor.to == "Early Office"
    assert (found.messages.before.recorded_days, found.messages.after.recorded_days, found.senders) == (0, 0, ())


def test_a_timeline_of_one_item_is_refused(work: Workspace) -> None:
    with pytest.raises(BadInput):
        timeline.timeline(work, Selection(item="000000"))
