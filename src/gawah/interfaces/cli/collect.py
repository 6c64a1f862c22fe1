"""`gawah import PATH...`: keep the exact bytes, then read them; print a receipt."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _announced, _ask, _output
from gawah.interfaces.cli._output import Progress, Voice, columns, facts, plural, result, result_json
from gawah.interfaces.cli._rows import SHORT, AsJson
from gawah.interfaces.cli._session import opened, session, zip_passwords
from gawah.interfaces.cli._text import short
from gawah.interfaces.cli.findings import finding_json
from gawah.interfaces.cli.inspect import AssumeZone, DateOrder, PasswordFile, Paths, inspect
from gawah.interfaces.cli.inspect import Mapping as MappingFile
from gawah.records.errors import BadInput, MustNotBeKept

if TYPE_CHECKING:
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.collect import Receipt
    from gawah.usecases.keep import Kept

Note = Annotated[bool, typer.Option("--note", help="Ask for a note on how you got it, or read one from standard input.")]
Yes = Annotated[bool, typer.Option("--yes", help="Say that none of it holds sexual pictures of anyone under 18 or of unknown age.")]

_FOUND = {
    "changed": "in other words in another export",
    "missing-later": "of an earlier export missing in a later one that covers the time",
    "missing-earlier": "of a later export missing in an earlier one that covers the time",
    "corroborated": "shown by a page or picture too",
}
QUESTION = "Does any of this hold sexual pictures or videos of anyone under 18, or of somebody whose age is not known?"
DO_NOT = """Then do not import it: gawah never keeps such pictures, and a further copy can harm the person shown and you.
Leave the original where it is. Do not open, copy or send it. Tell the police, or a hotline in your country (see inhope.org).
You can keep the fact without the picture: `gawah add no-capture` asks for the address, the time and the report's number."""


