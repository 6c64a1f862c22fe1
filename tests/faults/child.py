"""Imports into a vault and erases from it, and kills itself (SIGKILL) at a chosen durable step.

`python -m tests.faults.child VAULT ACKNOWLEDGED SEED POINT COUNT`: the COUNT-th time that the step POINT is reached. What has been
acknowledged is written to the file ACKNOWLEDGED, synced, before the next act begins: `kept <item> <sha256>`, `read <item> <rows>`,
`erasing <item>`, `erased <item>`, `noted <entry>`.
"""

import io
import os
import random
import signal
import sys
from pathlib import Path

from gawah.records.casework import Entry
from gawah.records.digest import sha256
from gawah.records.errors import AlreadyHeld
from gawah.seal.keys import random_id
from gawah.vault import _points
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, acting, keep, message, read

SIZES = (300, 200_000, 5_000_000)


def source(seed: int) -> bytes:
    """The same invented file for the same seed: small, middling or large."""
    chance = random.Random(seed)
    return b"canary %d " % seed + chance.randbytes(SIZES[seed % len(SIZES)])


def main(folder: Path, acknowledged: Path, seed: int, point: str, count: int) -> None:
    """Two imports with readings, a note, a group of three, an erasure, and the first source again."""
    left = count

    def hook(name: str) -> None:
        nonlocal left
        left -= name == point
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def say(*words: object) -> None:
        with acknowledged.open("a", encoding="ascii") as out:
            print(*words, file=out)
            out.flush()
            os.fsync(out.fileno())

    with LocalVault.open(folder, PASSPHRASE) as vault:
        _points.hook = hook
        first = None
        for number in (seed, seed + 1):
            data = source(number)
            item = keep(vault, data)
            say("kept", item.id, item.sha256)
            found = read(vault, item, [message(data, n, f"canary {number} {n}") for n in range(20)])
            say("read", item.id, found.size)
            first = first or item
        entry = Entry(
            id=random_id(), kind="note", recorded_at=AT, happened_at=None, agent=acting(vault).agent, for_agent=None, body="canary"
        )
        vault.add_entry(entry, AT, acting(vault))
        say("noted", entry.id)
        group = [source(seed + n) for n in (2, 3, 4)]
        with vault.keeping(AT, acting(vault)) as keeping:
            kept = [keeping.keep(io.BytesIO(data), name="canary", media_type="text/plain") for data in group]
        for item in kept:
            say("kept", item.id, item.sha256)
        assert first is not None
        say("erasing", first.id)
        vault.erase(first.id, AT, acting(vault))
        say("erased", first.id)
        try:
            again = keep(vault, source(seed))
        except AlreadyHeld as held:
            raise SystemExit("an erased item is still held") from held
        assert again.sha256 == sha256(source(seed))
        say("kept", again.id, again.sha256)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
