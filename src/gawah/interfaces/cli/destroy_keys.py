"""`gawah destroy-keys`: take away at once what the passphrase could open. Needs no passphrase."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _ask
from gawah.interfaces.cli._output import plural, result, result_json
from gawah.interfaces.cli._rows import AsJson, DryRun
from gawah.interfaces.cli._session import session
from gawah.records.errors import BadInput

WORD = "destroy"


def destroy_keys(
    context: typer.Context,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the typed word.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Destroy the key slots at once, so that no passphrase opens the vault; only the recovery key then does."""
    from gawah.usecases import destroy_keys as destroying

    current = session(context)
    found = destroying.slots(current.folder)
    if not dry_run:
        if not yes and not _ask.typed_word("From then on only the recovery key on paper opens this vault.", WORD):
            raise BadInput("nothing was destroyed: the word was not typed (--yes does without)")
        found = destroying.destroy(current.folder)
    if as_json:
        result_json("destroy-keys", {"slots": found, "limits": list(destroying.LIMITS), "dry_run": dry_run})
        return
    if dry_run:
        result(f"{plural(found, 'key slot')} would be destroyed.")
        current.voice.say("nothing was destroyed")
    else:
        result(f"{plural(found, 'key slot')} destroyed: no passphrase opens this vault.")
    for limit in destroying.LIMITS:
        result(limit)
