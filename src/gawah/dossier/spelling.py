"""Where a text names a party, in any of the spellings a person gave.

What each spelling finds, folded (see `shadow`):

    a name            its words with up to eight signs between them that are no letters: spaces, ends of lines, hyphens, dots, none;
                      the last word before the others too; any letter repeated; its letters parted by signs (`A. m. i. n. a`); after
                      the Arabic letters that are written together with a word; before an s or a word of respect written together
                      with it. Not inside a longer word: `Ali` is found in `Ali's`, `@ali_786`, `AliNoor`, `علی،`, not in `Alina`.
    a long name       also inside a longer word, where it has two words or more, a digit or a sign in it, and eight letters or more
    a number          its digits with up to three signs between them; from ten digits on the last nine with any prefix, so that
                      +92 300…, 0092300… and 0300… are one; not inside a longer number
    a mail address    as a name, and the part before the @ by itself, from five letters on
    a web address     as a name without its scheme, and its last part by itself, from five letters on

It knows no other transliteration than those it was given, no nicknames, no letters turned into digits, no riddles.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from gawah.dossier.shadow import BARRIER, MARKS, Shadow, fold, shadow_texts, shadows

_ANY: Final = rf"[^\W\d_]|[{MARKS}]"
_LATIN: Final = "[a-z\u00df-\u024f]"
_ARABIC: Final = "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]"
_SIGN: Final = rf"(?:[^\w{BARRIER}{MARKS}]|_)"
_WORD: Final = re.compile(rf"(?:\w(?<!_)|[{MARKS}])+")
_NUMBER: Final = re.compile(r"[+(]?[\d\s()./+-]{5,}")
_TOGETHER: Final = "(?:[وفبلک]|[وفبک]?ال|لل)?"
"""Arabic letters that are written as one word with the name after them: and, so, with, for, as, the."""
_RESPECT: Final = "(?:ji|jee|jan|jaan|bhai|baji|apa|aapa|bibi|begum|sahib|sahiba)"
_LONG: Final = 8
_ALONE: Final = 5
_LEAST_PARTED: Final = 4
_REPEATED: Final = re.compile(r"(.)\1+", re.DOTALL)
_NO_DIGITS: Final = re.compile(r"\D+")
_PARTED: Final = re.compile(rf"(?:[^\W_{MARKS}]{_SIGN}{{1,3}}){{3}}")
_NATIONAL: Final = 9
_WITH_PREFIX: Final = 10

HELD_BACK: Final = "[redacted]"
"""Stands for what a person redacted by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party as it is looked for and shown.

    Attributes:
        shown: What stands instead, without the brackets.
        spellings: Every form that names it.
    """

    shown: str = field(repr=False)
    spellings: tuple[str, ...] = field(repr=False)

    @property
    def token(self) -> str:
        """What stands in the place of a spelling."""
        return f"[{self.shown}]"


@dataclass(frozen=True, slots=True)
class _Way:
    """A pattern, whose first group is the name, and what must stand in a text before it is worth looking for."""

    party: int
    pattern: re.Pattern[str]
    needle: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that names a party: its first and past-the-last character, and which of the parties."""

    start: int
    end: int
    party: int


def words(spelling: str) -> list[str]:
    """The folded words of a spelling: letters and digits. Empty for what can be looked for in no text."""
    return _WORD.findall(fold(spelling))


def found_inside(spelling: str) -> bool:
    """Whether it is found inside a longer word too: two words or more, or with a digit or sign in it, and eight letters or more."""
    parts = words(spelling)
    return len("".join(parts)) >= _LONG and (len(parts) > 1 or not parts[0].isalpha())


