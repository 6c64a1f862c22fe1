"""Time stamps: the question to a time-stamping authority, and what an answer shows (RFC 3161, RFC 5816; docs/spec/ledger.md, 9).

What is asked holds the SHA-256 of some bytes and a random number, nothing else. An answer is accepted only when all of this holds:

    * status granted; the imprint is the SHA-256 of the very bytes; the number is the one that was sent (where that is known);
    * the signature verifies, by a key whose certificate leads to the root that the person gave, valid at the time stated;
    * that certificate is made for time stamping (critical extended key usage, RFC 3161 section 2.3), is the one that the signed
      attributes name (ESSCertID, RFC 5035), and is the very one that the person gave, where they gave it;
    * SHA-1 appears neither as imprint, nor in the signature, nor in the signature on that certificate.

Certificates in an answer come in the order in which the authority put them; the parser wants the order of DER, so they are put in
order first. They are not among the signed bytes (RFC 5652 section 5.4), and the answer that is kept is the one that came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha1, sha256, sha384, sha512
from typing import TYPE_CHECKING

from gawah.records.custody import TimestampToken
from gawah.records.errors import BadInput, TimestampInvalid
from gawah.seal import _der

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

LONGEST = 1 << 20
"""Bytes of the longest answer that is looked at; usual ones take 2 to 8 kB."""

_STATUS = ("granted", "grantedWithMods", "rejection", "waiting", "revocationWarning", "revocationNotification")
_FAILURE = {
    0: "badAlg",
    2: "badRequest",
    5: "badDataFormat",
    14: "timeNotAvailable",
    15: "unacceptedPolicy",
    16: "unacceptedExtension",
    17: "addInfoNotAvailable",
    25: "systemFailure",
}
_SHA_256 = "2.16.840.1.101.3.4.2.1"
_DIGESTS = {  # contents of the object identifiers: what may stand in a signature, and what in an ESSCertID
    bytes.fromhex("608648016503040201"): sha256,
    bytes.fromhex("608648016503040202"): sha384,
    bytes.fromhex("608648016503040203"): sha512,
}
_SIGNING_CERTIFICATE = bytes.fromhex("2a864886f70d010910020c")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("2a864886f70d010910022f")


@dataclass(frozen=True, slots=True)
class _Signed:
    """What of an answer is looked at byte by byte: its certificates, and of its one signature the digest and the ESSCertID."""

    certificates: list[_der.Element]
    digest: bytes
    names: bytes


def query(data: bytes) -> bytes:
    """A question for a time stamp over `data` (RFC 3161 section 2.4.1): its SHA-256, a random nonce, certificates wanted."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    wanted = TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256, nonce=True, cert_req=True)
    return wanted.build().as_bytes()


def verify(
    reply: bytes, subject: str, *, roots: Sequence[bytes], signer: bytes | None = None, asked: bytes | None = None
) -> TimestampToken:
    """What the answer shows about some bytes, after every check of the module's list (RFC 3161 section 2.4.2).

    Args:
        reply: The raw answer.
        subject: SHA-256 of the bytes that it should be about, 64 hexadecimal digits.
        roots: Root certificates that the person trusts for time stamps, PEM.
        signer: The certificate of the authority itself, PEM, when the person gave it.
        asked: The question, so that the nonce is compared; None when it is not at hand, as for whoever is given a bundle.

    Raises:
        TimestampInvalid: With the standard's own word for what failed.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    ordered, parts = _read(reply)
    response = _parsed(ordered)
    _about(response, subject, asked)
    found = [_loaded(ordered[one.start : one.end]) for one in parts.certificates]
    given = None if signer is None else _certificate(signer)
    verifier = VerifierBuilder(roots=[_certificate(root) for root in roots], tsa_certificate=given).build()
    try:
        verifier.verify(response, response.tst_info.message_imprint.message)
    except (VerificationError, ValueError) as fault:
        raise TimestampInvalid(_plain(f"the time stamp does not verify: {fault}")) from None
    leaf = _leaf(ordered, parts, given)
    if leaf.signature_hash_algorithm is not None and leaf.signature_hash_algorithm.name == "sha1":
        raise TimestampInvalid("badAlg: the authority's certificate is signed with SHA-1")
    return _token(response, leaf, [leaf, *found, *(_certificate(root) for root in roots[:1])])


def certificate(data: bytes) -> bytes:
    """The one certificate that a file holds, as PEM. Raises BadInput when it is not one certificate, PEM or DER."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate, load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(data) if b"-----BEGIN" in data else [load_der_x509_certificate(data)]
    except (ValueError, InvalidVersion):
        raise BadInput("this is not a certificate, neither PEM nor DER") from None
    if len(found) != 1:
        raise BadInput("the file holds several certificates; give the one that is meant")
    return found[0].public_bytes(Encoding.PEM)


