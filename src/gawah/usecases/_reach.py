"""Which days the records of a case reach, conversation by conversation: from the first to the last message of each file received.

What lies after the last message of a file may be silence, or time that the file does not cover; nobody can say which, so that those
days are not counted as days without messages. Files that came in one folder are one. Files that hold messages of a single day each,
as saved mails do, are one for each platform: from the first of them to the last.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gawah.analysis.conduct import Span, merged
from gawah.usecases._workspace import Workspace
from gawah.vault.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The days that the records reach, as spans that do not touch, in order.

    Attributes:
        everything: Of any file.
        conversations: Of the files that hold a conversation, by its id.
        platforms: Of the files that hold a conversation of a platform, by its name.
    """

    everything: tuple[Span, ...]
    conversations: Mapping[str, tuple[Span, ...]]
    platforms: Mapping[str, tuple[Span, ...]]

    def of(self, conversations: Iterable[str]) -> tuple[Span, ...]:
        """Of the files that hold any of these conversations."""
        return merged(span for one in conversations for span in self.conversations.get(one, ()))

    def selected(self, platform: str | None, conversation: str | None) -> tuple[Span, ...]:
        """Of the files that hold a conversation, else a platform, else of any file."""
        if conversation is not None:
            return self.of([conversation])
        return self.everything if platform is None else self.platforms.get(platform, ())


def reach(work: Workspace) -> Reach:
    """How far the records of the case reach."""
    by_conversation: dict[str, list[Span]] = defaultdict(list)
    by_platform: dict[str, list[Span]] = defaultdict(list)
    for part in _together(_parts(work)):
        by_platform[part.platform].append(part.span)
        for conversation in part.conversations:
            by_conversation[conversation].append(part.span)
    return Reach(
        everything=merged(span for found in by_platform.values() for span in found),
        conversations={one: merged(found) for one, found in by_conversation.items()},
        platforms={one: merged(found) for one, found in by_platform.items()},
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What a file, or a folder, holds of one platform."""

    platform: str
    span: Span
    conversations: frozenset[str]


def _parts(work: Workspace) -> list[_Part]:
    roots = _roots(work)
    spans: dict[str, list[Span]] = defaultdict(list)
    for reading in {one.item: one for one in work.vault.readings()}.values():
        span = _span(reading)
        if span is not None:
            spans[roots.get(reading.item, reading.item)].append(span)
    platform_of = {one.id: one.platform for one in work.vault.conversations()}
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item, conversation in work.vault.held_conversations():
        root = roots.get(item, item)
        if root in spans and conversation in platform_of:
            held[root, platform_of[conversation]].add(conversation)
    return [
        _Part(platform, Span(min(one.first for one in spans[root]), max(one.last for one in spans[root])), frozenset(conversations))
        for (root, platform), conversations in held.items()
    ]


def _together(parts: Iterable[_Part]) -> list[_Part]:
    """The parts, those of a single day taken together, platform by platform."""
    found: list[_Part] = []
    single: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        if part.span.days > 1:
            found.append(part)
        else:
            single[part.platform].append(part)
    for platform, days in single.items():
        span = Span(min(one.span.first for one in days), max(one.span.last for one in days))
        found.append(_Part(platform, span, frozenset(each for one in days for each in one.conversations)))
    return found


def _roots(work: Workspace) -> dict[str, str]:
    """The outermost file or folder that each item came in."""
    within = {item.id: item.part_of for item in work.vault.items()}
    found = {}
    for item in within:
        root = item
        while (outer := within.get(root)) is not None and outer in within:
            root = outer
        found[item] = root
    return found


def _span(reading: Reading) -> Span | None:
    """From the first to the last dated record of a file with messages or events."""
    told = reading.summary
    first, last = told.get("first"), told.get("last")
    if not reading.reader or not (told.get("messages") or told.get("events")):
        return None
    if not isinstance(first, str) or not isinstance(last, str):
        return None
    return Span(date.fromisoformat(first[:10]), date.fromisoformat(last[:10]))
