"""Rows of messages, events and captures: a neutral descriptor, never text, unless the person asks for it and it is counted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli._output import result, room, table
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.content import Account
    from gawah.records.evidence import Locator
    from gawah.records.judgement import Judgement, TacticJudgement
    from gawah.records.when import When
    from gawah.usecases._descriptor import Descriptor, Shown

SHORT = 8
"""Digits of an id that a row shows; six are enough to name a thing."""

Platform = Annotated[str | None, typer.Option(help="Only this platform, such as whatsapp.", show_default=False)]
Conversation = Annotated[str | None, typer.Option(help="Only this conversation: its id.", show_default=False)]
Sender = Annotated[str | None, typer.Option(help="Only this account: its id of `gawah accounts`.", show_default=False)]
Kind = Annotated[
    str | None,
    typer.Option(help="Only message, event, capture, transcript, or a kind such as direct, call or picture.", show_default=False),
]
Since = Annotated[
    str | None, typer.Option(help="From this day, month or time on: 2024-03-05, 2024-03, 2024-03-05 21:30.", show_default=False)
]
Until = Annotated[str | None, typer.Option(help="Up to the end of this day, month or time.", show_default=False)]
Item = Annotated[str | None, typer.Option(help="Only what was read in this item: its id.", show_default=False)]
Tactic = Annotated[str | None, typer.Option(help="Only what you labelled with this tactic.", show_default=False)]
Severity = Annotated[
    int | None, typer.Option(help="Only what you labelled with this severity or a higher one.", show_default=False)
]
Suggested = Annotated[
    str | None, typer.Option(help="Only what a machine suggests to do this tactic, or `any`. No person's word.", show_default=False)
]
Limit = Annotated[int, typer.Option(help="Rows on a page.")]
After = Annotated[str | None, typer.Option(help="Go on after the row with this id.", show_default=False)]
ShowText = Annotated[bool, typer.Option("--show-text", help="Show the text too; what is shown is counted.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")]

_HEAD = ("id", "time", "platform", "conversation", "who", "kind", "script", "lines", "characters", "files", "flags")


def print_rows(rows: Sequence["Descriptor"], shown: Sequence["Shown"] = (), *, mark: str | None = None) -> None:
    """The rows as a table, each followed by its text when that was asked for. `mark` is the id of a row to point at."""
    if not rows:
        return
    space = room()
    lines = table(_HEAD, [_cells(row) for row in rows], right=(7, 8, 9), room=space and space - 2)
    result(f"  {lines[0]}" if mark else lines[0])
    for at, (row, line) in enumerate(zip(rows, lines[1:], strict=True)):
        result((f"{'>' if row.id == mark else ' '} " if mark else "") + line)
        if row.reading is not None:
            result(f"    {row.reading.words}; read in {row.reading.of[:SHORT]} by {row.reading.maker}")
        if shown:
            print_text(shown[at])


def print_text(one: "Shown") -> None:
    """The text of one row, line by line behind a bar, with what could steer a terminal made visible."""
    for part in [one.subject or "", one.body]:
        for line in visible(part, lines=True).split("\n") if part else []:
            result(f"    | {line}")


def _cells(row: "Descriptor") -> list[str]:
    return [
        row.id[:SHORT],
        time_text(row.sent_at),
        row.platform,
        f"{row.conversation[:6]} {short(row.title or '', 24)}".rstrip(),
        short(name_of(row.sender), 24),
        row.kind,
        "+".join(row.scripts) or "–",
        str(row.lines),
        str(row.characters),
        str(row.attachments) if row.attachments else "–",
        " ".join([*_said(row), *_suggested(row), *([row.folder] if row.folder not in (None, "inbox") else []), *row.flags]) or "–",
    ]


def _said(row: "Descriptor") -> list[str]:
    """What a person labelled it, as `threat+doxxing/3`."""
    if row.label is None:
        return []
    return ["+".join(row.label.tactics or ("none",)) + ("" if row.label.severity is None else f"/{row.label.severity}")]


def _suggested(row: "Descriptor") -> list[str]:
    """What a machine suggests of it, as `machine:threat/high`."""
    if row.suggestion is None:
        return []
    named = [f"{one.tactic}/{one.band}" for one in row.suggestion.tactics if one.assessed]
    return ["machine:" + ("+".join(named) or "abusive")]


def row_json(row: "Descriptor", shown: "Shown | None" = None) -> dict[str, Any]:
    """A row in the shape of commands.md; with `text` and `subject` only when the person asked for text."""
    body: dict[str, Any] = {
        "id": row.id,
        "type": row.type,
        "sent_at": when_json(row.sent_at),
        "platform": row.platform,
        "conversation": {"id": row.conversation, "title": row.title},
        "sender": account_json(row.sender),
        "kind": row.kind,
        "folder": row.folder,
        "scripts": list(row.scripts),
        "lines": row.lines,
        "characters": row.characters,
        "attachments": row.attachments,
        "flags": list(row.flags),
        "item": row.item,
        "label": None if row.label is None else {"tactics": list(row.label.tactics), "severity": row.label.severity},
    }
    if row.reading is not None:
        told = row.reading
        body["machine_read"] = {
            "of": told.of,
            "maker": told.maker,
            "confidence": told.confidence,
            "confirmed": told.confirmed,
            "words": told.words,
        }
    if row.suggestion is not None:
        body["suggestion"] = judgement_json(row.suggestion)
    if shown is not None:
        body |= {"text": shown.body, "subject": shown.subject}
    return body


def judgement_json(judgement: "Judgement", tactics: "Sequence[TacticJudgement] | None" = None) -> dict[str, Any]:
    """What a machine suggests, without places in the text; `tactics` in another order, where one was worked out."""
    named = [one for one in judgement.tactics if one.assessed] if tactics is None else tactics
    return {
        "language": judgement.language,
        "script": judgement.script,
        "abusive": judgement.abusive,
        "tactics": [{"tactic": one.tactic, "band": one.band} for one in named],
        "not_assessed": [one.tactic for one in judgement.tactics if not one.assessed],
        "target": judgement.target,
        "stance": judgement.stance,
        "severity": judgement.severity,
        "reasons": list(judgement.reasons),
        "model": judgement.model,
    }


def rows_json(rows: Sequence["Descriptor"], shown: Sequence["Shown"]) -> list[dict[str, Any]]:
    """All rows of a page."""
    return [row_json(row, shown[at] if shown else None) for at, row in enumerate(rows)]


def time_text(when: "When | None") -> str:
    """A time for a row: the instant marked UTC where it is known, else what the source's clock showed, marked local."""
    if when is None:
        return "–"
    length = 10 if when.precision == "day" else 16 if when.precision == "minute" else 19
    if when.precision == "day" and when.local is not None:
        return when.local[:10]
    if when.utc is not None:
        return when.utc[:length].replace("T", " ") + (" UTC assumed" if when.zone == "assumed" else " UTC")
    if when.local is not None:
        return when.local[:length].replace("T", " ") + " local"
    return "not known"


def when_json(when: "When | None") -> dict[str, Any] | None:
    """A time in the shape of commands.md."""
    if when is None:
        return None
    return {"stated": when.stated, "local": when.local, "utc": when.utc, "zone": when.zone, "precision": when.precision}


def account_json(account: "Account | None") -> dict[str, Any] | None:
    """An account as stated."""
    return None if account is None else {"name": account.name, "handle": account.handle, "platform_id": account.platform_id}


def locator_json(locator: "Locator") -> dict[str, Any]:
    """A place in the evidence."""
    span = None if locator.span is None else list(locator.span)
    return {"file_sha256": locator.file_sha256, "member": locator.member, "place": locator.place, "span": span}


def name_of(account: "Account | None") -> str:
    """An account for a row: its name, else its handle, else the platform's id."""
    if account is None:
        return "–"
    return account.name or account.handle or account.platform_id or "–"
