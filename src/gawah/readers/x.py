"""X (Twitter) archives: tweets, long posts, direct messages, headers.

Seen:
    2012-2018   "classic": data/js/tweets/2012_10.js `Grailbird.data.tweets_2012_10 =`, user_details.js, tweet_index.js
    2018-2020   tweet.js, direct-message.js: `window.YTD.tweet.part0 = [`, each tweet bare in the array
    2020-       data/*.js with manifest.js; tweets `{"tweet": …}`; since 2022 tweets.js, tweets-part1.js, community-tweet.js,
                twitter-circle-tweet.js, deleted-tweets.js; since 2023 note-tweet.js
Rules:
    * Nothing is evaluated: a file is cut at its first `=` and read as JSON (`_x_script`).
    * Records are the elements of the array, in files of direct messages those of each `messages`. The counts of manifest.js and
      tweet_index.js are compared with what is there.
    * A long post is one message with the text of note-tweet.js, and the note a Duplicate of it (`_x_notes`).
    * Ids since 2010 hold the time: where they tell of another one than the record, the message is flagged `id-time-differs`.
Known limits:
    * No archive holds what others posted: answers and mentions of the holder are not in it, nor messages that the holder deleted.
    * People in direct messages are numbers. Likes are nobody's words. Calls, notes to posts, articles, chats with Grok, Periscope
      and the end-to-end encrypted messages of 2025 are not read.
    * A bare text is unescaped (`&amp;`, `&lt;`, `&gt;`); `t.co` addresses stay in the text, their targets are links.
Sources: tests/samples/x/*/about.toml; export-formats.md section 3; public manifest.js files of 2020-2025.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _json_count
from gawah.readers._json import Element, Header, Item
from gawah.readers._json_file import Form, read_json
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.readers._x_archive import Archive, expected, known_of, missing
from gawah.readers._x_direct import KEPT, KNOWN, Direct, Pieces
from gawah.readers._x_layout import Sheet, readable, recognised, sheets
from gawah.readers._x_member import PLATFORM, Reading
from gawah.readers._x_notes import Notes, post, read_note
from gawah.readers._x_script import opened
from gawah.readers._x_tweets import Tweets
from gawah.records.content import ReadProblem, Record
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"


def identify(source: Source) -> bool:
    """Say whether this is an X archive or a file of one. Reads names, and the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold tweets, notes, direct messages, and headers where they stand alone."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the archive states: long posts first, whose text the tweets need, then the members in their order."""
    archive, notes, told, pieces = known_of(source), Notes(), set[str](), Pieces()
    yield from missing(source, archive)
    found = [(member, sheet) for member, sheet in sheets(source) if member.refused is None]
    for member, sheet in sorted(found, key=lambda pair: pair[1].kind != "notes"):
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        reading = Reading(source, member, archive)
        elements = _Elements()
        form = _form(reading, sheet, notes, told, pieces, elements)
        yield from read_json(reading, partial(opened, source, member), form)
        yield from _counted(reading, archive, elements.number)
    yield from notes.left(archive.holder, told)


def count(source: Source) -> int:
    """The number of array elements in the members read, counted by ijson."""
    total = 0
    for member, sheet in sheets(source):
        if member.refused is None:
            if not is_whole(source, member):
                continue
            total += _json_count.records(partial(opened, source, member), sheet.layout)
    return total


class _Elements:
    """Counts the elements of the outermost array as they pass."""

    def __init__(self) -> None:
        self.number = 0

    def watch(self, item: Item) -> None:
        """Take note of one item."""
        if isinstance(item, Element | Header) and item.path and isinstance(item.path[0], int):
            self.number = max(self.number, item.path[0] + 1)


def _form(reading: Reading, sheet: Sheet, notes: Notes, told: set[str], pieces: Pieces, elements: _Elements) -> Form:
    if sheet.kind in ("direct", "group", "dm-headers"):
        direct = Direct(reading, sheet.kind, pieces)

        def watch(item: Item) -> None:
            elements.watch(item)
            direct.watch(item)

        return Form(sheet.layout, direct.make, direct.opens, watch, KEPT, KNOWN)
    if sheet.kind == "notes":
        return Form(sheet.layout, lambda item, locator: _note(reading, notes, told, item, locator), watch=elements.watch)
    return Form(sheet.layout, Tweets(reading, sheet.kind, notes, told).make, watch=elements.watch)


def _note(reading: Reading, notes: Notes, told: set[str], item: Element, locator: Locator) -> list[Record] | None:
    note = read_note(reading, item, locator, deleted="deleted" in reading.member.basename)
    if note is None:
        return []
    return None if notes.keep(note) else list(post(note, reading.archive.holder, told))


def _counted(reading: Reading, archive: Archive, number: int) -> Iterator[ReadProblem]:
    stated = expected(archive, reading.member)
    if stated is not None and stated != number:
        yield ReadProblem(
            code="count-mismatch", severity="warning", locator=reading.locator((), None), count=max(1, abs(stated - number))
        )
