"""Damages files as drives, transfers and strangers do; the same seed damages in the same way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_TOKENS = (
    *(b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\x00", b"\n", b"\r\n", b"<", b">", b"</div>", b"&#55357;"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"null", b"NaN", b"1e999999", b"-1", b"9" * 400, b"\\ud83d", b"[" * 3_000, b'{"a":' * 3_000),
    *(b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08", b"From x\n", b"\n\n", b"--boundary", b"=?x?b?", b"=1+1", b"\xe2\x80\xae"),
    *(b"<!ENTITY a 'b'>", b"\x80", b"A" * 70_000),
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done.

    Attributes:
        kind: Its name.
        at: The first byte that is not as it was.
        local: Only the bytes from `at` up to `upto` changed, and none was added or taken.
        upto: Past the last changed byte.
    """

    kind: str
    at: int
    upto: int
    local: bool


def damaged(data: bytes, chance: random.Random, others: Sequence[bytes]) -> tuple[bytes, Damage]:
    """`data` with one fault in it; `others` are files to splice with."""
    if not data:
        return chance.choice(_TOKENS), Damage("grown from nothing", 0, 0, local=False)
    return chance.choice(_KINDS)(data, chance, others)


def _cut(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    at = chance.randrange(len(data))
    return data[:at], Damage("cut", at, len(data), local=False)


def _flip(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :], Damage("flip", at, at + 1, local=True)


def _overwrite(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    at = chance.randrange(len(data))
    upto = min(len(data), at + chance.choice((1, 2, 4, 16, 512, 4_096)))
    filler = chance.choice((bytes(upto - at), b"\xff" * (upto - at), chance.randbytes(upto - at)))
    return data[:at] + filler + data[upto:], Damage("overwrite", at, upto, local=True)


def _insert(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOKENS) + data[at:], Damage("insert", at, len(data), local=False)


def _remove(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    at = chance.randrange(len(data))
    upto = min(len(data), at + 1 + chance.randrange(chance.choice((2, 32, 1_024))))
    return data[:at] + data[upto:], Damage("remove", at, len(data), local=False)


def _repeat(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    at = chance.randrange(len(data))
    block = data[at : at + 1 + chance.randrange(chance.choice((8, 256, 4_096)))]
    return data[:at] + block * chance.choice((2, 3, 40)) + data[at:], Damage("repeat", at, len(data), local=False)


def _shuffle(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines), Damage("shuffle", 0, len(data), local=False)


def _splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> tuple[bytes, Damage]:
    other = chance.choice(others)
    at = chance.randrange(len(data))
    start = chance.randrange(len(other) + 1)
    return data[:at] + other[start : start + 20_000], Damage("splice", at, len(data), local=False)


def _number(data: bytes, chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Damage]:
    """A number somewhere becomes one that no honest file holds."""
    places = [at for at, value in enumerate(data[:200_000]) if 48 <= value <= 57]
    if not places:
        return _flip(data, chance, ())
    at = chance.choice(places)
    wild = chance.choice((b"-", b"99999999999999999999", b"1e400", b"0x", b".", b"", b"18446744073709551616"))
    return data[:at] + wild + data[at + 1 :], Damage("number", at, len(data), local=False)


Kind = Callable[[bytes, random.Random, Sequence[bytes]], tuple[bytes, Damage]]
_KINDS: tuple[Kind, ...] = (_cut, _flip, _flip, _overwrite, _insert, _insert, _remove, _repeat, _shuffle, _splice, _number)
