"""The diary at the command line: written by anybody who may, read with its own passphrase, said first what forgetting it means."""

from pathlib import Path

import pytest

from gawah.seal.keys import Cost
from gawah.usecases import diary
from tests.interfaces.program import Program

WORDS = "I did not sleep."


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(diary, "fitting", lambda _timer: Cost(64 * 1024, 1, 4))
    path = tmp_path / "diary-passphrase"
    path.write_text("a diary of my own, please\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_it_is_written_listed_and_shown(program: Program) -> None:
    told = ("--effect", "health", "--fear", "--money", "1200PKR")
    made = program.ok("diary", "add", *told, "--json", typed=f"2024-03\n{WORDS}\n").json
    assert made["sealed"] is False
    (row,) = program.ok("diary", "list", "--json").json["entries"]
    assert (row["effects"], row["fear_of_violence"], row["money"]) == (["health"], True, {"amount": "1200", "currency": "PKR"})
    shown = program.ok("diary", "show", made["id"][:8])
    assert WORDS not in shown.out + program.ok("diary", "list").out
    assert f"    | {WORDS}" in program.ok("diary", "show", made["id"], "--show-text").out
    assert program.ok("diary", "show", made["id"], "--show-text", "--json").json["text"] == WORDS
    assert program.ok("status", "--json").json["revealed"] == 0


def test_no_other_command_knows_of_it(program: Program) -> None:
    before = [program.ok(*one).out for one in (("entries", "--json"), ("log", "list", "--json"), ("timeline", "--json"))]
    made = program.ok("diary", "add", "--at", "2024-01-03", "--json", typed="lanterns").json["id"]
    assert [program.ok(*one).out for one in (("entries", "--json"), ("log", "list", "--json"), ("timeline", "--json"))] == before
    assert program.ok("search", "--json", typed="lanterns").json["total"] == 0
    assert (program("show", made).code, program("reveal", made).code) == (16, 16)
    assert "diary" not in program.ok("status").out


def test_the_lock_says_first_what_forgetting_means_and_shows_the_recovery_text_once(program: Program, secret: Path) -> None:
    program.ok("diary", "add", "--at", "", typed="before")
    refused = program("diary", "lock", "--new-passphrase-file", secret)
    assert (refused.code, "lost the diary" in refused.err) == (19, True)
    assert program("diary", "lock", "--new-passphrase-file", secret, "--dry-run", "--json").json == {
        "schema": "gawah.diary.lock/1",
        "dry_run": True,
    }
    locked = program("diary", "lock", "--new-passphrase-file", secret, typed="yes\n", terminal=True)
    assert locked.code == 0
    assert locked.out.count("AGE-SECRET-KEY-1") == 1
    assert "1 entry, sealed now" in locked.out
    assert program("diary", "lock", "--yes", "--new-passphrase-file", secret).code == 18


def test_a_locked_diary_is_written_without_and_read_with_its_passphrase(program: Program, secret: Path, tmp_path: Path) -> None:
    recovery = program.ok("diary", "lock", "--yes", "--new-passphrase-file", secret, "--json").json["recovery_text"]
    made = program.ok("diary", "add", "--at", "2024-03-05", "--json", typed=WORDS).json
    assert made["sealed"] is True
    (row,) = program.ok("diary", "list", "--json").json["entries"]
    assert row == {"id": made["id"], "recorded_at": "2024-04-02T10:30:00Z", "supersedes": None, "sealed": True}
    refused = program("diary", "show", made["id"], "--show-text")
    assert (refused.code, "wrong-diary-passphrase" in refused.err, WORDS in refused.out) == (11, True, False)
    assert program("diary", "show", made["id"], "--diary-passphrase-file", program.passphrase_file).code == 11
    assert WORDS in program.ok("diary", "show", made["id"], "--show-text", "--diary-passphrase-file", secret).out
    paper = tmp_path / "paper"
    paper.write_text(f"the diary: {recovery}\n", encoding="utf-8")
    paper.chmod(0o600)
    assert WORDS in program.ok("diary", "show", made["id"], "--show-text", "--diary-recovery-file", paper).out


def test_the_passphrase_can_be_changed_with_the_recovery_text(program: Program, secret: Path, tmp_path: Path) -> None:
    assert program("diary", "passphrase", "--new-passphrase-file", secret).code == 16
    recovery = program.ok("diary", "lock", "--yes", "--new-passphrase-file", secret, "--json").json["recovery_text"]
    paper, new = tmp_path / "paper", tmp_path / "new"
    for path, text in ((paper, recovery), (new, "quite another passphrase")):
        path.write_text(f"{text}\n", encoding="utf-8")
        path.chmod(0o600)
    assert program("diary", "passphrase", "--new-passphrase-file", new).code == 11
    program.ok("diary", "passphrase", "--new-passphrase-file", new, "--diary-recovery-file", paper)
    assert program("diary", "list", "--diary-passphrase-file", secret).code == 11
    program.ok("diary", "list", "--diary-passphrase-file", new)


def test_a_private_entry_comes_with_a_word_on_journals(program: Program) -> None:
    said = program.ok("diary", "add", "--private", "--at", "", typed="what my lawyer said")
    assert "even private journals can be demanded" in said.err
    assert "private" in program.ok("diary", "list").out
    assert program("diary", "add", "--private", "--effect", "health", "--at", "", typed="x").code == 19


def test_a_dry_run_writes_nothing(program: Program) -> None:
    before = program.ok("status", "--json").json["checkpoint"]
    assert "nothing was written" in program.ok("diary", "add", "--at", "", "--dry-run", typed=WORDS).err
    assert program.ok("status", "--json").json["checkpoint"] == before
    assert "gawah diary add" in program.ok("diary", "list").out
