"""What holds for every command: where words go, JSON, exit codes, Ctrl-C, odd names and odd locales."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from gawah.interfaces.cli import _output, app
from gawah.records.errors import GawahError
from gawah.usecases import review
from tests.interfaces.program import CHAT, Program, bare
from tools import reference

GAWAH = Path(sys.executable).parent / "gawah"
READING = [
    "status",
    "list",
    "items",
    "conversations",
    "accounts",
    "problems",
    "entries",
    "timeline",
    "check",
    "report list",
    "agent list",
]


@pytest.mark.parametrize("command", READING)
def test_json_is_one_object_with_its_schema_and_nothing_beside(program: Program, command: str) -> None:
    ran = program.ok(*command.split(), "--json")
    assert (ran.json["schema"], ran.err) == (f"gawah.{command.replace(' ', '.')}/1", "")


@pytest.mark.parametrize("name", reference.command_names())
def test_every_command_explains_itself_without_a_vault(name: str, tmp_path: Path) -> None:
    ran = bare("--vault", tmp_path / "nowhere", *name.split(), "--help")
    assert (ran.code, "Usage:" in ran.out) == (0, True)


def test_quiet_says_nothing_but_results(program: Program) -> None:
    options = ("--vault", program.vault, "--passphrase-file", program.passphrase_file)
    loud, quiet = bare(*options, "list", "--limit", "2"), bare(*options, "--quiet", "list", "--limit", "2")
    assert (quiet.out, quiet.err) == (loud.out, "")
    assert loud.err.startswith("gawah: ")


@pytest.mark.parametrize("raised", [KeyboardInterrupt, EOFError])
def test_ctrl_c_says_how_to_go_on(program: Program, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]) -> None:
    def stop(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(review, "list_rows", stop)
    ran = program("list")
    assert (ran.code, "run the same command again" in ran.err) == (130, True)
    monkeypatch.undo()
    assert program("check").code == 0


def test_a_reader_of_our_output_may_leave_early(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(review, "list_rows", gone)
    assert program("list").code == 0


@pytest.mark.skipif(os.name != "posix", reason="pipes of other systems break in other ways")
@pytest.mark.parametrize("arguments", [["status"], ["list", "--jsonl"], ["--help"]])
def test_a_pipe_that_nobody_reads_is_no_failure(program: Program, arguments: list[str]) -> None:
    options = ["--vault", str(program.vault), "--passphrase-file", str(program.passphrase_file)]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([GAWAH, *options, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no drive that is always full")
def test_output_that_cannot_be_written_is_said_in_one_line(program: Program) -> None:
    options = ["--vault", str(program.vault), "--passphrase-file", str(program.passphrase_file)]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([GAWAH, *options, "items"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr.count(b"\n"), b"ENOSPC" in ended.stderr) == (1, 1, True)


@pytest.mark.skipif(os.name != "posix", reason="only there may a file name be no text")
def test_a_file_name_that_is_no_text_is_kept_and_shown(empty: Program, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path / "odd") + b"-\xff\x1b[31m.txt"))
    odd.write_text(CHAT, encoding="utf-8")
    assert empty("import", "--yes", odd).code in (0, 3, 12)
    shown = empty.ok("items").out
    assert "⟨U+001B⟩" in shown
    assert "\x1b" not in shown
    assert msgspec.json.decode(empty.ok("items", "--json").out.encode("utf-8", "surrogatepass"))["items"]


def test_what_could_steer_a_terminal_is_made_visible(empty: Program, tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Somebody.txt"
    chat.write_text("28/12/2023, 21:05 - Somebody: red \x1b[31mtext\x07 \u202ehere\n", encoding="utf-8")
    empty("import", "--yes", chat)
    ran = empty.ok("list", "--show-text")
    assert [char for char in "\x1b\x07\u202e" if char in ran.out] == []
    assert "⟨U+001B⟩[31mtext⟨U+0007⟩ ⟨U+202E⟩here" in ran.out


def test_output_is_utf_8_in_every_locale(program: Program) -> None:
    options = ["--vault", str(program.vault), "--passphrase-file", str(program.passphrase_file)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    message = program.ok("search", "--json", typed="نہیں").json["rows"][0]["id"]
    ended = subprocess.run([GAWAH, *options, "reveal", message], capture_output=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    assert "تم مجھ سے نہیں چھپ سکتیں" in ended.stdout.decode("utf-8")


def test_every_error_has_a_code_and_exit_code_of_its_own_group() -> None:
    def below(base: type[GawahError]) -> list[type[GawahError]]:
        return [one for child in base.__subclasses__() for one in [child, *below(child)]]

    named = [one for one in below(GawahError) if "code" in vars(one)]
    assert len({one.code for one in named}) == len(named)
    assert [one.__name__ for one in named if one.exit_code in (0, 1, 2)] == []
    assert app.STOPPED not in {one.exit_code for one in named}


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("نہیں", 4), ("शुभ", 2), ("e\u0301", 1), ("山田", 4), ("\u200d", 0), ("❤\ufe0f", 2), ("⌚\ufe0f", 2)],
)
def test_a_table_counts_columns_and_not_characters(text: str, width: int) -> None:
    assert _output.wide(text) == width
    head, row = _output.table(("a", "b"), [(text, "x")])
    assert _output.wide(row[: row.rindex("x")]) == head.index("b")
