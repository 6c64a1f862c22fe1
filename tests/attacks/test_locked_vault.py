"""Whoever has a locked vault and a file they suspect in it cannot confirm that it is there (A3)."""

import shutil
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.seal import cipher
from tests.vault.invented import keep, make

SUSPECTED = b"canary, the very file that somebody holds in their hand\n" * 700
OVERHEAD = 2_000
"""Bytes that an age file is longer than its plaintext, at most, for plaintexts of these sizes (C2SP age)."""


def locked(folder: Path, *contents: bytes) -> Path:
    """A closed vault with these originals."""
    vault, _ = make(folder)
    with vault:
        for data in contents:
            keep(vault, data, name="canary-suspected.txt")
    return folder


def outside(folder: Path) -> dict[str, bytes]:
    """All that can be seen of a locked vault: names, and bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "blobs").rglob("*") if path.is_file())


def test_no_name_and_no_byte_is_a_digest_of_the_file(tmp_path: Path) -> None:
    import hashlib

    seen = outside(locked(tmp_path / "vault", SUSPECTED))
    digests = [hashlib.new(name, SUSPECTED).digest() for name in ("sha256", "sha1", "md5", "sha512", "blake2b")]
    digests.append(hashlib.sha256(SUSPECTED + bytes(cipher.padded_size(len(SUSPECTED)) - len(SUSPECTED))).digest())
    for digest in digests:
        assert [name for name in seen if digest.hex() in name or digest.hex()[:16] in name] == []
        assert [name for name, data in seen.items() if digest in data or digest.hex().encode() in data] == []
    assert [name for name, data in seen.items() if SUSPECTED[:24] in data] == []


def test_the_same_file_has_another_name_in_every_vault(tmp_path: Path) -> None:
    (first,) = blobs(locked(tmp_path / "one", SUSPECTED))
    (second,) = blobs(locked(tmp_path / "two", SUSPECTED))
    assert first.name != second.name
    assert len(first.name) == len(second.name) == 64
    assert first.read_bytes() != second.read_bytes()


def test_the_recipient_does_not_help(tmp_path: Path) -> None:
    """The drop box key lies open in the vault: sealing the suspected file to it again gives other bytes and no name."""
    folder = locked(tmp_path / "vault", SUSPECTED)
    recipient = (folder / "keys/recipient.txt").read_text("ascii").strip()
    (blob,) = blobs(folder)
    with (tmp_path / "sealed").open("wb") as sink, (tmp_path / "plain").open("wb+") as source:
        source.write(SUSPECTED)
        source.seek(0)
        cipher.encrypt(recipient, source, sink, size=None)
    sealed = (tmp_path / "sealed").read_bytes()
    head = sealed.split(b"\n---")[0]
    assert sealed[len(head) :][:200] not in blob.read_bytes()
    assert sealed.split(b"\n")[2] not in blob.read_bytes()  # the wrapped file key
    for guess in (recipient.encode("ascii"), b"", bytes(32), sha256(recipient.encode("ascii")).encode("ascii")):
        if guess:
            assert cipher.blob_name(guess, sha256(SUSPECTED)) != blob.name


@pytest.mark.parametrize("size", [0, 1, 5_000, 39_200, 1_000_003])
def test_of_the_size_the_bucket_shows_and_no_more(tmp_path: Path, size: int) -> None:
    """Two files of one bucket cannot be told apart by the size of what lies on the drive, but for the header's random stanza."""
    bucket = cipher.padded_size(size)
    smallest = next(length for length in range(max(0, size - bucket // 8), size + 1) if cipher.padded_size(length) == bucket)
    largest = bucket
    lengths = []
    for name, length in (("low", smallest), ("asked", size), ("high", largest)):
        (blob,) = blobs(locked(tmp_path / name, (b"%d" % size).ljust(length, b".")[:length]))
        lengths.append(blob.stat().st_size)
    assert all(bucket <= length <= bucket + OVERHEAD for length in lengths)
    assert max(lengths) - min(lengths) < 600  # what the stanza adds varies from file to file, also of one file


def test_a_bucket_holds_many_sizes() -> None:
    for size in (10_000, 100_000, 5_000_000, 300_000_000):
        bucket = cipher.padded_size(size)
        same = [
            length
            for length in range(size - size // 20, size + size // 20, max(1, size // 4000))
            if cipher.padded_size(length) == bucket
        ]
        assert len(same) > 1
        assert bucket - size <= size * 12 // 100


def test_the_count_of_files_and_the_notes_are_all_that_a_locked_vault_says(tmp_path: Path) -> None:
    folder = locked(tmp_path / "vault", SUSPECTED, b"another")
    seen = outside(folder)
    told = {name.split("/")[0] for name in seen}
    assert told <= {"VAULT", "keys", "db", "blobs", "checkpoints", "lock"}
    for name in (name for name in seen if name.startswith("checkpoints/")):
        lines = seen[name].decode("utf-8").splitlines()
        assert lines[0].startswith("gawah.invalid/")
        assert len(lines) == 5  # origin, number of entries, root, a blank line, a signature
    shutil.rmtree(folder)
