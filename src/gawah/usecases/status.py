"""Where things stand in a case."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gawah.records.casework import Report
from gawah.records.custody import Backup, Checkpoint, CustodyEvent
from gawah.records.evidence import EvidenceItem
from gawah.usecases import log
from gawah.usecases._workspace import Workspace
from gawah.usecases.report_due import Due, due
from gawah.usecases.show import label
from gawah.usecases.triage import Counts, counts
from gawah.usecases.triage_budget import Budget, budget
from gawah.vault.report import Gap
from gawah.vault.rows import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A case in figures.

    Attributes:
        fingerprint: Of the key that signs the ledger.
        originals, original_bytes: Files held, those of folders one by one; a folder's list of files is not counted.
        not_read: Files, and folders whole, that an import kept and did not come to read.
        messages, events, captures: That are shown: second sightings are not counted.
        conversations, accounts: How many; accounts are not people.
        platforms: As the readers name them.
        first_ms, last_ms: Places in time of the first and the last, in milliseconds since 1970; None without any.
        problems: How many problems readers noted, by severity.
        notes, own_events, transcripts: Of a person.
        not_kept: Entries for what was seen and must not be kept.
        log_entries: Of the incident log, as known now.
        needed: Pieces of evidence still needed for them.
        soonest: By which day the first of these may vanish, `YYYY-MM-DD`; None where nobody knows of one.
        soonest_days: Days left until then, negative once it has passed.
        reports: Complaints, as last known.
        due: What is promised or to be done by a day, soonest first.
        last_import: The ledger entry of the newest acquisition; None before the first.
        last_agent: Label of who made it.
        looked_at: Different messages whose text was shown.
        last_backup: The newest backup that came to its end; None before the first.
        gaps: What copies that were brought back on purpose did not reach.
        head: The ledger's head now.
        last_rehearsal: The ledger entry of the last rehearsal of the recovery; None before the first.
        sorting: How what a machine suggested stands; None where nothing was judged.
        budget: Texts looked at today, and after how many sorting pauses.
    """

    fingerprint: str
    originals: int
    original_bytes: int
    not_read: int
    messages: int
    events: int
    captures: int
    conversations: int
    accounts: int
    platforms: tuple[str, ...]
    first_ms: int | None
    last_ms: int | None
    problems: dict[str, int]
    notes: int
    own_events: int
    transcripts: int
    not_kept: int
    log_entries: int
    needed: int
    soonest: str | None
    soonest_days: int | None
    reports: tuple[Report, ...] = field(repr=False)
    due: tuple[Due, ...]
    last_import: CustodyEvent | None
    last_agent: str | None
    looked_at: int
    last_backup: Backup | None
    gaps: tuple[Gap, ...]
    head: Checkpoint
    last_rehearsal: CustodyEvent | None
    sorting: Counts | None
    budget: Budget


def status(work: Workspace) -> Status:
    """Where things stand now."""
    vault = work.vault
    items = vault.items()
    folders = {item.part_of for item in items}
    files = [item for item in items if item.id not in folders]
    conversations = vault.conversations()
    times = [at for one in conversations for at in (one.first_ms, one.last_ms) if at is not None]
    problems: dict[str, int] = {}
    for problem in vault.problems():
        problems[problem.severity] = problems.get(problem.severity, 0) + 1
    imported = max((vault.acquired_at(item.id) for item in items), default=None)
    last = None if imported is None else vault.event(imported)
    entries = vault.entries()
    needed = log.needed(work)
    soonest = needed[0].missing.vanishes_by if needed else None
    rehearsed = vault.last_rehearsal()
    return Status(
        fingerprint=vault.fingerprint,
        originals=len(files),
        original_bytes=sum(item.size for item in files),
        not_read=_not_read(items, {reading.item for reading in vault.readings()}),
        messages=vault.total(Filters(kind="message")),
        events=vault.total(Filters(kind="event")),
        captures=vault.total(Filters(kind="capture")),
        conversations=len(conversations),
        accounts=len(vault.accounts()),
        platforms=tuple(sorted({one.platform for one in conversations})),
        first_ms=min(times, default=None),
        last_ms=max(times, default=None),
        problems=problems,
        notes=sum(entry.kind == "note" for entry in entries),
        own_events=sum(entry.kind == "event" for entry in entries),
        transcripts=sum(entry.kind == "transcript" for entry in entries),
        not_kept=sum(entry.kind == "no-capture" for entry in entries),
        log_entries=len(log.log(work, withdrawn=False)),
        needed=len(needed),
        soonest=soonest,
        soonest_days=None if soonest is None else log.days_left(soonest, work.clock()),
        reports=tuple(vault.reports()),
        due=due(work),
        last_import=last,
        last_agent=None if last is None else label(work, last.agent),
        looked_at=vault.revealed_count(),
        last_backup=next(reversed(vault.backups()), None),
        gaps=vault.gaps(),
        head=vault.checkpoint(),
        last_rehearsal=None if rehearsed is None else vault.event(rehearsed),
        sorting=counts(work) if vault.models() else None,
        budget=budget(work),
    )


def _not_read(items: Sequence[EvidenceItem], read: set[str]) -> int:
    """A folder is read when it or anything in it is; what came in a folder is counted with it."""
    held = {item.id for item in items}
    reached = read | {item.part_of for item in items if item.id in read}
    return sum(item.id not in reached for item in items if item.part_of not in held)
