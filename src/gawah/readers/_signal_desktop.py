"""Messages of Signal Desktop as records: rows of its database, or the same in JSON as `sigtop` writes them.

Seen: field names in the sources of sigtop (signal/message.go, attachment.go, edit.go) and signal-export (data.py). Newer versions
keep a field in a column that older ones kept in `json`; both are looked at, the column first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gawah.readers._attachment import attached
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._signal_desktop_fields import KNOWN, SILENT
from gawah.readers._signal_desktop_people import DesktopPeople
from gawah.readers._signal_frames import number
from gawah.readers._signal_people import Chat, text
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Event, Folder, Message, MessageKind, Reaction, Record
from gawah.records.when import When, from_epoch_ms

_WRITTEN = ("incoming", "outgoing", "story")
_EVENTS = {
    "keychange": "security-code-changed",
    "timer-notification": "disappearing-timer",
    "profile-change": "profile-changed",
    "change-number-notification": "number-changed",
    "conversation-merge": "chats-merged",
    "pinned-message-notification": "pinned",
    "poll-terminate": "poll-ended",
}
_CHANGES = {
    "create": "group-created",
    "title": "subject-changed",
    "avatar": "icon-changed",
    "description": "description-changed",
    "member-add": "member-added",
    "member-remove": "member-removed",
    "member-privilege": "admin-changed",
    "member-add-from-link": "member-joined",
    "member-add-from-invite": "member-joined",
    "pending-add-one": "member-invited",
    "pending-add-many": "member-invited",
}


@dataclass(slots=True)
class Desktop:
    """Makes records of one file of Signal Desktop.

    Attributes:
        notes: Takes the problems.
        people: Who is who in it.
        held: Finds a file of the export by the SHA-256 of its bytes and its name.
        files: The attachments that the database lists apart, by message id.
        calls: What the database says of calls, by call id: direction, type, status.
    """

    notes: Notes
    people: DesktopPeople
    held: Callable[[str, str | None], tuple[Source, Member] | None]
    files: dict[str, list[dict[str, Any]]]
    calls: dict[str, tuple[object, ...]]
    _said: set[str]

    def conversations(self) -> Iterator[Conversation]:
        """Those that the file describes."""
        for chat in list(self.people.chats.values()):
            yield from self._first(chat)

    def records(self, fact: dict[str, Any], place: str, span: tuple[int, int] | None) -> Iterator[Record]:
        """The records of a message, the texts that it had before first; the conversation before its first."""
        for key in fact:
            if key not in KNOWN:
                self.notes.note("field-unknown", "info", f"/{key if key.isascii() and key.isidentifier() else '?'}")
        chat = self.people.chat(fact.get("conversationId"))
        yield from self._first(chat)
        kind = text(fact, "type") or ("outgoing" if fact.get("isOutgoing") is True else "incoming")
        if kind in _WRITTEN:
            yield from self._message(fact, kind, chat, place, span)
        else:
            yield self._event(fact, kind, chat, place, span)

    def _first(self, chat: Chat) -> Iterator[Conversation]:
        if chat.conversation.id not in self._said:
            self._said.add(chat.conversation.id)
            yield chat.conversation

    def _message(self, fact: dict[str, Any], kind: str, chat: Chat, place: str, span: tuple[int, int] | None) -> Iterator[Message]:
        own = kind == "outgoing"
        sender = self.people.own if own else self._sender(fact)
        sort: MessageKind = "story" if kind == "story" else "group" if chat.group else "direct"
        head: dict[str, Any] = {
            "conversation": chat.conversation.id,
            "kind": sort,
            "sender": sender,
            "folder": _folder(chat, own=own),
        }
        sent = fact.get("sent_at") or fact.get("timestamp")
        identity = f"{self.people.key(sender)}/{number(sent)}"
        earlier = earlier_texts(fact)
        for index, version in enumerate(earlier):
            body = text(version, "body") or ""
            yield Message(
                **head,
                sent_at=self._when(version.get("timestamp")),
                body=body,
                links=links(body),
                flags=("earlier-version",),
                platform_id=identity,
                locator=self.notes.locator(f"{place}/earlier/{index}", None),
            )
        body = text(fact, "body") or _instead(fact)
        previews = [url for each in _list(fact, "preview") if (url := text(each, "url"))]
        yield Message(
            **head,
            sent_at=self._when(sent),
            body=body,
            links=tuple(dict.fromkeys((*previews, *links(body)))),
            attachments=self._attachments(fact),
            reactions=tuple(self._reaction(each) for each in _list(fact, "reactions")),
            reply_to=self._answered(fact.get("quote")),
            edited=bool(earlier),
            deleted=fact.get("deletedForEveryone") is True,
            flags=_flags(fact),
            platform_id=identity,
            locator=self.notes.locator(place, span),
        )

    def _event(self, fact: dict[str, Any], kind: str, chat: Chat, place: str, span: tuple[int, int] | None) -> Event:
        sender: Account | None = self._sender(fact)
        name, body = _EVENTS.get(kind, "other"), ""
        if kind == "call-history":
            name, body, own = self._call(fact)
            sender = self.people.own if own else sender
        elif kind == "group-v2-change":
            name, body, sender = self._change(_dict(fact, "groupV2Change"), sender)
        elif kind == "timer-notification":
            body = f"{number(_dict(fact, 'expirationTimerUpdate').get('expireTimer'))} s"
        elif kind == "profile-change":
            change = _dict(fact, "profileChange")
            body = f"{text(change, 'oldName') or ''} → {text(change, 'newName') or ''}"
        elif name == "other":
            body = kind
            if kind not in SILENT:
                self.notes.note("field-unknown", "info", "/type")
        return Event(
            conversation=chat.conversation.id,
            event=name,
            sender=None if sender == Account() else sender,
            folder=_folder(chat, own=False),
            sent_at=self._when(fact.get("sent_at") or fact.get("timestamp")),
            body=body,
            locator=self.notes.locator(place, span),
        )

    def _call(self, fact: dict[str, Any]) -> tuple[str, str, bool]:
        """Name and wording of a call, and whether it was the account holder's."""
        legacy = _dict(fact, "callHistoryDetails")
        known = self.calls.get(str(fact.get("callId") or legacy.get("callId") or ""))
        if known is not None:
            told = [str(each) for each in known if each]
            return "missed-call" if "Missed" in told else "call", " ".join(told), "Outgoing" in told
        if "wasIncoming" in legacy:
            incoming = legacy["wasIncoming"] is True
            missed = incoming and not legacy.get("acceptedTime") and legacy.get("wasDeclined") is not True
            told = ["Incoming" if incoming else "Outgoing", "Video" if legacy.get("wasVideoCall") is True else "Audio"]
            return "missed-call" if missed else "call", " ".join(told), not incoming
        return "call", "", False

    def _change(self, change: dict[str, Any], sender: Account | None) -> tuple[str, str, Account | None]:
        details = _list(change, "details")
        first: dict[str, Any] = details[0] if details else {}
        by = text(change, "from")
        about = text(first, "aci") or text(first, "uuid") or text(first, "serviceId")
        name = _CHANGES.get(text(first, "type") or "", "settings-changed" if details else "other")
        if name == "member-removed" and by is not None and by == about:
            name = "member-left"
        who = self.people.account(about) if about and about != by else None
        body = text(first, "newTitle") or text(first, "description") or (who and (who.name or who.handle or who.platform_id)) or ""
        return name, body, self.people.account(by) if by else sender

    def _sender(self, fact: dict[str, Any]) -> Account:
        return self.people.account(fact.get("sourceServiceId"), fact.get("sourceUuid"), fact.get("source"))

    def _attachments(self, fact: dict[str, Any]) -> tuple[Attachment, ...]:
        stated = _list(fact, "attachments") or self.files.get(text(fact, "id") or "", [])
        sticker = _dict(_dict(fact, "sticker"), "data")
        return tuple(self._file(each) for each in (*stated, *([sticker] if sticker else [])))

    def _file(self, stated: dict[str, Any]) -> Attachment:
        name, digest = text(stated, "fileName"), text(stated, "plaintextHash")
        made = attached(self.held(digest, name) if digest else None, name)
        if made.missing:
            self.notes.note("media-missing", "warning", "/attachments")
        return Attachment(
            name=name, media_type=made.media_type or text(stated, "contentType"), sha256=made.sha256, missing=made.missing
        )

    def _reaction(self, stated: dict[str, Any]) -> Reaction:
        at = number(stated.get("timestamp"))
        sender = self.people.local(stated.get("fromId"))
        return Reaction(emoji=text(stated, "emoji") or "", sender=sender, sent_at=self._when(at) if at else None)

    def _answered(self, quote: object) -> str | None:
        """A quote names its message by when it was sent (`id`) and by whom."""
        if not isinstance(quote, dict) or not number(quote.get("id")):
            return None
        author = self.people.account(quote.get("authorAci"), quote.get("authorUuid"), quote.get("author"))
        return f"{self.people.key(author)}/{number(quote.get('id'))}"

    def _when(self, value: object) -> When:
        at = int(value) if isinstance(value, float) and value.is_integer() else number(value)
        try:
            if at > 0:
                return from_epoch_ms(at, str(at))
        except ValueError:
            pass
        self.notes.note("time-unreadable", "warning", "/sent_at")
        return When(stated=str(at) if at else "", local=None, utc=None, zone="unknown", precision="ms")


