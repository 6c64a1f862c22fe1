"""One mail as Outlook saves it (.msg): a compound file (MS-CFB) whose streams are properties (MS-OXMSG, MS-OXPROPS).

Text is UTF-16 or in the code page that the mail names; the plain text is taken, else the HTML one. A mail attached to a mail
is a message of its own, marked `embedded`, as in every other mail.
"""

import io
import struct
from collections.abc import Iterator
from typing import Any

from gawah.readers._capture import bounded, told
from gawah.readers._email_charset import codec_of_page, decode
from gawah.readers._email_date import unread_date
from gawah.readers._email_header import read_header
from gawah.readers._email_message import MAX_EMBEDDED, held
from gawah.readers._email_parts import MAX_DEPTH
from gawah.readers._email_thread import PLATFORM, box, conversation_id, message_id
from gawah.readers._html import text_of
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Message, Record
from gawah.records.when import When, from_epoch_ms

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
"""The class of a saved mail (MS-OXMSG section 2.2.1), which some programs leave out."""
_NAMES = tuple(name.encode("utf-16-le") for name in ("__nameid_version1.0", "__substg1.0_", "__properties_version1.0"))
_LOOKED_AT = 8 << 20
MAX_ENTRIES = 20_000
"""Streams and folders in one file; a mail to a thousand people has some ten thousand."""
MAX_BESIDE = 4_000
"""Streams and folders in one folder of the file."""
_FAULTS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    struct.error,
)
"""What olefile raises for damaged files; its own errors are among these."""
_SINCE_1601 = 11_644_473_600_000
_WIDE = 0x001F
_NARROW = 0x001E
_BINARY = 0x0102


def is_outlook(source: Source, member: Member, head: bytes) -> bool:
    """Whether a compound file is a saved mail: its first directory sector names what only a mail has. Never raises."""
    if not head.startswith(MAGIC) or len(head) < 512:
        return False
    shift, first = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
    if shift not in (9, 12):
        return False
    start = (first + 1) << shift
    if start > _LOOKED_AT:
        return member.name.lower().endswith(".msg")
    sector = source.head(member, start + (1 << shift))[start:]
    return sector[80:96] == _CLASS or any(name in sector for name in _NAMES)


def outlook_records(notes: Notes, data: bytes) -> Iterator[Record]:
    """The conversation and message that the file holds, then those of the mails in it."""
    span = (0, len(data))
    try:
        storage = _opened(data)
    except _TooMuch:
        yield notes.lost("message", span, "limit-reached")
        return
    except _FAULTS:
        storage = None
    if storage is None or not _Properties(storage, 32).whole:
        yield notes.lost("message", span)
        return
    yield from _Mails(notes).records(storage, 32, "message", span, 0)


class _TooMuch(Exception):
    """More in the file than a mail has."""


def _opened(data: bytes) -> Any:
    import olefile
    from oxmsg.storage import Storage

    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
        entries = [entry for entry in file.direntries if entry is not None]
        total = sum(entry.size for entry in entries if entry.entry_type == olefile.STGTY_STREAM)
        # Streams may be laid over one another: what they say of their sizes must fit into the file.
        if len(entries) > MAX_ENTRIES or max(len(entry.kids) for entry in entries) > MAX_BESIDE or total > len(data):
            raise _TooMuch
        return Storage.from_ole(file)


