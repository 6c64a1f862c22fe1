"""`gawah certificate KIND`: a draft of a certificate about a dossier, filled from the ledger, for a person to complete and sign."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.records.errors import BadInput

if TYPE_CHECKING:
    from gawah.records.disclosure import Certificate
    from gawah.usecases.certificate import Draft, DraftLine

LIST = "list"
"""In place of a form: lists the forms, and what was drafted."""


def certificate(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Name of the form; `list` shows them all.", show_default=False)],
    *,
    dossier: Annotated[
        str | None,
        typer.Option(
            help="The dossier's folder; or its id, and then the digests of single exhibits are left out.", show_default=False
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The PDF to be made.", show_default=False)] = None,
    language: Annotated[
        str, typer.Option(help="en, ur, hi or ar: of what stands around the form's own words, which stay in English.")
    ] = "en",
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Draft a certificate about a dossier. What the ledger knows is filled in; what only you can say is left blank, and you sign.

    It is a draft on every page, and beside every line stands where it comes from. gawah signs nothing.
    """
    from gawah.usecases import certificate as use

    if kind == LIST:
        _list(context, as_json=as_json)
        return
    if dossier is None or (out is None and not dry_run):
        raise BadInput("name the dossier with --dossier and the PDF to be made with --out")
    with opened(context) as work:
        drafted = use.draft(work, kind, dossier, language)
        made = None if dry_run or out is None else use.keep(work, kind, drafted, out)
    if dry_run:
        session(context).voice.say("nothing was written")
    entry = None if made is None else made.ledger_entry
    if as_json:
        body = {"kind": kind, "out": None if made is None else str(out), "sha256": None if made is None else made.made.pdf_sha256}
        result_json("certificate", {**body, "ledger_entry": entry, "dry_run": dry_run, **certificate_json(drafted)})
        return
    lines = [line for part in drafted.parts for line in part.lines]
    filled = sum(line.origin == "ledger" for line in lines)
    result(f"{drafted.title}: a draft, {'would be made' if made is None else out}")
    facts(
        [
            ("filled in", f"{plural(filled, 'line')}, each with its ledger entries"),
            ("left blank", f"{plural(len(lines) - filled, 'line')} that only a person can fill in"),
            ("reviewed", "by a lawyer of that place" if drafted.reviewed else "by no lawyer"),
            *([] if made is None else [("SHA-256", made.made.pdf_sha256), ("ledger entry", str(entry))]),
        ]
    )


def certificate_json(drafted: "Draft") -> dict[str, Any]:
    """Every line with what it is filled with and where that comes from."""
    return {
        "id": drafted.id,
        "made_at": drafted.made_at,
        "language": drafted.language,
        "title": drafted.title,
        "guide": drafted.guide or None,
        "jurisdiction": drafted.jurisdiction,
        "reviewed_by_a_lawyer": drafted.reviewed,
        "dossier": drafted.dossier,
        "parts": [
            {
                "id": part.id,
                "title": part.title,
                "guide": part.guide or None,
                "signer": part.signer,
                "lines": [_line_json(line) for line in part.lines],
            }
            for part in drafted.parts
        ],
        "sources": [
            {"number": number, "title": one.title, "confidence": one.confidence, "as_at": one.as_at}
            for number, one in enumerate(drafted.sources, 1)
        ],
    }


def _line_json(line: "DraftLine") -> dict[str, Any]:
    table = line.table
    return {
        "id": line.id,
        "text": line.text,
        "guide": line.guide or None,
        "from": line.origin,
        "ledger_entries": list(line.entries),
        "values": {one.name: one.value for one in line.facts},
        "rows": [] if table is None else [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        "options": list(line.options),
        "option_guides": list(line.option_guides),
        "ticked": list(line.ticked),
        "sources": list(line.sources),
        "confidence": line.confidence,
    }


def _list(context: typer.Context, *, as_json: bool) -> None:
    from gawah.usecases import certificate as use

    with opened(context) as work:
        made = use.certificates(work)
    known = use.forms()
    if as_json:
        shown = [
            {"kind": one.id, "title": one.title, "jurisdiction": one.jurisdiction, "reviewed_by_a_lawyer": one.reviewed}
            for one in known
        ]
        result_json("certificates", {"forms": shown, "drafts": [_draft_json(one) for one in made]})
        return
    rows = [(one.id, one.jurisdiction, "a lawyer" if one.reviewed else "no lawyer", one.title) for one in known]
    columns(("kind", "for", "reviewed by", "title"), rows)
    if made:
        result()
        cells = [(one.id[: _rows.SHORT], one.form, one.dossier[: _rows.SHORT], one.recorded_at, one.pdf_sha256) for one in made]
        columns(("draft", "kind", "dossier", "made", "SHA-256 of the PDF"), cells)


def _draft_json(one: "Certificate") -> dict[str, Any]:
    return {"id": one.id, "kind": one.form, "dossier": one.dossier, "made_at": one.recorded_at, "sha256": one.pdf_sha256}
