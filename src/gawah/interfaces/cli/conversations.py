"""`gawah conversations`: the threads and chats of the case."""

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short
from gawah.interfaces.cli.status import day


def conversations(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List conversations: their ids, titles, and how much stands in them."""
    from gawah.usecases import review

    with opened(context) as work:
        found = review.conversations(work)
    if as_json:
        rows = [
            {
                "id": one.id,
                "platform": one.platform,
                "title": one.title,
                "messages": one.messages,
                "events": one.events,
                "captures": one.captures,
                "first": None if one.first_ms is None else day(one.first_ms),
                "last": None if one.last_ms is None else day(one.last_ms),
            }
            for one in found
        ]
        result_json("conversations", {"conversations": rows})
        return
    if not found:
        result("nothing here yet: gawah import PATH")
        return
    cells = [
        [
            one.id[: _rows.SHORT],
            one.platform,
            short(one.title or "–", 40),
            f"{one.messages:,}",
            f"{one.events:,}",
            f"{one.captures:,}",
            day(one.first_ms),
            day(one.last_ms),
        ]
        for one in found
    ]
    columns(("id", "platform", "title", "messages", "events", "captures", "from", "to"), cells, right=(3, 4, 5))
