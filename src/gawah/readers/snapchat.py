"""Snapchat "My Data", JSON: saved and recent chats, and that snaps were sent.

Seen:
    2023-   json/chat_history.json: an object by user name or group id, each a list of {From, Media Type, Created, Content,
            Conversation Title, IsSender, Created(microseconds), IsSaved, Media IDs}; json/snap_history.json alike, without texts
    -2022   `Received Saved Chat History`, `Sent Saved Chat History` and `Unsaved`: lists of {From or To, Media Type, Created, Text}
Rules:
    * `Created(microseconds)` holds milliseconds, and sometimes microseconds: decided by its size, and used only where it agrees
      with `Created`, to the second; elsewhere the record says that the times disagree.
    * Texts are written with HTML entities, which are read as the signs they stand for.
    * STATUS… rows are events: an erased message, a screenshot, a member removed, a call.
    * A chat is one conversation by the key it stands under, which is the other's user name: in both forms and in every export.
    * Media are found by the id in their names (`chat_media/2024-04-20_b~ID.jpg`), and only so: a day may have many.
Known limits:
    * Only saved and recent messages exist in an export; a snap leaves its sender, time and kind. No message has an id.
    * Overlays and thumbnails name no message and are listed as files that nobody reads, with media whose id no message has.
    * What the police get ("returns") has another form and is not read.
Sources: export-formats.md section 3; public parsers and their tests; no export of others was at hand.
"""

import re
from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once, by_id
from gawah.readers._json_file import counted
from gawah.readers._reader import Options
from gawah.readers._snapchat_chat import LAYOUT, PLATFORM, Chats, media_by_id
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import openable
from gawah.records.content import Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_NAMES = ("chat_history.json", "snap_history.json")
_ROW = re.compile(rb'"Media Type"[ \t\r\n]{0,8}:')
_WHO = re.compile(rb'"(?:From|To|IsSender|Created)"[ \t\r\n]{0,8}:')
_OLD = re.compile(rb'"(?:Received|Sent) (?:Saved |Unsaved )?(?:Chat|Snap) History"[ \t\r\n]{0,8}:')
_FEW = 3


def identify(source: Source) -> bool:
    """Say whether this holds chats of Snapchat. Looks into files with its names, or into a few others."""
    return bool(_files(source))


def reads(source: Source) -> Sequence[Member]:
    """The files with chats and with what was sent."""
    return _files(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    media = media_by_id((source, *source.siblings))
    once = Once(by_id)
    for member in openable(source, _files(source)):
        if not isinstance(member, Member):
            yield member
            continue
        yield from once.of(Chats(source, member, media).records())


def count(source: Source) -> int:
    """Array elements, counted by ijson."""
    return counted(source, _files(source), LAYOUT)


def _files(source: Source) -> list[Member]:
    names = [member for member in source.members if member.basename.casefold().endswith(".json")]
    telling = [member for member in names if member.basename.casefold() in _NAMES]
    return [member for member in telling or (names if len(names) <= _FEW else []) if _is_ours(source.head(member))]


def _is_ours(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (
        _OLD.search(head) is not None or (_ROW.search(head) is not None and _WHO.search(head) is not None)
    )
