"""What DOCX and ODT share: their words gathered from a stream of SAX events, without any tree; entities and DTDs refused (B3)."""

from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml import DefusedXmlException

from gawah.readers._capture import MAX_FACTS, MAX_TEXT
from gawah.records.errors import SourceUnreadable

MAX_DEPTH = 200
"""Elements in one another (evidence-and-security.md T3)."""
_LONGEST_ASIDE = 20_000
"""Characters of one comment or one stretch that was taken away."""
_Row = TypeVar("_Row")


@dataclass(slots=True)
class Words:
    """What was found in one file of a document.

    Attributes:
        parts: The text, in pieces.
        size: Characters of the text; what comes on top of `MAX_TEXT` is only counted.
        comments: Author, date and words.
        taken: What tracked changes took away: how, author, date and words.
        inserted: How many stretches tracked changes put in.
        hidden: How many stretches are marked as hidden.
        faulty: It breaks off, or is no XML that may be read.
    """

    parts: list[str] = field(default_factory=list, repr=False)
    size: int = 0
    comments: list[tuple[str, str, str]] = field(default_factory=list, repr=False)
    taken: list[tuple[str, str, str, str]] = field(default_factory=list, repr=False)
    inserted: int = 0
    hidden: int = 0
    faulty: bool = False

    def add(self, text: str) -> None:
        """Take a piece of text in, as far as there is room."""
        if self.size < MAX_TEXT:
            self.parts.append(text[: MAX_TEXT - self.size])
        self.size += len(text)

    def end_cell(self) -> None:
        """A cell of a table ends: what follows stands beside it, not below."""
        if self.parts and self.parts[-1] == "\n":
            self.parts[-1] = "\t"

    @property
    def text(self) -> str:
        """The text, without empty lines and tabs at its ends."""
        return "".join(self.parts).strip("\n\t")


class Aside:
    """Words that are no part of the text: a comment, or what was taken away; whose, and when."""

    def __init__(self, how: str, author: str = "", date: str = "") -> None:
        self.how, self.author, self.date = how, author, date
        self._parts: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Take a piece in, as far as there is room."""
        if self._size < _LONGEST_ASIDE:
            self._parts.append(text)
        self._size += len(text)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self._parts).strip()


class Handler(ContentHandler):
    """Sees the elements of one file by their local names; prefixes are the writer's own choice."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words()
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the library's name
        """One element deeper. Raises SAXException beyond `MAX_DEPTH`."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SAXException("too deep")
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - the library's name
        """One element less deep."""
        self._depth -= 1
        self.finish(name.rpartition(":")[2])

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins; `name` without its prefix."""

    def finish(self, name: str) -> None:
        """An element ends."""


def attribute(attrs: AttributesImpl, name: str) -> str:
    """The value of the attribute with this local name; "" when there is none."""
    for key in attrs.getNames():
        if key.rpartition(":")[2] == name:
            return str(attrs.getValue(key))
    return ""


def parsed(handler: Handler, stream: BinaryIO) -> Words:
    """Let the handler see the whole stream; what it had found until a fault is kept, and `faulty` says so."""
    try:
        defusedxml.sax.parse(stream, handler, forbid_dtd=True)
    except (SAXException, DefusedXmlException, SourceUnreadable, ValueError, LookupError):
        handler.words.faulty = True
    return handler.words


def keep(rows: list[_Row], row: _Row) -> None:
    """Add a row while there is room for one."""
    if len(rows) < MAX_FACTS:
        rows.append(row)


class Properties(Handler):
    """The simple elements of `docProps/core.xml` and `meta.xml`: local name to text, the first of each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._parts: list[str] = []

    def begin(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002 - names tell enough
        """Forget what stood before."""
        self._parts = []

    def finish(self, name: str) -> None:
        """Keep the text of the element."""
        if (text := "".join(self._parts).strip()) and len(self.found) < MAX_FACTS:
            self.found.setdefault(name, text[:1000])
        self._parts = []

    def characters(self, content: str) -> None:
        """A piece of text."""
        if len(self._parts) < 1000:
            self._parts.append(content)
