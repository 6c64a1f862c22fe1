"""The sentences of a dossier by key, in the languages in which one can be written. English is the language of record.

`words/en.toml` holds every sentence, `words/<language>.toml` the same keys. A `{name}` is a hole that is filled when the sentence
is said; a sentence that counts is a small table with one text for each plural category of its language.

A sentence said here (`say`) is a `Said`: English text that remembers its key and what fills it. Whoever needs English
(exhibits.json, the terminal) uses it as text; a page in another language says it again (`Words.again`).
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple, Self, TypeAlias, cast, get_args

from gawah.records.problems import PROBLEMS

Language: TypeAlias = Literal["en", "ur", "hi", "ar"]
Hole: TypeAlias = str | int | tuple[str, ...]
Entry: TypeAlias = str | Mapping[str, str]

REVIEWED: Final[frozenset[str]] = frozenset({"en"})
"""Languages whose sentences a native speaker has reviewed. A dossier in another one says on its last page that nobody has."""

RIGHT_TO_LEFT: Final = frozenset({"ur", "ar"})
"""Languages whose pages run from right to left."""

_HOLE: Final = re.compile(r"\{([a-z_]+)\}")


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _one_to_zero(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _arabic(n: int) -> str:
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    last = n % 100
    return "few" if 3 <= last <= 10 else "many" if last >= 11 else "other"


_PLURALS: Final[Mapping[Language, Callable[[int], str]]] = {"en": _one, "ur": _one, "hi": _one_to_zero, "ar": _arabic}
"""The plural category of a whole number (Unicode CLDR 46, supplemental/plurals.xml, cardinal rules of these languages)."""

_CATEGORIES: Final[Mapping[Language, frozenset[str]]] = {
    language: frozenset(rule(n) for n in range(200)) for language, rule in _PLURALS.items()
}


class WordsError(Exception):
    """A file of sentences is wrong, or a sentence was filled wrongly: a fault of the program, never of what people wrote."""


class Said(str):
    """A sentence of the program: English text that knows how it came about.

    Attributes:
        key: Such as `facts.subject`.
        holes: What fills it: text of people, numbers, other sentences, or several of them to be listed.
    """

    __slots__ = ("holes", "key")
    key: str
    holes: Mapping[str, Hole]

    def __new__(cls, text: str, key: str, holes: Mapping[str, Hole]) -> Self:
        """`text` is the English form."""
        self = super().__new__(cls, text)
        self.key, self.holes = key, holes
        return self


class Piece(NamedTuple):
    """A part of a sentence: `own` where it is of the sentence's language, else what fills it."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of one language.

    Attributes:
        language: A code of BCP 47.
        entries: By key `section.name`; those that are missing stand here in English.
        missing: The keys that stand here in English for want of a translation, in order.
    """

    language: Language
    entries: Mapping[str, Entry]
    missing: tuple[str, ...] = ()

    @property
    def right_to_left(self) -> bool:
        """Whether its pages run from right to left."""
        return self.language in RIGHT_TO_LEFT

    @property
    def reviewed(self) -> bool:
        """Whether a native speaker has reviewed its sentences."""
        return self.language in REVIEWED

    def plurals(self) -> tuple[str, ...]:
        """The category of 0 to 199; that of a larger number is that of 100 and its last two digits."""
        return tuple(_PLURALS[self.language](n) for n in range(200))

    def text(self, key: str, holes: Mapping[str, Hole]) -> str:
        """The sentence, filled: numbers with commas, sentences in this language. Raises WordsError as `pieces`."""
        return "".join(piece.text for piece in self.pieces(key, holes))

    def pieces(self, key: str, holes: Mapping[str, Hole]) -> list[Piece]:
        """The sentence, filled, in pieces: what is of the language apart from what fills it, which may run in another direction.

        Raises:
            WordsError: No such sentence, or its holes are not those.
        """
        entry = self.entries.get(key)
        if entry is None:
            raise WordsError(f"no sentence {key}")
        if wanted := names_in(entry) ^ holes.keys():
            raise WordsError(f"{key}: {', '.join(sorted(wanted))}")
        words = entry if isinstance(entry, str) else self._counted(key, entry, holes)
        own = self.language == "en" or key not in self.missing
        parts = [[Piece(part, own)] if not at % 2 else self._filled(holes[part]) for at, part in enumerate(_HOLE.split(words))]
        return [piece for part in parts for piece in part if piece.text]

    def again(self, said: str) -> str:
        """A sentence in this language; what is no sentence of the program stays as it is."""
        return self.text(said.key, said.holes) if isinstance(said, Said) else said

    def section(self, name: str) -> tuple[str, ...]:
        """The names in a section, in the order of the English file."""
        return tuple(key.removeprefix(f"{name}.") for key in self.entries if key.startswith(f"{name}."))

    def forms(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """The sentence by plural category, cut at its holes: text and names of holes by turns. One that does not count: `other`."""
        entry = self.entries[key]
        return {name: tuple(_HOLE.split(text)) for name, text in ({"other": entry} if isinstance(entry, str) else entry).items()}

    def _counted(self, key: str, forms: Mapping[str, str], holes: Mapping[str, Hole]) -> str:
        count = holes["count"]
        assert isinstance(count, int), key
        language: Language = "en" if key in self.missing else self.language
        return forms.get(_PLURALS[language](count), forms["other"])

    def _filled(self, hole: Hole) -> list[Piece]:
        if isinstance(hole, tuple):
            comma = Piece(self.text("lists.comma", {}), own=True)
            parts = [[*([comma] if at else []), *self._filled(part)] for at, part in enumerate(hole)]
            return [piece for part in parts for piece in part]
        if isinstance(hole, Said):
            return self.pieces(hole.key, hole.holes)
        return [Piece(f"{hole:,}" if isinstance(hole, int) else hole, own=False)]


@cache
def load(language: Language = "en") -> Words:
    """The sentences of `language`. What is not translated yet, or no longer fits the English sentence, stands in English and is
    named in `missing`: a sentence that was changed must not be printed in an older form.

    Raises:
        WordsError: Forms of a sentence do not agree with each other, or have the plural categories of another language.
    """
    english = read("en")
    _checked("en", english)
    if language == "en":
        return Words(language="en", entries=english)
    own = read(language)
    _checked(language, own)
    for key in stale(own, english):
        del own[key]
    return Words(
        language=language,
        entries={key: own.get(key, entry) for key, entry in english.items()},
        missing=tuple(key for key in english if key not in own),
    )


def say(key: str, **holes: Hole) -> Said:
    """The sentence of `key`, filled. Raises WordsError."""
    return Said(load().text(key, holes), key, holes)


def table(section: str) -> dict[str, Said]:
    """All sentences of a section that have no holes, by name."""
    return {name: say(f"{section}.{name}") for name in load().section(section)}


def read(language: Language) -> dict[str, Entry]:
    """What the file of a language holds, by key; of English also what problem codes mean."""
    found = tomllib.loads((files("gawah.dossier") / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    entries = {f"{section}.{name}": cast(Entry, entry) for section, names in found.items() for name, entry in names.items()}
    if language == "en":
        entries |= {f"problems.{code}": words for code, words in PROBLEMS.items()}
    return entries


def stale(own: Mapping[str, Entry], english: Mapping[str, Entry]) -> list[str]:
    """The keys of sentences that English no longer has, or has with other holes."""
    return [
        key
        for key, entry in own.items()
        if key not in english
        or isinstance(entry, str) != isinstance(english[key], str)
        or names_in(entry) != names_in(english[key])
    ]


def _checked(language: Language, own: Mapping[str, Entry]) -> None:
    for key, entry in own.items():
        if isinstance(entry, str):
            continue
        if "other" not in entry or not _CATEGORIES[language].issuperset({*entry} - {"other"}):
            raise WordsError(f"{language}: {key} has not the plural categories of the language")
        if any(names_in(text) | {"count"} != names_in(entry) for text in entry.values()):
            raise WordsError(f"{language}: {key} has other holes in one form than in another")


def names_in(entry: Entry) -> frozenset[str]:
    """The names of the holes. A form for one certain number need not repeat it; what counts always has `count`."""
    if isinstance(entry, str):
        return frozenset(_HOLE.findall(entry))
    return frozenset(_HOLE.findall(" ".join(entry.values()))) | {"count"}


LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""In which a dossier can be written."""
