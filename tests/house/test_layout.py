"""The habits of the house that neither ruff nor import-linter keeps (docs/decisions/0001-house.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house._tree import FILES, PACKAGE, ROOT, Function, calls, functions, imported, place, room, tree

NAMELESS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "handlers"}
DRIVERS = {"sqlite3", "sqlcipher3", "apsw"}
FOREIGN_DATABASES = "src/gawah/readers/_database.py"
LONGEST_FILE = 400
LONGEST_FUNCTION = 80


def test_there_is_a_package_to_look_at() -> None:
    assert len(FILES) > 10


def test_every_file_has_a_name_that_says_what_it_is() -> None:
    assert [
        inside(path) for path in FILES if NAMELESS & {word for part in path.relative_to(PACKAGE).parts for word in words(part)}
    ] == []


def test_no_file_answers_two_questions() -> None:
    lines = {inside(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_page() -> None:
    long = {
        place(path, function): length
        for path in FILES
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_only_interfaces_catch_everything() -> None:
    assert [place(path, handler) for path in FILES if room(path) != "interfaces" for handler in catch_alls(path)] == []


def test_interfaces_catch_everything_in_one_place() -> None:
    assert len([place(path, handler) for path in FILES if room(path) == "interfaces" for handler in catch_alls(path)]) <= 1


def test_only_the_vault_opens_a_database() -> None:
    """But for the one file in which readers look into a stranger's, which can do nothing but read it."""
    others = [path for path in FILES if room(path) != "vault" and inside(path) != FOREIGN_DATABASES]
    assert [inside(path) for path in others if imported(path) & DRIVERS] == []


def test_one_file_opens_the_database_and_no_other() -> None:
    openers = [
        inside(path)
        for path in FILES
        if inside(path) != FOREIGN_DATABASES
        and imported(path) & DRIVERS
        and any(called(call).endswith(".connect") for call in calls(path))
    ]
    assert len(openers) == 1


def test_modules_are_imported_by_name_only() -> None:
    """A module named in a string passes below every import contract; only the registry of readers looks into its own folder."""
    hidden = {"importlib.import_module", "import_module", "__import__"}
    others = [path for path in FILES if path.name != "_registry.py"]
    assert [place(path, call) for path in others for call in calls(path) if called(call) in hidden] == []


def test_every_module_has_a_rulebook() -> None:
    assert [inside(path) for path in FILES if tree(path).body and not ast.get_docstring(tree(path))] == []


def test_every_public_name_says_what_one_gets() -> None:
    names = [(path, node) for path in FILES for node in public(tree(path).body)]
    assert [f"{place(path, node)} {node.name}" for path, node in names if not ast.get_docstring(node)] == []


def test_records_are_frozen_slotted_and_keyword_only() -> None:
    wanted = {"frozen", "slots", "kw_only"}
    loose = [
        place(path, node)
        for path in FILES
        if room(path) == "records"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and not wanted <= settings_of(decorator)
    ]
    assert loose == []


def catch_alls(path: Path) -> Iterator[ast.ExceptHandler]:
    """Handlers that would swallow an error nobody foresaw. One that ends with a bare `raise` only tidies up."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = {"BaseException"} if node.type is None else {part.strip("() ") for part in ast.unparse(node.type).split(",")}
            last = node.body[-1]
            tidies_up = isinstance(last, ast.Raise) and last.exc is None
            if caught & {"Exception", "BaseException"} and not tidies_up:
                yield node


def inside(path: Path) -> str:
    """The path of a file inside the repository."""
    return path.relative_to(ROOT).as_posix()


def words(part: str) -> set[str]:
    """The words of a file's or folder's name."""
    return set(part.removesuffix(".py").strip("_").split("_"))


def called(call: ast.Call) -> str:
    """The dotted name that is called."""
    return ast.unparse(call.func)


def public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes, and the public methods of public classes. What Python itself names needs no words."""
    for node in body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if {ast.unparse(decorator).split(".")[-1] for decorator in node.decorator_list} & {"overload", "override", "setter"}:
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public(node.body)


def settings_of(decorator: ast.expr) -> set[str]:
    """The keywords a decorator sets to True."""
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return {word.arg for word in keywords if word.arg and isinstance(word.value, ast.Constant) and word.value.value is True}
