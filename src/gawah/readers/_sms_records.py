"""Records of SMS Backup & Restore: one text message, one MMS, one call."""

from dataclasses import dataclass, field

from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._sms_fields import (
    BOXES,
    DIRECTIONS,
    FROM,
    KNOWN,
    OWN,
    contact,
    key,
    moment,
    numbers,
    stated,
    unread,
)
from gawah.readers._sms_scan import Tag, text
from gawah.records.content import Account, Attachment, Conversation, Event, Folder, Message
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import Locator
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import When

PLATFORM = "SMS"
MAX_PARTS = 500
UNTOLD_DIRECTION = "direction-unknown"
"""The flag of what stands in a box that is not known: the file does not say which side it is from, and no side is named."""
_APART_MS = 3_600_000
_LAYOUT = "application/smil"
_UNTOLD = "application/octet-stream"
_NOTICE = "130"
"""`m_type` of a notice that a message waits at the operator's (M-Notification.ind)."""


@dataclass(slots=True)
class Multi:
    """An MMS while its parts pass.

    Attributes:
        tag: Its start tag.
        fields: Its attributes as text.
        parts, addresses: Attributes of its parts and addresses; a part's second is what its `data` held.
        cut: There were more than the limit.
    """

    tag: Tag
    fields: dict[str, str] = field(repr=False)
    parts: list[tuple[dict[str, str], Tag]] = field(default_factory=list, repr=False)
    addresses: list[dict[str, str]] = field(default_factory=list, repr=False)
    cut: bool = False


class Reading:
    """One file while it is read."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def fields(self, tag: Tag) -> dict[str, str]:
        """The attributes of a tag as text; what is unknown, twice there, repaired or unreadable is noted."""
        known = KNOWN.get(tag.name)
        found: dict[str, str] = {}
        for name, raw in tag.attributes.items():
            value, joined, lost = text(raw)
            if joined:
                self.notes.note("text-repaired", "warning", f"{tag.name}/{name}" if known and name in known else tag.name, joined)
            if lost:
                self.notes.note("text-undecodable", "warning", tag.name)
            if known is not None and name not in known:
                plain = name.isascii() and name.replace("_", "").isalnum()
                self.notes.note("field-unknown", "info", f"{tag.name}/{name if plain else '?'}")
            found[name] = value
        for _ in tag.repeated:
            self.notes.note("field-duplicate", "warning", tag.name)
        if tag.cut:
            self.notes.note("limit-reached", "warning", tag.name)
        return found

    def moment(self, fields: dict[str, str], place: str) -> When:
        """The time under `date`, which is the phone's: when it received a message, or sent it."""
        when = moment(fields.get("date"))
        if when is None:
            self.notes.note("time-unreadable", "warning", place)
            return unread(fields.get("date"))
        return when

    def sms(self, tag: Tag, locator: Locator) -> tuple[Conversation, Message]:
        """A text message."""
        fields = self.fields(tag)
        kept, own, caution = self._box(fields.get("type"), "sms/type")
        other = Account(name=contact(fields.get("contact_name")), handle=stated(fields.get("address")))
        flags = [caution] if caution else []
        body = fields.get("body", "")
        if body == "null":
            body = ""
            flags.append("null-text")
        when = self.moment(fields, "sms/date")
        flags += _apart(when, fields.get("date_sent"), own=own)
        conversation = _conversation(numbers(fields.get("address")), fields, locator)
        return conversation, Message(
            conversation=conversation.id,
            kind="sms",
            sender=Account() if own or caution == UNTOLD_DIRECTION else other,
            recipients=(other,) if own else (),
            folder=kept,
            subject=stated(fields.get("subject")),
            sent_at=when,
            body=body,
            links=links(body),
            flags=tuple(flags),
            locator=locator,
        )

    def mms(self, multi: Multi, locator: Locator) -> tuple[Conversation, Message]:
        """A message with parts."""
        fields = multi.fields
        kept, own, caution = self._box(fields.get("msg_box"), "mms/msg_box")
        flags = [caution] if caution else []
        if fields.get("m_type") == _NOTICE:
            flags.append("never-downloaded")
        if multi.cut:
            self.notes.note("limit-reached", "warning", "mms")
        when = self.moment(fields, "mms/date")
        flags += _apart(when, fields.get("date_sent"), own=own)
        others = numbers(fields.get("address"))
        untold = caution == UNTOLD_DIRECTION
        sender, recipients = _people(multi, others, contact(fields.get("contact_name")), own=own, untold=untold)
        body, attachments = self._parts(multi)
        conversation = _conversation(others or [each.handle for each in (sender, *recipients) if each.handle], fields, locator)
        return conversation, Message(
            conversation=conversation.id,
            kind="sms",
            sender=sender,
            recipients=recipients,
            folder=kept,
            subject=stated(fields.get("sub")),
            sent_at=when,
            body=body,
            links=links(body),
            attachments=attachments,
            flags=tuple(flags),
            platform_id=stated(fields.get("m_id")),
            locator=locator,
        )

    def call(self, tag: Tag, locator: Locator) -> tuple[Conversation, Event]:
        """A call. Who called whom is told by a flag (`incoming`, `outgoing`, `missed`, …); the seconds stand in the body."""
        fields = self.fields(tag)
        direction = DIRECTIONS.get(fields.get("type", ""))
        if direction is None:
            self.notes.note("field-unknown", "warning", "call/type")
        other = Account(name=contact(fields.get("contact_name")), handle=stated(fields.get("number")))
        conversation = _conversation(numbers(fields.get("number")), fields, locator)
        seconds = stated(fields.get("duration"))
        return conversation, Event(
            conversation=conversation.id,
            event="missed-call" if direction == "missed" else "call",
            sender=Account() if direction in ("outgoing", None) else other,
            sent_at=self.moment(fields, "call/date"),
            body=f"duration: {seconds}" if seconds else "",
            flags=(direction or UNTOLD_DIRECTION,),
            locator=locator,
        )

    def _box(self, value: str | None, place: str) -> tuple[Folder | None, bool, str | None]:
        known = BOXES.get(value or "")
        if known is None:
            self.notes.note("field-unknown", "warning", place)
            return None, False, UNTOLD_DIRECTION
        return known

    def _parts(self, multi: Multi) -> tuple[str, tuple[Attachment, ...]]:
        """The text of the text parts, and the files of the others; the layout is neither."""
        texts: list[str] = []
        files: list[Attachment] = []
        for fields, tag in multi.parts:
            kind = (stated(fields.get("ct")) or "").lower()
            words = stated(fields.get("text"))
            if kind == _LAYOUT:
                continue
            if kind.startswith("text/plain") and tag.data is None:
                texts += [words] if words is not None else []
                continue
            name = next((found for each in ("fn", "name", "cl") if (found := stated(fields.get(each)))), None)
            files.append(self._file(name, words, tag))
        return "\n".join(texts), tuple(files)

    def _file(self, name: str | None, words: str | None, tag: Tag) -> Attachment:
        if tag.data is not None and tag.data.size:
            head, digest = tag.data.head, tag.data.sha256
        elif words is not None:
            head, digest = words.encode("utf-8", "replace")[:HEAD], sha256(words.encode("utf-8", "replace"))
        else:
            self.notes.note("media-missing", "warning", "part")
            return Attachment(name=name, media_type=_told(media_type(b"", name or "")), missing=True)
        return Attachment(name=name, media_type=_told(media_type(head, name or "")), sha256=digest)


