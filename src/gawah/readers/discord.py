"""Discord: channels as DiscordChatExporter saves them (JSON), and the data package that Discord gives its account holder.

Seen:
    2019-   one JSON file a channel: `{guild, channel, dateRange, messages, messageCount}`, both sides, files beside it or not
    -2024   package: `messages/c<id>/messages.csv` with `channel.json`, `index.json`
    2024-   package: `Messages/c<id>/messages.json`; folder names in the holder's language from 2025 on
Rules:
    * A conversation is known by the channel's id, which both forms state.
    * A package holds its holder's own messages and nobody else's: a conversation in it is one side.
    * The id of a message tells when it was given; a stated time more than two seconds away is flagged `id-time-differs`. Times of a
      package without an offset are UTC, which the id shows.
    * The text of an embed or a forward stands for a message without one (`embed`, `forwarded`).
Known limits:
    * Reactions name people only where the exporter was told to ask for them; else their number stays in the original.
    * Edits keep the last text only; deleted messages are in neither form. A date range chosen when exporting is not checked.
    * Attachments of a package are addresses on the web; nothing is fetched.
Sources: ../shared/samples/discord; export-formats.md section 3.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _json_count
from gawah.readers._conversations import Once
from gawah.readers._csv import rows
from gawah.readers._discord_channel import KEPT, KNOWN, PLATFORM, Channel
from gawah.readers._discord_layout import CHANNEL, OWN, Kind, readable, recognised, sheets, table
from gawah.readers._discord_package import OwnJson, Package, read_table
from gawah.readers._json_file import Form, WholeMember, read_json
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import ReadProblem, Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"


def identify(source: Source) -> bool:
    """Say whether this is Discord's, or a file of it. Reads names, and the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that hold messages."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in these formats is written one way
    """Yield everything the export states, in the order of its members; a conversation before its messages."""
    package = Package(source)
    once = Once()
    for member, kind in sheets(source):
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        yield from once.of(_member(source, member, kind, package))


def count(source: Source) -> int | None:
    """The number of array elements in the JSON files, counted by ijson, and of rows in tables; None where there are only tables,
    whose rows tile them.
    """
    found = list(sheets(source))
    if found and all(kind == "own-csv" for _member, kind in found):
        return None
    total = 0
    for member, kind in found:
        if not is_whole(source, member):
            continue
        if kind == "own-csv":
            form = table(source, member)
            total += 0 if form is None else sum(row.role == "row" for row in rows(partial(source.open, member), form))
        else:
            total += _json_count.records(partial(source.open, member), CHANNEL if kind == "channel" else OWN)
    return total


def _member(source: Source, member: Member, kind: Kind, package: Package) -> Iterator[Record]:
    if kind == "own-csv":
        form = table(source, member)
        if form is not None:
            yield from read_table(package, source, member, form)
        return
    reading = WholeMember(source, member)
    if kind == "own-json":
        own = OwnJson(reading, package)
        yield from read_json(reading, partial(source.open, member), Form(OWN, own.make, opens=own.opens))
        return
    channel = Channel(reading)
    form_of = Form(CHANNEL, channel.make, opens=channel.opens, watch=channel.watch, kept=KEPT, known=KNOWN)
    yield from read_json(reading, partial(source.open, member), form_of)
    if channel.stated_count is not None and channel.stated_count != channel.found:
        apart = abs(channel.stated_count - channel.found)
        yield ReadProblem(code="count-mismatch", severity="warning", locator=reading.locator(("messageCount",), None), count=apart)
