"""Recent threats that name a time, a place or means: announced at import and at every start, until a person has decided them.

Whatever the day's number of texts says, and without a word of the text. Only texts that were judged can be announced, and a machine
misses some: no announcement never means safe, and the words say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gawah.records.errors import BadInput, SuggestionsOff
from gawah.records.judgement import Language
from gawah.records.triage import EXACT_CUES
from gawah.records.when import When
from gawah.usecases._assessor import Assessing
from gawah.usecases._descriptor import describe, record_of
from gawah.usecases._sides import Sides
from gawah.usecases._standing import standing
from gawah.usecases._stated import stretch
from gawah.usecases._workspace import Workspace
from gawah.usecases.triage import state_of
from gawah.usecases.triage_run import Wanted, run
from gawah.vault.suggestions import Suggested

DAY_MS = 86_400_000
RECENT_DAYS = 30
"""Before now."""
LAST_DAYS = 7
"""Before the newest message of the export that it came in."""
NOT_SAFE = "no announcement never means that nothing is there: a machine misses threats"
"""What stands beside every announcement, and where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A recent text with cues of a threat that names a time, a place or means. A suggestion: nobody has looked at it.

    Attributes:
        id: Of the record.
        sent_at: As its source states it.
        platform: Such as `WhatsApp`.
        language: Of the text, as judged.
        names: Of `names-a-time`, `names-a-place`, `names-a-means`, in order of the alphabet.
        copies: How many near copies there are, itself among them.
    """

    id: str
    sent_at: When
    platform: str
    language: Language
    names: tuple[str, ...]
    copies: int


def fresh(work: Workspace) -> tuple[Fresh, ...]:
    """All that is to be announced now: the gravest first, of those the newest, and before it what has no time."""
    found = list(work.vault.suggested(alarming=True))
    if not found:
        return ()
    stands, sides = standing(work), Sides(work)
    recent = _recent(work, found)
    told: dict[str, Fresh] = {}
    grades: dict[str, int] = {}
    for one in reversed([one for one in recent if state_of(work, stands, one) != "decided"]):
        row = work.vault.get(one.judgement.of)
        if one.cluster in told or sides.by_owner(record_of(row), row.conversation_title):
            continue
        said = describe(row)
        grades[said.id] = one.judgement.severity
        told[one.cluster] = Fresh(
            id=said.id,
            sent_at=said.sent_at,
            platform=said.platform,
            language=one.judgement.language,
            names=tuple(sorted(EXACT_CUES & set(one.judgement.reasons))),
            copies=len(work.vault.copies(said.id)),
        )
    return tuple(sorted(told.values(), key=lambda one: -grades[one.id]))


def at_import(work: Workspace, items: Sequence[str], assessor: Assessing) -> bool:
    """Judge what is recent of the newest readings of these items, so that it can be announced. False where it could not be."""
    readings = {reading.item: reading for reading in work.vault.readings()}
    try:
        for item in items:
            if item in readings:
                last = _last_ms(readings[item].summary.get("last"))
                since = min(one for one in (_now_ms(work) - RECENT_DAYS * DAY_MS, last and last - LAST_DAYS * DAY_MS) if one)
                run(work, assessor, wanted=Wanted(since_ms=since, reading=readings[item].seq))
    except SuggestionsOff:
        return False
    return True


def _recent(work: Workspace, found: Sequence[Suggested]) -> list[Suggested]:
    """Those of the last days before now, of the last days of their export, or without a time."""
    since = _now_ms(work) - RECENT_DAYS * DAY_MS
    if all(one.at_ms is None or one.at_ms >= since for one in found):
        return list(found)
    lasts = {reading.seq: _last_ms(reading.summary.get("last")) for reading in work.vault.readings()}

    def is_recent(one: Suggested) -> bool:
        last = lasts.get(one.reading)
        return one.at_ms is None or one.at_ms >= since or (last is not None and one.at_ms >= last - LAST_DAYS * DAY_MS)

    return [one for one in found if is_recent(one)]


def _now_ms(work: Workspace) -> int:
    return round(datetime.fromisoformat(work.clock()).astimezone(UTC).timestamp() * 1000)


def _last_ms(last: object) -> int | None:
    """The place in time of what a reader called the last: its day at the least."""
    try:
        return stretch(str(last)[:10], None).since if last else None
    except BadInput:
        return None
