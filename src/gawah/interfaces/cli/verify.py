"""`gawah verify BUNDLE`: three answers and every difference, without a vault."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _session
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._rows import AsJson
from gawah.interfaces.cli._text import visible
from gawah.records.errors import VerificationFailed

if TYPE_CHECKING:
    from gawah.usecases._bundle_pdf import PdfSignature
    from gawah.usecases._bundle_stamps import Stamped

Key = Annotated[str | None, typer.Option(help="Fingerprint of the signing key, as you know it from elsewhere.", show_default=False)]
TsaRoot = Annotated[Path | None, typer.Option(help="Root certificate of a time-stamping authority.", show_default=False)]
Against = Annotated[Path | None, typer.Option(help="An earlier checkpoint, as you received it.", show_default=False)]


def verify(
    path: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder that was handed over.", show_default=False)],
    *,
    key: Key = None,
    tsa_root: TsaRoot = None,
    against: Against = None,
    as_json: AsJson = False,
) -> None:
    """Check a dossier's folder: is it intact, who signed it, since when does it exist. Needs no vault and writes nothing."""
    from gawah.usecases import verify as use

    found = use.verify(path, key=key, tsa_root=tsa_root, against=against, now=_session.now())
    answers = {"intact": found.intact, "signed": found.signed, "existed": found.existed, "against": found.against}
    if as_json:
        body = {
            name: None if answer is None else {"state": answer.state, "words": answer.words} for name, answer in answers.items()
        }
        differences = [{"file": one.file, "state": one.state, "detail": one.detail} for one in found.differences]
        head = None if found.head is None else {"origin": found.head.origin, "size": found.head.size, "root": found.head.root}
        stamps = [_stamp_json(one) for one in found.stamps]
        rest = {
            "pdf": None if found.pdf is None else _pdf_json(found.pdf),
            "stamps": stamps,
            "fingerprint": found.fingerprint,
            "checkpoint": head,
            "exhibits": found.exhibits,
            "hidden": found.hidden,
            "differences": differences,
        }
        result_json("verify", {**body, **rest})
    else:
        for answer in answers.values():
            if answer is not None:
                result(answer.words)
        if found.pdf is not None:
            result(visible(found.pdf.words))
        for one in found.differences:
            result(f"  {one.state:10} {visible(one.file)}: {visible(one.detail)}")
        if found.stamps:
            result("To check the time without gawah, in that folder:")
        for stamp in found.stamps:
            result(f"    {visible(stamp.command)}")
    raise typer.Exit(VerificationFailed.exit_code if found.failed else 0)


def _pdf_json(one: "PdfSignature") -> dict[str, Any]:
    return {"level": one.level, "certificate": one.fingerprint, "subject": one.subject, "claimed_at": one.at, "words": one.words}


def _stamp_json(one: "Stamped") -> dict[str, Any]:
    return {
        "file": one.file,
        "over": one.over,
        "checkpoint": one.size,
        "time": one.token.time,
        "existed_by": one.token.latest,
        "by": one.token.authority,
        "serial": one.token.serial,
        "expires": one.token.expires,
        "expired": one.expired,
        "confirmed": one.confirmed,
        "command": one.command,
    }
