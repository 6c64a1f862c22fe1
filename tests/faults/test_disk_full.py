"""A full drive, a drive that refuses, a lost source: a clear error, nothing acknowledged lost, the vault still opens (F4)."""

import contextlib
import errno
import io
import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.errors import DiskFull, GawahError, SourceUnreadable, VaultUnwritable
from gawah.records.evidence import EvidenceItem
from gawah.vault import _points, durable
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, message, read

AT_THE_DRIVE = [
    "blob-write-half",
    "blob-fsync",
    "blob-rename",
    "blob-dirsync",
    "checkpoint-half",
    "checkpoint-fsync",
    "checkpoint-rename",
    "checkpoint-dirsync",
]


@pytest.fixture
def _no_hook() -> Iterator[None]:
    yield
    _points.hook = None


def fail(point: str, code: int) -> None:
    """From now on the drive refuses at this step."""

    def hook(name: str) -> None:
        if name == point:
            raise OSError(code, "canary", "canary")

    _points.hook = hook


@pytest.mark.usefixtures("_no_hook")
@pytest.mark.parametrize(("code", "expected"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, VaultUnwritable)])
@pytest.mark.parametrize("point", AT_THE_DRIVE)
def test_a_drive_that_refuses_has_its_own_error(tmp_path: Path, point: str, code: int, expected: type[GawahError]) -> None:
    vault, _ = make(tmp_path / "vault")
    before = keep(vault, b"canary acknowledged")
    fail(point, code)
    with pytest.raises(expected) as refused:
        keep(vault, b"canary refused" * 1000)
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None
    _points.hook = None
    assert list((tmp_path / "vault/tmp").glob("[0-9a-f]*")) == [] or point.startswith("checkpoint")
    vault.close()
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        assert vault.check(full=True).problems == ()
        vault.read_blob(before.id, io.BytesIO())
        if not point.startswith("checkpoint"):  # there, the item was committed before the drive refused
            assert keep(vault, b"canary refused" * 1000).size == 14_000
        assert vault.check(full=True).orphans == ()


@pytest.mark.usefixtures("_no_hook")
def test_the_same_vault_goes_on_after_a_refusal(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        fail("blob-fsync", errno.ENOSPC)
        with pytest.raises(DiskFull):
            keep(vault, b"canary")
        _points.hook = None
        item = keep(vault, b"canary")
        read(vault, item, [message(b"canary", 1, "canary")])
        assert vault.check(full=True).problems == ()


def may_mount() -> bool:
    """Whether this user may mount a drive."""
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=False, capture_output=True).returncode == 0
        return done and subprocess.run(["umount", place], check=False).returncode == 0


SIZE = 6 << 20


class Mounted:
    """A drive of 6 MiB."""

    def __init__(self, place: Path) -> None:
        self.place = place
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)

    @contextlib.contextmanager
    def only_read(self) -> Iterator[None]:
        """Within the block nothing may be written there."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.place)], check=True)
        yield
        subprocess.run(["mount", "-o", "remount,rw", str(self.place)], check=True)

    def close(self) -> None:
        """Take it away."""
        subprocess.run(["umount", str(self.place)], check=True)


class Pretended:
    """The same where nothing may be mounted: durable.py and the limit on the size of a file give the errors of such a drive."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, self._limit[1]))
        durable.recorder = self._full

    def _full(self, step: str, _path: Path, _other: Path | None) -> None:
        held = sum(path.stat().st_size for path in self.place.rglob("*") if path.is_file())
        if step == "write" and held > SIZE:
            raise OSError(errno.ENOSPC, "canary", "canary")

    @contextlib.contextmanager
    def only_read(self) -> Iterator[None]:
        """Within the block no file may be opened to be written."""
        real = os.open

        def refusing(path: str, flags: int, *more: int, **named: int) -> int:
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                raise OSError(errno.EROFS, "canary", "canary")
            return real(path, flags, *more, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "open", refusing)
            yield

    def close(self) -> None:
        """Be as before."""
        durable.recorder = None
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)


@pytest.fixture(params=[Pretended, Mounted] if may_mount() else [Pretended])
def small_drive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mounted | Pretended]:
    """A drive of 6 MiB: a real one where this user may mount it, and always one that is told by its errors."""
    (tmp_path / "drive").mkdir()
    drive: Mounted | Pretended = request.param(tmp_path / "drive")
    yield drive
    drive.close()


def test_a_drive_that_fills_up_with_originals(small_drive: Mounted | Pretended) -> None:
    vault, _ = make(small_drive.place / "vault")
    kept: list[EvidenceItem] = []
    with pytest.raises(DiskFull):
        kept.extend(keep(vault, os.urandom(700_000) + b"%d" % number) for number in range(100))
    assert 2 <= len(kept) <= 9
    with pytest.raises(DiskFull):
        keep(vault, os.urandom(3_000_000))
    shut(vault)
    with LocalVault.open(small_drive.place / "vault", PASSPHRASE) as vault:
        assert [item.id for item in vault.items()] == [item.id for item in kept]
        assert vault.check(full=True).problems == ()


def test_a_drive_that_fills_up_with_rows(small_drive: Mounted | Pretended) -> None:
    vault, _ = make(small_drive.place / "vault")
    item = keep(vault, b"canary")
    read(vault, item, [message(b"canary", n, f"canary {n}") for n in range(50)])
    vault._case.database.run("PRAGMA cache_size = -500")  # else the drive is met only after 128 MiB of rows
    with pytest.raises((DiskFull, VaultUnwritable)):
        read(vault, item, (message(b"canary", n, f"canary {n}" * 20) for n in range(1_000_000)))
    shut(vault)
    with LocalVault.open(small_drive.place / "vault", PASSPHRASE) as vault:
        assert vault.total() == 50
        assert vault.count("canary") == 50
        assert vault.check(full=True).problems == ()


def shut(vault: LocalVault) -> None:
    """Close on a full drive: the last checkpoint may find no room, which loses nothing."""
    with contextlib.suppress(DiskFull):
        vault.close()


def test_a_file_too_large_for_its_owner(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
        try:
            with pytest.raises(DiskFull):
                keep(vault, bytes(2_000_000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        keep(vault, bytes(2_000_000))
        assert vault.check(full=True).problems == ()


class Breaking:
    """A source that breaks off."""

    def __init__(self) -> None:
        self._left = 3

    def read(self, _size: int = -1, /) -> bytes:
        self._left -= 1
        if self._left == 0:
            raise OSError(errno.EIO, "canary", "canary")
        return b"x" * 1000


def test_a_source_that_breaks_off_is_not_the_vaults_fault(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        with pytest.raises(SourceUnreadable) as refused, vault.keeping(AT, acting(vault)) as keeping:
            keeping.keep(Breaking(), name="canary", media_type="text/plain")
        assert "canary" not in str(refused.value)
        assert vault.items() == []
        assert list((tmp_path / "vault/tmp").iterdir()) == []


def test_a_drive_that_may_only_be_read(small_drive: Mounted | Pretended) -> None:
    vault, _ = make(small_drive.place / "vault")
    item = keep(vault, b"canary")
    vault.close()
    with small_drive.only_read(), pytest.raises(VaultUnwritable) as refused:
        LocalVault.open(small_drive.place / "vault", PASSPHRASE)
    assert "vault" not in str(refused.value).replace("the vault's drive", "")
    with LocalVault.open(small_drive.place / "vault", PASSPHRASE) as vault:
        assert vault.items() == [item]
