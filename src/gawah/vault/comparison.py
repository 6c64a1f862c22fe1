"""Rows of one conversation that only one of two items holds, although the other covers their time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from gawah.vault.case import Case
from gawah.vault.rows import SELECT, UNDATED, Row, as_row
from gawah.vault.sightings import GONE

MOST = 20_000
"""Rows of one conversation that are compared; two exports that differ in more were not made of the same thing."""

_READINGS = """
    SELECT i.id, max(g.seq) FROM reading g JOIN item i ON i.n = g.item
    WHERE CAST(g.summary AS TEXT) ->> '$.complete' = 1 AND g.reader <> '' GROUP BY i.id
"""
_SHARING = """
    SELECT DISTINCT i.id FROM (SELECT DISTINCT conversation FROM record WHERE reading = ? AND type = 0) c
    JOIN record r ON r.conversation = c.conversation AND r.same_as IS NULL
    JOIN reading g ON g.seq = r.reading JOIN item i ON i.n = g.item
"""
_LAST = f"SELECT max(at_ms) FROM record WHERE reading = ? AND type = 0 AND at_ms < {UNDATED} AND ifnull(same_as, 1) <> {GONE}"
_SPANS = f"""
    SELECT conversation, min(at_ms) AS low, max(at_ms) AS high, count(DISTINCT ifnull(sender, 0)) AS senders FROM record
    WHERE reading = ? AND type = 0 AND at_ms < {UNDATED} GROUP BY conversation
"""
_SHARED = f"""
    SELECT 1 FROM record r WHERE r.reading = ? AND r.conversation = ? AND r.type = 0 AND ifnull(r.same_as, 1) <> {GONE}
    AND (
        EXISTS (SELECT 1 FROM record o WHERE o.reading = ? AND o.same_as = ifnull(r.same_as, r.key))
        OR EXISTS (SELECT 1 FROM record o WHERE o.reading = ? AND o.key = r.same_as)
    ) LIMIT 1
"""
_ONLY = f"""
    SELECT r.conversation, r.key FROM ({_SPANS}) one JOIN ({_SPANS}) two USING (conversation)
    JOIN record r ON r.reading = ? AND r.conversation = one.conversation AND r.type = 0
        AND r.at_ms BETWEEN max(one.low, two.low) AND min(one.high, two.high)
    WHERE ifnull(r.same_as, 1) <> {GONE}
    AND NOT EXISTS (SELECT 1 FROM record o WHERE o.reading = ? AND o.same_as = ifnull(r.same_as, r.key))
    AND NOT EXISTS (SELECT 1 FROM record o WHERE o.reading = ? AND o.key = r.same_as)
    ORDER BY r.conversation, r.at_ms, r.key
"""
_SENDERS = "SELECT DISTINCT ifnull(sender, 0) FROM record WHERE reading = ? AND type = 0 LIMIT 2"


@dataclass(frozen=True, slots=True)
class Apart:
    """What two items do not share of one conversation, within the time that both cover.

    Attributes:
        conversation: Its id.
        shares: Whether they share at least one message of it.
        earlier, later: Rows that only the one, or only the other, holds, in order of time.
    """

    conversation: str
    shares: bool
    earlier: tuple[Row, ...] = field(repr=False)
    later: tuple[Row, ...] = field(repr=False)


def neighbours(case: Case, item_id: str) -> list[tuple[str, str]]:
    """The item with each of the two that stand next to it in time, by the newest message that each holds: (earlier, later).

    Only items that share a conversation with it count, and only whole readings.
    """
    readings = _readings(case)
    own = readings.get(item_id)
    if own is None:
        return []
    last = case.database.value(_LAST, (own,))
    sharing = {item for (item,) in case.database.all(_SHARING, (own,))} - {item_id}
    before: list[tuple[int, int, str]] = []
    after: list[tuple[int, int, str]] = []
    for other in sharing & readings.keys():
        seq = readings[other]
        newest = case.database.value(_LAST, (seq,))
        if newest is not None and last is not None:
            (before if (newest, seq) < (last, own) else after).append((newest, seq, other))
    found = [(max(before)[2], item_id)] if before else []
    return found + ([(item_id, min(after)[2])] if after else [])


def apart(case: Case, earlier: str, later: str) -> Iterator[Apart]:
    """What the two items do not share, conversation by conversation.

    An export that holds one person's messages alone (such as their own, as some platforms give them) is compared with these only.
    """
    readings = _readings(case)
    one, two = readings[earlier], readings[later]
    left, right = _only(case, one, two), _only(case, two, one)
    for number in sorted(left.keys() | right.keys()):
        mine, theirs = left.get(number, []), right.get(number, [])
        if len(mine) > MOST or len(theirs) > MOST:
            continue
        conversation = case.database.value("SELECT id FROM conversation WHERE n = ?", (number,))
        shares = case.database.value(_SHARED, (one, number, two, two)) is not None
        yield Apart(str(conversation), shares, _rows(case, mine), _rows(case, theirs))


def _only(case: Case, reading: int, other: int) -> dict[int, list[int]]:
    """Keys of the rows of a reading that the other has not, by number of conversation."""
    found = case.database.all(_ONLY, (reading, other, reading, other, other))
    senders = [sender for (sender,) in case.database.all(_SENDERS, (other,))]
    kept = {number: [key for _, key in group] for number, group in groupby(found, key=lambda pair: int(pair[0]))}
    if len(senders) == 1:
        alone = "SELECT key FROM record WHERE reading = ? AND ifnull(sender, 0) = ?"
        theirs = {key for (key,) in case.database.all(alone, (reading, senders[0]))}
        kept = {number: [key for key in keys if key in theirs] for number, keys in kept.items()}
    return {number: keys for number, keys in kept.items() if keys}


def _readings(case: Case) -> dict[str, int]:
    """The newest whole reading of each item."""
    return {str(item): int(seq) for item, seq in case.database.all(_READINGS)}


def _rows(case: Case, keys: list[int]) -> tuple[Row, ...]:
    listed = SELECT.format(source="json_each(?) k CROSS JOIN record r ON r.key = k.value", where="1")
    statement = f"{listed} ORDER BY r.at_ms, r.key"
    return tuple(as_row(found) for found in case.database.all(statement, ("[" + ",".join(map(str, keys)) + "]",)))
