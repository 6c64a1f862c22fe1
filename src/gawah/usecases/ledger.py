"""The ledger for whoever wants to show it: its checkpoints, and proofs as files that need no gawah to be checked."""

from dataclasses import dataclass
from pathlib import Path

from gawah.records.custody import Checkpoint
from gawah.records.errors import BadInput, NotFound, VaultUnwritable
from gawah.seal import note
from gawah.usecases._place import refuse_taken
from gawah.usecases._workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A checkpoint and the time stamps over it.

    Attributes:
        checkpoint: The signed head.
        existed_by: The earliest time by which an authority says that it existed; None without a stamp.
    """

    checkpoint: Checkpoint
    existed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Files of a proof, by what follows the name that the person chose.

    Attributes:
        size: Entries of the checkpoint that it leads to.
        files: Their exact bytes by ending.
    """

    size: int
    files: dict[str, bytes]


def heads(work: Workspace) -> list[Head]:
    """Every checkpoint, smallest first."""
    by_size: dict[int, list[str]] = {}
    for one in work.vault.stamps_shown():
        if one.stamp.size is not None:
            by_size.setdefault(one.stamp.size, []).append(one.token.latest)
    return [Head(checkpoint=one, existed_by=min(by_size.get(one.size, []), default=None)) for one in work.vault.checkpoints()]


def entry_proof(work: Workspace, seq: int, size: int | None = None) -> Proof:
    """That an entry stands in the ledger of a checkpoint, the newest when None: `.json`, the entry, and `.tlog-proof`.

    Raises NotFound: no such entry or checkpoint, or the entry was erased; BadInput: the checkpoint is older than the entry.
    """
    head = _head(work, size)
    if seq >= head.size:
        raise BadInput("the entry is newer than this checkpoint")
    proof = note.write_proof(seq, work.vault.inclusion(seq, head.size), head.note)
    return Proof(size=head.size, files={".json": work.vault.leaf(seq), ".tlog-proof": proof})


def growth_proof(work: Workspace, old: int, new: int | None = None) -> Proof:
    """That the ledger of one checkpoint starts with that of another: both checkpoints, and `.consistency`.

    Raises NotFound: no such checkpoint; BadInput: the second is the older one.
    """
    first, last = _head(work, old), _head(work, new)
    if first.size > last.size:
        raise BadInput("the second checkpoint is the older one")
    proof = note.write_consistency(first.size, last.size, work.vault.consistency(first.size, last.size))
    files = {f".{first.size}.note": first.note, f".{last.size}.note": last.note, ".consistency": proof}
    return Proof(size=last.size, files=files)


def write(work: Workspace, out: Path, proof: Proof) -> list[Path]:
    """Write the files of a proof: `out` is their name without an ending. Raises AlreadyThere, BadInput, VaultUnwritable."""
    places = {out.with_name(out.name + ending): data for ending, data in proof.files.items()}
    for place in places:
        refuse_taken(work, place)
    try:
        for place, data in places.items():
            with place.open("xb") as file:
                file.write(data)
    except OSError:
        raise VaultUnwritable("the proof could not be written") from None
    return list(places)


def _head(work: Workspace, size: int | None) -> Checkpoint:
    if size is None:
        return work.vault.checkpoint()
    for one in work.vault.checkpoints():
        if one.size == size:
            return one
    raise NotFound("there is no checkpoint over so many entries: gawah ledger list")
