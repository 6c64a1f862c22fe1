"""What follows from the rows and is kept beside them for speed: who and where, counts a day, the search shadow.

All of it is changed in the same transaction as the rows and can be worked out again from them (`check` does).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias

from gawah.records.content import Account, Conversation, RowRecord
from gawah.records.digest import sha256
from gawah.records.fold import Folding
from gawah.vault import codec, rows
from gawah.vault.opener import Database, Value
from gawah.vault.preparing import searched_text
from gawah.vault.rows import TYPES, UNDATED, Filters, RowType
from gawah.vault.shape import whole

Period: TypeAlias = Literal["day", "week", "month"]
"""day: YYYY-MM-DD; week: the Monday it begins with, YYYY-MM-DD (ISO 8601); month: YYYY-MM."""

DAY_MS = 86_400_000
MANY = 1_000
"""Up to so many rows are taken out of the search indexes one by one."""

NO_SENDER = 0
"""Stands for the sender of a row that has none."""

_SHADOW = "INSERT INTO shadow (key, text) VALUES (?, ?)"
_INDEX = "INSERT INTO {index} (rowid, text) SELECT key, text FROM shadow WHERE key BETWEEN ? AND ?"
_UNINDEX = "INSERT INTO {index} ({index}, rowid, text) SELECT 'delete', key, text FROM shadow WHERE key = ?"
_TALLY = """
    INSERT INTO tally (day, conversation, sender, type, n) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (day, conversation, sender, type) DO UPDATE SET n = n + excluded.n
"""
_DAILY = """
    INSERT INTO daily (day, platform, type, n) VALUES (?, (SELECT platform FROM conversation WHERE n = ?), ?, ?)
    ON CONFLICT (day, platform, type) DO UPDATE SET n = n + excluded.n
"""
_STORED = "SELECT r.type, r.json, s.text FROM record r LEFT JOIN shape s ON s.n = r.shape WHERE r.key = ?"
_RECOUNT = f"""
    SELECT CASE WHEN at_ms = {UNDATED} THEN {UNDATED} ELSE (at_ms - ((at_ms % {DAY_MS}) + {DAY_MS}) % {DAY_MS}) / {DAY_MS} END,
        conversation, ifnull(sender, {NO_SENDER}), type, count(*)
    FROM record WHERE same_as IS NULL GROUP BY 1, 2, 3, 4
