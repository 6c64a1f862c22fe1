"""The key and the certificate with which the PDF of a dossier is signed (docs/decisions/0026-pdf-signature.md).

Few programs that read PDF check Ed25519, so the key that signs the ledger has a companion on the curve P-256, derived from it:

    HKDF-SHA256(the 32 bytes of the Ed25519 key, no salt, info "gawah/v1/pdf"), 48 bytes, as a number modulo n - 1, plus 1

(RFC 5869; FIPS 186-5, A.2.1). Nothing is stored and nothing can be lost: a backup and a vault that was sealed anew have the same.
Its certificate is issued by itself, names nobody but the ledger, and is the same bytes each time: its fingerprint is stable.
An organisation may bring a key and a certificate of its own, as PKCS#12 (RFC 7292).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NoReturn

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gawah.records.errors import BadInput, SealInvalid
from gawah.seal.keys import SigningKey

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LEAST_RSA = 2048
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
_MOST_CERTIFICATES = 16
_FROM = datetime(2000, 1, 1, tzinfo=UTC)
_TO = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""Without a well-defined end (RFC 5280, 4.1.2.5), and with a beginning before any clock that is merely wrong: neither states when
the key was made."""


class PdfKey:
    """A private key with the certificates from its own upwards. It has no `repr` of the secret.

    Attributes:
        certificates: DER, the key's own first.
        own: Whether a person brought it along; False for the companion of the ledger's key.
    """

    __slots__ = ("_key", "certificates", "own")

    def __init__(
        self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, certificates: Sequence["Certificate"], *, own: bool
    ) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding

        self._key = key
        self.certificates = tuple(one.public_bytes(Encoding.DER) for one in certificates)
        self.own = own

    @property
    def algorithm(self) -> str:
        """Of its signatures, as CMS names it (RFC 5754)."""
        return "sha256_rsa" if isinstance(self._key, rsa.RSAPrivateKey) else "sha256_ecdsa"

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of `data`, the same each time: PKCS#1 v1.5 (RFC 8017), or ECDSA as in RFC 6979."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    def pem(self) -> bytes:
        """The certificates as `openssl` reads them, the key's own first."""
        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.x509 import load_der_x509_certificate

        return b"".join(load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in self.certificates)

    def fingerprint(self) -> str:
        """See `fingerprint`."""
        return fingerprint(self.certificates[0])

    def subject(self) -> str:
        """See `subject`."""
        return subject(self.certificates[0])

    def __repr__(self) -> str:
        return "<PdfKey>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key does not leave its process")


def of_ledger(signing: SigningKey, origin: str) -> PdfKey:
    """The companion of the key that signs the ledger of this name. Raises SealInvalid when that was put away."""
    seed = HKDF(hashes.SHA256(), 48, salt=None, info=b"gawah/v1/pdf").derive(signing.to_bytes())
    key = ec.derive_private_key(int.from_bytes(seed) % (_P256_ORDER - 1) + 1, ec.SECP256R1())
    return PdfKey(key, [_issued_by_itself(key, origin)], own=False)


def from_p12(data: bytes, passphrase: str, at: str) -> PdfKey:
    """The key and certificates of a PKCS#12 file, which are not kept.

    Args:
        data: The file.
        passphrase: "" for a file without one.
        at: The time now, `YYYY-MM-DDTHH:MM:SSZ`: the certificate has to be valid.

    Raises BadInput: it is no such file, has another passphrase, or its key or certificate cannot sign a dossier.
    """
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        held = load_pkcs12(data, passphrase.encode("utf-8", "surrogatepass") or None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadInput("this is no PKCS#12 file, or another passphrase opens it") from None
    if held.key is None or held.cert is None:
        raise BadInput("the file does not hold a key and its certificate")
    key, certificate = held.key, held.cert.certificate
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < _LEAST_RSA:
            raise BadInput("the key is RSA with fewer than 2048 bits")
    elif not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, _CURVES):
        raise BadInput("the key is neither RSA nor on a curve that programs for PDF know (P-256, P-384, P-521)")
    if key.public_key() != certificate.public_key():
        raise BadInput("the certificate is that of another key")
    now = datetime.fromisoformat(at)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise BadInput("the certificate is not valid today")
    more = [one.certificate for one in held.additional_certs][: _MOST_CERTIFICATES - 1]
    return PdfKey(key, [certificate, *more], own=True)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate in DER, 16 groups of 4 digits.

    Without gawah: `openssl x509 -in pdf-certificate.pem -outform DER | sha256sum`.
    """
    digits = sha256(certificate).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def subject(certificate: bytes) -> str:
    """Whom a certificate in DER names (RFC 4514), as printable text of bearable length. Raises SealInvalid when it is none."""
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    try:
        words = load_der_x509_certificate(certificate).subject.rfc4514_string()
    except (ValueError, TypeError, InvalidVersion):
        raise SealInvalid("this is not a certificate") from None
    return "".join(char if char.isprintable() else "?" for char in words)[:200]


def first_certificate(pem: bytes) -> bytes:
    """The first certificate of a PEM file, in DER: that of the key. Raises SealInvalid when there is none."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import InvalidVersion, load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)[0].public_bytes(Encoding.DER)
    except (ValueError, TypeError, InvalidVersion):
        raise SealInvalid("this is not a certificate") from None


def _issued_by_itself(key: ec.EllipticCurvePrivateKey, origin: str) -> "Certificate":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, origin[:64])])
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(identifier.digest[:16]) | 1)
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
