"""Mastodon archives: the posts and boosts of `outbox.json`.

Seen:
    zip and tar.gz with outbox.json, actor.json, likes.json, bookmarks.json, media_attachments/ (fossilizer__mastodon-export.zip)
    a single activity (fossilizer__activity-with-attachment.json)
Rules:
    * A record is an element of `orderedItems`; its text is the HTML of `content` as a browser shows it (`_html_text`).
    * A content warning (`summary`) is the subject. Followers-only and unlisted posts are flagged; direct ones are messages.
    * A boost is an event that holds the address of the post.
    * `totalItems` is compared with what is there.
Known limits:
    * Only what the holder wrote: received posts, mentions and answers are not in it; nor is what an edited post said before.
    * Likes and bookmarks are addresses of other people's posts and are left to the list of members that nobody reads.
    * Descriptions of pictures, choices of polls and flags of media stay in the original.
Sources: tests/samples/mastodon/*/about.toml; export-formats.md section 3.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _json_count
from gawah.readers._json import Element, Header, Item, Layout
from gawah.readers._json_file import Form, WholeMember, read_json
from gawah.readers._json_layout import steps
from gawah.readers._mastodon_activity import PLATFORM, Outbox
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Account, ReadProblem, Record
from gawah.records.errors import SourceUnreadable

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_LAYOUT = Layout(
    steps(("orderedItems",)),
    re.compile(r'\{[ \t\r\n]{0,32}"id"[ \t\r\n]{0,8}:[ \t\r\n]{0,8}"[^"\\]{1,160}/activity"'),
    record_key="object",
)
_KNOWN = frozenset({"@context", "id", "type", "totalItems", "orderedItems"})
_VOCABULARY = "https://www.w3.org/ns/activitystreams"
_COLLECTION = re.compile(r'"type"\s{0,8}:\s{0,8}"OrderedCollection"')
_ACTIVITY = re.compile(r'"type"\s{0,8}:\s{0,8}"(?:Create|Announce)"\s{0,8},\s{0,8}"actor"\s{0,8}:')
_ACTOR = re.compile(r'"type"\s{0,8}:\s{0,8}"(?:Person|Service|Group|Organization|Application)"')
_LISTED = re.compile(r'"id"\s{0,8}:\s{0,8}"(likes|bookmarks)\.json"')
_SMALL = 1 << 20


def identify(source: Source) -> bool:
    """Say whether this is a Mastodon archive or a file of one. Reads names, and the start of a few members."""
    if not source.is_container:
        return any(_told(source, member) is not None for member in source.members)
    return any(_told(source, member) == "outbox" for member in _named(source, "outbox.json")[:4])


def reads(source: Source) -> Sequence[Member]:
    """The outboxes; one, in an archive as it was received."""
    if source.is_container:
        return [member for member in _named(source, "outbox.json") if _told(source, member) in ("outbox", None)]
    return [member for member in source.members if _told(source, member) == "outbox"]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the archive states, in its order, the oldest first."""
    holder = _holder(source)
    told: set[str] = set()
    for member in reads(source):
        if member.refused is not None:
            continue
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        reading, total = WholeMember(source, member), _Total()
        form = Form(_LAYOUT, Outbox(reading, holder, told).make, watch=total.watch, known=_KNOWN)
        yield from read_json(reading, partial(source.open, member), form)
        if total.stated is not None and total.stated != total.found:
            apart = abs(total.stated - total.found)
            yield ReadProblem(
                code="count-mismatch", severity="warning", locator=reading.locator(("totalItems",), None), count=apart
            )


def count(source: Source) -> int:
    """The number of elements of `orderedItems` (1 for a single activity) in the members read, counted by ijson."""
    total = 0
    for member in reads(source):
        if member.refused is None:
            if not is_whole(source, member):
                continue
            total += _json_count.records(partial(source.open, member), _LAYOUT)
    return total


class _Total:
    """What the collection says of its size, and its size.

    Attributes:
        stated, found: Numbers of activities.
    """

    def __init__(self) -> None:
        self.stated: int | None = None
        self.found = 0

    def watch(self, item: Item) -> None:
        """Take note of one item."""
        if isinstance(item, Element):
            self.found += 1
        elif isinstance(item, Header) and item.path == ("totalItems",) and type(item.value) is int and not item.again:
            self.stated = item.value


def _named(source: Source, basename: str) -> list[Member]:
    return [member for member in source.members if member.basename == basename]


def _told(source: Source, member: Member) -> str | None:
    """What the file begins like: an `outbox` (or one activity), something of Mastodon's without records, or nothing known."""
    head = source.head(member).decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    if not head.startswith("{") or _VOCABULARY not in head:
        return None
    if _COLLECTION.search(head, 0, 4096):
        return "list" if _LISTED.search(head, 0, 4096) else "outbox"
    if _ACTIVITY.search(head):
        return "outbox"
    return "actor" if _ACTOR.search(head) and '"preferredUsername"' in head else None


def _holder(source: Source) -> Account:
    """Whose archive it is, as `actor.json` says, here or in another part of the import."""
    for each in (source, *source.siblings):
        for member in _named(each, "actor.json") if each.is_container else each.members:
            if member.size > _SMALL or member.refused is not None or _told(each, member) != "actor":
                continue
            try:
                with each.open(member) as stream:
                    stated = json.loads(stream.read().decode("utf-8-sig", "replace"))
            except (SourceUnreadable, ValueError, RecursionError):
                continue
            if isinstance(stated, dict) and isinstance(stated.get("id"), str):
                each.find(member.name)  # read, so nobody needs to be told that it was not
                return _account(stated)
    return Account()


def _account(stated: dict[str, object]) -> Account:
    address, name, handle = (_text(stated.get(key)) for key in ("id", "name", "preferredUsername"))
    host = (address or "").partition("://")[2].partition("/")[0]
    full = f"@{handle}@{host}" if handle and host else handle
    return Account(name=name, handle=full, platform_id=address)


def _text(value: object) -> str | None:
    return value.encode("utf-8", "replace").decode() or None if isinstance(value, str) else None
