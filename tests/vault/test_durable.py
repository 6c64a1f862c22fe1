"""Each durable step is told to a recorder; a group is synced as a whole only where that is as good as one sync a file."""

import errno
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.errors import DiskFull, VaultUnwritable
from gawah.vault import durable


@pytest.fixture
def steps() -> Iterator[list[tuple[str, str, str | None]]]:
    told: list[tuple[str, str, str | None]] = []
    durable.recorder = lambda step, path, other: told.append((step, path.name, other.name if other else None))
    yield told
    durable.recorder = None


def files(folder: Path, number: int) -> list[Path]:
    made = [folder / f"{n}.canary" for n in range(number)]
    for path in made:
        with durable.NewFile(path) as out:
            out.write(b"canary")
    return made


def test_a_replaced_file_is_whole_and_synced_before_it_has_its_name(
    tmp_path: Path, steps: list[tuple[str, str, str | None]]
) -> None:
    durable.replace_file(tmp_path / "slot", b"canary")
    durable.replace_file(tmp_path / "slot", b"canary again")
    assert (tmp_path / "slot").read_bytes() == b"canary again"
    once = [
        ("create", ".slot.new", None),
        ("write", ".slot.new", None),
        ("sync", ".slot.new", None),
        ("rename", ".slot.new", "slot"),
        ("sync-folder", tmp_path.name, None),
    ]
    assert steps == once * 2


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"canary")
    with pytest.raises(FileExistsError):
        durable.NewFile(tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"canary"


@pytest.mark.parametrize("number", [0, 1, durable.GROUP_LEAST - 1, durable.GROUP_LEAST, 40])
def test_every_file_and_folder_of_a_group_is_synced_once(
    tmp_path: Path, steps: list[tuple[str, str, str | None]], number: int
) -> None:
    with durable.GroupSync(tmp_path) as group:
        made = files(tmp_path, number)
        group.wrote(durable.AHEAD)
        steps.clear()
        group.sync_files(made)
        group.sync_folders([tmp_path])
    assert steps == [("sync", path.name, None) for path in made] + [("sync-folder", tmp_path.name, None)]


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is a call of Linux")
def test_a_failed_write_is_found_by_the_sync_of_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def syncfs(_handle: int) -> None:
        raise OSError(errno.EIO, "canary")

    with durable.GroupSync(tmp_path) as group:
        if not group.whole:
            pytest.skip("this file system is not synced as a whole")
        made = files(tmp_path, durable.GROUP_LEAST)
        monkeypatch.setattr(durable, "_syncfs", syncfs)
        with pytest.raises(OSError, match="canary"):
            group.sync_files(made)
        with pytest.raises(OSError, match="canary"):
            group.sync_folders(made)


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is a call of Linux")
@pytest.mark.parametrize("number", [1, 20])
def test_a_write_that_failed_ahead_of_the_sync_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    failures = [OSError(errno.EIO, "canary")]

    def syncfs(_handle: int) -> None:
        if failures:
            raise failures.pop()

    monkeypatch.setattr(durable, "_syncfs", syncfs)
    with durable.GroupSync(tmp_path) as group:
        if not group.whole:
            pytest.skip("this file system is not synced as a whole")
        made = files(tmp_path, number)
        group.wrote(durable.AHEAD - 1)
        assert failures
        group.wrote(1)
        with pytest.raises(OSError, match="canary"):
            group.sync_files(made)
        assert not failures


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is a call of Linux")
def test_a_handle_that_is_none_is_an_error_of_the_real_call() -> None:
    with pytest.raises(OSError, match="descriptor"):
        durable._syncfs(-1)


@pytest.mark.parametrize("release", ["5.7.0", "4.19.0-canary", "canary"])
def test_a_kernel_that_does_not_report_failed_writes_syncs_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str
) -> None:
    monkeypatch.setattr(platform, "release", lambda: release)
    each_is_synced(tmp_path, monkeypatch)


def test_a_file_system_of_a_program_syncs_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "_OWN_FILE_SYSTEMS", {0x65735546})  # FUSE
    each_is_synced(tmp_path, monkeypatch)


def test_another_system_syncs_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    each_is_synced(tmp_path, monkeypatch)


def each_is_synced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_file", synced.append)
    with durable.GroupSync(folder) as group:
        assert not group.whole
        made = files(folder, 20)
        group.wrote(durable.AHEAD)
        group.sync_files(made)
    assert synced == made


def test_errors_of_the_drive_say_no_path() -> None:
    for code, expected in ((errno.ENOSPC, DiskFull), (errno.EIO, VaultUnwritable)):
        with pytest.raises(expected) as refused, durable.drive_errors():
            raise OSError(code, "canary", "canary")
        assert "canary" not in str(refused.value)
