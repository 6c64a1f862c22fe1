"""Every act that the code enters in the ledger stands, with its method, in the description that strangers read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from gawah.dossier.wording import OPS
from gawah.records.casework import EntryKind
from gawah.records.evidence import Grade
from tests.house._tree import FILES, ROOT, place, room, tree

SPEC = (ROOT / "docs" / "spec" / "ledger.md").read_text(encoding="utf-8")
WRITERS = [path for path in FILES if room(path) in ("usecases", "vault")]
OF_RECORDS = {"kind": get_args(EntryKind), "grade": get_args(Grade)}
"""The words of a field of a record that is entered as a method: `entry.kind`, `item.grade`."""
HANDED_ON = {
    "statements.py": "what the caller gives",
    "readings.py": "reader and version",
    "suggestions.py": "name and hash of the model",
    "custody.py": "read, not written",
}
"""Files of the vault in which a method comes in from outside, and what it is."""


def stated(path: Path) -> Iterator[ast.expr]:
    """Every expression that a file gives as a method."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield from (one.value for one in node.keywords if one.arg == "method")
        if isinstance(node, ast.Dict):
            named = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in named if isinstance(key, ast.Constant) and key.value == "method")


def words(path: Path, value: ast.expr) -> set[str] | None:
    """What an expression can be; None where that is not seen in its file."""
    if isinstance(value, ast.Constant):
        return {value.value} if isinstance(value.value, str) else None
    if isinstance(value, ast.IfExp):
        one, other = words(path, value.body), words(path, value.orelse)
        return None if one is None or other is None else one | other
    if isinstance(value, ast.Attribute):
        return set(OF_RECORDS[value.attr]) if value.attr in OF_RECORDS else None
    if isinstance(value, ast.Name):
        return assigned(path, value.id)
    return None


def assigned(path: Path, name: str) -> set[str] | None:
    """What a file assigns to a name; None where it does not."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if isinstance(node, ast.Assign | ast.AnnAssign) and any(isinstance(one, ast.Name) and one.id == name for one in targets):
            found |= (node.value is not None and words(path, node.value)) or set()
    return found or None


def test_every_method_that_the_code_writes_is_described() -> None:
    found = {(place(path, value), word) for path in WRITERS for value in stated(path) for word in words(path, value) or ()}
    assert {"report-step", "intended", "incident-withdrawal", "apart", "page", "rfc3161"} <= {word for _, word in found}
    assert sorted((where, word) for where, word in found if f"`{word}`" not in SPEC) == []


def test_a_method_that_is_put_together_elsewhere_is_known() -> None:
    unseen = {path.name: place(path, value) for path in WRITERS for value in stated(path) if words(path, value) is None}
    assert {name: where for name, where in unseen.items() if name not in HANDED_ON} == {}


@pytest.mark.parametrize("word", sorted(OPS))
def test_every_act_with_a_sentence_is_described(word: str) -> None:
    assert re.search(rf"^ *\|.*`{re.escape(word)}`", SPEC, re.MULTILINE)
