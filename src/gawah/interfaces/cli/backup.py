"""`gawah backup FOLDER`: a copy of the vault, encrypted as it lies, on another drive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import Progress, facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.usecases.backup import Copy

LISTED_PROBLEMS = 3
"""Exit code: finished, with problems listed."""


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="On another drive, best of all.", show_default=False)],
    *,
    ask_label: Annotated[
        bool, typer.Option("--ask-label", help="Ask for the drive in your own words, which stay in the vault.")
    ] = False,
    as_json: _rows.AsJson = False,
    dry_run: _rows.DryRun = False,
) -> None:
    """Copy the vault to a folder or drive, encrypted as it is; the next time only what is new."""
    from gawah.usecases import backup as backing

    voice = session(context).voice
    with opened(context) as work:
        copy = backing.plan(work, folder)
        if not dry_run:
            label = _ask.line("The drive in your own words (may be empty): ").strip() if ask_label else None
            with Progress(voice, "copying") as progress:
                copy = backing.back_up(work, folder, label=label, progress=progress)
    if as_json:
        result_json("backup", {**_json(copy), "dry_run": dry_run})
    else:
        _print(copy)
    if dry_run:
        voice.say("nothing was written")
    if copy.missing:
        voice.say(f"{plural(copy.missing, 'original')} missing in the vault's folder: see gawah check")
        raise typer.Exit(LISTED_PROBLEMS)


def _print(copy: "Copy") -> None:
    facts(
        [
            ("copy", str(copy.folder)),
            ("originals", f"{copy.originals:,}, of them {copy.copied:,} not there before"),
            ("removed", plural(copy.removed, "original") + " that the vault no longer has"),
            ("written" if copy.entry is not None else "to be written", f"{plural(copy.bytes, 'byte')}, {copy.free:,} were free"),
            *([("ledger entry", str(copy.entry))] if copy.entry is not None else []),
            *([("drive", short(copy.label, 60))] if copy.label else []),
        ]
    )
    if copy.entry is not None:
        result("The copy opens with the passphrase or the recovery key of today. `gawah restore` brings it back.")


def _json(copy: "Copy") -> dict[str, Any]:
    return {
        "copy": str(copy.folder),
        "new": copy.new,
        "originals": copy.originals,
        "missing": copy.missing,
        "copied": copy.copied,
        "removed": copy.removed,
        "bytes": copy.bytes,
        "free": copy.free,
        "label": copy.label,
        "ledger_entry": copy.entry,
    }
