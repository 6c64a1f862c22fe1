"""A stranger who follows VERIFY.txt to the letter, with openssl, the small programs of every Unix and a reader of PDF (D9).

Nothing of ours is on the PATH. All is green as it was sealed, and red for every bundle that was changed.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.seal import merkle, note
from tests.attacks.forger import EXHIBIT, LISTS, OTHER, OWNER, PDF, ROW, Forger, handed_over, turned
from tests.dossier import sample
from tests.interop import stranger
from tests.interop.stranger import Stranger

pytestmark = pytest.mark.skipif(bool(stranger.missing()), reason=f"not installed: {', '.join(stranger.missing())}")

_COMMAND = re.compile(r"^ {7}((?:sha256sum|openssl|sh) .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Follower:
    """Does what VERIFY.txt says, and compares with what it says must come.

    Attributes:
        stranger: With the programs that they have.
        instructions: Sections 1 and 2 of VERIFY.txt, as the stranger had them explained by somebody they trust: a forger may have
            written those in the folder.
        fingerprint: 64 digits, received in another way.
        earlier: A checkpoint that they received earlier.
    """

    stranger: Stranger
    instructions: str
    fingerprint: str
    earlier: Path

    def all_green(self) -> bool:
        """Whether every command ends well and prints what it must."""
        return all(self._fits(command) for command in self._commands())

    def _commands(self) -> Iterator[str]:
        folder = self.stranger.bundle
        for command in _COMMAND.findall(self.instructions.replace("\\\n", " ")):
            if "E0001" in command:
                yield from (command.replace("E0001", path.stem) for path in sorted((folder / "data/exhibits").glob("*")))
            elif "checkpoint-M" in command:
                # "Use your own copy of the earlier checkpoint for the first file if you have one."
                own = command.replace("ledger/checkpoint-M.txt", str(self.earlier), 1)
                yield own.replace("checkpoint-N", "checkpoint-5").replace("M-N", "3-5")
            else:
                yield command

    def _fits(self, command: str) -> bool:
        ran = self.stranger.run("sh", "-c", command)
        if ran.returncode != 0:
            return False
        if command.startswith("sha256sum"):
            return ran.stdout == ""
        if command.endswith("| sha256sum"):
            return ran.stdout.split()[0] == self.fingerprint
        if "pkeyutl" in command:
            return "Signature Verified Successfully" in ran.stdout
        return "FAILED" not in ran.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stranger.workplace(tmp_path_factory.mktemp("stranger") / "bin")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed_over(tmp_path_factory.mktemp("handed") / "bundle", sample.case())


@pytest.fixture
def forger(sealed: Path, tmp_path: Path) -> Forger:
    return Forger.of(sealed, tmp_path / "bundle")


@pytest.fixture
def follower(sealed: Path, forger: Forger, programs: Path, tmp_path: Path) -> Follower:
    earlier = tmp_path / "earlier.txt"
    earlier.write_bytes((sealed / "ledger/checkpoint-3.txt").read_bytes())
    page = (sealed / "VERIFY.txt").read_text(encoding="utf-8")
    section = page[page.index("1. IN ONE STEP") : page.index("3. WITH GAWAH")]
    return Follower(Stranger(programs, forger.folder), section, OWNER.fingerprint().replace(" ", ""), earlier)


def test_d9_the_instructions_are_followed_whole_and_all_is_green(follower: Follower, sealed: Path) -> None:
    commands = list(follower._commands())
    exhibits = len(list((sealed / "data/exhibits").iterdir()))
    assert len(commands) == 6 + exhibits
    assert follower.all_green()


def test_d9_the_stranger_has_nothing_of_ours(programs: Path) -> None:
    names = {path.name for path in programs.iterdir()}
    assert not {name for name in names if name.startswith(("python", "gawah"))}
    assert Stranger(programs, programs).run("sh", "-c", "command -v python3 || command -v gawah").returncode != 0


def test_d9_page_one_of_the_pdf_shows_the_fingerprint_that_openssl_finds(follower: Follower, sealed: Path) -> None:
    reader = shutil.which("pdftotext")
    assert reader is not None, "poppler-utils is not installed"
    page = subprocess.run([reader, "-l", "1", sealed / PDF, "-"], check=True, capture_output=True, text=True).stdout
    assert follower.stranger.fingerprint() in re.sub(r"\s", "", page)


CHANGES: dict[str, Callable[[Forger], object]] = {
    "an exhibit": lambda forger: forger.flip(EXHIBIT),
    "an exhibit and its list": lambda forger: forger.flip(EXHIBIT).relist(LISTS[0]),
    "an exhibit and both lists": lambda forger: forger.flip(EXHIBIT).relist(),
    "an exhibit behind the owner's seal": lambda forger: forger.flip(EXHIBIT).relist().seal(OWNER),
    "a seal by another key": lambda forger: forger.relist().seal(OTHER),
    "exhibits that changed places behind the owner's seal": lambda forger: (
        forger.swap("data/exhibits/E0001.txt", EXHIBIT).relist().seal(OWNER)
    ),
    "an exhibit dropped": lambda forger: forger.drop_exhibit("E0002"),
    "an exhibit dropped, and both lists": lambda forger: forger.drop_exhibit("E0002").relist(),
    "an exhibit added behind the owner's seal": lambda forger: (
        forger.write("data/exhibits/E0099.txt", b"added").relist().seal(OWNER)
    ),
    "a file added": lambda forger: forger.write("data/more.txt", b"added"),
    "a row": lambda forger: forger.flip(ROW),
    "a row behind the owner's seal": lambda forger: forger.flip(ROW).relist().seal(OWNER),
    "a ledger entry behind the owner's seal": lambda forger: forger.flip("ledger/leaves/E0002.json").relist().seal(OWNER),
    "a proof behind the owner's seal": lambda forger: forger.flip("ledger/proofs/E0002.tlog-proof").relist().seal(OWNER),
    "a proof of growth behind the owner's seal": lambda forger: forger.flip("ledger/consistency-3-5.txt").relist().seal(OWNER),
    "the head": lambda forger: forger.flip("ledger/checkpoint-5.txt"),
    "the PDF, one bit": lambda forger: forger.flip(PDF),
    "the PDF, junk behind": lambda forger: forger.change(PDF, lambda data: data + b"junk"),
    "the PDF, an incremental edit": lambda forger: forger.change(PDF, turned),
    "the list of exhibits": lambda forger: forger.flip("data/exhibits.json"),
    "a script that says that all is well": lambda forger: forger.write("verify-all.sh", b"echo ok\n"),
    "no list of lists": lambda forger: forger.drop(LISTS[1]),
    "no list": lambda forger: forger.drop(LISTS[0]),
    "no seal": lambda forger: forger.drop(bundle.SEAL),
    "no key": lambda forger: forger.drop(bundle.PUBLIC_KEY),
}


@pytest.mark.parametrize("change", CHANGES)
def test_d9_a_changed_bundle_is_red(follower: Follower, forger: Forger, change: str) -> None:
    CHANGES[change](forger)
    assert not follower.all_green()


def test_d9_a_ledger_that_does_not_begin_with_the_checkpoint_held_is_red(follower: Follower) -> None:
    follower.earlier.write_bytes(note.sign_checkpoint(sample.ORIGIN, 3, merkle.leaf_hash(b"another history"), OWNER))
    assert not follower.all_green()
