"""A copy is brought back whole or not at all, and an older one is known as older for good."""

import errno
import io
import shutil
from pathlib import Path

import pytest

from gawah.records.errors import (
    AlreadyThere,
    BadInput,
    CaseLocked,
    DiskFull,
    EvidenceError,
    NotAVault,
    VerificationFailed,
    WrongPassphrase,
)
from gawah.vault import _points, restore
from gawah.vault.local import LocalVault
from gawah.vault.restore import Restoration, Restored
from tests.vault.invented import AT, LATER, PASSPHRASE, acting, keep, make, two_exports


class Desk:
    """A vault, a drive with its backup, a place for what is restored, and what the machine remembers."""

    def __init__(self, place: Path) -> None:
        self.vault, self.drive, self.back, self.state = (place / name for name in ("vault", "drive", "back", "state"))
        self.drive.mkdir()
        made, self.recovery = make(self.vault, self.state)
        with made as vault:
            two_exports(vault)
            vault.back_up(self.drive, "canary stick", AT, acting(vault))

    def open(self, folder: Path) -> LocalVault:
        return LocalVault.open(folder, PASSPHRASE, remember=self.state)

    def add(self, text: bytes) -> None:
        with self.open(self.vault) as vault:
            keep(vault, text)

    @property
    def copy(self) -> Path:
        (found,) = self.drive.iterdir()
        return found

    def begin(self) -> Restoration:
        return Restoration.begin(restore.find(self.drive), self.back, PASSPHRASE, self.state)

    def restore(self) -> Restored:
        with self.begin() as restoration:
            return finish(restoration)


def finish(restoration: Restoration) -> Restored:
    return restoration.finish(LATER, acting(restoration.vault), lambda _done, _total: None, lambda _done, _total: None)


