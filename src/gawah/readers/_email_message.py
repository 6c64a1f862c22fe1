"""One mail as records: its conversation, itself, and the mails that are attached to it.

A mail in a mail is a message of its own, at a place under that of the mail that holds it (`…/part/2`), and marked `embedded`:
whoever forwarded it could have changed it. The bytes are never touched: a signature (DKIM) is named, not verified; it needs the
original.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gawah.readers._attachment import held
from gawah.readers._capture import bounded, told
from gawah.readers._email_address import accounts
from gawah.readers._email_caution import cautions, is_armoured, note_header
from gawah.readers._email_charset import decode
from gawah.readers._email_date import read_date, unread_date
from gawah.readers._email_header import Header
from gawah.readers._email_item import Items
from gawah.readers._email_item import Reading as ItemReading
from gawah.readers._email_parts import MAX_DEPTH, MAX_EMBEDDED, Part, Tree, content, read_tree, stands_plain
from gawah.readers._email_thread import PLATFORM, box, conversation_id, message_id
from gawah.readers._email_tnef import is_tnef, read_tnef
from gawah.readers._html import decoded, encoding_of, text_of
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.records.content import Account, Attachment, Conversation, Message, Record
from gawah.records.when import When

_REPORTS = {"delivery-status": "delivery-report", "disposition-notification": "read-receipt"}


@dataclass(slots=True)
class Opened:
    """What a mail is read from.

    Attributes:
        notes: The problems of the file it lies in.
        data: Its bytes.
        base: Where `data` begins in the file; None where it was decoded and stands nowhere as it is.
        in_mailbox: `>From ` at the start of a line stands for `From `.
        delivered: When the mailbox says that it arrived, for a mail that states no date.
        flags: Cautions from outside the mail.
        left: Mails in it that may still be read.
    """

    notes: Notes
    data: bytes = field(repr=False)
    base: int | None = 0
    in_mailbox: bool = False
    delivered: When | None = None
    flags: tuple[str, ...] = ()
    left: int = MAX_EMBEDDED


def records(opened: Opened, start: int, end: int, place: str, span: tuple[int, int] | None, depth: int = 0) -> Iterator[Record]:
    """The conversation and message of the mail at `data[start:end]`, then those of the mails in it."""
    tree = read_tree(opened.data, start, end, depth)
    header = tree.root.header
    reading = _Reading(opened, tree)
    subject = header.text("subject")
    subject = None if subject is None else told(subject)
    body, found = reading.body()
    attachments, embedded = reading.attachments()
    locator = opened.notes.locator(place, span)
    if not body.strip():
        body, found = reading.packed_body()
    conversation = conversation_id(header, subject, f"{locator.file_sha256}/{place}")
    kept, trashed = box(header, opened.notes.member.name)
    author, recipients = reading.people()
    sent_at = reading.sent_at()
    yield Conversation(id=conversation, platform=PLATFORM, title=subject)
    yield Message(
        conversation=conversation,
        kind="email",
        sender=author,
        recipients=recipients,
        folder=kept if depth == 0 else None,
        subject=subject,
        sent_at=sent_at,
        body=body,
        links=tuple(dict.fromkeys((*links(body), *found))),
        attachments=attachments,
        reply_to=message_id(header.raw("in-reply-to")),
        flags=(*reading.flags(subject, author, recipients), *(("in-trash",) if trashed and depth == 0 else ())),
        platform_id=message_id(header.raw("message-id")),
        locator=locator,
    )
    reading.note_header()
    for part, data in embedded:
        yield from _embedded(opened, place, part, data, depth)
    for part, item in reading.packed:
        items = Items(opened.notes, opened.left)
        yield from items.inside(item.item, f"{place}/part/{part.number or '1'}", depth)
        opened.left = items.left


def _embedded(opened: Opened, place: str, part: Part, data: bytes, depth: int) -> Iterator[Record]:
    """The mail that a part holds; one too many or too deep stays an attachment, and that is said."""
    if opened.left <= 0 or depth + 1 >= MAX_DEPTH:
        opened.notes.note("limit-reached", "warning", "part")
        return
    opened.left -= 1
    opened.notes.note("embedded", "info", "part")
    inner = f"{place}/part/{part.number or '1'}"
    plain = opened.base is not None and len(data) == part.end - part.start and stands_plain(part)
    within = Opened(
        opened.notes, opened.data if plain else data, opened.base if plain else None, flags=("embedded",), left=opened.left
    )
    start, end = (part.start, part.end) if plain else (0, len(data))
    span = (start + opened.base, end + opened.base) if plain and opened.base is not None else None
    within.in_mailbox = opened.in_mailbox and plain
    yield from records(within, start, end, inner, span, depth + 1)
    opened.left = within.left


class _Reading:
    """One mail while its record is made; gathers what is to be said about it."""

    def __init__(self, opened: Opened, tree: Tree) -> None:
        self._opened = opened
        self._tree = tree
        self._header: Header = tree.root.header
        self._flags = list(opened.flags)
        self.packed: list[tuple[Part, ItemReading]] = []

    def body(self) -> tuple[str, tuple[str, ...]]:
        """The text to read, and the addresses that links of HTML lead to. HTML is taken where there is no plain text."""
        parts = self._tree.text
        texts = [self._text(part) for part in parts]
        if not "".join(text for text, _ in texts).strip() and self._tree.html:
            texts = [self._text(part) for part in self._tree.html]
            parts = self._tree.html
        if any(part.kind == "text/html" for part in parts):
            self._flags.append("from-html")
        whole = "".join(
            text if text.endswith("\n") or index == len(texts) - 1 else text + "\n" for index, (text, _) in enumerate(texts)
        )
        body, cut = bounded(whole)
        if cut:
            self._opened.notes.note("limit-reached", "warning", "body")
        return body, tuple(link for _, found in texts for link in found)

    def _text(self, part: Part) -> tuple[str, tuple[str, ...]]:
        data = self._content(part)
        charset = part.parameters.get("charset")
        if part.kind == "text/html":
            if charset is None:
                html, damaged = decoded(data, encoding_of(data))
                verdict = "text-undecodable" if damaged else None
            else:
                html, verdict = decode(data, charset)
            text, found = text_of(html)
            linked = tuple(found)
        else:
            text, verdict = decode(data, charset)
            text, linked = text.replace("\r\n", "\n"), ()
        if verdict is not None:
            self._opened.notes.note(verdict, "warning", "body")
        return text, linked

    def _content(self, part: Part) -> bytes:
        data, unquoted = content(self._opened.data, part, in_mailbox=self._opened.in_mailbox)
        if unquoted and "from-line-unquoted" not in self._flags:
            self._flags.append("from-line-unquoted")
        return data

    def attachments(self) -> tuple[tuple[Attachment, ...], list[tuple[Part, bytes]]]:
        """The files of the mail, hashed as they were before they were encoded for sending; and the mails among them."""
        found: list[Attachment] = []
        mails: list[tuple[Part, bytes]] = []
        for part in self._tree.attached:
            name = None if part.name is None else told(part.name)
            if part.kind == "message/external-body":
                self._opened.notes.note("media-missing", "warning", "part")
                found.append(Attachment(name=name, missing=True))
                continue
            data = self._content(part)
            if part.is_mail:
                mails.append((part, data))
            packed = is_tnef(data)
            found.append(held(name, data, "message/rfc822" if part.is_mail else "application/ms-tnef" if packed else None))
            if packed:
                item = ItemReading(self._opened.notes, read_tnef(data))
                self.packed.append((part, item))
                found += item.attachments()
        return tuple(found), mails

    def packed_body(self) -> tuple[str, tuple[str, ...]]:
        """The text that Outlook packed into a file (winmail.dat), of a mail that has none beside it."""
        for _, item in self.packed:
            body, found = item.body()
            if body.strip():
                return body, found
        return "", ()

    def people(self) -> tuple[Account, tuple[Account, ...]]:
        """Who wrote it, and to whom."""
        header = self._header
        authors = accounts(header.raw("from"), header.words) or accounts(header.raw("sender"), header.words)
        if len(authors) > 1:
            self._flags.append("several-authors")
        fields = [value for name in ("to", "cc", "bcc") for value in header.all_raw(name)]
        return (authors or [Account()])[0], tuple(account for value in fields for account in accounts(value, header.words))

    def sent_at(self) -> When:
        """When it says that it was sent. When it says nothing, when the mailbox says that it arrived, marked as that."""
        stated = self._header.raw("date")
        when = None if stated is None else read_date(stated)
        if when is not None:
            return when
        if self._opened.delivered is not None and not (stated or "").strip():
            self._flags.append("delivery-time")
            return self._opened.delivered
        self._opened.notes.note("time-unreadable", "warning", "date")
        return unread_date(stated)

    def flags(self, subject: str | None, author: Account, recipients: tuple[Account, ...]) -> tuple[str, ...]:
        """The cautions, each once."""
        flags, header, root = self._flags, self._header, self._tree.root
        flags += cautions(header, subject, (author, *recipients))
        kinds = {root.kind, *(part.kind for part in self._tree.attached)}
        opaque = {"application/pkcs7-mime", "application/x-pkcs7-mime"} & kinds
        if root.kind == "multipart/encrypted" or opaque or self._armoured():
            flags.append("encrypted" if root.parameters.get("smime-type") != "signed-data" else "signed-opaque")
        report = _REPORTS.get(root.parameters.get("report-type", "").lower())
        if root.kind == "multipart/report" and report is not None:
            flags.append(report)
        if "text/calendar" in kinds:
            flags.append("calendar")
        for _, item in self.packed:
            flags += [*item.flags, *item.kind("")]
        return tuple(dict.fromkeys(flags))

    def _armoured(self) -> bool:
        return any(is_armoured(decode(self._opened.data[part.start : part.start + 400], None)[0]) for part in self._tree.text[:1])

    def note_header(self) -> None:
        """Say what was wrong with the header and the parts."""
        note_header(self._opened.notes, self._header)
        for _, item in self.packed:
            item.note()
        if self._tree.cut:
            self._opened.notes.note("limit-reached", "warning", "part")
