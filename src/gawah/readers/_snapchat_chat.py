"""The rows of Snapchat's chat and snap history as messages and events, in the form since 2023 and in the one before."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from gawah.readers._attachment import attached
from gawah.readers._clock_time import clock_time
from gawah.readers._iso_time import unread
from gawah.readers._json import Element, Header, Layout
from gawah.readers._json_file import records_of
from gawah.readers._json_layout import steps
from gawah.readers._json_member import JsonMember
from gawah.readers._json_window import Number
from gawah.readers._links import links
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Event, Message, MessageKind, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When, from_epoch_ms

PLATFORM = "Snapchat"
LAYOUT = Layout(
    step=steps(("*",)),
    opening=re.compile(
        r'\{[ \t\r\n]{0,64}"(?:From|To)"[ \t]{0,8}:[ \t]{0,8}"[^"\\]{0,60}"[ \t]{0,8},[ \t\r\n]{0,64}"Media Type"[ \t]{0,8}:'
    ),
    section=re.compile(r'"(?P<section>(?:[^"\\]|\\[^"]){1,200})"[ \t\r\n]{0,8}:(?=[ \t\r\n]{0,8}\[)'),
)
_OLD = re.compile(r"(Received|Sent) (?:Saved |Unsaved )?(?:Chat|Snap) History")
_MEDIA = re.compile(r"\d{4}-\d{2}-\d{2}_(?!thumbnail~|overlay~)(?P<id>.+)\.[A-Za-z0-9]{2,5}")
_MICROSECONDS_FROM = 100_000_000_000_000
"""As milliseconds the year 5138; as microseconds 1973."""
_SHOWN = ("MEDIA", "IMAGE", "VIDEO", "NOTE", "AUDIO")
_EVENTS = (
    ("STATUSERASEDSNAP", "snap-erased"),
    ("STATUSERASED", "message-erased"),
    ("STATUSPARTICIPANTREMOVED", "member-removed"),
    ("STATUSPARTICIPANTADDED", "member-added"),
    ("STATUSPARTICIPANTLEFT", "member-left"),
    ("STATUSCONVERSATIONCAPTURE", "screenshot"),
    ("STATUSCALLMISSED", "missed-call"),
    ("STATUSCALL", "call"),
    ("STATUSSAVETOCAMERAROLL", "picture-saved"),
    ("STATUS", "other"),
)
"""By how `Media Type` begins, the longest first."""
_KEYS = frozenset(
    {
        *("From", "To", "Media Type", "Created", "Content", "Text", "Conversation Title", "IsSender", "Created(microseconds)"),
        *("IsSaved", "Media IDs", "Type"),
    }
)


class Chats:
    """One file being read."""

    def __init__(self, source: Source, member: Member, media: Mapping[str, tuple[Source, Member]]) -> None:
        self._reading = JsonMember(source, member)
        self._media = media
        self._behind = False
        self._section: str | None = None

    def records(self) -> Iterator[Record]:
        """Everything in the file."""
        yield from records_of(self._reading, LAYOUT, self._made, self._outside, self._break)

    def _outside(self, header: Header) -> None:
        key = header.path[-1] if header.path else None
        if self._behind and isinstance(key, str):
            try:
                self._section = str(json.loads(f'"{key}"'))
            except ValueError:
                self._section = key
        elif isinstance(key, str) and header.value not in (None, {}, ""):
            self._reading.note("field-unknown", "info", ("?",))

    def _break(self) -> None:
        self._behind = True

    def _made(self, item: Element, locator: Locator) -> Iterable[Record]:
        fact = item.value
        if not isinstance(fact, dict) or not fact.keys() & {"From", "To", "Media Type", "Created", "Content", "Text"}:
            return ()
        self._reading.unknown(fact, _KEYS, ("*",))
        stated, sender, recipients = self._where(fact, self._section if self._behind else str(item.path[0]), locator)
        kind: MessageKind = "group" if self._text(fact, "Conversation Title") else "direct"
        sort = self._text(fact, "Media Type")
        body = html.unescape(self._text(fact, "Content") or self._text(fact, "Text"))
        event = next((name for start, name in _EVENTS if sort.upper().startswith(start)), None)
        sent_at, flags = self._when(fact)
        if event is not None:
            return stated, Event(
                conversation=stated.id,
                event=event,
                sender=sender,
                sent_at=sent_at,
                flags=flags,
                body=": ".join(part for part in (sort, body) if part),
                locator=locator,
            )
        return stated, Message(
            conversation=stated.id,
            kind=kind,
            sender=sender,
            recipients=recipients,
            sent_at=sent_at,
            flags=flags,
            body=body,
            links=links(body),
            attachments=self._attachments(fact, sort),
            locator=locator,
        )

    def _where(
        self, fact: Mapping[str, object], key: str | None, locator: Locator
    ) -> tuple[Conversation, Account, tuple[Account, ...]]:
        """The conversation, who sent, and to whom: by the key that the row stands under, else by the row."""
        sender, other = self._text(fact, "From"), self._text(fact, "To")
        if key is None:
            return Conversation(id=identifier(PLATFORM, "file", locator.file_sha256), platform=PLATFORM), _account(sender), ()
        old = _OLD.fullmatch(key)
        if old is not None:
            sent = fact.get("IsSender") is True or (old.group(1) == "Sent" and fact.get("IsSender") is not False)
            name = other or sender
            stated = Conversation(id=identifier(PLATFORM, name), platform=PLATFORM, title=name or None)
            return stated, Account() if sent else _account(sender), (_account(other),) if other else ()
        title = self._text(fact, "Conversation Title")
        return (
            Conversation(
                id=identifier(PLATFORM, key), platform=PLATFORM, title=title or key, participants=() if title else (_account(key),)
            ),
            _account(sender),
            (_account(other),) if other else (),
        )

    def _when(self, fact: Mapping[str, object]) -> tuple[When, tuple[str, ...]]:
        """`Created`, to the millisecond where the number beside it agrees with it; with a caution where it does not."""
        stated = fact.get("Created")
        when = clock_time(stated, "format")
        precise = self._precise(fact.get("Created(microseconds)"), stated)
        if when is None and precise is None:
            self._reading.note("time-unreadable", "warning", ("*", "Created"))
            return unread(stated), ()
        if precise is None or when is None:
            return when or precise or unread(stated), ()
        if (precise.utc or "")[:19] != (when.utc or "")[:19]:
            return when, ("times-disagree",)
        return When(stated=when.stated, local=when.local, utc=precise.utc, zone=when.zone, precision="ms"), ()

    @staticmethod
    def _precise(number: object, stated: object) -> When | None:
        if isinstance(number, Number):
            number = int(number.text) if re.fullmatch(r"\d{1,18}", number.text) else None
        if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
            return None
        try:
            return from_epoch_ms(
                number // 1000 if number >= _MICROSECONDS_FROM else number, stated if isinstance(stated, str) else str(number)
            )
        except ValueError:
            return None

    def _attachments(self, fact: Mapping[str, object], sort: str) -> tuple[Attachment, ...]:
        ids = [part.strip() for part in self._text(fact, "Media IDs").split("|") if part.strip()]
        made = [attached(self._media.get(each), each) for each in ids]
        if not made and sort.upper() in _SHOWN and "Media IDs" not in fact:
            made = [Attachment(name=None, missing=True)]
        missing = sum(each.missing for each in made)
        if missing:
            self._reading.note("media-missing", "warning", ("*", "Media IDs"), missing)
        for each in ids:
            if each in self._media:
                self._media[each][1].referred = True
        return tuple(made)

    def _text(self, fact: Mapping[str, object], key: str) -> str:
        return self._reading.text(fact, key, ("*",)) or ""


def _account(handle: str) -> Account:
    return Account(handle=handle or None)


def media_by_id(sources: Iterable[Source]) -> dict[str, tuple[Source, Member]]:
    """The files of `chat_media` by the id in their names; of two with one id neither, for which is meant nobody can tell."""
    found: dict[str, tuple[Source, Member]] = {}
    twice: set[str] = set()
    for source in sources:
        for member in source.members:
            named = _MEDIA.fullmatch(member.basename)
            if named is not None:
                if named["id"] in found:
                    twice.add(named["id"])
                found[named["id"]] = (source, member)
    return {key: value for key, value in found.items() if key not in twice}
