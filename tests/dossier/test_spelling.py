"""A party is found in every way of writing that is promised, in the place where it stands, and not in other people's names."""

import re
import unicodedata
import urllib.parse
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier.shadow import fold, folded, shadow_texts, shadows
from gawah.dossier.spelling import HELD_BACK, Finder, Named, found_inside, words

NAMES = ("Amina Noor", "امینہ نور", "अमीना नूर", "Амина Нур", "Αμίνα Νουρ")
FINDER = Finder([Named(shown="A. N.", spellings=NAMES)])
SHORT = Finder([Named(shown="A.", spellings=("Ali", "علی", "अली"))])
NUMBERS = Finder([Named(shown="number", spellings=("+92 300 1234567",))])
ADDRESSES = Finder(
    [Named(shown="A.", spellings=("amina.noor@example.org", "@amina_n", "https://www.social.example/people/amina.real/?x=1"))]
)


@pytest.mark.parametrize(
    "text",
    [
        "Ali's",
        "(ali)",
        "@ali_786",
        "ali786",
        "AliNoor",
        "meetAli",
        "Aliii",
        "ALI",
        "Alì",
        "𝐀𝐥𝐢",
        "Ａｌｉ",
        "A\u200bl\u202ei",
        "Аli",
        "Alibhai",
        "%41li",
        "&#65;li",
        r"\u0041li",
        "=41li",
        "Aliنے",
        "علی،",
        "علی۔",
        "عَلی",
        "عـلـی",
        "علي",
        "وعلي",
        "لعلی",
        "%D8%B9%D9%84%DB%8C",
        "अली।",
        "अली ने",
        "xn--4gbw22b",
    ],
)
def test_a_short_name_is_found_however_it_is_written(text: str) -> None:
    assert SHORT.names(text)
    assert "[A.]" in SHORT.replaced(text)[0]


@pytest.mark.parametrize("text", ["Alina", "valid", "Khalid", "Alice", "alien", "علیم", "معلی", "अलीना", "A L I", "ال", "al\ni"])
def test_another_word_that_holds_its_letters_is_left_alone(text: str) -> None:
    assert SHORT.replaced(text) == (text, [])


@pytest.mark.parametrize(
    "between",
    [" ", "  ", "\n", "\r\n", "-", " - ", ".", "_", "\u00a0", "\u200f ", "\u200b", "", "%20", "+", "&nbsp;", ", ", "/"],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_two_words_is_found_whatever_stands_between(name: str, between: str) -> None:
    first, last = name.split()
    for form in (f"{first}{between}{last}", f"{last}{between}{first}"):
        assert FINDER.replaced(f"to {form}, now")[0] == "to [A. N.], now", ascii(form)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("aminanoorofficial", "[A. N.]official"),
        ("real.amina.noor@example.org", "real.[A. N.]@example.org"),
        ("https://x.example/amina-noor?tab=1", "https://x.example/[A. N.]?tab=1"),
        ("IMG_Amina Noor_01.jpg", "IMG_[A. N.]_01.jpg"),
        ("A. m. i. n. a  N-o-o-r", "[A. N.]"),
        ("Ami-\nna Noor", "[A. N.]"),
        ("Amina=\nNoor", "[A. N.]"),
        ("aMiNa nOoR", "[A. N.]"),
        ("Amina Noors house", "[A. N.]s house"),
        ("\\u0041mina\\nNoor", "[A. N.]"),
        ("%2541mina%2520Noor", "[A. N.]"),
        ("%25252541mina Noor", "%25252541mina Noor"),
        ("امينة نُور", "[A. N.]"),
    ],
)
def test_only_the_name_is_replaced(text: str, shown: str) -> None:
    assert FINDER.replaced(text)[0] == shown


def test_one_word_of_a_name_of_two_is_somebody_else() -> None:
    assert FINDER.replaced("Amina and Noor Jahan") == ("Amina and Noor Jahan", [])


@pytest.mark.parametrize(
    "text",
    [
        "+92 300 1234567",
        "0092-300-1234567",
        "03001234567",
        "0300 123 45 67",
        "(0300) 1234567",
        "923001234567@c.us",
        "٠٣٠٠١٢٣٤٥٦٧",
        "3001234567",
    ],
)
def test_a_number_is_found_in_any_spacing_and_with_any_prefix(text: str) -> None:
    assert NUMBERS.replaced(f"call {text}")[0].startswith("call [number]")
    assert not re.search(r"\d{3}", NUMBERS.replaced(text)[0])


@pytest.mark.parametrize("text", ["0300 1234568", "93001234567123", "12345678", "300 123"])
def test_another_number_is_left_alone(text: str) -> None:
    assert NUMBERS.replaced(text) == (text, [])


def test_short_numbers_are_taken_as_they_are() -> None:
    finder = Finder([Named(shown="n", spellings=("12-B 345", "77120"))])
    assert finder.replaced("at 77 120, not 177120, near 12 b 345")[0] == "at [n], not 177120, near [n]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mailto:amina.noor%40example.org", "mailto:[A.]"),
        ("amina.noor@other.example", "[A.]@other.example"),
        ("AMINA_N wrote", "[A.] wrote"),
        ("by @amina_n", "by [A.]"),
        ("social.example/people/amina.real", "[A.]"),
        ("amina.real2", "[A.]2"),
        ("people", "people"),
        ("amina", "amina"),
    ],
)
def test_addresses_are_found_whole_and_by_the_part_that_names(text: str, shown: str) -> None:
    assert ADDRESSES.replaced(text)[0] == shown


