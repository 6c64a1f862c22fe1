"""The PDF of one and the same dossier in the hands of openssl, poppler, pyHanko and `gawah verify`; and D6, who changes it."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager

from gawah.dossier import bundle
from gawah.records.errors import BadInput
from gawah.seal import pdf_key
from gawah.seal.keys import SigningKey
from gawah.usecases import add, stamp
from gawah.usecases._pdf_signature import SignWith
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.disclose import disclose
from gawah.usecases.verify import Verification, verify
from tests.authority import Authority, Way, establish, needs_openssl, serving
from tests.usecases.test_verify import named, reseal
from tests.vault.invented import AT, acting, make

pytestmark = needs_openssl
needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="not installed: pdfsig")


@dataclass(frozen=True)
class Made:
    """Two dossiers of one case, without and with time stamps; the key that seals, and the authority."""

    plain: Path
    stamped: Path
    key: SigningKey
    authority: Authority
    stranger: Authority


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("signed")
    authority = establish(place / "authority")
    vault, _ = make(place / "vault")
    with vault, serving(Way(body=authority.answer)) as server:
        work = Workspace(vault, acting(vault), lambda: AT)
        whom = stamp.add_authority(work, "time", server.url, authority.root.read_bytes(), authority.signer.read_bytes())
        add.add_entry(work, add.entry(work, "note", "canary پہلا"))
        plain = disclose(work, place / "plain", Choice())
        stamped = disclose(work, place / "stamped", Choice(), stamp_by=whom)
        assert (plain.pdf.level, stamped.pdf.level, stamped.pdf.error) == ("B-B", "B-LTA", None)
        assert plain.pdf.fingerprint == stamped.pdf.fingerprint
        assert len(server.way.asked) == 3
        key = SigningKey.from_bytes(vault._case.signing.to_bytes())
    return Made(place / "plain", place / "stamped", key, authority, establish(place / "stranger"))


@pytest.fixture(params=["plain", "stamped"])
def folder(made: Made, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Either bundle, to be damaged."""
    return Path(shutil.copytree(getattr(made, request.param), tmp_path / "bundle"))


def pdf_of(folder: Path) -> bytes:
    return (folder / bundle.PDF).read_bytes()


def ran(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "OPENSSL_CONF": "/dev/null", "LC_ALL": "C.UTF-8", "HOME": str(cwd)}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120, env=environment)


def cut(pdf: bytes, number: int) -> tuple[bytes, bytes]:
    """What the signature of this number is over, and the signature, by hand: ISO 32000-2, 12.8.1."""
    ranges = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    first, second, length = (int(one) for one in ranges[number])
    over = pdf[:first] + pdf[second : second + length]
    return over, bytes.fromhex(pdf[first + 1 : second - 1].decode("ascii"))


def trusting(*files: Path) -> ValidationContext:
    """What pyHanko is told to trust; it may fetch nothing."""
    roots = [x509.Certificate.load(pdf_key.first_certificate(file.read_bytes())) for file in files]
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=datetime.now(UTC))  # noqa: TID251 - `openssl ts` read that clock


def by_pyhanko(pdf: bytes, *trusted: Path) -> PdfSignatureStatus:
    """Its own full validation, chain of certificates and time stamps included."""
    (one,) = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    return asyncio.run(async_validate_pdf_signature(one, trusting(*trusted)))


# --- As it was handed over: everybody agrees


def test_openssl_accepts_the_signature(made: Made, tmp_path: Path) -> None:
    certificate = made.plain / bundle.PDF_CERTIFICATE
    for folder in (made.plain, made.stamped):
        over, signature = cut(pdf_of(folder), 0)
        (tmp_path / "signed.bin").write_bytes(over)
        (tmp_path / "sig.der").write_bytes(signature)
        words = ("openssl", "cms", "-verify", "-inform", "DER", "-in", "sig.der", "-binary", "-content", "signed.bin")
        said = ran(*words, "-CAfile", certificate, "-purpose", "any", "-out", "out.bin", cwd=tmp_path)
        assert (said.returncode, "CMS Verification successful" in said.stderr) == (0, True), said.stderr
        (tmp_path / "signed.bin").write_bytes(over[:-1] + b"x")
        assert ran(*words, "-noverify", "-out", "out.bin", cwd=tmp_path).returncode != 0


