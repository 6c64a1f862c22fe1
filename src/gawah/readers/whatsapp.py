"""WhatsApp "Export chat": a text file, alone, in a zip or in a folder with the media.

Seen:
    Android     `WhatsApp Chat with X.txt`, `date, time - Name: text`, minutes, `<Media omitted>`, `IMG-….jpg (file attached)`
    iOS         `_chat.txt` in `WhatsApp Chat - X.zip`, `[date, time] Name: text`, seconds, `<attached: ….jpg>`
    everywhere  order of day and month, digits, words and marks in the phone's language; one file may change language midway
Rules:
    * Every byte belongs to one record, to one listed problem, or to framing (`bom`, `blank`); a line end to the record before it.
    * Times carry no zone. Where day and month cannot be told in the whole file, `local` stays None (`_whatsapp_order`).
    * A body is as written. Only what the app wrote is cut: a placeholder for media with its mark U+200E, the notice of an edit.
    * The first `: ` ends the name, unless every line of that name goes on to a longer one and each longer one recurs three times.
    * A line without a name, or one that is by its wording the app's although it holds `: `, is an event (`_whatsapp_phrase`).
Known limits:
    * Nothing tells a header from a line of a message that looks like one; suspicious ones are flagged (`_whatsapp_suspect`).
    * Messages carry no id, accounts no more than a display name, which people change. Reactions and quotes are not exported.
    * A name that holds `: ` and occurs in fewer than three messages is cut at it, and a person all of whose messages (three or
      more) begin with the same word and `: ` gets a name too long.
    * Bytes that are not UTF-8 become U+FFFD; the exact bytes stand at the span.
Sources: tests/samples/whatsapp/*/about.toml; export-formats.md section 2.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from gawah.readers import _whatsapp_header as headers
from gawah.readers import _whatsapp_phrase as phrases
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whatsapp_chat import Chat
from gawah.readers._whatsapp_pieces import bom, regions
from gawah.readers._whatsapp_survey import survey
from gawah.readers._whatsapp_suspect import flagged
from gawah.records.content import Conversation, Framing, ReadProblem, Record
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

PLATFORM = "WhatsApp"
VERSION = "2"

_MOST_PARTICIPANTS = 1024
"""The size of the largest group that WhatsApp allows."""
_LOOKED_AT = 32
"""Text files that `identify` opens, those named as WhatsApp names them first."""
_OTHER_EXPORT = re.compile(r"\.(json|jsonl|html?|js|xml|csv|mbox|db|sqlite)$", re.IGNORECASE)
_EXPORT_NAMES = re.compile(
    r"^(messages?(_\d+)?|result|user_data.*|posts.*|comments|connections|profile|index|manifest|chat_history)\.(json|html?|js)$",
    re.IGNORECASE,
)


def identify(source: Source) -> bool:
    """Whether one of the text files has a header line, and no other platform's export stands around it."""
    texts = sorted(
        (member for member in source.members if _is_text(source, member)), key=lambda member: not _named_by_whatsapp(member)
    )
    chats = [member for member in texts[:_LOOKED_AT] if _headers(source, member)]
    return bool(chats) and not _is_other_export(source, chats)


def reads(source: Source) -> Sequence[Member]:
    """The text files with a header line."""
    return [member for member in source.members if _is_text(source, member) and _headers(source, member)]


def read(source: Source, options: Options) -> Iterator[Record]:
    """Each chat's conversation and then its messages, events, framing and problems, in the order of the bytes."""
    # Lists inside and a chain of them outside: for each message, three generators would take a tenth of the time.
    return chain.from_iterable(_lists(source, options))


def count(source: Source) -> int | None:  # noqa: ARG001 - the protocol's
    """None: the spans tile every byte of every chat."""
    return None


def _lists(source: Source, options: Options) -> Iterator[Sequence[Record]]:
    for member in reads(source):
        try:
            yield from _read_chat(source, member, options)
        except SourceUnreadable:
            name = member.name if source.is_container else None
            place = Locator(file_sha256="", member=name, place="", span=None)
            yield [ReadProblem(code="member-unreadable", severity="loss", locator=place)]


def _read_chat(source: Source, member: Member, options: Options) -> Iterator[Sequence[Record]]:
    colon = _headers(source, member) == "colon"
    header = headers.pattern(colon=colon)
    digest = source.digest(member)
    with source.open(member) as stream:
        known = survey(regions(stream, header, member.size))
    title = _title(source, member)
    conversation = identifier(PLATFORM, title or digest)
    senders = dict.fromkeys(known.accounts.values())
    yield [Conversation(id=conversation, platform=PLATFORM, title=title, participants=tuple(senders)[:_MOST_PARTICIPANTS])]
    mark, _ = bom(source.head(member, 3))
    if mark:
        yield [Framing(name="bom", locator=source.locator(member, "line/1", (0, mark)))]
    chat = Chat(source=source, member=member, conversation=conversation, known=known, said=options.date_order)
    with source.open(member) as stream:
        yield from flagged(chat.batches(regions(stream, header, member.size)))
    yield list(chat.problems())


def _is_text(source: Source, member: Member) -> bool:
    """A text file by its name; a lone file may have lost its ending."""
    name = member.basename.lower()
    return name.endswith(".txt") or (not source.is_container and "." not in name)


def _headers(source: Source, member: Member) -> str | None:
    """Which of the two kinds of header the first 64 KiB hold: `usual`, `colon` (iOS before 2016), or None."""
    head = source.head(member)
    mark, encoding = bom(head)
    text = head[mark:] if encoding == "utf-8" else head[mark:].decode(encoding, "replace").encode()
    if headers.pattern().search(b"\n" + text):
        return "usual"
    return "colon" if headers.pattern(colon=True).match(b"\n" + text.lstrip()) else None


def _is_other_export(source: Source, chats: Sequence[Member]) -> bool:
    """Whether files of other platforms' exports are among the members.

    WhatsApp's exports are flat: what lies in a chat's own folder may have been sent in the chat, unless its name is an export's.
    """
    folders = {member.folder for member in chats}
    return any(
        _OTHER_EXPORT.search(member.basename) and (member.folder not in folders or _EXPORT_NAMES.match(member.basename))
        for member in source.members
    )


def _named_by_whatsapp(member: Member) -> bool:
    return member.basename == "_chat.txt" or phrases.title_of(member.basename) is not None


def _title(source: Source, member: Member) -> str | None:
    """The title in the name that WhatsApp gave the file, or, for `_chat.txt`, the folder or zip it came in."""
    own = phrases.title_of(member.basename)
    if own is not None or not source.is_container:
        return own
    folder = member.folder.rsplit("/", 1)[-1] or source.name
    return phrases.title_of(folder)
