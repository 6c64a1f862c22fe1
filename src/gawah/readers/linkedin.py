"""LinkedIn "Get a copy of your data": messages, invitations with words, own comments and posts.

Seen:
    messages.csv (CONVERSATION ID, CONVERSATION TITLE, FROM, SENDER PROFILE URL, TO, RECIPIENT PROFILE URLS, DATE, SUBJECT, CONTENT,
    FOLDER, later ATTACHMENTS, IS MESSAGE DRAFT and others), Rich_Media.csv, Comments.csv, Shares.csv, Invitations.csv; UTF-8 with
    and without a mark
Rules:
    * A file is known by its column names; lines above them (`Notes:` in Connections.csv) are framing.
    * A ragged row is kept as not read: nobody can tell which comma was meant. Columns that a row lacks at its end are empty.
    * CONTENT that is HTML is given as its text, with the addresses in it.
    * The address of the sender's profile is the handle; the name may be shared by many.
Known limits:
    * Invitations state a time in the order month, day, year without a zone.
    * Connections, endorsements, recommendations and the like are nobody's words to the person, or not read yet; they are listed.
    * The fast archive of the first minutes lacks files that the complete one, a day later, has.
Sources: ../shared/samples/linkedin; export-formats.md section 3; tests/samples/linkedin/*/about.toml.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gawah.readers._clock_time import clock_time
from gawah.readers._conversations import Once, by_id
from gawah.readers._csv import Form
from gawah.readers._csv_form import form
from gawah.readers._csv_records import records_of_rows
from gawah.readers._html import text_of
from gawah.readers._iso_time import unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.records.content import Account, Conversation, Folder, Message, MessageKind, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

PLATFORM = "LinkedIn"
VERSION = "1"
_LOOKED_INTO = 200
_TAG = re.compile(r"<(?:p|br|a|div|span|b|i|ul|li|strong|em)\b[^>]*>|</p>", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4}),? (\d{1,2}):(\d{2})[ \u202f]?([AP]M)")
_FOLDERS: dict[str, Folder] = {
    "INBOX": "inbox",
    "SENT": "sent",
    "ARCHIVE": "archived",
    "ARCHIVED": "archived",
    "SPAM": "filtered",
    "OTHER": "filtered",
    "DRAFT": "drafts",
    "MESSAGE_REQUESTS": "message_requests",
}
_MESSAGE_COLUMNS = frozenset(
    {
        *("CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE", "SUBJECT"),
        *("CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"),
    }
)
Row = dict[str, str]


@dataclass(slots=True)
class _File:
    """A file while it is read: its notes, and what has been told of recipients."""

    notes: Notes
    locator: Locator
    row: Row = field(repr=False)

    def when(self, key: str) -> When:
        value = self.row.get(key, "")
        when = clock_time(value, "format") or _month_first(value)
        if when is None:
            self.notes.note("time-unreadable", "warning", "time")
            return unread(value)
        return when


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of file.

    Attributes:
        needs: Column names by which it is known.
        knows: All names that were seen in it.
        last: The column up to which a row must reach.
        make: The records of one row.
    """

    needs: frozenset[str]
    knows: frozenset[str]
    last: str
    make: Callable[[_File], Iterator[Record]]


def identify(source: Source) -> bool:
    """Say whether this holds messages or other words of a LinkedIn export. Looks at the column names of CSV files."""
    return any(True for _ in _found(source))


def reads(source: Source) -> Sequence[Member]:
    """The files with messages, invitations, comments and posts."""
    return [member for member, _, _ in _found(source)]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - this format states its times whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    known = {member.ordinal: (sort, written) for member, sort, written in _found(source)}
    once = Once(by_id)
    for member in openable(source, reads(source)):
        if not isinstance(member, Member):
            yield member
            continue
        yield from once.of(_records(source, member, *known[member.ordinal]))


def count(source: Source) -> None:  # noqa: ARG001 - the spans of rows and framing tile every byte of the files
    """None: spans tile the files."""
    return


def _found(source: Source) -> Iterator[tuple[Member, _Sort, Form]]:
    names = [member for member in source.members if member.basename.casefold().endswith(".csv")]
    for member in names[:_LOOKED_INTO]:
        head = source.head(member)
        for sort in _SORTS:
            written = form(head, lambda cells, sort=sort: sort.needs <= {cell.strip() for cell in cells})  # type: ignore[misc]
            # Columns such as Date, Link, Message are common: such a file says by its addresses whose it is.
            if written is not None and (sort.make in (_message, _invitation) or b"linkedin.com" in head.replace(b"\0", b"")):
                yield member, sort, written
                break


def _records(source: Source, member: Member, sort: _Sort, written: Form) -> Iterator[Record]:
    names = [name.strip() for name in written.columns]

    def made(notes: Notes, fields: Sequence[str], locator: Locator) -> Iterator[Record]:
        return sort.make(_File(notes, locator, dict(zip(names, fields, strict=True))))

    yield from records_of_rows(source, member, written, made, needed=1 + names.index(sort.last))
    unknown = sum(name not in sort.knows for name in names)
    if unknown:
        notes = Notes(source, member)
        notes.note("field-unknown", "info", "columns", unknown)
        yield from notes.problems()


