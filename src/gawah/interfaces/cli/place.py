"""`gawah place [CODE...]`: say which places the case has to do with; whom to call there."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._helplines import helplines_json, tell
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.records.errors import BadInput


def place(
    context: typer.Context,
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE]...", help="Of `gawah packs places`, the most important first.", show_default=False),
    ] = None,
    *,
    none: Annotated[bool, typer.Option("--none", help="Take back what was said.")] = False,
    stale: Annotated[bool, typer.Option("--stale", help="Show contacts that are to be looked up again, too.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say which places the case has to do with, or show it, with whom to call there. Nothing is guessed from what the case holds.

    It replaces what was said before, which stays in the ledger. Whoever can open the vault can see it.
    """
    from gawah.usecases import place as use
    from gawah.usecases.helplines import helplines

    if none and codes:
        raise BadInput("--none names no places")
    setting = none or bool(codes)
    seq = None
    with opened(context) as work:
        made = use.new_place(work, codes or ()) if setting else use.place(work)
        if setting and made is not None and not dry_run:
            seq = use.keep_place(work, made)
        found = helplines(work, stale=stale)
    if setting and seq is None:
        session(context).voice.say("nothing was written")
    places = () if made is None else made.places
    if as_json:
        body = {**helplines_json(found), "places": list(places), "ledger_entry": seq, "dry_run": setting and seq is None}
        result_json("place", body)
        return
    if setting or places:
        told = "no place" if not places else ", ".join(_title(one) for one in places)
        result(f"{told}{'' if not setting else ': would be kept' if seq is None else f': kept, ledger entry {seq}'}")
    tell(found)


def _title(code: str) -> str:
    from gawah.usecases import place as use

    return next((one.title for one in use.known() if one.code == code), code)
