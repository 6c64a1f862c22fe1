"""Conduct counts the messages of the case around each complaint and notice: recounted here straight from the rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gawah.analysis import interval
from gawah.analysis.conduct import Span
from gawah.records.errors import BadInput, NotFound
from gawah.usecases import conduct, label, log, notice, report
from gawah.usecases._anchors import anchors, named
from gawah.usecases._descriptor import describe
from gawah.usecases._log_form import Form
from gawah.usecases._reach import reach
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.vault.rows import Filters
from tests.usecases.case import opened_case

START = datetime(2023, 1, 31, 23, 30)  # noqa: DTZ001 - what a phone's clock showed
LATER = datetime(2023, 6, 1, 8, 0)  # noqa: DTZ001


def _chat(senders: tuple[str, str], start: datetime, count: int, step: timedelta) -> str:
    lines = [f"{start + step * n:%d/%m/%Y, %H:%M} - {senders[n % 3 != 0]}: message {n}" for n in range(count)]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    chats = (
        ("Imran", _chat(("Imran", "Rabia"), START, 120, timedelta(hours=31))),
        ("Sana", _chat(("Imran", "Sana"), LATER, 40, timedelta(days=2, minutes=7))),
    )
    with opened_case(tmp_path_factory.mktemp("conduct"), *chats) as opened:
        told = report.Told(to="Office", made_at="2023-06-15", reference="R-1")
        report.add_report(opened, report.new_report(opened, told, opened.vault.checkpoint()))
        for kind, day in (("stop-request", "2023-05-20 09:00"), ("block", "2023-06-20"), ("order", "2031-01-01")):
            notice.keep_notice(opened, notice.new_notice(opened, notice.Given(kind=kind, given_at=day, to="Imran")))
        rows = [row.id for row in opened.vault.page(Filters(kind="message"), limit=1000)]
        label.keep_labels(opened, label.new_labels(opened, rows[60:70:2], ["threat"], 3))
        label.keep_labels(opened, label.new_labels(opened, rows[100:104], ["threat", "insult"], None))
        for day, whom in (("2023-06-01", "parent"), ("2023-06-18", "parent"), ("2023-06-19", "self")):
            log.keep(
                opened, log.new_incident(opened, Form(occurred_at=day, recipient=whom, what_happened="It rang.", platform="phone"))
            )
        yield opened


def _stood(work: Workspace) -> list[tuple[date, str, str, str]]:
    """Day, conversation, sender and id of every message, straight from the rows."""
    rows = [describe(row) for row in work.vault.page(limit=10_000)]
    return [
        (date.fromisoformat((row.sent_at.local or "")[:10]), row.title or "", (row.sender and row.sender.name) or "", row.id)
        for row in rows
        if row.type == "message"
    ]


def test_every_count_around_every_anchor_is_that_of_the_rows(work: Workspace) -> None:
    found = conduct.conduct(work, days=20)
    stood = _stood(work)
    assert len(found.anchors) == 4
    for one in found.anchors:
        day = one.anchor.day
        for part in one.near.messages:
            mine = [
                row
                for row in stood
                if part.kind in ("all", "platform") or part.label.startswith(f"{row[1 + (part.kind == 'sender')]} (")
            ]
            offsets = [(at - day).days for at, *_ in mine]
            assert part.before.count == sum(-20 <= n < 0 for n in offsets)
            assert part.after.count == sum(0 < n <= 20 for n in offsets)
            assert part.same_day == offsets.count(0)
            assert part.before.days_with == len({n for n in offsets if -20 <= n < 0})
        for kind in ("platform", "conversation", "sender"):
            parts = [part for part in one.near.messages if part.kind == kind]
            assert sum(part.before.count for part in parts) == one.near.messages[0].before.count
            assert sum(part.after.count for part in parts) == one.near.messages[0].after.count


def test_both_sides_are_counted_alike(work: Workspace) -> None:
    (one,) = [one for one in conduct.conduct(work, days=20).anchors if one.anchor.kind == "report"]
    senders = {part.label.split(" (")[0]: part for part in one.near.messages if part.kind == "sender"}
    assert set(senders) == {"Imran", "Rabia", "Sana"}
    assert all(part.ratio is not None for part in senders.values())


def test_rates_are_over_the_days_that_the_files_reach(work: Workspace) -> None:
    far = reach(work)
    first, last = min(day for day, *_ in _stood(work)), max(day for day, *_ in _stood(work))
    sana = [day for day, title, *_ in _stood(work) if title == "Sana"]
    (conversation,) = [one.id for one in work.vault.conversations() if one.title == "Sana"]
    assert far.everything == (Span(first, last),)
    assert far.of([conversation]) == (Span(min(sana), max(sana)),)
    (one,) = [one for one in conduct.conduct(work, days=20).anchors if one.anchor.kind == "stop-request"]
    part = next(part for part in one.near.messages if part.kind == "conversation" and part.label.startswith("Sana"))
    reached = [day for day in (one.anchor.day + timedelta(days=n) for n in range(1, 21)) if day >= min(sana)]
    assert part.before.recorded_days == 0
    assert part.after.recorded_days == len(reached) < 20
    assert part.after.interval == interval.rate(part.after.count, len(reached))
    assert (part.ratio, part.no_ratio) == (None, "no-days")


def test_an_anchor_outside_the_records_has_no_rate_and_no_ratio(work: Workspace) -> None:
    found = conduct.conduct(work).anchors[-1]
    assert (found.anchor.kind, len(found.near.messages)) == ("order", 1)
    everything = found.near.messages[0]
    assert (everything.before.per_day, everything.after.per_day, everything.no_ratio) == (None, None, "no-days")
    assert found.whole.windows.after is None
    assert found.whole.messages[0].before.count == 160


def test_labelled_messages_are_compared_only_where_all_are_labelled(work: Workspace) -> None:
    found = conduct.conduct(work, days=20)
    (one,) = [one for one in found.anchors if one.anchor.kind == "report"]
    stood, said = _stood(work), label.labels_by_id(work)
    day = one.anchor.day
    for part in one.near.labelled:
        marked = [(at - day).days for at, _, _, row in stood if row in said and part.key in said[row].tactics]
        assert (part.before.count, part.after.count) == (sum(-20 <= n < 0 for n in marked), sum(0 < n <= 20 for n in marked))
        assert (part.ratio, part.no_ratio) == (None, "labelled-in-part")
    assert {part.key for part in one.near.labelled} <= {"threat", "insult"}
    assert one.near.labelled_before + one.near.labelled_after > 0
    assert found.labelled == 9
    assert Counter(tactic for one in found.said for tactic in one.tactics) == {"threat": 9, "insult": 4}
    assert sum(month.labelled for month in found.months) == 9


def test_log_entries_are_counted_by_recipient_and_never_compared(work: Workspace) -> None:
    (one,) = [one for one in conduct.conduct(work, days=20).anchors if one.anchor.kind == "report"]
    assert {part.key: (part.before.count, part.after.count, part.no_ratio) for part in one.near.log} == {
        "parent": (1, 1, "log"),
        "self": (0, 1, "log"),
    }
    assert conduct.conduct(work, incidents=[]).anchors[0].near.log == ()
    assert conduct.conduct(work, incidents=[]).log == 0


def test_other_anchors_of_the_same_days_are_named(work: Workspace) -> None:
    found = {one.anchor.kind: one for one in conduct.conduct(work, days=20).anchors}
    assert [other.kind for other in found["report"].near.others] == ["block"]
    assert [other.kind for other in found["report"].whole.others] == ["stop-request", "block"]
    assert named(found["report"].anchor) == "Report to Office, 15 June 2023, reference R-1"
    assert named(found["block"].anchor) == "Block to Imran, 20 June 2023"


def test_a_notice_taken_back_is_no_anchor(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        made = notice.new_notice(work, notice.Given(kind="block", given_at="2024-01-01", to="Imran"))
        notice.keep_notice(work, made)
        assert [one.id for one in anchors(work)] == [made.id]
        notice.keep_notice(work, notice.corrected(work, made.id, notice.Given(), withdraw=True))
        assert anchors(work) == []


def test_a_case_without_messages_has_nothing_to_compare(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        notice.keep_notice(work, notice.new_notice(work, notice.Given(kind="block", given_at="2024-01-01", to="Imran")))
        found = conduct.conduct(work)
        assert (found.messages, found.gaps, found.months, found.said) == (0, (), (), ())
        (one,) = found.anchors
        assert (one.whole.windows.before, one.whole.windows.after) == (None, None)
        assert one.near.messages[0].no_ratio == "no-days"


def test_one_anchor_is_chosen_by_its_id(work: Workspace) -> None:
    wanted = anchors(work)[1]
    assert [one.anchor.id for one in conduct.conduct(work, anchor=wanted.id[:8]).anchors] == [wanted.id]
    with pytest.raises(NotFound):
        conduct.conduct(work, anchor="ffffffff")
    with pytest.raises(BadInput):
        conduct.conduct(work, days=0)


def test_saved_mails_of_one_day_each_reach_from_the_first_to_the_last(tmp_path: Path) -> None:
    with opened_case(tmp_path) as work:
        paths = []
        for n, day in enumerate((1, 9, 20)):
            path = tmp_path / f"mail{n}.eml"
            head = f"From: a@example.org\nTo: b@example.org\nSubject: n{n}\nMessage-ID: <{n}@example.org>\n"
            path.write_text(f"{head}Date: {day:02} Mar 2024 10:00:00 +0000\n\nwords {n}\n", encoding="utf-8")
            paths.append(path)

        collect(work, paths)
        assert reach(work).everything == (Span(date(2024, 3, 1), date(2024, 3, 20)),)


def test_parts_of_all_recorded_time_are_left_out_on_request_and_nothing_else(work: Workspace) -> None:
    full, short = conduct.conduct(work), conduct.conduct(work, every=False)
    assert [one.near for one in short.anchors] == [one.near for one in full.anchors]
    assert [one.whole.messages for one in short.anchors] == [one.whole.messages[:1] for one in full.anchors]
