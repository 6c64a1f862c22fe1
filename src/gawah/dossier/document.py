"""One dossier as data: everything that the pages print, in the order in which they print it. Knows no page engine.

Two sorts of strings. A field marked `PEOPLE` holds words of people or of a source: it is printed letter by letter, never obeyed, in
its own direction (see `printed`). All others are words of this program.
Times are `YYYY-MM-DDTHH:MM:SSZ` unless a field says otherwise; digests are 64 hexadecimal digits.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.dossier.complaint_sheet import ComplaintSheet
from gawah.dossier.conduct import Conduct
from gawah.dossier.log_sheet import LogSection
from gawah.dossier.sheet import PEOPLE, ContextLine, Provenance, Sheet
from gawah.dossier.timeline_plot import Plot

Audience: TypeAlias = Literal["authority", "lawyer", "platform", "employer", "person", "public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A part of the selection: `included` of the `held` things that the case has of this sort."""

    what: str
    held: int
    included: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was chosen and what was left out.

    Attributes:
        rule: How it was chosen, as a sentence.
        counts: For each sort of thing, what the case holds and what stands here.
    """

    rule: str = field(repr=False, metadata=PEOPLE)
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The signed head of the ledger that the proofs of this dossier lead to, and the keys that sign.

    Attributes:
        origin, size, root: Of the ledger.
        fingerprint: Of the key that signs the ledger and the folder's list.
        certificate: SHA-256 of the certificate of the PDF's own signature; "" for a PDF without one.
        certificate_of: Whom that certificate names, where a key was brought along; "" where it is issued by the case itself.
    """

    origin: str
    size: int
    root: str
    fingerprint: str
    certificate: str = ""
    certificate_of: str = field(default="", repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyRow:
    """One period of the chronology, or what stands between two periods.

    Attributes:
        label: Such as `March 2025`; "" for a row of notes alone.
        counts: One for each lane of the chronology.
        own: Reports, notices and own events of the period.
        notes: Gaps and markers in words, in order of time.
    """

    label: str
    counts: tuple[int, ...] = ()
    own: int = 0
    notes: tuple[str, ...] = field(default=(), repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronology:
    """Counts over time.

    Attributes:
        period: `month` or `week`.
        lanes: What is counted in each column: a conversation, platform or sender.
        rows: In order of time.
        undated: Messages whose day is not known; counted here and nowhere else in the chronology.
        plot: The same as a picture; None where there is nothing to draw.
    """

    period: Literal["month", "week"]
    lanes: tuple[str, ...] = field(repr=False, metadata=PEOPLE)
    rows: tuple[ChronologyRow, ...]
    undated: int = 0
    plot: Plot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A long conversation whose exhibits are printed as lines, one after the other, and not as sheets.

    Attributes:
        platform: As the reader names it.
        conversation: Its title as stated.
        held: Messages, events and captures of the whole conversation.
        provenances: Of the files that its exhibits come from, each once.
        lines: In the order of the conversation: numbers of exhibits, and what stands around them.
    """

    platform: str
    conversation: str = field(repr=False, metadata=PEOPLE)
    held: int
    provenances: tuple[Provenance, ...]
    lines: tuple[ContextLine | str, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The exhibits that stand in it."""
        return tuple(line for line in self.lines if isinstance(line, str))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """What is replaced in one part of the document.

    Attributes:
        exhibit: Its number; "" outside of exhibits.
        part: Where, in its own name for it, such as `text`, `sender`, `custody`; `context` for all that stands around exhibits.
        shown: What stands there instead.
        count: How often.
        reason: Why: that a person is protected, or the person's own words.
    """

    exhibit: str
    part: str
    shown: str = field(repr=False, metadata=PEOPLE)
    count: int
    reason: str = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyLine:
    """One ledger entry as a sentence. `at` is claimed by this machine's clock."""

    seq: int
    at: str
    sentence: str = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSheet:
    """One item of the case, whether exhibits come from it or not.

    Attributes:
        name: As received.
        sha256, size, media_type: Of the item as received.
        grade: In words.
        reader: Name and version, or "" for an item that nobody read.
        counts: What was read, as a sentence.
        conserved: Whether everything in the source is accounted for; None for an item that nobody read.
        problems: What could not be read or was read with a caution, as sentences.
        exhibits: How many exhibits of this dossier come from it.
    """

    name: str = field(repr=False, metadata=PEOPLE)
    sha256: str
    size: int
    media_type: str
    grade: str
    reader: str = ""
    counts: str = ""
    conserved: bool | None = None
    problems: tuple[str, ...] = ()
    exhibits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A dossier.

    Attributes:
        id: 32 hexadecimal digits; on every page.
        made_at: When; also the creation date of the PDF, so that the same document gives the same bytes.
        title: Of the case, in the person's words; Urdu is set in Nastaliq.
        audience: For whom.
        volume, volumes: Which volume of how many this is, from 1.
        recipient: To whom it is handed, as the person named them; "" where they named nobody. On every page.
        made_by: Who made it.
        on_behalf_of: The person whose case it is; "" when they made it themselves.
        first, last: First and last day of the case's records, as `3 March 2024`; "" when none is known.
        tool: `gawah <version>`.
        head: The signed ledger head.
        selection, chronology, conduct, exhibits, custody, sources: The parts.
        annexes: Long conversations whose exhibits are lines.
        since: What changed since the dossier that it extends, as sentences; () where it extends none.
        completeness: What the case holds whole and what not, as sentences.
        stamps: What each time stamp in the bundle says, as sentences.
        log: The incident log; None where nothing of it stands here.
        held_back: What is replaced, and why.
        complaints: Those that the reader is told of.
    """

    id: str
    made_at: str
    title: str = field(repr=False, metadata=PEOPLE)
    audience: Audience
    recipient: str = field(default="", repr=False, metadata=PEOPLE)
    made_by: str = field(repr=False, metadata=PEOPLE)
    on_behalf_of: str = field(default="", repr=False, metadata=PEOPLE)
    first: str = ""
    last: str = ""
    tool: str
    head: Head
    selection: Selection
    chronology: Chronology
    conduct: Conduct = field(default_factory=Conduct)
    exhibits: tuple[Sheet, ...]
    custody: tuple[CustodyLine, ...]
    sources: tuple[SourceSheet, ...]
    annexes: tuple[Annex, ...] = ()
    since: tuple[str, ...] = field(default=(), repr=False, metadata=PEOPLE)
    completeness: tuple[str, ...] = field(default=(), repr=False, metadata=PEOPLE)
    stamps: tuple[str, ...] = ()
    volume: int = 1
    volumes: int = 1
    log: LogSection | None = None
    held_back: tuple[HeldBack, ...] = ()
    complaints: tuple[ComplaintSheet, ...] = ()
