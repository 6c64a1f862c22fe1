"""What a finished bundle still reveals: every file of it is looked through before it gets its name, and one find stops it.

Looked for, in whatever each file holds (`inside`): the spellings of protected parties and what was redacted by hand, in the texts
and in the raw bytes; the digests of hidden texts and files and of the spellings themselves, in hexadecimal digits and in base64. A
file among the exhibits into which the check cannot look stops it too, unless the person has looked at it.

It cannot find what stands in pixels or is heard in sound; a name in a spelling that nobody gave; a name of five letters or fewer in
the middle of bytes of an unknown form; a digest of another kind than SHA-256.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gawah.dossier.inside import Inside, inside, own_pdf
from gawah.dossier.shadow import fold
from gawah.dossier.spelling import Finder, Named, found_inside, words
from gawah.records.digest import sha256
from gawah.records.errors import LeakFound

LARGEST: Final = 1 << 30
"""Bytes of the largest file that is looked into; a larger one counts as not looked into."""

_OWN_PAGES: Final = re.compile(r"data/dossier(?:-\d+)?\.pdf")
"""The dossier, and its further volumes."""
_EXHIBITS: Final = "data/exhibits/"
_OF_PEOPLE: Final = (_EXHIBITS, "ledger/rows/")
"""Where the words are those of people: everywhere else words of the program stand beside them."""
_LEAST_CORE: Final = 8
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1256", "latin-1")
_HEX: Final = re.compile(r"(?=([0-9a-fA-F]{64}))|(?=(?<![0-9a-fA-F])([0-9a-fA-F]{32})(?![0-9a-fA-F]))")
_BASE64: Final = re.compile(r"(?=(?<![A-Za-z0-9+/_-])([A-Za-z0-9+/_-]{43})(?![A-Za-z0-9+/_-]))")
_LEAST_WORDS: Final = 3
_LEAST_DIGITS: Final = 5
_STRETCH: Final = 8
"""Words of the beginning and the end of a longer hidden text that are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What must not be found.

    Attributes:
        parties: In all spellings, for files that hold words of people alone.
        unusual: The same without spellings that are words of the program's own sentences, for all others.
        texts: What was redacted by hand.
        digests: Of what is hidden, and ids computed from it; hexadecimal digits.
        looked_at: Files of exhibits, such as `E0007.png`, of which the person says that nothing shows in them.
        read: Files of exhibits whose words are known: somebody or a machine has read them, and found no party.
    """

    parties: tuple[Named, ...] = field(repr=False)
    unusual: tuple[Named, ...] = field(repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)
    digests: frozenset[str] = frozenset()
    looked_at: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One find.

    Attributes:
        file: Its place in the bundle.
        what: The party's initials in brackets, or in words what was found; never the text.
    """

    file: str
    what: str


def check(folder: Path, guard: Guard) -> None:
    """Return when nothing is found in any file below `folder`.

    Raises:
        LeakFound: With every file and whom it names, by initials.
    """
    found = list(leaks(folder, guard))
    if found:
        told = "; ".join(f"{leak.file}: {leak.what}" for leak in found[:20])
        more = f"; and {len(found) - 20} more" if len(found) > 20 else ""
        raise LeakFound(f"something that must stay hidden would be handed over: {told}{more}")


def leaks(folder: Path, guard: Guard) -> Iterator[Leak]:
    """Every find in every file below `folder`."""
    searched = Searched(guard)
    for path in sorted(one for one in folder.rglob("*") if not one.is_dir()):
        name = path.relative_to(folder).as_posix()
        for what in dict.fromkeys(searched.file(name, path)):
            yield Leak(file=name, what=what)


