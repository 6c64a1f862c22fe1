"""Backup and restore as acts of the campaign: what they start from, and what must hold of the copy and of what came back."""

import io
import shutil
from pathlib import Path

from gawah.records.errors import NotAVault, WrongPassphrase
from gawah.vault import restore as bringing
from gawah.vault.local import LocalVault
from gawah.vault.restore import Restoration
from tests.faults.breaking import Say
from tests.faults.case import HARMLESS, NEW_PASSPHRASE, Lines, World, picture
from tests.vault.invented import AT, LATER, PASSPHRASE, WEAK, acting, keep, make, two_exports


def changed_since(world: World) -> None:
    """A vault with a backup; since then an original came, one went, and the passphrase is another."""
    world.away.mkdir()
    with make(world.vault, world.remembered)[0] as vault:
        one, _ = two_exports(vault)
        vault.back_up(world.away, "canary stick", AT, acting(vault))
        keep(vault, b"canary since then" * 100, "canary new")
        vault.erase(one.id, AT, acting(vault))
        vault.change_passphrase(NEW_PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)


def sealed_anew_since(world: World) -> None:
    """A vault with a backup; since then it was sealed anew."""
    never_before(world)
    with world.open() as vault:
        vault.back_up(world.away, "canary stick", AT, acting(vault))
        vault.begin_rekey(AT, acting(vault))
        vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)


def never_before(world: World) -> None:
    """A vault and an empty drive."""
    world.away.mkdir()
    with make(world.vault, world.remembered)[0] as vault:
        two_exports(vault)


def backup(world: World, _seed: int, say: Say) -> None:
    """A backup to the drive."""
    with world.open() as vault:
        vault.back_up(world.away, None, LATER, acting(vault))
        say("backed", len(vault.items()))


def copy_is_whole(world: World, lines: Lines) -> None:
    """If there is a copy it opens, and each of its originals is whole; it is as the vault, once that was acknowledged."""
    places = list(world.away.iterdir())
    assert len(places) <= 1
    if not places or not (places[0] / "VAULT").exists():
        assert not any(words[0] == "backed" for words in lines)
        return
    with _opened(places[0]) as copy:
        # Between old and new slots there are both; the database is of one of them, and the recipient perhaps of the other.
        problems = {(one.what, one.id, one.state) for one in copy.check(full=True).problems}
        assert problems <= {("slot", "slots", "changed"), ("file", "recipient", "changed")}
        for item in copy.items():
            copy.read_blob(item.id, io.BytesIO())
        if any(words[0] == "backed" for words in lines):
            assert problems == set()
            assert copy.warnings == []
            with world.open() as vault:
                assert copy.items() == vault.items()
                assert {place.id for place in vault.backups()} != set()


def _opened(folder: Path) -> LocalVault:
    try:
        return LocalVault.open(folder, NEW_PASSPHRASE)
    except WrongPassphrase:
        return LocalVault.open(folder, PASSPHRASE)


# --- Bringing it back, on another machine that knows of something newer


def lost(world: World) -> None:
    """A drive with a backup, and another machine that remembers a head made after it."""
    world.away.mkdir()
    with make(world.vault, world.remembered)[0] as vault:
        two_exports(vault)
        vault.back_up(world.away, "canary stick", AT, acting(vault))
        keep(vault, b"canary since then")
    shutil.copytree(world.remembered, _elsewhere(world) / "state")


def restore(world: World, _seed: int, say: Say) -> None:
    """The copy brought back there, unless it was before."""
    place = _elsewhere(world)
    if not (place / "vault").exists():
        with Restoration.begin(bringing.find(world.away), place / "vault", PASSPHRASE, place / "state") as restoration:
            restoration.finish(LATER, acting(restoration.vault), lambda _done, _total: None, lambda _done, _total: None)
    say("restored", "vault")


def comes_back_whole(world: World, lines: Lines) -> None:
    """Under its name there is nothing or a whole vault, which does not warn and tells what it does not hold."""
    place = _elsewhere(world)
    done = any(words[0] == "restored" for words in lines)
    try:
        vault = LocalVault.open(place / "vault", PASSPHRASE, remember=place / "state")
    except NotAVault:
        assert not (place / "vault").exists()
        assert not done
        return
    with vault:
        assert [warning for warning in vault.warnings if HARMLESS not in warning] == []
        report = vault.check(full=True)
        assert report.problems == ()
        assert [gap.missing for gap in report.gaps] == [1]
        with _opened(next(world.away.iterdir())) as copy:
            assert picture(vault) == picture(copy)


def _elsewhere(world: World) -> Path:
    return world.place / "elsewhere"
