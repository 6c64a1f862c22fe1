"""Look at what a case holds: rows without text, text on request and counted, and the conversation around a message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from gawah.records.casework import Entry
from gawah.records.errors import BadInput
from gawah.records.evidence import EvidenceItem
from gawah.records.incident import Incident
from gawah.records.judgement import Judgement
from gawah.usecases import log
from gawah.usecases._added import ADDED, Added, anything, own_words
from gawah.usecases._descriptor import Descriptor, Shown, describe, with_text
from gawah.usecases._stated import stretch
from gawah.usecases._targets import Own, one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.label import TACTICS, labels, labels_by_id
from gawah.vault.derived import AccountSeen, ConversationSeen
from gawah.vault.rows import Filters, Position, Row
from gawah.vault.search import holds

LONGEST_PAGE = 10_000
"""Rows at most on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which messages, events and captures, as a person says it; every condition that is given must hold.

    Attributes:
        platform: As `status` lists it, in any case.
        conversation: Id of a conversation, or its first digits.
        sender: Id of an account, or its first digits.
        kind: message, event, capture, transcript, or a message's or capture's kind or an event's name.
        since, until: A day, a month or a time; what they name is taken whole.
        item: Id of an item, or its first digits.
        tactic: What a person labelled with this tactic.
        severity: What a person labelled with this severity or a higher one.
        suggested: What a machine suggests to do this tactic; `any` for whatever it suggests. No person's word.
    """

    platform: str | None = None
    conversation: str | None = None
    sender: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    item: str | None = None
    tactic: str | None = None
    severity: int | None = None
    suggested: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows of a longer list, in order of time.

    Attributes:
        rows: Without text.
        shown: The same with text, when it was asked for and counted; else ().
        after: Id to go on after; None at the end of the list.
        total: How many rows there are over all pages.
        log: Entries of the incident log that it found; () where `own` is.
        own: A person's own entries that a search found; () for a list, on later pages, and when rows were chosen by a condition.
    """

    rows: tuple[Descriptor, ...]
    shown: tuple[Shown, ...]
    after: str | None
    total: int
    own: tuple[Entry, ...] = field(default=(), repr=False)
    log: tuple[Incident, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A message or event with what stands before and after it in its conversation, both sides.

    Attributes:
        middle: Its id.
        rows, shown: As of a page; the one asked for is among them.
    """

    middle: str
    rows: tuple[Descriptor, ...]
    shown: tuple[Shown, ...]


def filters(work: Workspace, selection: Selection) -> Filters:
    """The selection in the vault's terms; what a machine read only when it is asked for. Raises NotFound, BadInput."""
    part = stretch(selection.since, selection.until)
    conversation = selection.conversation and one_of(work.vault.conversations(), selection.conversation).id
    sender = selection.sender and one_of(work.vault.accounts(), selection.sender).id
    item = selection.item and one_of(work.vault.items(), selection.item).id
    return Filters(
        conversation=conversation,
        sender=sender,
        platform=_platform(work, selection.platform),
        kind=selection.kind,
        since_ms=part.since,
        until_ms=part.until,
        item=item,
        ids=labelled(work, selection.tactic, selection.severity),
        machine_read=selection.kind in ("transcript", "machine-read"),
        suggested=_suggested(selection.suggested),
    )


def labelled(work: Workspace, tactic: str | None, severity: int | None) -> tuple[str, ...] | None:
    """Ids of what a person labelled so; None without a condition. Raises BadInput for a tactic that is not known."""
    if tactic is None and severity is None:
        return None
    if tactic is not None and tactic not in TACTICS:
        raise BadInput(f"a tactic is one of {', '.join(TACTICS)}")
    return tuple(
        one.of
        for one in labels(work)
        if (tactic is None or tactic in one.tactics) and (severity is None or (one.severity or 0) >= severity)
    )


def _suggested(tactic: str | None) -> str | None:
    if tactic is not None and tactic != "any" and tactic not in TACTICS:
        raise BadInput(f"what is suggested is any, or one of {', '.join(TACTICS)}")
    return tactic


def confirmed(work: Workspace) -> frozenset[str]:
    """Ids of the machine's readings that a person looked at and made their own."""
    return frozenset(about for entry in work.vault.entries() if entry.kind == "transcript" for about in entry.about[1:])


def list_rows(work: Workspace, selection: Selection, *, limit: int, after: str | None = None, show_text: bool = False) -> Page:
    """The next `limit` messages, events and captures after the one named `after`, in order of time.

    Raises:
        BadInput: The limit is not between 1 and `LONGEST_PAGE`, or a condition has another form.
        NotFound: An id names nothing.
    """
    chosen = filters(work, selection)
    rows = work.vault.page(chosen, after=_position(work, after), limit=_limit(limit) + 1)
    page = _page(work, rows, limit, work.vault.total(chosen), show_text=show_text)
    if selection.suggested is None:
        return page
    return replace(page, rows=_described(work, rows[:limit], lambda row: work.vault.suggestion_of(row.id)))


def search(
    work: Workspace, text: str, selection: Selection, *, limit: int, after: str | None = None, show_text: bool = False
) -> Page:
    """The messages, events and captures whose text holds the words of `text`, folded, in any script; in order of time. What a
    machine read in captures is found too; it says so itself.

    Raises:
        BadInput: There is nothing to look for, or as `list_rows`.
        NotFound: An id names nothing.
    """
    if not text.strip():
        raise BadInput("there is nothing to look for")
    chosen = replace(filters(work, selection), machine_read=True)
    rows = work.vault.search(text, chosen, after=_position(work, after), limit=_limit(limit) + 1)
    page = _page(work, rows, limit, work.vault.count(text, chosen), show_text=show_text)
    plain = selection == Selection() and after is None
    if not plain:
        return page
    logged = (one.entry for one in log.log(work, withdrawn=False))
    return replace(
        page,
        own=tuple(entry for entry in work.vault.entries() if holds(entry.body, text)),
        log=tuple(entry for entry in logged if holds(log.words_of(entry), text)),
    )


def conversations(work: Workspace) -> list[ConversationSeen]:
    """Every conversation that holds a message or event, most messages first."""
    return work.vault.conversations()


def accounts(work: Workspace) -> list[AccountSeen]:
    """Every account that sent something, most messages first. Accounts, not people: none is joined to another."""
    return work.vault.accounts()


def reveal(work: Workspace, prefixes: Sequence[str]) -> list[Shown | Own | Added]:
    """What stands in the messages, events, entries, complaints, steps, notices, labels and translations named, in this order.

    Text from evidence is counted as seen and entered in the ledger; a person's own words are not counted.

    Raises:
        NotFound: An id names nothing; then nothing is shown or counted.
        BadInput: An id names an item, something without a text of its own, or several things.
    """
    found = [anything(work, prefix) for prefix in prefixes]
    if any(isinstance(one, EvidenceItem) for one in found):
        raise BadInput("an item is a whole file: `gawah extract` copies it out, `gawah list --item` lists what was read in it")
    for one in found:
        if isinstance(one, ADDED):
            own_words(one)
    shown = {one.row.id: one for one in _revealed(work, [one for one in found if isinstance(one, Row)])}
    return [shown[one.id] if isinstance(one, Row) else one for one in found if not isinstance(one, EvidenceItem)]


def context(work: Workspace, prefix: str, *, before: int, after: int, show_text: bool = False) -> Around:
    """The conversation around a message or event, itself among it. Raises NotFound, BadInput."""
    if min(before, after) < 0 or before + after > LONGEST_PAGE:
        raise BadInput(f"the numbers before and after are 0 or more, together {LONGEST_PAGE} at most")
    middle = work.vault.get(prefix)
    rows = work.vault.context(middle.id, before, after)
    return Around(
        middle=middle.id,
        rows=_described(work, rows),
        shown=tuple(_revealed(work, rows)) if show_text else (),
    )


def _described(
    work: Workspace, rows: Sequence[Row], suggestion: Callable[[Row], Judgement | None] = lambda _row: None
) -> tuple[Descriptor, ...]:
    known = confirmed(work) if any(row.type == "transcript" for row in rows) else ()
    said = labels_by_id(work)
    return tuple(replace(describe(row, known, said.get(row.id)), suggestion=suggestion(row)) for row in rows)


def _revealed(work: Workspace, rows: Sequence[Row]) -> list[Shown]:
    """The rows with text. They are entered in the ledger first: what was shown and not counted could not be counted later."""
    if rows:
        work.vault.reveal([row.id for row in rows], work.clock(), work.acting)
    known = confirmed(work) if any(row.type == "transcript" for row in rows) else ()
    said = labels_by_id(work)
    return [with_text(row, known, said.get(row.id)) for row in rows]


def _page(work: Workspace, rows: Sequence[Row], limit: int, total: int, *, show_text: bool) -> Page:
    here = rows[:limit]
    return Page(
        rows=_described(work, here),
        shown=tuple(_revealed(work, here)) if show_text else (),
        after=here[-1].id if len(rows) > limit else None,
        total=total,
    )


def _position(work: Workspace, after: str | None) -> Position | None:
    return None if after is None else work.vault.get(after).position


def _limit(limit: int) -> int:
    if not 1 <= limit <= LONGEST_PAGE:
        raise BadInput(f"--limit is between 1 and {LONGEST_PAGE}")
    return limit


def _platform(work: Workspace, wanted: str | None) -> str | None:
    """The platform as the readers name it, whatever the case it was typed in."""
    if wanted is None:
        return None
    for conversation in work.vault.conversations():
        if conversation.platform.casefold() == wanted.casefold():
            return conversation.platform
    return wanted
