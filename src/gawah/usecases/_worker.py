"""The process in which a stranger's file is read: it has no key and no network, and can start nothing and write nothing.

`python -m gawah.usecases._worker` takes one JSON object from standard input (paths are content, so they are never arguments) and
writes frames to standard output. A frame is one byte of kind, four bytes of length (big-endian) and the payload:

    L  the sources found, after folders that no reader claims were opened up: [{"path", "name", "kind", "reader"}]
    R  records of the source now being read: lines of one kind letter and the record's canonical JSON
    B  the beginning of one source: its digest and size, so that they are known even when reading it breaks off
    S  the end of one source: what was counted independently of the records; its digest anew, should it have been written to

The parent validates every frame (usecases/reading.py); nothing is unpickled.
"""

import gc
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source, stated_name
from gawah.records.content import Framing, ReadProblem, Record, RowRecord
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import assume_zone
from gawah.usecases._sandbox import Limits, close_in
from gawah.vault import codec

BATCH = 256 << 10
"""Bytes of records sent in one frame, at least."""
_NOWHERE = Locator(file_sha256="", member=None, place="", span=None)
LETTERS = {"conversation": "c", "message": "m", "event": "e", "capture": "a", "transcript": "t", "duplicate": "d", "problem": "p"}


class Task(msgspec.Struct, forbid_unknown_fields=True):
    """What the parent asks for.

    Attributes:
        paths: Files and folders, absolute, in the bytes of their names.
        start: Index of the first source to read; those before were read by a worker that broke off.
        date_order, assume_zone: What the person said.
        memory, cpu_seconds: See `Limits`.
    """

    paths: list[bytes]
    start: int
    date_order: str | None
    assume_zone: str | None
    memory: int
    cpu_seconds: int


