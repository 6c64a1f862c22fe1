"""Rules and guards compiled; which matches of the parts of a rule belong together; where a guard holds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gawah.analysis.rule_pattern import Found, Pattern, compiled, search
from gawah.analysis.rule_words import Vocabulary, Words, bits_of
from gawah.packs.rule_classes import RulesInvalid, resolved
from gawah.packs.rules import Guard, Pack, Rule

_MESSAGE: Final = 120
"""Words between which the parts of a rule over a whole message must stand."""


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule with its patterns compiled."""

    rule: Rule
    parts: tuple[tuple[Pattern, ...], ...]
    unless: tuple[Pattern, ...]

    def possible(self, present: int) -> bool:
        """Whether every part has a pattern all of whose classes are among those `present`."""
        return all(any(pattern.possible(present) for pattern in part) for part in self.parts)

    def found(self, words: Words) -> list[list[Found]]:
        """What each part finds, in order of place; of a rule of one part, nothing over another."""
        many = len(self.parts) > 1
        parts = [sorted(set(_all(part, words, shortest=many)), key=lambda one: (one.start, -one.end)) for part in self.parts]
        return parts if many else [_outermost(parts[0])]

    def grouped(self, words: Words) -> list[tuple[Found, ...]]:
        """One match of every part, side by side, as near as the rule asks."""
        parts = self.found(words)
        if len(parts) == 1:
            return [(one,) for one in parts[0]]
        within = self.rule.within
        return groups(parts, words, within if isinstance(within, int) else _MESSAGE, in_sentence=within == "sentence")

    def void(self, words: Words, match: Found) -> bool:
        """Whether one of the patterns that void the rule stands in a sentence of the match."""
        head, stop = words.sentence(match.start)
        return any(head <= one.start < max(stop, match.end) for one in _all(self.unless, words))


