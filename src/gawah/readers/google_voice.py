"""Google Voice in Google Takeout: `Voice/Calls/*.html`, one file a stretch of a conversation, a call or a voicemail.

Seen:
    hChatLog    texts: `abbr.dt` with the time to the millisecond and its offset, `cite.sender` with number and name, `q` with words
    haudio      placed, received, missed and recorded calls; voicemails with a machine's transcript and an audio file
Rules:
    * A conversation is the numbers in it, so that the files into which Takeout cuts it are one; where only the person wrote, the
      name in the file's name.
    * Calls are events. A voicemail is a message with its audio; its words are a machine's (`machine-transcript`).
    * `MMS Sent` and `MMS Received` stand for a message without words. Files are named without their ending.
Known limits:
    * Names are those of the person's own address book; a number may have changed hands.
    * A recorded call's audio is listed among the files of the export, for an event has no attachments.
Sources: ../shared/samples/google-voice; export-formats.md section 3; tests/samples/google_voice/*/about.toml.
"""

import re
from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once, by_id
from gawah.readers._google_voice_page import PLATFORM, Page
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.records.content import Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_OURS = re.compile(rb'<div class="(?:hChatLog hfeed|haudio)"')
_HEAD = 8192
_ENOUGH = 50
"""Pages that are looked into before a container without any is given up."""


def identify(source: Source) -> bool:
    """Say whether this holds pages of Google Voice. Looks at the start of HTML files."""
    return next(_found(source), None) is not None


def reads(source: Source) -> Sequence[Member]:
    """The pages."""
    return list(_found(source))


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    once = Once(by_id)
    for member in openable(source, reads(source)):
        if not isinstance(member, Member):
            yield member
            continue
        yield from once.of(Page(source, member).records())


def count(source: Source) -> None:  # noqa: ARG001 - the spans of messages, calls and the head tile every byte of the pages
    """None: spans tile the files."""
    return


def _found(source: Source) -> Iterator[Member]:
    misses = 0
    for member in source.members:
        if not member.basename.casefold().endswith((".html", ".htm")):
            continue
        if _OURS.search(source.head(member, _HEAD)):
            misses = -1_000_000
            yield member
        else:
            misses += 1
            if misses > _ENOUGH:
                return
