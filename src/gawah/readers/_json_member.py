"""One JSON file of an export while it is read: typed looks into its records, unknown keys counted, problems gathered."""

import re
from collections.abc import Iterable, Mapping

from gawah.readers._json import Path, pointer
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem, Severity
from gawah.records.evidence import Locator

_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class JsonMember:
    """A JSON file being read. Paths are those of `_json`; in places of problems, indexes become `*`.

    Attributes:
        source, member: Where it lies.
        notes: The problems gathered so far.
    """

    def __init__(self, source: Source, member: Member) -> None:
        self.source = source
        self.member = member
        self.notes = Notes(source, member)

    def locator(self, path: Path, span: tuple[int, int] | None) -> Locator:
        """The locator of a record or problem in this file."""
        return self.source.locator(self.member, pointer(path), span)

    def note(self, code: str, severity: Severity, path: Path, count: int = 1) -> None:
        """Gather a problem that stands for no record."""
        self.notes.note(code, severity, pointer(tuple("*" if isinstance(step, int) else step for step in path)), count)

    def lost(self, path: Path, span: tuple[int, int] | None, code: str = "record-unreadable") -> ReadProblem:
        """The problem that stands for one record of the source that is not in the records."""
        return self.notes.lost(pointer(path), span, code)

    def stated(self, value: str) -> str:
        """A string of the file as its writer meant it; a reader whose platform damages text mends it here."""
        return value

    def text(self, record: Mapping[str, object], key: str, path: Path) -> str | None:
        """The string under `key`; None when there is none. Another type is noted, its value is kept in the original."""
        value = record.get(key)
        if isinstance(value, str):
            return self.stated(value)
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


def plain(path: Path) -> Path:
    """The path with `?` for every key that does not look like one: it may be what somebody wrote."""
    return tuple(step if isinstance(step, int) or step == "*" or _PLAIN_KEY.fullmatch(step) else "?" for step in path)
