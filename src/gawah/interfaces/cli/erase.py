"""`gawah erase ID`: take an item, some files of a zip, or one message out of the case for good. Says first what will be lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible
from gawah.records.errors import BadInput, NotFound

if TYPE_CHECKING:
    from gawah.records.custody import Backup
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.erase import Loss
    from gawah.usecases.erase_part import PartLoss, Rest

WORD = "erase"
ASK_NAME = "-"


def erase(
    context: typer.Context,
    thing: Annotated[
        str, typer.Argument(metavar="ID", help="Of an item, or of a message or event: only that goes then.", show_default=False)
    ],
    *,
    member: Annotated[
        list[str] | None,
        typer.Option(help="Only this file of a zip: its number in --members, or - to be asked for its name. May be given again."),
    ] = None,
    members: Annotated[bool, typer.Option("--members", help="List the files of a zip with their numbers; erase nothing.")] = False,
    yes_erase: Annotated[bool, typer.Option("--yes-erase", help="For scripts: do not ask for the typed word.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Erase an item with all that was read in it, files of a zip, or one message; asks for a typed word.

    A message goes from every export that holds it: the exports are written anew without its bytes. Nothing can bring it back.
    """
    from gawah.records.evidence import EvidenceItem
    from gawah.usecases import erase_part
    from gawah.usecases._targets import target

    with opened(context) as work:
        if members:
            _list(work, thing, as_json=as_json)
            return
        if not member and isinstance(target(work, thing), EvidenceItem):
            body = _whole(work, thing, yes_erase=yes_erase, dry_run=dry_run, as_json=as_json)
        else:
            chosen = _numbers(work, thing, member or [])
            with erase_part.cutting(work, thing, chosen) as would_go:
                body = _part(work, thing, would_go, yes_erase=yes_erase, dry_run=dry_run, as_json=as_json)
    if dry_run:
        session(context).voice.say("nothing was erased")
    if as_json:
        result_json("erase", {**body, "dry_run": dry_run})


def _whole(work: "Workspace", thing: str, *, yes_erase: bool, dry_run: bool, as_json: bool) -> dict[str, Any]:
    from gawah.usecases import erase as erasing

    would_go = erasing.loss(work, thing)
    if not as_json:
        _say(would_go)
    entries = []
    if not dry_run:
        _ask_for_word(yes=yes_erase)
        entries = erasing.erase(work, would_go)
        if not as_json:
            result("Erased. The ledger keeps that something was here and when it was erased, and nothing of what it was.")
    return {
        "id": would_go.item.id,
        "rows": would_go.rows,
        "only_here": would_go.only_here,
        "exhibits": list(would_go.exhibits),
        "dossiers": would_go.dossiers,
        "backups": [_backup_json(one) for one in would_go.backups],
        "ledger_entries": entries,
    }


def _part(work: "Workspace", thing: str, would_go: "PartLoss", *, yes_erase: bool, dry_run: bool, as_json: bool) -> dict[str, Any]:
    from gawah.usecases import erase_part

    if not as_json:
        _say_part(would_go)
    rests: list[Rest] = []
    if not dry_run:
        _ask_for_word(yes=yes_erase)
        rests = erase_part.erase_part(work, would_go)
        if not as_json:
            _say_rests(rests)
    return {
        "id": thing,
        "rows": sum(len(one.records) for one in would_go.parts),
        "elsewhere": would_go.elsewhere,
        "exhibits": list(would_go.resting.exhibits),
        "dossiers": would_go.resting.dossiers,
        "backups": [_backup_json(one) for one in would_go.backups],
        "parts": [
            {
                "id": one.item.id,
                "bytes": one.size,
                "members": [member.ordinal for member in one.members],
                "rows": len(one.records),
                "moved": one.moved,
                "unattached": one.unattached,
            }
            for one in would_go.parts
        ],
        "remains": [{"id": rest.item.id, "of": rest.before, "sha256": rest.item.sha256, "bytes": rest.item.size} for rest in rests],
        "ledger_entries": [entry for rest in rests for entry in rest.entries],
    }


def _ask_for_word(*, yes: bool) -> None:
    if not yes and not _ask.typed_word("This cannot be undone.", WORD):
        raise BadInput("nothing was erased: the word was not typed (scripts use --yes-erase)")


