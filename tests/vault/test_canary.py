"""No word of the case stands in any file of the vault, in its names, or in what is printed (A1, T1)."""

import io
import logging
from pathlib import Path

import pytest

from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, message, read, two_exports


def test_no_file_of_the_vault_holds_a_word_of_the_case(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    folder, remember = tmp_path / "vault", tmp_path / "remembered"
    vault, recovery = make(folder, remember)
    one, _ = two_exports(vault)
    data = b"canary large" * 50_000
    item = keep(vault, data)
    read(vault, item, [message(data, n, f"canary {n % 977} kill canary") for n in range(3_000)])
    vault.search("canary", limit=1000)
    vault.counts("day")
    vault.erase(one.id, AT, acting(vault))

    def look() -> None:
        for path in [*folder.rglob("*"), *remember.rglob("*")]:
            assert "canary" not in path.name.lower()
            if path.is_file():
                found = path.read_bytes()
                for word in (
                    b"canary",
                    b"Canary",
                    b"Rabia",
                    b"WhatsApp",
                    PASSPHRASE.encode(),
                    recovery.encode(),
                    item.sha256.encode(),
                ):
                    assert word not in found, path.name

    look()  # while it is open, the log still unfolded
    vault.close()
    look()
    assert "canary" not in caplog.text.lower()


def test_nothing_prints_content(vault: LocalVault) -> None:
    one, _ = two_exports(vault)
    sink = io.BytesIO()
    shown = repr(
        [vault, vault._case, vault.items(), vault.page(), vault.readings(), vault.problems(), vault.read_blob(one.id, sink)]
    )
    shown += repr([vault.agents(), vault.acquisition(one.id), vault.conversations(), vault.accounts(), vault.checkpoint()])
    assert "canary" not in shown.lower()
    assert "AGE-SECRET" not in shown
