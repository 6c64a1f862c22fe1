"""`gawah log`: the incident log. What happened is asked for, or read from a form or standard input, never an argument."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _log_asked, _log_rows, _rows, _session, log_import
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.records.incident import Incident
    from gawah.usecases._workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    help="The incident log: what happened, when it was written down, what shows it and what is still needed.",
)

EntryId = Annotated[str, typer.Argument(metavar="ID", help="Of an entry of `gawah log list`.", show_default=False)]
FormFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="FORM", help="A form in TOML or JSON, `-` for standard input; `gawah log form` prints one.", show_default=False
    ),
]
File = Annotated[Path | None, typer.Option(help="The same as FORM.", show_default=False)]
At = Annotated[
    str | None,
    typer.Option(
        help='When: 2024-03-05, 2024-03-05 21:30, with a zone behind it, 2024-03, or "about 2024-03-05".', show_default=False
    ),
]
Recipient = Annotated[
    str | None, typer.Option(help="To whom it was done: self, parent, child, friend, employer …", show_default=False)
]
Tactics = Annotated[list[str] | None, typer.Option("--tactic", help="What it did; may be given again.", show_default=False)]
Held = Annotated[
    list[str] | None,
    typer.Option(
        help="Evidence in the case: id or exhibit number, then =export, =device, =account, =page-capture or =given-by.",
        show_default=False,
    ),
]
Sensitive = Annotated[
    list[str] | None,
    typer.Option("--care", help="intimate, medical, third-party or minor-possible; may be given again.", show_default=False),
]
Reader = Annotated[
    str | None,
    typer.Option("--reader", help="Up to whom it goes: user, delegate, lawyer, authority or platform.", show_default=False),
]
Conversation = Annotated[str | None, typer.Option(help="Id of the whole conversation in which you took part.", show_default=False)]


@app.command("add")
def log_add(
    context: typer.Context,
    form: FormFile = None,
    *,
    file: File = None,
    at: At = None,
    recipient: Recipient = None,
    tactic: Tactics = None,
    held: Held = None,
    care: Sensitive = None,
    reader: Reader = None,
    conversation: Conversation = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write an entry: a few questions, all but three of which may be left empty; or a form with every field."""
    from gawah.usecases import log

    options = _log_asked.Options(at, recipient, tactic, held, care, reader, conversation)
    source = form or file
    told = _log_asked.merged(_read(source), options) if source is not None else _log_asked.asked(options, _session.now())
    with opened(context) as work:
        made = log.new_incident(work, told)
        seq = None if dry_run else log.keep(work, made)
        one = log.Logged(
            entry=made, earlier=(), ledger_entry=seq or 0, delay_days=log.delay_days(made.recorded_at, made.occurred_at)
        )
        body = _log_rows.incident_json(one, _log_rows.by(work, made), show_text=False, numbers={})
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("log.add", {**body, "ledger_entry": seq, "lacking": list(log.lacking(made)), "dry_run": seq is None})
        return
    kept = "would be kept" if seq is None else f"kept as {made.id[: _rows.SHORT]}, ledger entry {seq}"
    result(f"entry, happened {_log_rows.happened(made)}, written down {_log_rows.delay(one.delay_days)}: {kept}")
    if lacking := log.lacking(made):
        result(f"not said yet: {', '.join(lacking)}; `gawah log correct` can add it")
    if made.visibility == "user":
        result("it goes into no dossier for others; `gawah log visible WHOM ID` changes that")


@app.command("form")
def log_form() -> None:
    """Print an empty form with every field."""
    from gawah.usecases._log_form import BLANK

    result(BLANK.rstrip("\n"))


@app.command("list")
def log_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the entries in order of time, without what they say."""
    from gawah.usecases import log

    with opened(context) as work:
        found = [(one, _log_rows.by(work, one.first)) for one in log.log(work)]
        numbers = _numbers(work)
    if as_json:
        rows = [_log_rows.incident_json(one, who, show_text=False, numbers=numbers) for one, who in found]
        result_json("log.list", {"entries": rows})
    elif found:
        _log_rows.print_rows(found)
    else:
        result("no entries yet: gawah log add")


@app.command("show")
def log_show(
    context: typer.Context, entry_id: EntryId, *, show_text: _rows.ShowText = False, as_json: _rows.AsJson = False
) -> None:
    """Show one entry and what it corrects; what it says only with --show-text, which is counted."""
    from gawah.usecases import log

    with opened(context) as work:
        one = log.logged(work, entry_id)
        if show_text:
            log.reveal(work, [one.entry])
        who, last, numbers = _log_rows.by(work, one.first), _log_rows.by(work, one.entry), _numbers(work)
        digests = {item.id: item.sha256 for item in work.vault.items()}
    lacking = log.lacking(one.entry)
    if as_json:
        body = _log_rows.incident_json(one, who, show_text=show_text, numbers=numbers)
        for each in body["held"]:
            each["sha256"] = digests.get(each["target"])
        result_json("log.show", {**body, "lacking": list(lacking)})
        return
    _log_rows.print_entry(one, who, show_text=show_text, numbers=numbers, lacking=lacking, digests=digests, corrected_by=last)


@app.command("correct")
def log_correct(
    context: typer.Context,
    entry_id: EntryId,
    form: FormFile = None,
    *,
    file: File = None,
    at: At = None,
    recipient: Recipient = None,
    tactic: Tactics = None,
    held: Held = None,
    care: Sensitive = None,
    reader: Reader = None,
    conversation: Conversation = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the entry back; that it was there stays in the ledger.")
    ] = False,
    show_text: _rows.ShowText = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Correct an entry by a new one that supersedes it; shows old and new. What the form leaves out stays as it was."""
    from gawah.usecases import log

    options = _log_asked.Options(at, recipient, tactic, held, care, reader, conversation)
    source = form or file
    if source is not None or withdraw or any(options):
        told = _log_asked.merged({} if source is None else _read(source), options)
    else:
        told = _log_asked.corrections()
    with opened(context) as work:
        before, made = log.corrected(work, entry_id, told, withdraw=withdraw)
        names = log.changes(before.entry, made)
        if show_text:
            log.reveal(work, [before.entry])
        seq = None if dry_run else log.keep(work, made)
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("log.correct", _correction_json(before.entry, made, names, seq))
        return
    what = "taken back" if withdraw else "corrected"
    result(
        f"{before.entry.id[: _rows.SHORT]} {what} by {made.id[: _rows.SHORT]}" + ("" if seq is None else f", ledger entry {seq}")
    )
    _log_rows.print_changes(before.entry, made, names, show_text=show_text)


