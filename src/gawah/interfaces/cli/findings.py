"""`gawah findings`: what comparing exports and captures showed."""

from typing import TYPE_CHECKING, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.records.casework import Finding


def findings(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List what changed or is missing between two exports of one conversation, and which captures show the words of messages.

    Found at each import. A finding says what differs and never why. `gawah show ID` names the findings about one message.
    """
    from gawah.usecases.findings import MEANINGS
    from gawah.usecases.findings import findings as all_of

    with opened(context) as work:
        found = all_of(work)
    if as_json:
        result_json("findings", {"findings": [finding_json(one.finding) for one in found]})
        return
    if not found:
        result("nothing: no two sources of this case say different things, or the same, about one conversation")
        return
    head = ("kind", "records", "conversation", "earlier", "kept", "later", "kept", "first")
    rows = [
        [
            one.finding.kind,
            f"{len(one.finding.records):,}",
            short(one.title or "", 24),
            short(one.earlier or "erased since", 24),
            one.finding.earlier_kept[:10],
            short(one.later or "erased since", 24),
            one.finding.later_kept[:10],
            one.finding.records[0][: _rows.SHORT],
        ]
        for one in found
    ]
    columns(head, rows, right=(1,))
    result()
    for kind in dict.fromkeys(one.finding.kind for one in found):
        result(f"{kind}: {MEANINGS[kind]}")


def finding_json(one: "Finding") -> dict[str, Any]:
    """A finding in the shape of `gawah findings --json`: ids, times and numbers, no words."""
    return {
        "id": one.id,
        "kind": one.kind,
        "found_at": one.found_at,
        "earlier": {"item": one.earlier, "kept_at": one.earlier_kept},
        "later": {"item": one.later, "kept_at": one.later_kept},
        "conversation": one.conversation,
        "records": list(one.records),
        "counterparts": list(one.counterparts),
        "basis": one.basis,
        "score": one.score,
        "maker": one.maker,
    }
