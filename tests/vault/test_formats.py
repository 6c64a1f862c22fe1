"""A vault written by any released version opens in this one, its originals bit for bit as they were (F10)."""

import io
import shutil
import tomllib
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.vault.local import LocalVault

SAMPLES = Path(__file__).resolve().parents[1] / "vaults"


@pytest.mark.parametrize("version", sorted(path.name for path in SAMPLES.iterdir()))
def test_f10_a_vault_of_every_format_opens_and_holds_the_same_originals(tmp_path: Path, version: str) -> None:
    about = tomllib.loads((SAMPLES / version / "about.toml").read_text("utf-8"))
    folder = Path(shutil.copytree(SAMPLES / version / "vault", tmp_path / "vault"))
    with LocalVault.open(folder, about["passphrase"]) as vault:
        held = []
        for item in vault.items():
            sink = io.BytesIO()
            vault.read_blob(item.id, sink)
            held.append(sha256(sink.getvalue()))
        assert held == about["items"]
        assert vault.total() == about["rows"]
        assert vault.check(full=True).problems == ()
        assert vault.warnings == []
        before = vault.size()
    with LocalVault.open_recovery(folder, about["recovery_key"]) as vault:
        assert vault.size() == before
