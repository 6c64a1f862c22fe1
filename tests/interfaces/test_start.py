"""Making a vault, opening it, and what stands in the way: each its own code, exit code and advice."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gawah.usecases import start
from gawah.vault.local import LocalVault
from tests.interfaces.program import PASSPHRASE, WEAK, Program, bare

GAWAH = Path(sys.executable).parent / "gawah"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vaults of this test cost little to open."""
    create = LocalVault.create

    def weak(folder: Path, passphrase: str, **rest: object) -> object:
        return create(folder, passphrase, **{**rest, "cost": WEAK, "allow_weak": True})  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(LocalVault, "create", weak)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(PASSPHRASE, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.usefixtures("cheap")
def test_init_shows_the_recovery_key_once(tmp_path: Path, secret: Path) -> None:
    ran = bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init")
    assert ran.code == 0
    assert ran.out.count("AGE-SECRET-KEY-1") == 1
    assert "outside the home" in ran.out
    again = Program(tmp_path / "v", secret)("status")
    assert "AGE-SECRET-KEY-1" not in again.out + again.err


@pytest.mark.usefixtures("cheap")
def test_the_recovery_key_goes_into_a_file_for_its_owner_only(tmp_path: Path, secret: Path) -> None:
    sheet = tmp_path / "sheet.txt"
    ran = bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init", "--recovery-out", sheet)
    assert ran.code == 0
    assert "AGE-SECRET-KEY-1" not in ran.out
    assert sheet.read_text(encoding="utf-8").count("AGE-SECRET-KEY-1") == 1
    assert os.name != "posix" or stat.S_IMODE(sheet.stat().st_mode) == 0o600


@pytest.mark.usefixtures("cheap")
def test_a_recovery_file_is_never_overwritten_and_no_vault_is_made_without_its_place(tmp_path: Path, secret: Path) -> None:
    sheet = tmp_path / "sheet.txt"
    sheet.write_text("something else", encoding="utf-8")
    ran = bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init", "--recovery-out", sheet)
    assert (ran.code, "already-there" in ran.err) == (18, True)
    assert sheet.read_text(encoding="utf-8") == "something else"
    assert not (tmp_path / "v").exists()


def test_when_no_vault_comes_about_no_recovery_file_stays(tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("abc", encoding="utf-8")
    short.chmod(0o600)
    sheet = tmp_path / "sheet.txt"
    ran = bare("--vault", tmp_path / "v", "--passphrase-file", short, "init", "--recovery-out", sheet)
    assert ran.code == 19
    assert not sheet.exists()


@pytest.mark.usefixtures("cheap")
def test_init_as_json_holds_the_key_unless_it_stands_in_a_file(tmp_path: Path, secret: Path) -> None:
    shown = bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init", "--json").json
    assert shown["schema"] == "gawah.init/1"
    assert shown["recovery_key"].startswith("AGE-SECRET-KEY-1")
    kept = bare("--vault", tmp_path / "w", "--passphrase-file", secret, "init", "--json", "--recovery-out", tmp_path / "s").json
    assert "recovery_key" not in kept
    assert len(kept["fingerprint"].replace(" ", "")) == 64


def test_init_refuses_a_folder_in_use_and_says_what_it_would_do(program: Program, tmp_path: Path) -> None:
    assert program("init").code == 18
    ran = bare("--vault", tmp_path / "new", "init", "--dry-run")
    assert (ran.code, "nothing was written" in ran.err, (tmp_path / "new").exists()) == (0, True, False)


@pytest.mark.usefixtures("cheap")
def test_init_says_that_an_earlier_one_was_broken_off(tmp_path: Path, secret: Path) -> None:
    folder = tmp_path / "v"
    assert bare("--vault", folder, "--passphrase-file", secret, "init").code == 0
    (folder / "VAULT").unlink()
    before = sorted(folder.rglob("*"))
    for words in (("init",), ("init", "--dry-run")):
        ran = bare("--vault", folder, "--passphrase-file", secret, *words)
        assert (ran.code, "[already-there]" in ran.err, "remove the folder and run init again" in ran.err) == (18, True, True)
    assert sorted(folder.rglob("*")) == before
    shutil.rmtree(folder)
    assert bare("--vault", folder, "--passphrase-file", secret, "init").code == 0


@pytest.mark.usefixtures("cheap")
def test_an_unknown_role_is_refused(tmp_path: Path, secret: Path) -> None:
    assert bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init", "--role", "software").code == 19


def test_no_vault(tmp_path: Path, secret: Path) -> None:
    ran = bare("--vault", tmp_path / "nowhere", "--passphrase-file", secret, "status")
    assert (ran.code, "[not-a-vault]" in ran.err, "gawah init" in ran.err) == (10, True, True)


def test_wrong_passphrase(program: Program, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("another sentence altogether", encoding="utf-8")
    other.chmod(0o600)
    ran = Program(program.vault, other)("status")
    assert (ran.code, ran.out, "[wrong-passphrase]" in ran.err) == (11, "", True)


@pytest.mark.skipif(os.name != "posix", reason="rights of a file are those of POSIX")
def test_a_passphrase_file_that_others_can_read_is_refused(program: Program) -> None:
    program.passphrase_file.chmod(0o640)
    ran = program("status")
    assert (ran.code, "[passphrase-file-unsafe]" in ran.err, "chmod 600" in ran.err) == (17, True, True)


@pytest.mark.parametrize("content", [b"", b"\nsecond line", b"\xff\xfe\xff"], ids=["empty", "first line empty", "no text"])
def test_a_passphrase_file_without_a_passphrase_is_refused(program: Program, content: bytes) -> None:
    program.passphrase_file.write_bytes(content)
    assert program("status").code == 17


def test_nobody_to_ask(program: Program) -> None:
    ran = bare("--vault", program.vault, "status")
    assert (ran.code, "--passphrase-file" in ran.err) == (19, True)


def test_a_second_process_is_told_to_wait(program: Program) -> None:
    with start.open_vault(program.vault, PASSPHRASE, clock=lambda: "2024-04-02T10:30:00Z"):
        ran = program("status")
    assert (ran.code, "[locked]" in ran.err) == (14, True)
    assert program("status").code == 0


def test_an_unknown_agent(program: Program) -> None:
    ran = bare("--vault", program.vault, "--passphrase-file", program.passphrase_file, "--agent", "nobody", "status")
    assert ran.code == 16


def test_the_vault_and_the_passphrase_file_come_from_the_environment_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAWAH_VAULT", str(program.vault))
    monkeypatch.setenv("GAWAH_PASSPHRASE_FILE", str(program.passphrase_file))
    assert bare("status").code == 0


def test_the_installed_program_ends_with_the_exit_code_of_the_error(program: Program, tmp_path: Path) -> None:
    arguments: list[str | Path] = [GAWAH, "--vault", tmp_path / "nowhere", "--passphrase-file", program.passphrase_file, "status"]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (10, "")
    assert ended.stderr.splitlines()[0] == "gawah: there is no vault at this place [not-a-vault]"


def test_usage_errors_end_with_2() -> None:
    assert bare("show").code == 2
    assert bare("no-such-command").code == 2


@pytest.mark.usefixtures("cheap")
def test_a_recovery_key_that_cannot_be_written_is_shown(tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fdopen(descriptor: int, *_: object, **__: object) -> object:
        os.close(descriptor)
        raise OSError(errno.ENOSPC, "injected")

    monkeypatch.setattr(os, "fdopen", fdopen)
    sheet = tmp_path / "sheet"
    ran = bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init", "--recovery-out", sheet)
    assert (ran.code, "AGE-SECRET-KEY-1" in ran.out, "could not be written" in ran.err, sheet.exists()) == (0, True, True, False)


def test_a_dry_run_of_making_a_vault_is_one_object_too(tmp_path: Path, secret: Path) -> None:
    ran = bare("--vault", tmp_path / "v", "--passphrase-file", secret, "init", "--dry-run", "--json")
    assert (ran.json["schema"], ran.json["dry_run"], (tmp_path / "v").exists()) == ("gawah.init/1", True, False)
