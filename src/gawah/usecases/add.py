"""A person's own entry: a note, an event that no export holds, the fact that something was seen which must not be kept, or a
transcript.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gawah.records.casework import Entry, EntryKind, Unkept
from gawah.records.content import Event, Message, Transcript
from gawah.records.errors import BadInput, NotFound
from gawah.records.evidence import EvidenceItem
from gawah.seal.keys import random_id
from gawah.usecases._descriptor import record_of
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import full_ids, target
from gawah.usecases._transcribed import captures_in, readings_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.vault.rows import Row

LONGEST_LINK = 2_048
"""Characters of the longest address: a longer one may carry the picture itself."""
LONGEST_DESCRIPTION = 4_000
"""Characters of the longest description of what must not be kept."""
_HOLDS_THE_THING = ("data:", "blob:", "file:", "content:")


def entry(
    work: Workspace,
    kind: EntryKind,
    body: str,
    *,
    at: str | None = None,
    place: str = "",
    about: Sequence[str] = (),
) -> Entry:
    """The entry as it would be kept; nothing is written.

    Args:
        work: The case and who acts in it.
        kind: note or event; `no_capture` and `transcript` make the others.
        body: The person's words.
        at: When it happened, as the person states it; an event needs it.
        place: Platform or place, in the person's words.
        about: Ids, or prefixes of ids, of messages, events and items it speaks of.

    Raises:
        BadInput: There are no words, an event has no time, or the time cannot be read.
        NotFound: One of the ids names nothing.
    """
    if not body.strip():
        raise BadInput("there are no words to keep")
    if kind == "event" and at is None:
        raise BadInput("an event needs the time at which it happened: --at")
    return Entry(
        id=random_id(),
        kind=kind,
        happened_at=None if at is None else stated_time(at),
        **written(work),
        place=place,
        body=body,
        about=full_ids(work, about),
    )


def no_capture(work: Workspace, unkept: Unkept, body: str, *, at: str, place: str = "", about: Sequence[str] = ()) -> Entry:
    """The entry for material that must not be kept (decision 9); nothing is written, and the address is not opened.

    Args:
        work: The case and who acts in it.
        unkept: Address, who reported it, under which number.
        body: What it shows, in neutral words.
        at: When it was seen, as the person states it.
        place: Platform or place, in the person's words.
        about: Ids, or prefixes of ids, of messages, events and items beside which it stood.

    Raises:
        BadInput: Neither address nor words, no time, or something so long, or of such a form, that it may hold the material.
        NotFound: One of the ids names nothing.
    """
    if not body.strip() and not unkept.link.strip():
        raise BadInput("say where it was seen, or what it shows in neutral words")
    refuse_the_thing(unkept.link, unkept.reported_by, unkept.reference)
    if len(body) > LONGEST_DESCRIPTION:
        raise BadInput(f"a description has {LONGEST_DESCRIPTION:,} characters at most")
    return Entry(
        id=random_id(),
        kind="no-capture",
        happened_at=stated_time(at),
        **written(work),
        place=place,
        body=body,
        about=full_ids(work, about),
        unkept=unkept,
    )


def refuse_the_thing(link: str, *others: str) -> None:
    """Return when neither the address nor the other words can hold the material itself. Raises BadInput."""
    if link.strip().casefold().startswith(_HOLDS_THE_THING):
        raise BadInput("an address of this form holds or opens the file itself; name the page on which it was seen")
    if max(map(len, (link, *others))) > LONGEST_LINK:
        raise BadInput(f"address, name and reference have {LONGEST_LINK:,} characters at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a transcript speaks of: a message, event, capture or item by its id, and the reading of a machine, if there is one."""

    id: str
    reading: Transcript | None = field(default=None, repr=False)


def subject(work: Workspace, prefix: str) -> Subject:
    """What the id names, as something of which a transcript can be made. Raises NotFound, BadInput."""
    thing = target(work, prefix)
    if isinstance(thing, EvidenceItem):
        captures = captures_in(work, thing)
        return Subject(
            id=thing.id, reading=next(iter(readings_of(work, captures[0].id, captures[0].conversation)), None) if captures else None
        )
    if not isinstance(thing, Row):
        raise BadInput("a transcript is of a picture, sound, video or call, not of your own words")
    record = record_of(thing)
    if isinstance(record, Transcript):
        return Subject(id=record.of, reading=record)
    if isinstance(record, Message) and not record.attachments:
        raise BadInput("this message has no picture or sound: its own words stand in the case")
    reading = None if isinstance(record, Message | Event) else next(iter(readings_of(work, record.id, record.conversation)), None)
    return Subject(id=record.id, reading=reading)


def transcript(work: Workspace, of: Subject, body: str | None) -> Entry:
    """A person's transcript as it would be kept; nothing is written.

    Args:
        work: The case and who acts in it.
        of: What it speaks of.
        body: The person's words; None to make the machine's reading their own, after looking at both.

    Raises:
        BadInput: There are no words.
        NotFound: No machine read anything in it.
    """
    about: tuple[str, ...] = (of.id,)
    if body is None:
        if of.reading is None:
            raise NotFound("no machine read anything in it: write down what is there")
        body, about = of.reading.body, (of.id, of.reading.id)
    if not body.strip():
        raise BadInput("there are no words to keep")
    return Entry(
        id=random_id(),
        kind="transcript",
        happened_at=None,
        **written(work),
        body=body,
        about=about,
    )


def add_entry(work: Workspace, made: Entry) -> int:
    """Keep the entry. It is never changed; a correction is a further entry about it. Returns its ledger entry number."""
    return work.vault.add_entry(made, work.clock(), work.acting)


def entries(work: Workspace) -> list[Entry]:
    """All entries, in the order they were recorded."""
    return list(work.vault.entries())
