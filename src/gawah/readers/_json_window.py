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
_IN_STRING = re.compile(r'(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+')
_LONGEST_ESCAPE = 6
_DIGITS = re.compile(r"[0-9]*+")
_WORDS = ("true", "false", "null")
_LONGEST_WORD = 5


def _row(each: str) -> re.Pattern[str]:
    """One and more of `each`, every one with the comma behind it."""
    return re.compile(rf"(?:{each}[ \t\r\n]*+,[ \t\r\n]*+)++")


_STRING = f'"{_IN_STRING.pattern}"'
_SCALAR = rf"(?:{_STRING}|-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+|true|false|null)"
_VALUES = _row(_SCALAR)
_PAIRS = _row(rf"{_STRING}[ \t\r\n]*+:[ \t\r\n]*+{_SCALAR}")
"""What stands whole in the window and nests no further is passed over in one go, up to the last one, which no comma follows."""


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
        """Move past the value at the cursor without keeping it. Raises Damaged where it is no JSON (RFC 8259) or does not end.

        What `value` lets pass is let pass: bytes that are no UTF-8, half a surrogate pair, a key twice.
        """
        closing = bytearray()  # what is still to be closed: a value that is too deep may nest as deep as the file is long
        empty = False
        while True:
            sign = self.peek()
            if not (empty and sign == chr(closing[-1])):
                if closing and self._pass_row(_PAIRS if closing[-1] == ord("}") else _VALUES):
                    sign = self.peek()
                if closing and closing[-1] == ord("}"):
                    self._pass_key()
                    sign = self.peek()
                if sign and sign in "{[":
                    self.step()
                    closing += b"}" if sign == "{" else b"]"
                    empty = True
                    continue
                self._pass_scalar(sign)
            self._pass_closing(closing)
            if not closing:
                return
            empty = False

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

    def _pass_row(self, pattern: re.Pattern[str]) -> bool:
        row = pattern.match(self._text, self._at)
        if row is not None:
            self._at = row.end()
        return row is not None

    def _pass_key(self) -> None:
        if self.peek() != '"':
            raise Damaged
        self._pass_string()
        if self.peek() != ":":
            raise Damaged
        self.step()

    def _pass_closing(self, closing: bytearray) -> None:
        """Move past all that closes behind a value, and the comma then; what was closed is taken from `closing`."""
        while closing:
            sign = self.peek()
            if sign == ",":
                self.step()
                return
            if sign != chr(closing.pop()):
                raise Damaged
            self.step()

    def _pass_scalar(self, sign: str) -> None:
        if sign == '"':
            self._pass_string()
        elif sign and sign in "-0123456789":
            self._pass_number()
        else:
            self._pass_word()

    def _pass_string(self) -> None:
        self.step()
        while True:
            found = _IN_STRING.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            left = self._text[self._at : self._at + _LONGEST_ESCAPE]
            if left.startswith('"'):
                self.step()
                return
            cut = not left or (left.startswith("\\") and len(left) < _LONGEST_ESCAPE)
            if self._ended or not cut:
                raise Damaged
            self._grow()

    def _pass_number(self) -> None:
        if self._next() == "-":
            self.step()
        if self._next() == "0":
            self.step()
        else:
            self._pass_digits()
        if self._next() == ".":
            self.step()
            self._pass_digits()
        if self._next() in ("e", "E"):
            self.step()
            if self._next() in ("+", "-"):
                self.step()
            self._pass_digits()

    def _pass_digits(self) -> None:
        if not "0" <= self._next() <= "9":
            raise Damaged
        while "0" <= self._next() <= "9":
            found = _DIGITS.match(self._text, self._at)
            assert found is not None
            self._at = found.end()

    def _pass_word(self) -> None:
        while len(self._text) - self._at < _LONGEST_WORD and not self._ended:
            self._grow()
        word = next((word for word in _WORDS if self._text.startswith(word, self._at)), None)
        if word is None:
            raise Damaged
        self._at += len(word)

    def _next(self) -> str:
        """The character at the cursor, be it white space; "" at the end."""
        while self._at >= len(self._text) and not self._ended:
            self._grow()
        return self._text[self._at : self._at + 1]

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
    """Whether containers nest deeper than `MAX_DEPTH`; without recursion."""
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
