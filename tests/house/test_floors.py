"""The floors of `.importlinter` hold, and they would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house._tree import PACKAGE, ROOT

LINTER = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_the_floors_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


STEPS = [
    ("Floors", "records/digest.py", "import gawah.seal"),
    ("Floors", "readers/_source.py", "import gawah.vault"),
    ("Floors", "upstairs/__init__.py", ""),
    ("Interfaces speak to use cases and records only", "interfaces/cli/__init__.py", "import gawah.vault"),
    ("Only the vault and the use cases hold the seal", "dossier/__init__.py", "import gawah.seal"),
    ("Only the door opens a socket", "usecases/__init__.py", "import socket"),
    ("Floors", "network.py", "import gawah.vault"),
    ("Interfaces speak to use cases and records only", "interfaces/__init__.py", "import gawah.network"),
    ("Only the vault opens a database", "readers/_source.py", "import sqlite3"),
    ("Hashing on the ground and in the seal", "vault/__init__.py", "import hashlib"),
    ("The ground floor stands on the standard library", "records/when.py", "import msgspec"),
    ("Only interfaces know a screen", "analysis/__init__.py", "import rich"),
]


@pytest.mark.parametrize(("contract", "file", "line"), STEPS, ids=[f"{file} {line}" for _, file, line in STEPS])
def test_a_step_out_of_line_is_noticed(tmp_path: Path, contract: str, file: str, line: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "gawah", ignore=shutil.ignore_patterns("__pycache__", "*.ttf"))
    shutil.copyfile(ROOT / ".importlinter", tmp_path / ".importlinter")
    changed = tmp_path / "gawah" / file
    changed.parent.mkdir(exist_ok=True)
    with changed.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout
