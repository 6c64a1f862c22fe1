"""Erasing an item: the only way in which anything leaves the case (evidence-and-security 1.6, 1.7; E3).

The `erase` entry is committed first and names the entries whose bodies go. Then rows, search and counts of the item, and the
bodies (with their salts) of those entries are deleted in one transaction; then the blob is unlinked and its folder synced. Leaf
hashes stay, so that the tree and every earlier checkpoint stay valid. An erasure that was broken off is finished when the vault
is opened again.

What cannot be promised: remains on worn flash memory and in backups, until those are overwritten.
"""

from gawah.records.errors import NotFound
from gawah.vault import derived, sightings, suggestions
from gawah.vault._points import point
from gawah.vault.case import Case
from gawah.vault.durable import drive_errors, sync_folder, unlink
from gawah.vault.ledger_table import Acting

_OF_READINGS = "IN (SELECT seq FROM reading WHERE item = (SELECT n FROM item WHERE id = ?))"
_DELETIONS = (
    f"DELETE FROM record WHERE reading {_OF_READINGS}",
    f"DELETE FROM shape WHERE reading {_OF_READINGS}",
    f"DELETE FROM aside WHERE reading {_OF_READINGS}",
    "DELETE FROM reading WHERE item = (SELECT n FROM item WHERE id = ?)",
    "DELETE FROM leaf_body WHERE item = ? AND op <> 'erase'",
    "DELETE FROM item WHERE id = ?",
)
_UNUSED_ACQUISITIONS = "DELETE FROM acquisition WHERE id NOT IN (SELECT acquisition FROM item)"


def erase(case: Case, item_id: str, at: str, acting: Acting) -> list[int]:
    """Erase an item and, when it is a folder, its files. The indexes of the `erase` entries. Raises NotFound."""
    entries = []
    for part in [*_parts(case, item_id), item_id]:
        entries.append(_announce(case, part, at, acting))
        finish(case, part)
    return entries


def finish_all(case: Case) -> int:
    """Finish erasures that were broken off; how many there were."""
    left = [item for (item,) in case.database.all("SELECT item FROM erasing")]
    for item in left:
        finish(case, item)
    return len(left)


def finish(case: Case, item_id: str) -> None:
    """Carry out what an `erase` entry announced. Doing it twice does no harm."""
    blob = case.database.value("SELECT blob FROM erasing WHERE item = ?", (item_id,))
    _delete_rows(case, item_id)
    point("erase-rows")
    path = case.layout.blob(blob)
    with drive_errors():
        unlink(path)
        if path.parent.exists():
            sync_folder(path.parent)
    point("erase-unlink")
    with case.ledger.act(head=True):
        case.database.run("DELETE FROM erasing WHERE item = ?", (item_id,))
    # The log still holds pages as they were before.
    case.database.empty_log()
    point("erase-done")


def _parts(case: Case, item_id: str) -> list[str]:
    if case.database.value("SELECT 1 FROM item WHERE id = ?", (item_id,)) is None:
        raise NotFound("no item has this id")
    return [part for (part,) in case.database.all("SELECT id FROM item WHERE part_of = ? ORDER BY n", (item_id,))]


def _announce(case: Case, item_id: str, at: str, acting: Acting) -> int:
    with case.ledger.act(head=True):
        seq = announce(case, item_id, at, acting)
    point("erase-leaf")
    return seq


def announce(case: Case, item_id: str, at: str, acting: Acting) -> int:
    """Append the `erase` entry of an item, inside `Ledger.act`; its index. `finish` carries it out, now or at the next opening."""
    database = case.database
    leaves = database.all("SELECT seq FROM leaf_body WHERE item = ? AND op <> 'erase' ORDER BY seq", (item_id,))
    blob = database.value("SELECT blob FROM item WHERE id = ?", (item_id,))
    seq = case.ledger.append("erase", at, acting, item=item_id, refs=[f"entry {leaf}" for (leaf,) in leaves])
    database.run("INSERT INTO erasing (item, leaf, blob) VALUES (?, ?, ?)", (item_id, seq, blob))
    return seq


def _delete_rows(case: Case, item_id: str) -> None:
    database = case.database
    with case.ledger.act():
        number = database.value("SELECT n FROM item WHERE id = ?", (item_id,))
        if number is None:
            return
        judged = suggestions.held(database, item_id)
        sightings.leave(database, number)
        for deletion in _DELETIONS:
            database.run(deletion, (item_id,))
        database.run(_UNUSED_ACQUISITIONS)
        suggestions.forget(database, judged)
        derived.forget_unused(database)


def erased_entries(refs: object) -> list[int]:
    """The indexes of the ledger entries whose bodies an `erase` entry with these `refs` took away."""
    words = refs if isinstance(refs, list) else []
    return [int(word.removeprefix("entry ")) for word in words if isinstance(word, str) and word.startswith("entry ")]
