"""The story told: every conversation as a list of things said, in order of time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Generic, TypeVar

from tools.sample_case.bank import Remark, Turn, bank, fill, in_spelling, nearly
from tools.sample_case.cast import CHATS, PEOPLE, ZONE
from tools.sample_case.plans import HOURS, PLANS, SILENCE, Burst, Talk
from tools.sample_case.said import Said, marked, with_reaction

Card = TypeVar("Card")

_AROUND_A_MOMENT = (timedelta(hours=3), timedelta(hours=2))
"""How long before and after a dated moment nothing else is begun."""
_AGAIN = frozenset({"claim", "claim-own", "threat", "money"})
_SENT_AGAIN = 0.22
_TAKEN_BACK = 0.03


def dice(seed: int, name: str) -> Random:
    """Numbers for one part of the story, so that a change in one conversation leaves the others as they are."""
    return Random(f"{seed}/{name}")  # noqa: S311 - a story, not a secret: it must come out the same again


def tell(seed: int, *, daily: bool = True) -> dict[str, tuple[Said, ...]]:
    """Every conversation by its key, in order of time. The same seed tells the same story; without `daily` those of ordinary days
    alone are left out, and the others stay word for word as they are.
    """
    return {key: tuple(_Conversation(key, seed).told()) for key, chat in CHATS.items() if daily or not chat.daily}


def remarks(seed: int) -> tuple[Remark, ...]:
    """The comments of the account holder under her own posts, in order of time."""
    numbers = dice(seed, "remarks")
    silent_from, silent_to = (_moment(f"{day} 00:00") for day in SILENCE)
    listed = []
    for deck, first, last, count in _REMARKS:
        begin, days = _moment(f"{first} 00:00"), (_moment(f"{last} 00:00") - _moment(f"{first} 00:00")).days
        drawn = _Decks(bank().lines, numbers)
        for _ in range(count):
            at = begin + timedelta(days=numbers.randrange(days), hours=numbers.randint(9, 22), seconds=numbers.randrange(3600))
            text = in_spelling(fill(drawn.draw(deck), numbers, {}), PEOPLE["Z"].spelling, numbers)
            if not silent_from <= at < silent_to:
                listed.append(Remark(at, "Z", text))
    return tuple(sorted(listed, key=lambda remark: remark.at))


_REMARKS = (
    ("comment-shop", "2024-09-05", "2026-02-20", 62),
    ("comment-answer", "2025-04-05", "2025-12-20", 26),
    ("comment-stop-pile-on", "2025-07-05", "2025-07-28", 8),
)
"""Deck, first day, last day and number of the comments."""


@dataclass(frozen=True, slots=True)
class _Opening:
    at: datetime
    plan: Talk | Burst | tuple[Turn, ...]


class _Conversation:
    """One conversation while it is being told: its dice, its shuffled decks and the lines that may be sent again."""

    def __init__(self, key: str, seed: int) -> None:
        self._key = key
        self._dice = dice(seed, key)
        self._scenes = _Decks(bank().scenes, self._dice)
        self._lines = _Decks(bank().lines, self._dice)
        self._sent: list[str] = []
        self._platform = CHATS[key].platform

    def told(self) -> list[Said]:
        said: list[Said] = []
        for opening in sorted(self._openings(), key=lambda opening: opening.at):
            start = max(opening.at, said[-1].at + timedelta(seconds=self._dice.randint(70, 400))) if said else opening.at
            said += self._speak(opening.plan, start)
        return [self._reacted(one) for one in said]

    def _openings(self) -> Iterator[_Opening]:
        fixed = [_Opening(_moment(moment.at), moment.turns) for moment in bank().moments if moment.chat == self._key]
        yield from fixed
        before, after = _AROUND_A_MOMENT
        silent_from, silent_to = (_moment(f"{day} 00:00") for day in SILENCE)
        for plan in PLANS:
            if plan.chat != self._key:
                continue
            for at in self._times(plan):
                if silent_from - timedelta(hours=6) <= at < silent_to:
                    continue
                if not any(one.at - before <= at <= one.at + after for one in fixed):
                    yield _Opening(at, plan)

    def _times(self, plan: Talk | Burst) -> Iterator[datetime]:
        first, last = _moment(f"{plan.start} 00:00"), _moment(f"{plan.end} 00:00")
        hours = HOURS[plan.hours]
        for _ in range(round((last - first).days / 7 * plan.weekly)):
            day = first + timedelta(days=self._dice.randrange((last - first).days))
            hour = self._dice.choices(list(hours), weights=list(hours.values()))[0]
            yield day + timedelta(hours=hour, seconds=self._dice.randrange(3600))

    def _speak(self, plan: Talk | Burst | tuple[Turn, ...], at: datetime) -> Iterator[Said]:
        if isinstance(plan, tuple):
            return self._scene(plan, at, whole=True)
        if isinstance(plan, Talk):
            scene = self._scenes.draw(plan.deck)
            return self._scene(scene, at, whole=False)
        return self._burst(plan, at)

    def _scene(self, turns: tuple[Turn, ...], at: datetime, *, whole: bool) -> Iterator[Said]:
        chosen: dict[str, str] = {}
        last = ""
        for turn in turns:
            if turn.optional and not whole and self._dice.random() < 0.4:
                continue
            text = fill(turn.template, self._dice, chosen)
            spelling: Mapping[str, str] = {} if whole or turn.by == "_" else PEOPLE[turn.by].spelling
            by = "" if turn.by == "_" else turn.by
            yield marked(at, by, in_spelling(text, spelling, self._dice))
            at += timedelta(seconds=self._dice.randint(2, 9)) if "[system]" in turn.template else self._pause(same=turn.by == last)
            last = turn.by

    def _pause(self, *, same: bool) -> timedelta:
        if same:
            return timedelta(seconds=self._dice.randint(4, 45))
        if self._dice.random() < 0.12:
            return timedelta(minutes=self._dice.randint(6, 38), seconds=self._dice.randrange(60))
        return timedelta(seconds=self._dice.randint(14, 190))

    def _burst(self, plan: Burst, at: datetime) -> Iterator[Said]:
        for _ in range(self._dice.randint(*plan.size)):
            deck = self._dice.choices(list(plan.mix), weights=list(plan.mix.values()))[0]
            again = self._sent and deck in _AGAIN and self._dice.random() < _SENT_AGAIN
            if again:
                text = nearly(self._dice.choice(self._sent), self._dice)
            else:
                text = in_spelling(fill(self._lines.draw(deck), self._dice, {}), PEOPLE[plan.by].spelling, self._dice)
                if deck in _AGAIN and not text.startswith("["):
                    self._sent.append(text)
            yield self._perhaps_taken_back(marked(at, plan.by, text))
            at += timedelta(seconds=self._dice.randint(4, 75) if self._dice.random() < 0.85 else self._dice.randint(90, 900))
        for deck, chance in plan.answers.items():
            if self._dice.random() < chance:
                at += timedelta(seconds=self._dice.randint(40, 2400))
                text = fill(self._lines.draw(deck), self._dice, {})
                yield marked(at, plan.answer_by, in_spelling(text, PEOPLE[plan.answer_by].spelling, self._dice))

    def _perhaps_taken_back(self, said: Said) -> Said:
        if said.kind != "text" or self._dice.random() >= _TAKEN_BACK:
            return said
        if self._platform == "instagram":
            return replace(said, kind="unsent", text="")
        return replace(said, kind=self._dice.choice(("deleted", "deleted", "edited")))

    def _reacted(self, said: Said) -> Said:
        if self._platform != "instagram" or said.is_event or said.kind == "unsent" or self._dice.random() > 0.06:
            return said
        others = [member for member in CHATS[self._key].members if member != said.by]
        calm = said.at < _moment("2025-03-20 00:00") or self._key not in {"ig-partner", "ig-sach", "ig-hisab", "ig-user", "ig-gone"}
        return with_reaction(said, self._dice.choice("❤👍😂🌱" if calm else "😂🤡"), others[0]) if calm or said.by == "Z" else said


class _Decks(Generic[Card]):
    """Shuffled decks: no card comes twice before all of its deck have come once, nor soon after."""

    def __init__(self, cards: Mapping[str, tuple[Card, ...]], dice: Random) -> None:
        self._cards = cards
        self._dice = dice
        self._waiting: dict[str, list[Card]] = {}
        self._drawn: dict[str, list[Card]] = {}

    def draw(self, deck: str) -> Card:
        waiting, drawn = self._waiting.setdefault(deck, []), self._drawn.setdefault(deck, [])
        if not waiting:
            late = drawn[len(drawn) // 2 :]
            for cards in (late, [card for card in self._cards[deck] if card not in late]):
                self._dice.shuffle(cards)
                waiting.extend(cards)
            drawn.clear()
        card = waiting.pop()
        drawn.append(card)
        return card


def _moment(at: str) -> datetime:
    return datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
