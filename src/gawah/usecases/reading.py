"""Reads sources in a worker process and checks what comes back. Serves `inspect` (keeps nothing) and `collect`."""

import os
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import msgspec

from gawah.records.content import ReadProblem, Record
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.records.evidence import Locator
from gawah.usecases._sandbox import Limits
from gawah.usecases._tally import Summary, Tally
from gawah.vault import codec

WORKER = (sys.executable, "-I", "-X", "utf8", "-m", "gawah.usecases._worker")
"""How the worker is started: apart from the person's environment and folder."""
FRAME_LIMIT = 96 << 20
"""A longer frame (in bytes) is a fault of the worker: one record may have 64 MiB."""
_KINDS = {
    "c": "conversation",
    "m": "message",
    "e": "event",
    "a": "capture",
    "t": "transcript",
    "d": "duplicate",
    "p": "problem",
}
_ORDERS = ("dmy", "mdy", "ymd")


class _Found(msgspec.Struct, forbid_unknown_fields=True):
    path: bytes
    name: str
    kind: str
    reader: str | None


class _Begin(msgspec.Struct, forbid_unknown_fields=True):
    sha256: str = ""
    bytes: int = 0


class _End(msgspec.Struct, forbid_unknown_fields=True):
    reader: str | None
    reader_version: str | None
    records_in_source: int
    whole: bool
    sha256: str
    bytes: int
    members: dict[str, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the person says about the sources that they do not say themselves.

    Attributes:
        date_order: `dmy`, `mdy` or `ymd`; used only where a whole source does not tell.
        zone: An IANA zone name such as `Asia/Karachi`; times computed with it are marked as assumed.
    """

    date_order: str | None = None
    zone: str | None = None

    def check(self) -> None:
        """Raise BadInput for an order or zone that does not exist."""
        if self.date_order is not None and self.date_order not in _ORDERS:
            raise BadInput("the date order must be dmy, mdy or ymd")
        if self.zone is not None:
            from zoneinfo import available_timezones

            if self.zone not in available_timezones():
                raise BadInput("no such time zone; use a name such as Asia/Karachi")


class SourceStream:
    """One source being read. Iterate `records` to the end; then `summary` is there.

    Attributes:
        path: Where it lies on this machine.
        name, kind: As it came.
        reader: Who reads it; None when nobody can.
    """

    def __init__(self, found: _Found, worker: "_Worker", index: int) -> None:
        self.path = Path(os.fsdecode(found.path))
        self.name = found.name
        self.kind = found.kind
        self.reader = found.reader
        self.summary: Summary | None = None
        self._worker = worker
        self._index = index

    def records(self) -> Iterator[tuple[str, bytes, Record]]:
        """Yield (kind, canonical JSON, record) in source order; a worker that breaks off ends it with a problem of loss."""
        tally = Tally()
        begin = _Begin()
        try:
            frame = self._worker.frame()
            if frame[0] != b"B":
                raise ValueError("unexpected frame")
            begin = msgspec.json.decode(frame[1], type=_Begin)
            while (frame := self._worker.frame())[0] == b"R":
                for line in frame[1].split(b"\n"):
                    kind = _KINDS[chr(line[0])]
                    record = cast("Record", codec.decode(kind, line[1:]))
                    tally.add(record)
                    yield kind, line[1:], record
            if frame[0] != b"S":
                raise ValueError("unexpected frame")
            self._finish(tally, begin, msgspec.json.decode(frame[1], type=_End))
        except (_BrokenOff, KeyError, IndexError, ValueError):
            self._worker.restart(self._index + 1)
            problem = ReadProblem(
                code="limit-reached", severity="loss", locator=Locator(file_sha256=begin.sha256, member=None, place="", span=None)
            )
            tally.add(problem)
            yield "problem", codec.canonical(problem), problem
            self._finish(tally, begin, None)

    def _finish(self, tally: Tally, begin: _Begin, end: _End | None) -> None:
        broken = _End(
            reader=self.reader, reader_version=None, records_in_source=0, whole=False, sha256=begin.sha256, bytes=begin.bytes
        )
        stated = end or broken
        unchanged = stated.sha256 == begin.sha256
        self.summary = Summary(
            name=self.name,
            kind=self.kind,
            sha256=stated.sha256,
            bytes=stated.bytes,
            reader=stated.reader,
            reader_version=stated.reader_version,
            messages=tally.messages,
            events=tally.events,
            captures=tally.captures,
            duplicates=tally.duplicates,
            unread=tally.unread,
            records_in_source=stated.records_in_source,
            conserved=stated.whole and unchanged and tally.records == stated.records_in_source,
            problems=tally.problems,
            codes=tally.codes,
            conversations=len(tally.conversations),
            first=tally.first,
            last=tally.last,
            gaps=tally.gaps(),
            members=stated.members,
            complete=end is not None,
        )


@dataclass(slots=True)
class Reading:
    """The sources found at some paths, being read one after the other.

    Attributes:
        unreadable: How many of the paths are not there or may not be read.
    """

    paths: Sequence[Path]
    assumptions: Assumptions = field(default_factory=Assumptions)
    limits: Limits = field(default_factory=Limits)

    def sources(self) -> Iterator[SourceStream]:
        """Yield each source in turn; what the caller leaves unread of one is read through (and counted) before the next.

        Raises:
            SourceUnreadable: A path is not there or may not be read, or the worker could not list the sources.
            BadInput: An assumption that cannot be used.
        """
        self.assumptions.check()
        for path in self.paths:
            if not readable(path):
                raise SourceUnreadable("a file or folder named is not there, is of another kind, or you may not read it")
        worker = _Worker(self.paths, self.assumptions, self.limits)
        try:
            for index, found in enumerate(worker.found):
                stream = SourceStream(found, worker, index)
                yield stream
                if stream.summary is None:
                    for _ in stream.records():
                        pass
        finally:
            worker.stop()


def readable(path: Path) -> bool:
    """Whether a file or folder is there that may be read."""
    return os.access(path, os.R_OK) and (path.is_file() or path.is_dir())


class _BrokenOff(Exception):
    """The worker died or sent something that is not a frame."""


class _Worker:
    """One worker process, started again past the source at which it broke off."""

    def __init__(self, paths: Sequence[Path], assumptions: Assumptions, limits: Limits) -> None:
        self._task: dict[str, object] = {
            "paths": [os.fsencode(path.resolve()) for path in paths],
            "date_order": assumptions.date_order,
            "assume_zone": assumptions.zone,
            "memory": limits.memory,
            "cpu_seconds": limits.cpu_seconds,
        }
        self._start(0)
        try:
            self.found = self._listing()
        except (_BrokenOff, ValueError) as error:
            self.stop()
            raise SourceUnreadable("the files could not be looked into") from error

    def frame(self) -> tuple[bytes, bytes]:
        """The next frame: kind and payload. Raises _BrokenOff."""
        head = self._read(5)
        kind, length = struct.unpack(">cI", head)
        if length > FRAME_LIMIT:
            raise _BrokenOff
        return kind, self._read(length)

    def restart(self, start: int) -> None:
        """Go on with the source numbered `start`, in a new process."""
        self.stop()
        if start < len(self.found):
            self._start(start)
            try:
                if self._listing() != self.found:
                    self.stop()  # something was moved meanwhile: what it would send is no longer what was listed
            except (_BrokenOff, ValueError):
                self.stop()

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._out.close()
        self._process.wait()

    def _start(self, start: int) -> None:
        # A bare environment: where the passphrase file lies is none of the worker's business.
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONTZPATH") if name in os.environ}
        self._process = subprocess.Popen(
            WORKER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept,
            close_fds=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._out: IO[bytes] = self._process.stdout
        try:
            self._process.stdin.write(msgspec.json.encode({**self._task, "start": start}))
            self._process.stdin.close()
        except BrokenPipeError:
            pass  # it died at once; reading its output says so

    def _listing(self) -> list[_Found]:
        kind, payload = self.frame()
        if kind != b"L":
            raise _BrokenOff
        return msgspec.json.decode(payload, type=list[_Found])

    def _read(self, size: int) -> bytes:
        data = b"" if self._out.closed else self._out.read(size)
        if len(data) != size:
            raise _BrokenOff
        return data
