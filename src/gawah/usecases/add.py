"""A person's own entry: a note, an event that no export holds, or the fact that something was seen which must not be kept."""

from collections.abc import Sequence

from gawah.records.casework import Entry, EntryKind, Unkept
from gawah.records.errors import BadInput
from gawah.seal.keys import random_id
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import full_ids
from gawah.usecases._workspace import Workspace

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
        kind: note or event; `no_capture` makes the third.
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
        recorded_at=work.clock(),
        happened_at=None if at is None else stated_time(at),
        agent=work.acting.agent,
        for_agent=work.acting.for_agent,
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
    if unkept.link.strip().casefold().startswith(_HOLDS_THE_THING):
        raise BadInput("an address of this form holds or opens the file itself; name the page on which it was seen")
    if max(len(unkept.link), len(unkept.reported_by), len(unkept.reference)) > LONGEST_LINK:
        raise BadInput(f"address, name and reference have {LONGEST_LINK:,} characters at most")
    if len(body) > LONGEST_DESCRIPTION:
        raise BadInput(f"a description has {LONGEST_DESCRIPTION:,} characters at most")
    return Entry(
        id=random_id(),
        kind="no-capture",
        recorded_at=work.clock(),
        happened_at=stated_time(at),
        agent=work.acting.agent,
        for_agent=work.acting.for_agent,
        place=place,
        body=body,
        about=full_ids(work, about),
        unkept=unkept,
    )


def add_entry(work: Workspace, made: Entry) -> int:
    """Keep the entry. It is never changed; a correction is a further entry about it. Returns its ledger entry number."""
    return work.vault.add_entry(made, work.clock(), work.acting)


def entries(work: Workspace) -> list[Entry]:
    """All entries, in the order they were recorded."""
    return list(work.vault.entries())
