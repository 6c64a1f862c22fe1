"""`gawah list`: messages, events and captures in order of time, without their text."""

from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import line_json, plural, result, result_json
from gawah.interfaces.cli._session import opened, session

if TYPE_CHECKING:
    from gawah.usecases.review import Selection

BATCH = 1_000
"""Rows read at once for a stream."""


def list_rows(
    context: typer.Context,
    *,
    platform: _rows.Platform = None,
    conversation: _rows.Conversation = None,
    sender: _rows.Sender = None,
    kind: _rows.Kind = None,
    since: _rows.Since = None,
    until: _rows.Until = None,
    item: _rows.Item = None,
    tactic: _rows.Tactic = None,
    severity: _rows.Severity = None,
    suggested: _rows.Suggested = None,
    limit: _rows.Limit = 50,
    after: _rows.After = None,
    show_text: _rows.ShowText = False,
    as_json: _rows.AsJson = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Every row to the end, one JSON object a line.")] = False,
) -> None:
    """List messages, events and captures in order of time: who, when, where, in what script, how long; not what was written."""
    from gawah.usecases import review

    selection = review.Selection(
        platform=platform,
        conversation=conversation,
        sender=sender,
        kind=kind,
        since=since,
        until=until,
        item=item,
        tactic=tactic,
        severity=severity,
        suggested=suggested,
    )
    if as_jsonl:
        _stream(context, selection, after, show_text=show_text)
        return
    with opened(context) as work:
        page = review.list_rows(work, selection, limit=limit, after=after, show_text=show_text)
    if as_json:
        result_json("list", {"total": page.total, "rows": _rows.rows_json(page.rows, page.shown), "after": page.after})
        return
    _rows.print_rows(page.rows, page.shown)
    if not page.rows:
        result("nothing matches" if after is None else "nothing more")
    elif page.after:
        session(context).voice.say(f"{plural(page.total, 'row')} in all; the next page: --after {page.after[: _rows.SHORT]}")


def _stream(context: typer.Context, selection: "Selection", after: str | None, *, show_text: bool) -> None:
    from gawah.usecases import review

    with opened(context) as work:
        while True:
            page = review.list_rows(work, selection, limit=BATCH, after=after, show_text=show_text)
            for row in _rows.rows_json(page.rows, page.shown):
                line_json(row)
            if page.after is None:
                return
            after = page.after
