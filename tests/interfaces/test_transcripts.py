"""The transcripts of tests/transcripts: command lines with the text they give, readable as documentation.

    # a remark
    $ gawah add note                       a command line, as a person types it
    < The lamp is broken.                  what stands on standard input
    note of 19 characters: kept as …       standard output, then standard error
    [3]                                    the exit code, unless it is 0

`?` stands for any one digit or letter: ids, roots and keys differ from case to case. ITEM is the id of the first original, MESSAGE
that of the fifth row, NOTE that of the first note or event, REPORT that of the first complaint, ENTRY that of the
first entry of the log. Each file starts with an empty case
in `case/vault` and the invented chat beside it.
"""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.interfaces.program import Program, bare

FOLDER = Path(__file__).parents[1] / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))
_NAMES = {
    "ITEM": ("items", "items", 0),
    "MESSAGE": ("list", "rows", 4),
    "NOTE": ("entries", "entries", 0),
    "REPORT": ("report list", "reports", 0),
    "ENTRY": ("log list", "entries", 0),
}


@dataclass(slots=True)
class Step:
    """One command line and what belongs to it."""

    line: str
    typed: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    code: int = 0


def steps(text: str) -> list[Step]:
    """The steps of a transcript."""
    found: list[Step] = []
    for line in text.splitlines():
        if line.startswith("$ gawah "):
            found.append(Step(line.removeprefix("$ gawah ")))
        elif line.startswith("#") or not found:
            assert line.startswith("#") or not line, f"before the first command: {line}"
        elif line.startswith("< "):
            found[-1].typed.append(line.removeprefix("< "))
        elif exit_code := re.fullmatch(r"\[(\d+)\]", line):
            found[-1].code = int(exit_code[1])
        else:
            found[-1].expected.append(line)
    for step in found:
        while step.expected and not step.expected[-1]:
            step.expected.pop()
    return found


def fits(line: str, expected: str) -> bool:
    """Whether a line is the expected one, `?` being any digit or letter."""
    pattern = "".join("[0-9A-Za-z?]" if char == "?" else re.escape(char) for char in expected)
    return re.fullmatch(pattern, line) is not None


def arguments(program: Program, line: str) -> list[str]:
    """The words of a command line, with ids for names."""
    words = []
    for word in shlex.split(line):
        if word in _NAMES:
            command, key, index = _NAMES[word]
            words.append(str(program.ok(*command.split(), "--json").json[key][index]["id"]))
        else:
            words.append(word)
    return words


def test_there_are_transcripts() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
@pytest.mark.usefixtures("chat")
def test_the_program_says_what_the_transcript_says(empty: Program, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAWAH_VAULT", "case/vault")
    monkeypatch.setenv("GAWAH_PASSPHRASE_FILE", "case/passphrase.txt")
    for step in steps(path.read_text(encoding="utf-8")):
        ran = bare(*arguments(empty, step.line), typed="".join(f"{line}\n" for line in step.typed))
        said = (ran.out + ran.err).rstrip("\n").split("\n")
        wanted = step.expected or [""]
        differing = [(line, expected) for line, expected in zip(said, wanted, strict=False) if not fits(line, expected)]
        assert (ran.code, differing, len(said)) == (step.code, [], len(wanted)), f"$ gawah {step.line}\n" + "\n".join(said)