def test_stretches_that_overlap_are_one_and_nothing_of_either_is_left() -> None:
    finder = Finder([Named(shown="A.", spellings=("Amina Noor",)), Named(shown="N.", spellings=("Noor Khan",))])
    assert finder.replaced("Amina Noor Khan")[0] == "[A.]"


def test_marks_that_hang_on_the_last_letter_go_with_it() -> None:
    assert SHORT.replaced("Ali\u0301\u200d!")[0] == "[A.]!"
    assert SHORT.replaced("علیٌ")[0] == "[A.]"


def test_what_is_shown_is_never_looked_into() -> None:
    finder = Finder([Named(shown="Ali", spellings=("Ali", "A B"))])
    assert finder.replaced("[Ali] and Ali") == ("[Ali] and [Ali]", [0])
    assert finder.replaced(f"A {HELD_BACK} B") == (f"A {HELD_BACK} B", [])


@pytest.mark.parametrize("spelling", ["", "-", "🙂", "\u200b"])
def test_what_has_no_letters_finds_nothing(spelling: str) -> None:
    assert words(spelling) == []
    assert not Finder([Named(shown="x", spellings=(spelling,))]).names("anything - at 🙂 all")


def test_a_letter_that_is_doubled_in_the_name_must_be_doubled() -> None:
    finder = Finder([Named(shown="N.", spellings=("Noor", "Anna", "7788"))])
    assert finder.replaced("Nooor Nor Annna Ana 7788")[0] == "[N.] Nor [N.] Ana [N.]"


def test_a_name_with_digits_does_not_run_into_other_digits() -> None:
    finder = Finder([Named(shown="x", spellings=("786ali", "ali786"))])
    assert finder.replaced("786ali 1786ali ali786 ali7861")[0] == "[x] 1786ali [x] ali7861"


# --- Laws

LETTERS = st.text(alphabet="abdeklmnrst", min_size=2, max_size=8)
NAME = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)
TEXT = st.text(alphabet="abdeklmnrst AEM.\n-_@0123456789'[]\u200b%", max_size=60)
DISGUISES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.title,
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", " - "),
    "\u200b".join,
    lambda text: "\u0301".join(text) + "\u0301",
    urllib.parse.quote,
    lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    lambda text: "".join(f"&#{ord(char)};" for char in text),
    lambda text: "".join(f"\\u{ord(char):04x}" for char in text),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: "".join(chr(ord(char) - 0x61 + 0x1D41A) if char.isalpha() else char for char in text),
    lambda text: f"{text}'s",
    lambda text: f"@{text}",
    lambda text: f"«{text}»",
)


@given(NAME, st.sampled_from(DISGUISES), st.sampled_from(["", "x ", "é, ", "(", "\n"]))
def test_every_way_of_writing_that_is_promised_is_found(name: str, disguise: Callable[[str], str], before: str) -> None:
    finder = Finder([Named(shown="X. Y.", spellings=(name,))])
    text, parties = finder.replaced(f"{before}{disguise(name)} w")
    assert parties
    assert not finder.names(text)


@given(st.lists(NAME, min_size=1, max_size=3), TEXT)
def test_replacing_twice_is_replacing_once_and_nothing_new_is_said(names: list[str], text: str) -> None:
    finder = Finder([Named(shown=f"X{n}", spellings=(name,)) for n, name in enumerate(names)])
    once, parties = finder.replaced(text)
    assert finder.replaced(once) == (once, [])
    assert finder.names(text) == bool(parties)
    left = iter(text)
    for part in re.split(r"\[X\d\]", once):  # what is left stood there, in this order
        assert all(char in left for char in part)


@given(st.text(max_size=40) | st.text(alphabet="aB%4=1E0&#;u\\-\n x", max_size=40))
def test_a_shadow_knows_its_places(text: str) -> None:
    plain = next(iter(shadows(text)))
    assert plain.text == fold(text)
    assert [shadow.text for shadow in shadows(text)] == list(shadow_texts(text))
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    for char, start, end in zip(plain.text, plain.starts, plain.ends, strict=True):
        assert char in fold(text[start:end])
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("char", "becomes"),
    [
        ("\ufffe", "\ufffe"),
        ("É", "e"),
        ("ß", "ss"),
        ("ڪ", "ک"),
        ("ں", "ن"),
        ("ء", ""),
        ("\u3164", ""),
        ("٣", "3"),
        ("\u2028", "\n"),
        ("\u093c", ""),
    ],
)
def test_one_character_becomes(char: str, becomes: str) -> None:
    assert folded(char) == becomes


def test_halves_that_spell_one_letter_are_joined_and_lone_ones_are_left() -> None:
    finder = Finder([Named(shown="x", spellings=("𝐀𝐦𝐢𝐧𝐚",))])
    assert finder.replaced(r"\ud835\udc00mina")[0] == "[x]"
    assert not finder.names(r"\udc00bc")
    assert not finder.names("xn--99999999999")


def test_a_byte_that_is_no_utf8_is_read_as_latin() -> None:
    assert Finder([Named(shown="x", spellings=("José",))]).replaced("Jos%E9")[0] == "[x]"


def test_long_names_of_two_words_are_found_inside_words() -> None:
    forms = ("Amina Noor", "Muhammad", "ali_786xy", "Ali", "Al Bo")
    assert [found_inside(one) for one in forms] == [
        True,
        False,
        True,
        False,
        False,
    ]
