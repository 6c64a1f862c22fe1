"""What the vault's rows are held against: the same finished rows, the same schema, the standard library's sqlite3, in the clear.

The peer does nothing else: it does not check, number, salt, hash, fold, compare or encrypt. It makes the indexes of rows after the
load, as ours does, and the indexes of search in one statement each.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

Chunks: TypeAlias = Callable[[str], Iterator[list[tuple[Any, ...]]]]
"""Gives the rows that a statement finds in our database, some thousands at a time."""

_PRAGMAS = ("page_size = 8192", "journal_mode = WAL", "synchronous = FULL", "cache_size = -131072", "temp_store = MEMORY")
_TABLES = ("conversation", "account", "shape", "tally", "daily", "record", "shadow")


class Took(NamedTuple):
    """Seconds on the clock, and of the processor."""

    wall: float
    busy: float

    def __add__(self, other: object) -> "Took":
        assert isinstance(other, Took)
        return Took(self.wall + other.wall, self.busy + other.busy)


def load(chunks: Chunks, path: Path) -> tuple[Took, int]:
    """What it takes to put all that stands in our tables into a new database at `path`, in one transaction; rows it then has."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}").fetchall()
        for statement in _schema():
            database.execute(statement)
        indexes = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record'").fetchall()
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")
        took = _timed(partial(database.execute, "BEGIN"))
        for table in _TABLES:
            columns = ", ".join(name for _, name, *_ in database.execute(f"PRAGMA table_info({table})"))
            marks = ", ".join("?" * (columns.count(",") + 1))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of tables and columns
            for rows in chunks(f"SELECT {columns} FROM {table}"):  # noqa: S608 - the same
                took += _timed(partial(database.executemany, insert, rows))
        for index in ("words", "trigrams"):
            statement = f"INSERT INTO {index} (rowid, text) SELECT key, text FROM shadow"  # noqa: S608 - two names of tables
            took += _timed(partial(database.execute, statement))
        for _, statement in indexes:
            took += _timed(partial(database.execute, statement))
        took += _timed(partial(database.execute, "COMMIT"))
        (found,) = database.execute("SELECT count(*) FROM record").fetchone()
    return took, int(found)


def _schema() -> Iterator[str]:
    """The statements of the schema, but for what older versions of SQLite do not know and an import does not need."""
    for name in ("0001.sql", "0002.sql"):
        statement = ""
        for line in resources.files("gawah.vault").joinpath("schema", name).read_text("utf-8").splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                if "CREATE VIEW" not in statement:
                    yield statement.replace(", ('secure-delete', 1)", "").replace(
                        "VALUES ('secure-delete', 1)", "VALUES ('pgsz', 4000)"
                    )
                statement = ""


def _timed(act: Callable[[], object]) -> Took:
    wall, busy = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - wall, time.process_time() - busy)