class Finder:
    """Looks for parties, all at once."""

    def __init__(self, parties: Sequence[Named]) -> None:
        self.parties = tuple(parties)
        self._ways = [
            _Way(n, re.compile(pattern), needle)
            for n, party in enumerate(parties)
            for pattern, needle in _patterns(party.spellings).items()
        ]
        tokens = sorted({HELD_BACK, *(party.token for party in parties)}, key=len, reverse=True)
        self._tokens = re.compile("|".join(map(re.escape, tokens)))

    def find(self, text: str) -> list[Hit]:
        """Every stretch that names one of them, in order; stretches that touch the same letters are one."""
        if not self.named_in(text):  # asked first: it is quicker without the places, and most texts name nobody
            return []
        found = [
            hit
            for shadow in shadows(text, self._barriers(text))
            for way in self._worth(shadow.text)
            for hit in _hits(shadow, way.pattern, way.party)
        ]
        return _united(_whole(text, hit) for hit in found)

    def named_in(self, text: str) -> set[int]:
        """Which of the parties the text names."""
        return {
            way.party
            for shadow in shadow_texts(text, self._barriers(text))
            for way in self._worth(shadow)
            if way.pattern.search(shadow)
        }

    def names(self, text: str) -> bool:
        """Whether the text names one of them."""
        return bool(self.named_in(text))

    def _barriers(self, text: str) -> re.Pattern[str] | None:
        return self._tokens if "[" in text else None

    def _worth(self, shadow: str) -> Iterator[_Way]:
        """The patterns that can find something in it."""
        once = _REPEATED.sub(r"\1", shadow)
        digits = _NO_DIGITS.sub("", shadow)
        parted = _PARTED.search(shadow) is not None
        for way in self._ways:
            if parted if way.needle == "" else way.needle in (digits if way.needle.isdecimal() else once):
                yield way

    def replaced(self, text: str) -> tuple[str, list[int]]:
        """The text with each of these stretches replaced, and the party of each. Doing it again changes nothing more."""
        parties: list[int] = []
        while hits := self.find(text):
            parts, at = [], 0
            for hit in hits:
                parts += [text[at : hit.start], self.parties[hit.party].token]
                parties.append(hit.party)
                at = hit.end
            text = "".join([*parts, text[at:]])
        return text, parties


def _hits(shadow: Shadow, pattern: re.Pattern[str], party: int) -> Iterator[Hit]:
    for match in pattern.finditer(shadow.text):
        start, end = match.span(1)
        yield Hit(shadow.starts[start], shadow.ends[end - 1], party)


def _whole(text: str, hit: Hit) -> Hit:
    """With the marks and unseen characters that hang on its last letter, and an @ before it, so that none is left behind."""
    end = hit.end
    start = hit.start - 1 if text[hit.start - 1 : hit.start] == "@" else hit.start
    while end < len(text) and not text[end].isspace() and fold(text[end]) == "":
        end += 1
    return Hit(start, end, hit.party)


def _united(hits: Iterable[Hit]) -> list[Hit]:
    """Stretches that overlap as one, of the party whose stretch begins it or is longer there."""
    united: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end, one.party)):
        if united and hit.start < united[-1].end:
            last = united[-1]
            united[-1] = Hit(last.start, max(last.end, hit.end), last.party)
        else:
            united.append(hit)
    return united


# --- From spellings to patterns


def _patterns(spellings: Iterable[str]) -> dict[str, str]:
    """A pattern for each way of writing it, with its needle: the longest word, each letter once; the digits of a number; "" for
    letters that are parted. Each is looked for by itself, for stretches may overlap.
    """
    return dict(way for spelling in spellings for form in _forms(spelling) for way in _ways(form))


