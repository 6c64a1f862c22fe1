import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis.normal import normalised

_ODD = st.text(alphabet=st.characters() | st.sampled_from("aeklK1!$ ıіԁ𝗸ⓨ🅺ड़़ँمااـ\u200b\u202e\u0336\n.-*"), max_size=60)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("K1LL", "kill"),
        ("b!tch", "bitch"),
        ("a$$", "ass"),
        ("kiiiill", "kill"),
        ("killlll", "kill"),
        ("sooooo goooood", "so good"),
        ("k i l l you", "kill you"),
        ("k.i.l.l", "kill"),
        ("k\u0456ll", "kill"),
        ("𝗸𝗶𝗹𝗹", "kill"),
        ("ⓚⓘⓛⓛ", "kill"),
        ("🅺🅸🅻🅻", "kill"),
        ("ᴋɪʟʟ", "kill"),
        ("k\u200bi\u202ell", "kill"),
        ("k\u0336i\u0336l\u0336l\u0336", "kill"),
        ("ك", "ک"),
        ("مااااار", "مار"),
        ("ज़िंदा", "जिंदा"),
        ("माँ", "मां"),
    ],
)
def test_what_is_written_to_be_missed_is_read(written: str, form: str) -> None:
    assert normalised(written).text == form


@pytest.mark.parametrize("kept", ["0300-1234567", "42101-1234567-1", "leb-19-4521", "10pm", "mp3", "2nd", "привет", "f.i.a. case"])
def test_numbers_and_words_of_other_scripts_stay(kept: str) -> None:
    assert normalised(kept).text == kept


@given(_ODD)
def test_a_form_is_its_own_form(text: str) -> None:
    form = normalised(text).text
    assert normalised(form).text == form


@given(_ODD)
def test_every_place_leads_back_into_the_original(text: str) -> None:
    normal = normalised(text)
    places = [normal.original(place, place + 1) for place in range(len(normal.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert [start for start, _ in places] == sorted(start for start, _ in places)


@given(_ODD)
def test_the_whole_form_leads_back_to_all_that_was_kept(text: str) -> None:
    normal = normalised(text)
    start, end = normal.original(0, len(normal.text))
    assert normalised(text[start:end]).text == normal.text


def test_a_stretch_covers_what_was_dropped_inside_it() -> None:
    normal = normalised("so k\u200b1lllll u")
    start = normal.text.index("kill")
    assert normal.original(start, start + 4) == (3, 11)


def test_no_text_is_printed() -> None:
    assert "secret" not in repr(normalised("secret"))


@pytest.mark.parametrize("text", ["a" * 1_000_000, "k i l l " * 100_000, "$1" * 300_000, "\u0336" * 500_000, "aaab" * 200_000])
def test_a_long_text_is_read(text: str) -> None:
    assert normalised(text).size == len(text)
