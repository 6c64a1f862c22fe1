"""`gawah timeline`: messages over time, gaps, reports, notices and own events, counts around each report; one day hour by hour."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _day, _rows
from gawah.interfaces.cli._output import columns, plural, result, result_json, table
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short
from gawah.records.errors import AlreadyThere, SourceUnreadable

if TYPE_CHECKING:
    from gawah.usecases.timeline import AroundReport, Timeline

WIDEST = 30
"""Characters of the longest bar."""


def timeline(
    context: typer.Context,
    *,
    by: Annotated[str, typer.Option(help="month, week or day.")] = "month",
    lanes: Annotated[str, typer.Option(help="A column for each platform or conversation.")] = "platform",
    svg: Annotated[Path | None, typer.Option(help="Also write a picture to this new file.", show_default=False)] = None,
    platform: _rows.Platform = None,
    conversation: _rows.Conversation = None,
    sender: _rows.Sender = None,
    since: _rows.Since = None,
    until: _rows.Until = None,
    gap: Annotated[int, typer.Option(help="Name stretches of more than so many days without messages.")] = 14,
    window: Annotated[int, typer.Option(help="Days counted before and after each report.")] = 30,
    day: Annotated[str | None, typer.Option(help="One day, such as 2024-03-05, hour by hour.", show_default=False)] = None,
    plain: Annotated[bool, typer.Option("--plain", help="A sentence for each period and no bars, to be listened to.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show messages over time with gaps, reports, notices and own events, and counts before and after each report."""
    from gawah.records.errors import BadInput
    from gawah.usecases import timeline as use
    from gawah.usecases._place import refuse_taken
    from gawah.usecases.review import Selection

    selection = Selection(platform=platform, conversation=conversation, sender=sender, since=since, until=until)
    if day is not None:
        if svg is not None:
            raise BadInput("--svg draws months, weeks or days; --day lists one day")
        _day.show(context, day, selection, plain=plain, as_json=as_json)
        return
    with opened(context) as work:
        if svg is not None:
            refuse_taken(work, svg, "--svg")
        found = use.timeline(work, selection, by=by, lanes=lanes, over_days=gap, window_days=window)
    if svg is not None:
        _write(svg, use.svg(found))
    if as_json:
        result_json("timeline", _json(found))
    else:
        _print(found, plain=plain)


def _write(path: Path, picture: str) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(picture)
    except FileExistsError as error:
        raise AlreadyThere("something stands at the place named with --svg") from error
    except OSError as error:
        raise SourceUnreadable("the place named with --svg cannot be written") from error


def _print(found: "Timeline", *, plain: bool) -> None:
    if not found.bars and not found.markers:
        result("nothing to show" if not found.undated else f"{plural(found.undated, 'message')} without a known day")
        return
    for line in _sentences(found) if plain else _lines(found):
        result(line)
    if found.undated:
        result(f"{plural(found.undated, 'message')} without a known day, in none of these")
    for report in found.reports:
        result()
        _print_around(report)


def _lines(found: "Timeline") -> list[str]:
    """Periods with messages or entries, and between them, in order of time, gaps and markers in words."""
    periods = _periods(found)
    highest = max((sum(counts) for _, counts in periods), default=1)
    several = len(found.lanes) > 1
    rows = []
    for start, counts in periods:
        total = sum(counts)
        cells = [_period(found, start), f"{total:,}"]
        cells += [f"{count:,}" for count in counts] if several else []
        cells += [f"{found.own.get(start, 0):,}"] if found.own else []
        rows.append([*cells, "█" * max(1, round(WIDEST * total / highest)) if total else ""])
    lanes = [short(lane, 24) for lane in found.lanes] if several else []
    head = [found.by, "messages", *lanes, *(["own"] if found.own else []), ""]
    lines = table(head, rows, right=range(1, len(head) - 1))
    shown = [(start, line) for (start, _), line in zip(periods, lines[1:], strict=True)]
    return [lines[0], *_woven(shown, [(day, f"  {'  ' if gap else '* '}{note}") for day, note, gap in _notes(found)])]