def test_openssl_accepts_the_time_stamp_over_the_whole(made: Made, tmp_path: Path) -> None:
    over, token = cut(pdf_of(made.stamped), 1)
    (tmp_path / "signed.bin").write_bytes(over)
    (tmp_path / "token.der").write_bytes(token)
    words = ("openssl", "ts", "-verify", "-token_in", "-in", "token.der", "-data", "signed.bin", "-CAfile")
    assert "Verification: OK" in ran(*words, made.authority.root, cwd=tmp_path).stdout
    assert ran(*words, made.stranger.root, cwd=tmp_path).returncode != 0


@needs_pdfsig
def test_poppler_accepts_the_signature(made: Made, tmp_path: Path) -> None:
    said = ran("pdfsig", made.plain / bundle.PDF, cwd=tmp_path).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    first, _, second = ran("pdfsig", made.stamped / bundle.PDF, cwd=tmp_path).stdout.partition("Signature #2")
    assert "Signature is Valid." in first
    assert "Not total document signed" in first
    assert "Total document signed" in second


def test_pyhanko_accepts_the_signature(made: Made) -> None:
    certificate = made.plain / bundle.PDF_CERTIFICATE
    status = by_pyhanko(pdf_of(made.plain), certificate)
    assert (status.valid, status.intact, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.bottom_line
    status = by_pyhanko(pdf_of(made.stamped), certificate, made.authority.root)
    assert status.bottom_line
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.trusted
    assert not by_pyhanko(pdf_of(made.plain), made.stranger.root).trusted


def test_pyhanko_accepts_it_for_the_long_term(made: Made) -> None:
    """ETSI EN 319 102-1, 5.6.3: from what is in the file alone. No revocation is asked for, as none is kept (decision 0026)."""
    (one,) = PdfFileReader(BytesIO(pdf_of(made.stamped))).embedded_regular_signatures
    result = asyncio.run(ades_lta_validation(one, _policy(made.plain / bundle.PDF_CERTIFICATE, made.authority.root)))
    assert result.ades_subindic is AdESPassed.OK
    result = asyncio.run(ades_lta_validation(one, _policy(made.plain / bundle.PDF_CERTIFICATE, made.stranger.root)))
    assert result.ades_subindic is not AdESPassed.OK


def _policy(*files: Path) -> PdfSignatureValidationSpec:
    roots = [x509.Certificate.load(pdf_key.first_certificate(file.read_bytes())) for file in files]
    none = RevocationCheckingPolicy(RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.NO_CHECK)
    certificates = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots), revinfo_policy=CertRevTrustPolicy(none)
    )
    local = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(SignatureValidationSpec(certificates, revinfo_gathering_policy=local))


def test_the_script_in_the_folder_accepts_it(made: Made) -> None:
    for folder, said in ((made.plain, "signed with the key"), (made.stamped, "time stamp over the whole file")):
        done = ran("sh", "verify-pdf.sh", cwd=folder)
        assert (done.returncode, said in done.stdout) == (0, True), done.stdout + done.stderr
    assert ran("sh", "verify-pdf.sh", made.authority.root, cwd=made.stamped).returncode == 0
    assert ran("sh", "verify-pdf.sh", made.stranger.root, cwd=made.stamped).returncode == 1


def test_gawah_names_level_and_certificate_and_says_what_it_shows(made: Made) -> None:
    fingerprint = pdf_key.fingerprint(pdf_key.first_certificate((made.plain / bundle.PDF_CERTIFICATE).read_bytes()))
    for folder, level in ((made.plain, "B-B"), (made.stamped, "B-LTA")):
        result = verify(folder, key=made.key.fingerprint())
        assert (result.intact.state, result.signed.state, result.failed) == ("yes", "yes", False), result.differences
        assert result.pdf is not None
        assert (result.pdf.level, result.pdf.fingerprint, result.pdf.at) == (level, fingerprint, AT)
        assert result.pdf.words.endswith("it shows that the PDF is unchanged, not who made it")
    confirmed = verify(made.stamped, tsa_root=made.authority.root)
    assert confirmed.existed.state == "yes"
    assert "the PDF's signature existed by" in confirmed.existed.words


