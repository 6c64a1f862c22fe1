"""The short form for a person who cannot do more now: a few answers, and the short dossier follows from them.

Nothing of it is a second way of doing things: answers become a complaint, and a choice, as any other command would make them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from gawah.usecases import protect
from gawah.usecases._place import refuse_taken
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.disclose import Disclosed, disclose
from gawah.usecases.report import Told, add_report, checkpoint, new_report
from gawah.usecases.review import Selection
from gawah.vault.derived import AccountSeen

__all__ = ["Answers", "accounts", "refuse_taken", "starter"]

MOST = 20
"""Accounts offered to choose from: those with the most messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the person said; every answer but the first may be left out.

    Attributes:
        audience: For whom it is, as for a dossier.
        title: What it is about, in a few words.
        account: Id of the account whose messages it is about; None for everything.
        complaint: The complaint that was made already; None where there was none.
        protect: Names of whom nobody must read the name: each is shown by initials in every byte of the dossier.
    """

    audience: str
    title: str = field(default="", repr=False)
    account: str | None = None
    complaint: Told | None = field(default=None, repr=False)
    protect: tuple[str, ...] = field(default=(), repr=False)


def accounts(work: Workspace) -> list[AccountSeen]:
    """The accounts with the most messages, to choose one. Accounts as stated, not people."""
    return [one for one in work.vault.accounts() if one.messages][:MOST]


def starter(work: Workspace, out: Path, answers: Answers) -> Disclosed:
    """Enter what the person said and write the short dossier to the folder `out`: the first, the gravest and the latest messages,
    with both sides around each, counts over time, the complaint, the sources.

    Raises as `disclose.disclose`, `report.new_report` and `protect.new_party`; what was entered stays.
    """
    if answers.complaint is not None and not _entered(work, answers.complaint):
        add_report(work, new_report(work, answers.complaint, checkpoint(work)))
    known = {spelling for one in protect.active(work) for spelling in one.spellings}
    for name in dict.fromkeys(answers.protect):
        if name not in known:
            protect.add_party(work, protect.new_party(work, [name]))
    choice = Choice(short=True, where=Selection(sender=answers.account))
    return disclose(work, out, choice, audience=answers.audience, title=answers.title)


def _entered(work: Workspace, told: Told) -> bool:
    """Whether the complaint is in the case already, from an earlier try."""
    said = (told.to, told.made_at, told.reference or "")
    return any((one.to, one.made_at.stated, one.reference) == said for one in work.vault.reports())
