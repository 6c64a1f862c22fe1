"""One JSON file of an export while it is read: typed looks into its records, unknown keys counted, problems gathered."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from gawah.readers._json import Element, Path, pointer
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem, Record, Severity
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

    def records_of(
        self, item: Element, make: Callable[[Element, Locator], Iterable[Record] | None], array: Path | None = None
    ) -> Iterator[Record]:
        """The records of one element.

        Args:
            item: The element.
            make: Makes them. Where it makes none, nothing in the element is known and a problem stands for it, as for a damaged
                one; where it gives None it keeps the element for later.
            array: The path under which a key that stands twice is noted, that of the element's array when None: `()` where arrays
                have names of people for keys.
        """
        locator = self.locator(item.path, (item.start, item.end))
        for key in item.repeated:
            self.note("field-duplicate", "warning", plain((*(item.path[:-1] if array is None else array), "*", key)))
        if item.replaced:
            self.replaced()
        made = make(item, locator) if item.fault is None else ()
        if made is None:
            return
        found = list(made)
        if found:
            yield from found
        else:
            yield ReadProblem(code=item.fault or "record-unreadable", severity="loss", locator=locator, records=1)

    def ending(self, damaged: int | None, *, hides: bool) -> Iterator[ReadProblem]:
        """What is said when all was read: that the structure broke at the byte `damaged`, or that records seem to stand under a key
        that is not known (`hides`); then all that was gathered.
        """
        if damaged is not None or hides:
            span = None if damaged is None else (damaged, damaged)
            yield ReadProblem(code="member-unreadable", severity="loss", locator=self.locator((), span))
        yield from self.problems()

    def problems(self) -> Iterator[ReadProblem]:
        """What was gathered, each kind once."""
        yield from self.notes.problems()

    def replaced(self) -> None:
        """Take note that bytes of an element are no UTF-8 and stand as U+FFFD."""
        self.note("text-undecodable", "warning", ())

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
