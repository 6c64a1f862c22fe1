"""Threads: posts and replies, as part of what Instagram's "Download your information" gives, JSON.

Seen:
    2023-   your_instagram_activity/threads/threads_and_replies.json
Rules:
    * A post is told like one of Instagram's; one that the export calls a reply is a comment.
    * The folder lies in an Instagram export, which the reader `instagram` reads and from which it leaves this file.
Known limits:
    * Only what the holder wrote: to whom a reply was is not in the export, and nobody else's words are. A post carries no id.
    * Likes, followers, blocked and viewed profiles are nobody's words and are not read.
Sources: instagram_keys.csv (shared/samples/schemas); export-formats.md section 1.1; no public sample.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once
from gawah.readers._json import Element
from gawah.readers._meta_file import Export, Form, count_file, read_file
from gawah.readers._meta_messages import Thread
from gawah.readers._meta_public import post
from gawah.readers._meta_reading import Reading
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._threads_layout import LAYOUT, holder, readable, recognised
from gawah.records.content import Record
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "RELATIVES", "VERSION", "count", "identify", "read", "reads"]

PLATFORM = "Threads"
VERSION = "1"
RELATIVES = ("instagram",)
"""Whose sources may hold the rest of an export of this reader's."""


def identify(source: Source) -> bool:
    """Say whether this is what an export holds of Threads, and nothing more. Reads names, and the start of a member."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold posts and replies."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, in its order; a conversation before its messages."""
    export = Export(PLATFORM, holder(source), in_parts=any(each.is_container for each in source.siblings))
    yield from Once().of(
        record
        for member in readable(source)
        if member.refused is None
        for record in read_file(export, source, member, Form(LAYOUT, _make))
    )


def count(source: Source) -> int:
    """The number of array elements in the members read, counted by ijson."""
    return sum(count_file(source, member, LAYOUT) for member in readable(source) if member.refused is None)


def _make(reading: Reading, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...]:  # noqa: ARG001
    if not isinstance(item.value, dict):
        return ()
    said = [part.get("text_app_post") for _at, part in reading.parts(item.value, "media", item.path)]
    reply = any(isinstance(each, dict) and each.get("is_reply") is True for each in said)
    return post(reading, "comment" if reply else "post", item.value, item.path, locator) or ()
