"""The dossier prints the figures of `gawah conduct`, and of the log only what its reader may know of."""

from collections.abc import Iterator

import pytest

from gawah.analysis.interval import figure
from gawah.dossier import conduct as sheet
from gawah.usecases import conduct, label, log, notice
from gawah.usecases._anchors import named
from gawah.usecases._conduct_sheet import MOST_ROWS, conduct_sheet, shown_incidents
from gawah.usecases._log_form import Form
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters
from tests.usecases.case import opened_case


def _chat(n: int) -> str:
    return "".join(f"{day:02}/03/2024, 10:{n:02} - {who}: word\n" for day in range(1 + n % 9, 29) for who in ("R", f"F{n}"))


CHATS = tuple((f"Friend {n:02}", _chat(n)) for n in range(MOST_ROWS + 3))


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with opened_case(tmp_path_factory.mktemp("sheet"), *CHATS) as opened:
        for kind, day in (("block", "2024-03-15"), ("order", "2031-01-01")):
            notice.keep_notice(opened, notice.new_notice(opened, notice.Given(kind=kind, given_at=day, to="F1")))
        rows = [row.id for row in opened.vault.page(Filters(kind="message"), limit=2000)]
        label.keep_labels(opened, label.new_labels(opened, rows[::40], ["threat"], 4))
        for whom, reader in (("parent", "authority"), ("self", "user"), ("friend", "platform")):
            form = Form(occurred_at="2024-03-10", recipient=whom, what_happened="x", platform="phone", visibility=reader)
            log.keep(opened, log.new_incident(opened, form))
        form = Form(
            occurred_at="2024-03-10",
            recipient="child",
            what_happened="x",
            platform="phone",
            visibility="platform",
            sensitivity=("medical",),
        )
        log.keep(opened, log.new_incident(opened, form))
        yield opened


def _parts(made: sheet.Anchor) -> dict[str, sheet.Part]:
    return {part.heading.split(".")[0].split(",")[0]: part for part in made.parts}


def test_every_printed_figure_is_that_of_the_command(work: Workspace) -> None:
    found = conduct.conduct(work).anchors[0].near
    printed = [row for part in conduct_sheet(work, "authority").anchors[0].parts[:3] for row in part.rows]
    shown = [found.messages[0]]
    for kind in ("platform", "conversation", "sender"):
        shown += conduct.of_kind(found.messages, kind, MOST_ROWS).shown
    assert len(printed) == len(shown)
    for row, part in zip(printed, shown, strict=True):
        assert (row.before.count, row.same_day, row.after.count) == (part.before.count, part.same_day, part.after.count)
        assert (row.before.on_days, row.before.recorded) == (part.before.days_with, part.before.recorded_days)
        assert part.after.per_day is not None
        assert part.after.interval is not None
        assert row.after.rate == figure(part.after.per_day * 30)
        assert row.after.limits == f"{figure(part.after.interval.low * 30)} to {figure((part.after.interval.high or 0) * 30)}"
        assert part.ratio is not None
        assert row.ratio == figure(part.ratio.value or 0)


def test_what_is_left_out_of_a_long_table_is_summed_up(work: Workspace) -> None:
    found = conduct.conduct(work).anchors[0].near
    part = _parts(conduct_sheet(work, "authority").anchors[0])["By conversation"]
    everything = found.messages[0]
    before = everything.before.count - sum(row.before.count for row in part.rows)
    after = everything.after.count - sum(row.after.count for row in part.rows)
    same_day = everything.same_day - sum(row.same_day for row in part.rows)
    assert len(part.rows) == MOST_ROWS
    assert part.more.startswith(f"3 more, with {before} before, {same_day} that day and {after} after")


def test_the_full_form_states_how_many_are_named_and_which_command_has_all(work: Workspace) -> None:
    named = " ".join(conduct_sheet(work, "authority").named)
    assert f"the first {MOST_ROWS} by number of messages" in named
    assert "gawah conduct --json" in named


def _seen(work: Workspace) -> dict[str, str]:
    return {one.title or "": one.id for one in work.vault.conversations()}


