"""The queue: what the machine suggests a person looks at, near copies together, threats first, without a word of the text.

Everything that is suggested is in the queue until a person has decided it; what was put off stands behind, what was handed to a
helper stands in a queue of its own. A suggestion is the machine's: it is no label and reaches no dossier.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from gawah.analysis.overlay import Example, Overlay, learnt
from gawah.analysis.queue_order import Place, ordered
from gawah.records.casework import Label
from gawah.records.errors import BadInput
from gawah.records.judgement import Judgement, TacticJudgement
from gawah.records.triage import SETTLING, alarms, tactics_of
from gawah.usecases._descriptor import Descriptor, describe, record_of
from gawah.usecases._sides import Sides
from gawah.usecases._standing import Standing, State, labelled_thing, standing
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import confirmed
from gawah.usecases.triage_budget import Budget, budget, settings
from gawah.vault.rows import Filters, Position, Row
from gawah.vault.suggestions import Suggested

LONGEST = 10_000
"""Rows at most on one page."""
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """Near copies that wait for one decision, shown by their newest.

    Attributes:
        row: What a row says of the newest of them, without text.
        judgement: What is suggested of it.
        tactics: What is suggested, the most probable first, with what was learnt in this case.
        waiting: Ids of those that nobody decided, in order of time.
        copies: How many near copies there are, decided ones too.
        state: undecided, later or needs-helper.
        by_owner: Whether the owner of the export wrote it; None where the export does not say.
        like: What a person said of a near copy; None where nobody did.
    """

    row: Descriptor
    judgement: Judgement
    tactics: tuple[TacticJudgement, ...]
    waiting: tuple[str, ...]
    copies: int
    state: State
    by_owner: bool | None
    like: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many records stand how. `suggested` is the sum of the others."""

    suggested: int
    undecided: int
    later: int
    needs_helper: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits.

    Attributes:
        rows: In order; () while it is paused.
        clusters: How many rows there are in all.
        counts: Of records.
        budget: Texts looked at today.
        paused: The day's number is reached, and nobody said to go on.
        model: The newest model that judged something; None where nothing was judged.
        unjudged: Records that this model has not judged.
        learnt_from: How many decisions the order rests on.
    """

    rows: tuple[QueueRow, ...]
    clusters: int
    counts: Counts
    budget: Budget
    paused: bool
    model: str | None
    unjudged: int
    learnt_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What nobody decided and the machine suggests nothing of, in order of time.

    Attributes:
        rows: Without text.
        after: Id to go on after; None at the end.
    """

    rows: tuple[Descriptor, ...]
    after: str | None


@dataclass(slots=True)
class _Cluster:
    members: list[Suggested] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def waiting(self, *, handed: bool) -> list[Suggested]:
        wanted = ("needs-helper",) if handed else ("undecided", "later")
        return [one for one, state in zip(self.members, self.states, strict=True) if state in wanted]


def queue(work: Workspace, *, limit: int, go_on: bool = False, for_helper: bool = False) -> Queue:
    """What waits for a decision.

    Args:
        work: The case.
        limit: Rows at most.
        go_on: Past the day's number of texts.
        for_helper: Only what was handed to a helper.

    Raises BadInput: the limit is not between 1 and `LONGEST`.
    """
    if not 1 <= limit <= LONGEST:
        raise BadInput(f"--limit is between 1 and {LONGEST}")
    stands, day = standing(work), budget(work)
    clusters = _clusters(work, stands)
    overlay = overlay_of(work, stands)
    waiting = {name: found for name, one in clusters.items() if (found := one.waiting(handed=for_helper))}
    places = [_place(name, found, stands, overlay) for name, found in waiting.items()]
    paused = day.reached and not go_on
    chosen = [] if paused else [place.id for place in islice(ordered(places), limit)]
    sides, known = Sides(work), confirmed(work)
    rows = tuple(_row(work, clusters[name], waiting[name], stands, overlay, sides, known) for name in chosen)
    models = work.vault.models()
    return Queue(
        rows=rows,
        clusters=len(waiting),
        counts=_counts(clusters),
        budget=day,
        paused=paused,
        model=models[-1] if models else None,
        unjudged=work.vault.judged(models[-1])[1] if models else 0,
        learnt_from=overlay.examples,
    )


