"""Zips that other programs encrypted (7-Zip, Info-ZIP) open with their password alone, and tell when a byte was changed."""

import io
import subprocess
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from gawah.readers._source import Source
from gawah.records.errors import SourceUnreadable
from gawah.usecases._unlock import Unlocking

PASSWORD = "canary-1"
FILES = {"small.txt": b"canary", "empty.txt": b"", "noise.bin": bytes(range(256)) * 3000, "long.txt": b"canary sings " * 60_000}
FORMS = {"aes-128": "AES128", "aes-192": "AES192", "aes-256": "AES256", "old": "ZipCrypto"}
each_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())


def encrypted(folder: Path, form: str, password: str = PASSWORD, files: dict[str, bytes] = FILES) -> Path:
    """A zip by 7-Zip."""
    plain = folder / "plain"
    plain.mkdir()
    for name, data in files.items():
        (plain / name).write_bytes(data)
    path = folder / "locked.zip"
    subprocess.run(
        ["7zz", "a", "-tzip", f"-mem={form}", f"-p{password}", str(path), "."], cwd=plain, check=True, capture_output=True
    )
    return path


def opened(path: Path, password: str | None) -> Source:
    return Source(path, (), Unlocking(password) if password is not None else None)


@each_form
def test_every_file_opens_with_the_password(form: str, tmp_path: Path) -> None:
    with opened(encrypted(tmp_path, form), PASSWORD) as source:
        assert {member.name for member in source.members} == set(FILES)
        for member in source.members:
            with source.open(member) as stream:
                assert stream.read() == FILES[member.name]
        assert list(source.problems()) == []


@each_form
@pytest.mark.parametrize("password", [None, "", "kanari-1", "canary-2"])
def test_without_it_or_with_another_the_files_are_listed_as_encrypted(form: str, password: str | None, tmp_path: Path) -> None:
    files = {"noise.bin": FILES["noise.bin"]}
    with opened(encrypted(tmp_path, form, "canary-1", files), password) as source:
        [member] = source.members
        if member.refused is None:  # the old cipher lets one wrong password in 256 pass at first
            assert form == "ZipCrypto"
            with pytest.raises(SourceUnreadable), source.open(member) as stream:
                stream.read()
        else:
            assert [problem.code for problem in source.problems()] == ["member-encrypted"]


def test_the_zip_of_info_zip_opens_too(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_bytes(FILES["long.txt"])
    subprocess.run(["zip", "-q", "-P", "کینری", "locked.zip", "chat.txt"], cwd=tmp_path, check=True)
    with opened(tmp_path / "locked.zip", "کینری") as source, source.open(source.members[0]) as stream:
        assert stream.read() == FILES["long.txt"]
    # as the standard library's own reader of this cipher has it
    with zipfile.ZipFile(tmp_path / "locked.zip") as archive:
        assert archive.read("chat.txt", pwd="کینری".encode()) == FILES["long.txt"]


@each_form
def test_a_changed_byte_is_noticed_when_the_file_is_read_to_its_end(form: str, tmp_path: Path) -> None:
    path = encrypted(tmp_path, form, "canary", {"noise.bin": FILES["noise.bin"]})
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with opened(path, "canary") as source, pytest.raises(SourceUnreadable), source.open(source.members[0]) as stream:
        stream.read()


def test_a_password_does_not_print() -> None:
    assert "canary" not in repr(Unlocking("canary"))


@each_form
def test_cut_and_flipped_zips_never_crash(form: str, tmp_path: Path) -> None:
    whole = encrypted(tmp_path, form, "canary", {"a.txt": b"canary" * 9}).read_bytes()
    path = tmp_path / "broken.zip"
    for place in range(len(whole)):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]):
            path.write_bytes(data)
            with opened(path, "canary") as source:
                for member in source.members:
                    source.head(member)


def test_an_encrypted_archive_in_an_archive_opens_too(tmp_path: Path) -> None:
    inner = encrypted(tmp_path, "AES256", "canary", {"chat.txt": b"canary"}).read_bytes()
    buffer: BinaryIO = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inner.zip", inner)
    (tmp_path / "outer.zip").write_bytes(buffer.getvalue())  # type: ignore[attr-defined]
    with Source(tmp_path / "outer.zip", ("inner.zip",), Unlocking("canary")) as source:
        assert source.head(source.members[0]) == b"canary"
