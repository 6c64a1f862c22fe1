"""A backup is a whole vault of ciphertext in another folder: it follows the vault, and overwrites nothing that is not its own."""

import errno
import io
import random
import shutil
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.records.errors import AlreadyThere, BadInput, CaseLocked, DiskFull, LedgerInconsistent, SchemaTooNew, VaultUnwritable
from gawah.vault import _points
from gawah.vault.backup import Made
from gawah.vault.local import LocalVault
from gawah.vault.lock import Lock
from tests.vault.invented import AT, LATER, PASSPHRASE, acting, keep, make, two_exports


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    (tmp_path / "drive").mkdir()
    return tmp_path / "drive"


def back_up(vault: LocalVault, drive: Path, label: str | None = None) -> Made:
    return vault.back_up(drive, label, LATER, acting(vault))


def copy_of(drive: Path) -> Path:
    (found,) = drive.iterdir()
    return found


def blobs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "blobs").rglob("*") if path.is_file()}


def state(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_backup_is_a_whole_vault_that_holds_its_own_entry(vault: LocalVault, drive: Path) -> None:
    two_exports(vault)
    made = back_up(vault, drive, "canary stick")
    assert (made.backup.originals, made.backup.copied, made.removed) == (2, 2, 0)
    with LocalVault.open(copy_of(drive), PASSPHRASE) as copy:
        assert copy.warnings == []
        report = copy.check(full=True)
        assert (report.problems, report.orphans, report.items, report.rows) == ((), (), 2, 21)
        assert copy.event(made.leaf).op == "backup"
        assert copy.size() == vault.size() == made.leaf + 1
        assert copy.items() == vault.items()
    assert vault.backups() == [made.backup]
    assert vault.check(full=True).problems == ()


def test_only_what_is_not_there_yet_is_copied_and_what_was_erased_goes(vault: LocalVault, drive: Path) -> None:
    one, _ = two_exports(vault)
    first = back_up(vault, drive, "canary stick")
    before = blobs(copy_of(drive))
    times = {path: path.stat().st_mtime_ns for path in (copy_of(drive) / "blobs").rglob("*") if path.is_file()}
    keep(vault, b"canary more")
    vault.erase(one.id, AT, acting(vault))
    planned = vault.backup_plan(drive)
    assert (len(planned.fresh), len(planned.gone), planned.originals) == (1, 1, 2)
    again = back_up(vault, drive)
    assert (again.backup.id, again.backup.label) == (first.backup.id, "canary stick")
    assert (again.backup.copied, again.removed) == (1, 1)
    after = blobs(copy_of(drive))
    assert after == blobs(vault.folder)
    assert len(before.keys() & after.keys()) == 1
    assert all(path.stat().st_mtime_ns == time for path, time in times.items() if path.exists())
    with LocalVault.open(copy_of(drive), PASSPHRASE) as copy:
        assert copy.check(full=True).problems == ()
        assert copy.items() == vault.items()
    assert vault.backups() == [again.backup]


def test_a_file_cut_off_in_the_backup_is_copied_anew(vault: LocalVault, drive: Path) -> None:
    two_exports(vault)
    back_up(vault, drive)
    path = next(path for path in (copy_of(drive) / "blobs").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1])
    assert back_up(vault, drive).backup.copied == 1
    assert blobs(copy_of(drive)) == blobs(vault.folder)


def test_an_original_that_the_vault_lost_stays_in_the_backup(vault: LocalVault, drive: Path) -> None:
    two_exports(vault)
    back_up(vault, drive)
    lost = next(path for path in (vault.folder / "blobs").rglob("*") if path.is_file())
    whole = lost.read_bytes()
    lost.unlink()
    assert vault.backup_plan(drive).missing == 1
    assert back_up(vault, drive).removed == 0
    assert blobs(copy_of(drive))[lost.name] == whole


def test_a_new_passphrase_slot_replaces_the_old_one(vault: LocalVault, drive: Path) -> None:
    back_up(vault, drive)
    slot = vault.folder / "keys/slot-1.json"
    other = slot.read_bytes().replace(b'"passes":1', b'"passes":2')
    slot.rename(vault.folder / "keys/slot-2.json").write_bytes(other)
    back_up(vault, drive)
    assert {path.name: path.read_bytes() for path in (copy_of(drive) / "keys").glob("slot-*")} == {"slot-2.json": other}


