"""Text as it can be printed without lying: runs with a direction, and visible tokens for what has no form of its own.

Four rules (Unicode Standard Annex 9 for the classes and the isolates):

1. A paragraph takes the direction of its first strong letter.
2. A stretch of the other direction stands in an isolate, numbers and handles beside it included, so that "12-B, Street 4" inside
   an Urdu sentence reads as it was written.
3. Direction controls, invisible characters and controls are shown as `[U+202E]`, never obeyed. A joiner stays where spelling needs
   it: between letters of a script that joins, and inside an emoji.
4. A character that no font can draw is shown as `[U+6C49]`; so is a mark that no font can draw together with its letter, or that
   has no letter.

The printed form is for reading; the exact text is in exhibits.json.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from gawah.dossier.glyphs import Coverage

Direction: TypeAlias = Literal["ltr", "rtl"]
Kind: TypeAlias = Literal["plain", "ltr", "rtl", "token"]

_LINE_ENDS: Final = ("\r\n", "\r", "\u2028", "\u2029", "\x85")
_STRONG_RIGHT: Final = frozenset({"R", "AL"})
_NUMBERS: Final = frozenset({"EN", "AN"})
_LEADING: Final = frozenset("@#+$£€~/")
_TRAILING: Final = frozenset("/%=&_")
_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»"}
_JOINERS: Final = frozenset("\u200c\u200d")
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})
_SELECTORS: Final = frozenset("\ufe0e\ufe0f")
_HIDDEN: Final = frozenset(
    (0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0, 0x200B, 0x200E, 0x200F)
).union(
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xFFF0, 0xFFFC),
    range(0xFE00, 0xFE0E),
    range(0xE0000, 0xE1000),
)
"""Characters that draw nothing (Unicode default-ignorable code points) or steer what is drawn."""
_URDU: Final = frozenset("ٹڈڑںہھےۓگچپژکی")
_ARABIC: Final = frozenset(map(chr, range(0x0600, 0x0700)))
_DEVANAGARI: Final = frozenset(map(chr, range(0x0900, 0x0980)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of one paragraph.

    Attributes:
        text: What is drawn; for a token its label, such as `[U+202E]`.
        kind: plain: in the paragraph's own direction; ltr or rtl: isolated, in that direction; token: not text of the source.
    """

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line of the source as typed.

    Attributes:
        direction: Of its first strong letter; ltr when it has none.
        language: `ur` or `ar` for Arabic script by its letters, `hi` for Devanagari, else "": a hint for shaping, not a finding.
        runs: In order of the source.
    """

    direction: Direction
    language: str
    runs: tuple[Run, ...]


def token(character: str) -> str:
    """The visible form of a character that has none: `[U+202E]`."""
    return f"[U+{ord(character):04X}]"


def paragraphs(text: str, drawable: Coverage, base: Direction | None = None) -> tuple[Paragraph, ...]:
    """`text` in printable paragraphs, one for each line as typed, empty ones included.

    Args:
        text: Any string; lone surrogates become tokens.
        drawable: What the fonts can draw.
        base: The direction of every paragraph, where it is known; else rule 1 holds.
    """
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return tuple(_paragraph(line, drawable, base) for line in text.split("\n"))


def plain(text: str, drawable: Coverage) -> str:
    """`text` on one line with tokens in place of what cannot be drawn or steers what is; for labels."""
    return " ".join("".join(run.text for run in paragraph.runs) for paragraph in paragraphs(text, drawable))


def undrawable(text: str, drawable: Coverage) -> set[str]:
    """The characters of `text` that no font can draw, as tokens; those shown as tokens for what they do are not among them."""
    settled = _settled(drawable)
    if settled.issuperset(text):
        return set()
    doubtful = set(text) - settled
    return {token(c) for c in doubtful if not _hidden(c) and c not in "\t\r\n" and not _has_glyph(c, drawable)}


def _paragraph(line: str, drawable: Coverage, base: Direction | None) -> Paragraph:
    if base != "rtl" and line.isascii() and _settled(drawable).issuperset(line):
        # Most of what the program says in English: no letter of it runs the other way.
        return Paragraph(direction="ltr", language="", runs=(Run(text=line, kind="plain"),) if line else ())
    direction = base or _base(line)
    runs: list[Run] = []
    for kind, piece in _pieces(line, drawable):
        if kind == "token":
            runs.append(Run(text=piece, kind="token"))
        else:
            runs.extend(_isolated(piece, direction, drawable))
    return Paragraph(direction=direction, language=_language(line), runs=tuple(runs))


def _base(line: str) -> Direction:
    for character in line:
        bidi = unicodedata.bidirectional(character)
        if bidi == "L":
            return "ltr"
        if bidi in _STRONG_RIGHT:
            return "rtl"
    return "ltr"


def _language(line: str) -> str:
    if not _URDU.isdisjoint(line):
        return "ur"
    if not _ARABIC.isdisjoint(line):
        return "ar"
    return "" if _DEVANAGARI.isdisjoint(line) else "hi"


@cache
def _settled(drawable: Coverage) -> frozenset[str]:
    """The characters that are printed as they are, whatever stands beside them: nearly all of nearly every message."""
    every = map(chr, frozenset[int]().union(*drawable.fonts))
    return frozenset(c for c in every if not _hidden(c) and c != "\t" and unicodedata.category(c) not in _MARKS)


def _pieces(line: str, drawable: Coverage) -> list[tuple[Literal["text", "token"], str]]:
    settled = _settled(drawable)
    if settled.issuperset(line):
        return [("text", line)] if line else []
    pieces: list[tuple[Literal["text", "token"], str]] = []
    for index, character in enumerate(line):
        if character == "\t":
            character = "    "  # noqa: PLW2901  a tab has no glyph; its width carries no meaning
        elif character not in settled and _needs_token(line, index, drawable):
            pieces.append(("token", token(character)))
            continue
        if pieces and pieces[-1][0] == "text":
            pieces[-1] = ("text", pieces[-1][1] + character)
        else:
            pieces.append(("text", character))
    return pieces


def _needs_token(line: str, index: int, drawable: Coverage) -> bool:
    character = line[index]
    before, after = line[index - 1 : index], line[index + 1 : index + 2]
    if character in _JOINERS:
        return not (_joins(before) and _joins(after))
    if unicodedata.category(character) in _MARKS and not _sits(line, index, drawable):
        return True
    if character in _SELECTORS:
        return not before or not _has_glyph(before, drawable) or unicodedata.category(before)[0] not in "SPN"
    return _hidden(character) or not _has_glyph(character, drawable)


def _sits(line: str, index: int, drawable: Coverage) -> bool:
    """True when the mark at `index` has a letter or sign to sit on, and one font draws both with all marks between."""
    start = index - 1
    while start >= 0 and (unicodedata.category(line[start]) in _MARKS or line[start] in _JOINERS):
        start -= 1
    if start < 0 or line[start].isspace() or _hidden(line[start]):
        return False
    return _together(line[start : index + 1], drawable)


@lru_cache(maxsize=1 << 16)
def _together(letter: str, drawable: Coverage) -> bool:
    return drawable.together(ord(each) for each in letter if not _hidden(each))


def _joins(character: str) -> bool:
    """True for what a joiner may stand beside: a letter or mark of a joining script, an emoji or its selector."""
    if not character:
        return False
    code = ord(character)
    if 0x0600 <= code <= 0x08FF or 0x0900 <= code <= 0x0DFF:
        return True
    return character in _SELECTORS or unicodedata.category(character) in {"So", "Sk"}


def _hidden(character: str) -> bool:
    return ord(character) in _HIDDEN or character in _JOINERS | _SELECTORS or unicodedata.category(character) in {"Cc", "Cs", "Co"}


def _has_glyph(character: str, drawable: Coverage) -> bool:
    return drawable.together((ord(character),))


@cache
def _at_home(base: Direction, drawable: Coverage) -> frozenset[str]:
    """Of the characters that are printed as they are, those that never stand in an isolate in a paragraph of the direction."""
    return frozenset(c for c in _settled(drawable) if _side(c, base) != "foreign")


def _isolated(text: str, base: Direction, drawable: Coverage) -> list[Run]:
    """`text` cut into runs of the base direction and isolates of the other (rule 2)."""
    if _at_home(base, drawable).issuperset(text) or all(_side(character, base) != "foreign" for character in set(text)):
        return [Run(text=text, kind="plain")] if text else []
    runs: list[Run] = []
    other: Direction = "ltr" if base == "rtl" else "rtl"
    done = 0
    for start, end in _foreign(text, base):
        if start > done:
            runs.append(Run(text=text[done:start], kind="plain"))
        runs.append(Run(text=text[start:end], kind=other))
        done = end
    if done < len(text):
        runs.append(Run(text=text[done:], kind="plain"))
    return runs


def _foreign(text: str, base: Direction) -> list[tuple[int, int]]:
    """First and past-the-last place of every stretch of the other direction, with neutral characters inside it."""
    spans: list[tuple[int, int]] = []
    start = last = -1
    for index, character in enumerate(text):
        side = _side(character, base)
        if side == "foreign":
            start = index if start < 0 else start
            last = index
        elif side == "own" and start >= 0:
            spans.append((start, last + 1))
            start = -1
    if start >= 0:
        spans.append((start, last + 1))
    return [_closed(text, _widened(text, span) if base == "rtl" else span) for span in spans]


@lru_cache(maxsize=1 << 16)
def _side(character: str, base: Direction) -> Literal["own", "foreign", "neutral"]:
    bidi = unicodedata.bidirectional(character)
    if bidi in _STRONG_RIGHT:
        return "own" if base == "rtl" else "foreign"
    if bidi == "L":
        return "own" if base == "ltr" else "foreign"
    return "foreign" if base == "rtl" and bidi in _NUMBERS else "neutral"


def _widened(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the signs that belong to it: the @ of a handle, the + of a number, the closing / of an address."""
    start, end = span
    while start and text[start - 1] in _LEADING:
        start -= 1
    while end < len(text) and text[end] in _TRAILING:
        end += 1
    return start, end


def _closed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the bracket beside it whose partner stands inside: both are drawn in one direction (rule 2; Annex 9, N0)."""
    start, end = span
    opened: list[str] = []
    alone: list[str] = []
    for character in text[start:end]:
        if character in _PAIRS:
            opened.append(_PAIRS[character])
        elif opened and character == opened[-1]:
            opened.pop()
        elif character in _PAIRS.values():
            alone.append(character)
    while opened and end < len(text) and text[end] == opened[-1]:
        opened.pop()
        end += 1
    while alone and start and _PAIRS.get(text[start - 1]) == alone[0]:
        alone.pop(0)
        start -= 1
    return start, end
