"""The text that Outlook keeps in RTF: unpacked (MS-OXRTFCP), and turned back into the HTML or plain text that it was made from
(MS-OXRTFEX); else as RTF shows it (Rich Text Format 1.9.1).
"""

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from gawah.readers._email_charset import Verdict, codec_of_page, decode

MAX_RTF = 32 << 20
"""Bytes of RTF that are read."""
_MAX_DEPTH = 10_000
_FIRST: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every packed text may refer to from its first byte on (MS-OXRTFCP section 2.1.2.1)."""
_PACKED, _PLAIN = b"LZFu", b"MELA"
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z\r\n])|([{}])|([^\\{}\r\n]+)")
_SIGNS: Final = {
    **dict.fromkeys((b"par", b"line", b"sect", b"page", b"row"), "\n"),
    **dict.fromkeys((b"tab", b"cell"), "\t"),
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"endash": "–",
    b"emdash": "—",
}
_ESCAPED: Final = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}"}
_ASIDE = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"themedata", b"mhtmltag"}
)
_CHARSET_PAGES: Final = {0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
                         178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}  # fmt: skip
"""Code pages by the charset of a font."""
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]{1,4000})"')


def unpacked(packed: bytes) -> tuple[bytes, str | None]:
    """The RTF that the bytes hold, and the code of what is wrong with it: `digest-differs`, `length-differs`, `limit-reached`.

    Raises ValueError for what is no packed RTF.
    """
    if len(packed) < 16 or packed[8:12] not in (_PACKED, _PLAIN):
        raise ValueError("no packed RTF")
    stated, size = struct.unpack_from("<II", packed)
    end = min(len(packed), stated + 4)
    if packed[8:12] == _PLAIN:
        raw = packed[16:end][:MAX_RTF]
    else:
        raw = _unpacked(packed, end)
        if zlib.crc32(packed[16:end], 0xFFFFFFFF) ^ 0xFFFFFFFF != int.from_bytes(packed[12:16], "little"):
            return raw, "digest-differs"
    if len(raw) == MAX_RTF:
        return raw, "limit-reached"
    return raw, None if len(raw) == size else "length-differs"


def _unpacked(packed: bytes, end: int) -> bytes:
    """Section 2.2.2.3: each bit of a control byte says whether a byte follows, or a place and length among the last 4,096."""
    out = bytearray(_FIRST)
    shift, at = len(_FIRST), 16  # the window's place of a byte is its place in `out`, modulo 4,096
    while at < end and len(out) - shift < MAX_RTF:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not control >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            if at + 1 >= end:
                return bytes(out[shift:])
            pair = packed[at] << 8 | packed[at + 1]
            at += 2
            back = (len(out) - (pair >> 4)) % 4096
            if back == 0:  # a reference to the place that is written next ends the text
                return bytes(out[shift:])
            for _ in range((pair & 15) + 2):
                out.append(out[-back] if back <= len(out) else 0)
    return bytes(out[shift : shift + MAX_RTF])


@dataclass(slots=True)
class Told:
    """What an RTF document says.

    Attributes:
        text: Its text; HTML when `html`.
        html: It was made from HTML, and that stands in it.
        links: Addresses of its own links.
    """

    text: str
    html: bool
    links: tuple[str, ...] = ()


def told_by(raw: bytes, verdict: Callable[[Verdict], None]) -> Told:
    """Read an RTF document; never raises. What had to be guessed is said through `verdict`."""
    reading = _Reading(raw, verdict)
    reading.read()
    return Told(_joined(reading.parts), reading.html, tuple(_ADDRESS.findall(_joined(reading.instructions))))


def _joined(parts: list[str]) -> str:
    """Halves of surrogate pairs become characters; what stays half is replaced."""
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: suppressed as no part of the original, not text at all, the instruction of a field; the code page of
    its font; how many bytes stand for a character in Unicode.
    """

    hidden: bool = False
    aside: bool = False
    instruction: bool = False
    page: int = 1252
    skip: int = 1


class _Reading:
    def __init__(self, raw: bytes, verdict: Callable[[Verdict], None]) -> None:
        self._raw = raw
        self._verdict = verdict
        self.html = b"\\fromhtml" in raw[:1000]
        self.parts: list[str] = []
        self.instructions: list[str] = []
        self._waiting = bytearray()
        self._default = 1252
        self._fonts: dict[int, int] = {}
        self._font = 0
        self._state = _State()
        self._groups: list[_State] = []
        self._starred = False
        self._stands_for = 0

    def read(self) -> None:
        at = 0
        while (found := _TOKEN.search(self._raw, at)) is not None:
            at = found.end()
            word, number, hexed, sign, brace, plain = found.groups()
            if brace is not None:
                self._brace(brace)
            elif word == b"bin":
                at += min(max(int(number or 0), 0), len(self._raw))
            elif word is not None:
                self._control(word, None if number is None else int(number))
            elif hexed is not None:
                self._bytes(bytes((int(hexed, 16),)))
            elif plain is not None:
                self._bytes(plain)
            elif sign == b"*":
                self._starred = True
            elif self._stands_for:
                self._stands_for -= 1
            else:
                self._put(_ESCAPED.get(sign, ""))
        self._flush()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._starred, self._stands_for = False, 0
        if brace == b"{" and len(self._groups) < _MAX_DEPTH:
            self._groups.append(self._state)
        elif brace == b"}" and self._groups:
            self._state = self._groups.pop()

    def _control(self, word: bytes, value: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if word == b"u" and value is not None:
            self._put(chr(value & 0xFFFF))
            self._stands_for = state.skip
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        elif word == b"htmlrtf":
            self._turn(replace(state, hidden=value != 0))
        elif word == b"htmltag":
            self._turn(replace(state, aside=False))
        elif word == b"fldinst":
            self._turn(replace(state, instruction=True))
        elif word in _ASIDE or starred or (self.html and word == b"pntext"):
            self._turn(replace(state, aside=True))
        elif value is not None:
            self._number(word, value)

    def _number(self, word: bytes, value: int) -> None:
        state = self._state
        if word == b"ansicpg":
            self._default = value
            self._turn(replace(state, page=value))
        elif word == b"f":
            self._font = value
            self._turn(replace(state, page=self._fonts.get(value, self._default)))
        elif word == b"fcharset" and len(self._fonts) < _MAX_DEPTH:
            self._fonts[self._font] = _CHARSET_PAGES.get(value, self._default)
        elif word == b"uc":
            self._turn(replace(state, skip=min(max(value, 0), 16)))

    def _turn(self, state: _State) -> None:
        self._flush()
        self._state = state

    def _bytes(self, data: bytes) -> None:
        used = min(self._stands_for, len(data))
        self._stands_for -= used
        self._waiting += data[used:]

    def _put(self, text: str) -> None:
        self._flush()
        self._stands_for = 0
        self._take(text)

    def _flush(self) -> None:
        """Bytes become text once all that stand together are there: a character may take two."""
        if self._waiting:
            state = self._state
            if not (state.hidden or state.aside):
                text, wrong = decode(bytes(self._waiting), codec_of_page(state.page) or "cp1252")
                if wrong is not None:
                    self._verdict(wrong)
                self._take(text)
            self._waiting.clear()

    def _take(self, text: str) -> None:
        state = self._state
        if state.instruction:
            self.instructions.append(text)
        elif not (state.hidden or state.aside):
            self.parts.append(text)
