"""What comparing sources showed: messages that changed or are missing in one export, and captures that show the same words."""

from dataclasses import dataclass, field

from gawah.records.casework import Finding
from gawah.records.errors import NotFound
from gawah.usecases._workspace import Workspace

MEANINGS = {
    "changed": "stands differently in a later export; the exports do not say who changed it",
    "missing-later": "stands in an export and not in a later one that covers its time: deleted since, or exported another way",
    "missing-earlier": "stands in a later export and not in an earlier one that covers its time",
    "corroborated": "a capture from another source shows the same words",
}
"""Each kind with what it does and does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A finding with the names of the two files.

    Attributes:
        finding: As kept.
        earlier, later: File names as they came; "" where the file was erased since.
        title: The conversation's, as first stated.
    """

    finding: Finding
    earlier: str = field(repr=False)
    later: str = field(repr=False)
    title: str | None = field(repr=False)


def findings(work: Workspace) -> list[Compared]:
    """All findings, in the order of finding."""
    titles = {one.id: one.title for one in work.vault.conversations()}
    return [
        Compared(finding=one, earlier=_name(work, one.earlier), later=_name(work, one.later), title=titles.get(one.conversation))
        for one in work.vault.findings()
    ]


def about(work: Workspace, record_id: str) -> tuple[Finding, ...]:
    """The findings that a record takes part in."""
    return tuple(one for one in work.vault.findings() if record_id in one.records or record_id in one.counterparts)


def _name(work: Workspace, item_id: str) -> str:
    try:
        return work.vault.item(item_id).name
    except NotFound:
        return ""
