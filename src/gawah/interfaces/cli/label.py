"""`gawah label ID` and `gawah labels`: what a person says a message does, and how grave they hold it to be."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened, session

if TYPE_CHECKING:
    from gawah.records.casework import Label

Things = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Of messages, events, captures, files and own entries.", show_default=False)
]
Tactic = Annotated[
    list[str] | None,
    typer.Option(
        help="threat, blackmail, insult, sexual, doxxing, impersonation, false_claim, family_target, incitement,"
        " contact_after_stop or pressure_to_settle; with commas, or given again.",
        show_default=False,
    ),
]
Severity = Annotated[
    int | None, typer.Option(help="How grave you hold it to be, 0 to 4. For choosing and sorting.", show_default=False)
]
Nothing = Annotated[bool, typer.Option("--none", help="You looked at it, and it is none of these.")]
Note = Annotated[bool, typer.Option("--note", help="Ask for a note, or read it from standard input.")]


def label(
    context: typer.Context,
    things: Things,
    *,
    tactic: Tactic = None,
    severity: Severity = None,
    nothing: Nothing = False,
    note: Note = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say what a message does, and how grave it is to you. Your words, never the program's; a later label replaces it."""
    from gawah.records.errors import BadInput
    from gawah.usecases import label as use

    tactics = [word.strip() for part in tactic or [] for word in part.split(",") if word.strip()]
    if nothing and (tactics or severity):
        raise BadInput("--none stands alone")
    if not nothing and not tactics and severity is None:
        raise BadInput("say what it does, --tactic, how grave it is, --severity, or --none")
    words = _ask.text("Note:") if note else ""
    with opened(context) as work:
        made = use.new_labels(work, things, tactics, 0 if nothing else severity, words)
        seq = None if dry_run else use.keep_labels(work, made)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("label", {"labels": [label_json(one) for one in made], "ledger_entry": seq, "dry_run": dry_run})
        return
    result(f"{plural(len(made), 'thing')} labelled: {words_of(made[0])}")


def labels(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List what you labelled, as you hold it now; `gawah show ID` says where a thing comes from."""
    from gawah.usecases import label as use

    with opened(context) as work:
        found = use.labels(work)
    if as_json:
        result_json("labels", {"labels": [label_json(one) for one in found]})
    elif found:
        columns(("of", "tactics", "severity", "recorded", "how"), [_cells(one) for one in found], right=(2,))
    else:
        result("no labels yet: gawah label ID --tactic threat")


def label_json(one: "Label") -> dict[str, Any]:
    """A label without its note."""
    return {
        "of": one.of,
        "tactics": list(one.tactics),
        "severity": one.severity,
        "recorded_at": one.recorded_at,
        "agent": one.agent,
        "for_agent": one.for_agent,
        "note_characters": len(one.note),
        "decision": one.decision or None,
        "by_likeness_with": one.by_likeness_with or None,
        "taken_back": one.taken_back,
    }


def words_of(one: "Label") -> str:
    """Such as `threat, doxxing; severity 3 of 4`."""
    tactics = ", ".join(one.tactics) or "none of the tactics"
    return tactics if one.severity is None else f"{tactics}; severity {one.severity} of 4"


def _cells(one: "Label") -> list[str]:
    return [
        one.of[: _rows.SHORT],
        ", ".join(one.tactics) or "none",
        "–" if one.severity is None else str(one.severity),
        one.recorded_at,
        f"by likeness with {one.by_likeness_with[: _rows.SHORT]}"
        if one.by_likeness_with
        else "in the queue"
        if one.decision
        else "–",
    ]
