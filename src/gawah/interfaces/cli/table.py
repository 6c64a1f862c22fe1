"""`gawah table FILE`: propose what the columns of a table hold, for a person to look through."""

from pathlib import Path
from typing import Annotated

import typer

from gawah.interfaces.cli._output import result


def table(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.", show_default=False)],
    *,
    out: Annotated[Path | None, typer.Option(help="Write it to this file; else it is printed.", show_default=False)] = None,
) -> None:
    """Guess which column of a table holds time, sender and text; you mend and confirm it. Needs no vault, shows no cell."""
    from gawah.records.errors import AlreadyThere
    from gawah.usecases.table import table as propose

    proposal = propose(path)
    if out is None:
        result(proposal.rstrip("\n"))
        return
    try:
        with out.open("x", encoding="utf-8") as stream:
            stream.write(proposal)
    except FileExistsError:
        raise AlreadyThere("something stands at the place named with --out") from None
    result("written. Look through it, then: gawah import FILE --mapping with this file")
