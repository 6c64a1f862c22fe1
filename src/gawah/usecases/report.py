"""Complaints made to an authority, a platform, an employer, a school or a lawyer, and what became of them."""

from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

from gawah.records.casework import AuthorityKind, Report, ReportStatus
from gawah.records.custody import Checkpoint
from gawah.records.errors import BadInput
from gawah.seal.keys import random_id
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace

Word = TypeVar("Word", bound=str)
KINDS: tuple[AuthorityKind, ...] = get_args(AuthorityKind)
STATUSES: tuple[ReportStatus, ...] = get_args(ReportStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person says of a complaint; None where they say nothing.

    Attributes:
        to: Name of the body.
        to_kind: One of `KINDS`.
        made_at: When the complaint was made, as the person states it.
        reference: Their reference number.
        channel: Post, web form, in person and so on.
        status: One of `STATUSES`.
        note: What was handed over, officer, promised date.
    """

    to: str | None = None
    to_kind: str | None = None
    made_at: str | None = None
    reference: str | None = None
    channel: str | None = None
    status: str | None = None
    note: str | None = None


def new_report(work: Workspace, told: Told, head: Checkpoint) -> Report:
    """The complaint as it would be kept, anchored at the checkpoint `head`; nothing is written.

    Raises:
        BadInput: It names no body or no time, or a kind or status is unknown.
    """
    if not told.to:
        raise BadInput("a complaint needs the name of the body it was made to: --to")
    if told.made_at is None:
        raise BadInput("a complaint needs the time at which it was made: --at")
    blank = Report(
        id=random_id(),
        recorded_at=work.clock(),
        made_at=stated_time(told.made_at),
        agent=work.acting.agent,
        for_agent=work.acting.for_agent,
        to=told.to,
        to_kind="authority",
        anchor=f"{head.size}:{head.root}",
    )
    return _changed(blank, told)


def add_report(work: Workspace, made: Report) -> Report:
    """Keep the complaint."""
    work.vault.add_report(made, work.clock(), work.acting)
    return made


def changed_report(work: Workspace, prefix: str, told: Told) -> Report:
    """A complaint with what is new about it, as it would be kept; nothing is written.

    Raises:
        NotFound: No complaint has this id.
        BadInput: Nothing new is said, or a kind or status is unknown.
    """
    found = one_of(work.vault.reports(), prefix)
    changed = _changed(found, told)
    if changed == found:
        raise BadInput("nothing new is said about the complaint")
    return replace(changed, recorded_at=work.clock(), agent=work.acting.agent, for_agent=work.acting.for_agent)


def update_report(work: Workspace, changed: Report) -> Report:
    """Keep what became of a complaint. What was said before stays in the ledger."""
    work.vault.update_report(changed, work.clock(), work.acting)
    return changed


def reports(work: Workspace) -> list[Report]:
    """All complaints as last known, in the order they were entered."""
    return list(work.vault.reports())


def checkpoint(work: Workspace) -> Checkpoint:
    """The ledger's head now. Printed in a complaint, the dated copy of whoever receives it anchors everything before it."""
    return work.vault.checkpoint()


def _changed(report: Report, told: Told) -> Report:
    return replace(
        report,
        to=told.to or report.to,
        to_kind=report.to_kind if told.to_kind is None else _word(told.to_kind, KINDS, "kind"),
        made_at=report.made_at if told.made_at is None else stated_time(told.made_at),
        reference=report.reference if told.reference is None else told.reference,
        channel=report.channel if told.channel is None else told.channel,
        status=report.status if told.status is None else _word(told.status, STATUSES, "status"),
        note=report.note if told.note is None else told.note,
    )


def _word(text: str, known: tuple[Word, ...], what: Literal["kind", "status"]) -> Word:
    for one in known:
        if one == text:
            return one
    raise BadInput(f"the {what} must be one of {', '.join(known)}")
