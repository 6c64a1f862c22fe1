"""Acts on the vault as a whole that faults are tried on: making it, changing its keys, bringing it to a newer form."""

import shutil
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from gawah.records.errors import WrongPassphrase, WrongRecoveryKey
from gawah.seal.keys import slots_mac, wrap
from gawah.vault import _points, slots
from gawah.vault import rekey as sealing
from gawah.vault.durable import replace_file
from gawah.vault.layout import Layout
from gawah.vault.local import LocalVault
from tests.faults.breaking import Say
from tests.faults.case import NEW_PASSPHRASE, Lines, World
from tests.vault.invented import AT, PASSPHRASE, WEAK, acting, make, two_exports

SAMPLES = Path(__file__).resolve().parents[1] / "vaults"

# --- Making it


def nothing(world: World) -> None:
    """No vault at all."""
    world.away.mkdir()


def init(world: World, _seed: int, say: Say) -> None:
    """A new vault; what a broken attempt left is removed first, as the program advises."""
    if not (world.vault / "VAULT").exists():
        shutil.rmtree(world.vault, ignore_errors=True)
        make(world.vault, world.remembered)[0].close()
    say("made")


# --- Its keys

OLD_PAPER, NEW_PAPER = "recovery.txt", "new-recovery.txt"


def with_recovery(world: World) -> None:
    """Two exports read, and the recovery key on paper."""
    vault, recovery = make(world.vault, world.remembered)
    world.away.mkdir()
    (world.away / OLD_PAPER).write_text(recovery, encoding="ascii")
    with vault:
        two_exports(vault)


def passphrase(world: World, _seed: int, say: Say) -> None:
    """From the old passphrase to the new one, unless that has been done."""
    with world.open() as vault:
        if _opens(vault.folder, NEW_PASSPHRASE):
            say("passphrase")
            return
        vault.change_passphrase(NEW_PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
    say("passphrase")


def one_opens(world: World, lines: Lines) -> None:
    """Exactly one passphrase opens the vault, the new one once the change was acknowledged; and the paper does, always."""
    opened = [word for word in (PASSPHRASE, NEW_PASSPHRASE) if _opens(world.vault, word)]
    assert opened == [NEW_PASSPHRASE] if ["passphrase"] in lines else len(opened) == 1
    paper = (world.away / OLD_PAPER).read_text(encoding="ascii")
    with LocalVault.open_recovery(world.vault, paper, remember=world.remembered) as vault:
        assert vault.check(full=True).problems == ()


def two_slots(world: World) -> None:
    """The same, and a second slot, as there is one while the vault is sealed anew."""
    with_recovery(world)
    with world.open() as vault:
        layout, root, database = vault._case.layout, vault._case.root, vault._case.database
        layout.slot(2).write_bytes(wrap(root, "a third passphrase", WEAK, allow_weak=True))
        database.run("UPDATE meta SET value = ? WHERE name = 'slots'", (slots_mac(root, layout.slots()),))


def recover(world: World, _seed: int, say: Say) -> None:
    """A new passphrase with the paper, the old one forgotten."""
    paper = (world.away / OLD_PAPER).read_text(encoding="ascii")
    with LocalVault.open_recovery(world.vault, paper, remember=world.remembered) as vault:
        vault.change_passphrase(NEW_PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
    say("passphrase")


def rekey(world: World, _seed: int, say: Say) -> None:
    """Sealed anew, the new key on paper before anything old goes; a case sealed anew already is left as it is."""
    paper = world.away / NEW_PAPER
    with world.open() as vault:
        if not vault.rekeying and paper.exists():
            say("rekeyed")
            return
        replace_file(paper, vault.begin_rekey(AT, acting(vault)).encode("ascii"))
        vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
    say("rekeyed")


def half_sealed_anew(prepare: Callable[[World], None]) -> Callable[[World], None]:
    """What `prepare` makes, with its first original sealed anew and the others not yet."""

    def prepared(world: World) -> None:
        prepare(world)
        world.away.mkdir(exist_ok=True)
        with world.open() as vault, pytest.MonkeyPatch.context() as patch:
            replace_file(world.away / NEW_PAPER, vault.begin_rekey(AT, acting(vault)).encode("ascii"))
            patch.setattr(sealing, "GROUP_FILES", 1)
            patch.setattr(_points, "hook", _break_off)
            with pytest.raises(InterruptedError):
                vault.rekey(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)

    return prepared


def _break_off(step: str) -> None:
    if step == "rekey-unlink":
        raise InterruptedError


def a_paper_opens(world: World, lines: Lines) -> None:
    """The old key or the new one opens the vault, whole, and never one that is on no paper; once acknowledged, only the new one."""
    opened = []
    for name in (OLD_PAPER, NEW_PAPER):
        with suppress(WrongRecoveryKey, FileNotFoundError):
            paper = (world.away / name).read_text(encoding="ascii")
            with LocalVault.open_recovery(world.vault, paper, remember=world.remembered) as vault:
                assert vault.check(full=True).problems == ()
            opened.append(name)
    assert opened == [NEW_PAPER] if ["rekeyed"] in lines else len(opened) == 1


def _opens(folder: Path, word: str) -> bool:
    """Whether the passphrase opens a slot; the vault itself is left alone."""
    try:
        slots.candidates(Layout(folder), word)
    except WrongPassphrase:
        return False
    return True


# --- Looking whether all is there


def check(world: World, _seed: int, say: Say) -> None:
    """A full check that remembers how far it came, and finds nothing amiss wherever an earlier one was broken off."""
    with world.open() as vault:
        report = vault.check(full=True, at=AT)
        assert report.problems == ()
        assert report.earlier <= report.items
    say("checked")


# --- A newer form


def older(world: World) -> None:
    """The vault that the first version wrote."""
    shutil.copytree(SAMPLES / "1" / "vault", world.vault)
    (world.vault / "tmp").mkdir(exist_ok=True)


def migrate(world: World, _seed: int, say: Say) -> None:
    """Open it: that brings it to the newest form."""
    with world.open() as vault:
        say("opened", vault.total())


def as_it_was(world: World, _lines: Lines) -> None:
    """Originals and rows are those that the first version kept."""
    about = tomllib.loads((SAMPLES / "1" / "about.toml").read_text("utf-8"))
    with world.open() as vault:
        assert [item.sha256 for item in vault.items()] == about["items"]
        assert vault.total() == about["rows"]
