"""A text file as pieces of at most about 512 KiB, cut at line ends; their spans tile it."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from gawah.readers._source import Member, Source

PIECE = 512 << 10
_SLACK = 64 << 10
"""Bytes on top in which a line end is looked for."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Piece:
    r"""A stretch of a text file.

    Attributes:
        number: From 1; 0 for the byte order mark.
        text: As written; line ends as `\n`.
        encoding: In which it was read.
        guessed: The bytes are no UTF-8 and no mark says what they are.
        span: Its bytes.
    """

    number: int
    text: str = field(repr=False)
    encoding: str
    guessed: bool
    span: tuple[int, int]


def pieces(source: Source, member: Member) -> Iterator[Piece]:
    """The pieces of the file in order. Raises SourceUnreadable."""
    encoding, mark, guessed = _encoding(source, member)
    with source.open(member) as stream:
        if mark:
            stream.read(mark)
            yield Piece(0, "", encoding, guessed, (0, mark))
        at, number = mark, 0
        while data := _cut(stream, encoding):
            number += 1
            # Errors that are left stand in UTF-16 alone: a half pair, an odd byte at the end.
            text = data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
            yield Piece(number, text, encoding, guessed, (at, at + len(data)))
            at += len(data)


def _encoding(source: Source, member: Member) -> tuple[str, int, bool]:
    """The encoding, how many bytes its mark takes, and whether it is a guess."""
    head = source.head(member, 4)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark), False
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open(member) as stream:
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", 0, True
    return "utf-8", 0, False


def _cut(stream: BinaryIO, encoding: str) -> bytes:
    """The next piece: up to the first line end behind `PIECE` bytes; where none follows soon, up to the end of a character."""
    data = stream.read(PIECE)
    if len(data) < PIECE:
        return data
    if encoding.startswith("utf-16"):
        line_end, more = "\n".encode(encoding), bytearray()
        while len(more) < _SLACK and (unit := stream.read(2)):
            more += unit
            if unit == line_end:
                break
        return data + bytes(more)
    data += stream.readline(_SLACK)
    while encoding == "utf-8" and not data.endswith(b"\n") and (byte := stream.peek(1)[:1]) and 0x80 <= byte[0] < 0xC0:  # type: ignore[attr-defined]
        data += stream.read(1)
    return data
