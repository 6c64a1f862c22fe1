"""One file of an Instagram export while it is read: its strings mended, its problems gathered, its attachments found.

Problems that many records share are listed once for the file, with their count and a place such as `/messages/*/newkey`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gawah.readers._json import Path, pointer
from gawah.readers._meta import Mender, mend
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, ReadProblem, Severity
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.media_type import HEAD, media_type

_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_LINK = re.compile(r"https?://[^\s<>\"]+")
MAX_PLACES = 1_000
"""Places for which a problem is listed apart in one file; what comes on top is counted under `/?`."""
_UNNAMED = "application/octet-stream"


@dataclass(slots=True)
class Reading:
    """A file being read.

    Attributes:
        source, member: Where it lies.
        mender: Mends its strings.
        holder: Whose export it is, as far as the export says.
        in_parts: The export is plainly one of several parts, so that another may hold what is missing here.
    """

    source: Source
    member: Member
    mender: Mender
    holder: Account
    in_parts: bool
    _notes: dict[tuple[str, Severity, str], int] = field(default_factory=dict)

    def locator(self, path: Path, span: tuple[int, int] | None) -> Locator:
        """The locator of a record or problem in this file."""
        return self.source.locator(self.member, pointer(path), span)

    def note(self, code: str, severity: Severity, path: Path, count: int = 1) -> None:
        """Gather a problem that stands for no record. Indexes in `path` become `*`."""
        place = pointer(tuple("*" if isinstance(step, int) else step for step in path))
        if len(self._notes) >= MAX_PLACES and (code, severity, place) not in self._notes:
            place = "/?"
        self._notes[code, severity, place] = self._notes.get((code, severity, place), 0) + count

    def problems(self) -> Iterator[ReadProblem]:
        """What was gathered, each kind once."""
        if self.mender.repaired:
            self.note("text-repaired", "info", (), self.mender.repaired)
        if self.mender.undecodable:
            self.note("text-undecodable", "warning", (), self.mender.undecodable)
        for (code, severity, place), count in self._notes.items():
            locator = self.source.locator(self.member, place, None)
            yield ReadProblem(code=code, severity=severity, locator=locator, count=count)

    def text(self, record: Mapping[str, object], key: str, path: Path) -> str | None:
        """The mended string under `key`; None when there is none. Another type is noted, its value is kept in the original."""
        value = record.get(key)
        if isinstance(value, str):
            return self.mender.text(value)
        if value is not None:
            self.note("field-unknown", "warning", (*path, key))
        return None

    def parts(self, record: Mapping[str, object], key: str, path: Path) -> list[tuple[Path, dict[str, object]]]:
        """The objects in the array (or the one object) under `key`, each with its path. What is no object is noted."""
        value = record.get(key)
        if value is None:
            return []
        found: list[tuple[Path, dict[str, object]]] = []
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, dict):
                found.append(((*path, key, index), each))
            else:
                self.note("field-unknown", "warning", (*path, key))
        return found

    def unknown(self, record: Iterable[str], known: frozenset[str], path: Path) -> None:
        """Note the keys that are not `known`."""
        if known.issuperset(record):
            return
        for key in record:
            if key not in known:
                self.note("field-unknown", "info", plain((*path, key)))

    def attachment(self, uri: str, path: Path) -> Attachment:
        """The attachment that the export names so, with its digest when the export or another part of it holds the file."""
        found = self._find(uri)
        if found is not None:
            source, member = found
            try:
                digest = source.digest(member)
            except SourceUnreadable:
                found = None
            else:
                kind = media_type(source.head(member, HEAD), member.name)
                return Attachment(name=self.mender.text(uri), media_type=None if kind == _UNNAMED else kind, sha256=digest)
        if self.in_parts:
            self.note("part-missing", "info", path)
        else:
            self.note("media-missing", "warning", path)
        kind = media_type(b"", uri)
        return Attachment(name=self.mender.text(uri), media_type=None if kind == _UNNAMED else kind, missing=True)

    def _find(self, uri: str) -> tuple[Source, Member] | None:
        """The file, under its name as stated, mended, or as zip programs that know no UTF-8 write it."""
        mended = mend(uri)
        octets = mended.encode("utf-8", "replace")
        for name in dict.fromkeys((uri, mended, octets.decode("latin-1"), octets.decode("cp437"))):
            found = self.source.find(name)
            if found is not None:
                return found
        return None


def plain(path: Path) -> Path:
    """The path with `?` for every key that does not look like one: it may be what somebody wrote."""
    return tuple(step if isinstance(step, int) or step == "*" or _PLAIN_KEY.fullmatch(step) else "?" for step in path)


def links(*texts: str | None) -> tuple[str, ...]:
    """The web addresses in the texts, in order, each once."""
    found = (match.group().rstrip(".,;:!?]}'»”’") for text in texts if text for match in _LINK.finditer(text))
    # A bracket at the end belongs to the address only when it closes one inside: `…/K3_(band)`.
    return tuple(dict.fromkeys(link if "(" in link else link.rstrip(").,;") for link in found))
