"""Seal what a person brings into the case, then read it.

The exact bytes are hashed, encrypted and committed before anything looks inside them; a file that nobody can read is kept all the
same. Reading is a second transaction a source, which can be repeated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import cast

from gawah.readers import _registry
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import EvidenceItem
from gawah.usecases._compared import compare
from gawah.usecases._corroborated import corroborate
from gawah.usecases._place import refuse_vault
from gawah.usecases._workspace import Workspace
from gawah.usecases.keep import Kept, Watch, keep, keep_inner, keep_inside
from gawah.usecases.reading import Ask, Assumptions, Reading, SourceStream, readable

Count = Callable[[int], None]
"""Is told the records read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one import did.

    Attributes:
        items: In the order given; files of a folder come after the folder.
        fingerprint: Of the key that signs the ledger's heads.
        checkpoint_size, checkpoint_root: The ledger's head after the import; with a date elsewhere, an anchor.
    """

    items: tuple[Kept, ...]
    fingerprint: str
    checkpoint_size: int
    checkpoint_root: str


def collect(
    work: Workspace,
    paths: Sequence[Path],
    *,
    note: str = "",
    assumptions: Assumptions | None = None,
    progress: Watch = lambda _done, _total: None,
    reading: Count = lambda _records: None,
    ask: Ask | None = None,
) -> Receipt:
    """Keep the files and folders at `paths`, then read them.

    Args:
        work: The case and who acts in it.
        paths: On this machine. They are copied; the originals stay where they are.
        note: The collector's own words, kept with the acquisition.
        assumptions: What the person says that the sources do not.
        progress: Called with bytes kept so far, and of how many.
        reading: Called with records read so far, now and then.
        ask: Asked for the password of an encrypted archive; see `Reading`. The archive is kept as it came.

    Raises:
        SourceUnreadable: One of the paths is not there or may not be read; nothing was kept.
        BadInput: One of the paths is the vault, or lies in it, or holds it; or an assumption cannot be used.
        VaultError: The case cannot be written. What had been acknowledged stays.
    """
    for path in paths:
        if not readable(path):
            raise SourceUnreadable("a file or folder named is not there, is of another kind, or you may not read it")
    refuse_vault(work, paths)
    told = assumptions or Assumptions()
    told.check()
    kept = keep(work, [path.resolve() for path in paths], note, progress)
    within = _Within()
    kept = _read(work, kept, told, _Counted(reading), within, ask)
    items = tuple(_compared(work, one) for one in within.merged(kept))
    head = work.vault.checkpoint()
    return Receipt(
        items=items,
        fingerprint=work.vault.fingerprint,
        checkpoint_size=head.size,
        checkpoint_root=head.root,
    )


class _Counted:
    """Passes records through, and tells every thousandth how many have gone by."""

    def __init__(self, tell: Count) -> None:
        self._tell = tell
        self._done = 0

    def through(self, source: SourceStream) -> Iterator[tuple[str, bytes]]:
        for kind, line, _ in source.records():
            self._done += 1
            if self._done % 1_000 == 0:
                self._tell(self._done)
            yield kind, line


def _compared(work: Workspace, one: Kept) -> Kept:
    """What was read now, compared with what the case holds."""
    if one.summary is None or not one.summary.recognised:
        return one
    return replace(one, findings=compare(work, one.item.id) + corroborate(work, one.item.id))


class _Within:
    """What lies in archives and was kept on its own, by the path of the outermost archive."""

    def __init__(self) -> None:
        self._found: dict[Path, list[Kept]] = {}

    def add(self, path: Path, one: Kept) -> None:
        self._found.setdefault(path, []).append(one)

    def merged(self, kept: Mapping[Path, Kept]) -> tuple[Kept, ...]:
        """All that was kept, what lies in an archive behind it."""
        return tuple(one for path, outer in kept.items() for one in (outer, *self._found.get(path, ())))


def _read(
    work: Workspace, kept: dict[Path, Kept], assumptions: Assumptions, counted: _Counted, within: _Within, ask: Ask | None
) -> dict[Path, Kept]:
    """Stage B: read what was kept and not read before, or was read under other assumptions. What cannot be read stays kept."""
    told = _told(assumptions)
    wanted = _wanted(work, kept, told, asking=ask is not None)
    if not wanted:
        return kept
    done = dict(kept)
    with work.vault.together() as together:
        try:
            for source in Reading(wanted, assumptions, keep=True, ask=ask).sources():
                one = (
                    keep_inside(work, source, done)
                    if source.inside
                    else done.get(source.path) or keep_inner(work, source.path, done)
                )
                if one is None:
                    continue  # nothing that was brought, or what could not be unpacked
                if not _settled(work, one.item.id, told, asking=ask is not None and not source.locked):
                    # What nobody can read is little to store; an export is a transaction of its own.
                    together.join() if source.reader is None else together.leave()
                    one = _add(work, source, one, assumptions, counted)
                if source.inside:
                    within.add(source.path, one)
                else:
                    done[source.path] = one
        except SourceUnreadable as error:
            for path in wanted:
                if done[path].summary is None:
                    work.vault.import_failed(done[path].item.id, error.code, work.clock(), work.acting)
    return done


def _wanted(work: Workspace, kept: Mapping[Path, Kept], told: Mapping[str, str], *, asking: bool) -> list[Path]:
    """The paths to be read: each item once, files of a folder with it."""
    first: dict[str, Path] = {}
    parts: dict[str, list[str]] = {}
    for path, one in kept.items():
        first.setdefault(one.item.id, path)
        if one.item.part_of is not None:
            parts.setdefault(one.item.part_of, []).append(one.item.id)
    return [
        path
        for item_id, path in first.items()
        if kept[path].item.part_of not in first
        and not _was_read(work, [item_id], told, asking=asking)
        and not _was_read(work, parts.get(item_id, []), told, asking=asking)
        and not _read_with_its_folder(work, kept[path].item)
    ]


def _was_read(work: Workspace, item_ids: Sequence[str], told: Mapping[str, str], *, asking: bool) -> bool:
    """Whether there are such items and none of them needs reading."""
    return bool(item_ids) and all(_settled(work, one, told, asking=asking) for one in item_ids)


def _read_with_its_folder(work: Workspace, item: EvidenceItem) -> bool:
    """Whether a file, now brought alone, was read as a part of the folder in which it came earlier. Alone it says less."""
    return item.part_of is not None and not work.vault.readings(item.id) and bool(work.vault.readings(item.part_of))


def _settled(work: Workspace, item_id: str, told: Mapping[str, str], *, asking: bool = False) -> bool:
    """Whether the item has a complete reading under these assumptions, by the reader of today; where nobody could read it, by
    the gawah of today. While passwords can be asked for, an encrypted one has not.
    """
    if not work.vault.was_read(item_id, told):
        return False
    last = work.vault.readings(item_id)[-1]
    if asking and "member-encrypted" in cast("Mapping[str, int]", last.summary.get("codes", {})):
        return False
    reader = _registry.readers().get(last.reader)
    return last.reader_version == reader.VERSION if reader else work.vault.event(last.seq).tool == work.acting.tool


def _add(work: Workspace, source: SourceStream, one: Kept, assumptions: Assumptions, counted: _Counted) -> Kept:
    """Store what the source gives; nothing of it when it turns out to be other bytes than those that were kept."""

    def summary() -> dict[str, object]:
        assert source.summary is not None
        if source.summary.complete and source.summary.sha256 != one.item.sha256:
            raise SourceUnreadable("the file changed while it was being read")
        return {**asdict(source.summary), "assumptions": _told(assumptions)}

    try:
        added = work.vault.add_reading(one.item.id, counted.through(source), summary, at=work.clock(), acting=work.acting)
    except SourceUnreadable as error:
        work.vault.import_failed(one.item.id, error.code, work.clock(), work.acting)
        return one
    return replace(one, summary=source.summary, new=added.new, known=added.known)


def _told(assumptions: Assumptions) -> dict[str, str]:
    return {key: value for key, value in asdict(assumptions).items() if value is not None}
