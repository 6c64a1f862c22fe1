"""Checks the signature that a WACZ carries over its list of digests (WACZ signing 0.1.0; the samples show both forms).

Signed is the text `sha256:<64 hexadecimal digits>`, with ECDSA over SHA-256: by a key of the program that captured, stated as a
SubjectPublicKeyInfo, the signature as two numbers side by side (as browsers write it); or by the key of a web server's
certificate, the signature in DER. A valid one shows that whoever had that key signed this list; not who that was, nor that the
pages are true.

Beside it may stand a chain of certificates, and a time stamp (RFC 3161) over the signature as it is written, in base64. Both are
held against what stands in the file alone, never against the roots that this machine knows: a chain that fits says that its parts
belong together, and a stamp that fits what its authority states. Whether that authority deserves belief is for a person to say.
"""

import base64
import binascii
import itertools
from datetime import datetime
from typing import Literal, TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from gawah.records.custody import TimestampToken
from gawah.records.digest import sha256
from gawah.records.errors import BadInput, TimestampInvalid
from gawah.seal import timestamp

Verdict: TypeAlias = Literal["valid", "invalid", "other-domain", "unreadable"]
"""other-domain: valid, but the certificate is not one of the domain stated; unreadable: key, certificate or signature are none."""

Chain: TypeAlias = Literal["chained", "undated", "broken", "expired", "alone", "unreadable"]
"""chained: each certificate is signed by the next, and all were valid; undated: no time was given to ask that of; alone: there is
one."""
Unstamped: TypeAlias = Literal["invalid", "other", "rootless", "unreadable"]
"""other: the stamp is about other bytes; rootless: the certificates end before one that signed itself."""

LONGEST_CHAIN = 10
"""Certificates; usual are two to four."""


def judged(
    signed: str, signature: str, *, key: str | None = None, certificate: str | None = None, domain: str | None = None
) -> Verdict:
    """Whether `signature` (base64) is one over the text `signed`.

    Args:
        signed: What is signed.
        signature: As stated.
        key: SubjectPublicKeyInfo, base64; taken where there is no certificate.
        certificate: PEM; the first one counts. It is not held against any root: who issued it is for a person to look up.
        domain: That the certificate is said to be of.
    """
    try:
        public = _public(key, certificate, domain)
        if public is None:
            return "other-domain"
        raw = base64.b64decode(signature, validate=True)
        size = (public.curve.key_size + 7) // 8
        if len(raw) == 2 * size:
            raw = utils.encode_dss_signature(int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big"))
        public.verify(raw, signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return "invalid"
    except (ValueError, TypeError, binascii.Error, x509.ExtensionNotFound, UnicodeError):
        return "unreadable"
    return "valid"


def chained(certificates: str, at: str | None) -> Chain:
    """Whether certificates, PEM one behind the other, sign one another: the first by the second, and so on to the last.

    Args:
        certificates: The domain's own first. Who issued the last is not looked for.
        at: When all should have been valid, `YYYY-MM-DDTHH:MM:SSZ`; None when that is not known.
    """
    try:
        chain = _chain(certificates)
    except (ValueError, x509.InvalidVersion):
        return "unreadable"
    if len(chain) == 1:
        return "alone"
    try:
        for one, issuer in itertools.pairwise(chain):
            if not issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
                return "broken"
            one.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, x509.ExtensionNotFound):  # ValueError: the names do not follow one another
        return "broken"
    except (TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension):
        return "unreadable"
    if at is None:
        return "undated"
    moment = datetime.fromisoformat(at)
    return "chained" if all(one.not_valid_before_utc <= moment <= one.not_valid_after_utc for one in chain) else "expired"


def stamped(signature: str, token: str, certificates: str) -> TimestampToken | Unstamped:
    """What a time stamp shows of a signature, or why it shows nothing.

    Args:
        signature: As stated: the stamp is over these letters.
        token: The answer of the authority (RFC 3161 section 2.4.2), base64.
        certificates: The authority's own first, PEM; the last one has signed itself.
    """
    try:
        reply = base64.b64decode(token, validate=True)
        chain = [(one.subject == one.issuer, one.public_bytes(serialization.Encoding.PEM)) for one in _chain(certificates)]
    except (ValueError, TypeError, UnicodeError, binascii.Error, x509.InvalidVersion):
        return "unreadable"
    if not chain[-1][0]:
        return "rootless"
    own, *others = [pem for _, pem in chain]
    try:
        return timestamp.verify(reply, sha256(signature.encode()), roots=others or [own], signer=own)
    except TimestampInvalid as fault:
        return {"badDataFormat": "unreadable", "messageImprint": "other"}.get(str(fault).partition(":")[0], "invalid")  # type: ignore[return-value]  # words of the list
    except BadInput:
        return "unreadable"


def _chain(certificates: str) -> list[x509.Certificate]:
    """The certificates. Raises ValueError for none, or too many."""
    found = x509.load_pem_x509_certificates(certificates.encode("ascii"))
    if len(found) > LONGEST_CHAIN:
        raise ValueError("more certificates than a chain has")
    return found


def _public(key: str | None, certificate: str | None, domain: str | None) -> ec.EllipticCurvePublicKey | None:
    """The key; None when the certificate is another domain's. Raises ValueError, TypeError."""
    if certificate is None:
        found = serialization.load_der_public_key(base64.b64decode(key or "", validate=True))
    else:
        read = x509.load_pem_x509_certificate(certificate.encode("ascii"))
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
        if domain not in names:
            return None
        found = read.public_key()
    if not isinstance(found, ec.EllipticCurvePublicKey):
        raise TypeError("not a key of the kind that these signatures have")
    return found
