"""A dossier encrypted for its recipient: the stock `age` opens it, the receipt says what the check says, nothing else is left."""

import errno
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gawah.dossier.words import Language, load
from gawah.records.digest import sha256
from gawah.seal.keys import RootSecret
from tests.interfaces.conftest import over
from tests.interfaces.program import Program, make_case

WHOM = "Inspector Canary Gul, تھانہ سائبر کرائم"
needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed (Debian package: age)")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed (Debian: poppler-utils)")


@pytest.fixture
def bundle(program: Program, tmp_path: Path) -> Path:
    program.ok("dossier", "--out", tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def key(tmp_path: Path) -> str:
    """The recipient's key; its secret stands in KEY.txt."""
    secret = RootSecret.generate()
    (tmp_path / "KEY.txt").write_text(secret.recovery_text() + "\n", encoding="ascii")
    return secret.recipient()


def sealed(program: Program, bundle: Path, key: str, out: Path) -> Any:
    return program.ok("hand-over", bundle, "--to", key, "--out", out, "--json", typed=WHOM).json


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(tmp_path: Path, file: Path, key_file: str = "KEY.txt") -> Path:
    """The folder that a recipient gets with `age` and `tar`."""
    (tmp_path / "theirs").mkdir()
    tar = subprocess.run(["age", "-d", "-i", tmp_path / key_file, file], capture_output=True, check=True, timeout=60).stdout
    subprocess.run(["tar", "-xf", "-"], input=tar, cwd=tmp_path / "theirs", check=True, timeout=60)
    (folder,) = (tmp_path / "theirs").iterdir()
    return folder


@needs_age
def test_the_stock_age_gives_the_bundle_and_it_verifies(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    made = sealed(program, bundle, key, tmp_path / "out.age")
    assert sha256((tmp_path / "out.age").read_bytes()) == made["sealed_sha256"]
    assert (tmp_path / "out.age").stat().st_size == made["sealed_bytes"]
    theirs = unpacked(tmp_path, tmp_path / "out.age")
    assert files(theirs) == files(bundle)
    assert program.ok("verify", theirs, "--key", made["fingerprint"], "--json").json["signed"]["state"] == "yes"


@needs_age
def test_each_of_several_recipients_opens_it(program: Program, bundle: Path, tmp_path: Path) -> None:
    others = [RootSecret.generate() for _ in range(9)]
    (tmp_path / "LAST.txt").write_text(others[-1].recovery_text(), encoding="ascii")
    lines = ["# the office", "", *(one.recipient() for one in others[1:])]
    (tmp_path / "recipients.txt").write_text("\n".join(lines), encoding="ascii")
    made = program.ok(
        *("hand-over", bundle, "--to", others[0].recipient(), "--to-file", tmp_path / "recipients.txt"),
        *("--out", tmp_path / "out.age", "--json"),
    ).json
    assert made["recipient_keys"] == [one.recipient() for one in others]
    assert files(unpacked(tmp_path, tmp_path / "out.age", "LAST.txt")) == files(bundle)


@needs_poppler
def test_the_receipt_bears_the_numbers_that_the_check_gives(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    made = sealed(program, bundle, key, tmp_path / "out.age")
    found = program.ok("verify", bundle, "--json").json
    assert (made["exhibits"], made["fingerprint"], made["bundle_checkpoint"]) == (
        found["exhibits"],
        found["fingerprint"],
        {name: found["checkpoint"][name] for name in ("size", "root")},
    )
    page = tmp_path / "out-receipt.pdf"
    text = subprocess.run(["pdftotext", "-layout", page, "-"], capture_output=True, check=True, text=True, timeout=60).stdout
    for number in (
        f"Exhibits {found['exhibits']}",
        found["fingerprint"],
        found["checkpoint"]["root"],
        made["checkpoint"]["root"],
        f"{made['checkpoint']['size']} entries",
        made["sealed_sha256"],
        sha256((bundle / "tagmanifest-sha256.txt").read_bytes()),
        key,
        "Inspector Canary Gul",
        "Signature",
    ):
        assert number in " ".join(text.split())
    assert made["checkpoint"]["size"] >= found["checkpoint"]["size"]


@needs_poppler
@pytest.mark.parametrize("language", ["ur", "hi", "ar"])
def test_the_receipt_is_one_page_in_the_language_asked_for(
    program: Program, bundle: Path, key: str, tmp_path: Path, language: Language
) -> None:
    out = tmp_path / "out.age"
    made = program.ok(*("hand-over", bundle, "--to", key, "--out", out, "--language", language, "--json"), typed=WHOM).json
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "out-receipt.pdf", "-"], capture_output=True, check=True, text=True, timeout=60
    ).stdout
    assert text.count("\f") == 1
    for number in (made["sealed_sha256"], made["checkpoint"]["root"], made["fingerprint"], key):
        assert number in " ".join(text.split())
    flat = " ".join(text.split())
    keys = [one for one in load().entries if one.startswith("receipt.")] + ["first.made_by", "first.made_at", "first.exhibits"]
    english = [piece.strip() for one in keys for cut in load().forms(one).values() for piece in cut[::2]]
    assert [piece for piece in english if len(piece) > 5 and piece in flat] == []


def test_a_receipt_in_a_language_that_nobody_wrote_is_refused(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    for more in ([], ["--dry-run"]):
        ran = program("hand-over", bundle, "--to", key, "--out", tmp_path / "out.age", "--language", "xx", *more, typed=WHOM)
        assert ran.code == 19
    assert not (tmp_path / "out.age").exists()


def test_a_bundle_that_is_not_whole_is_refused_and_nothing_is_left(
    program: Program, bundle: Path, key: str, tmp_path: Path
) -> None:
    exhibit = bundle / "data/exhibits/E0001.txt"
    exhibit.write_bytes(exhibit.read_bytes() + b" ")
    before = files(tmp_path)
    ran = program("hand-over", bundle, "--to", key, "--out", tmp_path / "out.age", typed=WHOM)
    assert (ran.code, ran.out) == (20, "")
    assert files(tmp_path).keys() == before.keys()
    assert program.ok("hand-over", "list", "--json").json["hand_overs"] == []


@pytest.mark.usefixtures("program")
def test_a_bundle_of_another_case_is_refused(bundle: Path, key: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_case(tmp_path / "other")
    ran = other("hand-over", bundle, "--to", key, "--out", tmp_path / "out.age", typed=WHOM)
    assert ran.code == 20
    assert not (tmp_path / "out.age").exists()


def test_a_bundle_that_this_ledger_does_not_know_is_refused(program: Program, key: str, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "case", tmp_path / "copy")
    over(tmp_path / "copy").ok("dossier", "--out", tmp_path / "bundle")
    assert program("hand-over", tmp_path / "bundle", "--to", key, "--out", tmp_path / "out.age", typed=WHOM).code == 16
    assert not (tmp_path / "out.age").exists()


def test_the_vaults_own_key_and_what_is_no_key_are_refused(program: Program, bundle: Path, tmp_path: Path) -> None:
    own = (program.vault / "keys/recipient.txt").read_text("ascii").strip()
    for keys in (["--to", own], ["--to", "age1canary"], ["--to", own.upper()], [], ["--to-file", str(bundle / "data/dossier.pdf")]):
        ran = program("hand-over", bundle, *keys, "--out", tmp_path / "out.age", typed=WHOM)
        assert ran.code == 19
        assert "canary" not in ran.err.lower()
    assert not (tmp_path / "out.age").exists()


def test_nothing_is_overwritten(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    for taken in ("out.age", "out-receipt.pdf"):
        (tmp_path / taken).write_bytes(b"theirs")
        assert program("hand-over", bundle, "--to", key, "--out", tmp_path / "out.age", typed=WHOM).code == 18
        assert (tmp_path / taken).read_bytes() == b"theirs"
        (tmp_path / taken).unlink()
    assert not [name for name in files(tmp_path) if name.endswith(".part")]
    same = program("hand-over", bundle, "--to", key, "--out", tmp_path / "a", "--receipt", tmp_path / "a", typed=WHOM)
    assert same.code == 18
    assert program.ok("hand-over", "list", "--json").json["hand_overs"] == []


def test_a_full_drive_leaves_nothing_behind(
    program: Program, bundle: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(tmp_path).keys()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "canary")

    with monkeypatch.context() as patch:
        patch.setattr("gawah.usecases._fresh.os.fsync", full)
        ran = program("hand-over", bundle, "--to", key, "--out", tmp_path / "out.age", typed=WHOM)
    assert ran.code == 41
    assert "canary" not in ran.err
    assert {name for name in files(tmp_path).keys() - before if not name.startswith(("case/", "state/"))} == set()


def test_a_dry_run_writes_nothing(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    planned = program.ok("hand-over", bundle, "--to", key, "--out", tmp_path / "out.age", "--dry-run", "--json").json
    assert (planned["dry_run"], planned["exhibits"], planned["recipient_keys"]) == (True, 9, [key])
    assert not (tmp_path / "out.age").exists()
    assert program.ok("hand-over", "list").out.startswith("nothing was handed over yet")


def test_the_receipt_that_came_back_is_noted(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    made = sealed(program, bundle, key, tmp_path / "out.age")
    item = program.ok("items", "--json").json["items"][0]["id"]
    noted = program.ok("hand-over", "receipt", made["id"][:8], "--item", item[:8], "--at", "2024-04-05", "--json").json
    (known,) = program.ok("hand-over", "list", "--json").json["hand_overs"]
    assert (known["receipt"], known["received_at"]["stated"], known["recipient"]) == (item, "2024-04-05", WHOM)
    assert noted["ledger_entry"] > made["ledger_entry"]
    assert "signed 2024-04-05" in program.ok("hand-over", "list").out
    for wrong in (["--item", "ffffffff", "--at", "2024-04-05"], ["--item", item, "--at", "soon"]):
        assert program("hand-over", "receipt", made["id"], *wrong).code in (16, 19)


@needs_poppler
def test_the_dossier_that_follows_tells_of_it_and_names_nobody(program: Program, bundle: Path, key: str, tmp_path: Path) -> None:
    made = sealed(program, bundle, key, tmp_path / "out.age")
    program.ok("dossier", "--out", tmp_path / "later")
    pdf = tmp_path / "later/data/dossier.pdf"
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True, timeout=60).stdout
    (line,) = [line for line in text.splitlines() if "encrypted for its recipient" in line]
    assert line.split()[0] == str(made["ledger_entry"])
    assert "Canary Gul" not in text
    assert program.ok("check", "--full").code == 0


@needs_poppler
def test_who_is_protected_stands_by_initials_on_receipt_and_certificate(program: Program, key: str, tmp_path: Path) -> None:
    program.ok("agent", "add", "clinic", "--acts-for", "me", typed="Imran Vasti\n")
    program.ok("protect", "add", typed="Imran Vasti\nImran\nVasti\n")
    program.ok("dossier", "--out", tmp_path / "bundle")
    as_clinic = ("--agent", "clinic")
    told = program.ok(*as_clinic, "hand-over", tmp_path / "bundle", "--to", key, "--out", tmp_path / "out.age", typed="Office").out
    told += program.ok(
        *as_clinic, "certificate", "in-bsa-63", "--dossier", tmp_path / "bundle", "--out", tmp_path / "c.pdf", "--json"
    ).out
    for page in ("out-receipt.pdf", "c.pdf"):
        told += subprocess.run(["pdftotext", tmp_path / page, "-"], capture_output=True, check=True, text=True, timeout=60).stdout
    assert "vasti" not in told.lower()
    assert told.count("[I. V.]") >= 3