def _message(file: _File) -> Iterator[Record]:
    row = file.row
    if not any(row[key].strip() for key in ("FROM", "DATE", "CONTENT")):
        return
    key = row["CONVERSATION ID"].strip()
    people = _people(row.get("TO", ""), row.get("RECIPIENT PROFILE URLS", ""))
    sender = Account(name=row["FROM"].strip() or None, handle=row.get("SENDER PROFILE URL", "").strip() or None)
    title = row.get("CONVERSATION TITLE", "").strip() or None
    yield Conversation(
        id=identifier(PLATFORM, key) if key else identifier(PLATFORM, "file", file.locator.file_sha256),
        platform=PLATFORM,
        title=title,
    )
    body, inner = _text(row["CONTENT"])
    attached = [part for part in re.split(r"[,\s]+", row.get("ATTACHMENTS", "")) if part.startswith("http")]
    draft = row.get("IS MESSAGE DRAFT", "").strip().casefold() in ("yes", "true")
    yield Message(
        conversation=identifier(PLATFORM, key) if key else identifier(PLATFORM, "file", file.locator.file_sha256),
        kind="group" if len(people) > 1 else "direct",
        sender=sender,
        recipients=people,
        folder="drafts" if draft else _FOLDERS.get(row.get("FOLDER", "").strip().upper()),
        subject=row.get("SUBJECT", "").strip() or None,
        sent_at=file.when("DATE"),
        body=body,
        links=tuple(dict.fromkeys((*attached, *inner, *links(body)))),
        locator=file.locator,
    )


def _invitation(file: _File) -> Iterator[Record]:
    row = file.row
    if not any(row[key].strip() for key in ("From", "To", "Sent At")):
        return
    people = (
        Account(name=row["From"].strip() or None, handle=row.get("inviterProfileUrl", "").strip() or None),
        Account(name=row["To"].strip() or None, handle=row.get("inviteeProfileUrl", "").strip() or None),
    )
    key = identifier(PLATFORM, "invitation", *sorted(each.handle or each.name or "" for each in people))
    yield Conversation(id=key, platform=PLATFORM, title="invitation", participants=people)
    body = row.get("Message", "")
    yield Message(
        conversation=key,
        kind="direct",
        sender=people[0],
        recipients=people[1:],
        sent_at=file.when("Sent At"),
        body=body,
        links=links(body),
        locator=file.locator,
    )


def _public(kind: MessageKind, time: str, text: str, addresses: tuple[str, ...]) -> Callable[[_File], Iterator[Record]]:
    """What the holder of the account wrote for many: the file names nobody, they are the one whose export it is."""

    def made(file: _File) -> Iterator[Record]:
        row = file.row
        found = [row[key].strip() for key in addresses if row.get(key, "").strip().startswith("http")]
        if not (row[time].strip() or found or row.get(text, "").strip()):
            return
        place = found[:1] if kind == "comment" else ["posts"]
        stated = Conversation(id=identifier(PLATFORM, kind, *place), platform=PLATFORM, title=place[0] if place else None)
        body, inner = _text(row.get(text, ""))
        yield stated
        yield Message(
            conversation=stated.id,
            kind=kind,
            sender=Account(),
            sent_at=file.when(time),
            body=body,
            links=tuple(dict.fromkeys((*found, *inner, *links(body)))),
            locator=file.locator,
        )

    return made


def _people(names: str, addresses: str) -> tuple[Account, ...]:
    """The recipients: a profile each; with their names where there are as many."""
    urls = [each.strip() for each in addresses.split(",") if each.strip()]
    called = [each.strip() for each in names.split(",") if each.strip()]
    if len(urls) <= 1:
        return (Account(name=names.strip() or None, handle=urls[0] if urls else None),) if urls or called else ()
    if len(called) != len(urls):
        return tuple(Account(handle=url) for url in urls)
    return tuple(Account(name=name, handle=url) for name, url in zip(called, urls, strict=True))


def _text(content: str) -> tuple[str, tuple[str, ...]]:
    """The words of a text that may be HTML, and the addresses that only its tags hold."""
    if not _TAG.search(content):
        return content, ()
    return text_of(content)


def _month_first(text: str) -> When | None:
    found = _MONTH_FIRST.fullmatch(text.strip())
    if found is None:
        return None
    month, day, year, hour, minute = (int(part) for part in found.groups()[:5])
    try:
        moment = datetime(year + 2000 * (year < 100), month, day, hour % 12 + 12 * (found[6] == "PM"), minute)  # noqa: DTZ001 - none stated
    except ValueError:
        return None
    return When(stated=text, local=moment.isoformat(timespec="seconds"), utc=None, zone="unknown", precision="minute")


_SORTS = (
    _Sort(frozenset({"CONVERSATION ID", "FROM", "DATE", "CONTENT"}), _MESSAGE_COLUMNS, "CONTENT", _message),
    _Sort(
        frozenset({"From", "To", "Sent At", "Message", "Direction"}),
        frozenset({"From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"}),
        "Direction",
        _invitation,
    ),
    _Sort(
        frozenset({"Date", "ShareLink", "ShareCommentary"}),
        frozenset({"Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"}),
        "ShareCommentary",
        _public("post", "Date", "ShareCommentary", ("ShareLink", "SharedUrl", "MediaUrl")),
    ),
    _Sort(
        frozenset({"Date", "Link", "Message"}),
        frozenset({"Date", "Link", "Message"}),
        "Message",
        _public("comment", "Date", "Message", ("Link",)),
    ),
    *(
        _Sort(
            frozenset({time, "Media Link"}),
            frozenset({time, "Media Description", "Media Link"}),
            "Media Link",
            _public("post", time, "Media Description", ("Media Link",)),
        )
        for time in ("Date/Time", "Time")
    ),
)
