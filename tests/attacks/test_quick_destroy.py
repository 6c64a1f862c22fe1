"""After `gawah destroy-keys` no passphrase opens the vault, whatever remains of it in the folder; the key on paper does (A8)."""

import subprocess
import sys
from pathlib import Path

import pytest

from gawah.records.errors import GawahError, WrongPassphrase
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, WEAK, acting, keep, make, two_exports

GAWAH = Path(sys.executable).parent / "gawah"
SECOND = "five other canary words here"


def destroy(folder: Path) -> str:
    """As a person does, in a process of its own, with no passphrase at hand."""
    command: list[str | Path] = [GAWAH, "--vault", folder, "destroy-keys", "--yes"]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_no_known_passphrase_and_no_remnant_of_a_slot_opens_it(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    vault, recovery = make(folder)
    seen = [next((folder / "keys").glob("slot-*")).read_bytes()]
    with vault:
        two_exports(vault)
        vault.change_passphrase(SECOND, AT, acting(vault), cost=WEAK, allow_weak=True)
        seen.append(next((folder / "keys").glob("slot-*")).read_bytes())
    said = destroy(folder)
    assert "recovery key on paper still opens" in said
    assert "SSD" in said
    for passphrase in (PASSPHRASE, SECOND, ""):
        with pytest.raises(WrongPassphrase):
            LocalVault.open(folder, passphrase)
    wrapped = [slot[-182:-2] for slot in seen]
    for path in folder.rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in wrapped), path.name
    with LocalVault.open_recovery(folder, recovery) as vault:
        report = vault.check(full=True)
        assert {(found.what, found.state) for found in report.problems} == {("slot", "missing")}
        vault.change_passphrase(SECOND, AT, acting(vault), cost=WEAK, allow_weak=True)
    with LocalVault.open(folder, SECOND) as vault:
        assert vault.check(full=True).problems == ()


def test_it_works_while_another_program_has_the_vault_open(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    vault, recovery = make(folder)
    with vault:
        destroy(folder)
        keep(vault, b"canary kept afterwards")  # who has it open loses nothing
    with pytest.raises(WrongPassphrase):
        LocalVault.open(folder, PASSPHRASE)
    with LocalVault.open_recovery(folder, recovery) as vault:
        assert len(vault.items()) == 1


def test_it_works_on_a_vault_whose_other_files_are_damaged(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    make(folder)[0].close()
    (folder / "VAULT").write_bytes(b"")
    (folder / "db/case.db").write_bytes(b"")
    destroy(folder)
    assert not list((folder / "keys").glob("*slot*"))
    with pytest.raises(GawahError):
        LocalVault.open(folder, PASSPHRASE)


def test_the_other_half_of_a_change_that_broke_off_goes_too(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    make(folder)[0].close()
    slot = folder / "keys/slot-1.json"
    (folder / "keys/.slot-1.json.new").write_bytes(slot.read_bytes())
    (folder / "keys/slot-2.json").write_bytes(slot.read_bytes())
    assert "3 key slots" in destroy(folder)
    assert [path.name for path in (folder / "keys").iterdir()] == ["recipient.txt"]
