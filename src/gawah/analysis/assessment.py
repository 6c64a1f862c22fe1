"""One judgement of a text, from its language, the trained heads, the tactic rules, and what the export says of it.

A suggestion for sorting (`gawah.records.judgement`): it names what it rests on, says where it does not judge, and is the same for
the same text at every time and on every machine. Nothing is kept, and no vault is asked.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from gawah.analysis import heads as trained
from gawah.analysis.heads import Heads
from gawah.analysis.language import Identified, Identifier
from gawah.analysis.normal import Normal, normalised
from gawah.analysis.romanised import FILE as LATIN
from gawah.analysis.romanised import Romanised
from gawah.analysis.rules import MOST_MESSAGES, QUOTE_MARKS, Match, Reading, Rules, rules
from gawah.analysis.said import FILE as OWN
from gawah.analysis.said import LEARNT, Said, seen
from gawah.analysis.severity import CUES, severity
from gawah.analysis.stance import spoken_against, stance
from gawah.analysis.target import hit, named, relations
from gawah.records.casework import Tactic
from gawah.records.digest import identifier
from gawah.records.judgement import Band, Judgement, Language, Span, TacticJudgement

NAME: Final = "gawah-triage-1"
TACTICS: Final[tuple[Tactic, ...]] = get_args(Tactic)
SUGGESTED_FROM: Final = 500
"""Thousandths from which a tactic that only rules know is suggested."""
HEARD_FROM: Final = 500
"""Thousandths from which a tactic that a head hears is suggested, whether or not a rule matches. Lower, more attacks are found and
everyday talk, which is most of any case, is suggested several times as often (docs/triage-card.md)."""
HIGH_FROM: Final = 850
"""Thousandths from which its band is `high`."""
SPOKEN_AGAINST: Final = 0.3
"""What is left of a head's probability where the text tells of words or stands up against them. Chosen on the development half of
TacticCheck."""
WHOLE: Final = "abusive"
"""The head of open data that is asked: of tactics these data know little, and what they know is of other places than chats."""
TOLD_FROM: Final = 600
"""Thousandths from which a head for a stance speaks against an attack. Chosen on the development half of TacticCheck."""
STANCES: Final = ("quote_or_report", "counter_speech", "support")
_QUOTED_FROM: Final = 20
"""Characters of a message that must come again in its answer to count as quoted there."""
_RULE_LANGUAGES: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("en",),
    "ur-Latn": ("ur-latn",),
    "ur": ("ur",),
    "hi": ("hi",),
    "ar": ("ar",),
    "mixed": ("en", "ur-latn", "ur", "hi", "ar"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A text to be judged, with what the export says of it.

    Attributes:
        id: Comes back in the judgement.
        text: As it was written.
        sender_is_owner: Whether the holder of the export wrote it. It changes nothing: both sides are judged alike.
        reply_to_text: What it answers; None where unknown.
        kind: Direct message, post, comment and so on; None where unknown.
        direct: Whether it was sent to one person; None where unknown.
        earlier: Texts that the same sender sent just before in the same conversation, oldest first.
    """

    id: str
    text: str = field(repr=False)
    sender_is_owner: bool | None = None
    reply_to_text: str | None = field(default=None, repr=False)
    kind: str | None = None
    direct: bool | None = None
    earlier: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Models:
    heads: Heads
    romanised: Romanised
    said: Said


@dataclass(frozen=True, slots=True)
class _Text:
    """One text with all that was found of it.

    Attributes:
        answers: Of the heads that learnt from open data, in thousandths; {} where none answers for the language.
        said: Of the heads that learnt from sentences of our own.
        across: Matches that end in this text and begin in an earlier one.
    """

    asked: Asked
    normal: Normal
    identified: Identified
    reading: Reading
    answers: Mapping[str, int]
    said: Mapping[str, int]
    across: tuple[Match, ...]

    @property
    def language(self) -> Language:
        return self.identified.language

    def by_rule(self, tactic: Tactic) -> int:
        """Thousandths of the likeliest match that no guard holds."""
        return max(
            (one.probability for one in (*self.reading.matches, *self.across) if one.tactic == tactic and one.stands), default=0
        )


