"""What an id names among everything in a case that has one: what was read, and every statement of people and of the program.

The diary is left out: it is locked apart, and only its own commands say that it is there.
"""

from contextlib import suppress
from typing import Final, TypeAlias, get_args

from gawah.records.casework import Finding, Label, Notice, Party
from gawah.records.complaint import Intended, ReportStep
from gawah.records.custody import Agent, Authority, Backup
from gawah.records.disclosure import Certificate, Dossier, HandOver, Redaction
from gawah.records.errors import BadInput, NotFound
from gawah.records.incident import Incident
from gawah.records.triage import AuditSample, Decision, TriageSettings
from gawah.records.whereabouts import Whereabouts
from gawah.usecases._targets import Target, beginning, target
from gawah.usecases._workspace import Workspace

Added: TypeAlias = (
    Notice
    | ReportStep
    | Intended
    | Label
    | Finding
    | Incident
    | Party
    | Redaction
    | Dossier
    | HandOver
    | Certificate
    | Agent
    | Authority
    | Backup
    | Whereabouts
    | Decision
    | TriageSettings
    | AuditSample
)
"""Statements that have an id, beside those that a person can point at (`Own`)."""
ADDED: Final[tuple[type[Added], ...]] = get_args(Added)


def anything(work: Workspace, prefix: str) -> Target | Added:
    """What the id names. Raises NotFound, and BadInput when several ids begin so."""
    found: list[Target | Added] = [one for kind in ADDED for one in beginning(work.vault.stated(kind), prefix)]
    with suppress(NotFound):
        found.append(target(work, prefix))
    if not found:
        raise NotFound("nothing has this id")
    if len(found) > 1:
        raise BadInput("several ids begin so; give more digits")
    return found[0]


def own_words(one: Added) -> str:
    """The person's own words in it. Raises BadInput for what holds none, or shows them elsewhere."""
    if isinstance(one, Notice):
        return one.body
    if isinstance(one, ReportStep):
        return one.words
    if isinstance(one, Label):
        return one.note
    if isinstance(one, Intended):
        return one.address
    if isinstance(one, Incident):
        raise BadInput("this id is of an entry of the incident log: `gawah log show ID --show-text` shows its words")
    raise BadInput("this id is of something without a text of its own: `gawah show ID` says what it is")
