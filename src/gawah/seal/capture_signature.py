"""Checks the signature that a WACZ carries over its list of digests (WACZ signing 0.1.0; the samples show both forms).

Signed is the text `sha256:<64 hexadecimal digits>`, with ECDSA over SHA-256: by a key of the program that captured, stated as a
SubjectPublicKeyInfo, the signature as two numbers side by side (as browsers write it); or by the key of a web server's
certificate, the signature in DER. A valid one shows that whoever had that key signed this list; not who that was, nor that the
pages are true.
"""

import base64
import binascii
from typing import Literal, TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

Verdict: TypeAlias = Literal["valid", "invalid", "other-domain", "unreadable"]
"""other-domain: valid, but the certificate is not one of the domain stated; unreadable: key, certificate or signature are none."""


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
