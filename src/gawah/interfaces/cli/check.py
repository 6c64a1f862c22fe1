"""`gawah check`: the vault against its ledger and checkpoints."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows, stamp
from gawah.interfaces.cli._output import Progress, columns, facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.records.errors import EvidenceError, RolledBack

if TYPE_CHECKING:
    from gawah.usecases.check import CheckReport

SHOWN = 20
"""Differences of one sort that are printed one by one."""


def check(
    context: typer.Context,
    *,
    full: Annotated[bool, typer.Option("--full", help="Decrypt and hash every original too.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="With --full: begin at the start, not where a check was broken off.")
    ] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Compare the vault with its ledger and its checkpoints, and list every difference.

    A full check that was broken off goes on where it was, and says so.
    """
    if again and not full:
        raise typer.BadParameter("it goes with --full", param_hint="--again")
    from gawah.usecases.check import check as compare
    from gawah.usecases.stamp import sheets

    with opened(context) as work, Progress(session(context).voice, "checking") as progress:
        found = compare(work, full=full, again=again, progress=progress)
        due = stamp.expiring(sheets(work))
    if as_json:
        result_json("check", _json(found))
    else:
        _print(found)
        for line in due:
            result(line)
    if any(one.state == "rolled-back" for one in found.problems):
        raise RolledBack("rolled back: an older copy of the vault, or of a part of it, stands where a newer one was")
    if found.problems:
        raise EvidenceError("the vault is not as its ledger states")


def _print(found: "CheckReport") -> None:
    looked_at = [("ledger entries", found.entries), ("checkpoints", found.checkpoints), ("originals", found.items)]
    facts([(name, f"{count:,}") for name, count in [*looked_at, ("messages and events", found.rows)]])
    if found.begun:
        result(
            f"Goes on with the check begun {found.begun}: it found {plural(found.earlier, 'original')} whole, not looked at"
            " again (--full --again looks at all)"
        )
    if found.orphans:
        result(f"{plural(len(found.orphans), 'encrypted file')} left by an import that was broken off: harmless")
    for gap in found.gaps:
        result(gap_line(gap.leaf, gap.at, gap.missing, gap.head))
    if found.problems:
        result()
        _print_differences(found)
    elif found.full:
        result("Nothing is missing, changed, unexpected or rolled back.")
    else:
        result("No difference. --full also decrypts and hashes every original.")


def gap_line(leaf: int, at: str, missing: int, head: str) -> str:
    """What a copy that was brought back on purpose did not reach, in one line."""
    size, root = head.split(":")
    made = f"at least {plural(missing, 'entry', 'entries')} made before that"
    what = f"{made} {'is' if missing == 1 else 'are'} not in it" if missing else "it is of another history"
    return f"Brought back from an older copy, entry {leaf}, {at}: {what} (head {size}, root {root[:16]})"


def _print_differences(found: "CheckReport") -> None:
    """Every sort of difference with its number; of a long list the first, since one change can touch every row."""
    sorts: dict[tuple[str, str], list[str]] = {}
    for one in found.problems:
        sorts.setdefault((one.state, one.what), []).append(one.id)
    rows = []
    for (state, what), ids in sorts.items():
        rows += [(state, what, one) for one in ids[:SHOWN]]
        if len(ids) > SHOWN:
            rows.append((state, what, f"and {len(ids) - SHOWN:,} more; --json lists them all"))
    columns(("state", "what", "which"), rows)


def _json(found: "CheckReport") -> dict[str, Any]:
    return {
        "full": found.full,
        "intact": not found.problems,
        "differences": [{"what": one.what, "id": one.id, "state": one.state} for one in found.problems],
        "gaps": [
            {"ledger_entry": one.leaf, "at": one.at, "missing_entries": one.missing, "remembered": one.head} for one in found.gaps
        ],
        "orphans": len(found.orphans),
        "resumed": {"begun": found.begun, "items": found.earlier} if found.begun else None,
        "checked": {"entries": found.entries, "checkpoints": found.checkpoints, "items": found.items, "rows": found.rows},
    }