def _sentences(found: "Timeline") -> list[str]:
    """The same, a sentence a line: for whoever listens."""
    shown = []
    for start, counts in _periods(found):
        parts = [f"{short(lane, 60)} {count:,}" for lane, count in zip(found.lanes, counts, strict=True) if count]
        total, beside = sum(counts), found.own.get(start, 0)
        of = f": {', '.join(parts)}" if len(found.lanes) > 1 and parts else ""
        entries = f"; {plural(beside, 'report, notice or own event', 'reports, notices and own events')}" if beside else ""
        shown.append((start, f"{_period(found, start)}, {plural(total, 'message')}{of}{entries}."))
    return _woven(shown, [(day, f"{note}.") for day, note, _ in _notes(found)])


def _periods(found: "Timeline") -> list[tuple[date, tuple[int, ...]]]:
    """Every period with messages or entries, in order."""
    none = (0,) * len(found.lanes)
    counts = dict.fromkeys(found.own, none) | {bar.start: bar.counts for bar in found.bars}
    return sorted(counts.items())


def _period(found: "Timeline", start: date) -> str:
    return start.isoformat()[:7] if found.by == "month" else start.isoformat()


def _notes(found: "Timeline") -> list[tuple[date, str, bool]]:
    """Gaps and markers in words, with the day at which they stand; True for a gap."""
    from gawah.usecases.timeline import gap_words, words

    notes = [(gap.last, str(gap_words(gap)), True) for gap in found.gaps]
    return notes + [(marker.day, short(words(marker), 100), False) for marker in found.markers]


def _woven(shown: list[tuple[date, str]], notes: list[tuple[date, str]]) -> list[str]:
    """A note stands after the period it falls into, that is, before the next one that starts later."""
    both = [(day, 0, line) for day, line in shown] + [(day, 1, note) for day, note in notes]
    return [line for _, _, line in sorted(both)]


def _print_around(one: "AroundReport") -> None:
    around = one.around
    days = around.window_days
    windows = f"messages in the {days} days before and the {days} days after"
    result(f"Report to {short(one.report.to, 60)}, {around.day.isoformat()}: {windows}")
    rows = [
        [
            short(sender.sender_label, 40),
            f"{sender.before:,}",
            f"{sender.before_days:,}",
            f"{sender.same_day:,}",
            f"{sender.after:,}",
            f"{sender.after_days:,}",
        ]
        for sender in around.senders
    ]
    if rows:
        columns(("account", "before", "on days", "that day", "after", "on days"), rows, right=(1, 2, 3, 4, 5))
    else:
        result("  none in either")
    if min(around.before_recorded, around.after_recorded) < days:
        reach = f"{around.before_recorded} of the days before and {around.after_recorded} of the days after"
        result(f"  the records of the case reach over {reach}")


def _json(found: "Timeline") -> dict[str, Any]:
    return {
        "by": found.by,
        "lanes": list(found.lanes),
        "periods": [
            {"start": bar.start.isoformat(), "counts": list(bar.counts), "messages": sum(bar.counts)} for bar in found.bars
        ],
        "gaps": [
            {"after": gap.last.isoformat(), "before": gap.next.isoformat(), "days": gap.days, "days_in_no_file": gap.outside}
            for gap in found.gaps
        ],
        "own": [{"start": start.isoformat(), "entries": n} for start, n in sorted(found.own.items())],
        "markers": [_day.marker_json(marker) for marker in found.markers],
        "around_reports": [_around_json(one) for one in found.reports],
        "messages": found.total,
        "undated": found.undated,
    }


def _around_json(one: "AroundReport") -> dict[str, Any]:
    around = one.around
    return {
        "id": one.report.id,
        "day": around.day.isoformat(),
        "window_days": around.window_days,
        "before_recorded": around.before_recorded,
        "after_recorded": around.after_recorded,
        "accounts": [
            {
                "label": sender.sender_label,
                "before": sender.before,
                "before_days": sender.before_days,
                "same_day": sender.same_day,
                "after": sender.after,
                "after_days": sender.after_days,
            }
            for sender in around.senders
        ],
    }
