import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gawah.dossier import bundle
from gawah.records.digest import sha256
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.seal import merkle, note
from gawah.seal.keys import SigningKey
from gawah.usecases.verify import Verification, verify
from tests.authority import establish
from tests.dossier import sample

OTHER = SigningKey.from_bytes(bytes(32))


@pytest.fixture(scope="session")
def case() -> sample.Case:
    return sample.case()


@pytest.fixture(scope="session")
def written(case: sample.Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "dossier"
    bundle.write(folder, case.bundle, sample.KEY.sign)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "dossier"))


def reseal(folder: Path, key: SigningKey = sample.KEY) -> None:
    """What a forger with a key can do: rebuild both lists and sign again."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lists = {"manifest-sha256.txt": [name for name in files if name.startswith("data/")]}
    lists["tagmanifest-sha256.txt"] = [
        name for name in files if not name.startswith(("data/", "seal/")) and name != "tagmanifest-sha256.txt"
    ]
    for name, members in lists.items():
        (folder / name).write_text("".join(f"{sha256((folder / each).read_bytes())}  {each}\n" for each in members))
    (folder / bundle.SEAL).write_bytes(key.sign((folder / "tagmanifest-sha256.txt").read_bytes()))


def named(result: Verification) -> set[str]:
    return {each.file for each in result.differences}


def states(result: Verification) -> tuple[str, str, str]:
    return result.intact.state, result.signed.state, result.existed.state


def test_three_answers_and_never_one(written: Path) -> None:
    result = verify(written)
    assert states(result) == ("yes", "unconfirmed", "none")
    assert result.signed.words.startswith(
        f"signed by a key you have not confirmed: {sample.KEY.fingerprint()} (not confirmed by you"
    )
    assert result.existed.words == "no independent time stamp in this bundle"
    assert result.intact.words == "intact: every file is as it was sealed, and 8 exhibits stand in the ledger"
    assert result.exhibits == 8
    assert not result.failed


def test_a_key_that_the_person_names_is_confirmed(written: Path) -> None:
    assert verify(written, key=sample.KEY.fingerprint().upper().replace(" ", "")).signed.state == "yes"


def test_another_key_is_refused(written: Path) -> None:
    result = verify(written, key=OTHER.fingerprint())
    assert states(result) == ("yes", "no", "none")
    assert result.failed
    assert sample.KEY.fingerprint() in result.signed.words


def test_a_key_that_is_no_fingerprint_is_a_mistake(written: Path) -> None:
    with pytest.raises(BadInput):
        verify(written, key="abc")


def test_a_certificate_has_nothing_to_confirm_where_there_is_no_stamp(written: Path, tmp_path: Path) -> None:
    root = establish(tmp_path / "authority").root
    result = verify(written, tsa_root=root)
    assert result.existed.state == "none"
    assert "nothing to confirm" in result.existed.words
    with pytest.raises(SourceUnreadable):
        verify(written, tsa_root=tmp_path / "not there.pem")
    with pytest.raises(BadInput):
        verify(written, tsa_root=written / "VERIFY.txt")


def test_a_place_without_a_bundle_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        verify(tmp_path / "nothing")


def test_an_empty_folder_fails_without_a_crash(tmp_path: Path) -> None:
    result = verify(tmp_path)
    assert states(result) == ("no", "no", "none")
    assert result.fingerprint is None
    assert result.head is None


FILES = [
    "data/dossier.pdf",
    "data/exhibits.json",
    "data/exhibits/E0002.txt",
    "data/exhibits/E0007.png",
    "data/hash-report.csv",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "ledger/leaves/E0002.json",
    "ledger/rows/E0002.json",
    "ledger/proofs/E0002.tlog-proof",
    "ledger/proofs/E0002.row-proof",
    "ledger/checkpoint-5.txt",
    "ledger/checkpoint-3.txt",
    "ledger/consistency-3-5.txt",
    "signatures/device-ed25519.pub.pem",
    "seal/tagmanifest-sha256.txt.ed25519",
    "VERIFY.txt",
    "verify-merkle.sh",
]


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_named(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    result = verify(folder)
    assert result.intact.state == "no"
    assert name in named(result)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    result = verify(folder)
    assert result.intact.state == "no"
    assert name in named(result)


@pytest.mark.parametrize(
    "name",
    [
        "data/exhibits.json",
        "data/exhibits/E0002.txt",
        "data/exhibits/E0007.png",
        "ledger/leaves/E0002.json",
        "ledger/rows/E0002.json",
        "ledger/proofs/E0002.tlog-proof",
        "ledger/proofs/E0002.row-proof",
        "ledger/checkpoint-5.txt",
        "ledger/consistency-3-5.txt",
    ],
)
def test_a_forger_with_the_key_is_caught_by_the_ledger(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    if name == "data/exhibits.json":
        data = data.replace("کیوں".encode(), "کیسے".encode())
    else:
        data = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
    (folder / name).write_bytes(data)
    reseal(folder)
    result = verify(folder, key=sample.KEY.fingerprint())
    assert result.signed.state == "yes"
    assert result.intact.state == "no"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"12/31/21, 9:01 PM"', '"12/31/21, 9:11 PM"'),
        ('"sender": "Rafiq Mir · @rafiq.m"', '"sender": "Somebody Else"'),
        ('"ledger_entry": 2', '"ledger_entry": 1'),
        ('"size": 5', '"size": 6'),
        (sample.MESSAGES[1].id, "0" * 32),
        ("5647", "0000"),
    ],
)
def test_what_exhibits_json_says_is_compared_with_the_rows(folder: Path, old: str, new: str) -> None:
    path = folder / "data/exhibits.json"
    path.write_text(path.read_text().replace(old, new))
    reseal(folder)
    assert named(verify(folder)) & {"data/exhibits.json", "ledger/leaves/E0002.json"}


def test_a_new_key_is_only_seen_by_who_knows_the_old_one(folder: Path) -> None:
    (folder / bundle.PUBLIC_KEY).write_bytes(OTHER.public_pem())
    for size in (3, 5):
        head = note.read_checkpoint((folder / f"ledger/checkpoint-{size}.txt").read_bytes())
        signed = note.sign_checkpoint(head.origin, head.size, bytes.fromhex(head.root), OTHER)
        (folder / f"ledger/checkpoint-{size}.txt").write_bytes(signed)
        if size == 5:
            for proof in (folder / "ledger/proofs").glob("*.tlog-proof"):
                proof.write_bytes(proof.read_bytes().partition(b"\n\n")[0] + b"\n\n" + signed)
    path = folder / "data/exhibits.json"
    path.write_text(path.read_text().replace(sample.KEY.fingerprint().replace(" ", ""), OTHER.fingerprint().replace(" ", "")))
    reseal(folder, OTHER)
    assert states(verify(folder)) == ("yes", "unconfirmed", "none")
    assert verify(folder, key=sample.KEY.fingerprint()).signed.state == "no"


def test_a_dropped_exhibit_is_named(folder: Path) -> None:
    path = folder / "data/exhibits.json"
    tree = json.loads(path.read_bytes())
    del tree["exhibits"][1]
    path.write_text(json.dumps(tree))
    reseal(folder)
    assert "data/exhibits.json" in named(verify(folder))


def test_swapped_exhibits_are_caught(folder: Path) -> None:
    one, two = folder / "data/exhibits/E0001.txt", folder / "data/exhibits/E0002.txt"
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    reseal(folder)
    assert {"ledger/rows/E0001.json", "ledger/rows/E0002.json"} <= named(verify(folder))


def test_everything_is_listed_not_the_first(folder: Path) -> None:
    for name in ("data/exhibits/E0001.txt", "data/exhibits/E0002.txt", "data/dossier.pdf"):
        (folder / name).write_bytes(b"x")
    (folder / "more").write_bytes(b"x")
    assert {"data/exhibits/E0001.txt", "data/exhibits/E0002.txt", "data/dossier.pdf", "more"} <= named(verify(folder))


@pytest.mark.parametrize(
    "tree",
    [
        [],
        {},
        {"exhibits": 3},
        {"exhibits": [3]},
        {"exhibits": [{"number": "../../x", "file": {"name": "E0001.txt"}, "source": {}, "kind": "item"}]},
        {"exhibits": [{"number": "E0001", "file": {"name": "../E0001.txt"}, "source": {}, "kind": "item"}]},
        {"exhibits": [{"number": "E0001", "file": {"name": "E0001.txt"}, "source": {}, "kind": "message"}]},
        {"exhibits": [{"number": "E0001", "file": {"name": "E0001.txt"}, "source": {}, "kind": []}]},
    ],
)
def test_a_hostile_list_of_exhibits_does_not_crash(folder: Path, tree: object) -> None:
    (folder / "data/exhibits.json").write_text(json.dumps(tree))
    reseal(folder)
    assert verify(folder).intact.state == "no"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"record":{"body":"\\ud800"}}', '{"record":[]}', '{"record":{"body":1}}', ""])
def test_a_hostile_row_does_not_crash(folder: Path, text: str) -> None:
    (folder / "ledger/rows/E0001.json").write_text(text)
    reseal(folder)
    assert "ledger/rows/E0001.json" in named(verify(folder))


def test_against_an_earlier_checkpoint(written: Path, case: sample.Case, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.txt"
    earlier.write_bytes(case.earlier)
    answer = verify(written, against=earlier).against
    assert answer
    assert answer.state == "yes"
    assert answer.words == "the ledger has only grown since the earlier checkpoint, from 3 to 5 entries"


def test_against_the_checkpoint_of_a_ledger_that_was_changed(written: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.txt"
    earlier.write_bytes(note.sign_checkpoint(sample.ORIGIN, 3, bytes(32), sample.KEY))
    result = verify(written, against=earlier)
    assert result.against
    assert result.against.state == "no"
    assert result.failed


@pytest.mark.parametrize(
    ("origin", "size", "key", "state"),
    [
        (sample.ORIGIN, 4, sample.KEY, "unconfirmed"),
        (sample.ORIGIN, 9, sample.KEY, "unconfirmed"),
        (sample.ORIGIN, 5, sample.KEY, "no"),
        (sample.ORIGIN, 3, OTHER, "no"),
        ("gawah.invalid/other", 3, sample.KEY, "no"),
    ],
)
def test_against_other_checkpoints(written: Path, tmp_path: Path, origin: str, size: int, key: SigningKey, state: str) -> None:
    earlier = tmp_path / "earlier.txt"
    earlier.write_bytes(note.sign_checkpoint(origin, size, merkle.leaf_hash(b""), key))
    answer = verify(written, against=earlier).against
    assert answer
    assert answer.state == state


def test_against_the_same_head_and_against_nothing(written: Path, tmp_path: Path) -> None:
    answer = verify(written, against=written / "ledger/checkpoint-5.txt").against
    assert answer
    assert answer.words == "the same ledger head"
    with pytest.raises(SourceUnreadable):
        verify(written, against=tmp_path / "nothing")


def test_a_head_under_another_name_is_named(folder: Path) -> None:
    (folder / "ledger/checkpoint-3.txt").rename(folder / "ledger/checkpoint-4.txt")
    reseal(folder)
    assert "ledger/checkpoint-4.txt" in named(verify(folder))


def test_the_signature_is_over_the_bytes_of_the_list(written: Path) -> None:
    signature = (written / bundle.SEAL).read_bytes()
    assert len(signature) == 64
    assert base64.b64encode(sample.KEY.sign((written / "tagmanifest-sha256.txt").read_bytes())) == base64.b64encode(signature)


def test_the_library_of_congress_accepts_the_bag(written: Path) -> None:
    pytest.importorskip("bagit")
    done = subprocess.run([sys.executable, "-m", "bagit", "--validate", written], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
