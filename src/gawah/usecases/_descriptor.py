"""What a row says of a message or an event in place of its text (decision 5: withhold, describe, reveal)."""

from dataclasses import dataclass, field

from gawah.analysis.script import scripts
from gawah.records.content import Account, Event, Folder, Message
from gawah.records.when import When
from gawah.vault import codec
from gawah.vault.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A message or an event without its text.

    Attributes:
        id: 32 hexadecimal digits.
        type: message or event.
        sent_at: As its source states it.
        platform: Such as `WhatsApp`.
        conversation: Id of the conversation.
        title: The conversation's title, as stated.
        sender: The account the source names; None for an event without one.
        kind: Of a message, such as `direct`; of an event, its name, such as `call`.
        folder: The box the platform kept it in.
        scripts: Of the letters of the text, the most frequent first. Not a language.
        lines, characters: Of the text; 0 without one.
        attachments: How many files it refers to.
        flags: Cautions of the reader; `edited` and `deleted` where the source says so.
        item: Id of the item it was read from.
    """

    id: str
    type: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message or an event with its text: the person asked for it, and it was counted.

    Attributes:
        row: What a row says of it.
        body: The text exactly as the source states it.
        subject: A mail's subject.
        record: All that the source states.
    """

    row: Descriptor
    body: str = field(repr=False)
    subject: str | None = field(repr=False)
    record: Message | Event = field(repr=False)


def record_of(row: Row) -> Message | Event:
    """The record that a row of the vault holds."""
    record = codec.decode(row.type, row.json)
    assert isinstance(record, Message | Event)
    return record


def describe(row: Row) -> Descriptor:
    """The row without its text."""
    record = record_of(row)
    body = record.body
    flags = record.flags
    attachments = 0
    if isinstance(record, Message):
        flags += ("edited",) * record.edited + ("deleted",) * record.deleted
        attachments = len(record.attachments)
    return Descriptor(
        id=row.id,
        type=row.type,
        sent_at=record.sent_at,
        platform=row.platform,
        conversation=row.conversation,
        title=row.conversation_title,
        sender=record.sender,
        kind=record.kind if isinstance(record, Message) else record.event,
        folder=record.folder,
        scripts=scripts(body),
        lines=body.count("\n") + 1 if body else 0,
        characters=len(body),
        attachments=attachments,
        flags=flags,
        item=row.item,
    )


def with_text(row: Row) -> Shown:
    """The row with its text. Whoever calls this has counted it."""
    record = record_of(row)
    subject = record.subject if isinstance(record, Message) else None
    return Shown(row=describe(row), body=record.body, subject=subject, record=record)
