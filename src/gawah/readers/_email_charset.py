"""Bytes as text by the name of a charset, or by the number of a Windows code page, without ever raising.

A label is a stranger's word: only codecs of text that mail programs have used are looked up (RFC 2978 names and their aliases,
MS-UCODEREF for code pages); `x-unknown`, `hex` or `idna` reach none. Where a label is missing, unknown or wrong, UTF-8 is
tried, which text in another charset almost never happens to be, then Windows-1252.
"""

import codecs
import re
from functools import cache
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["text-repaired", "text-undecodable"]

_TEXT_CODECS = re.compile(
    r"utf-?(?:7|8|16(?:-?[bl]e)?|32(?:-?[bl]e)?)|us-?ascii|ascii|latin-?\d{1,2}|l\d|iso-?8859-?\d{1,2}(?:-[ei])?|(?:windows|cp|ibm|ms|x-cp)-?\d{3,5}"
    r"|koi8-?[rutf]|mac-?[a-z]{4,12}|macintosh|x-mac-[a-z]{4,12}|gb-?(?:k|2312|18030)|hz(?:-gb-2312)?|big-?5(?:-?hkscs)?|shift[-_]?jis"
    r"(?:-?2004|x0213)?|sjis|x-sjis|euc-?(?:jp|kr|cn|jis-2004)|iso-?2022-?(?:jp(?:-?(?:1|2|3|2004|ext))?|kr)|johab|ks-c-5601-1987|ksc5601"
    r"|tis-?620|viscii|kz-?1048|ptcp154|hp-?roman-?8",
    re.ASCII,
)
_READ_AS = {
    # What the sender's program called Latin-1 was Windows-1252 (Encoding Standard, section 4.2); the same for its neighbours.
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5", "latin-5", "l5"), "cp1254"),
    **dict.fromkeys(("gb2312", "gbk", "euc-cn", "gb-2312", "cp936"), "gb18030"),
    **dict.fromkeys(("ks-c-5601-1987", "ksc5601", "euc-kr", "euckr"), "cp949"),
    **dict.fromkeys(("shift-jis", "shiftjis", "shift_jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("big5", "big-5", "big5-hkscs", "big5hkscs"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e"), "iso8859-8"),
    **dict.fromkeys(("iso-8859-6-i", "iso-8859-6-e"), "iso8859-6"),
    **dict.fromkeys(("tis-620", "tis620", "iso-8859-11"), "cp874"),
    "iso-2022-jp": "iso2022_jp_ext",
    "macintosh": "mac_roman",
}
_PAGES = {
    932: "cp932",
    936: "gb18030",
    949: "cp949",
    950: "big5hkscs",
    1200: "utf-16-le",
    1201: "utf-16-be",
    10000: "mac_roman",
    20127: "ascii",
    20866: "koi8_r",
    21866: "koi8_u",
    20932: "euc_jp",
    28591: "cp1252",
    28599: "cp1254",
    51932: "euc_jp",
    51936: "gb18030",
    51949: "cp949",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
    50225: "iso2022_kr",
    50220: "iso2022_jp_ext",
    50221: "iso2022_jp_ext",
    50222: "iso2022_jp_ext",
    38598: "iso8859-8",
}
_ASCII = "ascii"


def decode(data: bytes, label: str | None) -> tuple[str, Verdict | None]:
    """The text, and whether it had to be guessed (`text-repaired`) or holds U+FFFD for bytes that are no text.

    Args:
        data: The bytes.
        label: The charset as stated; None where nothing is stated, which means ASCII (RFC 2045 section 5.2) or UTF-8 (RFC 6532).
    """
    codec = codec_of(label) if label is not None else _ASCII
    if codec is not None:
        try:
            return data.decode(codec), None
        except UnicodeError:
            pass
    try:
        return data.decode("utf-8"), None if label is None else "text-repaired"
    except UnicodeDecodeError:
        pass
    if codec in (None, _ASCII):
        return _western(data)
    return data.decode(codec or "utf-8", "replace"), "text-undecodable"


@cache
def codec_of(label: str) -> str | None:
    """Python's name of the charset that a label means; None for one that is not known as text."""
    name = label.strip(" \t\"'").lower().replace("_", "-")[:40]
    if name in _READ_AS:
        return _READ_AS[name]
    if not _TEXT_CODECS.fullmatch(name):
        return None
    for spelling in (
        name,
        name.removeprefix("x-"),
        name.replace("windows-", "cp").replace("x-cp", "cp"),
        name.replace("x-mac-", "mac_"),
    ):
        try:
            return codecs.lookup(spelling).name
        except LookupError:
            continue
    return None


def codec_of_page(number: int) -> str | None:
    """Python's name of a Windows code page; None for a number that is none."""
    if number in _PAGES:
        return _PAGES[number]
    if 28592 <= number <= 28606:
        return codec_of(f"iso-8859-{number - 28590}")
    return codec_of(f"cp{number}") if 0 < number < 65536 else None


def _western(data: bytes) -> tuple[str, Verdict]:
    try:
        return data.decode("cp1252"), "text-repaired"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "text-undecodable"
