"""`gawah add translation ID` and `gawah translations`: what somebody made of a text in another language, beside the original."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short

if TYPE_CHECKING:
    from gawah.records.casework import Translation


def translation(
    context: typer.Context,
    thing: Annotated[
        str, typer.Argument(metavar="ID", help="Of a message, event, capture, file or own entry.", show_default=False)
    ],
    file: Annotated[
        Path | None,
        typer.Argument(help="A text file with the translation; `-` or nothing: it is asked for.", show_default=False),
    ] = None,
    *,
    language: Annotated[str, typer.Option(help="Of the translation: en, ur, hi, ar ...", show_default=False)],
    original: Annotated[str, typer.Option("--from", help="Language of the original.", show_default=False)] = "",
    at: Annotated[str | None, typer.Option(help="When it was translated, as for `gawah add event`.", show_default=False)] = None,
    certified: Annotated[bool, typer.Option("--certified", help="A sworn or certified translator vouches for it.")] = False,
    certificate: Annotated[
        str | None, typer.Option(help="Id of the file in which they do; it means --certified.", show_default=False)
    ] = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Keep a translation beside the original. Asked for, or read from standard input: first who translated it, then the text."""
    from gawah.usecases import translate

    translator = _ask.line("Who translated it, a name or a program with its version: ").strip()
    body = _ask.words(file, "The translation:")
    told = translate.Told(
        language=language,
        from_language=original,
        translator=translator,
        at=at,
        certified=certified,
        certificate=certificate,
    )
    with opened(context) as work:
        made = translate.translation(work, thing, body, told)
        seq = None if dry_run else translate.keep_translation(work, made)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("add", {**translation_json(made), "ledger_entry": seq, "dry_run": dry_run})
        return
    kept = "would be kept" if seq is None else f"kept as {made.id[: _rows.SHORT]}, ledger entry {seq}"
    result(f"translation of {made.of[: _rows.SHORT]} into {made.language}: {kept}")


def translations(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List translations, without their text; `gawah reveal ID` shows it."""
    from gawah.usecases import translate

    with opened(context) as work:
        found = translate.translations(work)
    if as_json:
        result_json("translations", {"translations": [translation_json(one) for one in found]})
    elif found:
        columns(("id", "of", "into", "from", "translator", "certified", "recorded", "characters"), [_cells(one) for one in found])
    else:
        result("no translations yet: gawah add translation ID --language en")


def translation_json(one: "Translation") -> dict[str, Any]:
    """A translation without its text."""
    return {
        "id": one.id,
        "type": "translation",
        "of": one.of,
        "language": one.language,
        "from_language": one.from_language,
        "translator": one.translator,
        "made_at": _rows.when_json(one.made_at),
        "certified": one.certified,
        "certificate": one.certificate,
        "recorded_at": one.recorded_at,
        "characters": len(one.body),
    }


def _cells(one: "Translation") -> list[str]:
    certified = "yes" if one.certified else "no"
    end = [short(one.translator, 30), certified, one.recorded_at, str(len(one.body))]
    return [one.id[: _rows.SHORT], one.of[: _rows.SHORT], one.language, one.from_language or "–", *end]
