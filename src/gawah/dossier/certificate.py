"""A draft of a certificate as pages: what the ledger knows is filled in, what only a person can say is left as a line to write on.

Beside every line stands where it comes from. Every page is marked as a draft; the program signs nothing. The words of a form stand
in English, in which it is handed in; in a draft of another language a `guide` stands below them, which says what they ask: "" for
none.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from gawah.dossier import glyphs, pages
from gawah.dossier.sheet import PEOPLE
from gawah.dossier.words import Language, Words

Origin: TypeAlias = Literal["ledger", "user", "expert"]
"""What fills a line: the ledger, the person who signs, or an expert."""
Confidence: TypeAlias = Literal["verified", "secondary", "unverified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under the heads of their columns.

    Attributes:
        columns: Which sentence heads each column: `certificate.column_<name>`.
        rows: Cells; one of a column `sign` is empty, to be written in.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A fact under its label: `certificate.fact_<name>`, and for each the value; `digits` are printed small."""

    name: str
    value: str = field(repr=False, metadata=PEOPLE)
    digits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the form.

    Attributes:
        id: As in the file of the form.
        text: What is asked.
        heading: Stands above it; "" for none.
        guide, heading_guide: What the two mean.
        origin: What fills it.
        entries: The ledger entries that it is known from; () for a line that a person fills in.
        where: The same in print, such as `2, 5 to 9`; a sentence of the program.
        facts: What is filled in.
        table: More of it, as a table; None where there is none.
        options, ticked: Boxes, and those among them that are ticked.
        option_guides: For each box; () in English.
        lines: Lines to write on; 0 where there is nothing to write.
        sources: Numbers of the form's sources that it rests on, from 1.
        confidence: Of the weakest of them.
    """

    id: str
    text: str
    guide: str = field(default="", metadata=PEOPLE)
    heading: str = ""
    heading_guide: str = field(default="", metadata=PEOPLE)
    origin: Origin
    entries: tuple[int, ...] = ()
    where: str = ""
    facts: tuple[Filled, ...] = ()
    table: Table | None = None
    options: tuple[str, ...] = ()
    option_guides: tuple[str, ...] = field(default=(), metadata=PEOPLE)
    ticked: tuple[str, ...] = ()
    lines: int = 0
    sources: tuple[int, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the form, and who completes it."""

    id: str
    title: str
    guide: str = field(default="", metadata=PEOPLE)
    signer: Literal["user", "expert"]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the form rests on, as printed at its end."""

    title: str
    guide: str = field(default="", metadata=PEOPLE)
    confidence: Confidence
    as_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What to know beside the form."""

    text: str
    guide: str = field(default="", metadata=PEOPLE)
    sources: tuple[int, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The whole form.

    Attributes:
        id: 32 hexadecimal digits, random; printed on every page.
        made_at: `YYYY-MM-DDTHH:MM:SSZ`, by the clock of the machine.
        tool: `gawah <version>`.
        language: Of what stands around the words of the form.
        title, jurisdiction: Of the form.
        guide, jurisdiction_guide: The same in that language.
        reviewed: Whether a lawyer of that place has read the form.
        dossier: Id of the dossier it speaks of.
        parts, sources, notes: In order.
    """

    id: str
    made_at: str
    tool: str
    language: Language = "en"
    title: str
    guide: str = field(default="", metadata=PEOPLE)
    jurisdiction: str
    jurisdiction_guide: str = field(default="", metadata=PEOPLE)
    reviewed: bool
    dossier: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]


def typeset(certificate: Certificate, fonts: Path = glyphs.FONTS, words: Words | None = None) -> bytes:
    """The draft as PDF, what stands around its lines in the language of `words`, English by default.

    Raises GlyphMissing: The page engine refused it.
    """
    return pages.set_form("certificate", certificate, certificate.made_at, fonts, words)