def import_paths(
    context: typer.Context,
    paths: Paths,
    *,
    note: Note = False,
    date_order: DateOrder = None,
    assume_zone: AssumeZone = None,
    password_file: PasswordFile = None,
    mapping: MappingFile = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="As `gawah inspect`: read and keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep exports, files and folders exactly as they are, then read them; prints a receipt."""
    if dry_run:
        inspect(
            paths,
            records=False,
            as_json=as_json,
            date_order=date_order,
            assume_zone=assume_zone,
            password_file=password_file,
            mapping=mapping,
        )
        return
    voice = session(context).voice
    ask_first(voice, yes=yes)
    from gawah.usecases.collect import collect
    from gawah.usecases.reading import Assumptions
    from gawah.usecases.table import confirmed

    told = Assumptions(date_order=date_order, zone=assume_zone, mapping=confirmed(mapping) if mapping else None)
    words = _ask.text("How you got it:") if note else ""
    with opened(context) as work, Progress(voice, "keeping") as progress:
        receipt = collect(
            work,
            paths,
            note=words,
            assumptions=told,
            progress=progress,
            reading=lambda done: progress.so_far("reading", done),
            ask=zip_passwords(password_file),
        )
        earlier = earlier_readings(work, receipt)
        look_for_threats(voice, work, receipt)
    if as_json:
        result_json("import", receipt_json(receipt, earlier))
    else:
        print_receipt(receipt)
    raise typer.Exit(exit_code(receipt, earlier))


def look_for_threats(voice: Voice, work: "Workspace", receipt: "Receipt") -> None:
    """Judge what is recent of what was read, and announce it; the rest waits for `gawah triage run`."""
    from gawah.usecases import _assessor, triage_fresh

    read = [kept.item.id for kept in receipt.items if kept.summary is not None and kept.summary.recognised]
    if not read:
        return
    assessor, whole = _assessor.for_threats()
    judged = triage_fresh.at_import(work, read, assessor)
    found = triage_fresh.fresh(work) if judged else ()
    if found:
        _announced.tell(voice, work, found)
    elif judged:
        voice.say(f"no recent threat to announce; {triage_fresh.NOT_SAFE}; older messages: gawah triage run")
    if not whole:
        voice.warn("a model file is missing or altered: only the rules looked for threats, and suggestions are off")
    if not judged:
        voice.warn(f"nothing of it was looked at for threats; {triage_fresh.NOT_SAFE}")
    _output.standing.setdefault(_announced.KEY, {"threats": [], "words": triage_fresh.NOT_SAFE})
    _output.standing[_announced.KEY] |= {"judged": judged, "rules_alone": not whole}


def earlier_readings(work: "Workspace", receipt: "Receipt") -> dict[str, Mapping[str, Any]]:
    """What was read before of the items that this import did not read, by id of the item or of the folder it came in."""
    from gawah.usecases.items import earlier_summary

    unread = [kept.item for kept in receipt.items if kept.summary is None]
    return {one: earlier_summary(work, one) for item in unread for one in (item.id, item.part_of) if one is not None}


def ask_first(voice: Voice, *, yes: bool) -> None:
    """Decision 9: what must not be kept is asked for before anything is."""
    if yes:
        return
    answer = _ask.yes(QUESTION)
    if answer is None:
        raise BadInput("import asks first whether any of it may not be kept: run it in a terminal, or answer with --yes")
    if answer:
        voice.say(DO_NOT)
        raise MustNotBeKept("nothing was imported")


def receipt_json(receipt: "Receipt", earlier: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The receipt in the shape of commands.md; an item that was read before has the summary of that reading."""
    return {
        "items": [_item_json(kept, earlier.get(kept.item.id, {})) for kept in receipt.items],
        "checkpoint": {"size": receipt.checkpoint_size, "root": receipt.checkpoint_root},
        "fingerprint": receipt.fingerprint,
    }


def _item_json(kept: "Kept", earlier: Mapping[str, Any]) -> dict[str, Any]:
    item = kept.item
    body: dict[str, Any] = {
        "id": item.id,
        "name": item.name,
        "sha256": item.sha256,
        "bytes": item.size,
        "media_type": item.media_type,
        "part_of": item.part_of,
        "ledger_entry": kept.ledger_entry,
        "already_held": kept.already_held,
    }
    summary = earlier if kept.summary is None else asdict(kept.summary)
    if summary:
        rest = {key: value for key, value in summary.items() if key not in ("name", "sha256", "bytes", "assumptions")}
        body |= {"recognised": rest["reader"] is not None, **rest, "new": kept.new, "known": kept.known}
        body["findings"] = [finding_json(one) for one in kept.findings]
    return body


def print_receipt(receipt: "Receipt") -> None:
    """Say what was kept and read of each source, and what was not understood."""
    top = _told(receipt)
    head = ("id", "source", "reader", "messages", "events", "captures", "new", "unread", "all accounted for", "ledger entry")
    columns(head, [_cells(kept) for kept in top], right=(3, 4, 5, 6, 7, 9))
    result()
    parts = Counter(kept.item.part_of for kept in receipt.items)
    for kept in top:
        result(f"{kept.item.sha256}  {short(kept.item.name, 60)}  ({plural(kept.item.size, 'byte')})")
        for line in _remarks(kept, parts[kept.item.id]):
            result(f"    {line}")
    result()
    lines = [("checkpoint", f"{receipt.checkpoint_root} over {plural(receipt.checkpoint_size, 'entry', 'entries')}")]
    facts([*lines, ("signing key", receipt.fingerprint)])


def _told(receipt: "Receipt") -> list["Kept"]:
    """What was read, one by one; what came in a folder and was read with it stands under the folder."""
    read_apart = {kept.item.part_of for kept in receipt.items if kept.summary is not None}
    top = {kept.item.id for kept in _on_its_own(receipt)}
    return [kept for kept in receipt.items if kept.summary is not None or (kept.item.id in top and kept.item.id not in read_apart)]


def _on_its_own(receipt: "Receipt") -> list["Kept"]:
    """What did not come as a part of a folder that this import brought."""
    brought = {kept.item.id for kept in receipt.items}
    return [kept for kept in receipt.items if kept.item.part_of not in brought]


def _cells(kept: "Kept") -> list[str]:
    start, end = [kept.item.id[:SHORT], short(kept.item.name, 40)], [str(kept.ledger_entry)]
    summary = kept.summary
    if summary is None:
        return [*start, "held already" if kept.already_held else "not read; kept", *["–"] * 6, *end]
    if not summary.recognised:
        return [*start, "opened up; kept" if summary.opened else "not recognised; kept", *["–"] * 6, *end]
    counts = [f"{count:,}" for count in (summary.messages, summary.events, summary.captures, kept.new, summary.unread)]
    return [*start, summary.reader or "", *counts, "yes" if summary.conserved else "NO", *end]


def _remarks(kept: "Kept", parts: int) -> list[str]:
    from gawah.records.problems import meaning

    lines = [f"a folder of {plural(parts, 'file')}, each kept on its own"] if parts else []
    if kept.already_held:
        lines.append("the original was in the vault already; it was not written again")
    summary = kept.summary
    if summary is None:
        if not kept.already_held and not parts:
            lines.append("not read: it could not be opened, or changed meanwhile; the next import reads it")
        return lines
    if summary.first:
        lines.append(f"from {summary.first} to {summary.last}")
    if kept.known:
        lines.append(f"{plural(kept.known, 'record')} known from earlier imports")
    lines += [f"{plural(number, 'message')} {_FOUND[kind]}; see `gawah findings`" for kind, number in _found(kept).items()]
    if not summary.complete:
        lines.append("reading broke off at a limit; the original is kept")
    lines += [f"{code} ({count:,}): {meaning(code)}" for code, count in sorted(summary.codes.items())]
    return lines


def _found(kept: "Kept") -> dict[str, int]:
    """How many messages each kind of finding is about."""
    numbers: Counter[str] = Counter()
    for one in kept.findings:
        numbers[one.kind] += len(one.records)
    return dict(numbers)


def _read_before(kept: "Kept", receipt: "Receipt", earlier: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether an item was in the case and read before: it, the folder in which it came, or one of a folder's files."""
    parts = [other.item.id for other in receipt.items if other.item.part_of == kept.item.id]
    return kept.already_held and any(earlier.get(one) for one in (kept.item.id, kept.item.part_of or "", *parts))


def exit_code(receipt: "Receipt", earlier: Mapping[str, Mapping[str, Any]]) -> int:
    """0 read whole; 3 with listed problems; 12 nobody recognised any of it (it is kept); 13 all of it was held and read before."""
    read = [kept.summary for kept in receipt.items if kept.summary is not None]
    if not read:
        return 13 if all(_read_before(kept, receipt, earlier) for kept in _on_its_own(receipt)) else 3
    if not any(summary.recognised for summary in read):
        return 12
    whole = all(summary.conserved and not summary.problems["warning"] and not summary.problems["loss"] for summary in read)
    return 0 if whole else 3