def main() -> None:
    """Read what the task on standard input names, and stop."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _registry.readers()
    zone = ZoneInfo(task.assume_zone) if task.assume_zone else None
    close_in(Limits(memory=task.memory, cpu_seconds=task.cpu_seconds))
    gc.collect()
    gc.freeze()
    gc.disable()  # records hold no circles; collecting among millions of them takes longer than reading
    try:
        _work(task, zone, out)
    except BrokenPipeError:
        os._exit(0)  # the parent has gone; there is nobody to tell


def _work(task: Task, zone: ZoneInfo | None, out: BinaryIO) -> None:
    found = [pair for path in task.paths for pair in _sources(Path(os.fsdecode(path)))]
    listing = [
        {"path": os.fsencode(source.path), "name": source.name, "kind": source.kind, "reader": reader} for source, reader in found
    ]
    _send(out, b"L", msgspec.json.encode(listing))
    alike: dict[str | None, list[Source]] = {}
    for source, reader in found:
        if isinstance(source, Source):
            alike.setdefault(reader, []).append(source)
    options = Options(date_order=task.date_order)  # type: ignore[arg-type]  # checked by the parent
    for source, reader in found[task.start :]:
        if isinstance(source, Closed):
            _unread(out)
            continue
        if reader is not None:
            source.siblings = tuple(other for other in alike[reader] if other is not source)
        _read(source, reader, options, zone, out)
        source.siblings = ()  # each has a list of all others: kept for all, the lists would outgrow the sources


@dataclass(frozen=True, slots=True)
class Closed:
    """A file or folder that cannot be opened; it is listed all the same."""

    path: Path
    name: str
    kind: str = "file"


def _sources(path: Path) -> Iterator[tuple[Source | Closed, str | None]]:
    """The source at `path` with its reader, then other exports that lie in it; a folder that no reader claims is opened up into
    what lies in it.
    """
    waiting = [path]
    while waiting:
        here = waiting.pop()
        try:
            source = Source(here)
        except SourceUnreadable:
            yield Closed(here, stated_name(here.name)), None
            continue
        names = _registry.identify(source)
        inside = _inside(here) if source.kind == "folder" and not names else []
        if inside:
            waiting += reversed(inside)
            continue
        yield source, names[0] if names else None
        if names and source.kind == "folder":
            yield from _beside(source, names[0])


def _inside(folder: Path) -> list[Path]:
    """The files and folders that lie in a folder itself, in order of name; no links. [] when it may not be looked into."""
    try:
        return sorted(child for child in folder.iterdir() if not child.is_symlink() and (child.is_file() or child.is_dir()))
    except OSError:
        return []


def _unread(out: BinaryIO) -> None:
    """What is sent for a file that cannot be opened."""
    _send(out, b"B", b"{}")
    batch = _Batch(out)
    batch.add(ReadProblem(code="member-unreadable", severity="loss", locator=_NOWHERE))
    batch.send()
    end = {"reader": None, "reader_version": None, "records_in_source": 0, "whole": False, "sha256": "", "bytes": 0}
    _send(out, b"S", msgspec.json.encode(end))


def _beside(folder: Source, name: str) -> Iterator[tuple[Source, str]]:
    """Exports in a folder that its reader, `name`, leaves aside: files of another platform, and zips. Pictures and sounds are
    looked into only beside pages and documents: in an export they belong to its messages.
    """
    reader = _registry.readers()[name]
    read = {member.ordinal for member in reader.reads(folder)}
    belong = () if getattr(reader, "LAST", False) else ("image", "audio", "video")
    for member in folder.members:
        kind = media_type(folder.head(member, HEAD), member.basename).partition("/")[0]
        if member.ordinal in read or kind in belong:
            continue
        try:
            source = Source(folder.place(member))
        except SourceUnreadable:
            continue
        others = [other for other in _registry.identify(source) if other != name or source.is_container]
        if others:
            member.referred = True  # it is listed as a source of its own
            yield source, others[0]


def _read(source: Source, name: str | None, options: Options, zone: ZoneInfo | None, out: BinaryIO) -> None:
    sha256, size = source.stated
    _send(out, b"B", msgspec.json.encode({"sha256": sha256, "bytes": size}))
    tiling = Tiling()
    batch = _Batch(out)
    end: dict[str, object] = {"reader": name, "reader_version": None, "records_in_source": 0, "whole": True}
    for problem in source.problems():
        batch.add(problem)
    if name is None:
        batch.add(ReadProblem(code="not-recognised", severity="warning", locator=_whole(source)))
        for member in source.members:
            if member.headless:
                batch.add(ReadProblem(code="member-unreadable", severity="loss", locator=_member(source, member.name)))
    else:
        reader = _registry.readers()[name]
        end["reader_version"] = reader.VERSION
        for record in reader.read(source, options):
            tiling.watch(record)
            batch.add(_in_zone(record, zone) if zone is not None else record)
        end["records_in_source"], end["whole"] = records_in_source(reader, source, tiling)
        read = {member.ordinal for member in reader.reads(source)}
        unread = [member for member in source.members if member.ordinal not in read and not member.referred]
        for member in unread:
            batch.add(ReadProblem(code="member-unread", severity="info", locator=_member(source, member.name)))
        end["members"] = {"total": len(source.members), "read": len(read), "unread": len(unread)}
    batch.send()
    end["sha256"], end["bytes"] = source.restated()
    _send(out, b"S", msgspec.json.encode(end))


def _in_zone(record: Record, zone: ZoneInfo) -> Record:
    if isinstance(record, RowRecord):
        return replace(record, sent_at=assume_zone(record.sent_at, zone))
    return record


def _whole(source: Source) -> Locator:
    return Locator(file_sha256=source.stated[0], member=None, place="", span=None)


def _member(source: Source, name: str) -> Locator:
    return Locator(file_sha256=source.stated[0], member=name, place="", span=None)


class _Batch:
    """Gathers canonical records until a frame is worth sending."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, record: Record) -> None:
        if isinstance(record, Framing):
            return  # holds no record; it was only needed for the tiling
        kind = codec.kind_of(record)
        line = LETTERS[kind].encode() + codec.canonical(record)
        self._lines.append(line)
        self._size += len(line)
        if self._size >= BATCH:
            self.send()

    def send(self) -> None:
        if self._lines:
            _send(self._out, b"R", b"\n".join(self._lines))
        self._lines.clear()
        self._size = 0


def _send(out: BinaryIO, kind: bytes, payload: bytes) -> None:
    """Hand a frame over at once: what stays in a buffer is lost when this process is stopped."""
    out.write(struct.pack(">cI", kind, len(payload)))
    out.write(payload)
    out.flush()


if __name__ == "__main__":
    main()
