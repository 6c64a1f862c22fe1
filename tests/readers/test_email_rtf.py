"""Text that Outlook keeps in RTF: packed, made from HTML or plain text, in many code pages, damaged; and that of others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers._email_outlook import read_msg
from gawah.readers._email_rtf import MAX_RTF, told_by, unpacked
from gawah.readers._html import text_of
from tests.readers.packed_rtf import packed

HELLO = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232") + bytes.fromhex(
    "0af32068656c090020627705b06c647d0a800fa0"
)
WXYZ = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def told(rtf: bytes) -> str:
    return told_by(rtf, pytest.fail).text


@pytest.mark.parametrize(
    ("given_bytes", "text"),
    [(HELLO, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"), (WXYZ, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}")],
)
def test_the_examples_of_the_specification_unpack(given_bytes: bytes, text: bytes) -> None:
    assert unpacked(given_bytes) == (text, None)


@given(st.binary(max_size=9000) | st.lists(st.sampled_from([b"\\par ", b"canary ", b"{\\f0 "]), max_size=3000).map(b"".join))
def test_what_is_packed_unpacks(raw: bytes) -> None:
    assert unpacked(packed(raw)) == (raw, None)


@given(st.binary(max_size=300), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_any_bytes_unpack_or_are_refused(data: bytes, stated: int, size: int) -> None:
    unpacked(stated.to_bytes(4, "little") + size.to_bytes(4, "little") + b"LZFu" + bytes(4) + data)
    with pytest.raises(ValueError, match="no packed RTF"):
        unpacked(data[:15])


def test_a_text_that_says_to_be_longer_or_other_than_it_is_is_read_and_said() -> None:
    assert unpacked(WXYZ[:4] + b"\xff\0\0\0" + WXYZ[8:])[1] == "length-differs"
    assert unpacked(WXYZ[:-4] + b"?" + WXYZ[-3:])[1] == "digest-differs"
    plain = b"{\\rtf1 canary}"
    assert unpacked((len(plain) + 12).to_bytes(4, "little") + len(plain).to_bytes(4, "little") + b"MELA" + bytes(4) + plain) == (
        plain,
        None,
    )


def test_a_small_text_that_unpacks_to_a_large_one_is_bounded() -> None:
    body = bytearray(b"\x00" + b"canary!!")
    size = 9
    for _ in range(300_000):
        body.append(0xFF)
        for _ in range(8):
            at = (207 + size - 2) % 4096
            body += (at << 4 | 15).to_bytes(2, "big")
            size += 17
    head = (len(body) + 12).to_bytes(4, "little") + (1 << 31).to_bytes(4, "little") + b"LZFu" + bytes(4)
    raw, fault = unpacked(head + body)
    assert (len(raw), fault) == (MAX_RTF, "digest-differs")


def test_html_comes_back_as_it_was() -> None:
    """MS-OXRTFEX: what stands in `htmltag` and outside of `htmlrtf` is the HTML."""
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fswiss\fcharset178 Arial;}}"
        rb'{\*\htmltag18 <html>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 It\'92s \{you\} {\*\htmltag84 <a href="https://example.net/\'7e">}'
        rb'\htmlrtf {\field{\*\fldinst HYPERLINK "x"}{\fldrslt\htmlrtf0 here\htmlrtf }}\htmlrtf0 {\*\htmltag92 </a>}'
        rb'\htmlrtf\par}\htmlrtf0 {\*\mhtmltag84 <a href="cid:1">}\f1 \'d3\'e1\'c7\'e3\f0  \u1583?\u8212\'3f{\pntext 1.}canary'
        rb"{\*\htmltag72 </p>}}"
    )
    html = told(rtf)
    assert html == '<html><p>It’s {you} <a href="https://example.net/~">here</a>سلام د—canary</p>'
    assert text_of(html)[1] == ("https://example.net/~",)


def test_text_in_the_code_page_of_its_font() -> None:
    head = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 A;}{\f1\fcharset178 B;}{\f2\fcharset204 C;}{\f3\fcharset128 D;}}"
    pages = ((b"f1", "دھمکی".encode("cp1256", "ignore")), (b"f2", "угроза".encode("cp1251")), (b"f3", "脅迫".encode("cp932")))
    body = b"".join(b"{\\" + font + b" " + b"".join(b"\\'%02x" % byte for byte in data) + b"}\\par\r\n" for font, data in pages)
    assert told(head + body + b"}").split("\n")[1:3] == ["угроза", "脅迫"]
    assert told(head + body + b"}").startswith(pages[0][1].decode("cp1256"))


def test_what_is_no_text_is_left_out_and_links_are_named() -> None:
    rtf = (
        rb"{\rtf1{\colortbl;\red0;}{\*\generator Riched20;}{\info{\author hidden}}{\pict\pngblip 89504e}{\uc2 \u1583ab\u1583cd}"
        rb'{\field{\*\fldinst{HYPERLINK "https://example.net/x"}}{\fldrslt canary\~here}}\bin4 {{{{ end\line\tab .}'
    )
    found = told_by(rtf, pytest.fail)
    assert (found.text, found.links, found.html) == ("ددcanary\u00a0here end\n\t.", ("https://example.net/x",), False)


def test_half_of_a_character_is_said() -> None:
    said: list[str] = []
    assert told_by(rb"{\rtf1{\fonttbl{\f0\fcharset128 A;}}\f0\'83 x\u55357?\u56832? \u55357?}", said.append).text.endswith(
        "😀 \ufffd"
    )
    assert said == ["text-undecodable"]


@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                b"\\*",
                b"\\htmlrtf",
                b"\\htmltag",
                b"\\fromhtml1",
                b"\\u-1",
                b"\\uc9",
                b"\\bin9",
                b"\\'",
                b"\\f9",
                b"\\fcharset2",
            ]
        )
        | st.binary(max_size=5),
        max_size=60,
    ).map(b"".join)
)
def test_any_document_is_read(rtf: bytes) -> None:
    told_by(b"{\\rtf1" + rtf, lambda _: None).text.encode("utf-8")


@pytest.mark.shared
def test_the_rtf_of_others_says_what_their_plain_text_says(shared_samples: Path) -> None:
    for path in sorted((shared_samples / "email-msg-pst").glob("*.msg")):
        item = read_msg(path.read_bytes())
        values = item.bag.values  # type: ignore[attr-defined]
        raw, fault = unpacked(values[0x1009][1])
        found = told_by(raw, pytest.fail)
        plain = values[0x1000][1].decode("utf-16-le" if values[0x1000][0] == 0x1F else "cp1252")
        words = (text_of(found.text)[0] if found.html else found.text).replace("•", " ").split()
        assert fault is None
        shown = [word for word in plain.replace("•", " ").replace("*", " ").split() if not word.startswith("<")]
        common = set(words) & set(shown)
        assert len(common) >= 0.9 * len(set(shown)), path.name
