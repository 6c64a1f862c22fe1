"""Taking records out of a text or a JSON file so that what remains is still one, and where everything else then stands.

A text loses the lines of the record. A JSON array loses the element and one comma. Places are those that readers give: `line/12`,
counted from 1, and JSON pointers (RFC 6901). What is neither, or stands in an object under a name of its own, is refused: no more
and no less than the record may go.
"""

import codecs
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gawah.records.errors import BadInput
from gawah.records.evidence import Locator

_LINE = re.compile(r"line/([1-9][0-9]*)")
_SPACE = b" \t\r\n"
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Span = tuple[int, int]
"""First and past-the-last byte."""


@dataclass(slots=True, kw_only=True)
class Cut:
    """What is taken out of one file, and how places move.

    Attributes:
        before, after: SHA-256 of the file with it and without.
        data: The file without it.
        spans: Bytes that went, in order, apart from each other.
        records: Bytes of the records that went, in order: `spans` without commas and spaces between.
    """

    before: str
    after: str = ""
    data: bytes = field(default=b"", repr=False)
    spans: list[Span]
    records: list[Span]
    _lines: list[tuple[int, int]] = field(default_factory=list)
    _elements: dict[str, list[int]] = field(default_factory=dict)

    @property
    def removed(self) -> int:
        """How many bytes went."""
        return sum(end - start for start, end in self.spans)

    def takes(self, span: Span | None) -> bool:
        """Whether something that stands at `span` goes, or a part of it."""
        if span is None:
            return False
        at = bisect_right(self.records, (span[0], -1))
        near = self.records[max(0, at - 1) : at + 1]
        return any(start < span[1] and span[0] < end for start, end in near)

    def moved(self, locator: Locator) -> Locator:
        """Where what stands at `locator`, and stays, stands afterwards."""
        span = locator.span and (self._place(locator.span[0]), self._place(locator.span[1]))
        return replace(locator, file_sha256=self.after, place=self._named(locator.place), span=span)

    def _place(self, byte: int) -> int:
        return byte - sum(min(end, byte) - start for start, end in self.spans if start < byte)

    def _named(self, place: str) -> str:
        line = _LINE.fullmatch(place)
        if line is not None:
            number = int(line[1])
            return f"line/{number - sum(count for first, count in self._lines if first < number)}"
        steps = place.split("/")
        for at in range(1, len(steps)):
            gone = self._elements.get("/".join(steps[:at]))
            if gone and steps[at].isdecimal():
                steps[at] = str(int(steps[at]) - bisect_left(gone, int(steps[at])))
        return "/".join(steps)


def cut(data: bytes, before: str, locators: Sequence[Locator]) -> Cut:
    """Take the records at these places out of a file with these bytes, whose SHA-256 is `before`. Raises BadInput.

    The caller says what the SHA-256 of the result is (`after`).
    """
    spans = sorted({_span(locator, len(data)) for locator in locators})
    if all(_LINE.fullmatch(locator.place) for locator in locators):
        made = _lines(data, before, spans, locators)
    elif all(locator.place.startswith("/") for locator in locators):
        made = _elements(data, before, spans, locators)
    else:
        raise BadInput("the place of this record in its file is of a form that cannot be cut out; erase the file")
    made.data = _without(data, made.spans)
    return made


def _span(locator: Locator, size: int) -> Span:
    if locator.span is None or not 0 <= locator.span[0] < locator.span[1] <= size:
        raise BadInput("it is not known which bytes of its file this record is; erase the file")
    return locator.span


def _lines(data: bytes, before: str, spans: list[Span], locators: Iterable[Locator]) -> Cut:
    """Whole lines: a reader of text gives a record all bytes up to the next."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    numbers = {locator.span: int(locator.place.removeprefix("line/")) for locator in locators}
    gone = [(numbers[span], _line_ends(data[span[0] : span[1]], encoding)) for span in spans]
    return Cut(before=before, spans=_joined(spans), records=spans, _lines=gone)


def _line_ends(data: bytes, encoding: str | None) -> int:
    return data.count(b"\n") if encoding is None else data.decode(encoding, "replace").count("\n")


def _elements(data: bytes, before: str, spans: list[Span], locators: Iterable[Locator]) -> Cut:
    """Elements of arrays, each with one comma. Neighbours that go together are one stretch."""
    if data.startswith(tuple(mark for mark, _ in _MARKS)):
        raise BadInput("JSON in UTF-16 cannot be cut; erase the file")
    gone: dict[str, list[int]] = defaultdict(list)
    for locator in locators:
        parent, _, index = locator.place.rpartition("/")
        if not index.isdecimal():
            raise BadInput("this record is not an element of a list in its file; erase the file")
        gone[parent].append(int(index))
    stretches: list[Span] = []
    for start, end in spans:
        if stretches and data[stretches[-1][1] : start].strip(_SPACE) == b",":
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    whole = [_with_comma(data, start, end) for start, end in stretches]
    return Cut(
        before=before, spans=_joined(whole), records=spans, _elements={parent: sorted(set(own)) for parent, own in gone.items()}
    )


def _with_comma(data: bytes, start: int, end: int) -> Span:
    """The stretch with the comma behind it or, at the end of a list, the one before it."""
    left, right = start, end
    while left and data[left - 1] in _SPACE:
        left -= 1
    while right < len(data) and data[right] in _SPACE:
        right += 1
    before, behind = data[left - 1 : left], data[right : right + 1]
    if before not in (b"[", b",") or behind not in (b",", b"]"):
        raise BadInput("this record is not an element of a list in its file; erase the file")
    if behind == b",":
        right += 1
        while right < len(data) and data[right] in _SPACE:
            right += 1
        return start, right
    return (left - 1, end) if before == b"," else (start, end)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(data: bytes, spans: Iterable[Span]) -> bytes:
    kept, at = [], 0
    for start, end in spans:
        kept.append(data[at:start])
        at = end
    return b"".join([*kept, data[at:]])
