"""The scripts of a bundle, run as a stranger runs them: stock programs, empty environment, no Python."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.seal import ledger, merkle, note
from tests.dossier import sample

STOCK = "sh sha256sum openssl base64 awk sed mktemp sort comm cmp cp find rm cat dirname tail"
SHELLS = [shell for shell in ("/bin/dash", "/bin/bash") if Path(shell).exists()]


def run(folder: Path, *words: str, shell: str = "/bin/sh", timeout: float | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shell, *words],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_a_bundle_as_written_passes(written: Path, shell: str) -> None:
    done = run(written, "verify-all.sh", shell=shell)
    assert done.returncode == 0, done.stdout
    assert "FAILED" not in done.stdout
    assert done.stderr == ""
    assert sample.KEY.fingerprint() in done.stdout
    assert done.stdout.count(", signed\n") == 8
    assert "CONSISTENT: 3 -> 5" in done.stdout


def test_stock_programs_are_enough(written: Path, tmp_path: Path) -> None:
    for name in STOCK.split(" "):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    done = subprocess.run(["/bin/sh", "verify-all.sh"], cwd=written, env={"PATH": str(tmp_path)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "data/dossier.pdf",
        "data/exhibits/E0002.txt",
        "data/exhibits/E0007.png",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "ledger/leaves/E0002.json",
        "ledger/rows/E0002.json",
        "ledger/proofs/E0002.tlog-proof",
        "ledger/proofs/E0002.row-proof",
        "ledger/checkpoint-5.txt",
        "ledger/consistency-3-5.txt",
        "seal/tagmanifest-sha256.txt.ed25519",
        "signatures/device-ed25519.pub.pem",
    ],
)
def test_one_changed_byte_is_caught(case: sample.Case, tmp_path: Path, name: str) -> None:
    # Two exhibits, one of each kind, so that a run takes half a second; the scripts do not read exhibits.json.
    two = replace(case.bundle, exhibits=tuple(each for each in case.bundle.exhibits if each.number in {"E0002", "E0007"}))
    folder = tmp_path / "two"
    bundle.write(folder, two, sample.KEY.sign)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    assert run(folder, "verify-all.sh").returncode == 1


@pytest.mark.parametrize("name", ["data/exhibits/E0002.txt", "ledger/leaves/E0002.json", "ledger/rows/E0002.json"])
def test_a_forger_who_repairs_the_lists_is_caught_by_the_proof(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[-30] ^= 1
    (folder / name).write_bytes(data)
    done = run(folder, "verify-merkle.sh", "E0002")
    assert done.returncode == 1
    assert "NOT PROVED" in done.stdout


@pytest.mark.parametrize("line", range(6))
def test_every_line_of_a_proof_counts(folder: Path, line: int) -> None:
    path = folder / "ledger/proofs/E0002.row-proof"
    lines = path.read_text().splitlines(keepends=True)
    if line < len(lines):
        del lines[line]
    else:
        lines.append(lines[-1])
    path.write_text("".join(lines))
    assert run(folder, "verify-merkle.sh", "E0002").returncode == 1


def test_the_proof_of_another_exhibit_does_not_fit(folder: Path) -> None:
    shutil.copy(folder / "ledger/proofs/E0001.row-proof", folder / "ledger/proofs/E0002.row-proof")
    assert run(folder, "verify-merkle.sh", "E0002").returncode == 1


def test_an_added_file_is_named(folder: Path) -> None:
    (folder / "data" / "more.txt").write_text("x")
    done = run(folder, "verify-all.sh")
    assert done.returncode == 1
    assert "data/more.txt" in done.stdout


def test_a_removed_list_is_caught(folder: Path) -> None:
    (folder / "tagmanifest-sha256.txt").unlink()
    assert run(folder, "verify-all.sh").returncode == 1


def test_every_text_is_found_in_its_row(tmp_path: Path, written: Path) -> None:
    """The script reads the text out of JSON with awk: quotes, backslashes, controls, any script."""
    folder = Path(shutil.copytree(written, tmp_path / "b"))
    body = 'a"b\\c\n\t\r\b\f\x01\x1f/\x7f "body":"x" \\u0041 میں 😀 é %s %% \\\\"'
    record = sample.message(1, body)
    row = ledger.row_leaf(sample.canonical(record), b"\x07" * 16)
    leaf = sample.leaf(2, "read", batch={"root": merkle.leaf_hash(row).hex(), "size": 1})
    checkpoint = note.sign_checkpoint(sample.ORIGIN, 1, merkle.leaf_hash(leaf), sample.KEY)
    (folder / "data/exhibits/E0002.txt").write_bytes(body.encode())
    (folder / "ledger/rows/E0002.json").write_bytes(row)
    (folder / "ledger/proofs/E0002.row-proof").write_bytes(note.write_row_proof(0, 1, []))
    (folder / "ledger/leaves/E0002.json").write_bytes(leaf)
    (folder / "ledger/proofs/E0002.tlog-proof").write_bytes(note.write_proof(0, [], checkpoint))
    (folder / "ledger/checkpoint-1.txt").write_bytes(checkpoint)
    done = run(folder, "verify-merkle.sh", "E0002")
    assert done.returncode == 0, done.stdout


def test_trees_of_every_small_shape(tmp_path: Path, written: Path) -> None:
    shutil.copy(written / "verify-consistency.sh", tmp_path)
    hashes = [merkle.leaf_hash(bytes([n])) for n in range(7)]
    heads = {n: note.sign_checkpoint(sample.ORIGIN, n, merkle.root(hashes[:n]), sample.KEY) for n in range(1, 8)}
    for new in range(2, 8):
        for old in range(1, new):
            (tmp_path / "old").write_bytes(heads[old])
            (tmp_path / "new").write_bytes(heads[new])
            path = merkle.consistency(old, hashes[:new])
            (tmp_path / "proof").write_bytes(note.write_consistency(old, new, path))
            assert run(tmp_path, "verify-consistency.sh", "old", "new", "proof").returncode == 0, (old, new)
            (tmp_path / "proof").write_bytes(note.write_consistency(old, new, [*path[:-1], os.urandom(32)]))
            assert run(tmp_path, "verify-consistency.sh", "old", "new", "proof").returncode == 1, (old, new)


@pytest.mark.parametrize("file", ["old", "new", "proof"])
def test_a_hash_that_is_none_is_refused_at_once(tmp_path: Path, written: Path, file: str) -> None:
    """What a stranger runs on a forged bundle must come to an end."""
    shutil.copy(written / "verify-consistency.sh", tmp_path)
    hashes = [merkle.leaf_hash(bytes([n])) for n in range(7)]
    for old in (1, 3, 4):
        for place, size in (("old", old), ("new", 7)):
            (tmp_path / place).write_bytes(note.sign_checkpoint(sample.ORIGIN, size, merkle.root(hashes[:size]), sample.KEY))
        (tmp_path / "proof").write_bytes(note.write_consistency(old, 7, merkle.consistency(old, hashes)))
        lines = (tmp_path / file).read_bytes().split(b"\n")
        first = 3 if file == "proof" else 2
        for spoilt in (b"!" + lines[first][1:], lines[first][:-2] + b"=", b"A"):
            (tmp_path / file).write_bytes(b"\n".join([*lines[:first], spoilt, *lines[first + 1 :]]))
            done = run(tmp_path, "verify-consistency.sh", "old", "new", "proof", timeout=30)
            assert (done.returncode, "a hash is malformed" in done.stdout) == (1, True), (old, spoilt)


def test_openssl_reads_the_fingerprint_as_the_dossier_prints_it(written: Path) -> None:
    command = "openssl pkey -pubin -in signatures/device-ed25519.pub.pem -outform DER | tail -c 32 | sha256sum"
    assert sample.KEY.fingerprint().replace(" ", "") in run(written, "-c", command).stdout
