"""Google Chat in Google Takeout: `Groups/{DM x, Space x}/messages.json` with `group_info.json` beside it.

Seen:
    2020-   {"messages": [{creator {name, email, user_type}, created_date, text, annotations, attached_files, topic_id, message_id,
            reactions, updated_date, quoted_message_metadata, message_state}]}; from Hangouts before
Rules:
    * Dates are English sentences in UTC, with a narrow space before AM and PM (U+202F) in most.
    * A message id is group/topic/message: the group is the conversation, also where the folder's name was changed; a message
      whose topic is another's answers that one, unless it quotes a message by its id.
    * Attachments are found in the folder by the exported name, which is cut and numbered. Where several messages name one file,
      the n-th takes the n-th number, and the message says so (`attachment-by-order`).
Known limits:
    * What others deleted is gone; an own deleted message may leave a row without text. Earlier wordings of edited ones are gone.
    * Cards of bots, polls and the like stay in the original.
Sources: ../shared/samples/google-chat; export-formats.md section 3; tests/samples/google_chat/*/about.toml.
"""

import re
from collections.abc import Iterator, Sequence

from gawah.readers._google_chat_message import LAYOUT, PLATFORM, Group
from gawah.readers._json_file import counted
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.records.content import Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_START = re.compile(rb'\s{0,64}\{\s{0,64}"messages"\s{0,8}:\s{0,8}\[\s{0,64}(?:\]|\{)')
_OURS = re.compile(rb'"(?:created_date|topic_id|message_id|user_type|previous_message_versions)"\s{0,8}:')
_ENOUGH = 50
"""Files that are looked into before a container without any is given up."""


def identify(source: Source) -> bool:
    """Say whether this holds messages of Google Chat. Looks into files named as it names them, or a few others."""
    return next(_found(source), None) is not None


def reads(source: Source) -> Sequence[Member]:
    """The files with messages. What `group_info.json` says stands in their conversations."""
    return list(_found(source))


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    for member in openable(source, reads(source)):
        if isinstance(member, Member):
            yield from Group(source, member).records()
        else:
            yield member


def count(source: Source) -> int:
    """Array elements, counted by ijson."""
    return counted(source, reads(source), LAYOUT)


def _found(source: Source) -> Iterator[Member]:
    names = [member for member in source.members if member.basename.casefold().endswith(".json")]
    telling = [member for member in names if member.basename.casefold() == "messages.json"]
    misses = 0
    for member in telling or (names if len(names) <= 3 else []):
        head = source.head(member, 4096).removeprefix(b"\xef\xbb\xbf")
        if _START.match(head) and _OURS.search(head):
            yield member
        else:
            misses += 1
            if misses > _ENOUGH:
                return
