"""What folding makes equal, and what it keeps apart."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gawah.records.fold import Folding, fold

ARABIC = "ءابتثجحخدذرزسشصضطظعغفقلمنویکہگپچٹڈڑ"
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u202a\u202e\u2066\ufe0f"


@given(st.text())
@example("\u1100\u200d\u1161")  # two halves of a Hangul syllable come together when the joiner goes
@example("İ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text() | st.text(st.sampled_from("a\u0301\u00b4 \u2003\u1100\u200d\u1161\u0085\x1cé"))))
@example(["x \u200d y", "x \u200d y", "\u00b4a"])
def test_folding_by_words_it_remembers_is_folding(texts: list[str]) -> None:
    remembering = Folding()
    assert [remembering(text) for text in texts * 2] == [fold(text) for text in texts * 2]


@given(st.lists(st.tuples(st.sampled_from(ARABIC), st.text(HARAKAT, max_size=3)), min_size=1))
def test_vowel_signs_make_no_difference(letters: list[tuple[str, str]]) -> None:
    plain = "".join(letter for letter, _ in letters)
    assert fold("".join(letter + marks for letter, marks in letters)) == fold(plain)


@given(st.text(st.sampled_from("abc دلکہ123\x00\x7f\x85")))
def test_control_characters_are_gone(text: str) -> None:
    assert all(char.isprintable() for char in fold(text))


@given(st.text(st.sampled_from("abc دلکہ123")), st.integers(0, 20), st.sampled_from(INVISIBLE))
def test_what_cannot_be_seen_makes_no_difference(text: str, place: int, unseen: str) -> None:
    assert fold(text[:place] + unseen + text[place:]) == fold(text)


@given(st.text())
def test_white_space_is_one_space(text: str) -> None:
    assert "  " not in fold(text)
    assert fold(text) == fold(text).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAFÉ", "cafe"),
        ("Straße", "STRASSE"),
        ("مُحَمَّد", "محمد"),
        ("كيف", "کیف"),
        ("على", "علی"),
        ("هے", "ہے"),
        ("بھي", "بہی"),
        ("أحمد إيمان آپ ٱلله", "احمد ایمان اپ اللہ"),
        ("مـــحمد", "محمد"),
        ("می\u200cخواهم", "میخواهم"),
        ("۱۲۳ ١٢٣ १२३", "123 123 123"),
        ("ﷲ", "الله"),
        ("ＦＵＬＬ", "full"),
        ("don’t “go”", 'don\'t "go"'),
        ("a\u00a0b\r\n\tc", "a b c"),
        ("क़लम", "क\u093cलम"),
        ("ISPARTA", "ısparta"),
    ],
)
def test_what_people_take_for_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("हिन्दी", "हनद"), ("कि", "की"), ("میں", "مین"), ("ہے", "ہی"), ("cot", "cut"), ("й", "и")]
)
def test_what_is_another_word_stays_another(one: str, other: str) -> None:
    assert fold(one) != fold(other)
