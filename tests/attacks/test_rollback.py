"""An older copy of a page, of the database, of heads or of the whole vault is found, and called a rollback (F9).

Every byte that is put back is genuine, so that no cipher and no MAC can tell. `Theft` has a vault as it was at an earlier time and
as it is now; each attack puts something of the one into the other.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gawah.records.errors import GawahError
from gawah.vault.local import LocalVault
from tests.interfaces.program import Program, make_case
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, message, read, two_exports

PAGE = 8192
WORDS = ("canary", "words", "third", "ca", "ird")
LEDGER = ("leaf", "leaf_body", "head")


@dataclass(frozen=True, slots=True)
class Found:
    """What an opening and a check say; `refused` when it does not even open."""

    warnings: tuple[str, ...]
    problems: frozenset[tuple[str, str]]
    refused: bool

    @property
    def anything(self) -> bool:
        return self.refused or bool(self.warnings or self.problems)

    @property
    def rollback(self) -> bool:
        return any("rolled back" in one for one in self.warnings) and "rolled-back" in {state for state, _ in self.problems}


class Theft:
    """A vault, what it was at an earlier time, and what the machine remembers of it."""

    def __init__(self, place: Path) -> None:
        self.now, self.then, self.state = place / "now", place / "then", place / "state"
        self._work, self._turn = place / "work", 0
        with make(self.now, self.state)[0] as vault:
            two_exports(vault)
        shutil.copytree(self.now, self.then)
        with LocalVault.open(self.now, PASSPHRASE, remember=self.state) as vault:
            shown = [row.id for row in vault.page(limit=3)]
            vault.reveal(shown, AT, acting(vault))
            data = b"canary third" * 50
            item = keep(vault, data)
            read(vault, item, [message(data, line, f"canary third {line}") for line in range(30)])
            vault.number_exhibits([("message", shown[0])], AT, acting(vault))

    def copy(self) -> Path:
        self._turn += 1
        return Path(shutil.copytree(self.now, self._work / f"{self._turn}"))

    def put_back(self, *names: str) -> Path:
        """The vault of now with these files or folders as they were then."""
        folder = self.copy()
        for name in names:
            if (self.then / name).is_dir():
                shutil.rmtree(folder / name)
                shutil.copytree(self.then / name, folder / name)
            else:
                shutil.copy(self.then / name, folder / name)
        return folder

    def put_pages_back(self, pages: list[int]) -> Path:
        """The vault of now with these pages of the database as they were then, counted from 1."""
        folder = self.copy()
        old, new = (self.then / "db/case.db").read_bytes(), bytearray((folder / "db/case.db").read_bytes())
        for page in pages:
            new[(page - 1) * PAGE : page * PAGE] = old[(page - 1) * PAGE : page * PAGE]
        (folder / "db/case.db").write_bytes(new)
        return folder

    def changed_pages(self) -> list[int]:
        old, new = ((folder / "db/case.db").read_bytes() for folder in (self.then, self.now))
        starts = range(0, min(len(old), len(new)), PAGE)
        return [at // PAGE + 1 for at in starts if old[at : at + PAGE] != new[at : at + PAGE]]

    def look(self, folder: Path, *, full: bool = True, remember: bool = True) -> Found:
        try:
            with LocalVault.open(folder, PASSPHRASE, remember=self.state if remember else None) as vault:
                report = vault.check(full=full)
                return Found(tuple(vault.warnings), frozenset((one.state, one.what) for one in report.problems), refused=False)
        except GawahError:
            return Found((), frozenset(), refused=True)


@pytest.fixture(scope="module")
def theft(tmp_path_factory: pytest.TempPathFactory) -> Theft:
    return Theft(tmp_path_factory.mktemp("theft"))


@pytest.mark.parametrize(
    "names",
    [
        ("db/case.db",),
        ("db", "checkpoints"),
        ("db", "checkpoints", "blobs"),
        ("VAULT", "keys", "db", "checkpoints", "blobs"),
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_f9_an_older_database_is_a_rollback_with_or_without_its_heads(theft: Theft, names: tuple[str, ...], *, full: bool) -> None:
    assert theft.look(theft.put_back(*names), full=full).rollback


def test_f9_an_older_database_is_found_by_the_heads_beside_it_even_where_nothing_is_remembered(theft: Theft) -> None:
    assert theft.look(theft.put_back("db/case.db"), full=False, remember=False).rollback


def test_f9_older_heads_alone_are_written_again_and_said(theft: Theft) -> None:
    found = theft.look(theft.put_back("checkpoints"))
    assert all("written again" in warning for warning in found.warnings)
    assert found.warnings


def test_a_whole_older_folder_cannot_be_told_where_nothing_is_remembered(theft: Theft) -> None:
    """The limit of it, so that nobody believes otherwise: this is why a head is remembered, printed and stamped."""
    assert not theft.look(theft.put_back("VAULT", "keys", "db", "checkpoints", "blobs"), remember=False).anything


def test_f9_a_fork_that_grew_longer_than_what_is_remembered_is_still_a_rollback(theft: Theft) -> None:
    folder = theft.put_back("db", "checkpoints", "blobs")
    with LocalVault.open(folder, PASSPHRASE, remember=theft.state) as vault:
        for number in range(12):
            keep(vault, b"canary fork %d" % number)
    assert theft.look(folder).rollback


def tables(folder: Path) -> dict[str, object]:
    """All that a case holds: every table but the insides of the search, and what the search finds."""
    with LocalVault.open(folder, PASSPHRASE) as vault:
        database = vault._case.database
        names = [name for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        kept = [name for name in names if not name.startswith(("words", "trigrams"))]
        held: dict[str, object] = {name: database.all(f'SELECT * FROM "{name}"') for name in kept}
        return held | {word: [row.key for row in vault.search(word, limit=100)] for word in WORDS}


def sets_of(pages: list[int]) -> Iterator[list[int]]:
    """Every page by itself, then some at once."""
    chance = random.Random(9)
    yield from ([page] for page in pages)
    yield from (sorted(chance.sample(pages, chance.randint(2, len(pages) - 1))) for _ in range(15))


def test_f9_an_older_page_is_found_or_changes_nothing_that_is_held(theft: Theft) -> None:
    pages = theft.changed_pages()
    assert len(pages) > 20
    whole = tables(theft.copy())
    found = 0
    for some in sets_of(pages):
        folder = theft.put_pages_back(some)
        if theft.look(folder).anything:
            found += 1
        else:
            assert tables(folder) == whole, some
    assert found > len(pages) / 2


def pages_of(folder: Path, table: str) -> set[int]:
    with LocalVault.open(folder, PASSPHRASE) as vault:
        root = vault._case.database.value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        return {int(root)}


@pytest.mark.parametrize("table", LEDGER)
def test_f9_an_older_page_of_the_ledger_is_called_a_rollback_at_the_opening(theft: Theft, table: str) -> None:
    (page,) = pages_of(theft.copy(), table)
    assert page in theft.changed_pages()
    found = theft.look(theft.put_pages_back([page]), full=False)
    assert any("rolled back" in warning for warning in found.warnings)
    assert found.problems


def test_f9_an_older_log_beside_the_database_changes_nothing_or_is_found(theft: Theft, tmp_path: Path) -> None:
    earlier = Path(shutil.copytree(theft.then, tmp_path / "earlier"))
    with LocalVault.open(earlier, PASSPHRASE) as vault:
        keep(vault, b"canary in the log")
        log = (earlier / "db/case.db-wal").read_bytes()
    assert log
    whole = tables(theft.copy())
    folder = theft.copy()
    (folder / "db/case.db-wal").write_bytes(log)
    assert theft.look(folder).anything or tables(folder) == whole


def test_f9_check_ends_with_the_code_of_a_rollback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "case").mkdir()
    program: Program = make_case(tmp_path / "case")
    program.ok("status")  # from now on its head is remembered
    shutil.copytree(program.vault, tmp_path / "then")
    program.ok("add", "note", typed="The canary sang.")
    shutil.rmtree(program.vault)
    shutil.move(tmp_path / "then", program.vault)
    ran = program("check", "--json")
    assert (ran.code, "rolled back" in ran.err) == (25, True)
    assert "rolled-back" in {one["state"] for one in ran.json["differences"]}
    assert "rolled back" in program("list").err
