"""Content credentials: that a picture is as it was signed, or is not, and that nobody vouches for whoever signed it.

The signer is invented for each run: a root and a certificate that nobody has heard of, and keys that are thrown away.
"""

import io
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from gawah.readers import _image_c2pa
from gawah.readers._image_c2pa import ALTERED, REWRITTEN, UNCHECKED, UNREADABLE, VALID
from gawah.records.content import Capture
from gawah.usecases.reading import Reading
from tests.readers.golden import SAMPLES
from tests.readers.pictures import captured

c2pa = pytest.importorskip("c2pa", reason="the extra is not installed: c2pa")
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIC": "image/heic"}
every_kind = pytest.mark.parametrize("form", KINDS)
SAID = b"a canary made this"


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Invented"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def signer() -> tuple[ec.EllipticCurvePrivateKey, str]:
    """A key, and its certificate with the root's behind it, as C2PA wants them (section 14.5.1)."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)  # noqa: TID251 - the library compares it with this machine's clock, and cannot be told another
    chain = []
    for common, public, ca in (("Canary Signer", key.public_key(), False), ("Canary Root", root_key.public_key(), True)):
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(common))
            .issuer_name(_name("Canary Root"))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=2))
            .not_valid_after(now + timedelta(days=90))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(_usage(ca=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )
        if not ca:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        chain.append(builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode())
    return key, "".join(chain)


def plain(form: str) -> bytes:
    """A picture that nobody signed."""
    if form == "HEIC":
        return (SAMPLES / "image/heic-chat/source/canary.heic").read_bytes()
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(out, form)
    return out.getvalue()


@cache
def signed(form: str) -> bytes:
    """The same with a manifest that the invented signer signed."""
    key, chain = signer()

    def sign(data: bytes) -> bytes:
        one, two = utils.decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return one.to_bytes(32, "big") + two.to_bytes(32, "big")

    source = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    made = {"action": "c2pa.created", "digitalSourceType": source, "description": SAID.decode()}
    manifest = {
        "claim_generator_info": [{"name": "canary", "version": "1"}],
        "title": "canary",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [made]}}],
    }
    out = io.BytesIO()
    builder = c2pa.Builder(json.dumps(manifest))
    builder.sign(c2pa.Signer.from_callback(sign, c2pa.C2paSigningAlg.ES256, chain), KINDS[form], io.BytesIO(plain(form)), out)
    return out.getvalue()


def said(folder: Path, data: bytes) -> str:
    return next(fact.value for fact in captured(folder, data).facts if fact.name == "c2pa")


def changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def within_pixels(form: str, data: bytes) -> int:
    """A place among the pixels, which decodes all the same."""
    if form == "HEIC":
        return data.index(b"mdat") + 3_000
    return {"JPEG": data.rfind(b"\xff\xda") + 40, "PNG": data.find(b"IDAT") + 40, "WEBP": data.find(b"VP8 ") + 60}[form]


@every_kind
def test_without_a_manifest_it_is_absent(tmp_path: Path, form: str) -> None:
    assert said(tmp_path, plain(form)) == "absent"


@every_kind
def test_a_signed_picture_is_valid_and_its_signer_is_not_vouched_for(tmp_path: Path, form: str) -> None:
    assert said(tmp_path, signed(form)) == VALID
    assert "who signed is not vouched for" in VALID


@every_kind
def test_a_picture_changed_since_is_not_valid(tmp_path: Path, form: str) -> None:
    data = signed(form)
    assert said(tmp_path, changed(data, within_pixels(form, data))) == ALTERED


def test_a_manifest_moved_to_another_picture_is_not_valid(tmp_path: Path) -> None:
    """The chunk is taken out of one PNG and put into another, as whoever wants to borrow a signature would."""
    data = signed("PNG")
    at = data.index(b"caBX") - 4
    chunk = data[at : at + 12 + int.from_bytes(data[at : at + 4], "big")]
    out = io.BytesIO()
    Image.linear_gradient("L").rotate(90).resize((64, 48)).convert("RGB").save(out, "PNG")
    other = out.getvalue()
    assert data[:at] + data[at + len(chunk) :] == plain("PNG")
    assert said(tmp_path, other[:at] + chunk + other[at:]) == ALTERED


@every_kind
@pytest.mark.parametrize("what", [SAID, b"Canary Signer"])
def test_a_manifest_that_was_rewritten_is_not_valid(tmp_path: Path, form: str, what: bytes) -> None:
    data = signed(form)
    damaged = changed(data, data.index(what))
    if form == "PNG":  # the chunk's own checksum is mended, as a forger would
        import zlib

        at = damaged.index(b"caBX") - 4
        end = at + 8 + int.from_bytes(damaged[at : at + 4], "big")
        damaged = damaged[:end] + zlib.crc32(damaged[at + 4 : end]).to_bytes(4, "big") + damaged[end + 4 :]
    assert said(tmp_path, damaged) == REWRITTEN


def test_a_manifest_that_is_none_cannot_be_read(tmp_path: Path) -> None:
    data = signed("JPEG")
    assert said(tmp_path, changed(data, data.index(b"jumd") + 4)) == UNREADABLE


def test_without_the_package_it_is_said_to_be_there_and_unchecked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_image_c2pa, "c2pa", None)
    assert said(tmp_path, signed("JPEG")) == UNCHECKED
    assert said(tmp_path, plain("JPEG")) == "absent"


def test_the_shut_in_worker_checks_it_too(tmp_path: Path) -> None:
    data = signed("JPEG")
    (tmp_path / "whole.jpg").write_bytes(data)
    (tmp_path / "altered.jpg").write_bytes(changed(data, within_pixels("JPEG", data)))
    found = {}
    for source in Reading([tmp_path / "whole.jpg", tmp_path / "altered.jpg"]).sources():
        for _, _, record in source.records():
            if isinstance(record, Capture):
                found[source.name] = next(fact.value for fact in record.facts if fact.name == "c2pa")
    assert found == {"whole.jpg": VALID, "altered.jpg": ALTERED}
