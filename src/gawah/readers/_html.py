"""HTML files of any size and any nesting: cut into pieces, decoded, parsed, and read as text. Nothing is ever fetched.

    for piece in pieces(lambda: source.open(member), re.compile(rb'<div class="message')):
        page = parsed(decoded(piece.data, encoding)[0])      # a selectolax (lexbor) parser: page.css(...)
        text, links = text_of(node.html or "")

A piece runs from one match of a byte pattern to the next, so memory does not grow with the file, and the spans of the pieces tile
it. A parser that follows the standard takes quadratic time for deep nesting (100,000 `<div>`: 9 s) or many attributes, and
unbounded memory for formatting that is never closed; `parsed` leaves out the tags that do it and keeps the text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from gawah.readers._html_text import text_of
from gawah.readers._html_tokens import Tag, few_attributes, tokens

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["MAX_PIECE", "OPENING_LENGTH", "Piece", "decoded", "encoding_named", "encoding_of", "parsed", "pieces", "text_of"]

MAX_PIECE = 4 << 20
"""Bytes of a piece that are kept; parsed they take some forty times as much."""
OPENING_LENGTH = 256
"""No pattern that `pieces` is given may match more bytes."""
_CHUNK = 1 << 20
_MAX_DEPTH = 400
_MAX_ATTRIBUTES = 200
_MAX_FORMATTING = 32
_MAX_REPEATED = 300_000
"""How many elements a parser may make to carry unclosed formatting on."""
_HARMLESS = 400
_META = re.compile(rb"<meta[^>]{0,512}?charset[ \t\r\n]{0,16}=[ \t\r\n\"']{0,16}([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE)
_VOID = frozenset(
    {
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
    }
)
_SELF_CLOSING = frozenset(
    {
        *(
            "body",
            "colgroup",
            "dd",
            "dt",
            "head",
            "html",
            "li",
            "optgroup",
            "option",
            "p",
            "rp",
            "rt",
            "tbody",
            "td",
            "tfoot",
        ),
        *(
            "th",
            "thead",
            "tr",
        ),
    }
)
"""Elements whose end tag may be left out: a next one closes them, so they nest no deeper than others let them."""
_FORMATTING = frozenset(
    {
        *(
            "a",
            "b",
            "big",
            "code",
            "em",
            "font",
            "i",
            "nobr",
            "s",
            "small",
            "strike",
            "strong",
            "tt",
            "u",
        ),
    }
)
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "unicode", "utf-7"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "latin1", "l1", "us-ascii", "ascii", "windows-1252", "cp1252", "x-cp1252"), "cp1252"),
    **{f"windows-125{digit}": f"cp125{digit}" for digit in "01345678"},
    **{f"cp125{digit}": f"cp125{digit}" for digit in "01345678"},
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874"), "cp874"),
    **dict.fromkeys(("koi8-r", "koi8_r", "koi8"), "koi8_r"),
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "ibm866": "cp866",
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "hz-gb-2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "windows-31j", "x-sjis"), "cp932"),
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949"), "cp949"),
}
"""Labels of the Encoding Standard, as Python names what they mean. No label reaches Python's own list of codecs."""


@dataclass(slots=True)
class Piece:
    """A part of a file.

    Attributes:
        number: From 1; 0 for the head, which lies before the first match and may be empty.
        start, end: Its bytes in the file, `end` past the last.
        head: The first 256 of them at most, whatever the limit.
        data: The bytes; None when there are more than the limit.
    """

    number: int
    start: int
    end: int
    head: bytes = field(repr=False)
    data: bytes | None = field(repr=False)


