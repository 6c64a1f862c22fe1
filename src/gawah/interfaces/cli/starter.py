"""`gawah starter EXPORT... --out DIR`: from an export to a short dossier, with one page of questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli import _ask, _rows, _session, dossier, init
from gawah.interfaces.cli._helplines import IN_DANGER, helplines_json, tell, tell_at_once
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import Session, opened, passphrase, session
from gawah.interfaces.cli._text import short
from gawah.interfaces.cli.collect import ask_first, earlier_readings, exit_code, look_for_threats, print_receipt
from gawah.records.errors import BadInput

if TYPE_CHECKING:
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.report import Told

WITH_PROBLEMS, NOT_RECOGNISED = 3, 12
"""Exit codes of `gawah import`: read with listed problems; nobody recognised any of it."""

Exports = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[EXPORT...]", help="Exports, screenshots, folders to import first.", show_default=False),
]
Out = Annotated[Path, typer.Option(help="Folder of the dossier to be made; its parent must exist.", show_default=False)]
RecoveryOut = Annotated[
    Path | None,
    typer.Option(
        help="Where to write the recovery sheet when there is no vault yet; beside --out when left out.", show_default=False
    ),
]


def starter(
    context: typer.Context,
    exports: Exports = None,
    *,
    out: Out,
    recovery_out: RecoveryOut = None,
    yes: Annotated[bool, typer.Option("--yes", help="Nothing in it must not be kept; ask nothing about it.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """The short form, in one go: makes the vault if there is none, imports, asks a page of questions, writes the short dossier.

    Every question but the first may be answered with an empty line. What is left open can be added later, and a later dossier
    extends this one.
    """
    from gawah.usecases import start
    from gawah.usecases import starter as use
    from gawah.usecases.helplines import helplines

    current = session(context)
    if not as_json:
        result(IN_DANGER)
        tell_at_once(_session.now())
    if exports:
        ask_first(current.voice, yes=yes)
    secret = None
    if start.free(current.folder):
        secret = passphrase(current, new=True)
        _make(current, secret, recovery_out or out.with_name("recovery-sheet.pdf"), silent=as_json)
    with opened(context, secret) as work:
        use.refuse_taken(work, out)
        code = _import(context, work, exports, silent=as_json) if exports else 0
        answers = use.Answers(
            audience=_reader(),
            title=_line("In a few words, what is it about"),
            account=_account(work, silent=as_json),
            complaint=_complaint(),
            protect=_names(),
        )
        _place(context, work)
        current.voice.say("setting the pages and proofs")
        made = use.starter(work, out, answers)
        whom = helplines(work)
    if as_json:
        body = {"out": str(out), "id": made.dossier.id, "exhibits": list(made.dossier.exhibits), "ledger_entry": made.ledger_entry}
        result_json("starter", {**body, "helplines": helplines_json(whom)})
    else:
        dossier.tell(out, made)
        if whom.chosen:
            tell(whom)
        result("Next, when you can: gawah label ID, gawah log add, gawah report update; a later dossier extends this one.")
    raise typer.Exit(code)


def _make(current: Session, secret: str, recovery_out: Path, *, silent: bool) -> None:
    """A vault, with its recovery sheet on the drive before anything is kept in it."""
    name = _line("Your name as it should stand in the dossier")
    made, sheet = init.make(current, secret, name=name, role="person", recovery_out=recovery_out)
    if not silent or sheet is None:
        init.tell(current, made, sheet)


def _import(context: typer.Context, work: "Workspace", exports: list[Path], *, silent: bool) -> int:
    """Keep and read the exports; the exit code that `gawah import` would end with. Ends here where nobody recognised any of it."""
    from gawah.usecases.collect import collect

    receipt = collect(work, exports)
    code = exit_code(receipt, earlier_readings(work, receipt))
    look_for_threats(session(context).voice, work, receipt)
    if not silent:
        print_receipt(receipt)
    if code == NOT_RECOGNISED:
        session(context).voice.say("nobody recognised any of it; it is kept, and no dossier was written")
        raise typer.Exit(code)
    return code if code == WITH_PROBLEMS else 0


def _line(question: str) -> str:
    return _ask.line(f"{question} (may be empty): ").strip()


def _reader() -> str:
    """For whom. A number or the word itself; nothing is the first of them, an authority."""
    from gawah.usecases.disclose import AUDIENCES

    offered = ", ".join(f"{number} {word}" for number, word in enumerate(AUDIENCES, 1))
    answer = _ask.line(f"For whom is it: {offered} [1]: ").strip().lower() or "1"
    if answer.isdecimal() and 1 <= int(answer) <= len(AUDIENCES):
        return AUDIENCES[int(answer) - 1]
    if answer in AUDIENCES:
        return answer
    raise BadInput(f"the reader is a number from 1 to {len(AUDIENCES)}")


def _account(work: "Workspace", *, silent: bool) -> str | None:
    """Id of the account that it is about; None for everything. The list is a result: names belong on standard output alone."""
    from gawah.usecases import starter as use

    found = use.accounts(work)
    if not found:
        return None
    if not silent:
        rows = [
            [str(n), short(_rows.name_of(one.account), 40), one.platform, f"{one.messages:,}"] for n, one in enumerate(found, 1)
        ]
        columns(("", "account, as stated", "platform", "messages"), rows, right=(0, 3))
    answer = _line("Whose messages is it about, a number")
    if not answer:
        return None
    if not answer.isdecimal() or not 1 <= int(answer) <= len(found):
        raise BadInput(f"the account is a number from 1 to {len(found)}")
    return found[int(answer) - 1].id


def _names() -> tuple[str, ...]:
    answer = _line("Whose names must not be read, such as a child's; with commas between them")
    return tuple(part.strip() for part in answer.split(",") if part.strip())


def _complaint() -> "Told | None":
    from gawah.usecases.report import Told

    to = _line("If you complained already, to whom")
    if not to:
        return None
    at = _ask.line("When, such as 2024-03-05: ").strip()
    return Told(to=to, to_kind="authority", made_at=at or None, reference=_line("Their reference number"))


def _place(context: typer.Context, work: "Workspace") -> None:
    """Ask where they are, where nobody has said so yet. A place of which nothing is held costs nobody the dossier."""
    from gawah.usecases import place

    if place.place(work) is not None:
        return
    offered = ", ".join(f"{one.code} {one.title}" for one in place.known())
    answer = _line(f"Which places has it to do with, for whom to call there: {offered}; with commas between them")
    wanted = [part.strip() for part in answer.split(",") if part.strip()]
    if not wanted:
        return
    try:
        place.keep_place(work, place.new_place(work, wanted))
    except BadInput:
        session(context).voice.say("nothing is held of one of these places, so none was set: gawah packs places, gawah place CODE")
