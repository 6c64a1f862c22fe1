"""Messenger's end-to-end encrypted chats, "Download secure storage data" (2024-): a zip of its own, one JSON file a chat.

Seen:
    2024-   <name>_<number>.json at the top (or in one folder), pictures and sounds beside them in media/
Rules:
    * The text is proper UTF-8. Nothing is mended: `cafÃ©` in it is what somebody typed.
    * The oldest message comes first and the order is kept.
    * `media.uri` may be a sentence that says the file could not be had: the message then has an attachment that is missing.
    * `type: placeholder` is a message whose content is gone: flagged `content-gone`.
    * Whose export it is, it does not say, and no participant is taken for the owner.
Known limits:
    * Chats have no id. Two chats with people of one name differ only by the number behind the name, which is therefore part of a
      conversation's key; a later export may number anew, and its chats then are conversations of their own.
    * Messages carry no id and no reply-to. Calls and changes of a group are told by their English wording only.
Sources: export-formats.md section 1.2 (no public sample; the layout as parsers of others read it).
"""

from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once
from gawah.readers._json import Element, Layout
from gawah.readers._json_layout import begins, steps
from gawah.readers._messenger_message import KEPT, KEYS, conversation, message
from gawah.readers._meta_end_to_end import chats, holds_chats
from gawah.readers._meta_file import Export, Form, count_file, read_file
from gawah.readers._meta_messages import Thread
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_whose import FACEBOOK_HOME, INSTAGRAM_HOME, home
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Record
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "RELATIVES", "VERSION", "count", "identify", "read", "reads"]

PLATFORM = "Messenger"
VERSION = "1"
RELATIVES = ("facebook",)
"""Whose sources may hold the rest of an export of this reader's."""
_LAYOUT = Layout(steps(("messages",)), begins("senderName", "isUnsent", "timestamp", "text", "type", "media", "reactions"))


def identify(source: Source) -> bool:
    """Say whether these are chats of the end-to-end encrypted export. Reads names, and the start of a few members."""
    if source.is_container and (home(source, FACEBOOK_HOME) or home(source, INSTAGRAM_HOME)):
        return False
    return holds_chats(source)


def reads(source: Source) -> Sequence[Member]:
    """The members that are chats."""
    return chats(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    export = Export(PLATFORM, Account(), whole=True)
    form = Form(_LAYOUT, _make, conversation, KEPT, KEYS)
    yield from Once().of(
        record for member in chats(source) if member.refused is None for record in read_file(export, source, member, form)
    )


def count(source: Source) -> int:
    """The number of elements of `messages` in the members read, counted by ijson."""
    return sum(count_file(source, member, _LAYOUT) for member in chats(source) if member.refused is None)


def _make(reading: Reading, thread: Thread | None, item: Element, locator: Locator) -> tuple[Record, ...]:
    if thread is None or not isinstance(item.value, dict):
        return ()
    made = message(reading, thread, item.value, item.path, locator)
    return () if made is None else (made,)
