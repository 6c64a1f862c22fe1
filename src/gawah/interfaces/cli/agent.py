"""`gawah agent add|list`: who may act on the case, and on whose behalf."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.records.custody import Agent

app = typer.Typer(no_args_is_help=True, help="Who may act on the case, for themselves or on whose behalf.")


@app.command("add")
def agent_add(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help="A short neutral word to choose them by with --agent.", show_default=False)],
    *,
    role: Annotated[str, typer.Option(help="person, helper, lawyer or newsroom.")] = "helper",
    acts_for: Annotated[str | None, typer.Option(help="Label of the person on whose behalf they act.", show_default=False)] = None,
    no_name: Annotated[bool, typer.Option("--no-name", help="Do not ask for a name to print in a dossier.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Enter somebody who may act on the case; their name is asked for, or read from standard input."""
    from gawah.usecases import agents

    name = "" if no_name else _ask.line("Name as it should stand in a dossier (may be empty): ").strip()
    with opened(context) as work:
        enter = agents.new_agent if dry_run else agents.add_agent
        made = enter(work, label, role=role, name=name, acts_for=acts_for)
        known = agents.agents(work)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("agent", {**_json(made, known), "dry_run": dry_run})
    elif not dry_run:
        result(f"{made.label}, {made.role}: entered. They act with: gawah --agent {made.label} COMMAND")


@app.command("list")
def agent_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List who may act on the case."""
    from gawah.usecases import agents

    with opened(context) as work:
        known = agents.agents(work)
    if as_json:
        result_json("agent.list", {"agents": [_json(one, known) for one in known]})
        return
    rows = [[one.label, one.role, short(one.name, 40) or "–", _label_of(one.acts_for, known) or "themselves"] for one in known]
    columns(("label", "role", "name", "acts for"), rows)


def _json(one: "Agent", known: "list[Agent]") -> dict[str, Any]:
    acts_for = _label_of(one.acts_for, known)
    return {"id": one.id, "label": one.label, "role": one.role, "name": one.name, "acts_for": acts_for}


def _label_of(agent_id: str | None, known: "list[Agent]") -> str | None:
    return next((agent.label for agent in known if agent.id == agent_id), None)
