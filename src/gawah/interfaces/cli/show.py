"""`gawah show ID`: where something comes from. Never its text."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._added_rows import added_facts, added_json
from gawah.interfaces.cli._output import facts, plural, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short, visible
from gawah.interfaces.cli.findings import finding_json
from gawah.interfaces.cli.label import words_of

if TYPE_CHECKING:
    from gawah.usecases.show import CaptureSheet, ItemSheet, Origin, Recording, RecordSheet, Sheet, StatementSheet, Written

Facts = list[tuple[str, str]]


def show(
    context: typer.Context,
    thing: Annotated[
        str, typer.Argument(metavar="ID", help="Of whatever has one: a message, an item, what somebody stated.", show_default=False)
    ],
    *,
    as_json: _rows.AsJson = False,
) -> None:
    """Show where something comes from: file, SHA-256, ledger entry, place in the file, reader, how its time is known; of what was
    stated, what it is, by whom and when. Never the text.
    """
    from gawah.usecases.show import ItemSheet, RecordSheet
    from gawah.usecases.show import show as sheet_of

    with opened(context) as work:
        sheet = sheet_of(work, thing)
    if as_json:
        result_json("show", _json(sheet))
    elif isinstance(sheet, RecordSheet):
        facts(_record(sheet))
    elif isinstance(sheet, ItemSheet):
        facts(_item(sheet))
    else:
        facts(_statement(sheet))


def _record(sheet: "RecordSheet") -> Facts:
    from gawah.records.problems import meaning

    row, locator = sheet.row, sheet.locator
    when = row.sent_at
    size = f"{plural(row.lines, 'line')}, {plural(row.characters, 'character')}, {plural(row.attachments, 'file')}"
    span = "" if locator.span is None else f", bytes {locator.span[0]:,} to {locator.span[1]:,}"
    return [
        ("id", row.id),
        ("what", f"{row.type}, {row.kind}"),
        ("platform", row.platform),
        ("conversation", f"{row.conversation}  {visible(row.title or '')}".rstrip()),
        ("account", visible(_rows.name_of(row.sender))),
        ("time as stated", visible(when.stated)),
        ("time local", when.local or "not known"),
        ("time in UTC", when.utc or "not known"),
        ("how known", sheet.time_known),
        ("text", f"{size}; {'+'.join(row.scripts) or 'no letters'}; `gawah reveal {row.id[: _rows.SHORT]}` shows it"),
        *([("machine-read", f"{row.reading.words}; {row.reading.maker}; of {row.reading.of}")] if row.reading else []),
        *(_capture(sheet.capture) if sheet.capture else []),
        *_transcripts(sheet.transcripts),
        *_origin(sheet.origin),
        ("inside the file", visible(locator.member) if locator.member else "the file itself"),
        ("file's SHA-256", locator.file_sha256),
        ("place", f"{visible(locator.place)}{span}"),
        (
            "read by",
            f"{sheet.reader} {sheet.reader_version}, ledger entry {sheet.read_entry}, row {sheet.place + 1} of {sheet.batch}",
        ),
        ("recorded", sheet.recording.words),
        *([("labelled", words_of(row.label))] if row.label else []),
        ("flags", " ".join([*([row.folder] if row.folder else []), *row.flags]) or "none"),
        ("problems", "\n".join(f"{one.code}: {meaning(one.code)}" for one in sheet.problems) or "none"),
        *([("also in", "\n".join(sheet.also_in))] if sheet.also_in else []),
        *_findings(sheet),
    ]


def _capture(one: "CaptureSheet") -> Facts:
    read = "\n".join(f"{id_[: _rows.SHORT]}: {told.words}; {told.maker}" for id_, told in one.readings)
    alike = "\n".join(
        f"looks like {each.id[: _rows.SHORT]} of item {each.item[: _rows.SHORT]}: {each.bits} of 64 bits differ"
        for each in one.near
    )
    return [
        ("address", visible(one.address or "–")),
        ("title", visible(one.title or "–")),
        ("grade of capture", "\n".join(sentence["en"] for sentence in one.proves)),
        ("states of itself", "\n".join(f"{fact.name}: {visible(fact.value)}" for fact in one.facts) or "nothing"),
        *([("likeness", one.likeness)] if one.likeness else []),
        *([("near copies", alike)] if one.near else []),
        ("read by a machine", read or "nothing"),
    ]


def _findings(sheet: "RecordSheet") -> Facts:
    from gawah.usecases.findings import MEANINGS

    lines = []
    for one in sheet.findings:
        beside = dict(zip(one.records, one.counterparts, strict=False)) if one.kind == "changed" else {}
        other = beside.get(sheet.row.id) or next((mine for mine, theirs in beside.items() if theirs == sheet.row.id), None)
        seen = one.counterparts[0] if one.kind == "corroborated" and sheet.row.id in one.records else None
        named = f" ({(other or seen or '')[: _rows.SHORT]})" if other or seen else ""
        sure = f", {one.score} % of the words" if one.kind == "corroborated" else ""
        lines.append(f"{one.kind}{named}{sure}: {MEANINGS[one.kind]}; items kept {one.earlier_kept} and {one.later_kept}")
    return [("compared", "\n".join(lines))] if lines else []


def _transcripts(written: "tuple[Written, ...]") -> Facts:
    lines = [
        f"{one.id[: _rows.SHORT]}, by {one.by}, {one.recorded_at}{', confirms a machine reading' if one.confirms else ''}"
        for one in written
    ]
    return [("transcripts", "\n".join(lines))] if lines else []


def _origin(origin: "Origin") -> Facts:
    item = origin.item
    return [
        ("source", visible(item.name)),
        ("item", item.id),
        ("SHA-256", item.sha256),
        ("size", plural(item.size, "byte")),
        ("ledger entry", f"{origin.acquired.seq}, {origin.acquired.at}, by {origin.agent}, {origin.acquired.tool}"),
        ("grade", origin.grade),
    ]


def _item(sheet: "ItemSheet") -> Facts:
    from gawah.records.problems import meaning

    item = sheet.origin.item
    problems = [f"{code} ({count:,}): {meaning(code)}" for code, count in sorted(sheet.problems.items())]
    readings = [f"{reader}, ledger entry {entry}, {plural(size, 'row')}" for reader, entry, size in sheet.readings]
    return [
        ("id", item.id),
        ("what", f"item, {item.media_type}"),
        *([("part of", item.part_of)] if item.part_of else []),
        *([("rest of", f"{item.derived_from}, of which a part was erased")] if item.derived_from else []),
        *([("files in it", f"{sheet.parts:,}")] if sheet.parts else []),
        *[fact for fact in _origin(sheet.origin) if fact[0] != "item"],
        ("read by", "\n".join(readings) or "nobody"),
        ("recorded", sheet.recording.words),
        ("rows read", f"{sheet.rows:,}"),
        *_transcripts(sheet.transcripts),
        ("problems", "\n".join(problems) or "none"),
    ]


def _statement(sheet: "StatementSheet") -> Facts:
    from gawah.records.casework import Entry, Report, Translation

    one = sheet.statement
    by = sheet.agent if sheet.for_agent is None else f"{sheet.agent} for {sheet.for_agent}"
    if not isinstance(one, Entry | Report | Translation):
        entered = ("entered", f"{sheet.entered_at}, by {by}, ledger entry {sheet.ledger_entry}")
        return [*added_facts(one), entered, ("recorded", sheet.recording.words)]
    end = [
        ("written down", f"{one.recorded_at}, by {by}"),
        ("recorded", sheet.recording.words),
        ("text", f"`gawah reveal {one.id[: _rows.SHORT]}` shows it"),
    ]
    if isinstance(one, Entry):
        when = "–" if one.happened_at is None else visible(one.happened_at.stated)
        about = "\n".join(one.about) or "–"
        return [
            ("id", one.id),
            ("what", one.kind),
            ("happened", when),
            ("place", visible(one.place) or "–"),
            ("about", about),
            *end,
        ]
    if isinstance(one, Translation):
        return [
            ("id", one.id),
            ("what", f"translation from {one.from_language or 'a language not stated'} into {one.language}"),
            ("of", one.of),
            ("translator", short(one.translator, 80)),
            ("made", "–" if one.made_at is None else visible(one.made_at.stated)),
            ("certified", f"yes, {one.certificate or 'no certificate in the case'}" if one.certified else "no"),
            *end,
        ]
    return [
        ("id", one.id),
        ("what", f"complaint to: {one.to_kind}"),
        ("to", short(one.to, 80)),
        ("made", visible(one.made_at.stated)),
        ("reference", visible(one.reference) or "–"),
        ("channel", visible(one.channel) or "–"),
        ("status", one.status),
        ("anchor", one.anchor),
        *end,
    ]


def _json(sheet: "Sheet") -> dict[str, Any]:
    from gawah.usecases.show import ItemSheet, RecordSheet

    recorded = {"recorded": _recording_json(sheet.recording)}
    if isinstance(sheet, RecordSheet):
        return {
            **recorded,
            **_rows.row_json(sheet.row),
            "time_known": sheet.time_known,
            "locator": _rows.locator_json(sheet.locator),
            "source": _origin_json(sheet.origin),
            "reader": sheet.reader,
            "reader_version": sheet.reader_version,
            "read_entry": sheet.read_entry,
            "row": sheet.place,
            "rows": sheet.batch,
            "problems": [{"code": one.code, "severity": one.severity, "count": one.count} for one in sheet.problems],
            "also_in": list(sheet.also_in),
            "transcripts": _written_json(sheet.transcripts),
            "findings": [finding_json(one) for one in sheet.findings],
            **({} if sheet.capture is None else {"capture": _capture_json(sheet.capture)}),
        }
    if isinstance(sheet, ItemSheet):
        readings = [{"reader": reader, "ledger_entry": entry, "rows": size} for reader, entry, size in sheet.readings]
        return {
            **recorded,
            "id": sheet.origin.item.id,
            "type": "item",
            "part_of": sheet.origin.item.part_of,
            "derived_from": sheet.origin.item.derived_from,
            "parts": sheet.parts,
            "source": _origin_json(sheet.origin),
            "readings": readings,
            "rows": sheet.rows,
            "problems": sheet.problems,
            "transcripts": _written_json(sheet.transcripts),
        }
    return {**recorded, **statement_json(sheet)}


def _capture_json(one: "CaptureSheet") -> dict[str, Any]:
    return {
        "address": one.address,
        "title": one.title,
        "grade_says": one.grade,
        "proves": list(one.proves),
        "facts": [{"name": fact.name, "value": fact.value} for fact in one.facts],
        "likeness": one.likeness,
        "near": [{"id": each.id, "item": each.item, "bits": each.bits} for each in one.near],
        "machine_read": [
            {"id": id_, "maker": told.maker, "confidence": told.confidence, "confirmed": told.confirmed}
            for id_, told in one.readings
        ],
    }


def _written_json(written: "tuple[Written, ...]") -> list[dict[str, Any]]:
    return [{"id": one.id, "by": one.by, "recorded_at": one.recorded_at, "confirms": one.confirms} for one in written]


def _recording_json(one: "Recording") -> dict[str, Any]:
    return {"not_before": one.bracket.not_before, "not_after": one.bracket.not_after, "words": one.words}


def _origin_json(origin: "Origin") -> dict[str, Any]:
    item = origin.item
    return {
        "item": item.id,
        "name": item.name,
        "sha256": item.sha256,
        "bytes": item.size,
        "media_type": item.media_type,
        "grade": item.grade,
        "grade_says": origin.grade,
        "ledger_entry": origin.acquired.seq,
        "acquired_at": origin.acquired.at,
        "agent": origin.agent,
    }


def statement_json(sheet: "StatementSheet") -> dict[str, Any]:
    """A note, own event, complaint or other statement without its text."""
    from gawah.interfaces.cli._report_rows import report_json
    from gawah.interfaces.cli.entries import entry_json
    from gawah.interfaces.cli.translation import translation_json
    from gawah.records.casework import Entry, Report, Translation

    one = sheet.statement
    if isinstance(one, Entry):
        body = entry_json(one)
    elif isinstance(one, Translation):
        body = translation_json(one)
    else:
        body = report_json(one) if isinstance(one, Report) else added_json(one)
    entered = {"ledger_entry": sheet.ledger_entry, "entered_at": sheet.entered_at}
    return {**body, "agent": sheet.agent, "for_agent": sheet.for_agent, **entered}
