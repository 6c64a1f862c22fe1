"""A stranger's database does nothing but give its rows (B8): whatever it holds, however it is damaged, beside a log or without."""

import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.readers import _database
from gawah.readers._database import Database, Lost
from gawah.readers._database_wal import applied
from gawah.readers._source import Source
from gawah.records.errors import SourceUnreadable

PAGE = 4096


def made(path: Path, *script: str, rows: int = 0) -> Path:
    """A database of `script`; with `rows`, and a table `letter` of so many rows of about 200 bytes."""
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        if rows:
            connection.execute("CREATE TABLE letter (id INTEGER PRIMARY KEY, body TEXT)")
            connection.executemany("INSERT INTO letter VALUES (?, ?)", ((key, f"{key} " + "x" * 200) for key in range(1, rows + 1)))
        for statement in script:
            connection.execute(statement)
    connection.close()
    return path


def read(
    path: Path, table: str = "letter", columns: tuple[str, ...] = ("body",), member: int = 0
) -> list[tuple[object, ...] | Lost]:
    with Source(path) as source, Database(source, source.members[member]) as database:
        return list(database.rows(table, columns))


def keys(found: list[tuple[object, ...] | Lost]) -> list[object]:
    return [row[0] for row in found if not isinstance(row, Lost)]


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table, in order (by SQLite's own dbstat)."""
    with sqlite3.connect(path) as connection:
        return [
            number
            for (number,) in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", (table,)
            )
        ]


def spoil(path: Path, page: int, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + at)
        file.write(data)


def test_rows_come_in_the_order_of_their_keys_with_what_a_table_lacks_as_none(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a, b)", "INSERT INTO t(rowid, a, b) VALUES (9, 'nine', x'00ff'), (-3, 1, 2.5)")
    assert read(path, "t", ("b", "gone", "a")) == [(-3, 2.5, None, 1), (9, b"\x00\xff", None, "nine")]


def test_a_file_in_a_zip_reads_like_the_file(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=300)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "box/a.db")
    assert read(tmp_path / "a.zip") == read(path)
    assert len(read(path)) == 300


def test_reading_leaves_no_file_and_changes_none(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "PRAGMA journal_mode = WAL", rows=10)
    before = path.read_bytes()
    assert len(read(path)) == 10
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]
    assert path.read_bytes() == before


def test_what_the_schema_would_have_run_is_not_offered(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS body FROM n"
    path = made(
        tmp_path / "a.db",
        f"CREATE VIEW letter AS {endless}",
        "CREATE VIRTUAL TABLE search USING fts5(body)",
        "CREATE TABLE plain (a, made TEXT AS (hex(zeroblob(100000000))) VIRTUAL)",
        "CREATE TRIGGER t AFTER INSERT ON plain BEGIN DELETE FROM plain; END",
        "INSERT INTO plain VALUES (1)",
        "CREATE TABLE flat (a PRIMARY KEY) WITHOUT ROWID",
    )
    with Source(path) as source, Database(source, source.members[0]) as database:
        assert "letter" not in database.tables
        assert "search" not in database.tables
        assert "flat" not in database.tables
        assert database.tables["plain"].columns == ("a",)
        assert list(database.rows("plain", ["a", "made"])) in ([], [(1, 1, None)])


def test_a_view_in_the_place_of_a_table_is_never_reached(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE letter (body)", "INSERT INTO letter VALUES ('mine')")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE VIEW letter AS SELECT load_extension(1) AS body' WHERE name = 'letter'"
        )
    connection.close()
    try:
        with Source(path) as source, Database(source, source.members[0]) as database:
            assert "letter" not in database.tables
    except SourceUnreadable:
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO letter VALUES (99, 'new')",
        "DELETE FROM letter",
        "ATTACH 'other.db' AS other",
        "PRAGMA query_only = OFF",
        "SELECT load_extension('x')",
        "SELECT hex(zeroblob(4000000))",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "CREATE TEMP TABLE t (a)",
        "VACUUM INTO 'copy.db'",
    ],
)
def test_nothing_but_reading_columns_is_allowed(tmp_path: Path, statement: str) -> None:
    path = made(tmp_path / "a.db", rows=1)
    with Source(path) as source, Database(source, source.members[0]) as database, pytest.raises(sqlite3.Error):
        database._connection.execute(statement).fetchall()


