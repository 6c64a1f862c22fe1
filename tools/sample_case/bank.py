"""The phrase bank: scenes, lines and dated moments from phrases/*.toml, and how a template becomes words.

{a|b|c}     one of them
{plant}     a word from a list of slots, the same one throughout a scene; it may hold holes itself
{n:3-40}    a number in that range, the same one throughout a scene under the same name
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

_FOLDER = Path(__file__).parent / "phrases"
_HOLE = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[A-Za-z]+")
_TURN = re.compile(r"^(\w)(\?)?: (.*)$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of a scene: who says it, the template, and whether it may be left out."""

    by: str
    template: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens at a fixed time in one conversation: the spine of the story. `at` is `YYYY-MM-DD HH:MM`."""

    chat: str
    at: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that the account holder wrote under somebody's post on Instagram; `under` is the key of whose post it was."""

    at: datetime
    under: str
    text: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything people say.

    Attributes:
        scenes: Small dialogues by deck name.
        lines: Single templates by deck name.
        moments: The dated ones, as listed.
        slots: Words by slot name.
    """

    scenes: Mapping[str, tuple[tuple[Turn, ...], ...]]
    lines: Mapping[str, tuple[str, ...]]
    moments: tuple[Moment, ...]
    slots: Mapping[str, tuple[str, ...]]

    @property
    def templates(self) -> int:
        """How many distinct templates the bank holds."""
        scene_turns = {turn.template for deck in self.scenes.values() for scene in deck for turn in scene}
        spoken = {turn.template for moment in self.moments for turn in moment.turns}
        return len(scene_turns | spoken | {line for deck in self.lines.values() for line in deck})


@cache
def bank() -> Bank:
    """The bank as phrases/ has it."""
    scenes: dict[str, tuple[tuple[Turn, ...], ...]] = {}
    lines: dict[str, tuple[str, ...]] = {}
    moments: list[Moment] = []
    slots: dict[str, tuple[str, ...]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        with path.open("rb") as stream:
            data = tomllib.load(stream)
        scenes |= {deck: tuple(_turns(scene) for scene in listed) for deck, listed in data.get("scenes", {}).items()}
        lines |= {deck: _listed(text) for deck, text in data.get("lines", {}).items()}
        moments += [Moment(entry["chat"], entry["at"], _turns(entry["turns"])) for entry in data.get("moment", [])]
        slots |= {name: tuple(words) for name, words in data.get("slots", {}).items()}
    return Bank(scenes, lines, tuple(moments), slots)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _turns(text: str) -> tuple[Turn, ...]:
    turns = []
    for line in _listed(text):
        found = _TURN.match(line)
        if found is None:
            raise ValueError(f"not a turn: {line}")
        turns.append(Turn(found.group(1), found.group(3), found.group(2) is not None))
    return tuple(turns)


def fill(template: str, dice: Random, chosen: dict[str, str]) -> str:
    """The template in words; `chosen` remembers the slots of a scene and is added to."""

    def answer(found: re.Match[str]) -> str:
        hole = str(found.group(1))
        if "|" in hole:
            return dice.choice(hole.split("|"))
        name, _, span = hole.partition(":")
        if name not in chosen:
            low, _, high = span.partition("-")
            if span:
                chosen[name] = str(dice.randint(int(low), int(high)))
            else:
                chosen[name] = fill(dice.choice(bank().slots[name]), dice, chosen)
        return chosen[name]

    return _HOLE.sub(answer, template)


def in_spelling(text: str, spelling: Mapping[str, str], dice: Random) -> str:
    """The words as somebody types them: mostly their own spelling, never always."""

    def typed(found: re.Match[str]) -> str:
        word = found.group()
        return spelling[word] if word in spelling and dice.random() < 0.75 else word

    return _WORD.sub(typed, text)


def nearly(text: str, dice: Random) -> str:
    """The same message as it is when sent again by hand: one or two small differences."""
    changes: tuple[Callable[[str], str], ...] = (
        lambda words: words + dice.choice((" !!", "!!!", " 😡", " ...", " 🤬", " samjhi?", " 👆")),
        lambda words: dice.choice(("phir se: ", "again: ", "REMINDER ", "sun lo ", "last time ")) + words,
        lambda words: words.replace(" hai", " he", 1) if " hai" in words else words.upper(),
        lambda words: re.sub(r"([aeiou])(\b)", r"\1\1\1\2", words, count=1),
        lambda words: words.replace(" ", "  ", 1),
        lambda words: words.rstrip(".!"),
    )
    for change in dice.sample(changes, k=dice.choice((1, 1, 2))):
        text = change(text)
    return text
