"""`gawah stamp ...`: the time of an independent authority over the ledger. Off until asked; says exactly what would leave."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import visible
from gawah.records.errors import BadInput, GawahError, SourceUnreadable

if TYPE_CHECKING:
    from gawah.records.custody import Authority
    from gawah.usecases.stamp import Outcome, Question, StampSheet

app = typer.Typer(help="Have the ledger stamped by an independent authority. Nothing leaves this machine before you ask for it.")
authority_app = typer.Typer(no_args_is_help=True, help="The time-stamping authorities whose stamps count in this case.")
app.add_typer(authority_app, name="authority")

LONGEST_FILE = 1 << 20
"""Bytes of the longest certificate or answer that is read from a file."""

Name = Annotated[str | None, typer.Option("--authority", help="Whom to ask; the newest when left out.", show_default=False)]


@app.callback(invoke_without_command=True)
def stamp(context: typer.Context) -> None:
    """Have the ledger stamped by an independent authority. Nothing leaves this machine before you ask for it."""
    if context.invoked_subcommand is None:
        stamp_now(context)


@authority_app.command("add")
def authority_add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A short word to choose it by.", show_default=False)],
    *,
    url: Annotated[str, typer.Option(help="Where it answers, http or https.", show_default=False)],
    root: Annotated[
        Path,
        typer.Option(
            help="Its root certificate, PEM or DER, from its own pages: a stamp is worth what this is.", show_default=False
        ),
    ],
    signer: Annotated[
        Path | None, typer.Option(help="Its own certificate, to accept no other; PEM or DER.", show_default=False)
    ] = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Enter a time-stamping authority (RFC 3161). Nothing is sent."""
    from gawah.usecases import stamp as use

    own = None if signer is None else _file(signer)
    with opened(context) as work:
        enter = use.new_authority if dry_run else use.add_authority
        made = enter(work, name, url, _file(root), own)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("stamp.authority", {**_authority_json(made), "dry_run": dry_run})
    elif not dry_run:
        result(f"{made.name}: entered. Nothing was sent; `gawah stamp now` asks it for a stamp")


@authority_app.command("list")
def authority_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the authorities."""
    from gawah.usecases import stamp as use

    with opened(context) as work:
        known = use.authorities(work)
    if as_json:
        result_json("stamp.authority.list", {"authorities": [_authority_json(one) for one in known]})
    elif known:
        rows = [[one.name, visible(one.url), "this certificate alone" if one.signer else "any under its root"] for one in known]
        columns(("name", "address", "accepted"), rows)
    else:
        result("no authority yet: gawah stamp authority add NAME --url URL --root FILE")


@app.command("now")
def stamp_now(
    context: typer.Context, *, authority: Name = None, dry_run: _rows.DryRun = False, as_json: _rows.AsJson = False
) -> None:
    """Ask for a stamp over the newest checkpoint. What cannot be sent now is kept: gawah stamp send."""
    from gawah.usecases import stamp as use

    with opened(context) as work:
        if dry_run:
            _planned(context, "now", [use.plan(work, authority)], as_json=as_json)
            return
        outcomes = [use.stamp_now(work, authority)]
    _told("now", outcomes, as_json=as_json)


@app.command("send")
def stamp_send(context: typer.Context, *, dry_run: _rows.DryRun = False, as_json: _rows.AsJson = False) -> None:
    """Send every question that has no answer yet."""
    from gawah.usecases import stamp as use

    with opened(context) as work:
        if dry_run:
            _planned(context, "send", use.waiting(work), as_json=as_json)
            return
        outcomes = list(use.send(work))
    _told("send", outcomes, as_json=as_json)


@app.command("renew")
def stamp_renew(
    context: typer.Context,
    *,
    authority: Name = None,
    within: Annotated[int, typer.Option(help="Days: what expires within them is due.", min=0, max=36500)] = 90,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Ask for a new stamp that covers those whose certificates expire soon, if there are any."""
    from gawah.usecases import stamp as use

    with opened(context) as work:
        due = any(one.due for one in use.sheets(work, within_days=within))
        if dry_run:
            _planned(context, "renew", [use.plan(work, authority)] if due else [], as_json=as_json)
            return
        outcome = use.renew(work, authority, within_days=within)
    _told("renew", [] if outcome is None else [outcome], as_json=as_json)


