"""Which logs a provider may already have deleted: facts about how long logs are kept, beside the days of the case's messages.

Facts come from `packs/retention.toml` with source, date and confidence. Where no fact is held, nothing is said.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias, cast, get_args

from gawah.packs.load import load
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters

Confidence: TypeAlias = Literal["verified", "secondary", "unverified"]
"""Whether the rule itself was read, another text about it, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a fact comes from: its source, of which state the text is, when it was looked up, how sure it is."""

    source: str
    as_at: str
    seen: date
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserving:
    """Who can order that logs are preserved, for how many days, and how that is made longer."""

    by: str
    days: int
    longer: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long something is kept, by which rule.

    Attributes:
        id: Of the fact.
        territory: Where the rule holds.
        holder: Who keeps.
        data: What.
        days: At least so many.
        cite: The rule.
        origin: Where the fact comes from.
        note: What else must be known; "" for nothing.
        preserving: None where the notes say nothing of it.
    """

    id: str
    territory: str
    holder: str
    data: str
    days: int
    cite: str
    origin: Origin
    note: str
    preserving: Preserving | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """The messages of one platform beside a day.

    Attributes:
        platform: As the reader names it.
        first, last: The days of its first and last dated message.
        messages: With a known day.
        older: Of these, before the horizon.
        all_from: The day from which on the logs of the last message are past their time too.
    """

    platform: str
    first: date
    last: date
    messages: int
    older: int
    all_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """One fact beside the case: what is older than `day` may be gone.

    Attributes:
        kept: The fact.
        today: The day of this machine's clock.
        day: `today` less the days of the fact.
        platforms: Every platform with a dated message, by name.
    """

    kept: Kept
    today: date
    day: date
    platforms: tuple[Older, ...]


def facts() -> tuple[Kept, ...]:
    """Every fact held, in the order of the file. Raises ValueError when the file is not as it must be."""
    return tuple(_kept(one) for one in load("retention")["fact"])


def retention(work: Workspace) -> tuple[Horizon, ...]:
    """Every fact beside the messages of the case; () when there are no dated messages."""
    counted: dict[str, Counter[date]] = {}
    for one in work.vault.days(Filters(kind="message")):
        if one.day is not None and one.messages:
            counted.setdefault(one.platform, Counter())[one.day] += one.messages
    if not counted:
        return ()
    today = date.fromisoformat(work.clock()[:10])
    return tuple(_horizon(kept, today, counted) for kept in facts())


def _horizon(kept: Kept, today: date, counted: Mapping[str, Counter[date]]) -> Horizon:
    day = today - timedelta(days=kept.days)
    platforms = [
        Older(
            platform=platform,
            first=min(days),
            last=max(days),
            messages=days.total(),
            older=sum(n for at, n in days.items() if at < day),
            all_from=max(days) + timedelta(days=kept.days + 1),
        )
        for platform, days in sorted(counted.items())
    ]
    return Horizon(kept=kept, today=today, day=day, platforms=tuple(platforms))


def _kept(told: Mapping[str, Any]) -> Kept:
    preserve = told.get("preserve")
    return Kept(
        id=_text(told, "id"),
        territory=_text(told, "territory"),
        holder=_text(told, "holder"),
        data=_text(told, "data"),
        days=_days(told),
        cite=_text(told, "cite"),
        origin=_origin(told),
        note=str(told.get("note", "")),
        preserving=None
        if preserve is None
        else Preserving(by=_text(preserve, "by"), days=_days(preserve), longer=_text(preserve, "longer"), origin=_origin(preserve)),
    )


def _origin(told: Mapping[str, Any]) -> Origin:
    confidence = told.get("confidence")
    if confidence not in get_args(Confidence) or not isinstance(told.get("seen"), date):
        raise ValueError("a fact of packs/retention.toml has no confidence, or no day on which it was seen")
    return Origin(
        source=_text(told, "source"), as_at=_text(told, "as_at"), seen=told["seen"], confidence=cast("Confidence", confidence)
    )


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"a fact of packs/retention.toml has no {name}")
    return value


def _days(told: Mapping[str, Any]) -> int:
    value = told.get("days")
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("a fact of packs/retention.toml has no days")
    return value
