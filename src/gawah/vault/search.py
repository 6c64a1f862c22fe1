"""Finding text in any script (decision 13): in the folded shadow of each record, results in order of time.

A query is words, and phrases in quotation marks; a record is found when it holds all of them, in whatever order. Three letters
or more are found anywhere, also inside a word (index of every three letters); one or two letters at the beginning of a word
(word index). A word of Latin letters outside quotation marks is found in its other spellings too, as whole words: Roman Urdu has
no rules of spelling. One or two signs that are no letters, or letters of a script written without spaces, are looked for in every
text, which is slower.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import TypeAlias

from gawah.records.fold import fold
from gawah.records.phonetic import phonetic_key
from gawah.vault import stretches
from gawah.vault.opener import Database, Value
from gawah.vault.rows import SELECT, UNDATED, Filters, Position, Row, after_position, as_row, stored_position, where
from gawah.vault.spellings import spellings
from gawah.vault.stretches import Stretch

FEW = 2_000
"""Up to so many hits, or rows that filters leave, are fetched and sorted; beyond, hits are taken in order of time as they come."""

NARROW = 10_000
"""So many rows of a conversation or an account are looked at one by one rather than every hit."""

COMMON = 200
"""A word is common when one row in so many holds it."""

_FAR = 1 << 63
_BEFORE_ALL = (-_FAR, 0)
_WORD = re.compile(r"[a-z]+")
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_NO_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_TRIGRAMS = "SELECT rowid AS found FROM trigrams WHERE trigrams MATCH ?"
_WORDS = "SELECT rowid AS found FROM words WHERE words MATCH ?"
_SCAN = "SELECT key AS found FROM shadow WHERE instr(text, ?) > 0"
_SPELT = (
    "SELECT found FROM (SELECT rowid AS found FROM trigrams WHERE trigrams MATCH ? UNION "
    "SELECT rowid AS found FROM words WHERE words MATCH ?)"
)
_BETWEEN = {
    _SPELT: " WHERE found BETWEEN ? AND ? ORDER BY found",
    _TRIGRAMS: " AND rowid BETWEEN ? AND ? ORDER BY rowid",
    _WORDS: " AND rowid BETWEEN ? AND ? ORDER BY rowid",
    _SCAN: " AND key BETWEEN ? AND ? ORDER BY key",
}
Part: TypeAlias = tuple[str, tuple[Value, ...]]
"""A statement that finds keys, and what it asks for."""
Spelt: TypeAlias = Callable[[str], Sequence[str]]
"""The other spellings of a term."""
_HOLDS = "instr((SELECT text FROM shadow WHERE key = r.key), ?) > 0"
_LISTED = "json_each(?) k CROSS JOIN record r ON r.key = k.value"
_MOST_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Query:
    """A folded query. It does not print: what a person looks for is content.

    Attributes:
        parts: Statements that each find keys, with what they ask for; a row must be found by all.
        long: Its terms, when all have three letters or more: then a row is found when its text holds each.
    """

    parts: tuple[Part, ...]
    long: tuple[str, ...]

    @property
    def statement(self) -> str:
        """All parts as one statement."""
        return " INTERSECT ".join(statement for statement, _ in self.parts)

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of `statement`."""
        return tuple(value for _, values in self.parts for value in values)

    def __repr__(self) -> str:
        return "<Query>"


def terms(text: str) -> list[str]:
    """The folded terms of a query."""
    return [term for term, _ in _terms(text)]


def _terms(text: str) -> list[tuple[str, bool]]:
    """The folded terms, and whether each was given as it must stand: in quotation marks."""
    found = [((quoted or word).strip(), bool(quoted)) for quoted, word in _TERM.findall(fold(text))]
    return [(term, quoted) for term, quoted in found if term]


def _one_spelling(_term: str) -> tuple[str, ...]:
    return ()


def parse(text: str, spelt: Spelt = _one_spelling) -> Query | None:
    """The query for a text; None when nothing is left of it after folding."""
    wanted = _terms(text)
    others = {term: tuple(spelt(term)) for term, quoted in wanted if not quoted and len(term) >= 3}
    long = [term for term, _ in wanted if len(term) >= 3 and not others.get(term)]
    short = [term for term, _ in wanted if len(term) < 3 and _begins_words(term)]
    parts: list[Part] = [(_SCAN, (term,)) for term, _ in wanted if len(term) < 3 and not _begins_words(term)]
    parts[:0] = [(_SPELT, (_quoted(term), " OR ".join(map(_quoted, words)))) for term, words in others.items() if words]
    if short:
        parts.insert(0, (_WORDS, (" AND ".join(f"{_quoted(term)} *" for term in short),)))
    if long:
        parts.insert(0, (_TRIGRAMS, (" AND ".join(_quoted(term) for term in long),)))
    return Query(tuple(parts), tuple(long) if len(long) == len(wanted) else ()) if parts else None


