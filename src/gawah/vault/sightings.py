"""Which row is shown for a record that stands in several exports, or in several readings of one item.

One row is shown; the others point to it (`same_as`). A reading gives way to a newer one of the same item, unless the newer one
broke off and the older one did not. What a newer reading no longer has points nowhere (`GONE`). No row is ever changed but for
this pointer.
"""

from collections import defaultdict
from collections.abc import Sequence

from gawah.vault import derived
from gawah.vault.opener import Database

GONE = 0
"""Stands in `same_as` of a row that a newer reading of the same item no longer has."""

_COUNTERPARTS = """
    SELECT r.key, (
        SELECT ifnull(n.same_as, n.key) FROM record n
        WHERE substr(n.id, 1, 6) = substr(r.id, 1, 6) AND n.id = r.id AND n.reading IN ({winners}) LIMIT 1
    )
    FROM record r WHERE r.same_as IS NULL AND r.reading IN ({losers})
"""
_EARLIER = "SELECT seq FROM reading WHERE item = ? AND seq <> ?"
_COMPLETE_EARLIER = f"{_EARLIER} AND CAST(summary AS TEXT) ->> '$.complete' = 1"


def give_way(database: Database, item: int, reading: int, *, complete: bool) -> None:
    """Settle which rows are shown now that the rows of a new reading of an item are in the table."""
    earlier = [found for (found,) in database.all(_EARLIER, (item, reading))]
    if not earlier:
        return
    if not complete and (kept := database.all(_COMPLETE_EARLIER, (item, reading))):
        _hide(database, losers=[reading], winners=[found for (found,) in kept])
    else:
        _hide(database, losers=earlier, winners=[reading])


def known_before(database: Database, item: int, reading: int) -> int:
    """How many rows of a reading another item, or an earlier reading of this item, held already."""
    statement = f"""
        SELECT count(*) FROM record r WHERE r.reading = ? AND (
            r.same_as > {GONE} OR EXISTS (
                SELECT 1 FROM record o
                WHERE substr(o.id, 1, 6) = substr(r.id, 1, 6) AND o.id = r.id AND o.reading IN ({_EARLIER})
            )
        )
    """
    return int(database.value(statement, (reading, item, reading)))


def held_by(database: Database, item_id: str) -> tuple[int, int]:
    """How many different records an item and what came in it hold, and how many records that are shown nothing else holds."""
    going = "(SELECT g.seq FROM reading g JOIN item i ON i.n = g.item WHERE i.id = ? OR i.part_of = ?)"
    held = f"SELECT count(DISTINCT r.id) FROM record r WHERE r.reading IN {going}"
    only = f"""
        SELECT count(DISTINCT ifnull(r.same_as, r.key)) FROM record r
        WHERE r.reading IN {going} AND ifnull(r.same_as, r.key) <> {GONE}
        AND NOT EXISTS (SELECT 1 FROM record o WHERE o.key = r.same_as AND o.reading NOT IN {going})
        AND NOT EXISTS (SELECT 1 FROM record o WHERE o.same_as = ifnull(r.same_as, r.key) AND o.reading NOT IN {going})
    """
    return int(database.value(held, (item_id,) * 2)), int(database.value(only, (item_id,) * 6))


def leave(database: Database, item: int) -> None:
    """Take the rows of an item out of what is shown, before they are deleted; where another item holds a record too, that row
    is shown.
    """
    rows = "SELECT r.key FROM record r JOIN reading g ON g.seq = r.reading WHERE g.item = ? AND r.same_as IS NULL"
    shown = [key for (key,) in database.all(rows, (item,))]
    derived.hide(database, shown)
    others = """
        SELECT o.same_as, o.key FROM record o JOIN reading g ON g.seq = o.reading
        WHERE g.item <> ? AND o.same_as IN (
            SELECT r.key FROM record r JOIN reading h ON h.seq = r.reading WHERE h.item = ?
        ) ORDER BY o.key
    """
    heirs = defaultdict(list)
    for target, key in database.all(others, (item, item)):
        heirs[target].append(key)
    _inherit(database, list(heirs.values()))


def _hide(database: Database, losers: list[int], winners: list[int]) -> None:
    statement = _COUNTERPARTS.format(winners=_numbers(winners), losers=_numbers(losers))
    pairs = database.all(statement)
    derived.hide(database, [key for key, _ in pairs])
    for key, counterpart in pairs:
        pointing = [found for (found,) in database.all("SELECT key FROM record WHERE same_as = ? ORDER BY key", (key,))]
        database.run("UPDATE record SET same_as = ? WHERE key = ?", (GONE if counterpart is None else counterpart, key))
        if counterpart is not None:
            database.run("UPDATE record SET same_as = ? WHERE same_as = ?", (counterpart, key))
        elif pointing:
            _inherit(database, [pointing])


def _inherit(database: Database, groups: Sequence[list[int]]) -> None:
    """Show the first row of each group; the others of the group point to it."""
    derived.show(database, [keys[0] for keys in groups])
    database.run_many("UPDATE record SET same_as = ? WHERE key = ?", [(keys[0], key) for keys in groups for key in keys[1:]])


def _numbers(numbers: list[int]) -> str:
    """Whole numbers of the program as a list for `IN`."""
    return ", ".join(str(int(number)) for number in numbers)
