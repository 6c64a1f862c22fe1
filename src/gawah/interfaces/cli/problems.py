"""`gawah problems [ITEM]`: what could not be read, or was read with a caution."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short, visible


def problems(
    context: typer.Context,
    item_id: Annotated[
        str | None, typer.Argument(metavar="[ITEM]", help="Id of an item; all when left out.", show_default=False)
    ] = None,
    *,
    as_json: _rows.AsJson = False,
) -> None:
    """List what readers could not read or read with a caution: a code and a place, never content."""
    from gawah.records.problems import meaning
    from gawah.usecases.problems import problems as found_in

    with opened(context) as work:
        found = found_in(work, item_id)
    if as_json:
        rows = [
            {
                "item": item.id,
                "code": one.code,
                "severity": one.severity,
                "meaning": meaning(one.code),
                "count": one.count,
                "records": one.records,
                "locator": _rows.locator_json(one.locator),
            }
            for item, one in found
        ]
        result_json("problems", {"problems": rows})
        return
    if not found:
        result("nothing: all that was imported was read")
        return
    rows_ = [
        [
            item.id[: _rows.SHORT],
            one.severity,
            one.code,
            f"{one.count:,}",
            _ending(one.locator.member or item.name, 40),
            short(one.locator.place, 24),
        ]
        for item, one in found
    ]
    columns(("item", "severity", "code", "count", "file", "place"), rows_, right=(3,))
    result()
    for code in sorted({one.code for _, one in found}):
        result(f"{code}: {meaning(code)}")


def _ending(name: str, width: int) -> str:
    """The last `width` characters of a file's name, which tell more of it than the first."""
    safe = visible(name)
    return safe if len(safe) <= width else "…" + safe[1 - width :]
