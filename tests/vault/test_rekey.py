"""Sealed anew: the same case under new keys, gone on with wherever it broke off, and nothing left that only the old key opens."""

import errno
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gawah.records.errors import (
    BadInput,
    DigestMismatch,
    DiskFull,
    GawahError,
    NotFound,
    RolledBack,
    SealInvalid,
    WrongPassphrase,
    WrongRecoveryKey,
)
from gawah.vault import _points, rekey
from gawah.vault.durable import NewFile
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, LATER, PASSPHRASE, WEAK, acting, keep, make, two_exports

NEW = "five other canary words here"


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, str]:
    """A closed vault with three originals, one of them empty, and its recovery key."""
    vault, recovery = make(tmp_path / "vault", tmp_path / "state")
    with vault:
        two_exports(vault)
        keep(vault, b"")
    return tmp_path / "vault", recovery


@pytest.fixture
def made(small: tuple[Path, str]) -> tuple[Path, str]:
    """The same with one of 5 MB."""
    with LocalVault.open(small[0], PASSPHRASE, remember=small[0].parent / "state") as vault:
        keep(vault, b"canary large " * 400_000, "large")
    return small


def seal_anew(vault: LocalVault, passphrase: str = PASSPHRASE, watch: Callable[[int, int], None] | None = None) -> str:
    recovery = vault.begin_rekey(LATER, acting(vault))
    vault.rekey(passphrase, LATER, acting(vault), cost=WEAK, allow_weak=True, watch=watch)
    return recovery


def contents(vault: LocalVault) -> list[tuple[str, bytes]]:
    found = []
    for item in vault.items():
        sink = io.BytesIO()
        vault.read_blob(item.id, sink)
        found.append((item.id, sink.getvalue()))
    return found


def blobs(folder: Path) -> set[str]:
    return {path.name for path in (folder / "blobs").rglob("*") if path.is_file()}


def test_the_same_case_under_other_keys(made: tuple[Path, str]) -> None:
    folder, old = made
    names, database = blobs(folder), (folder / "db/case.db").read_bytes()
    seen: list[tuple[int, int]] = []
    with LocalVault.open(folder, PASSPHRASE, remember=folder.parent / "state") as vault:
        certificate = vault.pdf_key().fingerprint()
        before = contents(vault), vault.fingerprint, vault.origin, vault.size(), [row.id for row in vault.page(limit=100)]
        new = seal_anew(vault, watch=lambda done, total: seen.append((done, total)))
        assert new != old
        assert not vault.rekeying
        assert seen[-1][0] == seen[-1][1] == sum(item.size for item in vault.items())
        # It goes on working without being opened again.
        keep(vault, b"canary kept afterwards")
        assert vault.check(full=True).problems == ()
    assert not names & blobs(folder)
    assert (folder / "db/case.db").read_bytes()[:4096] != database[:4096]
    assert [path.name for path in (folder / "keys").iterdir() if path.suffix == ".json"] == ["slot-2.json"]
    with pytest.raises(WrongRecoveryKey, match="before it was sealed anew"):
        LocalVault.open_recovery(folder, old)
    for open_, key in ((LocalVault.open, PASSPHRASE), (LocalVault.open_recovery, new)):
        with open_(folder, key) as vault:
            assert vault.warnings == []
            report = vault.check(full=True)
            assert (report.problems, report.orphans) == ((), ())
            assert (contents(vault)[:4], vault.fingerprint, vault.origin) == (*before[:1], *before[1:3])
            assert vault.pdf_key().fingerprint() == certificate
            assert [row.id for row in vault.page(limit=100)] == before[4]
            entries = [(event.op, event.method) for event in vault.events()[before[3] :]]
            assert entries[:2] == [("rekey", "begin"), ("rekey", "end")]


