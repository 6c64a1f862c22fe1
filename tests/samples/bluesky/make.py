"""Writes the sources of these samples again: `python tests/samples/bluesky/make.py`. Everybody and everything in them is invented.

Encodes DAG-CBOR, trees and CAR files by the specifications (ipld.io, atproto.com/specs/repository), on its own: nothing here comes
from the reader. Signatures are 64 invented bytes.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
MADE = "tests/samples/bluesky/make.py"
SELF, ZORO = "did:plc:heronheronheronheronhero", "did:plc:zorozorozorozorozorozoro"
T0 = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
SIGNS = "234567abcdefghijklmnopqrstuvwxyz"


class Link(bytes):
    """A CID."""


def head(major: int, number: int) -> bytes:
    for size, code in ((0, 0), (1, 24), (2, 25), (4, 26), (8, 27)):
        if number < (24 if size == 0 else 256**size):
            return bytes([major << 5 | (code or number)]) + (number.to_bytes(size, "big") if size else b"")
    raise ValueError


def cbor(value: Any) -> bytes:
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, Link):
        return b"\xd8\x2a" + head(2, len(value) + 1) + b"\0" + value
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(cbor(each) for each in value)
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return head(5, len(value)) + b"".join(cbor(key) + cbor(value[key]) for key in keys)


def link(data: bytes, codec: int = 0x71) -> Link:
    return Link(bytes([1, codec, 0x12, 0x20]) + hashlib.sha256(data).digest())


def varint(number: int) -> bytes:
    found = b""
    while number > 0x7F:
        found, number = found + bytes([number & 0x7F | 0x80]), number >> 7
    return found + bytes([number])


def tid(at: datetime, clock: int = 5) -> str:
    number = round(at.timestamp() * 1_000_000) << 10 | clock
    return "".join(SIGNS[number >> shift & 31] for shift in range(60, -1, -5))


class Repo:
    """Blocks, in the order in which they were put."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Link, bytes]] = []

    def put(self, value: Any) -> Link:
        data = cbor(value)
        self.blocks.append((link(data), data))
        return self.blocks[-1][0]

    def tree(self, leaves: dict[str, Link]) -> Link:
        """The tree of atproto.com/specs/repository: a key's level is the number of leading pairs of zero bits of its SHA-256."""
        keys = sorted(leaves)
        levels = {key: (256 - int.from_bytes(hashlib.sha256(key.encode()).digest(), "big").bit_length()) // 2 for key in keys}
        return self._node(keys, levels, leaves, max(levels.values(), default=0)) or self.put({"l": None, "e": []})

    def _node(self, keys: list[str], levels: dict[str, int], leaves: dict[str, Link], level: int) -> Link | None:
        if not keys:
            return None
        here = [index for index, key in enumerate(keys) if levels[key] == level]
        cuts = [*here, len(keys)]
        left = self._node(keys[: cuts[0]], levels, leaves, level - 1)
        entries, before = [], b""
        for index, after in zip(here, cuts[1:], strict=True):
            key = keys[index].encode()
            shared = next((place for place, pair in enumerate(zip(key, before, strict=False)) if pair[0] != pair[1]), min(len(key), len(before)))
            entries.append({"p": shared, "k": key[shared:], "v": leaves[keys[index]], "t": self._node(keys[index + 1 : after], levels, leaves, level - 1)})
            before = key
        return self.put({"l": left, "e": entries})

    def commit(self, data: Link, **more: Any) -> Link:
        return self.put({"did": SELF, "version": 3, "data": data, "rev": tid(T0 + timedelta(days=9)), "prev": None, "sig": bytes(range(64)), **more})

    def car(self, *roots: Link) -> bytes:
        start = cbor({"version": 1, "roots": list(roots)})
        return varint(len(start)) + start + b"".join(varint(len(cid) + len(data)) + cid + data for cid, data in self.blocks)


def at(minutes: int) -> str:
    return (T0 + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def post(minutes: int, text: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return f"app.bsky.feed.post/{tid(T0 + timedelta(minutes=minutes))}", {"$type": "app.bsky.feed.post", "text": text, "langs": ["en"], "createdAt": at(minutes), **more}


def act(kind: str, minutes: int, **more: Any) -> tuple[str, dict[str, Any]]:
    return f"{kind}/{tid(T0 + timedelta(minutes=minutes))}", {"$type": kind, "createdAt": at(minutes), **more}


def ref(text: str) -> dict[str, Any]:
    return {"uri": f"at://{ZORO}/app.bsky.feed.post/{text}", "cid": "bafyreicanary"}


def blob(data: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
    return {"$type": "blob", "ref": link(data, 0x55), "mimeType": kind, "size": len(data)}


def facets() -> list[dict[str, Any]]:
    return [
        {"index": {"byteStart": 0, "byteEnd": 5}, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": ZORO}]},
        {"index": {"byteStart": 6, "byteEnd": 9}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/rules"}]},
    ]


def records() -> dict[str, dict[str, Any]]:
    images = {"$type": "app.bsky.embed.images", "images": [{"alt": "a heron", "image": blob(JPEG)}, {"alt": "", "image": {"cid": "bafkreilegacy", "mimeType": "image/png"}}]}
    return dict(
        [
            ("app.bsky.actor.profile/self", {"$type": "app.bsky.actor.profile", "displayName": "Ismat", "description": "herons. canary"}),
            post(0, "two herons canary 🪶"),
            post(1, "@zoro stop it", facets=facets(), reply={"root": ref("3aa"), "parent": ref("3ab")}),
            post(2, "with pictures", embed=images),
            post(3, "what he wrote", embed={"$type": "app.bsky.embed.record", "record": ref("3ac")}),
            post(4, "and a film", embed={"$type": "app.bsky.embed.recordWithMedia", "record": {"record": ref("3ad")}, "media": {"$type": "app.bsky.embed.video", "video": blob(b"film", "video/mp4")}}),
            post(5, "a card", embed={"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org/card", "title": "t", "description": "d"}}),
            post(6, "dated back", createdAt="2021-01-01T00:00:00-07:00"),
            post(7, "no time", createdAt="last week"),
            post(8, "new", shinyNewField=1),
            ("app.bsky.feed.post/custom-key", {"$type": "app.bsky.feed.post", "text": "from the future", "createdAt": "2031-01-01T00:00:00Z"}),
            act("app.bsky.feed.repost", 20, subject=ref("3ae")),
            act("app.bsky.feed.like", 21, subject=ref("3af")),
            act("app.bsky.graph.follow", 22, subject=ZORO),
            act("app.bsky.graph.block", 23, subject=ZORO),
            act("app.bsky.graph.list", 24, name="people who shout", purpose="app.bsky.graph.defs#modlist", description="and why"),
            act("app.bsky.graph.listitem", 25, subject=ZORO, list=f"at://{SELF}/app.bsky.graph.list/3x"),
            act("com.example.blog.entry", 26, text="elsewhere, in another program"),
            act("com.example.settings", 27, colour="green"),
        ]
    )


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def whole(repo: Repo, found: dict[str, dict[str, Any]], **more: Any) -> Link:
    return repo.commit(repo.tree({key: repo.put(value) for key, value in found.items()}), **more)


def export() -> None:
    repo = Repo()
    root = whole(repo, records())
    name = "bafkreib4canary"
    case("repository-2024", "a whole repository with a version 3 commit, and one of its pictures beside it", {"repo.car": repo.car(root), f"blobs/{base32(link(JPEG, 0x55))}.jpeg": JPEG, f"{name}.txt": b"canary"})
    old = Repo()
    same = old.put(post(0, "said twice canary")[1])
    gone = old.put(post(1, "deleted since")[1])
    first = old.commit(old.tree({"app.bsky.feed.post/3aaaaaaaaaaaa": same, "app.bsky.feed.post/3bbbbbbbbbbbb": gone}), version=2, rev=None)
    last = old.commit(old.tree({"app.bsky.feed.post/3aaaaaaaaaaaa": same, "app.bsky.feed.post/3cccccccccccc": same}), version=2, rev=None, prev=first)
    old.blocks.append(old.blocks[0])
    case("history-2023", "an old repository: version 2 commits in a chain, a record that the last one no longer names, one named twice, a block twice", {"old.car": old.car(last)}, open="old.car")


def base32(cid: bytes) -> str:
    import base64

    return "b" + base64.b32encode(cid).decode().lower().rstrip("=")


def broken() -> None:
    repo = Repo()
    found = dict([post(0, "kept canary"), post(1, "altered"), post(2, "also kept")])
    root = whole(repo, found)
    data = repo.car(root)
    case("broken/cut", "a file that ends in the middle of a block: the commit at its end is lost", {"repo.car": data[:-40]}, open="repo.car")
    case("broken/text-altered", "a word in a post was changed in the file: its digest says so", {"repo.car": data.replace(b"altered", b"AlterEd")}, open="repo.car")
    at_length = data.index(repo.blocks[1][0]) - 1
    lying = data[:at_length] + b"\xff\x7f" + data[at_length + 1 :]
    case("broken/length-lies", "a block whose length points far behind the end of the file", {"repo.car": lying}, open="repo.car")
    part = Repo()
    leaves = {key: part.put(value) for key, value in found.items()}
    node = part.tree(leaves)
    part.put([1, 2])
    part.blocks.append((link(b"not cbor"), b"\xff\xff"))
    del part.blocks[1]
    loop = part.commit(node, sig=b"")
    case("broken/part", "a part of a repository: a record is missing, a block is no record and one no DAG-CBOR, the commit is not signed", {"repo.car": part.car(loop)}, open="repo.car")


if __name__ == "__main__":
    export()
    broken()
