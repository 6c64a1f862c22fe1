"""How many records a CAR file of the AT Protocol holds, counted in one pass over its blocks, apart from the walk that reads them.

A record is the commit that the file's root names; every block of a type that is read, or that cannot be read; and every key of the
tree beyond the first that names such a block.
"""

from array import array
from typing import Any, TypeAlias

from gawah.readers._bluesky_kinds import is_read
from gawah.readers._bluesky_tree import classified, key_of
from gawah.readers._car import Car, Damaged, decoded

Digests: TypeAlias = "array[int]"


def records(car: Car) -> int:
    """The number of records."""
    counted = array("Q")
    nodes: dict[int, tuple[Digests, Digests]] = {}
    commits: dict[bytes, int | None] = {}
    try:
        for frame in car.frames():
            content = car.content(frame)
            value: Any = None if content is None else decoded(content)
            kind = classified(value)
            if kind == "none" or (kind == "record" and is_read(value)):
                counted.append(key_of(frame.cid))
            elif kind == "node":
                nodes.setdefault(key_of(frame.cid), _links(value))
            if frame.cid in car.roots:
                commits.setdefault(frame.cid, key_of(value["data"]) if kind == "commit" else None)
    except Damaged:
        pass
    root = next((commits[cid] for cid in car.roots if commits.get(cid) is not None), None)
    return len(counted) + (root is not None) + _named_again(root, nodes, counted)


def _links(node: dict[str, Any]) -> tuple[Digests, Digests]:
    """Where a node leads to: other nodes, and records."""
    entries = [entry for entry in node["e"] if isinstance(entry, dict)]
    inner = [node["l"], *(entry.get("t") for entry in entries)]
    named = [entry.get("v") for entry in entries]
    return (
        array("Q", [key_of(each) for each in inner if isinstance(each, bytes)]),
        array("Q", [key_of(each) for each in named if isinstance(each, bytes)]),
    )


def _named_again(root: int | None, nodes: dict[int, tuple[Digests, Digests]], counted: Digests) -> int:
    """How many keys name a record that another key named before."""
    import numpy as np

    named = array("Q")
    waiting = [root] if root is not None and root in nodes else []
    entered = set(waiting)
    while waiting:
        inner, leaves = nodes[waiting.pop()]
        named.extend(leaves)
        new = [key for key in dict.fromkeys(inner) if key in nodes and key not in entered]
        entered.update(new)
        waiting.extend(new)
    if not named or not counted:
        return 0
    known = np.sort(np.frombuffer(counted, dtype=np.uint64))
    hits = np.frombuffer(named, dtype=np.uint64)
    at = np.minimum(np.searchsorted(known, hits), len(known) - 1)
    hits = hits[known[at] == hits]
    return len(hits) - len(np.unique(hits))
