"""The JSON file of a TikTok export: chats, own comments, own videos and own words during live videos.

Keys drift from year to year (`Activity` and `Your Activity`, `Direct Message` and `Direct Messages`, `Date` and `date`), so they
are compared without case, blanks and a plural `s`.
"""

import json
import re
from collections.abc import Iterator, Mapping

from gawah.readers._clock_time import clock_time
from gawah.readers._iso_time import unread
from gawah.readers._json import Element, Header, Layout, Path, Step
from gawah.readers._json_file import records_of
from gawah.readers._json_member import JsonMember
from gawah.readers._links import links
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Conversation, Message, MessageKind, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When

PLATFORM = "TikTok"
CHAT_WITH = re.compile(r"(?:Group )?Chat History with (.*?)\s*:*\s*", re.IGNORECASE | re.DOTALL)
_CHATS = frozenset({"directmessage"})
_VIDEOS = frozenset(
    {("video", "video", "videolist"), ("post", "post", "videolist"), ("video", "post", "videolist"), ("post", "post", "postlist")}
)
_DELETED = frozenset({("video", "recentlydeletedpost", "postlist"), ("post", "recentlydeletedpost", "postlist")})
_LIVE = ("tiktoklive", "watchlivehistory", "watchlivemap")
_DATE = (
    r'\{[ \t\r\n]{0,64}"[Dd]ate"[ \t]{0,8}:[ \t]{0,8}"[^"\\]{0,40}"[ \t]{0,8},[ \t\r\n]{0,64}"(?:[Ff]rom|[Cc]omment)"[ \t]{0,8}:'
)
_LIVE_BEGINS = r'\{[ \t\r\n]{0,64}"Comment(?:Time|Content)"[ \t]{0,8}:'
_SECTION = r'"(?P<section>(?:[^"\\]|\\[^"]){1,200})"[ \t\r\n]{0,8}:(?=[ \t\r\n]{0,8}\[)'
_CHAT_KEYS = frozenset({"date", "from", "content", "to"})
_COMMENT_KEYS = frozenset({"date", "comment", "photo", "url"})
_LIVE_KEYS = frozenset({"commenttime", "commentcontent", "rawtime"})
_VIDEO_KEYS = frozenset(
    {
        *("date", "link", "likes", "coverimage", "whocanview", "allowcomments", "allowstitches", "allowduets", "allowstickers"),
        *("allowsharingtostory", "contentdisclosure", "aigeneratedcontent", "sound", "location", "title", "addyourstext"),
        *("alternatetext", "datedeleted", "vieweddate", "privacysetting"),
    }
)


def _plain(key: str | int) -> str:
    """A key as it is compared: letters and digits in lower case, no plural."""
    return "#" if isinstance(key, int) else re.sub(r"[^a-z0-9]", "", key.casefold()).removesuffix("s")


def _step(path: Path, char: str) -> Step:
    keys = tuple(_plain(key) for key in path[:3])
    depth = len(path)
    if char == "{":
        inside = depth < 3 or (depth == 4 and keys == _LIVE)
        entered = not keys or keys[0] in {"comment", "video", "post", "tiktoklive", *_CHATS}
        return "enter" if entered and (inside or (depth == 3 and (keys[0] in _CHATS or keys == _LIVE))) else "value"
    if depth == 3 and (_listed(keys) is not None):
        return "records"
    if depth == 4 and keys[0] in _CHATS:
        return "records"
    return "records" if depth == 5 and keys == _LIVE and _plain(path[4]) == "comment" else "value"


def _listed(keys: tuple[str, ...]) -> str | None:
    if keys[:2] == ("comment", "comment") and keys[2] in ("commentlist", "commentslist"):
        return "comment"
    return "video" if keys in _VIDEOS else "deleted" if keys in _DELETED else None


