"""What a source states: accounts, conversations, messages, events, captures, and what could not be read.

Stated and derived never mix: a label, a translation, text read from pixels or a remark is never written into these records. Fields
that hold what people wrote, or who they are, do not print (`repr=False`).
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.evidence import Grade, Locator
from gawah.records.when import When

MessageKind: TypeAlias = Literal["direct", "group", "post", "comment", "story", "email", "sms", "reaction"]
Folder: TypeAlias = Literal["inbox", "message_requests", "archived", "filtered", "sent", "drafts"]
CaptureKind: TypeAlias = Literal["page", "document", "picture", "sound", "video"]
Severity: TypeAlias = Literal["info", "warning", "loss"]
"""info: worth knowing; warning: something was repaired or is uncertain; loss: something in the source is not in the records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A handle on a platform, as a source names it. Not a claim about who held the phone.

    Attributes:
        name: The display name. Many people may share one ("Instagram User").
        handle: The unique handle, where stated.
        platform_id: The platform's own id, where stated.
    """

    name: str | None = field(default=None, repr=False)
    handle: str | None = field(default=None, repr=False)
    platform_id: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A thread, chat or comment section, as the source states it.

    Attributes:
        id: 32 hexadecimal digits: `identifier(platform, the platform's own key or the stated title)`, so that two exports of one
            conversation give one id; where the source gives neither, over the file's digest.
        platform: As the reader names it, such as `WhatsApp`.
        title: As stated.
        participants: As stated, the account holder included where the source includes them.
    """

    id: str
    platform: str
    title: str | None = field(default=None, repr=False)
    participants: tuple[Account, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a message refers to.

    Attributes:
        name: As the message states it.
        media_type: Told from the bytes, else from the name; None when neither helps.
        sha256: Of the file, when the source holds it.
        missing: True when the source names the file, or says that there was one, and does not hold it.
    """

    name: str | None = field(repr=False)
    media_type: str | None = None
    sha256: str | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A reaction to a message, as stated in that message's record."""

    emoji: str = field(repr=False)
    sender: Account = field(repr=False)
    sent_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person authored: a message, post or comment, exactly as its source states it. Also when deleted or unsent.

    Attributes:
        conversation: Id of the conversation it stands in.
        kind: What sort of message the source calls it.
        sender: The account the source names.
        recipients: As stated; empty where the source leaves them to the conversation.
        folder: The box the platform kept it in; None where there is none.
        subject: A mail's subject; the platform's own line over a post or comment ("Ada replied to Zoe's comment.").
        sent_at: When the source says it was sent.
        body: The text as the person wrote it; "" when the message is only an attachment.
        links: Addresses that the source keeps apart from the text, and those that stand in it, in order.
        attachments: Files it refers to.
        reactions: Reactions stated in its record.
        reply_to: The platform's id of the message it answers.
        edited: The source says it was edited.
        deleted: The source says it was deleted or unsent.
        flags: Cautions for a reader: `forged-line-suspect` (WhatsApp: may be text pasted inside another message).
        platform_id: The platform's own id.
        locator: Where it was read.
    """

    conversation: str
    kind: MessageKind
    sender: Account = field(repr=False)
    recipients: tuple[Account, ...] = field(default=(), repr=False)
    folder: Folder | None = None
    subject: str | None = field(default=None, repr=False)
    sent_at: When
    body: str = field(repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)
    attachments: tuple[Attachment, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    reply_to: str | None = None
    edited: bool = False
    deleted: bool = False
    flags: tuple[str, ...] = ()
    platform_id: str | None = None
    locator: Locator = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the locator: the same on every machine and at every reading."""
        return self.locator.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the platform says happened: a member added, a call, an encryption notice. Calls are events.

    Attributes:
        event: A short name such as `member-added`, `call`, `subject-changed`; `other` when the wording is unknown.
        sender: The account whose act it is, where stated.
        body: The platform's wording, as stated.
        conversation, folder, sent_at, flags, platform_id, locator: As for a message.
    """

    conversation: str
    event: str
    sender: Account | None = field(default=None, repr=False)
    folder: Folder | None = None
    sent_at: When
    body: str = field(default="", repr=False)
    flags: tuple[str, ...] = ()
    platform_id: str | None = None
    locator: Locator = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the locator: the same on every machine and at every reading."""
        return self.locator.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a file says of itself: when and with what a picture was taken, which program made a capture. Recorded, never trusted.

    Attributes:
        name: In the field's own words, such as `exif:DateTimeOriginal`, `c2pa`, `warc:software`.
        value: As stated, as text.
    """

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A page, document, picture, sound or video as it was seen or saved: what was on a screen or sheet, and who says so.

    Attributes:
        conversation: Id of the conversation it stands in: the site it was saved from; the file, where it names none.
        kind: What was captured.
        grade: Provenance grade of this way of capturing: what the format can and cannot prove.
        address: The address it was saved from, as stated.
        title: As the page or document states it.
        sent_at: When the capture was made, as the capture itself states it. Not when what it shows was written.
        body: The text that it holds as text; "" where there are only pixels or sounds (see `Transcript`).
        links: Addresses in it, in order.
        attachments: Files that it refers to.
        facts: What the file says of itself.
        likeness: A perceptual hash, `phash:<16 hexadecimal digits>`; near copies differ in few bits. None where there is none.
        flags: Cautions, such as `digest-differs`, `script-removed`.
        platform_id: The capture's own id (a WARC record id).
        locator: Where it was read.
    """

    conversation: str
    kind: CaptureKind
    grade: Grade
    address: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    sent_at: When
    body: str = field(default="", repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)
    attachments: tuple[Attachment, ...] = ()
    facts: tuple[Fact, ...] = ()
    likeness: str | None = None
    flags: tuple[str, ...] = ()
    platform_id: str | None = None
    locator: Locator = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the locator: the same on every machine and at every reading."""
        return self.locator.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text that a machine read in a picture.

    Attributes:
        text: As read.
        confidence: 0–100, the machine's own.
        box: Left, top, width and height in pixels of the picture.
    """

    text: str = field(repr=False)
    confidence: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Text that a machine read in a picture: an aid for searching, never a quotation until a person has confirmed it.

    Attributes:
        of: Id of the capture that it was read in.
        conversation, sent_at: Those of the capture.
        maker: Program, version and languages, such as `tesseract 5.5.4 eng+urd`.
        confidence: 0–100, the machine's own, over all words.
        body: All lines.
        lines: Each with its place.
        locator: That of the capture, at `text` under its place.
    """

    of: str
    conversation: str
    sent_at: When
    maker: str
    confidence: int
    body: str = field(repr=False)
    lines: tuple[Line, ...] = field(default=(), repr=False)
    locator: Locator = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the locator: the same on every machine and at every reading."""
        return self.locator.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A second copy of a record inside one source: the first is the record, this one is only counted and listed."""

    of: str
    locator: Locator = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProblem:
    """Something that could not be read, or was read with a caution. Code and place, never content.

    Attributes:
        code: One of the codes of docs/reference/problems.md, such as `time-ambiguous`.
        severity: info, warning or loss.
        locator: Where.
        records: How many records of the source this problem stands for: 0, or 1 for a record that is not in the records (then the
            severity is loss).
        count: How often it occurred, where one problem is listed for many places (an unknown field).
    """

    code: str
    severity: Severity
    locator: Locator = field(repr=False)
    records: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Bytes of a text source that belong to no record, by name: `bom`, `blank`. With them, spans tile the file."""

    name: str
    locator: Locator = field(repr=False)


RowRecord: TypeAlias = Message | Event | Capture | Transcript
"""What stands in a case as a row of its own."""

Record: TypeAlias = Conversation | RowRecord | Duplicate | ReadProblem | Framing
"""Whatever a reader may yield."""
