"""One message of Messenger's end-to-end encrypted export as a record, and the chat it stands in."""

import re

from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_messages import Thread, is_remote
from gawah.readers._meta_phrase import event_told
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_threads import named_people, stated
from gawah.readers._meta_time import from_ms, from_seconds
from gawah.records.content import Account, Attachment, Conversation, Event, Message, Reaction
from gawah.records.evidence import Locator

KEPT = frozenset({"participants", "threadName"})
"""The keys of a chat that its conversation is made of."""
KEYS = KEPT | {"messages"}
_MESSAGE_KEYS = frozenset({"senderName", "text", "timestamp", "type", "isUnsent", "media", "reactions"})
_TYPES = frozenset({"text", "link", "media", "placeholder"})
_NUMBER = re.compile(r"_\d+$")


def conversation(reading: Reading, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
    """The conversation of a chat: its key is the whole `threadName`, its title the name without the number behind it."""
    people = named_people(reading, head, path)
    name = reading.text(head, "threadName", path) or ""
    key = ("end-to-end", name) if name else ()
    return stated(reading, {"title": _NUMBER.sub("", name)}, path, people, "", key)


def message(reading: Reading, thread: Thread, fact: dict[str, object], path: Path, locator: Locator) -> Message | Event | None:
    """One element of `messages`; as an event when the app wrote it, about a call or the group; None when it says nothing."""
    if not fact.keys() & {"senderName", "timestamp", "text", "media"}:
        return None
    reading.unknown(fact, _MESSAGE_KEYS, path)
    sender = Account(name=reading.text(fact, "senderName", path) or None)
    sent_at = reading.when(from_ms(fact.get("timestamp")), fact.get("timestamp"), (*path, "timestamp"))
    body = reading.text(fact, "text", path) or ""
    kind = reading.text(fact, "type", path)
    if kind not in _TYPES and kind is not None:
        reading.note("field-unknown", "info", (*path, "type"))
    event = event_told(sender.name, body)
    if event is not None:
        return Event(conversation=thread.id, event=event, sender=sender, sent_at=sent_at, body=body, locator=locator)
    attachments, addresses = _media(reading, fact, path)
    return Message(
        conversation=thread.id,
        kind=thread.kind,
        sender=sender,
        sent_at=sent_at,
        body=body,
        links=tuple(dict.fromkeys((*addresses, *links(body)))),
        attachments=attachments,
        reactions=_reactions(reading, fact, path),
        deleted=fact.get("isUnsent") is True,
        flags=("content-gone",) if kind == "placeholder" else (),
        locator=locator,
    )


def _media(reading: Reading, fact: dict[str, object], path: Path) -> tuple[tuple[Attachment, ...], list[str]]:
    """Files, and addresses on the web. A `uri` without a folder in it is a sentence about a file that could not be had."""
    files: list[Attachment] = []
    addresses: list[str] = []
    for at, part in reading.parts(fact, "media", path):
        reading.unknown(part, frozenset({"uri"}), at)
        uri = reading.text(part, "uri", at) or ""
        if is_remote(uri):
            addresses.append(uri)
        elif "/" in uri:
            files.append(reading.attachment(uri.removeprefix("./"), (*path, "media")))
        else:
            reading.note("media-missing", "warning", (*path, "media"))
            files.append(Attachment(name=None, missing=True))
    return tuple(files), addresses


def _reactions(reading: Reading, fact: dict[str, object], path: Path) -> tuple[Reaction, ...]:
    found = []
    for at, part in reading.parts(fact, "reactions", path):
        reading.unknown(part, frozenset({"actor", "reaction", "timestamp"}), at)
        emoji, actor = reading.text(part, "reaction", at), reading.text(part, "actor", at)
        found.append(Reaction(emoji=emoji or "", sender=Account(name=actor or None), sent_at=from_seconds(part.get("timestamp"))))
    return tuple(found)
