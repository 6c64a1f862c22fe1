"""Redaction as an overlay: the document as it may be shown, and a list of what was replaced in it. Nothing kept is changed.

Every string of the document is looked at, those of people and those of the program: fields are walked as they come, so that a new
section needs nothing here. A party's name that is also a word of the program's own sentences (`May`, `Will`) is replaced in what
people wrote only. A digest or an id that is computed from something hidden is replaced by a word wherever it stands.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from gawah.dossier import wording
from gawah.dossier.document import Document, HeldBack
from gawah.dossier.sheet import ContextLine, Provenance, Sheet, Time
from gawah.dossier.spelling import HELD_BACK, Finder, Named
from gawah.dossier.words import Hole, Said, say
from gawah.records.disclosure import Redaction

_WITHHELD: Final = say("hidden.digest")
NOT_SHOWN: Final = str(_WITHHELD)
"""Stands for a digest or an id of something hidden."""

_CLOSED: Final = frozenset({"kind", "audience", "period", "precision", "ending", "extent", "part"})
"""Fields that hold one of a few words of the program."""

_HEX: Final = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{8})(?![0-9a-f])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """The document as it may be shown.

    Attributes:
        document: With everything replaced.
        replaced: What was, in the order of the document.
        touched: The numbers of exhibits whose own words were replaced, not only those of their neighbours.
    """

    document: Document = field(repr=False)
    replaced: tuple[HeldBack, ...]
    touched: frozenset[str]


class Overlay:
    """What is to be hidden.

    Args:
        parties: Whose names are replaced.
        by_hand: What the person will not have shown.
        hidden: Digests and ids, hexadecimal digits, of what is hidden.
    """

    def __init__(self, parties: Iterable[Named], by_hand: Iterable[Redaction] = (), hidden: Collection[str] = ()) -> None:
        known = tuple(parties)
        own = own_words()
        self.finder = Finder(known)
        self.unusual = Finder([replace(one, spellings=tuple(s for s in one.spellings if not _usual(s, own))) for one in known])
        self.by_hand = tuple(one for one in by_hand if one.active)
        self._hand = {one.id: Finder([Named(shown=HELD_BACK[1:-1], spellings=one.words)]) for one in self.by_hand if one.words}
        self._hidden = {one for one in hidden if one} | {one[:8] for one in hidden if len(one) == 32}

    def of(self, record_id: str) -> list[Redaction]:
        """What the person will not have shown of a record. `record_id`: also its first eight digits, as context lines have it."""
        return [one for one in self.by_hand if record_id and one.of.startswith(record_id)]

    def text(self, text: str, record_id: str = "") -> str:
        """A text of a record as it may be shown."""
        return self.replaced(text, self.of(record_id), people=True)[0]

    def replaced(self, text: str, by_hand: Iterable[Redaction], *, people: bool) -> tuple[str, list[tuple[str, str]]]:
        """A text as it may be shown, and for each replacement what is shown and why."""
        found: list[tuple[str, str]] = []
        for one in by_hand:
            if one.id in self._hand:
                text, hits = self._hand[one.id].replaced(text)
                found += [(HELD_BACK, one.reason)] * len(hits)
        finder = self.finder if people else self.unusual
        text, parties = finder.replaced(text)
        found += [(finder.parties[party].token, wording.PROTECTED) for party in parties]
        return _HEX.sub(lambda digits: NOT_SHOWN if digits[0] in self._hidden else digits[0], text), found


def redacted(document: Document, overlay: Overlay) -> Redacted:
    """The document with everything replaced that the overlay hides. Doing it again changes nothing more."""
    walk = _Walk(overlay)
    shown = cast("Document", walk.value(document, _Here()))
    replaced = tuple(
        HeldBack(exhibit=exhibit, part=name, shown=token, count=count, reason=reason)
        for (exhibit, name, token, reason), count in walk.counts.items()
    )
    return Redacted(document=shown, replaced=replaced, touched=frozenset(walk.touched))


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the walk stands."""

    exhibit: str = ""
    name: str = ""
    people: bool = False
    by_hand: tuple[Redaction, ...] = ()
    neighbour: bool = False

    @property
    def whole(self) -> Redaction | None:
        """The redaction that takes all the text, where there is one."""
        return next((one for one in self.by_hand if not one.words), None)


