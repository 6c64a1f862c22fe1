"""One page has one key, however its address was copied; another page has another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis.address import host_labels, page_key

PAGE = "https://www.example.org/posts/7?id=12"


@pytest.mark.parametrize(
    "same",
    [
        "http://example.org/posts/7?id=12",
        "https://m.example.org/posts/7/?id=12",
        "HTTPS://WWW.Example.ORG:443/posts/7?id=12#comments",
        "  https://example.org./posts/7?utm_source=chat&id=12&fbclid=abc ",
        "https://example.org/%70osts/%37?id=12",
    ],
)
def test_addresses_of_one_page(same: str) -> None:
    assert page_key(same) == page_key(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/posts/70?id=12",
        "https://example.org/posts/7?id=13",
        "https://example.org/Posts/7?id=12",
        "https://example.org:8080/posts/7?id=12",
        "https://example.com/posts/7?id=12",
        "https://example.org/posts/7?id=12#!/reply/3",
        "https://example.org/posts%2F7?id=12",
        "ftp://example.org/posts/7?id=12",
    ],
)
def test_another_page_is_another(other: str) -> None:
    assert page_key(other) != page_key(PAGE)


def test_letters_of_other_scripts_are_the_same_encoded_and_plain() -> None:
    assert page_key("https://example.org/%D8%B3%D9%84%D8%A7%D9%85") == page_key("https://example.org/سلام")
    assert page_key("https://example.org/%ff") == page_key("https://example.org/%FF")


def test_a_host_that_is_only_a_name_and_an_end_keeps_its_name() -> None:
    assert page_key("https://m.org/a") != page_key("https://org/a")


@given(st.text())
def test_any_text_has_a_key_and_white_space_around_it_changes_nothing(text: str) -> None:
    assert page_key(f" {text.strip()}\n") == page_key(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="#?%"), max_size=40))
def test_the_way_on_which_somebody_came_makes_no_other_page(path: str) -> None:
    address = f"https://example.org/a/{path}/b"
    assert page_key(f"{address}?utm_medium=x") == page_key(f"{address}#part") == page_key(address)


def test_the_parts_of_a_host() -> None:
    assert host_labels("https://www.Instagram.com:443/p/1") == ("www", "instagram", "com")
    assert host_labels("mailto:a@example.org") == host_labels("no address") == ()
