"""What signal-export writes as `data.json`: a message on each line, in a folder that is named after the chat.

Seen: the sources of signal-export (models.py, create.py): `date` without a zone, names for people, `Me` for the account holder, two
spaces behind every body (for its Markdown), a call as a body of the tool's own words with `call` set.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from gawah.readers._attachment import attached
from gawah.readers._json_object import plain_object
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._signal_frames import MAX_FAULTS, decoded, json_lines, plain_lines
from gawah.readers._signal_people import PLATFORM, text
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Event, Message, Reaction, Record
from gawah.records.digest import identifier
from gawah.records.when import When

_KNOWN = frozenset({"date", "sender", "body", "quote", "sticker", "reactions", "attachments", "deleted", "call", "missed"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?")
_PADDING = "  "
_UNKNOWN_SENDER = "No-Sender"
_OWN = "Me"


def read(notes: Notes) -> Iterator[Record]:
    """The records of the file; its conversation first."""
    source, member = notes.source, notes.member
    title = member.folder.rsplit("/", 1)[-1] or (source.name if source.is_container else "")
    told = identifier(PLATFORM, "named", title) if title else identifier(PLATFORM, source.digest(member), "chat")
    yield Conversation(id=told, platform=PLATFORM, title=title or None)
    faults = 0
    with source.open(member) as stream:
        for line in json_lines(stream):
            faults = faults + 1 if line.value is None else 0
            place, span = f"line/{line.number + 1}", (line.start, line.end)
            if line.repeated:
                notes.note("field-duplicate", "warning")
            if line.value is None or not line.value.keys() & {"date", "sender", "body"}:
                yield notes.lost(place, span, line.fault or "record-unreadable")
            else:
                yield _record(notes, told, line.value, place, span)
            if faults >= MAX_FAULTS:
                notes.note("member-unreadable", "loss")
                return


def count(source: Source, member: Member) -> int:
    """How many lines are not blank."""
    total = faults = 0
    with source.open(member) as stream:
        for line in plain_lines(stream):
            whole = line is not None and plain_object(decoded(line, first=total == 0)) is not None
            total += 1
            faults = 0 if whole else faults + 1
            if faults >= MAX_FAULTS:
                break
    return total


def _record(notes: Notes, conversation: str, fact: dict[str, Any], place: str, span: tuple[int, int]) -> Message | Event:
    for key in fact:
        if key not in _KNOWN:
            notes.note("field-unknown", "info", f"/{key if key.isascii() and key.isidentifier() else '?'}")
    name = text(fact, "sender")
    sender = Account(name=None if name == _UNKNOWN_SENDER else name)
    body = (text(fact, "body") or "").removesuffix(_PADDING)
    sent_at, locator = _when(notes, fact.get("date")), notes.locator(place, span)
    if fact.get("call") is True:
        missed = fact.get("missed") is True or body.startswith("Missed")
        event = "missed-call" if missed else "call"
        return Event(conversation=conversation, event=event, sender=sender, sent_at=sent_at, body=body, locator=locator)
    sticker = fact.get("sticker")
    sign = sticker if isinstance(sticker, str) else text(sticker, "emoji") if isinstance(sticker, dict) else None
    flags = {"sticker": bool(sign), "quoted-copy": bool(text(fact, "quote"))}
    return Message(
        conversation=conversation,
        kind="direct",
        sender=sender,
        folder="sent" if name == _OWN else "inbox",
        sent_at=sent_at,
        body=body or sign or "",
        links=links(body),
        attachments=tuple(map(partial(_file, notes), _list(fact, "attachments", dict))),
        reactions=tuple(_reaction(each) for each in _list(fact, "reactions", list)),
        deleted=fact.get("deleted") is True,
        flags=tuple(flag for flag, holds in flags.items() if holds),
        locator=locator,
    )


def _file(notes: Notes, stated: dict[str, Any]) -> Attachment:
    """A file lies under `media/` beside the list, blanks in its path written `%20`."""
    name, path = text(stated, "name"), text(stated, "path")
    folder = f"{notes.member.folder}/" if notes.member.folder else ""
    found = notes.source.find(folder + path.removeprefix("./").replace("%20", " ")) if path else None
    made = attached(found, name)
    if made.missing:
        notes.note("media-missing", "warning", "/attachments")
    return made


def _reaction(stated: list[Any]) -> Reaction:
    """A name and a sign."""
    name, sign = [*stated, None, None][:2]
    return Reaction(emoji=sign if isinstance(sign, str) else "", sender=Account(name=name if isinstance(name, str) else None))


def _when(notes: Notes, value: object) -> When:
    stated = value if isinstance(value, str) else ""
    if _DATE.fullmatch(stated):
        try:
            moment = datetime.fromisoformat(stated)
        except ValueError:
            pass
        else:
            fine = "." in stated
            local = moment.isoformat(timespec="milliseconds" if fine else "seconds")
            return When(stated=stated, local=local, utc=None, zone="unknown", precision="ms" if fine else "second")
    notes.note("time-unreadable", "warning", "/date")
    return When(stated=stated[:64], local=None, utc=None, zone="unknown", precision="second")


def _list(fact: dict[str, Any], key: str, sort: type) -> list[Any]:
    value = fact.get(key)
    return [each for each in value if isinstance(each, sort)] if isinstance(value, list) else []
