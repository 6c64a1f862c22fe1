"""What a dossier says of the whole case: who made it, what was left out, the chronology, the custody, the sources."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, TypedDict, cast

from gawah.analysis import chronology as time_line
from gawah.dossier import pages, wording
from gawah.dossier.document import Chronology, ChronologyRow, Count, CustodyLine, SourceSheet
from gawah.dossier.document import Selection as SelectionSheet
from gawah.dossier.words import Hole, say
from gawah.records.casework import Entry, Report
from gawah.records.custody import CustodyEvent
from gawah.records.errors import NotFound
from gawah.records.evidence import EvidenceItem
from gawah.records.incident import Incident
from gawah.usecases import timeline
from gawah.usecases._graded import graded
from gawah.usecases._workspace import Workspace
from gawah.usecases.keep import FOLDER_TYPE
from gawah.usecases.log import log as log_of
from gawah.usecases.review import Selection
from gawah.vault.readings import Reading
from gawah.vault.rows import Filters, Row

LEAST_GAP_DAYS = 14
"""A stretch of more days than these without a message is written out."""


def agent_name(work: Workspace, agent_id: str) -> str:
    """The name of an agent as it should be printed; the label where there is no name."""
    agent = work.vault.agent_by_id(agent_id)
    return agent.name or agent.label


def written_by(work: Workspace, entry: Entry) -> str:
    """Who wrote an entry, and for whom."""
    return _acting(work, entry.agent, entry.for_agent)


def _acting(work: Workspace, agent: str, for_agent: str | None) -> str:
    who = agent_name(work, agent)
    return say("custody.on_behalf_of", who=who, whom=agent_name(work, for_agent)) if for_agent else who


class MadeBy(TypedDict):
    """Who made a document, and for whom; fields of it."""

    made_by: str
    on_behalf_of: str


class Period(TypedDict, total=False):
    """The days that the case's records reach from and to; fields of a document."""

    first: str
    last: str


def made_by(work: Workspace) -> MadeBy:
    """`made_by` and `on_behalf_of` of a document."""
    behalf = work.acting.for_agent
    return {
        "made_by": agent_name(work, work.acting.agent),
        "on_behalf_of": agent_name(work, behalf) if behalf else "",
    }


def period(work: Workspace) -> Period:
    """`first` and `last` of a document: the days that the case's records reach from and to."""
    seen = work.vault.conversations()
    starts = [one.first_ms for one in seen if one.first_ms is not None]
    ends = [one.last_ms for one in seen if one.last_ms is not None]
    if not starts or not ends:
        return {}
    first, last = time_line.day_of(min(starts)), time_line.day_of(max(ends))
    return {"first": wording.day(first), "last": wording.day(last)}


def selection(work: Workspace, things: Sequence[Row | EvidenceItem | Entry], *, rule: str, log: int = 0) -> SelectionSheet:
    """What the case holds and how much of it stands in the dossier; `log`: entries of the incident log that do."""
    rows = [thing for thing in things if isinstance(thing, Row)]
    files = [item for item in work.vault.items() if item.media_type != FOLDER_TYPE]
    counts = (
        ("messages", work.vault.total(Filters(kind="message")), sum(row.type == "message" for row in rows)),
        ("events", work.vault.total(Filters(kind="event")), sum(row.type == "event" for row in rows)),
        ("shown", work.vault.total(Filters(kind="capture")), _captures(rows)),
        ("conversations", len(work.vault.conversations()), len({row.conversation for row in rows})),
        ("files", len(files), sum(isinstance(thing, EvidenceItem) for thing in things)),
        ("entries", len(work.vault.entries()), sum(isinstance(thing, Entry) for thing in things)),
        ("log", len(log_of(work)), log),
    )
    return SelectionSheet(
        rule=rule,
        counts=tuple(
            Count(what=say(f"selection.{what}"), held=held, included=here)
            for what, held, here in counts
            if held or what not in ("shown", "log")
        ),
    )


def _captures(rows: Sequence[Row]) -> int:
    return sum(row.type == "capture" for row in rows)


def attached(listed: bytes, report: bytes) -> tuple[pages.Attached, ...]:
    """The two annexes as they lie inside the PDF."""
    return (
        pages.Attached(name="exhibits.json", data=listed, media_type="application/json", description=say("annexes.exhibits")),
        pages.Attached(name="hash-report.csv", data=report, media_type="text/csv", description=say("annexes.hashes")),
    )


def over_time(
    work: Workspace, incidents: Sequence[Incident] = (), reports: Sequence[Report] | None = None, by: str = ""
) -> timeline.Timeline:
    """The whole case, whether chosen or not, with these entries of the log and complaints: what `chronology` prints.

    Args:
        work: The case.
        incidents: Entries of the log that may be named.
        reports: Complaints that may be named; None for all.
        by: month or week; "" for what fits the time from the first to the last of it.
    """
    return timeline.timeline(work, Selection(), by=by, over_days=LEAST_GAP_DAYS, incidents=incidents, reports=reports)