class Assessor:
    """Judges texts. Made once; judges any number."""

    def __init__(self, models: _Models | None, of_rules: Rules, model: str) -> None:
        self._models = models
        self._identifier = Identifier(models.romanised if models else None)
        self._rules = of_rules
        self._assessed = {language: self._tactics_assessed(language) for language in get_args(Language)}
        self.model = model

    @classmethod
    def load(cls) -> "Assessor":
        """With the models and rules of this package. Raises ModelAltered where a model is missing or not as it was published."""
        heads, latin, own, found = Heads.load(), trained.read(LATIN), trained.read(OWN), rules()
        name = _named(heads.digest, latin.sha256, own.sha256, found.version)
        return cls(_Models(heads, Romanised(latin), Said(own)), found, name)

    @classmethod
    def by_rules_alone(cls) -> "Assessor":
        """Without models: what only they judge is not assessed, and words in Latin letters have no language."""
        found = rules()
        return cls(None, found, _named(found.version))

    def assess(self, asked: Sequence[Asked]) -> list[Judgement]:
        """A judgement for each text, in order."""
        normals = [normalised(one.text) for one in asked]
        identified = self._identifier([(one.text, normal) for one, normal in zip(asked, normals, strict=True)])
        readings = [self._rules.read(normal) for normal in normals]
        answers: Sequence[Mapping[str, int]] = [{} for _ in asked]
        said: Sequence[Mapping[str, int]] = answers
        if self._models:
            answers = self._models.heads.judge(normals, [one.language for one in identified])
            said = self._said([one.language for one in identified], normals, readings)
        across = [self._across(one) for one in asked]
        texts = zip(asked, normals, identified, readings, answers, said, across, strict=True)
        return [self._judgement(_Text(*each)) for each in texts]

    def _said(
        self, languages: Sequence[Language], normals: Sequence[Normal], readings: Sequence[Reading]
    ) -> list[Mapping[str, int]]:
        """What the heads that learnt from our own sentences say; nothing of a language of which there were none."""
        assert self._models is not None
        learnt = [number for number, language in enumerate(languages) if language in LEARNT]
        answers = self._models.said.judge([seen(normals[number], readings[number]) for number in learnt])
        found: list[Mapping[str, int]] = [{} for _ in languages]
        for number, answer in zip(learnt, answers, strict=True):
            found[number] = answer
        return found

    def _judgement(self, text: _Text) -> Judgement:
        against = spoken_against(text.reading) or _repeats(text) or _told(text.said)
        suggested = self._suggested(text, against=against)
        whole = max([round(text.answers.get(WHOLE, 0) * (SPOKEN_AGAINST if against else 1)), *suggested.values()])
        abusive = bool(suggested) or self._reaches(text.language, whole)
        does, guards = stance(text.reading, text.said, attacks=bool(suggested), hurtful=bool(text.reading.matches) or abusive)
        # Who is spoken of matters where something is suggested: in most texts nothing is.
        people = named(text.normal, text.identified) if suggested else []
        cues = {cue.role for cue in text.reading.cues}
        unsure = [tactic for tactic, probability in suggested.items() if probability < HIGH_FROM]
        grade, reasons = severity(suggested, does, cues, relations(people), unsure=unsure)
        told = does == "quote_or_report" and bool(_told_threats(text.reading))
        places = _in_normal(text.normal, [(one.start, one.end) for one in text.reading.matches if one.stands])
        return Judgement(
            of=text.asked.id,
            language=text.language,
            script=text.identified.script,
            abusive=abusive,
            probability=whole,
            tactics=tuple(self._tactics(text.language, suggested)),
            target=hit([*suggested], people, places, direct=text.asked.direct),
            stance="attack" if does == "neutral" and abusive else does,
            severity=grade,
            reasons=(*reasons, *(CUES[cue] for cue in CUES if told and cue in cues), *guards),
            spans=tuple(self._spans(text, suggested)),
            model=self.model,
        )

    def _across(self, asked: Asked) -> tuple[Match, ...]:
        """What begins in an earlier message of the same sender and ends in this one."""
        if not asked.earlier:
            return ()
        earlier = asked.earlier[-MOST_MESSAGES + 1 :]
        return tuple(one for one in self._rules.across([*earlier, asked.text]) if one.message == len(earlier))

    def _suggested(self, text: _Text, *, against: bool) -> dict[Tactic, int]:
        """The tactics that are suggested, in order, with their thousandths."""
        found: dict[Tactic, int] = {}
        for tactic in TACTICS:
            own, rule = text.said.get(tactic, 0), text.by_rule(tactic)
            if against and not rule:
                own = round(own * SPOKEN_AGAINST)
            if own >= HEARD_FROM or rule >= SUGGESTED_FROM:
                found[tactic] = max(own, rule)
        return found

    def _reaches(self, language: Language, probability: int) -> bool:
        """Whether an answer of the head for any abuse reaches its threshold; without an answer it is 0, and does not."""
        return self._models is not None and probability > 0 and probability >= self._models.heads.head(language, WHOLE).threshold

    def _tactics_assessed(self, language: Language) -> frozenset[Tactic]:
        """The tactics that rules or heads know of a language."""
        by_rules = {
            tactic for of in _RULE_LANGUAGES.get(language, ()) for tactic in TACTICS if (of, tactic) in self._rules.assessed
        }
        by_heads = (
            {tactic for tactic in TACTICS if tactic in self._models.said.heads} if self._models and language in LEARNT else set()
        )
        return frozenset(by_rules | by_heads)

    def _tactics(self, language: Language, suggested: Mapping[Tactic, int]) -> list[TacticJudgement]:
        """Those suggested and those not assessed, in the order of `Tactic`."""
        found = []
        for tactic in TACTICS:
            if tactic in suggested:
                found.append(TacticJudgement(tactic=tactic, probability=suggested[tactic], band=_band(suggested[tactic])))
            elif tactic not in self._assessed[language]:
                found.append(TacticJudgement(tactic=tactic, probability=0, band="low", assessed=False))
        return found

    def _spans(self, text: _Text, suggested: Mapping[Tactic, int]) -> list[Span]:
        """What the suggestions rest on: matches of rules, and where none stands the words that weigh most for a head."""
        matches = [one for one in (*text.reading.matches, *text.across) if one.stands and one.tactic in suggested]
        spans = [Span(start=one.start, end=one.end, cue=one.rule) for one in (*matches, *_told_threats(text.reading))]
        heard = [tactic for tactic in suggested if tactic not in {one.tactic for one in matches}]
        if self._models and text.said and heard:
            known = [tactic for tactic in heard if tactic in self._models.said.heads]
            for tactic, words in zip(known, self._models.said.words(text.normal, text.reading, known), strict=True):
                weighty = [one for one in words if one[2] > 0] or words[:1]
                best = sorted(weighty, key=lambda one: -one[2])[:_MOST_WORDS]
                spans += [Span(start=start, end=end, cue=f"head:{tactic}") for start, end, _ in best]
        return sorted(spans, key=lambda one: (one.start, one.end, one.cue))


