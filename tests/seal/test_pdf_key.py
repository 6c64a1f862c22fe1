"""The key of a PDF's signature: derived from the ledger's, or brought along."""

import pickle  # noqa: TID251 - to see that it refuses
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import BadInput, SealInvalid
from gawah.seal import pdf_key
from gawah.seal.keys import SigningKey
from gawah.seal.pdf_key import PdfKey

SEED = bytes(range(32))
ORIGIN = "gawah.invalid/0123456789abcdef0123456789abcdef"
NOW = "2026-03-04T05:06:07Z"
PASSPHRASE = "seven lanterns"


def of_ledger(seed: bytes = SEED, origin: str = ORIGIN) -> PdfKey:
    return pdf_key.of_ledger(SigningKey.from_bytes(seed), origin)


def own(key: object, *, starts: int = -1, ends: int = 1, name: str = "Canary Helpline") -> x509.Certificate:
    """A certificate of that key, valid from and to so many days from now."""
    now = datetime.fromisoformat(NOW)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = ec.generate_private_key(ec.SECP256R1())
    made = x509.CertificateBuilder().subject_name(named).issuer_name(named).serial_number(7)
    made = made.public_key(key.public_key())  # type: ignore[attr-defined]  # any kind of key
    return (
        made.not_valid_before(now + timedelta(days=starts))
        .not_valid_after(now + timedelta(days=ends))
        .sign(issuer, hashes.SHA256())
    )


def p12(key: object, certificate: x509.Certificate | None, *more: x509.Certificate, passphrase: str = PASSPHRASE) -> bytes:
    closed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"canary", key, certificate, more or None, closed)  # type: ignore[arg-type]  # any kind


def test_the_companion_is_the_same_each_time_and_another_for_another_ledger() -> None:
    one, same = of_ledger(), of_ledger()
    assert one.certificates == same.certificates
    assert one.sign(b"canary") == same.sign(b"canary")
    assert of_ledger(bytes(32)).certificates != one.certificates
    assert of_ledger(origin="gawah.invalid/other").fingerprint() != one.fingerprint()


def test_the_companion_of_a_fixed_key_stays_what_it_was() -> None:
    """A dossier made years ago has this on page 1: neither the derivation nor the certificate may change."""
    assert of_ledger().fingerprint() == ("93df b370 2488 dc2d 612d a06a ff02 bea3 837e a49d 1011 0244 f0a1 d9c6 de03 a5b9")


def test_the_derivation_is_the_one_that_is_written_down() -> None:
    """HKDF as RFC 5869 has it, by hand; FIPS 186-5, A.2.1."""
    import hmac

    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    extracted = hmac.digest(bytes(32), SEED, "sha256")
    first = hmac.digest(extracted, b"gawah/v1/pdf\x01", "sha256")
    second = hmac.digest(extracted, first + b"gawah/v1/pdf\x02", "sha256")
    secret = int.from_bytes((first + second)[:48]) % (order - 1) + 1
    expected = ec.derive_private_key(secret, ec.SECP256R1()).public_key()
    assert x509.load_der_x509_certificate(of_ledger().certificates[0]).public_key() == expected


def test_its_certificate_names_the_ledger_and_nobody_else() -> None:
    certificate = x509.load_der_x509_certificate(of_ledger().certificates[0])
    assert of_ledger().subject() == f"CN={ORIGIN}"
    assert certificate.issuer == certificate.subject
    assert certificate.not_valid_before_utc == datetime(2000, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    certificate.verify_directly_issued_by(certificate)
    assert pdf_key.first_certificate(of_ledger().pem()) == of_ledger().certificates[0]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99))
def test_what_any_companion_signs_its_certificate_verifies(seed: bytes, data: bytes) -> None:
    key = of_ledger(seed)
    public = x509.load_der_x509_certificate(key.certificates[0]).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(key.sign(data), data, ec.ECDSA(hashes.SHA256()))
    assert (key.algorithm, key.own) == ("sha256_ecdsa", False)


def test_a_ledger_key_that_was_put_away_has_no_companion() -> None:
    signing = SigningKey.from_bytes(SEED)
    signing.forget()
    with pytest.raises(SealInvalid):
        pdf_key.of_ledger(signing, ORIGIN)


def test_it_neither_prints_nor_leaves_its_process() -> None:
    assert repr(of_ledger()) == "<PdfKey>"
    with pytest.raises(TypeError):
        pickle.dumps(of_ledger())


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "", "فانوس"])
def test_a_key_brought_along_is_taken_with_its_chain(passphrase: str) -> None:
    key, above = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256R1())
    certificate, issuer = own(key), own(above, name="Canary Root")
    taken = pdf_key.from_p12(p12(key, certificate, issuer, passphrase=passphrase), passphrase, NOW)
    assert taken.own
    assert taken.subject() == "CN=Canary Helpline"
    assert len(taken.certificates) == 2
    key.public_key().verify(taken.sign(b"x"), b"x", ec.ECDSA(hashes.SHA256()))


def test_an_rsa_key_brought_along_signs_as_cms_names_it() -> None:
    key = rsa.generate_private_key(65537, 2048)
    taken = pdf_key.from_p12(p12(key, own(key)), PASSPHRASE, NOW)
    assert taken.algorithm == "sha256_rsa"
    key.public_key().verify(taken.sign(b"x"), b"x", padding.PKCS1v15(), hashes.SHA256())


KEY = ec.generate_private_key(ec.SECP256R1())
SHORT = rsa.generate_private_key(65537, 1024)
EDWARDS = ed25519.Ed25519PrivateKey.generate()
OTHER_CURVE = ec.generate_private_key(ec.SECP256K1())
DSA = dsa.generate_private_key(2048)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"canary", "another passphrase"),
        (b"", "another passphrase"),
        (p12(KEY, own(KEY), passphrase="another"), "another passphrase"),
        (p12(None, own(KEY)), "a key and its certificate"),
        (p12(SHORT, own(SHORT)), "fewer than 2048 bits"),
        (p12(EDWARDS, own(EDWARDS)), "neither RSA nor"),
        (p12(DSA, own(DSA)), "neither RSA nor"),
        (p12(OTHER_CURVE, own(OTHER_CURVE)), "neither RSA nor"),
        (p12(KEY, own(KEY, starts=1, ends=2)), "not valid today"),
        (p12(KEY, own(KEY, starts=-2, ends=-1)), "not valid today"),
    ],
    ids=["none", "empty", "passphrase", "no key", "short", "edwards", "dsa", "curve", "not yet", "expired"],
)
def test_a_key_that_cannot_sign_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        pdf_key.from_p12(data, PASSPHRASE, NOW)


def test_a_certificate_of_another_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No library makes such a file; one made by hand is read all the same."""
    held = pkcs12.PKCS12KeyAndCertificates(KEY, pkcs12.PKCS12Certificate(own(ec.generate_private_key(ec.SECP256R1())), None), [])
    monkeypatch.setattr(pkcs12, "load_pkcs12", lambda *_: held)
    with pytest.raises(BadInput, match="another key"):
        pdf_key.from_p12(b"", "", NOW)


def test_what_is_no_certificate_is_none() -> None:
    for data in (b"", b"canary", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(SealInvalid):
            pdf_key.first_certificate(data)
        with pytest.raises(SealInvalid):
            pdf_key.subject(data)


def test_a_name_of_a_stranger_is_printed_harmlessly() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    taken = pdf_key.from_p12(p12(key, own(key, name="one\u202etwo\n" + "x" * 50)), PASSPHRASE, NOW)
    assert taken.subject().isprintable()
    assert "\u202e" not in taken.subject()
