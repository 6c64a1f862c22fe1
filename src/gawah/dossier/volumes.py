"""A dossier in volumes: so many exhibits that one PDF would fill the memory of a small machine become several PDFs.

The first volume has everything that is said of the whole case and as many exhibits as fit; each further one goes on with them.
Numbers, files and proofs of exhibits know nothing of volumes. Pages are estimated: their number is known when they are set.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gawah.dossier.document import Annex, Document
from gawah.dossier.sheet import ContextLine, Sheet

MOST_PAGES = 500
"""Estimated pages of a volume. The page engine keeps some 1.6 MiB a page (docs/benchmarks.md, `dossier`), so about 0.8 GB."""

_LETTERS = 2_600
"""Letters of quoted text on a page."""
_SMALL_LETTERS = 3_400
"""Letters of context, or of an annex, on a page."""
_SHEET, _LINE, _CONTEXT, _PICTURE = 0.42, 0.06, 0.04, 0.45
"""Pages that an exhibit, a line of an annex, a line of context and a picture take beside their words."""


_PICTURE_BYTES = 128 << 10
"""Bytes of a picture for which the page engine keeps as much as for a page: some 17 times as many."""


def volumes(document: Document, most: float = MOST_PAGES) -> tuple[Document, ...]:
    """The document in volumes of at most `most` estimated pages of exhibits, the first with all that is not exhibits.

    An exhibit is never parted: one that is longer than a volume by itself has one of its own.
    """
    sheets = {sheet.number: sheet for sheet in document.exhibits}
    parts = list(_packed(_standing(document, sheets), most)) or [[]]
    return tuple(_volume(document, sheets, part, number, len(parts)) for number, part in enumerate(parts, 1))


def _standing(document: Document, sheets: dict[str, Sheet]) -> Iterator[tuple[float, int | None, "str | ContextLine"]]:
    """What is printed, in order: its pages, the annex it stands in (None for a sheet), the number or line."""
    lined = {number for annex in document.annexes for number in annex.numbers}
    for sheet in document.exhibits:
        if sheet.number not in lined:
            yield _pages_of(sheet), None, sheet.number
    for index, annex in enumerate(document.annexes):
        for line in annex.lines:
            words = line.text if isinstance(line, ContextLine) else sheets[line].text or ""
            yield _LINE + len(words) / _SMALL_LETTERS, index, line


def _pages_of(sheet: Sheet) -> float:
    beside = (*sheet.before, *sheet.after)
    told = [*(one.text for one in sheet.transcripts), *(one.text for one in sheet.translations)]
    letters = len(sheet.text or "") + sum(map(len, told))
    small = sum(len(line.text) for line in beside)
    picture = 0.0 if sheet.picture is None else _PICTURE + len(sheet.picture.data) / _PICTURE_BYTES
    return _SHEET + picture + letters / _LETTERS + small / _SMALL_LETTERS + _CONTEXT * len(beside)


def _packed(
    standing: Iterable[tuple[float, int | None, str | ContextLine]], most: float
) -> Iterator[list[tuple[int | None, str | ContextLine]]]:
    part: list[tuple[int | None, str | ContextLine]] = []
    filled = 0.0
    for pages, annex, line in standing:
        if part and filled + pages > most:
            yield part
            part, filled = [], 0.0
        part.append((annex, line))
        filled += pages
    if part:
        yield part


def _volume(
    document: Document, sheets: dict[str, Sheet], part: list[tuple[int | None, str | ContextLine]], number: int, of: int
) -> Document:
    lines: dict[int, list[str | ContextLine]] = {}
    for annex, line in part:
        if annex is not None:
            lines.setdefault(annex, []).append(line)
    annexes: tuple[Annex, ...] = tuple(replace(document.annexes[index], lines=tuple(found)) for index, found in lines.items())
    here = {line for _, line in part if isinstance(line, str)}
    exhibits = tuple(sheet for name, sheet in sheets.items() if name in here)
    return replace(document, exhibits=exhibits, annexes=annexes, volume=number, volumes=of)
