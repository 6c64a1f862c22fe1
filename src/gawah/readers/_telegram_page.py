"""One message of a page of a Telegram export, as its HTML states it."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gawah.readers._attachment import attached
from gawah.readers._html import parsed, text_of
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.readers._telegram_time import from_day, from_title, unread
from gawah.records.content import Account, Attachment, Event, Message, MessageKind, Reaction
from gawah.records.evidence import Locator
from gawah.records.when import When

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_VIA = re.compile(r" via (@[A-Za-z0-9_]{3,64})$")
_ANSWERED = re.compile(r"go_to_message(-?\d{1,20})")
_EVENTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), event)
    for pattern, event in (
        (r" created group «|^Channel «.*» created$| created topic «", "group-created"),
        (r" changed group title to «|^Channel title changed to «| changed topic ", "subject-changed"),
        (r" (?:changed|removed|deleted) group photo$|^Channel photo (?:changed|removed)$", "icon-changed"),
        (r" to the (?:voice|video) chat$", "call-invited"),
        (r" invited ", "member-added"),
        (r" removed ", "member-removed"),
        (r" joined group by ", "member-joined"),
        (r" joined Telegram$", "member-joined-platform"),
        (r" (?:started|scheduled) (?:a )?(?:voice|video) chat|^(?:Voice|Video) chat", "call"),
        (r"^History cleared$", "history-cleared"),
        (r" took a screenshot$", "screenshot-taken"),
        (r" messages (?:not )?to auto-delete|^New messages will ", "timer-changed"),
        (r" pinned ", "message-pinned"),
        (r" this group to a supergroup$| a basic group to this supergroup ", "group-migrated"),
        (r" (?:is|are) now within .{1,40} from ", "proximity-reached"),
        (r" requested your phone number$", "phone-number-requested"),
        (r" suggests to use this photo$", "photo-suggested"),
        (r"^This message is not supported by this version ", "unsupported"),
    )
)
"""The exporter's own sentences, which it writes in English whatever the language of the app."""
_STATED_MEDIA = frozenset({"media_location", "media_live_location", "media_venue", "media_contact", "media_game", "media_invoice"})
_NO_FILE = re.compile(r"(?:Unavailable, please try again later|(?:Exceeds maximum size|Not included), change data exporting)")
_SELF_DESTRUCTING = ("Self-destructing photo", "Self-destructing video")


@dataclass(slots=True)
class Page:
    """A page while it is read.

    Attributes:
        source, member: Where it lies.
        notes: The problems gathered.
        conversation, kind: Of its messages.
        sender: Of the last message, which a joined one has too; None when there was none, or a service line since.
        day: The last day stated between messages, for the lines that state no time.
    """

    source: Source
    member: Member
    notes: Notes
    conversation: str
    kind: MessageKind
    sender: Account | None = None
    via: bool = False
    day: When | None = field(default=None)

    def begin_day(self, node: "LexborNode | None") -> None:
        """A day begins."""
        stated = "" if node is None else _line(node)
        self.day = from_day(stated) or (unread(stated) if stated else None)
        self.sender = None

    def find(self, address: str) -> Attachment:
        """The attachment at an address relative to the page."""
        name = address
        folder = self.member.folder if self.source.is_container else ""
        while name.startswith("../") and folder:
            name, folder = name[3:], folder.rpartition("/")[0]
        return attached(self.source.find(f"{folder}/{name}" if folder else name), address)


def title_of(head: str) -> tuple[str, list[str]]:
    """The title of the chat, as the head of a page shows it, and the files that give the page its looks."""
    page = parsed(head)
    node = page.css_first(".page_header .text.bold")
    addresses = [each.attributes.get("href") or each.attributes.get("src") or "" for each in page.css("link, script")]
    return "" if node is None else _line(node), [each for each in addresses if each and "://" not in each]


def sender_of(node: "LexborNode") -> str | None:
    """The name above a message; None where it is joined to the one before it, or has none."""
    named = _own(node, "from_name")
    return None if named is None else _VIA.sub("", _line(named)) or None


def message(page: Page, node: "LexborNode", locator: Locator) -> Message | Event | None:
    """The message or event; None when the page says nothing of one."""
    number = (node.attributes.get("id") or "").removeprefix("message") or None
    body = _child(node, "body")
    if body is None:
        return None
    if "service" in _classes(node):
        return _event(page, body, number, locator)
    sent_at = _when(page, body)
    named = _own(node, "from_name")
    if named is not None:
        stated = _line(named)
        page.sender = Account(name=_VIA.sub("", stated) or None)
        page.via = _VIA.search(stated) is not None
    elif "joined" not in _classes(node):
        page.sender, page.via = Account(), False
    flags = ["via-bot"] if page.via else []
    if page.sender is None:
        flags.append("sender-unknown")
    sender = page.sender or Account()
    call = body.css_first(".media_call")
    if call is not None:
        return Event(
            conversation=page.conversation,
            event="call",
            sender=sender,
            sent_at=sent_at,
            body=text_of(call.html or "")[0],
            platform_id=number,
            locator=locator,
        )
    return _message(page, body, sender, sent_at, flags, number, locator)


