"""Signed heads of the ledger, and proofs as text files (C2SP signed-note, tlog-checkpoint, tlog-proof; docs/spec/ledger.md 4 to 6).

A checkpoint:

    gawah.invalid/<32 hex>                             origin: an opaque name of the ledger
    37                                                 number of leaves
    HZmij143j6ni2Wm6UjwDvQz6qEq0W3cXqsM+iu/0fIM=       root, base64

    — gawah.invalid/<32 hex> <base64 of 4 bytes key id and 64 bytes Ed25519 signature>

The signature covers the three lines with their line ends. A note may carry further signatures (witnesses); those of unknown keys
are passed over, as the format says. What is read here was written by strangers: what is not exactly of its form raises
`SealInvalid`.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from gawah.records.custody import Checkpoint
from gawah.records.errors import SealInvalid
from gawah.seal.keys import SigningKey, verify_signature
from gawah.seal.merkle import HASH_SIZE

LONGEST = 1 << 20
"""Bytes of the longest note or proof that is read; a proof in a ledger of 2**63 leaves takes 3 kB."""

MOST_SIGNATURES = 64
"""Signatures looked at in one note (C2SP signed-note asks for 16 or more)."""

PROOF = "c2sp.org/tlog-proof@v1"
ROW_PROOF = "gawah.invalid/row-proof@v1"
CONSISTENCY = "gawah.invalid/consistency@v1"

_ED25519 = b"\x01"
_NUMBER = re.compile("0|[1-9][0-9]{0,18}")
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Proof:
    """That a leaf stands in the ledger of a checkpoint (C2SP tlog-proof)."""

    index: int
    path: list[bytes]
    note: bytes


@dataclass(frozen=True, slots=True)
class RowProof:
    """That a row stands in a batch of `size` rows (docs/spec/ledger.md, section 5)."""

    index: int
    size: int
    path: list[bytes]


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the ledger of `new_size` leaves starts with that of `old_size` (docs/spec/ledger.md, section 6)."""

    old_size: int
    new_size: int
    path: list[bytes]


def sign_checkpoint(origin: str, size: int, root: bytes, key: SigningKey) -> bytes:
    """The signed note for a ledger of `size` leaves with this root (C2SP tlog-checkpoint, signed-note).

    Raises ValueError for an origin that cannot be a key name, a negative size or a root that is not 32 bytes.
    """
    if not _KEY_NAME.fullmatch(origin) or size < 0 or len(root) != HASH_SIZE:
        raise ValueError("not the head of a ledger")
    text = f"{origin}\n{size}\n{_encode(root)}\n"
    signature = _key_id(origin, key.public_bytes()) + key.sign(text.encode("utf-8"))
    return f"{text}\n\N{EM DASH} {origin} {_encode(signature)}\n".encode()


def open_checkpoint(note: bytes, public: bytes) -> Checkpoint:
    """The head of a ledger, after verifying that the key `public` signed it in the ledger's name (C2SP tlog-checkpoint,
    signed-note).

    Raises SealInvalid: not a checkpoint, no signature of this key, or one that does not verify.
    """
    checkpoint, text, signatures = _read_note(note)
    known = _key_id(checkpoint.origin, public)
    ours = [signature for name, signature in signatures if name == checkpoint.origin and signature[:4] == known]
    if not ours:
        raise SealInvalid("the checkpoint carries no signature of this key")
    for signature in ours:
        verify_signature(public, text, signature[4:])
    return checkpoint


def read_checkpoint(note: bytes) -> Checkpoint:
    """What a note claims to be the head of a ledger, NOT verified: for comparing with a head that is (C2SP tlog-checkpoint).

    Raises SealInvalid when it is no checkpoint.
    """
    return _read_note(note)[0]


def write_proof(index: int, path: Sequence[bytes], checkpoint_note: bytes) -> bytes:
    """The proof file of a leaf, with the checkpoint in it (C2SP tlog-proof)."""
    return _write_lines([PROOF, f"index {index}"], path) + b"\n" + checkpoint_note


def read_proof(data: bytes) -> Proof:
    """The parts of a proof file; nothing is verified yet. An `extra` line is passed over (C2SP tlog-proof). Raises SealInvalid."""
    head, gap, note = data.partition(b"\n\n")
    if not gap:
        raise SealInvalid("this is not a proof: the checkpoint is missing")
    lines = _lines(head + b"\n", PROOF)
    if lines and lines[0].startswith("extra "):
        _decode(lines[0].removeprefix("extra "))
        del lines[0]
    (index,), path = _numbers_and_path(lines, "index")
    return Proof(index, path, note)


