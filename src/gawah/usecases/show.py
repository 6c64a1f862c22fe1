"""Where something in a case comes from: provenance, never text."""

from dataclasses import dataclass, field, replace

from gawah.dossier import exhibits, wording
from gawah.dossier.wording import GRADES, ZONES
from gawah.records.casework import Finding
from gawah.records.content import Capture, Fact, ReadProblem
from gawah.records.custody import Bracket, CustodyEvent
from gawah.records.evidence import EvidenceItem, Locator
from gawah.usecases._added import Added, anything
from gawah.usecases._descriptor import Descriptor, MachineReading, describe, record_of
from gawah.usecases._graded import graded
from gawah.usecases._near import Near, near
from gawah.usecases._proves import proves
from gawah.usecases._targets import Own
from gawah.usecases._transcribed import readings_of, transcripts_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.findings import about
from gawah.usecases.label import labels_by_id
from gawah.usecases.review import confirmed
from gawah.vault.rows import Filters, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file that something was read from.

    Attributes:
        item: As received, with the grade that follows from reading it.
        acquired: The ledger entry that acquired it.
        agent: Label of who acquired it.
        grade: Its provenance grade, with what it does not prove.
    """

    item: EvidenceItem
    acquired: CustodyEvent
    agent: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """When something was recorded.

    Attributes:
        bracket: Between which times of independent authorities.
        words: The same as the end of a sentence; by the machine's clock where no stamp says anything.
    """

    bracket: Bracket
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A person's transcript of something: id of the entry, who wrote it and when, whether it confirms a machine's reading."""

    id: str
    by: str
    recorded_at: str
    confirms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureSheet:
    """What a capture says of itself beyond what every row says.

    Attributes:
        address, title: As stated.
        grade: What this way of capturing can and cannot prove.
        proves: The same and, where the capture names its format, a sentence on that; each by language.
        facts: What the file says of itself: recorded, never checked.
        likeness: Its perceptual hash; None where there is none.
        near: Captures that look like it.
        readings: Id of each machine's reading of it, and how sure it was.
    """

    address: str | None = field(repr=False)
    title: str | None = field(repr=False)
    grade: str
    proves: tuple[dict[str, str], ...]
    facts: tuple[Fact, ...]
    likeness: str | None
    near: tuple[Near, ...]
    readings: tuple[tuple[str, MachineReading], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet:
    """A message, event or capture and where it comes from.

    Attributes:
        row: What a row says of it.
        time_known: How its time is known, as a sentence.
        locator: Where it was read.
        origin: The file.
        reader, reader_version: Who read it.
        read_entry: Ledger entry of the reading.
        place, batch: Its place among the rows of that reading, from 0, and their number.
        problems: Noted at this place.
        also_in: Ids of other items that hold the same message.
        recording: When the reading was entered.
        capture: More of a capture; None for all others.
        transcripts: What people wrote down of it.
        findings: What comparing it with other sources showed.
    """

    row: Descriptor
    time_known: str
    locator: Locator = field(repr=False)
    origin: Origin
    reader: str
    reader_version: str
    read_entry: int
    place: int
    batch: int
    problems: tuple[ReadProblem, ...]
    also_in: tuple[str, ...]
    recording: Recording
    capture: CaptureSheet | None = None
    transcripts: tuple[Written, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSheet:
    """A file of the case.

    Attributes:
        origin: The file.
        parts: How many files came in it, for a folder.
        rows: How many messages, events and captures the newest reading found in it, those that other items hold too among them.
        readings: Reader and version, ledger entry and number of rows of each reading.
        problems: Number of problems by code.
        recording: When the file was entered.
        transcripts: What people wrote down of it.
    """

    origin: Origin
    parts: int
    rows: int
    readings: tuple[tuple[str, int, int], ...]
    problems: dict[str, int]
    recording: Recording
    transcripts: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSheet:
    """A person's own entry, a complaint, a translation, or any other statement of people or of the program that has an id.

    Attributes:
        statement: As last stated.
        agent: Label of who entered it.
        for_agent: Label of the person on whose behalf; None for themselves.
        ledger_entry, entered_at: Of its newest form.
        recording: When its newest form was entered.
    """

    statement: Own | Added
    agent: str
    for_agent: str | None
    ledger_entry: int
    entered_at: str
    recording: Recording


Sheet = RecordSheet | ItemSheet | StatementSheet


def show(work: Workspace, prefix: str) -> Sheet:
    """The sheet of what the id names. Raises NotFound, and BadInput when several ids begin so."""
    found = anything(work, prefix)
    if isinstance(found, Row):
        return _record_sheet(work, found)
    if isinstance(found, EvidenceItem):
        return _item_sheet(work, found)
    entered = work.vault.event(work.vault.entered_at(found.id))
    return StatementSheet(
        statement=found,
        agent=label(work, entered.agent),
        for_agent=None if entered.for_agent is None else label(work, entered.for_agent),
        ledger_entry=entered.seq,
        entered_at=entered.at,
        recording=recording(work, entered.seq),
    )


def recording(work: Workspace, seq: int) -> Recording:
    """When a ledger entry was made."""
    bracket = work.vault.brackets().of(seq)
    shown = exhibits.Recorded(not_before=bracket.not_before, not_after=bracket.not_after)
    place = exhibits.Place(number="", item=None, ledger_entry=seq, recorded_at=work.vault.event(seq).at, recorded=shown)
    return Recording(bracket=bracket, words=exhibits.recorded(place))


def origin(work: Workspace, item: EvidenceItem) -> Origin:
    """The item with the ledger entry that acquired it."""
    acquired = work.vault.event(work.vault.acquired_at(item.id))
    known = graded(work, item)
    return Origin(item=known, acquired=acquired, agent=label(work, acquired.agent), grade=wording.grade(known))


def label(work: Workspace, agent_id: str) -> str:
    """The label of an agent; the first digits of the id where the case has none."""
    return next((agent.label for agent in work.vault.agents() if agent.id == agent_id), agent_id[:8])


def _record_sheet(work: Workspace, row: Row) -> RecordSheet:
    record = record_of(row)
    item = work.vault.item(row.item)
    reading = next(one for one in work.vault.readings(item.id) if one.seq == row.reading_seq)
    here = [problem for problem in work.vault.problems(item.id) if _same_place(problem.locator, record.locator)]
    sightings = work.vault.page(Filters(ids=[row.id], include_same=True), after=None, limit=100)
    return RecordSheet(
        row=describe(row, confirmed(work), labels_by_id(work).get(row.id)),
        time_known=ZONES[record.sent_at.zone],
        locator=record.locator,
        origin=origin(work, item),
        reader=reading.reader,
        reader_version=reading.reader_version,
        read_entry=reading.seq,
        place=row.index_in_batch,
        batch=reading.size,
        problems=tuple(here),
        also_in=tuple(dict.fromkeys(one.item for one in sightings if one.item != row.item)),
        recording=recording(work, reading.seq),
        capture=_capture(work, row, record) if isinstance(record, Capture) else None,
        transcripts=_written(work, row),
        findings=about(work, row.id),
    )


def _capture(work: Workspace, row: Row, record: Capture) -> CaptureSheet:
    known = confirmed(work)
    read = (
        (one.id, MachineReading(of=one.of, maker=one.maker, confidence=one.confidence, confirmed=one.id in known))
        for one in readings_of(work, record.id, record.conversation)
    )
    return CaptureSheet(
        address=record.address,
        title=record.title,
        grade=GRADES[record.grade],
        proves=proves(record),
        facts=record.facts,
        likeness=record.likeness,
        near=near(work, row),
        readings=tuple(read),
    )


def _written(work: Workspace, thing: Row | EvidenceItem) -> tuple[Written, ...]:
    return tuple(
        Written(id=one.id, by=label(work, one.agent), recorded_at=one.recorded_at, confirms=len(one.about) > 1)
        for one in transcripts_of(work, thing)
    )


def _item_sheet(work: Workspace, item: EvidenceItem) -> ItemSheet:
    readings = work.vault.readings(item.id)
    codes: dict[str, int] = {}
    for problem in work.vault.problems(item.id):
        codes[problem.code] = codes.get(problem.code, 0) + 1
    return ItemSheet(
        origin=origin(work, item),
        parts=sum(1 for other in work.vault.items() if other.part_of == item.id),
        rows=readings[-1].size if readings else 0,
        readings=tuple((f"{one.reader} {one.reader_version}", one.seq, one.size) for one in readings),
        problems=codes,
        recording=recording(work, work.vault.acquired_at(item.id)),
        transcripts=_written(work, item),
    )


def _same_place(one: Locator, other: Locator) -> bool:
    return replace(one, span=None) == replace(other, span=None)
