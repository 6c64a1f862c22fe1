"""`gawah timeline --day`: one day hour by hour, every message without its text."""

from typing import TYPE_CHECKING, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import plural, result, result_json, table
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.usecases.day import Day, Hour
    from gawah.usecases.review import Selection
    from gawah.usecases.timeline import Marker

WIDEST = 30
"""Characters of the longest bar."""


def show(context: typer.Context, text: str, selection: "Selection", *, plain: bool, as_json: bool) -> None:
    """Show the day."""
    from gawah.usecases import day as use

    with opened(context) as work:
        found = use.day(work, text, selection)
    if as_json:
        result_json("timeline.day", _json(found))
        return
    if not found.rows and not found.markers:
        result(f"nothing on {found.day.isoformat()}")
        return
    result(f"{found.day.isoformat()}, hours of UTC, or of the source's clock where UTC is not known")
    for line in _sentences(found) if plain else _bars(found):
        result(line)
    _print_beside(found)
    if found.rows:
        result()
        _rows.print_rows(found.rows)


def _print_beside(found: "Day") -> None:
    from gawah.usecases.timeline import words

    for marker in found.markers:
        at = "" if marker.hour is None else f", {marker.hour:02}:00 to {marker.hour:02}:59"
        result(f"  * {short(words(marker), 100)}{at}")


def _bars(found: "Day") -> list[str]:
    """A line for each hour from the first with anything to the last."""
    busy = [at for at, hour in enumerate(found.hours) if hour.rows or hour.own]
    shown = found.hours[busy[0] : busy[-1] + 1]
    highest = max(hour.rows for hour in shown) or 1
    rows = [
        [
            _name(hour),
            f"{hour.messages:,}",
            f"{hour.events:,}",
            f"{hour.captures:,}",
            f"{hour.own:,}",
            "█" * max(1, round(WIDEST * hour.rows / highest)) if hour.rows else "",
        ]
        for hour in shown
    ]
    return table(("hour", "messages", "events", "captures", "own", ""), rows, right=range(1, 5))


def _sentences(found: "Day") -> list[str]:
    lines = []
    for hour in found.hours:
        counted = [(hour.messages, "message"), (hour.events, "event"), (hour.captures, "capture"), (hour.own, "own entry")]
        parts = [plural(n, one, "own entries" if one == "own entry" else None) for n, one in counted if n]
        if parts:
            lines.append(f"{_name(hour)}, {', '.join(parts)}.")
    return lines


def _name(hour: "Hour") -> str:
    return "not stated" if hour.hour is None else f"{hour.hour:02}:00"


def marker_json(marker: "Marker") -> dict[str, Any]:
    """A marker: day, day as stated, kind and id."""
    return {"day": marker.day.isoformat(), "stated": marker.stated.isoformat(), "kind": marker.kind, "id": marker.what.id}


def _json(found: "Day") -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "hours": [
            {"hour": one.hour, "messages": one.messages, "events": one.events, "captures": one.captures, "own": one.own}
            for one in found.hours
        ],
        "markers": [{**marker_json(one), "hour": one.hour} for one in found.markers],
        "rows": _rows.rows_json(found.rows, ()),
    }
