"""A case that faults happen to: the folder with all that an act touches, and what must hold whatever broke it off (F1-F4, F6).

An act acknowledges in lines: `kept ITEM SHA256`, `read ITEM ROWS`, `stated ID`, `erasing ITEM`, `erased ITEM`. What was said is
said: nothing of it may be missing afterwards.
"""

import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gawah.records.errors import WrongPassphrase
from gawah.vault.local import Filters, LocalVault, Row
from tests.vault.invented import PASSPHRASE

NEW_PASSPHRASE = "five other invented words here"
HARMLESS = "was missing and has been written again"
"""Part of the one thing that an opening may notice after a crash."""

Lines = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class World:
    """One folder with everything that an act touches; copied whole for every fault.

    Attributes:
        place: The folder.
        scale: How large the originals are: small, middling and large files in bytes.
    """

    place: Path
    scale: tuple[int, ...] = (300, 200_000, 1_500_000)

    @property
    def vault(self) -> Path:
        """The vault."""
        return self.place / "vault"

    @property
    def remembered(self) -> Path:
        """Where the newest checkpoint is remembered, as the program does outside the vault."""
        return self.place / "state"

    @property
    def sources(self) -> Path:
        """What there is to be imported."""
        return self.place / "sources"

    @property
    def away(self) -> Path:
        """Another drive: backups, sheets, what is restored."""
        return self.place / "away"

    def copy(self, place: Path) -> "World":
        """The same world elsewhere."""
        return World(Path(shutil.copytree(self.place, place, symlinks=True)), self.scale)

    def open(self, passphrases: Iterable[str] = (PASSPHRASE, NEW_PASSPHRASE)) -> LocalVault:
        """The vault, open with the first of the passphrases that opens it."""
        refused: WrongPassphrase | None = None
        for passphrase in passphrases:
            try:
                return LocalVault.open(self.vault, passphrase, remember=self.remembered)
            except WrongPassphrase as wrong:
                refused = wrong
        assert refused is not None
        raise refused


def rows(vault: LocalVault) -> Iterator[Row]:
    """Every row shown, in order of time."""
    after = None
    while found := vault.page(after=after, limit=500):
        yield from found
        after = found[-1].position


def picture(vault: LocalVault) -> dict[str, object]:
    """What the case holds, without what is drawn by chance: two cases that hold the same give the same."""
    ids = [row.id for row in rows(vault)]
    assert len(set(ids)) == len(ids), "a record is shown twice"
    return {
        "originals": sorted((item.sha256, item.size, item.name) for item in vault.items()),
        "records": sorted(ids),
        "found": vault.count("canary"),
        "entries": sorted(entry.id for entry in vault.entries()),
        "reports": sorted((report.id, report.status) for report in vault.reports()),
        "exhibits": [(exhibit.number, exhibit.kind) for exhibit in vault.exhibits()],
        "agents": sorted(agent.label for agent in vault.agents()),
        "looked at": vault.revealed_count(),
    }


def nothing_acknowledged_is_lost(vault: LocalVault, lines: Lines) -> None:
    """Every acknowledged original is there with its bytes, every row with its text, every statement; what was erased is gone."""
    gone = {words[1] for words in lines if words[0] == "erasing"}
    held = {item.id: item.sha256 for item in vault.items()}
    stated = {entry.id for entry in vault.entries()} | {report.id for report in vault.reports()}
    stated |= {exhibit.number for exhibit in vault.exhibits()}
    for kind, name, *more in (words for words in lines if len(words) > 1):
        if kind == "kept" and name not in gone:
            assert held[name] == more[0]
            vault.read_blob(name, io.BytesIO())  # raises when a byte differs from what the ledger states
        if kind == "read" and name not in gone:
            assert vault.total(Filters(item=name)) == int(more[0])
            assert int(more[0]) == 0 or vault.search("canary", Filters(item=name), limit=1)
        if kind == "stated":
            assert name in stated
        if kind == "erased":
            assert name not in held
            assert vault.readings(name) == []


def holds(world: World, lines: Lines, *, orphans: int = 0) -> dict[str, object]:
    """Open the vault after a fault and hold it to what was acknowledged: nothing missing, nothing that points nowhere, nothing that
    differs, at most `orphans` files without a row. Its picture.
    """
    with world.open() as vault:
        assert [warning for warning in vault.warnings if HARMLESS not in warning] == []
        report = vault.check(full=True)
        assert report.problems == ()
        assert len(report.orphans) <= orphans
        nothing_acknowledged_is_lost(vault, lines)
        assert list((world.vault / "tmp").iterdir()) == []
        return picture(vault)
