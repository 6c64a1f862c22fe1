"""The recovery drill: only `age`, `openssl`, the shell of an independent reader of SQLCipher 4 files, and the key on paper (A10).

No code of gawah opens anything here: what is typed is what docs/spec/vault.md prints. The vault is drilled as it was made, after it
was sealed anew, and while that is under way.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.vault import rekey
from gawah.vault.local import LocalVault
from tests.vault.invented import LATER, PASSPHRASE, WEAK, acting, keep, make, two_exports

SPEC = Path(__file__).resolve().parents[2] / "docs/spec/vault.md"
SHELL = Path(sys.executable).parent / "apsw"

pytestmark = pytest.mark.skipif(
    not (shutil.which("age") and shutil.which("openssl") and SHELL.exists()),
    reason="needs the programs age and openssl, and the shell of apsw-sqlite3mc",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A vault's folder and the key on its sheet."""

    folder: Path
    key: str

    def derived(self, purpose: str) -> str:
        """As printed on the sheet."""
        options = ["digest:SHA256", f"key:{self.key}", f"info:gawah/v1/{purpose}"]
        command = ["openssl", "kdf", "-keylen", "32", *(word for option in options for word in ("-kdfopt", option)), "HKDF"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().replace(":", "").lower()

    def typed(self, *statements: str) -> list[list[object]]:
        """What the shell answers, row by row. The key is typed, not given as an argument."""
        opening = [
            line.replace("<64 digits of db>", self.derived("db")) for line in block("In a shell with SQLite3 Multiple Ciphers")
        ]
        lines = [*opening, ".mode jsonl", *statements]
        ran = subprocess.run(
            [SHELL, "--no-colour", self.folder / "db/case.db"],
            input="\n".join(lines) + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        answers = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
        return [list(answer.values()) for answer in answers]

    def originals(self, keys: list[str]) -> list[tuple[str, bytes]]:
        """Every original, by its SHA-256 in the table, decrypted with the stock `age`."""
        identities = self.folder.parent / "KEY.txt"
        identities.write_text("\n".join(keys) + "\n")
        found = []
        for blob, digest, size, _ in self.typed(f"{statement(3)};"):
            path = self.folder / "blobs" / str(blob)[:2] / str(blob)
            plain = subprocess.run(["age", "-d", "-i", identities, path], check=True, capture_output=True).stdout
            found.append((str(digest), plain[: int(str(size))]))
        return found


def block(heading: str) -> list[str]:
    """The lines of the block of SQL that follows these words in the page."""
    after = SPEC.read_text("utf-8").split(heading, 1)[1]
    found = re.search(r"```sql\n(.*?)```", after, re.DOTALL)
    assert found is not None
    return found[1].strip().splitlines()


def statement(number: int) -> str:
    """One statement of the page's block of tables, without its remark."""
    text = re.sub(r"--[^\n]*", "", "\n".join(block("The tables, in the SQLCipher shell")))
    return " ".join(text.split(";")[number].split())


@pytest.fixture
def made(tmp_path: Path) -> Paper:
    vault, recovery = make(tmp_path / "vault")
    with vault:
        two_exports(vault)
        keep(vault, b"")
        keep(vault, b"canary large " * 100_000)
    return Paper(tmp_path / "vault", recovery)


def drill(paper: Paper, *more: str) -> None:
    originals = paper.originals([paper.key, *more])
    assert len(originals) == 4
    assert all(sha256(data) == digest for digest, data in originals)
    assert sum(len(data) for _, data in originals) == 1_300_000 + 40 * 19 + 4000 * 20
    assert len(paper.typed(f"{statement(4)};")) == 16  # messages and an event, each once
    entries = [json.loads(str(body)) for _, body in paper.typed(f"{statement(2)};")]
    assert [entry["op"] for entry in entries][:3] == ["init", "acquire", "acquire"]
    acquired = {entry["blob"].removeprefix("sha256:") for entry in entries if entry["op"] == "acquire"}
    assert acquired == {digest for digest, _ in originals}
    assert paper.typed("PRAGMA integrity_check;") == [["ok"]]


def test_everything_comes_out_without_gawah(made: Paper) -> None:
    drill(made)


def test_and_after_the_vault_was_sealed_anew(made: Paper) -> None:
    with LocalVault.open(made.folder, PASSPHRASE) as vault:
        new = vault.begin_rekey(LATER, acting(vault))
        vault.rekey(PASSPHRASE, LATER, acting(vault), cost=WEAK, allow_weak=True)
    drill(Paper(made.folder, new))
    old = subprocess.run([SHELL, made.folder / "db/case.db"], input=opening(made), capture_output=True, text=True, check=False)
    assert "not a database" in (old.stdout + old.stderr).lower()


def test_and_while_that_is_under_way(made: Paper) -> None:
    with LocalVault.open(made.folder, PASSPHRASE) as vault:
        vault.begin_rekey(LATER, acting(vault))
        rekey.seal_anew(vault._case, lambda _done, _total: None)
        keep(vault, b"canary kept in between")
        vault.erase(vault.items()[-1].id, LATER, acting(vault))
    ((upcoming,),) = made.typed("SELECT CAST(value AS TEXT) FROM key_change WHERE name = 'root';")
    drill(made, str(upcoming))


def opening(paper: Paper) -> str:
    lines = [line.replace("<64 digits of db>", paper.derived("db")) for line in block("In a shell with SQLite3 Multiple Ciphers")]
    return "\n".join([*lines, "SELECT count(*) FROM item;", ""])