def holds(text: str, query: str) -> bool:
    """Whether a text that no index knows, such as a person's own, holds all terms of a query; found as `search` finds rows."""
    folded = fold(text)
    words = folded.split()
    sounds = {phonetic_key(word) for word in _WORD.findall(folded)}
    wanted = _terms(query)
    return bool(wanted) and all(
        any(word.startswith(term) for word in words)
        if len(term) < 3 and _begins_words(term)
        else term in folded or (not quoted and len(term) >= 3 and term.isalpha() and phonetic_key(term) in sounds)
        for term, quoted in wanted
    )


def search(database: Database, text: str, filters: Filters, after: Position | None, limit: int) -> list[Row]:
    """The next `limit` rows after a position whose text holds the query, in order of time."""
    query = parse(text, partial(spellings, database))
    if query is None:
        return []
    condition, values = where(filters)
    beyond, more = after_position(after)
    parameters: list[Value]
    if any(_at_most(database, statement, asked, FEW) for statement, asked in query.parts):
        source, parameters = f"({query.statement}) hit CROSS JOIN record r ON r.key = hit.found", [*query.values, *values, *more]
    elif (filters.conversation or filters.sender) and _walked(database, query, filters):
        holds, asked = _holds(query)
        source, condition, parameters = "record r", f"{condition} AND {holds}", [*values, *asked, *more]
    else:
        keys = _first(database, query, filters, after or _BEFORE_ALL, limit)
        source, parameters = _LISTED, [_listed(keys), *values, *more]
    statement = SELECT.format(source=source, where=f"{condition} AND {beyond}") + " ORDER BY r.at_ms, r.key LIMIT ?"
    return [as_row(found) for found in database.all(statement, [*parameters, limit])]


def count(database: Database, text: str, filters: Filters) -> int:
    """How many rows `search` finds in all."""
    query = parse(text, partial(spellings, database))
    if query is None:
        return 0
    condition, values = where(filters)
    every, asked = _every(query)
    if filters == Filters():
        return int(database.value(f"SELECT count(*) FROM ({every})", asked))
    if _few_left(database, filters):
        holds, held = _holds(query)
        return int(database.value(f"SELECT count(*) FROM record r WHERE {condition} AND {holds}", [*values, *held]))
    if filters == Filters(conversation=filters.conversation, sender=filters.sender, platform=filters.platform):
        # Both lists of keys come from indexes alone; the rows themselves, which lie far apart, are not read.
        statement = f"SELECT count(*) FROM ({every}) WHERE +found IN (SELECT r.key FROM record r WHERE {condition})"
        return int(database.value(statement, [*asked, *values]))
    if filters == Filters(since_ms=filters.since_ms, until_ms=filters.until_ms) and len(query.parts) == 1:
        return _count_between(database, query, filters)
    statement = f"SELECT count(*) FROM ({every}) hit CROSS JOIN record r ON r.key = hit.found WHERE {condition}"
    return int(database.value(statement, [*asked, *values]))


def _every(query: Query) -> tuple[str, list[Value]]:
    """A statement for all that the query finds, in no order."""
    (first, asked), *others = query.parts
    # With a plus sign the list is made once; without it SQLite may ask the index of search for each key of the list.
    among = "".join(f" AND +found IN ({statement})" for statement, _ in others)
    return f"SELECT found FROM ({first}) WHERE 1{among}", [*asked, *(value for _, values in others for value in values)]


def _count_between(database: Database, query: Query, filters: Filters) -> int:
    """Between two times: in a stretch that follows time these are two keys."""
    ((part, asked),) = query.parts
    found = 0
    start, stop_ms = _bounds(filters)
    for stretch in stretches.every(database):
        if not stretch.ordered:
            found += sum(1 for _ in _in_order(database, query, filters, stretch))
        elif (left := stretches.between(database, stretch, start, stop_ms)) is not None:
            statement = f"SELECT count(*) FROM ({part}{_BETWEEN[part]})"
            found += database.value(statement, (*asked, left[1].first, left[1].last))
    return found


