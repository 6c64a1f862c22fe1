"""Apple Messages: the database `chat.db` of a Mac, `sms.db` of an iPhone or its backup, with the folder of attachments beside it.

Seen: macOS 14 without a table of chats (../shared/samples/imessage); fixtures of archived texts, edited messages and link previews
    there. Other tables and columns as public parsers name them (imessage-exporter, mvt); samples made from these.
Rules:
    * Every row of `message` is a message, a reaction or an event. A reaction stands with its message, too, where that is there.
    * The text is `text`; where that is NULL, the first string of the archived `attributedBody`. U+FFFC, which marks where a file
      stands, is left out.
    * An edited message states its present text; each text that it had before is a message of its own, flagged `earlier-version`.
    * Unsent is `deleted`, and so is what lies among the recently deleted. One of several parts unsent: flag `unsent-in-part`.
    * A reaction that was taken back is an event, `reaction-removed`; the reaction stands beside it where the database still has it.
    * A chat is known by its address, so that it is one conversation over iMessage and SMS, as the app shows it.
Known limits:
    * Delivery and reading times, effects, mentions, and the content of apps stay in the original (`app-content` where nothing else
      is there). Contacts are elsewhere: senders have addresses and no names.
    * Encrypted iPhone backups are named and kept (`member-encrypted`), not opened.
    * Without a table of chats, or when a message stands in none, a conversation is known in this file only.
Sources: export-formats.md, iMessage; _imessage_*.py.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._database import Database, Lost
from gawah.readers._imessage_backup import sealed
from gawah.readers._imessage_body import earlier_count
from gawah.readers._imessage_message import letters, lost
from gawah.readers._imessage_people import PLATFORM, people
from gawah.readers._imessage_reactions import Reactions
from gawah.readers._imessage_schema import COLUMNS, LEFT_OUT, REMOVED, databases
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem, Record
from gawah.records.errors import SourceUnreadable

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"


def identify(source: Source) -> bool:
    """Say whether there is a message database in it, told by its tables, or an encrypted iPhone backup of one."""
    return bool(databases(source) or sealed(source))


def reads(source: Source) -> Sequence[Member]:
    """The databases; what lies in their logs is read with them."""
    return (*databases(source), *sealed(source))


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything that the databases state, both sides, in the order of their rows."""
    for member in databases(source):
        notes = Notes(source, member)
        try:
            with Database(source, member) as database:
                yield from _database(database, notes)
        except SourceUnreadable:
            yield ReadProblem(code="member-unreadable", severity="loss", locator=notes.locator("", None))
    for member in sealed(source):
        yield ReadProblem(code="member-encrypted", severity="loss", locator=Notes(source, member).locator("", None))


def count(source: Source) -> int:
    """Rows of `message` as SQLite counts them, and the earlier texts of edited ones, counted from their lists."""
    total = 0
    for member in databases(source):
        try:
            with Database(source, member) as database:
                total += database.count("message") + _earlier(database)
        except SourceUnreadable:
            continue
    return total


def _database(database: Database, notes: Notes) -> Iterator[Record]:
    known = letters(database, notes, people(database, notes), Reactions(database))
    for column in database.tables["message"].columns:
        if column not in LEFT_OUT and column not in COLUMNS:
            notes.note("field-unknown", "info", f"message/{column if column.isidentifier() else '?'}")
    yield from known.conversations()
    for row in database.rows("message", COLUMNS):
        if isinstance(row, Lost):
            yield from lost(notes, row)
        else:
            yield from known.records(row)
    yield from notes.problems()
    yield from database.problems()


def _earlier(database: Database) -> int:
    rows = database.rows("message", ("message_summary_info", "item_type", "associated_message_type"))
    return sum(earlier_count(row[1]) for row in rows if not isinstance(row, Lost) and not row[2] and row[3] not in REMOVED)
