"""No wrong turn on the way to the key gives a database that is not encrypted (A2)."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the package carries no types

from gawah.records.errors import GawahError, NotEncrypted, SealInvalid, VaultUnwritable
from gawah.vault import _points
from gawah.vault.local import LocalVault
from gawah.vault.opener import PLAINTEXT_MAGIC, open_database
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, message, read, two_exports

KEY = bytes(range(32))
WRITING = re.compile(r"\s*(insert|replace|update|create)", re.IGNORECASE)


class Mistyping:
    """A connection whose statements go through `mend` first; what writes is remembered."""

    def __init__(self, real: Any, mend: Callable[[str], str]) -> None:
        self._real = real
        self._mend = mend
        self.written: list[str] = []

    def execute(self, statement: str, *values: Any) -> Any:
        if WRITING.match(statement):
            self.written.append(statement)
        return self._real.execute(self._mend(statement), *values)

    def executemany(self, statement: str, *values: Any) -> Any:
        self.written.append(statement)
        return self._real.executemany(statement, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


MISTYPED: dict[str, Callable[[str], str]] = {
    "keyy": lambda text: text.replace("PRAGMA key", "PRAGMA keyy"),
    "left out": lambda text: "SELECT 1" if text.startswith("PRAGMA key") else text,
    "a comment": lambda text: text.replace("PRAGMA key", "-- PRAGMA key"),
    "another schema's": lambda text: text.replace("PRAGMA key", "PRAGMA temp.keyy"),
    "no value": lambda text: "PRAGMA key" if text.startswith("PRAGMA key") else text,
    "empty": lambda text: "PRAGMA key = ''" if text.startswith("PRAGMA key") else text,
    "no version": lambda text: text.replace("PRAGMA cipher_version", "PRAGMA cipher_versionn"),
    "plaintext head": lambda text: text.replace("PRAGMA cipher_page_size", "PRAGMA cipher_plaintext_header_size = 32; --"),
}


@pytest.mark.parametrize("how", MISTYPED)
def test_a_mistyped_pragma_raises_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    real, opened = dbapi2.connect, []

    def connect(*arguments: Any, **options: Any) -> Mistyping:
        opened.append(Mistyping(real(*arguments, **options), MISTYPED[how]))
        return opened[-1]

    monkeypatch.setattr(dbapi2, "connect", connect)
    path = tmp_path / "case.db"
    with pytest.raises((NotEncrypted, VaultUnwritable, SealInvalid)):
        open_database(path, KEY, create=True)
    assert opened[0].written == []
    assert not path.exists() or path.read_bytes() == b""


@pytest.mark.parametrize("how", MISTYPED)
def test_a_vault_is_not_made_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    real = dbapi2.connect
    monkeypatch.setattr(dbapi2, "connect", lambda *given, **options: Mistyping(real(*given, **options), MISTYPED[how]))
    with pytest.raises(GawahError):
        make(tmp_path / "vault")
    left = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]
    assert [path for path in left if path.read_bytes().startswith(PLAINTEXT_MAGIC)] == []


def test_the_file_never_begins_like_a_plaintext_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at after every commit of a whole session, from the first on."""
    path = tmp_path / "vault/db/case.db"
    begins: set[bytes] = set()

    def look(_step: str) -> None:
        if path.exists():
            begins.add(path.read_bytes()[: len(PLAINTEXT_MAGIC)])

    monkeypatch.setattr(_points, "hook", look)
    vault, _ = make(tmp_path / "vault")
    with vault:
        one, _ = two_exports(vault)
        data = b"canary more"
        read(vault, keep(vault, data), [message(data, n, f"canary {n}") for n in range(200)])
        vault.erase(one.id, AT, acting(vault))
    LocalVault.open(tmp_path / "vault", PASSPHRASE).close()
    begins.add(path.read_bytes()[: len(PLAINTEXT_MAGIC)])
    begins.discard(b"")
    assert PLAINTEXT_MAGIC not in begins
    assert len(begins) == 1  # the salt, the same from the first page written on


def test_a_plaintext_database_put_in_its_place_is_refused_and_gets_no_row(tmp_path: Path) -> None:
    make(tmp_path / "vault")[0].close()
    path = tmp_path / "vault/db/case.db"
    path.unlink()
    plain = sqlite3.connect(path)
    plain.executescript("CREATE TABLE meta (name TEXT, value BLOB); PRAGMA user_version = 2;")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(NotEncrypted):
        LocalVault.open(tmp_path / "vault", PASSPHRASE)
    assert path.read_bytes() == before


def test_another_library_sees_noise(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    two_exports(vault)
    vault.close()
    other = sqlite3.connect(tmp_path / "vault/db/case.db")
    with pytest.raises(sqlite3.DatabaseError):
        other.execute("SELECT * FROM sqlite_schema")
    other.close()