def chronology(shown: timeline.Timeline) -> Chronology:
    """Messages a month or week, with gaps and markers in words."""
    period: Literal["month", "week"] = "week" if shown.by == "week" else "month"
    if not shown.bars:
        return Chronology(period=period, lanes=shown.lanes, rows=(), undated=shown.undated)
    plot = timeline.plot(shown)
    starts = timeline.starts(shown)
    notes = _notes(shown)
    rows = tuple(
        ChronologyRow(
            label=wording.month(start) if period == "month" else wording.day(start),
            counts=tuple(lane.counts[index] for lane in plot.lanes),
            own=shown.own.get(start, 0),
            notes=tuple(words for day, words in notes if time_line.start_of(day, shown.by) == start),
        )
        for index, start in enumerate(starts)
    )
    return Chronology(
        period=period,
        lanes=shown.lanes,
        rows=rows,
        undated=shown.undated,
        plot=plot,
    )


def _notes(shown: timeline.Timeline) -> list[tuple[date, str]]:
    """Gaps and markers in words, each with the day at which it stands."""
    found: list[tuple[date, str]] = [(gap.last, timeline.gap_words(gap)) for gap in shown.gaps]
    found += [(marker.day, timeline.words(marker)) for marker in shown.markers]
    return sorted(found)


def custody(work: Workspace) -> tuple[CustodyLine, ...]:
    """Every ledger entry as a sentence; looks at text, which can be many, are told as one line for each stretch of them."""
    lines: list[CustodyLine] = []
    for op, group in _stretches(work):
        first, last = group[0], group[-1]
        about = wording.listed(
            say("lists.quoted", words=name) for name in _names(work, [item for event in group for item in event.items])
        )
        holes: dict[str, Hole] = {"act": wording.OPS.get(op, op), "who": _acting(work, first.agent, first.for_agent)}
        holes |= {"about": about} if about else {}
        holes |= {"count": len(group) - 1, "at": last.at} if len(group) > 1 else {}
        sentence = say(f"custody.line{'_about' if about else ''}{'_again' if len(group) > 1 else ''}", **holes)
        lines.append(CustodyLine(seq=first.seq, at=first.at, sentence=sentence))
    return tuple(lines)


def _stretches(work: Workspace) -> list[tuple[str, list[CustodyEvent]]]:
    """The ledger's entries, neighbours of one kind and one agent that concern no item together."""
    found: list[tuple[str, list[CustodyEvent]]] = []
    for event in work.vault.events():
        kind = event.method if event.op == "annotate" and event.method in wording.OPS else event.op
        if found and not event.items and found[-1][0] == kind and found[-1][1][-1].agent == event.agent:
            found[-1][1].append(event)
        else:
            found.append((kind, [event]))
    return found


def _names(work: Workspace, item_ids: Iterable[str]) -> list[str]:
    """The file names of items; the id of one that was erased."""
    names = []
    for item_id in item_ids:
        try:
            names.append(work.vault.item(item_id).name)
        except NotFound:
            names.append(item_id[:8])
    return names


def sources(work: Workspace, things: Sequence[Row | EvidenceItem | Entry]) -> tuple[SourceSheet, ...]:
    """Every item of the case, whether exhibits come from it or not, with what was read and what was not."""
    newest = {reading.item: reading for reading in work.vault.readings()}
    used = Counter(thing.item if isinstance(thing, Row) else thing.id for thing in things if not isinstance(thing, Entry))
    return tuple(_source(graded(work, item), newest.get(item.id), used[item.id]) for item in work.vault.items())


def _source(item: EvidenceItem, reading: Reading | None, exhibits: int) -> SourceSheet:
    sheet = SourceSheet(
        name=item.name,
        sha256=item.sha256,
        size=item.size,
        media_type=item.media_type,
        grade=wording.grade(item),
        exhibits=exhibits,
    )
    if reading is None or not reading.reader:
        return sheet
    told = reading.summary
    kinds = ["messages", "events", *(one for one in ("captures", "incidents") if told.get(one)), "duplicates", "unread"]
    counts = wording.listed(say(f"counted.{kind}", count=cast(int, told[kind])) for kind in kinds)
    codes = cast("Mapping[str, int]", told["codes"])
    return replace(
        sheet,
        reader=f"{reading.reader} {reading.reader_version}",
        counts=say("counted.read", counts=counts, records=say("counted.records", count=cast(int, told["records_in_source"]))),
        conserved=bool(told["conserved"]),
        problems=tuple(wording.problem(code, count) for code, count in sorted(codes.items())),
    )
