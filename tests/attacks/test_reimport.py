"""The other side says that records were made up: the importers give them again from the sealed originals, byte for byte (D7)."""

from pathlib import Path

import pytest

from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.usecases.extract import extract
from gawah.vault.local import LocalVault
from tests.faults.case import rows
from tests.faults.operations import EXPORTS, SAMPLES
from tests.vault.invented import AT, LATER, acting, make


def records(vault: LocalVault) -> dict[str, bytes]:
    """Every record shown, by its id: the exact bytes that the ledger covers."""
    return {row.id: row.json for row in rows(vault)}


@pytest.mark.parametrize("name", [*EXPORTS, "instagram/split-thread-2021", "whatsapp/clock-change", "whatsapp/ambiguous"])
def test_d7_the_importers_give_the_same_records_again(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with make(tmp_path / "vault")[0] as vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        collect(work, sorted((SAMPLES / name / "source").iterdir()))
        before = records(vault)
        for item in vault.items():
            if item.part_of is None:
                extract(work, item.id, out / item.name)
    with make(tmp_path / "empty")[0] as vault:
        collect(Workspace(vault, acting(vault), lambda: LATER), sorted(out.iterdir()))
        assert records(vault) == before
        assert before
