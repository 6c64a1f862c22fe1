"""Who writes a statement, for whom, and when: what every statement of a person says of itself."""

from typing import TypedDict

from gawah.usecases._workspace import Workspace


class Written(TypedDict):
    """Fields of a statement: when it was written down, by this machine's clock; ids of who wrote it, and on whose behalf."""

    recorded_at: str
    agent: str
    for_agent: str | None


def written(work: Workspace) -> Written:
    """Now, by whoever acts."""
    return {"recorded_at": work.clock(), "agent": work.acting.agent, "for_agent": work.acting.for_agent}
