"""The conversations of an Instagram export, as one thread file, a list of reported conversations or the flat layout states them."""

from dataclasses import replace

from gawah.readers._instagram_layout import Kind
from gawah.readers._json import Path
from gawah.readers._meta_messages import Thread
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_threads import THREAD_KEPT, THREAD_KEYS, named_people, stated, thread
from gawah.records.content import Account, Conversation

KEYS = THREAD_KEYS | {"conversation", "timestamp", "is_reporter", "reporter", "reportee", "ig_reported_conversations"}
KEPT = THREAD_KEPT | {"reporter", "reportee"}


def conversation(reading: Reading, kind: Kind, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
    """The conversation that `head` describes, at `path` in the file, and what its messages need of it.

    In the forms that state no path its id is made of the participants: handles in the flat layout, who reported and who was in
    reported conversations.
    """
    if kind == "thread":
        return thread(reading, head, path)
    people = named_people(reading, head, path)
    if kind == "flat-threads":
        people = tuple(replace(each, handle=each.name, name=None) for each in people)
    for key in ("reporter", "reportee"):
        people += tuple(Account(name=reading.text(each, "name", at) or None) for at, each in reading.parts(head, key, path))
    known = sorted(each.handle or each.name or "" for each in people)
    return stated(reading, head, path, people, "", ("participants", *known) if people else ())
