"""`gawah add note|event|notice|no-capture|page|incident|transcript|translation`: a person's own entry.

Words are asked for, or read from a file or standard input, never an argument.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli import _ask, _rows, add_page, log, notice, translation
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import visible
from gawah.interfaces.cli.entries import entry_json

if TYPE_CHECKING:
    from gawah.records.casework import Entry, EntryKind
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.add import Subject

app = typer.Typer(
    no_args_is_help=True,
    help="Add a note, event, notice, page, incident, transcript or translation, or the sight of what must not be kept.",
)

At = Annotated[
    str | None,
    typer.Option(
        help="When: 2024-03-05, 2024-03-05 21:30, or with +05:00 or Asia/Karachi behind it. No zone is guessed.", show_default=False
    ),
]
Place = Annotated[str, typer.Option(help="Platform or place.", show_default=False)]
About = Annotated[
    list[str] | None, typer.Option(help="Id of a message, event or item it speaks of; may be given again.", show_default=False)
]


@app.command()
def note(
    context: typer.Context,
    *,
    at: At = None,
    place: Place = "",
    about: About = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Add a note; the words are asked for, or read from standard input."""
    _add(context, "note", at, place, about or [], dry_run=dry_run, as_json=as_json)


@app.command()
def event(
    context: typer.Context,
    *,
    at: At = None,
    place: Place = "",
    about: About = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Add an event that no export holds, such as a call or a visit; it needs --at."""
    _add(context, "event", at, place, about or [], dry_run=dry_run, as_json=as_json)


app.command()(add_page.page)
app.command("incident")(log.log_add)
app.command()(translation.translation)
app.command("notice")(notice.add_notice)


@app.command("no-capture")
def no_capture(
    context: typer.Context,
    *,
    at: Annotated[
        str | None, typer.Option(help="When it was seen, as for `gawah add event`; asked for when left out.", show_default=False)
    ] = None,
    place: Place = "",
    about: About = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Keep the fact that you saw what must not be kept: address, time, report number. No file is taken, nothing is opened.

    Asked for, or read from standard input, a line each: the address; the time, without --at; who reported it; the report's
    reference number. Then, to the end, what it shows in neutral words.
    """
    from gawah.records.casework import Unkept
    from gawah.usecases import add

    link = _ask.line("Address of the page, or empty: ").strip()
    seen = at if at is not None else _ask.line("When you saw it, such as 2024-03-05 21:30: ").strip()
    reported_by = _ask.line("Who reported it, or empty: ").strip()
    reference = _ask.line("Reference number of that report, or empty: ").strip()
    body = _ask.text("What it shows, in neutral words and without names:")
    with opened(context) as work:
        unkept = Unkept(link=link, reported_by=reported_by, reference=reference)
        made = add.no_capture(work, unkept, body, at=seen, place=place, about=about or [])
        seq = None if dry_run else add.add_entry(work, made)
    _tell(context, made, seq, as_json=as_json)


@app.command()
def transcript(
    context: typer.Context,
    thing: Annotated[
        str,
        typer.Argument(metavar="ID", help="Of a picture, sound, video or call: an item, capture or message.", show_default=False),
    ],
    file: Annotated[
        Path | None, typer.Argument(help="A text file with the words; `-` or nothing: they are asked for.", show_default=False)
    ] = None,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Show what a machine read, and make it yours if it is right.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --confirm: you have compared it with the picture; ask nothing.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write down what is to be read or heard in a picture, voice note or call. Yours, beside the original; found by search."""
    from gawah.records.errors import BadInput
    from gawah.usecases import add

    if confirm and file is not None:
        raise BadInput("--confirm takes the machine's words; a file holds your own: give one of them")
    body = None if confirm else _ask.words(file, "What is to be read or heard in it, word for word:")
    with opened(context) as work:
        of = add.subject(work, thing)
        if confirm and not _looked_at(context, work, of, yes=yes):
            raise BadInput("not confirmed: nothing was written; `gawah add transcript ID` takes your own words")
        made = add.transcript(work, of, body)
        seq = None if dry_run else add.add_entry(work, made)
    _tell(context, made, seq, as_json=as_json)


def _looked_at(context: typer.Context, work: "Workspace", of: "Subject", *, yes: bool) -> bool:
    """Whether the person says that the machine read rightly. What it read is shown first, and the sight of it counted."""
    if of.reading is None or yes:
        return True
    from gawah.usecases import review

    review.reveal(work, [of.reading.id])
    session(context).voice.say(f"machine-read, confidence {of.reading.confidence} %:")
    for line in visible(of.reading.body, lines=True).split("\n"):
        session(context).voice.say(f"    | {line}")
    return _ask.yes("Is this, word for word, what stands in the picture?") or False


def _add(
    context: typer.Context, kind: "EntryKind", at: str | None, place: str, about: list[str], *, dry_run: bool, as_json: bool
) -> None:
    from gawah.usecases import add

    body = _ask.text("In your words:")
    with opened(context) as work:
        made = add.entry(work, kind, body, at=at, place=place, about=about)
        seq = None if dry_run else add.add_entry(work, made)
    _tell(context, made, seq, as_json=as_json)


def _tell(context: typer.Context, made: "Entry", seq: int | None, *, as_json: bool) -> None:
    """Say what was kept; `seq` is None for a dry run."""
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("add", {**entry_json(made), "ledger_entry": seq, "dry_run": seq is None})
        return
    when = f", happened {visible(made.happened_at.stated)}" if made.happened_at else ""
    kept = "would be kept" if seq is None else f"kept as {made.id[: _rows.SHORT]}, ledger entry {seq}"
    result(f"{made.kind} of {len(made.body):,} characters{when}: {kept}")
