"""`gawah accounts`: who is named as a sender. Accounts, not people."""

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short
from gawah.interfaces.cli.status import day


def accounts(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the accounts that sources name as senders. None is joined to another, and none is a claim about a person."""
    from gawah.usecases import review

    with opened(context) as work:
        found = review.accounts(work)
    if as_json:
        rows = [
            {
                "id": one.id,
                "platform": one.platform,
                "account": _rows.account_json(one.account),
                "messages": one.messages,
                "first": None if one.first_ms is None else day(one.first_ms),
                "last": None if one.last_ms is None else day(one.last_ms),
            }
            for one in found
        ]
        result_json("accounts", {"accounts": rows})
        return
    if not found:
        result("nothing here yet: gawah import PATH")
        return
    cells = [
        [
            one.id[: _rows.SHORT],
            one.platform,
            short(one.account.name or "–", 32),
            short(one.account.handle or "–", 24),
            f"{one.messages:,}",
            day(one.first_ms),
            day(one.last_ms),
        ]
        for one in found
    ]
    columns(("id", "platform", "name", "handle", "messages", "from", "to"), cells, right=(4,))
