"""Mending Meta's double encoding: what was doubled comes back, what was whole stays."""

from hypothesis import given
from hypothesis import strategies as st

from gawah.readers._meta import Mender, mend

WHOLE = st.text(st.characters(exclude_categories=["Cs"]))


def doubled(text: str) -> str:
    return text.encode().decode("latin-1")


def meta() -> Mender:
    return Mender(raw=False, beyond_latin1=False)


@given(WHOLE)
def test_mending_undoes_the_doubling(text: str) -> None:
    assert mend(doubled(text)) == text


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_is_never_changed(text: str) -> None:
    mender = meta()
    assert mender.text(text) == text
    assert (mender.repaired, mender.undecodable) == (0, 0)


@given(WHOLE.filter(lambda text: any(character > "\xff" for character in text)))
def test_a_string_with_a_character_beyond_latin1_was_never_doubled(text: str) -> None:
    assert meta().text(text) == text


@given(WHOLE)
def test_a_file_written_properly_is_left_alone(text: str) -> None:
    mender = Mender(raw=True, beyond_latin1=True)
    assert mender.text(text) == text
    assert mender.text(doubled(text)) == doubled(text)
    assert (mender.repaired, mender.undecodable) == (0, 0)


@given(st.lists(WHOLE))
def test_exactly_the_strings_that_change_are_counted(texts: list[str]) -> None:
    mender = meta()
    changed = sum(mender.text(doubled(text)) != doubled(text) for text in texts)
    assert mender.repaired == changed == sum(not text.isascii() for text in texts)


def test_real_quotation_marks_in_a_damaged_file_stay() -> None:
    """MasterScrat/Chatistics issue 65."""
    mender = meta()
    assert mender.text("“real”") == "“real”"
    assert mender.text(doubled("“real”")) == "“real”"
    assert (mender.repaired, mender.undecodable) == (1, 0)


def test_a_string_cut_in_a_character_stays_and_is_counted() -> None:
    cut = doubled("🔥")[:3]
    mender = meta()
    assert mender.text(cut) == cut
    assert (mender.repaired, mender.undecodable) == (0, 1)


def test_an_accent_typed_in_a_file_with_unescaped_characters_is_no_damage() -> None:
    mender = Mender(raw=True, beyond_latin1=False)
    assert mender.text("café") == "café"
    assert (mender.repaired, mender.undecodable) == (0, 0)


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    mender = meta()
    assert mender.text("a\ud83d") == "a\ufffd"
    assert mender.undecodable == 1
    mender.text("a\ud83d").encode()
