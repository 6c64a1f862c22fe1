"""A text and its folded shadows, character by character: what is found in a shadow is known by its place in the text.

Folding (Unicode Standard 3.13 and Annex 15, one character at a time so that places are kept): compatibility forms and case; marks
over letters, Arabic vowel signs, tatweel, joiners, bidi controls and everything else that cannot be seen left out; letters with
several forms made one, as in `records/fold.py`; letters that look alike in Latin, Greek and Cyrillic made one; digits of every
script to 0-9. Vowel signs of Indic scripts stay: there they are letters.

A text has more than one shadow where its letters can be read in more than one way: percent signs, entities, backslashes, quoted
printables and `xn--` names spelt out; hyphens at the end of a line taken away; capitals inside a word taken as beginnings of words.
"""

import codecs
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from gawah.records.fold import LETTERS

BARRIER: Final = "\ufffe"
"""Stands in a shadow for what is replaced already: nothing is found in it, across it or because of it."""

_INDIC: Final = range(0x0900, 0x1D00)
_NUKTA: Final = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\u110ba")
_UNSEEN_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u0640\u0621")
"""Fillers, tatweel, and the hamza that stands alone, which many leave out."""
_LINE_ENDS: Final = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_ALIKE: Final = dict(zip("авекмнорстухіѕјԁԛԝһӏ" + "αβεικμνορτυχ", "abekmhopctyxisjdqwhl" + "abeikmvoptux", strict=True)) | {
    "ں": "ن",
    "ँ": "ं",
    "“": '"',
    "”": '"',
}

