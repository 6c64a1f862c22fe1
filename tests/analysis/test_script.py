"""Scripts are told by letters, the most frequent first; signs, digits and emoji have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis.script import scripts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("12:30 – 😀 !?", ()),
        ("No.", ("Latin",)),
        ("Élise", ("Latin",)),
        ("تم کہاں ہو؟", ("Arabic",)),
        ("شub شub ab", ("Latin", "Arabic")),
        ("शुभ रात्रि", ("Devanagari",)),
        ("ok ठीक है जी", ("Devanagari", "Latin")),
        ("Привет", ("Cyrillic",)),
        ("ＡＢＣ", ()),
    ],
)
def test_by_example(text: str, expected: tuple[str, ...]) -> None:
    assert scripts(text) == expected


@given(st.text())
def test_a_text_has_as_many_scripts_turned_around(text: str) -> None:
    assert sorted(scripts(text)) == sorted(scripts(text[::-1]))


@given(st.text(alphabet="abcxyz"), st.text(alphabet="ابپ"))
def test_the_more_frequent_comes_first(latin: str, arabic: str) -> None:
    found = scripts(latin + arabic)
    if len(latin) > len(arabic):
        assert found[0] == "Latin"
    elif len(arabic) > len(latin):
        assert found[0] == "Arabic"
