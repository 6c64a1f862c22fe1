"""One bit flipped anywhere in a vault is found by a full check, which names what it is in; all else can still be read (F7).

Every class of file: originals, pages of the database, the log of a crashed one, slots, checkpoints, time stamps, and the two small
files that no key protects. `make test` tries a sample, `make test-long` a thousand.
"""

import io
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gawah.records.custody import Authority
from gawah.records.errors import GawahError, WrongPassphrase
from gawah.seal import cipher
from gawah.seal.keys import RootSecret, random_id
from gawah.vault.local import LocalVault
from gawah.vault.report import Difference
from tests.authority import establish
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, two_exports

CLASSES = {
    "blob": "blobs/*/*",
    "database": "db/case.db",
    "log": "db/case.db-wal",
    "slot": "keys/slot-*.json",
    "checkpoint": "checkpoints/*.note",
    "stamp": "checkpoints/*.tsr",
    "recipient": "keys/recipient.txt",
    "marker": "VAULT",
}
NAMED = {
    "blob": {"blob"},
    "database": {"database", "opening"},
    "log": {"database", "opening", "ledger", "checkpoint"},
    "slot": {"slot", "opening"},
    "checkpoint": {"checkpoint"},
    "stamp": {"stamp"},
    "recipient": {"file"},
    "marker": {"file", "opening"},
}
"""What a finding may call it. A vault that does not open says so before any check can run: `opening`."""

SAMPLE, ALL = 5, 125


@dataclass(frozen=True, slots=True)
class Sealed:
    """A closed vault with everything in it, and the same as a crash left it, its last act still in the log."""

    closed: Path
    crashed: Path
    recovery: str
    originals: dict[str, bytes]

    def of(self, kind: str) -> Path:
        return self.crashed if kind == "log" else self.closed


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    place = tmp_path_factory.mktemp("sealed")
    vault, recovery = make(place / "vault")
    with vault:
        two_exports(vault)
        keep(vault, bytes(range(256)) * 600)
        keep(vault, b"")
        stamped(vault, place / "authority")
        originals = {item.id: whole(vault, item.id) for item in vault.items()}
    shutil.copytree(place / "vault", place / "open")
    vault = LocalVault.open(place / "open", PASSPHRASE)
    keep(vault, b"canary the last act before the crash")
    shutil.copytree(place / "open", place / "crashed")
    vault.close()
    return Sealed(place / "vault", place / "crashed", recovery, originals)


def stamped(vault: LocalVault, folder: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("the program openssl is not installed")
    made = establish(folder)
    authority = Authority(id=random_id(), name="canary", url="http://127.0.0.1/", root=made.root.read_text("ascii"), recorded_at=AT)
    vault.add_authority(authority, AT, acting(vault))
    head = vault.checkpoint()
    question = vault.ask_stamp(head.note, authority, AT, acting(vault), head)
    vault.take_answer(question.number, made.answer(question.query), AT, acting(vault))


def whole(vault: LocalVault, item_id: str) -> bytes:
    sink = io.BytesIO()
    vault.read_blob(item_id, sink)
    return sink.getvalue()


def flips(sealed: Sealed, kind: str, number: int) -> Iterator[tuple[Path, int]]:
    """Files and bits, by chance, the same each time."""
    chance = random.Random(f"canary {kind}")
    paths = sorted(sealed.of(kind).glob(CLASSES[kind]))
    assert paths
    for turn in range(number):
        path = paths[turn % len(paths)]
        yield path.relative_to(sealed.of(kind)), chance.randrange(8 * path.stat().st_size)


def opened(folder: Path, sealed: Sealed) -> LocalVault:
    """With the passphrase, or where its slot is what is damaged, with the sheet."""
    try:
        return LocalVault.open(folder, PASSPHRASE)
    except WrongPassphrase:
        return LocalVault.open_recovery(folder, sealed.recovery)


def findings(folder: Path, sealed: Sealed) -> list[Difference]:
    """What a full check finds, after which everything that is not named is read."""
    try:
        vault = opened(folder, sealed)
    except GawahError as refused:
        return [Difference(what="opening", id=refused.code, state="unreadable")]
    with vault:
        found = list(vault.check(full=True).problems)
        if not any(one.what == "database" for one in found):
            damaged = {one.id for one in found if one.what == "blob"}
            for item_id in sealed.originals.keys() - damaged:
                assert whole(vault, item_id) == sealed.originals[item_id]
    return found


def without_the_database(folder: Path, sealed: Sealed) -> set[bytes]:
    """What the sheet alone opens."""
    root = RootSecret.from_recovery(sealed.recovery)
    found = set()
    for path in folder.glob("blobs/*/*"):
        for data in sealed.originals.values():
            sink = io.BytesIO()
            try:
                cipher.decrypt(root, io.BytesIO(path.read_bytes()), sink, size=len(data))
            except GawahError:
                continue
            found.add(sink.getvalue())
    return found


def one_flip(sealed: Sealed, kind: str, place: Path, bit: int, folder: Path) -> None:
    shutil.copytree(sealed.of(kind), folder)
    try:
        data = bytearray((folder / place).read_bytes())
        data[bit // 8] ^= 1 << bit % 8
        (folder / place).write_bytes(data)
        found = findings(folder, sealed)
        where = f"{kind}: bit {bit} of {place.name[:8]}"
        assert found, where
        assert {one.what for one in found} & NAMED[kind], f"{where}: {found}"
        if kind == "blob":
            assert [one.what for one in found] == ["blob"], where
        elif kind in ("database", "log"):
            assert without_the_database(folder, sealed) >= set(sealed.originals.values()), where
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("kind", CLASSES)
def test_as_sealed_nothing_is_found(sealed: Sealed, tmp_path: Path, kind: str) -> None:
    folder = Path(shutil.copytree(sealed.of(kind), tmp_path / "vault"))
    assert findings(folder, sealed) == []
    assert list(folder.glob(CLASSES[kind])) or kind == "log"


@pytest.mark.parametrize("kind", CLASSES)
def test_a_flipped_bit_is_found_and_named_and_the_rest_is_readable(sealed: Sealed, tmp_path: Path, kind: str) -> None:
    for place, bit in flips(sealed, kind, SAMPLE):
        one_flip(sealed, kind, place, bit, tmp_path / "vault")


@pytest.mark.long
@pytest.mark.parametrize("kind", CLASSES)
def test_a_thousand_flipped_bits_are_found(sealed: Sealed, tmp_path: Path, kind: str) -> None:
    assert ALL * len(CLASSES) == 1000
    for place, bit in flips(sealed, kind, ALL):
        one_flip(sealed, kind, place, bit, tmp_path / "vault")
