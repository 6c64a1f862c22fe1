"""How an item came into being, as far as reading it told: a saved page is no platform's export, whatever its first bytes suggested.

What the ledger holds of an item was entered before anything looked inside; the grade shown follows from what was read since.
"""

from dataclasses import replace
from typing import cast, get_args

from gawah.readers import _registry
from gawah.records.evidence import EvidenceItem, Grade
from gawah.usecases._workspace import Workspace

_UNREAD: Grade = "third-party-capture"
"""Of what nobody recognised: that a platform wrote it would be a guess."""


def graded(work: Workspace, item: EvidenceItem) -> EvidenceItem:
    """The item with the grade that follows from the newest reading of it, or of the folder that it came in and is read with."""
    own = _read(work, item.id)
    found = own if own is not None or item.part_of is None else _read(work, item.part_of)
    if found is None:
        found = _UNREAD if item.grade == "platform-export" else item.grade
    return item if found == item.grade else replace(item, grade=found)


def _read(work: Workspace, item_id: str) -> Grade | None:
    """What the newest reading by a reader says; an early one says no more than which reader it was."""
    for reading in reversed(work.vault.readings(item_id)):
        if reading.reader:
            stated = reading.summary.get("grade")
            return cast("Grade", stated) if stated in get_args(Grade) else _registry.grade(reading.reader)
    return None
