"""When people speak: how often, at which hours and from which decks, in each stretch of the story."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HOURS: Mapping[str, Mapping[int, int]] = {
    "work": {8: 2, 9: 5, 10: 7, 11: 7, 12: 5, 13: 3, 14: 4, 15: 5, 16: 6, 17: 6, 18: 4, 19: 3, 20: 2},
    "home": {7: 3, 8: 4, 9: 2, 12: 2, 13: 4, 14: 3, 16: 2, 18: 4, 19: 5, 20: 6, 21: 6, 22: 4, 23: 1},
    "evening": {12: 1, 16: 2, 17: 3, 18: 4, 19: 5, 20: 6, 21: 7, 22: 6, 23: 3},
    "night": {21: 1, 22: 4, 23: 7, 0: 6, 1: 5, 2: 3, 3: 1, 14: 1, 16: 1},
}

SILENCE = ("2025-08-03", "2025-09-10")
"""From and up to (not including) the days on which nobody in the case wrote anything: 38 days without signal in the hills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Scenes from one deck, in one conversation, from a day up to (not including) another."""

    chat: str
    start: str
    end: str
    weekly: float
    deck: str
    hours: str = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Several messages in a row by one account.

    Attributes:
        mix: Decks of lines with their weights.
        size: Fewest and most messages of one burst.
        answers: Decks from which the other side answers, each with its chance after a burst.
    """

    chat: str
    start: str
    end: str
    weekly: float
    by: str
    mix: Mapping[str, int]
    size: tuple[int, int] = (3, 9)
    hours: str = "night"
    answer_by: str = "Z"
    answers: Mapping[str, float] = field(default_factory=dict)


_EARLY = {"accuse": 5, "money": 4, "insult": 2, "threat": 1}
_HARD = {"claim": 4, "claim-own": 3, "money": 4, "threat": 4, "insult": 4, "relatives": 3}
_STRANGER = {"claim": 7, "threat": 3, "insult": 4, "relatives": 2, "pile": 2}

