"""`gawah redact add|list|undo|open`: what is not shown of one message, entry or file, and how it can be proved later."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, facts, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.records.disclosure import Redaction

app = typer.Typer(no_args_is_help=True, help="Words that are not shown in what is handed over; the original stays as it is.")


@app.command("add")
def redact_add(
    context: typer.Context,
    thing_id: Annotated[
        str, typer.Argument(metavar="ID", help="Of a message, event, capture, file or own entry.", show_default=False)
    ],
    *,
    whole: Annotated[bool, typer.Option("--all", help="All of its text, or the file.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say what of it is not to be shown. Asks for the reason, which is printed, and for the words, one stretch a line."""
    from gawah.usecases import redact

    reason = _ask.line("Why? It is printed; may be empty: ").strip()
    words = [] if whole else _ask.text("The words that are not to be shown, one stretch a line.").splitlines()
    with opened(context) as work:
        made = redact.new_redaction(work, thing_id, words, whole=whole, reason=reason)
        seq = None if dry_run else redact.add_redaction(work, made)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("redact", {**redaction_json(made), "ledger_entry": seq, "dry_run": dry_run})
    elif not dry_run:
        result(f"{made.id[: _rows.SHORT]}  {_extent(made)} of {made.of[: _rows.SHORT]} will stand as [redacted]")


@app.command("list")
def redact_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List what is not shown by your decision; never the words themselves."""
    from gawah.usecases import redact

    with opened(context) as work:
        found = redact.redactions(work)
    if as_json:
        result_json("redact.list", {"redactions": [redaction_json(one) for one in found]})
    elif found:
        columns(("id", "of", "extent", "reason", "since", "in force"), [_cells(one) for one in found])
    else:
        result("nothing yet: gawah redact add ID")


@app.command("undo")
def redact_undo(
    context: typer.Context,
    redaction_id: Annotated[str, typer.Argument(metavar="ID", help="See `gawah redact list`.", show_default=False)],
    *,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show it again, from the next dossier on. What was handed over before stays as it is."""
    from gawah.usecases import redact

    with opened(context) as work:
        ended = redact.undo_redaction(work, redaction_id, dry_run=dry_run)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("redact", {**redaction_json(ended), "dry_run": dry_run})
    elif not dry_run:
        result(f"{ended.id[: _rows.SHORT]}: shown again from now on")


@app.command("open")
def redact_open(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Of an exhibit, such as E0007.", show_default=False)],
    *,
    out: Annotated[Path, typer.Option(help="A new file; nothing is overwritten.", show_default=False)],
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write what a hash in a dossier stands for, to show it to one person who may see all: the row or entry with its salt."""
    from gawah.usecases import redact

    with opened(context) as work:
        found = redact.opened(work, number, None if dry_run else out)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        body = {"exhibit": found.number, "kind": found.kind, "leaf_hash": found.leaf_hash, "out": str(out), "dry_run": dry_run}
        result_json("redact.open", body)
        return
    folder = "rows" if found.kind == "row" else "leaves"
    facts(
        [
            ("leaf hash", found.leaf_hash),
            ("in the dossier", f"ledger/{folder}/{found.number}.leaf-hash"),
            ("check", f"(printf '\\0'; cat {out}) | sha256sum"),
        ]
    )
    if not dry_run:
        result(f"{out} holds the original words and is not encrypted; delete it when it is no longer needed.")


def redaction_json(one: "Redaction") -> dict[str, Any]:
    """A redaction without its words."""
    return {
        "id": one.id,
        "of": one.of,
        "all": not one.words,
        "stretches": len(one.words),
        "reason": one.reason,
        "recorded_at": one.recorded_at,
        "agent": one.agent,
        "for_agent": one.for_agent,
        "active": one.active,
    }


def _extent(one: "Redaction") -> str:
    return f"{len(one.words)} stretch{'es' if len(one.words) > 1 else ''}" if one.words else "all"


def _cells(one: "Redaction") -> list[str]:
    ends = [short(one.reason, 40) or "–", one.recorded_at, "yes" if one.active else "no"]
    return [one.id[: _rows.SHORT], one.of[: _rows.SHORT], _extent(one), *ends]
