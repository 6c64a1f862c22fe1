"""Writes docs/reference from the program: commands, errors, problem codes, what can leave the machine.

`--check` fails where the pages differ from it.
"""

import inspect
import sys
from collections.abc import Iterator
from inspect import cleandoc, getdoc
from pathlib import Path
from typing import Any

from typer.main import get_command

from gawah import network
from gawah.interfaces.cli.app import app
from gawah.records.errors import GawahError
from gawah.records.problems import PROBLEMS, SEVERITIES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
WRITTEN = "<!-- Written by `make docs` from the program; edit the program instead. -->"


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {
        "commands.md": commands_page(),
        "errors.md": errors_page(),
        "network.md": network_page(),
        "problems.md": problems_page(),
    }


def commands_page() -> str:
    """Every command with its arguments and options, as the program knows them."""
    root: Any = get_command(app)
    lines = ["# Commands", "", WRITTEN, "", root.help, "", "`gawah [OPTIONS] COMMAND`; these stand before the command:", ""]
    lines += _table(root)
    for name, command in _commands(root, ""):
        lines += ["", f"## gawah {name}", "", cleandoc(command.help or ""), "", f"    gawah {name}{_usage(command)}", ""]
        lines += _table(command)
    return "\n".join(lines).rstrip() + "\n"


def command_names() -> list[str]:
    """Every command as it is typed, such as `report add`."""
    return [name for name, _ in _commands(get_command(app), "")]


def errors_page() -> str:
    """The error tree: codes, exit codes, meaning, advice."""
    lines = ["# Errors and exit codes", "", WRITTEN, ""]
    lines += ["0 done; 1 unexpected failure; 2 usage; 3 finished with listed problems; 130 stopped by Ctrl-C. The others belong to"]
    lines += ["one error each, in groups of ten. Messages carry a code in brackets and no content.", ""]
    lines += ["| exit | code | what it means | what to do |", "| --- | --- | --- | --- |"]
    found = sorted(_errors(GawahError), key=lambda one: (one.exit_code, one.code))
    lines += [f"| {one.exit_code} | `{one.code}` | {_first(getdoc(one) or '')} | {one.advice} |" for one in found]
    return "\n".join(lines) + "\n"


def problems_page() -> str:
    """The codes of what readers could not read, or read with a caution."""
    lines = [
        "# Problems",
        "",
        WRITTEN,
        "",
        "What a reader could not read, or read with a caution: a code and a place, never content.",
    ]
    lines += ["`gawah problems` lists them. A code never gets a second meaning.", "", "| severity | |", "| --- | --- |"]
    lines += [f"| {name} | {meaning} |" for name, meaning in SEVERITIES.items()]
    lines += [
        "",
        "| code | meaning |",
        "| --- | --- |",
        *(f"| `{code}` | {meaning} |" for code, meaning in sorted(PROBLEMS.items())),
    ]
    return "\n".join(lines) + "\n"


def network_page() -> str:
    """Every function of the door: what it can send, as its own words have it."""
    lines = ["# What can leave this machine", "", WRITTEN, ""]
    lines += ["gawah opens a connection in one file, `src/gawah/network.py`, and only when a command that says so is run:"]
    lines += ["`gawah stamp now`, `stamp send`, `stamp renew` and `dossier --stamp`. `--dry-run` says what each would send.", ""]
    lines += ["These are all its functions.", "", "| function | sends |", "| --- | --- |"]
    lines += [f"| `{name}` | {_sends(function)} |" for name, function in door()]
    return "\n".join(lines) + "\n"


def door() -> list[tuple[str, Any]]:
    """The public functions of `network`, by name."""
    found = inspect.getmembers(network, inspect.isfunction)
    return [(name, one) for name, one in found if one.__module__ == network.__name__ and not name.startswith("_")]


def _sends(function: Any) -> str:
    """What stands after `Sent:` in its docstring, to the end of the paragraph."""
    _, found, rest = cleandoc(function.__doc__ or "").partition("Sent: ")
    if not found:
        raise ValueError(f"the docstring of {function.__name__} does not say what is sent")
    return " ".join(rest.split("\n\n", maxsplit=1)[0].split())


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say which of them differ; 1 then."""
    differing = [name for name, text in pages().items() if not _holds(FOLDER / name, text)]
    if arguments == ["--check"]:
        for name in differing:
            print(f"gawah: docs/reference/{name} is not as the program is; run `make docs`", file=sys.stderr)
        return 1 if differing else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in differing:
        (FOLDER / name).write_text(pages()[name], encoding="utf-8", newline="\n")
        print(f"docs/reference/{name}")
    return 0


def _commands(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _usage(command: Any) -> str:
    words = []
    for one in command.params:
        if one.param_type_name == "argument":
            name = _metavar(one)
            words.append(name if one.required or name.startswith("[") else f"[{name}]")
        elif one.required:
            words.append(f"{one.opts[0]} {_metavar(one)}")
    optional = any(one.param_type_name == "option" and not one.required for one in command.params)
    return "".join(f" {word}" for word in [*(["[OPTIONS]"] if optional else []), *words])


def _table(command: Any) -> list[str]:
    rows = [(_shape(one), _meaning(one)) for one in command.params]
    return ["| | |", "| --- | --- |", *(f"| `{shape}` | {meaning} |" for shape, meaning in rows)] if rows else []


def _shape(one: Any) -> str:
    if one.param_type_name == "argument":
        return _metavar(one)
    return str(one.opts[0]) if one.is_flag else f"{one.opts[0]} {_metavar(one)}"


def _metavar(one: Any) -> str:
    name = str(one.metavar or one.name.upper().replace("_", "-"))
    return f"{name}..." if one.nargs == -1 else name


def _meaning(one: Any) -> str:
    words = [(one.help or "").replace("|", "\\|")]
    if one.default not in (None, False, "", ()) and not callable(one.default):
        words.append(f"Default: {one.default}.")
    if one.envvar:
        words.append(f"Also `${one.envvar}`.")
    return " ".join(words)


def _errors(base: type[GawahError]) -> Iterator[type[GawahError]]:
    for one in base.__subclasses__():
        if "code" in vars(one):
            yield one
        yield from _errors(one)


def _first(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
