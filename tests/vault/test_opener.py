"""The opener opens nothing that is not encrypted, and holds the settings it promises (A2; 2.2-1)."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the package carries no types

from gawah.records.errors import DiskFull, NotEncrypted, SchemaTooNew, SealInvalid, VaultUnwritable
from gawah.vault import opener
from gawah.vault.opener import Database, open_database

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


def test_a_new_database_is_encrypted_and_opens_again(path: Path) -> None:
    database = open_database(path, KEY, create=True)
    with database.transaction():
        database.run("INSERT INTO meta (name, value) VALUES ('slots', CAST('canary' AS BLOB))")
    database.close()
    data = path.read_bytes()
    assert not data.startswith(opener.PLAINTEXT_MAGIC)
    assert b"canary" not in data
    assert b"CREATE TABLE" not in data
    database = open_database(path, KEY)
    assert database.value("SELECT value FROM meta WHERE name = 'slots'") == b"canary"
    database.close()


def test_another_key_does_not_open_it(path: Path) -> None:
    open_database(path, KEY, create=True).close()
    with pytest.raises(SealInvalid):
        open_database(path, bytes(32))


def test_a_plaintext_database_is_refused(path: Path) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE canary (a)")
    plain.close()
    with pytest.raises(NotEncrypted):
        open_database(path, KEY)


def test_a_missing_file_is_not_made(path: Path) -> None:
    with pytest.raises(VaultUnwritable):
        open_database(path, KEY)
    assert not path.exists()


@pytest.mark.parametrize("key", [b"", b"\x00", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_refused_before_anything_is_written(path: Path, key: bytes) -> None:
    with pytest.raises(NotEncrypted):
        open_database(path, key, create=True)
    assert not path.exists()


class Mistyping:
    """A driver whose key pragma goes wrong; everything else is passed on."""

    def __init__(self, real: Any, mend: Callable[[str], str]) -> None:
        self._real = real
        self._mend = mend

    def execute(self, statement: str, *values: Any) -> Any:
        return self._real.execute(self._mend(statement), *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.mark.parametrize("wrong", ["PRAGMA keyy", "PRAGMA -- key", "SELECT 1 --"])
def test_a_mistyped_key_pragma_raises_before_any_row(path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    real = dbapi2.connect

    def connect(*arguments: Any, **options: Any) -> Mistyping:
        return Mistyping(real(*arguments, **options), lambda text: text.replace("PRAGMA key", wrong))

    monkeypatch.setattr(dbapi2, "connect", connect)
    with pytest.raises((NotEncrypted, VaultUnwritable)):
        open_database(path, KEY, create=True)


def test_a_library_that_does_not_encrypt_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "driver", sqlite3)
    with pytest.raises(NotEncrypted):
        open_database(path, KEY, create=True)


def test_a_newer_schema_is_left_alone(path: Path) -> None:
    database = open_database(path, KEY, create=True)
    database.run(f"PRAGMA user_version = {opener.LATEST + 1}")
    database.close()
    before = path.read_bytes()
    with pytest.raises(SchemaTooNew):
        open_database(path, KEY)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("page_size", "8192"),
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("temp_store", "2"),
        ("secure_delete", "1"),
        ("recursive_triggers", "1"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cache_size", "-131072"),
    ],
)
def test_settings(path: Path, pragma: str, value: str) -> None:
    database = open_database(path, KEY, create=True)
    assert str(database.value(f"PRAGMA {pragma}")) == value
    database.close()


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    database = open_database(path, KEY, create=True)
    with pytest.raises(RuntimeError), database.transaction():  # noqa: PT012 - the block is what is tested
        database.run("INSERT INTO meta (name, value) VALUES ('slots', x'00')")
        raise RuntimeError
    assert database.all("SELECT * FROM meta WHERE name = 'slots'") == []
    database.close()


def test_errors_of_the_driver_carry_no_values(path: Path) -> None:
    database = open_database(path, KEY, create=True)
    with pytest.raises(VaultUnwritable) as refused:
        database.run("INSERT INTO item (id) VALUES (?)", ("canary",))
    assert "canary" not in str(refused.value)
    database.close()


def test_a_full_drive_has_its_own_error(path: Path) -> None:
    database = open_database(path, KEY, create=True)
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    with pytest.raises(DiskFull), database.transaction():
        database.run("INSERT INTO meta (name, value) VALUES ('slots', zeroblob(1000000))")
    assert isinstance(database, Database)
    database.close()


def test_an_empty_file_in_place_of_a_database_is_refused_and_left_empty(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(SealInvalid):
        open_database(path, KEY)
    assert path.read_bytes() == b""
