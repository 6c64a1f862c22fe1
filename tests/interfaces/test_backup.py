"""backup: what it would do, what it did, and what it refuses, in words and in JSON."""

import shutil
from pathlib import Path

import pytest

from tests.interfaces.program import Program, bare


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    (tmp_path / "drive").mkdir()
    return tmp_path / "drive"


def test_a_backup_is_made_entered_and_told_by_status(program: Program, drive: Path) -> None:
    assert program.ok("status", "--json").json["last_backup"] is None
    assert "none yet: gawah backup FOLDER" in program.ok("status").out
    made = program.ok("backup", drive, "--ask-label", "--json", typed="the red stick\n").json
    assert (made["schema"], made["new"], made["originals"], made["copied"], made["removed"]) == ("gawah.backup/1", True, 1, 1, 0)
    assert (made["label"], made["missing"], made["dry_run"]) == ("the red stick", 0, False)
    last = program.ok("status", "--json").json["last_backup"]
    assert last == {"at": "2024-04-02T10:30:00Z", "originals": 1, "label": "the red stick"}
    assert "2024-04-02T10:30:00Z, 1 original, the red stick" in program.ok("status").out
    copy = Program(Path(made["copy"]), program.passphrase_file)
    assert copy.ok("check", "--full", "--json").json["intact"]
    assert program.ok("check", "--full", "--json").json["intact"]


def test_the_next_one_copies_what_is_new_and_keeps_the_drives_name(program: Program, drive: Path) -> None:
    program.ok("backup", drive, "--ask-label", typed="the red stick")
    ran = program.ok("backup", drive)
    for words in ("1, of them 0 not there before", "the red stick", "ledger entry"):
        assert words in ran.out


def test_a_dry_run_says_what_would_be_copied_and_writes_nothing(program: Program, drive: Path) -> None:
    before = program.ok("status", "--json").json["checkpoint"]
    found = program.ok("backup", drive, "--dry-run", "--json").json
    assert (found["copied"], found["ledger_entry"], found["dry_run"]) == (1, None, True)
    assert found["bytes"] > 1_000
    ran = program.ok("backup", drive, "--dry-run")
    assert ("to be written" in ran.out, "nothing was written" in ran.err) == (True, True)
    assert list(drive.iterdir()) == []
    assert program.ok("status", "--json").json["checkpoint"] == before


def test_a_missing_original_is_said_and_the_rest_is_copied(program: Program, drive: Path) -> None:
    (blob,) = [path for path in (program.vault / "blobs").rglob("*") if path.is_file()]
    blob.unlink()
    ran = program("backup", drive, "--json")
    assert (ran.code, ran.json["missing"], ran.json["copied"]) == (3, 1, 0)
    assert "1 original missing" in ran.err


@pytest.mark.parametrize(("place", "code", "words"), [("nowhere", 19, "connected"), ("case/vault", 19, "lies in the vault")])
def test_a_place_that_cannot_be_is_refused(program: Program, tmp_path: Path, place: str, code: int, words: str) -> None:
    ran = program("backup", tmp_path / place)
    assert (ran.code, words in ran.err) == (code, True)


def test_an_older_vault_does_not_overwrite_a_newer_backup(program: Program, drive: Path, tmp_path: Path) -> None:
    shutil.copytree(program.vault, tmp_path / "older")
    program.ok("backup", drive)
    older = Program(tmp_path / "older", program.passphrase_file)
    ran = older("backup", drive)
    assert (ran.code, "does not have" in ran.err) == (22, True)


def test_without_a_folder_it_is_a_usage_error(program: Program) -> None:
    assert program("backup").code == 2
    assert bare("backup", "--help").code == 0