def _people(multi: Multi, others: list[str], name: str | None, *, own: bool, untold: bool) -> tuple[Account, tuple[Account, ...]]:
    """Who sent it and to whom: by the addresses where they say it, else by the conversation. A name belongs to a number only where
    there is one number.
    """
    known = {key(number): name for number in others} if len(others) == 1 else {}

    def account(number: str) -> Account:
        return Account(name=known.get(key(number)), handle=number)

    listed = [(stated(each.get("address")), each.get("type")) for each in multi.addresses]
    senders = [number for number, kind in listed if kind == FROM and number and number != OWN]
    if own:
        sender = Account(handle=senders[0]) if senders else Account()
    else:
        sender = account(senders[0]) if senders else (account(others[0]) if len(others) == 1 and not untold else Account())
    recipients = [number for number, kind in listed if kind != FROM and number and number != OWN]
    if own and not recipients:
        recipients = others
    return sender, tuple(account(number) for number in recipients)


def _conversation(others: list[str], fields: dict[str, str], locator: Locator) -> Conversation:
    """By the numbers, in any order; where there are none, by the file."""
    name = contact(fields.get("contact_name"))
    keys = sorted({key(number) for number in others})
    own = identifier(PLATFORM, *keys) if keys else identifier(PLATFORM, "", locator.file_sha256)
    people = tuple(Account(name=name if len(others) == 1 else None, handle=number) for number in others)
    return Conversation(id=own, platform=PLATFORM, title=name, participants=people)


def _apart(when: When, sent: str | None, *, own: bool) -> list[str]:
    """A received message whose sender's centre states a time an hour or more from the phone's."""
    other = None if own else moment(sent)
    mine = moment(when.stated)
    if other is None or mine is None or other.utc is None or mine.utc is None:
        return []
    return ["times-disagree"] if abs(_ms(other) - _ms(mine)) >= _APART_MS else []


def _ms(when: When) -> int:
    number = int(when.stated)
    return number * 1000 if when.precision == "second" else number


def _told(kind: str) -> str | None:
    return None if kind == _UNTOLD else kind
