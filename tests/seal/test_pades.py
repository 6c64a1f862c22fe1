"""PDF signatures: what is made, and that whoever changes the file later is found. Other programs: tests/interop/test_pades.py."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp

from gawah.records.errors import SealInvalid, TimestampInvalid
from gawah.seal import pades, pdf_key, timestamp
from gawah.seal.keys import SigningKey
from gawah.seal.pdf_key import PdfKey
from tests.authority import Authority, establish, needs_openssl
from tests.dossier.sample import blank_pdf
from tests.seal.test_pdf_key import ORIGIN, SEED

AT = "2026-03-04T05:06:07Z"
KEY = pdf_key.of_ledger(SigningKey.from_bytes(SEED), ORIGIN)
OTHER = pdf_key.of_ledger(SigningKey.from_bytes(bytes(32)), ORIGIN)


def small_pdf() -> bytes:
    """Two pages of PDF/A-3a and PDF/UA-1, as the page engine makes them."""
    from gawah.dossier import engine, glyphs

    page = b'#set document(title: "canary")\n#set text(lang: "en", font: "Noto Sans")\n= One\ncanary\n#pagebreak()\n= Two\ncanary'
    pdf, standards = engine.compile_pdf({"main.typ": page}, glyphs.FONTS, AT)
    assert standards == ("a-3a", "ua-1")
    return pdf


@dataclass(frozen=True)
class Levels:
    """The same PDF plain, with each level of signature, and the authority of the stamps."""

    plain: bytes
    bb: bytes
    bt: bytes
    lta: bytes
    authority: Authority


def all_levels(place: Path) -> Levels:
    authority = establish(place)
    plain = small_pdf()
    first = pades.sign(plain, KEY, AT, room=pades.ROOM)
    reply = authority.answer(timestamp.query(first.over))
    bt = first.stamped(reply)
    opened = pades.archive(bt, KEY, reply, authority.root.read_bytes())
    lta = opened.stamped(authority.answer(timestamp.query(opened.over)))
    return Levels(plain, pades.sign(plain, KEY, AT).pdf, bt, lta, authority)


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Levels:
    return all_levels(tmp_path_factory.mktemp("pades") / "authority")


@pytest.fixture(scope="module")
def signed() -> bytes:
    return pades.sign(small_pdf(), KEY, AT).pdf


def refused(pdf: bytes) -> str:
    with pytest.raises(SealInvalid) as fault:
        pades.verify(pdf)
    return str(fault.value)


def signed_before(pdf: bytes) -> int:
    """Where the signature begins: its `<`."""
    found = re.search(rb"/ByteRange \[0 (\d+) ", pdf)
    assert found is not None
    return int(found[1])


# --- What is made


def test_a_signature_shows_its_certificate_and_the_time_it_claims(signed: bytes) -> None:
    shown = pades.verify(signed)
    assert (shown.level, shown.at, shown.stamps, shown.dss) == ("B-B", AT, (), ())
    assert shown.certificate == KEY.certificates[0]


def test_what_was_there_stays_byte_for_byte(signed: bytes) -> None:
    assert signed.startswith(small_pdf())


def test_the_same_pdf_key_and_time_give_the_same_bytes(signed: bytes) -> None:
    assert pades.sign(small_pdf(), KEY, AT).pdf == signed
    assert pades.sign(small_pdf(), KEY, "2026-03-04T05:06:08Z").pdf != signed
    assert pades.sign(small_pdf(), OTHER, AT).pdf != signed


def test_it_certifies_the_document_and_allows_no_change(signed: bytes) -> None:
    reader = PdfFileReader(BytesIO(signed))
    (one,) = reader.embedded_signatures
    assert one.docmdp_level is MDPPerm.NO_CHANGES
    assert reader.root["/Perms"]["/DocMDP"] == one.sig_object
    assert one.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    kinds = {attribute["type"].native for attribute in one.signer_info["signed_attrs"]}
    assert kinds == {"content_type", "message_digest", "signing_certificate_v2"}
    assert one.signer_info["digest_algorithm"]["algorithm"].native == "sha256"


def test_it_is_der_as_it_stands(signed: bytes) -> None:
    """openssl reads other encodings as well; a validator for PAdES need not."""
    (one,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    loaded = cms.ContentInfo.load(one.pkcs7_content)
    assert loaded.dump(force=True) == loaded.dump()


def test_the_fields_are_unseen_and_fit_for_archives_and_screen_readers(levels: Levels) -> None:
    """ISO 19005-3, 6.3.2: printed, not hidden. ISO 14289-1, 7.18: outside the page, pages in the order of structure."""
    reader = PdfFileReader(BytesIO(levels.lta))
    page = reader.root["/Pages"]["/Kids"][0]
    assert page["/Tabs"] == "/S"
    fields = [field.get_object() for field in reader.root["/AcroForm"]["/Fields"]]
    assert [field["/T"] for field in fields] == [pades.SIGNATURE, pades.ARCHIVE_STAMP]
    for field in fields:
        left, bottom, right, top = field["/Rect"]
        assert left == right < 0
        assert bottom == top < 0
        assert field["/F"] & 0b100  # print
        assert not field["/F"] & 0b100011  # invisible, hidden, no view
        assert field["/TU"]
    assert "/NeedAppearances" not in reader.root["/AcroForm"]


def test_the_dates_of_the_document_stay_and_the_name_of_this_state_is_its_own(signed: bytes) -> None:
    before, after = PdfFileReader(BytesIO(small_pdf())), PdfFileReader(BytesIO(signed))
    assert after.root.raw_get("/Metadata").reference.idnum == before.root.raw_get("/Metadata").reference.idnum
    assert after.root["/Metadata"].encoded_data == before.root["/Metadata"].encoded_data
    assert after.document_id[0] == before.document_id[0]
    assert after.document_id[1] != before.document_id[1]


def test_the_levels_are_told_apart_and_their_stamps_hold(levels: Levels) -> None:
    assert [pades.verify(pdf).level for pdf in (levels.bb, levels.bt, levels.lta)] == ["B-B", "B-T", "B-LTA"]
    for pdf, count in ((levels.bt, 1), (levels.lta, 2)):
        stamps = pades.verify(pdf).stamps
        assert len(stamps) == count
        for reply, subject in stamps:
            token = timestamp.verify(reply, subject, roots=[levels.authority.root.read_bytes()])
            assert token.authority == "CN=Canary Time,O=Invented"
    subjects = [subject for _, subject in pades.verify(levels.lta).stamps]
    assert len(set(subjects)) == 2


def test_the_store_holds_every_certificate_that_a_check_needs(levels: Levels) -> None:
    held = pades.verify(levels.lta).dss
    wanted = [pdf_key.first_certificate(path.read_bytes()) for path in (levels.authority.root, levels.authority.signer)]
    assert set(held) == {KEY.certificates[0], *wanted}


def test_an_answer_that_does_not_fit_is_refused(levels: Levels) -> None:
    first = pades.sign(levels.plain, KEY, AT)  # no room was kept
    reply = levels.authority.answer(timestamp.query(first.over))
    with pytest.raises(TimestampInvalid, match="too long"):
        first.stamped(reply)


def test_an_answer_and_its_token_are_each_other(levels: Levels) -> None:
    reply = levels.authority.answer(timestamp.query(b"canary"))
    assert pades.token_of(pades.reply_of(pades.token_of(reply))) == pades.token_of(reply)


def test_a_chain_brought_along_stands_in_the_signature() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    from tests.seal.test_pdf_key import NOW, PASSPHRASE, own, p12

    key, above = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    taken = pdf_key.from_p12(p12(key, own(key), own(above, name="Canary Root")), PASSPHRASE, NOW)
    pdf = pades.sign(small_pdf(), taken, AT).pdf
    assert pades.verify(pdf).certificate == taken.certificates[0]
    (one,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert [certificate.dump() for certificate in one.other_embedded_certs] == [taken.certificates[1]]


# --- Who changes it is found


@given(st.data())
def test_a_byte_changed_anywhere_is_found(signed: bytes, data: Any) -> None:
    at = data.draw(st.integers(0, len(signed) - 1))
    start = signed_before(signed)
    flipped = bytearray(signed)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        shown = pades.verify(bytes(flipped))
    except SealInvalid:
        return
    # Only the digits of the signature itself can be spelt otherwise: small letters, and the zeros that fill the hole.
    assert start < at < start + 2 * 4000
    assert shown == pades.verify(signed)


def test_bytes_after_the_end_are_found(levels: Levels) -> None:
    for pdf in (levels.bb, levels.bt, levels.lta):
        for junk in (b"\n", b"junk", b"\n%%EOF\n", b" " * 5000):
            assert refused(pdf + junk)


def rotated(pdf: bytes) -> bytes:
    """With an incremental edit: the first page on its side."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0]
    page.get_object()[pdf_name("/Rotate")] = NumberObject(90)
    writer.mark_update(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_edit_appended_is_found(levels: Levels) -> None:
    for pdf in (levels.bb, levels.bt, levels.lta):
        assert "changed" in refused(rotated(pdf))


def test_an_edit_under_a_new_time_stamp_is_found(levels: Levels) -> None:
    """The last time stamp is over all of it, the edit included; the signature below is not."""
    edited = rotated(levels.bt)
    reply = levels.authority.answer(timestamp.query(b"any"))
    opened = pades.archive(edited, KEY, reply, levels.authority.root.read_bytes())
    forged = opened.stamped(levels.authority.answer(timestamp.query(opened.over)))
    assert "changed" in refused(forged)


def test_a_store_that_was_taken_out_is_found(levels: Levels) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(levels.lta))
    del writer.root["/DSS"]
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert refused(out.getvalue())
    blank = levels.lta.replace(b"/DSS", b"/DSX")
    assert blank != levels.lta
    assert refused(blank)


