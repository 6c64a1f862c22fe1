"""Who and where: handles, chats and their members, and which message stands in which chat, read before the messages are.

What is kept grows with handles and chats, and by 16 bytes with each message.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from gawah.readers._database import Database, Lost, Row
from gawah.readers._imessage_schema import GROUP
from gawah.readers._notes import Notes
from gawah.records.content import Account, Conversation
from gawah.records.digest import identifier

PLATFORM = "iMessage"
MAX_KEPT = 200_000
"""Handles, chats, and members of chats that are kept; a database with more was made to be large."""


class Pairs:
    """Numbers by number: chats by message, attachments by message."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._values = array("q")
        self._sorted = True

    def add(self, key: object, value: object) -> None:
        """Take note of a pair; what is no number of 64 bits is left out."""
        if type(key) is int and type(value) is int:
            self._sorted = self._sorted and (not self._keys or self._keys[-1] <= key)
            self._keys.append(key)
            self._values.append(value)

    def of(self, key: int) -> list[int]:
        """The numbers of a key, in the order in which they were added."""
        if not self._sorted:
            order = sorted(range(len(self._keys)), key=self._keys.__getitem__)
            self._keys = array("q", map(self._keys.__getitem__, order))
            self._values = array("q", map(self._values.__getitem__, order))
            self._sorted = True
        return list(self._values[bisect_left(self._keys, key) : bisect_right(self._keys, key)])


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as the database states it.

    Attributes:
        conversation: Its record.
        group: It is a group.
        box: `filtered` or `archived` where it was put there.
    """

    conversation: Conversation
    group: bool = False
    box: str | None = None


@dataclass(slots=True)
class People:
    """What the small tables say."""

    handles: dict[int, Account] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    standing: Pairs = field(default_factory=Pairs)
    recoverable: Pairs = field(default_factory=Pairs)
    attached: Pairs = field(default_factory=Pairs)


def people(database: Database, notes: Notes) -> People:
    """Read the small tables. What is lost of them is noted."""
    found = People()
    for key, address in _rows(database, notes, "handle", "id"):
        found.handles[key] = Account(handle=address if isinstance(address, str) else None)
    members: dict[int, list[Account]] = {}
    for _, chat, handle in _rows(database, notes, "chat_handle_join", "chat_id", "handle_id"):
        if type(chat) is int and handle in found.handles:
            members.setdefault(chat, []).append(found.handles[handle])
    columns = ("guid", "chat_identifier", "display_name", "style", "is_archived", "is_filtered", "room_name")
    for key, *stated in _rows(database, notes, "chat", *columns):
        found.chats[key] = _chat(notes, key, stated, tuple(members.get(key, ())))
    for table, pairs in (("chat_message_join", found.standing), ("chat_recoverable_message_join", found.recoverable)):
        for _, message, chat in _all(database, notes, table, "message_id", "chat_id"):
            pairs.add(message, chat)
    for _, message, attachment in _all(database, notes, "message_attachment_join", "message_id", "attachment_id"):
        found.attached.add(message, attachment)
    return found


def unlisted(notes: Notes, chat: int | None, handle: int, sender: Account | None) -> Chat:
    """The conversation of a message in no chat that the database lists: by its number or its other side, in this file."""
    key = f"chat/{chat}" if chat is not None else f"handle/{handle}"
    conversation = Conversation(
        id=identifier(PLATFORM, notes.source.digest(notes.member), key),
        platform=PLATFORM,
        title=None if sender is None else sender.handle,
        participants=() if sender is None else (sender,),
    )
    return Chat(conversation)


def _chat(notes: Notes, key: int, stated: list[object], members: tuple[Account, ...]) -> Chat:
    guid, address, name, style, archived, filtered, room = stated
    group = style == GROUP or (style is None and room is not None)
    told = next((each for each in (address, guid) if isinstance(each, str) and each), None)
    title = name if isinstance(name, str) and name else None if group else address
    conversation = Conversation(
        id=identifier(PLATFORM, told) if told else identifier(PLATFORM, notes.source.digest(notes.member), f"chat/{key}"),
        platform=PLATFORM,
        title=title if isinstance(title, str) else None,
        participants=members,
    )
    return Chat(conversation, group, "filtered" if filtered else "archived" if archived else None)


def _rows(database: Database, notes: Notes, table: str, *columns: str) -> Iterator[Row]:
    """Up to `MAX_KEPT` rows of a table, where the database has it."""
    for number, row in enumerate(_all(database, notes, table, *columns)):
        if number == MAX_KEPT:
            notes.note("limit-reached", "loss", table)
            return
        yield row


def _all(database: Database, notes: Notes, table: str, *columns: str) -> Iterator[Row]:
    if table in database.tables:
        for row in database.rows(table, columns):
            if isinstance(row, Lost):
                notes.note(row.code, "loss", table)
            else:
                yield row
