"""With only the recovery key, `age`, `openssl` and another reader of SQLCipher 4 files, everything comes out (A10)."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the package carries no types

from gawah.records.content import Message
from gawah.records.digest import sha256
from gawah.records.fold import fold
from gawah.seal import ledger, merkle
from gawah.vault import codec, preparing
from tests.vault.invented import make, two_exports

SPEC = Path(__file__).resolve().parents[2] / "docs/spec/vault.md"

pytestmark = pytest.mark.skipif(
    shutil.which("age") is None or shutil.which("openssl") is None, reason="needs the programs age and openssl"
)


@pytest.fixture
def sheet(tmp_path: Path) -> tuple[Path, str]:
    """The folder of a closed vault, and what stands on its recovery sheet."""
    vault, recovery = make(tmp_path / "vault")
    with vault:
        two_exports(vault)
    return tmp_path / "vault", recovery


def derived(recovery: str, purpose: str) -> str:
    """A derived key by the command of docs/spec/vault.md, as hexadecimal digits."""
    options = ["digest:SHA256", f"key:{recovery}", f"info:gawah/v1/{purpose}"]
    command = ["openssl", "kdf", "-keylen", "32", *(word for option in options for word in ("-kdfopt", option)), "HKDF"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().replace(":", "").lower()


def by_sqlcipher(path: Path, key: str) -> Any:
    """As the SQLCipher 4 shell opens it."""
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("PRAGMA cipher_page_size = 8192")
    return connection


def by_multiple_ciphers(path: Path, key: str) -> Any:
    """As an independent implementation of the format opens it (SQLite3 Multiple Ciphers)."""
    apsw = pytest.importorskip("apsw")
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", "legacy_page_size = 8192", f"key = \"x'{key}'\""):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@pytest.mark.parametrize("reader", [by_sqlcipher, by_multiple_ciphers])
def test_the_tables_can_be_read(sheet: tuple[Path, str], reader: Callable[[Path, str], Any]) -> None:
    folder, recovery = sheet
    connection = reader(folder / "db/case.db", derived(recovery, "db"))
    rows = list(connection.execute("SELECT json, salt FROM whole ORDER BY reading, idx"))
    assert len(rows) == 21
    assert '"canary words 0"' in rows[0][0]
    roots = [root for (root,) in connection.execute("SELECT root FROM reading ORDER BY seq")]
    leaves = [merkle.leaf_hash(ledger.row_leaf(json.encode(), bytes(salt))) for json, salt in rows]
    assert [merkle.root(leaves[:11]), merkle.root(leaves[11:])] == [bytes(root) for root in roots]
    assert len(list(connection.execute("SELECT rowid FROM trigrams WHERE trigrams MATCH 'canary'"))) == 16
    connection.close()


def test_every_original_comes_out_with_its_digest(sheet: tuple[Path, str], tmp_path: Path) -> None:
    folder, recovery = sheet
    identity = tmp_path / "sheet.txt"
    identity.write_text(recovery + "\n")
    connection = by_sqlcipher(folder / "db/case.db", derived(recovery, "db"))
    found = connection.execute(statements()[3]).fetchall()
    connection.close()
    assert len(found) == 2
    for blob, digest, size, name in found:
        assert name == "canary.txt"
        path = folder / "blobs" / blob[:2] / blob
        plain = subprocess.run(["age", "-d", "-i", str(identity), str(path)], check=True, capture_output=True).stdout
        assert sha256(plain[: int(size)]) == digest


def test_the_name_of_a_blob_is_a_mac(sheet: tuple[Path, str]) -> None:
    folder, recovery = sheet
    connection = by_sqlcipher(folder / "db/case.db", derived(recovery, "db"))
    for blob, digest in connection.execute("SELECT blob, sha256 FROM item"):
        command = ["openssl", "mac", "-digest", "SHA256", "-macopt", f"hexkey:{derived(recovery, 'names')}", "-in", "-", "HMAC"]
        named = subprocess.run(command, check=True, capture_output=True, input=digest.encode()).stdout.decode().strip().lower()
        assert named == blob
    connection.close()


def test_without_the_key_it_is_no_database(sheet: tuple[Path, str]) -> None:
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(sheet[0] / "db/case.db") as plain:
        plain.execute("SELECT * FROM record")
    plain.close()


def statements() -> list[str]:
    """The lines and statements of the first block of SQL in docs/spec/vault.md."""
    block, *_ = re.findall(r"```sql\n(.*?)```", SPEC.read_text("utf-8"), re.DOTALL)
    return [statement for part in block.split(";") if (statement := re.sub(r"--[^\n]*", "", part).strip())]


def test_the_statements_of_the_page_work_as_printed(sheet: tuple[Path, str]) -> None:
    folder, recovery = sheet
    connection = dbapi2.connect(str(folder / "db/case.db"))
    key, page_size, entries, originals, rows = statements()
    connection.execute(key.replace("<64 digits of db>", derived(recovery, "db")))
    connection.execute(page_size)
    assert [seq for seq, _ in connection.execute(entries)] == list(range(5))
    assert len(connection.execute(originals).fetchall()) == 2
    assert connection.execute(rows).fetchone() == ("1600000000000", "Canary Rabia", "canary words 0")
    connection.close()


def test_the_vectors_of_the_page_are_those_of_the_code() -> None:
    vectors = dict(re.findall(r"^    (row|likeness|folded) +(.*)$", SPEC.read_text("utf-8"), re.MULTILINE))
    record = codec.decode_exact("message", vectors["row"].encode())
    assert isinstance(record, Message)
    assert preparing.likeness(record.conversation, record)[: preparing.LIKENESS_SIZE].hex() == vectors["likeness"]
    for pair in vectors["folded"].split("    "):
        text, folded = pair.split(" -> ")
        assert fold(text) == folded


def test_the_page_on_the_format_shows_the_schema_as_it_is() -> None:
    schema = (SPEC.parents[2] / "src/gawah/vault/schema/0001.sql").read_text("utf-8")
    page = SPEC.read_text("utf-8")
    for table in re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", schema):
        assert f"`{table}`" in page, table
