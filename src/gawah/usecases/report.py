"""Complaints made to an authority, a platform, an employer, a school or a lawyer, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from gawah.records.casework import AuthorityKind, HandedOver, Report, ReportStatus
from gawah.records.custody import Checkpoint
from gawah.records.errors import BadInput, NotFound
from gawah.records.when import When
from gawah.seal.keys import random_id
from gawah.usecases import _log_form, log
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

KINDS: tuple[AuthorityKind, ...] = get_args(AuthorityKind)
STATUSES: tuple[ReportStatus, ...] = get_args(ReportStatus)
TAKEN_OFF = ("", "-", "none")
"""What a person types in place of a day or time that no longer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person says of a complaint; None where they say nothing. A day or time that is one of `TAKEN_OFF` is taken off.

    Attributes:
        to: Name of the body.
        to_kind: One of `KINDS`.
        made_at: When the complaint was made, as the person states it.
        reference: Their reference number.
        channel: Post, web form, in person and so on.
        status: One of `STATUSES`.
        note: The person's words.
        officer, officer_number: Who took it, and their badge or service number.
        statement_at: When a statement was given.
        promised, due: The days by which the body promised something, and the person wants to have done the next step.
        outcome, next_step: In the person's words.
        dossiers, items: Ids of what was handed over; they come beside what was named before.
        incidents: Ids of entries of the incident log; the same.
        without: Ids of dossiers, items and entries that were named by mistake.
    """

    to: str | None = None
    to_kind: str | None = None
    made_at: str | None = None
    reference: str | None = None
    channel: str | None = None
    status: str | None = None
    note: str | None = None
    officer: str | None = None
    officer_number: str | None = None
    statement_at: str | None = None
    promised: str | None = None
    due: str | None = None
    outcome: str | None = None
    next_step: str | None = None
    dossiers: Sequence[str] = ()
    items: Sequence[str] = ()
    incidents: Sequence[str] = ()
    without: Sequence[str] = ()


def new_report(work: Workspace, told: Told, head: Checkpoint) -> Report:
    """The complaint as it would be kept, anchored at the checkpoint `head`; nothing is written.

    Raises:
        BadInput: It names no body or no time, or a kind, status, day or time cannot be used.
        NotFound: A dossier, item or entry of the log is not in the case.
    """
    if not told.to:
        raise BadInput("a complaint needs the name of the body it was made to: --to")
    if told.made_at is None:
        raise BadInput("a complaint needs the time at which it was made: --at")
    blank = Report(
        id=random_id(),
        made_at=stated_time(told.made_at),
        **written(work),
        to=told.to,
        to_kind="authority",
        anchor=f"{head.size}:{head.root}",
    )
    return _changed(work, blank, told)


def add_report(work: Workspace, made: Report) -> Report:
    """Keep the complaint."""
    work.vault.add_report(made, work.clock(), work.acting)
    return made


def changed_report(work: Workspace, prefix: str, told: Told) -> Report:
    """A complaint with what is new about it, as it would be kept; nothing is written.

    Raises:
        NotFound: No complaint has this id, or a dossier, item or entry of the log is not in the case.
        BadInput: Nothing new is said, or a kind, status, day or time cannot be used.
    """
    found = one_of(work.vault.reports(), prefix)
    changed = _changed(work, found, told)
    if changed == found:
        raise BadInput("nothing new is said about the complaint")
    return replace(changed, **written(work))


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


def handed_over(work: Workspace, dossiers: Sequence[str], items: Sequence[str]) -> tuple[HandedOver, ...]:
    """What was handed over, with the digest that the ledger has of each. Raises NotFound, BadInput."""
    try:
        made = [one_of(work.vault.dossiers(), prefix) for prefix in dossiers]
        held = [one_of(work.vault.items(), prefix) for prefix in items]
    except NotFound:
        raise NotFound("the case has no dossier or item with an id that is named as handed over") from None
    given = [HandedOver(kind="dossier", id=one.id, sha256=one.bundle_sha256) for one in made]
    given += [HandedOver(kind="item", id=one.id, sha256=one.sha256) for one in held]
    return tuple(dict.fromkeys(given))


def _changed(work: Workspace, report: Report, told: Told) -> Report:
    without = {_named_before(report, prefix) for prefix in told.without}
    given = dict.fromkeys((*report.handed_over, *handed_over(work, told.dossiers, told.items)))
    about = dict.fromkeys((*report.incidents, *(log.logged(work, one).entry.id for one in told.incidents)))
    return replace(
        report,
        to=told.to or report.to,
        to_kind=report.to_kind if told.to_kind is None else _log_form.word(told.to_kind, KINDS, "the kind"),
        made_at=report.made_at if told.made_at is None else stated_time(told.made_at),
        reference=_said(told.reference, report.reference),
        channel=_said(told.channel, report.channel),
        status=report.status if told.status is None else _log_form.word(told.status, STATUSES, "the status"),
        note=_said(told.note, report.note),
        officer=_said(told.officer, report.officer),
        officer_number=_said(told.officer_number, report.officer_number),
        statement_at=_time(told.statement_at, report.statement_at),
        promised=_day(told.promised, report.promised),
        due=_day(told.due, report.due),
        outcome=_said(told.outcome, report.outcome),
        next_step=_said(told.next_step, report.next_step),
        handed_over=tuple(one for one in given if one.id not in without),
        incidents=tuple(one for one in about if one not in without),
    )


def _named_before(report: Report, prefix: str) -> str:
    """The full id of something that the complaint names. Raises NotFound, BadInput."""
    named = [one.id for one in report.handed_over] + list(report.incidents)
    found = [one for one in named if len(prefix.strip()) >= 6 and one.startswith(prefix.strip().lower())]
    if not found:
        raise NotFound("the complaint names nothing with this id")
    if len(set(found)) > 1:
        raise BadInput("several ids begin so; give more digits")
    return found[0]


def _said(new: str | None, before: str) -> str:
    return before if new is None else new.strip("\n")


def _time(new: str | None, before: When | None) -> When | None:
    if new is None:
        return before
    return None if new.strip().casefold() in TAKEN_OFF else stated_time(new)


def _day(new: str | None, before: str | None) -> str | None:
    if new is None:
        return before
    return None if new.strip().casefold() in TAKEN_OFF else _log_form.day(new)