def earlier_texts(fact: dict[str, Any]) -> list[dict[str, Any]]:
    """The texts that a message had before, oldest first: `editHistory` has the newest first, which is the present one."""
    return _list(fact, "editHistory")[:0:-1]


def _instead(fact: dict[str, Any]) -> str:
    """What stands for a text: the sign of a sticker, the name and ways of a contact card."""
    sign = text(_dict(fact, "sticker"), "emoji") or text(_dict(_dict(fact, "sticker"), "data"), "emoji")
    cards = _list(fact, "contact")
    if sign or not cards:
        return sign or ""
    name = _dict(cards[0], "name")
    ways = (text(each, "value") for key in ("number", "email") for each in _list(cards[0], key))
    parts = (text(name, key) for key in ("prefix", "givenName", "middleName", "familyName", "suffix", "nickname"))
    return "\n".join(filter(None, (" ".join(filter(None, parts)), *ways)))


def _flags(fact: dict[str, Any]) -> tuple[str, ...]:
    states = fact.get("sendStateByConversationId")
    failed = isinstance(states, dict) and any(isinstance(each, dict) and each.get("status") == "Failed" for each in states.values())
    told = {
        "view-once": fact.get("isViewOnce") in (True, 1),
        "sticker": bool(_dict(fact, "sticker")),
        "contact-card": bool(_list(fact, "contact")),
        "story-reply": bool(text(fact, "storyId")),
        "quoted-copy": bool(text(_dict(fact, "quote"), "text")),
        "disappearing": bool(number(fact.get("expireTimer"))),
        "undelivered": failed or bool(_list(fact, "errors")),
    }
    return tuple(name for name, holds in told.items() if holds)


def _folder(chat: Chat, *, own: bool) -> Folder:
    return "sent" if own else "archived" if chat.archived else "inbox"


def _dict(stated: dict[str, Any], key: str) -> dict[str, Any]:
    value = stated.get(key)
    return value if isinstance(value, dict) else {}


def _list(stated: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = stated.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
