"""Conversations of which so many messages are exhibits that a sheet for each would bury a reader: they are printed as lines, with
what stands around them, in the order of the conversation.
"""

from collections.abc import Sequence
from dataclasses import replace

from gawah.dossier.document import Annex
from gawah.dossier.sheet import ContextLine, Sheet

LONG = 60
"""Exhibits of one conversation that still stand as sheets."""


def annex(sheets: Sequence[Sheet], held: int) -> Annex:
    """The exhibits of one conversation, in order of time, as an annex. `held`: how much the whole conversation holds.

    What stands around each is a stretch of the conversation with the exhibit in it. Two such stretches that touch make one: nothing
    is printed twice, and an exhibit within the stretch of another stands at its place.
    """
    lines: list[ContextLine | str] = []
    known = {sheet.number for sheet in sheets}
    done: set[str] = set()
    for sheet in sheets:
        stretch: tuple[ContextLine | str, ...] = (*sheet.before, sheet.number, *sheet.after)
        for one in stretch:
            line = one if isinstance(one, str) or one.exhibit not in known else one.exhibit
            name = line if isinstance(line, str) else line.id
            if name not in done:
                done.add(name)
                lines.append(line)
    files = {(sheet.provenance.sha256, sheet.provenance.ledger_entry): sheet.provenance for sheet in sheets}
    return Annex(
        platform=sheets[0].platform,
        conversation=sheets[0].conversation,
        held=held,
        provenances=tuple(replace(one, row="", locator=()) for one in files.values()),
        lines=tuple(lines),
    )