MARKS: Final = "".join(chr(code) for code in _INDIC if unicodedata.category(chr(code)).startswith("M") and chr(code) not in _NUKTA)
"""Signs of Indic and South-East Asian scripts that belong to a word and that `\\w` does not take for letters."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """Characters, each with the place in the text that it stands for."""

    text: str = field(repr=False)
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)


@lru_cache(maxsize=65_536)
def folded(char: str) -> str:
    """What one character becomes; "" for what is left out."""
    if char == BARRIER:
        return char
    found = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()):
        category = unicodedata.category(part)
        digit = unicodedata.decimal(part, None)
        if part.isspace():
            found.append("\n" if part in _LINE_ENDS else " ")
        elif category[0] == "M":
            found.append(_ALIKE.get(part, part) if ord(part) in _INDIC and part not in _NUKTA else "")
        elif category in ("Cc", "Cf", "Cs") or part in _UNSEEN_LETTERS:
            continue
        elif digit is not None:
            found.append(str(digit))
        else:
            letter = LETTERS.get(part, part)
            found.append(_ALIKE.get(letter, letter))
    return "".join(found)


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = becomes = folded(chr(code))
        return becomes


_TABLE: Final = _Table()


def fold(text: str) -> str:
    """The plain shadow of a text without its places."""
    return text.translate(_TABLE)


def shadow_texts(text: str, barriers: re.Pattern[str] | None = None) -> Iterator[str]:
    """The texts of all shadows of a text, without their places: for whoever only asks whether something is in one of them."""
    read = text if barriers is None else barriers.sub(BARRIER, text)
    for layer in range(_MOST_LAYERS + 1):
        yield fold(read)
        if _CAMEL.search(read):
            yield fold(_CAMEL.sub(r"\g<0> ", read))
        if _BROKEN.search(read):
            yield fold(_BROKEN.sub("", read))
        spells = layer < _MOST_LAYERS and any(sign in read for sign in _SIGNS)
        further = _ESCAPES.sub(_spelt_by, read) if spells else read
        if further == read:
            return
        read = further


def shadows(text: str, barriers: re.Pattern[str] | None = None) -> Iterator[Shadow]:
    """Every folded shadow of the text, the plain one first. `barriers`: what is replaced already."""
    read = _behind(text, barriers)
    for spelt in _spelt_out(read):
        yield _folded(spelt)
        if _CAMEL.search(spelt.text):
            yield _folded(_parted(spelt))
        if _BROKEN.search(spelt.text):
            yield _folded(_joined(spelt))


def _behind(text: str, barriers: re.Pattern[str] | None) -> Shadow:
    plain = Shadow(text, list(range(len(text))), list(range(1, len(text) + 1)))
    return plain if barriers is None else _rewritten(plain, barriers, lambda _: [(BARRIER, 0, -1)])


def _folded(read: Shadow) -> Shadow:
    chars, starts, ends = [], [], []
    for char, start, end in zip(read.text, read.starts, read.ends, strict=True):
        for one in folded(char):
            chars.append(one)
            starts.append(start)
            ends.append(end)
    return Shadow("".join(chars), starts, ends)


# --- Other ways of reading it

_CAMEL = re.compile(r"[^\W\d_A-Z](?=[A-Z])")
_BROKEN = re.compile(r"[-=\u00ad\u2010][ \t]*\r?\n[ \t]*(?=\w)")
_ESCAPES = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)|(?P<quoted>(?:=[0-9A-Fa-f]{2})+)|(?P<slash>(?:(?:\\|%)u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})+)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});)|\bxn--(?P<label>[A-Za-z0-9-]{1,59})|(?P<line>\\[nrt])"
)
_SIGNS: Final = ("%", "=", "&", "\\", "xn--")
"""One of them stands in every text in which something is spelt another way."""
_MOST_LAYERS: Final = 3

_Spelt = list[tuple[str, int, int]]
"""Characters, each with the first and the last character of the match that it stands for; -1 is the last of all."""


def _spelt_out(read: Shadow) -> Iterator[Shadow]:
    """The text, and what it is once what is spelt in it is read, layer by layer."""
    yield read
    for _ in range(_MOST_LAYERS):
        further = _rewritten(read, _ESCAPES, _unescaped)
        if further.text == read.text:
            return
        read = further
        yield read


def _parted(read: Shadow) -> Shadow:
    """With a space, which stands for nothing in the text, before each capital inside a word."""
    return _rewritten(read, _CAMEL, lambda found: [(found[0], 0, 0), (" ", 0, 0)])


def _joined(read: Shadow) -> Shadow:
    """Without hyphens and the ends of lines after them."""
    return _rewritten(read, _BROKEN, lambda _: [])


def _rewritten(read: Shadow, pattern: re.Pattern[str], write: Callable[[re.Match[str]], _Spelt]) -> Shadow:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in pattern.finditer(read.text):
        chars.append(read.text[at : match.start()])
        starts += read.starts[at : match.start()]
        ends += read.ends[at : match.start()]
        for char, first, last in write(match):
            chars.append(char)
            starts.append(read.starts[match.start() + first])
            ends.append(read.ends[match.end() - 1 if last < 0 else match.start() + last])
        at = match.end()
    chars.append(read.text[at:])
    return Shadow("".join(chars), starts + read.starts[at:], ends + read.ends[at:])


def _unescaped(match: re.Match[str]) -> _Spelt:
    if match["percent"] or match["quoted"]:
        return _octets(match[0])
    if match["slash"]:
        return _units(match[0])
    if match["entity"]:
        return [(char, 0, -1) for char in html.unescape(match[0])]
    if match["label"]:
        return [(char, 0, -1) for char in _host(match["label"])]
    return [("\n", 0, -1)]


def _spelt_by(match: re.Match[str]) -> str:
    return "".join(char for char, _, _ in _unescaped(match))


def _octets(spelt: str) -> _Spelt:
    """What octets of three characters each spell: UTF-8, else Latin-1."""
    data = bytes.fromhex(spelt[1:].replace(spelt[0], ""))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [(chr(octet), 3 * n, 3 * n + 2) for n, octet in enumerate(data)]
    found, at = [], 0
    for char in text:
        size = len(char.encode("utf-8"))
        found.append((char, 3 * at, 3 * (at + size) - 1))
        at += size
    return found


def _units(spelt: str) -> _Spelt:
    r"""What `\u0627` or `\xe9` spells, halves of surrogate pairs joined."""
    parts = [
        (match.start(), match.end() - 1, int(match[1], 16))
        for match in re.finditer(r"[\\%][ux]((?<=u)[0-9A-Fa-f]{4}|(?<=x)[0-9A-Fa-f]{2})", spelt)
    ]
    found: _Spelt = []
    for first, last, code in parts:
        if found and 0xDC00 <= code < 0xE000 and "\ud800" <= found[-1][0] < "\udc00":
            high, start, _ = found.pop()
            found.append((chr(0x10000 + ((ord(high) - 0xD800) << 10) + code - 0xDC00), start, last))
        else:
            found.append((chr(code), first, last))
    return found


def _host(label: str) -> str:
    """A name of a host that is spelt in ASCII (RFC 3492); as it stands where it spells nothing."""
    try:
        return codecs.decode(label.encode("ascii"), "punycode")
    except (UnicodeError, ValueError, OverflowError):
        return f"xn--{label}"
