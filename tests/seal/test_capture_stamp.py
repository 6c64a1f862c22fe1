"""Certificates and time stamps beside the signature of a WACZ: what fits is said to fit, what does not is never called valid, and
nobody is believed because this machine knows them. All keys are made here and thrown away.
"""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gawah.readers import web_archive
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture
from gawah.records.custody import TimestampToken
from gawah.records.digest import sha256
from gawah.seal import capture_signature, timestamp
from gawah.seal.capture_signature import LONGEST_CHAIN, chained, stamped
from gawah.usecases.reading import Reading
from tests.authority import Authority, Kind, establish, needs_openssl
from tests.readers.golden import SAMPLES, SHARED

START = datetime(2024, 1, 1, tzinfo=UTC)
WITHIN, LATER = "2024-02-01T10:00:00Z", "2031-01-01T00:00:00Z"


@dataclass(frozen=True)
class Holder:
    """Somebody with a certificate, issued by another holder or by themselves."""

    name: str
    by: "Holder | None" = None
    ca: bool = True
    days: int = 3_650
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def pem(self) -> str:
        issuer = self.by or self
        name, issuing = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one.name)]) for one in (self, issuer))
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuing).public_key(self.key.public_key())
        builder = builder.serial_number(7).not_valid_before(START).not_valid_after(START + timedelta(days=self.days))
        builder = builder.add_extension(x509.BasicConstraints(ca=self.ca, path_length=None), critical=True)
        if not self.ca:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(self.name)]), critical=False)
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


ROOT = Holder("Canary Root")
MIDDLE = Holder("Canary Middle", ROOT)
SITE = Holder("canary.example", MIDDLE, ca=False, days=90)
CHAIN = (SITE.pem, MIDDLE.pem, ROOT.pem)


def test_a_chain_in_order_holds_while_all_of_it_is_valid() -> None:
    assert chained("".join(CHAIN), WITHIN) == "chained"
    assert chained("".join(CHAIN[:2]), WITHIN) == "chained"
    assert chained("".join(CHAIN), None) == "undated"
    assert chained("".join(CHAIN), LATER) == "expired"
    assert chained("".join(CHAIN), "2024-04-02T00:00:00Z") == "expired"  # the site's has run out, the others have not
    assert chained("".join(CHAIN), "2023-12-31T23:59:59Z") == "expired"
    assert chained(CHAIN[0], WITHIN) == "alone"


def test_a_chain_whose_parts_do_not_belong_together_is_broken() -> None:
    impostor = Holder(MIDDLE.name, ROOT)  # the name of another, with a key of its own
    assert chained(SITE.pem + impostor.pem + ROOT.pem, WITHIN) == "broken"
    assert chained(SITE.pem + ROOT.pem, WITHIN) == "broken"
    assert chained("".join(reversed(CHAIN)), WITHIN) == "broken"
    no_authority = Holder("shop.example", ROOT, ca=False)
    assert chained(Holder("canary.example", no_authority, ca=False).pem + no_authority.pem + ROOT.pem, WITHIN) == "broken"


@pytest.mark.parametrize("none", ["", "canary", "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n", "é"])
def test_what_is_no_chain_is_unreadable(none: str) -> None:
    assert chained(none, WITHIN) == "unreadable"
    assert chained(ROOT.pem * (LONGEST_CHAIN + 1), WITHIN) == "unreadable"
    assert stamped("c2ln", base64.b64encode(b"canary").decode(), none) == "unreadable"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return establish(tmp_path_factory.mktemp("time") / "canary")


SIGNATURE = base64.b64encode(b"a canary's signature").decode()


def token(authority: Authority, about: str = SIGNATURE) -> str:
    return base64.b64encode(authority.answer(timestamp.query(about.encode()))).decode()


def theirs(authority: Authority) -> str:
    return authority.signer.read_text() + authority.root.read_text()


@needs_openssl
def test_a_stamp_shows_when_this_signature_was_there(authority: Authority) -> None:
    found = stamped(SIGNATURE, token(authority), theirs(authority))
    assert isinstance(found, TimestampToken)
    assert found.authority == "CN=Canary Time,O=Invented"
    answer = base64.b64decode(token(authority))
    held = timestamp.verify(answer, sha256(SIGNATURE.encode()), roots=[authority.root.read_bytes()])
    assert abs(datetime.fromisoformat(held.time) - datetime.fromisoformat(found.time)) < timedelta(minutes=10)


@needs_openssl
def test_a_stamp_of_something_else_or_of_somebody_else_shows_nothing(authority: Authority, tmp_path: Path) -> None:
    whole, own = token(authority), theirs(authority)
    other = establish(tmp_path / "other", Kind(name="Other Canary"))
    assert stamped(SIGNATURE, token(authority, "other"), own) == "other"
    assert stamped(SIGNATURE, whole, theirs(other)) == "invalid"
    assert stamped(SIGNATURE, whole, authority.signer.read_text() + other.root.read_text()) == "invalid"
    assert stamped(SIGNATURE, whole, authority.signer.read_text()) == "rootless"
    assert stamped(SIGNATURE, whole[:-8], own) == "unreadable"
    assert stamped(SIGNATURE, "canary!", own) == "unreadable"
    late = establish(tmp_path / "late", Kind(starts=-40, ends=-10))
    assert stamped(SIGNATURE, token(late), theirs(late)) == "invalid"