def _at_most(database: Database, statement: str, values: Sequence[Value], most: int) -> bool:
    return bool(database.value(f"SELECT count(*) FROM ({statement} LIMIT {most + 1})", values) <= most)


def _few_left(database: Database, filters: Filters) -> bool:
    """Whether a conversation or an account holds so few rows that each can be looked at."""
    if filters.conversation is None and filters.sender is None:
        return False
    condition, values = where(filters)
    return _at_most(database, f"SELECT 1 FROM record r WHERE {condition}", values, NARROW)


def _walked(database: Database, query: Query, filters: Filters) -> bool:
    """Whether the rows of a conversation or an account are rather looked at one by one, in order of time, than every hit: when
    they are few, or hits so many that a page is soon full.
    """
    hits = max(1, min(int(database.value(f"SELECT count(*) FROM ({part})", asked)) for part, asked in query.parts))
    return hits * COMMON > int(database.value("SELECT sum(n) FROM daily")) or _few_left(database, filters)


def _holds(query: Query) -> tuple[str, tuple[Value, ...]]:
    """The condition that a row is found by the query, and its values."""
    if query.long:
        return " AND ".join([_HOLDS] * len(query.long)), query.long
    return f"+r.key IN ({query.statement})", query.values


def _first(database: Database, query: Query, filters: Filters, after: Position, limit: int) -> list[int]:
    """The keys of the first `limit` rows found after a position: stretches of the case are read side by side, each in order."""
    since, stop_ms = _bounds(filters)
    start = max(stored_position(after), since)
    heap: list[tuple[Position, bool, int, Iterator[Position]]] = []
    for n, stretch in enumerate(stretches.every(database)):
        if stretch.ordered:
            left = stretches.between(database, stretch, start, stop_ms)
            if left is not None:
                heap.append((left[0], False, n, _in_order(database, query, filters, left[1])))
        else:
            heap.append((start, False, n, iter(sorted(_in_order(database, query, filters, stretch)))))
    heapify(heap)
    keys: list[int] = []
    while heap and len(keys) < limit:
        position, is_hit, n, hits = heappop(heap)
        if is_hit and position > start:
            keys.append(position[1])
        following = next(hits, None)
        if following is not None:
            heappush(heap, (following, True, n, hits))
    return keys


def _bounds(filters: Filters) -> tuple[Position, int]:
    """After which position, and before which instant, rows may lie."""
    if filters.since_ms is None and filters.until_ms is None:
        return _BEFORE_ALL, UNDATED + 1
    since = _BEFORE_ALL if filters.since_ms is None else (filters.since_ms, -1)
    return since, UNDATED if filters.until_ms is None else min(UNDATED, filters.until_ms)


def _in_order(database: Database, query: Query, filters: Filters, stretch: Stretch) -> Iterator[Position]:
    """Places of the rows found in a stretch, in order of their keys; more and more at once, for often only the first are wanted."""
    condition, values = where(filters)
    statement = f"SELECT r.at_ms, r.key FROM {_LISTED} WHERE {condition} ORDER BY r.key"
    keys = _in_all([_found(database, part, asked, stretch) for part, asked in query.parts])
    size = 4
    while some := list(islice(keys, size)):
        yield from database.all(statement, [_listed(some), *values])
        size = min(2 * size, _MOST_AT_ONCE)


def _found(database: Database, part: str, asked: tuple[Value, ...], stretch: Stretch) -> Iterator[int]:
    for (key,) in database.each(part + _BETWEEN[part], (*asked, stretch.first, stretch.last)):
        yield key


def _in_all(streams: list[Iterator[int]]) -> Iterator[int]:
    """What all of these rising streams hold."""
    first, *others = streams
    if not others:
        yield from first
        return
    ends = [next(other, _FAR) for other in others]
    for key in first:
        for n, other in enumerate(others):
            while ends[n] < key:
                ends[n] = next(other, _FAR)
        if all(end == key for end in ends):
            yield key


def _listed(keys: Sequence[int]) -> str:
    return f"[{','.join(map(str, keys))}]"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _begins_words(term: str) -> bool:
    """Whether the word index knows where this short term begins a word."""
    return all(unicodedata.category(char)[0] in "LMN" for char in term) and not any(
        unicodedata.name(char, "").startswith(_NO_SPACES) for char in term
    )
