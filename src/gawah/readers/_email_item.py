"""An item of Outlook as records: the same rules as for a mail, told from properties instead of header fields.

Where the item holds the header that it came with, that is read as the header of any mail: the date with its offset, the ids, who
wrote it and to whom. What it lacks is told from the properties. An item in an item is a message of its own, marked `embedded`. A
meeting, a contact, a report is a message with a flag of its kind: Outlook keeps them as it keeps mails.
"""

from collections.abc import Iterator
from dataclasses import replace

from gawah.readers import _email_bag as bag
from gawah.readers._capture import bounded, told
from gawah.readers._email_address import accounts
from gawah.readers._email_bag import Bag, Enclosed, Item, Texts
from gawah.readers._email_caution import cautions, is_armoured, note_header
from gawah.readers._email_charset import Verdict
from gawah.readers._email_date import read_date, unread_date
from gawah.readers._email_header import Header, read_header
from gawah.readers._email_parts import MAX_DEPTH, MAX_EMBEDDED
from gawah.readers._email_rtf import told_by, unpacked
from gawah.readers._email_thread import PLATFORM, conversation_id, message_id
from gawah.readers._html import decoded, encoding_of, text_of
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.records.content import Account, Attachment, Conversation, Folder, Message, Record
from gawah.records.digest import DigestingWriter
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import When

_ITEM_TYPE = "application/vnd.ms-outlook"
_UNTOLD = "application/octet-stream"
_TITLE = b"Microsoft Mail Internet Headers"
"""Exchange wrote a line `… Version 2.0` before the fields (apache/tika testMSG.msg)."""
_UNSENT = 0x8
"""In PidTagMessageFlags: still being written (MS-OXCMSG section 2.2.1.6)."""
_KINDS = (
    ("ipm.schedule", "calendar"),
    ("ipm.appointment", "calendar"),
    ("ipm.microsoft schedule", "calendar"),
    ("ipm.microsoft mail.read receipt", "read-receipt"),
    ("ipm.microsoft mail.non-delivery", "delivery-report"),
    ("ipm.contact", "contact"),
    ("ipm.distlist", "contact"),
    ("ipm.task", "task"),
    ("ipm.stickynote", "note"),
    ("ipm.activity", "journal"),
    ("report.ipm.note.ipnrn", "read-receipt"),
    ("report.ipm.note.ipnnrn", "read-receipt"),
    ("report.", "delivery-report"),
)
"""Flags by how the class of an item begins (MS-OXCMSG, MS-OXOCNTC, MS-OXOTASK, MS-OXONOTE, MS-OXOJRNL, MS-OXOMSG)."""


class Items:
    """Makes the records of the items of one file; the mails in them are counted so that they end."""

    def __init__(self, notes: Notes, left: int = MAX_EMBEDDED) -> None:
        self.notes = notes
        self.left = left

    def records(
        self,
        item: Item,
        place: str,
        span: tuple[int, int] | None,
        *,
        depth: int = 0,
        folder: Folder | None = None,
        flags: tuple[str, ...] = (),
    ) -> Iterator[Record]:
        """The conversation and message of the item, then those of the items in it."""
        reading = Reading(self.notes, item)
        subject = reading.subject()
        author, recipients = reading.people()
        body, found = reading.body()
        sent_at = reading.sent_at()
        attachments = reading.attachments()
        locator = self.notes.locator(place, span)
        conversation = conversation_id(reading.header, subject, f"{locator.file_sha256}/{place}")
        kind = reading.kind(body)
        yield Conversation(id=conversation, platform=PLATFORM, title=subject)
        yield Message(
            conversation=conversation,
            kind="email",
            sender=author,
            recipients=recipients,
            folder="drafts" if reading.unsent and not depth else folder,
            subject=subject,
            sent_at=sent_at,
            body=body,
            links=tuple(dict.fromkeys((*links(body), *found))),
            attachments=attachments,
            reply_to=message_id(reading.header.raw("in-reply-to")),
            flags=tuple(dict.fromkeys((*flags, *reading.flags, *cautions(reading.header, subject, (author, *recipients)), *kind))),
            platform_id=message_id(reading.header.raw("message-id")),
            locator=locator,
        )
        reading.note()
        yield from self.inside(item, place, depth)

    def inside(self, item: Item, place: str, depth: int) -> Iterator[Record]:
        """The records of the items that are attached to one."""
        for number, each in enumerate(item.attachments, 1):
            if each.item is None:
                continue
            if self.left <= 0 or depth + 1 >= MAX_DEPTH:
                self.notes.note("limit-reached", "warning", "part")
                return
            try:
                inner = each.item()
            except (OSError, ValueError):
                self.notes.note("record-unreadable", "loss", "part")
                continue
            self.left -= 1
            self.notes.note("embedded", "info", "part")
            yield from self.records(inner, f"{place}/part/{number}", None, depth=depth + 1, flags=("embedded",))


