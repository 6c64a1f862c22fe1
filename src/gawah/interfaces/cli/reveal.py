"""`gawah reveal ID...`: the text, counted and entered in the ledger."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._added_rows import added_json
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short, visible
from gawah.interfaces.cli.translation import translation_json

if TYPE_CHECKING:
    from gawah.usecases._added import Added
    from gawah.usecases._descriptor import Shown
    from gawah.usecases._targets import Own

Ids = Annotated[list[str], typer.Argument(help="Ids, or their first six digits and more.", show_default=False)]


def reveal(context: typer.Context, ids: Ids, *, as_json: _rows.AsJson = False) -> None:
    """Show the text of messages, events, notes, complaints and their steps, notices, labels, translations. What is read of the
    evidence is counted in the ledger.
    """
    from gawah.usecases import review
    from gawah.usecases._descriptor import Shown

    with opened(context) as work:
        found = review.reveal(work, ids)
    if as_json:
        result_json("reveal", {"rows": [_json(one) for one in found]})
        return
    for one in found:
        if isinstance(one, Shown):
            _rows.print_rows([one.row], [one])
            _print_files(one)
        else:
            _print_own(one)
        result()


def _json(one: "Shown | Own | Added") -> dict[str, Any]:
    from gawah.records.casework import Entry, Report, Translation
    from gawah.usecases._added import own_words
    from gawah.usecases._descriptor import Shown

    if isinstance(one, Shown):
        return {**_rows.row_json(one.row, one), **_more(one)}
    if isinstance(one, Entry):
        return {
            "id": one.id,
            "type": one.kind,
            "happened_at": _rows.when_json(one.happened_at),
            "place": one.place,
            "text": one.body,
            **({} if one.unkept is None else asdict(one.unkept)),
            **({} if one.seen is None else {"address": one.seen.address, "seen_by": one.seen.by}),
        }
    if isinstance(one, Translation):
        return {**translation_json(one), "text": one.body}
    if not isinstance(one, Report):
        return {**added_json(one), "text": own_words(one)}
    return {"id": one.id, "type": "report", "made_at": _rows.when_json(one.made_at), "to": one.to, "text": one.note}


def _more(one: "Shown") -> dict[str, Any]:
    """Files, reactions and addresses of a message, in the shape of commands.md; `attachments` of a row is their number."""
    from gawah.records.content import Capture, Message

    if isinstance(one.record, Capture):
        return {"address": one.record.address, "links": list(one.record.links)}
    if not isinstance(one.record, Message):
        return {}
    files = [
        {"name": file.name, "media_type": file.media_type, "sha256": file.sha256, "missing": file.missing}
        for file in one.record.attachments
    ]
    reactions = [
        {"emoji": each.emoji, "sender": _rows.account_json(each.sender), "sent_at": _rows.when_json(each.sent_at)}
        for each in one.record.reactions
    ]
    return {"files": files, "reactions": reactions, "links": list(one.record.links), "reply_to": one.record.reply_to}


def _print_files(one: "Shown") -> None:
    from gawah.records.content import Message

    if not isinstance(one.record, Message):
        return
    for attachment in one.record.attachments:
        state = "not in the export" if attachment.missing else attachment.sha256 or "kept with the export"
        result(f"    file {short(attachment.name or 'without a name', 60)}: {attachment.media_type or 'type not known'}, {state}")
    for reaction in one.record.reactions:
        result(f"    reaction {visible(reaction.emoji)} by {short(_rows.name_of(reaction.sender), 40)}")


def _print_own(one: "Own | Added") -> None:
    from gawah.records.casework import Entry, Report, Translation
    from gawah.usecases._added import own_words

    head: str
    if isinstance(one, Entry):
        head, body = one.kind, one.body
    elif isinstance(one, Translation):
        head, body = f"translation into {one.language} of {one.of[: _rows.SHORT]} by {short(one.translator, 40)}", one.body
    elif isinstance(one, Report):
        head, body = f"report to {short(one.to, 60)}", one.note
    else:
        head, body = added_json(one)["type"].replace("-", " "), own_words(one)
    result(f"{one.id[: _rows.SHORT]}  {head}")
    if isinstance(one, Entry) and one.unkept is not None:
        for name, value in asdict(one.unkept).items():
            result(f"    {name.replace('_', ' ')}: {visible(value) or '–'}")
    if isinstance(one, Entry) and one.seen is not None:
        result(f"    address: {visible(one.seen.address)}")
        result(f"    seen by: {visible(one.seen.by) or '–'}")
    for line in visible(body, lines=True).split("\n"):
        result(f"    | {line}")
