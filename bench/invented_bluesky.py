"""A CAR file of a Bluesky account, as large as wanted: posts of invented words, their tree and a commit.

The tree is balanced, which the specification does not ask of the bytes; readers walk it all the same. The signature is invented.
"""

import random
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
_FAN = 32
_START = 1_673_596_800_000_000
"""January 2023, in microseconds."""


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many records they hold: the posts, and the commit."""
    import libipld

    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = _START
    leaves: list[tuple[bytes, bytes]] = []
    # A root is named before it is known: its digest is filled in at the end.
    head = _header(libipld, bytes(32))
    with path.open("wb") as stream:
        stream.write(head)
        while not leaves or stream.tell() < size * 0.8:
            moment += chooser.randrange(5, 40_000) * 1_000_000
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 40)))
            record = {"$type": "app.bsky.feed.post", "text": text, "langs": ["ur"], "createdAt": _iso(moment)}
            leaves.append((f"app.bsky.feed.post/{_tid(moment)}".encode(), _put(libipld, stream, record)))
        level: list[tuple[bytes, bytes]] = leaves
        inner: list[bytes | None] = [None] * (len(level) + 1)
        while level:
            level, inner = _nodes(libipld, stream, level, inner)
        commit = {"did": "did:plc:invented", "version": 3, "rev": _tid(moment), "prev": None, "data": inner[0], "sig": b"\1" * 64}
        root = _put(libipld, stream, commit)
        stream.seek(0)
        stream.write(_header(libipld, root[4:]))
    return len(leaves) + 1


def _nodes(
    libipld: Any, stream: BinaryIO, level: list[tuple[bytes, bytes]], inner: list[bytes | None]
) -> tuple[list[tuple[bytes, bytes]], list[bytes | None]]:
    """Nodes of `_FAN` keys each; the key after each node goes up a level."""
    above: list[tuple[bytes, bytes]] = []
    made: list[bytes | None] = []
    for begin in range(0, len(level), _FAN + 1):
        entries: list[dict[str, Any]] = []
        before = b""
        for index in range(begin, min(begin + _FAN, len(level))):
            key, value = level[index]
            shared = next((at for at, pair in enumerate(zip(key, before, strict=False)) if pair[0] != pair[1]), 0)
            entries.append({"p": shared, "k": key[shared:], "v": value, "t": inner[index + 1]})
            before = key
        made.append(_put(libipld, stream, {"l": inner[begin], "e": entries}))
        above += level[begin + _FAN : begin + _FAN + 1]
    made += [None] * (len(above) + 1 - len(made))
    return above, made


def _put(libipld: Any, stream: BinaryIO, value: Any) -> bytes:
    data = libipld.encode_dag_cbor(value)
    cid = b"\x01\x71\x12\x20" + sha256(data).digest()
    length, number = b"", len(cid) + len(data)
    while number > 0x7F:
        length, number = length + bytes([number & 0x7F | 0x80]), number >> 7
    stream.write(length + bytes([number]) + cid + data)
    return cid


def _header(libipld: Any, digest: bytes) -> bytes:
    data: bytes = libipld.encode_dag_cbor({"version": 1, "roots": [b"\x01\x71\x12\x20" + digest]})
    return bytes([len(data)]) + data


def _tid(moment: int) -> str:
    number = moment << 10 | 3
    return "".join(_SIGNS[number >> shift & 31] for shift in range(60, -1, -5))


def _iso(moment: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
