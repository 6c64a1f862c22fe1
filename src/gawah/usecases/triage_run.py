"""Ask the machine for suggestions: slice by slice, each kept with its ledger entry, so that a run that was stopped goes on.

Only what a model has not judged is judged. No suggestion hides, deletes or labels anything.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gawah.analysis.assessment import Asked
from gawah.records.content import Capture, Message, RowRecord
from gawah.records.errors import SuggestionsOff
from gawah.records.judgement import Judgement
from gawah.records.triage import suggests
from gawah.usecases._assessor import Assessing, alike, sketches
from gawah.usecases._before import Before
from gawah.usecases._descriptor import record_of
from gawah.usecases._sides import Sides
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Row

SLICE = 2_000
"""Records that are judged and kept at once: what a run that is killed has to do again at most."""
LONGEST = 20_000
"""Characters of a text that are judged; of a longer one its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run did.

    Attributes:
        model: Name and hash of what judged.
        judged: Records judged now.
        suggested: Of these, those that a person is asked to look at.
        entries: Indexes of the ledger entries.
        left: Records that this model has not judged; 0 once a run over everything came to its end, None where it was over a part.
    """

    model: str
    judged: int
    suggested: int
    entries: tuple[int, ...]
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are to be judged; all that were not, where nothing is said.

    Attributes:
        since_ms: From this place in time on, and those whose time is not known.
        reading: Of this reading.
    """

    since_ms: int | None = None
    reading: int | None = None


EVERYTHING = Wanted()


def run(
    work: Workspace,
    assessor: Assessing,
    *,
    wanted: Wanted = EVERYTHING,
    watch: Callable[[int, int], None] = lambda _done, _total: None,
    slice_of: int = SLICE,
) -> Run:
    """Judge what was not judged yet.

    Args:
        work: The case and who acts in it.
        assessor: What judges.
        wanted: Which records.
        watch: Called after each slice with records judged so far, and how many there are to judge.
        slice_of: Records a slice.

    Raises SuggestionsOff: what judges does not answer as it should. What was kept before stays.
    """
    total = work.vault.judged(assessor.model)[1] if wanted == EVERYTHING else 0
    sides, before = Sides(work), Before(work)
    judged, suggested, entries = 0, 0, []
    for rows in _slices(work, assessor.model, wanted, slice_of):
        records = [record_of(row) for row in rows]
        made = _judged(assessor, rows, records, sides, before)
        chosen = [(one.of, text_of(record)) for one, record in zip(made, records, strict=True) if suggests(one)]
        entries.append(work.vault.suggest(made, sketches(chosen), alike, at=work.clock(), acting=work.acting))
        judged, suggested = judged + len(made), suggested + len(chosen)
        watch(judged, max(total, judged))
    left = work.vault.judged(assessor.model)[1] if wanted == EVERYTHING else None
    return Run(model=assessor.model, judged=judged, suggested=suggested, entries=tuple(entries), left=left)


def _slices(work: Workspace, model: str, wanted: Wanted, size: int) -> Iterator[list[Row]]:
    after = 0
    while rows := work.vault.unjudged(model, after=after, limit=size, since_ms=wanted.since_ms, reading=wanted.reading):
        after = rows[-1].key
        yield rows


def _judged(
    assessor: Assessing, rows: Sequence[Row], records: Sequence[RowRecord], sides: Sides, before: Before
) -> list[Judgement]:
    replies = _replies(rows, records)
    asked = [
        Asked(
            id=row.id,
            text=text_of(record),
            sender_is_owner=sides.by_owner(record, row.conversation_title),
            reply_to_text=replies.get(row.id),
            kind=record.kind if isinstance(record, Message) else row.type,
            earlier=before.of(row, record),
            direct=record.kind in ("direct", "sms", "email") if isinstance(record, Message) else None,
        )
        for row, record in zip(rows, records, strict=True)
    ]
    made = list(assessor.assess(asked))
    if [one.of for one in made] != [row.id for row in rows] or {one.model for one in made} != {assessor.model}:
        raise SuggestionsOff("the model for suggestions answers for other texts, or under another name")
    return made


def text_of(record: RowRecord) -> str:
    """What is judged of a record, and what spans point into: a mail's subject or a page's title on its own line, then the text;
    of a very long one its beginning.
    """
    above = record.subject if isinstance(record, Message) else record.title if isinstance(record, Capture) else None
    return (f"{above}\n{record.body}" if above else record.body)[:LONGEST]


def _replies(rows: Sequence[Row], records: Sequence[RowRecord]) -> dict[str, str]:
    """The texts that messages of a slice answer, where they stand in the slice too: by conversation and the platform's own id."""
    known = {
        (row.conversation, record.platform_id): text_of(record)
        for row, record in zip(rows, records, strict=True)
        if isinstance(record, Message) and record.platform_id is not None
    }
    return {
        row.id: known[row.conversation, record.reply_to]
        for row, record in zip(rows, records, strict=True)
        if isinstance(record, Message) and record.reply_to is not None and (row.conversation, record.reply_to) in known
    }
