"""The reference is what the program says, and leaves nothing out."""

import ast
import re

import pytest

from gawah.records.problems import PROBLEMS, SEVERITIES
from tests.house._tree import FILES, functions, place, room, tree
from tools import reference

_CODE = re.compile(r"(?:field|record|name|time|media|count|text|part|limit|not)-[a-z-]+|embedded|member-(?:un[a-z]+|encrypted)")


@pytest.mark.parametrize("page", sorted(reference.pages()))
def test_the_reference_is_as_the_program_is(page: str) -> None:
    assert (reference.FOLDER / page).read_text(encoding="utf-8") == reference.pages()[page], "run `make docs`"


def test_every_problem_code_of_a_reader_has_a_meaning() -> None:
    sources = [path for path in FILES if room(path) == "readers" or path.name in ("_worker.py", "reading.py")]
    used = {
        node.value: place(path, node)
        for path in sources
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value)
    }
    assert used
    assert {code: where for code, where in used.items() if code not in PROBLEMS} == {}


def test_no_meaning_is_given_twice_and_none_is_empty() -> None:
    assert len(set(PROBLEMS.values())) == len(PROBLEMS)
    assert all(PROBLEMS.values())
    assert all(SEVERITIES.values())


def test_every_command_and_option_says_what_it_does() -> None:
    rows = [line for line in reference.commands_page().splitlines() if line.startswith("| `")]
    assert rows
    assert [row for row in rows if row.endswith("|  |")] == []


def test_every_function_of_the_door_says_what_it_sends() -> None:
    door = next(path for path in FILES if path.name == "network.py")
    public = {node.name for node in functions(door) if not node.name.startswith("_") and node.col_offset == 0}
    page = reference.network_page()
    assert public
    assert [name for name in public if f"| `{name}` | " not in page] == []
