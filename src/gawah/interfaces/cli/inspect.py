"""`gawah inspect PATH...`: read any export, file or folder; keep nothing."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from gawah.interfaces.cli._output import columns, line_json, plural, result, result_json

Paths = Annotated[list[Path], typer.Argument(help="Exports, files or folders.", show_default=False)]
DateOrder = Annotated[str | None, typer.Option(help="dmy, mdy or ymd: used only where a whole source does not tell.")]
PasswordFile = Annotated[Path | None, typer.Option(help="File with the password of encrypted archives; else it is asked for.")]
Mapping = Annotated[Path | None, typer.Option(help="What the columns of a table hold: a file that `gawah table` wrote.")]
AssumeZone = Annotated[str | None, typer.Option(help="Time zone of times stated without one, such as Asia/Karachi.")]


def inspect(
    paths: Paths,
    *,
    records: Annotated[bool, typer.Option("--records", help="Stream every record as JSON lines, text included.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    date_order: DateOrder = None,
    assume_zone: AssumeZone = None,
    password_file: PasswordFile = None,
    mapping: Mapping = None,
) -> None:
    """Say what an export, file or folder holds, without a vault and without keeping anything."""
    from gawah.interfaces.cli._session import zip_passwords
    from gawah.interfaces.cli._text import short
    from gawah.usecases.reading import Assumptions, Reading
    from gawah.usecases.table import columns_of, confirmed

    summaries = []
    tables: list[tuple[str, str]] = []
    told = Assumptions(date_order=date_order, zone=assume_zone, mapping=confirmed(mapping) if mapping else None)
    for stream in Reading(paths, told, ask=zip_passwords(password_file)).sources():
        lines = _Lines(stream.reader)
        for kind, _, record in stream.records():
            if records:
                lines.write(kind, record)
        if stream.summary is None:
            raise AssertionError
        summaries.append(stream.summary)
        if stream.proposal:
            tables.append((stream.name, columns_of(stream.proposal)))
        if records:
            line_json(summary_line(stream.summary))
    if as_json and not records:
        result_json("inspect", {"sources": [summary_line(summary) for summary in summaries]})
    elif not records:
        print_summaries(summaries)
        for name, named in tables:
            result(f"  {short(name, 40)}: looks like a table; columns {named}. `gawah table FILE` says how it can be read.")
    raise typer.Exit(exit_code(summaries))


def exit_code(summaries: list[Any]) -> int:
    """0 read whole; 3 with warnings or losses; 12 when nobody recognised any of it (commands.md)."""
    if not any(summary.recognised for summary in summaries):
        return 12
    whole = all(summary.conserved and not summary.problems["warning"] and not summary.problems["loss"] for summary in summaries)
    return 0 if whole else 3


def summary_line(summary: Any) -> dict[str, Any]:
    """The summary of one source in the shape of commands.md."""
    source = {"name": summary.name, "kind": summary.kind, "sha256": summary.sha256, "bytes": summary.bytes}
    rest = asdict(summary)
    for key in ("name", "kind", "sha256", "bytes", "reader", "reader_version"):
        del rest[key]
    head = {"type": "summary", "source": source, "reader": summary.reader, "reader_version": summary.reader_version}
    return {**head, "recognised": summary.recognised, **rest}


def print_summaries(summaries: list[Any]) -> None:
    """The table that a person reads, and what was not understood under it."""
    from gawah.interfaces.cli._text import short

    def row(summary: Any) -> list[str]:
        span = f"{(summary.first or '')[:10]} – {(summary.last or '')[:10]}" if summary.first else "–"
        kept = "yes" if summary.conserved else "NO"
        unread = str(summary.unread) if summary.recognised else "–"
        reader = summary.reader or ("opened up" if summary.opened else "not recognised")
        counts = [f"{summary.messages:,}", f"{summary.events:,}", f"{summary.captures:,}", f"{summary.duplicates:,}", unread]
        return [short(summary.name, 40), reader, *counts, kept if summary.recognised else "–", span]

    head = ("source", "reader", "messages", "events", "captures", "duplicates", "unread", "all accounted for", "from – to")
    columns(head, [row(summary) for summary in summaries], right=(2, 3, 4, 5, 6))
    for summary in summaries:
        notes = [f"{code} {count}" for code, count in sorted(summary.codes.items())]
        notes += [f"{plural(gap.days, 'day')} without records after {gap.after}" for gap in summary.gaps]
        if not summary.complete:
            notes.append("reading broke off at a limit")
        if notes:
            result(f"  {short(summary.name, 40)}: {'; '.join(notes)}")


class _Lines:
    """Writes the records of one source as JSON lines in the shape of commands.md."""

    def __init__(self, reader: str | None) -> None:
        self._reader = reader
        self._titles: dict[str, dict[str, Any]] = {}

    def write(self, kind: str, record: Any) -> None:
        import msgspec

        if kind == "conversation":
            self._titles[record.id] = {"id": record.id, "title": record.title}
            return
        body: dict[str, Any] = msgspec.to_builtins(record)
        head: dict[str, Any] = {"type": kind, "reader": self._reader}
        if kind in ("message", "event", "capture", "transcript"):
            head["id"] = record.id
            body["conversation"] = self._titles.get(record.conversation, {"id": record.conversation, "title": None})
        line_json({**head, **body})
