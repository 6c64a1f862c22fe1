"""`gawah context ID`: the conversation around a message, both sides."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import result_json
from gawah.interfaces.cli._session import opened


def context(
    context: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID", help="Of a message or event.", show_default=False)],
    *,
    before: Annotated[int, typer.Option(help="Rows before it.")] = 5,
    after: Annotated[int, typer.Option(help="Rows after it.")] = 5,
    show_text: _rows.ShowText = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show what stands before and after a message in its conversation, both sides; text only with --show-text."""
    from gawah.usecases import review

    with opened(context) as work:
        around = review.context(work, record_id, before=before, after=after, show_text=show_text)
    if as_json:
        result_json("context", {"id": around.middle, "rows": _rows.rows_json(around.rows, around.shown)})
    else:
        _rows.print_rows(around.rows, around.shown, mark=around.middle)