def write_row_proof(index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The proof file of a row in its batch (docs/spec/ledger.md, section 5)."""
    return _write_lines([ROW_PROOF, f"index {index}", f"size {size}"], path)


def read_row_proof(data: bytes) -> RowProof:
    """The parts of a row's proof file; nothing is verified yet (docs/spec/ledger.md, section 5). Raises SealInvalid."""
    (index, size), path = _numbers_and_path(_lines(data, ROW_PROOF), "index", "size")
    return RowProof(index, size, path)


def write_consistency(old_size: int, new_size: int, path: Sequence[bytes]) -> bytes:
    """The proof file that the ledger has only grown (docs/spec/ledger.md, section 6)."""
    return _write_lines([CONSISTENCY, f"old {old_size}", f"new {new_size}"], path)


def read_consistency(data: bytes) -> Consistency:
    """The parts of a consistency proof file; nothing is verified yet (docs/spec/ledger.md, section 6). Raises SealInvalid."""
    (old_size, new_size), path = _numbers_and_path(_lines(data, CONSISTENCY), "old", "new")
    return Consistency(old_size, new_size, path)


def _key_id(name: str, public: bytes) -> bytes:
    """Which key signed, in 4 bytes (C2SP signed-note, "Ed25519 signatures")."""
    return sha256(name.encode("utf-8") + b"\n" + _ED25519 + public).digest()[:4]


def _read_note(note: bytes) -> tuple[Checkpoint, bytes, list[tuple[str, bytes]]]:
    """A checkpoint, the signed bytes of its text, and its signatures as (key name, key id and signature)."""
    # The text ends at the last empty line (C2SP signed-note, "Format").
    text, gap, below = note.rpartition(b"\n\n")
    if not gap:
        raise SealInvalid("this is not a checkpoint: there is no signature")
    head = _lines(text + b"\n", "")
    if len(head) < 3 or not all(head) or not _NUMBER.fullmatch(head[1]):
        raise SealInvalid("this is not a checkpoint")
    checkpoint = Checkpoint(origin=head[0], size=int(head[1]), root=_decode_hash(head[2]).hex(), note=note)
    signatures = [_signature(line) for line in _lines(below, "")]
    if not 0 < len(signatures) <= MOST_SIGNATURES:
        raise SealInvalid("this is not a checkpoint: no signature, or too many")
    return checkpoint, text + b"\n", signatures


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    signature = _decode(encoded)
    if dash != "\N{EM DASH}" or not _KEY_NAME.fullmatch(name) or len(signature) < 5:
        raise SealInvalid("a signature line is malformed")
    return name, signature


def _lines(data: bytes, first: str) -> list[str]:
    """The lines of a text file, without the first one when it has to be `first`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise SealInvalid("not UTF-8") from None
    if len(data) > LONGEST or not text.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise SealInvalid("not a text of the expected form")
    lines = text[:-1].split("\n")
    if not first:
        return lines
    if lines[0] != first:
        raise SealInvalid(f"this does not start with {first}")
    return lines[1:]


def _write_lines(head: Sequence[str], path: Sequence[bytes]) -> bytes:
    return "".join(f"{line}\n" for line in [*head, *map(_encode, path)]).encode("ascii")


def _numbers_and_path(lines: Sequence[str], *names: str) -> tuple[list[int], list[bytes]]:
    """The numbers after `names`, one a line in this order, and the hashes in the lines that follow."""
    if len(lines) < len(names):
        raise SealInvalid("the proof is cut off")
    numbers = []
    for name, line in zip(names, lines, strict=False):
        found, _, number = line.partition(" ")
        if found != name or not _NUMBER.fullmatch(number):
            raise SealInvalid(f"the proof does not state its {name}")
        numbers.append(int(number))
    return numbers, [_decode_hash(line) for line in lines[len(names) :]]


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    """The bytes that `text` spells in base64 with padding (RFC 4648 section 4), in its one canonical spelling (section 3.5)."""
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise SealInvalid("not base64") from None
    if _encode(data) != text:
        raise SealInvalid("not canonical base64")
    return data


def _decode_hash(text: str) -> bytes:
    data = _decode(text)
    if len(data) != HASH_SIZE:
        raise SealInvalid(f"a hash is not {HASH_SIZE} bytes long")
    return data