class Searched:
    """Looks through files for what the guard names."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._of_people = Finder(guard.parties)
        self._of_program = Finder(guard.unusual)
        self._texts = Finder([Named(shown="redacted", spellings=tuple(_stretches(guard.texts)))])
        self._digests = {one.lower() for one in guard.digests} | set(digests_of(guard.parties))
        self._raw = [(n, set(_raw(party.spellings))) for n, party in enumerate(guard.unusual)]

    def file(self, name: str, path: Path) -> Iterator[str]:
        """What is found in one file: a party's initials in brackets, or in words what was found."""
        if path.stat().st_size > LARGEST:
            if name.removeprefix(_EXHIBITS) not in self._guard.looked_at:
                yield "too large to be looked through"
            return
        data = path.read_bytes()
        held = own_pdf(data) if _OWN_PAGES.fullmatch(name) else inside(data)
        yield from self.held(data, held, of_people=name.startswith(_OF_PEOPLE))
        yield from self._unread(name, held)

    def held(self, data: bytes, held: Inside, *, of_people: bool) -> Iterator[str]:
        """What is found in these bytes and in what is inside them."""
        finder = self._of_people if of_people else self._of_program
        for text in held.texts:
            for party in sorted(finder.named_in(text)):
                yield finder.parties[party].token
            if self._texts.names(text):
                yield "words that were redacted by hand"
            if self._hidden_digest(text):
                yield "a digest of something hidden"
        for party, needles in self._raw:
            if any(needle in data for needle in needles):
                yield self._guard.unusual[party].token

    def _unread(self, name: str, held: Inside) -> Iterator[str]:
        if not name.startswith(_EXHIBITS) or (file := name.removeprefix(_EXHIBITS)) in self._guard.looked_at:
            return
        if file not in self._guard.read and (held.unseen or held.pictured):
            yield "it could not be looked through"

    def _hidden_digest(self, text: str) -> bool:
        return any((match[1] or match[2]).lower() in self._digests for match in _HEX.finditer(text)) or any(
            base64.b64decode(match[1].replace("-", "+").replace("_", "/") + "=").hex() in self._digests
            for match in _BASE64.finditer(text)
        )


def digests_of(parties: Iterable[Named]) -> Iterator[str]:
    """The SHA-256 of each spelling as it may be written by itself, whole and its first half: unsalted, a name is soon guessed."""
    for party in parties:
        for form in _written(party.spellings):
            digest = sha256(form.encode("utf-8", "surrogatepass"))
            yield from (digest, digest[:32])


def _written(spellings: Iterable[str]) -> Iterator[str]:
    for spelling in spellings:
        plain = spelling.strip()
        bare = plain.lstrip("@")
        yield from dict.fromkeys(
            (spelling, plain, bare, bare.lower(), bare.upper(), bare.title(), fold(bare), "".join(words(bare)))
        )


def _raw(spellings: Iterable[str]) -> Iterator[bytes]:
    """Bytes that spell a name in any file: in several encodings, and in base64 at its three offsets (RFC 4648, section 4)."""
    for form in _written(spellings):
        for encoding in _ENCODINGS:
            try:
                spelt = form.encode(encoding)
            except UnicodeEncodeError:
                continue
            # What may be a part of another word is found as a word, in the texts.
            if found_inside(form):
                yield spelt
            yield from _in_base64(spelt)


def _in_base64(spelt: bytes) -> Iterator[bytes]:
    """The part of the base64 of these bytes that does not depend on what stands before and behind them."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + spelt)
        core = whole[(0, 2, 3)[before] : (before + len(spelt)) * 8 // 6]
        if len(core) >= _LEAST_CORE:
            yield from (core, core.replace(b"+", b"-").replace(b"/", b"_"))


def _stretches(texts: Iterable[str]) -> Iterator[str]:
    """Of each text what is looked for: all of a short one, beginning and end of a long one; nothing of what anybody might say."""
    for text in texts:
        parts = words(text)
        telling = len(parts) >= _LEAST_WORDS or "@" in text or sum(map(str.isdecimal, fold(text))) >= _LEAST_DIGITS
        if telling and len(parts) <= _STRETCH:
            yield text
        elif telling:
            yield from (" ".join(parts[:_STRETCH]), " ".join(parts[-_STRETCH:]))