@app.command("query")
def stamp_query(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="File to be written: what an authority is asked.", show_default=False)],
    authority: Name = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write the question for a stamp over the newest checkpoint to a file, to be carried by hand. Nothing is sent."""
    from gawah.usecases import stamp as use
    from gawah.usecases._place import refuse_taken

    with opened(context) as work:
        refuse_taken(work, out)
        made = use.plan(work, authority) if dry_run else use.ask(work, authority)
    if made.query is None:
        session(context).voice.say("nothing was written")
    else:
        _write(out, made.query)
    if as_json:
        result_json("stamp.query", {**_question_json(made), "out": str(out), "dry_run": dry_run})
        return
    if dry_run:
        facts([("would be written to", visible(str(out))), ("for", visible(made.authority.url)), *_held(made)])
        return
    result(f"{out}: the question for stamp {made.stamp}. Bring the answer back with: gawah stamp answer FILE.tsr")
    result(f"    curl -H 'Content-Type: application/timestamp-query' --data-binary @{out} {made.authority.url} > FILE.tsr")


@app.command("answer")
def stamp_answer(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The answer of the authority.", show_default=False)],
    *,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Take an answer that was brought by hand. It is kept as it is, also when it does not show what was asked."""
    from gawah.usecases import stamp as use

    reply = _file(path)
    with opened(context) as work:
        if dry_run:
            session(context).voice.say("nothing is kept")  # before an answer that shows nothing ends this
        outcome = use.examine(work, reply) if dry_run else use.answer(work, reply)
    _told("answer", [outcome], as_json=as_json, dry_run=dry_run)


