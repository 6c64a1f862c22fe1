"""Which files of a Reddit export hold records, told by the columns that their header names.

Columns of `comments.csv`, `posts.csv`, `messages.csv`, `messages_archive.csv`, `chat_history.csv`, `drafts.csv`, `statistics.csv`
and of the `*_headers.csv`, which leave the words out: as xavdid/reddit-user-to-sqlite and other open importers read them
(export-formats.md section 3). No file of an export itself was seen; large tables may come as `comments_1.csv` and so on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gawah.readers._csv import Form
from gawah.readers._csv_form import form
from gawah.readers._source import Member, Source

Kind: TypeAlias = Literal["comments", "posts", "messages", "chat", "drafts"]

_TOLD: tuple[tuple[Kind, frozenset[str], str], ...] = (
    ("comments", frozenset({"id", "permalink", "date", "subreddit", "link", "parent"}), "body"),
    ("posts", frozenset({"id", "permalink", "date", "subreddit", "title", "url"}), "body"),
    ("messages", frozenset({"id", "permalink", "thread_id", "date", "from", "to"}), "body"),
    ("chat", frozenset({"message_id", "created_at", "username", "channel_url", "conversation_type"}), "message"),
    ("drafts", frozenset({"id", "title", "body", "kind", "created", "subreddit"}), "body"),
)
"""By the columns that a table of each kind has at least, and the one that holds the words."""
_STATISTICS = frozenset({"statistic", "value"})
_HEADS_READ = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A file of records.

    Attributes:
        kind: What its rows are.
        form: How it is written.
        words: It has the column with the words; without it, it says who wrote and when.
    """

    kind: Kind
    form: Form
    words: bool


def told(source: Source, member: Member) -> Table | None:
    """The table that a file is; None where its header names other columns."""
    found = form(source.head(member), lambda columns: _kind(columns) is not None)
    if found is None:
        return None
    known = _kind(found.columns)
    assert known is not None
    return Table(known[0], found, known[1] in names(found.columns))


def tables(source: Source) -> Iterator[tuple[Member, Table]]:
    """The files that hold records, in order. Those without words are left out where there is one of their kind with words."""
    found = [(member, table) for member in _candidates(source) if (table := told(source, member)) is not None]
    worded = {table.kind for _member, table in found if table.words}
    for member, table in found:
        if table.words or table.kind not in worded:
            yield member, table


def statistics(source: Source) -> Iterator[tuple[Member, Form]]:
    """The files that list what the account is, one `statistic,value` a row."""
    for member in _candidates(source):
        if not source.is_container or member.basename.startswith("statistics"):
            found = form(source.head(member), lambda columns: frozenset(names(columns)) == _STATISTICS)
            if found is not None:
                yield member, found


def recognised(source: Source) -> bool:
    """Whether a file here has the columns of one of Reddit's tables."""
    return any(told(source, member) is not None for member in _candidates(source)[:_HEADS_READ])


def names(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns as they are compared: without blanks around them and in small letters."""
    return tuple(column.strip().lower() for column in columns)


def _kind(columns: Sequence[str]) -> tuple[Kind, str] | None:
    stated = frozenset(names(columns))
    return next(((kind, words) for kind, needed, words in _TOLD if needed <= stated), None)


def _candidates(source: Source) -> list[Member]:
    if not source.is_container:
        return list(source.members)
    return [member for member in source.members if member.basename.lower().endswith(".csv")]
