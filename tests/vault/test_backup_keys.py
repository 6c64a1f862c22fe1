"""A backup follows when the keys change: at each moment the copy opens, with its old keys or with the new ones."""

import errno
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.errors import DiskFull, WrongPassphrase
from gawah.vault import _points, restore
from gawah.vault.local import LocalVault
from gawah.vault.restore import Restoration
from tests.vault.invented import AT, LATER, PASSPHRASE, WEAK, acting, keep, make, two_exports

OTHER = "five other invented words here"


class Kept:
    """A vault with a backup of before."""

    def __init__(self, place: Path) -> None:
        self.place, self.folder, self.drive = place, place / "vault", place / "drive"
        self.drive.mkdir()
        self.vault, self.recovery = make(self.folder)
        two_exports(self.vault)
        self.back_up()

    def back_up(self) -> None:
        self.vault.back_up(self.drive, None, LATER, acting(self.vault))

    def rekey(self) -> str:
        recovery = self.vault.begin_rekey(AT, acting(self.vault))
        self.vault.rekey(PASSPHRASE, AT, acting(self.vault), cost=WEAK, allow_weak=True)
        return recovery

    @property
    def copy(self) -> Path:
        (found,) = self.drive.iterdir()
        return found


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    with made.vault:
        yield made


def whole(vault: LocalVault, *, slots: bool = True) -> None:
    """All of it checks and can be read; where `slots` is false, old and new slots may lie side by side."""
    assert {one.what for one in vault.check(full=True).problems} <= (set() if slots else {"slot", "file"})
    assert len(vault.items()) == 2
    for item in vault.items():
        vault.read_blob(item.id, io.BytesIO())


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "blobs").rglob("*") if path.is_file()}


def test_after_a_change_of_passphrase_the_old_one_no_longer_opens_the_copy(kept: Kept) -> None:
    kept.vault.change_passphrase(OTHER, AT, acting(kept.vault), cost=WEAK, allow_weak=True)
    LocalVault.open(kept.copy, PASSPHRASE).close()
    kept.back_up()
    with pytest.raises(WrongPassphrase):
        LocalVault.open(kept.copy, PASSPHRASE)
    with LocalVault.open(kept.copy, OTHER) as copy:
        assert copy.warnings == []
        whole(copy)


def test_after_a_rekey_the_copy_has_the_new_keys_and_nothing_of_the_old(kept: Kept) -> None:
    before = names(kept.copy)
    recovery = kept.rekey()
    kept.back_up()
    assert names(kept.copy) == names(kept.folder)
    assert names(kept.copy).isdisjoint(before)
    with LocalVault.open(kept.copy, PASSPHRASE) as copy:
        assert copy.warnings == []
        whole(copy)
    with LocalVault.open_recovery(kept.copy, recovery) as copy:
        whole(copy)
    with pytest.raises(WrongPassphrase):
        LocalVault.open_recovery(kept.copy, kept.recovery)


def test_a_backup_in_the_midst_of_a_rekey_is_whole_and_can_be_gone_on_with(kept: Kept) -> None:
    recovery = kept.vault.begin_rekey(AT, acting(kept.vault))
    kept.back_up()
    with Restoration.begin(restore.find(kept.drive), kept.place / "back", PASSPHRASE, None) as restoration:
        restoration.finish(LATER, acting(restoration.vault), lambda _done, _total: None, lambda _done, _total: None)
    with LocalVault.open(kept.place / "back", PASSPHRASE) as back:
        assert back.rekeying
        whole(back)
        assert back.begin_rekey(LATER, acting(back)) == recovery
        back.rekey(PASSPHRASE, LATER, acting(back), cost=WEAK, allow_weak=True)
    with LocalVault.open_recovery(kept.place / "back", recovery) as back:
        assert back.warnings == []
        whole(back)


@pytest.mark.parametrize("change", ["passphrase", "rekey"])
@pytest.mark.parametrize("at", [name for name in _points.BACKUP_POINTS if name != "backup-unlink"])
def test_broken_off_at_any_step_the_copy_opens_comes_back_whole_and_is_caught_up_with(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, change: str, at: str
) -> None:
    if change == "rekey":
        kept.rekey()
    else:
        kept.vault.change_passphrase(OTHER, AT, acting(kept.vault), cost=WEAK, allow_weak=True)

    def fail(reached: str) -> None:
        if reached == at:
            raise OSError(errno.ENOSPC, "injected")

    reached_it = change == "rekey" or not at.startswith("backup-file") or at == "backup-file-half"
    with monkeypatch.context() as patch:
        patch.setattr(_points, "hook", fail)
        if reached_it:
            with pytest.raises(DiskFull):
                kept.back_up()
    with opened(kept.copy, change) as copy:
        whole(copy, slots=False)
    passphrase = ""
    for passphrase in (OTHER, PASSPHRASE):
        try:
            restoration = Restoration.begin(restore.find(kept.drive), kept.place / "back", passphrase, None)
        except WrongPassphrase:
            continue
        with restoration:
            restoration.finish(LATER, acting(restoration.vault), lambda _done, _total: None, lambda _done, _total: None)
        break
    with LocalVault.open(kept.place / "back", passphrase) as back:
        assert back.warnings == []
        whole(back)
    keep(kept.vault, b"canary since")
    kept.vault.erase(kept.vault.items()[-1].id, AT, acting(kept.vault))
    kept.back_up()
    with LocalVault.open(kept.copy, PASSPHRASE if change == "rekey" else OTHER) as copy:
        assert copy.warnings == []
        whole(copy)


def opened(folder: Path, change: str) -> LocalVault:
    try:
        return LocalVault.open(folder, PASSPHRASE if change == "rekey" else OTHER)
    except WrongPassphrase:
        return LocalVault.open(folder, PASSPHRASE)
