"""The newest signed head, kept outside the vault: what shows that an older copy of the whole vault was put back (F9).

Encryption cannot show it: every byte of an older copy is genuine. A remembered head that the ledger does not agree with is the
proof and is never overwritten; when the person brings an older copy back on purpose, it is put aside under a name of its own.
"""

from pathlib import Path

from gawah.records.custody import Checkpoint
from gawah.records.digest import identifier
from gawah.vault.durable import make_path, rename, replace_file, sync_folder


def note_in(folder: Path, origin: str) -> Path:
    """Where in `folder` the head of the ledger with this origin is remembered. The name tells nothing without the origin."""
    return folder / f"{identifier('remembered', origin)}.note"


def keep(note: Path, head: Checkpoint) -> None:
    """Remember this head from now on. Raises OSError."""
    make_path(note.parent)
    replace_file(note, head.note)  # a torn one would be taken for another ledger's, and stay


def put_aside(note: Path, head: Checkpoint | None) -> None:
    """Keep what stands there beside it: the head is the proof that there was more; None: it is damaged. Raises OSError."""
    if note.exists():
        name = "damaged" if head is None else f"{head.size}-{head.root[:16]}.unreached"
        rename(note, note.with_name(f"{note.stem}.{name}"))
        sync_folder(note.parent)


def spelt(head: Checkpoint) -> str:
    """The head as a `restore` entry names it in `refs`."""
    return f"{head.size}:{head.root}"
