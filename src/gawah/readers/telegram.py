"""Telegram Desktop's export, JSON and HTML: chats, groups, channels and calls, both sides.

Seen:
    2018-2020   result.json: ids of senders are numbers, every message has an `edited` (of 1970 where it was not), no instants
    2021-       `user123`, `channel123`; `date_unixtime` from 3.7.6 on (June 2022)
    2024-       reactions, file names and sizes, replies to other chats
    any         one chat alone: `{name, type, id, messages}`; pages messages.html, messages2.html, ...
Rules:
    * A conversation is known by the kind and id of its chat: ids of users, groups and channels are counted apart. Pages of HTML
      state no id: there it is the title.
    * Control characters in texts, which the exporter writes as no JSON knows them, are read (`_telegram_stream`).
    * `edited` may only mean that somebody reacted: docs/decisions/0012-telegram-edited.md.
    * Of a page, no instant is taken: `_telegram_time`. A `joined` message has the sender of the one before it.
Known limits:
    * Message ids count within one chat, and start again where a group became a supergroup; nothing is joined by them.
    * Who forwarded messages came from, the signature of a channel's post and buttons of bots stay in the original.
    * Contacts, own stories, profile pictures and sessions are nobody's words to anybody and are not read.
    * A date range chosen when exporting is not stated in the export. History imported from another app has the time of import.
Sources: export_output_json.cpp and export_output_html.cpp of Telegram Desktop; export-formats.md section 3.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _json_count
from gawah.readers._conversations import Once
from gawah.readers._json import Element, Path, Walk
from gawah.readers._json_heads import Heads
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._telegram_chat import PLATFORM, Chat, Survey, chat, holder_of
from gawah.readers._telegram_json import Reading, record
from gawah.readers._telegram_layout import LAYOUT, readable, recognised, sheets
from gawah.readers._telegram_pages import count_pages, read_pages
from gawah.readers._telegram_stream import masked
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Record
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_KEPT = frozenset({"name", "type", "id", "personal_information"})
_KNOWN = frozenset(
    {
        *("about", "personal_information", "profile_pictures", "stories", "contacts", "frequent_contacts", "sessions"),
        *(
            "web_sessions",
            "other_data",
            "chats",
            "left_chats",
            "list",
            "name",
            "type",
            "id",
            "messages",
            "saved_music",
            "profile_music",
        ),
        "ips",
    }
)


def identify(source: Source) -> bool:
    """Say whether this is a Telegram export or a file of one. Reads the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold messages."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is written one way
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    pages: list[Member] = []
    once = Once()
    for member, kind in sheets(source):
        if kind == "html":
            pages.append(member)
            continue
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        yield from once.of(_member(source, member))
    yield from read_pages(source, pages)


def count(source: Source) -> int:
    """The number of array elements in the JSON files, counted by ijson, and of messages and service lines in the pages."""
    total = 0
    for member, kind in sheets(source):
        if not is_whole(source, member):
            continue
        if kind == "html":
            total += count_pages(source, member)
        else:
            total += _json_count.records(lambda member=member: masked(source.open(member)), LAYOUT)  # type: ignore[misc]
    return total


def _member(source: Source, member: Member) -> Iterator[Record]:
    """Read one result.json: a first walk for the chats and who speaks in them, a second for the messages."""
    heads, reading = Heads(_KEPT), Reading(source, member)
    survey = Survey()
    heads.gather(survey.watch(Walk(lambda: masked(source.open(member)), LAYOUT)))
    heads.note(reading, _KNOWN)
    holder = holder_of(heads.containers.get((), {}).get("personal_information"))
    chats: dict[Path, Chat] = {}
    for path, head in heads.containers.items():
        if path in survey.speakers or "type" in head:
            conversation, chats[path] = chat(reading, head, path, survey, holder)
            yield conversation
    for item in Walk(lambda: masked(source.open(member)), LAYOUT):
        if isinstance(item, Element):
            yield from reading.records_of(item, partial(_made, reading, chats))
    yield from reading.ending(heads.damaged, hides=heads.hides)


def _made(reading: Reading, chats: dict[Path, Chat], item: Element, locator: Locator) -> tuple[Record, ...]:
    value = item.value
    made = record(reading, chats[item.path[:-2]], value, item.path, locator) if isinstance(value, dict) else None
    return () if made is None else (made,)
