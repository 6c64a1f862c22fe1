"""E2: somebody with the key in hand changes, deletes or adds rows in the database, past the triggers. `check` names it in every
table; who rewrites the ledger too is found by the checkpoint remembered outside the vault, and by nothing inside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gawah.records.casework import Report
from gawah.records.custody import Agent, Authority
from gawah.records.disclosure import Dossier
from gawah.records.when import When
from gawah.seal import ledger, merkle, note
from gawah.vault import statements
from gawah.vault.local import LocalVault
from gawah.vault.opener import Database
from tests.authority import Authority as Invented
from tests.authority import establish
from tests.vault.invented import AT, LATER, acting, make, message, two_exports
from tests.vault.judged import MODEL, quiet, sketch, suggest, threat
from tests.vault.test_append_only import EVIDENCE, MAY_CHANGE
from tests.vault.test_statements import entry

Row = tuple[Any, ...]

FREE = {
    ("meta", "name"): "a name that is missing closes the vault: see the test of its own",
    ("meta", "value"): "the same",
    **dict.fromkeys(MAY_CHANGE, "where an original lies, and which row is shown"),
}
"""Columns that say nothing that the ledger states."""


KEYS = {"revealed": "record", "aside": "reading || '/' || idx", "suggestion": "seq || '/' || idx"}
"""What names a row in tables without a number of their own."""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return establish(tmp_path_factory.mktemp("time") / "authority")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory, invented: Invented) -> Iterator[LocalVault]:
    """A case in which every table of evidence holds rows."""
    place = tmp_path_factory.mktemp("caseworker")
    made, _ = make(place / "vault", remember=place / "state")
    with made as vault:
        full_of_everything(vault, invented)
        assert vault.check(full=True).problems == ()
        vault._case.database.run("PRAGMA foreign_keys = OFF")
        yield vault
        vault._case.database.run("PRAGMA foreign_keys = ON")
        assert vault.check(full=True).problems == ()


def full_of_everything(vault: LocalVault, invented: Invented) -> None:
    who = acting(vault)
    two_exports(vault)
    rows = vault.unjudged(MODEL)
    judged = [threat(row.id) if number % 3 == 0 else quiet(row.id) for number, row in enumerate(rows)]
    suggest(vault, judged, *(sketch(one.of, one.of) for one in judged if one.abusive))
    vault.add_entry(entry(vault, 1), AT, who)
    vault.add_agent(Agent(id="2" * 32, label="helper", role="helper", name="Canary Helper"), AT, who)
    when = When(stated="yesterday", local=None, utc=None, zone="unknown", precision="day")
    report = Report(
        id="3" * 32, recorded_at=AT, made_at=when, agent=who.agent, for_agent=None, to="Canary Office", to_kind="authority"
    )
    vault.add_report(report, AT, who)
    vault.update_report(replace(report, status="closed"), AT, who)
    vault.number_exhibits([("item", vault.items()[0].id), ("entry", entry(vault, 1).id)], AT, who)
    dossier = Dossier(id="4" * 32, at=AT, agent=who.agent, for_agent=None, audience="lawyer", bundle_sha256="5" * 64)
    vault.add_dossier(dossier, AT, who, blob=f"sha256:{'5' * 64}")
    vault.reveal([message(b"canary first export" * 40, 1, "").id], AT, who)
    authority = Authority(
        id="6" * 32, name="time", url="https://time.example.invalid/", root=invented.root.read_text("ascii"), recorded_at=AT
    )
    vault.add_authority(authority, AT, who)
    head = vault.checkpoint()
    asked = vault.ask_stamp(head.note, authority, AT, who, head)
    vault.refuse_answer(asked.number, b"canary, no answer", "badDataFormat", AT, who)
    vault.take_answer(asked.number, invented.answer(asked.query), AT, who)


@contextmanager
def past_the_triggers(database: Database) -> Iterator[None]:
    """Within it no trigger refuses; before it ends they stand again, so that the schema says nothing. Nothing of it stays."""
    guards = database.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    database.run("BEGIN IMMEDIATE")
    try:
        for name, _ in guards:
            database.run(f"DROP TRIGGER {name}")
        yield
    finally:
        database.run("ROLLBACK")


def found(vault: LocalVault, guards: list[Row]) -> bool:
    for (sql,) in guards:
        vault._case.database.run(sql)
    return bool(vault.check(full=True).problems)


def columns(database: Database, table: str) -> list[str]:
    return [name for _, name, *_ in database.all(f"PRAGMA table_info({table})")]


def other(value: object) -> Any:
    """A value of the same sort that is not the same."""
    if value is None:
        return None
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    assert isinstance(value, bytes)
    return value[:-1] + bytes([value[-1] ^ 1]) if value else b"canary"


@pytest.mark.parametrize("table", [table for table in EVIDENCE if table != "meta"])
def test_a_changed_value_in_any_column_is_found(vault: LocalVault, table: str) -> None:
    database = vault._case.database
    guards = database.all("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    key = KEYS.get(table, "rowid")
    unseen = []
    for column in columns(database, table):
        if (table, column) in FREE:
            continue
        rows = database.all(f"SELECT {key}, {column} FROM {table} ORDER BY 1")
        for place, value in {rows[0], rows[-1]}:
            if value is None:
                continue
            with past_the_triggers(database):
                changed = database.run(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {key} = ?", (other(value), place))
                if changed and not found(vault, guards):
                    unseen.append((column, place))
    assert unseen == []


@pytest.mark.parametrize("table", [table for table in EVIDENCE if table != "meta"])
def test_a_deleted_row_is_found(vault: LocalVault, table: str) -> None:
    database = vault._case.database
    guards = database.all("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    key = KEYS.get(table, "rowid")
    unseen = []
    for (place,) in database.all(f"SELECT {key} FROM {table}"):
        with past_the_triggers(database):
            assert database.run(f"DELETE FROM {table} WHERE {key} = ?", (place,)) == 1
            if not found(vault, guards):
                unseen.append(place)
    assert unseen == []


@pytest.mark.parametrize("table", [table for table in EVIDENCE if table != "meta"])
def test_an_added_row_is_found(vault: LocalVault, table: str) -> None:
    """A second row like the last one, under a key of its own."""
    database = vault._case.database
    guards = database.all("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    names = columns(database, table)
    unique = {
        name
        for _, index, is_unique, *_ in database.all(f"PRAGMA index_list({table})")
        if is_unique
        for _, _, name in database.all(f"PRAGMA index_info({index})")
    }
    primary = {name for _, name, _, _, _, place in database.all(f"PRAGMA table_info({table})") if place}
    (last,) = database.all(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1 DESC LIMIT 1")
    fresh = [other(value) if name in unique | primary else value for name, value in zip(names, last, strict=True)]
    with past_the_triggers(database):
        marks = ", ".join("?" * len(names))
        assert database.run(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", fresh) == 1
        assert found(vault, guards)


def test_the_keys_in_the_database_are_those_of_the_vault(vault: LocalVault) -> None:
    """The MAC over the slots and the id are compared; the origin and the signing key are those of the signed heads."""
    database = vault._case.database
    guards = database.all("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    for name in ("slots", "vault"):
        with past_the_triggers(database):
            database.run("UPDATE meta SET value = ? WHERE name = ?", (b"0" * 32, name))
            assert found(vault, guards)


def test_who_rewrites_the_ledger_too_is_found_by_the_remembered_checkpoint_alone(tmp_path: Path) -> None:
    made, _ = make(tmp_path / "vault", remember=tmp_path / "state")
    with made as vault:
        vault.add_entry(entry(vault, 1), AT, acting(vault))
        vault.add_entry(entry(vault, 7), LATER, acting(vault))
        held = vault.checkpoint()
        collude(vault, entry(vault, 1).id)
        report = vault.check(full=True)
        assert [(one.what, one.id, one.state) for one in report.problems] == [("ledger", "remembered checkpoint", "rolled-back")]
        assert vault.checkpoint().root != held.root
    for path in (tmp_path / "state").glob("*.note"):
        path.unlink()
    with LocalVault.open(tmp_path / "vault", "five invented words stand here", remember=tmp_path / "state") as vault:
        assert vault.check(full=True).problems == ()


def collude(vault: LocalVault, statement_id: str) -> None:
    """Put other words under an entry, make its batch, its ledger entry, every hash and every signed head fit."""
    case, database = vault._case, vault._case.database
    guards = database.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for name, _ in guards:
        database.run(f"DROP TRIGGER {name}")
    seq, json = database.all("SELECT leaf, json FROM statement WHERE id = ?", (statement_id,))[0]
    changed = msgspec.json.decode(json) | {"body": "canary, put there later"}
    database.run("UPDATE statement SET json = ? WHERE id = ?", (msgspec.json.encode(changed, order="sorted"), statement_id))
    hashes = statements.batch_hashes(case, seq)
    fields = ledger.read_entry(vault.leaf(seq)) | {"batch": {"root": merkle.root(hashes).hex(), "size": len(hashes)}}
    body = ledger.entry(fields)
    database.run("UPDATE leaf_body SET body = ? WHERE seq = ?", (body, seq))
    database.run("UPDATE leaf SET hash = ? WHERE seq = ?", (merkle.leaf_hash(body), seq))
    for size in case.ledger.heads():
        text = note.sign_checkpoint(vault.origin, size, merkle.root(case.ledger.hashes(size)), case.signing)
        database.run("UPDATE head SET note = ? WHERE size = ?", (text, size))
        case.layout.note(size).write_bytes(text)
    for _, sql in guards:
        database.run(sql)
