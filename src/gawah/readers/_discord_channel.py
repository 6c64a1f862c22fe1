"""A channel as DiscordChatExporter writes it: one element of `messages` as a record, with who wrote it.

Keys came and went over the years (`discriminator` is `0000` since user names changed; `roles`, `users`, `inlineEmojis`,
`forwardedMessage` came later); all that were seen are known here.
"""

from collections.abc import Iterator, Mapping, Sequence

from gawah.readers._attachment import attached
from gawah.readers._discord_time import stated
from gawah.readers._json import Element, Header, Item, Path
from gawah.readers._json_file import WholeMember
from gawah.readers._json_heads import Heads
from gawah.readers._links import links
from gawah.records.content import Account, Attachment, Conversation, Event, Message, MessageKind, Reaction, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

PLATFORM = "Discord"
KNOWN = frozenset({"guild", "channel", "dateRange", "exportedAt", "messages", "messageCount", "after", "before"})
KEPT = frozenset({"guild", "channel", "messageCount"})
_KEYS = frozenset(
    {
        *("id", "type", "timestamp", "timestampEdited", "callEndedTimestamp", "isPinned", "content", "author", "attachments"),
        *("embeds", "stickers", "reactions", "mentions", "inlineEmojis", "reference", "forwardedMessage", "interaction"),
    }
)
_AUTHOR_KEYS = frozenset({"id", "name", "discriminator", "nickname", "color", "isBot", "roles", "avatarUrl"})
_FILE_KEYS = frozenset({"id", "url", "fileName", "fileSizeBytes"})
_REACTION_KEYS = frozenset({"emoji", "count", "users"})
_EVENTS = {
    "RecipientAdd": "member-added",
    "RecipientRemove": "member-removed",
    "Call": "call",
    "ChannelNameChange": "subject-changed",
    "ChannelIconChange": "icon-changed",
    "ChannelPinnedMessage": "message-pinned",
    "GuildMemberJoin": "member-joined",
    "ThreadCreated": "group-created",
}
_AUTHORED = frozenset({"Default", "Reply", "20", "21", "23", "ChatInputCommand", "ThreadStarterMessage", "ContextMenuCommand"})
"""Types of messages that somebody wrote; those without a name in the exporter are numbers (20: a command, 21: a thread's first)."""
_NO_DISCRIMINATOR = ("", "0", "0000")
_MOST = 1_000
_MOST_PARTICIPANTS = 5_000
_LONGEST_ID = 32


