"""SMS Backup & Restore (SyncTech): text messages, MMS with their parts, calls, as the app's XML files or a folder or zip of
them.

Seen:
    smses       <smses count …> with <sms/> and <mms><parts><part/></parts><addrs><addr/></addrs></mms>; from 2012 to 2024
    calls       <calls count …> with <call/>, in a file of its own
    samples     fkleon/sms-backup-manager, devadvance/sms-backup-reader-2, shruggietech/sms-backup-restore-parser (shared
samples)
Rules:
    * The bytes of records and of what stands between them tile the file (`_sms_scan`); a damaged element is one record that
      is lost.
    * The time is `date`, by the phone's clock in milliseconds since 1970 UTC: when it received a message, or sent it.
      `date_sent` is the sender's centre's; an hour or more between them is marked `times-disagree`. A number that can only
      be seconds is read as seconds.
    * The word `null` stands for nothing. Where it stands as the text of an SMS, the body is empty and marked `null-text`.
    * Emoji in two halves are joined and counted (`text-repaired`). Pictures are hashed as they pass.
    * The same SMS a second time (same number, time, box and text) is a second copy, as restoring or two SIM cards leave them.
    * `count` is compared with what was found.
Known limits:
    * The owner's own number mostly is not in the file: then that side has no handle. `readable_date` is the phone's
      language and is not read.
    * In a group the file does not say which name belongs to which number. Second copies are known among the first million
      texts.
    * UTF-16 files are not read (the app writes UTF-8). RCS chats that the phone keeps elsewhere are not in the backup.
Sources: export-formats.md, "SMS Backup & Restore XML"; synctech.com.au, "Fields in XML backup files"; Android's Telephony and
CallLog classes.
"""

import re
from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once, by_id
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._sms_fields import KNOWN
from gawah.readers._sms_records import MAX_PARTS, PLATFORM, Multi, Reading
from gawah.readers._sms_scan import DOCTYPE, Tag, tags
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Duplicate, Framing, Message, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
MAX_KNOWN = 1_000_000
"""Messages among which a second copy is recognised."""
_ROOT = re.compile(
    rb"\s*(?:<\?[^>]{0,500}\?>\s*|<!--.{0,4000}?-->\s*|" + DOCTYPE.pattern + rb"\s*)*+<(smses|calls)(?=[\s/>])",
    re.DOTALL,
)
_ROOTS = frozenset({"smses", "calls"})
_RECORDS = frozenset({"sms", "mms", "call"})
_INSIDE = frozenset({"parts", "part", "addrs", "addr"})


def identify(source: Source) -> bool:
    """Say whether this is a backup. Reads the start of the file; of a folder or archive, of the XML files in it."""
    found = reads(source)
    if not source.is_container:
        return bool(found)
    return bool(found) and 2 * len(found) >= sum(not member.basename.startswith(".") for member in source.members)


def reads(source: Source) -> Sequence[Member]:
    """The files whose first element is that of a backup."""
    asked = source.members if not source.is_container else [each for each in source.members if each.name.lower().endswith(".xml")]
    return [each for each in asked if each.refused is None and _ROOT.match(source.head(each, 8192).removeprefix(b"\xef\xbb\xbf"))]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time is a number
    """Yield every message and call, in the order of the files; a conversation before its messages."""
    once = Once(by_id)
    known: dict[int, str] = {}
    for member in reads(source):
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        yield from once.of(_File(source, member, known).records())


def count(source: Source) -> int | None:  # noqa: ARG001 - the protocol's
    """None: the spans of records and framing tile every byte of the files."""
    return None


