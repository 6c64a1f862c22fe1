"""Whoever changes a bundle is found, and at the expected layer; the owner's key does not help, and a new key is not the owner's
(D1, D2, D6).

The three answers of `gawah verify` are *intact*, *signed* and *existed*; the files it names say which layer noticed.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.seal import merkle, note
from gawah.usecases.verify import verify
from tests.attacks.forger import EXHIBIT, LISTS, OTHER, OWNER, PDF, ROW, Forger, handed_over, turned
from tests.dossier import sample


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed_over(tmp_path_factory.mktemp("handed") / "bundle", sample.case())


@pytest.fixture
def forger(sealed: Path, tmp_path: Path) -> Forger:
    return Forger.of(sealed, tmp_path / "bundle")


def test_what_nobody_changed_is_intact_and_signed(forger: Forger) -> None:
    found = forger.verified()
    assert (found.intact.state, found.signed.state) == ("yes", "yes")
    assert found.differences == ()


# --- D1: the ladder; each rung repairs what noticed the rung before


def test_d1_an_altered_exhibit_is_noticed_by_the_payload_list(forger: Forger) -> None:
    assert EXHIBIT in forger.flip(EXHIBIT).blamed()


def test_d1_a_payload_list_made_anew_is_noticed_by_the_list_of_lists(forger: Forger) -> None:
    assert LISTS[0] in forger.flip(EXHIBIT).relist(LISTS[0]).blamed()


def test_d1_a_list_of_lists_made_anew_is_noticed_by_the_seal(forger: Forger) -> None:
    assert bundle.SEAL in forger.flip(EXHIBIT).relist().blamed()


def test_d1_a_seal_by_the_owners_own_key_is_noticed_by_the_ledger(forger: Forger) -> None:
    found = forger.flip(EXHIBIT).relist().seal(OWNER).verified()
    assert (found.intact.state, found.signed.state) == ("no", "yes")
    assert ROW in {difference.file for difference in found.differences}


def test_d1_a_seal_by_a_new_key_is_noticed_by_whoever_knows_the_old_one(forger: Forger) -> None:
    found = forger.flip(EXHIBIT).relist().seal(OTHER).verified()
    assert (found.intact.state, found.signed.state) == ("no", "no")


def test_d1_everything_made_anew_is_noticed_by_an_earlier_checkpoint(sealed: Path, tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    held.write_bytes(note.sign_checkpoint(sample.ORIGIN, 3, merkle.leaf_hash(b"another history"), OWNER))
    assert verify(sealed, key=OWNER.fingerprint()).against is None
    found = verify(sealed, key=OWNER.fingerprint(), against=held)
    assert found.against is not None
    assert (found.against.state, found.failed) == ("no", True)


def test_d1_a_dropped_exhibit_is_noticed_by_the_lists(forger: Forger) -> None:
    assert {EXHIBIT, LISTS[0]} & forger.drop_exhibit("E0002").blamed()


def test_d1_an_exhibit_dropped_with_its_list_is_noticed_by_the_seal(forger: Forger) -> None:
    assert bundle.SEAL in forger.drop_exhibit("E0002").relist().blamed()


@pytest.mark.parametrize("name", ["data/exhibits/E0099.txt", "data/more.txt", "ledger/leaves/E0099.json", "seal/other", "more.txt"])
def test_d1_an_added_file_is_named(forger: Forger, name: str) -> None:
    assert name in forger.write(name, b"added").blamed()


@pytest.mark.parametrize("name", ["data/exhibits/E0099.txt", "ledger/leaves/E0099.json"])
def test_d1_an_added_exhibit_behind_the_owners_seal_is_named(forger: Forger, name: str) -> None:
    assert forger.write(name, b"added").relist().seal(OWNER).verified().intact.state == "no"


def test_d1_exhibits_that_change_places_behind_the_owners_seal_are_named(forger: Forger) -> None:
    forger.swap("data/exhibits/E0001.txt", EXHIBIT).relist().seal(OWNER)
    assert {"ledger/rows/E0001.json", ROW} <= forger.blamed()


# --- D2: what takes the check itself away


@pytest.mark.parametrize("name", [*LISTS, bundle.SEAL, bundle.PUBLIC_KEY])
def test_d2_without_a_list_the_seal_or_the_key_it_is_incomplete(forger: Forger, name: str) -> None:
    found = forger.drop(name).verified()
    assert found.failed
    assert found.intact.state == "no"
    assert name in {difference.file for difference in found.differences}


def test_d2_without_anything_of_the_seal_it_is_not_signed(forger: Forger) -> None:
    assert forger.drop(LISTS[1]).drop(bundle.SEAL).verified().signed.state == "no"


# --- D6: the PDF; it carries no signature of its own in this version, so its digest in the list is what counts


@pytest.mark.parametrize(
    "how",
    [
        lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:],
        lambda data: data + b"junk behind the end",
        lambda data: b"junk before the start" + data,
        turned,
    ],
    ids=["one bit", "junk behind", "junk before", "incremental edit"],
)
def test_d6_a_pdf_that_was_changed_in_any_way_is_named(forger: Forger, how: Callable[[bytes], bytes]) -> None:
    assert PDF in forger.change(PDF, how).blamed()
    assert bundle.SEAL in forger.relist().blamed()


def test_d6_junk_and_incremental_edits_are_such_that_a_reader_of_pdf_does_not_mind(forger: Forger) -> None:
    """Else the attack would be none."""
    before = text_of(forger.folder / PDF)
    assert text_of(forger.change(PDF, turned).folder / PDF) == before
    assert text_of(forger.change(PDF, lambda data: data + b"junk").folder / PDF) == before


def text_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
