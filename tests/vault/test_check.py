"""A check finds every difference and names it; a vault as sealed has none."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gawah.records.errors import EvidenceError
from gawah.vault.local import LocalVault
from gawah.vault.report import Difference
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, two_exports


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed vault with two exports in it; copied, never changed."""
    folder = tmp_path_factory.mktemp("sealed") / "vault"
    vault, _ = make(folder)
    with vault:
        two_exports(vault)
    return folder


def findings(folder: Path, *, full: bool = True, remember: Path | None = None) -> list[Difference]:
    """What a check reports, an opening that is refused for damage counting as a finding about the database."""
    try:
        with LocalVault.open(folder, PASSPHRASE, remember=remember) as vault:
            return list(vault.check(full=full).problems)
    except EvidenceError as fault:
        return [Difference(what=fault.code, id="opening", state="unreadable")]


def flip(path: Path, at: int) -> None:
    """Flip one bit of a file."""
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << (at % 8)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("full", [False, True])
def test_a_vault_as_sealed_has_no_difference(sealed: Path, tmp_path: Path, *, full: bool) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    with LocalVault.open(folder, PASSPHRASE) as vault:
        report = vault.check(full=full)
        assert report.problems == ()
        assert report.orphans == ()
        assert (report.items, report.rows, report.full) == (2, 21, full)
        assert report.entries == vault.size()
        assert vault.warnings == []


def pick(name: str) -> Callable[[Path], list[Path]]:
    return lambda folder: sorted(path for path in folder.glob(name) if path.is_file())


FILES = {
    "blob": pick("blobs/*/*"),
    "database": pick("db/case.db"),
    "slot": pick("keys/slot-*.json"),
    "checkpoint": pick("checkpoints/*.note"),
    "recipient": pick("keys/recipient.txt"),
}


@pytest.mark.parametrize("kind", ["blob", "checkpoint", "recipient", "database"])
@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_is_found_and_named(sealed: Path, tmp_path: Path, kind: str, seed: int) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    path = FILES[kind](folder)[seed % len(FILES[kind](folder))]
    flip(path, (seed * 2_654_435_761 + 17) % path.stat().st_size)
    found = findings(folder)
    assert found, f"{kind} {seed}"
    named = {"blob": {"blob"}, "checkpoint": {"checkpoint"}, "recipient": {"file"}, "database": {"database", "seal-invalid"}}
    assert {difference.what for difference in found} & named[kind]


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_in_the_log_of_a_crashed_vault_is_found(tmp_path: Path, seed: int) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        two_exports(vault)
        folder = Path(shutil.copytree(tmp_path / "vault", tmp_path / "crashed"))
    assert findings(folder) == []
    folder = Path(shutil.copytree(tmp_path / "vault", tmp_path / "again"))
    vault = LocalVault.open(folder, PASSPHRASE)
    keep(vault, b"canary more")
    crashed = Path(shutil.copytree(folder, tmp_path / "crashed again"))
    vault.close()
    log = crashed / "db/case.db-wal"
    flip(log, (seed * 2_654_435_761 + 17) % log.stat().st_size)
    found = findings(crashed)
    assert {"rolled-back", "unreadable"} & {difference.state for difference in found}


