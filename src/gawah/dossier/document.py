"""One dossier as data: everything that the pages print, in the order in which they print it. Knows no page engine.

Two sorts of strings. A field marked `PEOPLE` holds words of people or of a source: it is printed letter by letter, never obeyed, in
its own direction (see `printed`). All others are words of this program.
Times are `YYYY-MM-DDTHH:MM:SSZ` unless a field says otherwise; digests are 64 hexadecimal digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from gawah.dossier.timeline_plot import Plot
from gawah.records.disclosure import ExhibitKind
from gawah.records.when import Precision

Audience: TypeAlias = Literal["authority", "lawyer", "platform", "public"]

PEOPLE: Final[Mapping[str, bool]] = {"people": True}
"""Marks a field whose words are those of people or of a source."""


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
        notes: Gaps and markers in words, in order of time.
    """

    label: str
    counts: tuple[int, ...] = ()
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
class SenderAround:
    """One sender's messages in the windows around a report: counts, and on how many days."""

    sender: str = field(repr=False, metadata=PEOPLE)
    platform: str
    before: int
    before_days: int
    same_day: int
    after: int
    after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundReport:
    """Messages before and after a complaint, in windows of equal length. Counts only.

    Attributes:
        title: To whom the complaint was made.
        made_at: When, as stated.
        reference: Their reference number, or "".
        window_days: Days of each window; the day of the complaint belongs to neither.
        before_recorded, after_recorded: On how many days of each window the case's records reach.
        senders: In order of name.
    """

    title: str = field(repr=False, metadata=PEOPLE)
    made_at: str = field(metadata=PEOPLE)
    reference: str = field(default="", repr=False, metadata=PEOPLE)
    window_days: int
    before_recorded: int
    after_recorded: int
    senders: tuple[SenderAround, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time in the forms in which it is known, its smallest stated unit, and how its zone is known, as a sentence."""

    stated: str = field(metadata=PEOPLE)
    local: str | None
    utc: str | None
    precision: Precision
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an exhibit comes from.

    Attributes:
        file_name: Of the item as received.
        grade: Provenance grade in words, with what it does not prove.
        sha256: Of the item as received.
        ledger_entry: Index of the ledger entry that proves the exhibit.
        recorded_at: The time of that entry, by this machine's clock.
        recorded: When it was recorded, as a sentence: between the times of independent authorities where stamps show them, else by
            that clock.
        not_before, not_after: Those times; None where no stamp shows one.
        before_file, after_file: The files of the bundle that show the end and the beginning of that time; "" where there is none.
        row: For a message, event or entry: its place in the batch, such as `row 12 of 3104`; else "".
        locator: Where in the item, as lines of label and value.
    """

    file_name: str = field(repr=False, metadata=PEOPLE)
    grade: str
    sha256: str
    ledger_entry: int
    recorded_at: str
    recorded: str
    not_before: str | None = None
    not_after: str | None = None
    before_file: str = ""
    after_file: str = ""
    row: str = ""
    locator: tuple[str, ...] = field(default=(), repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of a data sheet."""

    label: str
    value: str = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextLine:
    """A message beside an exhibit in the same conversation; not an exhibit itself.

    Attributes:
        id: The id of the record, first 8 digits.
        sender: As stated.
        time: As stated.
        text: Its text, or a word on what it is.
        exhibit: The number, when it is an exhibit of this dossier too; else "".
    """

    id: str
    sender: str = field(repr=False, metadata=PEOPLE)
    time: str = field(metadata=PEOPLE)
    text: str = field(repr=False, metadata=PEOPLE)
    exhibit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture to print as a plate: PNG or JPEG bytes, and what the page engine reads to a person who cannot see it."""

    data: bytes = field(repr=False)
    ending: Literal["png", "jpg"]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribed:
    """What a person wrote down of what is to be read or heard in an exhibit: their words, not those of a source.

    Attributes:
        id: Id of the entry.
        by: Who wrote it.
        recorded_at: When, by the clock of the machine.
        ledger_entry: Index of the ledger entry that holds it.
        confirms: Whether the person looked at what a machine read and made it their own.
        text: Their words.
    """

    id: str
    by: str = field(repr=False, metadata=PEOPLE)
    recorded_at: str
    ledger_entry: int
    confirms: bool
    text: str = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """Somebody's translation of an exhibit; the original stands above it and is what the exhibit is.

    Attributes:
        id: Id of the translation.
        language: Of the translation, BCP 47.
        from_language: Of the original, as the translator states; "" where nobody says.
        translator: Who translated: a name, or a program with its version.
        made_at: When, as stated; "" where nobody says.
        certified: As the person states it: a sworn or certified translator vouches for it.
        certificate: File name and SHA-256 of what shows that; "" where there is nothing.
        recorded_at: When it was entered, by the clock of the machine.
        ledger_entry: Index of the ledger entry that holds it.
        text: The translation.
    """

    id: str
    language: str
    from_language: str
    translator: str = field(repr=False, metadata=PEOPLE)
    made_at: str = field(metadata=PEOPLE)
    certified: bool
    certificate: str = field(repr=False, metadata=PEOPLE)
    recorded_at: str
    ledger_entry: int
    text: str = field(repr=False, metadata=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One exhibit.

    Attributes:
        number: `E0001` and on.
        kind: message, event, capture, item or entry.
        id: The id of the record or item.
        title: What it is, in words of this program: `Direct message`.
        platform: As the reader names it; "" for what comes from no platform.
        conversation: Its title as stated.
        sender: As stated, name and handle.
        time: When, in the forms known; None for a file.
        text: Exactly as the source has it; None for a file.
        text_sha256: Of its UTF-8 bytes.
        facts: Further lines: attachments, links, reactions, size and so on.
        cautions: What a reader must bear in mind, as sentences.
        provenance: Where it comes from.
        before, after: The conversation around it, both sides, in order.
        picture: To be printed as a plate.
        transcripts: What people wrote down of it.
        translations: What people made of its text in other languages.
        file: Name of the file in `data/exhibits/`, such as `E0001.txt`.
        file_sha256: Of that file.
        file_size: In bytes.
    """

    number: str
    kind: ExhibitKind
    id: str
    title: str
    platform: str = ""
    conversation: str = field(default="", repr=False, metadata=PEOPLE)
    sender: str = field(default="", repr=False, metadata=PEOPLE)
    time: Time | None = None
    text: str | None = field(default=None, repr=False, metadata=PEOPLE)
    text_sha256: str = ""
    facts: tuple[Fact, ...] = ()
    cautions: tuple[str, ...] = ()
    provenance: Provenance
    before: tuple[ContextLine, ...] = ()
    after: tuple[ContextLine, ...] = ()
    picture: Picture | None = None
    transcripts: tuple[Transcribed, ...] = ()
    translations: tuple[Translated, ...] = ()
    file: str
    file_sha256: str
    file_size: int


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
        made_by: Who made it.
        on_behalf_of: The person whose case it is; "" when they made it themselves.
        first, last: First and last day of the case's records, as `3 March 2024`; "" when none is known.
        tool: `gawah <version>`.
        head: The signed ledger head.
        selection, chronology, around, exhibits, custody, sources: The parts.
        annexes: Long conversations whose exhibits are lines.
        since: What changed since the dossier that it extends, as sentences; () where it extends none.
        completeness: What the case holds whole and what not, as sentences.
        stamps: What each time stamp in the bundle says, as sentences.
    """

    id: str
    made_at: str
    title: str = field(repr=False, metadata=PEOPLE)
    audience: Audience
    made_by: str = field(repr=False, metadata=PEOPLE)
    on_behalf_of: str = field(default="", repr=False, metadata=PEOPLE)
    first: str = ""
    last: str = ""
    tool: str
    head: Head
    selection: Selection
    chronology: Chronology
    around: tuple[AroundReport, ...] = ()
    exhibits: tuple[Sheet, ...]
    custody: tuple[CustodyLine, ...]
    sources: tuple[SourceSheet, ...]
    annexes: tuple[Annex, ...] = ()
    since: tuple[str, ...] = field(default=(), repr=False, metadata=PEOPLE)
    completeness: tuple[str, ...] = field(default=(), repr=False, metadata=PEOPLE)
    stamps: tuple[str, ...] = ()