def _numbers(work: "Workspace", thing: str, given: Sequence[str]) -> list[int]:
    """The numbers of the files named; a name is content, so it is asked for."""
    from gawah.usecases import erase_part

    found = []
    for one in given:
        if one == ASK_NAME:
            name = _ask.line("Name of the file in the zip: ")
            numbers = [each.ordinal for each in erase_part.zip_members(work, thing)[1] if each.name == name]
            if not numbers:
                raise NotFound("the zip has no file of this name; --members lists them")
            found += numbers
        elif one.isascii() and one.isdecimal():
            found.append(int(one))
        else:
            raise BadInput("--member takes a number of --members, or - to be asked for the name")
    return found


def _list(work: "Workspace", thing: str, *, as_json: bool) -> None:
    from gawah.usecases import erase_part

    item, found = erase_part.zip_members(work, thing)
    if as_json:
        listed = [{"member": one.ordinal, "name": one.name, "bytes": one.size, "locked": one.encrypted} for one in found]
        result_json("erase.members", {"id": item.id, "members": listed})
        return
    columns(("member", "bytes", "name"), [[str(one.ordinal), f"{one.size:,}", visible(one.name)] for one in found], right=(0, 1))


def _say(would_go: "Loss") -> None:
    item = would_go.item
    result(f"{item.id[: _rows.SHORT]}  {short(item.name, 60)}  {plural(item.size, 'byte')}")
    result("What goes:")
    result("  the original" + (f" and {plural(len(would_go.parts), 'file')} that came in it" if would_go.parts else ""))
    rows = plural(would_go.rows, "message or event", "messages and events")
    result(f"  {rows} read in it, {would_go.only_here:,} of them held by nothing else")
    result("What can no longer be proved:")
    result("  that these bytes existed, when they were recorded here, and what was read in them")
    _say_resting(would_go.exhibits, would_go.dossiers)
    _say_what_stays(would_go.backups)
    if would_go.archive is not None:
        result(f"  the archive {short(would_go.archive.name, 60)} in which it came still holds it; erase that too")


def _say_part(would_go: "PartLoss") -> None:
    for one in would_go.parts:
        item = one.item
        result(f"{item.id[: _rows.SHORT]}  {short(item.name, 60)}  {plural(item.size, 'byte')}")
        result(f"  written anew without {plural(one.size, 'byte')} of it; the present one is erased")
        for member in one.members:
            result(f"  file {member.ordinal} goes: {short(member.name, 60)}, {plural(member.size, 'byte')}")
        result(f"  {plural(len(one.records), 'message or event', 'messages and events')} read there")
        if one.unattached:
            result(f"  {plural(one.unattached, 'message')} that names such a file stays, without its SHA-256")
        if one.moved:
            result(f"  {plural(one.moved, 'other')} in the same file get new ids; exhibits and old ids lead to them")
        if item.part_of:
            result("  the list of the folder in which it came keeps its old SHA-256; the folder can no longer be copied out whole")
    if would_go.elsewhere:
        result(f"  {would_go.elsewhere:,} of the messages and events stand in other items too, and stay there")
    result("What can no longer be proved:")
    result("  that what remains is what the platform gave: its SHA-256 is another, and the ledger says that a part was taken out")
    result("  when the whole was recorded here: what remains is recorded now, with the collector's words of then")
    _say_resting(would_go.resting.exhibits, would_go.resting.dossiers)
    _say_what_stays(would_go.backups)


def _say_resting(exhibits: Sequence[str], dossiers: int) -> None:
    if exhibits:
        result(f"  exhibits {', '.join(exhibits)}: a dossier handed over keeps its copy, this vault can no longer back it")
    if dossiers:
        result(f"  {plural(dossiers, 'dossier')} made here holds some of these")


def _say_what_stays(backups: "Sequence[Backup]") -> None:
    result("What stays:")
    result("  your own notes, events and complaints that speak of it")
    result("  the ledger's other entries and their proofs; backups, dossiers and copies made before, which gawah cannot reach")
    for backup in backups:
        label = f" {short(backup.label, 40)}" if backup.label else ""
        result(f"  the backup{label} of {backup.at}: erase it there too, or make it anew")
    result("  on an SSD, pieces may stay until the drive reuses them; they are encrypted with this vault's key")


def _say_rests(rests: "Sequence[Rest]") -> None:
    for rest in rests:
        result(f"Erased. What remains is item {rest.item.id[: _rows.SHORT]}, {plural(rest.item.size, 'byte')}:")
        result(f"    {rest.item.sha256}")


def _backup_json(backup: "Backup") -> dict[str, Any]:
    return {"id": backup.id, "at": backup.at, "label": backup.label}
