"""Direct messages of an X archive as records: messages, reactions and changes of groups, and headers without words.

The archive names people by number only. Conversations of more than about a thousand messages stand in it in several pieces with one
id, which overlap: the second copy of a message is a Duplicate (github.com/timhutton/twitter-archive-parser, pull request 98).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gawah.readers._json import Element, Header, Item, Path
from gawah.readers._json_heads import Heads
from gawah.readers._links import links
from gawah.readers._x_layout import Kind
from gawah.readers._x_member import PLATFORM, Reading
from gawah.records.content import Account, Conversation, Duplicate, Event, Message, Reaction, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

KEPT = frozenset({"conversationId", "name"})
KNOWN = frozenset({"dmConversation", "conversationId", "name", "messages"})
_MAX_SEEN = 300_000
"""Messages of conversations in pieces that are remembered; what comes on top is not recognised as a second copy."""
_MAX_PEOPLE = 10_000
_MESSAGE_KEYS = frozenset(
    {
        *("id", "senderId", "recipientId", "text", "createdAt", "mediaUrls", "urls", "reactions", "editHistory", "edits"),
        *("reactionKey", "eventId", "initiatingUserId", "participantsSnapshot", "userIds", "name", "inReplyTo"),
    }
)
_REACTION_KEYS = frozenset({"senderId", "reactionKey", "eventId", "createdAt"})
_URL_KEYS = frozenset({"url", "expanded", "display"})
_EVENTS = {
    "reactionCreate": "reaction",
    "joinConversation": "member-added",
    "participantsJoin": "member-added",
    "participantsLeave": "member-left",
    "conversationNameUpdate": "subject-changed",
}


@dataclass(slots=True)
class Pieces:
    """Which messages of conversations that stand in several pieces were read: their numbers, each with the record's id.

    Attributes:
        met: How often each conversation was opened, in all files so far.
    """

    met: dict[str, int] = field(default_factory=dict)
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def first(self, conversation: str, identity: str | None, record: str) -> str | None:
        """The id of the record that was read for this message before; None when it is the first."""
        if identity is None or self.met.get(conversation, 0) < 2:
            return None
        known = self._seen.get((conversation, identity))
        if known is None and len(self._seen) < _MAX_SEEN:
            self._seen[conversation, identity] = record
        return known


@dataclass(slots=True)
class Direct:
    """What makes the records of one file of direct messages.

    Attributes:
        reading: The file.
        kind: What sort of file it is.
        pieces: What was read of conversations in pieces.
        stated: By the path of each conversation's piece: its id as the platform states it.
        people: Who takes part in each, by its id.
        titles: The latest name of each, by its id.
    """

    reading: Reading
    kind: Kind
    pieces: Pieces
    stated: dict[Path, str] = field(default_factory=dict)
    people: dict[str, dict[str, None]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    _waiting: dict[Path, tuple[dict[str, None], list[str]]] = field(default_factory=dict)

    def watch(self, item: Item) -> None:
        """Note who takes part; the id of the conversation may stand behind its messages."""
        if isinstance(item, Header) or not isinstance(item, Element) or not isinstance(item.value, dict):
            return
        people, titles = self._waiting.setdefault(item.path[:-2], ({}, []))
        for name, fact in item.value.items():
            if isinstance(fact, dict):
                if name == "conversationNameUpdate" and not titles and isinstance(title := fact.get("name"), str):
                    titles.append(title)
                for number in _numbers(fact):
                    if len(people) < _MAX_PEOPLE:
                        people[number] = None

    def opens(self, heads: Heads) -> Iterator[Conversation]:
        """The conversations of the file, one for all pieces."""
        for path, head in heads.containers.items():
            if path not in self._waiting and "conversationId" not in head:
                continue
            stated = self.reading.text(head, "conversationId", path) or f"{self.reading.source.digest(self.reading.member)} {path}"
            self.stated[path] = stated
            self.pieces.met[stated] = self.pieces.met.get(stated, 0) + 1
            people, titles = self._waiting.pop(path, ({}, []))
            named = self.reading.text(head, "name", path)
            for title in ([named] if named else []) + titles[:1]:
                self.titles.setdefault(stated, self.reading.stated(title))
            pair = [each for each in stated.split("-") if each.isascii() and each.isdigit()]
            known = self.people.setdefault(stated, {})
            known.update(dict.fromkeys([*(pair if len(pair) == 2 else []), *people]))
        for stated, people in self.people.items():
            yield Conversation(
                id=identifier(PLATFORM, "dm", stated),
                platform=PLATFORM,
                title=self.titles.get(stated),
                participants=tuple(self._account(number) for number in people),
            )

    def make(self, item: Element, locator: Locator) -> list[Record]:
        """The message or event that an element is; nothing when it is none."""
        value, stated = item.value, self.stated.get(item.path[:-2])
        if not isinstance(value, dict) or stated is None:
            return []
        names = [name for name in value if isinstance(value[name], dict)]
        if len(names) != 1:
            return []
        name, path = names[0], (*item.path, names[0])
        fact = value[name]
        assert isinstance(fact, dict)
        self.reading.unknown(value, frozenset({*_EVENTS, "messageCreate", "welcomeMessageCreate"}), item.path)
        self.reading.unknown(fact, _MESSAGE_KEYS, path)
        if name in ("messageCreate", "welcomeMessageCreate") and self.kind != "dm-headers":
            made: Message | Event = self._message(fact, path, stated, locator)
        else:
            made = self._event(name, fact, path, stated, locator)
        of = self.pieces.first(stated, _copy_of(name, fact), made.id)
        return [made] if of is None else [Duplicate(of=of, locator=locator)]

    def _message(self, fact: dict[str, object], path: Path, stated: str, locator: Locator) -> Message:
        reading = self.reading
        identity = reading.text(fact, "id", path)
        sent_at, flags = reading.time(fact, "createdAt", path, identity)
        body = reading.text(fact, "text", path) or ""
        group = self.kind == "group" or "-" not in stated
        recipient = reading.text(fact, "recipientId", path)
        return Message(
            conversation=identifier(PLATFORM, "dm", stated),
            kind="group" if group else "direct",
            sender=self._account(reading.text(fact, "senderId", path)),
            recipients=(self._account(recipient),) if recipient and recipient != "0" and not group else (),
            sent_at=sent_at,
            body=body,
            links=tuple(dict.fromkeys((*self._addresses(fact, path), *links(body)))),
            attachments=tuple(
                reading.attachment(identity, [address], (*path, "mediaUrls")) for address in _strings(fact.get("mediaUrls"))
            ),
            reactions=tuple(self._reactions(fact, path)),
            edited=bool(fact.get("editHistory") or fact.get("edits")),
            flags=flags,
            platform_id=identity,
            locator=locator,
        )

    def _event(self, name: str, fact: dict[str, object], path: Path, stated: str, locator: Locator) -> Event:
        """The body holds what the platform states of it: the reaction, the new name, the numbers of those who came or left."""
        reading = self.reading
        identity = reading.text(fact, "id", path) or reading.text(fact, "eventId", path)
        sent_at, flags = reading.time(fact, "createdAt", path, identity)
        sender = reading.text(fact, "senderId", path) or reading.text(fact, "initiatingUserId", path)
        who = [each for key in ("userIds", "participantsSnapshot") for each in _strings(fact.get(key))]
        if sender is None and name == "participantsLeave" and len(who) == 1:
            sender = who[0]
        said = reading.text(fact, "reactionKey", path) or reading.text(fact, "name", path)
        header = name in ("messageCreate", "welcomeMessageCreate")
        return Event(
            conversation=identifier(PLATFORM, "dm", stated),
            event="message-header" if header else _EVENTS.get(name, "other"),
            sender=None if sender is None else self._account(sender),
            sent_at=sent_at,
            body=said if said is not None else ", ".join(reading.stated(each) for each in who),
            flags=flags,
            platform_id=identity,
            locator=locator,
        )

    def _reactions(self, fact: Mapping[str, object], path: Path) -> Iterator[Reaction]:
        reading = self.reading
        for at, each in reading.parts(fact, "reactions", path):
            reading.unknown(each, _REACTION_KEYS, at)
            sent_at, _flags = reading.time(each, "createdAt", at, None)
            key = reading.text(each, "reactionKey", at) or ""
            yield Reaction(emoji=key, sender=self._account(reading.text(each, "senderId", at)), sent_at=sent_at)

    def _addresses(self, fact: Mapping[str, object], path: Path) -> Iterator[str]:
        for at, each in self.reading.parts(fact, "urls", path):
            self.reading.unknown(each, _URL_KEYS, at)
            address = self.reading.text(each, "expanded", at) or self.reading.text(each, "url", at)
            if address:
                yield address

    def _account(self, number: str | None) -> Account:
        holder = self.reading.archive.holder
        return holder if number is not None and number == holder.platform_id else Account(platform_id=number or None)


def _copy_of(name: str, fact: Mapping[str, object]) -> str | None:
    """What makes an entry the same as another: its number; for a change of a group, which has none, all that it says."""
    for key in ("id", "eventId"):
        if isinstance(number := fact.get(key), str):
            return f"{key} {number}"
    said = [str(fact.get(key)) for key in ("createdAt", "initiatingUserId", "userIds", "participantsSnapshot", "name")]
    return identifier(name, *(each.encode("utf-8", "replace").decode() for each in said))


def _numbers(fact: Mapping[str, object]) -> Iterator[str]:
    """The numbers of everybody whom an entry names."""
    stated = [fact.get("senderId"), fact.get("recipientId"), fact.get("initiatingUserId")]
    for key in ("userIds", "participantsSnapshot"):
        stated += _strings(fact.get(key))
    for each in stated:
        if isinstance(each, str) and each.isascii() and each.isdigit() and 0 < len(each) <= 20 and each != "0":
            yield each


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