class _Walk:
    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self.counts: Counter[tuple[str, str, str, str]] = Counter()
        self.touched: set[str] = set()

    def value(self, value: object, here: _Here) -> object:
        if isinstance(value, str):
            return self._text(value, here)
        if isinstance(value, tuple | list):
            return type(value)(self.value(part, here) for part in value)
        if isinstance(value, Mapping):
            return {self.value(key, here): self.value(part, here) for key, part in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            return self._fields(value, self._inside(value, here))
        return value

    def _fields(self, value: Any, here: _Here) -> object:
        changed: dict[str, Any] = {}
        for one in fields(value):
            if one.name in _CLOSED:
                continue
            name = here.name if isinstance(value, ContextLine) else one.name if here.exhibit else here.name or one.name
            inside = replace(here, name=name, people="people" in one.metadata)
            old = getattr(value, one.name)
            whole = self._taken_whole(value, one.name, old, inside)
            new = whole if whole is not None else self.value(old, inside)
            if new != old:
                changed[one.name] = new
        return replace(value, **changed) if changed else value

    def _inside(self, value: object, here: _Here) -> _Here:
        if isinstance(value, Sheet):
            return replace(here, exhibit=value.number, by_hand=tuple(self._overlay.of(value.id)), neighbour=False)
        if isinstance(value, ContextLine):
            return replace(here, by_hand=tuple(self._overlay.of(value.id)), neighbour=True)
        return here

    def _taken_whole(self, value: object, name: str, old: object, here: _Here) -> str | None:
        """What stands for a whole text that is not shown: that of the record, and all that is said beside it of what it holds."""
        own = name == "text" if isinstance(value, Sheet | ContextLine) else not isinstance(value, Provenance | Time)
        if not (here.whole and own and here.people and isinstance(old, str) and old):
            return None
        self._count(here, HELD_BACK, here.whole.reason)
        return HELD_BACK

    def _text(self, text: str, here: _Here) -> str:
        if isinstance(text, Said):
            return self._sentence(text, here)
        shown, found = self._overlay.replaced(text, here.by_hand, people=here.people)
        for token, reason in found:
            self._count(here, token, reason)
        if shown != text and here.exhibit and not here.neighbour:
            self.touched.add(here.exhibit)
        return shown

    def _sentence(self, said: Said, here: _Here) -> str:
        """A sentence of the program: what fills it is looked at as words of people; it stays a sentence where that is enough."""
        filled = replace(here, people=True)
        holes = {name: self._hole(hole, filled) for name, hole in said.holes.items()}
        again = said if holes == said.holes else say(said.key, **holes)
        plain, found = self._overlay.replaced(str(again), here.by_hand, people=False)
        for token, reason in found:
            self._count(here, token, reason)
        return again if plain == again else plain

    def _hole(self, hole: Hole, here: _Here) -> Hole:
        if isinstance(hole, tuple):
            return tuple(self._filling(part, here) for part in hole)
        return self._filling(hole, here) if isinstance(hole, str) else hole

    def _filling(self, text: str, here: _Here) -> str:
        """What fills a sentence; where a digest stood, a word of the program, which the pages say in their language."""
        shown = self._text(text, here)
        return _WITHHELD if shown == NOT_SHOWN != text else shown

    def _count(self, here: _Here, token: str, reason: str) -> None:
        # What stands around exhibits is told in one line: it stands around many of them.
        self.counts[("", "context", token, reason) if here.neighbour else (here.exhibit, here.name, token, reason)] += 1
        if here.exhibit and not here.neighbour:
            self.touched.add(here.exhibit)


# --- Words of the program


def usual(spelling: str) -> bool:
    """Whether a spelling is also a word of the program's own sentences, which no check of a page can tell from the name."""
    return _usual(spelling, own_words())


def _usual(spelling: str, own: str) -> bool:
    return Finder([Named(shown="-", spellings=(spelling,))]).names(own)


@cache
def own_words() -> str:
    """All that the program says by itself in a bundle: its sentences, its templates, the months."""
    said = [*_strings(vars(wording)), *_MONTHS]
    for folder in ("templates", "words"):
        place = files("gawah.dossier") / folder
        said += [one.read_text("utf-8") for one in place.iterdir() if one.name.endswith((".txt", ".sh", ".typ", ".toml"))]
    return "\n".join(said)


_MONTHS: Final = (
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec",
)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for key, part in value.items() if not str(key).startswith("__") for text in (str(key), *_strings(part))]
    return [text for part in value for text in _strings(part)] if isinstance(value, tuple | list) else []
