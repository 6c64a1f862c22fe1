"""Slips at the command line: a place in the vault, a folder that is not there, a variable that is not set."""

import shutil
from pathlib import Path

import pytest

from tests.interfaces.program import PASSPHRASE, Program


def _row(program: Program) -> str:
    row_id: str = program.ok("list", "--json", "--limit", "2").json["rows"][1]["id"]
    return row_id


@pytest.mark.parametrize("command", [["dossier", "--out"], ["extract", "ITEM", "--out"], ["timeline", "--svg"]])
def test_nothing_is_written_into_the_vault_or_into_a_folder_that_is_not_there(program: Program, command: list[str]) -> None:
    item = program.ok("items", "--json").json["items"][0]["id"]
    command = [item if word == "ITEM" else word for word in command]
    before = program.ok("status", "--json").json["checkpoint"]
    (program.vault.parent / "link").symlink_to(program.vault / "blobs")
    for place in (program.vault / "x", program.vault.parent / "link" / "x", program.vault.parent / "gone" / "x"):
        ran = program(*command, place)
        assert (ran.code, "bad-input" in ran.err) == (19, True)
        assert not place.exists()
    assert program.ok("status", "--json").json["checkpoint"] == before
    program.ok("check", "--full")


@pytest.mark.parametrize("slip", [["--items", ""], ["--items", " , "], ["--query", ""], ["--query", " "], ["--query", "-"]])
def test_a_selection_of_nothing_is_not_a_dossier_of_everything(program: Program, tmp_path: Path, slip: list[str]) -> None:
    ran = program("dossier", "--out", tmp_path / "out", *slip)
    assert (ran.code, "bad-input" in ran.err, (tmp_path / "out").exists()) == (19, True, False)


def test_the_vault_is_not_kept_in_itself(program: Program, tmp_path: Path) -> None:
    before = program.ok("items", "--json").json["items"]
    (tmp_path / "link").symlink_to(program.vault)
    for path in (program.vault, program.vault / "VAULT", program.vault.parent, tmp_path / "link"):
        ran = program("import", "--yes", path)
        assert (ran.code, "bad-input" in ran.err) == (19, True)
    assert program.ok("items", "--json").json["items"] == before
    beside = tmp_path / "beside"
    shutil.copytree(program.vault / "checkpoints", beside)
    assert program("import", "--yes", beside).code == 12


def test_a_mark_that_some_editors_put_first_is_no_part_of_the_passphrase(program: Program) -> None:
    program.passphrase_file.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\n")
    program.ok("status")
