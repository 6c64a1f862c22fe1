"""`gawah triage`: the queue of what the machine suggests to look at, and what a person decides of it. Rows carry no text."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from gawah.interfaces.cli import _rows, _triage_rows
from gawah.interfaces.cli._output import Progress, facts, plural, result, result_json
from gawah.interfaces.cli._rows import AsJson, DryRun
from gawah.interfaces.cli._session import opened, session

if TYPE_CHECKING:
    from gawah.usecases.triage_decide import Decided


class _QueueFirst(TyperGroup):
    """Without a command of its own, `gawah triage` is `gawah triage queue`; `--explain ID` is `explain ID`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where it was left out."""
        if args and args[0] == "--explain":
            args = ["explain", *args[1:]]
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["queue", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_QueueFirst,
    rich_markup_mode=None,
    help="Sort a case: near copies together, threats first, without text. The machine suggests; what counts is what you say.",
)

Id = Annotated[str, typer.Argument(metavar="ID", help="Of a row of the queue, or of any message.", show_default=False)]
Severity = Annotated[int | None, typer.Option(help="How grave you hold it to be, 0 to 4.", show_default=False)]
Tactic = Annotated[list[str] | None, typer.Option(help="What it does; with commas, or given again.", show_default=False)]
GoOn = Annotated[bool, typer.Option("--go-on", help="Go on past the number of texts that you set for a day.")]


@app.command()
def queue(
    context: typer.Context,
    *,
    limit: _rows.Limit = 20,
    go_on: GoOn = False,
    for_helper: Annotated[bool, typer.Option("--for-helper", help="Only what was handed to a helper.")] = False,
    by_hand: Annotated[bool, typer.Option("--by-hand", help="What nothing is suggested of and nobody decided, by time.")] = False,
    after: _rows.After = None,
    as_json: AsJson = False,
) -> None:
    """List what waits for a decision: near copies in one row, threats first. `gawah triage` alone is enough."""
    from gawah.usecases import triage as use

    with opened(context) as work:
        page = use.by_hand(work, limit=limit, after=after) if by_hand else None
        found = None if by_hand else use.queue(work, limit=limit, go_on=go_on, for_helper=for_helper)
    if page is not None:
        _triage_rows.say_by_hand(page, as_json=as_json)
    elif found is not None and as_json:
        result_json("triage", _triage_rows.queue_json(found))
    elif found is not None:
        _triage_rows.print_queue(found, session(context).voice)


@app.command()
def run(context: typer.Context, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Let the machine judge what it has not judged yet. Stopped, it goes on where it stopped. Nothing is hidden or labelled."""
    from gawah.usecases import _assessor, triage_run

    with opened(context) as work, Progress(session(context).voice, "judging") as progress:
        assessor = _assessor.load()
        if dry_run:
            _, left = work.vault.judged(assessor.model)
            done = triage_run.Run(model=assessor.model, judged=0, suggested=0, entries=(), left=left)
        else:
            done = triage_run.run(work, assessor, watch=progress)
    if as_json:
        body = {"model": done.model, "judged": done.judged, "suggested": done.suggested, "left": done.left}
        result_json("triage-run", {**body, "ledger_entries": list(done.entries), "dry_run": dry_run})
        return
    facts(
        [
            ("judged", f"{plural(done.judged, 'record')}, {done.left or 0:,} left"),
            ("to look at", f"{done.suggested:,}: gawah triage"),
            ("model", done.model),
        ]
    )
    result("A suggestion is the machine's. What it does not suggest can be harmful all the same.")