@dataclass(frozen=True, slots=True)
class ReadyGuard:
    """A guard with its patterns compiled."""

    guard: Guard
    patterns: tuple[Pattern, ...]

    def found(self, words: Words) -> list[Found]:
        """Where it stands."""
        return _all(self.patterns, words)

    def holds(self, where: Found, rule: Rule, group: Sequence[Found], words: Words) -> bool:
        """Whether the guard, found there, holds a match of the rule."""
        guard = self.guard
        if (guard.tactics and rule.tactic not in guard.tactics) or rule.id in guard.spares or rule.spared:
            return False
        start, end = min(one.start for one in group), max(one.end for one in group)
        most = guard.words or len(words.tokens)
        ahead, behind = start - where.end, where.start - end
        if guard.reach == "over":
            return ahead < 0 and behind < 0
        near = ahead <= most and behind <= most
        if guard.reach == "message":
            return near
        if guard.reach == "message-after":
            return near and where.end <= start
        head, stop = words.sentence(where.start)
        if not near or not (head <= start < stop or head < end <= stop):
            return False
        if guard.reach == "after":
            return where.start <= start
        return guard.reach == "sentence" or end <= where.end


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pack, compiled.

    Attributes:
        anchored: By bit of a class, the numbers of the rules that can be found only where a class of theirs stands.
        guarding: The same for guards.
    """

    vocabulary: Vocabulary
    rules: tuple[ReadyRule, ...]
    guards: tuple[ReadyGuard, ...]
    cues: tuple[tuple[str, int], ...]
    anchored: dict[int, tuple[int, ...]]
    guarding: dict[int, tuple[int, ...]]


def compiled_pack(source: Pack) -> Compiled:
    """The pack, compiled. Raises RulesInvalid where a pattern speaks of what is not there."""
    vocabulary = Vocabulary()
    for name, words in source.classes.items():
        bit = vocabulary.bit(name)
        for form, spelling in words.forms:
            vocabulary.add(form, bit, sound=spelling == "sound")
    for name, shape in source.shapes.items():
        vocabulary.add_shape(shape.regex, vocabulary.bit(name))
    common = bits_of((name for name, words in source.classes.items() if words.common), vocabulary.bits)
    barred = bits_of(source.stops, vocabulary.bits)

    def patterns(one: Rule | Guard, listed: Iterable[str]) -> tuple[Pattern, ...]:
        try:
            return tuple(
                compiled(pattern, lambda name: _mask(source, vocabulary, one.file, name), common=common, barred=barred)
                for pattern in listed
            )
        except RulesInvalid as error:
            raise RulesInvalid(f"{one.id}: {error}") from error

    rules = tuple(
        ReadyRule(rule, tuple(patterns(rule, part) for part in rule.parts), patterns(rule, rule.unless)) for rule in source.rules
    )
    guards = tuple(ReadyGuard(guard, patterns(guard, guard.patterns)) for guard in source.guards)
    # One part is enough to be a candidate: without it the rule cannot be found, and the rest is asked then.
    rarest = [min(one.parts, key=lambda part: max(pattern.anchor.bit_count() for pattern in part)) for one in rules]
    return Compiled(
        vocabulary=vocabulary,
        rules=rules,
        guards=guards,
        cues=tuple((cue, bits_of(names, vocabulary.bits)) for cue, names in source.cues.items()),
        anchored=_by_bit(rarest),
        guarding=_by_bit([one.patterns for one in guards]),
    )


def candidates(anchored: dict[int, tuple[int, ...]], present: int) -> list[int]:
    """Numbers of those that have an anchor among the classes `present`, in order."""
    numbers: set[int] = set()
    while present:
        low = present & -present
        if low in anchored:
            numbers.update(anchored[low])
        present ^= low
    return sorted(numbers)


def groups(parts: list[list[Found]], words: Words, span: int, *, in_sentence: bool) -> list[tuple[Found, ...]]:
    """One match of every part, in any order, none over another: for each of the rarest part, the nearest of the others.

    Args:
        parts: What each part found, in order of place.
        words: The text.
        span: Words between which all of them must stand.
        in_sentence: Whether they must stand in one sentence.
    """
    if not all(parts):
        return []
    rarest = min(range(len(parts)), key=lambda number: len(parts[number]))
    found: list[tuple[Found, ...]] = []
    behind = 0
    for one in parts[rarest]:
        group = [one]
        for number, part in enumerate(parts):
            if number != rarest:
                free = [other for other in part if _apart((*group, other))]
                group += sorted(free, key=lambda other: (max(other.start - one.end, one.start - other.end), other.start))[:1]
        first, last = min(part.start for part in group), max(part.end for part in group)
        near = last - first <= span and (not in_sentence or words.sentence(first)[1] >= last)
        if near and len(group) == len(parts) and first >= behind:
            found.append(tuple(group))
            behind = last
    return found


def _all(patterns: Iterable[Pattern], words: Words, *, shortest: bool = False) -> list[Found]:
    return [one for pattern in patterns if pattern.possible(words.present) for one in search(pattern, words, shortest=shortest)]


def _outermost(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _apart(group: tuple[Found, ...]) -> bool:
    return all(before.end <= after.start for before, after in pairwise(sorted(group, key=lambda one: one.start)))


def _by_bit(listed: Sequence[tuple[Pattern, ...]]) -> dict[int, tuple[int, ...]]:
    """By bit, the numbers of those with a pattern that has it in its anchor."""
    numbers: dict[int, set[int]] = {}
    for number, patterns in enumerate(listed):
        for pattern in patterns:
            mask = pattern.anchor
            while mask:
                low = mask & -mask
                numbers.setdefault(low, set()).add(number)
                mask ^= low
    return {bit: tuple(sorted(found)) for bit, found in numbers.items()}


def _mask(source: Pack, vocabulary: Vocabulary, file: str, name: str) -> int:
    """The bits of a class, or of words written into a pattern (`=word|word`)."""
    if name.startswith("="):
        own = f"{file}{name}"
        if own not in vocabulary.bits:
            bit = vocabulary.bit(own)
            for word in name[1:].split("|"):
                vocabulary.add(word, bit, sound=source.spelling.get(file.split("/", 1)[0]) == "sound")
        return vocabulary.bits[own]
    return vocabulary.bits[resolved(file, name, vocabulary.bits)]
