"""Seal what a person brings into the case, then read it.

The exact bytes are hashed, encrypted and committed before anything looks inside them; a file that nobody can read is kept all the
same. Reading is a second transaction a source, which can be repeated.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from gawah.readers import _registry
from gawah.readers._source import files_under, stated_name
from gawah.records.digest import ReadableBytes, checksum_line
from gawah.records.errors import AlreadyHeld, SourceUnreadable
from gawah.records.evidence import EvidenceItem, Grade
from gawah.records.media_type import HEAD, media_type
from gawah.usecases._place import refuse_vault
from gawah.usecases._tally import Summary
from gawah.usecases._workspace import Workspace
from gawah.usecases.reading import Assumptions, Reading, SourceStream, readable
from gawah.vault.local import Keeping

FOLDER_TYPE = "application/vnd.gawah.manifest"
"""Media type of a folder item: its bytes are the sorted `sha256  relative/path` lines, as `sha256sum` prints them."""

Watch = Callable[[int, int | None], None]
"""Is told the bytes kept so far, and of how many."""

Count = Callable[[int], None]
"""Is told the records read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One item on the receipt.

    Attributes:
        item: As kept.
        ledger_entry: Number of the ledger entry that acquired it.
        already_held: It was in the case before; nothing was written again.
        summary: What reading it gave; None for a file that came in a folder and is read with it, or was read before.
        new: Messages and events that no earlier item held.
        known: Messages and events that an earlier item held too.
    """

    item: EvidenceItem
    ledger_entry: int
    already_held: bool
    summary: Summary | None = None
    new: int = 0
    known: int = 0


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
) -> Receipt:
    """Keep the files and folders at `paths`, then read them.

    Args:
        work: The case and who acts in it.
        paths: On this machine. They are copied; the originals stay where they are.
        note: The collector's own words, kept with the acquisition.
        assumptions: What the person says that the sources do not.
        progress: Called with bytes kept so far, and of how many.
        reading: Called with records read so far, now and then.

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
    kept = _keep(work, [path.resolve() for path in paths], note, progress)
    kept = _read(work, kept, told, _Counted(reading))
    head = work.vault.checkpoint()
    return Receipt(
        items=tuple(kept.values()),
        fingerprint=work.vault.fingerprint,
        checkpoint_size=head.size,
        checkpoint_root=head.root,
    )


def _keep(work: Workspace, paths: Sequence[Path], note: str, progress: Watch) -> dict[Path, Kept]:
    """Stage A: bytes first. Returns what is held now, by the path it came from; a folder before its files."""
    inside = {path: _files(path) for path in paths}
    watched = _Watched(progress, sum(file.stat().st_size for files in inside.values() for file in files))
    held: dict[Path, tuple[EvidenceItem, bool]] = {}
    with work.vault.keeping(work.clock(), work.acting, note) as keeping:
        for path, files in inside.items():
            if path.is_dir():
                held |= _keep_folder(keeping, path, files, watched)
            else:
                held[path] = _keep_file(keeping, path, path.name, None, watched)
    return {
        path: Kept(item=item, ledger_entry=work.vault.acquired_at(item.id), already_held=already)
        for path, (item, already) in held.items()
    }


def _keep_folder(
    keeping: Keeping, folder: Path, files: Sequence[Path], watched: "_Watched"
) -> dict[Path, tuple[EvidenceItem, bool]]:
    """The files one by one, then the manifest that makes them one item (decision 16)."""
    own_id = keeping.new_id()
    held = {file: _keep_file(keeping, file, file.relative_to(folder).as_posix(), own_id, watched) for file in files}
    manifest = _manifest(folder, {file: item for file, (item, _) in held.items()})
    return {folder: _keep_stream(keeping, manifest, folder.name, FOLDER_TYPE, None, own_id), **held}


def _keep_inner(work: Workspace, folder: Path, kept: Mapping[Path, Kept]) -> Kept | None:
    """A folder inside a kept one that turned out to be an export: an item of its own, so that its records have a source."""
    files = {path: one.item for path, one in kept.items() if folder in path.parents and one.item.media_type != FOLDER_TYPE}
    outer = next((path for path in folder.parents if path in kept), None)
    if outer is None or not files:
        return None
    name = folder.relative_to(outer).as_posix()
    with work.vault.keeping(work.clock(), work.acting) as keeping:
        item, already = _keep_stream(keeping, _manifest(folder, files), name, FOLDER_TYPE, kept[outer].item.id, None)
    return Kept(item=item, ledger_entry=work.vault.acquired_at(item.id), already_held=already)