PLANS: tuple[Talk | Burst, ...] = (
    # The nursery while it went well.
    Talk(chat="partner", start="2024-09-01", end="2025-01-20", weekly=8, deck="work"),
    Talk(chat="partner", start="2024-09-01", end="2025-01-20", weekly=2.5, deck="chat", hours="evening"),
    Talk(chat="ig-partner", start="2024-09-03", end="2025-01-25", weekly=2.6, deck="reels", hours="evening"),
    Talk(chat="ig-club", start="2024-09-10", end="2025-12-20", weekly=0.35, deck="customer-club"),
    Talk(chat="ig-tehmuri", start="2024-10-01", end="2025-11-20", weekly=0.3, deck="customer-tehmuri"),
    Talk(chat="ig-wajeeha", start="2024-11-01", end="2026-02-20", weekly=0.3, deck="customer-wajeeha", hours="evening"),
    # The accounts are gone through; the partnership ends on 28 February, in writing.
    Talk(chat="partner", start="2025-01-20", end="2025-03-01", weekly=8, deck="strain"),
    Talk(chat="partner", start="2025-01-20", end="2025-03-16", weekly=3, deck="work"),
    Talk(chat="partner", start="2025-03-01", end="2025-03-18", weekly=4, deck="handover"),
    # The claim begins; then she asks for it to stop (26 April).
    Burst(
        chat="partner",
        start="2025-03-21",
        end="2025-04-26",
        weekly=3.6,
        by="K",
        mix=_EARLY,
        hours="evening",
        answers={"reply": 0.6, "facts": 0.4},
    ),
    Burst(
        chat="ig-partner",
        start="2025-03-24",
        end="2025-04-26",
        weekly=1.8,
        by="K",
        mix=_EARLY,
        hours="evening",
        size=(3, 6),
        answers={"reply": 0.4},
    ),
    Burst(
        chat="partner", start="2025-04-27", end="2025-06-02", weekly=3.6, by="K", mix=_HARD, size=(4, 12), answers={"stop": 0.12}
    ),
    Burst(chat="ig-partner", start="2025-04-28", end="2025-08-02", weekly=1.3, by="K", mix=_HARD, size=(3, 8)),
    # She blocks him (2 June) and unblocks him on advice (19 June): meanwhile the new number.
    Burst(
        chat="newnumber", start="2025-06-03", end="2025-08-02", weekly=1.2, by="N", mix=_HARD, size=(3, 8), answers={"stop": 0.15}
    ),
    Burst(chat="partner", start="2025-06-20", end="2025-08-02", weekly=2.6, by="K", mix=_HARD, size=(3, 10)),
    # After the silence; the second report is of 14 October.
    Burst(chat="partner", start="2025-09-10", end="2025-10-14", weekly=3.2, by="K", mix=_HARD, size=(4, 11), answers={"stop": 0.1}),
    Burst(chat="partner", start="2025-10-14", end="2025-12-20", weekly=2.4, by="K", mix=_HARD, size=(3, 9)),
    Burst(
        chat="partner",
        start="2025-12-20",
        end="2026-02-26",
        weekly=1.3,
        by="K",
        size=(2, 6),
        mix={"settle": 5, "claim": 2, "claim-own": 2, "money": 3, "threat": 1},
        answers={"stop": 0.1},
    ),
    Burst(chat="newnumber", start="2025-09-12", end="2026-02-20", weekly=0.5, by="N", mix=_HARD, size=(2, 7)),
    Burst(chat="ig-partner", start="2025-09-15", end="2026-01-30", weekly=0.8, by="K", mix=_HARD, size=(2, 7)),
    # Days on which he wrote calmly: they belong to the whole.
    Burst(
        chat="partner",
        start="2025-03-22",
        end="2025-08-02",
        weekly=0.9,
        by="K",
        mix={"polite": 1},
        size=(1, 3),
        hours="evening",
        answers={"calm": 0.4},
    ),
    Burst(
        chat="partner", start="2025-09-12", end="2026-02-20", weekly=0.5, by="K", mix={"polite": 1}, size=(1, 2), hours="evening"
    ),
    # Accounts that nobody knows.
    Burst(
        chat="ig-sach", start="2025-05-02", end="2025-07-30", weekly=0.7, by="1", mix=_STRANGER, size=(2, 6), answers={"who": 0.2}
    ),
    Burst(chat="ig-hisab", start="2025-05-20", end="2025-11-20", weekly=0.4, by="2", mix=_STRANGER, size=(2, 6)),
    Burst(
        chat="ig-user", start="2025-06-10", end="2025-07-28", weekly=0.8, by="3", mix=_STRANGER, size=(1, 5), answers={"who": 0.1}
    ),
    Burst(chat="ig-gone", start="2025-06-25", end="2025-10-30", weekly=0.4, by="4", mix=_STRANGER, size=(1, 4)),
    Burst(
        chat="ig-mali",
        start="2025-07-02",
        end="2025-07-31",
        weekly=0.7,
        by="6",
        mix={"pile": 4, "claim": 2},
        size=(1, 3),
        hours="evening",
    ),
    # Friends and helpers.
    Talk(chat="friend", start="2024-09-05", end="2025-03-20", weekly=1.9, deck="friend-before", hours="evening"),
    Talk(chat="friend", start="2025-03-20", end="2026-02-26", weekly=1.2, deck="friend-after", hours="evening"),
    Talk(chat="friend", start="2025-03-20", end="2026-02-26", weekly=1.2, deck="friend-before", hours="evening"),
    Talk(chat="ig-ustad", start="2024-10-10", end="2026-02-10", weekly=0.25, deck="ustad", hours="evening"),
    Talk(chat="ig-thumb", start="2025-04-10", end="2026-01-30", weekly=0.3, deck="stranger-kind", hours="evening"),
    Talk(chat="ig-hina", start="2025-05-01", end="2025-12-20", weekly=0.6, deck="hina", hours="evening"),
    Talk(chat="ig-team", start="2025-07-04", end="2025-07-24", weekly=2.2, deck="team", hours="evening"),
    # The family, before and after.
    Talk(chat="family", start="2024-09-01", end="2026-02-27", weekly=3.3, deck="family", hours="home"),
    Talk(chat="family", start="2025-04-20", end="2026-02-26", weekly=0.4, deck="family-worry", hours="home"),
    # Ordinary days, which are most of them.
    Talk(chat="orders", start="2024-09-01", end="2026-02-27", weekly=27, deck="orders"),
    Talk(chat="stall", start="2024-09-02", end="2026-02-27", weekly=15, deck="stall"),
    Talk(chat="areeba", start="2024-09-01", end="2026-02-27", weekly=17, deck="areeba", hours="home"),
    Talk(chat="ammi", start="2024-09-01", end="2026-02-27", weekly=10, deck="ammi", hours="home"),
    Talk(chat="deepa", start="2024-09-04", end="2026-02-26", weekly=8, deck="deepa", hours="evening"),
    Talk(chat="seeds", start="2024-09-09", end="2026-02-20", weekly=6, deck="seeds"),
)
