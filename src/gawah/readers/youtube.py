"""YouTube in Google Takeout: own comments and own words in live chats.

Seen:
    2022-   comments/comments.csv, live chats/live chats.csv (`comentarios/comentarios.csv`): 6 to 9 columns, names localised
    -2022   my-comments/my-comments.html, my-live-chat-messages.html: a list, UTC times, sentences localised
Rules:
    * Tables are known by their shape, not by their names: see `_youtube_csv`. Text is JSON fragments joined by commas.
    * A conversation is the video or post under which a comment stands, in every export and in both forms.
    * Times in tables are UTC; they carry their offset.
Known limits:
    * Only the person's own words are in Takeout. What others wrote under their videos or in their live chats is not: save the page.
    * History, playlists and subscriptions are nobody's words to anybody and are listed as files that nobody reads.
    * Deleted comments are gone; edits show only the last wording.
Sources: ../shared/samples/youtube (Spanish); export-formats.md section 3; tests/samples/youtube/*/about.toml.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once, by_id
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.readers._youtube_csv import PLATFORM, Table, table_of, table_records
from gawah.readers._youtube_html import is_page, page_records
from gawah.records.content import Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_TABLES = 400
"""Tables of a container that are looked into: a Takeout has one for each playlist."""
_PAGES = 60
_PAGE_HEAD = 16384


def identify(source: Source) -> bool:
    """Say whether this holds comments or live chat messages of YouTube. Looks into tables and pages."""
    return any(True for _ in _found(source))


def reads(source: Source) -> Sequence[Member]:
    """The tables and pages with own words."""
    return [member for member, _ in _found(source)]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield the person's own comments and messages, each after the video it stands under."""
    once = Once(by_id)
    forms = {member.ordinal: table for member, table in _found(source)}
    for member in openable(source, reads(source)):
        if not isinstance(member, Member):
            yield member
            continue
        table = forms[member.ordinal]
        yield from once.of(page_records(source, member) if table is None else table_records(source, member, table))


def count(source: Source) -> None:  # noqa: ARG001 - the spans of rows, list elements and framing tile every byte of the files
    """None: spans tile the files."""
    return


def _found(source: Source) -> Iterator[tuple[Member, Table | None]]:
    tables = pages = 0
    for member in source.members:
        name = member.basename.casefold()
        if name.endswith(".csv") and tables < _TABLES:
            tables += 1
            table = table_of(source.head(member))
            if table is not None:
                yield member, table
        elif name.endswith(".html") and pages < _PAGES:
            pages += 1
            if is_page(source.head(member, _PAGE_HEAD)):
                yield member, None
