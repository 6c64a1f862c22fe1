"""`gawah search`: messages, events and captures that hold some words, in any script, without their text."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import visible
from gawah.interfaces.cli.entries import entry_json

Term = Annotated[
    str | None,
    typer.Argument(help="`-` reads it from standard input. Left out, it is asked for: then no shell keeps it.", show_default=False),
]


def search(
    context: typer.Context,
    term: Term = None,
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
    limit: _rows.Limit = 50,
    after: _rows.After = None,
    show_text: _rows.ShowText = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Find messages, events and captures by their words: any script, any case, with or without vowel signs; in order of time.

    All words must occur; "words in quotation marks" must stand together. Three letters and more are found inside words too. A word
    of Latin letters outside quotation marks is found in its other spellings too: Roman Urdu has no rules of spelling.
    What a machine read in pictures is found too, and marked as such. Your own notes, events and transcripts come last, and
    entries of the incident log.
    """
    from gawah.usecases import review

    wanted = _ask.line("Look for: ") if term in (None, "-") else term or ""
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
    )
    with opened(context) as work:
        page = review.search(work, wanted, selection, limit=limit, after=after, show_text=show_text)
    if as_json:
        own = [{**entry_json(entry), **({"text": entry.body} if show_text else {})} for entry in page.own]
        rows = _rows.rows_json(page.rows, page.shown)
        logged = [{"id": one.id, "occurred_at": _rows.when_json(one.occurred_at)} for one in page.log]
        result_json("search", {"total": page.total, "rows": rows, "after": page.after, "own": own, "log": logged})
        return
    _rows.print_rows(page.rows, page.shown)
    for entry in page.own:
        result(f"{entry.id[: _rows.SHORT]}  your own {entry.kind}, {entry.recorded_at}; `gawah reveal {entry.id[: _rows.SHORT]}`")
        for line in visible(entry.body, lines=True).split("\n") if show_text else []:
            result(f"    | {line}")
    for one in page.log:
        short = one.id[: _rows.SHORT]
        result(f"{short}  entry of the incident log, {visible(one.occurred_at.stated)}; `gawah log show {short} --show-text`")
    if not page.rows and not page.own and not page.log:
        result("nothing found" if after is None else "nothing more")
    elif page.after:
        session(context).voice.say(f"{plural(page.total, 'row')} found; the next page: --after {page.after[: _rows.SHORT]}")
