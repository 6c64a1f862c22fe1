"""Evidence is never changed, and deleted only by an erasure (house.md section 2)."""

import pytest

from gawah.records.custody import Authority
from gawah.records.errors import VaultUnwritable
from gawah.vault import _points
from gawah.vault.local import LocalVault
from gawah.vault.opener import Database
from tests.vault.invented import AT, acting, keep, message, read, two_exports
from tests.vault.judged import suggest, threat

EVIDENCE = ["meta", "leaf", "leaf_body", "head", "acquisition", "item", "reading", "aside", "record", "statement", "revealed"]
EVIDENCE += ["stamp", "answer", "shape", "judging", "suggestion"]

# Not evidence: which row is shown, and where and under which keys an original lies.
MAY_CHANGE = {("record", "same_as"), *(("item", column) for column in ("blob", "generation", "header", "payload_key"))}
OTHER_META = "name NOT IN ('slots', 'generation')"


@pytest.fixture
def database(vault: LocalVault) -> Database:
    two_exports(vault)
    vault.reveal([message(b"canary first export" * 40, 1, "").id], AT, acting(vault))
    authority = Authority(id="a" * 32, name="canary", url="https://time.example.invalid/", root="canary", recorded_at=AT)
    vault.add_authority(authority, AT, acting(vault))
    asked = vault.ask_stamp(b"canary", authority, AT, acting(vault))
    vault.refuse_answer(asked.number, b"canary, no answer", "badDataFormat", AT, acting(vault))
    suggest(vault, [threat(vault.page(limit=1)[0].id)])
    return vault._case.database


def columns(database: Database, table: str) -> list[str]:
    return [name for _, name, *_ in database.all(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("table", EVIDENCE)
def test_update_delete_and_replace_are_refused(database: Database, table: str) -> None:
    before = database.all(f"SELECT * FROM {table}")
    assert before
    for column in columns(database, table):
        if (table, column) not in MAY_CHANGE:
            with pytest.raises(VaultUnwritable):
                database.run(f"UPDATE {table} SET {column} = {column} WHERE {OTHER_META if table == 'meta' else '1'}")
    with pytest.raises(VaultUnwritable):
        database.run(f"DELETE FROM {table}")
    with pytest.raises(VaultUnwritable):
        database.run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert database.all(f"SELECT * FROM {table}") == before


def test_an_erasure_needs_its_ledger_entry(database: Database, vault: LocalVault) -> None:
    item = vault.items()[0]
    with pytest.raises(VaultUnwritable):
        database.run("INSERT INTO erasing (item, leaf, blob) VALUES (?, 1, '')", (item.id,))


def test_the_entry_of_an_erasure_opens_the_way_for_its_item_alone(database: Database, vault: LocalVault) -> None:
    one, two = vault.items()
    seq = vault.append("erase", AT, acting(vault), item=one.id)
    database.run("INSERT INTO erasing (item, leaf, blob) VALUES (?, ?, 'x')", (one.id, seq))
    with pytest.raises(VaultUnwritable):
        database.run("DELETE FROM item WHERE id = ?", (two.id,))
    other = vault.readings(two.id)[0].seq
    with pytest.raises(VaultUnwritable):
        database.run("DELETE FROM record WHERE reading = ?", (other,))
    assert database.run("DELETE FROM record WHERE reading = ?", (vault.readings(one.id)[0].seq,)) == 11


def test_every_table_with_a_trigger_is_covered(database: Database) -> None:
    guarded = {table for (table,) in database.all("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'")}
    assert guarded - {"erasing"} == set(EVIDENCE)


def test_an_interrupt_just_after_a_commit_leaves_a_vault_that_goes_on(vault: LocalVault, monkeypatch: pytest.MonkeyPatch) -> None:
    size = vault.size()

    def hook(name: str) -> None:
        if name == "commit":
            raise KeyboardInterrupt

    monkeypatch.setattr(_points, "hook", hook)
    with pytest.raises(KeyboardInterrupt):
        keep(vault, b"canary")
    monkeypatch.setattr(_points, "hook", None)
    assert vault.size() == size + 1
    assert vault.append("view", AT, acting(vault)) == size + 1
    assert vault.checkpoint().size == size + 2
    assert vault.check(full=True).problems == ()


def test_a_reading_that_breaks_off_leaves_nothing(vault: LocalVault) -> None:
    one, _ = two_exports(vault)
    size, total = vault.size(), vault.total()

    def broken() -> object:
        yield message(b"x", 1, "canary one")
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        read(vault, one, broken())  # type: ignore[arg-type]
    assert (vault.size(), vault.total()) == (size, total)
    assert vault.check(full=True).problems == ()