def test_a_key_hidden_by_columns_is_found_or_the_table_is_not_offered(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db",
        "CREATE TABLE one (rowid TEXT, oid TEXT, a)",
        "CREATE TABLE none (rowid TEXT, oid TEXT, _rowid_ TEXT)",
        'CREATE TABLE message ("ROWID" INTEGER PRIMARY KEY AUTOINCREMENT, a)',
        "INSERT INTO one VALUES ('x', 'y', 'z')",
        "INSERT INTO message VALUES (7, 'z')",
    )
    assert read(path, "one", ("a", "rowid")) == [(1, "z", "x")]
    assert read(path, "message", ("a",)) == [(7, "z")]
    with Source(path) as source, Database(source, source.members[0]) as database:
        assert "none" not in database.tables


def test_a_spoilt_page_costs_its_rows_and_no_other(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=1000)
    leaves = pages_of(path, "letter")
    spoil(path, leaves[10], 0, b"\xff" * 64)
    found = read(path)
    assert Lost(None, "member-unreadable") in found
    assert found.count(Lost(None, "member-unreadable")) == 1
    whole = set(range(1, 1001))
    lost = whole - set(keys(found))
    assert 0 < len(lost) < 30
    assert lost == set(range(min(lost), max(lost) + 1))


def test_a_spoilt_page_inside_the_tree_costs_what_hangs_on_it(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=30_000)
    with sqlite3.connect(path) as connection:
        inner = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'letter' AND pagetype = 'internal' AND path != '/' ORDER BY path"
        ).fetchall()
    assert len(inner) > 2
    spoil(path, inner[1][0], 0, b"\0" * PAGE)
    found = read(path)
    assert Lost(None, "member-unreadable") in found
    assert keys(found)[0] == 1
    assert keys(found)[-1] == 30_000


def test_the_last_pages_cut_off_cost_the_last_rows(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=1000)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    found = read(path)
    assert keys(found)[:100] == list(range(1, 101))
    assert isinstance(found[-1], Lost)


def test_a_row_that_cannot_be_read_is_named_by_its_key(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=10)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE letter SET body = ? WHERE id = 5", ("y" * 20_000,))
    connection.close()
    with sqlite3.connect(path) as connection:
        overflow = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'letter' AND pagetype = 'overflow' ORDER BY path"
        ).fetchall()
    connection.close()
    spoil(path, overflow[0][0], 0, b"\xff\xff\xff\xff")
    found = read(path)
    assert found[4] == Lost(5, "record-unreadable")
    assert keys(found) == [1, 2, 3, 4, 6, 7, 8, 9, 10]


def test_a_giant_cell_is_listed_and_not_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", f"INSERT INTO letter VALUES (3, zeroblob({_database.MAX_CELL + 1}))", rows=2)
    assert read(path)[2] == Lost(3, "limit-reached")
    assert read(path, columns=()) == [(1,), (2,), (3,)]


def test_pages_that_point_in_a_circle_end(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=30_000)
    with sqlite3.connect(path) as connection:
        root, *inner = [
            number
            for (number,) in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = 'letter' AND pagetype = 'internal' ORDER BY path"
            )
        ]
    connection.close()
    # Every child of the second inner page is its first one: one page of rows, hundreds of times.
    data = bytearray(path.read_bytes())
    start = (inner[1] - 1) * PAGE
    cells = int.from_bytes(data[start + 3 : start + 5], "big")
    places = [int.from_bytes(data[start + 12 + 2 * at : start + 14 + 2 * at], "big") for at in range(cells)]
    first = data[start + places[0] : start + places[0] + 4]
    for place in places:
        data[start + place : start + place + 4] = first
    path.write_bytes(data)
    found = read(path)
    assert keys(found) == sorted(set(keys(found)))  # type: ignore[type-var]
    assert len(keys(found)) < 30_000
    assert root


def test_a_row_whose_key_was_changed_takes_no_other_with_it(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=300)
    data = bytearray(path.read_bytes())
    at = data.index(b"100 xxx")
    # Before the text: payload length (2 bytes), key 100 (1 byte), header of 4 bytes.
    place = data.rindex(bytes([100]), 0, at)
    data[place] = 127
    path.write_bytes(data)
    found = read(path)
    assert found[99][0] == 127  # type: ignore[index]
    assert str(found[99][1]).startswith("100 ")  # type: ignore[index]
    assert [key for key in keys(found) if key not in (100, 127)] == [key for key in range(1, 301) if key not in (100, 127)]
    assert Lost(127, "record-unreadable") in found
    with Source(path) as source, Database(source, source.members[0]) as database:
        assert database.count("letter") == 300


