"""The signature of a dossier's PDF: with which key, and with an authority's time stamps where one is named.

The authority is asked through `usecases.stamp`: each question is in the ledger before it is sent, and `network` alone sends
it. Where no answer comes, or none that counts, the PDF stands with the signature as far as it got, and what went wrong is told.
"""

from dataclasses import dataclass, field

from gawah.records.custody import Authority
from gawah.records.errors import EvidenceError, NetworkError, TimestampInvalid
from gawah.seal import pades, pdf_key
from gawah.seal.pdf_key import PdfKey
from gawah.usecases._workspace import Workspace
from gawah.usecases.stamp import answered, stamp_bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class SignWith:
    """A key of one's own as it was brought along; it is not kept.

    Attributes:
        data: A PKCS#12 file (RFC 7292).
        passphrase: That opens it.
    """

    data: bytes = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPdf:
    """The signature of a PDF as it was made.

    Attributes:
        level: B-B, B-T or B-LTA (ETSI EN 319 142-1).
        fingerprint: SHA-256 of the certificate, grouped.
        subject: Whom the certificate names.
        own: Whether a person brought the key along.
        error: Why the signature bears no time stamp, or none over the whole; None where none was asked for or all came.
    """

    level: str
    fingerprint: str
    subject: str = field(repr=False)
    own: bool
    error: NetworkError | EvidenceError | None = None


def key_for(work: Workspace, given: SignWith | None) -> PdfKey:
    """The key to sign with: as brought along, else the case's own. Raises BadInput when what was brought cannot be used."""
    return work.vault.pdf_key() if given is None else pdf_key.from_p12(given.data, given.passphrase, work.clock())


def signed(work: Workspace, pdf: bytes, key: PdfKey, at: str, stamp_by: Authority | None) -> tuple[bytes, SignedPdf]:
    """The PDF signed, and how.

    Args:
        work: The case.
        pdf: As the page engine made it.
        key: See `key_for`.
        at: The time that the signature claims.
        stamp_by: The authority that is asked for two time stamps: over the signature, then over the whole; None to ask nobody.
    """
    made, level, error = pades.sign(pdf, key, at).pdf, "B-B", None
    if stamp_by is not None:
        first = _asked(work, pades.sign(pdf, key, at, room=pades.ROOM), stamp_by)
        error = first.error
        if first.pdf is not None:
            whole = _asked(work, pades.archive(first.pdf, key, first.reply, stamp_by.root.encode("ascii")), stamp_by)
            made, level, error = (first.pdf, "B-T", whole.error) if whole.pdf is None else (whole.pdf, "B-LTA", None)
    return made, SignedPdf(level=level, fingerprint=key.fingerprint(), subject=key.subject(), own=key.own, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A PDF with the authority's answer in it, and that answer; or why there is none."""

    pdf: bytes | None = field(default=None, repr=False)
    reply: bytes = field(default=b"", repr=False)
    error: NetworkError | EvidenceError | None = None


def _asked(work: Workspace, opened: pades.Signed, whom: Authority) -> _Asked:
    outcome = stamp_bundle(work, whom, opened.over)
    reply = answered(work, outcome)
    if reply is None:
        return _Asked(error=outcome.error)
    try:
        return _Asked(pdf=opened.stamped(reply), reply=reply)
    except TimestampInvalid as fault:
        return _Asked(error=fault)
