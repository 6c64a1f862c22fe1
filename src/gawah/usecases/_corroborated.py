"""Links captures with the messages whose words they show: the same thing from two sources, kept as two."""

from collections import defaultdict
from collections.abc import Iterator

from gawah.analysis.corroboration import ENOUGH, Shown, windows
from gawah.records.casework import Finding
from gawah.records.content import Capture, Transcript
from gawah.records.digest import identifier
from gawah.usecases._descriptor import record_of
from gawah.usecases._workspace import Workspace
from gawah.vault.fold import fold
from gawah.vault.rows import Filters, Row

_PAGE = 1_000
_HITS = 50


def corroborate(work: Workspace, item_id: str) -> tuple[Finding, ...]:
    """The captures of an item with the messages of all others, or the messages of an item with the captures of all others; kept in
    the case. What was found before is not named again.
    """
    own = [*_rows(work, Filters(kind="capture", item=item_id)), *_rows(work, Filters(kind="transcript", item=item_id))]
    every = own or [*_rows(work, Filters(kind="capture")), *_rows(work, Filters(kind="transcript"))]
    found = [finding for row in every for finding in _of(work, row, None if own else item_id)]
    known = {finding.id for finding in work.vault.findings()}
    fresh = tuple(finding for finding in found if finding.id not in known)
    work.vault.add_findings(fresh, work.clock(), work.acting)
    return fresh


def _of(work: Workspace, row: Row, item_id: str | None) -> Iterator[Finding]:
    """The messages that one capture, or one reading of a capture, shows: a finding an item and conversation."""
    record = record_of(row)
    if not isinstance(record, Capture | Transcript) or not record.body:
        return
    shown = Shown(fold(record.body))
    scores: dict[str, tuple[Row, int]] = {}
    for window in dict.fromkeys(windows(fold(record.body))):
        for hit in work.vault.search(f'"{window}"', Filters(kind="message", item=item_id), limit=_HITS):
            if hit.id not in scores and hit.item != row.item:
                scores[hit.id] = hit, shown.share(fold(record_of(hit).body))
    groups: dict[tuple[str, str], list[tuple[Row, int]]] = defaultdict(list)
    for hit, score in scores.values():
        if score >= ENOUGH:
            groups[hit.item, hit.conversation].append((hit, score))
    counterparts = (record.of, row.id) if isinstance(record, Transcript) else (row.id,)
    for (item, conversation), hits in groups.items():
        ids = tuple(hit.id for hit, _ in sorted(hits, key=lambda pair: (pair[0].at_ms or 0, pair[0].key)))
        yield Finding(
            id=identifier("corroborated", item, row.item, conversation, *ids, "", *counterparts),
            kind="corroborated",
            found_at=work.clock(),
            earlier=item,
            later=row.item,
            earlier_kept=work.vault.acquisition(item).at,
            later_kept=work.vault.acquisition(row.item).at,
            conversation=conversation,
            records=ids,
            counterparts=counterparts,
            basis="same-words",
            score=sum(score for _, score in hits) // len(hits),
            maker=work.acting.tool,
        )


def _rows(work: Workspace, filters: Filters) -> Iterator[Row]:
    after = None
    while rows := work.vault.page(filters, after=after, limit=_PAGE):
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].position