@needs_openssl
def test_no_changed_letter_of_a_stamp_goes_unnoticed(authority: Authority) -> None:
    answer = base64.b64decode(token(authority))
    for at in range(len(answer) - 70, len(answer), 7):  # the signature lies at the end
        damaged = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]
        assert isinstance(stamped(SIGNATURE, base64.b64encode(damaged).decode(), theirs(authority)), str)


# --- As a reader tells it


def package(**changes: str | None) -> bytes:
    """The sample as one file, signed anew for the domain, with these fields of `signedData`."""
    source = SAMPLES / "web_archive/wacz-signed/source"
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    digest = json.loads(files["datapackage-digest.json"])
    signed = {name: digest["signedData"][name] for name in ("hash", "software", "version")}
    signature = SITE.key.sign(signed["hash"].encode(), ec.ECDSA(hashes.SHA256()))
    signed |= {"created": WITHIN, "domain": SITE.name, "domainCert": "".join(CHAIN)}
    signed |= {"signature": base64.b64encode(signature).decode(), **changes}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (files | {"datapackage-digest.json": json.dumps({**digest, "signedData": signed}).encode()}).items():
            archive.writestr(name, data)
    return out.getvalue()


def said(path: Path) -> dict[str, str]:
    with Source(path) as source:
        page = next(one for one in web_archive.read(source, Options(judge=capture_signature)) if isinstance(one, Capture))
    return {fact.name.removeprefix("wacz:"): fact.value for fact in page.facts if fact.name.startswith("wacz:")}


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., dict[str, str]]:
    def read(**changes: str | None) -> dict[str, str]:
        (tmp_path / "canary.wacz").write_bytes(package(**changes))
        return said(tmp_path / "canary.wacz")

    return read


def test_without_a_stamp_the_certificates_are_asked_for_the_time_that_the_file_states(told: Callable[..., dict[str, str]]) -> None:
    found = told()
    assert found["signature"].startswith("valid: made with the certificate of a domain")
    assert found["certificates"].startswith(
        "each is signed by the next, and all were valid then (at the time that the file states)"
    )
    assert found["certificates"].endswith("issued by an authority you have not confirmed")
    assert "time-stamp" not in found
    assert told(created=LATER)["certificates"].startswith("NOT VALID: one was not valid then")
    assert told(created="canary")["certificates"].startswith("each is signed by the next; when it was signed is not stated;")
    assert told(domainCert=CHAIN[0] + CHAIN[2])["certificates"].startswith("NOT VALID: one is not signed by the next")
    assert told(domainCert=CHAIN[0])["certificates"].startswith("one certificate alone")


@needs_openssl
def test_a_stamp_is_told_with_its_time_and_that_nobody_confirmed_its_authority(tmp_path: Path, authority: Authority) -> None:
    signed = json.loads(zipfile.ZipFile(io.BytesIO(package())).read("datapackage-digest.json"))["signedData"]
    stamp = {"timeSignature": token(authority, signed["signature"]), "timestampCert": theirs(authority)}
    path = tmp_path / "canary.wacz"
    path.write_bytes(package(signature=signed["signature"], **stamp))
    found = said(path)
    assert found["time-stamp"].startswith("valid: the signature was there at 20")
    assert "by an authority you have not confirmed, which calls itself CN=Canary Time,O=Invented" in found["time-stamp"]
    assert found["time-stamp"].endswith("the file states another time of signing, or none")  # stamped today
    assert found["certificates"].startswith("NOT VALID: one was not valid then (at the time of the time stamp)")
    path.write_bytes(package(**stamp))  # signed anew, which gives another signature
    assert said(path)["time-stamp"] == "NOT VALID: it is about another signature"


@needs_openssl
def test_the_shut_in_worker_checks_stamps_too(tmp_path: Path, authority: Authority) -> None:
    stamp = {"timeSignature": token(authority, SIGNATURE), "timestampCert": theirs(authority)}
    (tmp_path / "canary.wacz").write_bytes(package(signature=SIGNATURE, **stamp))
    read = [record for source in Reading([tmp_path / "canary.wacz"]).sources() for _, _, record in source.records()]
    facts = {fact.name: fact.value for record in read if isinstance(record, Capture) for fact in record.facts}
    assert facts["wacz:signature"].startswith("NOT VALID")
    assert facts["wacz:time-stamp"].startswith("valid: the signature was there at 20")


@pytest.mark.shared
def test_the_stamp_and_certificates_of_others_hold() -> None:
    path = SHARED / "wacz/py-wacz__valid_signed_example_1.wacz"
    found = said(path)
    assert found["time-stamp"].startswith("valid: the signature was there at 2022-01-18T19:00:12Z, by an authority you have not")
    assert "CN=www.freetsa.org" in found["time-stamp"]
    assert not found["time-stamp"].endswith("or none")
    assert found["certificates"].startswith("each is signed by the next, and all were valid then (at the time of the time stamp)")
    with zipfile.ZipFile(path) as archive:
        signed: dict[str, Any] = json.loads(archive.read("datapackage-digest.json"))["signedData"]
    assert stamped(signed["signature"] + "=", signed["timeSignature"], signed["timestampCert"]) == "other"