def test_the_certificate_is_printed_on_the_first_page(made: Made, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("not installed: pdftotext")
    result = verify(made.plain)
    assert result.pdf is not None
    words = ran("pdftotext", "-l", "1", made.plain / bundle.PDF, "-", cwd=tmp_path).stdout.split()
    assert result.pdf.fingerprint in " ".join(words)


# --- D6: who changes it


def flipped(pdf: bytes) -> bytes:
    """A byte in the middle of the pages."""
    return pdf[: len(pdf) // 3] + bytes([pdf[len(pdf) // 3] ^ 1]) + pdf[len(pdf) // 3 + 1 :]


def junk(pdf: bytes) -> bytes:
    return pdf + b"\n% canary\n"


def rotated(pdf: bytes) -> bytes:
    """An incremental edit: the first page on its side."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0]
    page.get_object()[pdf_name("/Rotate")] = NumberObject(90)
    writer.mark_update(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def without_store(pdf: bytes) -> bytes:
    """An incremental edit that takes the document security store away, or anything else of that name."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/DSS"] = NumberObject(0)
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def unsigned(pdf: bytes) -> bytes:
    """As the page engine made it."""
    return pdf[: pdf.index(b"%%EOF") + 5]


CHANGES = [flipped, junk, rotated, without_store]


@pytest.mark.parametrize("change", CHANGES)
def test_d6_each_change_is_found_at_its_layer(folder: Path, made: Made, change: Callable[[bytes], bytes]) -> None:
    """First by its SHA-256 in the sealed list; where the lists are repaired by whoever has the ledger's key, by the signature."""
    (folder / bundle.PDF).write_bytes(change(pdf_of(folder)))
    result = verify(folder)
    states = {one.state for one in result.differences if one.file == bundle.PDF}
    assert states == {"changed", "invalid"}
    assert result.pdf is None
    assert ran("sha256sum", "-c", "--quiet", "manifest-sha256.txt", cwd=folder).returncode != 0
    assert ran("sh", "verify-pdf.sh", cwd=folder).returncode == 1
    reseal(folder, made.key)
    (folder / bundle.STAMP).unlink(missing_ok=True)
    result = verify(folder)
    (found,) = result.differences
    assert (found.file, found.state, result.intact.state) == (bundle.PDF, "invalid", "no")
    assert found.detail.startswith("Its own signature does not hold: ")
    assert ran("sh", "verify-all.sh", cwd=folder).returncode == 1


def test_d6_junk_that_programs_for_pdf_overlook_is_found_by_the_list(made: Made) -> None:
    """pyHanko calls the signature valid, over one revision; poppler too, and says that not the whole document is signed."""
    (one,) = PdfFileReader(BytesIO(junk(pdf_of(made.stamped))), strict=False).embedded_regular_signatures
    status = asyncio.run(async_validate_pdf_signature(one, trusting(made.plain / bundle.PDF_CERTIFICATE, made.authority.root)))
    assert status.intact
    assert status.valid


def test_d6_a_time_stamp_cut_off_is_found_by_the_list_alone(made: Made, tmp_path: Path) -> None:
    """What is left is a PDF as it once was, its signature whole; that something is missing is not for the signature to say."""
    folder = Path(shutil.copytree(made.stamped, tmp_path / "bundle"))
    pdf = pdf_of(folder)
    second, length = (int(one) for one in re.findall(rb"/ByteRange \[0 \d+ (\d+) (\d+)\]", pdf)[0])
    (folder / bundle.PDF).write_bytes(pdf[: second + length])
    result = verify(folder)
    assert {(one.file, one.state) for one in result.differences} == {(bundle.PDF, "changed")}
    assert result.pdf is not None
    assert result.pdf.level == "B-T"


def test_another_key_over_the_same_pdf_is_found(folder: Path, made: Made) -> None:
    """A forger signs the pages with a key of their own and leaves the certificate; or leaves the signature and changes that."""
    from gawah.seal import pades

    forger = pdf_key.of_ledger(SigningKey.from_bytes(bytes(32)), "gawah.invalid/forger")
    kept = pdf_of(folder)
    for path, data in ((bundle.PDF, pades.sign(unsigned(kept), forger, AT).pdf), (bundle.PDF_CERTIFICATE, forger.pem())):
        (folder / bundle.PDF).write_bytes(kept)
        (folder / path).write_bytes(data)
        reseal(folder, made.key)
        (folder / bundle.STAMP).unlink(missing_ok=True)
        assert _wrong(verify(folder)) == "it is signed with another certificate than signatures/pdf-certificate.pem."
        assert ran("sh", "verify-pdf.sh", cwd=folder).returncode == 1


def _wrong(result: Verification) -> str:
    (found,) = [one for one in result.differences if one.file == bundle.PDF and one.state == "invalid"]
    return found.detail.partition(": ")[2]


def test_a_signature_taken_out_is_found(folder: Path, made: Made) -> None:
    pdf = pdf_of(folder)
    (folder / bundle.PDF).write_bytes(unsigned(pdf))
    reseal(folder, made.key)
    (folder / bundle.STAMP).unlink(missing_ok=True)
    assert _wrong(verify(folder)) == "the PDF bears no signature."


def test_a_certificate_that_is_none_is_named(folder: Path, made: Made) -> None:
    (folder / bundle.PDF_CERTIFICATE).write_bytes(b"canary")
    reseal(folder, made.key)
    assert _wrong(verify(folder)) == "this is not a certificate."


def test_stamps_in_the_pdf_under_no_root_at_hand_are_named(made: Made, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made.stamped, tmp_path / "bundle"))
    shutil.copy(made.stranger.root, folder / bundle.TSA_ROOT)
    reseal(folder, made.key)
    (folder / bundle.STAMP).unlink()
    result = verify(folder)
    assert result.existed.state == "no"
    assert {one.detail.partition(" over ")[2] for one in result.differences} == {
        "the PDF's signature, under no root certificate that is at hand.",
        "the whole of the PDF, under no root certificate that is at hand.",
    }