def test_a_damaged_blob_leaves_the_others_readable(sealed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    flip(FILES["blob"](folder)[0], 500)
    with LocalVault.open(folder, PASSPHRASE) as vault:
        damaged = [difference.id for difference in vault.check(full=True).problems]
        assert len(damaged) == 1
        whole = next(item for item in vault.items() if item.id not in damaged)
        sink = (tmp_path / "out").open("wb")
        with sink:
            vault.read_blob(whole.id, sink)
        assert (tmp_path / "out").stat().st_size == whole.size


@pytest.mark.parametrize("kind", ["blob", "checkpoint", "recipient"])
def test_a_deleted_file_is_named_as_missing(sealed: Path, tmp_path: Path, kind: str) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    FILES[kind](folder)[0].unlink()
    found = findings(folder, full=False)
    assert [difference.state for difference in found] == ["missing"]


def test_a_deleted_newest_checkpoint_is_written_again_and_said(sealed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    newest = max(FILES["checkpoint"](folder), key=lambda path: int(path.stem))
    before = newest.read_bytes()
    newest.unlink()
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert any("checkpoint" in warning for warning in vault.warnings)
    assert newest.read_bytes() == before


@pytest.mark.parametrize("place", ["stray.txt", "db/stray", "checkpoints/stray.note", "blobs/stray", "checkpoints/2.txt"])
def test_an_added_file_is_unexpected(sealed: Path, tmp_path: Path, place: str) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    (folder / place).write_bytes(b"stray")
    assert [difference.state for difference in findings(folder, full=False)] == ["unexpected"]


def test_an_added_slot_is_found(sealed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    shutil.copy(folder / "keys/slot-1.json", folder / "keys/slot-2.json")
    assert findings(folder, full=False) == [Difference(what="slot", id="slots", state="changed")]


def test_several_differences_are_all_reported(sealed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    FILES["blob"](folder)[0].unlink()
    FILES["checkpoint"](folder)[1].unlink()
    (folder / "stray").write_bytes(b"")
    assert len(findings(folder)) == 3


TAMPERINGS = {
    "a row's words": (
        "DROP TRIGGER record_update; UPDATE record SET json = cast(replace(json, 'words 3', 'words 4') AS BLOB) WHERE idx = 3",
        "row",
    ),
    "a row's time": ("DROP TRIGGER record_update; UPDATE record SET at_ms = at_ms + 1 WHERE idx = 3", "row"),
    "a row taken away": ("DROP TRIGGER record_delete; DELETE FROM record WHERE idx = 2", "row"),
    "a row hidden": ("UPDATE record SET same_as = 1 WHERE key = 2", "row"),
    "a problem taken away": ("DROP TRIGGER aside_delete; DELETE FROM aside WHERE kind = 'problem'", "reading"),
    "a reading taken away": (
        "DROP TRIGGER reading_delete; PRAGMA foreign_keys = OFF; DELETE FROM reading WHERE seq = 3",
        "reading",
    ),
    "an item renamed": (
        "DROP TRIGGER item_update; UPDATE item SET json = cast(replace(json, 'canary.txt', 'kanary.txt') AS BLOB)",
        "item",
    ),
    "an item taken away": ("DROP TRIGGER item_delete; PRAGMA foreign_keys = OFF; DELETE FROM item WHERE n = 1", "item"),
    "a note of the collector": (
        "DROP TRIGGER acquisition_update; UPDATE acquisition SET json = cast(replace(json, 'note', 'eton') AS BLOB)",
        "item",
    ),
    "an entry's body": (
        "DROP TRIGGER leaf_body_update; UPDATE leaf_body SET body = cast(replace(body, 'acquire', 'acquira') AS BLOB)",
        "entry",
    ),
    "an entry's body taken away": ("DROP TRIGGER leaf_body_delete; DELETE FROM leaf_body WHERE seq = 1", "entry"),
    "an entry's hash": ("DROP TRIGGER leaf_update; UPDATE leaf SET hash = zeroblob(32) WHERE seq = 1", "entry"),
    "a name": (
        "DROP TRIGGER statement_update; UPDATE statement SET json = cast(replace(json, 'Name', 'Mane') AS BLOB)",
        "statement",
    ),
    "a count": ("UPDATE tally SET n = n + 1", "count"),
    "a count a platform": ("UPDATE daily SET n = n + 1", "count"),
    "what rows share": ("DROP TRIGGER shape_update; UPDATE shape SET text = cast(replace(text, 'direct', 'group') AS BLOB)", "row"),
    "what rows share, taken away": ("DROP TRIGGER shape_delete; DELETE FROM shape WHERE n = 1", "row"),
    "a search text": ("UPDATE shadow SET text = 'other' WHERE key = 1", "row"),
    "a signed head": ("DROP TRIGGER head_update; UPDATE head SET note = substr(note, 2) WHERE size = 2", "checkpoint"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_whoever_has_the_key_cannot_change_the_database_unnoticed(sealed: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    statements, what = TAMPERINGS[name]
    with LocalVault.open(folder, PASSPHRASE) as vault:
        for statement in statements.split("; "):
            assert vault._case.database.run(statement) != 0
        found = vault.check(full=True).problems
    assert what in {difference.what for difference in found}, found


def test_an_older_database_is_a_rollback(tmp_path: Path) -> None:
    folder, remember = tmp_path / "vault", tmp_path / "remembered"
    vault, _ = make(folder, remember)
    with vault:
        keep(vault, b"one")
    shutil.copytree(folder, tmp_path / "older")
    with LocalVault.open(folder, PASSPHRASE, remember=remember) as vault:
        keep(vault, b"two")
    shutil.copy(tmp_path / "older/db/case.db", folder / "db/case.db")
    found = findings(folder, full=False)
    assert Difference(what="checkpoint", id="3", state="rolled-back") in found


def test_an_older_whole_vault_is_a_rollback_against_what_is_remembered(tmp_path: Path) -> None:
    folder, older, remember = tmp_path / "vault", tmp_path / "older", tmp_path / "remembered"
    vault, _ = make(folder, remember)
    with vault:
        keep(vault, b"one")
    shutil.copytree(folder, older)
    with LocalVault.open(folder, PASSPHRASE, remember=remember) as vault:
        keep(vault, b"two")
    with LocalVault.open(older, PASSPHRASE, remember=remember) as vault:
        assert any("rolled back" in warning for warning in vault.warnings)
        assert Difference(what="ledger", id="remembered checkpoint", state="rolled-back") in vault.check().problems
        # A fork that grows past the remembered size is still a fork, and what is remembered still says so.
        for data in (b"three", b"four", b"five"):
            keep(vault, data)
    with LocalVault.open(older, PASSPHRASE, remember=remember) as vault:
        assert any("rolled back" in warning for warning in vault.warnings)


def test_a_damaged_remembered_checkpoint_is_said(tmp_path: Path) -> None:
    folder, remember = tmp_path / "vault", tmp_path / "remembered"
    vault, _ = make(folder, remember)
    vault.close()
    flip(next(remember.glob("*.note")), 100)
    with LocalVault.open(folder, PASSPHRASE, remember=remember) as vault:
        assert vault.warnings
        assert vault.check().problems


def test_a_check_changes_nothing(sealed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / "vault"))
    with LocalVault.open(folder, PASSPHRASE) as vault:
        size = vault.size()
        vault.check(full=True)
        assert vault.size() == size
        assert vault.append("view", AT, acting(vault)) == size
