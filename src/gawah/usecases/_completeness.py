"""What a case holds whole and what it does not: said of its sources, not of the world. Counts and days, no reasons."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import cast

from gawah.dossier import wording
from gawah.dossier.words import say
from gawah.usecases._workspace import Workspace
from gawah.usecases.keep import FOLDER_TYPE
from gawah.vault.readings import Reading

_LESS_THERE = ("part-missing", "member-encrypted", "media-missing", "limit-reached", "count-mismatch")
"""Problems that say that something stands elsewhere, or nowhere."""


def completeness(work: Workspace) -> tuple[str, ...]:
    """The statement of completeness, as sentences."""
    items = work.vault.items()
    newest = {reading.item: reading for reading in work.vault.readings()}
    read = [reading for reading in newest.values() if reading.reader]
    names = {item.id: item.name for item in items}
    whole = sum(bool(reading.summary["conserved"]) for reading in read)
    alone = [item for item in items if item.media_type != FOLDER_TYPE and (item.part_of is None or item.id in newest)]
    unread = len({item.id for item in alone} - {reading.item for reading in read})
    return (
        say("complete.read", count=len(read)),
        say("complete.whole", count=whole) if whole == len(read) else say("complete.not_whole", count=len(read) - whole),
        *([say("complete.unread", count=unread)] if unread else []),
        *(_covers(reading, names.get(reading.item, "")) for reading in read if reading.summary.get("first")),
        *_problems(read),
        *_compared(work),
        say("complete.only"),
    )


def _covers(reading: Reading, name: str) -> str:
    """From which day to which a source reaches, and its longest stretch without a record."""
    told = reading.summary
    first, last = (date.fromisoformat(str(told[end])[:10]) for end in ("first", "last"))
    gaps = cast("list[Mapping[str, object]]", told.get("gaps") or [])
    ends = {"name": name, "first": wording.day(first), "last": wording.day(last)}
    if not gaps:
        return say("complete.covers", **ends)
    longest = max(gaps, key=lambda gap: cast(int, gap["days"]))
    after, before = (wording.day(date.fromisoformat(str(longest[end]))) for end in ("after", "before"))
    return say("complete.covers_with_gaps", **ends, count=len(gaps), days=cast(int, longest["days"]), after=after, before=before)


def _problems(read: list[Reading]) -> list[str]:
    """How often a source says, or shows, that something is not in it."""
    codes: Counter[str] = Counter()
    for reading in read:
        codes.update(cast("Mapping[str, int]", reading.summary["codes"]))
    return [wording.problem(code, codes[code]) for code in _LESS_THERE if codes[code]]


def _compared(work: Workspace) -> list[str]:
    """What exports of one conversation say about each other: messages, not findings, are counted."""
    records: Counter[str] = Counter()
    for one in work.vault.findings():
        records[one.kind] += len(one.records)
    kinds = ("changed", "missing-later", "missing-earlier")
    return [say(f"complete.{kind.replace('-', '_')}", count=records[kind]) for kind in kinds if records[kind]]
