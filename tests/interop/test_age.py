"""The stock `age` program opens what we write, and we open what it writes. Debian package: age."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from gawah.records.errors import SealInvalid
from gawah.seal import cipher
from gawah.seal.keys import RootSecret

pytestmark = pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed (Debian package: age)")

SIZES = [0, 1, 100, 65_535, 65_536, 65_537, 131_072, 1_000_003]


def content(size: int) -> bytes:
    return bytes(range(251)) * (size // 251) + bytes(range(size % 251))


def age(*arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["age", *arguments], input=data, capture_output=True, check=False, timeout=60)


@pytest.fixture
def root(tmp_path: Path) -> RootSecret:
    secret = RootSecret.generate()
    (tmp_path / "KEY.txt").write_text(secret.recovery_text() + "\n", encoding="ascii")
    return secret


def sealed(root: RootSecret, data: bytes) -> bytes:
    sink = io.BytesIO()
    cipher.encrypt(root.recipient(), io.BytesIO(data), sink, size=len(data))
    return sink.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_age_opens_what_we_write(tmp_path: Path, root: RootSecret, size: int) -> None:
    data = content(size)
    opened = age("-d", "-i", str(tmp_path / "KEY.txt"), data=sealed(root, data))
    assert opened.returncode == 0, opened.stderr
    assert opened.stdout[:size] == data
    assert opened.stdout[size:] == bytes(cipher.padded_size(size) - size)


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_age_writes(root: RootSecret, size: int) -> None:
    data = content(size)
    written = age("-r", root.recipient(), data=data)
    assert written.returncode == 0, written.stderr
    sink = io.BytesIO()
    cipher.decrypt(root, io.BytesIO(written.stdout), sink, size=size)
    assert sink.getvalue() == data


def test_age_knows_the_recipient_of_our_key(tmp_path: Path, root: RootSecret) -> None:
    told = subprocess.run(["age-keygen", "-y", str(tmp_path / "KEY.txt")], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == root.recipient()


def test_a_key_made_by_age_is_a_root_secret() -> None:
    made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    root = RootSecret.from_recovery(made[-1])
    assert root.recovery_text() == made[-1]
    assert f"# public key: {root.recipient()}" in made


def test_neither_opens_what_was_cut_or_changed(tmp_path: Path, root: RootSecret) -> None:
    whole = sealed(root, content(200_000))
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 1
    for damaged in (whole[:-1], whole[: len(whole) // 2], whole + b"\0", bytes(changed)):
        assert age("-d", "-i", str(tmp_path / "KEY.txt"), data=damaged).returncode != 0
        with pytest.raises(SealInvalid):
            cipher.decrypt(root, io.BytesIO(damaged), io.BytesIO(), size=200_000)


def test_several_recipients_as_age_allows_them(root: RootSecret) -> None:
    written = age("-r", RootSecret.generate().recipient(), "-r", root.recipient(), data=b"for two")
    sink = io.BytesIO()
    cipher.decrypt(root, io.BytesIO(written.stdout), sink, size=7)
    assert sink.getvalue() == b"for two"
