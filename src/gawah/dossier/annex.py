"""The two annexes of a dossier: exhibits.json, the authoritative text, and hash-report.csv, the list of digests."""

import csv
import io
import json
from typing import Any, Final

from gawah.dossier import complaint_sheet, conduct, log_sheet
from gawah.dossier.document import Document, HeldBack
from gawah.dossier.sheet import ContextLine, Sheet, Transcribed, Translated

SCHEMA: Final = "gawah.exhibits/1"

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final = (
    "exhibit",
    "kind",
    "file",
    "bytes",
    "sha256",
    "source_file",
    "source_sha256",
    "ledger_entry",
    "recorded_at",
    "not_before",
    "not_after",
)


def exhibits_json(document: Document) -> bytes:
    """All exhibits with their exact text, time, place and digests, and the context printed beside them; what stands of the log, of
    complaints and of conduct. UTF-8, keys sorted.

    Half of a surrogate pair, which UTF-8 cannot hold, never reaches a record.
    """
    value = {
        "schema": SCHEMA,
        "dossier": document.id,
        "made_at": document.made_at,
        "tool": document.tool,
        "ledger": {"origin": document.head.origin, "size": document.head.size, "root": document.head.root},
        "key": document.head.fingerprint.replace(" ", ""),
        "exhibits": [_exhibit(sheet) for sheet in document.exhibits],
        **({} if document.log is None else {"log": log_sheet.as_json(document.log)}),
        **({"complaints": complaint_sheet.as_json(document.complaints)} if document.complaints else {}),
        **({"conduct": conduct.as_json(document.conduct)} if document.conduct != conduct.Conduct() else {}),
        **({"held_back": [_held_back(one) for one in document.held_back]} if document.held_back else {}),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def hash_report(document: Document) -> bytes:
    """One line an exhibit: what its file and its source hash to (SHA-256). A name that a spreadsheet would run starts with `'`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for sheet in document.exhibits:
        source = sheet.provenance
        row = (sheet.number, sheet.kind, sheet.file, sheet.file_size, sheet.file_sha256, source.file_name, source.sha256)
        times = (source.recorded_at, source.not_before or "", source.not_after or "")
        writer.writerow([_neutral(cell) for cell in (*row, source.ledger_entry, *times)])
    return out.getvalue().encode("utf-8")


def _neutral(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _exhibit(sheet: Sheet) -> dict[str, Any]:
    source = sheet.provenance
    return {
        "number": sheet.number,
        "kind": sheet.kind,
        "id": sheet.id,
        "title": sheet.title,
        "platform": sheet.platform or None,
        "conversation": sheet.conversation or None,
        "sender": sheet.sender or None,
        "time": sheet.time
        and {
            "stated": sheet.time.stated,
            "local": sheet.time.local,
            "utc": sheet.time.utc,
            "precision": sheet.time.precision,
            "zone": sheet.time.zone,
        },
        "text": sheet.text,
        "text_sha256": sheet.text_sha256 or None,
        "facts": [{"label": fact.label, "value": fact.value} for fact in sheet.facts],
        "cautions": list(sheet.cautions),
        "file": {"name": sheet.file, "sha256": sheet.file_sha256, "bytes": sheet.file_size},
        **({} if sheet.extent == "whole" else {"shown": sheet.extent, "commitment": _commitment(sheet)}),
        "source": {
            "name": source.file_name,
            "sha256": source.sha256,
            "grade": source.grade,
            "locator": list(source.locator),
            "ledger_entry": source.ledger_entry,
            "recorded_at": source.recorded_at,
            "recorded": {
                "not_before": source.not_before,
                "not_before_shown_by": source.after_file or None,
                "not_after": source.not_after,
                "not_after_shown_by": source.before_file or None,
                "words": source.recorded,
            },
            "row": source.row or None,
        },
        **({"transcripts": [_transcript(one) for one in sheet.transcripts]} if sheet.transcripts else {}),
        **({"translations": [_translation(one) for one in sheet.translations]} if sheet.translations else {}),
        "context": {"before": [_line(line) for line in sheet.before], "after": [_line(line) for line in sheet.after]},
    }


def _commitment(sheet: Sheet) -> dict[str, str | None]:
    return {"row_leaf_hash": sheet.row_hash or None, "entry_leaf_hash": sheet.entry_hash or None}


def _held_back(one: HeldBack) -> dict[str, Any]:
    return {"exhibit": one.exhibit or None, "part": one.part, "shown": one.shown, "count": one.count, "reason": one.reason}


def _transcript(one: Transcribed) -> dict[str, Any]:
    return {
        "id": one.id,
        "by": one.by,
        "recorded_at": one.recorded_at,
        "ledger_entry": one.ledger_entry,
        "confirms_a_machine_reading": one.confirms,
        "text": one.text,
    }


def _translation(one: Translated) -> dict[str, Any]:
    return {
        "id": one.id,
        "language": one.language,
        "from_language": one.from_language or None,
        "translator": one.translator,
        "made_at": one.made_at or None,
        "certified": one.certified,
        "certificate": one.certificate or None,
        "recorded_at": one.recorded_at,
        "ledger_entry": one.ledger_entry,
        "text": one.text,
    }


def _line(line: ContextLine) -> dict[str, Any]:
    return {"id": line.id, "sender": line.sender, "time": line.time, "text": line.text, "exhibit": line.exhibit or None}
