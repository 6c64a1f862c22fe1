"""HTML cut into pieces, decoded, parsed and read as text: any size, any nesting, nothing lost and nothing fetched."""

import io
import re
import tracemalloc
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gawah.readers import _html
from gawah.readers._html import decoded, encoding_of, parsed, pieces, text_of
from gawah.readers._html_tokens import Text, tokens

OPENING = re.compile(rb'<div class="message[" ]')


def cut(data: bytes, limit: int = _html.MAX_PIECE) -> list[_html.Piece]:
    return list(pieces(lambda: io.BytesIO(data), OPENING, limit))


def tiles(found: list[_html.Piece], size: int) -> bool:
    ends = [0, *(piece.end for piece in found)]
    return [piece.start for piece in found] == ends[:-1] and ends[-1] == size


class Slow(io.BytesIO):
    """Gives a few bytes at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size if size is not None and size >= 0 else 7))


def test_a_file_is_cut_at_every_match_and_the_head_stands_apart() -> None:
    found = cut(b'<html><div class="message a">1</div><div class="message">2</div></html>')
    assert [(piece.number, piece.data) for piece in found] == [
        (0, b"<html>"),
        (1, b'<div class="message a">1</div>'),
        (2, b'<div class="message">2</div></html>'),
    ]


def test_a_file_without_a_match_is_its_head() -> None:
    assert [(piece.start, piece.end, piece.data) for piece in cut(b"<p>x")] == [(0, 4, b"<p>x")]
    assert [(piece.start, piece.end, piece.data) for piece in cut(b"")] == [(0, 0, b"")]


def test_a_piece_over_the_limit_is_a_value_and_the_next_ones_are_read() -> None:
    data = b'h<div class="message ">' + b"x" * 9_000 + b'<div class="message ">2<div class="message ">3'
    found = cut(data, limit=4_000)
    assert [piece.data for piece in found] == [b"h", None, b'<div class="message ">2', b'<div class="message ">3']
    assert tiles(found, len(data))


class Endless(io.RawIOBase):
    """Fifty million bytes of the same, made as they are read."""

    left = 50_000_000

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        size = min(len(buffer), self.left)
        buffer[:size] = b"<" * size
        self.left -= size
        return size


def test_fifty_megabytes_without_a_match_are_one_piece_in_flat_memory() -> None:
    tracemalloc.start()
    found = list(pieces(lambda: io.BufferedReader(Endless()), OPENING))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(piece.start, piece.end, piece.data) for piece in found] == [(0, 50_000_000, None)]
    assert peak < 40 << 20


@given(
    st.lists(st.sampled_from([b'<div class="message ">', b'<div class="mess', b'age">', b"x" * 300, b"y" * 40, b"<"]), max_size=30),
    st.integers(1, 700),
)
def test_pieces_tile_the_file_and_agree_with_a_search_of_the_whole(parts: list[bytes], limit: int) -> None:
    data = b"".join(parts)
    for opened in (lambda: io.BytesIO(data), lambda: Slow(data)):
        found = list(pieces(opened, OPENING, limit))
        assert tiles(found, len(data))
        assert [piece.start for piece in found[1:]] == [match.start() for match in OPENING.finditer(data)]
        for piece in found:
            whole = data[piece.start : piece.end]
            assert piece.data == (whole if len(whole) <= limit else None)


def test_an_error_of_the_stream_reaches_the_caller() -> None:
    class Torn(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError

    def opened() -> BinaryIO:
        return Torn()

    with pytest.raises(OSError):  # noqa: PT011 - the stream's own
        list(pieces(opened, OPENING))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<META http-equiv=Content-Type content='text/html; charset=Shift_JIS'>", "cp932"),
        (b"<meta charset=ISO-8859-1>", "cp1252"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=rot13>", "utf-8"),
        (b"<meta charset=zlib>\xff....", "cp1252"),
        (b'\xef\xbb\xbf<meta charset="windows-1251">', "utf-8"),
        ("\ufeffx".encode("utf-16-le"), "utf-16"),
        ("<p>گواہ".encode(), "utf-8"),
        ("<p>گواہ".encode()[:-1], "utf-8"),
        (b"<p>caf\xe9 au lait", "cp1252"),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_the_one_that_the_file_declares(head: bytes, encoding: str) -> None:
    assert encoding_of(head) == encoding


def test_bytes_that_are_no_text_are_said_to_be_replaced() -> None:
    assert decoded("\ufeffگواہ".encode(), "utf-8") == ("گواہ", False)
    assert decoded(b"a\xffb", "utf-8") == ("a\ufffdb", True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("one<br><br>two", "one\n\ntwo"),
        ("<div>one<br></div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("one\n  two\t three", "one two three"),
        ("<b>one</b> <i>two</i><u>three</u>", "one twothree"),
        ("<div>  one  </div>  two", "one\ntwo"),
        ("<ul><li>one<li>two</ul>three", "• one\n• two\n\nthree"),
        ("<ol><li>one</li><li>two<ul><li>deep</li></ul></li><li>three</li></ol>", "1. one\n2. two\n• deep\n3. three"),
        (
            "you said<blockquote>one<br>two<blockquote>three</blockquote></blockquote>no",
            "you said\n\n> one\n> two\n>\n> > three\n\nno",
        ),
        ("<pre>\n one\n\n  two</pre>", " one\n\n  two"),
        ("<table><tr><td>one</td><td>two</td></tr><tr><td>three</td></tr></table>", "one\ttwo\nthree"),
        ("fish &amp; chips &lt;3 &copy; &#x1F600; &#1711;&nbsp;&notit; &unknown;", "fish & chips <3 © 😀 گ\xa0¬it; &unknown;"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("a<script>if (a < b) document.write('</p>')</script>b", "ab"),
        ("a<style>p > b {}</style>b<!-- <p>c --><![CDATA[d]]>e<?php f ?>", "abe"),
        ("a<!-->b<!--->c<!-- d --!>e<!-- - -- f", "abce"),
        ("<title>t</title><template>a<template>b</template>c</template>d", "d"),
        ("1 < 2 and 3 <4 > 2", "1 < 2 and 3 <4 > 2"),
        ('<a title="a > b" href=x>c</a>', "c"),
        ("<img alt='😀'><img alt='a face'><img alt=''>", "😀"),
        ("<textarea>\n<b>one</b>\ntwo</textarea>", "<b>one</b>\ntwo"),
        ("<xmp>&amp;</xmp>", "&amp;"),
        ("", ""),
        ("cut <b in a ta", "cut"),
        ("cut <a href='", "cut"),
    ],
)
def test_text_stands_as_a_browser_shows_it(html: str, text: str) -> None:
    assert text_of(html)[0] == text


def test_links_stand_in_order_each_once_and_none_that_lead_nowhere() -> None:
    html = """<a href="https://a.example/?x=1&amp;y=2">a</a><A class=b HREF = mailto:b@c.example>b</A><a name=x>c</a>
    <a href='https://a.example/?x=1&amp;y=2'>again</a><a href="#top">d</a><a href="javascript:e()">e</a><a href=''>f</a>
    <a href=" /g ">g</a><script><a href=h></script><a data-href=i>i</a>"""
    assert text_of(html)[1] == ("https://a.example/?x=1&y=2", "mailto:b@c.example", "/g")


SOUP = [
    "a",
    "b ",
    "&amp;",
    "&#65;",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<div x='1>'>",
    "</div>",
    "<br>",
    "<!-- c -->",
    '<i y=">">',
    "<",
    ">",
]


@given(st.lists(st.sampled_from([*SOUP, "<script>a</script>", "<a href=x", " z", "'", '"', "=", "/"]), max_size=40))
def test_the_text_is_that_of_the_standards_parser(parts: list[str]) -> None:
    """But for the blanks, which a tree has no word on."""
    html = "<body>" + "".join(parts)
    page = LexborHTMLParser(html)
    page.strip_tags(["script"])
    assert re.sub(r"\s+", "", text_of(html)[0]) == re.sub(r"\s+", "", page.body.text() if page.body else "")


@given(
    st.lists(
        st.sampled_from([*SOUP, "<title>", "</title>", "<img src=x>", "<a href=x", " z", "'", '"', "=", "/", "<!--"]), max_size=40
    )
)
def test_asked_for_some_names_alone_the_tokens_are_those_among_all(parts: list[str]) -> None:
    html = "".join(parts)
    only = frozenset({"img", "title"})
    among_all = [token for token in tokens(html) if (token.inside if isinstance(token, Text) else token.name) in only]
    assert list(tokens(html, only)) == among_all


@given(st.text(alphabet="<>/!-=\"' abp&;#1\n", max_size=60))
def test_arbitrary_text_never_crashes_it_and_parses_as_it_reads(html: str) -> None:
    text_of(html)
    parsed(html)


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "<blockquote>" * 100_000,
        "<ul><li>" * 50_000,
        "".join(f"<b id={number}>" for number in range(3_000)) + "<p>x" * 3_000,
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">",
        "<table><tr><td>" * 30_000,
        "<object><div></object>" * 50_000,
        "<" * 300_000,
        "<a " * 100_000,
        "<!--" * 100_000,
        "<a href='" * 50_000,
        "<script>" * 50_000,
    ],
    ids=lambda html: html[:12].strip("<>"),
)
def test_what_is_made_to_stop_a_parser_does_not(hostile: str) -> None:
    """Unguarded, the first takes 9 s, the fourth 9 million elements."""
    tail = "' --></script><p>canary</p>"
    assert len(text_of(hostile + tail)[0]) < 900_000
    page = parsed(hostile + tail)
    assert sum(1 for _ in page.root.traverse()) < 400_000 if page.root else True


def test_the_text_of_a_deep_page_is_whole_in_its_tree() -> None:
    page = parsed("<div>" * 5_000 + "canary" + "</div>" * 5_000 + "<p id=behind>behind")
    assert page.body is not None
    assert page.body.text() == "canarybehind"
    assert page.css_first("#behind") is not None


def test_a_page_of_paragraphs_and_items_that_are_never_closed_is_left_as_it_is() -> None:
    page = parsed("<ul>" + "".join(f"<li id=i{number}>x<p>y" for number in range(20_000)))
    assert len(page.css("li")) == 20_000
