"""Reddit "Request a copy of your data": comments, posts, private messages, chat.

Seen:
    a flat zip of CSV files; columns as other importers read them, no file of a real export (`_reddit_layout`)
Rules:
    * A table is told by its columns, whatever its name. Every row is a record; rows, header and blank lines tile the file.
    * Comments and posts stand in their community; messages in their thread, chat in its channel. Both sides of messages and chat.
    * A row with more or fewer fields than there are columns is not read: words would land in the wrong column. It is a loss.
    * A message that stands in messages.csv and messages_archive.csv is read once; the second is a Duplicate.
    * Headers (rows without words) are events, read where the table with the words is not there.
Known limits:
    * What was deleted is absent, or `[deleted]`; `[removed]` is the platform's word. What others wrote under the holder's posts is
      not in it. Names of accounts are handles; there are no ids of accounts.
    * Votes, saved posts, friends, addresses (ip_logs.csv), announcements and settings are not read.
Sources: tests/samples/reddit/*/about.toml; export-formats.md section 3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from gawah.readers._csv import Form, Row, rows
from gawah.readers._json_member import plain
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._reddit_layout import Table, names, recognised, statistics, tables
from gawah.readers._reddit_rows import KNOWN, PLATFORM, Rows
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Account, Duplicate, Framing, Message, Record
from gawah.records.errors import SourceUnreadable

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_MAX_SEEN = 300_000
"""Messages that are remembered; a second copy of one that comes on top is read again."""


def identify(source: Source) -> bool:
    """Say whether a file here has the columns of one of Reddit's tables."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The tables that hold words; those of headers where they stand alone."""
    return [member for member, _table in tables(source)]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield every row of the tables, in the order of the files."""
    state = _State(_holder(source))
    for member, table in tables(source):
        if member.refused is not None:
            continue
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        yield from _table(source, member, table, state)


def count(source: Source) -> int | None:  # noqa: ARG001 - the protocol gives it
    """None: the spans of rows and framing tile every file that is read."""
    return None


@dataclass(slots=True)
class _State:
    """What is known across the tables of an export.

    Attributes:
        holder: Whose it is.
        told: Conversations that were yielded.
        seen: The record of each message, by its id.
    """

    holder: Account
    told: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)


def _table(source: Source, member: Member, table: Table, state: _State) -> Iterator[Record]:
    notes = Notes(source, member)
    columns = names(table.form.columns)
    for column in dict.fromkeys(columns):
        if column not in KNOWN:
            notes.note("field-unknown", "info", f"column/{plain((column,))[0]}")
        if columns.count(column) > 1:
            notes.note("field-duplicate", "warning", f"column/{plain((column,))[0]}")
    made = Rows(table, notes, state.holder, state.told)
    opened = partial(source.open, member)
    for row in rows(opened, table.form) if made.two_sided else ():
        if row.role == "row" and row.fault is None and len(row.fields) == len(columns):
            made.gather(_fact(columns, row))
    for row in rows(opened, table.form):
        span = (row.start, row.end)
        if row.role != "row":
            yield Framing(name=row.role, locator=notes.locator(f"byte/{row.start}", span))
        elif row.fault is not None or len(row.fields) != len(columns):
            # A row that is cut or shifted would put somebody's words into the wrong column.
            yield notes.lost(f"row/{row.number}", span, row.fault or "record-unreadable")
        else:
            yield from _row(made, columns, row, state)
    yield from notes.problems()


def _row(made: Rows, columns: tuple[str, ...], row: Row, state: _State) -> Iterator[Record]:
    notes, span = made.notes, (row.start, row.end)
    if row.replaced:
        notes.note("text-undecodable", "warning")
    fact = _fact(columns, row)
    for record in made.make(fact, notes.locator(f"row/{row.number}", span)):
        if isinstance(record, Message) and made.table.kind == "messages" and record.platform_id:
            first = state.seen.get(record.platform_id)
            if first is not None:
                yield Duplicate(of=first, locator=record.locator)
                continue
            if len(state.seen) < _MAX_SEEN:
                state.seen[record.platform_id] = record.id
        yield record


def _fact(columns: tuple[str, ...], row: Row) -> dict[str, str]:
    """The fields by column; of a column that stands twice the first."""
    return dict(zip(reversed(columns), reversed(row.fields), strict=True))


def _holder(source: Source) -> Account:
    """Whose export it is, as `statistics.csv` says, here or in another part of the import."""
    for each in (source, *source.siblings):
        for member, written in statistics(each):
            name = _stated(each, member, written, "account name")
            if name:
                each.find(member.name)  # read, so nobody needs to be told that it was not
                return Account(handle=name)
    return Account()


def _stated(source: Source, member: Member, written: Form, wanted: str) -> str | None:
    try:
        for row in rows(partial(source.open, member), written):
            if row.role == "row" and len(row.fields) >= 2 and row.fields[0].strip().lower() == wanted:
                return row.fields[1].strip() or None
    except SourceUnreadable:
        return None
    return None
