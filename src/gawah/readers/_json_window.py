"""A window that moves over a JSON file: values with their places in bytes, in bounded memory.

The window shows bytes as Latin-1, so that a place in it is a place in the file, and JSON's own signs, all ASCII, stand where they
are; a value that holds more than ASCII is then decoded as UTF-8.
"""

import json
import re
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

MAX_DEPTH = 200
CHUNK = 1 << 20
"""Bytes read at once."""
OPENING_LENGTH = 256
"""No pattern that `find` is given matches more characters."""
_MARGIN = 16
"""An error nearer than this to the end of the window may be only the window's end (`tru`, `-1e`, `\\u00`)."""
_BOM = "\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\r\n]*")
_LEAD_BEYOND_LATIN1 = re.compile("[\xc4-\xf4]")
_BETWEEN = re.compile(r"(?:[,: \t\r\n]++|-?[0-9][-+.eE0-9]*+|true|false|null)*+")
"""What may stand between the signs of a value: numbers, the three words, commas, colons, blanks."""
_LONGEST_WORD = 5
_IN_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)


class Damaged(Exception):
    """No JSON can be read at the cursor."""


class TooLarge(Exception):
    """The value at the cursor is larger or deeper than the limit. The cursor still stands at its start."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no small integer, exactly as written."""

    text: str


@dataclass(slots=True)  # one for every record: setting up a frozen one takes three times as long
class Value:
    """A decoded value.

    Attributes:
        start, end: Its bytes in the file, `end` past the last.
        decoded: None when `deep`.
        repeated: Keys that stand twice in one of its objects; the first value is taken.
        replaced: Bytes that are no UTF-8 stand as U+FFFD in it.
        deep: It nests deeper than 200.
    """

    start: int
    end: int
    decoded: object
    repeated: tuple[str, ...] = ()
    replaced: bool = False
    deep: bool = False


