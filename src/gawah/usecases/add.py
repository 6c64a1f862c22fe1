"""A person's own entry: a note, or an event that no export holds, such as a call or a visit."""

from collections.abc import Sequence

from gawah.records.casework import Entry, EntryKind
from gawah.records.errors import BadInput
from gawah.seal.keys import random_id
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import full_ids
from gawah.usecases._workspace import Workspace


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
        kind: note or event.
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


def add_entry(work: Workspace, made: Entry) -> int:
    """Keep the entry. It is never changed; a correction is a further entry about it. Returns its ledger entry number."""
    return work.vault.add_entry(made, work.clock(), work.acting)


def entries(work: Workspace) -> list[Entry]:
    """All entries, in the order they were recorded."""
    return list(work.vault.entries())