def test_a_second_time_uses_the_first_slot_again(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        keys = {seal_anew(vault), seal_anew(vault)}
        assert len(keys) == 2
    assert [path.name for path in (made[0] / "keys").glob("slot-*")] == ["slot-1.json"]
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        assert vault.check(full=True).problems == ()


def test_what_is_begun_keeps_its_key_and_the_vault_can_be_used_meanwhile(made: tuple[Path, str]) -> None:
    folder, old = made
    with LocalVault.open(folder, PASSPHRASE) as vault:
        new = vault.begin_rekey(AT, acting(vault))
        size = vault.size()
        assert vault.begin_rekey(LATER, acting(vault)) == new
        assert vault.size() == size
        keep(vault, b"canary in between")
        vault.erase(vault.items()[0].id, AT, acting(vault))
    with LocalVault.open_recovery(folder, old) as vault:
        assert vault.rekeying
        assert vault.check(full=True).problems == ()
        assert vault.begin_rekey(LATER, acting(vault)) == new
        vault.rekey(PASSPHRASE, LATER, acting(vault), cost=WEAK, allow_weak=True)
    with LocalVault.open_recovery(folder, new) as vault:
        assert b"canary in between" in dict(contents(vault)).values()
        assert vault.check(full=True).problems == ()


def test_it_needs_a_beginning_and_the_right_passphrase(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        with pytest.raises(NotFound):
            vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
        with pytest.raises(WrongPassphrase):
            seal_anew(vault, "another canary passphrase")
        assert vault.check(full=True).problems == ()
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        assert vault.rekeying
        seal_anew(vault)
        assert vault.check(full=True).problems == ()


def test_the_database_is_not_switched_before_every_original_is_sealed_anew(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        vault.begin_rekey(AT, acting(vault))
        with pytest.raises(BadInput):
            rekey.prepare(vault._case, PASSPHRASE, WEAK, AT, acting(vault), allow_weak=True)


def test_a_missing_original_is_said_before_anything_begins(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        (folder,) = {path for path in (made[0] / "blobs").rglob("*") if path.is_file() and path.stat().st_size > 1 << 20}
        folder.unlink()
        size = vault.size()
        with pytest.raises(DigestMismatch):
            vault.begin_rekey(AT, acting(vault))
        assert vault.size() == size
        assert not vault.rekeying


def test_a_damaged_original_stops_it_and_after_its_erasure_it_ends(made: tuple[Path, str]) -> None:
    large = next(path for path in (made[0] / "blobs").rglob("*") if path.is_file() and path.stat().st_size > 1 << 20)
    data = bytearray(large.read_bytes())
    data[3_000_000] ^= 1
    large.write_bytes(data)
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        with pytest.raises((SealInvalid, DigestMismatch)):
            seal_anew(vault)
        assert [found.what for found in vault.check(full=True).problems] == ["blob"]
        (damaged,) = [item for item in vault.items() if item.name == "large"]
        vault.erase(damaged.id, AT, acting(vault))
        seal_anew(vault)
        assert vault.check(full=True).problems == ()


def test_files_that_nothing_names_go_with_the_old_key(made: tuple[Path, str]) -> None:
    name = "ab" * 32
    (made[0] / "blobs/ab").mkdir(exist_ok=True)
    (made[0] / "blobs/ab" / name).write_bytes(b"age-encryption.org/v1\n")
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        assert vault.check().orphans == (name,)
        seal_anew(vault)
        assert vault.check().orphans == ()


def test_a_full_drive_at_any_step_leaves_the_old_or_the_new_and_it_can_be_gone_on_with(
    small: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    whole = Path(shutil.copytree(small[0], tmp_path / "whole"))
    with LocalVault.open(whole, PASSPHRASE) as vault:
        monkeypatch.setattr(_points, "hook", steps.append)
        seal_anew(vault)
        monkeypatch.setattr(_points, "hook", None)
    assert set(_points.KEY_POINTS) - set(steps) == {"slot-announce", "slot-write", "slot-rename", "slot-settle"}
    for step in [name for name in _points.KEY_POINTS if name in steps]:
        folder = Path(shutil.copytree(small[0], tmp_path / f"at {step}"))

        def full(reached: str, step: str = step) -> None:
            if reached == step:
                raise OSError(errno.ENOSPC, "injected")

        vault = LocalVault.open(folder, PASSPHRASE)
        monkeypatch.setattr(_points, "hook", full)
        with pytest.raises((DiskFull, OSError)):
            seal_anew(vault)
        monkeypatch.setattr(_points, "hook", None)
        vault.close()
        with LocalVault.open(folder, PASSPHRASE) as vault:
            assert [warning for warning in vault.warnings if "written again" not in warning] == [], step
            assert vault.check(full=True).problems == (), step
            if vault.rekeying:
                seal_anew(vault)
            report = vault.check(full=True)
            assert (report.problems, report.orphans) == ((), ()), step
        shutil.rmtree(folder)


def test_a_drive_that_refuses_while_an_original_is_written_is_told(made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        vault.begin_rekey(AT, acting(vault))

        def refuse(_self: object, _data: memoryview) -> int:
            raise OSError(errno.ENOSPC, "injected")

        monkeypatch.setattr(NewFile, "write", refuse)
        with pytest.raises(DiskFull):
            vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
        monkeypatch.undo()
        vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
        assert vault.check(full=True).problems == ()


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the program age")
def test_the_old_paper_opens_nothing_that_is_there_now(made: tuple[Path, str], tmp_path: Path) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        new = seal_anew(vault)
    for key, code in ((made[1], 1), (new, 0)):
        (tmp_path / "key.txt").write_text(key + "\n")
        for path in (made[0] / "blobs").rglob("*"):
            if path.is_file():
                ran = subprocess.run(["age", "-d", "-i", tmp_path / "key.txt", path], capture_output=True, check=False)
                assert ran.returncode == code


def test_the_passphrase_may_change_while_it_is_under_way(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        vault.begin_rekey(AT, acting(vault))
        vault.change_passphrase(NEW, AT, acting(vault), cost=WEAK, allow_weak=True)
    with LocalVault.open(made[0], NEW) as vault:
        seal_anew(vault, NEW)
    with pytest.raises(WrongPassphrase):
        LocalVault.open(made[0], PASSPHRASE)
    with LocalVault.open(made[0], NEW) as vault:
        assert vault.check(full=True).problems == ()


def test_a_rehearsal_of_the_old_sheet_does_not_count_for_the_new_one(made: tuple[Path, str]) -> None:
    with LocalVault.open_recovery(*made) as vault:
        vault.rehearse_recovery(AT, acting(vault))
        assert vault.last_rehearsal() is not None
        vault.begin_rekey(AT, acting(vault))
        assert vault.last_rehearsal() is not None
        vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
        assert vault.last_rehearsal() is None


def test_a_key_that_the_vault_does_not_have_is_said(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        item = vault.items()[0]
        vault._case.database.run("UPDATE item SET generation = 7 WHERE id = ?", (item.id,))
        with pytest.raises(GawahError):
            vault.read_blob(item.id, io.BytesIO())


def test_an_older_copy_is_not_sealed_anew(small: tuple[Path, str]) -> None:
    folder = small[0]
    before = (folder / "db/case.db").read_bytes()
    with LocalVault.open(folder, PASSPHRASE) as vault:
        keep(vault, b"canary kept since")
    there = blobs(folder)
    (folder / "db/case.db").write_bytes(before)
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert vault.warnings
        with pytest.raises(RolledBack):
            vault.begin_rekey(AT, acting(vault))
    assert blobs(folder) == there


def test_an_older_database_costs_no_original_that_was_sealed_anew_since(small: tuple[Path, str]) -> None:
    folder = small[0]
    with LocalVault.open(folder, PASSPHRASE) as vault:
        vault.begin_rekey(AT, acting(vault))
    before = (folder / "db/case.db").read_bytes()
    with LocalVault.open(folder, PASSPHRASE) as vault:
        rekey.seal_anew(vault._case, lambda _done, _total: None)
    there = blobs(folder)
    (folder / "db/case.db").write_bytes(before)
    with LocalVault.open(folder, PASSPHRASE) as vault:
        assert [found.what for found in vault.check().problems] == ["blob"] * 3
    assert blobs(folder) == there
