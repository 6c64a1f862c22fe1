"""`gawah entries`: a person's own notes and events, and what must not be kept, without text and addresses."""

from typing import TYPE_CHECKING, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.casework import Entry


def entries(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List your own notes, events and what was seen and not kept; `gawah reveal ID` shows the words."""
    from gawah.usecases import add

    with opened(context) as work:
        found = add.entries(work)
    if as_json:
        result_json("entries", {"entries": [entry_json(entry) for entry in found]})
        return
    head = ("id", "kind", "happened", "recorded", "place", "about", "lines", "characters")
    columns(head, [_cells(entry) for entry in found], right=(5, 6, 7)) if found else result(
        "no notes or events yet: gawah add note"
    )


def entry_json(entry: "Entry") -> dict[str, Any]:
    """An entry without its text."""
    return {
        "id": entry.id,
        "type": entry.kind,
        "happened_at": _rows.when_json(entry.happened_at),
        "recorded_at": entry.recorded_at,
        "place": entry.place,
        "about": list(entry.about),
        "lines": entry.body.count("\n") + 1,
        "characters": len(entry.body),
        **_unkept(entry),
        **({} if entry.seen is None else {"has_link": bool(entry.seen.address), "has_witness": bool(entry.seen.by)}),
    }


def _unkept(entry: "Entry") -> dict[str, Any]:
    """Which of the answers about material that must not be kept were given; what they are is shown by `reveal`."""
    if entry.unkept is None:
        return {}
    told = entry.unkept
    return {"has_link": bool(told.link), "reported": bool(told.reported_by), "has_reference": bool(told.reference)}


def _cells(entry: "Entry") -> list[str]:
    facts = entry_json(entry)
    when = "–" if entry.happened_at is None else visible(entry.happened_at.stated)
    end = [short(entry.place, 24) or "–", str(len(entry.about)), str(facts["lines"]), str(facts["characters"])]
    return [entry.id[: _rows.SHORT], entry.kind, when, entry.recorded_at, *end]
