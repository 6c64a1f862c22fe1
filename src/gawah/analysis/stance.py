"""What a text does with the words in it: an attack, somebody else's words told, words against it, support, or nothing of these.

Both sides are judged alike: who sent a text plays no part. The rules bring what they found and which guards hold it; here they are
weighed against one another.
"""

from collections.abc import Mapping
from typing import Final

from gawah.analysis.rules import QUOTE_MARKS, Reading
from gawah.records.judgement import Stance

ORDER: Final[tuple[Stance, ...]] = ("counter_speech", "support", "quote_or_report", "neutral")
"""Of several guards that hold matches the first here says what the text does."""
TELLS: Final[frozenset[Stance]] = frozenset({"counter_speech", "support", "quote_or_report"})
"""What a guard can say of a text in which no match stands."""
HEARD_FROM: Final = 150
"""Thousandths from which a head says what the stance of a text is that attacks nobody. Low: a mistake here costs little."""


def stance(reading: Reading, said: Mapping[str, int], *, attacks: bool, hurtful: bool) -> tuple[Stance, tuple[str, ...]]:
    """The stance of a text, and the guards that gave it.

    Args:
        reading: What the rules found.
        said: What the heads for stances say, in thousandths.
        attacks: Whether a tactic is suggested.
        hurtful: Whether its words are such as attacks are made of, held or not: without them nobody's words are told.
    """
    if attacks:
        return "attack", ()
    held = {guard for match in reading.matches for guard in match.held}
    of_guard: Mapping[str, Stance] = {one.guard: one.stance for one in reading.guards}
    found: set[Stance] = {of_guard[guard] for guard in held if guard in of_guard}
    if QUOTE_MARKS in held:
        found.add("quote_or_report")
    found |= {one for one in of_guard.values() if one in ("counter_speech", "support") or (hurtful and one in TELLS)}
    best = max(TELLS, key=lambda one: (said.get(one, 0), one))
    if said.get(best, 0) >= HEARD_FROM:
        return best, tuple(sorted(held))
    return next((one for one in ORDER if one in found), "neutral"), tuple(sorted(held))


def spoken_against(reading: Reading) -> bool:
    """Whether the text as a whole tells of words or stands up against them, so that hurtful words in it are nobody's attack."""
    return any(one.stance in TELLS for one in reading.guards) or any(QUOTE_MARKS in match.held for match in reading.matches)
