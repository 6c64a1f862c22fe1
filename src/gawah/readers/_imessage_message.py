"""Rows of `message` as records: messages with their earlier texts, reactions, events of a chat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gawah.readers._attachment import attached
from gawah.readers._database import Database, Lost, Row
from gawah.readers._imessage_backup import attachments
from gawah.readers._imessage_body import Summary, addresses, summary, text_of, written
from gawah.readers._imessage_people import Chat, People, unlisted
from gawah.readers._imessage_reactions import Reactions, target_of
from gawah.readers._imessage_schema import ADDED, COLUMNS, EMOJI, EVENTS, REMOVED, SHARING, STICKER
from gawah.readers._imessage_time import since_2001, unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.records.content import Account, Attachment, Conversation, Event, Folder, Message, MessageKind, Reaction, Record
from gawah.records.when import When

_ATTACHMENT = ("filename", "transfer_name", "mime_type")
_FOLDER = "Attachments/"
_URL_BALLOON = "com.apple.messages.URLBalloonProvider"
_SMS = ("SMS", "RCS")


@dataclass(slots=True)
class Letters:
    """Makes records of the rows of one database."""

    database: Database
    notes: Notes
    people: People
    reactions: Reactions
    backup: dict[str, str]
    _said: set[str]

    def records(self, row: Row) -> Iterator[Record]:
        """The records of a row, earlier texts first; the conversation before its first one."""
        key, fact = row[0], dict(zip(COLUMNS, row[1:], strict=True))
        kind = fact["associated_message_type"]
        own = fact["is_from_me"] == 1
        sender = self._own(fact) if own else self.people.handles.get(fact["handle_id"])
        if sender is None:
            if fact["handle_id"]:
                self.notes.note("field-unknown", "warning", "message/handle_id")
            sender = Account()
        chat, deleted = self._chat(key, fact, None if own else sender)
        if chat.conversation.id not in self._said:
            self._said.add(chat.conversation.id)
            yield chat.conversation
        head = _Head(key, chat, sender, own, self._when(fact["date"], "message/date"), deleted)
        event = _event(fact)
        if event is not None:
            yield self._event(head, event, fact)
        elif kind in REMOVED:
            yield self._event(head, "reaction-removed", fact)
        else:
            yield from self._message(head, fact)

    def conversations(self) -> Iterator[Conversation]:
        """Those that the database lists, also the empty ones."""
        for chat in self.people.chats.values():
            if chat.conversation.id not in self._said:
                self._said.add(chat.conversation.id)
                yield chat.conversation

    def _event(self, head: "_Head", event: str, fact: dict[str, Any]) -> Event:
        about = self.people.handles.get(fact["other_handle"])
        body = (
            fact["group_title"] if event == "subject-changed" else about.handle if about and event.startswith("member-") else None
        )
        if event == "reaction-removed":
            body = _sign(fact, ADDED.start - REMOVED.start)
        elif event == "other":
            self.notes.note("field-unknown", "info", "message/item_type")
        return Event(
            conversation=head.chat.conversation.id,
            event=event,
            sender=head.sender,
            folder=_folder(head, fact),
            sent_at=head.sent_at,
            body=body if isinstance(body, str) else "",
            platform_id=_text(fact["guid"]),
            locator=self.notes.locator(f"message/{head.key}", None),
        )

    def _message(self, head: "_Head", fact: dict[str, Any]) -> Iterator[Message]:
        about = summary(fact["message_summary_info"])
        if about.damaged:
            self.notes.note("text-undecodable", "loss", "message/message_summary_info")
        for version in about.earlier:
            if version.text is None:
                self.notes.note("text-undecodable", "loss", "message/message_summary_info")
            body = written(version.text or "")
            at = since_2001(version.at) or head.sent_at
            place = f"message/{head.key}/earlier/{version.part if version.part.isdigit() else '?'}/{version.number}"
            yield self._letter(head, fact, body, at, place, flags=("earlier-version",))
        body = self._body(fact)
        files = self._files(head.key, fact)
        unsent = bool(fact["date_retracted"]) or (about.unsent and (about.wholly or not (body or files)))
        yield self._letter(
            head,
            fact,
            body,
            head.sent_at,
            f"message/{head.key}",
            attachments=files,
            reactions=() if fact["associated_message_type"] in ADDED else self._reactions(fact),
            edited=not unsent and (about.edited or bool(fact["date_edited"])),
            deleted=unsent or head.deleted,
            flags=_flags(head, fact, about, unsent=unsent, empty=not (body or files)),
        )

    def _letter(self, head: "_Head", fact: dict[str, Any], body: str, at: When, place: str, **more: Any) -> Message:
        kind: MessageKind = "group" if head.chat.group else "sms" if str(fact["service"]).upper() in _SMS else "direct"
        if fact["associated_message_type"] in ADDED:
            kind = "reaction"
            body = _sign(fact)
        target = _text(fact["thread_originator_guid"])
        if fact["associated_message_type"] in ADDED or fact["associated_message_type"] == STICKER:
            target = target_of(fact["associated_message_guid"])
        return Message(
            conversation=head.chat.conversation.id,
            kind=kind,
            sender=head.sender,
            folder=_folder(head, fact),
            subject=_text(fact["subject"]),
            sent_at=at,
            body=body,
            links=links(body) or (addresses(fact["payload_data"]) if fact["balloon_bundle_id"] == _URL_BALLOON else ()),
            reply_to=target,
            platform_id=_text(fact["guid"]),
            locator=self.notes.locator(place, None),
            **more,
        )

    def _body(self, fact: dict[str, Any]) -> str:
        text = fact["text"]
        if isinstance(text, str) and text:
            return written(text)
        archived = text_of(fact["attributedBody"])
        if archived is None and fact["attributedBody"]:
            self.notes.note("text-undecodable", "loss", "message/attributedBody")
        return written(archived or "")

    def _files(self, key: int, fact: dict[str, Any]) -> tuple[Attachment, ...]:
        numbers = self.people.attached.of(key)
        listed = "attachment" in self.database.tables
        stated = self.database.at("attachment", _ATTACHMENT, numbers) if listed and numbers else {}
        found = tuple(self._file(*stated[number][1:]) for number in dict.fromkeys(numbers) if number in stated)
        if len(found) < len(set(numbers)) or (not found and fact["cache_has_attachments"] == 1):
            self.notes.note("media-missing", "warning", "message")
            missing = max(1, len(set(numbers)) - len(found))
            found += tuple(Attachment(name=None, missing=True) for _ in range(missing))
        return found

    def _file(self, path: object, name: object, kind: object) -> Attachment:
        """An attachment lies under `Attachments/` beside the database, under the path that it had in `~/Library/Messages`; in an
        iPhone backup where its list of files says.
        """
        path = path if isinstance(path, str) else ""
        inner = path.partition(_FOLDER)[2]
        folder = f"{self.notes.member.folder}/" if self.notes.member.folder else ""
        at = self.notes.source.find(self.backup.get(path.removeprefix("~/")) or f"{folder}{_FOLDER}{inner}") if inner else None
        made = attached(at, name if isinstance(name, str) and name else path.rsplit("/", 1)[-1] or None)
        if made.missing:
            self.notes.note("media-missing", "warning", "attachment")
        if made.media_type is None and isinstance(kind, str) and kind:
            return Attachment(name=made.name, media_type=kind, sha256=made.sha256, missing=made.missing)
        return made

    def _reactions(self, fact: dict[str, Any]) -> tuple[Reaction, ...]:
        found = []
        for row in self.reactions.of(fact["guid"]):
            stated = dict(zip(COLUMNS, row[1:], strict=True))
            own = stated["is_from_me"] == 1
            sender = self._own(stated) if own else self.people.handles.get(stated["handle_id"])
            at = self._when(stated["date"], "message/date")
            found.append(Reaction(emoji=_sign(stated), sender=sender or Account(), sent_at=at))
        return tuple(found)

    def _own(self, fact: dict[str, Any]) -> Account:
        """The account holder, as the row states them: the address that was called, or the account (`E:` or `P:` and an address)."""
        address = _text(fact["destination_caller_id"])
        account = _text(fact["account"])
        if address is None and account is not None:
            address = account[2:] if account[1:2] == ":" else account
        return Account(handle=address or None)

    def _chat(self, key: int, fact: dict[str, Any], sender: Account | None) -> tuple[Chat, bool]:
        """The chat that a message stands in, and whether it lies among the deleted ones."""
        standing, recoverable = self.people.standing.of(key), self.people.recoverable.of(key)
        number = next(iter(standing or recoverable), None)
        chat = self.people.chats.get(number) if number is not None else None
        if chat is None:
            handle = fact["handle_id"] if type(fact["handle_id"]) is int else 0
            other = sender if sender is not None else self.people.handles.get(handle)
            chat = unlisted(self.notes, number, handle, other if number is None else None)
        return chat, bool(recoverable)

    def _when(self, value: object, place: str) -> When:
        when = since_2001(value)
        if when is None:
            self.notes.note("time-unreadable", "warning", place)
            return unread(value)
        return when


@dataclass(frozen=True, slots=True)
class _Head:
    """What the records of a row share."""

    key: int
    chat: Chat
    sender: Account
    own: bool
    sent_at: When
    deleted: bool


def letters(database: Database, notes: Notes, people: People, reactions: Reactions) -> Letters:
    """What makes records of the rows of `database`."""
    return Letters(database, notes, people, reactions, attachments(notes.source, notes.member), set())


def lost(notes: Notes, row: Lost) -> Iterator[Record]:
    """The problem that stands for a place in `message` that could not be read."""
    if row.key is None:
        notes.note(row.code, "loss", "message")
    else:
        yield notes.lost(f"message/{row.key}", None, row.code)


def _event(fact: dict[str, Any]) -> str | None:
    """The name of the event that a row is; None for a message."""
    item, action = fact["item_type"] or 0, fact["group_action_type"] or 0
    if item == 0:
        return None
    if item == 4:
        return SHARING.get(fact["share_status"] or 0, "other")
    if item == 5:
        return "audio-kept"
    return EVENTS.get((item, action), "other")


def _sign(fact: dict[str, Any], shift: int = 0) -> str:
    """The sign of a reaction as the app shows it."""
    kind = fact["associated_message_type"] + shift
    return _text(fact["associated_message_emoji"]) or EMOJI.get(kind) or ("sticker" if kind == ADDED.stop - 1 else "")


def _folder(head: _Head, fact: dict[str, Any]) -> Folder:
    if head.own:
        return "sent"
    if head.chat.box == "filtered" or fact["is_spam"] == 1:
        return "filtered"
    return "archived" if head.chat.box == "archived" else "inbox"


def _flags(head: _Head, fact: dict[str, Any], about: Summary, *, unsent: bool, empty: bool) -> tuple[str, ...]:
    flags = []
    if about.unsent and not unsent:
        flags.append("unsent-in-part")
    if head.own and fact["error"]:
        flags.append("undelivered")
    if fact["schedule_type"] == 2:
        flags.append("scheduled")
    if head.chat.group and str(fact["service"]).upper() in _SMS:
        flags.append("sms")
    if empty and not unsent and fact["balloon_bundle_id"] and fact["balloon_bundle_id"] != _URL_BALLOON:
        flags.append("app-content")
    return tuple(flags)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