_SECTIONS = frozenset(
    {
        *("activity", "youractivity", "adsanddata", "appsetting", "comment", "directmessage", "video", "post", "profile"),
        *(
            "profileandsetting",
            "tiktoklive",
            "tiktokshopping",
            "tiktokshop",
            "poireview",
            "locationreview",
            "incomepluswallettransaction",
        ),
        *("incomewallet", "likesandfavorite", "favoritesandlike", "aimoji", "aiselfiefeature", "yourlike", "link", "ad", "setting"),
    }
)
"""First keys that were seen (some of these hold nobody's words)."""

LAYOUT = Layout(step=_step, opening=re.compile(f"{_DATE}|{_LIVE_BEGINS}"), section=re.compile(_SECTION))


def chat_id(name: str) -> str:
    """The id of the conversation with this person or group: the same in every export and in both forms of it."""
    return identifier(PLATFORM, "chat", name)


def chat_name(key: str) -> str:
    """Whose chat a key such as `Chat History with NAME:` heads; the key itself in another wording."""
    found = CHAT_WITH.fullmatch(key)
    return found.group(1) if found else key.rstrip(": ")


def _unescaped(key: str) -> str:
    """A key as it stands between its quotes, decoded."""
    try:
        return str(json.loads(f'"{key}"'))
    except ValueError:
        return key


def chat(name: str, holder: Account, *, group: bool = False) -> Conversation:
    """The chat with a person or group, under the name that the export gives it."""
    people = (*(() if group else (Account(handle=name),)), *((holder,) if holder.handle else ()))
    return Conversation(id=chat_id(name), platform=PLATFORM, title=name, participants=people)