@app.command("list")
def stamp_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the stamps: over what, by whom, of what time, until when their certificates last."""
    from gawah.usecases import stamp as use

    with opened(context) as work:
        found = use.sheets(work)
    if as_json:
        result_json("stamp.list", {"stamps": [_sheet_json(one) for one in found]})
    elif found:
        columns(("stamp", "over", "authority", "time", "certificate until", "state"), [_cells(one) for one in found], right=(0,))
    else:
        result("no time stamp was asked for yet: gawah stamp now")


def expiring(found: "list[StampSheet]") -> list[str]:
    """A line for each stamp whose certificate has expired or soon will, and that no later one covers."""
    return [
        f"the certificate of stamp {one.stamp.number} expires {one.token.expires}: gawah stamp renew"
        for one in found
        if one.due and one.token is not None
    ]


def brief(found: "list[StampSheet]") -> str:
    """What `status` says of time stamps, of which there is one."""
    held = [one for one in found if one.token is not None]
    waits = sum(one.stamp.reply is None for one in found)
    newest = "" if not held or held[-1].token is None else f", the last of {held[-1].token.time}"
    return "\n".join([f"{len(held):,}{newest}" + (f"; {waits:,} not answered yet" if waits else ""), *expiring(found)])


def brief_json(found: "list[StampSheet]") -> dict[str, Any]:
    """The same for programs."""
    held = [one.token for one in found if one.token is not None]
    return {
        "held": len(held),
        "waiting": sum(one.stamp.reply is None for one in found),
        "last": held[-1].time if held else None,
        "due": [one.stamp.number for one in found if one.due],
    }


def _planned(context: typer.Context, command: str, questions: "list[Question]", *, as_json: bool) -> None:
    session(context).voice.say("nothing was written or sent")
    if as_json:
        result_json(f"stamp.{command}", {"dry_run": True, "would_send": [_question_json(one) for one in questions]})
        return
    if not questions:
        result("Nothing would be sent.")
    for one in questions:
        facts(
            [
                ("would be sent to", visible(one.authority.url)),
                ("as", "one HTTP POST of a time-stamp query (RFC 3161), about 70 bytes"),
                *_held(one),
                ("they learn", "this machine's address, and when it asked; nothing about the case"),
            ]
        )


def _held(one: "Question") -> list[tuple[str, str]]:
    """What a question holds, beside what is the same in all."""
    over = "a part of a bundle" if one.size is None else f"the checkpoint over {plural(one.size, 'entry', 'entries')}"
    number = "drawn when it is made" if one.query is None else f"in these bytes: {one.query.hex()}"
    return [("which holds", f"SHA-256 {one.subject} of {over}"), ("and", f"a random number, {number}")]


def _told(command: str, outcomes: "list[Outcome]", *, as_json: bool, dry_run: bool = False) -> None:
    """Say how each went, then fail with the first error, whose class gives the exit code."""
    if as_json:
        result_json(f"stamp.{command}", {"dry_run": dry_run, "stamps": [outcome_json(one) for one in outcomes]})
    elif not outcomes:
        result("Nothing to renew." if command == "renew" else "No question waits for an answer.")
    for one in outcomes if not as_json else []:
        if one.token is not None:
            over = "a part of a bundle" if one.size is None else f"the ledger's first {plural(one.size, 'entry', 'entries')}"
            result(f"stamp {one.stamp}: {over} existed by {one.token.latest}, according to {visible(one.token.authority)}")
            result(f"    its certificate lasts until {one.token.expires}")
        else:
            result(f"stamp {one.stamp}: asked for and not there yet; it waits for: gawah stamp send")
    failed: list[GawahError] = [one.error for one in outcomes if one.error is not None]
    if failed:
        raise failed[0]


def _cells(one: "StampSheet") -> list[str]:
    over = "a bundle" if one.stamp.size is None else plural(one.stamp.size, "entry", "entries")
    kept = f", {plural(one.stamp.refused, 'other answer')} kept" if one.stamp.refused else ""
    if one.token is None:
        state = f"{'waits for an answer' if one.stamp.reply is None else 'does not verify: see gawah check'}{kept}"
        return [str(one.stamp.number), over, one.authority, "–", "–", state]
    ends = "renew it" if one.due else "renewed" if one.renewed_by is not None else "stands"
    return [str(one.stamp.number), over, one.authority, one.token.time, one.token.expires, f"{ends}{kept}"]


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
    except OSError:
        raise SourceUnreadable("the file cannot be read") from None
    if len(data) > LONGEST_FILE:
        raise BadInput("the file is too long to be a certificate or an answer")
    return data


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as out:
            out.write(data)
    except OSError:
        raise BadInput("the file cannot be written") from None


def _authority_json(one: "Authority") -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "url": one.url, "root": one.root, "signer": one.signer, "recorded_at": one.recorded_at}


def _question_json(one: "Question") -> dict[str, Any]:
    return {
        "stamp": one.stamp,
        "url": one.authority.url,
        "checkpoint": one.size,
        "sha256": one.subject,
        "query_hex": None if one.query is None else one.query.hex(),
    }


def outcome_json(one: "Outcome") -> dict[str, Any]:
    """How it went with one question, for programs."""
    token = one.token
    return {
        "stamp": one.stamp,
        "checkpoint": one.size,
        "time": None if token is None else token.time,
        "existed_by": None if token is None else token.latest,
        "by": None if token is None else token.authority,
        "serial": None if token is None else token.serial,
        "expires": None if token is None else token.expires,
        "error": None if one.error is None else one.error.code,
    }


def _sheet_json(one: "StampSheet") -> dict[str, Any]:
    token = one.token
    return {
        "stamp": one.stamp.number,
        "checkpoint": one.stamp.size,
        "sha256": one.stamp.subject,
        "authority": one.authority,
        "asked_at": one.stamp.asked_at,
        "answered": one.stamp.reply is not None,
        "refused_answers": one.stamp.refused,
        "time": None if token is None else token.time,
        "existed_by": None if token is None else token.latest,
        "by": None if token is None else token.authority,
        "serial": None if token is None else token.serial,
        "policy": None if token is None else token.policy,
        "expires": None if token is None else token.expires,
        "anchor": one.stamp.anchor,
        "renewed_by": one.renewed_by,
        "due": one.due,
    }
