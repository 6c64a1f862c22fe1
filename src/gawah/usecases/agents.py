"""Who may act on a case, for themselves or on whose behalf."""

from typing import get_args

from gawah.records.custody import Agent, Role
from gawah.records.errors import AlreadyThere, BadInput
from gawah.seal.keys import random_id
from gawah.usecases._workspace import Workspace


def new_agent(work: Workspace, label: str, *, role: str, name: str = "", acts_for: str | None = None) -> Agent:
    """Somebody who may act on the case, as `add_agent` would enter them; nothing is written. Arguments and errors as there."""
    if not label.replace("-", "").replace("_", "").isalnum() or len(label) > 32:
        raise BadInput("a label is one word of letters, digits, - and _, with 32 characters at most")
    known: tuple[Role, ...] = tuple(one for one in get_args(Role) if one != "software")
    if role not in known:
        raise BadInput(f"the role must be one of {', '.join(known)}")
    if any(agent.label == label for agent in work.vault.agents()):
        raise AlreadyThere("the case has an agent with this label")
    person = None if acts_for is None else work.vault.agent(acts_for)
    return Agent(
        id=random_id(),
        label=label,
        role=next(one for one in known if one == role),
        name=name,
        acts_for=None if person is None else person.id,
    )


def add_agent(work: Workspace, label: str, *, role: str, name: str = "", acts_for: str | None = None) -> Agent:
    """Enter somebody who may act on the case. Every later act of theirs names them in the ledger, by a random id.

    Args:
        work: The case and who acts in it.
        label: A short neutral word of letters, digits, `-` and `_`, to choose them by with `--agent`.
        role: person, helper, lawyer or newsroom.
        name: As it should stand in a dossier; may be empty.
        acts_for: Label of the person on whose behalf they act; None for themselves.

    Raises:
        BadInput: The label or the role cannot be used.
        AlreadyThere: The case has an agent with this label.
        NotFound: No agent has the label `acts_for`.
    """
    made = new_agent(work, label, role=role, name=name, acts_for=acts_for)
    work.vault.add_agent(made, work.clock(), work.acting)
    return made


def agents(work: Workspace) -> list[Agent]:
    """All who may act on the case, in the order they were entered."""
    return work.vault.agents()
