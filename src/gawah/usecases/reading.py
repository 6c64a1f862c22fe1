"""Reads sources in a worker process and checks what comes back. Serves `inspect` (keeps nothing) and `collect`."""

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeAlias, cast

import msgspec

from gawah.readers import _registry
from gawah.readers._table_mapping import MappingUnusable, mapping_of
from gawah.records.content import ReadProblem, Record
from gawah.records.digest import ReadableBytes
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.records.evidence import Locator
from gawah.usecases._frames import LETTERS, Place
from gawah.usecases._sandbox import Limits
from gawah.usecases._tally import Summary, Tally
from gawah.vault import codec

WORKER = (sys.executable, "-I", "-X", "utf8", "-m", "gawah.usecases._worker")
"""How the worker is started: apart from the person's environment and folder."""
FRAME_LIMIT = 96 << 20
"""A longer frame (in bytes) is a fault of the worker: one record may have 64 MiB."""
_KINDS = {letter: kind for kind, letter in LETTERS.items()}
_TRIES = 3
"""How often a password is asked for."""
PROPOSAL_LIMIT = 64 << 10
"""Characters of a proposed mapping that are taken from the worker."""
_ORDERS = ("dmy", "mdy", "ymd")


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
    proposal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the person says about the sources that they do not say themselves.

    Attributes:
        date_order: `dmy`, `mdy` or `ymd`; used only where a whole source does not tell.
        zone: An IANA zone name such as `Asia/Karachi`; times computed with it are marked as assumed.
        mapping: Which column of a table holds what: see `gawah.readers._table_mapping`.
    """

    date_order: str | None = None
    zone: str | None = None
    mapping: str | None = None

    def check(self) -> None:
        """Raise BadInput for an order, zone or mapping that cannot be used."""
        if self.mapping is not None:
            try:
                mapping_of(self.mapping)
            except MappingUnusable as error:
                raise BadInput(str(error)) from None
        if self.date_order is not None and self.date_order not in _ORDERS:
            raise BadInput("the date order must be dmy, mdy or ymd")
        if self.zone is not None:
            from zoneinfo import available_timezones

            if self.zone not in available_timezones():
                raise BadInput("no such time zone; use a name such as Asia/Karachi")


class SourceStream:
    """One source being read. Iterate `records` to the end; then `summary` is there.

    Attributes:
        path: Where it lies on this machine; of what lies in an archive, where that does.
        inside: The way from there, see `Source`.
        name, kind: As it came.
        reader: Who reads it; None when nobody can.
        locked: It holds files that only a password opens.
        summary: What it gave, once all of it was read.
    """

    def __init__(self, found: Place, worker: "_Worker", index: int) -> None:
        self.path = Path(os.fsdecode(found.path))
        self.inside = tuple(found.inside)
        self.name = found.name
        self.kind = found.kind
        self.reader = found.reader
        self.locked = found.locked
        self.summary: Summary | None = None
        self.proposal = ""
        self._opened = found.opened
        self._worker = worker
        self._index = index
        self._begin: _Begin | None = None
        self._next: tuple[bytes, bytes] | None = None

    def original(self) -> ReadableBytes:
        """The bytes of what lies in an archive; read them before `records`, and only where `Reading.keep` asks for them.

        Whoever keeps them compares their digest with `sha256`: it differs when they could not be unpacked whole.
        """
        return _Original(self._blocks())

    @property
    def sha256(self) -> str:
        """The digest that the worker states at the beginning; "" when it broke off before."""
        try:
            return self._stated().sha256
        except (_BrokenOff, ValueError):
            return ""

    def _blocks(self) -> Iterator[bytes]:
        try:
            self._stated()
            while (frame := self._worker.frame())[0] == b"K":
                yield frame[1]
            self._next = frame
        except (_BrokenOff, ValueError):
            return  # the digest tells, and reading the records says why

    def _stated(self) -> "_Begin":
        if self._begin is None:
            kind, payload = self._worker.frame()
            if kind != b"B":
                raise ValueError("unexpected frame")
            self._begin = msgspec.json.decode(payload, type=_Begin)
        return self._begin

    def records(self) -> Iterator[tuple[str, bytes, Record]]:
        """Yield (kind, canonical JSON, record) in source order; a worker that breaks off ends it with a problem of loss."""
        tally = Tally()
        begin = _Begin()
        try:
            begin = self._stated()
            while (frame := self._next or self._worker.frame())[0] in (b"R", b"K"):
                self._next = None
                for line in frame[1].split(b"\n") if frame[0] == b"R" else ():
                    kind = _KINDS[chr(line[0])]
                    record = cast("Record", codec.decode(kind, line[1:]))
                    tally.add(record)
                    yield kind, line[1:], record
            while frame[0] == b"N":
                self._worker.found.append(msgspec.json.decode(frame[1], type=Place))
                frame = self._worker.frame()
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
        self.proposal = stated.proposal[:PROPOSAL_LIMIT]
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
            grade=None if stated.reader is None else tally.grade(_registry.grade(stated.reader)),
            opened=self._opened,
        )


class _Original:
    """Blocks as a stream."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        while not self._rest or size < 0:
            block = next(self._blocks, b"")
            if not block:
                break
            self._rest += block
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


