"""Words by which a text says whom it speaks to or of (`people.toml`): pronouns, kin, friends, employers, groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias, get_args

from gawah.packs.load import load

Person: TypeAlias = Literal["addressee", "third_person", "self", "group"]
Relation: TypeAlias = Literal["parent", "child", "partner", "relative", "friend", "employer"]
Whom: TypeAlias = Person | Relation
WHOM: Final[tuple[Whom, ...]] = (*get_args(Person), *get_args(Relation))
LANGUAGES: Final = ("en", "ur-Latn", "ur", "hi", "ar")


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The words of one language.

    Attributes:
        words: Words and phrases, as the pack spells them, by whom they name.
        endings: Endings of words that name somebody, with the words that only happen to end so.
    """

    words: Mapping[Whom, tuple[str, ...]]
    endings: Mapping[Whom, tuple[tuple[str, ...], tuple[str, ...]]]


@cache
def people(language: str) -> PeopleWords:
    """The words of a language of `LANGUAGES`. Raises KeyError for another."""
    table = load("people")[language]
    return PeopleWords(
        words={whom: tuple(table[whom]) for whom in WHOM},
        endings={
            whom: (tuple(table[f"{whom}_ending"]), tuple(table[f"{whom}_ending_not"])) for whom in WHOM if f"{whom}_ending" in table
        },
    )
