"""A small invented case, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from gawah.interfaces.cli import _session
from gawah.usecases import _assessor
from tests.interfaces.program import CHAT, CHAT_NAME, Program, make_case
from tests.usecases.doubled import stand_in

NOW = "2024-04-02T10:30:00Z"


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own state folder and working folder, time stands still, and a stand-in suggests: models may change."""
    monkeypatch.setattr(_assessor, "load", stand_in)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("GAWAH_VAULT", "GAWAH_PASSPHRASE_FILE", "GAWAH_AGENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(_session, "now", lambda: NOW)
    monkeypatch.setattr(_session, "_terminal", lambda: False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty case `empty` and a case `chat` in which the chat was imported."""
    folder = tmp_path_factory.mktemp("cases")
    (folder / "empty").mkdir()
    make_case(folder / "empty")
    shutil.copytree(folder / "empty", folder / "chat")
    source = folder / CHAT_NAME
    source.write_text(CHAT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_session, "now", lambda: NOW)
        patch.setattr(_assessor, "load", stand_in)
        over(folder / "chat").ok("import", "--yes", source)
    return folder


@pytest.fixture
def empty(made: Path, tmp_path: Path) -> Program:
    """The program over a case of nothing."""
    shutil.copytree(made / "empty", tmp_path / "case")
    return over(tmp_path / "case")


@pytest.fixture
def program(made: Path, tmp_path: Path) -> Program:
    """The program over the case with the chat."""
    shutil.copytree(made / "chat", tmp_path / "case")
    return over(tmp_path / "case")


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """The chat as a file outside the vault."""
    path = tmp_path / CHAT_NAME
    path.write_text(CHAT, encoding="utf-8")
    return path


def over(folder: Path) -> Program:
    """The program over the case in `folder`."""
    return Program(folder / "vault", folder / "passphrase.txt")