def _manifest(folder: Path, files: Mapping[Path, EvidenceItem]) -> io.BytesIO:
    """What `sha256sum` prints of the files, sorted."""
    return io.BytesIO(
        b"".join(sorted(checksum_line(item.sha256, path.relative_to(folder).as_posix()) for path, item in files.items()))
    )


def _keep_file(keeping: Keeping, file: Path, name: str, part_of: str | None, watched: "_Watched") -> tuple[EvidenceItem, bool]:
    with _opened(file) as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        watched.stream = stream
        return _keep_stream(keeping, watched, name, media_type(head, name), part_of, None)


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError:
        raise SourceUnreadable("a file may not be read; nothing was kept") from None


def _keep_stream(
    keeping: Keeping, stream: ReadableBytes, name: str, kind: str, part_of: str | None, own_id: str | None
) -> tuple[EvidenceItem, bool]:
    try:
        name = stated_name(name)
        return keeping.keep(stream, name=name, media_type=kind, grade=_grade(kind), part_of=part_of, item_id=own_id), False
    except AlreadyHeld as held:
        return keeping.held(held.item), True


def _grade(kind: str) -> Grade:
    """Until a person says better: a picture is taken for a screenshot; everything else for what a platform handed out."""
    return "screenshot" if kind.startswith("image/") else "platform-export"


def _files(path: Path) -> list[Path]:
    """All regular files at or under `path`, links left out (what they point to is not part of what was brought)."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in files_under(path, _unread_folder) if file.is_file() and not file.is_symlink())


def _unread_folder() -> None:
    raise SourceUnreadable("a folder inside may not be read; nothing was kept")


class _Watched:
    """Passes one stream after the other through, and tells how many bytes have gone by."""

    def __init__(self, progress: Watch, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self.stream: ReadableBytes = io.BytesIO()

    def read(self, size: int = -1, /) -> bytes:
        data = self.stream.read(size)
        self._done += len(data)
        self._progress(self._done, self._total)
        return data


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


def _read(work: Workspace, kept: dict[Path, Kept], assumptions: Assumptions, counted: _Counted) -> dict[Path, Kept]:
    """Stage B: read what was kept and not read before, or was read under other assumptions. What cannot be read stays kept."""
    wanted = _wanted(work, kept, _told(assumptions))
    if not wanted:
        return kept
    done = dict(kept)
    with work.vault.together() as together:
        try:
            for source in Reading(wanted, assumptions).sources():
                one = done.get(source.path) or _keep_inner(work, source.path, done)
                if one is None:
                    continue  # nothing that was brought
                if not _settled(work, one.item.id, _told(assumptions)):
                    # What nobody can read is little to store; an export is a transaction of its own.
                    together.join() if source.reader is None else together.leave()
                    one = _add(work, source, one, assumptions, counted)
                done[source.path] = one
        except SourceUnreadable as error:
            for path in wanted:
                if done[path].summary is None:
                    work.vault.import_failed(done[path].item.id, error.code, work.clock(), work.acting)
    return done


def _wanted(work: Workspace, kept: Mapping[Path, Kept], told: Mapping[str, str]) -> list[Path]:
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
        and not _was_read(work, [item_id], told)
        and not _was_read(work, parts.get(item_id, []), told)
        and not _read_with_its_folder(work, kept[path].item)
    ]


def _was_read(work: Workspace, item_ids: Sequence[str], told: Mapping[str, str]) -> bool:
    """Whether there are such items and none of them needs reading."""
    return bool(item_ids) and all(_settled(work, one, told) for one in item_ids)


def _read_with_its_folder(work: Workspace, item: EvidenceItem) -> bool:
    """Whether a file, now brought alone, was read as a part of the folder in which it came earlier. Alone it says less."""
    return item.part_of is not None and not work.vault.readings(item.id) and bool(work.vault.readings(item.part_of))


def _settled(work: Workspace, item_id: str, told: Mapping[str, str]) -> bool:
    """Whether the item has a complete reading under these assumptions, by the reader of today; where nobody could read it, by
    the gawah of today.
    """
    if not work.vault.was_read(item_id, told):
        return False
    last = work.vault.readings(item_id)[-1]
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
