"""`gawah add notice` and `gawah notices`: that the other side was told to stop, was blocked, warned or answered."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.casework import Notice

Kind = Annotated[
    str | None,
    typer.Option(
        help="stop-request, block, platform-notice, police-warning, lawyer-letter, order, undertaking or rebuttal.",
        show_default=False,
    ),
]
At = Annotated[str | None, typer.Option(help="When it was given, as for `gawah add event`.", show_default=False)]
About = Annotated[
    list[str] | None,
    typer.Option(help="Id of a message, capture or file that shows it; may be given again.", show_default=False),
]
Correct = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Correct what was entered of this notice; only what you give changes.", show_default=False),
]
Withdraw = Annotated[bool, typer.Option("--withdraw", help="With --correct: take the entry back.")]
Words = Annotated[bool, typer.Option("--words", help="With --correct: ask anew to whom and what, or read it from standard input.")]


def add_notice(
    context: typer.Context,
    *,
    kind: Kind = None,
    at: At = None,
    about: About = None,
    correct: Correct = None,
    words: Words = False,
    withdraw: Withdraw = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Enter that the other side was told: to stop, that they are blocked, that an order stands, that what they say is not so.

    Asked for, or read from standard input: a line with the name or account it was given to, then, to the end, what was said or
    done.
    """
    from gawah.records.errors import BadInput
    from gawah.usecases import notice

    if correct is None and (withdraw or words):
        raise BadInput("--withdraw and --words stand beside --correct ID")
    if correct is None and (kind not in notice.KINDS or at is None):
        raise BadInput(f"a notice needs --at and a --kind: {', '.join(notice.KINDS)}")
    given = notice.Given(kind=kind, given_at=at, about=about)
    if correct is None or words:
        to = _ask.line("To whom, as you would name them: ").strip()
        given = notice.Given(kind=kind, given_at=at, about=about, to=to, body=_ask.text("What was said or done:"))
    with opened(context) as work:
        made = notice.new_notice(work, given) if correct is None else notice.corrected(work, correct, given, withdraw=withdraw)
        seq = None if dry_run else notice.keep_notice(work, made)
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("add", {**notice_json(made), "ledger_entry": seq, "dry_run": seq is None})
        return
    kept = "would be kept" if seq is None else f"kept as {made.id[: _rows.SHORT]}, ledger entry {seq}"
    taken = "" if made.active else ", taken back"
    result(f"{made.kind} to {short(made.to, 60) or 'nobody named'}, given {visible(made.given_at.stated)}{taken}: {kept}")


def notices(
    context: typer.Context,
    *,
    show_text: Annotated[bool, typer.Option("--show-text", help="Show your words too.")] = False,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Also those that were taken back.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """List the notices given to the other side; `gawah conduct` counts what came before and after each."""
    from gawah.usecases import notice

    with opened(context) as work:
        found = notice.notices(work, withdrawn=withdrawn)
    if as_json:
        result_json("notices", {"notices": [notice_json(one, show_text=show_text) for one in found]})
        return
    if not found:
        result("no notices yet: gawah add notice --kind stop-request --at 2024-03-05")
        return
    if not show_text:
        columns(("id", "given", "kind", "to", "shown by", "characters"), [_cells(one) for one in found], right=(5,))
        return
    for one in found:
        result(f"{one.id[: _rows.SHORT]}  {visible(one.given_at.stated)}  {one.kind}  {short(one.to, 60)}".rstrip())
        for line in visible(one.body, lines=True).split("\n") if one.body else []:
            result(f"    | {line}")


def notice_json(one: "Notice", *, show_text: bool = False) -> dict[str, Any]:
    """A notice; with its words only when they were asked for."""
    body: dict[str, Any] = {
        "id": one.id,
        "type": "notice",
        "kind": one.kind,
        "given_at": _rows.when_json(one.given_at),
        "recorded_at": one.recorded_at,
        "to": one.to,
        "about": list(one.about),
        "characters": len(one.body),
        "active": one.active,
        "agent": one.agent,
        "for_agent": one.for_agent,
    }
    return body | ({"text": one.body} if show_text else {})


def _cells(one: "Notice") -> list[str]:
    shown = ", ".join(about[: _rows.SHORT] for about in one.about) or "–"
    state = "" if one.active else " (taken back)"
    return [
        one.id[: _rows.SHORT],
        visible(one.given_at.stated),
        one.kind + state,
        short(one.to, 40) or "–",
        shown,
        f"{len(one.body):,}",
    ]
