"""Chat items of a Signal backup as records: messages, the texts they had before, and events.

A message is known everywhere by who sent it and when (Signal gives it no other id); so is the one that it answers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gawah.readers._attachment import attached
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._signal_frames import Frame, number
from gawah.readers._signal_people import Chat, People, raw, text
from gawah.readers._signal_updates import happened
from gawah.readers._source import Member, Source
from gawah.records.content import Attachment, Conversation, Event, Folder, Message, MessageKind, Reaction, Record
from gawah.records.when import When, from_epoch_ms

MAX_REVISED = 3
"""Revisions of revisions that are looked into; Signal writes none."""
_CONTENTS = (
    *("standardMessage", "contactMessage", "stickerMessage", "remoteDeletedMessage", "paymentNotification", "giftBadge"),
    *("viewOnceMessage", "directStoryReplyMessage", "poll", "adminDeletedMessage"),
)
_FLAGS = {
    "contactMessage": "contact-card",
    "stickerMessage": "sticker",
    "paymentNotification": "payment",
    "giftBadge": "gift",
    "viewOnceMessage": "view-once",
    "directStoryReplyMessage": "story-reply",
    "poll": "poll",
    "adminDeletedMessage": "deleted-by-admin",
}
_DELETED = ("remoteDeletedMessage", "adminDeletedMessage")


@dataclass(slots=True)
class Items:
    """Makes records of the frames of one file.

    Attributes:
        notes: Takes the problems.
        people: Who is who in it.
        held: Finds a file of the export by the SHA-256 of its bytes and its name.
    """

    notes: Notes
    people: People
    held: Callable[[str, str | None], tuple[Source, Member] | None]
    _chats: dict[int, Chat]
    _said: set[str]

    def records(self, frame: Frame) -> Iterator[Record]:
        """The records of a frame; a conversation before its first."""
        value = frame.value or {}
        chat, item, call = value.get("chat"), value.get("chatItem"), value.get("adHocCall")
        if isinstance(item, dict):
            place = f"frame/{frame.number}"
            yield from self._item(item, place, (frame.start, frame.end))
        elif isinstance(call, dict):
            yield from self._call(call, frame)
        elif isinstance(chat, dict):
            who = number(chat.get("recipientId"))
            found = self.people.chat(who, f"chat/{number(chat.get('id'))}", archived=chat.get("archived") is True)
            self._chats[number(chat.get("id"))] = found
            yield from self._first(found)

    def _first(self, chat: Chat) -> Iterator[Conversation]:
        if chat.conversation.id not in self._said:
            self._said.add(chat.conversation.id)
            yield chat.conversation

    def _item(self, item: dict[str, Any], place: str, span: tuple[int, int] | None, depth: int = 0) -> Iterator[Record]:
        chat = self._chats.get(number(item.get("chatId")))
        if chat is None:
            chat = self.people.chat(0, f"chat/{number(item.get('chatId'))}")
        yield from self._first(chat)
        revisions = item.get("revisions")
        for index, each in enumerate(revisions if isinstance(revisions, list) and depth < MAX_REVISED else ()):
            if isinstance(each, dict):
                yield from self._item(each, f"{place}/revision/{index}", None, depth + 1)
        update = item.get("updateMessage")
        if isinstance(update, dict):
            yield from self._events(item, update, chat, place, span)
        else:
            yield self._message(item, chat, place, span, revised=depth > 0)

    def _events(
        self, item: dict[str, Any], update: dict[str, Any], chat: Chat, place: str, span: tuple[int, int] | None
    ) -> Iterator[Event]:
        author = self.people.account(number(item.get("authorId")))
        for index, (name, body, by) in enumerate(happened(update, self.people)):
            if name == "other" and not body:
                self.notes.note("field-unknown", "info", "/chatItem/updateMessage")
            yield Event(
                conversation=chat.conversation.id,
                event=name,
                sender=by or author,
                folder=_folder(item, chat),
                sent_at=self._when(item.get("dateSent")),
                body=body,
                flags=_timed(item),
                platform_id=self._id(number(item.get("authorId")), item.get("dateSent")),
                locator=self.notes.locator(place if index == 0 else f"{place}/update/{index}", span),
            )

    def _call(self, call: dict[str, Any], frame: Frame) -> Iterator[Record]:
        who = number(call.get("recipientId"))
        chat = self.people.chat(who, f"call/{who}")
        yield from self._first(chat)
        yield Event(
            conversation=chat.conversation.id,
            event="call",
            sent_at=self._when(call.get("callTimestamp")),
            locator=self.notes.locator(f"frame/{frame.number}", (frame.start, frame.end)),
        )

    def _message(self, item: dict[str, Any], chat: Chat, place: str, span: tuple[int, int] | None, *, revised: bool) -> Message:
        content = next((name for name in _CONTENTS if name in item), "")
        stated = item.get(content)
        said: dict[str, Any] = stated if isinstance(stated, dict) else {}
        if not content:
            self.notes.note("field-unknown", "warning", "/chatItem")
        author = number(item.get("authorId"))
        body = _body(content, said)
        flags = [_FLAGS[content]] if content in _FLAGS else []
        flags += ["earlier-version"] if revised else []
        quote = said.get("quote")
        if isinstance(quote, dict) and text(_dict(quote, "text"), "body"):
            flags.append("quoted-copy")
        if isinstance(said.get("longText"), dict):
            flags.append("cut-by-platform")
        kind: MessageKind = "group" if chat.group else "sms" if item.get("sms") is True else "direct"
        return Message(
            conversation=chat.conversation.id,
            kind=kind,
            sender=self.people.account(author),
            folder=_folder(item, chat),
            sent_at=self._when(item.get("dateSent")),
            body=body,
            links=tuple(dict.fromkeys((*(url for each in _list(said, "linkPreview") if (url := text(each, "url"))), *links(body)))),
            attachments=self._attachments(content, said),
            reactions=tuple(self._reaction(each) for each in _list(said, "reactions")),
            reply_to=self._answered(quote),
            edited=bool(_list(item, "revisions")),
            deleted=content in _DELETED,
            flags=(*flags, *_timed(item), *_undelivered(item)),
            platform_id=self._id(author, item.get("dateSent")),
            locator=self.notes.locator(place, span),
        )

    def _attachments(self, content: str, said: dict[str, Any]) -> tuple[Attachment, ...]:
        pointers = [_dict(each, "pointer") for each in _list(said, "attachments")]
        if content == "viewOnceMessage":
            pointers.append(_dict(_dict(said, "attachment"), "pointer"))  # what was seen is gone; that there was one is not
        if content == "stickerMessage":
            pointers.append(_dict(_dict(said, "sticker"), "data"))
        if isinstance(said.get("longText"), dict):
            pointers.append(said["longText"])
        return tuple(self._file(pointer) for pointer in pointers)

    def _file(self, pointer: dict[str, Any]) -> Attachment:
        digest = raw(_dict(pointer, "locatorInfo").get("plaintextHash")).hex()
        name = text(pointer, "fileName")
        made = attached(self.held(digest, name) if digest else None, name)
        if made.missing:
            self.notes.note("media-missing", "warning", "/chatItem")
        kind = text(pointer, "contentType")
        return Attachment(name=name, media_type=made.media_type or kind, sha256=made.sha256, missing=made.missing)

    def _reaction(self, stated: dict[str, Any]) -> Reaction:
        at = number(stated.get("sentTimestamp"))
        sender = self.people.account(number(stated.get("authorId")))
        return Reaction(emoji=text(stated, "emoji") or "", sender=sender, sent_at=self._when(at) if at else None)

    def _answered(self, quote: object) -> str | None:
        if not isinstance(quote, dict) or not number(quote.get("targetSentTimestamp")):
            return None
        return self._id(number(quote.get("authorId")), quote.get("targetSentTimestamp"))

    def _id(self, author: int, sent: object) -> str:
        return f"{self.people.key(author)}/{number(sent)}"

    def _when(self, value: object) -> When:
        at = number(value)
        try:
            if at:
                return from_epoch_ms(at, str(at))
        except ValueError:
            pass
        self.notes.note("time-unreadable", "warning", "/chatItem/dateSent")
        return When(stated=str(at) if at else "", local=None, utc=None, zone="unknown", precision="ms")


def items(notes: Notes, people: People, held: Callable[[str, str | None], tuple[Source, Member] | None]) -> Items:
    """What makes records of the frames of one file."""
    return Items(notes, people, held, {}, set())


def _body(content: str, said: dict[str, Any]) -> str:
    if content == "contactMessage":
        return _card(_dict(said, "contact"))
    if content == "stickerMessage":
        return text(_dict(said, "sticker"), "emoji") or ""
    if content == "paymentNotification":
        return text(said, "note") or ""
    if content == "poll":
        return "\n".join(filter(None, (text(said, "question"), *(text(each, "option") for each in _list(said, "options")))))
    if content == "directStoryReplyMessage":
        return text(_dict(_dict(said, "textReply"), "text"), "body") or text(said, "emoji") or ""
    return text(_dict(said, "text"), "body") or ""


def _card(contact: dict[str, Any]) -> str:
    """A contact that somebody sent: the parts of the name as stated, then numbers, addresses and the note, a line each."""
    name = _dict(contact, "name")
    parts = (text(name, key) for key in ("prefix", "givenName", "middleName", "familyName", "suffix", "nickname"))
    ways = (text(each, "value") for key in ("number", "email") for each in _list(contact, key))
    return "\n".join(filter(None, (" ".join(filter(None, parts)), text(contact, "organization"), *ways, text(contact, "note"))))


def _folder(item: dict[str, Any], chat: Chat) -> Folder:
    if "outgoing" in item:
        return "sent"
    return "archived" if chat.archived else "inbox"


def _timed(item: dict[str, Any]) -> tuple[str, ...]:
    return ("disappearing",) if number(item.get("expiresInMs")) else ()


def _undelivered(item: dict[str, Any]) -> tuple[str, ...]:
    statuses = _list(_dict(item, "outgoing"), "sendStatus")
    return ("undelivered",) if any("failed" in each for each in statuses) else ()


def _dict(stated: dict[str, Any], key: str) -> dict[str, Any]:
    value = stated.get(key)
    return value if isinstance(value, dict) else {}


def _list(stated: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = stated.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
