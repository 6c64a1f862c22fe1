"""Why something was suggested: which rule or head, at which place of the text, and what was learnt. Words only on request."""

from dataclasses import dataclass, field

from gawah.records.judgement import Judgement, Span
from gawah.usecases._descriptor import Descriptor, describe, record_of
from gawah.usecases._standing import State, labelled_thing, standing
from gawah.usecases._workspace import Workspace
from gawah.usecases.triage import overlay_of
from gawah.usecases.triage_budget import Budget, budget
from gawah.usecases.triage_run import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What a suggestion rests on.

    Attributes:
        row: What a row says of the record.
        judgement: The newest judgement of it; None where it was not judged.
        state: How it stands.
        copies: How many near copies there are, itself among them.
        learnt: Tactics whose place in the queue decisions moved, as `tactic up` or `tactic down`.
        words: Each span with its words, when they were asked for and counted; else ().
        budget: Where the day stands, before this.
        paused: Words were asked for, the day's number is reached, and nobody said to go on: none are shown.
    """

    row: Descriptor
    judgement: Judgement | None
    state: State
    copies: int
    learnt: tuple[str, ...]
    words: tuple[tuple[Span, str], ...] = field(default=(), repr=False)
    budget: Budget
    paused: bool


def explain(work: Workspace, prefix: str, *, show_text: bool = False, go_on: bool = False) -> Explained:
    """What a suggestion rests on; with `show_text` the words too, which are counted as looked at. Raises NotFound, BadInput."""
    row = work.vault.get(prefix)
    judgement, stands, day = work.vault.suggestion_of(row.id), standing(work), budget(work)
    paused = show_text and day.reached and not go_on
    words: tuple[tuple[Span, str], ...] = ()
    if show_text and not paused and judgement is not None:
        work.vault.reveal([row.id], work.clock(), work.acting)
        text = text_of(record_of(row))
        words = tuple((span, text[span.start : span.end]) for span in judgement.spans)
    return Explained(
        row=describe(row),
        judgement=judgement,
        state="decided" if labelled_thing(row) in stands.labels else stands.of(row.id),
        copies=len(work.vault.copies(row.id)),
        learnt=() if judgement is None else _moved(work, judgement),
        words=words,
        budget=day,
        paused=paused,
    )


def _moved(work: Workspace, judgement: Judgement) -> tuple[str, ...]:
    overlay = overlay_of(work, standing(work))
    found = []
    for one in judgement.tactics:
        now = round(overlay.probability(judgement, one.tactic) * 1000) if one.assessed and overlay.examples else one.probability
        if abs(now - one.probability) > 20:
            found.append(f"{one.tactic} {'up' if now > one.probability else 'down'}")
    return tuple(found)
