"""Mends the double encoding of Meta's JSON exports: UTF-8 bytes written one by one as Latin-1 escapes (export-formats.md 1.1).

Decided string by string, since some strings of a damaged file are whole (MasterScrat/Chatistics issues 43 and 65), and only where
the bytes are UTF-8. One thing about the file counts: Meta escapes whatever is not ASCII, so a file in which characters beyond
U+00FF stand unescaped was written by something else and is left alone. What cannot be told apart: `Ã©` typed by a person, in a file
that is otherwise escaped or has no character beyond U+00FF. Never run it twice.
"""

import re

from gawah.readers._source import Member, Source

_SURROGATE = re.compile("[\ud800-\udfff]")


def mend(text: str) -> str:
    """`text` with its double encoding undone; `text` itself where its characters are not the bytes of UTF-8."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


class Mender:
    """Mends the strings of one file and counts.

    Attributes:
        repaired: Strings mended.
        undecodable: Strings left as they stand although they are damaged, and strings with half a surrogate pair, now U+FFFD.
    """

    def __init__(self, *, raw: bool, beyond_latin1: bool) -> None:
        """For a file with characters unescaped (`raw`), some of them beyond U+00FF (`beyond_latin1`)."""
        self._raw = raw
        self._whole = beyond_latin1
        self.repaired = 0
        self.undecodable = 0

    def text(self, stated: str) -> str:
        """The string as its writer meant it."""
        if stated.isascii():
            return stated
        if _SURROGATE.search(stated):
            self.undecodable += 1
            return _SURROGATE.sub("\ufffd", stated)
        if self._whole:
            return stated
        mended = mend(stated)
        if mended != stated:
            self.repaired += 1
        elif not self._raw and all(character <= "\xff" for character in stated):
            # Escaped by Meta, hence bytes, but no UTF-8: cut in the middle of a character. Unescaped it is just `café`.
            self.undecodable += 1
        return mended


def named(source: Source, uri: str) -> tuple[Source, Member] | None:
    """The file that an export of Meta names so: as stated, mended, or as zip programs that know no UTF-8 write it."""
    mended = mend(uri)
    octets = mended.encode("utf-8", "replace")
    for name in dict.fromkeys((uri, mended, octets.decode("latin-1"), octets.decode("cp437"))):
        found = source.find(name)
        if found is not None:
            return found
    return None