def pieces(opened: Callable[[], BinaryIO], opening: re.Pattern[bytes], limit: int = MAX_PIECE) -> Iterator[Piece]:
    """Cut what `opened` gives at every match of `opening`: the head, then one piece for each match, each up to the next.

    A piece of more than `limit` bytes comes without them. A file that cannot be read on raises what its stream raises
    (SourceUnreadable).
    """
    with opened() as stream:
        kept, head, number, start, base, ended = b"", b"", 0, 0, 0, False
        searched = 0  # up to here nothing can begin any more
        while not ended:
            more = stream.read(max(_CHUNK, min(len(kept), limit)))
            ended = not more
            kept += more
            certain = len(kept) if ended else max(0, len(kept) - OPENING_LENGTH)
            while (found := opening.search(kept, searched)) is not None and found.start() < certain + ended:
                place = base + found.start()
                yield _piece(number, start, place, head, kept, base, limit)
                number, start, head = number + 1, place, kept[found.start() : found.start() + OPENING_LENGTH]
                searched = found.start() + 1
            searched = max(searched, certain)
            head = head or kept[:OPENING_LENGTH]
            keep_from = start - base if base + len(kept) - start <= limit + OPENING_LENGTH else searched
            if keep_from > 0:
                kept = kept[keep_from:]
                base += keep_from
                searched -= keep_from
        yield _piece(number, start, base + len(kept), head, kept, base, limit)


def _piece(number: int, start: int, end: int, head: bytes, kept: bytes, base: int, limit: int) -> Piece:
    data = kept[start - base : end - base] if start >= base and end - start <= limit else None
    return Piece(number, start, end, head[: end - start] if data is None else data[:OPENING_LENGTH], data)


def encoding_of(head: bytes) -> str:
    """The encoding of a file that begins so, as Python names it: of its byte order mark, else as a `<meta charset>` in the first
    4 KiB states it, else UTF-8 where `head` is that, else Windows-1252, as browsers take it.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if not head.startswith(b"\xef\xbb\xbf") and (found := _META.search(head, 0, 4096)) is not None:
        stated = _ENCODINGS.get(found.group(1).decode("ascii").lower())
        if stated is not None:
            return stated
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut at the end of the head is no fault.
        return "cp1252" if error.end < len(head) or len(head) - error.start > 3 else "utf-8"
    return "utf-8"


def encoding_named(label: str) -> str | None:
    """The encoding that a label of the Encoding Standard means, as Python names it; None for one that is none."""
    return _ENCODINGS.get(label.strip().strip("\"'").lower())


def decoded(data: bytes, encoding: str) -> tuple[str, bool]:
    """The text of the bytes, without a byte order mark, and whether some were no text of this encoding (they stand as U+FFFD)."""
    try:
        return data.decode(encoding).removeprefix("\ufeff"), False
    except UnicodeDecodeError:
        return data.decode(encoding, "replace").removeprefix("\ufeff"), True


def parsed(html: str) -> "LexborHTMLParser":
    """The tree of HTML, parsed as the standard says. Tags beyond a depth of 400 and attributes beyond 200 are left out."""
    from selectolax.lexbor import LexborHTMLParser

    harmless = html.count("<") < _HARMLESS and len(html) < 1 << 14
    return LexborHTMLParser(html if harmless else _tamed(html))


def _tamed(html: str) -> str:
    """`html` without the tags that would make a parser slow or large; `html` itself where there are none."""
    open_tags: Counter[str] = Counter()
    depth = formatting = repeated = at = 0
    dropped: set[str] = set()  # names of which start tags were left out, so that no end tag closes another's element
    parts: list[str] = []
    for token in tokens(html):
        if not isinstance(token, Tag):
            continue
        name = token.name
        leave_out = not few_attributes(token.attributes, _MAX_ATTRIBUTES)
        if name in _VOID or name in _SELF_CLOSING:
            repeated += formatting
        elif token.closes:
            if open_tags[name]:
                open_tags[name] -= 1
                depth -= 1
                formatting -= name in _FORMATTING
            else:
                leave_out = leave_out or name in dropped
        elif not leave_out:
            carried = name in _FORMATTING
            leave_out = depth >= _MAX_DEPTH or (carried and (formatting >= _MAX_FORMATTING or repeated >= _MAX_REPEATED))
            if leave_out:
                dropped.add(name)
            else:
                open_tags[name] += 1
                depth += 1
                formatting += carried
                repeated += formatting
        if leave_out:
            parts.append(html[at : token.start])
            at = token.end
    if not parts:
        return html
    parts.append(html[at:])
    return "".join(parts)
