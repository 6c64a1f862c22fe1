"""The features of a batch are those of its texts one by one, the same on every machine, and share what spellings share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis import features
from gawah.analysis.features import Placed, Recipe
from gawah.records.fold import fold

RECIPE = Recipe(bits=20)
TEXTS = st.lists(st.text(max_size=60).map(fold), max_size=8)


def buckets(placed: Placed, row: int) -> list[int]:
    return sorted(placed.bucket[placed.row == row].tolist())


def words_of(text: str, recipe: Recipe = RECIPE) -> list[int]:
    return buckets(features.words(features.lay([text]), recipe), 0)


def pieces_of(text: str, recipe: Recipe = RECIPE) -> list[int]:
    return buckets(features.pieces(features.lay([text]), recipe), 0)


@given(TEXTS)
def test_a_batch_gives_what_its_texts_give_alone(texts: list[str]) -> None:
    laid = features.lay(texts)
    together = [(features.words(laid, RECIPE), words_of), (features.pieces(laid, RECIPE), pieces_of)]
    for row, text in enumerate(texts):
        for placed, alone in together:
            assert buckets(placed, row) == alone(text)


@given(st.text(max_size=80).map(fold))
def test_every_piece_stands_within_one_word_and_its_two_spaces(text: str) -> None:
    placed = features.pieces(laid := features.lay([text]), RECIPE)
    assert np.array_equal(laid.chunk[placed.start], laid.chunk[placed.end - 1])
    expected = sum(max(0, len(word) + 2 - length + 1) for word in text.split() for length in range(2, 6))
    assert len(placed.bucket) == expected


@given(TEXTS)
def test_counting_loses_nothing(texts: list[str]) -> None:
    placed = features.pieces(laid := features.lay(texts), RECIPE)
    counted = features.count(placed, laid.texts, RECIPE.bits)
    assert counted.count.sum() == len(placed.bucket)
    again = list(zip(counted.row.tolist(), counted.bucket.tolist(), strict=True))
    assert again == sorted(set(zip(placed.row.tolist(), placed.bucket.tolist(), strict=True)))


def stirred(value: int) -> int:
    """The finaliser of SplitMix64, in Python's own whole numbers."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) % 2**64
    return value ^ (value >> 31)


@given(st.text(min_size=1, max_size=30).map(fold).filter(lambda text: text and " " not in text))
def test_pieces_are_the_polynomials_of_their_characters(word: str) -> None:
    padded, expected = f" {word} ", []
    for length in range(2, 6):
        for start in range(len(padded) - length + 1):
            value = 0
            for char in padded[start : start + length]:
                value = (value * 0x9E3779B97F4A7C15 + ord(char)) % 2**64
            expected.append(stirred((value + length) % 2**64) >> 44)
    assert pieces_of(word) == sorted(expected)


def test_the_buckets_are_these_on_every_machine() -> None:
    assert words_of("you are late") == [364418, 440443, 590821, 591667, 818591]


def test_a_word_has_its_bucket_wherever_it_stands() -> None:
    single = Recipe(bits=20, pairs=False)
    assert words_of("late", single)[0] in words_of("you are so late, again", single)


def test_pairs_know_which_word_comes_first() -> None:
    both = set(words_of("you are")) ^ set(words_of("are you"))
    assert len(both) == 2
    assert set(words_of("you", RECIPE)) <= set(words_of("you are"))


def test_signs_are_words_of_their_own() -> None:
    single = Recipe(bits=20, pairs=False)
    assert set(words_of("late", single)) | set(words_of("!!", single)) == set(words_of("late!!", single))
    assert words_of("😀", single) != words_of("😡", single)
    assert len(words_of("😀", single)) == 1


def test_spellings_of_one_word_share_most_pieces() -> None:
    one, other, another = (set(pieces_of(word)) for word in ("kharab", "kharaab", "mazboot"))
    assert len(one & other) > 3 * len(one & another)


def test_spellings_of_one_word_have_one_sound() -> None:
    def sounds(text: str) -> list[int]:
        return buckets(features.made("sounds", [text], RECIPE)[1], 0)

    assert sounds("nahin dunga!") == sounds("nahi doonga!")
    assert sounds("dunga") != sounds("lunga")
    assert sounds("nahin 😡") != sounds("nahin")


@given(TEXTS)
def test_stretches_are_the_same_for_every_kind(texts: list[str]) -> None:
    for text in texts:
        for kind in features.KINDS:
            laid, _ = features.made(kind, [text], RECIPE)
            assert len(set(laid.chunk.tolist())) == len(text.split())


@pytest.mark.parametrize("texts", [[], [""], ["", ""]])
def test_nothing_has_no_features(texts: list[str]) -> None:
    laid = features.lay(texts)
    assert not len(features.words(laid, RECIPE).bucket)
    assert not len(features.pieces(laid, RECIPE).bucket)
    assert not len(features.count(features.pieces(laid, RECIPE), len(texts), RECIPE.bits).row)


def test_buckets_are_spread_evenly() -> None:
    recipe = Recipe(bits=8, pairs=False)
    found = np.bincount([words_of(f"word{n}", recipe)[0] for n in range(5_000)], minlength=256)
    assert found.min() > 0
    assert found.max() < 60
