"""The tables of YouTube in Google Takeout: own comments and own words in live chats.

Folder, file and column names are in the person's language; a table is known by its shape: the order of the columns is the same in
every language, and the text is JSON fragments joined by commas.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gawah.readers._clock_time import clock_time
from gawah.readers._csv import Form
from gawah.readers._csv_form import first_rows, form, guessed
from gawah.readers._csv_records import records_of_rows
from gawah.readers._iso_time import unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Conversation, Message, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

PLATFORM = "YouTube"
_TEXT = re.compile(r'\s*\{\s*"(?:text|takeoutSegments|videoLink|mention|link|emoji)"\s*:')
_PRICE = re.compile(r"\d{0,12}([.,]\d{1,6})?")
_MAX_PART = 1_000
_FRAGMENTS = json.JSONDecoder(strict=False)
"""Line ends stand as they are in the texts of fragments."""
_NAMES = {
    "commentid": "id",
    "livechatid": "id",
    "channelid": "channel",
    "commentcreatetimestamp": "time",
    "livechatcreatetimestamp": "time",
    "price": "price",
    "currencycode": "currency",
    "parentcommentid": "parent",
    "postid": "post",
    "videoid": "video",
    "commenttext": "text",
    "livechattext": "text",
    "toplevelcommentid": "top",
}
"""The English names, which changed their case, without blanks."""
_SHAPES: dict[tuple[str, int, int], tuple[str, ...]] = {
    ("comments", 7, 6): ("id", "channel", "time", "price", "parent", "video", "text"),
    ("comments", 8, 6): ("id", "channel", "time", "price", "parent", "video", "text", "top"),
    ("comments", 8, 7): ("id", "channel", "time", "price", "parent", "post", "video", "text"),
    ("comments", 9, 7): ("id", "channel", "time", "price", "parent", "post", "video", "text", "top"),
    ("live", 6, 5): ("id", "channel", "time", "price", "video", "text"),
    ("live", 7, 6): ("id", "channel", "time", "price", "currency", "video", "text"),
}
"""By sort, number of columns and place of the text: what each column holds."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was recognised.

    Attributes:
        sort: Comments, or words in live chats.
        form: How the file is written.
        columns: What each column holds; "" for one that nobody knows.
    """

    sort: Literal["comments", "live"]
    form: Form
    columns: tuple[str, ...]


def table_of(head: bytes) -> Table | None:
    """The table that begins so; None when it is none of these."""
    named = form(head, lambda cells: {"id", "channel", "text"} <= set(_named(cells)))
    if named is not None:
        columns = _named(named.columns)
        comments = any(_plain(name) == "commentid" for name in named.columns)
        return Table("comments" if comments else "live", named, columns)
    written = guessed(head) if (b"{" in head and b'""text""' in head.replace(b"\0", b"")) or b"takeoutSegments" in head else None
    if written is None or not 6 <= len(written.columns) <= 9:
        return None
    cells = [row.fields for row in first_rows(head, written) if row.role == "row"][written.header :]
    places = {at for row in cells[1:] for at, cell in enumerate(row) if _TEXT.match(cell)}
    priced = all(_PRICE.fullmatch(row[3].strip()) for row in cells[1:] if len(row) == len(written.columns))
    if len(places) != 1 or not priced:
        return None
    (text,) = places
    comments = text != 5 and not (len(written.columns) == 7 and "ID" not in written.columns[4].upper())
    shape = _SHAPES.get(("comments" if comments else "live", len(written.columns), text))
    return None if shape is None else Table("comments" if comments else "live", written, shape)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(_NAMES.get(_plain(cell), "") for cell in cells)


def table_records(source: Source, member: Member, table: Table) -> Iterator[Record]:
    """Everything in one table."""

    def made(notes: Notes, fields: Sequence[str], locator: Locator) -> Iterator[Record]:
        fact = dict(zip(table.columns, fields, strict=True))
        if not any(fact.get(key, "").strip() for key in ("id", "text")):
            return
        stated = _place(table.sort, fact)
        when = clock_time(fact.get("time"), "format")
        if when is None:
            notes.note("time-unreadable", "warning", "time")
        body, addresses = _said(notes, fact.get("text", ""))
        yield stated
        yield Message(
            conversation=stated.id,
            kind="comment",
            sender=Account(platform_id=fact.get("channel") or None),
            sent_at=when or unread(fact.get("time")),
            body=body,
            links=tuple(dict.fromkeys((*([stated.title] if stated.title else []), *addresses, *links(body)))),
            reply_to=fact.get("parent") or None,
            platform_id=fact.get("id") or None,
            locator=locator,
        )

    unknown = sum(not name for name in table.columns)
    yield from records_of_rows(source, member, table.form, made, needed=1 + table.columns.index("text"))
    if unknown:
        notes = Notes(source, member)
        notes.note("field-unknown", "info", "columns", unknown)
        yield from notes.problems()


def _place(sort: str, fact: dict[str, str]) -> Conversation:
    """The video or post under which it stands; its address is made of the id that the table states."""
    video, post = fact.get("video", "").strip(), fact.get("post", "").strip()
    if video:
        address = f"https://www.youtube.com/watch?v={video}"
        return Conversation(id=identifier(PLATFORM, sort, "video", video), platform=PLATFORM, title=address)
    if post:
        address = f"https://www.youtube.com/post/{post}"
        return Conversation(id=identifier(PLATFORM, sort, "post", post), platform=PLATFORM, title=address)
    return Conversation(id=identifier(PLATFORM, sort), platform=PLATFORM)


def _said(notes: Notes, text: str) -> tuple[str, tuple[str, ...]]:
    """The words of `{"text":"…"},{"text":"…","mention":{…}}`, and addresses in it; text that is no such thing as it stands."""
    if not text.lstrip().startswith("{"):
        return text, ()
    try:
        parts = _FRAGMENTS.decode(f"[{text}]")
    except (ValueError, RecursionError):
        notes.note("field-unknown", "warning", "text")
        return text, ()
    words: list[str] = []
    addresses: list[str] = []
    for part in parts[:_MAX_PART]:
        inner = part.get("takeoutSegments") if isinstance(part, dict) else None
        for each in inner if isinstance(inner, list) else [part]:
            said = each.get("text") if isinstance(each, dict) else None
            if isinstance(said, str):
                words.append(said)
            else:
                notes.note("field-unknown", "info", "text")
            addresses += _addresses(each)
    return "".join(words) if words else text, tuple(addresses)


def _addresses(part: Any) -> list[str]:
    """The addresses that a fragment keeps beside its words: `{"link": {"linkUrl": …}}`."""
    link = part.get("link") if isinstance(part, dict) else None
    values = link.values() if isinstance(link, dict) else [link]
    return [value for value in values if isinstance(value, str) and value.startswith(("https://", "http://"))]
