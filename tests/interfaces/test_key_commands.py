"""`passphrase`, `recover` and `destroy-keys` from the command line, on a real vault."""

import re
from pathlib import Path

import pytest

from gawah.interfaces.cli._sheet import SheetFile
from gawah.seal.keys import MEMORY_FLOOR_KIB, Cost
from gawah.usecases import _cost
from gawah.vault.local import LocalVault
from tests.interfaces.program import CHAT, CHAT_NAME, PASSPHRASE, WEAK, Program, bare

NEW = "nine other lanterns on the roof"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of a new slot is measured elsewhere (tests/seal/test_cost.py)."""
    monkeypatch.setattr(_cost, "calibrate", lambda _seconds_of, _most: Cost(MEMORY_FLOOR_KIB, 1, 4))


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Program, Path, Path]:
    """A vault with one original; the file of its recovery key; the file of a new passphrase."""
    vault, recovery = LocalVault.create(tmp_path / "v", PASSPHRASE, at="2024-04-01T09:00:00Z", tool="t", cost=WEAK, allow_weak=True)
    vault.close()
    files = {"old": PASSPHRASE, "new": NEW, "sheet": f"This is the recovery key of a vault.\n\n    {recovery}\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text + "\n")
        (tmp_path / name).chmod(0o600)
    (tmp_path / CHAT_NAME).write_text(CHAT, encoding="utf-8")
    program = Program(tmp_path / "v", tmp_path / "old")
    program.ok("import", "--yes", tmp_path / CHAT_NAME)
    return program, tmp_path / "sheet", tmp_path / "new"


def test_a_new_passphrase_takes_the_place_of_the_old(kept: tuple[Program, Path, Path]) -> None:
    program, _, new = kept
    assert program.ok("passphrase", "--new-passphrase-file", new, "--dry-run").err.count("nothing was changed") == 1
    changed = program.ok("passphrase", "--new-passphrase-file", new)
    assert "gawah rekey" in changed.out
    assert program("status").code == 11
    after = Program(program.vault, new)
    assert after.ok("check", "--full").out.endswith("rolled back.\n")
    entry = after.ok("passphrase", "--new-passphrase-file", program.passphrase_file, "--json").json
    assert entry == {"schema": "gawah.passphrase/1", "ledger_entry": entry["ledger_entry"], "dry_run": False}
    assert isinstance(entry["ledger_entry"], int)
    assert program("status").code == 0


def test_a_short_passphrase_is_refused_and_nothing_changes(kept: tuple[Program, Path, Path]) -> None:
    program, _, new = kept
    new.write_text("short\n")
    assert program("passphrase", "--new-passphrase-file", new).code == 19
    assert program("status").code == 0


def test_a_file_that_others_can_read_is_refused(kept: tuple[Program, Path, Path]) -> None:
    program, sheet, new = kept
    for path in (sheet, new):
        path.chmod(0o644)
    assert program("passphrase", "--new-passphrase-file", new).code == 17
    assert program("recover", "--rehearse", "--recovery-file", sheet).code == 17


def test_without_a_terminal_each_says_which_file_to_name(kept: tuple[Program, Path, Path]) -> None:
    program, _, _ = kept
    asked = program("passphrase")
    assert (asked.code, "--new-passphrase-file" in asked.err) == (19, True)
    asked = bare("--vault", program.vault, "recover")
    assert (asked.code, "--recovery-file" in asked.err) == (19, True)


def test_a_rehearsal_is_shown_by_status(kept: tuple[Program, Path, Path]) -> None:
    program, sheet, _ = kept
    assert "never tried" in program.ok("status").out
    assert program.ok("status", "--json").json["recovery_rehearsed"] is None
    ran = bare("--vault", program.vault, "recover", "--rehearse", "--recovery-file", sheet, "--json")
    assert ran.code == 0, ran.err
    rehearsal = ran.json["rehearsal"]
    assert (rehearsal["originals"], len(rehearsal["item"])) == (1, 32)
    assert program.ok("status", "--json").json["recovery_rehearsed"] == {
        "ledger_entry": rehearsal["ledger_entry"],
        "at": "2024-04-02T10:30:00Z",
    }
    assert "sheet tried 2024-04-02" in program.ok("status").out


def test_a_wrong_key_is_told_from_a_mistyped_one(kept: tuple[Program, Path, Path], tmp_path: Path) -> None:
    program, sheet, _ = kept
    other, key = LocalVault.create(tmp_path / "other", PASSPHRASE, at="2024-04-01T09:00:00Z", tool="t", cost=WEAK, allow_weak=True)
    other.close()
    for text, words in (
        (key, "of another vault"),
        (key[:-1], "74 characters"),
        (key[:50] + key[50:52][::-1] + key[52:], "mistyped"),
    ):
        sheet.write_text(text)
        ran = program("recover", "--rehearse", "--recovery-file", sheet)
        assert (ran.code, ran.out) == (11, "")
        if words != "mistyped" or key[50] != key[51]:
            assert words in ran.err
        assert key not in ran.err


def test_destroyed_and_recovered(kept: tuple[Program, Path, Path]) -> None:
    program, sheet, new = kept
    assert program("destroy-keys", typed="destroy\n").code == 19  # not at a terminal
    assert program("destroy-keys", typed="yes\n", terminal=True).code == 19
    assert bare("--vault", program.vault, "destroy-keys", "--dry-run").out.startswith("1 key slot would be")
    assert program.ok("status").code == 0
    gone = program("destroy-keys", typed="destroy\n", terminal=True)
    assert (gone.code, "recovery key on paper still opens" in gone.out) == (0, True)
    assert program("status").code == 11
    again = bare("--vault", program.vault, "destroy-keys", "--yes", "--json").json
    assert (again["schema"], again["slots"]) == ("gawah.destroy-keys/1", 0)
    assert program("recover", "--recovery-file", sheet, "--new-passphrase-file", new).code == 0
    assert program("status").code == 11
    after = Program(program.vault, new)
    assert after.ok("check").code == 0
    assert after.ok("status").code == 0


def test_there_is_nothing_to_destroy_where_there_is_no_vault(tmp_path: Path) -> None:
    assert bare("--vault", tmp_path, "destroy-keys", "--yes").code == 10


def test_everything_is_sealed_anew_and_the_new_sheet_opens_it(kept: tuple[Program, Path, Path], tmp_path: Path) -> None:
    program, sheet, _ = kept
    assert program("rekey").code == 19  # neither a terminal nor a place for the sheet
    assert program("rekey", "--yes").code == 19
    assert program.ok("rekey", "--dry-run").err.count("nothing was changed") == 1
    place = tmp_path / "new sheet.txt"
    assert program("rekey", "--recovery-out", place, typed="no\n", terminal=True).code == 19
    assert not place.exists()
    ran = program("rekey", "--recovery-out", place, typed="rekey\n", terminal=True)
    assert (ran.code, "destroy it" in ran.out) == (0, True)
    assert place.stat().st_mode & 0o077 == 0
    assert program("recover", "--rehearse", "--recovery-file", sheet).code == 11
    assert program("recover", "--rehearse", "--recovery-file", place).code == 0
    assert program.ok("check", "--full").out.endswith("rolled back.\n")
    key = place.read_text().split("\n")[2].strip()
    assert key not in ran.out + ran.err
    again = program.ok("rekey", "--yes", "--recovery-out", tmp_path / "third.txt", "--json").json
    assert (again["schema"], again["originals"], again["resumed"]) == ("gawah.rekey/1", 1, False)


def test_a_key_that_was_not_written_down_is_shown_again(kept: tuple[Program, Path, Path]) -> None:
    program, sheet, _ = kept
    first = program("rekey", typed="rekey\nno\n", terminal=True)
    assert (first.code, "AGE-SECRET-KEY-1" in first.out) == (19, True)
    key = re.findall("AGE-SECRET-KEY-1[0-9A-Z]+", first.out)
    assert program("recover", "--rehearse", "--recovery-file", sheet).code == 0  # the old one still holds
    second = program("rekey", typed="rekey\nwritten\n", terminal=True)
    assert second.code == 0, second.err
    assert re.findall("AGE-SECRET-KEY-1[0-9A-Z]+", second.out) == key
    assert program("recover", "--rehearse", "--recovery-file", sheet).code == 11
    sheet.write_text(key[0].lower())
    assert program("recover", "--rehearse", "--recovery-file", sheet).code == 0


def test_a_sheet_that_cannot_be_written_leaves_the_old_keys(
    kept: tuple[Program, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program, sheet, _ = kept
    monkeypatch.setattr(SheetFile, "write", lambda *_arguments: False)
    ran = program("rekey", "--yes", "--recovery-out", sheet.with_name("new.txt"))
    assert (ran.code, "old keys still hold" in ran.err) == (40, True)
    assert not sheet.with_name("new.txt").exists()
    assert program("recover", "--rehearse", "--recovery-file", sheet).code == 0


def test_init_writes_a_page_to_print(program: Program, tmp_path: Path) -> None:
    place = tmp_path / "sheet.pdf"
    ran = bare("--vault", tmp_path / "made", "--passphrase-file", program.passphrase_file, "init", "--recovery-out", place)
    assert (ran.code, "AGE-SECRET-KEY" in ran.out + ran.err) == (0, False)
    assert place.read_bytes().startswith(b"%PDF-")
    assert place.stat().st_mode & 0o077 == 0
    taken = bare("--vault", tmp_path / "other", "--passphrase-file", program.passphrase_file, "init", "--recovery-out", place)
    assert (taken.code, (tmp_path / "other").exists()) == (18, False)