class Window:
    """A cursor in a stream.

    Attributes:
        raw: Characters beyond ASCII were seen unescaped.
        beyond_latin1: Among them are some beyond U+00FF.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Start at the beginning; a byte order mark is passed over."""
        self._stream = stream
        self._text = ""
        self._at = 0
        self._base = 0
        self._ended = False
        self._decoder = _Decoder()
        self.raw = False
        self.beyond_latin1 = False
        self._grow(first=True)
        if self._text.startswith(_BOM):
            self._at = len(_BOM)

    @property
    def place(self) -> int:
        """The cursor, in bytes from the start of the file."""
        return self._base + self._at

    def peek(self) -> str:
        """The next character that is no white space, with the cursor on it; "" at the end."""
        while True:
            char = self._text[self._at : self._at + 1]
            if char > " ":
                return char
            found = _SPACE.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._grow()

    def step(self) -> None:
        """Move one byte on."""
        self._at += 1

    def back(self, place: int) -> None:
        """Return to the start of the value read last."""
        self._at = place - self._base

    def forward(self, place: int) -> None:
        """Move on to `place`, or to the end."""
        while place > self._base + len(self._text) and not self._ended:
            self._at = len(self._text)
            self._grow()
        self._at = max(self._at, min(place - self._base, len(self._text)))

    def value(self, limit: int) -> Value:
        """The value at the cursor, which moves past it. Raises Damaged, or TooLarge above `limit` bytes; then it stays."""
        while True:
            certain = False
            try:
                decoded, end = self._decoder.read(self._text, self._at)
            except json.JSONDecodeError as error:
                certain = error.pos + _MARGIN < len(self._text) and not error.msg.startswith("Unterminated")
            except _NotJson:
                certain = True
            except RecursionError:
                raise TooLarge from None
            else:
                if _is_cut(decoded, self._text[self._at : end], self._text[end : end + 1]):
                    certain = end + _MARGIN < len(self._text)
                elif end < len(self._text) or self._ended:
                    return self._taken(decoded, end)
            if certain or self._ended:
                raise Damaged
            if len(self._text) - self._at >= limit:
                raise TooLarge
            self._grow()

    def holds(self, value: Value, pattern: re.Pattern[str]) -> bool:
        """Whether `pattern` is found in the value read last."""
        start = value.start - self._base
        return pattern.search(self._text, start, value.end - self._base) is not None

    def skip(self) -> None:
        """Move past the container or string at the cursor without keeping it. Raises Damaged when it does not end."""
        closing = bytearray()  # what is still to be closed: a value that is too deep may nest as deep as the file is long
        while True:
            sign = self._next_sign()
            if sign == '"':
                self._skip_string()
            elif sign in "{[":
                closing += b"}" if sign == "{" else b"]"
            elif not closing or closing.pop() != ord(sign):
                raise Damaged
            if not closing:
                return

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The next match of `pattern`, with the cursor on its start; None, and the cursor at the end, when there is none."""
        while True:
            found = pattern.search(self._text, self._at)
            # A match that touches the end of the window is searched again with more to see.
            if found is not None and (found.end() < len(self._text) or self._ended):
                self._at = found.start()
                return found
            if self._ended:
                self._at = len(self._text)
                return None
            self._at = max(self._at, len(self._text) - OPENING_LENGTH)
            self._grow()

    def _taken(self, decoded: object, end: int) -> Value:
        text = self._text[self._at : end]
        start = self.place
        self._at = end
        replaced = False
        if not text.isascii():
            octets = text.encode("latin-1")
            try:
                proper = octets.decode("utf-8")
            except UnicodeDecodeError:
                proper, replaced = octets.decode("utf-8", "replace"), True
            decoded = self._decoder.read(proper, 0)[0]
        repeated = tuple(self._decoder.repeated)
        if text.count("{") + text.count("[") > MAX_DEPTH and _deep(decoded):
            return Value(start, self.place, None, deep=True)
        return Value(start, self.place, decoded, repeated, replaced)

    def _skip_string(self) -> None:
        while True:
            found = _IN_STRING.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._text[self._at : self._at + 1] == '"':
                self._at += 1
                return
            if self._ended:
                raise Damaged
            self._grow()

    def _next_sign(self) -> str:
        while True:
            between = _BETWEEN.match(self._text, self._at)
            self._at = between.end() if between else self._at
            if sign := self._text[self._at : self._at + 1]:
                if sign in '"{}[]':
                    self._at += 1
                    return sign
                if self._ended or len(self._text) - self._at > _LONGEST_WORD:
                    raise Damaged  # else it may be a word whose end is not in the window yet
            elif self._ended:
                raise Damaged
            self._grow()

    def _grow(self, *, first: bool = False) -> None:
        """Read on, and let go of what lies before the cursor. Doubling keeps re-reading of a long value cheap."""
        data = self._stream.read(CHUNK if first else max(CHUNK, len(self._text) - self._at))
        more = data.decode("latin-1")
        self._ended = not data
        seen = more.removeprefix(_BOM) if first else more
        if not seen.isascii():
            self.raw = True
            self.beyond_latin1 = self.beyond_latin1 or _LEAD_BEYOND_LATIN1.search(seen) is not None
        self._base += self._at
        self._text = self._text[self._at :] + more
        self._at = 0


class _NotJson(Exception):
    """NaN or Infinity: Python's decoder takes them, JSON has no such value."""


def _is_cut(decoded: object, written: str, sign: str) -> bool:
    """Whether Python stopped inside a number that is none: it reads the 1 of `1.` and `1e`, and there is no JSON like them."""
    if sign not in (".", "e", "E") or isinstance(decoded, bool) or not isinstance(decoded, int | float | Number):
        return False
    has_exponent = "e" in written or "E" in written
    return not has_exponent and (sign != "." or "." not in written)


class _Decoder:
    """Python's decoder, strict about constants, calm about long numbers, and telling of repeated keys."""

    def __init__(self) -> None:
        self.repeated: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=_integer, parse_float=Number, parse_constant=_refuse
        )

    def read(self, text: str, at: int) -> tuple[object, int]:
        """The value at `at` and where it ends."""
        self.repeated.clear()
        return self._decoder.raw_decode(text, at)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            found = {}
            for key, value in pairs:
                if key in found:
                    self.repeated.append(key)
                else:
                    found[key] = value
        return found


def _integer(text: str) -> int | Number:
    return int(text) if len(text) <= 20 else Number(text)


def _refuse(_constant: str) -> NoReturn:
    raise _NotJson


def _deep(value: object) -> bool:
    """Whether containers nest deeper than the limit; without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        if not inner and not any(isinstance(each, dict | list) for each in level):
            return False
        level = [each for each in inner if isinstance(each, dict | list)]
        if not level:
            return False
    return True