@pytest.mark.parametrize(("key", "wrong"), [(5, 2), (1, 120), (10, 0)])
def test_a_row_with_a_wrong_key_that_cannot_be_read_costs_itself_alone(tmp_path: Path, key: int, wrong: int) -> None:
    path = made(tmp_path / "a.db", rows=10)
    data = bytearray(path.read_bytes())
    at = data.index(f"{key} xxx".encode())
    # Before the text: the key, then the header of the row, its own length first.
    data[at - 5 : at - 3] = bytes([wrong, 127])
    path.write_bytes(data)
    found = read(path)
    assert found[key - 1] == Lost(wrong, "record-unreadable")
    assert keys(found) == [each for each in range(1, 11) if each != key]
    with Source(path) as source, Database(source, source.members[0]) as database:
        assert database.count("letter") == 10


def test_unreadable_rows_with_wrong_keys_in_a_large_table_cost_themselves_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", rows=3_000)
    data = bytearray(path.read_bytes())
    for key in (700, 1_500, 1_501, 2_999):
        at = data.index(f"{key} xxx".encode())
        data[at - 6 : at - 3] = bytes([0x81, key % 100, 127])
    path.write_bytes(data)
    found = read(path)
    assert len(found) == 3_000
    assert keys(found) == [each for each in range(1, 3_001) if each not in (700, 1_500, 1_501, 2_999)]


