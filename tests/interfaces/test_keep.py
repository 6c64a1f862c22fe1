"""extract, check, erase: the exact bytes, every difference, and nothing lost by accident."""

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.interfaces.program import CHAT, CHAT_NAME, Program


def item(program: Program) -> str:
    item_id: str = program.ok("items", "--json").json["items"][0]["id"]
    return item_id


def blobs(program: Program) -> list[Path]:
    return sorted(path for path in (program.vault / "blobs").rglob("*") if path.is_file())


def test_extract_gives_the_exact_bytes_for_the_owner_only(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "back.txt"
    ran = program.ok("extract", item(program)[:8], "--out", out, "--json").json
    assert out.read_bytes() == CHAT.encode()
    assert (ran["bytes"], ran["sha256"]) == (len(CHAT.encode()), program.ok("items", "--json").json["items"][0]["sha256"])
    assert os.name != "posix" or stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_dry_run_checks_the_original_and_writes_nothing(program: Program, tmp_path: Path) -> None:
    ran = program.ok("extract", item(program), "--out", tmp_path / "back.txt", "--dry-run")
    assert ("nothing was written" in ran.err, (tmp_path / "back.txt").exists()) == (True, False)
    blobs(program)[0].write_bytes(b"no age file")
    assert 20 <= program("extract", item(program), "--out", tmp_path / "back.txt", "--dry-run").code <= 29


def test_an_old_copy_of_the_vault_brought_back_is_noticed(program: Program, tmp_path: Path) -> None:
    shutil.copytree(program.vault, tmp_path / "old")
    program.ok("add", "note", typed="The lamp was mended.")
    shutil.rmtree(program.vault)
    shutil.move(tmp_path / "old", program.vault)
    ran = program.ok("status")
    assert ran.err.startswith("gawah: ")
    assert "mended" not in ran.err


def test_a_folder_comes_out_as_it_went_in(empty: Program, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "inner").mkdir(parents=True)
    (folder / "same.bin").write_bytes(b"twice")
    (folder / "inner" / "same too.bin").write_bytes(b"twice")
    (folder / "other.bin").write_bytes(b"once")
    empty("import", "--yes", folder)
    (top,) = [one["id"] for one in empty.ok("items", "--json").json["items"] if one["part_of"] is None]
    empty.ok("extract", top, "--out", tmp_path / "back")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(tmp_path / "back") for path in (tmp_path / "back").rglob("*") if path.is_file())
    assert [(tmp_path / "back" / name).read_bytes() for name in names] == [(folder / name).read_bytes() for name in names]


def test_a_folder_with_an_erased_file_does_not_come_out_in_part(empty: Program, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"a")
    (folder / "b.bin").write_bytes(b"b")
    empty("import", "--yes", folder)
    items = empty.ok("items", "--json").json["items"]
    empty.ok("erase", items[1]["id"], "--yes-erase")
    assert empty("extract", items[0]["id"], "--out", tmp_path / "back").code == 21
    assert sorted(path.name for path in tmp_path.iterdir() if "back" in path.name) == []


def test_extract_is_entered_in_the_ledger_and_overwrites_nothing(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "back.txt"
    before = program.ok("status", "--json").json["checkpoint"]["size"]
    program.ok("extract", item(program), "--out", out)
    assert program.ok("status", "--json").json["checkpoint"]["size"] == before + 1
    out.write_text("mine", encoding="utf-8")
    assert program("extract", item(program), "--out", out).code == 18
    assert out.read_text(encoding="utf-8") == "mine"
    assert program("extract", item(program), "--out", tmp_path / "no" / "folder").code == 19


def test_a_damaged_original_gives_no_file(program: Program, tmp_path: Path) -> None:
    (blob,) = blobs(program)
    data = bytearray(blob.read_bytes())
    data[-20] ^= 1
    blob.write_bytes(data)
    ran = program("extract", item(program), "--out", tmp_path / "back.txt")
    assert 20 <= ran.code <= 29
    assert sorted(path.name for path in tmp_path.iterdir() if "back" in path.name) == []


def test_check_finds_nothing_in_a_whole_vault(program: Program) -> None:
    for arguments in (["check"], ["check", "--full"]):
        found = program.ok(*arguments, "--json").json
        assert (found["intact"], found["differences"], found["checked"]["items"]) == (True, [], 1)
    assert "Nothing is missing" in program.ok("check", "--full").out


def test_check_names_a_missing_original(program: Program) -> None:
    (blob,) = blobs(program)
    blob.unlink()
    ran = program("check", "--json")
    assert (ran.code, ran.json["intact"]) == (20, False)
    assert "missing" in {one["state"] for one in ran.json["differences"]}
    assert "missing" in program("check").out


def test_erase_says_first_what_goes_and_what_stays(program: Program) -> None:
    ran = program.ok("erase", item(program), "--dry-run")
    for words in ("What goes", "can no longer be proved", "backups", "9 messages and events read in it, 9 of them"):
        assert words in ran.out
    assert len(blobs(program)) == 1


@pytest.mark.parametrize(("typed", "terminal"), [("yes\n", True), ("ERASE\n", True), ("\n", True), ("erase\n", False)])
def test_nothing_is_erased_without_the_word_typed_at_a_terminal(program: Program, typed: str, *, terminal: bool) -> None:
    assert program("erase", item(program), typed=typed, terminal=terminal).code == 19
    assert len(blobs(program)) == 1
    assert program.ok("status", "--json").json["messages"] == 8


def test_the_typed_word_erases(program: Program) -> None:
    assert program("erase", item(program), typed="erase\n", terminal=True).code == 0
    assert blobs(program) == []


def test_after_erasing_nothing_of_it_is_found_and_the_vault_is_whole(program: Program) -> None:
    row = program.ok("list", "--json").json["rows"][0]["id"]
    gone = program.ok("erase", item(program), "--yes-erase", "--json").json
    assert (gone["rows"], gone["only_here"], len(gone["ledger_entries"])) == (9, 9, 1)
    assert program.ok("status", "--json").json["messages"] == 0
    assert program.ok("search", "--json", typed="lamp").json["rows"] == []
    assert program("show", row).code == 16
    assert program.ok("check", "--full", "--json").json["intact"] is True


def test_what_another_item_holds_too_stays(program: Program, tmp_path: Path) -> None:
    longer = tmp_path / "later" / CHAT_NAME
    longer.parent.mkdir()
    longer.write_text(CHAT + "16/03/2024, 00:10 - Rabia Noor: And again no.\n", encoding="utf-8")
    kept = program.ok("import", "--yes", "--json", longer).json["items"][0]
    assert (kept["new"], kept["known"]) == (1, 9)
    assert program.ok("status", "--json").json["messages"] == 9
    first = item(program)
    assert "held by nothing else" in program.ok("erase", first, "--dry-run").out
    program.ok("erase", first, "--yes-erase")
    assert program.ok("status", "--json").json["messages"] == 9


def test_a_full_drive_is_said_to_be_full_and_an_interrupt_leaves_no_copy(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = item(program)
    for error, code in ((OSError(errno.ENOSPC, "injected"), 41), (OSError(errno.EIO, "injected"), 15), (KeyboardInterrupt(), 130)):

        def fail(_: int, error: BaseException = error) -> None:
            raise error

        out = tmp_path / "copies"
        out.mkdir(exist_ok=True)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", fail)
            assert program("extract", held, "--out", out / "back.txt").code == code
        assert not list(out.iterdir())
