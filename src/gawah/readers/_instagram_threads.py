"""The conversations of an Instagram export, as one thread file, a list of reported conversations or the flat layout states them."""

import re
from collections.abc import Iterator

from gawah.readers._instagram_layout import Kind
from gawah.readers._instagram_member import Reading
from gawah.readers._instagram_messages import Thread
from gawah.readers._json import Path
from gawah.readers._meta import mend
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Folder, ReadProblem
from gawah.records.digest import identifier

PLATFORM = "Instagram"
_BOXES: dict[str, Folder] = {
    "inbox": "inbox",
    "message_requests": "message_requests",
    "archived": "archived",
    "archived_threads": "archived",
    "filtered": "filtered",
    "filtered_threads": "filtered",
}
_PLACE = re.compile(r"(?:^|/)(?P<box>[a-z_]+)/(?P<name>[^/]+)/message_(?P<number>\d+)\.json$")
KEYS = frozenset(
    {
        *("participants", "messages", "title", "thread_path", "is_still_participant", "magic_words", "joinable_mode", "is_pending"),
        *("image", "thread_type", "conversation"),
        *("timestamp", "is_reporter", "reporter", "reportee", "ig_reported_conversations"),
    }
)


KEPT = frozenset({"participants", "title", "thread_path", "reporter", "reportee"})


def conversation(reading: Reading, kind: Kind, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
    """The conversation that `head` describes, at `path` in the file, and what its messages need of it.

    Its id is made of `thread_path` without the box, else of the folder it lies in, so that parts, boxes and later exports agree; of
    the participants in the forms that have no path; where there is none of these, of the file.
    """
    participants = _participants(reading, kind, head, path)
    title = reading.text(head, "title", path)
    box, name = _place(reading, head) if kind == "thread" else ("", "")
    if name:
        key = identifier(PLATFORM, name)
    elif kind != "thread" and participants:
        key = identifier(PLATFORM, "participants", *sorted(each.handle or each.name or "" for each in participants))
    elif title:
        key = identifier(PLATFORM, title)
    else:
        key = identifier(PLATFORM, "file", reading.source.digest(reading.member), *(str(step) for step in path))
    thread = Thread(id=key, kind="group" if len(participants) > 2 else "direct", folder=_BOXES.get(box))
    return Conversation(id=key, platform=PLATFORM, title=title or None, participants=participants), thread


def _place(reading: Reading, head: dict[str, object]) -> tuple[str, str]:
    """The box and the name of a thread: of its folder in the export, else as its `thread_path` states them."""
    stated = head.get("thread_path")
    box, _, name = (mend(stated) if isinstance(stated, str) else "").rpartition("/")
    placed = _PLACE.search(reading.member.name) if reading.source.is_container else None
    if placed is None:
        return box.rpartition("/")[2], name
    return placed["box"], name or mend(placed["name"])


def _participants(reading: Reading, kind: Kind, head: dict[str, object], path: Path) -> tuple[Account, ...]:
    """Names in threads (`{"name": ...}`), handles in the flat layout; of a reported conversation who reported and who was."""
    found: list[Account] = []
    stated = head.get("participants")
    for index, each in enumerate(stated if isinstance(stated, list) else []):
        if isinstance(each, str):
            text = reading.mender.text(each)
            found.append(Account(handle=text) if kind == "flat-threads" else Account(name=text))
        elif isinstance(each, dict):
            found.append(Account(name=reading.text(each, "name", (*path, "participants", index)) or None))
        else:
            reading.note("field-unknown", "warning", (*path, "participants", index))
    for key in ("reporter", "reportee"):
        for at, each in reading.parts(head, key, path):
            found.append(Account(name=reading.text(each, "name", at) or None))
    return tuple(found)


def missing_parts(source: Source) -> Iterator[ReadProblem]:
    """The threads of which a file is not here: `message_2.json` without `message_1.json`. One problem each."""
    numbers: dict[str, set[int]] = {}
    for each in (source, *source.siblings):
        for member in each.members:
            if (placed := _PLACE.search(member.name)) is not None:
                numbers.setdefault(placed["name"], set()).add(int(placed["number"]))
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
