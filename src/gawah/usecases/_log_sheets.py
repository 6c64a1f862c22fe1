"""The incident log in a dossier: which entries fit its reader, as sheets; and what of the diary was chosen for one recipient."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from gawah.dossier import exhibits, wording
from gawah.dossier.log_sheet import ImpactSheet, IncidentSheet, LogSection, NeededSheet
from gawah.dossier.sheet import Fact, Time
from gawah.dossier.words import say
from gawah.records.casework import Notice
from gawah.records.errors import BadInput
from gawah.records.incident import Impact, Incident, Visibility
from gawah.records.when import When, position_ms
from gawah.usecases import log
from gawah.usecases._case_sheets import agent_name
from gawah.usecases._log_form import VISIBILITIES
from gawah.usecases._stated import stretch
from gawah.usecases._workspace import Workspace
from gawah.usecases.log import Logged
from gawah.usecases.review import Selection

_LEAST: Final[Mapping[str, Visibility]] = {
    "person": "user",
    "lawyer": "lawyer",
    "authority": "authority",
    "platform": "platform",
    "employer": "platform",
    "school": "platform",
}
"""How far an entry must go at least to stand before each reader; for all others it never does."""
APART: Final = frozenset({"intimate", "medical", "third-party"})
"""Such an entry stands in a dossier only when it was picked by its id."""
_NEEDED_BY: Final = frozenset({"authority", "lawyer", "person"})
"""Who is told what evidence is still needed."""
_LINES: Final = (
    "physical_place",
    "url",
    "item_id",
    "displayed",
    "source_label",
    "source_handle",
    "how_known",
    "demand",
    "demand_deadline",
    "demand_complied",
    "claim",
    "evidence_note",
    "delay_reason",
    "reported_to",
    "reference",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChoice:
    """What of the log and the diary should stand in the dossier.

    Attributes:
        ids: Ids of entries, or their first digits, picked one by one.
        rest: All others that fit the reader too; None to follow the dossier: yes where it takes everything.
        impact: Entries of the diary, open, chosen for this one reader.
        recipient: Whom the person named as that reader.
    """

    ids: tuple[str, ...] = ()
    rest: bool | None = None
    impact: tuple[Impact, ...] = field(default=(), repr=False)
    recipient: str = field(default="", repr=False)


def section(work: Workspace, audience: str, choice: LogChoice, *, where: Selection, everything: bool) -> LogSection | None:
    """The log as it stands in the dossier; None where nothing of it does.

    Args:
        work: The case.
        audience: For whom the dossier is.
        choice: What of the log is wanted.
        where: The conditions of the dossier: its time and platform hold for entries too; any other leaves out what was not picked.
        everything: The dossier takes all that the conditions allow.

    Raises:
        NotFound: No entry has this id.
        BadInput: An entry that was picked does not go so far, or impact was chosen without saying for whom.
    """
    if choice.impact and not choice.recipient.strip():
        raise BadInput("impact is handed over to somebody: say to whom with --for")
    listed = log.log(work)
    standing = [one for one in listed if not one.entry.withdrawn]
    picked = {log.logged(work, one).entry.id for one in choice.ids}
    _refuse(audience, [one for one in listed if one.entry.id in picked])
    rest = everything if choice.rest is None else choice.rest
    shown = [one for one in standing if one.entry.id in picked or (rest and _fits(one, audience, where))]
    if not shown and not choice.impact:
        return None
    numbers = {one.target: one.number for one in work.vault.exhibits()}
    needed = _needed(shown) if audience in _NEEDED_BY else ()
    return LogSection(
        entries=tuple(_sheet(work, one, numbers) for one in shown),
        left_out=len(listed) - len(shown),
        withdrawn=len(listed) - len(standing),
        needed=needed,
        impact=tuple(_impact(work, one) for one in choice.impact),
        impact_for=choice.recipient if choice.impact else "",
    )


def goes_to(entry: Incident, audience: str) -> bool:
    """Whether the entry may stand before this reader, as its writer said."""
    least = _LEAST.get(audience)
    return least is not None and VISIBILITIES.index(entry.visibility) >= VISIBILITIES.index(least)


def _refuse(audience: str, picked: Sequence[Logged]) -> None:
    if any(one.entry.withdrawn for one in picked):
        raise BadInput("an entry that was taken back is not handed over")
    if not all(goes_to(one.entry, audience) for one in picked):
        raise BadInput("an entry that was picked does not go to this reader; `gawah log visible WHOM ID` says up to whom it goes")


def _fits(one: Logged, audience: str, where: Selection) -> bool:
    entry = one.entry
    if APART & set(entry.sensitivity) or not goes_to(entry, audience):
        return False
    if replace(where, since=None, until=None, platform=None) != Selection():
        return False
    if where.platform is not None and entry.platform.casefold() != where.platform.casefold():
        return False
    part, at = stretch(where.since, where.until), position_ms(entry.occurred_at)
    if at is None:
        return part.since is None and part.until is None
    return (part.since is None or at >= part.since) and (part.until is None or at < part.until)


def _sheet(work: Workspace, one: Logged, numbers: Mapping[str, str]) -> IncidentSheet:
    entry = one.entry
    return IncidentSheet(
        id=entry.id[:8],
        time=_moment(entry.occurred_at, only_month=entry.known == "month"),
        known=say(f"log_known.{entry.known}") if entry.known in ("about", "month") else "",
        until=entry.until.stated if entry.until else "",
        recorded=_recorded(one.first.recorded_at, one.delay_days),
        by=_by(work, one.first),
        text=entry.what_happened,
        quoted=entry.exact_words,
        language=entry.language,
        translation=entry.translation,
        translator=entry.translator,
        facts=tuple(_lines(work, entry, numbers)),
        corrections=tuple(_corrections(work, one)),
        ledger_entry=work.vault.earlier(Incident, one.first.id)[0][0],
    )


def _moment(when: When, *, only_month: bool) -> Time:
    """The time; of one of which only the month is known, no day is printed that nobody stated."""
    return exhibits.time(replace(when, local=None, utc=None) if only_month else when)


def _recorded(at: str, days: int | None) -> str:
    return say("log.recorded", at=at) if days is None else say("log.recorded_after", at=at, count=days)


def _by(work: Workspace, entry: Incident | Impact) -> str:
    who = agent_name(work, entry.agent)
    return say("custody.on_behalf_of", who=who, whom=agent_name(work, entry.for_agent)) if entry.for_agent else who


def _lines(work: Workspace, entry: Incident, numbers: Mapping[str, str]) -> Iterator[Fact]:
    where = " · ".join(part for part in (entry.platform, entry.surface) if part)
    if where:
        yield _line("platform", where)
    if entry.recipient is not None:
        kind = say(f"log_recipients.{entry.recipient}")
        yield _line("recipient", say("log.labelled", kind=kind, label=entry.recipient_label) if entry.recipient_label else kind)
    for name in _LINES:
        if value := getattr(entry, name):
            yield _line(name, value)
    if entry.first_noted:
        yield _line("first_noted", entry.first_noted.stated)
    if entry.tactics:
        yield _line("tactics", wording.listed(say(f"log_tactics.{one}") for one in entry.tactics))
    for witness in entry.witnesses:
        yield _line("witness", say("log.witness", name=witness.name, saw=witness.saw) if witness.saw else witness.name)
    for held in entry.held:
        yield _line("exhibit", _held(work, held.target, held.how_obtained, numbers))
    for action in entry.actions:
        yield _line("action", " · ".join(part for part in (action.when, action.who, action.what) if part))
    if entry.own_part is not None:
        yield _line("own_part", _conversation(work, entry.own_part))
    yield from _links(work, entry)
    if "minor-possible" in entry.sensitivity:
        yield _line("not_kept", say("facts.no_file"))


def _line(name: str, value: str) -> Fact:
    return Fact(label=say(f"log_lines.{name}"), value=value)


def _held(work: Workspace, target: str, how: str, numbers: Mapping[str, str]) -> str:
    """An exhibit by its number; what is none by its id, an item with its digest."""
    obtained = say(f"log_obtained.{how}")
    if target in numbers:
        return say("log.exhibit", number=numbers[target], how=obtained)
    digest = next((item.sha256 for item in work.vault.items() if item.id == target), "")
    if digest:
        return say("log.held_item", id=target[:8], how=obtained, digest=digest)
    return say("log.held", id=target[:8], how=obtained)


def _conversation(work: Workspace, conversation: str) -> str:
    seen = next((one for one in work.vault.conversations() if one.id == conversation), None)
    title = (seen.title if seen else None) or conversation[:8]
    return say("log.whole_conversation", title=title)


def _links(work: Workspace, entry: Incident) -> Iterator[Fact]:
    for notice in work.vault.stated(Notice):
        if notice.id in entry.notices:
            yield _line("notice", say("log.notice", kind=say(f"log_notices.{notice.kind}"), at=notice.given_at.stated))
    for report in work.vault.reports():
        if report.id in entry.reports:
            named = say("log.report", to=report.to, at=report.made_at.stated)
            yield _line("report", say("log.report_with", report=named, reference=report.reference) if report.reference else named)


def _corrections(work: Workspace, one: Logged) -> Iterator[str]:
    """What each correction changed, by the names of the parts; the words before stay in the ledger."""
    for before, after in pairwise((*one.earlier, one.entry)):
        names = [say(f"log_parts.{name}") for name in log.changes(before, after) if name != "visibility"]
        entry = work.vault.earlier(Incident, before.id)[0][0]
        if names:
            yield say("log.correction", at=after.recorded_at, parts=wording.listed(names), id=before.id[:8], entry=str(entry))


def _needed(shown: Sequence[Logged]) -> tuple[NeededSheet, ...]:
    found = [
        NeededSheet(entry=one.entry.id[:8], what=each.what, holder=each.holder, by=each.vanishes_by or "")
        for one in shown
        for each in one.entry.missing
        if each.had_at is None
    ]
    return tuple(sorted(found, key=lambda each: (each.by == "", each.by)))


def _impact(work: Workspace, entry: Impact) -> ImpactSheet:
    assert not entry.private, "a private entry is never chosen"
    assert not entry.sealed, "a sealed entry cannot be printed"
    facts = []
    if entry.effects:
        facts.append(_line("effects", wording.listed(say(f"log_effects.{one}") for one in entry.effects)))
    if entry.fear_of_violence is not None:
        facts.append(_line("fear", say("log.yes") if entry.fear_of_violence else say("log.no")))
    if entry.amount:
        facts.append(_line("money", f"{entry.amount} {entry.currency}"))
    if entry.incidents:
        facts.append(_line("entries", wording.listed(one[:8] for one in entry.incidents)))
    return ImpactSheet(
        id=entry.id[:8],
        felt_at=entry.felt_at.stated if entry.felt_at else "",
        recorded=_recorded(entry.recorded_at, None),
        by=_by(work, entry),
        facts=tuple(facts),
        text=entry.body,
        ledger_entry=work.vault.entered_at(entry.id),
    )
