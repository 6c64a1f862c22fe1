"""Search finds what a scan of the folded texts finds, in every script, in order of time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.fold import fold
from gawah.vault import search
from gawah.vault.local import Filters, LocalVault, Row
from tests.vault.invented import START_MS, keep, message, read, undated

WORDS = {
    "english": ["kitten", "Kitten's", "kit", "café", "don’t", "KILL", "a", "ok"],
    "urdu": ["میں", "نے", "مُحَمَّد", "محمد", "ویڈیوز", "ویڈیو", "كتاب", "کتاب", "ہے", "هے", "می‌خواهم"],
    "arabic": ["السَّلَامُ", "السلام", "عليكم", "علیکم", "أحمد", "احمد", "مـحـمـد"],
    "hindi": ["हिन्दी", "हिंदी", "में", "क़लम", "कलम", "कि", "की"],
    "roman": ["tum", "Tumhari", "dhamki", "main", "MAIN", "kya"],
    "signs": ["😡", "!!", "👨‍👩‍👧", "100%", "死", "死ね", "_x_", '"q"', "a*b", "NEAR", "AND", "^", "-"],
}
ALL = [word for words in WORDS.values() for word in words]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> "tuple[LocalVault, list[str]]":
    from tests.vault.invented import make

    vault, _ = make(tmp_path_factory.mktemp("search") / "vault")
    data = b"canary search"
    texts = [" ".join(ALL[(n * step + n) % len(ALL)] for step in range(1, 2 + n % 5)) for n in range(400)]
    item = keep(vault, data)
    # Not in order of time: what is found must be.
    read(vault, item, [message(data, n, text, START_MS + (n * 7919 % 400) * 1000) for n, text in enumerate(texts)])
    return vault, texts


def holds(text: str, term: str) -> bool:
    """What a scan says: three letters anywhere; one or two letters at the beginning of a word; signs anywhere."""
    if len(term) >= 3 or not all(char.isalpha() for char in term) or re.search("[\u3040-\u9fff]", term):
        return term in text
    return re.search(r"(?<![\w\u0900-\u097f])" + re.escape(term), text) is not None


def found(vault: LocalVault, query: str) -> list[Row]:
    return vault.search(query, limit=10_000)


@pytest.mark.parametrize("word", ALL)
def test_recall_and_precision_against_a_scan(case: tuple[LocalVault, list[str]], word: str) -> None:
    vault, texts = case
    terms = search.terms(word)
    expected = {n for n, text in enumerate(texts) if terms and all(holds(fold(text), term) for term in terms)}
    assert {row.index_in_batch for row in found(vault, word)} == expected
    assert vault.count(word) == len(expected)
    assert not terms or expected


@settings(max_examples=60)
@given(st.lists(st.sampled_from(ALL), min_size=2, max_size=3))
def test_all_terms_must_hold(case: tuple[LocalVault, list[str]], words: list[str]) -> None:
    vault, texts = case
    query = " ".join(words)
    terms = search.terms(query)
    expected = {n for n, text in enumerate(texts) if all(holds(fold(text), term) for term in terms)}
    assert {row.index_in_batch for row in found(vault, query)} == expected


@settings(max_examples=60)
@given(st.integers(0, 399), st.integers(0, 30), st.integers(3, 12))
def test_any_part_of_a_text_finds_it(case: tuple[LocalVault, list[str]], n: int, start: int, length: int) -> None:
    vault, texts = case
    part = fold(texts[n])[start : start + length].strip()
    if len(part) < 3 or '"' in part:
        return
    assert n in {row.index_in_batch for row in found(vault, f'"{part}"')}


def test_results_come_in_order_of_time_and_page_by_page(case: tuple[LocalVault, list[str]]) -> None:
    vault, _ = case
    every = found(vault, "kit")
    assert [row.position for row in every] == sorted(row.position for row in every)
    paged: list[Row] = []
    while page := vault.search("kit", after=paged[-1].position if paged else None, limit=7):
        paged += page
    assert paged == every


def test_many_hits_are_found_as_few_are(case: tuple[LocalVault, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    vault, _ = case
    few = found(vault, "kit")
    monkeypatch.setattr(search, "FEW", 3)
    assert found(vault, "kit") == few


def test_filters_apply(case: tuple[LocalVault, list[str]]) -> None:
    vault, _ = case
    some = Filters(since_ms=START_MS + 100_000, until_ms=START_MS + 200_000)
    expected = [row for row in found(vault, "kit") if row.at_ms and START_MS + 100_000 <= row.at_ms < START_MS + 200_000]
    assert vault.search("kit", some, limit=1000) == expected
    assert vault.count("kit", some) == len(expected) > 0


@pytest.mark.parametrize("query", ["", " ", '""', "\u200d", "\x00", "\u064e"])
def test_an_empty_query_finds_nothing(case: tuple[LocalVault, list[str]], query: str) -> None:
    assert case[0].search(query) == []
    assert case[0].count(query) == 0


@given(st.text())
def test_no_query_breaks_the_search(case: tuple[LocalVault, list[str]], query: str) -> None:
    assert len(found(case[0], query)) == case[0].count(query)


def test_a_query_does_not_print() -> None:
    query = search.parse("canary")
    assert query is not None
    assert "canary" not in repr(query)


def test_what_has_no_time_is_found_last(vault: LocalVault) -> None:
    data = b"canary undated"
    read(vault, keep(vault, data), [undated(data, 1, "canary one"), message(data, 2, "canary two")])
    assert [row.at_ms is None for row in vault.search("canary")] == [False, True]


@pytest.fixture(scope="module")
def spelt(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    from tests.vault.invented import make

    vault, _ = make(tmp_path_factory.mktemp("spelt") / "vault")
    data = b"canary spelt"
    texts = [
        "main nahi aaunga",
        "woh nahin aaya",
        "NHI karna",
        "naive child",
        "tumhari tasveer",
        "tmhari tasweer",
        "doonga",
        "dungi",
    ] * 3
    read(vault, keep(vault, data), [message(data, n, text, START_MS + n * 1000) for n, text in enumerate(texts)])
    return vault


def places(vault: LocalVault, query: str) -> set[int]:
    return {row.index_in_batch % 8 for row in found(vault, query)}


@pytest.mark.parametrize("few", [0, search.FEW])
@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("nahi", {0, 1, 2}),
        ("nahin", {0, 1, 2}),
        ("nhi", {0, 1, 2}),
        ("tumhari tasvir", {4, 5}),
        ("tumharee tasveer", {4, 5}),
        ("dunga", {6}),
        ("nahi aaunga", {0}),
        ('"nahi"', {0, 1}),
        ('"tumhari tasveer"', {4}),
    ],
)
def test_one_search_finds_the_spellings_of_a_word(
    spelt: LocalVault, monkeypatch: pytest.MonkeyPatch, query: str, held: set[int], few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    assert places(spelt, query) == held
    assert spelt.count(query) == 3 * len(held)
    assert spelt.count(query, Filters(since_ms=START_MS, until_ms=START_MS + 8000)) == len(held)


@pytest.mark.parametrize(
    ("text", "query", "held"),
    [("Nahin jaana", "nahi", True), ("naive", "nahi", False), ("nahin", '"nhi"', False), ("TUMHARI baat", "tmhari", True)],
)
def test_a_text_of_ones_own_is_found_in_its_other_spellings(text: str, query: str, held: bool) -> None:  # noqa: FBT001
    assert search.holds(text, query) is held
