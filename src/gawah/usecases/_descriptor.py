"""What a row says of a message, event or capture in place of its text (decision 5: withhold, describe, reveal)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from gawah.analysis.script import scripts
from gawah.records.casework import Label
from gawah.records.content import Account, Capture, Event, Folder, Message, RowRecord, Transcript
from gawah.records.judgement import Judgement
from gawah.records.when import When
from gawah.vault import codec
from gawah.vault.preparing import kind_of, sender_of
from gawah.vault.rows import Row, RowType


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A message, event or capture, or what a machine read in one, without its text.

    Attributes:
        id: 32 hexadecimal digits.
        type: message, event, capture or transcript.
        sent_at: As its source states it.
        platform: Such as `WhatsApp`.
        conversation: Id of the conversation.
        title: The conversation's title, as stated.
        sender: The account the source names; None for an event without one, and for a capture.
        kind: Of a message, such as `direct`; of an event, its name, such as `call`; of a capture, such as `page`.
        folder: The box the platform kept it in.
        scripts: Of the letters of the text, the most frequent first. Not a language.
        lines, characters: Of the text; 0 without one.
        attachments: How many files it refers to.
        flags: Cautions of the reader; `edited` and `deleted` where the source says so.
        item: Id of the item it was read from.
        reading: What a machine read in a capture: whose reading, and how sure; None for all other rows.
        label: What a person says of it; None where nobody has.
        suggestion: What a machine suggests of it, where that was asked for by name.
    """

    id: str
    type: RowType
    sent_at: When
    platform: str
    conversation: str
    title: str | None = field(repr=False)
    sender: Account | None = field(repr=False)
    kind: str
    folder: Folder | None
    scripts: tuple[str, ...]
    lines: int
    characters: int
    attachments: int
    flags: tuple[str, ...]
    item: str
    reading: "MachineReading | None" = None
    label: Label | None = None
    suggestion: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineReading:
    """How far a text that a machine read in a capture can be relied on.

    Attributes:
        of: Id of the capture.
        maker: Program, version and languages.
        confidence: 0–100, the machine's own.
        confirmed: Whether a person looked at it and made it their own.
    """

    of: str
    maker: str
    confidence: int
    confirmed: bool

    @property
    def words(self) -> str:
        """The caution that stands beside every such text."""
        checked = "confirmed by a person" if self.confirmed else "not checked"
        return f"machine-read, {checked}, confidence {self.confidence} %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message, event or capture with its text: the person asked for it, and it was counted.

    Attributes:
        row: What a row says of it.
        body: The text exactly as the source states it.
        subject: A mail's subject.
        record: All that the source states.
    """

    row: Descriptor
    body: str = field(repr=False)
    subject: str | None = field(repr=False)
    record: RowRecord = field(repr=False)


def record_of(row: Row) -> RowRecord:
    """The record that a row of the vault holds."""
    record = codec.decode(row.type, row.json)
    assert isinstance(record, RowRecord)
    return record


def describe(row: Row, confirmed: Collection[str] = (), label: Label | None = None) -> Descriptor:
    """The row without its text. `confirmed`: ids of the machine's readings that a person made their own; `label`: theirs, of it."""
    record = record_of(row)
    body = record.body
    flags: tuple[str, ...] = ()
    reading = None
    attachments = 0
    if isinstance(record, Transcript):
        reading = MachineReading(of=record.of, maker=record.maker, confidence=record.confidence, confirmed=record.id in confirmed)
        flags = ("machine-read",)
    else:
        flags = record.flags
    if isinstance(record, Message):
        flags += ("edited",) * record.edited + ("deleted",) * record.deleted
    if isinstance(record, Message | Capture):
        attachments = len(record.attachments)
    return Descriptor(
        id=row.id,
        type=row.type,
        sent_at=record.sent_at,
        platform=row.platform,
        conversation=row.conversation,
        title=row.conversation_title,
        sender=sender_of(record),
        kind=kind_of(record),
        folder=record.folder if isinstance(record, Message | Event) else None,
        scripts=scripts(body),
        lines=body.count("\n") + 1 if body else 0,
        characters=len(body),
        attachments=attachments,
        flags=flags,
        item=row.item,
        reading=reading,
        label=label,
    )


def with_text(row: Row, confirmed: Collection[str] = (), label: Label | None = None) -> Shown:
    """The row with its text. Whoever calls this has counted it."""
    record = record_of(row)
    subject = record.subject if isinstance(record, Message) else record.title if isinstance(record, Capture) else None
    return Shown(row=describe(row, confirmed, label), body=record.body, subject=subject, record=record)