def test_steps_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_database, "_STEPS", 0)
    monkeypatch.setattr(_database, "_STEPS_PER_BYTE", 0)
    path = made(tmp_path / "a.db", rows=200_000 // 10)
    found = read(path, columns=("body",) * 50)
    assert found[-1] == Lost(None, "limit-reached")


def test_a_text_that_is_no_utf8_is_kept_with_marks_and_counted(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES (CAST(x'6162ff63' AS TEXT))")
    with Source(path) as source, Database(source, source.members[0]) as database:
        assert list(database.rows("t", ["a"])) == [(1, "ab\ufffdc")]
        assert [(each.code, each.count) for each in database.problems()] == [("text-undecodable", 1)]


def test_one_bad_entry_of_the_schema_does_not_hide_the_rest(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE VIEW old AS SELECT 1", rows=3)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = 'CREATE VIEW old AS SELEKT' WHERE name = 'old'")
    connection.close()
    assert keys(read(path)) == [1, 2, 3]


@pytest.mark.parametrize(
    "data", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 5000, b"SQLite format 2\0" + bytes(4096)]
)
def test_what_is_no_database_is_unreadable(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.db").write_bytes(data)
    with Source(tmp_path / "a.db") as source, pytest.raises(SourceUnreadable):
        Database(source, source.members[0])


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A folder with a database whose last three rows stand only in its write-ahead log."""
    work = tmp_path / "work"
    work.mkdir()
    connection = sqlite3.connect(work / "a.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE letter (id INTEGER PRIMARY KEY, body TEXT)")
    connection.execute("INSERT INTO letter VALUES (1, 'old')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for key in (2, 3, 4):
        connection.execute("INSERT INTO letter VALUES (?, 'new')", (key,))
    copy = Path(shutil.copytree(work, tmp_path / "copy"))
    (copy / "a.db-shm").unlink()
    connection.close()
    return copy


def log_of(path: Path) -> tuple[list[object], str]:
    with Source(path) as source:
        member = next(member for member in source.members if member.name.endswith("a.db"))
        with Database(source, member) as database:
            return keys(list(database.rows("letter", ["body"]))), database.log


def test_a_log_beside_the_database_is_applied(live: Path, tmp_path: Path) -> None:
    assert log_of(live) == ([1, 2, 3, 4], "applied")
    assert sorted(file.name for file in live.iterdir()) == ["a.db", "a.db-wal"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in live.iterdir():
            archive.write(file, file.name)
    assert log_of(tmp_path / "a.zip") == ([1, 2, 3, 4], "applied")


def test_a_log_brought_as_a_file_of_its_own_is_applied(live: Path) -> None:
    with Source(live / "a.db") as source, Source(live / "a.db-wal") as other:
        source.siblings = (other,)
        with Database(source, source.members[0]) as database:
            assert len(list(database.rows("letter", []))) == 4
        assert other.members[0].referred


def test_a_missing_log_is_said(live: Path) -> None:
    (live / "a.db-wal").unlink()
    assert log_of(live) == ([1], "missing")
    with Source(live) as source, Database(source, source.members[0]) as database:
        assert [(each.code, each.severity) for each in database.problems()] == [("log-missing", "info")]


@pytest.mark.parametrize(
    ("harm", "kept", "log"),
    [
        pytest.param(lambda data: data[: len(data) - 100], [1, 2, 3], "applied", id="cut"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), [1, 2, 3], "applied", id="last page changed"),
        pytest.param(lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:], [1], "none", id="first page changed"),
        pytest.param(lambda data: data[:17] + bytes([data[17] ^ 1]) + data[18:], [1], "unread", id="salt changed"),
        pytest.param(lambda data: b"\0" + data[1:], [1], "unread", id="no log"),
        pytest.param(lambda data: data[:20], [1], "unread", id="no header"),
        pytest.param(lambda data: data[:0], [1], "missing", id="empty"),
    ],
)
def test_of_a_damaged_log_only_whole_transactions_count(
    live: Path, harm: Callable[[bytes], bytes], kept: list[object], log: str
) -> None:
    file = live / "a.db-wal"
    file.write_bytes(harm(file.read_bytes()))
    assert log_of(live) == (kept, log)


def test_a_log_reads_as_sqlite_itself_reads_it(live: Path, tmp_path: Path) -> None:
    data = bytearray((live / "a.db").read_bytes())
    assert applied(data, (live / "a.db-wal").read_bytes())
    copy = Path(shutil.copytree(live, tmp_path / "sqlite"))
    with sqlite3.connect(copy / "a.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert bytes(data) == (copy / "a.db").read_bytes()


def test_a_database_too_large_for_memory_is_read_without_its_log_and_that_is_said(
    live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_database, "MAX_IN_MEMORY", 4096)
    assert log_of(live) == ([1], "unread")


def test_an_archived_database_too_large_for_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "a.db", rows=100)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "a.db")
    monkeypatch.setattr(_database, "MAX_IN_MEMORY", 4096)
    with Source(tmp_path / "a.zip") as source, pytest.raises(SourceUnreadable, match="limit-reached"):
        Database(source, source.members[0])


def test_it_reads_where_nothing_may_be_written_and_nothing_started(live: Path) -> None:
    """In a process shut in as the worker is."""
    code = (
        "from pathlib import Path; import sys\n"
        "from gawah.readers._database import Database; from gawah.readers._source import Source\n"
        "from gawah.usecases._sandbox import Limits, close_in\n"
        "close_in(Limits())\n"
        "with Source(Path(sys.argv[1])) as source, Database(source, source.members[0]) as database:\n"
        "    print(len(list(database.rows('letter', ['body']))), database.log)\n"
    )
    answer = subprocess.run([sys.executable, "-c", code, str(live)], capture_output=True, text=True, check=False)
    assert answer.stdout == "4 applied\n", answer.stderr


WHOLE: dict[str, bytes] = {}


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 1 << 32), bits=st.integers(1, 40))
def test_any_damage_gives_rows_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, seed: int, bits: int) -> None:
    if not WHOLE:
        path = made(tmp_path_factory.mktemp("whole") / "a.db", "CREATE INDEX i ON letter(body)", rows=400)
        WHOLE["a"] = path.read_bytes()
    data = bytearray(WHOLE["a"])
    chance = random.Random(seed)
    for _ in range(bits):
        data[chance.randrange(16, len(data))] = chance.randrange(256)
    path = tmp_path_factory.mktemp("hurt") / "a.db"
    path.write_bytes(data)
    try:
        with Source(path) as source, Database(source, source.members[0]) as database:
            for table in database.tables:
                found = list(database.rows(table, ["id", "body"]))
                assert len(keys(found)) == len(set(keys(found)))
                named = sum(not isinstance(each, Lost) or each.key is not None for each in found)
                assert database.count(table) == named or any(isinstance(each, Lost) and each.key is None for each in found)
    except SourceUnreadable:
        pass
