"""From an exhibit of a bundle to the signed head of the ledger, step by step; every step that fails is a difference.

Exhibit = text of its row -> batch root -> ledger leaf -> head; or exhibit = file that the ledger leaf names -> head (decision 14).
Where something is hidden, the hash of a row or leaf stands for it, and what it holds is not shown (docs/spec/bundle.md, rule 12).
All that is read here was written by strangers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gawah.dossier import exhibits
from gawah.dossier.bundle import HASH
from gawah.dossier.verify import Difference
from gawah.records.content import Account
from gawah.records.custody import Checkpoint
from gawah.records.digest import identifier, sha256
from gawah.records.errors import EvidenceError
from gawah.seal import ledger, merkle, note

LONGEST = 1 << 30
"""Bytes of the longest file of a bundle that is read into memory."""

_HASH = re.compile(rb"[0-9a-f]{64}\n")
_NUMBER = re.compile(r"E\d{4,9}")
_FILE = re.compile(r"E\d{4,9}\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An exhibit as exhibits.json has it. Nothing in it is to be trusted."""

    number: str
    file: str
    fields: dict[str, Any]


def listed(folder: Path) -> tuple[list[Listed], dict[str, Any], list[Difference]]:
    """The exhibits that exhibits.json names, its other fields, and what is wrong with it."""
    try:
        tree = json.loads(read(folder / "data/exhibits.json"))
        found = [_listed(fields) for fields in tree["exhibits"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return [], {}, [Difference(file="data/exhibits.json", state="malformed", detail="It does not list exhibits.")]
    numbers = {each.number for each in found}
    leaves = folder / "ledger" / "leaves"
    there = {path.name.partition(".")[0] for path in (*leaves.glob("E*.json"), *leaves.glob(f"E*.{HASH}"))}
    faults = [
        Difference(file="data/exhibits.json", state="malformed", detail=f"It does not name {number}, whose proof is there.")
        for number in sorted(there - numbers)
        if _NUMBER.fullmatch(number)
    ]
    files = {each.file for each in found}
    faults += [
        Difference(file=f"data/exhibits/{path.name}", state="invalid", detail="exhibits.json does not name it: nothing proves it.")
        for path in sorted((folder / "data" / "exhibits").glob("*"))
        if path.name not in files
    ]
    return found, tree, faults


def check(folder: Path, exhibit: Listed, head: Checkpoint) -> Iterator[Difference]:
    """Every step from the exhibit to `head` that does not hold."""
    number = exhibit.number
    names = (f"data/exhibits/{exhibit.file}", f"ledger/proofs/{number}.tlog-proof")
    try:
        data, proof = (read(folder / name) for name in names)
        leaf = _leaf(folder, f"ledger/leaves/{number}")
    except OSError:
        yield Difference(
            file=names[0], state="invalid", detail="It cannot be followed: a file is missing, or is there in two forms."
        )
        return
    if exhibit.fields["file"].get("sha256") != sha256(data):
        yield Difference(file=names[0], state="invalid", detail="exhibits.json names another SHA-256.")
    yield from _leaf_in_ledger(names[1], exhibit, leaf, proof, head)
    yield from _declared(exhibit, leaf, "entry_leaf_hash")
    entry: dict[str, object] | None = None
    if leaf.whole is not None:
        try:
            entry = ledger.read_entry(leaf.whole)
        except EvidenceError:
            yield Difference(file=leaf.file, state="malformed", detail="It is no ledger entry.")
            return
        if exhibit.fields["source"].get("ledger_entry") != entry["seq"]:
            yield Difference(file=leaf.file, state="invalid", detail="exhibits.json names another ledger entry.")
    if exhibit.fields["kind"] != "item":
        yield from _row(folder, exhibit, data, entry)
    elif entry is not None:
        yield from _item(names[0], exhibit, data, entry)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf as it lies in the bundle: its file, its bytes (None where they are hidden), its hash."""

    file: str
    whole: bytes | None
    hash: bytes


def _leaf(folder: Path, name: str) -> _Leaf:
    """The leaf of this name, or what stands for it. Raises OSError when neither or both are there, or it is no hash."""
    if (folder / f"{name}.json").exists() and not (folder / f"{name}.{HASH}").exists():
        whole = read(folder / f"{name}.json")
        return _Leaf(f"{name}.json", whole, merkle.leaf_hash(whole))
    spelt = read(folder / f"{name}.{HASH}")
    if not _HASH.fullmatch(spelt):
        raise OSError("no hash")
    return _Leaf(f"{name}.{HASH}", None, bytes.fromhex(spelt.decode("ascii")))


def hidden(exhibit: Listed) -> bool:
    """Whether exhibits.json says that not all of the exhibit is shown."""
    return exhibit.fields.get("shown") in ("part", "withheld")


def _declared(exhibit: Listed, leaf: _Leaf, name: str) -> Iterator[Difference]:
    """What is hidden must be said to be, by the same hash; what is not hidden must not."""
    told = exhibit.fields.get("commitment")
    stated = told.get(name) if isinstance(told, dict) else None
    if stated != (None if leaf.whole is not None else leaf.hash.hex()) or (stated is not None and not hidden(exhibit)):
        detail = f"exhibits.json does not say of {exhibit.number} what is hidden, or names another hash."
        yield Difference(file=leaf.file, state="invalid", detail=detail)


def read(path: Path) -> bytes:
    """A plain file whole. Raises OSError when it is none, or longer than `LONGEST`."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LONGEST:
        raise OSError("not a plain file of bearable length")
    return path.read_bytes()


def _listed(fields: dict[str, Any]) -> Listed:
    number, file = fields["number"], fields["file"]["name"]
    source, kind = fields["source"], fields["kind"]
    if not (_NUMBER.fullmatch(number) and _FILE.fullmatch(file) and isinstance(source, dict) and isinstance(kind, str)):
        raise ValueError("not an exhibit")
    return Listed(number=number, file=file, fields=fields)


def _leaf_in_ledger(name: str, exhibit: Listed, leaf: _Leaf, data: bytes, head: Checkpoint) -> Iterator[Difference]:
    try:
        proof = note.read_proof(data)
        if proof.note != head.note:
            yield Difference(file=name, state="invalid", detail="It leads to another ledger head than the one in ledger/.")
        if leaf.whole is None and proof.index != exhibit.fields["source"].get("ledger_entry"):
            yield Difference(file=name, state="invalid", detail="exhibits.json names another ledger entry.")
        merkle.verify_inclusion(proof.index, head.size, leaf.hash, proof.path, bytes.fromhex(head.root))
    except EvidenceError:
        yield Difference(file=name, state="invalid", detail="The ledger entry is not shown to stand in the ledger.")


def _item(name: str, exhibit: Listed, data: bytes, entry: dict[str, object]) -> Iterator[Difference]:
    if entry.get("blob") != f"sha256:{sha256(data)}":
        yield Difference(file=name, state="invalid", detail="It is not the file that its ledger entry names.")
    if entry.get("item") != exhibit.fields.get("id"):
        yield Difference(file="data/exhibits.json", state="invalid", detail=f"{exhibit.number} has another id in its ledger entry.")


def _row(folder: Path, exhibit: Listed, data: bytes, entry: dict[str, object] | None) -> Iterator[Difference]:
    row_name, proof_name = f"ledger/rows/{exhibit.number}", f"ledger/proofs/{exhibit.number}.row-proof"
    try:
        row, proof_data = _leaf(folder, row_name), read(folder / proof_name)
        record = None if row.whole is None else json.loads(row.whole)["record"]
        text = data if record is None else record["body"].encode("utf-8")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Difference(file=f"{row_name}.json", state="malformed", detail="It or its proof is missing, or it is no row.")
        return
    yield from _declared(exhibit, row, "row_leaf_hash")
    if text != data or str(exhibit.fields.get("text")).encode("utf-8", "replace") != data:
        yield Difference(file=row.file, state="invalid", detail="Its text is not that of the exhibit.")
    for what, stated, printed in _pairs(record, exhibit.fields) if record is not None else ():
        if stated != printed:
            yield Difference(file="data/exhibits.json", state="invalid", detail=f"{exhibit.number}: its row states another {what}.")
    try:
        proof = note.read_row_proof(proof_data)
        if entry is None:  # the entry that names the batch is hidden: nothing here can be compared
            return
        batch = entry.get("batch")
        if not isinstance(batch, dict) or batch["size"] != proof.size:
            raise EvidenceError("another batch")
        merkle.verify_inclusion(proof.index, proof.size, row.hash, proof.path, bytes.fromhex(batch["root"]))
    except EvidenceError:
        yield Difference(file=proof_name, state="invalid", detail="The row is not shown to stand in the batch of its ledger entry.")


def _pairs(record: dict[str, Any], fields: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    """What a row states and what exhibits.json prints of it: (name, stated, printed)."""
    try:
        when = record.get("sent_at") or record.get("happened_at")
        time = fields.get("time")
        yield "time", when and (when["stated"], when["utc"]), time and (time["stated"], time["utc"])
        if "locator" in record:
            place = record["locator"]
            yield "id", identifier(place["file_sha256"], place["member"] or "", place["place"]), fields.get("id")
            sender = record.get("sender")
            yield "sender", exhibits.named(Account(**sender)) if sender else None, fields.get("sender")
        else:
            yield "id", record["id"], fields.get("id")
    except (KeyError, TypeError, AttributeError):
        yield "form", "of a record", "of another thing"
