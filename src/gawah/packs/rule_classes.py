"""The word classes of the rules: where their names are looked up, and the words and phrases that an entry stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Spelling: TypeAlias = Literal["exact", "sound"]
"""`sound`: a word stands for every spelling of its sound, as in Roman Urdu; `=word` takes one out of that."""

MOST_FORMS: Final = 20_000
"""How many words and phrases one entry of a class may stand for."""


class RulesInvalid(ValueError):
    """A file of rules is not of its shape. The message names the file and the rule, never a sentence of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A class of words and phrases, spelt out.

    Attributes:
        name: File and name, such as `en/threat:harm`.
        forms: Every word and phrase, with its own spelling rule.
        common: Whether it holds words that stand in every other sentence: never the first thing looked for.
    """

    name: str
    forms: tuple[tuple[str, Spelling], ...] = field(repr=False)
    common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A class of numbers and codes, known by a regular expression over the normalised text: telephone numbers, identity cards."""

    name: str
    regex: str


def resolved(file: str, name: str, known: Mapping[str, object]) -> str:
    """The full name, `FILE:NAME`, of the class that `name` means in `file`: its own, that of `classes`, or the only one there is.

    `en:harm` means one of the folder `en`, `en/threat:harm` that of the file. Raises RulesInvalid where there is none, or
    more than one that is equally near.
    """
    if ":" in name and name in known:
        return name
    folder, name = name.split(":", 1) if ":" in name else (file.split("/", 1)[0], name)
    for one in (file, f"{folder}/classes"):
        if one.startswith(f"{folder}/") and f"{one}:{name}" in known:
            return f"{one}:{name}"
    found = [one for one in known if one.startswith(f"{folder}/") and one.endswith(f":{name}")]
    if len(found) != 1:
        raise RulesInvalid(f"{file}: there is {'no' if not found else 'more than one'} class {folder}:{name}")
    return found[0]


def spelt_out(entry: str, lists: Mapping[str, list[str]] | None = None) -> list[str]:
    """What an entry of a class stands for: `(a|b|)` is a choice, `(a)?` and `a?` may be left out, `{name}` is one of a class.

    Choices may stand inside choices. Raises RulesInvalid over `MOST_FORMS` and for a bracket without its partner.
    """
    forms, place = _options(entry, 0, lists or {})
    if place < len(entry):
        raise RulesInvalid(f"an entry has a bracket too many: {entry}")
    return list(dict.fromkeys(form for one in forms if (form := " ".join(one.split()))))


def _options(entry: str, place: int, lists: Mapping[str, list[str]]) -> tuple[list[str], int]:
    """The options from `place` to the bracket that closes them or the end, and where that is."""
    options: list[str] = []
    forms = [""]
    while place < len(entry) and entry[place] != ")":
        char, place = entry[place], place + 1
        if char == "|":
            options += forms
            forms = [""]
            continue
        if char == "(":
            piece, place = _options(entry, place, lists)
            if entry[place : place + 1] != ")":
                raise RulesInvalid(f"an entry has a bracket too few: {entry}")
            place += 1
        elif char == "{":
            name, place = entry[place : entry.index("}", place)], entry.index("}", place) + 1
            if name not in lists:
                raise RulesInvalid(f"there is no class {name}")
            piece = [form for one in lists[name] for form in _options(one, 0, lists)[0]]
        else:
            piece = [char]
        if entry[place : place + 1] == "?":
            piece, place = [*piece, ""], place + 1
        forms = [before + after for before in forms for after in piece]
        if len(forms) > MOST_FORMS:
            raise RulesInvalid(f"an entry stands for more than {MOST_FORMS} forms: {entry[:60]}")
    return options + forms, place


def all_forms(
    name: str, entries: Mapping[str, list[str]], spelling: Mapping[str, Spelling], above: tuple[str, ...] = ()
) -> tuple[tuple[str, Spelling], ...]:
    """Every form of the class, those of the classes that it takes in (`@name`, `@en:name`) among them. Raises RulesInvalid."""
    if name in above:
        raise RulesInvalid(f"the class {name} takes itself in")
    file = name.split(":", 1)[0]
    usual = spelling.get(file.split("/", 1)[0], "exact")
    found: dict[tuple[str, Spelling], None] = {}
    for entry in entries[name]:
        if entry.startswith("@"):
            other = resolved(file, entry[1:], entries)
            found.update(dict.fromkeys(all_forms(other, entries, spelling, (*above, name))))
        else:
            how: Spelling = "exact" if entry.startswith("=") else usual
            found.update(dict.fromkeys((form, how) for form in spelt_out(entry.removeprefix("="), _Lists(file, entries))))
    return tuple(found)


class _Lists(Mapping[str, list[str]]):
    """The entries of classes by the names that a file has for them."""

    def __init__(self, file: str, entries: Mapping[str, list[str]]) -> None:
        self._file, self._entries = file, entries

    def __getitem__(self, name: str) -> list[str]:
        try:
            return self._entries[resolved(self._file, name, self._entries)]
        except RulesInvalid as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
