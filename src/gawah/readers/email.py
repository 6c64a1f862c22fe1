"""E-mail: single mails (.eml, .emlx, .msg, winmail.dat), mailboxes (.mbox, .pst, .ost), Maildir folders.

Seen:
    eml         RFC 5322 and what programs really write: stalwartlabs/mail-parser and mikel/mail fixtures (shared samples)
    mbox        mboxo, mboxrd, mboxcl; Thunderbird's `From - `; Google Takeout's, with X-GM-THRID and X-Gmail-Labels; apache/tika
    Maildir     cur/ and new/, flags behind `:2,` (D. J. Bernstein, maildir(5); Maildir++ folder names)
    msg         Outlook 2003 and Exchange (apache/tika, shared samples; MS-OXMSG), with and without the header they came with,
                text in RTF made from HTML and from plain text
    winmail.dat TNEF, in a mail or alone (MS-OXTNEF; no sample of others)
    pst, ost    Outlook's mailboxes (MS-PST): Unicode (apache/tika testPST, shared samples); ANSI and large pages in files that
                were made for the tests and that libpff reads alike
Rules:
    * Every byte of a mailbox belongs to a mail or to named framing (`_email_mailbox`); a lone file is one mail. Of Outlook's
      mailboxes, whose mails are strewn over the file, all mails are taken that its tree lists, and the folders' own counts are
      compared (`_email_store`).
    * The text is the plain one; where there is none, the HTML one as text, marked `from-html`. Line ends of the wire (CRLF)
      are line feeds here.
    * The date is the sender's own word, and so is every name and address: a header is easily forged. A date that is missing or
      cannot be read stays as stated; a mail of a mailbox without one has the time of delivery, marked `delivery-time`, its
      zone unknown.
    * Attachments are hashed as they were before they were encoded. A mail attached to a mail is a message of its own
      (`_email_message`).
    * An item of Outlook follows the same rules, told from its properties (`_email_item`); text in RTF is `_email_rtf`.
    * Conversation, box: `_email_thread`. Charsets: `_email_charset`. What is text and what a file: `_email_parts`.
Known limits:
    * Of an item of Outlook: named properties (the place of a meeting, votes), and files that are saved mails themselves. Of its
      mailboxes: what was deleted for good and may still stand in unused room; a password is no lock and not asked for.
    * DKIM and S/MIME signatures are named, not verified. Encrypted mail stays closed. text/enriched and calendars are files.
    * To, Cc and Bcc become one list. The HTML form beside a plain text is not read. `format=flowed` is left as it was sent.
    * A mail over 64 MiB, mails deeper than 40 in one another and more than 5,000 parts are not read; the original is kept.
Sources: RFC 5322, 2045-2047, 2231, 4155, 6532, 8621; MS-OXMSG, MS-OXPROPS, MS-OXRTFCP, MS-OXRTFEX, MS-OXTNEF, MS-PST;
export-formats.md section 3.
"""

from collections.abc import Callable, Iterator, Sequence

from gawah.readers._email_bag import Item
from gawah.readers._email_date import read_date
from gawah.readers._email_header import Header
from gawah.readers._email_item import Items
from gawah.readers._email_mailbox import MAX_MAIL, Mail, mails
from gawah.readers._email_members import _EMLX, Kind, is_mail_source, mail_members
from gawah.readers._email_message import Opened, records
from gawah.readers._email_outlook import TooMuch, read_msg
from gawah.readers._email_store import store_records
from gawah.readers._email_thread import PLATFORM, box
from gawah.readers._email_tnef import read_tnef
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import unreadable
from gawah.records.content import Conversation, Framing, Record
from gawah.records.errors import SourceUnreadable
from gawah.records.when import When

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "2"


def identify(source: Source) -> bool:
    """Say whether this is mail. Reads the start of the file, or names and the start of up to 64 files."""
    return is_mail_source(source)


