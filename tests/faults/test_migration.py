"""A vault of an older schema is brought to the newest in one transaction: killed anywhere, it is of the old schema or the new one,
with the same originals and the same ledger (F10).
"""

import io
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gawah.records.digest import sha256
from gawah.records.errors import SchemaTooNew, VaultUnwritable
from gawah.vault import _points, opener
from gawah.vault.local import LocalVault
from gawah.vault.opener import LATEST, Database
from tests.faults.breaking import Say, at, needs_kill, run

SAMPLES = Path(__file__).resolve().parents[1] / "vaults"
OLD = [number for number in range(1, LATEST) if (SAMPLES / f"{number}").exists()]


def about(version: int) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / f"{version}" / "about.toml").read_text("utf-8"))


def sample(version: int, place: Path) -> Path:
    return Path(shutil.copytree(SAMPLES / f"{version}" / "vault", place))


def files(folder: Path) -> dict[Path, bytes]:
    kinds = ("blobs/*/*", "checkpoints/*", "keys/*", "VAULT")
    return {path.relative_to(folder): path.read_bytes() for kind in kinds for path in folder.glob(kind)}


def schema(folder: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of the schema on disk, seen by a program that knows no newer one."""
    found = 0

    def look(database: Database) -> None:
        nonlocal found
        found = int(database.value("PRAGMA user_version"))
        raise SchemaTooNew("only looked")

    with monkeypatch.context() as patch:
        patch.setattr(opener, "_migrate", look)
        with pytest.raises(SchemaTooNew):
            LocalVault.open(folder, passphrase)
    return found


def holds(folder: Path, version: int, before: dict[Path, bytes], ledger: list[tuple[int, bytes | None]]) -> None:
    known = about(version)
    with LocalVault.open(folder, known["passphrase"]) as vault:
        assert vault.warnings == []
        assert vault.check(full=True).problems == ()
        assert list(vault.leaves()) == ledger
        digests = []
        for item in vault.items():
            sink = io.BytesIO()
            vault.read_blob(item.id, sink)
            digests.append(sha256(sink.getvalue()))
        assert digests == known["items"]
        assert vault.total() == known["rows"]
    assert files(folder) == before


def ledger_of(folder: Path, passphrase: str) -> list[tuple[int, bytes | None]]:
    with LocalVault.open(folder, passphrase) as vault:
        return list(vault.leaves())


@needs_kill
@pytest.mark.parametrize("version", OLD)
def test_f10_killed_at_any_statement_of_a_migration_it_is_of_one_schema_or_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    passphrase = about(version)["passphrase"]
    folder = sample(version, tmp_path / "whole")
    ledger, before = ledger_of(folder, passphrase), files(sample(version, tmp_path / "before"))
    statements = run(lambda say: migrate(tmp_path / "before", passphrase, say)).steps
    assert len(statements) > 10
    seen = set()
    for number in range(len(statements)):
        folder = sample(version, tmp_path / f"{number}")
        ended = run(lambda say, folder=folder: migrate(folder, passphrase, say), kill=lambda _step, done, n=number: done == n)  # type: ignore[misc]
        assert ended.killed
        seen.add(schema(folder, passphrase, monkeypatch))
        holds(folder, version, before, ledger)
        shutil.rmtree(folder)
    assert seen == set(range(version, LATEST + 1))


def migrate(folder: Path, passphrase: str, _say: Say) -> None:
    """Open the vault; every statement that changes something on the way counts as a step."""
    carry_out = Database.run

    def told(database: Database, *arguments: Any) -> int:
        _points.point("statement")
        return carry_out(database, *arguments)

    Database.run = told  # type: ignore[method-assign, assignment]
    LocalVault.open(folder, passphrase)


@needs_kill
@pytest.mark.parametrize("step", ["begin", "commit-before", "commit"])
def test_f10_killed_at_the_ends_of_its_transaction(tmp_path: Path, step: str) -> None:
    known = about(1)
    folder = sample(1, tmp_path / "vault")
    ledger, before = ledger_of(sample(1, tmp_path / "whole"), known["passphrase"]), files(folder)
    assert run(lambda _say: LocalVault.open(folder, known["passphrase"]).close(), kill=at(step)).killed
    holds(folder, 1, before, ledger)


def test_f10_a_newer_schema_is_not_touched(tmp_path: Path) -> None:
    folder, known = sample(1, tmp_path / "vault"), about(1)
    with LocalVault.open(folder, known["passphrase"]) as vault:
        vault._case.database.run(f"PRAGMA user_version = {LATEST + 1}")
    before = (folder / "db/case.db").read_bytes()
    with pytest.raises(SchemaTooNew):
        LocalVault.open(folder, known["passphrase"])
    assert (folder / "db/case.db").read_bytes() == before


def test_f10_a_vault_that_cannot_be_written_is_refused_in_clear_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sample(1, tmp_path / "vault")
    before = (folder / "db/case.db").read_bytes()

    def refuse(*_arguments: object) -> int:
        raise OSError(30, "read-only")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(VaultUnwritable, match="EROFS"):
        LocalVault.open(folder, about(1)["passphrase"])
    assert (folder / "db/case.db").read_bytes() == before


def test_f10_a_copy_kept_from_before_still_opens(tmp_path: Path) -> None:
    """The program keeps none of its own: what is erased later would live on in it. A backup made before is one."""
    known = about(1)
    folder = sample(1, tmp_path / "vault")
    shutil.copytree(folder, tmp_path / "copy")
    for place in (folder, tmp_path / "copy"):
        LocalVault.open(place, known["passphrase"]).close()
    assert ledger_of(folder, known["passphrase"]) == ledger_of(tmp_path / "copy", known["passphrase"])
