"""The conversations of a Skype export and their messages as records."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from gawah.readers._attachment import attached
from gawah.readers._iso_time import from_iso, unread
from gawah.readers._json import Element, Item, Path
from gawah.readers._json_file import WholeMember
from gawah.readers._json_heads import Heads
from gawah.readers._links import links
from gawah.readers._skype_content import Said, activity, call, shared, words
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Event, Message, MessageKind, Reaction, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When, from_epoch_ms

PLATFORM = "Skype"
KNOWN = frozenset(
    {"userId", "exportDate", "conversations", "id", "displayName", "version", "properties", "threadProperties", "MessageList"}
)
KEPT = frozenset({"userId", "id", "displayName", "threadProperties"})
_KEYS = frozenset(
    {
        *("id", "displayName", "originalarrivaltime", "messagetype", "version", "content", "conversationid", "from"),
        *("properties", "amsreferences", "composetime", "clientmessageid", "contenttype", "type"),
    }
)
_EVENTS = {
    "Event/Call": "call",
    "ThreadActivity/AddMember": "member-added",
    "ThreadActivity/DeleteMember": "member-removed",
    "ThreadActivity/MemberJoined": "member-joined",
    "ThreadActivity/MemberLeft": "member-left",
    "ThreadActivity/TopicUpdate": "subject-changed",
    "ThreadActivity/PictureUpdate": "icon-changed",
    "ThreadActivity/RoleUpdate": "admin-changed",
}
_ACTS = ("Event/", "ThreadActivity/", "Control/", "Notice", "PopCard", "InviteFree", "Signal/")
_PREFIX = re.compile(r"^\d{1,2}:")
_MOST_PARTICIPANTS = 5_000
_MOST = 1_000
_LONGEST_ID = 256
_SMALL = 1 << 20
_EARLIEST_MS, _LATEST_MS = 1_000_000_000_000, 4_102_444_800_000


class Chats:
    """The conversations of one messages.json, while it is read."""

    def __init__(self, reading: WholeMember) -> None:
        self._reading = reading
        self._holder = ""
        self._names: dict[str, str] = {}
        self._speakers: dict[Path, dict[str, None]] = {}
        self._chats: dict[Path, tuple[str, MessageKind]] = {}
        self._media: dict[str, tuple[Source, Member]] | None = None

    def watch(self, item: Item) -> None:
        """In the first walk: take note of who speaks where, and of the names that messages state."""
        if not isinstance(item, Element):
            return
        speakers = self._speakers.setdefault(item.path[:-2], {})
        if isinstance(item.value, dict):
            sender, name = _id(item.value.get("from")), item.value.get("displayName")
            if sender and len(speakers) < _MOST_PARTICIPANTS:
                speakers[sender] = None
                if isinstance(name, str) and name and len(self._names) < _MOST_PARTICIPANTS:
                    self._names.setdefault(sender, self._reading.stated(name))

    def opens(self, heads: Heads) -> Iterator[Conversation]:
        """The conversations, in the order of the file."""
        self._holder = _id(heads.containers.get((), {}).get("userId"))
        if self._holder and not _PREFIX.match(self._holder):
            self._holder = f"8:{self._holder}"
        for path, head in heads.containers.items():
            if path in self._speakers or (path[:1] == ("conversations",) and "id" in head):
                yield self._conversation(path, head)

    def make(self, item: Element, locator: Locator) -> Sequence[Record]:
        """The record of one element; none when it says nothing that is known."""
        fact, path = item.value, item.path
        if not isinstance(fact, dict) or not fact.keys() & {"content", "from", "originalarrivaltime"}:
            return ()
        reading = self._reading
        reading.unknown(fact, _KEYS, path)
        chat, kind = self._chats[path[:-2]]
        stated = fact.get("messagetype")
        said_kind = stated if isinstance(stated, str) else ""
        content = reading.text(fact, "content", path) or ""
        if said_kind.startswith(_ACTS):
            return (self._event(fact, path, chat, said_kind, content, locator),)
        return (self._message(fact, path, chat, kind, said_kind, content, locator),)

    def _conversation(self, path: Path, head: Mapping[str, object]) -> Conversation:
        number = _id(head.get("id"))
        thread = head.get("threadProperties")
        facts = thread if isinstance(thread, dict) else {}
        title = self._reading.text(head, "displayName", path) or ""
        topic = facts.get("topic")
        group = number.startswith("19:")
        people = [*self._members(facts.get("members"), path), *([] if group or not number else [number]), self._holder]
        if not group and number and title:
            self._names.setdefault(number, title)
        ids = dict.fromkeys(
            each for each in (*people, *self._speakers.get(path, {})) if each and not each.startswith(("19:", "48:"))
        )
        key = (
            identifier(PLATFORM, number)
            if number
            else identifier(PLATFORM, "file", self._reading.source.digest(self._reading.member), *map(str, path))
        )
        self._chats[path] = (key, "group" if group else "direct")
        return Conversation(
            id=key,
            platform=PLATFORM,
            title=title or (self._reading.stated(topic) if isinstance(topic, str) else "") or None,
            participants=tuple(self._account(each) for each in ids),
        )

    def _members(self, stated: object, path: Path) -> list[str]:
        """The members of a group: a list, written as a string of JSON."""
        if isinstance(stated, str) and len(stated) < _SMALL:
            try:
                stated = json.loads(stated)
            except (ValueError, RecursionError):
                self._reading.note("field-unknown", "warning", (*path, "threadProperties", "members"))
        return [_id(each) for each in stated[:_MOST_PARTICIPANTS]] if isinstance(stated, list) else []

    def _event(self, fact: Mapping[str, object], path: Path, chat: str, kind: str, content: str, locator: Locator) -> Event:
        sender = _id(fact.get("from"))
        if kind == "Event/Call":
            body = call(content)
        elif kind.startswith("ThreadActivity/"):
            who, body = activity(content)
            sender = who or sender
        else:
            body = words("RichText", content).text
        return Event(
            conversation=chat,
            event=_EVENTS.get(kind, "other"),
            sender=self._account(sender, fact) if sender else None,
            sent_at=self._when(fact, path),
            body=body,
            platform_id=_id(fact.get("id")) or None,
            locator=locator,
        )

    def _message(
        self, fact: Mapping[str, object], path: Path, chat: str, kind: MessageKind, said_kind: str, content: str, locator: Locator
    ) -> Message:
        said: Said = words(said_kind, content)
        facts = fact.get("properties")
        properties = facts if isinstance(facts, dict) else {}
        references = fact.get("amsreferences")
        ids = [each for each in references if isinstance(each, str)] if isinstance(references, list) else []
        return Message(
            conversation=chat,
            kind=kind,
            sender=self._account(_id(fact.get("from")), fact),
            sent_at=self._when(fact, path),
            body=said.text,
            links=tuple(dict.fromkeys((*said.links, *links(said.text)))),
            attachments=self._attachments(content, ids, path),
            reactions=self._reactions(properties.get("emotions"), path),
            reply_to=said.answers,
            edited=said.edited or bool(properties.get("edittime")),
            deleted=bool(properties.get("deletetime")),
            flags=(*said.flags, *(("poll",) if said_kind == "Poll" else ())),
            platform_id=_id(fact.get("id")) or None,
            locator=locator,
        )

    def _account(self, number: str, fact: Mapping[str, object] | None = None) -> Account:
        """An id such as `8:live:name` with the handle in it; the name is the message's, else the first beside that id."""
        stated = fact.get("displayName") if fact is not None and _id(fact.get("from")) == number else None
        name = self._reading.stated(stated) if isinstance(stated, str) and stated else self._names.get(number)
        return Account(name=name or None, handle=_PREFIX.sub("", number) or None, platform_id=number or None)

    def _when(self, fact: Mapping[str, object], path: Path) -> When:
        found = from_iso(fact.get("originalarrivaltime"))
        if found is None:
            self._reading.note("time-unreadable", "warning", (*path, "originalarrivaltime"))
            return unread(fact.get("originalarrivaltime"))
        return found

    def _attachments(self, content: str, references: list[str], path: Path) -> tuple[Attachment, ...]:
        """Files of the export lie in `media/`, named after the id of the object."""
        found = []
        for thing in shared(content, references):
            attachment = attached(self._kept(thing.object), thing.name)
            if attachment.missing:
                self._reading.note("media-missing", "warning", (*path, "amsreferences"))
            found.append(attachment)
        return tuple(found)

    def _kept(self, number: str) -> tuple[Source, Member] | None:
        if self._media is None:
            self._media = {}
            source = self._reading.source
            for each in (source, *source.siblings):
                for member in each.members if each.is_container else ():
                    if not member.name.lower().endswith(".json"):
                        self._media.setdefault(member.basename.partition(".")[0], (each, member))
        found = self._media.get(number) if number else None
        return found[0].find(found[1].name) if found is not None else None

    def _reactions(self, stated: object, path: Path) -> tuple[Reaction, ...]:
        """From `[{key, users: [{mri, time}]}]`, a list or a string of JSON."""
        if isinstance(stated, str) and len(stated) < _SMALL:
            try:
                stated = json.loads(stated)
            except (ValueError, RecursionError):
                stated = ()
                self._reading.note("field-unknown", "warning", (*path, "properties", "emotions"))
        found: list[Reaction] = []
        for each in stated if isinstance(stated, list) else ():
            users = each.get("users") if isinstance(each, dict) else None
            for user in users[:_MOST] if isinstance(users, list) else ():
                if isinstance(user, dict) and isinstance(each.get("key"), str):
                    sign = self._reading.stated(each["key"])
                    found.append(Reaction(emoji=sign, sender=self._account(_id(user.get("mri"))), sent_at=_epoch(user.get("time"))))
        return tuple(found[:_MOST])


def _epoch(value: object) -> When | None:
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 15 else value
    return from_epoch_ms(number, str(value)) if type(number) is int and _EARLIEST_MS <= number < _LATEST_MS else None


def _id(value: object) -> str:
    if type(value) is int:
        return str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and len(value) <= _LONGEST_ID else ""
