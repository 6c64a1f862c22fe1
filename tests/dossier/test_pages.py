import json
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.dossier import pages, wording
from gawah.dossier.conduct import Conduct
from gawah.dossier.document import Document
from gawah.dossier.words import Language, load
from gawah.records.errors import GlyphMissing
from tests.dossier import sample

STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def words_of(pdf: bytes, *options: str) -> str:
    """The text of a PDF as poppler reads it, without the direction marks it adds, composed."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return unicodedata.normalize("NFC", STEERING.sub("", done.stdout.decode()))


@pytest.fixture(scope="module")
def pdf(case: sample.Case) -> bytes:
    return case.bundle.pdf


@pytest.fixture(scope="module")
def words(pdf: bytes) -> str:
    return words_of(pdf)


def with_text(document: Document, text: str) -> Document:
    return replace(document, exhibits=(replace(document.exhibits[0], text=text, before=(), after=()),))


def test_it_is_archival_and_accessible(case: sample.Case) -> None:
    result = pages.typeset(case.document)
    assert result.standards == ("a-3a", "ua-1")
    assert b"<pdfaid:part>3</pdfaid:part>" in result.pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in result.pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in result.pdf


def test_another_reader_takes_it_as_tagged_and_plain(pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "d.pdf").write_bytes(pdf)
    facts = subprocess.run(["pdfinfo", tmp_path / "d.pdf"], capture_output=True, check=True, text=True).stdout
    for name, value in (("Tagged", "yes"), ("JavaScript", "no"), ("Encrypted", "no"), ("Form", "none")):
        assert re.search(rf"^{name}: +{value}$", facts, re.MULTILINE)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="not installed: qpdf")
def test_another_program_finds_no_fault_in_how_the_file_is_built(pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "d.pdf").write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", tmp_path / "d.pdf"], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "d.pdf").write_bytes(pdf.replace(b"endstream", b"endstreak", 1))
    assert subprocess.run(["qpdf", "--check", tmp_path / "d.pdf"], capture_output=True, check=False).returncode != 0


def test_the_same_document_gives_the_same_bytes(case: sample.Case, pdf: bytes) -> None:
    assert pages.typeset(case.document, sample.attached(case.document)).pdf == pdf
    later = replace(case.document, made_at="2026-03-04T05:06:08Z")
    assert pages.typeset(later, sample.attached(later)).pdf != pdf


def test_markup_in_a_message_is_printed_literally(words: str) -> None:
    assert sample.MARKUP in words


@pytest.mark.parametrize(
    "text", ['#panic("x")', "$x^2$", "*b* _i_", "@ref", "\\ \\u{202e} \\#", "]", "[[", "`code`", "= h", "- l", "/* c", "//"]
)
def test_no_sign_of_the_page_language_means_anything(case: sample.Case, text: str) -> None:
    assert text in words_of(pages.typeset(with_text(case.document, text)).pdf, "-raw")


def test_every_english_exhibit_can_be_read_out_of_the_file(words: str) -> None:
    for line in ("Stop writing to me.", "He stood at the door and rang twice.", "Mujhe pata hai tum kahan rehti ho"):
        assert line in words


def test_urdu_words_can_be_searched_in_the_file(words: str) -> None:
    missing = [word for word in sample.URDU.split() if word.strip("؟۔@") not in words]
    assert not missing


def test_an_address_in_urdu_reads_as_typed(words: str) -> None:
    assert "12-B, Street 4" in words
    assert "+92 300 1234567" in words


def test_signs_that_hide_are_shown(words: str) -> None:
    assert "abc [U+202E]drow[U+202C] and[U+200B]zero, [U+6F22][U+5B57] too" in words


def test_characters_without_a_glyph_are_listed(case: sample.Case, words: str) -> None:
    assert pages.typeset(case.document).undrawable == ("[U+5B57]", "[U+6F22]")
    assert "[U+5B57] [U+6F22]" in words


def test_page_1_holds_what_a_reader_compares(case: sample.Case, pdf: bytes) -> None:
    first = words_of(pdf, "-l", "1")
    head = case.document.head
    for expected in (
        head.root,
        head.origin,
        "Messages to Sana K., 2021 to 2026",
        "A. Helper",
        "For an authority",
        "3,098",
        "5 entries",
    ):
        assert expected in first
    assert head.fingerprint.replace(" ", "") in re.sub(r"\s", "", first)


def test_every_page_names_the_dossier_and_its_number(pdf: bytes) -> None:
    sheets = words_of(pdf).split("\f")[:-1]
    assert len(sheets) > 5
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet
        assert "Dossier 7f3a 91c2 7f3a 91c2 7f3a 91c2 7f3a 91c2" in sheet


def test_each_exhibit_prints_its_provenance(case: sample.Case, words: str) -> None:
    for sheet in case.document.exhibits:
        assert sheet.number in words
        assert sheet.file_sha256 in words
        assert sheet.provenance.sha256 in words
    assert "12/31/21, 9:00 PM" in words
    assert "2021-12-31 16:00 UTC" in words
    assert "the person named the zone that was assumed" in " ".join(words.split())
    assert "row 1 of 6 in its batch" in words


def test_a_doubtful_line_is_marked(words: str) -> None:
    assert "Not to be quoted as certain" in words


def test_both_sides_stand_around_an_exhibit(case: sample.Case) -> None:
    document = replace(case.document, exhibits=(case.document.exhibits[3],))
    text = words_of(pages.typeset(document).pdf)
    assert text.index("Mujhe pata hai") < text.index("abc [U+202E]") < text.index("Stop writing to me.")
    assert "context, not exhibits" in text


def test_it_says_what_it_does_not_prove(words: str) -> None:
    flowing = " ".join(words.split())
    for sentence in (*wording.PROVED, *wording.NOT_PROVED):
        assert sentence.replace("'", "’") in flowing.replace("'", "’")


@given(st.recursive(st.text('*/\\ a"ے') | st.integers(), lambda part: st.dictionaries(st.text("*/\\"), part) | st.lists(part)))
def test_what_the_engine_passes_over_is_the_same_data_and_never_ends_the_comment(value: object) -> None:
    told = pages._as_data(value)
    assert json.loads(told.removeprefix(b"/*")) == value
    assert b"*/" not in told.removeprefix(b"/*")


def test_signs_of_the_engines_own_language_are_letters_like_others(case: sample.Case, tmp_path: Path) -> None:
    """They would end the comment behind which long data is handed to the engine."""
    words = "*/ #panic() */* /*/ $x$ `"
    attached = pages.Attached(name="exhibits.json", data=f"/*/{words}*/\n".encode(), media_type="text/plain", description="x")
    first = replace(case.document.exhibits[0], text=words)
    made = pages.typeset(replace(case.document, exhibits=(first,), title=words), (attached,))
    (tmp_path / "d.pdf").write_bytes(made.pdf)
    assert words_of(made.pdf).count(words) >= 2
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, tmp_path / "d.pdf"], check=True, capture_output=True)
    assert (tmp_path / "exhibits.json").read_bytes() == attached.data


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] in "LN")


@pytest.mark.parametrize("language", ["en", "ur", "hi", "ar"])
def test_a_mail_is_headed_by_its_kind_and_not_by_its_platform_again(case: sample.Case, language: Language) -> None:
    mail = replace(case.document.exhibits[0], title=wording.KINDS["email"], platform="E-mail", platform_in_title=True)
    words = load(language)
    heading = f"{words.text('kinds.email', {})} · E-mail"
    once = words_of(pages.typeset(replace(case.document, exhibits=(mail,)), words=words).pdf)
    twice = words_of(pages.typeset(replace(case.document, exhibits=(replace(mail, platform_in_title=False),)), words=words).pdf)
    assert _letters(heading) in _letters(twice)
    assert _letters(heading) not in _letters(once)


def test_annexes_are_inside(case: sample.Case, pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "d.pdf").write_bytes(pdf)
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, tmp_path / "d.pdf"], check=True, capture_output=True)
    assert json.loads((tmp_path / "exhibits.json").read_bytes())["exhibits"][1]["text"] == sample.URDU
    assert (tmp_path / "hash-report.csv").read_bytes() == case.bundle.hash_report


def test_an_urdu_title_is_set_in_nastaliq(case: sample.Case, tmp_path: Path) -> None:
    urdu = replace(case.document, title="میرا مقدمہ: پیغامات")
    (tmp_path / "d.pdf").write_bytes(pages.typeset(urdu).pdf)
    fonts = subprocess.run(["pdffonts", "-l", "1", tmp_path / "d.pdf"], capture_output=True, check=True).stdout
    assert b"NotoNastaliqUrdu" in fonts
    assert b"Amiri" not in fonts


def test_a_picture_is_a_plate(case: sample.Case, tmp_path: Path) -> None:
    (tmp_path / "d.pdf").write_bytes(case.bundle.pdf)
    images = subprocess.run(["pdfimages", "-list", tmp_path / "d.pdf"], capture_output=True, check=True, text=True).stdout
    assert re.search(r"image +60 +40 ", images)


def test_a_picture_that_goes_to_the_engine_in_parts_is_the_same_picture(case: sample.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = case.document.exhibits[6]
    assert sheet.picture
    alone = replace(case.document, exhibits=(sheet,))
    whole = pages.typeset(alone).pdf
    monkeypatch.setattr(pages, "_PART", len(sheet.picture.data) // 7)
    assert pages.can_draw(sheet.picture)
    assert not pages.can_draw(replace(sheet.picture, data=sheet.picture.data[:40]))
    assert pages.typeset(alone).pdf == whole


def test_a_broken_picture_refuses_without_naming_content(case: sample.Case) -> None:
    sheet = case.document.exhibits[6]
    assert sheet.picture
    broken = replace(sheet, picture=replace(sheet.picture, data=b"canary"))
    with pytest.raises(GlyphMissing) as caught:
        pages.typeset(replace(case.document, exhibits=(broken,)))
    assert "canary" not in str(caught.value)


def test_a_dossier_of_nothing_but_a_title_is_set(case: sample.Case) -> None:
    bare = replace(case.document, exhibits=(), custody=(), sources=(), conduct=Conduct(), first="", last="", on_behalf_of="")
    assert "Page 1 of" in words_of(pages.typeset(bare).pdf)


@settings(max_examples=25)
@given(text=st.text(max_size=300))
def test_any_text_can_be_set(case: sample.Case, text: str) -> None:
    assert pages.typeset(with_text(case.document, text)).pdf