def state(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_newest_copy_comes_back_whole_and_nothing_warns(desk: Desk) -> None:
    before = state(desk.drive)
    with desk.begin() as restoration:
        assert (restoration.compared, restoration.unreached, restoration.originals) == (True, None, 2)
        done = finish(restoration)
    assert (done.originals, done.rows) == (2, 21)
    assert {path: data for path, data in state(desk.drive).items() if path.name != "lock"} == {
        path: data for path, data in before.items() if path.name != "lock"
    }
    with desk.open(desk.back) as vault:
        assert vault.warnings == []
        report = vault.check(full=True)
        assert (report.problems, report.gaps) == ((), ())
        assert vault.event(done.leaf).op == "restore"
        assert vault.latest_checkpoint() == done.head
        (backup,) = vault.backups()
        assert backup.label == "canary stick"
        keep(vault, b"canary goes on")
    assert sorted(path.name for path in desk.back.iterdir()) == sorted(path.name for path in desk.vault.iterdir())
    assert not (desk.back.parent / "back.restoring").exists()


def test_an_older_copy_is_told_and_stays_told_without_a_warning_at_every_opening(desk: Desk) -> None:
    desk.add(b"canary one")
    desk.add(b"canary two")
    with desk.open(desk.vault) as vault:
        newest = vault.checkpoint()
    with desk.begin() as restoration:
        unreached = restoration.unreached
        assert unreached is not None
        assert (unreached.head, unreached.entries, unreached.missing) == (newest, newest.size - 2, 2)
        done = finish(restoration)
    (aside,) = desk.state.glob("*.unreached")
    assert aside.read_bytes() == newest.note
    for _ in range(2):
        with desk.open(desk.back) as vault:
            assert vault.warnings == []
            report = vault.check(full=True)
            assert report.problems == ()
            (gap,) = report.gaps
            assert vault.gaps() == (gap,)
            assert (gap.leaf, gap.at, gap.entries, gap.missing) == (done.leaf, LATER, newest.size - 2, 2)
            assert gap.head == f"{newest.size}:{newest.root}"
            keep(vault, b"canary %d" % vault.size())
    # The one that went on elsewhere is now the one that does not reach what is remembered.
    with desk.open(desk.vault) as vault:
        assert any("rolled back" in warning for warning in vault.warnings)


def test_broken_off_before_the_head_is_put_aside_the_next_opening_knows_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add(b"canary one")

    def stop(reached: str) -> None:
        if reached == "restore-rename":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(_points, "hook", stop)
        with pytest.raises(KeyboardInterrupt):
            desk.restore()
    assert list(desk.state.glob("*.unreached")) == []
    with desk.open(desk.back) as vault:
        assert vault.warnings == []
        keep(vault, b"canary goes on")
    assert len(list(desk.state.glob("*.unreached"))) == 1
    with desk.open(desk.back) as vault:
        assert vault.warnings == []


def test_a_copy_of_another_history_is_told(desk: Desk) -> None:
    desk.add(b"canary one")
    with LocalVault.open(desk.copy, PASSPHRASE) as copy:
        for number in range(5):
            keep(copy, b"canary other %d" % number)
    with desk.begin() as restoration:
        assert restoration.unreached is not None
        assert restoration.unreached.missing == 0
        finish(restoration)
    with desk.open(desk.back) as vault:
        assert vault.warnings == []
        assert len(vault.gaps()) == 1


def test_what_is_not_finished_leaves_nothing(desk: Desk) -> None:
    remembered = state(desk.state)
    with desk.begin() as restoration:
        assert restoration.bytes > 0
    assert not desk.back.exists()
    assert not (desk.back.parent / "back.restoring").exists()
    assert state(desk.state) == remembered


def test_a_machine_that_remembers_nothing_cannot_compare(desk: Desk) -> None:
    shutil.rmtree(desk.state)
    with desk.begin() as restoration:
        assert (restoration.compared, restoration.unreached) == (False, None)
        finish(restoration)
    with desk.open(desk.back) as vault:
        assert vault.warnings == []


def test_a_damaged_remembered_head_is_put_aside(desk: Desk) -> None:
    (note,) = desk.state.glob("*.note")
    note.write_bytes(b"damaged")
    desk.restore()
    (aside,) = desk.state.glob("*.damaged")
    assert aside.read_bytes() == b"damaged"
    with desk.open(desk.back) as vault:
        assert vault.warnings == []


@pytest.mark.parametrize("damage", ["blob", "missing", "database", "rolled"])
def test_a_damaged_copy_is_not_called_restored(desk: Desk, damage: str) -> None:
    blob = max((path for path in (desk.copy / "blobs").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    if damage == "blob":
        blob.write_bytes(blob.read_bytes()[:-1] + b"\0")
    elif damage == "missing":
        blob.unlink()
    elif damage == "rolled":
        shutil.copy(desk.copy / "checkpoints/3.note", desk.copy / "checkpoints/99.note")
    else:
        data = bytearray((desk.copy / "db/case.db").read_bytes())
        data[3 * 8192 + 100] ^= 1
        (desk.copy / "db/case.db").write_bytes(data)
    with pytest.raises(EvidenceError):
        desk.restore()
    assert not desk.back.exists()
    assert sorted(path.name for path in desk.back.parent.iterdir()) == ["drive", "state", "vault"]


def test_another_passphrase_brings_nothing_back_and_the_recovery_key_does(desk: Desk) -> None:
    found = restore.find(desk.copy)
    with pytest.raises(WrongPassphrase):
        Restoration.begin(found, desk.back, "another passphrase", desk.state)
    assert not desk.back.exists()
    (desk.copy / "keys/slot-1.json").write_bytes(b"{}")
    with Restoration.begin_recovery(found, desk.back, desk.recovery, desk.state) as restoration:
        finish(restoration)
    with LocalVault.open_recovery(desk.back, desk.recovery, remember=desk.state) as vault:
        assert [problem.what for problem in vault.check(full=True).problems] == ["slot"]


def test_a_slot_that_the_database_does_not_know_is_left_behind(desk: Desk) -> None:
    slot = desk.copy / "keys/slot-1.json"
    (desk.copy / "keys/slot-2.json").write_bytes(slot.read_bytes().replace(b'"passes":1', b'"passes":2'))
    (desk.copy / "keys/recipient.txt").write_bytes(b"age1other\n")
    desk.restore()
    assert sorted(path.name for path in (desk.back / "keys").iterdir()) == ["recipient.txt", "slot-1.json"]
    with desk.open(desk.back) as vault:
        assert vault.check(full=True).problems == ()


def test_only_an_empty_place_is_taken(desk: Desk, tmp_path: Path) -> None:
    desk.back.mkdir()
    (desk.back / "letter").write_bytes(b"mine")
    with pytest.raises(AlreadyThere):
        desk.begin()
    (desk.back / "letter").unlink()
    (tmp_path / "back.restoring").mkdir()
    (tmp_path / "back.restoring/letter").write_bytes(b"mine")
    with pytest.raises(AlreadyThere):
        desk.begin()
    assert (tmp_path / "back.restoring/letter").read_bytes() == b"mine"
    shutil.rmtree(tmp_path / "back.restoring")
    desk.restore()  # into an empty folder
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for taken in (desk.back, tmp_path / "link"):
        with pytest.raises(AlreadyThere):
            Restoration.begin(restore.find(desk.drive), taken, PASSPHRASE, desk.state)


def test_a_deep_place_is_made(desk: Desk, tmp_path: Path) -> None:
    desk.back = tmp_path / "share/somewhere/vault"
    desk.restore()
    desk.open(desk.back).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drive", "share", "state", "vault"]


def test_a_backup_is_not_restored_into_itself(desk: Desk) -> None:
    for place in (desk.copy / "back", desk.copy / "keys/back"):
        with pytest.raises(BadInput):
            Restoration.begin(restore.find(desk.drive), place, PASSPHRASE, desk.state)


def test_a_backup_is_found_in_its_folder_when_it_is_the_only_one(desk: Desk, tmp_path: Path) -> None:
    assert restore.find(desk.drive).folder == restore.find(desk.copy).folder == desk.copy
    assert restore.find(desk.vault).folder == desk.vault
    (tmp_path / "nothing").mkdir()
    for place in (tmp_path / "nothing", tmp_path / "nowhere"):
        with pytest.raises(NotAVault):
            restore.find(place)
    shutil.copytree(desk.copy, desk.drive / "second")
    with pytest.raises(BadInput, match="2 vaults"):
        restore.find(desk.drive)


def test_a_backup_that_is_open_elsewhere_is_refused(desk: Desk) -> None:
    with LocalVault.open(desk.copy, PASSPHRASE), pytest.raises(CaseLocked):
        desk.begin()
    desk.restore()


@pytest.mark.parametrize("at", _points.RESTORE_POINTS[:-2])
def test_a_drive_that_fills_up_leaves_nothing_under_the_name(desk: Desk, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    def fail(reached: str) -> None:
        if reached == at:
            raise OSError(errno.ENOSPC, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(_points, "hook", fail)
        with pytest.raises(DiskFull):
            desk.restore()
    assert not desk.back.exists()
    assert not (desk.back.parent / "back.restoring").exists()
    with desk.open(desk.vault) as vault:
        assert vault.warnings == []
    desk.restore()


def test_every_original_is_there_again(desk: Desk) -> None:
    desk.restore()
    with desk.open(desk.vault) as vault, desk.open(desk.back) as back:
        for item in vault.items():
            one, other = io.BytesIO(), io.BytesIO()
            vault.read_blob(item.id, one)
            back.read_blob(item.id, other)
            assert one.getvalue() == other.getvalue()


def test_verification_says_what_differs(desk: Desk) -> None:
    next(path for path in (desk.copy / "blobs").rglob("*") if path.is_file()).unlink()
    with pytest.raises(VerificationFailed, match="differences: 1, the first: missing blob"):
        desk.restore()


def test_a_copy_on_a_drive_that_can_only_be_read_comes_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise OSError(errno.EROFS, "read-only")

    before = state(desk.drive)
    monkeypatch.setattr(restore, "Lock", refuse)
    desk.restore()
    assert state(desk.drive) == before
    desk.open(desk.back).close()


def test_a_folder_that_is_a_plain_copy_of_a_vault_comes_back_too(desk: Desk, tmp_path: Path) -> None:
    """One that somebody made by hand, of a vault that a crash had left open."""
    with desk.open(desk.vault) as vault:
        keep(vault, b"canary in the log")
        shutil.copytree(desk.vault, tmp_path / "by hand")
        items = vault.items()
    assert (tmp_path / "by hand/db/case.db-wal").stat().st_size > 0
    with Restoration.begin(restore.find(tmp_path / "by hand"), desk.back, PASSPHRASE, desk.state) as restoration:
        assert restoration.unreached is None
        finish(restoration)
    with desk.open(desk.back) as vault:
        assert vault.items() == items
