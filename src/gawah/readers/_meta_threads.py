"""The conversations of an export of Meta's: what `message_N.json` says of its thread, and the boxes that threads lie in."""

import re
from collections.abc import Iterator

from gawah.readers._json import Path
from gawah.readers._meta import mend
from gawah.readers._meta_messages import Thread
from gawah.readers._meta_reading import Reading
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Folder, ReadProblem
from gawah.records.digest import identifier

BOXES: dict[str, Folder] = {
    "inbox": "inbox",
    "message_requests": "message_requests",
    "archived": "archived",
    "archived_threads": "archived",
    "filtered": "filtered",
    "filtered_threads": "filtered",
}
"""What the platform's names for boxes mean here."""
_PLACE = re.compile(r"(?:^|/)(?P<box>[a-z0-9_]+)/(?P<name>[^/]+)/message(?:_(?P<number>\d+))?\.(?:json|html)$")
THREAD_KEYS = frozenset(
    {
        *("participants", "messages", "title", "thread_path", "is_still_participant", "magic_words", "joinable_mode", "is_pending"),
        *("image", "thread_type"),
    }
)
"""The keys of a thread beside its messages."""
THREAD_KEPT = frozenset({"participants", "title", "thread_path"})
"""Those that its conversation is made of."""


def thread(reading: Reading, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
    """The conversation of a `message_N.json` that `head` describes, at `path` in the file, and what its messages need of it.

    Its id is made of `thread_path` without the box, else of the folder it lies in, so that parts, boxes and later exports agree;
    then of the title; where there is none of these, of the file.
    """
    box, name = _place(reading, head)
    return stated(reading, head, path, named_people(reading, head, path), box, (name,) if name else ())


def stated(
    reading: Reading, head: dict[str, object], path: Path, participants: tuple[Account, ...], box: str, key: tuple[str, ...]
) -> tuple[Conversation, Thread]:
    """The conversation that has the platform's own `key`, or (where it is empty) the title; else that of this place in the file."""
    title = reading.text(head, "title", path)
    if not key:
        key = (title,) if title else ("file", reading.source.digest(reading.member), *(str(step) for step in path))
    id_ = identifier(reading.platform, *key)
    thread = Thread(id=id_, kind="group" if len(participants) > 2 else "direct", folder=BOXES.get(box))
    return Conversation(id=id_, platform=reading.platform, title=title or None, participants=participants), thread


def placed(member: str) -> tuple[str, str]:
    """The box and the name of the thread whose file is called so; "" for both where it is no file of a thread."""
    found = _PLACE.search(member)
    return ("", "") if found is None else (found["box"], mend(found["name"]))


def _place(reading: Reading, head: dict[str, object]) -> tuple[str, str]:
    """The box and the name of a thread: of its folder in the export, else as its `thread_path` states them."""
    stated = head.get("thread_path")
    box, _, name = (mend(stated) if isinstance(stated, str) else "").rpartition("/")
    placed = _PLACE.search(reading.member.name) if reading.source.is_container else None
    if placed is None:
        return box.rpartition("/")[2], name
    return placed["box"], name or mend(placed["name"])


def named_people(reading: Reading, head: dict[str, object], path: Path) -> tuple[Account, ...]:
    """Those of `participants`: objects with a name, or names."""
    found: list[Account] = []
    people = head.get("participants")
    for index, each in enumerate(people if isinstance(people, list) else []):
        if isinstance(each, str):
            found.append(Account(name=reading.stated(each)))
        elif isinstance(each, dict):
            found.append(Account(name=reading.text(each, "name", (*path, "participants", index)) or None))
        else:
            reading.note("field-unknown", "warning", (*path, "participants", index))
    return tuple(found)


def missing_parts(source: Source) -> Iterator[ReadProblem]:
    """The threads of which a file is not here: `message_2.json` without `message_1.json`. One problem each."""
    numbers: dict[str, set[int]] = {}
    for each in (source, *source.siblings):
        for member in each.members:
            if (placed := _PLACE.search(member.name)) is not None:
                numbers.setdefault(placed["name"], set()).add(int(placed["number"] or 1))
    told: set[str] = set()
    for member in source.members:
        placed = _PLACE.search(member.name)
        if placed is None or placed["name"] in told or member.refused is not None:
            continue
        told.add(placed["name"])
        found = numbers[placed["name"]]
        if len(found) < max(found):
            yield ReadProblem(
                code="part-missing", severity="warning", locator=source.locator(member, "", None), count=max(found) - len(found)
            )