"""

Cell: TypeAlias = tuple[int, int, int, int]
"""Day since 1970 (UNDATED when not known), number of conversation, number of sender, type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows of one sender stand in one conversation in one period.

    Attributes:
        period: See `Period`; None for rows without a time.
        conversation: Id of the conversation.
        sender: Id of the account; None where the row has none.
        type: message, event, capture or transcript.
        n: Rows that are shown (further sightings are not counted).
    """

    period: str | None
    conversation: str
    sender: str | None
    type: RowType
    n: int


@dataclass(frozen=True, slots=True)
class Day:
    """How many rows of one platform stand on one day (UTC); None for rows without a time. Further sightings are not counted."""

    day: date | None
    platform: str
    messages: int
    events: int


@dataclass(frozen=True, slots=True)
class Week:
    """How many rows stand in one week, by its Monday (ISO 8601); None for rows without a time."""

    start: date | None
    messages: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSeen:
    """An account of a platform and how often it stands as a sender. Not a person.

    Attributes:
        id: 32 hexadecimal digits over platform, handle, platform id and name, for use as a filter.
        platform: As the reader names it.
        account: As stated.
        messages: Messages of it that are shown.
        first_ms, last_ms: Place in time of its first and last row; None when no time is known.
    """

    id: str
    platform: str
    account: Account = field(repr=False)
    messages: int
    first_ms: int | None
    last_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSeen:
    """A conversation and how much stands in it.

    Attributes:
        id: Its id.
        platform: As the reader names it.
        title: As first stated.
        messages, events, captures: Rows that are shown.
        first_ms, last_ms: Place in time of its first and last row; None when no time is known.
    """

    id: str
    platform: str
    title: str | None = field(repr=False)
    messages: int
    events: int
    captures: int
    first_ms: int | None
    last_ms: int | None


def account_id(platform: str, account: Account) -> str:
    """The id of an account: the same wherever it is stated in the same words."""
    return sha256(codec.canonical([platform, account]))[:32]


def day_of(at_ms: int) -> int:
    """The day since 1970 of a place in time."""
    return UNDATED if at_ms == UNDATED else at_ms // DAY_MS


def add_shadows(database: Database, shadows: Iterable[tuple[int, str]]) -> None:
    """Keep the shadows of rows; `index_shadows` makes them searchable."""
    database.run_many(_SHADOW, shadows)


def index_shadows(database: Database, first: int, last: int) -> None:
    """Make the shadows with keys from `first` to `last` searchable, in one go."""
    for index in ("words", "trigrams"):
        database.run(_INDEX.format(index=index), (first, last))


def add_counts(database: Database, counts: Counter[Cell]) -> None:
    """Add to the counts a day; negative numbers take away."""
    database.run_many(_TALLY, [(*cell, n) for cell, n in counts.items()])
    days: Counter[tuple[int, int, int]] = Counter()
    for (day, conversation, _, row_type), n in counts.items():
        days[day, conversation, row_type] += n
    database.run_many(_DAILY, [(*cell, n) for cell, n in days.items()])


def hide(database: Database, keys: Iterable[int]) -> None:
    """Take rows that are shown out of search and counts, before they are deleted or become further sightings."""
    counts: Counter[Cell] = Counter()
    hidden = list(keys)
    # Removing postings one by one is some twenty times slower than indexing; beyond a point it is quicker to index the rest anew.
    anew = len(hidden) > MANY and len(hidden) * 4 > int(database.value("SELECT count(*) FROM shadow"))
    for key in hidden:
        counts[_cell(database, key)] -= 1
        if not anew:
            for index in ("words", "trigrams"):
                database.run(_UNINDEX.format(index=index), (key,))
        database.run("DELETE FROM shadow WHERE key = ?", (key,))
    if anew:
        for index in ("words", "trigrams"):
            database.run(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    add_counts(database, counts)
    database.run("DELETE FROM tally WHERE n = 0")
    database.run("DELETE FROM daily WHERE n = 0")


def show(database: Database, keys: Sequence[int]) -> None:
    """Put rows that were further sightings into search and counts, as the rows that are shown."""
    folding = Folding()
    counts: Counter[Cell] = Counter()
    for start in range(0, len(keys), MANY):
        shadows = []
        for key in keys[start : start + MANY]:
            row_type, kept, shape = database.all(_STORED, (key,))[0]
            record = codec.decode(TYPES[row_type], whole(shape, kept))
            assert isinstance(record, RowRecord)
            shadows.append((key, searched_text(record, folding)))
            counts[_cell(database, key)] += 1
        database.run_many("UPDATE record SET same_as = NULL WHERE key = ?", [(key,) for key, _ in shadows])
        add_shadows(database, shadows)
    for first, last in _runs(sorted(keys)):
        index_shadows(database, first, last)
    add_counts(database, counts)


def _runs(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbouring keys: what is indexed together must hold no row that is indexed already."""
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[at - 1] + 1:
            yield keys[start], keys[at - 1]
            start = at


def counts(database: Database, by: Period, filters: Filters) -> list[Count]:
    """Rows a period, conversation, sender and type, in order of period; rows without a time last.

    Of the filters, conversation, sender, platform, kind (message or event) and whole days of since and until apply.
    """
    found: Counter[tuple[str | None, str, str | None, RowType]] = Counter()
    for day, conversation, sender, row_type, n in _cells(database, filters):
        found[_period(day, by), conversation, sender, TYPES[row_type]] += n
    ordered = sorted(
        found.items(), key=lambda cell: (cell[0][0] is None, cell[0][0] or "", cell[0][1], cell[0][2] or "", cell[0][3])
    )
    return [Count(period=period, conversation=c, sender=s, type=kind, n=n) for (period, c, s, kind), n in ordered]


