"""An open case to work in, and what stands beside it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.usecases._workspace import Workspace
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, acting, make


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with nothing in it, to be copied."""
    folder = tmp_path_factory.mktemp("vaults") / "empty"
    made, _ = make(folder)
    made.close()
    return folder


@pytest.fixture
def work(empty_vault: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The workspace of its first agent over a case of this test's own, in `tmp_path/vault`."""
    shutil.copytree(empty_vault, tmp_path / "vault")
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        yield Workspace(vault, acting(vault), lambda: AT)
