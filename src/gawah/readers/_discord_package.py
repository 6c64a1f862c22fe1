"""A data package of Discord: what the holder wrote, channel by channel, as JSON or as a table. Nobody else's words are in it."""

import json
import re
from collections.abc import Iterator, Sequence

from gawah.readers._attachment import attached
from gawah.readers._csv import Form, rows
from gawah.readers._discord_channel import PLATFORM, conversation_key
from gawah.readers._discord_layout import channel_of
from gawah.readers._discord_time import stated
from gawah.readers._json import Element
from gawah.readers._json_file import WholeMember
from gawah.readers._json_heads import Heads
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Framing, Message, MessageKind, Record
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

_KEYS = frozenset({"ID", "Timestamp", "Contents", "Attachments"})
_DIRECT = (1, "1", "DM")
_SMALL = 16 << 20
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NAMED = re.compile(r"[^/?#]+(?=[?#]|$)")


class Package:
    """The facts of a package that its messages need: whose it is, and the names of its channels."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.holder = Account()
        self._titles: dict[str, str] = {}
        for member in source.members:
            name = member.basename.lower()
            if name == "user.json" and self.holder == Account():
                self.holder = _holder(_small(source, member))
            elif name == "index.json" and not self._titles:
                self._titles = _titles(_small(source, member))
            else:
                continue
            source.find(member.name)  # it serves the records, and is not listed as unread

    def channel(self, member: Member) -> tuple[Conversation, MessageKind]:
        """The conversation of a file of own messages."""
        number = channel_of(member) if self._source.is_container else None
        fact = self._channel_fact(member) if number else {}
        guild, name = fact.get("guild"), fact.get("name")
        title = self._titles.get(number or "") or (name if isinstance(name, str) else "")
        if not title and isinstance(guild, dict) and isinstance(guild.get("name"), str):
            title = guild["name"]
        recipients = fact.get("recipients")
        others = [str(each) for each in recipients[:1_000] if isinstance(each, str | int)] if isinstance(recipients, list) else []
        people = [self.holder, *(Account(platform_id=each) for each in others if each != self.holder.platform_id)]
        key = conversation_key(number) if number else identifier(PLATFORM, "file", self._source.digest(member))
        conversation = Conversation(
            id=key, platform=PLATFORM, title=_whole(title) or None, participants=tuple(each for each in people if each != Account())
        )
        return conversation, "direct" if fact.get("type") in _DIRECT else "group"

    def _channel_fact(self, member: Member) -> dict[str, object]:
        found = self._source.find(f"{member.folder}/channel.json")
        fact = None if found is None else _small(*found)
        return fact if isinstance(fact, dict) else {}


class OwnJson:
    """A `messages.json` of a package, while it is read."""

    def __init__(self, reading: WholeMember, package: Package) -> None:
        self._reading = reading
        self._package = package
        self._conversation, self._kind = package.channel(reading.member)

    def opens(self, _heads: Heads) -> Iterator[Conversation]:
        """The conversation."""
        yield self._conversation

    def make(self, item: Element, locator: Locator) -> Sequence[Record]:
        """The message of one element; none when it says nothing that is known."""
        fact, path = item.value, item.path
        if not isinstance(fact, dict) or not fact.keys() & _KEYS:
            return ()
        reading = self._reading
        reading.unknown(fact, _KEYS, path)
        number = fact.get("ID")
        cells = [
            str(number) if type(number) is int else number if isinstance(number, str) else "",
            reading.text(fact, "Timestamp", path) or "",
            reading.text(fact, "Contents", path) or "",
            reading.text(fact, "Attachments", path) or "",
        ]
        made, read = own_message(cells, self._package.holder, self._conversation.id, self._kind, locator)
        if not read:
            reading.note("time-unreadable", "warning", (*path, "Timestamp"))
        if made.attachments:
            reading.note("media-missing", "warning", (*path, "Attachments"), len(made.attachments))
        return (made,)


def read_table(package: Package, source: Source, member: Member, form: Form) -> Iterator[Record]:
    """A `messages.csv` of a package: a message for each row; the rows and what frames them tile the file."""
    notes = Notes(source, member)
    conversation, kind = package.channel(member)
    yield conversation
    for row in rows(lambda: source.open(member), form):
        span = (row.start, row.end)
        if row.role != "row":
            yield Framing(name=row.role, locator=notes.locator(f"{row.role}/{row.start}", span))
            continue
        place = f"row/{row.number + 1}"
        if row.fault is not None or len(row.fields) < 3:
            yield notes.lost(place, span, row.fault or "record-unreadable")
            continue
        if row.replaced:
            notes.note("text-undecodable", "warning")
        if len(row.fields) > len(form.columns):
            notes.note("field-unknown", "info")
        made, read = own_message((*row.fields, "")[:4], package.holder, conversation.id, kind, notes.locator(place, span))
        if not read:
            notes.note("time-unreadable", "warning", "Timestamp")
        if made.attachments:
            notes.note("media-missing", "warning", "Attachments", len(made.attachments))
        yield made
    yield from notes.problems()


def own_message(
    cells: Sequence[str], holder: Account, conversation: str, kind: MessageKind, locator: Locator
) -> tuple[Message, bool]:
    """The message of id, time, text and attachments, and whether its time could be read."""
    number, time, text, files = (_whole(each) for each in cells)
    sent_at, read, differs = stated(time, number.strip()[:32] or None)
    addresses = [each for each in files.split() if "://" in each]
    return (
        Message(
            conversation=conversation,
            kind=kind,
            sender=holder,
            sent_at=sent_at,
            body=text,
            links=tuple(dict.fromkeys((*links(text), *addresses))),
            attachments=tuple(_attachment(each) for each in addresses),
            flags=("id-time-differs",) if differs else (),
            platform_id=number.strip()[:32] or None,
            locator=locator,
        ),
        read,
    )


def _attachment(address: str) -> Attachment:
    found = _NAMED.search(address.rsplit("/", 1)[-1])
    return attached(None, found.group() if found is not None else None)


def _holder(fact: object) -> Account:
    """From `user.json`: `{id, username, discriminator, global_name}`."""
    if not isinstance(fact, dict) or "username" not in fact:
        return Account()
    name, number, shown = fact.get("username"), fact.get("id"), fact.get("global_name")
    handle = _whole(name) if isinstance(name, str) else ""
    tag = fact.get("discriminator")
    if handle and tag not in (None, 0, "0", "0000", "") and isinstance(tag, str | int):
        handle = f"{handle}#{str(tag)[:4].zfill(4)}"
    return Account(
        name=(_whole(shown) if isinstance(shown, str) else "") or handle.split("#", 1)[0] or None,
        handle=handle or None,
        platform_id=str(number)[:32] if isinstance(number, str | int) and number else None,
    )


def _titles(fact: object) -> dict[str, str]:
    """From `index.json`: the id of each channel with what the package calls it, or null."""
    return {key: title for key, title in fact.items() if isinstance(title, str)} if isinstance(fact, dict) else {}


def _small(source: Source, member: Member) -> object:
    if member.size > _SMALL or member.refused is not None:
        return None
    try:
        with source.open(member) as stream:
            return json.loads(stream.read().decode("utf-8-sig"))
    except (SourceUnreadable, ValueError, RecursionError):
        return None


def _whole(text: str) -> str:
    return text if text.isascii() else _HALF_PAIR.sub("\ufffd", text)
