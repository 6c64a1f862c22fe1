"""Skype's own export, and that of Teams Free, which has the same form: `messages.json` in a tar, with the files in `media/`.

Seen in the sources of parsers (siwen-r/skype-export-parser, suurjaak/Skyperious); no sample of others is public:
    2018-2025   `{userId, exportDate, conversations: [{id, displayName, threadProperties, MessageList: [...]}]}`
Rules:
    * A conversation is known by its id (`8:live:name`, `19:...@thread.skype`), a person by theirs; messages of the holder name
      nobody, so that names come from the messages of others.
    * Text is what the pseudo-XML of `content` shows; a message that it repeats stands behind `> ` and is flagged.
    * Calls are events with who took part and for how long; what the chat itself says is an event by name.
    * Edits and deletions are told by `edittime`, `deletetime` and the mark in the text.
Known limits:
    * A deleted message's words, and those before an edit, are not in the export.
    * Files are in the export only where they were chosen; they expire at the platform. Their side notes (`.json`) are not read.
    * The sentence that stands for a picture (`To view this shared photo, go to`) is the platform's and no part of the text.
Sources: export-formats.md section 3.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _json_count
from gawah.readers._conversations import Once
from gawah.readers._json import Layout
from gawah.readers._json_file import Form, WholeMember, read_json
from gawah.readers._json_layout import steps
from gawah.readers._reader import Options
from gawah.readers._skype_message import KEPT, KNOWN, PLATFORM, Chats
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_W = r"[ \t\r\n]{0,16}"
_NAME = rf'"displayName"{_W}:{_W}(?:null|"(?:[^"\\]|\\.){{0,40}}+"){_W},{_W}'
_LAYOUT = Layout(
    steps(("conversations", "#", "MessageList")),
    re.compile(rf'\{{{_W}"id"{_W}:{_W}"\d{{1,20}}"{_W},{_W}(?:{_NAME})?"originalarrivaltime"'),
    re.compile(rf'\{{{_W}"(?P<section>id)"{_W}:(?={_W}"[^"\\]{{1,64}}"{_W},{_W}{_NAME}"version")'),
)
_STARTS = re.compile(
    r'\s*\{\s*"userId"\s*:\s*"[^"]{1,300}"\s*,\s*"exportDate"\s*:\s*"[^"]{1,60}"\s*,\s*"conversations"\s*:\s*\[', re.DOTALL
)
_LOOKED_AT = 32


def identify(source: Source) -> bool:
    """Say whether this is Skype's or Teams Free's export, or its messages.json. Reads the start of a few members."""
    return bool(reads(source))


def reads(source: Source) -> Sequence[Member]:
    """The files of messages; one, in an export as it was received."""
    found = []
    looked_at = 0
    for member in source.members:
        named = member.basename == "messages.json"
        if member.refused is not None or (source.is_container and not (named or member.name.lower().endswith(".json"))):
            continue
        looked_at += not named
        if (named or looked_at <= _LOOKED_AT) and _told(source, member):
            found.append(member)
    return found


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is an instant
    """Yield everything the export states, both sides, in its order; the conversations before their messages."""
    once = Once()
    for member in reads(source):
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        reading = WholeMember(source, member)
        chats = Chats(reading)
        form = Form(_LAYOUT, chats.make, opens=chats.opens, watch=chats.watch, kept=KEPT, known=KNOWN)
        yield from once.of(read_json(reading, partial(source.open, member), form))


def count(source: Source) -> int:
    """The number of elements of all `MessageList` arrays, counted by ijson."""
    total = 0
    for member in reads(source):
        if not is_whole(source, member):
            continue
        total += _json_count.records(partial(source.open, member), _LAYOUT)
    return total


def _told(source: Source, member: Member) -> bool:
    head = source.head(member, 4096).decode("utf-8", "replace").removeprefix("\ufeff")
    return _STARTS.match(head) is not None
