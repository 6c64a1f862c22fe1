"""The signature of a PDF: PAdES baseline, levels B-B, B-T and B-LTA (ETSI EN 319 142-1; ISO 32000-2, 12.8).

    signed = sign(pdf, key, at)                B-B: a certification signature that allows no change (DocMDP, P = 1)
    signed.stamped(reply)                      B-T: an authority's time stamp over signed.over, the value of that signature
    opened = archive(pdf, key, reply, root)    B-LTA: the certificates (DSS), and a document time stamp
    opened.stamped(reply)                      over opened.over, all bytes of the file but the stamp's own

Whoever calls asks the authority; nothing here opens a socket, reads a clock or runs an event loop. pyHanko lays the signature out
in the file (an incremental update; the bytes before it stay); the CMS is put together here, so that what is signed can be read in
one place. The field is invisible and outside the page, with the print flag set: PDF/A forbids hidden ones (ISO 19005-3, 6.3.2),
PDF/UA asks for every visible one to be tagged (ISO 14289-1, 7.18.1). The same PDF, key and time give the same bytes; a time stamp
never does. Revocation of an authority's certificate is not looked up (docs/decisions/0009-time-stamps.md), so a DSS holds
certificates alone.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from gawah.records.errors import SealInvalid, TimestampInvalid
from gawah.seal import timestamp
from gawah.seal.pdf_key import PdfKey, first_certificate

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

ROOM: Final = 16 * 1024
"""Bytes kept free for an authority's answer; usual ones take 2 to 8 kB."""

SIGNATURE, ARCHIVE_STAMP = "GawahSignature", "GawahTimeStamp"
"""Names of the two fields."""

# What the library would log of a file quotes it.
_SILENT = logging.getLogger("pyhanko")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False

_DIGESTS = ("sha256", "sha384", "sha512")
_GARBLED = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError, AssertionError)
"""What reading a stranger's file may end in, beside the library's own errors."""

_TOLD = "Signature over this dossier"
_STAMPED = "Time stamp over this dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A PDF whose signature, or document time stamp, an authority may be asked about.

    Attributes:
        pdf: The file as it stands; of a document time stamp, with a hole where it is to be.
        over: What the time stamp is to be about.
        start, end: The hole: from its `<` to after its `>`.
        cms: The signature in it; empty for a document time stamp.
    """

    pdf: bytes = field(repr=False)
    over: bytes = field(repr=False)
    start: int
    end: int
    cms: bytes = field(default=b"", repr=False)

    def stamped(self, reply: bytes) -> bytes:
        """The PDF with the authority's answer, which the caller verified, in its place.

        Raises TimestampInvalid: the answer is longer than `ROOM`.
        """
        from asn1crypto import cms

        token = token_of(reply)
        if not self.cms:
            return _filled(self, token)
        whole = cms.ContentInfo.load(self.cms)
        signer = whole["content"]["signer_infos"][0]
        wrapped = cms.ContentInfo.load(token)
        signer["unsigned_attrs"] = cms.CMSAttributes([{"type": "signature_time_stamp_token", "values": [wrapped]}])
        return _filled(self, whole.dump())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A signature that holds, over the whole of a PDF.

    Attributes:
        level: B-B, B-T or B-LTA by what is there; whether the time stamps hold is for `timestamp.verify`.
        certificate: DER: whose key signed.
        at: The time that the signature claims, `YYYY-MM-DDTHH:MM:SSZ`.
        stamps: Each time stamp as an answer, with the SHA-256 of what it is to be about: over the signature, over the document.
        dss: Certificates in the document security store, DER.
    """

    level: str
    certificate: bytes = field(repr=False)
    at: str
    stamps: tuple[tuple[bytes, str], ...] = field(repr=False)
    dss: tuple[bytes, ...] = field(repr=False)


