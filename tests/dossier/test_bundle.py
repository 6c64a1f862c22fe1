import errno
import os
import stat
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.records.digest import WritableBytes, sha256
from gawah.records.errors import AlreadyThere, DigestMismatch, DiskFull, VaultUnwritable
from tests.dossier import sample


def test_everything_has_its_place(written: Path) -> None:
    files = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    expected = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "VERIFY.txt"}
    expected |= {"verify-merkle.sh", "verify-consistency.sh", "verify-all.sh", "seal/tagmanifest-sha256.txt.ed25519"}
    expected |= {
        "signatures/device-ed25519.pub.pem",
        "data/dossier.pdf",
        "data/exhibits.json",
        "data/hash-report.csv",
        "data/timeline.svg",
    }
    expected |= {"ledger/checkpoint-5.txt", "ledger/checkpoint-3.txt", "ledger/consistency-3-5.txt"}
    for number in range(1, 9):
        ending = "png" if number == 7 else "txt"
        expected |= {
            f"data/exhibits/E{number:04}.{ending}",
            f"ledger/leaves/E{number:04}.json",
            f"ledger/proofs/E{number:04}.tlog-proof",
        }
        if number != 7:
            expected |= {f"ledger/rows/E{number:04}.json", f"ledger/proofs/E{number:04}.row-proof"}
    assert files == expected


def test_the_digest_given_is_that_of_the_tag_manifest(case: sample.Case, tmp_path: Path) -> None:
    digest = bundle.write(tmp_path / "b", case.bundle, sample.KEY.sign)
    assert digest == sha256((tmp_path / "b" / "tagmanifest-sha256.txt").read_bytes())


def test_it_opens_for_its_owner_alone(written: Path) -> None:
    assert stat.S_IMODE(written.stat().st_mode) == 0o700


def test_nothing_is_overwritten(case: sample.Case, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(AlreadyThere):
        bundle.write(tmp_path / "b", case.bundle, sample.KEY.sign)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(AlreadyThere):
        bundle.write(tmp_path / "link", case.bundle, sample.KEY.sign)


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EIO, VaultUnwritable)])
def test_a_failing_disk_leaves_nothing_behind(
    case: sample.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    calls = 0

    def fail_at_the_ninth(_descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 9:
            raise OSError(number, "injected")

    monkeypatch.setattr(os, "fsync", fail_at_the_ninth)
    with pytest.raises(error):
        bundle.write(tmp_path / "b", case.bundle, sample.KEY.sign)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["E0002.txt", "../E0001.txt", "E0001.tar.gz", "E0001", "x.txt", "E0001.TXT"])
def test_exhibit_files_are_named_by_their_number(case: sample.Case, tmp_path: Path, name: str) -> None:
    first = replace(case.bundle.exhibits[0], file=name)
    with pytest.raises(ValueError, match="number"):
        bundle.write(tmp_path / "b", replace(case.bundle, exhibits=(first,)), sample.KEY.sign)


def test_a_signer_that_fails_leaves_nothing_behind(case: sample.Case, tmp_path: Path) -> None:
    def refuse(_data: bytes) -> bytes:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        bundle.write(tmp_path / "b", case.bundle, refuse)
    assert list(tmp_path.iterdir()) == []


def test_the_sheet_says_what_to_compare_and_what_is_not_proved(written: Path) -> None:
    text = (written / "VERIFY.txt").read_text()
    assert sample.KEY.fingerprint() in text
    assert "@" not in text.replace("@v1", "")
    assert "ONLY WHOEVER IS GIVEN THAT EXPORT CAN CHECK THIS" in text
    assert "NO INDEPENDENT TIME STAMP" in text


def test_lists_hold_two_spaces_and_are_sorted(written: Path) -> None:
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = (written / name).read_text().splitlines()
        assert all(line[64:66] == "  " and line[66] != " " for line in lines)
        assert lines == sorted(lines, key=lambda line: line[66:])


def test_an_interrupt_leaves_nothing_behind(case: sample.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bundle.write(tmp_path / "b", case.bundle, sample.KEY.sign)
    assert not list(tmp_path.iterdir())


class Watched:
    """What is asked to be made durable."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.folders: list[Path] = []
        self.size = 0

    def sync_files(self, paths: Collection[Path]) -> None:
        assert all(path.is_file() for path in paths)
        self.files += paths

    def sync_folders(self, folders: Collection[Path]) -> None:
        assert self.files
        self.folders += folders

    def wrote(self, size: int) -> None:
        self.size += size


def test_every_file_and_folder_is_synced_once(case: sample.Case, tmp_path: Path) -> None:
    watched = Watched()
    bundle.write(tmp_path / "b", case.bundle, sample.KEY.sign, syncing=watched)
    there = [path for path in (tmp_path / "b").rglob("*") if path.is_file()]
    root = watched.folders[-1]
    assert sorted(path.relative_to(root) for path in watched.files) == sorted(path.relative_to(tmp_path / "b") for path in there)
    assert watched.size == sum(path.stat().st_size for path in there)
    folders = {path.relative_to(tmp_path / "b") for path in (tmp_path / "b").rglob("*") if path.is_dir()} | {Path()}
    assert {path.relative_to(root) for path in watched.folders} == folders
    assert len(watched.folders) == len(folders)


def test_an_exhibit_that_is_handed_over_in_pieces_is_the_same(case: sample.Case, tmp_path: Path) -> None:
    def pieces(data: bytes) -> bundle.Content:
        def give(sink: WritableBytes) -> None:
            for start in range(0, len(data), 7):
                sink.write(data[start : start + 7])

        return give

    exhibits = tuple(replace(each, data=pieces(each.data)) for each in case.bundle.exhibits if isinstance(each.data, bytes))
    assert len(exhibits) == len(case.bundle.exhibits)
    one = bundle.write(tmp_path / "whole", case.bundle, sample.KEY.sign)
    assert bundle.write(tmp_path / "pieces", replace(case.bundle, exhibits=exhibits), sample.KEY.sign) == one


def test_an_exhibit_that_cannot_be_read_leaves_nothing_behind(case: sample.Case, tmp_path: Path) -> None:
    def refuse(sink: WritableBytes) -> None:
        sink.write(b"canary")
        raise DigestMismatch("another digest")

    first = replace(case.bundle.exhibits[0], data=refuse)
    with pytest.raises(DigestMismatch):
        bundle.write(tmp_path / "b", replace(case.bundle, exhibits=(first, *case.bundle.exhibits[1:])), sample.KEY.sign)
    assert not list(tmp_path.iterdir())
