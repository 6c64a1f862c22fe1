"""The incident log: what happened, entry by entry, never changed. A correction is a new entry that names the one it supersedes; who
may read an entry, and whether evidence for it was found, is said of the entry anew under its own id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Final

from gawah.records.errors import BadInput, NotFound
from gawah.records.incident import LATE_DAYS, Incident, Missing
from gawah.records.when import When, position_ms
from gawah.usecases import _log_form
from gawah.usecases._log_form import Form
from gawah.usecases._log_made import OF_ITSELF, by, made_of
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace

_SEARCHED: Final = (
    "what_happened",
    "exact_words",
    "translation",
    "source_label",
    "source_handle",
    "recipient_label",
    "platform",
    "surface",
    "physical_place",
    "url",
    "item_id",
    "how_known",
    "demand",
    "claim",
    "evidence_note",
    "reported_to",
    "reference",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One entry as known now, with what came before it.

    Attributes:
        entry: The newest.
        earlier: Those that it supersedes, oldest first.
        ledger_entry: Of its first form; what says who may read it can come later.
        delay_days: Whole days between the event and the first entry of it; None where the day is not known.
    """

    entry: Incident
    earlier: tuple[Incident, ...]
    ledger_entry: int
    delay_days: int | None

    @property
    def first(self) -> Incident:
        """The entry as first written down."""
        return self.earlier[0] if self.earlier else self.entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A piece of evidence still needed: of which entry, and its number there, from 1."""

    entry: Incident = field(repr=False)
    number: int
    missing: Missing = field(repr=False)


def new_incident(work: Workspace, form: Form) -> Incident:
    """The entry as it would be kept; nothing is written.

    Raises:
        BadInput: Too little is said, or a word, time or day cannot be used; or of material that must not be kept more is said than
            may be.
        NotFound: Evidence, conversation, notice or complaint are not in the case.
    """
    return made_of(work, None, form)


def corrected(work: Workspace, prefix: str, form: Form, *, withdraw: bool = False) -> tuple[Logged, Incident]:
    """The entry named and the one that would take its place; nothing is written. Raises as `new_incident`, and BadInput when
    nothing changes, or when it was taken back already.
    """
    found = logged(work, prefix)
    if found.entry.withdrawn:
        raise BadInput("this entry was taken back; write a new one with `gawah log add`")
    if withdraw:
        if form.stated():
            raise BadInput("an entry that is taken back says nothing else")
        made = replace(found.entry, **by(work), supersedes=found.entry.id, withdrawn=True)
    else:
        made = made_of(work, found.entry, form)
        if not changes(found.entry, made):
            raise BadInput("nothing of the entry changes")
    return found, made


def changes(before: Incident, after: Incident) -> tuple[str, ...]:
    """The names of the fields in which two entries differ, but for those of the entry itself."""
    names = [one.name for one in fields(Incident) if one.name not in (OF_ITSELF - {"visibility"})]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def keep(work: Workspace, made: Incident) -> int:
    """Keep a new entry or a correction; its ledger entry."""
    method = "incident" if made.supersedes is None else "incident-withdrawal" if made.withdrawn else "incident-correction"
    return work.vault.state(made, made.id, work.clock(), work.acting, method=method)


def keep_all(work: Workspace, made: Sequence[Incident]) -> int:
    """Keep several new entries in one ledger entry; it."""
    return work.vault.state_all([(one.id, one) for one in made], work.clock(), work.acting, method="incident")


def log(work: Workspace, *, withdrawn: bool = True) -> list[Logged]:
    """All entries as known now, in order of time; those whose time is not known come last."""
    stated = {one.id: one for one in work.vault.stated(Incident)}
    superseded = {one.supersedes for one in stated.values()}
    found = [_with_earlier(work, one, stated) for one in stated.values() if one.id not in superseded]
    return sorted((one for one in found if withdrawn or not one.entry.withdrawn), key=lambda one: _in_time(one.entry))


def logged(work: Workspace, prefix: str) -> Logged:
    """The entry with this id, or the first digits of it, as known now; an id that was superseded leads to what superseded it.

    Raises NotFound, BadInput.
    """
    stated = {one.id: one for one in work.vault.stated(Incident)}
    found = one_of(stated.values(), prefix)
    after = {one.supersedes: one for one in stated.values() if one.supersedes is not None}
    while found.id in after:
        found = after[found.id]
    return _with_earlier(work, found, stated)


def needed(work: Workspace) -> list[Needed]:
    """Evidence still needed, what may vanish soonest first; what nobody knows a day of comes last."""
    found = [
        Needed(entry=one.entry, number=number, missing=missing)
        for one in log(work, withdrawn=False)
        for number, missing in enumerate(one.entry.missing, 1)
        if missing.had_at is None
    ]
    return sorted(found, key=lambda one: (one.missing.vanishes_by is None, one.missing.vanishes_by or ""))


def got(work: Workspace, prefix: str, number: int) -> Incident:
    """The entry with evidence that was needed marked as got today; nothing is written. Raises NotFound, BadInput."""
    entry = logged(work, prefix).entry
    if not 1 <= number <= len(entry.missing):
        raise NotFound("the entry has no evidence of this number among what is needed: see `gawah log missing`")
    if entry.missing[number - 1].had_at is not None:
        raise BadInput("this evidence was got before")
    listed = list(entry.missing)
    listed[number - 1] = replace(listed[number - 1], had_at=work.clock()[:10])
    return replace(entry, missing=tuple(listed))


def shown_to(work: Workspace, prefixes: Sequence[str], visibility: str) -> list[Incident]:
    """The entries named (all when none is) with another reader, where that changes; nothing is written. Raises NotFound,
    BadInput.
    """
    whom = _log_form.word(visibility, _log_form.VISIBILITIES, "the reader")
    found = [logged(work, one).entry for one in prefixes] if prefixes else [one.entry for one in log(work, withdrawn=False)]
    return [replace(one, visibility=whom) for one in found if one.visibility != whom]


def handle(work: Workspace, changed: Sequence[Incident]) -> int:
    """Keep what was said anew of entries under their own ids: who may read them, what was got. The ledger entry."""
    return work.vault.state_all([(one.id, one) for one in changed], work.clock(), work.acting, method="incident-handling")


def reveal(work: Workspace, entries: Iterable[Incident]) -> None:
    """Enter that the words of these entries were looked at."""
    work.vault.reveal([one.id for one in entries], work.clock(), work.acting)


def delay_days(recorded_at: str, occurred_at: When) -> int | None:
    """Whole days between an event and its entry, by the clock of this machine; None where the day of the event is not known."""
    at = position_ms(occurred_at)
    if at is None:
        return None
    written = datetime.fromisoformat(recorded_at).timestamp() * 1000
    return max(0, int((written - at) // 86_400_000))


def is_late(recorded_at: str, occurred_at: When) -> bool:
    """Whether the entry is asked why it was written down so late."""
    return (delay_days(recorded_at, occurred_at) or 0) > LATE_DAYS


def lacking(entry: Incident) -> tuple[str, ...]:
    """What the log's schema asks for and the entry does not say; for the person to fill in or leave."""
    if "minor-possible" in entry.sensitivity or entry.withdrawn:
        return ()
    online = bool(entry.platform.strip())
    asked = {
        "place": not (online or entry.surface or entry.physical_place),
        "url": online and not (entry.url or entry.item_id or entry.held),
        "how_known": bool(entry.source_label) and not entry.how_known,
        "delay_reason": is_late(entry.recorded_at, entry.occurred_at) and not entry.delay_reason,
        "language": bool(entry.translation) and not entry.language,
        "translator": bool(entry.translation) and not entry.translator,
    }
    return tuple(name for name, lacks in asked.items() if lacks)


