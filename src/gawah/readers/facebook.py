"""Facebook "Download your information": messages in every box, posts, comments, photos, reactions; of its HTML form the messages.

Seen:
    2018-2022   messages/{inbox,archived_threads,filtered_threads,message_requests}/<name>_<id>/message_N.json, posts/, comments/,
                groups/, photos_and_videos/album/, likes_and_reactions/; root keys without a number (`comments`)
    2023        the same under your_activity_across_facebook/; keys with a number (`comments_v2`); albums under posts/
    2023-       the same under your_facebook_activity/; messages/e2ee_cutover/ for chats that went on end-to-end encrypted;
                from 2024 on some files as values under labels in the account's language (`label_values`)
    HTML        the same folders with message_N.html, in the styles of 2018 and 2022; before 2018 a single messages.htm
Rules:
    * One thread is one conversation, in every box, part and later export: its key is `thread_path` without the box.
    * Of a chat in e2ee_cutover the export holds what was said before the switch. When no end-to-end encrypted export (`messenger`)
      was given with it, that is a `part-missing` warning: the recent half is in another download.
    * What others wrote under the holder's photos and posts, and on the timeline, is in exports until 2022 only, and is read.
    * A thread file of which nothing tells whether it is Facebook's or Instagram's is read by one of the two: see `_meta_whose`.
Known limits:
    * Messages carry no id and no reply-to; order is newest first and is kept. Deleted accounts share one name.
    * Text is double-encoded (see `_meta`). Who a post was written to, who was tagged, whose post a comment stands under: only in
      Facebook's own line over it, which is kept as the subject.
    * Not read: earlier wordings of edited posts and comments, chats with Meta's AI, searches, logins, advertisements.
    * A folder name holds the other side's name, so a locator is personal data.
Sources: tests/samples/facebook/*/about.toml; facebook_keys.csv; export-formats.md section 1.1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from gawah.readers import _facebook_contact, _facebook_public
from gawah.readers._conversations import Once
from gawah.readers._facebook_layout import Sheet, has_remarks, in_parts, readable, recognised, sheets, uncertain
from gawah.readers._json import Element, Path
from gawah.readers._meta_end_to_end import cut_over
from gawah.readers._meta_file import Export, Form, count_file, read_file
from gawah.readers._meta_holder import holder_of, mended
from gawah.readers._meta_messages import Thread, message
from gawah.readers._meta_page import count_page, read_page
from gawah.readers._meta_page_layout import pages
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_threads import THREAD_KEPT, THREAD_KEYS, missing_parts, stated, thread
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Conversation, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "RELATIVES", "VERSION", "count", "identify", "read", "reads"]

PLATFORM: Final = "Facebook"
VERSION = "1"
RELATIVES = ("messenger",)
"""Whose sources may hold the rest of an export of this reader's."""
_HOLDER = "profile_information.json"
_KEPT = {"thread": THREAD_KEPT, "group-chat": frozenset({"thread_name"}), "support": frozenset({"subject"})}
_KEYS = THREAD_KEYS | {
    *("thread_name", "name", "photos", "cover_photo", "last_modified_timestamp", "description", "subject", "timestamp"),
    *(
        "uri",
        "creation_timestamp",
        "media_metadata",
        "title",
        "backup_uri",
        "comments",
        "place",
        "url",
        "dubbing_info",
        "media_variants",
    ),
}


def identify(source: Source) -> bool:
    """Say whether this is a Facebook export or a file of one. Reads names, and the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold messages, posts, comments, photos and reactions."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    export = Export(PLATFORM, holder_of(source, (_HOLDER,), _account), in_parts=in_parts(source))
    yield from uncertain(source)
    yield from cut_over(source)
    yield from missing_parts(source)
    yield from Once().of(
        record
        for member, sheet in sheets(source)
        if member.refused is None
        for record in read_file(export, source, member, *_forms(source, member, sheet))
    )
    for member in pages(source, PLATFORM):
        if member.refused is None:
            yield from read_page(export, source, member, options.date_order)


def count(source: Source) -> int:
    """The number of array elements in the members read, and of remarks inside them, by ijson; of lines for a time in pages."""
    in_pages = sum(count_page(source, member) for member in pages(source, PLATFORM) if member.refused is None)
    return in_pages + sum(
        count_file(source, member, form.layout)
        for member, sheet in sheets(source)
        if member.refused is None
        for form in _forms(source, member, sheet)
    )


def _forms(source: Source, member: Member, sheet: Sheet) -> Iterator[Form]:
    """How the records of this file are made, and those that stand inside them."""

    def make(reading: Reading, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...]:
        return _record(reading, sheet, thread, item, locator) or ()

    def opens(reading: Reading, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
        return _conversation(reading, sheet, head, path)

    kept = _KEPT.get(sheet.kind)
    yield Form(sheet.layout, make, None if kept is None else opens, kept or frozenset(), _KEYS)
    if sheet.remarks is not None and has_remarks(source, member):
        yield Form(sheet.remarks, _remark)


def _conversation(reading: Reading, sheet: Sheet, head: dict[str, object], path: Path) -> tuple[Conversation, Thread]:
    if sheet.kind == "thread":
        return thread(reading, head, path)
    if sheet.kind == "support":
        id_ = identifier(reading.platform, "support", *(str(step) for step in path[1:]))
        title = reading.text(head, "subject", path)
        return Conversation(id=id_, platform=reading.platform, title=title or None), Thread(id_, "direct", None)
    named = {"title": head["thread_name"]} if "thread_name" in head else {}
    conversation, group = stated(reading, named, path, (), "", ())
    return conversation, replace(group, kind="group")


def _record(reading: Reading, sheet: Sheet, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...] | None:
    value, path, kind = item.value, item.path, sheet.kind
    if not isinstance(value, dict):
        return None
    if thread is not None:
        made = (
            _facebook_contact.support(reading, thread.id, value, path, locator)
            if kind == "support"
            else message(reading, thread, value, path, locator)
        )
        return None if made is None else (made,)
    if kind == "comments":
        return _facebook_public.comment(reading, value, path, locator)
    if kind == "reactions":
        return _facebook_public.reaction(reading, value, path, locator)
    if kind == "labelled":
        return _facebook_public.labelled(reading, "post", value, path, locator)
    if kind == "contacts":
        return _facebook_contact.contact(reading, value, path, locator)
    if kind == "photos":
        return _facebook_public.photo(reading, value, path, locator)
    return _facebook_public.post(reading, kind, value, path, locator)


def _remark(reading: Reading, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...]:  # noqa: ARG001
    made = _facebook_public.remark(reading, item.value, item.path, locator) if isinstance(item.value, dict) else None
    return made or ()


def _account(facts: object) -> Account:
    """From `{"profile_v2": {"name": {"full_name"}, "username"}}`; before 2023 `{"profile": ...}`, first with a plain name."""
    profile = next((each for each in facts.values() if isinstance(each, dict)), {}) if isinstance(facts, dict) else {}
    name, handle = profile.get("name"), profile.get("username")
    full = name.get("full_name") if isinstance(name, dict) else name
    return mended(handle, full)
