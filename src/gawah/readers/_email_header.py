"""The header of a mail: its fields, encoded words (RFC 2047), and values with parameters (RFC 2045, 2231).

A header is open-ended: anybody may add fields, so no field is unknown. What a decoded word holds is text and never a header
again.
"""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gawah.readers._email_charset import Verdict, decode

MAX_HEADER = 1 << 20
"""Bytes of a header that are looked at, and characters of one value."""
MAX_FIELDS = 2_000
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,20}:")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_WORD = re.compile(r"=\?([A-Za-z0-9_.:+-]{1,60})(?:\*[A-Za-z0-9-]{0,40})?\?([BbQq])\?([^?]*)\?=")
_PARAMETER = re.compile(r";?[ \t]*([^\s=;\"]{1,80})[ \t]*=[ \t]*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)")
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


@dataclass(slots=True)
class Header:
    """The fields of one header, in order.

    Attributes:
        fields: Lower-case name and unfolded value.
        size: Bytes up to the first byte of the body.
        verdicts: What went wrong when text was decoded (`text-repaired`, `text-undecodable`), each as often as it was met.
        cut: There were more fields or bytes than the limits.
    """

    fields: list[tuple[str, str]] = field(default_factory=list, repr=False)
    size: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    cut: bool = False

    def raw(self, name: str) -> str | None:
        """The first value under a name, encoded words as they stand."""
        return next((value for key, value in self.fields if key == name), None)

    def all_raw(self, name: str) -> list[str]:
        """Every value under a name."""
        return [value for key, value in self.fields if key == name]

    def text(self, name: str) -> str | None:
        """The first value under a name, as text."""
        value = self.raw(name)
        return None if value is None else self.words(value)

    def words(self, value: str) -> str:
        """A value with its encoded words decoded."""
        return words(value, self.verdicts.append)

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """The value before the first `;` in lower case, and the parameters; ("", {}) when the field is not there."""
        value = self.raw(name)
        return ("", {}) if value is None else parameters(value, self.verdicts.append)


def read_header(data: bytes, start: int, end: int) -> Header:
    """The header that begins at `start`. It ends at a blank line; else at a line that is no field and is not followed by one."""
    at, last = start, min(end, start + MAX_HEADER)
    lines: list[list[bytes]] = []  # a field's name, its value, and the lines that continue it
    while at < last:
        found = _LINE.match(data, at, last)
        assert found is not None
        line = found.group()
        name = _NAME.match(line)
        if not line.strip(b"\r\n"):
            at = found.end()
            break
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1].append(line)
        elif name is not None:
            lines.append([name.group(1), line[name.end() :]])
        elif not _passed_over(data, line, found.end(), last, begun=bool(lines)):
            break
        at = found.end()
    header = Header(size=at - start, cut=at >= last < end or len(lines) > MAX_FIELDS)
    verdict = header.verdicts.append
    header.fields = [(parts[0].decode("ascii").lower(), _unfolded(parts, verdict)) for parts in lines[:MAX_FIELDS]]
    return header


def _passed_over(data: bytes, line: bytes, after: int, last: int, *, begun: bool) -> bool:
    """Whether a line that is no field stands among fields: a mailbox's own line saved with the mail, or one damaged line."""
    return line.startswith((b">From ", b"From ")) if not begun else _NAME.match(data, after, last) is not None


def _unfolded(parts: list[bytes], verdict: Callable[[Verdict], None]) -> str:
    """Lines joined (RFC 5322 section 2.2.3); 8-bit bytes as UTF-8 (RFC 6532), else as Windows-1252."""
    raw = b"".join(part.rstrip(b"\r\n") for part in parts[1:]).strip(b" \t")
    text, wrong = decode(raw, None)
    if wrong is not None:
        verdict(wrong)
    return text


def words(value: str, verdict: Callable[[Verdict], None]) -> str:
    """`value` with its encoded words decoded. Blank space between two of them belongs to neither, and a character may begin in one
    and end in the next.
    """
    if "=?" not in value:
        return value
    parts: list[str] = []
    pending, charset, at = b"", "", 0

    def flush() -> None:
        nonlocal pending
        if pending:
            text, wrong = decode(pending, charset)
            parts.append(text)
            pending = b""
            if wrong is not None:
                verdict(wrong)

    for found in _WORD.finditer(value):
        between = value[at : found.start()]
        if between.strip(" \t") or not (pending or (at and between)):
            flush()
            parts.append(between)
        if found.group(1).lower() != charset:
            flush()
        charset = found.group(1).lower()
        pending += _word_bytes(found.group(2), found.group(3))
        at = found.end()
    flush()
    parts.append(value[at:])
    return "".join(parts)


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    return base64_bytes(text) if encoding in "Bb" else binascii.a2b_qp(raw, header=True)


def base64_bytes(text: str) -> bytes:
    """What base64 stands for, with what is no base64 left out and missing padding supplied."""
    clean = _BASE64.sub("", text)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + "=" * (-len(clean) % 4))


def parameters(value: str, verdict: Callable[[Verdict], None]) -> tuple[str, dict[str, str]]:
    """The value before the first `;` in lower case, and its parameters by lower-case name, continuations joined (RFC 2231)."""
    main, _, rest = value[:MAX_HEADER].partition(";")
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(rest):
        split = _SECTION.fullmatch(found.group(1).lower())
        if split is not None and len(sections) < 200:
            number, extended = int(split.group(2) or 0), split.group(3) is not None
            sections.setdefault(split.group(1), []).append((number, extended, _unquoted(found.group(2))))
    return main.strip().lower(), {name: _joined(parts, verdict) for name, parts in sections.items()}


def _unquoted(text: str) -> str:
    text = text.strip()
    if not text.startswith('"'):
        return text
    return re.sub(r"\\(.)", r"\1", text[1 : -1 if text.endswith('"') and len(text) > 1 else None])


def _joined(parts: list[tuple[int, bool, str]], verdict: Callable[[Verdict], None]) -> str:
    """One parameter out of its sections. Without `*`, encoded words are decoded: programs write them here, against RFC 2047."""
    parts = sorted(parts, key=lambda part: part[0])
    if not any(extended for _, extended, _ in parts):
        return words("".join(text for _, _, text in parts), verdict)
    charset, raw = None, b""
    for index, (_, extended, text) in enumerate(parts):
        if extended and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)  # noqa: PLW2901 - charset'language'text
        data = text.encode("utf-8", "surrogatepass")
        raw += re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found.group(1).decode()), data) if extended else data
    text, wrong = decode(raw, charset or None)
    if wrong is not None:
        verdict(wrong)
    return text
