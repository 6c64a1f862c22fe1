"""Each sort of file taken away in turn: it is named for what it is, and the rest can still be read (F8)."""

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gawah.records.errors import GawahError, NotAVault, VaultUnwritable, WrongPassphrase
from gawah.vault.local import LocalVault
from gawah.vault.report import Difference
from tests.vault.invented import PASSPHRASE, keep, make, two_exports


@dataclass(frozen=True, slots=True)
class Sealed:
    """A closed vault with three originals, its recovery key, and where its newest head is remembered."""

    folder: Path
    recovery: str
    remembered: Path

    def without(self, place: Path, *names: str) -> Path:
        """A copy without these files; a name may be a pattern, of which the first match goes, or a folder."""
        folder = Path(shutil.copytree(self.folder, place))
        for name in names:
            gone = min(folder.glob(name))
            if gone.is_dir():
                shutil.rmtree(gone)
            else:
                gone.unlink()
        return folder

    def open(self, folder: Path) -> LocalVault:
        return LocalVault.open(folder, PASSPHRASE, remember=self.remembered)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    place = tmp_path_factory.mktemp("sealed")
    made, recovery = make(place / "vault", place / "state")
    with made as vault:
        two_exports(vault)
        keep(vault, b"canary third")
    return Sealed(place / "vault", recovery, place / "state")


def rest_is_readable(vault: LocalVault, *, but: int = 0) -> None:
    """Rows, search and all originals but so many."""
    assert vault.total() == 16
    assert len(vault.search("canary", limit=50)) == 16
    unread = 0
    for item in vault.items():
        try:
            vault.read_blob(item.id, io.BytesIO())
        except GawahError:
            unread += 1
    assert unread == but


def test_f8_an_original(sealed: Sealed, tmp_path: Path) -> None:
    folder = sealed.without(tmp_path / "vault", "blobs/*/*")
    with sealed.open(folder) as vault:
        (problem,) = vault.check(full=True).problems
        assert (problem.what, problem.state) == ("blob", "missing")
        assert problem.id in {item.id for item in vault.items()}
        rest_is_readable(vault, but=1)


def test_f8_a_whole_folder_of_originals_and_all_of_them(sealed: Sealed, tmp_path: Path) -> None:
    for name, gone in (("blobs/??", 1), ("blobs", 3)):
        folder = sealed.without(tmp_path / name.replace("/", ""), name)
        with sealed.open(folder) as vault:
            problems = vault.check(full=True).problems
            assert len(problems) >= gone
            assert {(one.what, one.state) for one in problems} == {("blob", "missing")}
            rest_is_readable(vault, but=len(problems))


def test_f8_the_passphrase_slot(sealed: Sealed, tmp_path: Path) -> None:
    folder = sealed.without(tmp_path / "vault", "keys/slot-1.json")
    with pytest.raises(WrongPassphrase, match="no passphrase slot; the recovery key still opens it"):
        sealed.open(folder)
    with LocalVault.open_recovery(folder, sealed.recovery) as vault:
        assert vault.check().problems == (Difference(what="slot", id="slots", state="missing"),)
        rest_is_readable(vault)


def test_f8_the_recipient(sealed: Sealed, tmp_path: Path) -> None:
    folder = sealed.without(tmp_path / "vault", "keys/recipient.txt")
    with sealed.open(folder) as vault:
        assert vault.check().problems == (Difference(what="file", id="recipient", state="missing"),)
        rest_is_readable(vault)


def test_f8_the_whole_folder_of_keys(sealed: Sealed, tmp_path: Path) -> None:
    folder = sealed.without(tmp_path / "vault", "keys")
    with LocalVault.open_recovery(folder, sealed.recovery) as vault:
        assert {(one.what, one.state) for one in vault.check().problems} == {("slot", "missing"), ("file", "missing")}
        rest_is_readable(vault)


def test_f8_the_mark_of_a_vault(sealed: Sealed, tmp_path: Path) -> None:
    """Without it nobody knows which format the folder has, and it is not touched; it holds nothing that is not in every backup."""
    folder = sealed.without(tmp_path / "vault", "VAULT")
    with pytest.raises(NotAVault, match=r"^the file VAULT is missing; the rest of a vault is there$"):
        sealed.open(folder)
    shutil.copy(sealed.folder / "VAULT", folder / "VAULT")
    with sealed.open(folder) as vault:
        assert vault.check(full=True).problems == ()