class _Properties:
    """The properties of a mail, a recipient or an attachment."""

    def __init__(self, storage: Any, header: int, codec: str | None = None) -> None:
        self._streams: dict[str, bytes] = {stream.name: stream.bytes_ for stream in storage.streams}
        table = self._streams.get("__properties_version1.0")
        self.whole = table is not None
        self._fixed: dict[int, bytes] = {}
        for at in range(header, len(table or b"") - 15, 16):
            kind, number = struct.unpack_from("<HH", table or b"", at)
            if kind in (0x0003, 0x0040):
                self._fixed[number] = (table or b"")[at + 8 : at + 16]
        self.verdicts: list[str] = []
        page = self.number(0x3FFD) or self.number(0x3FDE)
        self.codec = (codec_of_page(page) if page else None) or codec
        inner = self.number(0x3FDE)
        self.body_codec = (codec_of_page(inner) if inner else None) or self.codec

    def number(self, number: int) -> int | None:
        """A number (PtypInteger32); None where there is none."""
        value = self._fixed.get(number)
        return None if value is None else int.from_bytes(value[:4], "little")

    def time(self, number: int) -> When | None:
        """A time (PtypTime: 100 nanoseconds since 1601, UTC)."""
        ticks = int.from_bytes(self._fixed.get(number, b""), "little")
        try:
            return from_epoch_ms(ticks // 10_000 - _SINCE_1601, str(ticks)) if ticks else None
        except ValueError:
            return None

    def binary(self, number: int) -> bytes | None:
        """Bytes (PtypBinary)."""
        return self._streams.get(f"__substg1.0_{number:04X}{_BINARY:04X}")

    def text(self, number: int) -> str | None:
        """A text (PtypString or PtypString8), without the zero at its end; None for an empty one."""
        wide = self._streams.get(f"__substg1.0_{number:04X}{_WIDE:04X}")
        if wide is not None:
            text = wide.decode("utf-16-le", "replace")
        else:
            narrow = self._streams.get(f"__substg1.0_{number:04X}{_NARROW:04X}")
            if narrow is None:
                return None
            text = self.decoded(narrow, self.body_codec if number == 0x1000 else self.codec)
        return told(text.rstrip("\0")) or None

    def decoded(self, data: bytes, codec: str | None) -> str:
        """Bytes as text; what had to be guessed is said in `verdicts`."""
        text, verdict = decode(data, codec)
        if verdict is not None:
            self.verdicts.append(verdict)
        return text


class _Mails:
    """The mails of one file, counted so that they end."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._left = MAX_EMBEDDED

    def records(self, storage: Any, header: int, place: str, span: tuple[int, int] | None, depth: int) -> Iterator[Record]:
        """One mail and those in it."""
        mail = _Properties(storage, header)
        subject = mail.text(0x0037)
        fields = read_header(*_threading(mail))
        locator = self._notes.locator(place, span)
        flags = ["embedded"] if depth else []
        body = self._body(mail, flags)
        attachments, inside = self._attachments(storage, mail)
        sent_at = mail.time(0x0039)
        if sent_at is None and (sent_at := mail.time(0x0E06)) is not None:
            flags.append("delivery-time")
        if sent_at is None:
            self._notes.note("time-unreadable", "warning", "date")
        conversation = conversation_id(fields, subject, f"{locator.file_sha256}/{place}")
        kept, trashed = (None, False) if depth else box(fields, self._notes.member.name)
        yield Conversation(id=conversation, platform=PLATFORM, title=subject)
        yield Message(
            conversation=conversation,
            kind="email",
            sender=_sender(mail),
            recipients=tuple(_recipient(each, mail.codec) for each in storage.iter_recipient_storages()),
            folder=kept,
            subject=subject,
            sent_at=sent_at or unread_date(None),
            body=body,
            links=tuple(dict.fromkeys(links(body))),
            attachments=attachments,
            reply_to=message_id(mail.text(0x1042)),
            flags=(*flags, *(("in-trash",) if trashed else ())),
            platform_id=message_id(mail.text(0x1035)),
            locator=locator,
        )
        for verdict in dict.fromkeys(mail.verdicts):
            self._notes.note(verdict, "warning", "body")
        for number, inner in inside:
            if self._left <= 0 or depth + 1 >= MAX_DEPTH:
                self._notes.note("limit-reached", "warning", "part")
                return
            self._left -= 1
            self._notes.note("embedded", "info", "part")
            yield from self.records(inner, 24, f"{place}/part/{number}", None, depth + 1)

    def _body(self, mail: _Properties, flags: list[str]) -> str:
        text = mail.text(0x1000)
        if text is None or not text.strip():
            page = mail.binary(0x1013)
            html = mail.decoded(page, mail.body_codec) if page else mail.text(0x1013)
            if html:
                flags.append("from-html")
                text = text_of(html)[0]
            elif mail.binary(0x1009):
                self._notes.note("text-undecodable", "warning", "body")
        body, cut = bounded((text or "").replace("\r\n", "\n"))
        if cut:
            self._notes.note("limit-reached", "warning", "body")
        return body

    def _attachments(self, storage: Any, mail: _Properties) -> tuple[tuple[Attachment, ...], list[tuple[int, Any]]]:
        """The files, hashed; and the mails among them with their number."""
        found: list[Attachment] = []
        inside: list[tuple[int, Any]] = []
        for number, each in enumerate(storage.iter_attachment_storages(), 1):
            properties = _Properties(each, 8, mail.codec)
            name = properties.text(0x3707) or properties.text(0x3704) or properties.text(0x3001)
            data = properties.binary(0x3701)
            inner = next((one for one in each.storages if one.name == "__substg1.0_3701000D"), None)
            if data is not None:
                found.append(held(name, data))
            elif inner is not None and _Properties(inner, 24).whole:
                found.append(Attachment(name=name, media_type="application/vnd.ms-outlook"))
                inside.append((number, inner))
            else:
                self._notes.note("media-missing", "warning", "part")
                found.append(Attachment(name=name, missing=True))
        return tuple(found), inside


def _threading(mail: _Properties) -> tuple[bytes, int, int]:
    """What the mail answers, in the form that other mails have it, so that both stand in one conversation."""
    named = (("References", 0x1039), ("In-Reply-To", 0x1042), ("Message-ID", 0x1035))
    lines = [f"{name}: {' '.join(text.split())}\n" for name, number in named if (text := mail.text(number))]
    data = "".join(lines).encode("utf-8")
    return data, 0, len(data)


def _sender(mail: _Properties) -> Account:
    """Who wrote it; the one it was sent for where that is stated (as the From field is)."""
    for name, kind, address, plain in ((0x0042, 0x0064, 0x0065, 0x5D02), (0x0C1A, 0x0C1E, 0x0C1F, 0x5D01)):
        account = _account(mail.text(name), mail.text(kind), mail.text(address), mail.text(plain))
        if account.handle or account.name:
            return account
    return Account()


def _recipient(storage: Any, codec: str | None) -> Account:
    properties = _Properties(storage, 8, codec)
    return _account(properties.text(0x3001), properties.text(0x3002), properties.text(0x3003), properties.text(0x39FE))


def _account(name: str | None, kind: str | None, address: str | None, plain: str | None) -> Account:
    """An address of an Exchange server (`/O=…/CN=…`) is no mail address: it is the platform's own id."""
    own = address if kind is not None and kind.upper() != "SMTP" else None
    handle = plain or (address if own is None else None)
    if handle is None and name is not None and "@" in name:
        handle, name = name.strip("'\""), None
    return Account(name=None if name == handle else name, handle=handle, platform_id=own)