def test_the_short_form_is_a_line_for_each_anchor_with_the_figures_of_the_command(work: Workspace) -> None:
    found = conduct.conduct(work).anchors
    made = conduct_sheet(work, "authority", short=True)
    assert made.anchors == ()
    assert [line.title for line in made.lines] == [named(one.anchor) for one in found]
    for line, one in zip(made.lines, found, strict=True):
        everything = one.near.messages[0]
        assert (line.row.before.count, line.row.after.count) == (everything.before.count, everything.after.count)
        assert line.conversations == ()
    assert made.lines[0].row.before.limits
    assert made.lines[1].row.limits == "no recorded days"


def test_the_short_form_names_the_conversations_that_hold_an_exhibit_and_counts_the_others(work: Workspace) -> None:
    held = _seen(work)
    two = sorted(held)[:2]
    made = conduct_sheet(work, "authority", short=True, exhibited={held[one] for one in two})
    assert sorted(row.label.split(" (")[0] for row in made.lines[0].conversations) == two
    said = " ".join(made.named)
    assert f"{len(CHATS)} conversations have messages in these days; the 2 that hold an exhibit" in said
    assert "gawah conduct --json has all of them" in said


def test_the_short_form_names_nobody_to_a_platform_and_says_so(work: Workspace) -> None:
    made = conduct_sheet(work, "platform", short=True, exhibited=set(_seen(work).values()))
    assert made.lines[0].conversations == ()
    assert made.named[0] == "Conversations and senders are not named to this reader."
    assert not any("Friend" in text for text in (*made.named, *(row.label for line in made.lines for row in line.conversations)))


def test_the_longest_stretch_that_reaches_into_the_windows_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    days = (1, 2, 3, 20, 21, 22, 27, 28)
    chat = "".join(f"{day:02}/03/2024, 10:00 - {who}: word\n" for day in days for who in ("R", "F"))
    late = "".join(f"{day:02}/11/2024, 10:00 - {who}: word\n" for day in (20, 21) for who in ("R", "F"))
    with opened_case(tmp_path_factory.mktemp("gap"), ("Friend", chat), ("Late", late)) as work:
        notice.keep_notice(work, notice.new_notice(work, notice.Given(kind="block", given_at="2024-03-10", to="F")))
        (one,) = conduct.conduct(work, days=12).anchors
        assert one.gap is not None
        assert (one.gap.first.isoformat(), one.gap.days, one.gap.recorded_days) == ("2024-03-04", 16, 16)
        note = conduct_sheet(work, "authority", short=True).lines[0].notes[-1]
        assert "29 March" in note  # of 30 days, the stretch up to November reaches into the window


def test_an_anchor_that_the_records_do_not_reach_is_said_to_be_so(work: Workspace) -> None:
    made = conduct_sheet(work, "authority").anchors[-1]
    assert (made.title, made.parts) == ("Order to F1, 1 January 2031", ())
    assert made.sentences[-1] == "The records of the case reach no day of either."


@pytest.mark.parametrize(("audience", "whom"), [("authority", {"parent", "friend"}), ("platform", {"friend"}), ("public", set())])
def test_the_log_is_counted_only_for_whom_it_is_meant(work: Workspace, audience: str, whom: set[str]) -> None:
    assert {one.recipient for one in shown_incidents(work, audience)} == whom
    parts = [part for one in conduct_sheet(work, audience).anchors for part in one.parts if "by the recipient" in part.heading]
    assert {row.label for part in parts for row in part.rows} == whom


@pytest.mark.parametrize(("audience", "named"), [("authority", True), ("lawyer", True), ("platform", False), ("public", False)])
def test_names_of_conversations_and_senders_go_to_those_who_work_with_them(work: Workspace, audience: str, *, named: bool) -> None:
    made = conduct_sheet(work, audience)
    rows = [row.label for one in made.anchors for part in one.parts for row in part.rows]
    assert any("Friend" in row for row in rows) == named
    assert "All messages" in rows
    assert "WhatsApp" in rows


def test_labels_are_counted_by_tactic_and_no_severity_is_printed(work: Workspace) -> None:
    made = conduct_sheet(work, "authority")
    assert made.tactics == ("threat",)
    assert sum(month.counts[0] for month in made.months) == sum(month.labelled for month in made.months) > 0
    assert "severity" not in str(made)
    labelled = next(part for part in made.anchors[0].parts if "carry a label" in part.heading)
    assert [row.limits for row in labelled.rows] == ["labelled in part"]


def test_without_complaint_notice_and_label_there_is_no_section(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened_case(tmp_path_factory.mktemp("bare"), CHATS[0]) as work:
        assert conduct_sheet(work, "authority") == sheet.Conduct()
