"""Digests are those that `sha256sum` prints."""

import io

from hypothesis import given
from hypothesis import strategies as st

from gawah.records.digest import DigestingReader, identifier, sha256, sha256_stream

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_digest_of_nothing_is_the_one_everyone_knows() -> None:
    assert sha256(b"") == EMPTY
    assert sha256_stream(io.BytesIO()) == (EMPTY, 0)


@given(st.binary(max_size=4096), st.integers(min_value=1, max_value=700))
def test_reading_in_pieces_gives_the_digest_of_the_whole(data: bytes, piece: int) -> None:
    reader = DigestingReader(io.BytesIO(data))
    while reader.read(piece):
        pass
    assert (reader.sha256, reader.size) == (sha256(data), len(data))


@given(st.lists(st.text(st.characters(exclude_characters="\0"))), st.lists(st.text(st.characters(exclude_characters="\0"))))
def test_other_parts_give_another_identifier(one: list[str], two: list[str]) -> None:
    same = one == two or {tuple(one), tuple(two)} == {(), ("",)}
    assert (identifier(*one) == identifier(*two)) == same