def certificates(reply: bytes) -> list[bytes]:
    """The certificates that an answer carries, PEM, in the order of DER. Raises TimestampInvalid when it cannot be read."""
    from cryptography.hazmat.primitives.serialization import Encoding

    ordered, parts = _read(reply)
    return [_loaded(ordered[one.start : one.end]).public_bytes(Encoding.PEM) for one in parts.certificates]


def _loaded(der: bytes) -> "Certificate":
    """A certificate out of an answer, from whoever sent it; its names are read at once.

    The verifier reads the names in no certain order and not always all of them, so it would now refuse an answer and now accept it.
    """
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    try:
        found = load_der_x509_certificate(der)
        found.issuer, found.subject  # noqa: B018 - parsed only when they are asked for
    except (ValueError, TypeError, InvalidVersion):  # whatever the library makes of it
        raise TimestampInvalid("badDataFormat: a certificate in the answer cannot be read") from None
    return found


def _certificate(pem: bytes) -> "Certificate":
    from cryptography.x509 import InvalidVersion, load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(pem)
    except (ValueError, InvalidVersion):
        raise BadInput("this is not a certificate") from None


def _read(reply: bytes) -> tuple[bytes, _Signed]:
    """The answer with its certificates in the order of DER, and the parts of its SignedData (RFC 5652 section 5.1)."""
    if len(reply) > LONGEST:
        raise TimestampInvalid("badDataFormat: the answer is too long")
    try:
        outer = _der.expect(_der.whole(reply), _der.SEQUENCE)
        status, *rest = _der.inside(reply, outer)
        _granted(reply, _der.expect(status, _der.SEQUENCE))
        (token,) = rest
        _, wrapped = _der.inside(reply, _der.expect(token, _der.SEQUENCE))
        (signed,) = _der.inside(reply, _der.expect(wrapped, _der.CONTEXT_0))
        ordered = _in_order(reply, signed)
        return ordered, _signed(ordered, signed)
    except (ValueError, IndexError):
        raise TimestampInvalid("badDataFormat: this is not the answer of a time-stamping authority") from None


