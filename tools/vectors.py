"""Writes docs/spec/vectors/*.json, the test vectors of docs/spec/ledger.md: `python -m tools.vectors`.

Run it only when a format changes: published vectors are promises, and tests/vectors holds the program to them. All that may be
fixed is fixed (keys, salts, times); a slot and an age file hold random bytes, so they differ at each run and are checked by
opening them.
"""

import base64
import io
import json
from pathlib import Path

from gawah.records import digest
from gawah.seal import cipher, keys, ledger, merkle, note

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "spec" / "vectors"

# RFC 6962's trees are exercised by these leaves in the tests of Certificate Transparency.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
# The identity printed in C2SP age, "The X25519 recipient type".
IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
ORIGIN = "gawah.invalid/7f3a5b1c9d2e4f608192a3b4c5d6e7f8"
PASSPHRASE = "an invented passphrase, سات لفظ"  # noqa: S105 - it protects nothing
PLAINTEXT = b"An invented file.\n" * 60
DIGEST = digest.sha256(PLAINTEXT)
SIGNING_KEY = keys.SigningKey.from_bytes(bytes(range(32)))


def tree() -> dict[str, object]:
    """Roots and proofs of every tree over the first leaves."""
    hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    sizes = range(len(hashes) + 1)
    return {
        "leaves": CT_LEAVES,
        "leaf_hashes": [value.hex() for value in hashes],
        "roots": [merkle.root(hashes[:size]).hex() for size in sizes],
        "inclusion": [
            {"index": index, "size": size, "path": [step.hex() for step in merkle.inclusion(index, hashes[:size])]}
            for size in sizes
            for index in range(size)
        ],
        "consistency": [
            {"old": old, "new": new, "path": [step.hex() for step in merkle.consistency(old, hashes[:new])]}
            for new in sizes
            for old in range(new + 1)
        ],
    }


def entry(seq: int, op: str, **more: object) -> dict[str, object]:
    """The fields of an invented entry."""
    return {
        "v": 1,
        "seq": seq,
        "time": f"2026-11-22T15:0{seq}:05Z",
        "agent": "a3" * 16,
        "for": "self",
        "key": keys.fingerprint(SIGNING_KEY.public_bytes()).replace(" ", ""),
        "op": op,
        "salt": bytes([seq] * 16).hex(),
        "tool": "gawah 0.1.0",
        **more,
    }


def rows() -> dict[str, object]:
    """Three invented messages as a batch, with a proof of each."""
    records = ['{"body":"سلام"}', '{"body":"line\\nend"}', '{"body":""}']
    salts = [bytes([0xB0 + number] * 16) for number in range(3)]
    leaves = [ledger.row_leaf(record.encode(), salt) for record, salt in zip(records, salts, strict=True)]
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    return {
        "rows": [
            {
                "record": record,
                "salt": salts[index].hex(),
                "leaf": leaves[index].decode(),
                "leaf_hash": hashes[index].hex(),
                "proof": note.write_row_proof(index, 3, path).decode(),
            }
            for index, (record, path) in enumerate(zip(records, merkle.inclusions(range(3), hashes), strict=True))
        ],
        "batch": {"root": merkle.root(hashes).hex(), "size": 3},
    }


def entries(batch: object) -> list[dict[str, object]]:
    """Four invented entries, the third with the batch of `rows`."""
    return [
        entry(0, "init"),
        entry(1, "acquire", item="1d" * 16, blob=f"sha256:{DIGEST}", size=len(PLAINTEXT), media_type="text/plain", method="file"),
        entry(2, "read", item="1d" * 16, batch=batch, result={"messages": 3, "problems": 0}),
        entry(3, "erase", item="1d" * 16, reason="asked by its owner", refs=["1d" * 16]),
    ]


