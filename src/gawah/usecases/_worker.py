"""The process in which a stranger's file is read: it has no key and no network, and can start nothing and write nothing.

`python -m gawah.usecases._worker` takes one JSON object from standard input (paths are content, so they are never arguments) and
writes frames to standard output. A frame is one byte of kind, four bytes of length (big-endian) and the payload:

    L  the sources found: [{"path", "inside", "name", "kind", "reader", "opened", "locked"}]
    B  the beginning of one source: its digest and size, so that they are known even when reading it breaks off
    K  bytes of a source that lies in an archive, which the parent is to keep; the list of its files, where it is a folder
    R  records of the source now being read: lines of one kind letter and the record's canonical JSON
    N  one more source, found when this one had been read
    S  the end of one source: what was counted independently of the records; its digest anew, should it have been written to

The parent validates every frame (usecases/reading.py); nothing is unpickled.
"""

import gc
import os
import struct
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from gawah.readers import _registry, table
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Framing, ReadProblem, Record, RowRecord
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.when import assume_zone
from gawah.seal import capture_signature
from gawah.usecases._finding import Closed, Found, left_over, sources
from gawah.usecases._frames import LETTERS, Place
from gawah.usecases._sandbox import Limits, close_in
from gawah.usecases._spelt import spelt
from gawah.usecases._unlock import Unlocking
from gawah.vault import codec

BATCH = 256 << 10
"""Bytes of records sent in one frame, at least."""
_NOWHERE = Locator(file_sha256="", member=None, place="", span=None)


class Task(msgspec.Struct, forbid_unknown_fields=True):
    """What the parent asks for.

    Attributes:
        paths: Files and folders, absolute, in the bytes of their names.
        found: What an earlier worker found there, which broke off; None to look.
        start: Index of the first source to read.
        passwords: Of encrypted archives, beside the index of their path.
        keep: Whether the bytes of what lies in archives are asked for.
        date_order, assume_zone, mapping: What the person said.
        memory, cpu_seconds: See `Limits`.
    """

    paths: list[bytes]
    found: list[Place] | None
    start: int
    passwords: dict[int, str]
    keep: bool
    date_order: str | None
    assume_zone: str | None
    mapping: str | None
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
    if task.found is None:
        unlocks = {path: Unlocking(task.passwords[n]) if n in task.passwords else None for n, path in enumerate(task.paths)}
        found = [one for path, unlock in unlocks.items() for one in sources(Path(os.fsdecode(path)), unlock)]
        _send(out, b"L", msgspec.json.encode([_place(one) for one in found]))
    else:
        given = {path: Unlocking(task.passwords[n]) for n, path in enumerate(task.paths) if n in task.passwords}
        found = [_found_again(place, given) for place in task.found]
    alike: dict[str | None, list[Source]] = {}
    for one in found:
        if isinstance(one.source, Source):
            alike.setdefault(one.reader, []).append(one.source)
    options = Options(date_order=task.date_order, mapping=task.mapping, judge=capture_signature)  # type: ignore[arg-type]  # checked by the parent
    at = task.start
    while at < len(found):  # it grows while it is read
        one = found[at]
        at += 1
        if isinstance(one.source, Closed):
            _unread(out)
            continue
        if one.reader is not None and not _registry.is_last(one.reader):
            names = (one.reader, *_registry.relatives(one.reader))
            one.source.siblings = tuple(other for name in names for other in alike.get(name, ()) if other is not one.source)
        source = one.source
        if one.reader is None and task.mapping is not None and table.fits(source, task.mapping):
            one = Found(source, "table")
        found += _read(source, one, options, zone, out, keep=task.keep)
        source.siblings = ()  # each has a list of all others: kept for all, the lists would outgrow the sources


def _place(one: Found) -> Place:
    source = one.source
    locked = isinstance(source, Source) and source.is_locked
    return Place(os.fsencode(source.path), list(source.inside), source.name, source.kind, one.reader, one.opened, locked)


def _found_again(place: Place, unlocks: dict[bytes, Unlocking]) -> Found:
    path = Path(os.fsdecode(place.path))
    unlock = next((unlock for base, unlock in unlocks.items() if place.path == base or place.path.startswith(base + b"/")), None)
    try:
        return Found(Source(path, place.inside, unlock), place.reader, place.opened)
    except SourceUnreadable:
        return Found(Closed(path, place.name, place.kind, tuple(place.inside)))


def _unread(out: BinaryIO) -> None:
    """What is sent for a file that cannot be opened."""
    _send(out, b"B", b"{}")
    batch = _Batch(out)
    batch.add(ReadProblem(code="member-unreadable", severity="loss", locator=_NOWHERE))
    batch.send()
    end = {"reader": None, "reader_version": None, "records_in_source": 0, "whole": False, "sha256": "", "bytes": 0}
    _send(out, b"S", msgspec.json.encode(end))


def _read(source: Source, one: Found, options: Options, zone: ZoneInfo | None, out: BinaryIO, *, keep: bool) -> list[Found]:
    """Send what one source holds; returns what was found beside it only when it had been read."""
    sha256, size = source.stated
    _send(out, b"B", msgspec.json.encode({"sha256": sha256, "bytes": size}))
    if keep and source.inside:
        _send_bytes(source, out)
    tiling = Tiling()
    batch = _Batch(out)
    end: dict[str, object] = {"reader": one.reader, "reader_version": None, "records_in_source": 0, "whole": True}
    more: list[Found] = []
    for problem in source.problems():
        batch.add(problem)
    if one.reader is None:
        if not one.opened:
            batch.add(ReadProblem(code="not-recognised", severity="warning", locator=_whole(source)))
        for member in source.members:
            if member.headless:
                batch.add(ReadProblem(code="member-unreadable", severity="loss", locator=_member(source, member.name)))
        unread = [member for member in source.members if one.opened and not member.referred and not member.headless]
    else:
        reader = _registry.readers()[one.reader]
        end["reader_version"] = reader.VERSION
        for record in reader.read(source, options):
            tiling.watch(record)
            batch.add(_in_zone(record, zone) if zone is not None else record)
        end["records_in_source"], end["whole"] = records_in_source(reader, source, tiling)
        read = {member.ordinal for member in reader.reads(source)}
        more = list(left_over(source, one.reader))
        unread = [member for member in source.members if member.ordinal not in read and not member.referred]
        if one.reader == "table" and options.mapping is None:
            end["proposal"] = table.propose(source)
        end["members"] = {"total": len(source.members), "read": len(read), "unread": len(unread)}
    for member in unread:
        batch.add(ReadProblem(code="member-unread", severity="info", locator=_member(source, member.name)))
    batch.send()
    for another in more:
        _send(out, b"N", msgspec.json.encode(_place(another)))
    end["sha256"], end["bytes"] = source.restated()
    _send(out, b"S", msgspec.json.encode(end))
    return more


def _send_bytes(source: Source, out: BinaryIO) -> None:
    """The bytes of what lies in an archive: of a folder, the list of its files. The parent checks them against what was stated."""
    with source.whole() as stream:
        try:
            while block := stream.read(BATCH):
                _send(out, b"K", block)
        except SourceUnreadable:
            pass  # what arrived is not what was stated, which the parent notices


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
        json, mended = spelt(record)
        line = LETTERS[kind].encode() + json
        self._lines.append(line)
        if mended:
            locator = getattr(record, "locator", _NOWHERE)
            self.add(ReadProblem(code="text-undecodable", severity="warning", locator=replace(locator, member=None, place="")))
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
