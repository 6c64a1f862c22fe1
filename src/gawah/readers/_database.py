"""A read-only view of a stranger's SQLite file: rows of its tables in the order of their keys, whatever the file tries.

Rules (evidence-and-security.md B8; sqlite.org/security.html):
    * Nothing of the file is run: only ordinary tables are read, column by column; views, triggers, virtual tables, generated
      columns and functions of the schema are never reached. An authoriser refuses all but SELECT.
    * Nothing is written, nothing is locked: a file on disk is opened as immutable, one in an archive in memory.
    * A table is walked in the order in which its rows lie and no index is used, so that damage costs what it covers: a page that
      cannot be read is stepped over, and so is a row whose content cannot be read or is larger than `MAX_CELL`.
    * A key is read once. So pages that point in a circle end, and a row whose key was changed is read where it lies.
    * Work is bounded by steps of SQLite's machine, in proportion to the file.
    * A write-ahead log beside the database is applied in memory. It is said whether there was one.
Known limits: tables WITHOUT ROWID are not offered; a rollback journal is not played back; a log beside a database larger than
`MAX_IN_MEMORY` is not applied.
"""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Literal, Self, TypeAlias

from gawah.readers._database_wal import MAX_LOG, applied, page_size
from gawah.readers._database_walk import LOWEST, Lost, Row, Table, TableWalk, TooLarge, Unreadable, quoted, select
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem, Severity
from gawah.records.errors import SourceUnreadable

__all__ = ["MAGIC", "MAX_CELL", "MAX_IN_MEMORY", "Database", "Lost", "Row", "Table"]

