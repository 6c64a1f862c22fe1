"""The originals of the case."""

from collections.abc import Mapping

from gawah.usecases._workspace import Workspace
from gawah.usecases.show import Origin, origin


def items(work: Workspace) -> list[Origin]:
    """Every original with the ledger entry that acquired it, in the order of keeping; files of a folder after the folder."""
    held = work.vault.items()
    top = [item for item in held if item.part_of is None]
    parts = [item for item in held if item.part_of is not None]
    ordered = [one for item in top for one in (item, *(part for part in parts if part.part_of == item.id))]
    orphans = [part for part in parts if all(part.part_of != item.id for item in top)]
    return [origin(work, item) for item in (*ordered, *orphans)]


def earlier_summary(work: Workspace, item_id: str) -> Mapping[str, object]:
    """What the newest reading of an item gave, as the receipt of its import stated it; {} when nobody read it."""
    readings = work.vault.readings(item_id)
    return readings[-1].summary if readings else {}
