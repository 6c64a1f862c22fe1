"""backup and restore: what it would do, what it did, and what it refuses, in words and in JSON."""

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


@pytest.fixture
def copied(program: Program, drive: Path) -> Program:
    """The program over the case of which there is a backup on the drive."""
    program.ok("backup", drive)
    return program


def test_a_backup_comes_back_to_the_vaults_own_place(copied: Program, drive: Path) -> None:
    shutil.rmtree(copied.vault)
    ran = copied.ok("restore", drive, "--json").json
    assert (ran["schema"], ran["older"], ran["compared"], ran["restored"]["originals"]) == ("gawah.restore/1", None, True, 1)
    checked = copied.ok("check", "--full", "--json").json
    assert (checked["intact"], checked["gaps"]) == (True, [])
    ran2 = copied("restore", drive)
    assert (ran2.code, "something stands" in ran2.err) == (18, True)


def test_an_older_copy_is_refused_with_the_exit_code_of_evidence_until_somebody_says_it_is_fine(
    copied: Program, drive: Path, tmp_path: Path
) -> None:
    copied.ok("add", "note", typed="The lamp was mended.")
    copied.ok("add", "note", typed="The lamp broke again.")
    back = tmp_path / "back"
    for ran in (copied("restore", drive, "--to", back), copied("restore", drive, "--to", back, typed="yes\n", terminal=True)):
        assert 20 <= ran.code <= 29
        assert "rollback: this copy is older: 2 ledger entries made since are not in it" in ran.err
        assert not back.exists()
    assert copied("restore", drive, "--to", back, typed="older\n", terminal=True).code == 0
    over = Program(back, copied.passphrase_file)
    ran = over.ok("status")
    assert ran.err == ""
    assert "Brought back from an older copy" in ran.out
    checked = over.ok("check", "--json").json
    assert [gap["missing_entries"] for gap in checked["gaps"]] == [2]
    assert "at least 2 entries made before that are not in it" in over.ok("check").out
    assert over.ok("status", "--json").json["gaps"][0]["missing_entries"] == 2


def test_for_scripts_there_is_a_word_for_it(copied: Program, drive: Path, tmp_path: Path) -> None:
    copied.ok("add", "note", typed="The lamp was mended.")
    ran = copied.ok("restore", drive, "--to", tmp_path / "back", "--older-is-fine", "--json").json
    assert ran["older"]["missing_entries"] == 1


def test_a_dry_run_of_a_restore_compares_and_keeps_nothing(copied: Program, drive: Path, tmp_path: Path) -> None:
    copied.ok("add", "note", typed="The lamp was mended.")
    before = sorted(tmp_path.rglob("*"))
    ran = copied.ok("restore", drive, "--to", tmp_path / "back", "--dry-run", "--json")
    assert (ran.json["older"]["missing_entries"], ran.json["restored"], "nothing was kept" in ran.err) == (1, None, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_on_another_machine_nobody_can_tell_whether_it_is_the_newest(
    copied: Program, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other state"))
    ran = copied.ok("restore", drive, "--to", tmp_path / "back")
    assert "cannot be told" in ran.err
    assert "Restored and checked: 1 original, 9 messages and events." in ran.out


def test_check_says_rolled_back_and_all_else_in_one_run(copied: Program, tmp_path: Path) -> None:
    shutil.copytree(copied.vault, tmp_path / "older")
    copied.ok("add", "note", typed="The lamp was mended.")
    older = Program(tmp_path / "older", copied.passphrase_file)
    next(path for path in (older.vault / "blobs").rglob("*") if path.is_file()).unlink()
    (older.vault / "stray").write_bytes(b"")
    ran = older("check", "--json")
    assert (ran.code, "rolled back" in ran.err) == (25, True)
    assert {one["state"] for one in ran.json["differences"]} == {"rolled-back", "missing", "unexpected"}


def test_the_recovery_sheet_brings_a_copy_back_without_the_passphrase(tmp_path: Path, drive: Path) -> None:
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text("seven lanterns on a quiet roof\n", encoding="utf-8")
    passphrase.chmod(0o600)
    program = Program(tmp_path / "vault", passphrase)
    program.ok("init", "--recovery-out", tmp_path / "sheet.txt")
    program.ok("backup", drive)
    next(drive.glob("*/keys/slot-1.json")).unlink()
    assert program("restore", drive, "--to", tmp_path / "back").code == 11
    ran = bare("restore", drive, "--to", tmp_path / "back", "--recovery-file", tmp_path / "sheet.txt")
    assert (ran.code, "Restored and checked" in ran.out) == (0, True)