def _granted(reply: bytes, status: _der.Element) -> None:
    first, *rest = _der.inside(reply, status)
    value = _der.number(reply, first)
    if value == 0:
        return
    words = [_STATUS[value] if 0 <= value < len(_STATUS) else "unknown status"]
    for element in rest:
        if element.tag == _der.BIT_STRING:
            bits = _der.contents(reply, element)[1:]
            words += [word for bit, word in _FAILURE.items() if bit // 8 < len(bits) and bits[bit // 8] << (bit % 8) & 0x80]
    raise TimestampInvalid(f"the authority answered: {', '.join(words)}")


def _in_order(reply: bytes, signed: _der.Element) -> bytes:
    for field in _der.inside(reply, signed):
        if field.tag == _der.CONTEXT_0:
            held = [reply[one.start : one.end] for one in _der.inside(reply, field)]
            return reply[: field.body] + b"".join(sorted(held)) + reply[field.end :]
    return reply


def _signed(reply: bytes, signed: _der.Element) -> _Signed:
    fields = _der.inside(reply, _der.expect(signed, _der.SEQUENCE))
    held = [one for field in fields if field.tag == _der.CONTEXT_0 for one in _der.inside(reply, field)]
    (signer,) = _der.inside(reply, _der.expect(fields[-1], _der.SET))
    _, _, digest, attributes, *_ = _der.inside(reply, signer)
    kind = _der.contents(reply, _der.inside(reply, _der.expect(digest, _der.SEQUENCE))[0])
    for attribute in _der.inside(reply, _der.expect(attributes, _der.CONTEXT_0)):
        name, values = _der.inside(reply, attribute)
        if _der.contents(reply, name) in (_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2):
            return _Signed(held, kind, _first_named(reply, values, old=_der.contents(reply, name) == _SIGNING_CERTIFICATE))
    raise ValueError("no ESSCertID")


def _first_named(reply: bytes, values: _der.Element, *, old: bool) -> bytes:
    """The digest of the first ESSCertID, that of the signer (RFC 5035 section 3), with one octet before it for its kind."""
    (value,) = _der.inside(reply, _der.expect(values, _der.SET))
    first = _der.inside(reply, _der.inside(reply, value)[0])[0]
    parts = _der.inside(reply, first)
    if old:
        return b"\x01" + _der.contents(reply, _der.expect(parts[0], _der.OCTET_STRING))
    if parts[0].tag == _der.SEQUENCE:  # another digest than SHA-256, which is left out
        kind = _der.contents(reply, _der.inside(reply, parts[0])[0])
        return bytes([2 + list(_DIGESTS).index(kind)]) + _der.contents(reply, _der.expect(parts[1], _der.OCTET_STRING))
    return b"\x02" + _der.contents(reply, _der.expect(parts[0], _der.OCTET_STRING))


def _parsed(reply: bytes) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response

    try:
        response = decode_timestamp_response(reply)
        response.tst_info  # noqa: B018 - parsed only when it is asked for
    except ValueError:
        raise TimestampInvalid("badDataFormat: the answer is not as RFC 3161 has it") from None
    return response


def _about(response: "TimeStampResponse", subject: str, asked: bytes | None) -> None:
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA_256:
        raise TimestampInvalid("badAlg: messageImprint is not SHA-256")
    if imprint.message.hex() != subject:
        raise TimestampInvalid("messageImprint: the answer is about other bytes")
    if asked is not None and response.tst_info.nonce != nonce(asked):
        raise TimestampInvalid("nonce: the answer belongs to another question")


def nonce(asked: bytes) -> int:
    """The random number in a question (RFC 3161 section 2.4.1). Raises TimestampInvalid when there is none."""
    try:
        fields = _der.inside(asked, _der.expect(_der.whole(asked), _der.SEQUENCE))
        return next(_der.number(asked, field) for field in fields[1:] if field.tag == _der.INTEGER)
    except (ValueError, StopIteration):
        raise TimestampInvalid("badDataFormat: this is not a question with a nonce") from None


def nonce_in_reply(reply: bytes) -> int | None:
    """The random number that an answer carries, nothing verified; None when it carries none or is no answer."""
    try:
        return _parsed(_read(reply)[0]).tst_info.nonce
    except TimestampInvalid:
        return None


def _leaf(reply: bytes, parts: _Signed, given: "Certificate | None") -> "Certificate":
    """The certificate that the signed attributes name, from the answer or as given."""
    from cryptography.hazmat.primitives.serialization import Encoding

    if parts.digest not in _DIGESTS:
        raise TimestampInvalid("badAlg: the signature is not over SHA-256, SHA-384 or SHA-512")
    kinds = {2 + index: kind for index, kind in enumerate(_DIGESTS.values())}
    held = [reply[one.start : one.end] for one in parts.certificates]
    if given is not None:
        held.append(given.public_bytes(Encoding.DER))
    for one in held:
        # ESSCertID of RFC 2634 is SHA-1 by definition; it names a certificate under a signature that is not, and cannot be bent to
        # another one without a second preimage.
        digest = sha1(one, usedforsecurity=False) if parts.names[0] == 1 else kinds[parts.names[0]](one)
        if digest.digest() == parts.names[1:]:
            return _loaded(one)
    raise TimestampInvalid("ESSCertID: the certificate that signed is not the one that the answer names")


def _token(response: "TimeStampResponse", leaf: "Certificate", chain: Sequence["Certificate"]) -> TimestampToken:
    info = response.tst_info
    accuracy = timedelta()
    if info.accuracy is not None:
        accuracy = timedelta(
            seconds=info.accuracy.seconds or 0, milliseconds=info.accuracy.millis or 0, microseconds=info.accuracy.micros or 0
        )
    latest = info.gen_time + accuracy
    up = timedelta(seconds=1) if latest.microsecond else timedelta()
    return TimestampToken(
        time=_text(info.gen_time),
        earliest=_text(info.gen_time - accuracy),
        latest=_text(latest + up),
        serial=f"{info.serial_number:x}",
        policy=info.policy.dotted_string,
        authority=_plain(leaf.subject.rfc4514_string()),
        expires=_text(min(one.not_valid_after_utc for one in chain)),
    )


def _text(instant: datetime) -> str:
    return instant.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _plain(words: str) -> str:
    """Printable ASCII of bearable length: certificates and messages hold what a stranger wrote."""
    return "".join(char if " " <= char <= "~" else "?" for char in words)[:200]
