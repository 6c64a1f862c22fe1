"""One exhibit as data: what its sheet prints. Knows no page engine.

Two sorts of strings. A field marked `PEOPLE` holds words of people or of a source: it is printed letter by letter, never obeyed, in
its own direction (see `printed`). All others are words of this program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from gawah.records.disclosure import ExhibitKind
from gawah.records.when import Precision

PEOPLE: Final[Mapping[str, bool]] = {"people": True}
"""Marks a field whose words are those of people or of a source."""

Extent: TypeAlias = Literal["whole", "part", "withheld"]
"""How much of an exhibit is shown: all of it; its text with something replaced; nothing of the file."""


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
        platform_in_title: Whether the title says it already, as that of a mail does.
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
        extent: How much of it is shown.
        row_hash, entry_hash: Where not all is: the leaf hashes of its row and of its ledger entry, where these are hidden.
    """

    number: str
    kind: ExhibitKind
    id: str
    title: str
    platform: str = ""
    platform_in_title: bool = False
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
    extent: Extent = "whole"
    row_hash: str = ""
    entry_hash: str = ""
