"""Every guarantee of docs/threat-model.md names a test, and every test it names is there."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house._tree import ROOT

PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
GUARANTEE = re.compile(r"^\*\*G(\d+)\*\* .*?(?=^\*\*G\d+\*\*|^#)", re.MULTILINE | re.DOTALL)
IDS = [
    *(f"F{number}" for number in range(1, 10)),
    *(f"A{number}" for number in (1, 2, 3, 4, 5, 6, 8, 10)),
    *(f"D{number}" for number in range(1, 10)),
    "E2",
    "E3",
]


def guarantees() -> Iterator[tuple[int, str]]:
    """Number and text of each."""
    for found in GUARANTEE.finditer(PAGE):
        yield int(found[1]), found[0]


def names_in(path: str) -> set[str]:
    """The names of the tests in a file; none when it is not there."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module(body=[], type_ignores=[])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_guarantees_are_numbered_without_a_gap() -> None:
    numbers = [number for number, _ in guarantees()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 20


def test_every_guarantee_names_a_test() -> None:
    assert [number for number, text in guarantees() if not TEST.search(text)] == []


def test_every_test_that_is_named_is_there() -> None:
    named = TEST.findall(PAGE)
    assert named
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
    assert PAGE.count("::test_") == len(named), "a name is spelt so that this test does not see it"


@pytest.mark.parametrize("kind", IDS)
def test_every_kind_of_fault_and_attack_has_its_tests(kind: str) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| {kind} |"))
    assert TEST.search(row)
