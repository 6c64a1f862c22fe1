"""Keys in print: the examples of BIP 173, and what pyrage prints."""

import pyrage  # type: ignore[import-untyped]
import pytest

from gawah.records.errors import SealInvalid
from gawah.seal import bech32


def test_examples_of_the_document() -> None:
    assert bech32.decode("A12UEL5L", "a") == b""
    assert bech32.decode("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef") == bytes.fromhex(
        "00443214c74254b635cf84653a56d7c675be77df"
    )


def test_every_key_that_pyrage_prints_has_32_bytes() -> None:
    for _ in range(50):
        identity = pyrage.x25519.Identity.generate()
        assert len(bech32.decode(str(identity), "age-secret-key-")) == 32
        assert len(bech32.decode(str(identity.to_public()), "age")) == 32


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("", "a"),
        ("a", "a"),
        ("A12UEL5L", "b"),  # another prefix
        ("A12UEL5l", "a"),  # capitals and small letters
        ("A12UEL5Q", "a"),  # another checksum
        ("A12UEL", "a"),  # too short for one
        ("A12UEL5B", "a"),  # a letter that there is not
        ("ä12UEL5L", "ä"),
    ],
)
def test_what_is_not_bech32_is_refused(text: str, prefix: str) -> None:
    with pytest.raises(SealInvalid, match="not a key of age"):
        bech32.decode(text, prefix)


def encode(prefix: str, values: list[int]) -> str:
    """Bech32 of five-bit values, as the document has it."""
    check = bech32._polymod([*bech32._expanded(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values = [*values, *(check >> 5 * (5 - place) & 31 for place in range(6))]
    return prefix + "1" + "".join(bech32._LETTERS[value] for value in values)


@pytest.mark.parametrize("values", [[1], [0], [0, 1], [0, 0, 0, 1], [0] * 6 + [31]])
def test_bits_that_are_left_over_are_refused(values: list[int]) -> None:
    with pytest.raises(SealInvalid):
        bech32.decode(encode("age", values), "age")


def test_zero_bits_that_are_left_over_are_none() -> None:
    assert bech32.decode(encode("age", [0, 0]), "age") == b"\0"
    assert bech32.decode(encode("age", [31, 28]), "age") == b"\xff"
