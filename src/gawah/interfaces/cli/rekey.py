"""`gawah rekey`: seal the whole vault anew with new keys. The new recovery sheet is out before anything old goes."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from gawah.interfaces.cli import _ask
from gawah.interfaces.cli import _session as sessions
from gawah.interfaces.cli._output import Voice, plural, result, result_json
from gawah.interfaces.cli._rows import AsJson, DryRun
from gawah.interfaces.cli._sheet import SHEET, RecoveryOut, SheetFile
from gawah.records.errors import BadInput, VaultUnwritable

WORD = "rekey"
KEPT = "written"


def rekey(
    context: typer.Context,
    *,
    recovery_out: RecoveryOut = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the typed word; then --recovery-out is needed.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Seal everything anew with new keys, and give out a new recovery sheet; goes on where it was broken off."""
    from gawah.usecases import rekey as rekeying

    current = sessions.session(context)
    secret = sessions.passphrase(current)
    with sessions.opened(context, secret) as work, ExitStack() as stack:
        planned = rekeying.plan(work)
        if not as_json:
            result(
                f"{plural(planned.originals, 'original')}, {plural(planned.bytes, 'byte')}, and the database are encrypted anew."
            )
        if not dry_run:
            _agree(yes=yes, screen=recovery_out is None and not as_json, sheet=recovery_out, under_way=planned.under_way)
            sheet = None if recovery_out is None else stack.enter_context(SheetFile(recovery_out))
            begun = rekeying.begin(work)
            _deliver(sheet, begun.recovery, begun.fingerprint)
            rekeying.finish(work, secret, timer=perf_counter, progress=_telling(current.voice))
    if dry_run:
        current.voice.say("nothing was changed")
    if as_json:
        body = {"originals": planned.originals, "bytes": planned.bytes, "resumed": planned.under_way}
        result_json("rekey", {**body, "limits": list(rekeying.LIMITS), "dry_run": dry_run})
    elif not dry_run:
        result("The vault is sealed with new keys.")
        if recovery_out is not None:
            result(f"The new recovery sheet stands in {recovery_out}: print it, keep it outside the home, delete the file.")
        for limit in rekeying.LIMITS:
            result(limit)


def _agree(*, yes: bool, screen: bool, sheet: Path | None, under_way: bool) -> None:
    if sheet is None and not (screen and sys.stdin.isatty() and not yes):
        raise BadInput(
            "name a file for the new recovery sheet with --recovery-out, or run this in a terminal, without --yes and --json"
        )
    question = (
        "It was begun before and goes on now." if under_way else "It cannot be undone, and the old recovery sheet ends with it."
    )
    if not yes and not _ask.typed_word(question, WORD):
        raise BadInput("nothing was changed: the word was not typed (--yes does without)")


def _deliver(sheet: SheetFile | None, recovery: str, fingerprint: str) -> None:
    """Have the new key on paper or on another drive; nothing old has gone yet, and the same command goes on from here."""
    if sheet is None:
        result(SHEET.format(recovery=recovery, fingerprint=fingerprint))
        if not _ask.typed_word("Write the new recovery key down now, all of it.", KEPT):
            raise BadInput("the old keys still hold: run the same command again, it shows the same new key")
    elif not sheet.write(recovery, fingerprint, sessions.now()):
        raise VaultUnwritable("the new recovery sheet could not be written; the old keys still hold")


def _telling(voice: Voice) -> Callable[[int, int], None]:
    """Says every tenth part that is done."""
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        tenth = 10 * done // max(total, 1)
        if tenth > told:
            told = tenth
            voice.say(f"{10 * tenth} % of the originals are sealed anew")

    return progress
