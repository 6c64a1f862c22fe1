"""Which members of a source are databases, and what tables they have: asked once for all readers."""

from collections.abc import Collection, Iterator, Mapping
from weakref import WeakKeyDictionary

from gawah.readers._database import MAGIC, Database
from gawah.readers._source import Member, Source
from gawah.records.errors import SourceUnreadable

_ENDINGS = (".db", ".sqlite", ".sqlite3", ".sqlitedb")
_LOOKED_INTO = 50
"""Databases of one source that are asked for their tables."""
_ASKED = 256 << 20
"""Bytes of databases in an archive that are asked for their tables although their names say nothing."""
_known: "WeakKeyDictionary[Source, dict[int, dict[str, frozenset[str]]]]" = WeakKeyDictionary()


def databases(source: Source, needed: Mapping[str, Collection[str]], names: Collection[str] = ()) -> tuple[Member, ...]:
    """The members that are databases with these tables and columns, in the order of the source. Those with one of `names` are
    looked into first, whatever their size.
    """
    found = [member for member in _candidates(source, names) if _has(_tables(source, member), needed)]
    return tuple(sorted(found, key=lambda member: member.ordinal))


def _candidates(source: Source, names: Collection[str]) -> Iterator[Member]:
    """Members that may be one: a file on its own whatever its name, else those whose name a database has."""
    named = [member for member in source.members if member.basename in names or not source.is_container]
    others = [member for member in source.members if member.basename.endswith(_ENDINGS) and member not in named]
    left = _ASKED
    for member in (*named, *others)[:_LOOKED_INTO]:
        if member.path is None and member not in named:
            left -= member.size
        if member.refused is None and (member in named or member.path is not None or left >= 0):
            yield member


def _tables(source: Source, member: Member) -> dict[str, frozenset[str]]:
    known = _known.setdefault(source, {})
    if member.ordinal not in known:
        known[member.ordinal] = {}
        if source.head(member, len(MAGIC)).startswith(MAGIC):
            try:
                with Database(source, member) as database:
                    known[member.ordinal] = {name: frozenset(table.columns) for name, table in database.tables.items()}
            except SourceUnreadable:
                pass
    return known[member.ordinal]


def _has(tables: dict[str, frozenset[str]], needed: Mapping[str, Collection[str]]) -> bool:
    return all(tables.get(name, frozenset()) >= set(columns) for name, columns in needed.items())
