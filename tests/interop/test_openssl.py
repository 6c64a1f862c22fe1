"""What docs/spec/ledger.md tells a stranger to type works, and finds every change: openssl, sha256sum, xxd, base64, bash.

The commands are taken out of the page, so that the page cannot be wrong while the test is right.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gawah.seal import keys, ledger, merkle, note

PAGE = Path(__file__).resolve().parents[2] / "docs" / "spec" / "ledger.md"
BLOCKS = re.findall(r"^```bash\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
FINGERPRINT, CHECKPOINT, CHECK_TREE, DERIVE = BLOCKS[0], BLOCKS[1], BLOCKS[3], BLOCKS[5]
PROGRAMS = ("openssl", "sha256sum", "xxd", "base64", "bash")
missing = [program for program in PROGRAMS if shutil.which(program) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")

KEY = keys.SigningKey.generate()
ORIGIN = f"gawah.invalid/{keys.random_id()}"


def bash(script: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script, "check-tree.sh", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "OPENSSL_CONF": "/dev/null", "LC_ALL": "C.UTF-8"},
    )


def yes(script: str, folder: Path, *arguments: str) -> str:
    done = bash(script, folder, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def no(script: str, folder: Path, *arguments: str) -> None:
    assert bash(script, folder, *arguments).returncode != 0


def write(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def leaf(seq: int, **more: object) -> bytes:
    fields: dict[str, object] = {
        "v": 1,
        "seq": seq,
        "time": "2026-11-22T15:04:05Z",
        "agent": "a3" * 16,
        "for": "self",
        "key": KEY.fingerprint().replace(" ", ""),
        "op": "read",
        "salt": keys.random_bytes(16).hex(),
        "tool": "gawah 0.1.0",
    }
    return ledger.entry({**fields, **more})


def test_the_fingerprint_of_the_public_key(tmp_path: Path) -> None:
    (tmp_path / "device-ed25519.pub.pem").write_bytes(KEY.public_pem())
    assert yes(FINGERPRINT, tmp_path).split()[0] == KEY.fingerprint().replace(" ", "")


def test_the_signature_of_a_checkpoint(tmp_path: Path) -> None:
    head = note.sign_checkpoint(ORIGIN, 37, bytes(range(32)), KEY)
    (tmp_path / "device-ed25519.pub.pem").write_bytes(KEY.public_pem())
    (tmp_path / "checkpoint.txt").write_bytes(head)
    assert "Verified Successfully" in yes(CHECKPOINT, tmp_path)
    for changed in (
        head.replace(b"\n37\n", b"\n38\n"),
        head.replace(b"AAEC", b"AAED"),
        head.replace(ORIGIN.encode(), b"gawah.invalid/x"),
    ):
        (tmp_path / "checkpoint.txt").write_bytes(changed)
        no(CHECKPOINT, tmp_path)
    (tmp_path / "checkpoint.txt").write_bytes(head)
    (tmp_path / "device-ed25519.pub.pem").write_bytes(keys.SigningKey.generate().public_pem())
    no(CHECKPOINT, tmp_path)


def test_openssl_signs_what_we_verify(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"a tag manifest\n")
    yes("openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out pub.pem", tmp_path)
    yes("openssl pkeyutl -sign -inkey key.pem -rawin -in data -out sig", tmp_path)
    public = keys.public_from_pem((tmp_path / "pub.pem").read_bytes())
    keys.verify_signature(public, b"a tag manifest\n", (tmp_path / "sig").read_bytes())


def test_the_hashes_of_the_tree(tmp_path: Path) -> None:
    (tmp_path / "leaf").write_bytes(leaf(0))
    by_hand = yes("{ printf '\\0'; cat leaf; } | sha256sum | cut -c 1-64", tmp_path)
    assert by_hand.strip() == merkle.leaf_hash((tmp_path / "leaf").read_bytes()).hex()


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (4, 5), (5, 37), (20, 37), (36, 37), (31, 64)])
def test_an_entry_in_the_ledger(tmp_path: Path, index: int, size: int) -> None:
    leaves = [leaf(seq) for seq in range(size)]
    hashes = [merkle.leaf_hash(data) for data in leaves]
    head = note.sign_checkpoint(ORIGIN, size, merkle.root(hashes), KEY)
    proof = note.write_proof(index, merkle.inclusion(index, hashes), head)
    write(tmp_path, entry=leaves[index], other=leaf(index), proof=proof)
    assert yes(CHECK_TREE, tmp_path, "entry", "entry", "proof").startswith(f"YES: entry {index} of {size}")
    no(CHECK_TREE, tmp_path, "entry", "other", "proof")
    lines = proof.split(b"\n")
    changes = [proof.replace(b"index %d" % index, b"index %d" % other) for other in (index + 1, size)]
    changes += [b"\n".join([*lines[:2], lines[2], *lines[2:]])] if size > 1 else []
    changes += [b"\n".join([*lines[:2], *lines[3:]])] if size > 1 else []
    changes.append(proof.replace(b"@v1", b"@v2"))
    for changed in changes:
        write(tmp_path, proof=changed)
        no(CHECK_TREE, tmp_path, "entry", "entry", "proof")


def test_a_row_in_the_batch_of_an_entry(tmp_path: Path) -> None:
    rows = [ledger.row_leaf(b'{"body":"%d"}' % number, keys.random_bytes(16)) for number in range(11)]
    hashes = [merkle.leaf_hash(row) for row in rows]
    batch = {"root": merkle.root(hashes).hex(), "size": 11}
    write(tmp_path, row=rows[9], proof=note.write_row_proof(9, 11, merkle.inclusion(9, hashes)), entry=leaf(2, batch=batch))
    assert yes(CHECK_TREE, tmp_path, "row", "row", "proof", "entry") == f"YES: row 9 of 11, root {batch['root']}\n"
    write(tmp_path, other=rows[8], short=leaf(2, batch={**batch, "size": 10}), none=leaf(2))
    no(CHECK_TREE, tmp_path, "row", "other", "proof", "entry")
    no(CHECK_TREE, tmp_path, "row", "row", "proof", "short")
    no(CHECK_TREE, tmp_path, "row", "row", "proof", "none")


@pytest.mark.parametrize(("old", "new"), [(0, 5), (1, 2), (4, 4), (4, 7), (6, 7), (21, 37), (32, 37), (36, 37)])
def test_a_ledger_that_has_only_grown(tmp_path: Path, old: int, new: int) -> None:
    hashes = [merkle.leaf_hash(leaf(seq)) for seq in range(new)]
    proof = note.write_consistency(old, new, merkle.consistency(old, hashes))
    write(
        tmp_path,
        old=note.sign_checkpoint(ORIGIN, old, merkle.root(hashes[:old]), KEY),
        new=note.sign_checkpoint(ORIGIN, new, merkle.root(hashes), KEY),
        forked=note.sign_checkpoint(ORIGIN, old, bytes(32), KEY),
        proof=proof,
        longer=proof + proof.split(b"\n")[-2] + b"\n" if proof.count(b"\n") > 3 else proof + b"A" * 43 + b"=\n",
        resized=proof.replace(b"new %d" % new, b"new %d" % (new + 1)),
    )
    assert yes(CHECK_TREE, tmp_path, "grown", "old", "new", "proof") == f"YES: {old} -> {new}\n"
    no(CHECK_TREE, tmp_path, "grown", "old", "new", "longer")
    no(CHECK_TREE, tmp_path, "grown", "old", "new", "resized")
    if old:
        no(CHECK_TREE, tmp_path, "grown", "forked", "new", "proof")


def test_a_key_from_the_recovery_sheet(tmp_path: Path) -> None:
    root = keys.RootSecret.generate()
    printed = yes(DERIVE.replace("AGE-SECRET-KEY-1...", root.recovery_text()), tmp_path)
    assert bytes.fromhex(printed.strip().replace(":", "")) == root.derive("db")