@app.command()
def accept(
    context: typer.Context, thing: Id, *, severity: Severity = None, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Say that it does what is suggested. Its near copies get the label by the same decision, and their labels say so."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        made = use.accept(work, thing, severity=severity, write=not dry_run)
    _say(made, "triage-accept", as_json=as_json)


@app.command()
def change(
    context: typer.Context,
    thing: Id,
    *,
    tactic: Tactic = None,
    severity: Severity = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Say what it does, in place of what is suggested, or where nothing is. Near copies as with `accept`."""
    from gawah.usecases import triage_decide as use

    named = [word.strip() for part in tactic or [] for word in part.split(",") if word.strip()]
    with opened(context) as work:
        made = use.change(work, thing, named, severity=severity, write=not dry_run)
    _say(made, "triage-change", as_json=as_json)


@app.command("not-abuse")
def not_abuse(context: typer.Context, thing: Id, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Say that it is none of the tactics. It stays in the case and in every list."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        made = use.not_abuse(work, thing, write=not dry_run)
    _say(made, "triage-not-abuse", as_json=as_json)


@app.command()
def same(context: typer.Context, thing: Id, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Say of it what you said of a near copy before."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        made = use.same(work, thing, write=not dry_run)
    _say(made, "triage-same", as_json=as_json)


@app.command()
def later(context: typer.Context, thing: Id, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Put it behind everything else that waits."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        made = use.put_off(work, thing, "later", write=not dry_run)
    _say(made, "triage-later", as_json=as_json)


@app.command("needs-helper")
def needs_helper(context: typer.Context, thing: Id, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Leave it to a helper: `gawah triage --for-helper` lists what they are asked for."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        made = use.put_off(work, thing, "needs-helper", write=not dry_run)
    _say(made, "triage-needs-helper", as_json=as_json)


@app.command()
def undo(context: typer.Context, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Take back the newest decision that stands, up to 20 deep. What was said before it holds again; the ledger keeps both."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        made = use.undo(work, write=not dry_run)
    _say(made, "triage-undo", as_json=as_json)


@app.command()
def activity(context: typer.Context, *, limit: _rows.Limit = 50, as_json: AsJson = False) -> None:
    """List what was decided, the newest first, and what was taken back."""
    from gawah.usecases import triage_decide as use
    from gawah.usecases.show import label

    with opened(context) as work:
        found = [(one, label(work, one.agent)) for one in use.activity(work)]
    if as_json:
        listed = [{**_triage_rows.decision_json(one), "by": by} for one, by in found[:limit]]
        result_json("triage-activity", {"decisions": listed, "total": len(found)})
    else:
        _triage_rows.print_activity(found[:limit], len(found))


@app.command()
def explain(
    context: typer.Context, thing: Id, *, show_text: _rows.ShowText = False, go_on: GoOn = False, as_json: AsJson = False
) -> None:
    """Say what a suggestion rests on: rules, places in the text, what was not assessed. Words only with --show-text, counted."""
    from gawah.usecases.triage_explain import explain as explained

    with opened(context) as work:
        found = explained(work, thing, show_text=show_text, go_on=go_on)
    if as_json:
        result_json("triage-explain", _triage_rows.explain_json(found, show_text=show_text))
    else:
        _triage_rows.print_explained(found, session(context).voice)


@app.command()
def audit(
    context: typer.Context,
    *,
    limit: _rows.Limit = 10,
    again: Annotated[bool, typer.Option("--again", help="Draw another sample.")] = False,
    as_json: AsJson = False,
) -> None:
    """Estimate what the machine missed: judge a random 5 % of what it did not suggest, in the order given, with `change` and
    `not-abuse`.
    """
    from gawah.usecases.triage_audit import audit as audited

    with opened(context) as work:
        found = audited(work, limit=limit, again=again)
    _triage_rows.say_audit(found, as_json=as_json)


@app.command()
def budget(
    context: typer.Context,
    a_day: Annotated[str | None, typer.Argument(metavar="N", help="Texts a day, or `none`.", show_default=False)] = None,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Say after how many texts a day `gawah triage` pauses, or how many you have looked at today."""
    from gawah.records.errors import BadInput
    from gawah.usecases import triage_budget as use

    if a_day is not None and a_day != "none" and not (a_day.isascii() and a_day.isdecimal() and len(a_day) < 9):
        raise BadInput("the number of texts a day is a whole number, or none")
    with opened(context) as work:
        if a_day is not None and not dry_run:
            use.set_budget(work, None if a_day == "none" else int(a_day))
        found = use.budget(work)
    if as_json:
        result_json("triage-budget", {**_triage_rows.budget_json(found), "dry_run": dry_run})
    else:
        result(_triage_rows.budget_words(found))


@app.command()
def reset(context: typer.Context, *, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Forget what the order of the queue learnt from your decisions. The decisions stay."""
    from gawah.usecases import triage_decide as use

    with opened(context) as work:
        entry = None if dry_run else use.reset(work)
    if as_json:
        result_json("triage-reset", {"ledger_entry": entry, "dry_run": dry_run})
    else:
        result("Nothing was written." if dry_run else "The queue is in the machine's own order again; your decisions stay.")


def _say(made: "Decided", command: str, *, as_json: bool) -> None:
    if as_json:
        result_json(command, _triage_rows.decided_json(made))
    else:
        result(_triage_rows.decided_words(made))
