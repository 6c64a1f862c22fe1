"""One step in the matter of a complaint: a call, a visit, a letter, a reply. Each is a row of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from gawah.records.complaint import Direction, ReportStep, StepKind
from gawah.records.errors import BadInput, NotFound
from gawah.seal.keys import random_id
from gawah.usecases import _log_form
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import full_ids, one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.usecases.report import handed_over

KINDS: tuple[StepKind, ...] = get_args(StepKind)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person says of a step.

    Attributes:
        at: When, as they state it.
        kind: One of `KINDS`.
        direction: One of `DIRECTIONS`; None: from them for a reply, to them for all others.
        with_whom: Who spoke or wrote for the body.
        words: What was said, asked or answered.
        reference: A number that they gave for it.
        attached: Ids of items, messages and captures that show it.
        dossiers, items: Ids of what was handed over with it.
    """

    at: str
    kind: str
    direction: str | None = None
    with_whom: str = ""
    words: str = ""
    reference: str = ""
    attached: Sequence[str] = ()
    dossiers: Sequence[str] = ()
    items: Sequence[str] = ()


def new_step(work: Workspace, report: str, told: Told, *, corrects: str | None = None) -> ReportStep:
    """The step as it would be kept; nothing is written.

    Args:
        work: The case and who acts in it.
        report: Id of the complaint, or its first digits.
        told: What is said of it.
        corrects: Id of a step of this complaint in whose place it stands from now on.

    Raises:
        NotFound: The complaint, the step that is corrected, or something that the step names is not in the case.
        BadInput: A word or time cannot be used, or nothing is said and nothing named.
    """
    of = one_of(work.vault.reports(), report)
    kind = _log_form.word(told.kind, KINDS, "the kind of step")
    usual: Direction = "from-them" if kind == "reply" else "to-them"
    attached = full_ids(work, told.attached)
    given = handed_over(work, told.dossiers, told.items)
    if not (told.words.strip() or attached or given):
        raise BadInput("say in words what was said or done, or name what shows it: --attach")
    return ReportStep(
        id=random_id() if corrects is None else _step(work, of.id, corrects).id,
        report=of.id,
        **written(work),
        at=stated_time(told.at),
        kind=kind,
        direction=usual if told.direction is None else _log_form.word(told.direction, DIRECTIONS, "the direction"),
        with_whom=told.with_whom.strip(),
        words=told.words.strip("\n"),
        attached=tuple(dict.fromkeys(attached)),
        handed_over=given,
        reference=told.reference.strip(),
    )


def keep_step(work: Workspace, made: ReportStep) -> int:
    """Keep the step; its ledger entry. One that it corrects stays there too."""
    return work.vault.state(made, made.id, work.clock(), work.acting, method="report-step")


def _step(work: Workspace, report: str, prefix: str) -> ReportStep:
    try:
        return one_of([one for one in work.vault.stated(ReportStep) if one.report == report], prefix)
    except NotFound:
        raise NotFound("the complaint has no step with this id; `gawah report show ID` lists them") from None
