"""How a CSV file is written, told from its start: encoding, delimiter, and which row names the columns."""

import codecs
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from gawah.readers._csv import Form, Row, rows

DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 64
"""Rows among which the header is looked for; LinkedIn's preamble has four."""


def form(head: bytes, wanted: Callable[[Sequence[str]], bool], encoding: str | None = None) -> Form | None:
    """The form in which one of the first rows of `head` is a header that is `wanted`; None when there is none.

    Args:
        head: The start of the file, 64 KiB of it or all.
        wanted: Says whether a row names the columns that a reader knows.
        encoding: Where a person has said which it is.
    """
    written = encoded(head, encoding)
    for delimiter in DELIMITERS:
        found = replace(written, delimiter=delimiter)
        for at, row in enumerate(first_rows(head, found)):
            if row.role == "row" and wanted(row.fields):
                return replace(found, header=at, columns=tuple(row.fields))
    return None


def guessed(head: bytes, encoding: str | None = None) -> Form | None:
    """The form of a table that nobody knows; None when it looks like no table.

    The delimiter is the one that cuts most rows into the same number of fields, two at least; the header is the first of them.
    """
    written = encoded(head, encoding)
    best: tuple[int, int, Form] | None = None
    for delimiter in DELIMITERS:
        found = replace(written, delimiter=delimiter)
        sizes = [len(row.fields) if row.role == "row" else 0 for row in first_rows(head, found)]
        counts = {size: sizes.count(size) for size in set(sizes) if size > 1}
        if not counts:
            continue
        columns = max(counts, key=lambda size: (counts[size], size))
        filled = sum(size > 0 for size in sizes)
        if counts[columns] * 2 > filled and counts[columns] > 1 and (best is None or (counts[columns], columns) > best[:2]):
            header = sizes.index(columns)
            names = next(islice(first_rows(head, found), header, None)).fields
            best = (counts[columns], columns, replace(found, header=header, columns=tuple(names)))
    return best[2] if best else None


def first_rows(head: bytes, written: Form) -> list[Row]:
    """The first rows of a file, blank ones among them; not the last, which the head may cut, unless it is the only one."""
    found = [row for row in islice(rows(lambda: io.BytesIO(head), written), _LOOKED_AT + 1) if row.role != "bom"]
    return found[:-1] if len(found) > 1 and not head.endswith((b"\n", b"\r", b"\n\0", b"\r\0")) and len(head) >= 65536 else found


def encoded(head: bytes, encoding: str | None = None) -> Form:
    """The encoding, from the byte order mark, else from what stands beyond ASCII; cp1252 where that is no UTF-8 at all."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Form(encoding=name, bom=len(mark))
    if encoding is not None:
        return Form(encoding=encoding)
    if b"\0" in head[:4096]:
        even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
        if max(even, odd) * 4 > len(head[:4096]):
            return Form(encoding="utf-16-le" if odd > even else "utf-16-be")
    if head.isascii():
        return Form()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    text = decoder.decode(head)
    proper = text.encode("utf-8", "ignore").decode()
    stray = len(text) - len(proper)
    whole = len(proper) - len(proper.encode("ascii", "ignore"))
    if not stray and not whole:
        return Form()
    return Form(encoding="utf-8" if whole > stray else "cp1252" if not whole else "")
