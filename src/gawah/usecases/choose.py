"""What should stand in a dossier: by id, by a search, or all that some conditions allow; and the sentence that says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from gawah.dossier import exhibits, wording
from gawah.dossier.document import Audience
from gawah.dossier.words import say
from gawah.records.casework import Entry
from gawah.records.errors import BadInput, NothingSelected
from gawah.records.evidence import EvidenceItem
from gawah.usecases import review
from gawah.usecases._every_row import every_row
from gawah.usecases._log_sheets import LogChoice
from gawah.usecases._stated import stretch
from gawah.usecases._targets import target
from gawah.usecases._workspace import Workspace
from gawah.usecases.label import labels, marked
from gawah.usecases.review import Selection
from gawah.vault.rows import Filters, Row

Thing: TypeAlias = Row | EvidenceItem | Entry
"""What can be an exhibit."""

LATEST = 3
WORST = 3
"""How many of the latest and of the gravest stand in a short dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What should stand in the dossier. Without ids and without a query: all messages, events, captures and own entries that
    `where` allows.

    Attributes:
        ids: Ids, or their first digits, of messages, events, captures, items and entries.
        query: Messages, events and captures whose text holds these words, folded, in any script.
        where: Further conditions on messages, events and captures.
        entries: The person's own notes and events too.
        short: Of all that only the first, the three gravest by the person's labels, and the three latest, for whoever cannot do
            more: of what they labelled where they labelled anything, else of everything.
        extends: Id of the dossier for the same reader that this one extends; "" for the newest, `none` for none.
        log: What of the incident log and of the diary should stand beside them.
    """

    ids: tuple[str, ...] = ()
    query: str = field(default="", repr=False)
    where: Selection = field(default_factory=Selection)
    entries: bool = True
    short: bool = False
    extends: str = ""
    log: LogChoice = field(default_factory=LogChoice)

    @property
    def everything(self) -> bool:
        """Whether it takes all that `where` allows, own entries too."""
        return self.entries and not (self.ids or self.query or self.short)


def chosen(work: Workspace, choice: Choice) -> list[Thing]:
    """What the choice names, in order of time; files, which have none, come last. Raises NothingSelected, NotFound, BadInput."""
    found: dict[str, Thing] = {}
    for prefix in choice.ids:
        thing = target(work, prefix)
        if not isinstance(thing, Row | EvidenceItem | Entry):
            raise BadInput("complaints and translations are printed where they belong; they are no exhibits")
        if isinstance(thing, Row) and thing.type == "transcript":
            raise BadInput("what a machine read is no exhibit: look at it, then `gawah add transcript ID --confirm`")
        found[thing.id] = thing
    if choice.short:
        if choice.ids or choice.query:
            raise BadInput("the first, three latest and three worst are chosen from everything: no ids and no search beside them")
        found = {thing.id: thing for thing in _short(work, choice.where)}
    elif choice.query or not choice.ids:
        where = replace(review.filters(work, choice.where), machine_read=False)
        rows = list(every_row(work, where, choice.query))
        found |= {row.id: row for row in rows}
    if not choice.ids and not choice.query and not choice.short and choice.entries:
        found |= {entry.id: entry for entry in work.vault.entries()}
    if not found:
        raise NothingSelected("nothing in the case fits the selection")
    return sorted(found.values(), key=_in_time)


def _short(work: Workspace, where: Selection) -> list[Thing]:
    """The first, the gravest and the latest: the gravest are those of the highest severity, of two alike the later one."""
    filters = replace(review.filters(work, where), machine_read=False)
    said = _labelled(work, filters, whole=where == Selection())
    if not said:
        begin = work.vault.page(filters, limit=1)
        return [*begin, *_latest(work, filters, LATEST, begin)]
    things = sorted(said, key=lambda each: _in_time(each[0]))
    first, rest = things[0][0], things[1:]
    gravest = sorted(rest, key=lambda each: (each[1], _in_time(each[0])[1]))[-WORST:]
    left = [thing for thing, _ in rest if thing.id not in {one.id for one, _ in gravest}]
    return [first, *(thing for thing, _ in gravest), *left[-LATEST:]]


def _labelled(work: Workspace, filters: Filters, *, whole: bool) -> list[tuple[Thing, int]]:
    """What the person marked, with its severity; own entries and files only where the whole case is chosen from."""
    said = [one for one in labels(work) if marked(one)]
    wanted = {one.of: one.severity or 0 for one in said}
    known = tuple(wanted) if filters.ids is None else tuple(one for one in filters.ids if one in wanted)
    found: list[tuple[Thing, int]] = (
        [(row, wanted[row.id]) for row in every_row(work, replace(filters, ids=known))] if known else []
    )
    if whole:
        others: list[EvidenceItem | Entry] = [*work.vault.items(), *work.vault.entries()]
        found += [(other, wanted[other.id]) for other in others if other.id in wanted]
    return found


def _latest(work: Workspace, filters: Filters, number: int, without: Sequence[Row]) -> list[Row]:
    """The last rows in time: day by day from the last one back, so that a long case is not walked through."""
    days = sorted(
        {
            count.period
            for count in work.vault.counts("day", replace(filters, kind=None, ids=None, item=None))
            if count.period is not None
        },
        reverse=True,
    )
    left = {row.id for row in without}
    found: list[Row] = []
    for day in days:
        part = every_row(work, _within(filters, day))
        found = [*(row for row in part if row.id not in left), *found]
        if len(found) >= number:
            break
    return found[-number:]


def _within(filters: Filters, day: str) -> Filters:
    """The filters on one day; a narrower time that they name stays."""
    whole = stretch(day, day)
    since = max(one for one in (whole.since, filters.since_ms) if one is not None)
    until = min(one for one in (whole.until, filters.until_ms) if one is not None)
    return replace(filters, since_ms=since, until_ms=until)


def fit_for(audience: Audience, things: list[Thing], *, picked: bool) -> list[Thing]:
    """What may be shown to this audience: where material lies that must not be kept is for authorities, lawyers, platforms and the
    person, never for an employer or the public.

    Raises BadInput when such an entry was picked by its id, NothingSelected when nothing else is there.
    """
    told = audience not in ("employer", "public")
    fit = [thing for thing in things if told or not (isinstance(thing, Entry) and thing.unkept is not None)]
    if picked and len(fit) < len(things):
        raise BadInput("what must not be kept is not pointed at before an employer or in public: leave that entry out")
    if not fit:
        raise NothingSelected("nothing in the case fits the selection")
    return fit


def _in_time(thing: Thing) -> tuple[bool, int]:
    at = thing.at_ms if isinstance(thing, Row) else exhibits.position(thing) if isinstance(thing, Entry) else None
    return at is None, at or 0


def rule(choice: Choice) -> str:
    """How it was chosen, as a sentence."""
    parts: list[str] = []
    if choice.ids:
        parts.append(say("selection.picked"))
    if choice.query:
        parts.append(say("selection.found", query=choice.query))
    if choice.short:
        parts.append(say("selection.short"))
    if not parts:
        parts.append(say("selection.everything_and_own" if choice.entries else "selection.everything"))
    how = parts[0] if len(parts) == 1 else say("selection.two_ways", first=parts[0], second=parts[1])
    where = choice.where
    named = {"platform": where.platform, "from": where.since, "until": where.until}
    named |= {"kind": where.kind and wording.sort_of(where.kind), "tactic": where.tactic and say(f"tactics.{where.tactic}")}
    named |= {"severity": str(where.severity or "")}
    limits = [say(f"selection.{name}", value=value) for name, value in named.items() if value]
    limits += [say(f"selection.one_{name}") for name, on in (("conversation", where.conversation), ("account", where.sender)) if on]
    return say("selection.limited", rule=how, limits=wording.listed(limits)) if limits else say("selection.whole", rule=how)
