"""What the machine suggests of one text: language, tactics, target, stance, a grade for sorting, and why. Never what a person says.

A judgement sorts what a person is to look at. It is no finding, it says nothing about who wrote the text, and it reaches no dossier
unless a person asks for it by name (decisions 3 and 19). Where there is no ground to judge, it says so: "not assessed" never means
that a text is harmless.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.casework import Tactic

Language: TypeAlias = Literal["en", "ur", "ur-Latn", "hi", "ar", "mixed", "other", "none"]
"""Of a message. `ur-Latn` is Roman Urdu and romanised Hindi as one class, which spelling cannot part; `mixed` holds a good share
of two or more; `none` has no letters (emoji, numbers, a sticker).
"""
Band: TypeAlias = Literal["low", "middle", "high"]
Target: TypeAlias = Literal["addressee", "third_person", "relative", "group", "self", "none"]
Stance: TypeAlias = Literal["attack", "quote_or_report", "counter_speech", "support", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the original text that a suggestion rests on.

    Attributes:
        start, end: First character and the one past the last, in code points of the text as it was given.
        cue: The rule's id, such as `threat.harm-future`, or `head:` and the tactic, such as `head:insult`. Never words of the text.
    """

    start: int
    end: int
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TacticJudgement:
    """How likely it seems that the text does this.

    Attributes:
        tactic: Which.
        probability: In thousandths, 0-1000, calibrated where there was data to calibrate on. 0 where not assessed.
        band: The same in words: low, middle, high.
        assessed: False where neither data nor rules exist for this tactic in this language: nothing was judged.
    """

    tactic: Tactic
    probability: int
    band: Band
    assessed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is suggested of one text.

    Attributes:
        of: Id of the text: of a record of the case, or as it was given to `gawah assess`.
        language: Of the message.
        script: Of most of its letters, as the Unicode Standard names it, such as `Latin`; "" without letters.
        abusive: Whether `probability` is over the threshold of its language.
        probability: That the text is abusive in any way, in thousandths.
        tactics: Those over their thresholds and those not assessed, in the order of `Tactic`.
        target: Who is hit.
        stance: What the text does with the words in it: an attack, somebody else's words passed on, words against it, support.
        severity: 0-4, for sorting only; made of tactic, cues of time, place, means and knowledge, and of children.
        reasons: Why it has this severity and stance: words of `gawah.analysis.severity` and `stance`, such as `names-a-time`.
        spans: What it rests on, in order of place.
        model: Name and hash of what judged: `gawah-triage-1@` and 12 hexadecimal digits over model files and rules.
    """

    of: str
    language: Language
    script: str
    abusive: bool
    probability: int
    tactics: tuple[TacticJudgement, ...] = ()
    target: Target = "none"
    stance: Stance = "neutral"
    severity: int = 0
    reasons: tuple[str, ...] = ()
    spans: tuple[Span, ...] = field(default=(), repr=False)
    model: str
