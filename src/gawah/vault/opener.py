"""The one opener of the database (decision 10; evidence-and-security 2.2): it opens nothing that is not encrypted.

SQLCipher 4 with a raw 32-byte key. A misspelt pragma or an empty key would silently give a plaintext file, so the key is checked in
Python as 64 hexadecimal digits, the library must name its cipher's version, and the file's first 16 bytes are read after the first
commit: SQLite's own words there mean plaintext. Nothing else in gawah imports a database driver.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]  # the package carries no types

from gawah.records.errors import DiskFull, NotEncrypted, SchemaTooNew, SealInvalid, VaultUnwritable
from gawah.vault._points import point

PLAINTEXT_MAGIC = b"SQLite format 3\x00"
"""How a database begins that is not encrypted (SQLite file format, section 1.3)."""

PAGE_SIZE = 8192
"""Bytes a page; a reader elsewhere needs `PRAGMA cipher_page_size = 8192`."""

LATEST = 3
"""The newest schema this program knows: the number of the last file in `schema/`."""

_HEX_KEY = re.compile(r"[0-9a-f]{64}")
_PRAGMAS = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -131072",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_SEALED = {"cipher_page_size": PAGE_SIZE, "cipher_plaintext_header_size": 0}
_EXPECTED = {
    "temp_store": 2,
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "recursive_triggers": 1,
    "foreign_keys": 1,
    "page_size": PAGE_SIZE,
}
_FULL, _CORRUPT, _NOT_A_DATABASE = 13, 11, 26

Value: TypeAlias = str | bytes | int | None
Found: TypeAlias = tuple[Any, ...]


@contextmanager
def database_errors() -> Iterator[None]:
    """Within it, errors of the driver become DiskFull, SealInvalid or VaultUnwritable; the messages hold its error's name alone."""
    try:
        yield
    except driver.Error as fault:
        code = (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF
        name = getattr(fault, "sqlite_errorname", None) or type(fault).__name__
        if code == _FULL:
            raise DiskFull(f"the drive is full ({name})") from None
        if code in (_CORRUPT, _NOT_A_DATABASE):
            raise SealInvalid(f"the database is damaged or sealed with another key ({name})") from None
        raise VaultUnwritable(f"the database refused ({name})") from None


class Database:
    """An open, encrypted database. Statements are constants of the program; values are always parameters.

    Any thread may use it, one at a time.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def all(self, statement: str, values: Sequence[Value] = ()) -> list[Found]:
        """Every row that the statement finds."""
        with database_errors():
            found: list[Found] = self._connection.execute(statement, values).fetchall()
        return found

    def one(self, statement: str, values: Sequence[Value] = ()) -> Found | None:
        """The first row that the statement finds."""
        with database_errors():
            found: Found | None = self._connection.execute(statement, values).fetchone()
        return found

    def value(self, statement: str, values: Sequence[Value] = ()) -> Any:
        """The first column of the first row; None when there is no row."""
        found = self.one(statement, values)
        return found[0] if found else None

    def each(self, statement: str, values: Sequence[Value] = ()) -> Iterator[Found]:
        """The rows one by one, for what does not fit into memory."""
        with database_errors():
            yield from self._connection.execute(statement, values)

    def chunks(self, statement: str, values: Sequence[Value] = (), size: int = 4_096) -> Iterator[list[Found]]:
        """The rows `size` at a time."""
        with database_errors():
            cursor = self._connection.execute(statement, values)
            while found := cursor.fetchmany(size):
                yield found

    def run(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Carry out one statement; how many rows it changed."""
        with database_errors():
            return int(self._connection.execute(statement, values).rowcount)

    def run_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Carry out one statement for each of the rows."""
        with database_errors():
            self._connection.executemany(statement, rows)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._connection.in_transaction)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing, durable when the block ends. An error within rolls back and goes on.

        Inside another transaction, all of it or nothing of that one.
        """
        if self.in_transaction:
            with self._part():
                yield
            return
        with database_errors():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            point("begin")
            yield
            point("commit-before")
            with database_errors():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        point("commit")

    @contextmanager
    def _part(self) -> Iterator[None]:
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.in_transaction:
                self.run("ROLLBACK TO part")
                self.run("RELEASE part")
            raise
        self.run("RELEASE part")

    def script(self, text: str) -> None:
        """Carry out a file of statements inside the open transaction."""
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if driver.complete_statement(statement):
                self.run(statement)
                statement = ""

    def empty_log(self) -> None:
        """Move everything from the write-ahead log into the file and cut the log to nothing."""
        self.all("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, path: Path, key: bytes) -> None:
        """Write the whole database to the new file `path`, encrypted with another raw key of 32 bytes. Raises NotEncrypted: the key
        is not 32 bytes.
        """
        version = int(self.value("PRAGMA user_version"))
        self.run("ATTACH DATABASE ? AS fresh KEY ?", (str(path), f"x'{_hex(key)}'"))
        try:
            self.all(f"PRAGMA fresh.cipher_page_size = {PAGE_SIZE}")
            self.all("SELECT sqlcipher_export('fresh')")
            self.all(f"PRAGMA fresh.user_version = {version}")
        finally:
            self.run("DETACH DATABASE fresh")
        refuse_plaintext(path)

    def close(self) -> None:
        """Close the file; the log is folded in."""
        with database_errors():
            self._connection.close()


def open_database(path: Path, key: bytes, *, create: bool = False) -> Database:
    """The database at `path`, opened with the raw key of 32 bytes and brought to the newest schema.

    Raises:
        NotEncrypted: The file is plaintext, the library is not SQLCipher, or the key is not 32 bytes.
        SealInvalid: The file does not open with this key, its first page is damaged, or it is empty.
        SchemaTooNew: A newer program wrote it.
        VaultUnwritable: There is no such file, or it cannot be read or written.
    """
    if not create:
        refuse_plaintext(path)
    hex_key = _hex(key)
    with database_errors():
        connection = driver.connect(str(path), isolation_level=None, cached_statements=256, check_same_thread=False)
    try:
        with database_errors():
            _unlock(connection, hex_key)
        database = Database(connection)
        if not create and database.value("PRAGMA user_version") == 0:
            raise SealInvalid("the database is empty: it is not the one that this vault had")
        _migrate(database)
        refuse_plaintext(path)
    except BaseException:
        connection.close()
        raise
    return database


def schema_statements() -> list[tuple[str, str, str]]:
    """Type, name and text of everything that the newest schema makes, sorted: what `sqlite_schema` should hold."""
    with database_errors():
        connection = driver.connect(":memory:", isolation_level=None)
    try:
        database = Database(connection)
        _migrate(database)
        return sorted(database.all("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    finally:
        connection.close()


def refuse_plaintext(path: Path) -> None:
    """Raise NotEncrypted when the file begins like a plaintext database, SealInvalid when it is empty, VaultUnwritable when it
    cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(PLAINTEXT_MAGIC))
    except FileNotFoundError:
        raise VaultUnwritable("the database file is missing") from None
    except OSError:
        raise VaultUnwritable("the database file cannot be read") from None
    if len(start) < len(PLAINTEXT_MAGIC):
        raise SealInvalid("the database file is empty or cut off")
    if start == PLAINTEXT_MAGIC:
        raise NotEncrypted("the database file is not encrypted")


def _hex(key: bytes) -> str:
    hex_key = key.hex()
    if not _HEX_KEY.fullmatch(hex_key):
        raise NotEncrypted("the database key is not 32 bytes")
    return hex_key


def _unlock(connection: Any, hex_key: str) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{hex_key}'\"")
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if not version or not str(version[0]).startswith("4."):
        raise NotEncrypted("the database library does not encrypt")
    connection.execute(f"PRAGMA cipher_page_size = {PAGE_SIZE}")
    # Asked before anything is written: without a key in use the first answer is none, and the log's pragma would make the file.
    for name, sealed in _SEALED.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if not found or str(found[0]) != str(sealed):
            raise NotEncrypted("the database would not be encrypted as it should be")
    # Before the first read: then the index of the log lies in memory, not in a file, and a vault on a full drive still opens.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    for pragma in _PRAGMAS:
        connection.execute(pragma).fetchall()
    for name, expected in _EXPECTED.items():
        if str(connection.execute(f"PRAGMA {name}").fetchone()[0]) != str(expected):
            raise VaultUnwritable(f"the database does not accept the setting {name}")


def _migrate(database: Database) -> None:
    version = int(database.value("PRAGMA user_version"))
    if version > LATEST:
        raise SchemaTooNew("the vault was written by a newer program")
    for number in range(version + 1, LATEST + 1):
        text = resources.files("gawah.vault").joinpath("schema", f"{number:04}.sql").read_text(encoding="utf-8")
        with database.transaction():
            database.script(text)
            database.run(f"PRAGMA user_version = {number}")
