"""Which logs a provider may already have deleted: facts about how long logs are kept, beside the days of the case's messages.

Facts come from the files of all places known (`packs/jurisdictions`), whichever the person named: a provider keeps to the rule of
where it stands. Each has its sources, day and confidence. Where no fact is held, nothing is said.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gawah.packs.jurisdiction import Basis, Confidence, Jurisdiction, Retention, every
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters


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
    """Every fact held, by place and in the order of its file."""
    return tuple(_kept(place, one) for place in every() for one in place.retention)


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


def _kept(place: Jurisdiction, one: Retention) -> Kept:
    preserve = one.preserve
    return Kept(
        id=one.id,
        territory=place.title,
        holder=one.holder,
        data=one.data,
        days=one.days,
        cite=one.cite,
        origin=_origin(one.basis),
        note=one.note,
        preserving=None
        if preserve is None
        else Preserving(by=preserve.by, days=preserve.days, longer=preserve.longer, origin=_origin(preserve.basis)),
    )


def _origin(basis: Basis) -> Origin:
    return Origin(
        source="; ".join(one.title for one in basis.sources),
        as_at="; ".join(dict.fromkeys(one.as_at for one in basis.sources)),
        seen=basis.seen,
        confidence=basis.conf,
    )