def test_a_dry_run_writes_nothing(vault: LocalVault, drive: Path) -> None:
    two_exports(vault)
    size = vault.size()
    planned = vault.backup_plan(drive)
    assert planned.place.new
    assert planned.bytes > sum(len(data) for data in blobs(vault.folder).values())
    assert list(drive.iterdir()) == []
    assert vault.size() == size


@pytest.mark.parametrize("where", ["", "blobs", "tmp/more"])
def test_the_vault_is_no_place_for_its_backup(vault: LocalVault, where: str) -> None:
    (vault.folder / where).mkdir(exist_ok=True)
    with pytest.raises(BadInput):
        back_up(vault, vault.folder / where)


def test_a_folder_that_is_not_there_is_not_made(vault: LocalVault, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="connected"):
        back_up(vault, tmp_path / "drive")
    assert not (tmp_path / "drive").exists()


def test_another_vault_or_a_backup_itself_is_no_place(vault: LocalVault, drive: Path, tmp_path: Path) -> None:
    make(tmp_path / "other")[0].close()
    back_up(vault, drive)
    for folder in (tmp_path / "other", copy_of(drive)):
        before = state(folder)
        with pytest.raises(BadInput, match="the folder around it"):
            back_up(vault, folder)
        assert state(folder) == before


def occupied(spot: Path, how: str, other: Path) -> None:
    if how == "a file":
        spot.write_bytes(b"canary")
    elif how == "a folder":
        spot.mkdir()
        (spot / "letter.txt").write_bytes(b"canary")
    elif how == "a link":
        other.mkdir()
        spot.symlink_to(other)
    elif how == "a vault":
        make(spot)[0].close()
    elif how == "a mark of something else":
        spot.mkdir()
        (spot / "COPY").write_bytes(b"[]")


@pytest.mark.parametrize("how", ["a file", "a folder", "a link", "a vault", "a mark of something else"])
def test_what_stands_at_the_place_is_left_as_it_is(vault: LocalVault, drive: Path, tmp_path: Path, how: str) -> None:
    spot = drive / vault._case.vault_id
    occupied(spot, how, tmp_path / "elsewhere")
    before, size = state(drive), vault.size()
    with pytest.raises(AlreadyThere):
        back_up(vault, drive)
    assert state(drive) == before
    assert vault.size() == size


def test_another_vaults_backup_under_this_ones_name_is_left_as_it_is(vault: LocalVault, drive: Path, tmp_path: Path) -> None:
    other, _ = make(tmp_path / "other")
    with other:
        back_up(other, drive)
    copy_of(drive).rename(drive / vault._case.vault_id)
    before = state(drive)
    with pytest.raises(AlreadyThere, match="another vault"):
        back_up(vault, drive)
    assert state(drive) == before


@pytest.mark.parametrize("name", ["blobs", "db", "keys", "checkpoints"])
def test_a_link_within_the_backup_is_not_followed(vault: LocalVault, drive: Path, tmp_path: Path, name: str) -> None:
    back_up(vault, drive)
    inner = copy_of(drive) / name
    inner.rename(tmp_path / "moved")
    inner.symlink_to(tmp_path / "moved")
    before = state(tmp_path / "moved")
    keep(vault, b"canary")
    with pytest.raises(AlreadyThere):
        back_up(vault, drive)
    assert state(tmp_path / "moved") == before


