"""What conduct counts, as series by day: messages by channel and sender, labelled messages by tactic, log entries by recipient."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from gawah.analysis import chronology
from gawah.analysis.conduct import Series, SeriesKind, Span
from gawah.records.casework import Label
from gawah.records.incident import Incident
from gawah.usecases._markers import marked
from gawah.usecases._reach import Reach
from gawah.usecases._workspace import Workspace
from gawah.usecases.label import TACTICS
from gawah.vault.derived import AccountSeen, Count
from gawah.vault.rows import Row


def by_day(dated: Sequence[tuple[date, Count]]) -> Counter[date]:
    """How many messages stand on each day."""
    found = Counter[date]()
    for day, cell in dated:
        found[day] += cell.n
    return found


def channels(
    work: Workspace, dated: Sequence[tuple[date, Count]], far: Reach, reached: tuple[Span, ...] | None = None
) -> list[Series]:
    """All messages, then those of each platform, conversation and sender; both sides alike.

    Args:
        work: The case.
        dated: The messages counted, by day.
        far: How far the records reach.
        reached: How far they reach for all that is counted; None where that is the whole case.
    """
    seen = {one.id: one for one in work.vault.conversations()}
    names = account_labels(work.vault.accounts())
    days: dict[tuple[SeriesKind, str], Counter[date]] = defaultdict(Counter)
    stood_in: dict[str, set[str]] = defaultdict(set)
    for day, cell in dated:
        sender = cell.sender or ""
        days["platform", seen[cell.conversation].platform][day] += cell.n
        days["conversation", cell.conversation][day] += cell.n
        days["sender", sender][day] += cell.n
        stood_in[sender].add(cell.conversation)
    titles = Counter((one.platform, one.title) for one in seen.values())
    found = [Series("all", "", "", by_day(dated), far.everything if reached is None else reached)]
    for (kind, key), counted in days.items():
        if kind == "platform":
            label, reached = key, far.platforms.get(key, ())
        elif kind == "conversation":
            one = seen[key]
            apart = f" {key[:6]}" if not one.title or titles[one.platform, one.title] > 1 else ""
            label, reached = f"{one.title or ''}{apart} ({one.platform})".strip(), far.of([key])
        else:
            label, reached = names.get(key, "no sender stated"), far.of(stood_in[key])
        found.append(Series(kind, key, label, counted, reached))
    order: tuple[SeriesKind, ...] = ("all", "platform", "conversation", "sender")
    return sorted(found, key=lambda one: (order.index(one.kind), one.label, one.key))


def labelled(rows: Sequence[Row], labels: Mapping[str, Label], far: Reach) -> tuple[list[Series], Series]:
    """Labelled messages by tactic, and all that carry a label, a tactic or none."""
    days: dict[str, Counter[date]] = defaultdict(Counter)
    marked = Counter[date]()
    for row in rows:
        if row.type == "message" and (day := day_of(row)) is not None:
            marked[day] += 1
            for tactic in labels[row.id].tactics:
                days[tactic][day] += 1
    series = [Series("tactic", one, one, days[one], far.everything) for one in TACTICS if one in days]
    return series, Series("all", "labelled", "", marked, far.everything)


def day_of(row: Row) -> date | None:
    """The day on which a row stands; None where it is not known, and beyond all calendars."""
    try:
        return None if row.at_ms is None else chronology.day_of(row.at_ms)
    except (ValueError, OverflowError):
        return None


def logged(entries: Sequence[Incident]) -> list[Series]:
    """Entries of the log by class of recipient and by tactic. They reach from the first to the last entry."""
    days: dict[tuple[SeriesKind, str], Counter[date]] = defaultdict(Counter)
    known = [(found.day, one) for one in entries if (found := marked(one.occurred_at, one)) is not None]
    for day, one in known:
        if one.recipient is not None:
            days["recipient", one.recipient][day] += 1
        for tactic in one.tactics:
            days["log_tactic", tactic][day] += 1
    if not known:
        return []
    far = Span(min(day for day, _ in known), max(day for day, _ in known))
    order = sorted(days, key=lambda each: (each[0] != "recipient", each[1]))
    return [Series(kind, key, key.replace("_", " "), days[kind, key], (far,), partial="log") for kind, key in order]


def account_labels(accounts: Sequence[AccountSeen]) -> dict[str, str]:
    """A label for each account, by its id; accounts of one name are kept apart by the first digits of their ids."""
    names = {one.id: one.account.name or one.account.handle or one.account.platform_id or "–" for one in accounts}
    often = Counter(f"{one.platform} {names[one.id]}" for one in accounts)
    return {
        one.id: f"{names[one.id]} ({one.platform}{f', {one.id[:6]}' if often[f'{one.platform} {names[one.id]}'] > 1 else ''})"
        for one in accounts
    }
