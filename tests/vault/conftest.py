"""A fresh vault for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.vault.local import LocalVault
from tests.vault.invented import make


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[LocalVault]:
    """An open, empty vault in `tmp_path/vault`."""
    made, _ = make(tmp_path / "vault")
    with made:
        yield made
