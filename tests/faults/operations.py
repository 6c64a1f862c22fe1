"""The acts that faults are tried on, by name. Each can simply be done again: what is there already is left as it is.

`prepare` makes the world once, `act` opens the vault, does the thing, acknowledges, and closes it; `judge` looks at what lies
outside the vault. Repeating `act` after a fault must give the same picture as an act without a fault.
"""

import io
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from gawah.records.casework import Entry, Report
from gawah.records.digest import identifier
from gawah.records.errors import AlreadyHeld, AlreadyThere, NotFound
from gawah.records.evidence import EvidenceItem
from gawah.records.when import from_epoch_ms
from gawah.usecases import erase_part as parts
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.vault.local import Keeping, LocalVault
from tests.faults import copies, upkeep
from tests.faults.breaking import Say
from tests.faults.case import Lines, World, holds, rows
from tests.usecases.invented import zipped
from tests.vault.invented import AT, acting, make, message, read, two_exports

Act: TypeAlias = Callable[[World, int, Say], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One act.

    Attributes:
        name: As in `OPERATIONS`.
        prepare: Makes the vault and what else the act needs, in an empty folder.
        act: The act, from opening the vault to closing it. The number is a seed for what is invented.
        orphans: How many files without a row one fault may leave.
        judge: What else must hold after a fault, given what was acknowledged.
        makes: It makes the vault: before it says so, there may be none.
    """

    name: str
    prepare: Callable[[World], None]
    act: Act
    orphans: int = 0
    judge: Callable[[World, Lines], None] = field(default=lambda _world, _lines: None)
    makes: bool = False

    def holds(self, world: World, lines: Lines, faults: int = 1) -> dict[str, object]:
        """Hold the world to what was acknowledged before so many faults; the picture of the case."""
        there = not self.makes or ["made"] in lines or (world.vault / "VAULT").exists()
        found = holds(world, lines, orphans=faults * self.orphans) if there else {}
        self.judge(world, lines)
        return found


def source(seed: int, size: int) -> bytes:
    """The same invented bytes for the same seed."""
    return b"canary %d " % seed + random.Random(seed).randbytes(size)


def empty(world: World) -> None:
    """A vault with nothing in it."""
    make(world.vault, world.remembered)[0].close()


def two_read(world: World) -> None:
    """A vault with two exports, read, that share five records."""
    with make(world.vault, world.remembered)[0] as vault:
        two_exports(vault)


# --- Taking in


def _keep(keeping: Keeping, vault: LocalVault, data: bytes) -> EvidenceItem:
    try:
        return keeping.keep(io.BytesIO(data), name="canary", media_type="text/plain")
    except AlreadyHeld as held:
        return vault.item(held.item)


def import_(world: World, seed: int, say: Say) -> None:
    """Two files, each read, then three in one act."""
    with world.open() as vault:
        for number in (seed, seed + 1):
            data = source(number, world.scale[number % len(world.scale)])
            with vault.keeping(AT, acting(vault)) as keeping:
                item = _keep(keeping, vault, data)
            say("kept", item.id, item.sha256)
            if not vault.readings(item.id):
                found = read(vault, item, [message(data, line, f"canary {number} {line}") for line in range(20)])
                say("read", item.id, found.size)
        with vault.keeping(AT, acting(vault)) as keeping:
            kept = [_keep(keeping, vault, source(seed + more, world.scale[more % len(world.scale)])) for more in (2, 3, 4)]
        for item in kept:
            say("kept", item.id, item.sha256)


SAMPLES = Path(__file__).resolve().parents[1] / "samples"
EXPORTS = ("whatsapp/ios-en-zip-folder", "instagram/folders-2024", "whatsapp/urdu-digits")


def exports(world: World) -> None:
    """An empty vault, and what three importers read: a chat with files, a download, the text of one chat; and any file."""
    empty(world)
    for number, name in enumerate(EXPORTS):
        shutil.copytree(SAMPLES / name / "source", world.sources / f"{number}")
    (world.sources / "canary.bin").write_bytes(source(1, 5000))


def collect_(world: World, _seed: int, say: Say) -> None:
    """What `gawah import` does with them."""
    with world.open() as vault:
        receipt = collect(Workspace(vault, acting(vault), lambda: AT), sorted(world.sources.iterdir()))
        for kept in receipt.items:
            say("kept", kept.item.id, kept.item.sha256)


def read_anew(world: World, _seed: int, say: Say) -> None:
    """Both exports read again under other assumptions: rows that were shown give way to new ones."""
    with world.open() as vault:
        for item in vault.items():
            if not vault.was_read(item.id, {"zone": "Asia/Karachi"}):
                data = b"canary %s" % item.id.encode()
                found = [message(data, line, f"canary {item.sha256[:8]} {line}") for line in range(40)]
                read(vault, item, found, zone="Asia/Karachi")
            say("read", item.id, 40)


# --- What people add


def note(world: World, seed: int, say: Say) -> None:
    """Two entries, a complaint and what became of it, exhibit numbers, records looked at."""
    with world.open() as vault:
        who = acting(vault)
        for number in range(2):
            entry = Entry(
                id=identifier("entry", str(seed), str(number)),
                kind="note",
                recorded_at=AT,
                happened_at=None,
                agent=who.agent,
                for_agent=None,
                body="canary",
            )
            with suppress(AlreadyThere):
                vault.add_entry(entry, AT, who)
            say("stated", entry.id)
        report = Report(
            id=identifier("report", str(seed)),
            recorded_at=AT,
            made_at=from_epoch_ms(0, "0"),
            agent=who.agent,
            for_agent=None,
            to="canary",
            to_kind="authority",
        )
        with suppress(AlreadyThere):
            vault.add_report(report, AT, who)
        say("stated", report.id)
        if vault.reports()[0].status != "closed":
            vault.update_report(_closed(report), AT, who)
        first, second, *_ = (row.id for row in rows(vault))
        for exhibit in vault.number_exhibits([("message", first), ("message", second), ("item", vault.items()[0].id)], AT, who):
            say("stated", exhibit.number)
        vault.reveal([first, second], AT, who)


def _closed(report: Report) -> Report:
    return replace(report, status="closed", note="canary")


# --- Taking away


def folder_and_two(world: World) -> None:
    """Two exports read, and a folder of three files."""
    with make(world.vault, world.remembered)[0] as vault:
        two_exports(vault)
        with vault.keeping(AT, acting(vault)) as keeping:
            folder = keeping.new_id()
            for number in range(2):
                keeping.keep(io.BytesIO(source(number, 3000)), name=f"canary/{number}", media_type="text/plain", part_of=folder)
            keeping.keep(io.BytesIO(b"canary manifest"), name="canary folder", media_type="text/plain", item_id=folder)


def erase(world: World, _seed: int, say: Say) -> None:
    """An export whose records another holds in part, then a folder with its files."""
    with world.open() as vault:
        for name in ("canary.txt", "canary folder"):
            held = [item for item in vault.items() if item.name == name]
            if len(held) == 1 and name == "canary.txt":
                continue  # the first of the two is gone already
            for item in held[:1]:
                parts = [part.id for part in vault.items() if part.part_of == item.id]
                for gone in [item.id, *parts]:
                    say("erasing", gone)
                with suppress(NotFound):
                    vault.erase(item.id, AT, acting(vault))
                for gone in [item.id, *parts]:
                    say("erased", gone)


CHAT = "WhatsApp Chat with Imran Vasti"
WORD = "zymurgycanary"


def zipped_chat(world: World) -> None:
    """A zip of a chat and a picture, read; one message says what has to go."""
    lines = [f"28/12/2023, 21:{line:02} - Rabia Noor: canary line {line}" for line in range(30)]
    chat = "\n".join([*lines, f"29/12/2023, 21:00 - Imran Vasti: {WORD}", *lines]).replace("28/12", "30/12", 1)
    world.sources.mkdir()
    zipped(world.sources / f"{CHAT}.zip", {f"{CHAT}.txt": chat.encode(), "canary.jpg": b"\xff\xd8\xff canary" * 900})
    with make(world.vault, world.remembered)[0] as vault:
        collect(Workspace(vault, acting(vault), lambda: AT), [world.sources / f"{CHAT}.zip"])


def erase_part(world: World, _seed: int, say: Say) -> None:
    """One message out of the zip."""
    with world.open() as vault:
        for row in vault.search(WORD):
            with parts.cutting(Workspace(vault, acting(vault), lambda: AT), row.id) as would_go:
                parts.erase_part(Workspace(vault, acting(vault), lambda: AT), would_go)
    say("parted")


def whole_or_rest(world: World, lines: Lines) -> None:
    """The zip as it was, or what remains of it: never both and never neither."""
    with world.open() as vault:
        (item,) = vault.items()
        assert vault.count(WORD) == (1 if item.derived_from is None else 0)
        assert item.derived_from is not None or ["parted"] not in lines


def _register(*operations: Operation) -> Iterator[tuple[str, Operation]]:
    for operation in operations:
        yield operation.name, operation


OPERATIONS = dict(
    _register(
        Operation(name="import", prepare=empty, act=import_, orphans=3),
        Operation(name="collect", prepare=exports, act=collect_, orphans=40),
        Operation(name="read", prepare=two_read, act=read_anew),
        Operation(name="note", prepare=two_read, act=note),
        Operation(name="erase", prepare=folder_and_two, act=erase, orphans=1),
        Operation(name="erase-part", prepare=zipped_chat, act=erase_part, judge=whole_or_rest, orphans=1),
        Operation(name="init", prepare=upkeep.nothing, act=upkeep.init, makes=True),
        Operation(name="passphrase", prepare=upkeep.with_recovery, act=upkeep.passphrase, judge=upkeep.one_opens),
        Operation(name="recover", prepare=upkeep.two_slots, act=upkeep.recover, judge=upkeep.one_opens),
        Operation(name="first-backup", prepare=copies.never_before, act=copies.backup, judge=copies.copy_is_whole),
        Operation(name="backup", prepare=copies.changed_since, act=copies.backup, judge=copies.copy_is_whole),
        Operation(name="restore", prepare=copies.lost, act=copies.restore, judge=copies.comes_back_whole),
        Operation(name="rekey", prepare=upkeep.with_recovery, act=upkeep.rekey, judge=upkeep.a_paper_opens, orphans=2),
        Operation(name="check", prepare=two_read, act=upkeep.check),
        Operation(name="migrate", prepare=upkeep.older, act=upkeep.migrate, judge=upkeep.as_it_was),
    )
)
"""Every act of the campaign."""

MEANWHILE = {
    name: replace(act, prepare=upkeep.half_sealed_anew(act.prepare), orphans=act.orphans + 2)
    for name, act in OPERATIONS.items()
    if name in ("read", "note", "erase", "erase-part", "check")
} | {
    "import": Operation(name="import", prepare=upkeep.half_sealed_anew(two_read), act=import_, orphans=5),
    "backup": Operation(name="backup", prepare=copies.sealed_anew_since, act=copies.backup, judge=copies.copy_is_whole),
}
"""Acts on a vault that is being sealed anew, and a backup to where there is one from before that."""
