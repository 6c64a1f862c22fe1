"""A case filled from lines of a chat, for the tests of use cases; opens quickly."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gawah.seal.keys import Cost
from gawah.usecases import start
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.vault.local import LocalVault

PASSPHRASE = "seven lanterns on a quiet roof"
WEAK = Cost(memory_kib=64, passes=1, lanes=1)
NOW = "2024-04-02T10:30:00Z"


@contextmanager
def opened_case(folder: Path, *chats: tuple[str, str]) -> Iterator[Workspace]:
    """A new case in `folder`, open, with WhatsApp chats imported: with whom, and lines."""
    vault, _ = LocalVault.create(folder / "vault", PASSPHRASE, at=NOW, tool="gawah test", cost=WEAK, allow_weak=True)
    vault.close()
    paths = []
    for other, text in chats:
        path = folder / f"WhatsApp Chat with {other}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    with start.open_vault(folder / "vault", PASSPHRASE, clock=lambda: NOW) as work:
        if paths:
            collect(work, paths)
        yield work
