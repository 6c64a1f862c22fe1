"""What the suggestions are worth on TacticCheck: counts a language and a half, with intervals from resampled pairs.

    python -m evaluation.suite_score [--half develop|check] [--missed TACTIC]

`--missed` prints the ids of sentences of the develop half that were missed or wrongly flagged, never their words.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evaluation.tacticcheck import HALVES, TACTICS, Half, Sentence, languages, sentences
from gawah.analysis.assessment import Asked, Assessor
from gawah.records.casework import Tactic
from gawah.records.judgement import Judgement, Language

DRAWS: Final = 1000
"""Resampled suites for an interval."""
_SEED: Final = 5
_REPORTED: Final = frozenset({"reported", "quoted", "asking_help"})
_ENOUGH_LETTERS: Final = 15


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and what was suggested of it."""

    sentence: Sentence
    judgement: Judgement

    @property
    def flagged(self) -> frozenset[Tactic]:
        """The tactics that were suggested."""
        return frozenset(one.tactic for one in self.judgement.tactics if one.assessed)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and where the share lies in 95 of 100 resampled suites. `None` where there is nothing to count."""

    held: int
    of: int
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.held / self.of:.2f} [{self.low:.2f}-{self.high:.2f}]" if self.of else "-"


def judged(assessor: Assessor, language: Language) -> list[Judged]:
    """Every sentence of a language with its judgement."""
    found = sentences(language)
    asked = [
        Asked(
            id=one.id,
            text=one.text,
            sender_is_owner=one.sender_is_owner,
            reply_to_text=one.reply_to_text,
            kind=one.kind,
            direct=one.direct,
            earlier=one.earlier,
        )
        for one in found
    ]
    return [Judged(*each) for each in zip(found, assessor.assess(asked), strict=True)]


def recall(found: Sequence[Judged], tactic: Tactic) -> Share:
    """Of the sentences that do this, how many were suggested to."""
    return _share([one for one in found if tactic in one.sentence.tactics], lambda one: tactic in one.flagged)


def precision(found: Sequence[Judged], tactic: Tactic) -> Share:
    """Of what was suggested to do this, how many do. What may be found beside counts for neither."""
    return _share(
        [one for one in found if tactic in one.flagged and tactic not in one.sentence.may],
        lambda one: tactic in one.sentence.tactics,
    )


def false_alarms(found: Sequence[Judged]) -> Share:
    """Of reported and quoted speech, how many were suggested to do what they tell of."""
    return _share([one for one in found if one.sentence.role in _REPORTED], lambda one: one.sentence.about in one.flagged)


def standing_by(found: Sequence[Judged]) -> Share:
    """Of counter-speech and support, how many were recognised as that, either of the two."""
    wanted = [one for one in found if one.sentence.stance in ("counter_speech", "support")]
    return _share(wanted, lambda one: one.judgement.stance in ("counter_speech", "support"))


def benign(found: Sequence[Judged]) -> Share:
    """Of everyday talk, how much was suggested to be anything."""
    everyday = [one for one in found if one.sentence.about == "benign"]
    return _share(everyday, lambda one: bool(one.flagged - one.sentence.may) or one.judgement.abusive)


def targets(found: Sequence[Judged]) -> Share:
    """Of attacks that were found, how many were suggested to hit whom they hit."""
    return _share(
        [one for one in found if one.sentence.role == "attack" and one.flagged & one.sentence.tactics],
        lambda one: one.judgement.target == one.sentence.target,
    )


def identified(found: Sequence[Judged]) -> Share:
    """Of lines of 15 letters and more whose language is known, how many were told right."""
    lines = [one for one in found if one.sentence.about == "language" and len(one.sentence.text) >= _ENOUGH_LETTERS]
    return _share(lines, lambda one: one.judgement.language == one.sentence.language)


WHOLE: Final[Mapping[str, Callable[[Sequence[Judged]], Share]]] = {
    "reported or quoted, false alarms": false_alarms,
    "counter-speech and support recognised": standing_by,
    "everyday talk, false alarms": benign,
    "target, of attacks found": targets,
    "language told": identified,
}
"""What is counted over all tactics of a language."""


def _share(among: Sequence[Judged], holds: Callable[[Judged], bool]) -> Share:
    """The share, with an interval over resampled pairs: sentences of one pair stand or fall together."""
    groups: dict[str, list[bool]] = {}
    for one in among:
        groups.setdefault(one.sentence.pair or one.sentence.id, []).append(holds(one))
    drawn = random.Random(_SEED)  # noqa: S311  # resampling, nothing secret
    kept = list(groups.values())
    shares = sorted(_mean(drawn.choices(kept, k=len(kept))) for _ in range(DRAWS)) if kept else [0.0]
    held = sum(sum(group) for group in kept)
    return Share(held, sum(map(len, kept)), shares[int(0.025 * len(shares))], shares[int(0.975 * (len(shares) - 1))])


def _mean(groups: Iterable[Sequence[bool]]) -> float:
    flat = [one for group in groups for one in group]
    return sum(flat) / len(flat)


def main() -> None:
    """Print the figures."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--half", choices=HALVES)
    reader.add_argument("--missed", choices=TACTICS)
    asked = reader.parse_args()
    assessor = Assessor.load()
    for language in languages():
        found = judged(assessor, language)
        for half in HALVES if asked.half is None else [asked.half]:
            _print(language, half, [one for one in found if one.sentence.half == half])
        if asked.missed:
            _print_missed(asked.missed, [one for one in found if one.sentence.half == "develop"])


def _print(language: Language, half: Half, found: Sequence[Judged]) -> None:
    print(f"\n{language}, {half} half ({len(found)} sentences): recall, precision")
    for tactic in TACTICS:
        print(f"  {tactic:20} {recall(found, tactic)!s:20} {precision(found, tactic)}")
    for name, count in WHOLE.items():
        print(f"  {name:40} {count(found)}")


def _print_missed(tactic: Tactic, found: Sequence[Judged]) -> None:
    for one in found:
        if tactic in one.sentence.tactics and tactic not in one.flagged:
            print(f"  missed   {one.sentence.id}")
        if tactic in one.flagged and tactic not in one.sentence.tactics | one.sentence.may:
            print(f"  flagged  {one.sentence.id} ({one.sentence.role})")


if __name__ == "__main__":
    main()
