import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis import heads
from gawah.analysis.language import Identifier
from gawah.analysis.normal import normalised
from gawah.analysis.romanised import FILE, Romanised
from gawah.records.judgement import Language

IDENTIFIER = Identifier(Romanised(heads.read(FILE)))


def language(text: str) -> Language:
    (found,) = IDENTIFIER([(text, normalised(text))])
    return found.language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("canary, you never told me that you were leaving so early", "en"),
        ("please send me the documents by tomorrow morning", "en"),
        ("tum ne mujhe kal kyun nahi bataya tha", "ur-Latn"),
        ("yaar kal office mein meeting hai please time pe aana", "ur-Latn"),
        ("میں کل تمہارے گھر نہیں آؤں گا", "ur"),
        ("आज मौसम बहुत अच्छा है चलो बाहर चलते हैं", "hi"),
        ("لماذا لم تخبرني أنك ستسافر غدا", "ar"),
        ("انا مش عارف ليه هو زعلان كده", "ar"),
        ("کجا هستی عزیزم من تو را دوست دارم", "other"),
        ("मी तुला सोडणार नाही", "other"),
        ("la vie est belle et je suis content de te voir", "other"),
        ("Привет как дела", "other"),
        ("میں تمہیں بتا رہا ہوں and then i will tell everyone what happened", "mixed"),
        ("tum apni wali baat karo warna i will tell everyone what you did to me", "mixed"),
        ("😡😡😡", "none"),
        ("0300 1234567", "none"),
        ("", "none"),
        ("@canary https://example.org/canary", "none"),
    ],
)
def test_the_language_of_a_message(text: str, expected: Language) -> None:
    assert language(text) == expected


def test_every_word_has_its_language() -> None:
    text = "میں نے کہا that i will come"
    (found,) = IDENTIFIER([(text, normalised(text))])
    assert [word.language for word in found.words[:3]] == ["ur"] * 3
    assert [word.language for word in found.words[4:]] == ["en"] * 3


def test_signs_are_counted_as_content() -> None:
    text = "🔪🔪 ok"
    (found,) = IDENTIFIER([(text, normalised(text))])
    assert found.signs == 2


def test_without_a_model_latin_letters_have_no_language() -> None:
    text = "canary sings in the morning"
    (found,) = Identifier(None)([(text, normalised(text))])
    assert (found.language, found.script) == ("other", "Latin")


@given(st.lists(st.text(max_size=80), max_size=5))
def test_a_text_has_the_same_language_alone_and_among_others(texts: list[str]) -> None:
    together = IDENTIFIER([(text, normalised(text)) for text in texts])
    assert [one.language for one in together] == [language(text) for text in texts]