class Channel:
    """One file of a channel, while it is read."""

    def __init__(self, reading: WholeMember) -> None:
        self._reading = reading
        self._authors: dict[Account, None] = {}
        self._key = ""
        self._id = ""
        self._kind: MessageKind = "group"
        self.found = 0
        self.stated_count: int | None = None

    def watch(self, item: Item) -> None:
        """In the first walk: take note of who writes, and of the count that the file states."""
        if isinstance(item, Element):
            self.found += 1
            author = item.value.get("author") if isinstance(item.value, dict) else None
            if isinstance(author, dict) and len(self._authors) < _MOST_PARTICIPANTS:
                self._authors[self._account(author)] = None
        elif isinstance(item, Header) and item.path == ("messageCount",) and type(item.value) is int:
            self.stated_count = item.value

    def opens(self, heads: Heads) -> Iterator[Conversation]:
        """The conversation."""
        head = heads.containers.get((), {})
        channel, guild = (each if isinstance(each, dict) else {} for each in (head.get("channel"), head.get("guild")))
        self._id = _short(channel.get("id"))
        name, server = self._text(channel.get("name")), self._text(guild.get("name"))
        direct = str(channel.get("type")) in ("DirectTextChat", "DirectGroupTextChat")
        self._kind = "direct" if channel.get("type") == "DirectTextChat" else "group"
        title = name if direct or not server else f"{server} / {name}" if name else server
        self._key = (
            conversation_key(self._id)
            if self._id
            else identifier(PLATFORM, "file", self._reading.source.digest(self._reading.member))
        )
        yield Conversation(id=self._key, platform=PLATFORM, title=title or None, participants=tuple(self._authors))

    def make(self, item: Element, locator: Locator) -> Sequence[Record]:
        """The record of one element; none when it says nothing that is known."""
        fact, path = item.value, item.path
        if not isinstance(fact, dict) or not fact.keys() & {"content", "author", "timestamp"}:
            return ()
        reading = self._reading
        reading.unknown(fact, _KEYS, path)
        number = _short(fact.get("id")) or None
        sent_at, read, differs = stated(fact.get("timestamp"), number)
        if not read:
            reading.note("time-unreadable", "warning", (*path, "timestamp"))
        author = fact.get("author")
        if isinstance(author, dict):
            reading.unknown(author, _AUTHOR_KEYS, (*path, "author"))
        elif author is not None:
            reading.note("field-unknown", "warning", (*path, "author"))
        sender = self._account(author) if isinstance(author, dict) else Account()
        flags = ("id-time-differs",) if differs else ()
        kind = fact.get("type")
        if isinstance(kind, str) and kind not in _AUTHORED:
            return (
                Event(
                    conversation=self._key,
                    event=_EVENTS.get(kind, "other"),
                    sender=sender,
                    sent_at=sent_at,
                    body=self._event_body(fact, path),
                    flags=flags,
                    platform_id=number,
                    locator=locator,
                ),
            )
        return (self._message(fact, path, sender, sent_at, flags, number, locator),)

    def _message(
        self,
        fact: Mapping[str, object],
        path: Path,
        sender: Account,
        sent_at: object,
        flags: tuple[str, ...],
        number: str | None,
        locator: Locator,
    ) -> Message:
        body, more_links, more_flags = self._words(fact, path)
        attachments, remote = self._attachments(fact, path)
        reactions, partial = self._reactions(fact, path)
        return Message(
            conversation=self._key,
            kind=self._kind,
            sender=sender,
            sent_at=sent_at,  # type: ignore[arg-type]
            body=body,
            links=tuple(dict.fromkeys((*links(body), *more_links, *remote))),
            attachments=tuple(attachments),
            reactions=tuple(reactions),
            reply_to=self._answered(fact),
            edited=fact.get("timestampEdited") is not None,
            flags=(*flags, *more_flags, *(("reactions-partial",) if partial else ())),
            platform_id=number,
            locator=locator,
        )

    def _event_body(self, fact: Mapping[str, object], path: Path) -> str:
        ended = fact.get("callEndedTimestamp")
        said = self._reading.text(fact, "content", path) or ""
        return f"{said} (ended {ended})" if isinstance(ended, str) and ended else said

    def _words(self, fact: Mapping[str, object], path: Path) -> tuple[str, list[str], list[str]]:
        """The text; what is quoted by a forward or shown by an embed where there is none; addresses; flags."""
        reading = self._reading
        body = reading.text(fact, "content", path) or ""
        shown, addresses, flags = [], [], []
        for at, forwarded in reading.parts(fact, "forwardedMessage", path):
            flags.append("forwarded")
            body = body or reading.text(forwarded, "content", at[:-1]) or ""
        for at, embed in reading.parts(fact, "embeds", path):
            address = reading.text(embed, "url", at)
            addresses += [address] if address else []
            shown += [each for each in (reading.text(embed, key, at) for key in ("title", "description")) if each]
            for place, row in reading.parts(embed, "fields", at):
                shown += [each for each in (reading.text(row, key, place) for key in ("name", "value")) if each]
        if shown and not body:
            return "\n".join(shown), addresses, [*flags, "embed"]
        return body, addresses, flags

    def _attachments(self, fact: Mapping[str, object], path: Path) -> tuple[list[Attachment], list[str]]:
        """Its files, found beside the export where it downloaded them, and the addresses of the others."""
        reading = self._reading
        places = [(path, fact), *reading.parts(fact, "forwardedMessage", path)]
        found: list[Attachment] = []
        remote: list[str] = []
        for at, holder in places:
            parts = [(place, each, "fileName", "url") for place, each in reading.parts(holder, "attachments", at)]
            parts += [(place, each, "name", "sourceUrl") for place, each in reading.parts(holder, "stickers", at)]
            for place, each, name_key, address_key in parts:
                if address_key == "url":
                    reading.unknown(each, _FILE_KEYS, place)
                name, address = reading.text(each, name_key, place), reading.text(each, address_key, place) or ""
                if "://" in address:
                    remote.append(address)
                    found.append(attached(None, name))
                else:
                    found.append(attached(reading.source.find(self._beside(address)) if address else None, name or address or None))
                if found[-1].missing:
                    reading.note("media-missing", "warning", (*place[:-2], address_key))
        return found[:_MOST], remote

    def _beside(self, address: str) -> str:
        """A path that the exporter writes as its system does, as seen from the root of the container."""
        name = address.replace("\\", "/")
        folder = self._reading.member.folder if self._reading.source.is_container else ""
        return f"{folder}/{name}" if folder else name

    def _reactions(self, fact: Mapping[str, object], path: Path) -> tuple[list[Reaction], bool]:
        """Those whose sender is named, and whether there are more, of which a count stands alone."""
        reading = self._reading
        found: list[Reaction] = []
        partial = False
        for at, each in reading.parts(fact, "reactions", path):
            reading.unknown(each, _REACTION_KEYS, at)
            emoji = each.get("emoji")
            sign = self._text(emoji.get("name")) if isinstance(emoji, dict) else ""
            users = [user for _place, user in reading.parts(each, "users", at)]
            found += [Reaction(emoji=sign, sender=self._account(user)) for user in users[: _MOST - len(found)]]
            count = each.get("count")
            partial = partial or len(found) >= _MOST or (type(count) is int and count > len(users))
        return found, partial

    def _answered(self, fact: Mapping[str, object]) -> str | None:
        """The id of the message it answers, behind the other channel's id and a `/` where it stands in another one."""
        reference = fact.get("reference")
        if not isinstance(reference, dict) or fact.get("forwardedMessage") is not None:
            return None
        number, channel = _short(reference.get("messageId")), _short(reference.get("channelId"))
        if not number:
            return None
        return f"{channel}/{number}" if channel and self._id and channel != self._id else number

    def _account(self, author: Mapping[str, object]) -> Account:
        name, nickname = self._text(author.get("name")), self._text(author.get("nickname"))
        tag = author.get("discriminator")
        handle = f"{name}#{tag}" if name and isinstance(tag, str) and tag not in _NO_DISCRIMINATOR and len(tag) <= 4 else name
        return Account(name=nickname or name or None, handle=handle or None, platform_id=_short(author.get("id")) or None)

    def _text(self, value: object) -> str:
        return self._reading.stated(value) if isinstance(value, str) else ""


def conversation_key(channel: str) -> str:
    """The id of the conversation in a channel, the same from an exported channel and a data package."""
    return identifier(PLATFORM, channel)


def _short(value: object) -> str:
    """An id, which some tools write as a number."""
    if type(value) is int:
        return str(value)
    return value if isinstance(value, str) and len(value) <= _LONGEST_ID else ""
