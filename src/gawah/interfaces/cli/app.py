"""All commands in one place, and what holds for every one of them: global options, errors, exit codes."""

import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from gawah import __version__
from gawah.interfaces.cli import (
    _output,
    accounts,
    add,
    agent,
    assess,
    backup,
    certificate,
    check,
    collect,
    conduct,
    context,
    conversations,
    destroy_keys,
    diary,
    dossier,
    entries,
    erase,
    extract,
    findings,
    hand_over,
    init,
    inspect,
    items,
    label,
    ledger,
    listing,
    log,
    notice,
    packs,
    passphrase,
    place,
    problems,
    protect,
    recover,
    redact,
    rekey,
    report,
    restore,
    reveal,
    search,
    show,
    stamp,
    starter,
    status,
    table,
    timeline,
    translation,
    triage,
    verify,
)
from gawah.interfaces.cli._session import Session
from gawah.records.errors import GawahError

STOPPED = 130
"""Exit code after Ctrl-C: 128 and the number of the signal."""

app = typer.Typer(
    name="gawah",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turn years of messages into one private, verifiable case file on this machine.",
)
app.command()(inspect.inspect)
app.command()(table.table)
app.command()(assess.assess)
app.command()(assess.match)
app.command()(init.init)
app.command("import")(collect.import_paths)
app.command()(status.status)
app.command("list")(listing.list_rows)
app.command()(search.search)
app.command()(show.show)
app.command()(reveal.reveal)
app.command()(context.context)
app.command()(label.label)
app.command()(label.labels)
app.command()(timeline.timeline)
app.command()(conduct.conduct)
app.command()(items.items)
app.command()(conversations.conversations)
app.command()(accounts.accounts)
app.command()(problems.problems)
app.command()(findings.findings)
app.add_typer(add.app, name="add")
app.command()(entries.entries)
app.command()(translation.translations)
app.command()(notice.notices)
app.add_typer(packs.app, name="packs")
app.command()(place.place)
app.add_typer(triage.app, name="triage")
app.add_typer(log.app, name="log")
app.add_typer(diary.app, name="diary")
app.add_typer(report.app, name="report")
app.add_typer(protect.app, name="protect")
app.add_typer(redact.app, name="redact")
app.add_typer(agent.app, name="agent")
app.add_typer(ledger.app, name="ledger")
app.add_typer(stamp.app, name="stamp")
app.command()(starter.starter)
app.command()(dossier.dossier)
app.command()(verify.verify)
app.add_typer(hand_over.app, name="hand-over")
app.command()(certificate.certificate)
app.command()(extract.extract)
app.command()(check.check)
app.command()(erase.erase)
app.command()(backup.backup)
app.command()(passphrase.passphrase)
app.command()(rekey.rekey)
app.command()(recover.recover)
app.command("destroy-keys")(destroy_keys.destroy_keys)
app.command()(restore.restore)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"gawah {__version__}")
        raise typer.Exit


@app.callback()
def everywhere(
    context: typer.Context,
    *,
    vault: Annotated[Path | None, typer.Option(envvar="GAWAH_VAULT", help="The vault's folder.", show_default=False)] = None,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            envvar="GAWAH_PASSPHRASE_FILE",
            help="Passphrase in the first line of this file, readable by you alone.",
            show_default=False,
        ),
    ] = None,
    agent: Annotated[str, typer.Option(envvar="GAWAH_AGENT", help="Who acts: a label of `gawah agent list`.")] = "me",
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but results and errors.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback ends the run
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options that every command takes; they stand before the command."""
    _output.standing.clear()
    context.obj = Session(vault=vault, passphrase_file=passphrase_file, agent=agent, quiet=quiet)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code. Errors are told in one line with advice; content is never shown in them."""
    _speak_utf8()
    try:
        code = app(arguments, standalone_mode=False)
        print(end="", flush=True)  # a fault of whoever takes our output is met here, not after the last line of this program
    except GawahError as error:
        print(f"gawah: {error} [{error.code}]\ngawah: {error.advice}", file=sys.stderr)
        return error.exit_code
    except TyperException as error:
        return _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        code = STOPPED
    except (BrokenPipeError, SystemExit):  # typer makes the second of the first
        _say_no_more()
        return 0  # whoever read our output has seen enough
    except Exception as error:  # noqa: BLE001 - the one place; a traceback could show content
        return _unexpected(error)
    if code == STOPPED:  # which is also what typer makes of Ctrl-C
        print("gawah: stopped; the vault is whole, run the same command again to go on", file=sys.stderr)
    return int(code or 0)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; half of a surrogate pair, as in a file name, becomes an escape of JSON."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say_no_more() -> None:
    """Let what is still to be written go nowhere: at its end the interpreter would complain that nobody reads it."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _usage(error: TyperException) -> int:
    show = getattr(error, "show", None)
    if show is not None:
        show()
    else:
        print(f"gawah: {error}", file=sys.stderr)
    return error.exit_code


def _unexpected(error: Exception) -> int:
    """Name the fault and the place in our own code; never what it was about."""
    where = "unknown place"
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("gawah."):
            where = f"{module} line {trace.tb_lineno}"
        trace = trace.tb_next
    number = f" ({errno.errorcode.get(error.errno, 'no name')})" if isinstance(error, OSError) and error.errno else ""
    print(f"gawah: unexpected failure: {type(error).__name__}{number} in {where}", file=sys.stderr)
    if isinstance(error, OSError):
        _say_no_more()
    return 1
