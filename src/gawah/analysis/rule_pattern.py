"""One pattern of a rule: a row of steps over the words of a text, run in time that grows with the text and with nothing else.

A pattern is run from every place where its first step fits. From there on it keeps the set of places that it can have come to,
which never grows beyond the gaps it allows; nothing is tried twice, so no text can make it slow. The notation is that of
docs/guides/add-a-rule.md.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from gawah.analysis.rule_words import Words
from gawah.packs.rule_classes import RulesInvalid

MOST_GAP: Final = 12
"""Words that a gap may let pass."""
MOST_STEPS: Final = 16
MOST_MATCHES: Final = 50
"""Of one pattern in one text. What has fifty threats in it is found without the fifty-first."""

_STEP: Final = re.compile(r"([!-]?)<(?:([a-z]+)=)?([^<>]+)>(\?)?")
_LITERAL: Final = re.compile(r"([!-]?)([^<>!?~^$-]+)(\?)?")
_GAP: Final = re.compile(r"~(\d{1,2})(\*)?")
_FAR_BEHIND: Final = 4
"""Words that a phrase may have which must not stand before a place."""

Trail: TypeAlias = tuple[tuple[str, int, int], ...]
"""Roles found on the way: role, first word, one past the last."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        kind: `word` takes a class; `not` asks that none stands here; `head` and `tail` ask for an end of the sentence.
        mask: Bits of the classes.
        gap: So many words may pass before it.
        barred: Bits of the classes that no gap passes over: words that say no.
        never, behind: Bits of the classes that must not stand here too, and that must not end right before.
        optional: Whether it may be left out.
        role: What the words are in the deed: who, whom, what, condition, leverage, time, place, means; "" for nothing.
    """

    kind: str
    mask: int = 0
    gap: int = 0
    barred: int = 0
    never: int = 0
    behind: int = 0
    optional: bool = False
    role: str = ""


_NONE: Final = Step("word")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern.

    Attributes:
        needs: Bits of the classes of each step that must be there: a text that lacks one of them is not tried.
        anchor: Those of the step that is the rarest.
    """

    steps: tuple[Step, ...]
    needs: tuple[int, ...]
    anchor: int

    def possible(self, present: int) -> bool:
        """Whether a text that holds the classes `present` can hold the pattern."""
        return all(need & present for need in self.needs)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern was found: first word, one past the last, and its roles."""

    start: int
    end: int
    trail: Trail


def compiled(pattern: str, mask: Callable[[str], int], *, common: int, barred: int) -> Pattern:
    """The pattern as steps. Raises RulesInvalid where it is not of the notation.

    Args:
        pattern: As a file of rules writes it.
        mask: Gives the bits of what stands between angle brackets, or of `=` and words.
        common: Bits of the classes that stand in every other sentence.
        barred: Bits of the classes that a gap passes over only where it is written with a star (`~3*`).
    """
    steps: list[Step] = []
    waiting = _NONE
    for piece in pattern.split():
        if (found := _GAP.fullmatch(piece)) and 1 <= int(found[1]) <= MOST_GAP:
            waiting = replace(waiting, gap=int(found[1]), barred=0 if found[2] else barred)
        elif piece in "^$":
            steps.append(Step("head" if piece == "^" else "tail", gap=waiting.gap))
            waiting = _NONE
        else:
            step, refused = _step(pattern, piece, mask)
            if refused == "!":
                waiting = replace(waiting, never=waiting.never | step.mask)
            elif refused:
                waiting = replace(waiting, behind=waiting.behind | step.mask)
            else:
                steps.append(replace(waiting, mask=step.mask, optional=step.optional, role=step.role))
                waiting = _NONE
    if waiting.never and not waiting.gap:
        steps.append(Step("not", never=waiting.never))
        waiting = _NONE
    needed = [step.mask for step in steps if step.kind == "word" and not step.optional]
    if not needed or waiting != _NONE or len(steps) > MOST_STEPS:
        raise RulesInvalid("a pattern has no word that must be there, ends in a gap, or has too many steps")
    rare = [one for one in needed if not one & common] or needed
    return Pattern(tuple(steps), tuple(sorted(set(needed))), min(rare, key=lambda one: (one.bit_count(), one)))


def _step(pattern: str, piece: str, mask: Callable[[str], int]) -> tuple[Step, str]:
    """The words of a piece, and its `!` or `-`."""
    if found := _STEP.fullmatch(piece):
        refused, role, names, ending = found.groups()
        bits = 0
        for name in names.split("|"):
            bits |= mask(name)
    elif found := _LITERAL.fullmatch(piece):
        refused, role, ending = found[1], "", found[3]
        bits = mask("=" + found[2])
    else:
        raise RulesInvalid(f"a pattern of {len(pattern)} characters has a piece that is no step")
    return Step("word", bits, optional=ending == "?", role=role or ""), refused


def search(pattern: Pattern, words: Words, *, shortest: bool = False) -> list[Found]:
    """Where the pattern stands in a text, in order, as far as it reaches or `shortest`; none of them starts inside another."""
    found: list[Found] = []
    behind = 0
    for start in _starts(pattern, words):
        if start < behind:
            continue
        head, stop = words.sentence(start)
        if one := _from(pattern.steps, words, (start, head, stop), min if shortest else max):
            found.append(one)
            behind = one.end
            if len(found) >= MOST_MATCHES:
                break
    return found


def _starts(pattern: Pattern, words: Words) -> list[int]:
    """Where to try: at the first step that must be there, or so far ahead of it as what may be left out could stand."""
    mask = 0
    for step in pattern.steps:
        if step.kind == "word":
            mask |= step.mask
            if not step.optional:
                break
    return words.places(mask)


def _from(
    steps: tuple[Step, ...], words: Words, where: tuple[int, int, int], choose: Callable[[Iterable[int]], int]
) -> Found | None:
    """The pattern from exactly the first place of `where`, in the sentence of the other two, to the end that is chosen."""
    start, head, stop = where
    places: dict[int, Trail] = {start: ()}
    at = words.at
    for step in steps:
        if step.kind == "word":
            places = _ahead(step, words, places, (head, stop))
        elif step.kind == "not":
            places = {place: trail for place, trail in places.items() if place >= stop or not at.get(place, 0) & step.never}
        else:
            first, last = (head, head) if step.kind == "head" else (stop - step.gap, stop)
            places = {place: trail for place, trail in places.items() if first <= place <= last}
        if not places:
            return None
    end = choose(places)
    return Found(start, end, places[end]) if end > start else None


def _ahead(step: Step, words: Words, places: dict[int, Trail], sentence: tuple[int, int]) -> dict[int, Trail]:
    """Where the step leads to from any of `places`."""
    found, at = words.found, words.at
    head, stop = sentence
    ahead: dict[int, Trail] = dict(places) if step.optional else {}
    for place, trail in places.items():
        for here in range(place, min(place + step.gap + 1, stop)):
            bits = at.get(here, 0)
            if bits & step.mask and not bits & step.never and not (step.behind and _ends_at(words, here, head, step.behind)):
                for end, ending in found[here]:
                    if ending & step.mask and end <= stop and end not in ahead:
                        ahead[end] = (*trail, (step.role, here, end)) if step.role else trail
            if bits & step.barred:
                break
    return ahead


def _ends_at(words: Words, place: int, head: int, mask: int) -> bool:
    """Whether one of the classes of `mask` ends right before `place`."""
    return any(
        end == place and bits & mask
        for here in range(max(head, place - _FAR_BEHIND), place)
        for end, bits in words.found.get(here, ())
    )
