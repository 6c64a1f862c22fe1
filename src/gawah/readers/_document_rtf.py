"""The text of an RTF file (Rich Text Format 1.9.1): paragraphs, tabs, characters by code page and in Unicode."""

import re
from typing import BinaryIO

from gawah.readers._document_xml import Words

MAX_FILE = 64 << 20
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)")
_BREAKS = {b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t"}
_SIGNS = {
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—",
}  # fmt: skip
_ASIDE = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"fldinst", b"header", b"footer", b"themedata"}
)
_MAX_DEPTH = 1_000


class _State:
    """What a group inherits: whether its text is shown, the bytes that stand for a Unicode character, deleted, hidden."""

    __slots__ = ("deleted", "shown", "skip")

    def __init__(self, *, shown: bool = True, skip: int = 1, deleted: bool = False) -> None:
        self.shown, self.skip, self.deleted = shown, skip, deleted


class _Rtf:
    def __init__(self) -> None:
        self.words = Words()
        self.groups = [_State()]
        self._code_page = "cp1252"
        self._waiting = bytearray()
        self._deleted: list[str] = []
        self._stands_for = 0

    def token(self, word: bytes | None, number: bytes | None, hexed: bytes | None, sign: bytes | None, plain: bytes | None) -> None:
        """One token that is no brace."""
        if hexed is not None or plain is not None:
            more = bytes([int(hexed, 16)]) if hexed is not None else plain or b""
            used = min(self._stands_for, len(more))
            self._stands_for -= used
            self._waiting += more[used:]
            return
        self.flush()
        if sign is not None:
            self._sign(sign)
        elif word == b"u" and number is not None:
            self._take(chr(int(number) & 0xFFFF))
            self._stands_for = self.groups[-1].skip
        elif word is not None:
            self._control(word, int(number) if number is not None else None)

    def flush(self) -> None:
        """Bytes of a code page become text once all that stand together are there: a character may take two."""
        self._stands_for = 0
        if self._waiting:
            self._take(self._waiting.decode(self._code_page, "replace"))
            self._waiting.clear()

    def end(self) -> Words:
        """What was found."""
        self.flush()
        self.words.parts = [_joined(self.words.parts)]
        if text := _joined(self._deleted).strip():
            self.words.taken.append(("deleted", "", "", text))
        return self.words

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.groups[-1].shown = False
        elif sign in b"{}\\":
            self._take(sign.decode())
        elif sign == b"~":
            self._take("\u00a0")

    def _control(self, word: bytes, number: int | None) -> None:
        state = self.groups[-1]
        if word in _BREAKS or word in _SIGNS:
            self._take(_BREAKS.get(word) or _SIGNS[word])
        elif word in _ASIDE:
            state.shown = False
        elif word == b"uc" and number is not None:
            state.skip = min(max(number, 0), 16)
        elif word == b"deleted":
            state.deleted = number != 0
        elif word == b"v" and number != 0 and state.shown:
            self.words.hidden += 1
        elif word == b"ansicpg" and number is not None:
            try:
                "".encode(f"cp{number}")
                self._code_page = f"cp{number}"
            except LookupError:
                self.words.faulty = True

    def _take(self, text: str) -> None:
        if self.groups[-1].shown:
            if self.groups[-1].deleted:
                self._deleted.append(text)
            else:
                self.words.add(text)


def rtf_words(stream: BinaryIO) -> Words:
    """What the document says; text that tracked changes marked as deleted goes into `taken`."""
    rtf = _Rtf()
    data = stream.read(MAX_FILE + 1)
    rtf.words.faulty = len(data) > MAX_FILE or data.count(b"{") > data.count(b"}")
    for found in _TOKEN.finditer(data[:MAX_FILE]):
        word, number, hexed, sign, brace, plain = found.groups()
        if brace is None:
            rtf.token(word, number, hexed, sign, plain)
            continue
        rtf.flush()
        if brace == b"}":
            del rtf.groups[max(1, len(rtf.groups) - 1) :]
        elif len(rtf.groups) > _MAX_DEPTH:
            rtf.words.faulty = True
            break
        else:
            last = rtf.groups[-1]
            rtf.groups.append(_State(shown=last.shown, skip=last.skip, deleted=last.deleted))
    return rtf.end()


def _joined(parts: list[str]) -> str:
    """Halves of surrogate pairs become characters; what stays half is replaced."""
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