def recount(database: Database) -> Counter[Cell]:
    """The counts a day, worked out from the rows."""
    return Counter({(day, c, s, kind): n for day, c, s, kind, n in database.each(_RECOUNT)})


def stored_counts(database: Database) -> Counter[Cell]:
    """The counts a day, as kept."""
    return Counter(
        {(day, c, s, kind): n for day, c, s, kind, n in database.each("SELECT day, conversation, sender, type, n FROM tally")}
    )


def days_agree(database: Database) -> bool:
    """Whether the counts a day and platform are those of the counts a day."""
    summed = "SELECT t.day, c.platform, t.type, sum(t.n) FROM tally t JOIN conversation c ON c.n = t.conversation GROUP BY 1, 2, 3"
    return sorted(database.all(summed)) == sorted(database.all("SELECT day, platform, type, n FROM daily"))


def days(database: Database, filters: Filters) -> list[Day]:
    """Rows a day and platform, in order; those without a time last. Of the filters, as `for_days`."""
    condition, values = for_days(filters)
    statement = f"""
        SELECT day, platform, sum((type = 0) * n), sum((type = 1) * n) FROM daily WHERE type < 2 AND {condition}
        GROUP BY 1, 2 ORDER BY 1, 2
    """
    return [Day(_date(day), platform, messages, events) for day, platform, messages, events in database.all(statement, values)]


def total(database: Database, filters: Filters) -> int:
    """How many rows the filters leave: from the counts where these can tell, else by counting."""
    plain = Filters(platform=filters.platform, kind=filters.kind, machine_read=filters.machine_read)
    if filters == plain and filters.kind in (None, *TYPES):
        condition, values = for_days(filters)
        return int(database.value(f"SELECT ifnull(sum(n), 0) FROM daily WHERE {condition}", values))
    return rows.total(database, filters)


def weeks(database: Database) -> list[Week]:
    """Rows a week, in order; those without a time last."""
    statement = f"""
        SELECT CASE WHEN day = {UNDATED} THEN day ELSE day - ((day + 3) % 7 + 7) % 7 END, sum((type = 0) * n), sum((type = 1) * n)
        FROM daily WHERE type < 2 GROUP BY 1 ORDER BY 1
    """
    return [Week(_date(monday), messages, events) for monday, messages, events in database.all(statement)]


def for_days(filters: Filters) -> tuple[str, list[Value]]:
    """The filters that `daily` can tell apart as a condition over it: platform, kind (message or event), whole days."""
    terms, values = ["1"], list[Value]()
    if filters.platform is not None:
        terms.append("platform = ?")
        values.append(filters.platform)
    if filters.kind is not None:
        terms.append(f"type = {TYPES.index(filters.kind) if filters.kind in TYPES else -1}")
    if not filters.machine_read:
        terms.append(f"type <> {TYPES.index('transcript')}")
    terms += _day_terms("day", filters)
    return " AND ".join(terms), values


def _day_terms(column: str, filters: Filters) -> list[str]:
    """Whole days of since and until; what has no time falls out when either is given."""
    terms = [] if filters.since_ms is None else [f"{column} >= {day_of(filters.since_ms)}"]
    if filters.until_ms is not None:
        terms.append(f"{column} <= {day_of(filters.until_ms - 1)}")
    return [*terms, f"{column} < {UNDATED}"] if terms else []


def conversations(database: Database) -> list[ConversationSeen]:
    """Every conversation that holds a row, most messages first."""
    statement = """
        SELECT c.id, c.platform, c.title, sum(CASE t.type WHEN 0 THEN t.n ELSE 0 END),
            sum(CASE t.type WHEN 1 THEN t.n ELSE 0 END), sum(CASE t.type WHEN 2 THEN t.n ELSE 0 END), c.n
        FROM tally t JOIN conversation c ON c.n = t.conversation GROUP BY c.n ORDER BY 4 DESC, c.n
    """
    return [
        ConversationSeen(
            id=found,
            platform=platform,
            title=title,
            messages=messages,
            events=events,
            captures=captures,
            **_bounds(database, "conversation", number),
        )
        for found, platform, title, messages, events, captures, number in database.all(statement)
    ]


