"""`gawah report before`: whether the case has a copy of what is to be reported, blocked or deleted. It informs and holds up
nothing.
"""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from gawah.interfaces.cli import _ask, _rows, _session
from gawah.interfaces.cli._helplines import helplines_json, tell, tell_at_once
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible
from gawah.records.errors import BadInput

if TYPE_CHECKING:
    from gawah.records.complaint import Intended
    from gawah.usecases.helplines import Helplines
    from gawah.usecases.platforms import Guide
    from gawah.usecases.report_before import Copy, Standing

FIRST: Final = (
    "Blocking, reporting and calling for help need no copy and need not wait for this. In danger, call the emergency number of the"
    " place where you are."
)
"""Said before anything is asked."""
NEVER: Final = (
    "If it may show anyone under 18 in a sexual way, save nothing and send it to nobody: report it, and `gawah add no-capture`"
    " keeps where and when it was."
)

Things = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help="Of messages, captures, files and own entries; without any, addresses are asked for, which are never an argument.",
        show_default=False,
    ),
]


def report_before(
    context: typer.Context,
    things: Things = None,
    *,
    what: Annotated[str, typer.Option("--for", help="report, block or delete.")] = "report",
    address: Annotated[bool, typer.Option("--address", help="Ask for addresses too, beside the ids.")] = False,
    no_copy: Annotated[bool, typer.Option("--no-copy", help="It must not be kept: ask for no copy of it.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what is to be reported, blocked or deleted, and what was.")] = False,
    done: Annotated[str | None, typer.Option(help="Id of one of them that is done now, or at --at.", show_default=False)] = None,
    at: Annotated[
        str | None, typer.Option(help="When it was done, as for `gawah add event`; it may be done already.", show_default=False)
    ] = None,
    show_text: Annotated[bool, typer.Option("--show-text", help="With --list: show addresses too.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Before you report, block or delete something: is a copy of it in the case, what does it count as, how is one made."""
    named = things or []
    if any(":" in one or "/" in one for one in named):
        raise BadInput("an address is asked for and never an argument: others can see the arguments of programs")
    if listed or done is not None:
        if named or address or (listed and done is not None):
            raise BadInput("--list and --done stand alone")
        if done is None:
            _list(context, show_text=show_text, as_json=as_json)
        else:
            _done(context, done, at, dry_run=dry_run, as_json=as_json)
        return
    if not as_json:
        result(FIRST)
        tell_at_once(_session.now())
    _look(context, named, _addresses() if address or not named else [], what, at, no_copy=no_copy, dry_run=dry_run, as_json=as_json)


def _addresses() -> list[str]:
    found = []
    while one := _ask.line("Address of the page, empty to end: ").strip():
        found.append(one)
    return found


def _look(
    context: typer.Context,
    named: list[str],
    addresses: list[str],
    what: str,
    at: str | None,
    *,
    no_copy: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from gawah.usecases import report_before as use
    from gawah.usecases.helplines import helplines

    with opened(context) as work:
        whom = helplines(work)
        if whom.chosen and not as_json:
            tell(whom)
        found = use.standing(work, named, addresses, unkeepable=no_copy)
        made = use.intended(work, what, found, at)
        seq = None if dry_run else use.keep(work, made)
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        body = [{**_standing_json(one), "intended": each.id} for one, each in zip(found, made, strict=True)]
        result_json("report.before", {"first": FIRST, **_ends(whom, seq), "things": body})
        return
    for one, each in zip(found, made, strict=True):
        result()
        _print_standing(one)
        if seq is not None:
            state = "done" if each.done_at else f"noted as to {each.what}"
            result(f"    {state}: {each.id[: _rows.SHORT]}, ledger entry {seq}")


def _ends(whom: "Helplines", seq: int | None) -> dict[str, Any]:
    return {"helplines": helplines_json(whom), "ledger_entry": seq, "dry_run": seq is None}


def _list(context: typer.Context, *, show_text: bool, as_json: bool) -> None:
    from gawah.usecases import report_before as use

    with opened(context) as work:
        found = use.list_intended(work)
    if as_json:
        result_json("report.before.list", {"intended": [intended_json(one, show_text=show_text) for one in found]})
    elif found:
        columns(("id", "what", "of", "copies", "said", "done"), [_cells(one, show_text=show_text) for one in found], right=(3,))
    else:
        result("nothing is noted: gawah report before ID")


def _done(context: typer.Context, prefix: str, at: str | None, *, dry_run: bool, as_json: bool) -> None:
    from gawah.usecases import report_before as use

    with opened(context) as work:
        made = use.done(work, prefix, at)
        seq = None if dry_run else use.keep(work, [made])
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("report.before.done", {**intended_json(made, show_text=False), "ledger_entry": seq, "dry_run": seq is None})
    elif made.done_at is not None:
        noted = "would be noted" if seq is None else "noted"
        result(f"{made.id[: _rows.SHORT]}, {made.what}: {noted} as done {visible(made.done_at.stated)}")


def _print_standing(one: "Standing") -> None:
    name = one.of[: _rows.SHORT] if one.of else "the address"
    if one.unkeepable:
        result(f"{name}: must not be kept. No copy is asked for; report it, and `gawah add no-capture` keeps where and when it was")
        return
    if one.copies:
        result(f"{name}: {plural(len(one.copies), 'copy', 'copies')} in the case")
        for copy in one.copies:
            _print_copy(copy)
        return
    result(f"{name}: {'your own account of it is in the case, and ' if one.own_words else ''}no copy of it is in the case")
    if one.guide is not None:
        result(f"    {NEVER}")
        result("    If it is still to be seen, and looking at it is safe for you, this is how a copy is made:")
        for number, step in enumerate(one.guide.words["en"].save, 1):
            result(f"    {number}. {step}")
        result(f"    More, also in Urdu: gawah packs platforms {one.guide.name}; then: gawah add page FILE...")


def _print_copy(copy: "Copy") -> None:
    inside = "" if copy.id == copy.item else f"{copy.kind} {copy.id[: _rows.SHORT]} in "
    where = f"{inside}{short(copy.name, 60)} (item {copy.item[: _rows.SHORT]}), ledger entry {copy.ledger_entry}"
    result(f"    {where}, SHA-256 {copy.sha256}")
    result(f"    {copy.counts_as}")
    if copy.lacks:
        result(f"    It names {plural(copy.lacks, 'picture or file', 'pictures or files')} that the case does not hold.")


def _standing_json(one: "Standing") -> dict[str, Any]:
    """Without the address: whoever typed it knows it."""
    return {
        "of": one.of or None,
        "has_address": bool(one.address),
        "must_not_be_kept": one.unkeepable,
        "own_words": one.own_words,
        "copies": [
            {
                "id": copy.id,
                "kind": copy.kind,
                "item": copy.item,
                "name": copy.name,
                "sha256": copy.sha256,
                "ledger_entry": copy.ledger_entry,
                "grade": copy.grade,
                "counts_as": copy.counts_as,
                "lacks": copy.lacks,
            }
            for copy in one.copies
        ],
        "how_to_save": None if one.guide is None else _guide_json(one.guide),
    }


def _guide_json(guide: "Guide") -> dict[str, Any]:
    return {
        "guide": guide.name,
        "checked": guide.checked,
        **{language: list(words.save) for language, words in guide.words.items()},
    }


def intended_json(one: "Intended", *, show_text: bool = False) -> dict[str, Any]:
    """What is to be reported, blocked or deleted; its address only when it was asked for."""
    body = {
        "id": one.id,
        "what": one.what,
        "of": list(one.of),
        "has_address": bool(one.address),
        "copies": list(one.copies),
        "recorded_at": one.recorded_at,
        "done_at": _rows.when_json(one.done_at),
    }
    return body | ({"address": one.address} if show_text else {})


def _cells(one: "Intended", *, show_text: bool) -> list[str]:
    of = ", ".join(each[: _rows.SHORT] for each in one.of)
    page = short(one.address, 80) if show_text else "an address"
    done = "not yet" if one.done_at is None else visible(one.done_at.stated)
    return [one.id[: _rows.SHORT], one.what, of or page, str(len(one.copies)), one.recorded_at, done]