def _with_earlier(work: Workspace, entry: Incident, stated: dict[str, Incident]) -> Logged:
    earlier: list[Incident] = []
    before = entry.supersedes
    while before is not None and before in stated and len(earlier) <= len(stated):
        earlier.insert(0, stated[before])
        before = stated[before].supersedes
    first = earlier[0] if earlier else entry
    return Logged(
        entry=entry,
        earlier=tuple(earlier),
        ledger_entry=work.vault.earlier(Incident, entry.id)[0][0],
        delay_days=delay_days(first.recorded_at, entry.occurred_at),
    )


def _in_time(entry: Incident) -> tuple[bool, int, str]:
    at = position_ms(entry.occurred_at)
    return at is None, at or 0, entry.recorded_at


def words_of(entry: Incident) -> str:
    """What an entry says, for whoever looks for words in it; of witnesses the names and what they saw, not how to reach them."""
    texts = [getattr(entry, name) for name in _SEARCHED]
    texts += [part for one in entry.witnesses for part in (one.name, one.saw)]
    texts += [part for one in entry.missing for part in (one.what, one.holder)]
    texts += [part for one in entry.actions for part in (one.who, one.what)]
    return "\n".join(text for text in texts if text)


def days_left(vanishes_by: str, today: str) -> int:
    """Days from `today` to the day by which evidence may vanish; negative once it has passed."""
    return (date.fromisoformat(vanishes_by) - date.fromisoformat(today[:10])).days