def accounts(database: Database) -> list[AccountSeen]:
    """Every account that sent a row, most messages first."""
    statement = """
        SELECT a.id, a.platform, a.json, sum(CASE t.type WHEN 0 THEN t.n ELSE 0 END), a.n
        FROM tally t JOIN account a ON a.n = t.sender GROUP BY a.n ORDER BY 4 DESC, a.n
    """
    return [
        AccountSeen(
            id=found,
            platform=platform,
            account=codec.decode_account(json),
            messages=messages,
            **_bounds(database, "sender", number),
        )
        for found, platform, json, messages, number in database.all(statement)
    ]


def _bounds(database: Database, column: Literal["conversation", "sender"], number: int) -> dict[str, int | None]:
    statement = f"SELECT at_ms FROM record WHERE {column} = ? AND same_as IS NULL AND at_ms < {UNDATED} ORDER BY at_ms"
    first = database.value(f"{statement} LIMIT 1", (number,))
    last = database.value(f"{statement} DESC LIMIT 1", (number,))
    return {"first_ms": first, "last_ms": last}


def _cell(database: Database, key: int) -> Cell:
    at_ms, conversation, sender, row_type = database.all(
        "SELECT at_ms, conversation, sender, type FROM record WHERE key = ?", (key,)
    )[0]
    return day_of(at_ms), conversation, sender or NO_SENDER, row_type


def _cells(database: Database, filters: Filters) -> Iterator[tuple[int, str, str | None, int, int]]:
    terms, values = ["1"], []
    for term, value in (("c.id = ?", filters.conversation), ("a.id = ?", filters.sender), ("c.platform = ?", filters.platform)):
        if value is not None:
            terms.append(term)
            values.append(value)
    if filters.kind is not None:
        terms.append(f"t.type = {TYPES.index(filters.kind) if filters.kind in TYPES else -1}")
    if not filters.machine_read:
        terms.append(f"t.type <> {TYPES.index('transcript')}")
    terms += _day_terms("t.day", filters)
    statement = f"""
        SELECT t.day, c.id, a.id, t.type, t.n FROM tally t JOIN conversation c ON c.n = t.conversation
        LEFT JOIN account a ON a.n = t.sender WHERE {" AND ".join(terms)}
    """
    yield from database.each(statement, values)


def _date(day: int) -> date | None:
    """A day since 1970; None for rows without a time, and beyond all calendars."""
    try:
        return None if day == UNDATED else date(1970, 1, 1) + timedelta(days=day)
    except OverflowError:
        return None


def _period(day: int, by: Period) -> str | None:
    moment = _date(day)
    if moment is None:
        return None
    if by == "month":
        return f"{moment.year:04}-{moment.month:02}"
    return _iso(moment - timedelta(days=moment.weekday()) if by == "week" else moment)


def _iso(day: date) -> str:
    return day.isoformat()


def forget_unused(database: Database) -> None:
    """Drop accounts and conversations that no row names any more, and titles that no source states any more."""
    database.run("DELETE FROM account WHERE n NOT IN (SELECT sender FROM record WHERE sender IS NOT NULL)")
    database.run(
        """
        DELETE FROM conversation WHERE n NOT IN (SELECT conversation FROM record)
        AND id NOT IN (SELECT id FROM aside WHERE id IS NOT NULL)
        """
    )
    for number, conversation_id, title in database.all("SELECT n, id, title FROM conversation"):
        stated = database.value("SELECT json FROM aside WHERE id = ? ORDER BY reading, idx LIMIT 1", (conversation_id,))
        record = codec.decode("conversation", stated) if stated is not None else None
        first = record.title if isinstance(record, Conversation) else None
        if first != title:
            database.run("UPDATE conversation SET title = ? WHERE n = ?", (first, number))