def heads(written: list[dict[str, object]]) -> dict[str, object]:
    """The entries as leaves, their checkpoints and their proofs."""
    leaves = [ledger.entry(fields) for fields in written]
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    notes = [note.sign_checkpoint(ORIGIN, size, merkle.root(hashes[:size]), SIGNING_KEY) for size in range(len(hashes) + 1)]
    return {
        "signing_key": SIGNING_KEY.to_bytes().hex(),
        "public_key": SIGNING_KEY.public_bytes().hex(),
        "public_pem": SIGNING_KEY.public_pem().decode(),
        "fingerprint": SIGNING_KEY.fingerprint(),
        "entries": [
            {"fields": fields, "leaf": leaf.decode(), "leaf_hash": leaf_hash.hex()}
            for fields, leaf, leaf_hash in zip(written, leaves, hashes, strict=True)
        ],
        "checkpoints": [value.decode() for value in notes],
        "proofs": [
            note.write_proof(index, path, notes[-1]).decode() for index, path in enumerate(merkle.inclusions(range(4), hashes))
        ],
        "consistency": [note.write_consistency(old, 4, merkle.consistency(old, hashes)).decode() for old in range(5)],
    }


def refused() -> dict[str, object]:
    """What must be refused, by whom."""
    good = ledger.entry(entry(0, "init")).decode()
    head = note.sign_checkpoint(ORIGIN, 1, merkle.leaf_hash(good.encode()), SIGNING_KEY).decode()
    return {
        "entries": [
            {"why": "a space", "leaf": good.replace(":", ": ", 1)},
            {"why": "a line end after it", "leaf": good + "\n"},
            {"why": "a duplicate key", "leaf": good[:-1] + ',"v":1}'},
            {"why": "another version", "leaf": good.replace('"v":1', '"v":2')},
            {"why": "an unknown field", "leaf": good[:-1] + ',"x":1}'},
            {"why": "no salt", "leaf": good.replace('"salt":"' + "00" * 16 + '",', "")},
            {"why": "a floating-point number", "leaf": good.replace('"seq":0', '"seq":0.0')},
            {"why": "an escape that is not needed", "leaf": good.replace("init", "\\u0069nit")},
            {"why": "a time without a zone", "leaf": good.replace("05Z", "05")},
        ],
        "checkpoints": [
            {"why": "another size", "note": head.replace("\n1\n", "\n2\n")},
            {"why": "a size with a leading zero", "note": head.replace("\n1\n", "\n01\n")},
            {"why": "another origin in the text", "note": head.replace(ORIGIN, ORIGIN[:-1] + "9", 1)},
            {"why": "the signature cut off", "note": head.split("—", maxsplit=1)[0]},
            {"why": "carriage returns", "note": head.replace("\n", "\r\n")},
            {"why": "no last line end", "note": head[:-1]},
        ],
    }


def secrets() -> dict[str, object]:
    """The root secret, its keys, a slot, and an age file."""
    root = keys.RootSecret.from_recovery(IDENTITY)
    sink = io.BytesIO()
    cipher.encrypt(root.recipient(), io.BytesIO(PLAINTEXT), sink, size=len(PLAINTEXT))
    slot = keys.wrap(root, PASSPHRASE, keys.Cost(keys.MEMORY_FLOOR_KIB, 1, 4))
    return {
        "identity": IDENTITY,
        "recipient": root.recipient(),
        "derived": {"db": root.derive("db").hex(), "names": root.derive("names").hex(), "slots": root.derive("slots").hex()},
        "slots": [{"passphrase": PASSPHRASE, "slot": slot.decode()}],
        "slots_mac": keys.slots_mac(root, [slot]).hex(),
        "files": [{"sha256": DIGEST, "size": len(PLAINTEXT), "age": base64.b64encode(sink.getvalue()).decode()}],
        "blob_name": {"sha256": DIGEST, "name": cipher.blob_name(root.derive("names"), DIGEST)},
        "padded_sizes": [[size, cipher.padded_size(size)] for size in (0, 1, 8, 9, 100, 1000, 50_000, 1_000_003, 2**32 + 1)],
    }


def main() -> None:
    """Write every file anew."""
    batch = rows()
    for name, vectors in {
        "tree": tree(),
        "rows": batch,
        "ledger": heads(entries(batch["batch"])),
        "refused": refused(),
        "secrets": secrets(),
    }.items():
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.json").write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
