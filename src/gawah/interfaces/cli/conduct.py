"""`gawah conduct`: counts and rates before and after complaints and notices, gaps, labels by month, and logs that may be gone."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._conduct_json import conduct_json
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.usecases.conduct import Around, AroundAnchor, Compared, Conduct, Side, Windows
    from gawah.usecases.retention import Horizon, Origin

MONTH_DAYS = 30
MOST_ROWS = 10
METHOD = (
    "Rates: messages in 30 recorded days, with exact 95 % limits (Garwood 1936). Last column: the rate after divided by the rate",
    "before, with exact 95 % limits (Clopper and Pearson 1934, given the total). On/of days: days with any, of days recorded;",
    "days that no file reaches are not counted.",
    "Messages come in bursts, so that the true spread is wider than the limits; and of many rows some lie off by chance alone.",
    "A figure says nothing about why.",
)
NO_RATIO = {
    "no-days": "no recorded days",
    "nothing": "none in either",
    "other-channels": "other channels",
    "labelled-in-part": "labelled in part",
    "log": "log entries",
}
_HEAD = ("", "before", "on/of days", "in 30 days", "that day", "after", "on/of days", "in 30 days", "after / before")


def conduct(
    context: typer.Context,
    *,
    days: Annotated[int, typer.Option(help="Days counted before and after each complaint and notice, 1 to 366.")] = 30,
    anchor: Annotated[
        str | None, typer.Option(metavar="ID", help="Only around this complaint or notice.", show_default=False)
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Every conversation and sender, not only the ten with the most messages.")
    ] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Count all recorded time before and after instead.")] = False,
    gaps: Annotated[int, typer.Option(help="Name so many of the longest stretches without messages.")] = 5,
    retention: Annotated[bool, typer.Option("--retention", help="Say which logs a provider may already have deleted.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Count messages before and after every complaint and notice, over the days that the records reach; both sides alike."""
    from gawah.usecases import conduct as use
    from gawah.usecases.retention import retention as horizons

    with opened(context) as work:
        found = use.conduct(work, days=days, anchor=anchor, gaps=gaps, every=whole or as_json)
        kept = horizons(work)
    if as_json:
        result_json("conduct", conduct_json(found, kept))
        return
    for one in found.anchors:
        _print_anchor(one, whole=whole, every=every)
    if found.anchors:
        for line in METHOD:
            result(line)
        result()
    else:
        result("no complaint and no notice yet: gawah report add, gawah add notice")
    _print_gaps(found)
    _print_months(found)
    if found.undated:
        result(f"{plural(found.undated, 'message')} without a known day, counted nowhere here")
    if retention:
        _print_retention(kept)


def _print_anchor(one: "AroundAnchor", *, whole: bool, every: bool) -> None:
    from gawah.usecases._anchors import named

    shown = one.whole if whole else one.near
    result(f"{short(named(one.anchor), 100)}  [{one.anchor.id[: _rows.SHORT]}]")
    everything = shown.messages[0]
    if not everything.before.recorded_days and not everything.after.recorded_days:
        result(f"  the records of the case reach no day {_windows(shown.windows)}")
        result()
        return
    recorded = f"{everything.before.recorded_days:,} before, {everything.after.recorded_days:,} after"
    result(f"  {_windows(shown.windows)}; days recorded: {recorded}")
    for other in shown.others:
        result(f"  in this time too: {short(named(other), 100)}")
    columns(_HEAD, _rows_of(shown, every=every), right=range(1, 9))
    _print_labelled(shown)
    if shown.log:
        result("  Entries of the log, as written down, from its first to its last entry:")
        columns(_HEAD, [_cells(part) for part in shown.log], right=range(1, 9))
    result()


def _rows_of(shown: "Around", *, every: bool) -> list[list[str]]:
    """All messages, then each sort of part under its name."""
    from gawah.usecases.conduct import of_kind

    rows = [_cells(shown.messages[0])]
    for kind, words in (("platform", "by platform"), ("conversation", "by conversation"), ("sender", "by sender, as stated")):
        part = of_kind(shown.messages, kind, None if every else MOST_ROWS)
        rows += [[f"  {words}", *[""] * 8], *(_cells(one) for one in part.shown)] if part.shown else []
        if part.left:
            rows.append(
                [
                    f"    {part.left:,} more: --every",
                    f"{part.before:,}",
                    "",
                    "",
                    f"{part.same_day:,}",
                    f"{part.after:,}",
                    "",
                    "",
                    "",
                ]
            )
    return rows


