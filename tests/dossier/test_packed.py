"""A bundle as one tar: the same bytes each time, every file as listed, and an end in an error where one is not."""

import io
import tarfile
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.dossier.packed import Packed
from gawah.records.digest import sha256
from gawah.records.errors import SourceUnreadable, VerificationFailed


def packed(folder: Path, step: int = 1000) -> bytes:
    stream = Packed(folder, "top", sha256((folder / bundle.TAG_MANIFEST).read_bytes()))
    return b"".join(iter(lambda: stream.read(step), b""))


def test_it_unpacks_to_the_same_files(folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed(folder))) as tar:
        found = {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}
    assert found == {f"top/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert list(found) == sorted(found)


def test_the_same_bundle_gives_the_same_bytes_however_it_is_read(folder: Path) -> None:
    before = packed(folder)
    for path in folder.rglob("*"):
        path.touch()
        path.chmod(0o700)
    assert packed(folder, step=77_777) == before
    assert len(before) % tarfile.RECORDSIZE == 0


@pytest.mark.parametrize("name", ["data/dossier.pdf", "VERIFY.txt", "tagmanifest-sha256.txt", "manifest-sha256.txt"])
def test_a_file_that_changes_after_the_check_ends_it(folder: Path, name: str) -> None:
    stream = Packed(folder, "top", sha256((folder / bundle.TAG_MANIFEST).read_bytes()))
    data = bytearray((folder / name).read_bytes())
    data[-1] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(VerificationFailed):
        list(iter(lambda: stream.read(1 << 20), b""))


def test_a_file_that_goes_away_is_told_without_its_name(folder: Path) -> None:
    stream = Packed(folder, "top", "0" * 64)
    (folder / "data/exhibits.json").unlink()
    with pytest.raises(SourceUnreadable, match="a file of the bundle cannot be read"):
        list(iter(lambda: stream.read(1 << 20), b""))
