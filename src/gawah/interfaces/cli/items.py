"""`gawah items`: the originals of the case."""

from typing import TYPE_CHECKING

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.usecases.show import Origin


def items(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the originals: name, size, SHA-256, ledger entry."""
    from gawah.usecases.items import items as held

    with opened(context) as work:
        found = held(work)
    if as_json:
        rows = [
            {
                "id": one.item.id,
                "name": one.item.name,
                "sha256": one.item.sha256,
                "bytes": one.item.size,
                "media_type": one.item.media_type,
                "grade": one.item.grade,
                "part_of": one.item.part_of,
                "ledger_entry": one.acquired.seq,
                "acquired_at": one.acquired.at,
                "agent": one.agent,
            }
            for one in found
        ]
        result_json("items", {"items": rows})
    elif found:
        head = ("id", "recorded", "entry", "bytes", "type", "grade", "name", "SHA-256")
        columns(head, [_cells(one) for one in found], right=(2, 3))
    else:
        result("nothing here yet: start with one file, gawah import PATH, or one note, gawah add note")


def _cells(one: "Origin") -> list[str]:
    item = one.item
    kind = item.media_type.removeprefix("application/vnd.gawah.")
    name = f"{'  ' if item.part_of else ''}{short(item.name, 40)}"
    return [item.id[: _rows.SHORT], one.acquired.at, str(one.acquired.seq), f"{item.size:,}", kind, item.grade, name, item.sha256]