def _print_labelled(shown: "Around") -> None:
    if not shown.labelled:
        return
    everything = shown.messages[0]
    before = f"{shown.labelled_before:,} of {everything.before.count:,} before"
    after = f"{shown.labelled_after:,} of {everything.after.count:,} after"
    result(f"  By what a person labelled, {before} and {after}; the others may hold the same and were not labelled:")
    columns(_HEAD, [_cells(part) for part in shown.labelled], right=range(1, 9))


def _windows(windows: "Windows") -> str:
    parts = [
        f"{word} {span.first.isoformat()} to {span.last.isoformat()}"
        for word, span in (("before:", windows.before), ("after:", windows.after))
        if span is not None
    ]
    return ", ".join(parts) or "before or after it"


def _cells(part: "Compared") -> list[str]:
    label = {"all": "all messages", "recipient": f"to {part.label}"}.get(part.kind, part.label)
    before, after = part.before, part.after
    return [
        f"{'  ' if part.kind == 'all' else '    '}{short(label, 40)}",
        f"{before.count:,}",
        f"{before.days_with:,}/{before.recorded_days:,}",
        _rate(before),
        f"{part.same_day:,}",
        f"{after.count:,}",
        f"{after.days_with:,}/{after.recorded_days:,}",
        _rate(after),
        _ratio(part),
    ]


def _rate(side: "Side") -> str:
    from gawah.usecases.conduct import figure

    if side.per_day is None or side.interval is None or side.interval.high is None:
        return "–"
    low, high = side.interval.low * MONTH_DAYS, side.interval.high * MONTH_DAYS
    return f"{figure(side.per_day * MONTH_DAYS)} ({figure(low)} to {figure(high)})"


def _ratio(part: "Compared") -> str:
    from gawah.usecases.conduct import figure

    found = part.ratio
    if found is None:
        return NO_RATIO[part.no_ratio]
    if found.value is None or found.interval.high is None:
        return f"none before (over {figure(found.interval.low)})"
    return f"{figure(found.value)} ({figure(found.interval.low)} to {figure(found.interval.high)})"


def _print_gaps(found: "Conduct") -> None:
    if not found.gaps:
        return
    result("Longest stretches without messages")
    rows = [
        [f"  {one.first.isoformat()} to {one.last.isoformat()}", f"{one.days:,}", f"{one.recorded_days:,}"] for one in found.gaps
    ]
    columns(("", "days", "of these recorded"), rows, right=(1, 2))
    result()


def _print_months(found: "Conduct") -> None:
    if not found.months:
        return
    result(f"What a person labelled, month by month: {plural(len(found.said), 'thing')}; a month without labels may only be unread")
    tactics = list(dict.fromkeys(tactic for month in found.months for tactic in month.tactics))
    head = ("month", "messages", "labelled", *tactics, "severity 0", "1", "2", "3", "4", "not stated")
    rows = [
        [
            f"  {month.start.isoformat()[:7]}",
            f"{month.messages:,}",
            f"{month.labelled:,}",
            *(f"{month.tactics.get(tactic, 0):,}" for tactic in tactics),
            *(f"{n:,}" for n in month.severities),
            f"{month.unstated:,}",
        ]
        for month in found.months
    ]
    columns(head, rows, right=range(1, len(head)))
    result()


def _print_retention(kept: "tuple[Horizon, ...]") -> None:
    result("Logs that may be gone")
    if not kept:
        result("  no message with a known day")
    for one in kept:
        fact = one.kept
        result(f"  {fact.territory}: {fact.holder} keeps {fact.data} at least {fact.days:,} days ({fact.cite};")
        result(f"  {_origin(fact.origin)}). What is older than {one.day.isoformat()} may be gone.")
        if fact.note:
            result(f"  {fact.note}")
        if fact.preserving is not None:
            said = fact.preserving
            result(f"  {said.by[:1].upper()}{said.by[1:]}, can order that it is preserved for up to {said.days:,} days, longer")
            result(f"  {said.longer} ({_origin(said.origin)}).")
        rows = [
            [
                f"  {older.platform}",
                _span(older.first, older.last),
                f"{older.messages:,}",
                f"{older.older:,}",
                older.all_from.isoformat(),
            ]
            for older in one.platforms
        ]
        columns(("", "first and last message", "messages", "older", "all are from"), rows, right=(2, 3))


def _origin(origin: "Origin") -> str:
    sure = {"verified": "the rule itself was read", "secondary": "secondary source", "unverified": "not checked"}
    return f"{origin.source}, as of {origin.as_at}, looked up {origin.seen.isoformat()}; {sure[origin.confidence]}"


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()} to {last.isoformat()}"
