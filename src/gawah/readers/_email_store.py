"""An Outlook mailbox (.pst, .ost) as records: every mail of every folder.

Mails have no bytes of their own in it (they lie in blocks all over the file), so the file is one piece of named framing and they
lie in it. The place of a mail is the names of its folders, then its number in the file; `/` in a name is written `~1`, `~` is `~0`.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO

from gawah.readers._capture import told
from gawah.readers._email_item import Items
from gawah.readers._email_pst import Mailbox
from gawah.readers._email_pst_nodes import Damaged
from gawah.readers._email_thread import box_of
from gawah.readers._notes import Notes
from gawah.records.content import Folder, Framing, Record
from gawah.records.errors import SourceUnreadable

MAX_PACKED = 256 << 20
"""Bytes of a mailbox in an archive that does not let one step back and forth in it; a larger one has to be unpacked first."""
_PLACE = "store"


def store_records(notes: Notes) -> Iterator[Record]:
    """The records of a mailbox; the problem that stands for it where it cannot be read."""
    span = (0, notes.member.size)
    try:
        stream = _opened(notes)
    except SourceUnreadable as error:
        yield notes.lost(_PLACE, span, "limit-reached" if "limit" in str(error) else "member-unreadable")
        return
    with stream:
        try:
            mailbox = Mailbox(stream)
        except Damaged:
            yield notes.lost(_PLACE, span, "member-unreadable")
            return
        yield Framing(name="store", locator=notes.locator(_PLACE, span))
        yield from _mails(notes, mailbox)


def _opened(notes: Notes) -> BinaryIO:
    source, member = notes.source, notes.member
    if member.path is not None or member.seekable is not None:
        return source.sought(member)
    if member.size > MAX_PACKED:
        raise SourceUnreadable("limit-reached")
    with source.open(member) as stream:
        return io.BytesIO(stream.read())


def _mails(notes: Notes, mailbox: Mailbox) -> Iterator[Record]:
    differing = mailbox.store.differing
    if differing:
        notes.note("digest-differs", "warning", _PLACE, len(differing))
    before = len(differing)
    for number, parent, item in mailbox.mails():
        way = mailbox.way(parent)
        if item is None:
            yield notes.lost(f"{_PLACE}/part/{number}", None)
            continue
        kept, flags = _box(mailbox, way)
        if parent not in mailbox.folders:
            flags = (*flags, "no-folder")
        steps = "".join(told(name).replace("~", "~0").replace("/", "~1") + "/" for _, name in way)
        yield from Items(notes).records(item, f"{_PLACE}/part/{steps}{number}", None, folder=kept, flags=flags)
        if len(differing) > before:  # something of this mail was changed or is damaged
            notes.note("digest-differs", "warning", f"{_PLACE}/part/{number}", len(differing) - before)
            before = len(differing)
    if mailbox.store.unread:
        notes.note("member-unreadable", "loss", _PLACE, len(mailbox.store.unread))
    if mailbox.missing() or mailbox.beyond():
        notes.note("count-mismatch", "loss" if mailbox.missing() else "warning", "folder", mailbox.missing() + mailbox.beyond())


def _box(mailbox: Mailbox, way: list[tuple[int, str]]) -> tuple[Folder | None, tuple[str, ...]]:
    """The box of a mail, by what the mailbox says of its folders, else by their names."""
    numbers = {number for number, _ in way}
    kept, trashed = box_of([name for _, name in way])
    flags = ("in-trash",) if trashed or mailbox.trash in numbers else ()
    return "sent" if mailbox.sent in numbers else kept, flags
