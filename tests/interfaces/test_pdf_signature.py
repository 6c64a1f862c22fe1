"""`gawah dossier` and what it says of the PDF's signature; `--sign-with`, with what can be wrong about it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.authority import Authority, Way, establish, needs_openssl, serving
from tests.interfaces.program import Program, bare
from tests.seal.test_pdf_key import PASSPHRASE, own, p12

pytestmark = needs_openssl
KEY = ec.generate_private_key(ec.SECP256R1())
VALID = p12(KEY, own(KEY, starts=-4000, ends=40000))


@pytest.fixture
def noted(program: Program) -> Program:
    """A case with one note."""
    program.ok("add", "note", typed="canary")
    return program


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return establish(tmp_path_factory.mktemp("time") / "authority")


def secret(folder: Path, words: str = PASSPHRASE, mode: int = 0o600) -> Path:
    path = folder / "opens.txt"
    path.write_text(f"{words}\n", encoding="utf-8")
    path.chmod(mode)
    return path


def key_file(folder: Path, data: bytes = VALID) -> Path:
    path = folder / "helpline.p12"
    path.write_bytes(data)
    return path


def test_a_dossier_says_how_its_pdf_is_signed(noted: Program, tmp_path: Path) -> None:
    made = noted.ok("dossier", "--out", tmp_path / "one", "--json").json["pdf_signature"]
    assert (made["level"], made["own_key"], made["error"]) == ("B-B", False, None)
    words = noted.ok("dossier", "--out", tmp_path / "two").out
    assert "PAdES B-B, by the case itself" in words
    assert made["certificate"] in words
    checked = bare("verify", tmp_path / "one", "--json").json["pdf"]
    assert (checked["level"], checked["certificate"]) == ("B-B", made["certificate"])
    assert "not who made it" in bare("verify", tmp_path / "one").out


def test_with_an_authority_it_is_stamped_as_far_as_that_goes(noted: Program, tmp_path: Path, authority: Authority) -> None:
    with serving(Way(body=authority.answer)) as server:
        noted.ok("stamp", "authority", "add", "time", "--url", server.url, "--root", authority.root)
        assert "three times" in noted.ok("dossier", "--out", tmp_path / "none", "--stamp", "--dry-run").out
        assert server.way.asked == []
        assert "PAdES B-LTA" in noted.ok("dossier", "--out", tmp_path / "one", "--stamp").out
        server.way.status = 500
        ran = noted("dossier", "--out", tmp_path / "two", "--stamp", "--json")
    assert (ran.code, ran.json["pdf_signature"]["level"]) == (53, "B-B")
    assert ran.json["pdf_signature"]["error"] == "bad-answer"
    assert "its PDF is signed, with no time stamp (PAdES B-B)" in ran.err
    assert bare("verify", tmp_path / "two").code == 0


def test_a_key_brought_along_signs_and_is_not_kept(noted: Program, tmp_path: Path) -> None:
    sign = ("--sign-with", key_file(tmp_path), "--sign-passphrase-file", secret(tmp_path))
    assert "PAdES B-B, by CN=Canary Helpline" in noted.ok("dossier", "--out", tmp_path / "one", *sign).out
    assert bare("verify", tmp_path / "one", "--json").json["pdf"]["subject"] == "CN=Canary Helpline"
    made = noted.ok("dossier", "--out", tmp_path / "two", "--json").json["pdf_signature"]
    assert not made["own_key"]


def test_a_key_that_cannot_be_used_is_a_mistake_and_nothing_is_written(noted: Program, tmp_path: Path) -> None:
    out = ("dossier", "--out", tmp_path / "one", "--sign-with")
    opens = ("--sign-passphrase-file", secret(tmp_path))
    assert noted(*out, tmp_path / "not there.p12", *opens).code == 15
    for data, words in (
        (b"canary", "another passphrase"),
        (p12(KEY, own(KEY, starts=-9, ends=-8)), "not valid today"),
        (bytes(1 << 21), "too long"),
    ):
        ran = noted(*out, key_file(tmp_path, data), *opens)
        assert (ran.code, words in ran.err, PASSPHRASE in ran.err) == (19, True, False), ran.err
        assert noted(*out, key_file(tmp_path, data), *opens, "--dry-run").code == 19
    assert noted(*out, key_file(tmp_path), "--sign-passphrase-file", secret(tmp_path, "wrong")).code == 19
    assert noted(*out, key_file(tmp_path), "--sign-passphrase-file", secret(tmp_path, mode=0o644)).code == 17
    assert noted("dossier", "--out", tmp_path / "one", *opens).code == 19
    assert not (tmp_path / "one").exists()
