"""A dossier in each language, read out of the finished PDF by poppler."""

import re
import subprocess
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gawah.dossier import glyphs, pages, printed, timeline_plot
from gawah.dossier.inside import own_pdf
from gawah.dossier.redact import NOT_SHOWN
from gawah.dossier.words import LANGUAGES, Language, Words, load, say
from tests.dossier import sample
from tests.dossier.test_pages import STEERING, words_of

RIGHT_TO_LEFT: tuple[Language, ...] = ("ur", "ar")
TRANSLATED: tuple[Language, ...] = ("ur", "hi", "ar")
BOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')


@dataclass(frozen=True, slots=True)
class Made:
    words: Words
    result: pages.Pages
    path: Path


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    text: str


@pytest.fixture(scope="module")
def made(case: sample.Case, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Made]:
    found: dict[Language, Made] = {}
    for language in LANGUAGES:
        result = pages.typeset(case.document, sample.attached(case.document), words=load(language))
        path = tmp_path_factory.mktemp("language") / f"{language}.pdf"
        path.write_bytes(result.pdf)
        found[language] = Made(load(language), result, path)
    return found


def boxes(path: Path, page: int) -> list[Box]:
    """The words of a page and where they stand, in points from the upper left corner."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), path, "-"], capture_output=True, check=True, text=True
    )
    return [
        Box(float(left), float(top), float(right), unicodedata.normalize("NFKC", STEERING.sub("", text)))
        for left, top, right, _, text in BOX.findall(done.stdout)
    ]


def bare(text: str) -> str:
    """Letters without marks and spaces: the order in which poppler gives several marks on one letter, and the spaces that it sees
    inside a word of Devanagari, are its own affair.
    """
    return "".join(c for c in unicodedata.normalize("NFKD", STEERING.sub("", text)) if unicodedata.category(c)[0] in "LNP")


def place(found: list[Box], text: str) -> Box:
    return next(box for box in found if text in box.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_archival_and_accessible_in_every_language(made: dict[Language, Made], language: Language) -> None:
    assert made[language].result.standards == ("a-3a", "ua-1")
    assert made[language].result.undrawable == ("[U+5B57]", "[U+6F22]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_names_its_language(made: dict[Language, Made], language: Language) -> None:
    named = set(re.findall(rb"/Lang\s*\(([a-zA-Z-]+)\)", made[language].result.pdf))
    assert {b"en": b"en-GB"}.get(language.encode(), language.encode()) in named


@pytest.mark.parametrize("language", ["hi", "ar", "ur"])
@pytest.mark.parametrize(
    "key", ["first.compare", "custody.what", "proved.complete", "not_proved.court", "language.not_reviewed", "states.own_words"]
)
def test_sentences_can_be_read_out_of_the_file(made: dict[Language, Made], language: Language, key: str) -> None:
    found = made[language]
    text = bare(words_of(found.result.pdf))
    missing = [word for word in found.words.text(key, {}).split() if bare(word) not in text]
    assert missing == []


@pytest.mark.parametrize("language", ["hi", "ar"])
@pytest.mark.parametrize("key", ["chronology.heading", "custody.heading", "sources.heading", "first.contents", "checking.heading"])
def test_headings_can_be_searched(made: dict[Language, Made], language: Language, key: str) -> None:
    assert bare(made[language].words.text(key, {})) in bare(words_of(made[language].result.pdf))


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_of_the_program_stays_in_english(made: dict[Language, Made], language: Language) -> None:
    text = " ".join(words_of(made[language].result.pdf).split())
    translated = load().entries.keys() - set(load(language).missing)
    english = [piece.strip() for key in translated for cut in load().forms(key).values() for piece in cut[::2]]
    assert [piece for piece in english if len(piece.split()) > 2 and piece in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_stand_whole_on_one_page(made: dict[Language, Made], language: Language) -> None:
    """The last entry stands where the first does, not on a page of which nothing else tells."""
    words = made[language].words
    pages_of = words_of(made[language].result.pdf, "-layout").split("\f")
    first = next(at for at, text in enumerate(pages_of) if bare(words.text("chronology.heading", {})) in bare(text))
    heading = "checking.heading" if language != "ur" else "sources.heading"
    assert bare(words.text(heading, {})) in bare(pages_of[first])


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_a_column_stand_with_their_units_below_each_other(made: dict[Language, Made], language: Language) -> None:
    found = boxes(made[language].path, 1)
    for large, small in (("3,104", "2"), ("3,098", "1")):
        first = place(found, large)
        assert [box for box in found if box.text == small and box.top > first.top and abs(box.right - first.right) < 1]


def test_urdu_headings_are_in_nastaliq_and_its_sentences_in_naskh(made: dict[Language, Made]) -> None:
    fonts = {
        language: subprocess.run(["pdffonts", made[language].path], capture_output=True, check=True).stdout
        for language in LANGUAGES
    }
    assert b"NotoNastaliqUrdu" in fonts["ur"]
    assert b"Amiri" in fonts["ur"]
    assert b"NotoNastaliqUrdu" not in fonts["ar"]
    assert b"NotoSans" in fonts["hi"]


@pytest.mark.parametrize(
    ("language", "title", "nastaliq"), [("ar", "رسائل إلى سناء", False), ("ar", "سناء کو پیغامات", True), ("en", "رسائل", True)]
)
def test_a_title_in_arabic_has_its_own_face_in_an_arabic_dossier(
    case: sample.Case, tmp_path: Path, *, language: Language, title: str, nastaliq: bool
) -> None:
    (tmp_path / "d.pdf").write_bytes(pages.typeset(replace(case.document, title=title), words=load(language)).pdf)
    fonts = subprocess.run(["pdffonts", "-l", "1", tmp_path / "d.pdf"], capture_output=True, check=True).stdout
    assert (b"NotoNastaliqUrdu" in fonts) == nastaliq


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_a_page_begins_where_lines_begin(made: dict[Language, Made], language: Language) -> None:
    found = [box for box in boxes(made[language].path, 4) if box.top < 70]
    name, number = place(found, "7f3a"), next(box for box in found if box.text == "4")
    assert (name.left > number.left) == (language in RIGHT_TO_LEFT)
    assert max(box.right for box in found) > 520
    assert min(box.left for box in found) < 75


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_stand_before_their_values(made: dict[Language, Made], language: Language) -> None:
    found = boxes(made[language].path, 1)
    value = place(found, "5647")
    label = next(box for box in found if abs(box.top - value.top) < 9 and not re.fullmatch("[0-9a-f]{4}", box.text))
    assert (label.left > value.left) == (language in RIGHT_TO_LEFT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_run_in_the_direction_of_the_page(made: dict[Language, Made], language: Language) -> None:
    found = boxes(made[language].path, 1)
    held, left_out = place(found, "3,104"), place(found, "3,098")
    assert (held.left > left_out.left) == (language in RIGHT_TO_LEFT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_runs_from_left_to_right_in_every_language(made: dict[Language, Made], language: Language) -> None:
    years = [box.left for box in boxes(made[language].path, 2) if box.text == "2025"]
    plot = timeline_plot.layers(sample.plot(), glyphs.covered(), load(language))
    axis = [label.x for label in plot.labels if label.words in sample.plot().periods]
    assert axis == sorted(axis)
    assert len(years) > 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_quoted_words_keep_their_own_direction(made: dict[Language, Made], language: Language) -> None:
    text = words_of(made[language].result.pdf)
    assert sample.MARKUP in text
    assert "12-B, Street 4" in text
    assert "abc [U+202E]drow[U+202C] and[U+200B]zero" in text
    found = [box for number in range(4, 9) for box in boxes(made[language].path, number)]
    stop = next(box for box in found if box.text == "Stop")
    writing = next(box for box in found if box.text == "writing")
    assert stop.left < writing.left


@pytest.mark.parametrize("language", LANGUAGES)
def test_digests_and_times_read_from_left_to_right(made: dict[Language, Made], language: Language) -> None:
    text = words_of(made[language].result.pdf, "-raw")
    assert "2026-02-01T09:00:00Z" in text
    assert "2026-03-04T05:06:07Z" in text
    first = boxes(made[language].path, 1)
    groups = [place(first, group).left for group in ("5647", "5aa7", "5463", "474c")]
    assert groups == sorted(groups)


@pytest.mark.parametrize("language", TRANSLATED)
def test_its_last_page_says_that_nobody_has_reviewed_it(made: dict[Language, Made], language: Language) -> None:
    last = words_of(made[language].result.pdf, "-f", str(len(words_of(made[language].result.pdf).split("\f")) - 2))
    assert "hash-report.csv" in last
    assert "VERIFY.txt" in last
    assert not load(language).reviewed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_that_is_withheld_is_said_to_be_so_in_the_language(case: sample.Case, language: Language) -> None:
    hidden = tuple(replace(one, sha256=NOT_SHOWN) for one in case.document.sources)
    text = words_of(pages.typeset(replace(case.document, sources=hidden), words=load(language)).pdf)
    assert bare(load(language).text("hidden.digest", {})) in bare(text)
    assert (NOT_SHOWN in text.split()) == (language == "en")


def test_english_says_nothing_of_a_language(made: dict[Language, Made]) -> None:
    assert load().text("language.english_only", {})[:24] not in words_of(made["en"].result.pdf)


def test_a_sentence_that_is_not_translated_stands_in_english_and_is_counted(case: sample.Case) -> None:
    whole = load("ur")
    gone = ("custody.what", "ops.init", "language.heading")
    entries = {key: load().entries[key] if key in gone else entry for key, entry in whole.entries.items()}
    some = Words(language="ur", entries=entries, missing=gone)
    text = " ".join(words_of(pages.typeset(case.document, sample.attached(case.document), words=some).pdf).split())
    assert "What was done with the case, from its ledger." in text
    assert "The case file was made" in text
    assert bare("اس نسخے کے 3 جملے ابھی") in bare(text)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_can_be_drawn(language: Language) -> None:
    drawable = glyphs.covered()
    own = load(language)
    cuts = [piece for key in own.entries for cut in own.forms(key).values() for piece in cut[::2]]
    tokens = [run.text for piece in cuts for p in printed.paragraphs(piece, drawable) for run in p.runs if run.kind == "token"]
    assert tokens == []


def test_what_fills_a_sentence_stands_in_an_isolate_of_its_own() -> None:
    """`to the Office, 16 May`: the day is not drawn into the English name before it."""
    report = sample.plot().marks[1].words
    form = pages._Form(glyphs.FONTS, load("ur"))
    (line,) = form.printed(report)
    assert ["ltr", "the Cyber Complaints Office"] in line["r"]
    assert ["ltr", "16"] in line["r"]
    assert line["d"] == "rtl"


def test_two_latin_names_in_a_row_keep_their_order(case: sample.Case, tmp_path: Path) -> None:
    """`شكوى إلى Office، 16`: Office stands to the right of 16, as the sentence is read."""
    line = replace(case.document.custody[0], sentence=say("chronology.report", to="Zedoffice", day="Quday"))
    (tmp_path / "d.pdf").write_bytes(pages.typeset(replace(case.document, custody=(line,)), words=load("ar")).pdf)
    count = words_of((tmp_path / "d.pdf").read_bytes()).count("\f")
    found = [box for page in range(1, count + 1) for box in boxes(tmp_path / "d.pdf", page)]
    assert place(found, "Zedoffice").left > place(found, "Quday").left


def test_the_name_of_a_glyph_names_nobody(made: dict[Language, Made]) -> None:
    """Nastaliq calls a shape HamzaAbove: a dossier that hides somebody of that name must not be refused for it."""
    texts = own_pdf(made["ur"].result.pdf).texts
    assert any("exhibits.json" in text for text in texts)
    assert [text for text in texts if "Hamza" in text] == []


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_the_plot_alone_has_its_words_from_the_right(language: Language) -> None:
    drawn = ET.fromstring(timeline_plot.draw(sample.plot(), words=load(language)))
    texts = list(drawn.iter("{http://www.w3.org/2000/svg}text"))
    counted = next(text for text in texts if "192" in (text.text or ""))
    lane = next(text for text in texts if "WhatsApp" in (text.text or ""))
    assert counted.get("direction") == "rtl"
    assert float(counted.get("x", "0")) < 100
    assert float(lane.get("x", "0")) > 500
    assert lane.get("text-anchor") == "end"
    assert lane.get("direction") is None
