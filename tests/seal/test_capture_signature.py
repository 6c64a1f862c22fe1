"""Signatures of WACZ files: the two that others made hold, and every changed letter is noticed."""

import base64
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from gawah.readers import web_archive
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture
from gawah.seal import capture_signature
from gawah.seal.capture_signature import judged
from tests.readers.golden import SHARED

SIGNED = "sha256:" + "ab" * 32
KEY = ec.generate_private_key(ec.SECP384R1())
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()


def made(*, plain: bool) -> str:
    """A signature in DER, or (`plain`) as two numbers side by side."""
    signature = KEY.sign(SIGNED.encode(), ec.ECDSA(hashes.SHA256()))
    if plain:
        one, two = utils.decode_dss_signature(signature)
        signature = one.to_bytes(48, "big") + two.to_bytes(48, "big")
    return base64.b64encode(signature).decode()


def certificate(domain: str) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, domain)])
    start = datetime(2024, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(1)
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=90))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.mark.parametrize("plain", [True, False])
def test_a_signature_holds_for_its_text_and_key_alone(plain: bool) -> None:  # noqa: FBT001
    signature = made(plain=plain)
    assert judged(SIGNED, signature, key=PUBLIC) == "valid"
    assert judged(SIGNED.replace("a", "c", 1), signature, key=PUBLIC) == "invalid"
    changed = bytearray(base64.b64decode(signature))
    changed[20] ^= 1
    assert judged(SIGNED, base64.b64encode(changed).decode(), key=PUBLIC) == "invalid"


def test_a_certificate_counts_for_its_own_domain() -> None:
    signature = made(plain=False)
    of = certificate("canary.example")
    assert judged(SIGNED, signature, certificate=of, domain="canary.example") == "valid"
    assert judged(SIGNED, signature, certificate=of, domain="other.example") == "other-domain"


@pytest.mark.parametrize("key", ["", "canary", base64.b64encode(b"canary").decode(), None])
def test_what_is_no_key_is_unreadable(key: str | None) -> None:
    assert judged(SIGNED, made(plain=True), key=key) == "unreadable"
    assert judged(SIGNED, "canary!", key=PUBLIC) == "unreadable"
    assert judged(SIGNED, made(plain=True), certificate="canary", domain="canary.example") == "unreadable"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["py-wacz__valid_signed_example_1.wacz", "replayweb.page__example.wacz"])
def test_the_signatures_of_others_hold_and_a_changed_one_does_not(name: str) -> None:
    with zipfile.ZipFile(SHARED / "wacz" / name) as archive:
        signed: dict[str, Any] = json.loads(archive.read("datapackage-digest.json"))["signedData"]
    stated = {"key": signed.get("publicKey"), "certificate": signed.get("domainCert"), "domain": signed.get("domain")}
    assert judged(signed["hash"], signed["signature"], **stated) == "valid"
    assert judged(signed["hash"] + "0", signed["signature"], **stated) == "invalid"
    with Source(SHARED / "wacz" / name) as source:
        pages = [one for one in web_archive.read(source, Options(judge=capture_signature)) if isinstance(one, Capture)]
    said = {fact.value for page in pages for fact in page.facts if fact.name == "wacz:signature"}
    assert len(said) == 1
    assert said.pop().startswith("valid: made with")