def test_a_bundle_of_before_pdfs_were_signed_still_verifies(made: Made, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made.plain, tmp_path / "bundle"))
    pdf = pdf_of(folder)
    (folder / bundle.PDF).write_bytes(unsigned(pdf))
    (folder / bundle.PDF_CERTIFICATE).unlink()
    reseal(folder, made.key)
    result = verify(folder)
    assert (result.intact.state, result.pdf) == ("yes", None)
    assert named(result) == set()


# --- An authority that does not answer, and a key brought along


@pytest.mark.parametrize(("good", "level"), [(0, "B-B"), (1, "B-T")])
def test_a_dossier_stands_with_the_level_that_was_reached(tmp_path: Path, made: Made, good: int, level: str) -> None:
    answers = iter([made.authority.answer] * good)

    def answer(query: bytes) -> bytes:
        return next(answers, lambda _: b"canary")(query)

    vault, _ = make(tmp_path / "vault")
    with vault, serving(Way(body=answer)) as server:
        work = Workspace(vault, acting(vault), lambda: AT)
        whom = stamp.add_authority(work, "time", server.url, made.authority.root.read_bytes())
        add.add_entry(work, add.entry(work, "note", "canary"))
        disclosed = disclose(work, tmp_path / "bundle", Choice(), stamp_by=whom)
        assert disclosed.pdf.level == level
        assert disclosed.pdf.error is not None
        assert len(server.way.asked) == good + 2  # after the first that fails, the PDF asks no more; the list asks once
        asked = [one for one in vault.events() if one.op == "stamp" and one.method == "sent"]
        assert len(asked) == good + 2
        assert vault.check(full=True).problems == ()
    result = verify(tmp_path / "bundle")
    assert result.pdf is not None
    assert (result.pdf.level, result.intact.state) == (level, "yes")
    assert ran("sh", "verify-all.sh", cwd=tmp_path / "bundle").returncode == 0


def test_an_organisation_signs_with_its_own_certificate(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    from tests.seal.test_pdf_key import PASSPHRASE, own, p12

    key = ec.generate_private_key(ec.SECP256R1())
    vault, _ = make(tmp_path / "vault")
    with vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        add.add_entry(work, add.entry(work, "note", "canary"))
        certificate = own(key, starts=-4000, ends=40000)
        brought = SignWith(data=p12(key, certificate), passphrase=PASSPHRASE)
        made = disclose(work, tmp_path / "bundle", Choice(), sign_with=brought)
        assert (made.pdf.own, made.pdf.subject) == (True, "CN=Canary Helpline")
        with pytest.raises(BadInput):
            disclose(work, tmp_path / "other", Choice(), sign_with=SignWith(data=p12(key, certificate), passphrase="other"))
        assert not (tmp_path / "other").exists()
    result = verify(tmp_path / "bundle")
    assert result.pdf is not None
    assert (result.intact.state, result.pdf.subject) == ("yes", "CN=Canary Helpline")
    assert ran("sh", "verify-pdf.sh", cwd=tmp_path / "bundle").returncode == 0


def test_the_certificate_stays_after_the_vault_was_closed_and_opened(tmp_path: Path) -> None:
    from gawah.vault.local import LocalVault
    from tests.vault.invented import PASSPHRASE

    vault, _ = make(tmp_path / "vault")
    with vault:
        first = vault.pdf_key().fingerprint()
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as again:
        assert again.pdf_key().fingerprint() == first
