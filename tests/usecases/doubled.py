"""A stand-in for the analyser: it finds a few English words, so that what follows from suggestions is tested without a model."""

from collections.abc import Sequence

from gawah.analysis.assessment import Asked
from gawah.records.casework import Tactic
from gawah.records.judgement import Judgement, Span, TacticJudgement
from gawah.usecases._assessor import Assessing

MODEL = "stand-in-1@0123456789ab"
WORDS: dict[str, Tactic] = {
    "hurt": "threat",
    "pay": "blackmail",
    "fool": "insult",
    "address": "doxxing",
    "liar": "false_claim",
    "canarysong": "threat",
}
NAMES = {"tonight": "names-a-time", "school": "names-a-place", "knife": "names-a-means", "again": "names-a-time"}


class StandIn:
    """Suggests by single words, and remembers what it was asked."""

    def __init__(self, model: str = MODEL) -> None:
        self.model = model
        self.asked: list[Asked] = []

    def assess(self, asked: Sequence[Asked]) -> list[Judgement]:
        """A judgement for each, in order."""
        self.asked += asked
        return [self._judge(one) for one in asked]

    def _judge(self, one: Asked) -> Judgement:
        text = one.text.lower()
        found = [word for word in WORDS if word in text]
        named = tuple(
            TacticJudgement(tactic=WORDS[word], probability=850 if "maybe" not in text else 550, band="high") for word in found
        )
        spans = tuple(Span(start=text.index(word), end=text.index(word) + len(word), cue=f"{WORDS[word]}.word") for word in found)
        return Judgement(
            of=one.id,
            language="en",
            script="Latin",
            abusive=bool(found),
            probability=850 if found else 50,
            tactics=named,
            target="addressee" if found else "none",
            stance="attack" if found else "neutral",
            severity=3 if "hurt" in found else 2 if found else 0,
            reasons=tuple(NAMES[word] for word in NAMES if word in text),
            spans=spans,
            model=self.model,
        )


def stand_in(model: str = MODEL) -> Assessing:
    """The stand-in, as the program takes an analyser."""
    return StandIn(model)
