"""`gawah check`: what it says of a check that was broken off."""

from pathlib import Path

import pytest

from gawah.vault import check_originals
from gawah.vault.local import LocalVault
from tests.interfaces.program import PASSPHRASE, Program


def broken_off(folder: Path) -> None:
    def watch(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with LocalVault.open(folder, PASSPHRASE) as vault, pytest.raises(KeyboardInterrupt):
        vault.check(full=True, progress=watch, at="2024-04-01T08:00:00Z")


@pytest.fixture
def half(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr(check_originals, "MARK_ITEMS", 1)
    broken_off(program.vault)
    return program


def test_it_says_since_when_and_what_was_not_looked_at_again(half: Program) -> None:
    said = half.ok("check", "--full").out
    assert "Goes on with the check begun 2024-04-01T08:00:00Z: it found 1 original whole, not looked at again" in " ".join(
        said.split()
    )
    assert "begun" not in half.ok("check", "--full").out


def test_the_same_as_json(half: Program) -> None:
    assert half.ok("check", "--full", "--json").json["resumed"] == {"begun": "2024-04-01T08:00:00Z", "items": 1}
    assert half.ok("check", "--full", "--json").json["resumed"] is None


def test_again_begins_at_the_start(half: Program) -> None:
    assert half.ok("check", "--full", "--again", "--json").json["resumed"] is None
    assert half.ok("check", "--full", "--json").json["resumed"] is None


def test_again_goes_with_full(program: Program) -> None:
    assert program("check", "--again").code == 2