_MOST_WORDS: Final = 5


def _told_threats(reading: Reading) -> list[Match]:
    """Threats that somebody tells of: no attack of whoever writes, and yet a threat that may be near (decision 19)."""
    telling = {one.guard for one in reading.guards if one.stance == "quote_or_report"} | {QUOTE_MARKS}
    return [one for one in reading.matches if one.tactic == "threat" and one.held and telling.issuperset(one.held)]


def _named(*digests: str) -> str:
    return f"{NAME}@{identifier('triage', *digests)[:12]}"


def _band(probability: int) -> Band:
    return "high" if probability >= HIGH_FROM else "middle" if probability >= SUGGESTED_FROM else "low"


def _repeats(text: _Text) -> bool:
    """Whether the text holds the message that it answers, word for word: then it quotes it."""
    if text.asked.reply_to_text is None:
        return False
    answered = normalised(text.asked.reply_to_text).text.strip()
    return len(answered) >= _QUOTED_FROM and answered in text.normal.text


def _told(said: Mapping[str, int]) -> bool:
    """Whether a head takes the text for words told on, or against an attack, or of support."""
    return any(said.get(one, 0) >= TOLD_FROM for one in STANCES)


def _in_normal(normal: Normal, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of the original as stretches of the normal form."""
    if normal.offsets is None:
        return list(places)
    offsets = normal.offsets
    return [(bisect_left(offsets, start), bisect_left(offsets, end)) for start, end in places]
