"""`gawah diary`: what it did to a person, kept apart, with a lock of its own if they want one."""

from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, facts, plural, result, result_json
from gawah.interfaces.cli._session import diary_passphrase, new_passphrase, opened, recovery_key, session
from gawah.interfaces.cli._text import short, visible
from gawah.interfaces.cli.passphrase import NewPassphraseFile

if TYPE_CHECKING:
    from gawah.records.incident import Impact
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.diary import Secret

app = typer.Typer(
    no_args_is_help=True,
    help="What it did to you: kept apart from all else, and handed over only when you choose entries for a dossier.",
)

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--diary-passphrase-file",
        help="The diary's passphrase in the first line of this file, readable by you alone.",
        show_default=False,
    ),
]
RecoveryFile = Annotated[
    Path | None,
    typer.Option(
        "--diary-recovery-file", help="The diary's recovery text in this file, in place of its passphrase.", show_default=False
    ),
]
EntryId = Annotated[str, typer.Argument(metavar="ID", help="Of an entry of `gawah diary list`.", show_default=False)]


@app.command("add")
def diary_add(
    context: typer.Context,
    *,
    at: Annotated[
        str | None, typer.Option(help="When, as for `gawah log add`; asked for when left out.", show_default=False)
    ] = None,
    effect: Annotated[
        list[str] | None,
        typer.Option(
            help="distress, daily-life, health, work, money, family or changes-made; may be given again.", show_default=False
        ),
    ] = None,
    fear: Annotated[
        bool | None,
        typer.Option("--fear/--no-fear", help="Whether you feared violence; nothing when left out.", show_default=False),
    ] = None,
    money: Annotated[str | None, typer.Option(help="What it cost, such as 1200PKR.", show_default=False)] = None,
    entry: Annotated[
        list[str] | None, typer.Option(help="Id of an entry of the log that it belongs to; may be given again.", show_default=False)
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="For nobody else: no export ever holds it.")] = False,
    corrects: Annotated[str | None, typer.Option(help="Id of the entry that it takes the place of.", show_default=False)] = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write into the diary; the words are asked for, or read from standard input. It never asks for the diary's passphrase."""
    from gawah.usecases import diary

    if private:
        session(context).voice.say(diary.JOURNALS)
    felt = at if at is not None else _ask.line("When, such as 2024-03-05 or 2024-03 (or empty): ").strip()
    amount, currency = _money(money)
    told = diary.Told(
        body=_ask.text("In your words:"),
        felt_at=felt,
        fear=fear,
        effects=tuple(effect or ()),
        amount=amount,
        currency=currency,
        incidents=tuple(entry or ()),
        private=private,
        corrects=corrects,
    )
    with opened(context) as work:
        made = diary.new_entry(work, told)
        sealed = diary.key(work) is not None
        if not dry_run:
            diary.keep(work, made)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("diary.add", {"id": made.id, "recorded_at": made.recorded_at, "sealed": sealed, "dry_run": dry_run})
        return
    how = (
        "sealed: only the diary's passphrase opens it"
        if sealed
        else "not locked: `gawah diary lock` gives the diary a key of its own"
    )
    result(f"{made.id[: _rows.SHORT]}  {'would be kept' if dry_run else 'kept'}, {how}")


@app.command("list")
def diary_list(
    context: typer.Context,
    *,
    diary_passphrase_file: PassphraseFile = None,
    diary_recovery_file: RecoveryFile = None,
    as_json: _rows.AsJson = False,
) -> None:
    """List the entries without words; of a locked diary, without its passphrase, only when each was written."""
    from gawah.usecases import diary

    with opened(context) as work:
        found = diary.entries(work, unlocked(work, diary_passphrase_file, diary_recovery_file))
        handed = diary.handed_over(work)
    if as_json:
        result_json("diary.list", {"entries": [entry_json(one, handed.get(one.id, []), show_text=False) for one in found]})
    elif found:
        columns(("id", "when", "written down", "about", "fear", "money", "entries", "characters"), map(_cells, found), right=(6, 7))
    else:
        result("the diary is empty: gawah diary add")