MAGIC = b"SQLite format 3\0"
MAX_IN_MEMORY = 160 << 20
"""Bytes of a database that is read in memory: one in an archive, or one with a log beside it."""
MAX_CELL = 4 << 20
"""Bytes of one text or blob; a row with a larger one, in a column that is asked for, is listed as unread."""
_STEPS = 2_000_000_000
_STEPS_PER_BYTE = 40
"""Steps of SQLite's machine for one database: reading a row of thirty columns takes about a hundred."""
_TICK = 100_000
_KEYS = ("rowid", "oid", "_rowid_")
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises over a damaged file; its own message may hold bytes of the schema that are no UTF-8."""
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_COUNTED = "count"
_WAL = 2
"""In bytes 18 and 19 of the header: the database was last used with a write-ahead log (fileformat2.html, section 1.3.3)."""
_TABLES = "PRAGMA table_list"
_PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA query_only = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8000",
)

Log: TypeAlias = Literal["none", "applied", "missing", "unread"]


class Database:
    """The tables of one member of a source. To be closed, or used in `with`.

    Attributes:
        tables: Ordinary tables by name.
        log: What became of the write-ahead log: there was `none` and none was due; it was `applied`; it is `missing`, so that the
            newest entries may be; it lies there and is `unread`.
        undecodable: Texts read so far that were no UTF-8; their bad bytes became U+FFFD.
    """

    def __init__(self, source: Source, member: Member) -> None:
        """Open it. Raises SourceUnreadable when it is no database, is too large to be read in memory, or its schema is damaged."""
        self.source = source
        self.member = member
        self.log: Log = "none"
        self.undecodable = 0
        self._left = _STEPS + _STEPS_PER_BYTE * member.size
        head = source.head(member, 100)
        if not head.startswith(MAGIC) or not page_size(head):
            raise SourceUnreadable("member-unreadable")
        try:
            self._connection = self._opened(head)
        except (sqlite3.Error, MemoryError) as error:
            raise SourceUnreadable("member-unreadable") from error
        try:
            self.tables = self._guarded()
        except (sqlite3.Error, MemoryError, ValueError) as error:
            self._connection.close()
            raise SourceUnreadable("member-unreadable") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def problems(self) -> Iterator[ReadProblem]:
        """What became of the write-ahead log, and how many texts could not be decoded so far."""
        said: dict[Log, tuple[str, Severity]] = {
            "applied": ("log-applied", "info"),
            "missing": ("log-missing", "info"),
            "unread": ("log-unread", "loss"),
        }
        if self.log in said:
            code, severity = said[self.log]
            yield ReadProblem(code=code, severity=severity, locator=self.source.locator(self.member, "", None))
        if self.undecodable:
            locator = self.source.locator(self.member, "", None)
            yield ReadProblem(code="text-undecodable", severity="warning", locator=locator, count=self.undecodable)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row | Lost]:
        """Each row of `table`, its key first, then `columns` (those that it does not have as None); and what could not be read."""
        of = self.tables[table]
        yield from self._walk(of, *of.stored(columns))

    def at(self, table: str, columns: Sequence[str], keys: Sequence[int]) -> dict[int, Row]:
        """The rows of `table` with these keys, as `rows` gives them; those that cannot be read or are not there are left out."""
        of = self.tables[table]
        sql = select(of, *of.stored(columns)) + f" WHERE {of.key} = ?"
        found = {}
        for key in keys:
            with suppress(*_FAULTS, OverflowError):
                for row in self._connection.execute(sql, (key,)):
                    found[key] = row
        return found

    def count(self, table: str) -> int:
        """How many rows `table` has, counted by SQLite; where damage keeps it from counting, how many keys can be read."""
        of = self.tables[table]
        try:
            row = self._connection.execute(select(of, "COUNT(*)") + f" WHERE {of.key} >= ?", (LOWEST,)).fetchone()
            return int(row[0])
        except _FAULTS:
            walked = self._walk(of, of.key)
            return sum(1 for each in walked if not isinstance(each, Lost) or each.key is not None)

    def _walk(self, table: Table, *stored: str) -> Iterator[Row | Lost]:
        yield from TableWalk(self._ask, table, stored, lambda: self._left > 0)

    def _ask(self, sql: str, values: Sequence[int]) -> Iterator[Row]:
        try:
            yield from self._connection.execute(sql, values)
        except sqlite3.DataError as error:
            raise TooLarge from error
        except _FAULTS as error:
            raise Unreadable from error

    def _opened(self, head: bytes) -> sqlite3.Connection:
        log = self._beside()
        path = self.member.path
        if path is not None and (log is None or self.member.size > MAX_IN_MEMORY):
            self.log = "unread" if log is not None else "missing" if head[18] == _WAL or head[19] == _WAL else "none"
            return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        if self.member.size > MAX_IN_MEMORY:
            raise SourceUnreadable("limit-reached")
        with self.source.open(self.member) as stream:
            data = bytearray(stream.read(MAX_IN_MEMORY))
        if log is None:
            self.log = "missing" if _WAL in data[18:20] else "none"
        else:
            frames = applied(data, log)
            self.log = "unread" if frames is None else "applied" if frames else "none"
        data[18:20] = b"\1\1"  # in memory there is no log to look for
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.deserialize(data)
        return connection

    def _beside(self) -> bytes | None:
        """The write-ahead log that lies in the same folder, or was brought as a file beside this one; None when there is none."""
        name = self.member.name + "-wal"
        found = self.source.find(name)
        if found is None or found[1].name != name or (found[0] is not self.source and self.source.is_container):
            return None
        source, member = found
        try:
            with source.open(member) as stream:
                log = stream.read(MAX_LOG + 1)
        except SourceUnreadable:
            return b"?"
        return (log if len(log) <= MAX_LOG else b"?") or None

    def _guarded(self) -> dict[str, Table]:
        self._guard()
        try:
            return self._tables()
        except _FAULTS:
            # One bad entry spoils the whole schema, and a file that was cut is refused whole, unless the schema is open to be
            # mended. Nothing is written all the same.
            if sys.version_info >= (3, 12):
                self._connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, False)  # noqa: FBT003 - sqlite3 takes it by place
            self._connection.execute("PRAGMA writable_schema = ON")
            return self._tables()

    def _guard(self) -> None:
        """Everything that SQLite offers against a hostile file (sqlite.org/security.html)."""
        connection = self._connection
        limits = {
            sqlite3.SQLITE_LIMIT_LENGTH: MAX_CELL,
            sqlite3.SQLITE_LIMIT_ATTACHED: 0,
            sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
            sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
            sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 3,
            sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
        }
        for limit, value in limits.items():
            connection.setlimit(limit, value)
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # noqa: FBT003 - sqlite3 takes it by place
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)  # noqa: FBT003 - sqlite3 takes it by place
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)  # noqa: FBT003 - sqlite3 takes it by place
        connection.text_factory = self._text
        connection.set_progress_handler(self._tick, _TICK)

    def _tables(self) -> dict[str, Table]:
        """The ordinary tables. What the schema calls a table may be a view all the same: the parsed schema is asked."""
        for pragma in _PRAGMAS:
            self._connection.execute(pragma)
        found = {}
        for schema, name, kind, _, without_rowid, _ in self._connection.execute(_TABLES).fetchall():
            if schema == "main" and kind == "table" and not without_rowid:
                stated = self._connection.execute(f"PRAGMA main.table_xinfo({quoted(name)})").fetchall()
                columns = tuple(str(each[1]) for each in stated if each[6] == 0)
                key = _key([(str(each[1]), str(each[2]), int(each[5])) for each in stated])
                if key is not None:
                    found[str(name)] = Table(str(name), columns, key)
        self._connection.set_authorizer(_authorise)
        return found

    def _text(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            self.undecodable += 1
            return data.decode(errors="replace")

    def _tick(self) -> bool:
        self._left -= _TICK
        return self._left <= 0


def _key(columns: list[tuple[str, str, int]]) -> str | None:
    """A name for the key of a row that no column hides; None when there is none."""
    hidden = {name.lower() for name, kind, primary in columns if not (primary and kind.upper() == "INTEGER")}
    return next((name for name in _KEYS if name not in hidden), None)


def _authorise(action: int, first: str | None, second: str | None, _: str | None, within: str | None) -> int:  # noqa: ARG001
    """Refuse everything but to read columns of tables and to count; nothing on behalf of a view or trigger (`within`)."""
    counting = action == sqlite3.SQLITE_FUNCTION and str(second).lower() == _COUNTED
    return sqlite3.SQLITE_OK if within is None and (action in _ALLOWED or counting) else sqlite3.SQLITE_DENY
