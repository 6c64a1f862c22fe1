import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.phonetic import phonetic_key


@pytest.mark.parametrize(
    "spellings",
    [
        "nahi nahin nhi nai",
        "dunga doonga dungaa",
        "tumhari tmhari tumhaari",
        "karunga karoonga krunga",
        "kyun kiun kyu kyoon",
        "mujhe mujhay muje mujhy",
        "zaroor zarur jaroor",
        "izzat ijjat izat",
        "tasveer tasweer tasvir",
        "behen behan bahen",
        "pehle pahle pehlay",
        "bacha bachcha baccha",
        "video vedio",
        "dhamki damki dhmki",
    ],
)
def test_spellings_of_one_word_share_a_key(spellings: str) -> None:
    assert len({phonetic_key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize("words", ["maar mor mir", "dunga dungi", "kutta kutti", "larka larki", "beta beti", "ghar gaon"])
def test_words_that_differ_keep_apart(words: str) -> None:
    assert len({phonetic_key(word) for word in words.split()}) == len(words.split())


@given(st.text(max_size=40))
def test_whatever_is_no_latin_word_stays_itself(text: str) -> None:
    key = phonetic_key(text)
    assert key == text or (text.isascii() and text.isalpha())


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=24))
def test_small_and_capital_letters_are_the_same(word: str) -> None:
    assert phonetic_key(word.upper()) == phonetic_key(word)
