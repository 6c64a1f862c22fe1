"""Making a vault and opening it: with the right key alone, whole or not at all."""

import errno
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from gawah.records.errors import (
    AlreadyThere,
    BadInput,
    DiskFull,
    GawahError,
    NotAVault,
    NotEncrypted,
    SchemaTooNew,
    SealInvalid,
    WrongPassphrase,
)
from gawah.seal.keys import RootSecret, fingerprint
from gawah.vault import _points
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, TOOL, WEAK, acting, keep, make


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    vault, recovery = make(tmp_path / "vault")
    with vault:
        keep(vault, b"canary")
    return tmp_path / "vault", recovery


def test_a_new_vault_has_its_first_agent_entry_and_checkpoint(tmp_path: Path) -> None:
    vault, recovery = make(tmp_path / "vault")
    with vault:
        (me,) = vault.agents()
        assert (me.label, me.name, me.role) == ("me", "Canary Name", "person")
        assert vault.agent("me") == vault.agent_by_id(me.id) == me
        (first,) = vault.events()
        assert (first.seq, first.op, first.agent, first.at, first.tool) == (0, "init", me.id, AT, TOOL)
        assert vault.checkpoint().size == 1
        assert vault.origin.startswith("gawah.invalid/")
        assert vault.fingerprint == fingerprint(vault.public_key)
        assert vault.warnings == []
    assert recovery.startswith("AGE-SECRET-KEY-1")


def test_passphrase_and_recovery_key_open_the_same_case(made: tuple[Path, str]) -> None:
    folder, recovery = made
    with LocalVault.open(folder, PASSPHRASE) as vault:
        seen = (vault.origin, vault.public_key, vault.items())
    with LocalVault.open_recovery(folder, recovery.lower()) as vault:
        assert (vault.origin, vault.public_key, vault.items()) == seen


@pytest.mark.parametrize("wrong", ["", "five invented words stand her", PASSPHRASE.upper()])
def test_another_passphrase_is_refused_in_the_same_words(made: tuple[Path, str], wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match=r"^the passphrase does not open this vault$"):
        LocalVault.open(made[0], wrong)


def test_another_recovery_key_is_refused(made: tuple[Path, str]) -> None:
    for wrong in ("", "canary", RootSecret.generate().recovery_text(), made[1][:-1]):
        with pytest.raises(WrongPassphrase) as refused:
            LocalVault.open_recovery(made[0], wrong)
        assert "canary" not in str(refused.value)


def test_an_edited_slot_is_refused(made: tuple[Path, str]) -> None:
    slot = made[0] / "keys/slot-1.json"
    fields = json.loads(slot.read_bytes())
    slot.write_text(json.dumps({**fields, "passes": 2}, sort_keys=True, separators=(",", ":")))
    with pytest.raises(WrongPassphrase):
        LocalVault.open(made[0], PASSPHRASE)
    slot.write_text(json.dumps({**fields, "memory_kib": 1 << 40}, sort_keys=True, separators=(",", ":")))
    with pytest.raises(SealInvalid):
        LocalVault.open(made[0], PASSPHRASE)
    slot.unlink()
    with pytest.raises(WrongPassphrase):
        LocalVault.open(made[0], PASSPHRASE)
    with LocalVault.open_recovery(made[0], made[1]) as vault:
        assert [found.what for found in vault.check().problems] == ["slot"]


@pytest.mark.parametrize("content", [None, b"", b"canary", b"[]", b'{"type":"gawah-vault"}', b"\xff"])
def test_what_is_no_vault_is_not_touched(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    if content is not None:
        (folder / "VAULT").write_bytes(content)
    before = sorted(folder.rglob("*"))
    with pytest.raises(NotAVault):
        LocalVault.open(folder, PASSPHRASE)
    assert sorted(folder.rglob("*")) == before


def test_a_newer_vault_is_not_touched(made: tuple[Path, str]) -> None:
    marker = made[0] / "VAULT"
    marker.write_bytes(marker.read_bytes().replace(b'"format": 1', b'"format": 2'))
    with pytest.raises(SchemaTooNew):
        LocalVault.open(made[0], PASSPHRASE)


def test_a_plaintext_database_in_its_place_is_refused(made: tuple[Path, str]) -> None:
    path = made[0] / "db/case.db"
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE item (a)")
    plain.close()
    with pytest.raises(NotEncrypted):
        LocalVault.open(made[0], PASSPHRASE)


def test_the_database_of_another_vault_is_refused(made: tuple[Path, str], tmp_path: Path) -> None:
    make(tmp_path / "second")[0].close()
    shutil.copy(tmp_path / "second/db/case.db", made[0] / "db/case.db")
    with pytest.raises(SealInvalid):
        LocalVault.open(made[0], PASSPHRASE)


def test_nothing_is_made_where_something_stands(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_bytes(b"")
    for place in ("file", "full"):
        with pytest.raises(AlreadyThere):
            make(tmp_path / place)
    (tmp_path / "empty").mkdir()
    make(tmp_path / "empty")[0].close()


def test_a_making_that_fails_leaves_no_vault(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        LocalVault.create(tmp_path / "vault", "", at=AT, tool=TOOL, cost=WEAK, allow_weak=True)
    with pytest.raises(GawahError):
        LocalVault.open(tmp_path / "vault", "")


def test_rubbish_in_tmp_is_gone_after_opening(made: tuple[Path, str]) -> None:
    (made[0] / "tmp/half").write_bytes(b"half")
    LocalVault.open(made[0], PASSPHRASE).close()
    assert list((made[0] / "tmp").iterdir()) == []


def test_closing_signs_what_is_new_and_twice_does_no_harm(made: tuple[Path, str]) -> None:
    vault = LocalVault.open(made[0], PASSPHRASE)
    vault.append("view", AT, acting(vault))
    newest = vault.latest_checkpoint()
    assert newest is not None
    assert newest.size < vault.size()
    vault.close()
    vault.close()
    assert (made[0] / f"checkpoints/{newest.size + 1}.note").exists()
    assert not (made[0] / "db/case.db-wal").exists()


@pytest.mark.parametrize("point", ["begin", "commit", "checkpoint-half", "checkpoint-rename"])
def test_a_making_that_breaks_off_leaves_the_folder_empty_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def full(reached: str) -> None:
        if reached == point:
            raise OSError(errno.ENOSPC, "injected")

    monkeypatch.setattr(_points, "hook", full)
    with pytest.raises(DiskFull):
        make(tmp_path / "vault")
    assert not list((tmp_path / "vault").iterdir())
    monkeypatch.setattr(_points, "hook", None)
    vault, _ = make(tmp_path / "vault")
    vault.close()