class TikTok:
    """One JSON file being read."""

    def __init__(self, source: Source, member: Member) -> None:
        self._reading = JsonMember(source, member)
        self._holder = Account()
        self._section: str | None = None
        self._behind = False

    def records(self) -> Iterator[Record]:
        """Everything in the file, after a first walk for whose it is, which stands behind the records."""
        for _ in records_of(JsonMember(self._reading.source, self._reading.member), LAYOUT, lambda *_: (), self._whose):
            pass
        yield from records_of(self._reading, LAYOUT, self._made, self._outside, self._break)

    def _whose(self, header: Header) -> None:
        value = header.value
        if len(header.path) == 1 and _plain(header.path[0]) == "profile" and isinstance(value, dict) and not self._holder.handle:
            for part in value.values():
                stated = part.get("ProfileMap") if isinstance(part, dict) else None
                name = stated.get("userName") if isinstance(stated, dict) else None
                if isinstance(name, str) and name:
                    self._holder = Account(handle=name)

    def _outside(self, header: Header) -> None:
        key = header.path[-1] if header.path else None
        if self._behind and isinstance(key, str):
            self._section = key if CHAT_WITH.fullmatch(key := _unescaped(key)) else None
        elif len(header.path) == 1 and isinstance(key, str) and _plain(key) not in _SECTIONS:
            self._reading.unknown((key,), frozenset(), ())

    def _break(self) -> None:
        self._behind = True

    def _made(self, item: Element, locator: Locator) -> Iterator[Record]:
        value = item.value
        if not isinstance(value, dict):
            return
        fact = {_plain(key): each for key, each in value.items() if isinstance(key, str)}
        keys = tuple(_plain(key) for key in item.path[:3])
        behind = self._behind
        listed = None if behind else _listed(keys) if len(keys) == 3 else None
        if "from" in fact and not listed:
            yield from self._said(value, fact, item.path, locator)
        elif "comment" in fact and (behind or listed == "comment"):
            yield from self._comment(value, fact, locator)
        elif "commentcontent" in fact:
            room = str(item.path[3]) if not behind and len(item.path) > 3 else ""
            yield from self._live(value, fact, room, locator)
        elif listed in ("video", "deleted") and fact.keys() & {"date", "link"}:
            yield from self._own(value, fact, locator, deleted=listed == "deleted")

    def _said(self, value: Mapping[str, object], fact: Mapping[str, object], path: Path, locator: Locator) -> Iterator[Record]:
        """A message of a chat. Behind damage it belongs to the chat whose key stands before it; without such a key, to none."""
        self._unknown(value, _CHAT_KEYS)
        group = not self._behind and "group" in str(path[1]).casefold()
        key = self._section if self._behind else str(path[3]) if len(path) > 4 else None
        if key is None:
            stated = Conversation(id=identifier(PLATFORM, "file", locator.file_sha256), platform=PLATFORM)
        else:
            stated = chat(chat_name(key), self._holder, group=group)
        body = self._text(fact, "content")
        yield stated
        yield Message(
            conversation=stated.id,
            kind="group" if group else "direct",
            sender=Account(handle=self._text(fact, "from") or None),
            sent_at=self._when(fact.get("date")),
            body=body,
            links=links(body),
            locator=locator,
        )

    def _comment(self, value: Mapping[str, object], fact: Mapping[str, object], locator: Locator) -> Iterator[Record]:
        self._unknown(value, _COMMENT_KEYS)
        address, photo = self._text(fact, "url"), self._text(fact, "photo")
        stated = _comments(address)
        body = self._text(fact, "comment")
        yield stated
        yield self._message(stated.id, "comment", fact.get("date"), body, locator, address, photo)

    def _live(self, value: Mapping[str, object], fact: Mapping[str, object], room: str, locator: Locator) -> Iterator[Record]:
        self._unknown(value, _LIVE_KEYS)
        stated = Conversation(id=identifier(PLATFORM, "live", room), platform=PLATFORM, title=f"LIVE {room}".strip())
        yield stated
        yield self._message(stated.id, "comment", fact.get("commenttime"), self._text(fact, "commentcontent"), locator)

    def _own(self, value: Mapping[str, object], fact: Mapping[str, object], locator: Locator, *, deleted: bool) -> Iterator[Record]:
        self._unknown(value, _VIDEO_KEYS)
        stated = Conversation(id=identifier(PLATFORM, "posts"), platform=PLATFORM, title="posts")
        body = self._text(fact, "title")
        yield stated
        yield self._message(stated.id, "post", fact.get("date"), body, locator, self._text(fact, "link"), deleted=deleted)

    def _message(
        self,
        conversation: str,
        kind: MessageKind,
        date: object,
        body: str,
        locator: Locator,
        *addresses: str,
        deleted: bool = False,
    ) -> Message:
        """What the account holder wrote in public."""
        return Message(
            conversation=conversation,
            kind=kind,
            sender=self._holder,
            sent_at=self._when(date),
            body=body,
            links=tuple(dict.fromkeys((*(each for each in addresses if each.startswith("http")), *links(body)))),
            deleted=deleted,
            locator=locator,
        )

    def _when(self, value: object) -> When:
        when = clock_time(value, "format")
        if when is None:
            self._reading.note("time-unreadable", "warning", ("*", "Date"))
            return unread(value)
        return when

    def _text(self, fact: Mapping[str, object], key: str) -> str:
        """The string under a key; "" where there is none, or one of TikTok's words for none."""
        value = fact.get(key)
        if isinstance(value, str):
            return "" if key in ("photo", "url", "link") and value in ("N/A", "None") else value
        if value is not None:
            self._reading.note("field-unknown", "warning", ("*", key))
        return ""

    def _unknown(self, value: Mapping[str, object], known: frozenset[str]) -> None:
        for key in value:
            if _plain(key) not in known and key.casefold() not in known:
                self._reading.unknown((key,), frozenset(), ("*",))


def _comments(address: str) -> Conversation:
    """The comments under one video, where the export says which; else all of them."""
    key = (address,) if address else ()
    return Conversation(id=identifier(PLATFORM, "comments", *key), platform=PLATFORM, title=address or "comments")
