"""Finding text in any script (decision 13): in the folded shadow of each record, results in order of time.

A query is words, and phrases in quotation marks; a record is found when it holds all of them, in whatever order. Three letters
or more are found anywhere, also inside a word (index of every three letters); one or two letters at the beginning of a word
(word index). One or two signs that are no letters, or letters of a script written without spaces, are looked for in every text,
which is slower.
"""

import re
import unicodedata
from dataclasses import dataclass

from gawah.vault.fold import fold
from gawah.vault.opener import Database, Value
from gawah.vault.rows import SELECT, Filters, Position, Row, after_position, as_row, where

FEW = 2_000
"""Up to so many hits are fetched and sorted; beyond, the index of times is walked until the page is full."""

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_NO_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_TRIGRAMS = "SELECT rowid FROM trigrams WHERE trigrams MATCH ?"
_WORDS = "SELECT rowid FROM words WHERE words MATCH ?"
_SCAN = "SELECT key FROM shadow WHERE instr(text, ?) > 0"


@dataclass(frozen=True, slots=True)
class Query:
    """A folded query as a statement that finds keys, and its values. It does not print: what a person looks for is content."""

    statement: str
    values: tuple[Value, ...]

    def __repr__(self) -> str:
        return "<Query>"


def terms(text: str) -> list[str]:
    """The folded terms of a query."""
    return [found for quoted, word in _TERM.findall(fold(text)) if (found := (quoted or word).strip())]


def parse(text: str) -> Query | None:
    """The query for a text; None when nothing is left of it after folding."""
    parts: list[str] = []
    values: list[Value] = []
    wanted = terms(text)
    long = [term for term in wanted if len(term) >= 3]
    short = [term for term in wanted if len(term) < 3 and _begins_words(term)]
    if long:
        parts.append(_TRIGRAMS)
        values.append(" AND ".join(_quoted(term) for term in long))
    if short:
        parts.append(_WORDS)
        values.append(" AND ".join(f"{_quoted(term)} *" for term in short))
    for term in wanted:
        if len(term) < 3 and not _begins_words(term):
            parts.append(_SCAN)
            values.append(term)
    return Query(" INTERSECT ".join(parts), tuple(values)) if parts else None


def search(database: Database, text: str, filters: Filters, after: Position | None, limit: int) -> list[Row]:
    """The next `limit` rows after a position whose text holds the query, in order of time."""
    query = parse(text)
    if query is None:
        return []
    condition, values = where(filters)
    beyond, more = after_position(after)
    hits = database.value(f"SELECT count(*) FROM ({query.statement} LIMIT {FEW + 1})", query.values)
    if hits <= FEW:
        keys = f"SELECT key AS found FROM shadow WHERE key IN ({query.statement})"
        statement = _rows("(" + keys + ") hit CROSS JOIN record r ON r.key = hit.found", f"{condition} AND {beyond}")
        parameters = [*query.values, *values, *more, limit]
    else:
        statement = _rows("record r INDEXED BY record_time", f"{condition} AND {beyond} AND r.key IN ({query.statement})")
        parameters = [*values, *more, *query.values, limit]
    return [as_row(found) for found in database.all(statement, parameters)]


def count(database: Database, text: str, filters: Filters) -> int:
    """How many rows `search` finds in all."""
    query = parse(text)
    if query is None:
        return 0
    if filters == Filters():
        return int(database.value(f"SELECT count(*) FROM ({query.statement})", query.values))
    condition, values = where(filters)
    return int(
        database.value(
            f"SELECT count(*) FROM record r WHERE {condition} AND r.key IN ({query.statement})", [*values, *query.values]
        )
    )


def _rows(source: str, condition: str) -> str:
    return SELECT.format(source=source, where=condition) + " ORDER BY r.at_ms, r.key LIMIT ?"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _begins_words(term: str) -> bool:
    """Whether the word index knows where this short term begins a word."""
    return all(unicodedata.category(char)[0] in "LMN" for char in term) and not any(
        unicodedata.name(char, "").startswith(_NO_SPACES) for char in term
    )