def _forms(spelling: str) -> list[str]:
    """The spelling, and the parts of it that name somebody by themselves."""
    plain = spelling.strip()
    address = re.sub(r"^[a-z][a-z0-9+.-]*:/*", "", plain, flags=re.IGNORECASE)
    forms = [plain]
    if "@" in plain[1:]:
        forms.append(plain[1:].partition("@")[0] if plain[0] == "@" else plain.partition("@")[0])
    elif "/" in address.rstrip("/"):
        address = re.sub(r"^(?:www|m|mobile)\.", "", re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/"), flags=re.IGNORECASE)
        forms += [address, address.rpartition("/")[2]]
    return [form for n, form in enumerate(forms) if n == 0 or len("".join(words(form))) >= _ALONE]


def _ways(form: str) -> Iterator[tuple[str, str]]:
    parts = words(form)
    joined = "".join(parts)
    if not parts:
        return
    if joined.isdecimal() and len(joined) >= _ALONE and _NUMBER.fullmatch(fold(form).strip()):
        yield _number(joined), _known(joined)
        return
    needle = max((word if word.isdecimal() else _REPEATED.sub(r"\1", word) for word in parts), key=len)
    inside = found_inside(form)
    for order in [parts, [parts[-1], *parts[:-1]]] if len(parts) > 1 else [parts]:
        yield f"({_spelt(order)})" if inside else f"({_spelt(order, apart=True)}){_after(order)}", needle
    if _is_arabic(joined[0]) and len(joined) > 2 and not inside:
        yield f"(?<!{_ARABIC}){_TOGETHER}({_spelt(parts)}){_end(joined[-1])}", needle
    if len(joined) >= _LEAST_PARTED:
        yield _parted(joined), ""


def _spelt(parts: Sequence[str], *, apart: bool = False) -> str:
    """The words with signs between them, their letters repeated at will; `apart`: not after a letter."""
    spelt = f"{_SIGN}{{0,8}}".join("".join(map(_run, re.findall(r"((.)\2*)", word))) for word in parts)
    if not apart:
        return spelt
    # What cannot stand before the first letter is asked after it: a pattern that begins with a letter is looked for faster.
    first, more = parts[0][0], re.match(r"(.)\1*", parts[0])
    assert more is not None
    rest = first * (len(more[0]) - 1) if first.isdecimal() else f"{re.escape(first)}{{{len(more[0]) - 1},}}"
    return f"{re.escape(first)}{_apart(first)}{rest}{spelt.removeprefix(_run((more[0], first)))}"


def _run(run: tuple[str, str]) -> str:
    letters, letter = run
    return letters if letter.isdecimal() else f"{re.escape(letter)}{{{len(letters)},}}"


def _apart(first: str) -> str:
    """Asked behind the first letter: what stands before it does not belong to the same word."""
    if first.isdecimal():
        return rf"(?<!\d{first})"
    return "".join(f"(?<!{letter}{re.escape(first)})" for letter in _letters(first).split("|"))


def _end(last: str) -> str:
    return r"(?!\d)" if last.isdecimal() else f"(?!{_letters(last)})"


def _after(parts: Sequence[str]) -> str:
    """What may be written together with a name behind it, and the end of the word."""
    joined = "".join(parts)
    if not joined[-1].isascii() or not joined[-1].isalpha() or len(joined) < 3:
        return _end(joined[-1])
    return (f"(?:{_RESPECT}|s)?" if len(joined) >= _LEAST_PARTED else f"(?:{_RESPECT})?") + _end(joined[-1])


def _parted(joined: str) -> str:
    """The letters with signs between every two of them."""
    first, *rest = map(re.escape, joined)
    return f"({first}{_apart(joined[0])}{''.join(f'{_SIGN}{{1,3}}{letter}' for letter in rest)}){_end(joined[-1])}"


def _number(digits: str) -> str:
    """A number in any spacing; a long one with any prefix before its last nine digits."""
    between = rf"[^\w{BARRIER}]{{0,3}}"
    known = _known(digits)
    prefix = rf"(?:\d{between}){{0,{max(6, len(digits) - _NATIONAL)}}}?" if known != digits else ""
    return rf"(?<!\d)([+(]{{0,2}}{prefix}{between.join(known)})(?!\d)"


def _known(digits: str) -> str:
    return digits[-_NATIONAL:] if len(digits) >= _WITH_PREFIX else digits


def _is_arabic(char: str) -> bool:
    return re.match(_ARABIC, char) is not None


def _letters(char: str) -> str:
    """The letters that would make one word with `char`: those of its script, which is how words part that are not spaced."""
    if re.match(_LATIN, char):
        return _LATIN
    return _ARABIC if _is_arabic(char) else _ANY