class Reading:
    """One item while its record is made."""

    def __init__(self, notes: Notes, item: Item) -> None:
        self._notes = notes
        self.item = item
        self._verdicts: list[Verdict] = []
        self._texts = Texts(item.bag, self._verdicts.append)
        self.flags: list[str] = []
        self.header = self._header()
        self.unsent = False

    def text(self, wanted: int, of: Bag | None = None) -> str | None:
        """A property as text; None where it is not there or says nothing."""
        value = self._texts.of(of or self.item.bag, wanted)
        return None if value is None else told(value)

    def _header(self) -> Header:
        """The header that the item came with; the ids that it lacks from the properties."""
        raw = (self.text(bag.HEADERS) or "").encode("utf-8").lstrip(b"\r\n\0")
        if raw.startswith(_TITLE):
            raw = raw.partition(b"\n")[2]
        header = read_header(raw, 0, len(raw)) if raw else Header()
        self._texts.also(header.parameters("content-type")[1].get("charset"))
        stated = {name for name, _ in header.fields}
        for name, wanted in (("references", bag.REFERENCES), ("in-reply-to", bag.IN_REPLY_TO), ("message-id", bag.MESSAGE_ID)):
            value = None if name in stated else self.text(wanted)
            if value is not None:
                header.fields.append((name, " ".join(value.split())))
        return header

    def subject(self) -> str | None:
        """The subject, without the two signs before it that say how long its `Re: ` is (MS-PST section 2.5.3.1.1.1)."""
        value = self.text(bag.SUBJECT)
        if value is not None and value.startswith("\1"):
            value = value[2:] or None
        if value is None:
            value = self.header.text("subject")
        if value is None and self.kind("") == ("contact",):
            value = self.text(bag.DISPLAY_NAME)
        return None if value is None else told(value)

    def people(self) -> tuple[Account, tuple[Account, ...]]:
        """Who wrote it, and to whom: To, Cc, Bcc."""
        header = self.header
        authors = accounts(header.raw("from"), header.words)
        if len(authors) > 1:
            self.flags.append("several-authors")
        kept = self._account(bag.AUTHOR) or self._account(bag.SENDER)
        author = (authors or [Account()])[0]
        if kept is not None:
            author = replace(author, platform_id=kept.platform_id) if author.handle else kept
        fields = [value for name in ("to", "cc", "bcc") for value in header.all_raw(name)]
        stated = tuple(account for value in fields for account in accounts(value, header.words))
        return author, stated or self._recipients()

    def _recipients(self) -> tuple[Account, ...]:
        kinds = ((bag.number(each, bag.RECIPIENT_TYPE) or 1) & 15 for each in self.item.recipients)
        found = sorted(zip(kinds, self.item.recipients, strict=True), key=lambda pair: pair[0])
        return tuple(account for _, each in found if (account := self._account(bag.RECIPIENT, each)) is not None)

    def _account(self, wanted: tuple[int, int, int, int], of: Bag | None = None) -> Account | None:
        """An address of an Exchange server (`/O=…/CN=…`) is no mail address: it is the platform's own id."""
        name, kind, address, plain = (self.text(each, of) for each in wanted)
        own = address if kind is not None and kind.upper() != "SMTP" else None
        handle = plain or (address if own is None else None)
        if handle is None and name is not None and "@" in name:
            handle, name = name.strip("'\""), None
        if not (name or handle or own):
            return None
        if name is not None and name.strip("'\"") == handle:
            name = None
        return Account(name=name, handle=handle, platform_id=own)

    def sent_at(self) -> When:
        """When it says that it was sent; else when it came, or when what was never sent was made, marked as that."""
        stated = self.header.raw("date")
        when = (None if stated is None else read_date(stated)) or bag.moment(self.item.bag, bag.SUBMITTED)
        if when is not None:
            return when
        delivered, made = (bag.moment(self.item.bag, wanted) for wanted in (bag.DELIVERED, bag.CREATED))
        self.unsent = delivered is None and bool((bag.number(self.item.bag, bag.FLAGS) or 0) & _UNSENT)
        self.flags += ["unsent"] if self.unsent else []
        if delivered is not None:
            self.flags.append("delivery-time")
        elif made is not None and (self.unsent or self.kind("")):
            self.flags.append("creation-time")
            return made
        else:
            self._notes.note("time-unreadable", "warning", "date")
        return delivered or unread_date(stated)

    def kind(self, body: str) -> tuple[str, ...]:
        """What sort of item it is, where it is no plain mail."""
        stated = (self.text(bag.CLASS) or "ipm.note").lower()
        signed = self.header.parameters("content-type")[1].get("smime-type") == "signed-data"
        if stated.startswith("ipm.note.smime.multipartsigned"):
            return () if body.strip() else ("signed-opaque",)
        if stated.startswith(("ipm.note.smime", "ipm.note.secure")) or is_armoured(body[:400]):
            return ("signed-opaque",) if signed else ("encrypted",)
        found = next((flag for start, flag in _KINDS if stated.startswith(start)), None)
        if found is None and not stated.startswith(("ipm.note", "ipm.post", "ipm.microsoft mail")) and stated != "ipm":
            found = "other-item"
        return () if found is None else (found,)

    def body(self) -> tuple[str, tuple[str, ...]]:
        """The text to read: plain, else of the HTML, else of the RTF; and the addresses of its links."""
        text: str | None = self.text(bag.BODY)
        found: tuple[str, ...] = ()
        if text is None or not text.strip():
            text, found = self._from_html() or self._from_rtf() or ("", ())
        body, cut = bounded(text.replace("\r\n", "\n"))
        if cut:
            self._notes.note("limit-reached", "warning", "body")
        return body, found

    def _from_html(self) -> tuple[str, tuple[str, ...]] | None:
        page = bag.binary(self.item.bag, bag.HTML)
        if page is None:
            html = self.text(bag.HTML)
        elif self._texts.internet is not None:
            html = self._texts.decoded(page, inner=True)
        else:
            html, damaged = decoded(page, encoding_of(page))
            self._verdicts += ["text-undecodable"] if damaged else []
        if not html:
            return None
        self.flags.append("from-html")
        return text_of(html)

    def _from_rtf(self) -> tuple[str, tuple[str, ...]] | None:
        packed = bag.binary(self.item.bag, bag.RTF)
        if not packed:
            return None
        try:
            raw, fault = unpacked(packed)
        except ValueError:
            self._notes.note("text-undecodable", "warning", "body")
            return None
        if fault is not None:
            self._notes.note(fault, "warning", "body")
        document = told_by(raw, self._verdicts.append)
        self.flags.append("from-html" if document.html else "from-rtf")
        return text_of(document.text) if document.html else (document.text, document.links)

    def attachments(self) -> tuple[Attachment, ...]:
        """The files of the item, hashed a piece at a time; an item among them has no bytes of its own."""
        return tuple(self._attachment(each) for each in self.item.attachments)

    def _attachment(self, each: Enclosed) -> Attachment:
        name = next((found for wanted in bag.FILE_NAMES if (found := self.text(wanted, each.bag))), None)
        if each.item is not None:
            return Attachment(name=name, media_type=_ITEM_TYPE)
        if each.pieces is not None:
            writer, head = DigestingWriter(_Nowhere()), b""
            try:
                for piece in each.pieces():
                    head = head or piece[:HEAD]
                    writer.write(piece)
            except OSError:
                pass
            else:
                kind = media_type(head, name or "")
                return Attachment(name=name, media_type=None if kind == _UNTOLD else kind, sha256=writer.sha256)
        self._notes.note("media-missing", "warning", "part")
        return Attachment(name=name, missing=True)

    def note(self) -> None:
        """Say what was wrong with the item."""
        note_header(self._notes, self.header)
        for verdict in dict.fromkeys(self._verdicts):
            self._notes.note(verdict, "warning", "body")
        for code, severity in self.item.faults:
            self._notes.note(code, severity, "item")
        if self.item.cut:
            self._notes.note("limit-reached", "warning", "item")


class _Nowhere:
    """Where the bytes of an attachment go: they stay in the original."""

    def write(self, data: bytes, /) -> int:
        """All of it."""
        return len(data)