@app.command("show")
def diary_show(
    context: typer.Context,
    entry_id: EntryId,
    *,
    diary_passphrase_file: PassphraseFile = None,
    diary_recovery_file: RecoveryFile = None,
    show_text: Annotated[bool, typer.Option("--show-text", help="Show the words too; they are yours, nothing is counted.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show one entry; its words with --show-text. Nothing in the ledger says that it was read."""
    from gawah.records.errors import WrongDiaryPassphrase
    from gawah.usecases import diary
    from gawah.usecases._targets import one_of

    with opened(context) as work:
        secret = unlocked(work, diary_passphrase_file, diary_recovery_file)
        found = one_of(diary.entries(work, secret), entry_id)
        handed = diary.handed_over(work).get(found.id, [])
    if found.sealed:
        raise WrongDiaryPassphrase("the diary is locked: its passphrase is needed to read it")
    if as_json:
        result_json("diary.show", entry_json(found, handed, show_text=show_text))
        return
    cells = _cells(found)
    facts(zip(("entry", "when", "written down", "about", "fear of violence", "money"), [found.id, *cells[1:6]], strict=True))
    for whom, when in handed:
        result(f"handed over to {short(whom, 60)} in the dossier of {when}")
    for line in visible(found.body, lines=True).split("\n") if show_text else ():
        result(f"    | {line}")


@app.command("lock")
def diary_lock(
    context: typer.Context,
    *,
    new_passphrase_file: NewPassphraseFile = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="You know that without passphrase and recovery text the diary is lost.")
    ] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Give the diary a passphrase of its own. Entries are then sealed as through a letter box, and read only with it."""
    from gawah.records.errors import BadInput
    from gawah.usecases import diary

    session(context).voice.say(diary.BEFORE_LOCKING)
    if not yes and not dry_run and not _ask.yes("Lock the diary?"):
        raise BadInput("not locked; say --yes where nobody can be asked")
    if dry_run:
        session(context).voice.say("nothing was written")
        if as_json:
            result_json("diary.lock", {"dry_run": True})
        return
    with opened(context) as work:
        made = diary.lock(work, new_passphrase(new_passphrase_file), timer=perf_counter)
    if as_json:
        result_json("diary.lock", {"recovery_text": made.recovery, "open_before": made.open_before, "dry_run": False})
        return
    result("The diary is locked. This text opens it too. Write it down now and keep it apart: it is shown this once.\n")
    result(f"    {made.recovery}\n")
    if made.open_before:
        result(f"Written before: {plural(made.open_before, 'entry', 'entries')}, sealed now.")
        result(
            "How they were first written stays in the vault, under its own passphrase: nothing that the ledger holds is taken away."
        )
    result(diary.JOURNALS)


@app.command("passphrase")
def diary_change(
    context: typer.Context,
    *,
    new_passphrase_file: NewPassphraseFile = None,
    diary_passphrase_file: PassphraseFile = None,
    diary_recovery_file: RecoveryFile = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Change the diary's passphrase: asks for the old one or the recovery text, then twice for the new one."""
    from gawah.records.errors import NotFound, WrongDiaryPassphrase
    from gawah.usecases import diary

    with opened(context) as work:
        if diary.key(work) is None:
            raise NotFound("the diary has no key of its own: `gawah diary lock` makes one")
        secret = unlocked(work, diary_passphrase_file, diary_recovery_file)
        if secret is None:
            raise WrongDiaryPassphrase("the diary is locked: its passphrase or recovery text is needed")
        if not dry_run:
            diary.change_passphrase(work, secret, new_passphrase(new_passphrase_file), timer=perf_counter)
    if as_json:
        result_json("diary.passphrase", {"dry_run": dry_run})
    elif not dry_run:
        result("The diary's passphrase is changed; the recovery text stays the same.")
        result("The old one stays in the ledger: with a copy of the vault it still opens what was sealed until now.")
    if dry_run:
        session(context).voice.say("nothing was changed")


def unlocked(work: "Workspace", passphrase_file: Path | None, recovery_file: Path | None) -> "Secret | None":
    """What opens the diary, from a file named or asked for; None where it has no key, or nobody was there to be asked.

    Raises PassphraseFileUnsafe, WrongDiaryPassphrase, WrongRecoveryKey.
    """
    from gawah.usecases import diary

    if diary.key(work) is None:
        return None
    if recovery_file is not None:
        return diary.unlocked(work, recovery=recovery_key(recovery_file))
    typed = diary_passphrase(passphrase_file)
    return None if typed is None else diary.unlocked(work, passphrase=typed)


def entry_json(one: "Impact", handed: "list[tuple[str, str]]", *, show_text: bool) -> dict[str, Any]:
    """An entry; its words only with `show_text`. Of a sealed one nothing but when it was written."""
    head = {"id": one.id, "recorded_at": one.recorded_at, "supersedes": one.supersedes, "sealed": bool(one.sealed)}
    if one.sealed:
        return head
    told = asdict(one)
    names = ("effects", "incidents", "fear_of_violence", "private")
    return {
        **head,
        "felt_at": _rows.when_json(one.felt_at),
        **{name: told[name] for name in names},
        "money": {"amount": one.amount, "currency": one.currency} if one.amount else None,
        "characters": len(one.body),
        "handed_over": [{"for": whom, "at": when} for whom, when in handed],
        **({"text": one.body} if show_text else {}),
    }


def _cells(one: "Impact") -> list[str]:
    if one.sealed:
        return [one.id[: _rows.SHORT], "–", one.recorded_at, "sealed", "–", "–", "–", "–"]
    return [
        one.id[: _rows.SHORT],
        visible(one.felt_at.stated) if one.felt_at else "–",
        one.recorded_at,
        "private" if one.private else " ".join(one.effects) or "–",
        {None: "–", True: "yes", False: "no"}[one.fear_of_violence],
        visible(f"{one.amount} {one.currency}") if one.amount else "–",
        str(len(one.incidents)),
        str(len(one.body)),
    ]


def _money(text: str | None) -> tuple[str, str]:
    """`1200PKR` as amount and currency."""
    plain = (text or "").strip()
    return (plain[:-3].strip(), plain[-3:].upper()) if plain else ("", "")
