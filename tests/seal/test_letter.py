"""A letter box: anyone with the public half puts in, only the secret half takes out, and any age program can."""

import base64

import pyrage  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import SealInvalid
from gawah.seal.keys import RootSecret
from gawah.seal.letter import STEP, open_letter, post

SECRET = RootSecret.generate()


@given(st.text(max_size=3_000))
def test_what_is_put_in_comes_out(text: str) -> None:
    letter = f"<{text}>".encode("utf-8", "replace")
    assert open_letter(SECRET, post(SECRET.recipient(), letter)) == letter


def test_of_the_length_the_step_shows_and_no_more() -> None:
    identity = pyrage.x25519.Identity.from_str(SECRET.recovery_text())
    sealed = {size: base64.b64decode(post(SECRET.recipient(), b"x" * size)) for size in (1, STEP - 1, STEP, STEP + 1)}
    assert {size: len(pyrage.decrypt(data, [identity])) for size, data in sealed.items()} == {
        1: STEP,
        STEP - 1: STEP,
        STEP: STEP,
        STEP + 1: 2 * STEP,
    }


def test_any_age_program_opens_it() -> None:
    sealed = base64.b64decode(post(SECRET.recipient(), b"a letter"))
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(SECRET.recovery_text())]).rstrip() == b"a letter"


@pytest.mark.parametrize("place", [0, 60, 200, -30, -2])
def test_a_changed_letter_is_refused_without_a_word_of_it(place: int) -> None:
    data = bytearray(base64.b64decode(post(SECRET.recipient(), b"canary")))
    data[place] ^= 1
    with pytest.raises(SealInvalid) as refused:
        open_letter(SECRET, base64.b64encode(bytes(data)).decode())
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("sealed", ["", "%%%", "YWJj", "سلام"])
def test_what_is_no_letter_is_refused(sealed: str) -> None:
    with pytest.raises(SealInvalid):
        open_letter(SECRET, sealed)


def test_another_key_opens_nothing_and_another_text_is_no_recipient() -> None:
    with pytest.raises(SealInvalid):
        open_letter(RootSecret.generate(), post(SECRET.recipient(), b"x"))
    with pytest.raises(SealInvalid):
        post("age1canary", b"x")
