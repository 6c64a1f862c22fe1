"""Links captures with the messages whose words they show: the same thing from two sources, kept as two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gawah.analysis.corroboration import ENOUGH, Shown, stretches, windows
from gawah.records.casework import Finding
from gawah.records.content import Capture, Transcript
from gawah.records.digest import identifier
from gawah.records.fold import fold
from gawah.usecases._descriptor import record_of
from gawah.usecases._every_row import every_row
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters, Row

_HITS = 50


def corroborate(work: Workspace, item_id: str) -> tuple[Finding, ...]:
    """The captures of an item with the messages of all others, or the messages of an item with the captures of all others; what is
    new of it, kept in the case.
    """
    own = _shown(work, item_id)
    found = [finding for one in own for finding in _findings(work, one, _searched(work, one))]
    if not own and (captures := _shown(work, None)):
        found = [finding for one, hits in _passed_by(work, captures, item_id) for finding in _findings(work, one, hits)]
    return work.vault.add_findings(found, work.clock(), work.acting)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A capture, or a reading of one, that shows text."""

    row: Row
    record: Capture | Transcript
    text: str = field(repr=False)


def _shown(work: Workspace, item_id: str | None) -> list[_Seen]:
    """The captures of an item, or of the case, that show text."""
    rows = (row for kind in ("capture", "transcript") for row in every_row(work, Filters(kind=kind, item=item_id)))
    records = ((row, record_of(row)) for row in rows)
    return [
        _Seen(row, record, fold(record.body)) for row, record in records if isinstance(record, Capture | Transcript) and record.body
    ]


def _searched(work: Workspace, one: _Seen) -> list[Row]:
    """The messages of the case that come into question for one capture."""
    found: dict[str, Row] = {}
    for window in dict.fromkeys(windows(one.text)):
        for hit in work.vault.search(f'"{window}"', Filters(kind="message"), limit=_HITS):
            found.setdefault(hit.id, hit)
    return list(found.values())


def _passed_by(work: Workspace, captures: Sequence[_Seen], item_id: str) -> Iterator[tuple[_Seen, list[Row]]]:
    """Each capture with the messages of an item that come into question for it, in one pass over the messages."""
    by_window: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(captures):
        for window in set(windows(one.text)):
            by_window[window].append(number)
    hits: dict[int, list[Row]] = defaultdict(list)
    for row in every_row(work, Filters(kind="message", item=item_id)):
        found = stretches(fold(record_of(row).body)) & by_window.keys()
        for number in {number for window in found for number in by_window[window]}:
            hits[number].append(row)
    yield from ((captures[number], rows) for number, rows in sorted(hits.items()))


def _findings(work: Workspace, one: _Seen, hits: Iterable[Row]) -> Iterator[Finding]:
    """What one capture shows of these messages: a finding an item and conversation."""
    shown = Shown(one.text)
    groups: dict[tuple[str, str], list[tuple[Row, int]]] = defaultdict(list)
    for hit in hits:
        score = shown.share(fold(record_of(hit).body)) if hit.item != one.row.item else 0
        if score >= ENOUGH:
            groups[hit.item, hit.conversation].append((hit, score))
    counterparts = (one.record.of, one.row.id) if isinstance(one.record, Transcript) else (one.row.id,)
    for (item, conversation), scored in groups.items():
        ids = tuple(hit.id for hit, _ in sorted(scored, key=lambda pair: (pair[0].at_ms or 0, pair[0].key)))
        yield Finding(
            id=identifier("corroborated", item, one.row.item, conversation, *ids, "", *counterparts),
            kind="corroborated",
            found_at=work.clock(),
            earlier=item,
            later=one.row.item,
            earlier_kept=work.vault.acquisition(item).at,
            later_kept=work.vault.acquisition(one.row.item).at,
            conversation=conversation,
            records=ids,
            counterparts=counterparts,
            basis="same-words",
            score=sum(score for _, score in scored) // len(scored),
            maker=work.acting.tool,
        )