Ask: TypeAlias = Callable[[str], str | None]
"""Is given the name of an encrypted archive; returns its password, or None."""


@dataclass(slots=True)
class Reading:
    """The sources found at some paths, being read one after the other.

    Attributes:
        paths: Files and folders.
        assumptions: What the person says.
        limits: What the worker may use.
        keep: The bytes of what lies in archives are asked for (`SourceStream.original`).
        ask: Asks for the password of an archive that is encrypted; called again while it is wrong.
    """

    paths: Sequence[Path]
    assumptions: Assumptions = field(default_factory=Assumptions)
    limits: Limits = field(default_factory=Limits)
    keep: bool = False
    ask: Ask | None = None

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
        worker = _Worker(self.paths, self.assumptions, self.limits, keep=self.keep)
        try:
            self._unlock(worker)
            index = 0
            while index < len(worker.found):  # it grows while sources are read
                stream = SourceStream(worker.found[index], worker, index)
                yield stream
                if stream.summary is None:
                    for _ in stream.records():
                        pass
                index += 1
        finally:
            worker.stop()

    def _unlock(self, worker: "_Worker") -> None:
        """Ask for the passwords of encrypted archives, and look anew with what was given."""
        for _ in range(_TRIES if self.ask is not None else 0):
            given = dict(worker.passwords)
            for number, path in enumerate(worker.paths):
                locked = [one for one in worker.found if one.locked and (one.path == path or one.path.startswith(path + b"/"))]
                password = self.ask(locked[0].name) if locked and self.ask is not None else None
                if password is not None:
                    given[number] = password
            if given == worker.passwords:
                return
            worker.look_again(given)


def readable(path: Path) -> bool:
    """Whether a file or folder is there that may be read."""
    return os.access(path, os.R_OK) and (path.is_file() or path.is_dir())


class _BrokenOff(Exception):
    """The worker died or sent something that is not a frame."""


class _Worker:
    """One worker process, started again past the source at which it broke off.

    Attributes:
        paths: What it looks at, in the bytes of their names.
        found: What it found there.
        passwords: Of encrypted archives, beside the index of their path.
    """

    def __init__(self, paths: Sequence[Path], assumptions: Assumptions, limits: Limits, *, keep: bool) -> None:
        self.paths = [os.fsencode(path.resolve()) for path in paths]
        self.passwords: dict[int, str] = {}
        self._task: dict[str, object] = {
            "paths": self.paths,
            "keep": keep,
            "date_order": assumptions.date_order,
            "assume_zone": assumptions.zone,
            "mapping": assumptions.mapping,
            "memory": limits.memory,
            "cpu_seconds": limits.cpu_seconds,
        }
        self._look()

    def _look(self) -> None:
        self._start(0, None)
        try:
            kind, payload = self.frame()
            if kind != b"L":
                raise ValueError("unexpected frame")
            self.found = msgspec.json.decode(payload, type=list[Place])
        except (_BrokenOff, ValueError) as error:
            self.stop()
            raise SourceUnreadable("the files could not be looked into") from error

    def look_again(self, passwords: Mapping[int, str]) -> None:
        """List anew with these passwords. Raises SourceUnreadable."""
        self.stop()
        self.passwords = dict(passwords)
        self._look()

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
            self._start(start, self.found)

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._out.close()
        self._process.wait()

    def _start(self, start: int, found: Sequence[Place] | None) -> None:
        # A bare environment: where the passphrase file lies is none of the worker's business.
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONTZPATH") if name in os.environ}
        # One thread each: more would not be quicker on pictures, and each reserves memory that the worker may not have.
        kept |= {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
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
            self._process.stdin.write(
                msgspec.json.encode({**self._task, "passwords": self.passwords, "start": start, "found": found})
            )
            self._process.stdin.close()
        except BrokenPipeError:
            pass  # it died at once; reading its output says so

    def _read(self, size: int) -> bytes:
        data = b"" if self._out.closed else self._out.read(size)
        if len(data) != size:
            raise _BrokenOff
        return data