def test_a_time_stamp_cut_off_leaves_the_signature_and_a_lower_level(levels: Levels) -> None:
    """What stands before is as it was signed: that something is missing, only the sealed list of the folder tells."""
    assert pades.verify(levels.lta[: len(levels.bt)]).level == "B-T"


def test_a_file_cut_off_is_refused(levels: Levels) -> None:
    for pdf in (levels.bb, levels.lta):
        for length in (0, 1, len(levels.plain) // 2, len(pdf) - 700, len(pdf) - 1):
            assert refused(pdf[:length])
    assert "no signature" in refused(levels.plain)


def test_another_signature_on_top_is_refused(levels: Levels) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - the library refuses to sign what is certified
        pades.sign(levels.bb, OTHER, AT)


def test_an_approval_in_place_of_a_certification_is_refused() -> None:
    """It would allow forms to be filled in, and notes to be added."""
    pdf = _by_pyhanko(small_pdf(), certify=False)
    assert "changes" in refused(pdf)
    pdf = _by_pyhanko(small_pdf(), certify=True)
    assert "changes" in refused(pdf)


def _by_pyhanko(pdf: bytes, *, certify: bool) -> bytes:
    """Signed by the library's own signer, which leaves room for changes."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    secret = KEY._key
    assert isinstance(secret, ec.EllipticCurvePrivateKey)
    plain = secret.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(KEY.certificates[0]),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    meta = signers.PdfSignatureMetadata(field_name="Other", certify=certify, md_algorithm="sha256")
    out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=signer)
    return bytes(out.getbuffer())


def test_two_signatures_or_two_document_stamps_are_refused(levels: Levels) -> None:
    twice = _by_pyhanko(_by_pyhanko(small_pdf(), certify=False).replace(b"(Other)", b"(Athor)"), certify=False)
    assert refused(twice)
    again = pades._update(levels.lta)
    hole = pades._hole(again, "Second", "again", _setup(DocumentTimestamp(bytes_reserved=2 * pades.ROOM)))
    assert "several" in refused(hole.stamped(levels.authority.answer(timestamp.query(hole.over))))


def _setup(placeholder: Any) -> Any:
    from pyhanko.sign.signers.cms_embedder import SigObjSetup

    return SigObjSetup(sig_placeholder=placeholder)


def _signed_with(change: Any, key: PdfKey = KEY) -> bytes:
    """A PDF whose CMS was changed by `change` before it was put in."""
    first = pades.sign(small_pdf(), key, AT, room=4096)
    whole = cms.ContentInfo.load(first.cms)
    change(whole["content"]["signer_infos"][0])
    return pades._filled(first, whole.dump())


def test_a_signature_over_other_bytes_or_by_another_key_is_refused() -> None:
    def other_value(signer: Any) -> None:
        signer["signature"] = OTHER.sign(signer["signed_attrs"].untag().dump())

    def other_digest(signer: Any) -> None:
        signer["digest_algorithm"] = {"algorithm": "sha1"}

    def other_document(signer: Any) -> None:
        attributes = signer["signed_attrs"].untag().copy()
        attributes[1]["values"] = [bytes(32)]
        signer["signed_attrs"] = attributes
        signer["signature"] = KEY.sign(attributes.dump())

    assert "not valid for its certificate" in refused(_signed_with(other_value))
    assert "no longer counts" in refused(_signed_with(other_digest))
    assert "not the one that was signed" in refused(_signed_with(other_document))


def test_a_strange_unsigned_attribute_is_no_time_stamp() -> None:
    def more(signer: Any) -> None:
        signer["unsigned_attrs"] = cms.CMSAttributes([{"type": "1.2.3.4", "values": []}])

    assert pades.verify(_signed_with(more)).level == "B-B"


@given(st.binary(max_size=400))
def test_what_is_no_pdf_is_refused_without_a_crash(data: bytes) -> None:
    refused(data)
    refused(b"%PDF-1.7\n" + data)


def test_nothing_of_a_strange_file_reaches_a_log() -> None:
    heard: list[logging.LogRecord] = []
    listening = logging.Handler()
    listening.emit = heard.append  # type: ignore[method-assign, assignment]
    logging.getLogger().addHandler(listening)
    try:
        refused(blank_pdf().replace(b"1 0 obj\n<<", b"1  0 obj<<"))
    finally:
        logging.getLogger().removeHandler(listening)
    assert heard == []


def test_the_time_of_a_signature_is_that_of_the_caller(signed: bytes) -> None:
    (one,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert one.self_reported_timestamp == datetime.fromisoformat(AT)


pytestmark = needs_openssl
