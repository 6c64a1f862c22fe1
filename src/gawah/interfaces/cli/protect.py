"""`gawah protect add|list|remove`: whose names must not stand in what is handed over."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import visible
from gawah.records.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gawah.records.casework import Party
    from gawah.usecases.protect import Suggestion

app = typer.Typer(no_args_is_help=True, help="People who are shown by initials in everything that is handed over.")

Role = Annotated[str, typer.Option(help="complainant, protected, witness, helper or other.")]
Shown = Annotated[
    str | None,
    typer.Option(help="What stands instead of the name: initials or a short word; proposed when left out.", show_default=False),
]


@app.command("add")
def protect_add(
    context: typer.Context,
    *,
    shown: Shown = None,
    role: Role = "protected",
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show somebody by initials from now on: PDF, files, records, names of files. Their names are asked for, one a line.

    Give every form that stands in the case: the name in each script, handles, telephone numbers, mail addresses.
    """
    from gawah.usecases import protect

    spellings = _spellings()
    with opened(context) as work:
        further = protect.suggestions(work, spellings) if spellings else ()
        taken = _taken(further)
        instead = shown if shown is not None else _initials(protect.proposed(spellings[0]) if spellings else "")
        made = protect.new_party(work, [*spellings, *taken], shown=instead, role=role)
        seq = None if dry_run else protect.add_party(work, made)
        usual = protect.usual(made.spellings)
    left = [one for one in further if one.text not in taken]
    if as_json:
        rest = {"suggestions": [{"text": one.text, "where": one.where} for one in left], "also_words_of_the_dossier": len(usual)}
        result_json("protect", {**party_json(made), **rest, "ledger_entry": seq, "dry_run": dry_run})
        return
    if dry_run:
        session(context).voice.say("nothing was written")
    else:
        result(f"{made.id[: _rows.SHORT]}  shown as [{visible(made.shown)}], under {plural(len(made.spellings), 'spelling')}")
    _tell(left, len(usual))


@app.command("list")
def protect_list(
    context: typer.Context,
    *,
    show_text: Annotated[bool, typer.Option("--show-text", help="Show the spellings too.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """List who is shown by initials, and who was once."""
    from gawah.usecases import protect

    with opened(context) as work:
        found = protect.parties(work)
    if as_json:
        spelt = [{"spellings": list(one.spellings)} if show_text else {} for one in found]
        result_json("protect.list", {"parties": [{**party_json(one), **more} for one, more in zip(found, spelt, strict=True)]})
    elif found:
        columns(("id", "shown as", "role", "spellings", "since", "protected"), [_cells(one) for one in found], right=(3,))
        for one in found if show_text else ():
            result()
            for spelling in one.spellings:
                result(f"{one.id[: _rows.SHORT]}  {visible(spelling)}")
    else:
        result("nobody yet: gawah protect add")


@app.command("remove")
def protect_remove(
    context: typer.Context,
    party_id: Annotated[str, typer.Argument(metavar="ID", help="See `gawah protect list`.", show_default=False)],
    *,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show somebody by name again, from the next dossier on. What was handed over before stays as it is."""
    from gawah.usecases import protect

    with opened(context) as work:
        ended = protect.remove_party(work, party_id, dry_run=dry_run)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("protect", {**party_json(ended), "dry_run": dry_run})
    elif not dry_run:
        result(f"{ended.id[: _rows.SHORT]}  [{visible(ended.shown)}]: not protected from now on")


def party_json(one: "Party") -> dict[str, Any]:
    """A party without its spellings."""
    return {
        "id": one.id,
        "shown": one.shown,
        "role": one.role,
        "spelling_count": len(one.spellings),
        "recorded_at": one.recorded_at,
        "agent": one.agent,
        "for_agent": one.for_agent,
        "active": one.active,
    }


def _spellings() -> list[str]:
    """One a line: up to an empty line at a terminal, else all of standard input."""
    if not sys.stdin.isatty():
        return [line for line in _ask.text("").splitlines() if line.strip()]
    found = []
    while line := _ask.line("A name, handle, number or address (nothing more: just Enter): ").strip():
        found.append(line)
    return found


def _taken(further: "Sequence[Suggestion]") -> list[str]:
    """Which of the suggestions the person takes; none without a terminal."""
    if not further or not sys.stdin.isatty():
        return []
    result("These stand in the case too, or are parts of the name:")
    for number, one in enumerate(further, 1):
        result(f"  {number}  {visible(one.text)}  ({one.where})")
    answer = _ask.line("Which of them name the same person? Numbers with commas, all, or just Enter for none: ").strip().lower()
    if answer == "all":
        return [one.text for one in further]
    numbers = [part.strip() for part in answer.split(",") if part.strip()]
    if not all(number.isdecimal() and 1 <= int(number) <= len(further) for number in numbers):
        raise BadInput("name numbers of the list, with commas between them")
    return [further[int(number) - 1].text for number in numbers]


def _initials(proposed: str) -> str:
    if not sys.stdin.isatty():
        return proposed
    return _ask.line(f"Shown as [{visible(proposed)}]; another word, or just Enter: ").strip() or proposed


def _tell(left: "Sequence[Suggestion]", usual: int) -> None:
    if left:
        result(f"{plural(len(left), 'further form')} in the case with one of these names, or a part of it; add those that fit:")
        for one in left:
            result(f"    {visible(one.text)}  ({one.where})")
    if usual:
        result(
            f"{plural(usual, 'spelling')} of these is also a word of the dossier's own sentences: it is replaced in what people"
            " wrote, and the pages cannot be searched for it."
        )


def _cells(one: "Party") -> list[str]:
    ends = [one.role, str(len(one.spellings)), one.recorded_at, "yes" if one.active else "no"]
    return [one.id[: _rows.SHORT], f"[{visible(one.shown)}]", *ends]