def sign(pdf: bytes, key: PdfKey, at: str, *, room: int = 0) -> Signed:
    """The PDF with a certification signature (EN 319 142-1, B-B).

    Args:
        pdf: As the page engine made it.
        key: Whose signature.
        at: The time that the signature claims, `YYYY-MM-DDTHH:MM:SSZ`: by the machine's clock.
        room: Bytes to be kept free for a time stamp over the signature; `ROOM` where one will be asked for.
    """
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.cms_embedder import SigMDPSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    size = 2 * (len(_signature(bytes(32), key)[0].dump()) + 16 + room)
    holder = SignatureObject(timestamp=datetime.fromisoformat(at), subfilter=SigSeedSubFilter.PADES, bytes_reserved=size)
    only = SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    opened = _hole(_update(pdf), SIGNATURE, _TOLD, SigObjSetup(sig_placeholder=holder, mdp_setup=only))
    made, value = _signature(sha256(opened.over).digest(), key)
    cms = made.dump()
    return Signed(
        pdf=_filled(opened, cms),
        over=value,
        start=opened.start,
        end=opened.end,
        cms=cms,
    )


def archive(pdf: bytes, key: PdfKey, reply: bytes, root: bytes) -> Signed:
    """The signed PDF with a document security store and a hole for a document time stamp (EN 319 142-1, B-LT and B-LTA).

    Args:
        pdf: With a time stamp over its signature.
        key: Whose signature it is.
        reply: The authority's answer with that stamp.
        root: The authority's root certificate, PEM.
    """
    from asn1crypto import x509
    from pyhanko.sign.signers.cms_embedder import SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    writer = _update(pdf)
    theirs = [first_certificate(one) for one in (*timestamp.certificates(reply), root)]
    held = [x509.Certificate.load(one) for one in dict.fromkeys((*key.certificates, *theirs))]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=held)
    return _hole(writer, ARCHIVE_STAMP, _STAMPED, SigObjSetup(sig_placeholder=DocumentTimestamp(bytes_reserved=2 * ROOM)))


def token_of(reply: bytes) -> bytes:
    """The token in an authority's answer (RFC 3161, 2.4.2): what stands in a signature or a PDF."""
    from asn1crypto import tsp

    token: bytes = tsp.TimeStampResp.load(reply)["time_stamp_token"].dump()
    return token


def reply_of(token: bytes) -> bytes:
    """An authority's answer with this token: the inverse of `token_of` (RFC 3161, 2.4.2: status 0, granted)."""
    from asn1crypto import cms, tsp

    reply: bytes = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(token)}).dump()
    return reply


def verify(pdf: bytes) -> Shown:
    """What the signature of a PDF shows, after checks (EN 319 102-1, 5.2 and 5.3, without a chain of certificates).

    * There is one signature; it is valid for the key of the certificate that it names, and over SHA-256 or longer.
    * It certifies the document and allows no change, and nothing was changed after it but a document security store and one
      document time stamp.
    * The signature, or that time stamp, is over the whole file to its last byte.

    Whose key it is, is for the caller to compare; so are the time stamps. Raises SealInvalid, with the check that failed.
    """
    from pyhanko.pdf_utils.misc import PdfError

    try:
        return _shown(pdf)
    except (*_GARBLED, PdfError):
        raise SealInvalid("the PDF, or the signature in it, cannot be read") from None


def _shown(pdf: bytes) -> Shown:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    reader = PdfFileReader(BytesIO(pdf))
    signatures, stamps = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
    if not signatures:
        raise SealInvalid("the PDF bears no signature")
    if len(signatures) > 1 or len(stamps) > 1:
        raise SealInvalid("the PDF bears several signatures")
    (one,) = signatures
    _holds(one)
    if one.docmdp_level is not MDPPerm.NO_CHANGES or not one.summarise_integrity_info()["docmdp_ok"]:
        raise SealInvalid("the PDF was changed after it was signed, or its signature allows changes")
    last = (stamps or signatures)[0]
    last.compute_digest()
    if last.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise SealInvalid("something stands in the PDF, or after it, that is not signed")
    tokens = [(token.dump(), sha256(one.signer_info["signature"].native).hexdigest()) for token in _tokens(one)]
    tokens += [(stamp.pkcs7_content, stamp.compute_digest("sha256").hex()) for stamp in stamps]
    held = DocumentSecurityStore.read_dss(reader) if stamps else DocumentSecurityStore(None)
    return Shown(
        level="B-LTA" if stamps else "B-T" if tokens else "B-B",
        certificate=one.signer_cert.dump(),
        at=str(one.self_reported_timestamp.isoformat()).replace("+00:00", "Z"),
        stamps=tuple((reply_of(token), subject) for token, subject in tokens),
        dss=tuple(one.dump() for one in held.load_certs()),
    )


