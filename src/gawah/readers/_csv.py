"""The rows of a CSV file one by one, each with the bytes it stands in, in memory that does not grow with the file.

Quoting is that of Python's `csv` (RFC 4180 where that speaks): a field that begins with `"` may hold delimiters and line ends,
`""` in it is one `"`; a `"` inside another field is a character like any other. LF, CR LF and CR end a row. The spans of everything
that is yielded tile the file. `_csv_form` tells encoding, delimiter and header from the file.

A quote that is never closed would swallow the rest of the file. Where the file ends inside a quoted field, or where a row breaks
the rules while the next line alone has as many columns as the header, only the line in which the row begins is lost.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias

Role: TypeAlias = Literal["bom", "preamble", "header", "blank", "row"]
"""What a piece of the file is: only a `row` is a record; the others are framing."""

MAX_ROW = 4 << 20
"""Characters of one row, as for a record of `_json`."""
MAX_FIELDS = 10_000
_BLOCK = 1 << 18
_SEARCH = 16 << 20
"""Characters searched in vain for closing quotes; each time that many were, the next search reaches half as far."""
_SHORT = 4 << 10
_MENDED = 3
"""Columns from which on a line says by their number that it is a row."""
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Form:
    """How a CSV file is written.

    Attributes:
        encoding: `utf-8`, `utf-16-le`, `utf-16-be` or one of Python's 8-bit encodings; "" where that is not known: then each row is
            UTF-8 where it can be, else cp1252.
        bom: Bytes of the byte order mark.
        delimiter: One ASCII character.
        header: Which piece (blank lines counted, the mark not) names the columns; -1 when none does.
        columns: The names it gives.
    """

    encoding: str = ""
    bom: int = 0
    delimiter: str = ","
    header: int = -1
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    """A piece of the file.

    Attributes:
        role: What it is; `blank` where no field holds anything.
        number: Of a `row`: its place among the rows below the header, from 0. Of others -1.
        start, end: Its bytes, the line end included, `end` past the last.
        fields: As many as the row has, which need not be as many as the header; empty when there is a fault.
        fault: The problem code that keeps it from being read, or None.
        replaced: Bytes that are no characters of the encoding stand as U+FFFD in it.
        irregular: Something else than a delimiter stands behind a quoted field.
        guessed: It is no UTF-8 and no encoding is stated: it was taken for Windows-1252.
    """

    role: Role
    number: int
    start: int
    end: int
    fields: list[str]
    fault: str | None = None
    replaced: bool = False
    irregular: bool = False
    guessed: bool = False


def rows(opened: Callable[[], BinaryIO], form: Form) -> Iterator[Row]:
    """Everything in the file in its order. `opened` is called again where the end of a very long row is looked for."""
    number = 0
    at = 0
    for piece in _Splitter(opened, form).pieces():
        if piece.role == "row" and at <= form.header:
            piece.role = "header" if at == form.header else "preamble"
        elif piece.role == "row":
            piece.number = number
            number += 1
        at += piece.role != "bom"
        yield piece


class _Splitter:
    """Cuts the text of one file into rows. Text of 8-bit encodings is held as Latin-1, a character a byte, until a row is made."""

    def __init__(self, opened: Callable[[], BinaryIO], form: Form) -> None:
        self._opened = opened
        self._form = form
        self._wide = form.encoding.startswith("utf-16")
        sign = re.escape(form.delimiter)
        field = rf'(?:"[^"]*+(?:""[^"]*+)*+"[^{sign}\r\n]*+|(?!")[^{sign}\r\n]*+)'
        self._row = re.compile(rf"{field}(?:{sign}{field})*+(\r\n?|\n|\Z)")
        self._field = re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"([^{sign}]*+)|([^{sign}]*+))(?:{sign}|\Z)')
        self._stops = re.compile(rf"[{sign}\r\n]")
        self._text = ""
        self._at = 0
        self._place = form.bom
        self._ended = False
        self._odd = 0
        self._searched = 0

    def pieces(self) -> Iterator[Row]:
        """All pieces of the file; rows that are not blank have the role `row`."""
        if self._form.bom:
            yield Row("bom", -1, 0, self._form.bom, [])
        with self._opened() as stream:
            stream.read(self._form.bom)
            self._chunks = self._read(stream)
            while self._at < len(self._text) or self._fill():
                yield self._next()

    def _read(self, stream: BinaryIO) -> Iterator[str]:
        """The stream as text, with nothing lost: what is no character of UTF-16 stays as half of a pair."""
        while data := stream.read(_BLOCK):
            if self._wide and len(data) % 2:
                data += stream.read(1)
            if self._wide and len(data) % 2:
                yield data[:-1].decode(self._form.encoding, "surrogatepass") + "\ufffd"
                self._odd = 1
            else:
                yield data.decode(self._form.encoding if self._wide else "latin-1", "surrogatepass")

    def _fill(self) -> bool:
        """Hold more text; False at the end of the file."""
        chunk = next(self._chunks, None)
        if chunk is None:
            self._ended = True
            return False
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return True

    def _next(self) -> Row:
        """The row at hand."""
        span = 0
        while True:
            reach = max(MAX_ROW >> (self._searched // _SEARCH), _SHORT)
            at, held = self._at, len(self._text)
            stop = min(held, at + max(reach, span))
            last = self._ended and stop == held
            found = self._row.match(self._text, at, stop)
            if found is not None:
                if found.end() < stop or found.group(1).endswith("\n") or last:
                    return self._whole(found)
                if stop - at > MAX_ROW:
                    return self._long(last=False)
                span = 2 * (stop - at) + 64
            elif last or stop - at >= reach:
                self._searched += stop - at
                return self._long(last=last)
            if stop == held:
                for _ in range(max(1, (held - at) // _BLOCK)):
                    if not self._fill():
                        break

    def _whole(self, found: re.Match[str]) -> Row:
        """The row that was found, or the first line of it where the next line alone says that a quote was left open."""
        at, end = self._at, found.end()
        if end - at > MAX_ROW:
            return self._taken(end, [], "limit-reached")
        raw = self._text[at : found.start(1)]
        text, replaced = self._decoded(raw)
        fields, irregular = self._fields(text)
        if len(fields) > MAX_FIELDS:
            return self._taken(end, [], "limit-reached")
        columns = len(self._form.columns)
        if columns >= _MENDED and (irregular or len(fields) != columns):
            inner = _LINE_END.search(self._text, at, found.start(1))
            if inner is not None and self._stands_alone(inner.end(), end):
                self._searched += end - at
                return self._taken(inner.end(), [], "record-unreadable")
        row = self._taken(end, fields, None)
        row.replaced, row.irregular = replaced, irregular
        row.guessed = not replaced and not text.isascii() and self._form.encoding in ("", "cp1252") and not _is_utf8(raw)
        if not "".join(fields).strip():
            row.role, row.fields = "blank", []
        return row

    def _stands_alone(self, at: int, end: int) -> bool:
        """Whether the line at this place is by itself a row with as many fields as there are columns."""
        found = _LINE_END.search(self._text, at, end)
        fields, irregular = self._fields(self._text[at : found.start() if found else end])
        return not irregular and len(fields) == len(self._form.columns)

    def _fields(self, text: str) -> tuple[list[str], bool]:
        if '"' not in text:
            return text.split(self._form.delimiter), False
        fields: list[str] = []
        irregular = False
        at = 0
        while len(fields) <= MAX_FIELDS:
            found = self._field.match(text, at)
            assert found is not None  # every text fits: a quote that is not closed is a character of a plain field
            quoted, rest, plain = found.groups()
            fields.append(plain if quoted is None else quoted.replace('""', '"') + rest)
            irregular = irregular or bool(rest) or (plain is not None and plain.startswith('"'))
            at = found.end()
            if at == found.end(3 if quoted is None else 2):  # the end, not a delimiter
                break
        return fields, irregular

    def _decoded(self, text: str) -> tuple[str, bool]:
        """The text of a row in its encoding, and whether something in it could not be read."""
        if self._wide:
            if not any("\ud800" <= char <= "\udfff" for char in text):
                return text, False
            whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return whole, "\ufffd" in whole
        if text.isascii():
            return text, False
        data = text.encode("latin-1")
        for encoding in (self._form.encoding,) if self._form.encoding else ("utf-8", "cp1252"):
            try:
                return data.decode(encoding), False
            except UnicodeDecodeError:
                continue
        return data.decode(self._form.encoding or "utf-8", "replace"), True

    def _taken(self, end: int, fields: list[str], fault: str | None) -> Row:
        start = self._place
        self._place += self._size(self._text[self._at : end])
        if self._odd and end == len(self._text):
            self._place -= 1
        self._at = end
        return Row("row", -1, start, self._place, fields, fault)

    def _size(self, text: str) -> int:
        """In bytes of the file."""
        return len(text.encode("utf-16-le", "surrogatepass")) if self._wide else len(text)

    def _long(self, *, last: bool) -> Row:
        """A row whose end is not in sight: over the limit, or with a quote that nothing closes."""
        if last or self._searched >= _SEARCH:
            inner = _LINE_END.search(self._text, self._at)
            if inner is not None and inner.end() == len(self._text) and self._fill():  # it may be half of a line end
                inner = _LINE_END.search(self._text, self._at)
            if inner is not None or last:
                return self._taken(inner.end() if inner else len(self._text), [], "record-unreadable")
        end, fault = self._beyond(all_of_it=self._searched < _SEARCH)
        row = Row("row", -1, self._place, end, [], fault)
        while self._place + self._size(rest := self._text[self._at :]) < end:
            self._place += self._size(rest)
            self._at = len(self._text)
            self._fill()
        self._at += (end - self._place) // 2 if self._wide else end - self._place
        self._place = end
        return row

    def _beyond(self, *, all_of_it: bool) -> tuple[int, str]:
        """Where the row at hand ends, and the fault to give it.

        A quote is left open when the file ends inside it, or when what closes it in another line is followed by something else than
        a delimiter; then, and when not `all_of_it` is to be looked through, only the first line is given up.
        """
        place = self._place
        first: int | None = None
        state: Literal["start", "plain", "quoted"] = "start"
        with self._opened() as stream:
            _skip(stream, place)
            for text in _unsplit(self._read(stream)):
                at = 0
                while at < len(text):
                    if state == "start":
                        state = "quoted" if text[at] == '"' else "plain"
                        at += state == "quoted"
                    elif state == "plain":
                        found = self._stops.search(text, at)
                        at = found.end() if found else len(text)
                        if found and found.group() == self._form.delimiter:
                            state = "start"
                        elif found:
                            at += found.group() == "\r" and text[at : at + 1] == "\n"
                            return place + self._size(text[:at]), "limit-reached"
                    else:
                        closing = text.find('"', at)
                        stop = closing if closing >= 0 else len(text)
                        inner = _LINE_END.search(text, at, stop) if first is None else None
                        if inner is not None:
                            first = place + self._size(text[: inner.end()])
                            if not all_of_it:
                                return first, "record-unreadable"
                        at = stop + 1
                        if text[at : at + 1] == '"' and closing >= 0:
                            at += 1
                        elif closing >= 0:
                            state = "plain"
                            if first is not None and at < len(text) and not self._stops.match(text, at):
                                return first, "record-unreadable"
                place += self._size(text)
                self._searched += len(text)
        place -= self._odd
        return (place, "limit-reached") if state != "quoted" else (place if first is None else first, "record-unreadable")


def _skip(stream: BinaryIO, size: int) -> None:
    """Pass over the first `size` bytes, also of a stream that cannot be turned to a place."""
    while size > 0 and (data := stream.read(min(size, _BLOCK))):
        size -= len(data)


def _unsplit(chunks: Iterator[str]) -> Iterator[str]:
    """The chunks so cut that no two signs that belong together are parted."""
    held = ""
    for chunk in chunks:
        text = held + chunk
        whole = len(text.rstrip('"\r\n')) if len(text) < MAX_ROW else len(text)
        held = text[whole:]
        yield text[:whole]
    yield held


def _is_utf8(raw: str) -> bool:
    try:
        raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
