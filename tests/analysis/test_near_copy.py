import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis import near_copy
from gawah.analysis.near_copy import alike, form, likeness, picture, signatures
from gawah.analysis.normal import normalised

_TEXTS = st.text(max_size=200)


def signature(text: str) -> near_copy.Signature:
    (found,) = signatures([form(normalised(text))])
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("canary main sab ko tasveer bhej dunga kal", "canary mein sub ko tasweer bhej doonga kal!!! 😡"),
        ("CANARY I will send your photos to your office", "canary i will send your photos to your offfffice"),
        ("کنری میں تمہاری تصویریں سب کو بھیج دوں گا", "کنری میں تمہاری تصویریں سب کو بھیج دوں گا ابھی"),
        ("कैनरी मैं सबको तुम्हारी फोटो भेज दूंगा", "कैनरी मैं सब को तुम्हारी फ़ोटो भेज दूँगा"),
        ("ok", "OK!!"),
    ],
)
def test_what_is_sent_again_spelt_another_way_is_a_near_copy(one: str, other: str) -> None:
    assert alike(signature(one).data, signature(other).data)
    assert set(signature(one).bands) & set(signature(other).bands)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("canary main sab ko tasveer bhej dunga", "canary kal office mein milte hain sab"),
        ("ok", "no"),
        ("canary", "canary canary canary canary"),
        ("", ""),
        ("😡😡😡", "🙂"),
    ],
)
def test_what_is_not_alike_is_none(one: str, other: str) -> None:
    assert not alike(signature(one).data, signature(other).data)


@given(_TEXTS)
def test_a_text_with_words_is_its_own_near_copy_and_one_without_is_compared_with_nothing(text: str) -> None:
    found = signature(text)
    assert alike(found.data, found.data) == bool(form(normalised(text)))
    assert bool(found.bands) == bool(found.data)


@given(st.lists(_TEXTS, max_size=8))
def test_a_signature_is_the_same_alone_and_among_others(texts: list[str]) -> None:
    forms = [form(normalised(text)) for text in texts]
    assert signatures(forms) == [signatures([one])[0] for one in forms]


@given(_TEXTS, _TEXTS)
def test_likeness_knows_no_order(one: str, other: str) -> None:
    first, second = signature(one).data, signature(other).data
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1


def test_a_signature_stays_what_it_is() -> None:
    # Signatures are kept in cases: a change of how they are made would make the near copies of old cases unfindable.
    assert signature("canary: the same words, kept for ten years").data[:9].hex() == "548085c90234ea9b01"


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=7))
def test_near_copies_of_a_picture_share_a_band(bits: int, flipped: set[int]) -> None:
    other = bits
    for place in flipped:
        other ^= 1 << place
    one, two = picture(f"phash:{bits:016x}"), picture(f"phash:{other:016x}")
    assert alike(one.data, two.data)
    assert set(one.bands) & set(two.bands)


def test_pictures_that_differ_in_more_are_not_alike() -> None:
    assert not alike(picture("phash:00000000000000ff").data, picture("phash:0000000000000000").data)


@pytest.mark.parametrize("hashed", ["phash:00", "phash:xyz", ""])
def test_what_is_no_hash_is_refused(hashed: str) -> None:
    with pytest.raises(ValueError, match=r"hash|hexadecimal"):
        picture(hashed)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "canary " * 200_000, "\u202e" * 1000, "\udc80" * 50, "z\u0336" * 5000])
def test_odd_texts_are_signed(text: str) -> None:
    assert len(signature(text).bands) <= near_copy.BANDS