def _holds(one: "EmbeddedPdfSignature") -> None:
    """Return when the signature is valid for the certificate that it names (RFC 5652, 5.6; RFC 5035). Raises SealInvalid."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    one.compute_integrity_info()
    if one.md_algorithm not in _DIGESTS:
        raise SealInvalid("the PDF's signature is over a digest that no longer counts")
    intact, valid = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
    if not intact:
        raise SealInvalid("the PDF is not the one that was signed")
    if not valid:
        raise SealInvalid("the PDF's signature is not valid for its certificate")


def _tokens(one: "EmbeddedPdfSignature") -> list[Any]:
    """The time stamps over the signature."""
    return [
        value
        for attribute in one.signer_info["unsigned_attrs"] or ()
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]


def _signature(digest: bytes, key: PdfKey) -> tuple["ContentInfo", bytes]:
    """The CMS over a file with this SHA-256 (RFC 5652; EN 319 122-1, 5.2: which certificate signs is signed too), and its value."""
    from asn1crypto import cms, x509
    from pyhanko.sign.general import as_signing_certificate_v2

    certificates = [x509.Certificate.load(one) for one in key.certificates]
    own, kind = certificates[0], {"algorithm": "sha256"}
    named = as_signing_certificate_v2(own, hash_algo="sha256")
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [digest]},
            {"type": "signing_certificate_v2", "values": [named]},
        ]
    )
    value = key.sign(attributes.dump())
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
        "digest_algorithm": kind,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": key.algorithm},
        "signature": value,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [kind],
        "encap_content_info": {"content_type": "data"},
        "certificates": certificates,
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}), value


def _update(pdf: bytes) -> "IncrementalPdfFileWriter":
    """A writer of an update to the PDF that takes neither the clock nor the random generator of this machine."""
    from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Update(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave the document's own dates: what is added is a signature, and that states its time."""

        def _populate_trailer(self, trailer: Any) -> None:
            # The first half names the document and stays; the second names this state of it (ISO 32000-2, 14.4).
            super()._populate_trailer(trailer)  # type: ignore[no-untyped-call]
            trailer["/ID"] = ArrayObject([trailer["/ID"][0], ByteStringObject(sha256(pdf).digest()[:16])])

    return Update(BytesIO(pdf))


def _hole(writer: "IncrementalPdfFileWriter", name: str, told: str, setup: Any) -> Signed:
    """The update written, with zeros where the signature is to be."""
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup

    # In the order of structure, as PDF/UA asks of a page with any field (ISO 14289-1, 7.18.3).
    writer.find_page_for_modification(0)[0].get_object()["/Tabs"] = pdf_name("/S")
    unseen = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    spec = SigFieldSpec(name, on_page=0, invis_sig_settings=unseen, readable_field_name=told)
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=name, writer=writer)
    next(steps)
    steps.send(setup)
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    pdf, start, end = output.getvalue(), prepared.reserved_region_start, prepared.reserved_region_end
    return Signed(pdf=pdf, over=pdf[:start] + pdf[end:], start=start, end=end)


def _filled(opened: Signed, content: bytes) -> bytes:
    """The hole filled, with zeros to its end. Raises TimestampInvalid when it is too small."""
    digits = content.hex().upper().encode("ascii")
    room = opened.end - opened.start - 2
    if len(digits) > room:
        raise TimestampInvalid("the authority's answer is too long for the place in the PDF")
    return opened.pdf[: opened.start + 1] + digits.ljust(room, b"0") + opened.pdf[opened.end - 1 :]