class _File:
    """One file, tag by tag."""

    def __init__(self, source: Source, member: Member, known: dict[int, str]) -> None:
        self._source = source
        self._notes = Notes(source, member)
        self._reading = Reading(self._notes)
        self._known = known
        self._at = 0
        self._number = 0
        self._declared: str | None = None
        self._multi: Multi | None = None

    def records(self) -> Iterator[Record]:
        """Everything in the file, then what is to be said about it."""
        member = self._notes.member
        for tag in tags(lambda: self._source.open(member)):
            yield from self._tag(tag)
        if self._multi is not None:
            yield from self._whole(self._multi, member.size, broken=True)
        if self._at < member.size:
            yield self._between(member.size)
        if self._declared is not None and self._declared != str(self._number):
            self._notes.note("count-mismatch", "warning", "count")
        yield from self._notes.problems()

    def _tag(self, tag: Tag) -> Iterator[Record]:
        if tag.name in _RECORDS and not tag.closes:
            if self._multi is not None:
                yield from self._whole(self._multi, tag.start, broken=True)
            if tag.start > self._at:
                yield self._between(tag.start)
            yield from self._record(tag)
        elif self._multi is not None:
            if tag.name == "mms":
                yield from self._whole(self._multi, tag.end)
            elif tag.name in _ROOTS:
                yield from self._whole(self._multi, tag.start, broken=True)
            else:
                self._part(self._multi, tag)
        elif tag.name in _ROOTS:
            if not tag.closes:
                self._declared = self._reading.fields(tag).get("count")
        elif not tag.closes and tag.name not in _INSIDE:
            yield from self._lost(tag, tag.end)

    def _record(self, tag: Tag) -> Iterator[Record]:
        if tag.damaged:
            yield from self._lost(tag, tag.end)
        elif tag.name == "mms":
            self._multi = Multi(tag, self._reading.fields(tag))
            if tag.empty:
                yield from self._whole(self._multi, tag.end)
        else:
            self._number += 1
            self._at = tag.end
            locator = self._notes.locator(f"{tag.name}/{self._number}", (tag.start, tag.end))
            conversation, record = (self._reading.sms if tag.name == "sms" else self._reading.call)(tag, locator)
            yield conversation
            yield self._second(tag, locator) or record if isinstance(record, Message) else record

    def _second(self, tag: Tag, locator: Locator) -> Duplicate | None:
        """A second copy of a text message."""
        fields = (tag.attributes.get(name, b"").decode("latin-1") for name in ("address", "date", "type", "body"))
        mark = int(identifier(*fields)[:16], 16)
        first = self._known.get(mark)
        if first is not None:
            return Duplicate(of=first, locator=locator)
        if len(self._known) < MAX_KNOWN:
            self._known[mark] = locator.id
        return None

    def _part(self, multi: Multi, tag: Tag) -> None:
        """Something inside an MMS."""
        if tag.damaged:
            self._notes.note("record-unreadable", "loss", "part")
        elif tag.closes or tag.name in ("parts", "addrs"):
            return
        elif tag.name not in KNOWN:
            self._notes.note("field-unknown", "info", "mms/?")
        elif len(multi.parts) + len(multi.addresses) >= MAX_PARTS:
            multi.cut = True
        elif tag.name == "part":
            multi.parts.append((self._reading.fields(tag), tag))
        else:
            multi.addresses.append(self._reading.fields(tag))

    def _whole(self, multi: Multi, end: int, *, broken: bool = False) -> Iterator[Record]:
        """The MMS that ends here; `broken` when its end tag is not there."""
        if broken:
            self._notes.note("record-unreadable", "loss", "mms")
        self._multi = None
        self._number += 1
        self._at = end
        yield from self._reading.mms(multi, self._notes.locator(f"mms/{self._number}", (multi.tag.start, end)))

    def _lost(self, tag: Tag, end: int) -> Iterator[Record]:
        """An element that could not be read, or that this version does not know."""
        if tag.start > self._at:
            yield self._between(tag.start)
        self._number += 1
        self._at = end
        yield self._notes.lost(f"unread/{self._number}", (tag.start, end))

    def _between(self, end: int) -> Framing:
        place, span = f"between/{self._at}", (self._at, end)
        self._at = end
        return Framing(name="between", locator=self._notes.locator(place, span))
