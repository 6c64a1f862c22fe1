"""The signature of a bundle's PDF, as a stranger checks it: whether it holds, with which certificate, and its time stamps.

It shows that the PDF is unchanged, not who made it. The sealed list covers the PDF and the certificate all the same: what a program
for PDF may overlook, such as bytes after the end, is found there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, takewhile
from pathlib import Path

from gawah.dossier import bundle
from gawah.dossier.verify import Difference
from gawah.records.errors import EvidenceError, SealInvalid
from gawah.seal import pades, pdf_key
from gawah.usecases import _exhibit_proofs as proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSignature:
    """A PDF's signature that holds, with the certificate in `signatures/`.

    Attributes:
        level: B-B, B-T or B-LTA, by the time stamps in it.
        fingerprint: SHA-256 of the certificate, grouped.
        subject: Whom it names.
        at: The time that the signature claims.
        stamps: Each time stamp in it: what it is over in words, the answer, and the SHA-256 of what it is to be about.
    """

    level: str
    fingerprint: str
    subject: str = field(repr=False)
    at: str
    stamps: tuple[tuple[str, bytes, str], ...] = field(repr=False)

    @property
    def words(self) -> str:
        """What it shows, as a sentence."""
        return (
            f"the PDF bears a signature of its own that holds (PAdES {self.level}), certificate {self.fingerprint}: "
            "it shows that the PDF is unchanged, not who made it"
        )


def check(path: Path) -> tuple[PdfSignature | None, list[Difference]]:
    """The signature of the PDF in the folder, and what is wrong; None where there is none that holds.

    A folder without a certificate for its PDF is one of before PDFs were signed.
    """
    if not (path / bundle.PDF_CERTIFICATE).exists():
        return None, []
    found: list[PdfSignature] = []
    wrong: list[Difference] = []
    for file in _volumes(path):
        try:
            found.append(_checked(path, file))
        except OSError:
            wrong.append(_wrong(file, "it cannot be read"))
        except EvidenceError as fault:
            wrong.append(_wrong(file, str(fault)))
    return (None if wrong else found[0]), wrong


def _volumes(path: Path) -> list[str]:
    """The PDFs in the folder: the dossier, then its further volumes in order."""
    return [bundle.PDF, *takewhile(lambda file: (path / file).exists(), map(bundle.volume, count(2)))]


def _checked(path: Path, file: str) -> PdfSignature:
    certificate = pdf_key.first_certificate(proofs.read(path / bundle.PDF_CERTIFICATE))
    shown = pades.verify(proofs.read(path / file))
    if shown.certificate != certificate:
        raise SealInvalid(f"it is signed with another certificate than {bundle.PDF_CERTIFICATE}")
    return PdfSignature(
        level=shown.level,
        fingerprint=pdf_key.fingerprint(certificate),
        subject=pdf_key.subject(certificate),
        at=shown.at,
        stamps=tuple(_named(shown)),
    )


def _named(shown: pades.Shown) -> Iterator[tuple[str, bytes, str]]:
    for number, (reply, subject) in enumerate(shown.stamps):
        whole = shown.level == "B-LTA" and number == len(shown.stamps) - 1
        yield "the whole of the PDF" if whole else "the PDF's signature", reply, subject


def _wrong(file: str, what: str) -> Difference:
    return Difference(file=file, state="invalid", detail=f"Its own signature does not hold: {what}.")
