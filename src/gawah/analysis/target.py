"""Whom a text speaks to and of, and who is hit by what it does: from what the export says first, then from its words.

Nobody is named or recognised: a word such as "your mother" says that a relative is hit, and nothing about who that is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from gawah.analysis.language import Identified, Word
from gawah.analysis.normal import Normal, normalised
from gawah.packs.people import LANGUAGES, Relation, Whom, people
from gawah.records.casework import Tactic
from gawah.records.judgement import Target
from gawah.records.phonetic import phonetic_key

_LONGEST_PHRASE: Final = 3
_KIN: Final = frozenset({"parent", "child", "partner", "relative"})
_OF_OTHERS: Final[frozenset[Tactic]] = frozenset({"doxxing", "incitement", "false_claim", "impersonation"})
"""What is mostly done to somebody before others: with no word that says whom, a third person is hit."""
_TO_THE_READER: Final[frozenset[Tactic]] = frozenset({"blackmail", "contact_after_stop", "pressure_to_settle"})
"""What is done to whoever reads it, also where a relative is the means."""


@dataclass(frozen=True, slots=True)
class Named:
    """A word or phrase that names somebody: whom, and where in the normal form."""

    whom: Whom
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lookup:
    words: Mapping[str, Whom]
    endings: tuple[tuple[str, Whom, frozenset[str]], ...]
    sound: bool


def named(normal: Normal, identified: Identified) -> list[Named]:
    """Every word that names somebody, in order; of phrases the longest."""
    found: list[Named] = []
    words = identified.words
    place = 0
    while place < len(words):
        length, whom = _longest(normal.text, words, place)
        if whom is not None:
            found.append(Named(whom, words[place].start, words[place + length - 1].end))
        place += length
    return found


def hit(
    tactics: Sequence[Tactic], people_named: Sequence[Named], spans: Sequence[tuple[int, int]], *, direct: bool | None
) -> Target:
    """Who is hit by a text that does this, `spans` being where in the normal form it does.

    `direct`: whether it was sent to one person, as the export says; None where it says nothing.
    """
    if not tactics:
        return "none"
    inside = {one.whom for one in people_named if any(start <= one.start < end for start, end in spans)}
    anywhere = {one.whom for one in people_named}
    if "family_target" in tactics:
        return "relative"
    return _first(inside, tactics) or _first(anywhere, tactics) or _by_default(tactics, direct=direct)


def relations(people_named: Sequence[Named]) -> list[Relation]:
    """Which relations of somebody the text speaks of, each once, in the order of `Relation`."""
    spoken_of = {one.whom for one in people_named}
    return [relation for relation in get_args(Relation) if relation in spoken_of]


def _first(found: set[Whom], tactics: Sequence[Tactic]) -> Target | None:
    to_the_reader = not _TO_THE_READER.isdisjoint(tactics)
    if found & _KIN and "addressee" not in found and not to_the_reader:
        return "relative"
    if "group" in found and not to_the_reader:
        return "group"
    if "addressee" in found and (to_the_reader or "third_person" not in found or _OF_OTHERS.isdisjoint(tactics)):
        return "addressee"
    if "third_person" in found:
        return "third_person"
    return None


def _by_default(tactics: Sequence[Tactic], *, direct: bool | None) -> Target:
    return "third_person" if not _OF_OTHERS.isdisjoint(tactics) and direct is not True else "addressee"


def _longest(text: str, words: Sequence[Word], place: int) -> tuple[int, Whom | None]:
    """How many words from `place` on name somebody together, and whom; 1 and None where they do not."""
    lookup = _lookup(words[place].language)
    if lookup is None:
        return 1, None
    spelt = [text[word.start : word.end] for word in words[place : place + _LONGEST_PHRASE]]
    keys = [phonetic_key(word) for word in spelt] if lookup.sound else spelt
    for length in range(len(keys), 0, -1):
        if (whom := lookup.words.get(" ".join(keys[:length]))) is not None:
            return length, whom
    return 1, next(_by_ending(spelt[0], lookup), None)


def _by_ending(word: str, lookup: _Lookup) -> Iterator[Whom]:
    for ending, whom, spared in lookup.endings:
        if word.endswith(ending) and len(word) > len(ending) + 1 and word not in spared:
            yield whom


@cache
def _lookup(language: str) -> _Lookup | None:
    if language not in LANGUAGES:
        return None
    pack = people(language)
    sound = language == "ur-Latn"
    words: dict[str, Whom] = {}
    for whom, listed in pack.words.items():
        for one in listed:
            form = normalised(one).text
            words.setdefault(" ".join(map(phonetic_key, form.split())) if sound else form, whom)
    endings = tuple(
        (normalised(ending).text, whom, frozenset(normalised(word).text for word in spared))
        for whom, (listed, spared) in pack.endings.items()
        for ending in listed
    )
    return _Lookup(words, endings, sound)