def reads(source: Source) -> Sequence[Member]:
    """The files that hold mail."""
    return [member for member, _ in mail_members(source)]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - a mail's date has one order only
    """Yield every mail, in the order of the files and of the mails in them; a conversation before its mails."""
    seen: set[int] = set()
    for member, kind in mail_members(source):
        for record in _member(source, member, kind):
            if isinstance(record, Conversation):
                key = int(record.id, 16) & (1 << 60) - 1  # as many conversations as there are mails: kept small
                if key in seen:
                    continue
                seen.add(key)
            yield record


def count(source: Source) -> int | None:  # noqa: ARG001 - the protocol's
    """None: the spans of the mails tile every byte of the files."""
    return None


def _member(source: Source, member: Member, kind: Kind) -> Iterator[Record]:
    notes = Notes(source, member)
    try:
        source.digest(member)
    except SourceUnreadable as error:
        yield unreadable(source, member, "limit-reached" if "limit" in str(error) else "member-unreadable")
        return
    if kind is Kind.MAILBOX:
        number = 0
        for mail in mails(lambda: source.open(member)):
            number += bool(mail.envelope)
            yield from _of_mailbox(notes, mail, f"message/{number}" if mail.envelope else f"before/{number}")
    elif kind is Kind.STORE:
        yield from store_records(notes)
    else:
        yield from _lone(notes, kind)
    yield from notes.problems()


def _lone(notes: Notes, kind: Kind) -> Iterator[Record]:
    """A file that is one mail; Apple Mail puts its length before it and a property list behind."""
    span = (0, notes.member.size)
    if notes.member.size > MAX_MAIL:
        yield notes.lost("message", span, "limit-reached")
        return
    with notes.source.open(notes.member) as stream:
        data = stream.read()
    start, end = 0, len(data)
    if kind in (Kind.OUTLOOK, Kind.WINMAIL):
        yield from _item(notes, data, read_msg if kind is Kind.OUTLOOK else read_tnef)
        return
    found = _EMLX.match(data) if kind is Kind.APPLE else None
    if found is not None:
        start = found.end()
        end = min(end, start + int(found.group(1)))
    yield from records(Opened(notes, data), start, end, "message", span)


def _item(notes: Notes, data: bytes, reading: Callable[[bytes], Item]) -> Iterator[Record]:
    """A file that is one item of Outlook."""
    span = (0, len(data))
    try:
        item = reading(data)
    except TooMuch:
        yield notes.lost("message", span, "limit-reached")
    except ValueError:
        yield notes.lost("message", span)
    else:
        kept, trashed = box(Header(), notes.member.name)
        yield from Items(notes).records(item, "message", span, folder=kept, flags=("in-trash",) if trashed else ())


def _of_mailbox(notes: Notes, mail: Mail, place: str) -> Iterator[Record]:
    span = (mail.start, mail.end)
    if mail.data is None:
        yield notes.lost(place, span, "limit-reached")
    elif not mail.envelope and not mail.data.strip(b"\r\n\xef\xbb\xbf"):
        yield Framing(name="blank", locator=notes.locator(place, span))
    elif not mail.envelope:
        yield notes.lost(place, span)
    else:
        flags = ("from-line-in-body",) if mail.holds_another else ()
        opened = Opened(notes, mail.data, mail.start + len(mail.envelope), in_mailbox=True, delivered=_delivered(mail), flags=flags)
        end = len(mail.data)
        if mail.data.endswith(b"\n"):  # the blank line before the next mail is the mailbox's
            for blank in (b"\r\n\r\n", b"\n\n"):
                if mail.data.endswith(blank):
                    end -= len(blank) // 2
                    break
        yield from records(opened, 0, end, place, span)


def _delivered(mail: Mail) -> When | None:
    """The time on the `From ` line, which stands behind the sender."""
    line = mail.envelope.decode("latin-1").rstrip("\r\n")
    return read_date(line.split(" ", 2)[2]) if line.count(" ") > 2 else None
