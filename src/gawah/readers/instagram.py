"""Instagram "Download your information", JSON: messages, comments, posts, reels and stories.

Seen:
    2018-2020   flat: messages.json, comments.json; times as text with an offset; handles, no display names
    2020-2022   messages/{inbox,message_requests,...}/<name>_<id>/message_N.json, comments/, content/
    2022-       the same under your_instagram_activity/; from 2024 media/ for content/, reported_conversations.json
Known limits:
    * Messages carry no id and no reply-to; order is newest first and is kept. Deleted accounts share one name.
    * Text is double-encoded (see `_meta`). A caption or owner of a shared post stays in the original.
    * The HTML form is recognised by its folders, not read. Likes, followers, logins and advertisements are nobody's words to
      anybody and are left to the list of members that nobody reads; so are broadcast replies and recently deleted content.
    * A folder name holds the other side's handle, so a locator is personal data.
Sources: tests/samples/instagram/*/about.toml; export-formats.md section 1.1.
"""

import json
from collections.abc import Iterator, Sequence

from gawah.readers import _json_count
from gawah.readers._instagram_layout import Sheet, in_parts, readable, recognised, sheets
from gawah.readers._instagram_member import Reading
from gawah.readers._instagram_messages import Thread, flat_message, message
from gawah.readers._instagram_public import PLATFORM, comment, flat_comment, post
from gawah.readers._instagram_threads import KEPT, KEYS, conversation, missing_parts
from gawah.readers._json import Element, Path, Walk
from gawah.readers._json_heads import Heads
from gawah.readers._json_layout import rooted
from gawah.readers._meta import Mender, mend
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Conversation, ReadProblem, Record
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_THREADS = ("thread", "reported", "flat-threads")
_HOLDER = ("personal_information.json", "profile.json")


def identify(source: Source) -> bool:
    """Say whether this is an Instagram export or a file of one. Reads names, and the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold messages, comments, posts, reels and stories."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    holder, parts = _holder(source), in_parts(source)
    seen: set[Conversation] = set()
    yield from missing_parts(source)
    for member, sheet in sheets(source):
        if member.refused is not None:
            continue
        try:
            source.digest(member)
        except SourceUnreadable:
            yield _unreadable(source, member)
            continue
        for record in _member(source, member, sheet, holder, parts=parts):
            if isinstance(record, Conversation):
                if record in seen:
                    continue
                seen.add(record)
            yield record


def count(source: Source) -> int:
    """The number of array elements (of the root, where it is itself the record) in the members read, counted by ijson."""
    total = 0
    for member, sheet in sheets(source):
        if member.refused is None:
            try:
                source.digest(member)
            except SourceUnreadable:
                continue
            total += _json_count.records(lambda member=member: source.open(member), sheet.layout)  # type: ignore[misc]
    return total


def _member(source: Source, member: Member, sheet: Sheet, holder: Account, *, parts: bool) -> Iterator[Record]:
    """Read one file: a first walk for what stands outside the records (titles stand after them), a second for the records."""
    heads = Heads(KEPT)
    walk = Walk(lambda: source.open(member), sheet.layout)
    heads.gather(walk)
    reading = Reading(source, member, Mender(raw=walk.raw, beyond_latin1=walk.beyond_latin1), holder, in_parts=parts)
    layout = sheet.layout
    if layout.record_key is not None and ((layout.record_key,), False) in heads.keys:
        layout = rooted(layout)
    else:
        heads.note(reading, KEYS)
    threads: dict[Path, Thread] = {}
    if sheet.kind in _THREADS:
        for path, head in heads.containers.items():
            stated, threads[path] = conversation(reading, sheet.kind, head, path)
            yield stated
    for item in Walk(lambda: source.open(member), layout):
        if isinstance(item, Element):
            yield from _element(reading, sheet, threads, item)
    if heads.damaged is not None or heads.hides:
        span = None if heads.damaged is None else (heads.damaged, heads.damaged)
        yield ReadProblem(code="member-unreadable", severity="loss", locator=reading.locator((), span))
    yield from reading.problems()


def _element(reading: Reading, sheet: Sheet, threads: dict[Path, Thread], item: Element) -> Iterator[Record]:
    """The record of one array element, with its conversation where that is told by the record; or the problem it stands for."""
    locator = reading.locator(item.path, (item.start, item.end))
    for key in item.repeated:
        reading.note("field-duplicate", "warning", (*item.path[:-1], "*", key if key.isidentifier() else "?"))
    if item.replaced:
        reading.mender.undecodable += 1
    found = _record(reading, sheet, threads, item, locator) if item.fault is None else ()
    if found:
        yield from found
    else:
        yield ReadProblem(code=item.fault or "record-unreadable", severity="loss", locator=locator, records=1)


def _record(
    reading: Reading, sheet: Sheet, threads: dict[Path, Thread], item: Element, locator: Locator
) -> tuple[Record, ...] | None:
    value, path = item.value, item.path
    if sheet.kind == "flat-comments":
        return flat_comment(reading, value, path, locator) if isinstance(value, list) else None
    if not isinstance(value, dict):
        return None
    if sheet.kind in _THREADS:
        make = flat_message if sheet.kind == "flat-threads" else message
        made = make(reading, threads[path[:-2]], value, path, locator)
        return None if made is None else (made,)
    if sheet.kind == "comments":
        return comment(reading, value, path, locator)
    return post(reading, "story" if sheet.kind == "stories" else "post", value, path, locator)


def _unreadable(source: Source, member: Member) -> ReadProblem:
    digest = source.stated[0] if source.kind == "file" else ""
    return ReadProblem(
        code="member-unreadable", severity="loss", locator=Locator(file_sha256=digest, member=member.name, place="", span=None)
    )


def _holder(source: Source) -> Account:
    """Whose export it is: the user name and display name, where a member of it or of another part states them in English."""
    for each in (source, *source.siblings):
        for member in each.members:
            if member.basename in _HOLDER and member.size < 1 << 20:
                try:
                    with each.open(member) as stream:
                        stated = json.loads(stream.read().decode("utf-8-sig"))
                except (SourceUnreadable, ValueError, RecursionError):
                    continue
                account = _account(stated)
                if account.handle or account.name:
                    return account
    return Account()


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
    return Account(
        handle=mend(handle) or None if isinstance(handle, str) else None, name=mend(name) or None if isinstance(name, str) else None
    )