def _message(
    page: Page, body: "LexborNode", sender: Account, sent_at: When, flags: list[str], number: str | None, locator: Locator
) -> Message:
    words, addresses, files, more = _media(page, body)
    for text in body.css("div.text"):
        shown, linked = text_of(text.html or "")
        words += [shown] if shown else []
        addresses += [each for each in linked if not each.startswith("../") and ":" in each]
    answered = body.css_first(".reply_to")
    target = None if answered is None else _ANSWERED.search(answered.html or "")
    if body.css_first(".forwarded.body") is not None:
        more.append("forwarded")
    reactions, partial = _reactions(body)
    stated = "\n".join(words)
    return Message(
        conversation=page.conversation,
        kind=page.kind,
        sender=sender,
        sent_at=sent_at,
        body=stated,
        links=tuple(dict.fromkeys((*addresses, *links(stated)))),
        attachments=tuple(files),
        reactions=reactions,
        reply_to=None if target is None else target.group(1),
        flags=(*flags, *more, *(("reactions-partial",) if partial else ())),
        platform_id=number,
        locator=locator,
    )


def _event(page: Page, body: "LexborNode", number: str | None, locator: Locator) -> Event:
    page.sender = None
    said = _line(body)
    return Event(
        conversation=page.conversation,
        event=next((event for pattern, event in _EVENTS if pattern.search(said)), "other"),
        sent_at=page.day or unread(None),
        body=said,
        platform_id=number,
        locator=locator,
    )


def _when(page: Page, body: "LexborNode") -> When:
    date = _child(body, "date")
    stated = "" if date is None else date.attributes.get("title") or ""
    found = from_title(stated)
    if found is None:
        page.notes.note("time-unreadable", "warning")
        return unread(stated)
    return found


def _media(page: Page, body: "LexborNode") -> tuple[list[str], list[str], list[Attachment], list[str]]:
    """What stands in its media boxes: words, addresses, files and flags."""
    words: list[str] = []
    addresses: list[str] = []
    files: list[Attachment] = []
    flags: list[str] = []
    for box in body.css(".media_wrap"):
        poll = box.css_first(".media_poll")
        if poll is not None:
            words += [_line(each) for each in poll.css(".question, .answer")]
            flags.append("poll")
        linked = [each.attributes.get("href") or "" for each in box.css("a")]
        addresses += [each for each in linked if "://" in each]
        files += [page.find(each) for each in linked if each and "://" not in each]
        media = box.css_first(".media")
        if media is not None:
            title, status = (media.css_first(f".{each}") for each in ("title", "status"))
            shown = [_line(each) for each in (title, media.css_first(".description"), status) if each is not None]
            stated = _STATED_MEDIA & _classes(media)
            if stated:
                words += [each for each in shown if each]
                flags += [each.removeprefix("media_").replace("_", "-") for each in stated]
            elif not files or any(_NO_FILE.search(each) for each in shown):
                files.append(Attachment(name=shown[0] if "media_file" in _classes(media) and shown else None, missing=True))
            if shown and shown[0] in _SELF_DESTRUCTING:
                flags.append("self-destructs")
        for picture in box.css("img"):
            page.source.find(f"{page.member.folder}/{picture.attributes.get('src') or ''}".removeprefix("/"))
    if any(each.missing for each in files):
        page.notes.note("media-missing", "warning", count=sum(each.missing for each in files))
    return words, addresses, files, flags


def _reactions(body: "LexborNode") -> tuple[tuple[Reaction, ...], bool]:
    """Those whose sender is named by the picture's title; and whether there are more, of which a number stands alone."""
    found: list[Reaction] = []
    partial = False
    for each in body.css(".reactions .reaction"):
        sign = each.css_first(".emoji")
        names = [name for person in each.css("[title]") if (name := person.attributes.get("title"))]
        for name in names:
            person, _, at = name.rpartition(", ")
            when = from_title(at)
            found.append(
                Reaction(emoji="" if sign is None else _line(sign), sender=Account(name=person if when else name), sent_at=when)
            )
        partial = partial or not names or each.css_first(".count") is not None
    return tuple(found), partial


def _own(node: "LexborNode", name: str) -> "LexborNode | None":
    """The element of that class right inside the message's own body, not inside what it forwards."""
    body = _child(node, "body")
    return None if body is None else _child(body, name)


def _child(node: "LexborNode", name: str) -> "LexborNode | None":
    child = node.first_child
    while child is not None:
        if child.is_element_node and name in _classes(child):
            return child
        child = child.next
    return None


def _classes(node: "LexborNode") -> set[str]:
    return set((node.attributes.get("class") or "").split())


def _line(node: "LexborNode") -> str:
    return text_of(node.html or "")[0]
