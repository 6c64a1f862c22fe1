"""What the case knows of its backups: which copies were begun at which place, which came to their end, and what each may hold.

A copy is entered in the ledger before the first byte is written, so that no place with anything of ours on it is ever unknown; that
it came to its end is noted when the last byte is safe.
"""

from collections.abc import Mapping, Sequence

from gawah.records.custody import Backup
from gawah.records.errors import NotFound
from gawah.seal import ledger
from gawah.vault import erase, statements
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting

_BEGUN = "SELECT id, leaf FROM statement WHERE kind = 'backup' ORDER BY leaf"
_DONE = "SELECT place, leaf FROM backup_done"
_FINISH = "INSERT INTO backup_done (place, leaf) VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET leaf = excluded.leaf"


def begin(case: Case, backup: Backup, at: str, acting: Acting) -> int:
    """Enter that a copy is begun; a checkpoint follows, so that the copy holds a head over its own entry. The ledger entry."""
    figures = {"originals": backup.originals, "copied": backup.copied, "bytes": backup.bytes}
    with case.ledger.act(head=True):
        return statements.state(case, "backup", [backup], [backup.id], at, acting, result=figures)


def finish(case: Case, place: str, leaf: int) -> None:
    """Note that the copy entered at `leaf` is whole and durable at its place."""
    with case.database.transaction():
        case.database.run(_FINISH, (place, leaf))


def finish_newest(case: Case, place: str | None) -> None:
    """The same for the newest copy begun at the place, if there was one."""
    leaf = case.database.value("SELECT max(leaf) FROM statement WHERE kind = 'backup' AND id = ?", (place,))
    if place is not None and leaf is not None:
        finish(case, place, leaf)


def places(case: Case) -> list[Backup]:
    """Every place to which a copy was ever begun, with its newest copy."""
    return statements.latest(case, Backup)


def finished(case: Case) -> list[Backup]:
    """The newest copy that came to its end at each place, oldest first."""
    found = case.database.all(
        "SELECT s.json FROM backup_done d JOIN statement s ON s.leaf = d.leaf AND s.kind = 'backup' ORDER BY d.leaf"
    )
    return [statements.decoded(Backup, json) for (json,) in found]


def holding(case: Case, item_id: str) -> list[Backup]:
    """The places whose copies may still hold an item, erased or not, each with its newest copy.

    A place is named when a copy was begun there while the item was held, unless a copy begun after the erasure came to its end
    there. Raises NotFound: neither held now nor ever erased.
    """
    kept, erased = _span(case, item_id)
    begun: dict[str, list[int]] = {}
    for place, leaf in case.database.all(_BEGUN):
        begun.setdefault(place, []).append(leaf)
    done: dict[str, int] = dict(case.database.all(_DONE))
    named = {
        place
        for place, leaves in begun.items()
        if any(leaf > kept and (erased is None or leaf < erased) for leaf in leaves)
        and (erased is None or done.get(place, 0) < erased)
    }
    return [backup for backup in places(case) if backup.id in named]


def _span(case: Case, item_id: str) -> tuple[int, int | None]:
    """The entries of an item's acquisition and of its erasure; None while it is held."""
    erasing = case.database.one("SELECT seq, body FROM leaf_body WHERE op = 'erase' AND item = ?", (item_id,))
    if erasing is not None:
        return _first_erased(ledger.read_entry(erasing[1]), erasing[0]), int(erasing[0])
    held = case.database.value("SELECT leaf FROM item WHERE id = ?", (item_id,))
    if held is None:
        raise NotFound("no item has this id")
    return int(held), None


def _first_erased(entry: Mapping[str, object], seq: int) -> int:
    gone: Sequence[int] = erase.erased_entries(entry.get("refs"))
    return min(gone, default=seq)