@app.command("visible")
def log_visible(
    context: typer.Context,
    whom: Annotated[str, typer.Argument(help="user, delegate, lawyer, authority or platform: up to whom.", show_default=False)],
    ids: Annotated[list[str] | None, typer.Argument(help="Of entries; all when left out.", show_default=False)] = None,
    *,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say up to whom entries go. It is no correction: what they say stays as it is."""
    from gawah.usecases import log

    with opened(context) as work:
        changed = log.shown_to(work, ids or [], whom)
        seq = log.handle(work, changed) if changed and not dry_run else None
    if as_json:
        result_json("log.visible", {"entries": [one.id for one in changed], "ledger_entry": seq, "dry_run": dry_run})
    else:
        verb = "would be" if dry_run else "is" if len(changed) == 1 else "are"
        result(f"{plural(len(changed), 'entry', 'entries')} {verb} shown up to: {whom}")


@app.command("missing")
def log_missing(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the evidence still needed: what, who holds it, by when it may vanish; soonest first."""
    from gawah.usecases import log

    with opened(context) as work:
        found = log.needed(work)
        today = work.clock()
    days = [None if one.missing.vanishes_by is None else log.days_left(one.missing.vanishes_by, today) for one in found]
    if as_json:
        result_json("log.missing", {"missing": [_log_rows.needed_json(one, left) for one, left in zip(found, days, strict=True)]})
    elif found:
        cells = [
            [
                one.entry.id[: _rows.SHORT],
                str(one.number),
                short(one.missing.what, 60),
                short(one.missing.holder, 30) or "–",
                one.missing.vanishes_by or "–",
                _log_rows.left(left),
            ]
            for one, left in zip(found, days, strict=True)
        ]
        columns(("entry", "number", "what", "who holds it", "may vanish by", "time"), cells, right=(1,))
    else:
        result("nothing is noted as still needed")


@app.command("got")
def log_got(
    context: typer.Context,
    entry_id: EntryId,
    number: Annotated[int, typer.Argument(help="Its number in `gawah log missing`.", show_default=False)],
    *,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say that evidence which was needed is there now."""
    from gawah.usecases import log

    with opened(context) as work:
        made = log.got(work, entry_id, number)
        seq = None if dry_run else log.handle(work, [made])
    if as_json:
        result_json("log.got", {"entry": made.id, "number": number, "had_at": made.missing[number - 1].had_at, "ledger_entry": seq})
        return
    result(f"{made.id[: _rows.SHORT]}, number {number}: {'would be noted' if seq is None else 'noted'} as got")
    result("import it, then name it: gawah log correct ID --held ITEM=device")


app.command("import")(log_import.log_import)


def _read(path: Path) -> dict[str, object]:
    """What a form says, by key. Raises BadInput."""
    from gawah.records.errors import BadInput
    from gawah.usecases import _log_form

    if str(path) == "-":
        return _log_form.of_text(_ask.text("The form:")).stated()
    try:
        with path.open("rb") as stream:
            return _log_form.of_text(_ask.taken(stream.read(_ask.LONGEST + 1))).stated()
    except OSError:
        raise BadInput("the form cannot be read") from None


def _numbers(work: "Workspace") -> dict[str, str]:
    """Exhibit numbers, by what they show."""
    return {one.target: one.number for one in work.vault.exhibits()}


def _correction_json(before: "Incident", made: "Incident", names: tuple[str, ...], seq: int | None) -> dict[str, Any]:
    return {
        "id": made.id,
        "supersedes": before.id,
        "withdrawn": made.withdrawn,
        "changed": list(names),
        "ledger_entry": seq,
        "dry_run": seq is None,
    }
