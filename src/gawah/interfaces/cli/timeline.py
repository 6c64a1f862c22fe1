"""`gawah timeline`: messages over time, gaps, reports, notices and own events, a count around each report; one day hour by hour."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _day, _rows
from gawah.interfaces.cli._output import plural, result, result_json, table
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short
from gawah.records.errors import AlreadyThere, SourceUnreadable

if TYPE_CHECKING:
    from gawah.usecases._around_reports import AroundReport
    from gawah.usecases.conduct import Compared
    from gawah.usecases.timeline import Timeline

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
    """Show messages over time with gaps, reports, notices and own events, and how many stand before and after each report."""
    from gawah.records.errors import BadInput
    from gawah.usecases import timeline as use
    from gawah.usecases._around_reports import around_reports
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
        found = use.timeline(work, selection, by=by, lanes=lanes, over_days=gap)
        around = around_reports(work, selection, days=window)
    if svg is not None:
        _write(svg, use.svg(found))
    if as_json:
        result_json("timeline", _json(found, around))
    else:
        _print(found, around, plain=plain)


def _write(path: Path, picture: str) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(picture)
    except FileExistsError as error:
        raise AlreadyThere("something stands at the place named with --svg") from error
    except OSError as error:
        raise SourceUnreadable("the place named with --svg cannot be written") from error


def _print(found: "Timeline", around: "Sequence[AroundReport]", *, plain: bool) -> None:
    if not found.bars and not found.markers:
        result("nothing to show" if not found.undated else f"{plural(found.undated, 'message')} without a known day")
        return
    for line in _sentences(found) if plain else _lines(found):
        result(line)
    if found.undated:
        result(f"{plural(found.undated, 'message')} without a known day, in none of these")
    for report in around:
        result()
        _print_around(report)
    if around:
        result(f"By channel and sender, with rates and exact limits: gawah conduct --days {around[0].days}")


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
    """A report, and the messages around it: the first row of `gawah conduct` for it."""
    from gawah.usecases._anchors import named

    result(f"{short(named(one.anchor), 100)}  [{one.anchor.id[: _rows.SHORT]}]")
    found, days = one.messages, one.days
    if not (found.before.count or found.same_day or found.after.count):
        result(f"  no message in the {days} days before it, on the day, or in the {days} days after it")
    else:
        before, after = plural(found.before.count, "message"), plural(found.after.count, "message")
        result(f"  {before} in the {days} days before it, {found.same_day:,} on the day, {after} in the {days} days after it")
    if min(found.before.recorded_days, found.after.recorded_days) < days:
        reach = f"{found.before.recorded_days} of the days before and {found.after.recorded_days} of the days after"
        result(f"  the records of the case reach over {reach}")


def _json(found: "Timeline", around: "Sequence[AroundReport]") -> dict[str, Any]:
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
        "around_reports": [_around_json(one) for one in around],
        "messages": found.total,
        "undated": found.undated,
    }


def _around_json(one: "AroundReport") -> dict[str, Any]:
    found = one.messages
    return {
        "id": one.anchor.id,
        "day": one.anchor.day.isoformat(),
        "window_days": one.days,
        "before_recorded": found.before.recorded_days,
        "after_recorded": found.after.recorded_days,
        "messages": _compared(found),
        "accounts": [{"label": each.label, "account": each.key or None, **_compared(each)} for each in one.senders],
    }


def _compared(part: "Compared") -> dict[str, int]:
    """Counts as `gawah conduct --json` has them, under the names that `timeline --json` has always had."""
    return {
        "before": part.before.count,
        "before_days": part.before.days_with,
        "same_day": part.same_day,
        "after": part.after.count,
        "after_days": part.after.days_with,
    }
