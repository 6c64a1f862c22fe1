import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.records.digest import sha256
from gawah.records.errors import AlreadyThere, DiskFull, VaultUnwritable
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