def test_f8_the_database(sealed: Sealed, tmp_path: Path) -> None:
    for name in ("db/case.db", "db"):
        folder = sealed.without(tmp_path / name.replace("/", ""), name)
        with pytest.raises(VaultUnwritable, match=r"^the database file is missing$"):
            sealed.open(folder)
        assert not (folder / "db/case.db").exists()


def crashed(sealed: Sealed, place: Path) -> Path:
    """A vault whose newest original is in the log alone, as a crash leaves it."""
    folder = Path(shutil.copytree(sealed.folder, place / "open"))
    with LocalVault.open(folder, PASSPHRASE) as vault:
        keep(vault, b"canary in the log")
        return Path(shutil.copytree(folder, place / "crashed"))


def test_f8_the_log_of_a_vault_that_was_not_closed(sealed: Sealed, tmp_path: Path) -> None:
    folder = crashed(sealed, tmp_path)
    (folder / "db/case.db-wal").unlink()
    with sealed.open(folder) as vault:
        assert any("rolled back" in warning for warning in vault.warnings)
        problems = vault.check(full=True).problems
        assert "rolled-back" in {one.state for one in problems}
        rest_is_readable(vault)
        assert len(vault.check().orphans) == 1  # the original itself is there and will be taken up again


def middle(folder: Path) -> Path:
    return sorted((folder / "checkpoints").glob("*.note"), key=lambda path: int(path.stem))[1]


def newest(folder: Path) -> Path:
    return max((folder / "checkpoints").glob("*.note"), key=lambda path: int(path.stem))


@pytest.mark.parametrize("which", [middle, newest])
def test_f8_a_checkpoint(sealed: Sealed, tmp_path: Path, which: Callable[[Path], Path]) -> None:
    folder = Path(shutil.copytree(sealed.folder, tmp_path / "vault"))
    gone = which(folder)
    before = gone.read_bytes()
    gone.unlink()
    with sealed.open(folder) as vault:
        size = gone.stem
        if which is newest:
            assert vault.warnings == [f"checkpoint {size} was missing and has been written again"]
            assert gone.read_bytes() == before
        else:
            assert vault.check().problems == (Difference(what="checkpoint", id=size, state="missing"),)
        rest_is_readable(vault)


def test_f8_all_checkpoints(sealed: Sealed, tmp_path: Path) -> None:
    folder = sealed.without(tmp_path / "vault", "checkpoints")
    with sealed.open(folder) as vault:
        assert len(vault.warnings) == len(vault.checkpoints())
        assert vault.check(full=True).problems == ()


@pytest.mark.parametrize("name", ["lock", "tmp"])
def test_f8_what_is_made_anew_at_each_opening(sealed: Sealed, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(sealed.folder, tmp_path / "vault"))
    (folder / "tmp").mkdir(exist_ok=True)
    shutil.rmtree(folder / name) if name == "tmp" else (folder / name).unlink()
    with sealed.open(folder) as vault:
        assert vault.warnings == []
        assert vault.check(full=True).problems == ()
        rest_is_readable(vault)


def test_f8_what_is_remembered_outside_the_vault(sealed: Sealed, tmp_path: Path) -> None:
    """Its absence cannot be told from a new machine; the heads in the vault still hold, and the next one is remembered again."""
    folder = Path(shutil.copytree(sealed.folder, tmp_path / "vault"))
    with LocalVault.open(folder, PASSPHRASE, remember=tmp_path / "state") as vault:
        assert vault.warnings == []
        assert vault.check(full=True).problems == ()
        keep(vault, b"canary next")
    assert len(list((tmp_path / "state").glob("*.note"))) == 1


def test_f8_several_at_once_are_all_named(sealed: Sealed, tmp_path: Path) -> None:
    folder = sealed.without(tmp_path / "vault", "blobs/*/*", "keys/recipient.txt", "checkpoints/2.note")
    with sealed.open(folder) as vault:
        named = {(one.what, one.state) for one in vault.check().problems}
        assert named == {("blob", "missing"), ("file", "missing"), ("checkpoint", "missing")}
        rest_is_readable(vault, but=1)
