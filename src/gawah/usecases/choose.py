"""What should stand in a dossier: by id, by a search, or all that some conditions allow; and the sentence that says so."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from gawah.dossier import exhibits
from gawah.dossier.document import Audience
from gawah.records.casework import Entry
from gawah.records.errors import BadInput, NothingSelected
from gawah.records.evidence import EvidenceItem
from gawah.usecases import review
from gawah.usecases._every_row import every_row
from gawah.usecases._targets import target
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import Selection
from gawah.vault.rows import Row

Thing: TypeAlias = Row | EvidenceItem | Entry
"""What can be an exhibit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What should stand in the dossier. Without ids and without a query: all messages, events, captures and own entries that
    `where` allows.

    Attributes:
        ids: Ids, or their first digits, of messages, events, captures, items and entries.
        query: Messages, events and captures whose text holds these words, folded, in any script.
        where: Further conditions on messages, events and captures.
        entries: The person's own notes and events too.
    """

    ids: tuple[str, ...] = ()
    query: str = field(default="", repr=False)
    where: Selection = field(default_factory=Selection)
    entries: bool = True


def chosen(work: Workspace, choice: Choice) -> list[Thing]:
    """What the choice names, in order of time; files, which have none, come last. Raises NothingSelected, NotFound, BadInput."""
    found: dict[str, Thing] = {}
    for prefix in choice.ids:
        thing = target(work, prefix)
        if not isinstance(thing, Row | EvidenceItem | Entry):
            raise BadInput("a complaint is printed in every dossier; it is not an exhibit")
        if isinstance(thing, Row) and thing.type == "transcript":
            raise BadInput("what a machine read is no exhibit: look at it, then `gawah add transcript ID --confirm`")
        found[thing.id] = thing
    if choice.query or not choice.ids:
        where = replace(review.filters(work, choice.where), machine_read=False)
        rows = list(every_row(work, where, choice.query))
        found |= {row.id: row for row in rows}
    if not choice.ids and not choice.query and choice.entries:
        found |= {entry.id: entry for entry in work.vault.entries()}
    if not found:
        raise NothingSelected("nothing in the case fits the selection")
    return sorted(found.values(), key=_in_time)


def fit_for(audience: Audience, things: list[Thing], *, picked: bool) -> list[Thing]:
    """What may be shown to this audience: where material lies that must not be kept is for authorities, lawyers and platforms,
    never for the public. Raises BadInput when such an entry was picked by its id, NothingSelected when nothing else is there.
    """
    fit = [thing for thing in things if audience != "public" or not (isinstance(thing, Entry) and thing.unkept is not None)]
    if picked and len(fit) < len(things):
        raise BadInput("what must not be kept is not pointed at in public: leave that entry out")
    if not fit:
        raise NothingSelected("nothing in the case fits the selection")
    return fit


def _in_time(thing: Thing) -> tuple[bool, int]:
    at = thing.at_ms if isinstance(thing, Row) else exhibits.position(thing) if isinstance(thing, Entry) else None
    return at is None, at or 0


def rule(choice: Choice) -> str:
    """How it was chosen, as a sentence."""
    parts = []
    if choice.ids:
        parts.append("picked one by one by the person who made the dossier")
    if choice.query:
        parts.append(f"found by a search for “{choice.query}”, letters folded")
    if not parts:
        parts.append("all messages, events and captures" + (", and the person's own entries" if choice.entries else ""))
    where = choice.where
    named = {"platform": where.platform, "from": where.since, "until": where.until, "kind": where.kind}
    limits = [f"{name} {value}" for name, value in named.items() if value]
    limits += [name for name, value in (("one conversation", where.conversation), ("one account", where.sender)) if value]
    return "; ".join(parts) + (f" ({', '.join(limits)})" if limits else "") + "."