def by_hand(work: Workspace, *, limit: int, after: str | None = None) -> ByHand:
    """The next messages and captures after the one named `after` that nobody decided and of which nothing is suggested.

    Raises BadInput, NotFound.
    """
    if not 1 <= limit <= LONGEST:
        raise BadInput(f"--limit is between 1 and {LONGEST}")
    stands = standing(work)
    suggested = {one.judgement.of for one in work.vault.suggested()}
    found: list[Row] = []
    position: Position | None = None if after is None else work.vault.get(after).position
    while len(found) <= limit and (page := work.vault.page(Filters(machine_read=False), after=position, limit=_PAGE)):
        position = page[-1].position
        found += [
            row for row in page if row.type != "event" and row.id not in suggested and stands.of(row.id) in ("undecided", "later")
        ]
    here = found[:limit]
    return ByHand(rows=tuple(describe(row) for row in here), after=here[-1].id if len(found) > limit else None)


def counts(work: Workspace) -> Counts:
    """How many records of which something is suggested stand how."""
    return _counts(_clusters(work, standing(work)))


def overlay_of(work: Workspace, stands: Standing) -> Overlay:
    """What the decisions since the last reset teach, one example a decision."""
    forgotten = settings(work).forgotten
    examples = []
    for one in stands.decisions[forgotten:]:
        judgement = work.vault.suggestion_of(one.of) if one.active and one.act in SETTLING else None
        if judgement is not None:
            examples.append(Example(judgement=judgement, tactics=frozenset(one.tactics)))
    return learnt(examples)


def state_of(work: Workspace, stands: Standing, one: Suggested) -> State:
    """How a record of which something is suggested stands."""
    if one.type != "transcript":
        return stands.of(one.judgement.of)
    thing = labelled_thing(work.vault.get(one.judgement.of))
    return "decided" if thing in stands.labels else stands.of(one.judgement.of)


def _clusters(work: Workspace, stands: Standing) -> Mapping[str, _Cluster]:
    found: defaultdict[str, _Cluster] = defaultdict(_Cluster)
    for one in work.vault.suggested():
        cluster = found[one.cluster]
        cluster.members.append(one)
        cluster.states.append(state_of(work, stands, one))
    return found


def _counts(clusters: Mapping[str, _Cluster]) -> Counts:
    said = Counter(state for one in clusters.values() for state in one.states)
    return Counts(
        suggested=said.total(),
        undecided=said["undecided"],
        later=said["later"],
        needs_helper=said["needs-helper"],
        decided=said["decided"],
    )


def _place(name: str, waiting: Sequence[Suggested], stands: Standing, overlay: Overlay) -> Place:
    newest = waiting[-1]
    named = _tactics(newest.judgement, overlay)
    put_off = all(stands.of(one.judgement.of) != "undecided" for one in waiting)
    times = [one.at_ms for one in waiting if one.at_ms is not None]
    return Place(
        id=name,
        tactic=named[0].tactic if named else "",
        conversation=newest.conversation,
        waits=int(put_off),
        urgent=any("threat" in tactics_of(one.judgement) or alarms(one.judgement) for one in waiting),
        severity=max(one.judgement.severity for one in waiting),
        probability=max(overlay.best(one.judgement) for one in waiting),
        at_ms=max(times, default=None),
    )


def _tactics(judgement: Judgement, overlay: Overlay) -> tuple[TacticJudgement, ...]:
    named = [one for one in judgement.tactics if one.assessed]
    return tuple(sorted(named, key=lambda one: (-round(overlay.probability(judgement, one.tactic), 6), one.tactic)))


def _row(
    work: Workspace,
    cluster: _Cluster,
    waiting: Sequence[Suggested],
    stands: Standing,
    overlay: Overlay,
    sides: Sides,
    known: frozenset[str],
) -> QueueRow:
    newest = waiting[-1]
    row = work.vault.get(newest.judgement.of)
    like = [stands.labels[one.judgement.of] for one in cluster.members if one.judgement.of in stands.labels]
    state = stands.of(newest.judgement.of)
    return QueueRow(
        row=describe(row, known),
        judgement=newest.judgement,
        tactics=_tactics(newest.judgement, overlay),
        waiting=tuple(one.judgement.of for one in waiting),
        copies=len(cluster.members),
        state=state,
        by_owner=sides.by_owner(record_of(row), row.conversation_title),
        like=max(like, key=lambda one: one.recorded_at, default=None),
    )
