"""Which transcripts of a person's speak of a thing, and which of a machine's readings."""

from gawah.records.casework import Entry
from gawah.records.content import Capture, Transcript
from gawah.records.evidence import EvidenceItem
from gawah.usecases._descriptor import record_of
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters, Row

_PAGE = 10_000


def transcripts_of(work: Workspace, thing: Row | EvidenceItem) -> list[Entry]:
    """The transcripts that people wrote of a message, event, capture or item, in the order in which they were made.

    A file that is one picture or sound and the capture read in it are one thing to a person: what is written of either is found.
    """
    written = [entry for entry in work.vault.entries() if entry.kind == "transcript"]
    if not written:
        return []
    same = {thing.id}
    if isinstance(thing, EvidenceItem):
        same |= {row.id for row in captures_in(work, thing)}
    elif _is_its_item(work, thing):
        same.add(thing.item)
    return [entry for entry in written if entry.about[0] in same]


def readings_of(work: Workspace, capture_id: str, conversation: str) -> list[Transcript]:
    """What machines read in a capture, the surest first."""
    found = [
        record
        for row in work.vault.page(Filters(conversation=conversation, kind="transcript"), after=None, limit=_PAGE)
        if isinstance(record := record_of(row), Transcript) and record.of == capture_id
    ]
    return sorted(found, key=lambda one: -one.confidence)


def captures_in(work: Workspace, item: EvidenceItem) -> list[Row]:
    """The captures that are the item itself, not something in it."""
    rows = work.vault.page(Filters(item=item.id, kind="capture"), after=None, limit=2)
    return [row for row in rows if _is_its_item(work, row)]


def _is_its_item(work: Workspace, row: Row) -> bool:
    record = record_of(row)
    return isinstance(record, Capture) and record.locator.file_sha256 == work.vault.item(row.item).sha256
