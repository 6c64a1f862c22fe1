import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier.glyphs import covered
from gawah.dossier.printed import Run, paragraphs, plain, undrawable

FONTS = covered()


def runs(text: str) -> list[tuple[str, str]]:
    (paragraph,) = paragraphs(text, FONTS)
    return [(run.kind, run.text) for run in paragraph.runs]


def test_direction_is_that_of_the_first_strong_letter() -> None:
    assert [p.direction for p in paragraphs("12 hello سلام\n12 سلام hello\n12 !", FONTS)] == ["ltr", "rtl", "ltr"]


def test_an_address_inside_urdu_is_one_isolate() -> None:
    assert runs("گھر 12-B, Street 4 پر") == [("plain", "گھر "), ("ltr", "12-B, Street 4"), ("plain", " پر")]


@pytest.mark.parametrize(
    "inside", ["@sana.k", "+92 300 1234567", "https://example.org/a?b=1&c=%20", "#tag", "a@b.example", "50%", "$40"]
)
def test_handles_numbers_and_addresses_keep_their_signs(inside: str) -> None:
    assert runs(f"یہ {inside} ہے") == [("plain", "یہ "), ("ltr", inside), ("plain", " ہے")]


@pytest.mark.parametrize("inside", ["Garwood (1936, 437-442)", "(see) below", "a [b] (c)", "f(x[0])", "“A” and b"])
def test_a_bracket_stays_with_its_partner(inside: str) -> None:
    """Drawn in two directions, the two would both open, or stand on the same side."""
    assert runs(f"یہ {inside} ہے") == [("plain", "یہ "), ("ltr", inside), ("plain", " ہے")]


def test_a_bracket_around_the_whole_stays_outside() -> None:
    assert runs("یہ (WhatsApp) ہے") == [("plain", "یہ ("), ("ltr", "WhatsApp"), ("plain", ") ہے")]
    assert runs("he wrote (سلام) and سلام (دنیا)") == [
        ("plain", "he wrote ("),
        ("rtl", "سلام"),
        ("plain", ") and "),
        ("rtl", "سلام (دنیا)"),
    ]


def test_urdu_inside_english_is_isolated_without_the_full_stop() -> None:
    assert runs("he said سلام دنیا.") == [("plain", "he said "), ("rtl", "سلام دنیا"), ("plain", ".")]


@pytest.mark.parametrize("code", [0x202E, 0x2066, 0x200F, 0x061C, 0x200B, 0x2060, 0xFEFF, 0x00AD, 0x0000, 0x0007, 0xE0041, 0x7F])
def test_what_steers_or_hides_is_shown_and_not_obeyed(code: int) -> None:
    assert runs(f"a{chr(code)}b") == [("plain", "a"), ("token", f"[U+{code:04X}]"), ("plain", "b")]


def test_joiners_stay_where_spelling_needs_them() -> None:
    assert runs("a 👩\u200d👧 می\u200cخواهم ❤\ufe0f") == [
        ("plain", "a 👩\u200d👧 "),
        ("rtl", "می\u200cخواهم"),
        ("plain", " ❤\ufe0f"),
    ]
    assert ("token", "[U+200D]") in runs("pa\u200dss")
    assert ("token", "[U+FE0F]") in runs("a\ufe0f")


def test_a_letter_without_a_glyph_becomes_a_token_and_is_reported() -> None:
    assert runs("x漢y") == [("plain", "x"), ("token", "[U+6F22]"), ("plain", "y")]
    assert undrawable("x漢y\u202e\t\n", FONTS) == {"[U+6F22]"}


def test_a_mark_without_a_letter_of_its_font_becomes_a_token() -> None:
    assert runs("\u0301a") == [("token", "[U+0301]"), ("plain", "a")]
    assert runs("🪷\u1dee")[-1] == ("token", "[U+1DEE]")
    assert runs("e\u0301") == [("plain", "e\u0301")]
    assert runs("بَ") == [("plain", "بَ")]


def test_half_of_a_surrogate_pair_is_shown() -> None:
    assert ("token", "[U+D83D]") in runs("a\ud83d")


def test_lines_stay_lines() -> None:
    assert [p.runs for p in paragraphs("a\r\n\n\u2028b", FONTS)] == [
        (Run(text="a", kind="plain"),),
        (),
        (),
        (Run(text="b", kind="plain"),),
    ]


def test_a_label_is_one_line() -> None:
    assert plain("a\nb\u202e", FONTS) == "a b[U+202E]"


@pytest.mark.parametrize(("text", "language"), [("میں", "ur"), ("سلام", "ar"), ("नमस्ते", "hi"), ("hello", ""), ("مرحبا", "ar")])
def test_the_language_hint_goes_by_letters(text: str, language: str) -> None:
    assert paragraphs(text, FONTS)[0].language == language


@given(st.text(st.sampled_from("ab1 @+/%.,()سلام۴क्ष👩\u200d\ufe0f"), max_size=40))
def test_runs_together_are_the_text(text: str) -> None:
    (paragraph,) = paragraphs(text, FONTS)
    shown = "".join(f"\\{run.text}" if run.kind == "token" else run.text for run in paragraph.runs)
    for token in ("200D", "FE0F", "094D", "0915"):
        shown = shown.replace(f"\\[U+{token}]", chr(int(token, 16)))
    assert shown == text


@given(st.text(max_size=60))
def test_nothing_that_steers_reaches_a_run(text: str) -> None:
    for paragraph in paragraphs(text, FONTS):
        for run in paragraph.runs:
            assert not set(run.text) & set(
                map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x200B, 0xFEFF))
            )
            assert run.text
