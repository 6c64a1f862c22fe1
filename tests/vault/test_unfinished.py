"""What an `init` that was killed leaves is named as such, and nothing else is."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gawah.records.errors import AlreadyThere
from gawah.vault import durable
from gawah.vault.lock import Lock
from gawah.vault.unfinished import refuse_occupied
from tests.faults.breaking import after, needs_kill, run
from tests.vault.invented import AT, acting, keep, make

NAMED = "^an unfinished vault stands at this place: it holds nothing; remove the folder and run init again$"
OCCUPIED = "^something stands at the place of the vault$"


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A folder as it is when making a vault was broken off before the last step."""
    make(tmp_path / "vault")[0].close()
    (tmp_path / "vault/VAULT").unlink()
    return tmp_path / "vault"


def test_nothing_and_an_empty_folder_are_free(tmp_path: Path) -> None:
    refuse_occupied(tmp_path / "nowhere")
    refuse_occupied(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unfinished_vault_is_named_and_stays(left: Path) -> None:
    before = {path: path.read_bytes() for path in left.rglob("*") if path.is_file()}
    for look in (refuse_occupied, make):
        with pytest.raises(AlreadyThere, match=NAMED):
            look(left)
    assert {path: path.read_bytes() for path in left.rglob("*") if path.is_file()} == before


@needs_kill
def test_so_it_is_at_whichever_step_the_making_was_killed(tmp_path: Path) -> None:
    whole = run(lambda _say: make(tmp_path / "whole")[0].close())
    assert len(whole.steps) > 5
    for turn in range(whole.steps.index("checkpoint-dirsync") + 1):
        folder = tmp_path / f"step-{turn}"
        assert run(lambda _say, folder=folder: make(folder)[0].close(), kill=after(turn)).killed  # type: ignore[misc]
        with pytest.raises(AlreadyThere, match=NAMED):
            refuse_occupied(folder)


@needs_kill
def test_so_it_is_after_whichever_change_the_making_was_killed(tmp_path: Path) -> None:
    changes = _changes(tmp_path / "counted")
    assert changes > 20
    for turn in range(3, changes):  # the first two make the folder itself
        folder = tmp_path / f"change-{turn}"
        assert run(lambda _say, folder=folder, turn=turn: _killed_at(folder, turn)).killed  # type: ignore[misc]
        assert not (folder / "VAULT").exists()
        with pytest.raises(AlreadyThere, match=NAMED):
            refuse_occupied(folder)


@pytest.mark.parametrize(
    "name", ["VAULT", "COPY", "letter.txt", "blobs/aa/original", "keys/slot-2.json", "checkpoints/2.note", "db/other.db", "more/"]
)
def test_with_anything_more_in_it_nothing_is_said_about_it(left: Path, name: str) -> None:
    path = left / name
    path.parent.mkdir(exist_ok=True)
    path.mkdir() if name.endswith("/") else path.write_bytes(b"canary")
    with pytest.raises(AlreadyThere, match=OCCUPIED):
        refuse_occupied(left)


def test_a_vault_that_was_used_and_lost_its_mark_is_not_called_unfinished(tmp_path: Path) -> None:
    for name, use in (
        ("kept", lambda vault: keep(vault, b"canary")),
        ("seen", lambda vault: vault.append("view", AT, acting(vault))),
    ):
        vault, _ = make(tmp_path / name)
        with vault:
            use(vault)
        (tmp_path / name / "VAULT").unlink()
        with pytest.raises(AlreadyThere, match=OCCUPIED):
            refuse_occupied(tmp_path / name)


def test_while_another_process_makes_it_nobody_is_told_to_remove_it(left: Path) -> None:
    held = Lock(left / "lock")
    with pytest.raises(AlreadyThere, match=OCCUPIED):
        refuse_occupied(left)
    held.release()
    with pytest.raises(AlreadyThere, match=NAMED):
        refuse_occupied(left)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed(left: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(left)
    (left / "tmp").rmdir()
    (left / "tmp").symlink_to(tmp_path)
    for place in (tmp_path / "link", left):
        with pytest.raises(AlreadyThere, match=OCCUPIED):
            refuse_occupied(place)


def _changes(folder: Path) -> int:
    """How many changes in the folder are made until VAULT has its name, that one included."""

    def count(_say: Callable[..., None]) -> None:
        durable.recorder = lambda step, _path, other: _say("made", step, "-" if other is None else other.name)
        make(folder)

    seen = [" ".join(line[1:]) for line in run(count).lines]
    return seen.index("rename VAULT") + 1


def _killed_at(folder: Path, turn: int) -> None:
    """Make a vault and be killed after so many changes."""
    left = turn

    def recorder(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    durable.recorder = recorder
    make(folder)
