"""The tactic rules at work: what they find in a text, where, and what held them back.

A match is a suggestion of a rule about words, with the sentence that says what the rule looks for. A guard that holds (a quote, a
report, a no, a game, a notice of the law) takes nothing away: the match stays, with the guard's id beside it and a low probability.
Pure functions over texts; every rule runs on every text, for people write in two languages at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from gawah.analysis.normal import Normal, normalised
from gawah.analysis.rule_parts import Compiled, ReadyGuard, ReadyRule, candidates, compiled_pack, groups
from gawah.analysis.rule_pattern import Found
from gawah.analysis.rule_quote import quoted
from gawah.analysis.rule_words import Words, together
from gawah.packs.rules import Pack, pack
from gawah.records.casework import Tactic
from gawah.records.judgement import Stance

PROBABILITY: Final = {"strong": 940, "likely": 780, "hint": 420}
"""In thousandths, by strength of the rule. Chosen, not measured: `make eval` says how often each is right."""
HELD: Final = 60
"""In thousandths: what is left of a match that a guard holds."""
QUOTE_MARKS: Final = "guard.quote-marks"
MOST_MESSAGES: Final = 12
"""Of one sender that are looked at together: the latest."""
_ACROSS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A role of words in a match: who, whom, what, condition, leverage, time, place, means; in code points of the original."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a rule found.

    Attributes:
        rule: Its id.
        why: What it says to a person.
        probability: In thousandths, after guards.
        start, end: Where it stands in the original: first code point, and the one past the last.
        parts: Its roles, in order of place.
        held: Ids of the guards that hold it; () for a match that stands.
        message: Which of the messages it begins in; 0 where one text was read.
    """

    rule: str
    tactic: Tactic
    why: str
    probability: int
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    held: tuple[str, ...] = ()
    message: int = 0

    @property
    def stands(self) -> bool:
        """Whether no guard holds it."""
        return not self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A guard that was found, whether or not it held anything: what the text does, in the words of `Stance`."""

    guard: str
    stance: Stance
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that rules find in one text.

    Attributes:
        matches: In order of place.
        guards: In order of place.
        cues: What stands in the text of `time`, `place`, `means`, `knows`, with where.
        classes: Names of the classes of words that stand in it, without their language, in order: what heads learn from.
    """

    matches: tuple[Match, ...] = ()
    guards: tuple[Guarded, ...] = ()
    cues: tuple[Part, ...] = ()
    classes: tuple[str, ...] = ()

    def probability(self, tactic: Tactic) -> int:
        """That of the likeliest match of this tactic, in thousandths; 0 without one."""
        return max((one.probability for one in self.matches if one.tactic == tactic), default=0)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, compiled. Made once (`rules`); reads any number of texts.

    Attributes:
        version: Of the pack.
        assessed: For which languages there are rules for which tactics.
    """

    version: str
    assessed: frozenset[tuple[str, Tactic]]
    _compiled: Compiled = field(repr=False)

    def read(self, text: str | Normal) -> Reading:
        """What the rules find in one text."""
        words = self._compiled.vocabulary.read(normalised(text) if isinstance(text, str) else text)
        hits = self._hits(words)
        guards = self._guards(words)
        marks = quoted(words) if hits else []
        matches = [_match(words, ready, group, _holding(ready, group, words, guards, marks)) for ready, group in hits]
        matches.sort(key=lambda one: (one.start, one.end, one.rule))
        return Reading(
            matches=tuple(matches),
            guards=tuple(
                Guarded(guard=ready.guard.id, stance=ready.guard.stance, start=start, end=end)
                for ready, found in guards
                for start, end in [words.original(found.start, found.end)]
            ),
            cues=self._beside(words),
            classes=self._compiled.vocabulary.names(words.present),
        )

    def across(self, texts: Sequence[str]) -> tuple[Match, ...]:
        """What is said in several messages of one sender in one conversation, in order: a demand in one, leverage in the next.

        Only rules made for it, over the last `MOST_MESSAGES`. What stands in one message alone is left to `read`; what a guard
        holds in its own message counts not. `message` says in which of `texts` the last part stands, `start` and `end` where.
        """
        first = max(0, len(texts) - MOST_MESSAGES)
        read = [self._compiled.vocabulary.read(normalised(text)) for text in texts[first:]]
        whole = together(read)
        owner = [number for number, words in enumerate(read) for _ in words.tokens]
        matches = []
        for ready in self._compiled.rules:
            if ready.rule.across and ready.possible(whole.present):
                for group in groups(ready.found(whole), whole, _ACROSS, in_sentence=False):
                    alone = [(owner[one.start], _moved(one, owner.index(owner[one.start]))) for one in group]
                    if len({number for number, _ in alone}) > 1 and not any(
                        ready.void(read[number], one) or self._held_alone(ready, read[number], one) for number, one in alone
                    ):
                        number, last = max(alone, key=lambda pair: (pair[0], pair[1].start))
                        matches.append(_match(read[number], ready, (last,), [], first + number))
        return tuple(matches)

    def _hits(self, words: Words) -> list[tuple[ReadyRule, tuple[Found, ...]]]:
        ready = [self._compiled.rules[number] for number in candidates(self._compiled.anchored, words.present)]
        return [
            (one, group)
            for one in ready
            if one.possible(words.present)
            for group in one.grouped(words)
            if not any(one.void(words, found) for found in group)
        ]

    def _guards(self, words: Words) -> list[tuple[ReadyGuard, Found]]:
        ready = [self._compiled.guards[number] for number in candidates(self._compiled.guarding, words.present)]
        return [(one, found) for one in ready for found in one.found(words)]

    def _held_alone(self, ready: ReadyRule, words: Words, found: Found) -> bool:
        """Whether a guard of its own message holds this part."""
        return bool(_holding(ready, (found,), words, self._guards(words), quoted(words)))

    def _beside(self, words: Words) -> tuple[Part, ...]:
        """The first of every kind of cue."""
        cues = []
        for cue, bits in self._compiled.cues:
            if bits & words.present:
                place = words.places(bits)[0]
                end = next(end for end, mask in words.found[place] if mask & bits)
                start, stop = words.original(place, end)
                cues.append(Part(role=cue, start=start, end=stop))
        return tuple(sorted(cues, key=lambda one: (one.start, one.role)))


@cache
def rules() -> Rules:
    """The rules that are shipped. Raises RulesInvalid."""
    return made(pack())


def made(source: Pack) -> Rules:
    """The rules of a pack, compiled. Raises RulesInvalid where a pattern speaks of what is not there."""
    return Rules(source.version, frozenset((rule.language, rule.tactic) for rule in source.rules), compiled_pack(source))


def _holding(
    ready: ReadyRule,
    group: tuple[Found, ...],
    words: Words,
    guards: list[tuple[ReadyGuard, Found]],
    marks: list[tuple[int, int]],
) -> list[str]:
    """Ids of the guards that hold a match."""
    if ready.rule.spared:
        return []
    held = list(dict.fromkeys(one.guard.id for one, where in guards if one.holds(where, ready.rule, group, words)))
    first, last = min(one.start for one in group), max(one.end for one in group)
    return [*held, QUOTE_MARKS] if any(start <= first and last <= end for start, end in marks) else held


def _match(words: Words, ready: ReadyRule, group: tuple[Found, ...], held: list[str], message: int = 0) -> Match:
    start, end = words.original(min(one.start for one in group), max(one.end for one in group))
    trail = sorted({(first, last, role) for one in group for role, first, last in one.trail})
    return Match(
        rule=ready.rule.id,
        tactic=ready.rule.tactic,
        why=ready.rule.why,
        probability=HELD if held else PROBABILITY[ready.rule.strength],
        start=start,
        end=end,
        parts=tuple(
            Part(role=role, start=place[0], end=place[1]) for first, last, role in trail for place in [words.original(first, last)]
        ),
        held=tuple(held),
        message=message,
    )


def _moved(found: Found, base: int) -> Found:
    """The same in the words of its own message, which begins at `base`."""
    return Found(
        found.start - base, found.end - base, tuple((role, first - base, last - base) for role, first, last in found.trail)
    )
