"""Labels that a person sets by hand: what a thing does, and how grave they hold it to be. No label ever hides anything."""

from collections.abc import Mapping, Sequence
from typing import get_args

from gawah.records.casework import Label, Report, Tactic, Translation
from gawah.records.errors import BadInput
from gawah.usecases._targets import target
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

TACTICS: tuple[Tactic, ...] = get_args(Tactic)
GRAVEST = 4


def new_labels(
    work: Workspace, prefixes: Sequence[str], tactics: Sequence[str], severity: int | None, note: str = ""
) -> tuple[Label, ...]:
    """The labels as they would be kept, one for each thing named; nothing is written.

    Args:
        work: The case and who acts in it.
        prefixes: Ids, or their first digits, of messages, events, captures, items and own entries.
        tactics: Words of `TACTICS`, in any order; none for "none of these".
        severity: 0 to 4; None to say nothing of it.
        note: The person's words.

    Raises:
        BadInput: Nothing is named, a tactic is unknown, the severity is out of range, or an id names a complaint.
        NotFound: An id names nothing.
    """
    if not prefixes:
        raise BadInput("name what is to be labelled: one id or more")
    unknown = sorted(set(tactics) - set(TACTICS))
    if unknown:
        raise BadInput(f"a tactic is one of {', '.join(TACTICS)}")
    if severity is not None and not 0 <= severity <= GRAVEST:
        raise BadInput(f"the severity is a number from 0 to {GRAVEST}")
    found = {thing.id: thing for thing in (target(work, prefix) for prefix in prefixes)}
    if any(isinstance(thing, Report | Translation) for thing in found.values()):
        raise BadInput("what is labelled is a message, event, capture, file or own entry")
    chosen = tuple(tactic for tactic in TACTICS if tactic in tactics)
    return tuple(
        Label(
            of=one,
            **written(work),
            tactics=chosen,
            severity=severity,
            note=note,
        )
        for one in found
    )


def keep_labels(work: Workspace, made: Sequence[Label]) -> int:
    """Keep the labels. What was said of the same things before stays in the ledger. The ledger entry."""
    return work.vault.state_all([(one.id, one) for one in made], work.clock(), work.acting, method="label")


def labels(work: Workspace) -> list[Label]:
    """Every label as the person holds it now, in the order in which things were first labelled; none that was taken back."""
    return [one for one in work.vault.stated(Label) if not one.taken_back]


def labels_by_id(work: Workspace) -> Mapping[str, Label]:
    """The same by the id of what they speak of."""
    return {one.of: one for one in labels(work)}


def marked(label: Label | None) -> bool:
    """Whether the person named a tactic or a severity above 0: not for what they looked at and found to be neither."""
    return label is not None and bool(label.tactics or label.severity)
