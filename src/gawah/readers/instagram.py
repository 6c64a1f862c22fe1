"""Instagram "Download your information": messages, comments, posts, reels and stories; of its HTML form the messages.

Seen:
    2018-2020   flat: messages.json, comments.json; times as text with an offset; handles, no display names
    2020-2022   messages/{inbox,message_requests,...}/<name>_<id>/message_N.json, comments/, content/
    2022-       the same under your_instagram_activity/; from 2024 media/ for content/, reported_conversations.json
Known limits:
    * Messages carry no id and no reply-to; order is newest first and is kept. Deleted accounts share one name.
    * Text is double-encoded (see `_meta`). A caption or owner of a shared post stays in the original.
    * Of the HTML form only message_N.html is read (`_meta_page`). Likes, followers, logins and advertisements are nobody's words
      to anybody and are left to the list of members that nobody reads; so are broadcast replies and recently deleted content.
    * A folder name holds the other side's handle, so a locator is personal data.
Sources: tests/samples/instagram/*/about.toml; export-formats.md section 1.1.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once
from gawah.readers._instagram_layout import Sheet, in_parts, readable, recognised, sheets, uncertain
from gawah.readers._instagram_messages import flat_message
from gawah.readers._instagram_public import PLATFORM, comment, flat_comment
from gawah.readers._instagram_threads import KEPT, KEYS, conversation
from gawah.readers._json import Element, Path
from gawah.readers._meta_file import Export, Form, count_file, read_file
from gawah.readers._meta_holder import holder_of, mended
from gawah.readers._meta_messages import Thread, message
from gawah.readers._meta_page import count_page, read_page
from gawah.readers._meta_page_layout import pages
from gawah.readers._meta_public import post
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_threads import missing_parts
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Conversation, Record
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "2"
_THREADS = ("thread", "reported", "flat-threads")
_HOLDER = ("personal_information.json", "profile.json")


def identify(source: Source) -> bool:
    """Say whether this is an Instagram export or a file of one. Reads names, and the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold messages, comments, posts, reels and stories."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    export = Export(PLATFORM, holder_of(source, _HOLDER, _account), in_parts=in_parts(source))
    yield from uncertain(source)
    yield from missing_parts(source)
    yield from Once().of(
        record
        for member, sheet in sheets(source)
        if member.refused is None
        for record in read_file(export, source, member, _form(sheet))
    )
    for member in pages(source, PLATFORM):
        if member.refused is None:
            yield from read_page(export, source, member, options.date_order)


def count(source: Source) -> int:
    """The number of array elements (of the root, where it is the record) in the members read, by ijson; in pages, of times."""
    in_pages = sum(count_page(source, member) for member in pages(source, PLATFORM) if member.refused is None)
    return in_pages + sum(count_file(source, member, sheet.layout) for member, sheet in sheets(source) if member.refused is None)


def _form(sheet: Sheet) -> Form:
    """How the records of this sort of file are made."""

    def opens(reading: Reading, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
        return conversation(reading, sheet.kind, head, path)

    def make(reading: Reading, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...]:
        return _record(reading, sheet, thread, item, locator) or ()

    return Form(sheet.layout, make, opens if sheet.kind in _THREADS else None, KEPT, KEYS)


def _record(reading: Reading, sheet: Sheet, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...] | None:
    value, path = item.value, item.path
    if sheet.kind == "flat-comments":
        return flat_comment(reading, value, path, locator) if isinstance(value, list) else None
    if not isinstance(value, dict):
        return None
    if thread is not None:
        make = flat_message if sheet.kind == "flat-threads" else message
        made = make(reading, thread, value, path, locator)
        return None if made is None else (made,)
    if sheet.kind == "comments":
        return comment(reading, value, path, locator)
    return post(reading, "story" if sheet.kind == "stories" else "post", value, path, locator)


def _account(stated: object) -> Account:
    """From `{"username", "name"}` (flat) or `{"profile_user": [{"string_map_data": {"Username": {"value"}}}]}`."""
    if not isinstance(stated, dict):
        return Account()
    users = stated.get("profile_user")
    if isinstance(users, list) and users and isinstance(users[0], dict):
        entries = users[0].get("string_map_data")
        facts = entries if isinstance(entries, dict) else {}
        named = {key: fact.get("value") for key, fact in facts.items() if isinstance(fact, dict)}
        handle, name = named.get("Username"), named.get("Name")
    else:
        handle, name = stated.get("username"), stated.get("name")
    return mended(handle, name)
