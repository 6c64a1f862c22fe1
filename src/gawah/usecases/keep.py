"""Seals the bytes of files and folders into the case, and of what lies in archives, before anything of them is read."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gawah.readers._source import files_under, stated_name
from gawah.records.casework import Finding
from gawah.records.digest import ReadableBytes, checksum_line
from gawah.records.errors import AlreadyHeld, SourceUnreadable
from gawah.records.evidence import EvidenceItem, Grade
from gawah.records.media_type import HEAD, media_type
from gawah.usecases._tally import Summary
from gawah.usecases._workspace import Workspace
from gawah.usecases.reading import SourceStream
from gawah.vault.local import Keeping

FOLDER_TYPE = "application/vnd.gawah.manifest"
"""Media type of a folder item: its bytes are the sorted `sha256  relative/path` lines, as `sha256sum` prints them."""

Watch = Callable[[int, int | None], None]
"""Is told the bytes kept so far, and of how many."""


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
        findings: What comparing it with the other sources of the case showed.
    """

    item: EvidenceItem
    ledger_entry: int
    already_held: bool
    summary: Summary | None = None
    new: int = 0
    known: int = 0
    findings: tuple[Finding, ...] = ()


def keep(work: Workspace, paths: Sequence[Path], note: str, progress: Watch) -> dict[Path, Kept]:
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


def keep_inner(work: Workspace, folder: Path, kept: Mapping[Path, Kept]) -> Kept | None:
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
    """What the first bytes suggest; what it is shows when it is read (`_graded`)."""
    if kind.startswith("image/"):
        return "screenshot"
    if kind.startswith(("audio/", "video/")):
        return "own-capture"
    return "third-party-capture" if kind == "application/pdf" else "platform-export"


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


def keep_inside(work: Workspace, source: SourceStream, kept: Mapping[Path, Kept]) -> Kept | None:
    """What lies in an archive, as an item of its own, so that its records have a source and it can be an exhibit; a folder of an
    archive is the list of its files. None when it could not be unpacked whole.
    """
    outer = kept.get(source.path)
    if outer is None:
        return None
    name = "".join(step if step.endswith("/") else f"{step}/" for step in source.inside).rstrip("/")
    try:
        with work.vault.keeping(work.clock(), work.acting) as keeping:
            if source.kind == "folder":
                item, already = _keep_stream(keeping, source.original(), name, FOLDER_TYPE, outer.item.id, None)
            else:
                item, already = _keep_told(keeping, source.original(), name, outer.item.id)
            if item.sha256 != source.sha256:
                raise SourceUnreadable("a file in an archive could not be unpacked")
    except SourceUnreadable:
        return None
    return Kept(item=item, ledger_entry=work.vault.acquired_at(item.id), already_held=already)


def _keep_told(keeping: Keeping, stream: ReadableBytes, name: str, part_of: str) -> tuple[EvidenceItem, bool]:
    """Keep a stream that cannot be gone back in, its type told from its first bytes."""
    head = b""
    while len(head) < HEAD and (block := stream.read(HEAD - len(head))):
        head += block
    return _keep_stream(keeping, _Behind(head, stream), name, media_type(head, name), part_of, None)


class _Behind:
    """A stream with what was read of it already put back in front."""

    def __init__(self, head: bytes, stream: ReadableBytes) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        if not self._head:
            return self._stream.read(size)
        if size < 0:
            data, self._head = self._head, b""
            return data + self._stream.read()
        data, self._head = self._head[:size], self._head[size:]
        return data
