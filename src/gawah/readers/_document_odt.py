"""The text of an ODT (OpenDocument 1.3 part 3, sections 5, 6 and 14.1): paragraphs, notes, annotations, and tracked deletions."""

from typing import BinaryIO
from xml.sax.xmlreader import AttributesImpl

from gawah.readers._document_xml import Aside, Handler, Words, attribute, keep, parsed

_BREAKS = {"tab": "\t", "line-break": "\n"}
_PARAGRAPHS = frozenset({"p", "h"})
_SPACES = 1_000


class _Odt(Handler):
    def __init__(self) -> None:
        super().__init__()
        self._asides: list[Aside] = []
        self._paragraphs = 0
        self._stated: str | None = None
        self._tracked = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name in _PARAGRAPHS:
            self._paragraphs += 1
        elif name == "s":
            count = attribute(attrs, "c")
            self._take(" " * (min(int(count), _SPACES) if count.isascii() and count.isdigit() and len(count) < 5 else 1))
        elif name in _BREAKS:
            self._take(_BREAKS[name])
        elif name == "tracked-changes":
            self._tracked = True
        elif name in ("annotation", "deletion"):
            self._asides.append(Aside("comment" if name == "annotation" else "deleted"))
        elif name == "insertion":
            self.words.inserted += 1
        elif name in ("creator", "date"):
            self._stated = ""

    def finish(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._paragraphs -= 1
            self._take("\n")
        elif name == "table-row":
            self._take("\n")
        elif name == "table-cell" and not self._asides:
            self.words.end_cell()
        elif name == "tracked-changes":
            self._tracked = False
        elif name in ("creator", "date") and self._stated is not None:
            self._name(name, self._stated)
            self._stated = None
        elif name in ("annotation", "deletion") and self._asides:
            aside = self._asides.pop()
            if aside.how == "comment":
                keep(self.words.comments, (aside.author, aside.date, aside.text))
            elif aside.text:
                keep(self.words.taken, (aside.how, aside.author, aside.date, aside.text))

    def characters(self, content: str) -> None:
        if self._stated is not None:
            self._stated = (self._stated + content)[:200]
        elif self._paragraphs:
            self._take(content)

    def _name(self, name: str, text: str) -> None:
        if self._asides:
            setattr(self._asides[-1], "author" if name == "creator" else "date", text)

    def _take(self, text: str) -> None:
        if self._asides:
            self._asides[-1].add(text)
        elif not self._tracked:
            self.words.add(text)


def odt_words(stream: BinaryIO) -> Words:
    """What `content.xml` says."""
    return parsed(_Odt(), stream)
