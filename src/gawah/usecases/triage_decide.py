"""Decide what the machine suggested, or anything else: one decision labels a record and its near copies, each label saying so.

Labels are a person's statements; taking a decision back states anew what was said before it. Nothing is changed or hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gawah.records.casework import Label, Tactic
from gawah.records.errors import BadInput
from gawah.records.triage import SETTLING, Act, Decision, TriageSettings, tactics_of
from gawah.seal.keys import random_id
from gawah.usecases._standing import labelled_thing, standing
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.usecases.label import GRAVEST, TACTICS
from gawah.usecases.triage_budget import keep_settings, settings
from gawah.vault.codec import Stated

DEEP = 20
"""So many of the last decisions can be taken back, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision as it was kept, or would be.

    Attributes:
        decision: What was decided.
        labels: Set by it.
        entry: Index of the ledger entry; None where nothing was written.
    """

    decision: Decision
    labels: tuple[Label, ...]
    entry: int | None


def accept(work: Workspace, prefix: str, *, severity: int | None = None, write: bool = True) -> Decided:
    """Say that the record, and its near copies, do what is suggested of it. Raises NotFound; BadInput: nothing is suggested."""
    row = work.vault.get(prefix)
    judgement = work.vault.suggestion_of(row.id)
    named = () if judgement is None else tactics_of(judgement)
    if not named:
        raise BadInput("no tactic is suggested of this one: say what it does, `gawah triage change ID --tactic`")
    return _decide(work, row.id, "accept", named, severity, write=write)


def change(work: Workspace, prefix: str, tactics: Sequence[str], *, severity: int | None = None, write: bool = True) -> Decided:
    """Say what the record, and its near copies, do. Raises NotFound; BadInput: no tactic, or one that is not known."""
    if not tactics or set(tactics) - set(TACTICS):
        raise BadInput(f"name one tactic or more of {', '.join(TACTICS)}")
    named = tuple(one for one in TACTICS if one in tactics)
    return _decide(work, work.vault.get(prefix).id, "change", named, severity, write=write)


def not_abuse(work: Workspace, prefix: str, *, write: bool = True) -> Decided:
    """Say that the record, and its near copies, are none of the tactics. They stay in the case. Raises NotFound."""
    return _decide(work, work.vault.get(prefix).id, "not-abuse", (), 0, write=write)


def same(work: Workspace, prefix: str, *, write: bool = True) -> Decided:
    """Say of the record, and of its near copies that wait, what was last said of a near copy. Raises NotFound, BadInput."""
    row = work.vault.get(prefix)
    said = standing(work).labels
    known = [said[one] for one in work.vault.copies(row.id) if one in said and one != row.id]
    if not known:
        raise BadInput("nobody decided a near copy of this one yet")
    before = max(known, key=lambda one: one.recorded_at)
    act: Act = "change" if before.tactics else "not-abuse"
    return _decide(work, row.id, act, before.tactics, before.severity, write=write)


def put_off(work: Workspace, prefix: str, act: Act, *, write: bool = True) -> Decided:
    """Put the record and its near copies off (`later`), or hand them to a helper (`needs-helper`). Raises NotFound, BadInput."""
    if act in SETTLING:
        raise BadInput("what is decided is not put off")
    return _decide(work, work.vault.get(prefix).id, act, (), None, write=write)


def undo(work: Workspace, *, write: bool = True) -> Decided:
    """Take back the newest decision that still stands, among the last `DEEP`. Raises BadInput: there is none."""
    every = work.vault.stated(Decision)
    standing_ones = [one for one in every[-DEEP:] if one.active]
    if not standing_ones:
        raise BadInput(f"nothing to take back among the last {DEEP} decisions")
    decision = replace(standing_ones[-1], **written(work), active=False)
    gone = {one.id for one in every if not one.active} | {decision.id}
    labels = tuple(
        _before(work, label, gone) for label in work.vault.stated(Label) if label.decision == decision.id and not label.taken_back
    )
    return _keep(work, decision, labels, write=write)


def activity(work: Workspace) -> tuple[Decision, ...]:
    """Every decision, those that were taken back too, the newest first."""
    return tuple(reversed(work.vault.stated(Decision)))


def reset(work: Workspace) -> int:
    """Forget what was learnt from decisions so far; the decisions stay. The ledger entry."""
    now = settings(work)
    made = len(work.vault.stated(Decision))
    return keep_settings(work, TriageSettings(**written(work), reveals_a_day=now.reveals_a_day, forgotten=made))


def _decide(work: Workspace, record: str, act: Act, tactics: tuple[Tactic, ...], severity: int | None, *, write: bool) -> Decided:
    if severity is not None and not 0 <= severity <= GRAVEST:
        raise BadInput(f"the severity is a number from 0 to {GRAVEST}")
    stands = standing(work)
    things = {one: labelled_thing(work.vault.get(one)) for one in work.vault.copies(record)}
    about = (record, *(one for one, thing in things.items() if one != record and thing not in stands.labels))
    judgement = work.vault.suggestion_of(record)
    decision = Decision(
        id=random_id(),
        **written(work),
        act=act,
        of=record,
        about=about,
        tactics=tactics,
        suggested=() if judgement is None else tactics_of(judgement),
        model="" if judgement is None else judgement.model,
    )
    labels = _labels(decision, things, severity) if act in SETTLING else ()
    return _keep(work, decision, labels, write=write)


def _labels(decision: Decision, things: Mapping[str, str], severity: int | None) -> tuple[Label, ...]:
    made = {
        things[one]: Label(
            of=things[one],
            recorded_at=decision.recorded_at,
            agent=decision.agent,
            for_agent=decision.for_agent,
            tactics=decision.tactics,
            severity=severity,
            decision=decision.id,
            by_likeness_with="" if one == decision.of else decision.of,
        )
        for one in reversed(decision.about)  # what was looked at says so, where two readings of one picture are near copies
    }
    return tuple(made.values())


def _before(work: Workspace, label: Label, gone: set[str]) -> Label:
    """What was said of a thing before decisions that were taken back, stated anew."""
    for _, earlier in reversed(work.vault.earlier(Label, label.id)):
        if earlier.decision not in gone and not earlier.taken_back:
            return replace(earlier, **written(work))
    return Label(of=label.of, **written(work), tactics=(), taken_back=True)


def _keep(work: Workspace, decision: Decision, labels: tuple[Label, ...], *, write: bool) -> Decided:
    made: list[tuple[str, Stated]] = [(decision.id, decision), *((one.id, one) for one in labels)]
    sort = "label" if labels else "triage"
    method = sort if decision.active else "triage-undo"
    entry = work.vault.state_all(made, work.clock(), work.acting, method=method) if write else None
    return Decided(decision=decision, labels=labels, entry=entry)
