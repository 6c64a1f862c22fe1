"""The published vectors of docs/spec/ledger.md hold, and its example is one of them."""

import base64
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gawah.records.errors import LedgerInconsistent, SealInvalid, WrongPassphrase
from gawah.seal import cipher, keys, ledger, merkle, note

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec"


def vectors(name: str) -> Any:  # JSON of whatever shape
    return json.loads((SPEC / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


TREE, ROWS, LEDGER, REFUSED, SECRETS = map(vectors, ("tree", "rows", "ledger", "refused", "secrets"))
PUBLIC = bytes.fromhex(LEDGER["public_key"])
HASHES = [bytes.fromhex(value) for value in TREE["leaf_hashes"]]
ROOTS = [bytes.fromhex(value) for value in TREE["roots"]]


def unhex(path: list[str]) -> list[bytes]:
    return [bytes.fromhex(step) for step in path]


def test_tree() -> None:
    assert [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in TREE["leaves"]] == HASHES
    assert [merkle.root(HASHES[:size]) for size in range(9)] == ROOTS
    assert ROOTS[8].hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_inclusion() -> None:
    for proof in TREE["inclusion"]:
        index, size, path = proof["index"], proof["size"], unhex(proof["path"])
        assert merkle.inclusion(index, HASHES[:size]) == path
        merkle.verify_inclusion(index, size, HASHES[index], path, ROOTS[size])
    assert len(TREE["inclusion"]) == 36


def test_consistency() -> None:
    for proof in TREE["consistency"]:
        old, new, path = proof["old"], proof["new"], unhex(proof["path"])
        assert merkle.consistency(old, HASHES[:new]) == path
        merkle.verify_consistency(old, ROOTS[old], new, ROOTS[new], path)
    assert len(TREE["consistency"]) == 45


def test_rows() -> None:
    root = bytes.fromhex(ROWS["batch"]["root"])
    for row in ROWS["rows"]:
        leaf = ledger.row_leaf(row["record"].encode(), bytes.fromhex(row["salt"]))
        assert leaf == row["leaf"].encode()
        assert merkle.leaf_hash(leaf).hex() == row["leaf_hash"]
        proof = note.read_row_proof(row["proof"].encode())
        merkle.verify_inclusion(proof.index, proof.size, merkle.leaf_hash(leaf), proof.path, root)
        assert note.write_row_proof(proof.index, proof.size, proof.path).decode() == row["proof"]


def test_entries() -> None:
    for stated in LEDGER["entries"]:
        leaf = stated["leaf"].encode()
        assert ledger.entry(stated["fields"]) == leaf
        assert ledger.read_entry(leaf) == stated["fields"]
        assert merkle.leaf_hash(leaf).hex() == stated["leaf_hash"]
    assert LEDGER["entries"][2]["fields"]["batch"] == ROWS["batch"]


def test_checkpoints() -> None:
    key = keys.SigningKey.from_bytes(bytes.fromhex(LEDGER["signing_key"]))
    assert (key.public_bytes(), key.public_pem().decode(), key.fingerprint()) == (
        PUBLIC,
        LEDGER["public_pem"],
        LEDGER["fingerprint"],
    )
    hashes = [bytes.fromhex(stated["leaf_hash"]) for stated in LEDGER["entries"]]
    for size, written in enumerate(LEDGER["checkpoints"]):
        head = note.open_checkpoint(written.encode(), PUBLIC)
        assert (head.size, head.root) == (size, merkle.root(hashes[:size]).hex())
        assert note.sign_checkpoint(head.origin, size, bytes.fromhex(head.root), key).decode() == written


def test_proofs() -> None:
    for stated, written in zip(LEDGER["entries"], LEDGER["proofs"], strict=True):
        proof = note.read_proof(written.encode())
        head = note.open_checkpoint(proof.note, PUBLIC)
        merkle.verify_inclusion(proof.index, head.size, bytes.fromhex(stated["leaf_hash"]), proof.path, bytes.fromhex(head.root))
        assert note.write_proof(proof.index, proof.path, proof.note).decode() == written


def test_growth() -> None:
    heads = [note.open_checkpoint(written.encode(), PUBLIC) for written in LEDGER["checkpoints"]]
    for old, written in enumerate(LEDGER["consistency"]):
        proof = note.read_consistency(written.encode())
        assert (proof.old_size, proof.new_size) == (old, 4)
        merkle.verify_consistency(old, bytes.fromhex(heads[old].root), 4, bytes.fromhex(heads[4].root), proof.path)


@pytest.mark.parametrize("stated", REFUSED["entries"], ids=lambda stated: stated["why"])
def test_refused_entries(stated: dict[str, str]) -> None:
    with pytest.raises(LedgerInconsistent):
        ledger.read_entry(stated["leaf"].encode())


@pytest.mark.parametrize("stated", REFUSED["checkpoints"], ids=lambda stated: stated["why"])
def test_refused_checkpoints(stated: dict[str, str]) -> None:
    with pytest.raises(SealInvalid):
        note.open_checkpoint(stated["note"].encode(), PUBLIC)


def test_secrets() -> None:
    root = keys.RootSecret.from_recovery(SECRETS["identity"])
    assert root.recipient() == SECRETS["recipient"]
    assert root.derive("db").hex() == SECRETS["derived"]["db"]
    assert root.derive("names").hex() == SECRETS["derived"]["names"]
    assert root.derive("slots").hex() == SECRETS["derived"]["slots"]
    slots = [stated["slot"].encode() for stated in SECRETS["slots"]]
    assert keys.slots_mac(root, slots).hex() == SECRETS["slots_mac"]
    for stated in SECRETS["slots"]:
        assert keys.unwrap(stated["slot"].encode(), stated["passphrase"]).recovery_text() == SECRETS["identity"]
        with pytest.raises(WrongPassphrase):
            keys.unwrap(stated["slot"].encode(), stated["passphrase"].upper())


def test_files() -> None:
    root = keys.RootSecret.from_recovery(SECRETS["identity"])
    for stated in SECRETS["files"]:
        sink = io.BytesIO()
        cipher.decrypt(root, io.BytesIO(base64.b64decode(stated["age"])), sink, size=stated["size"])
        assert sha256(sink.getvalue()).hexdigest() == stated["sha256"]
    named = SECRETS["blob_name"]
    assert cipher.blob_name(root.derive("names"), named["sha256"]) == named["name"]
    assert [[size, cipher.padded_size(size)] for size, _ in SECRETS["padded_sizes"]] == SECRETS["padded_sizes"]


def test_the_example_in_the_specification_is_a_vector() -> None:
    text = (SPEC / "ledger.md").read_text(encoding="utf-8")
    shown = text.replace("\n    ", "\n")  # code stands indented
    for expected in (LEDGER["entries"][1]["leaf"], LEDGER["checkpoints"][4], LEDGER["proofs"][1], LEDGER["consistency"][3]):
        assert expected in shown
    assert ROWS["rows"][0]["leaf"] in shown
    assert ROWS["rows"][0]["proof"] in shown
    assert LEDGER["fingerprint"] in shown
