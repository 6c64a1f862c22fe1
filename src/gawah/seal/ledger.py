"""What a leaf of the ledger holds, byte for byte (docs/spec/ledger.md, sections 2 and 3).

A leaf is the canonical JSON of one act: who, when by this machine's clock, on what, with which tool. It holds digests, ids and
words of the program, never content: every text field is limited to short printable ASCII and the set of fields is closed. A
random salt of 16 bytes or more stands in each leaf, because a proof hands the hashes of neighbouring leaves to the other side,
and what is short and unsalted can be guessed (evidence-and-security 1.6). The stored bytes are hashed as they are; nothing is
written anew to verify.
"""

import binascii
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from gawah.records.errors import LedgerInconsistent
from gawah.seal import canonical

VERSION = 1
"""The version of the entry format, in `v`."""

LONGEST = 65_536
"""Bytes of the longest entry."""

SALT_SIZE = 16
"""Bytes of the shortest salt."""

_HEX_32 = re.compile(r"[0-9a-f]{32}")
_HEX_64 = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"(?:[0-9a-f]{2}){16,64}")
_BLOB = re.compile(r"sha256:[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z", re.ASCII)
_OP = re.compile(r"[a-z][a-z0-9-]{0,31}")
_WORD = re.compile(r"[ -~]{1,200}")


def entry(fields: Mapping[str, object]) -> bytes:
    """The exact bytes of the leaf with these fields (docs/spec/ledger.md, section 2).

    Required: `v` (1), `seq` (its index, from 0), `time` (UTC, by this machine's clock), `agent`, `for` ("self" or an agent's id),
    `key` (SHA-256 of the signing key, 64 digits), `op`, `salt` (hexadecimal, 16 bytes or more, fresh for each entry), `tool`.
    Optional: `item`, `blob`, `size`, `media_type`, `method`, `reason`, `refs`, `batch` (`root`, `size`), `result`.

    Raises ValueError, naming the field and never its value, when one is missing, unknown or not of its form,
    or when the whole is longer than `LONGEST`.
    """
    _check(fields)
    data = canonical.encode(dict(fields))
    if len(data) > LONGEST:
        raise ValueError("the entry is too long")
    return data


def read_entry(data: bytes) -> dict[str, object]:
    """The fields of a stored leaf, after checking its form and its spelling (docs/spec/ledger.md, section 2).

    Raises LedgerInconsistent: not canonical JSON, a field missing, unknown or not of its form. The message carries no value.
    """
    if len(data) > LONGEST:
        raise LedgerInconsistent("a ledger entry is too long")
    try:
        fields = _object(canonical.decode(data))
        _check(fields)
    except ValueError as fault:
        raise LedgerInconsistent(f"a ledger entry is malformed: {fault}") from None
    return fields


def row_leaf(record_json: bytes, salt: bytes) -> bytes:
    """The leaf of one row of a batch: `{"record":<record_json>,"salt":"<hex>"}` (docs/spec/ledger.md, section 3).

    Args:
        record_json: The record's canonical JSON, an object, taken as it stands.
        salt: 16 random bytes or more, of this row alone: without it a short message could be guessed from a proof.
    """
    if len(salt) < SALT_SIZE:
        raise ValueError("the salt is too short")
    if not (record_json.startswith(b"{") and record_json.endswith(b"}")):
        raise ValueError("the record is not a JSON object")
    return b'{"record":' + record_json + b',"salt":"' + salt.hex().encode("ascii") + b'"}'


def row_hashes(records: Sequence[bytes], salts: Sequence[bytes]) -> list[bytes]:
    """The leaf hashes of many rows, each as `merkle.leaf_hash(row_leaf(record, salt))` (docs/spec/ledger.md, section 3).

    Raises ValueError: a salt is too short, or there are not as many salts as records. Records are taken as they stand.
    """
    if min(map(len, salts), default=SALT_SIZE) < SALT_SIZE:
        raise ValueError("a salt is too short")
    sha256, joined, hexlify = hashlib.sha256, b"".join, binascii.hexlify
    return [
        sha256(joined((b'\x00{"record":', record, b',"salt":"', hexlify(salt), b'"}'))).digest()
        for record, salt in zip(records, salts, strict=True)
    ]


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("it is not an object")  # noqa: TRY004 - a stranger's bytes, not a programmer's mistake
    return value


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= canonical.LARGEST


def _is_batch(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"root", "size"} and _is_hex_64(value["root"]) and _is_count(value["size"])


def _is_result(value: object) -> bool:
    """A word of the program, a count, or counts and words under names of the program."""
    if isinstance(value, dict):
        return all(_is_op(name.replace("_", "-")) and (_is_count(member) or _is_word(member)) for name, member in value.items())
    return _is_count(value) or _is_word(value)


_is_hex_64 = _matches(_HEX_64)
_is_id = _matches(_HEX_32)
_is_op = _matches(_OP)
_is_word = _matches(_WORD)

_REQUIRED: Mapping[str, Callable[[object], bool]] = {
    "v": lambda value: value is not True and value == VERSION,
    "seq": _is_count,
    "time": _matches(_TIME),
    "agent": _is_id,
    "for": lambda value: value == "self" or _is_id(value),
    "key": _is_hex_64,
    "op": _is_op,
    "salt": _matches(_SALT),
    "tool": _is_word,
}
_OPTIONAL: Mapping[str, Callable[[object], bool]] = {
    "item": _is_id,
    "blob": _matches(_BLOB),
    "size": _is_count,
    "media_type": _is_word,
    "method": _is_word,
    "reason": _is_word,
    "refs": lambda value: isinstance(value, list | tuple) and all(_is_word(ref) for ref in value),
    "batch": _is_batch,
    "result": _is_result,
}


def _check(fields: Mapping[str, object]) -> None:
    for name, fits in _REQUIRED.items():
        if name not in fields:
            raise ValueError(f"the field {name} is missing")
        if not fits(fields[name]):
            raise ValueError(f"the field {name} is not of its form")
    for name in fields.keys() - _REQUIRED.keys():
        if name not in _OPTIONAL:
            raise ValueError("a field is unknown")
        if not _OPTIONAL[name](fields[name]):
            raise ValueError(f"the field {name} is not of its form")