def test_a_newer_backup_is_not_overwritten_by_an_older_vault(drive: Path, tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        keep(vault, b"canary one")
    shutil.copytree(tmp_path / "vault", tmp_path / "older")
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        keep(vault, b"canary two")
        back_up(vault, drive)
    before = state(drive)
    with LocalVault.open(tmp_path / "older", PASSPHRASE) as older:
        for turn in range(2):  # shorter than the backup, then longer, and still not its history
            with pytest.raises(LedgerInconsistent):
                back_up(older, drive)
            for number in range(9):
                keep(older, b"canary other %d %d" % (turn, number))
    assert state(drive) == before


def test_a_backup_that_was_worked_in_is_left_as_it_is(vault: LocalVault, drive: Path) -> None:
    back_up(vault, drive)
    with LocalVault.open(copy_of(drive), PASSPHRASE) as copy:
        keep(copy, b"canary in the copy")
    keep(vault, b"canary")
    with pytest.raises(LedgerInconsistent):
        back_up(vault, drive)


def test_a_backup_that_was_opened_and_broke_off_is_left_as_it_is(vault: LocalVault, drive: Path) -> None:
    back_up(vault, drive)
    (copy_of(drive) / "db/case.db-wal").write_bytes(b"log")
    with pytest.raises(AlreadyThere, match="not closed"):
        back_up(vault, drive)


def test_a_backup_that_is_open_elsewhere_is_refused(vault: LocalVault, drive: Path) -> None:
    back_up(vault, drive)
    size = vault.size()
    lock = Lock(copy_of(drive) / "lock")
    with pytest.raises(CaseLocked):
        back_up(vault, drive)
    lock.release()
    assert vault.size() == size
    back_up(vault, drive)


def test_a_newer_kind_of_backup_is_left_as_it_is(vault: LocalVault, drive: Path) -> None:
    back_up(vault, drive)
    mark = copy_of(drive) / "COPY"
    mark.write_bytes(mark.read_bytes().replace(b'"format": 1', b'"format": 2'))
    with pytest.raises(SchemaTooNew):
        back_up(vault, drive)


def test_the_room_is_looked_at_first(vault: LocalVault, drive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two_exports(vault)
    size = vault.size()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=100_000))
    with pytest.raises(DiskFull, match="nothing was written"):
        back_up(vault, drive)
    assert list(drive.iterdir()) == []
    assert vault.size() == size


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EIO, VaultUnwritable), (errno.ENOENT, VaultUnwritable)]
)
@pytest.mark.parametrize(
    "at", [name for name in _points.BACKUP_POINTS if name not in ("backup-entry", "backup-done", "backup-slot-added")]
)
def test_a_drive_that_fills_up_or_goes_away_leaves_a_whole_copy(
    vault: LocalVault, drive: Path, monkeypatch: pytest.MonkeyPatch, at: str, number: int, error: type[Exception]
) -> None:
    one, two = two_exports(vault)
    back_up(vault, drive)
    keep(vault, b"canary more")
    vault.erase(one.id, AT, acting(vault))

    def fail(reached: str) -> None:
        if reached == at:
            raise OSError(number, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(_points, "hook", fail)
        with pytest.raises(error):
            back_up(vault, drive)
    assert vault.check(full=True).problems == ()
    with LocalVault.open(copy_of(drive), PASSPHRASE) as copy:
        assert copy.check(full=True).problems == ()
        assert two in copy.items()
        for item in copy.items():
            copy.read_blob(item.id, io.BytesIO())
    assert len(vault.backups_holding(one.id)) == 1
    back_up(vault, drive)
    assert vault.backups_holding(one.id) == []
    assert blobs(copy_of(drive)) == blobs(vault.folder)


def test_no_word_of_the_case_lies_in_the_backup(vault: LocalVault, drive: Path) -> None:
    two_exports(vault)
    back_up(vault, drive, "canary stick")
    for path in drive.rglob("*"):
        assert "canary" not in path.name
        assert not path.is_file() or b"canary" not in path.read_bytes().lower()


class _Broken(Exception):
    """Stands for whatever ends the program."""


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["keep", "erase", "back up", "break off"]), min_size=1, max_size=9), turns=st.randoms())
def test_whatever_happened_before_a_backup_that_ends_is_as_the_vault(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str], turns: random.Random
) -> None:
    place = tmp_path_factory.mktemp("law")
    (place / "drive").mkdir()

    def stop(reached: str) -> None:
        if reached.startswith("backup") and turns.random() < 0.2:
            raise _Broken

    with make(place / "vault")[0] as vault:
        for number, act in enumerate([*acts, "back up"]):
            if act == "keep":
                keep(vault, b"canary %d" % number)
            elif act == "erase" and vault.items():
                vault.erase(turns.choice(vault.items()).id, AT, acting(vault))
            elif act == "back up":
                back_up(vault, place / "drive")
                assert blobs(copy_of(place / "drive")) == blobs(vault.folder)
            elif act == "break off":
                with pytest.MonkeyPatch.context() as patch, suppress(_Broken):
                    patch.setattr(_points, "hook", stop)
                    back_up(vault, place / "drive")
        with LocalVault.open(copy_of(place / "drive"), PASSPHRASE) as copy:
            assert copy.warnings == []
            assert copy.check(full=True).problems == ()
            assert copy.items() == vault.items()
