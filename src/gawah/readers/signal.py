"""Signal: the frames of its backups where they are readable, and its encrypted backups, which are named and kept.

Seen: the shared test cases of signalapp/Signal-Message-Backup-Tests (in ../shared/samples/signal): a BackupInfo and Frames,
    length-delimited. From public sources: the readable export of the app, the same frames in JSON, one a line (libsignal,
    rust/message-backup/src/json/exporter.rs); encrypted forms (see `_signal_layout`).
Rules:
    * Every chat item is a message or an event; a group change in several parts is as many events; a call over a link is an event.
    * Every row of Signal Desktop is a message or an event. What signal-export wrote has names and no ids, and times without a zone.
    * Signal gives messages no id: they are known by who sent them and when, and so are those that they answer.
    * An edited message states its present text; each revision is a message of its own, flagged `earlier-version`.
    * Deleted for everyone is `deleted`. A view-once message keeps that there was a file. Timers are the flag `disappearing`.
    * A file belongs to a message where its SHA-256 is the one that the message states; a name alone proves nothing here.
Known limits:
    * Encrypted backups are not opened. The readable export leaves out disappearing messages and what was seen once.
    * The copy of a quoted text stays in the original (`quoted-copy`), and so do styles of text, receipts, votes and stickers packs.
    * Numbers of people and chats hold in one file only; chats are known by service id, phone or group key.
Sources: export-formats.md, Signal; _signal_*.py.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _signal_desktop_files, _signal_frames, _signal_written
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._signal_desktop_files import Held
from gawah.readers._signal_frames import frames
from gawah.readers._signal_items import items
from gawah.readers._signal_layout import Form, sheets
from gawah.readers._signal_people import PLATFORM, People
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Record
from gawah.records.errors import SourceUnreadable

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"


def identify(source: Source) -> bool:
    """Say whether there is a backup of Signal in it, readable or encrypted, told by how it begins."""
    return bool(sheets(source))


def reads(source: Source) -> Sequence[Member]:
    """The backups."""
    return [member for member, _ in sheets(source)]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything that the backups state, both sides, in the order of their frames."""
    for member, form in sheets(source):
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        notes = Notes(source, member)
        try:
            yield from _records(notes, form)
        except SourceUnreadable:
            notes.note("member-unreadable", "loss")
        yield from notes.problems()


def count(source: Source) -> int:
    """What stands in each file, counted by other means: frames by a walk of their own, rows by SQLite, elements by ijson, lines."""
    total = 0
    for member, form in sheets(source):
        try:
            source.digest(member)
            total += _count(source, member, form)
        except SourceUnreadable:
            continue
    return total


def _count(source: Source, member: Member, form: Form) -> int:
    if form == "database":
        return _signal_desktop_files.database_count(source, member)
    if form == "messages":
        return _signal_desktop_files.messages_count(source, member)
    if form == "written":
        return _signal_written.count(source, member)
    return 0 if form == "sealed" else _signal_frames.records(partial(source.open, member), lines=form == "lines")


def _records(notes: Notes, form: Form) -> Iterator[Record]:
    held = partial(_held, _by_name(notes.source))
    if form == "sealed":
        notes.note("member-encrypted", "loss")
    elif form == "database":
        yield from _signal_desktop_files.database(notes, held)
    elif form == "messages":
        yield from _signal_desktop_files.messages(notes, held)
    elif form == "written":
        yield from _signal_written.read(notes)
    else:
        yield from _frames(notes, form, held)


def _frames(notes: Notes, form: Form, held: Held) -> Iterator[Record]:
    source, member = notes.source, notes.member
    opened = partial(source.open, member)
    people = People(source.digest(member))
    people.gather(frames(opened, lines=form == "lines", items=False))
    if people.more:
        notes.note("limit-reached", "warning", "/recipient")
    made = items(notes, people, held)
    faults = 0
    for frame in frames(opened, lines=form == "lines"):
        for place, times in frame.unknown.items():
            notes.note("field-unknown", "info", place, times)
        if frame.repeated:
            notes.note("field-duplicate", "warning")
        faults = faults + 1 if frame.fault and frame.lost else 0
        if frame.fault and frame.number:
            for _ in range(frame.lost):
                yield notes.lost(f"frame/{frame.number}", (frame.start, frame.end), frame.fault)
            if not frame.lost:
                notes.note(frame.fault, "loss", "/")  # somebody or a chat that others name
        else:
            yield from made.records(frame)
    if faults >= _signal_frames.MAX_FAULTS:
        notes.note("member-unreadable", "loss")


def _by_name(source: Source) -> dict[str, tuple[Source, Member]]:
    """Files by their names, and those that are named by 64 hexadecimal digits, as the readable export names them, by these."""
    found: dict[str, tuple[Source, Member]] = {}
    for each in (source, *source.siblings):
        for member in each.members:
            stem = member.basename.partition(".")[0].lower()
            found.setdefault(member.basename, (each, member))
            if len(stem) == 64 and not set(stem) - set("0123456789abcdef"):
                found.setdefault(stem, (each, member))
    return found


def _held(named: dict[str, tuple[Source, Member]], digest: str, name: str | None) -> tuple[Source, Member] | None:
    """The file with this digest, if one that is named so, or as the message says, is it."""
    for found in (named.get(digest), named.get(name or "")):
        if found is not None:
            try:
                if found[0].digest(found[1]) == digest:
                    found[1].referred = True
                    return found
            except SourceUnreadable:
                continue
    return None
