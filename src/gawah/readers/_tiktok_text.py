"""The text files of a TikTok export: `Direct Messages.txt` with a line for every message, and lists of own comments.

    >>> Chat History with NAME::
    2026-07-03 23:00:11 UTC sender: text

A line that begins with no time goes on with the message before it. The heading is in English whatever language was chosen.
"""

import re
from collections.abc import Iterator

from gawah.readers._clock_time import clock_time
from gawah.readers._html import Piece, pieces
from gawah.readers._iso_time import unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.readers._tiktok_json import PLATFORM, chat
from gawah.records.content import Account, Conversation, Message, Record
from gawah.records.digest import identifier

CHATS = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t\r\n]{0,64}>>> Chat History with [^\r\n]{0,300}", re.MULTILINE)
COMMENTS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^\r\n]{0,8}\r?\nComment: ")
_OPENING = re.compile(
    rb"(?<=\n)(?=>>> Chat History with |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:UTC )?[^\r\n:]{1,100}: |Date: \d{4}-\d\d-\d\d )"
)
_HEADING = re.compile(r">>> Chat History with (.*?)\s*:*\s*")
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?) ([^\r\n:]{1,100}): (.*)", re.DOTALL)
_COMMENT = re.compile(r"Date: ([^\r\n]*)\r?\nComment: (.*)", re.DOTALL)
_COUNTED = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:UTC )?[^\r\n:]{1,100}: |Date: \d{4}-\d\d-\d\d ")


def text_records(source: Source, member: Member) -> Iterator[Record]:
    """Everything in one text file."""
    notes = Notes(source, member)
    stated: Conversation | None = None
    for piece in pieces(lambda: source.open(member), _OPENING):
        text = "" if piece.data is None else _text(notes, piece.data)
        heading = _HEADING.match(text)
        if heading is not None:
            name = text.splitlines()[0].removeprefix(">>> Chat History with ").rstrip(": ")
            stated = chat(name, Account())
            yield stated
            if "\n" in text.strip():
                notes.note("record-unreadable", "warning", "heading")  # words under a heading that are no message
            continue
        said, comment = _LINE.fullmatch(text), _COMMENT.fullmatch(text)
        if comment is not None:
            own = Conversation(id=identifier(PLATFORM, "comments"), platform=PLATFORM, title="comments")
            yield own
            yield _message(notes, piece, own, "comment", Account(), comment.group(1), comment.group(2))
        elif said is not None:
            stated = stated or Conversation(id=identifier(PLATFORM, "file", source.digest(member)), platform=PLATFORM)
            yield stated
            yield _message(notes, piece, stated, "direct", Account(handle=said.group(2)), said.group(1), said.group(3))
        elif _is_record(piece):
            yield notes.lost(
                f"piece/{piece.number}", (piece.start, piece.end), "record-unreadable" if piece.data else "limit-reached"
            )
        elif text.strip():
            notes.note("record-unreadable", "warning", "head")
    yield from notes.problems()


def text_count(source: Source, member: Member) -> int:
    """The lines that begin with a time, or with `Date:` and a day, counted line by line."""
    found = 0
    fresh = True
    with source.open(member) as stream:
        while line := stream.readline(1 << 16):
            found += fresh and _COUNTED.match(line.removeprefix(b"\xef\xbb\xbf")) is not None
            fresh = line.endswith(b"\n")
    return found


def _is_record(piece: Piece) -> bool:
    return piece.number > 0 if piece.data is None else _COUNTED.match(piece.data.removeprefix(b"\xef\xbb\xbf")) is not None


def _message(notes: Notes, piece: Piece, stated: Conversation, kind: str, sender: Account, date: str, body: str) -> Message:
    when = clock_time(date, "format")
    if when is None:
        notes.note("time-unreadable", "warning")
        when = unread(date)
    body = body.rstrip("\r\n")
    return Message(
        conversation=stated.id,
        kind="comment" if kind == "comment" else "direct",
        sender=sender,
        sent_at=when,
        body=body,
        links=links(body),
        locator=notes.locator(f"piece/{piece.number}", (piece.start, piece.end)),
    )


def _text(notes: Notes, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.note("text-undecodable", "warning")
        return data.decode("utf-8", "replace").removeprefix("\ufeff")
