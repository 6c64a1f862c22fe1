"""Erase a part of an original: one message, or some files of a zip. What remains is a new item, the rest of the old one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from gawah.records.custody import Backup
from gawah.records.errors import BadInput
from gawah.records.evidence import EvidenceItem
from gawah.usecases._resting import Resting, resting_on
from gawah.usecases._tally import Tally
from gawah.usecases._targets import one_of, target
from gawah.usecases._workspace import Workspace
from gawah.vault.archive import ZipMember
from gawah.vault.part import Cutting, Outlook, Part
from gawah.vault.rows import Row

_COUNTED = ("messages", "events", "duplicates", "unread")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLoss:
    """What would go, and what could no longer be proved.

    Attributes:
        parts: What happens to each original that is touched.
        elsewhere: How many of the messages and events that go stand in other originals too, and stay there.
        resting: Exhibits and dossiers that rest on what goes, or on the originals themselves.
        backups: Copies of the vault that may still hold the originals as they are now.
    """

    parts: tuple[Outlook, ...]
    elsewhere: int
    resting: Resting
    backups: tuple[Backup, ...]
    _cuttings: tuple[Cutting, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What remains of one original.

    Attributes:
        before: Id of the item that was erased.
        item: What remains.
        entries: Numbers of the ledger entries that say so: `derive` and `erase`.
    """

    before: str
    item: EvidenceItem
    entries: tuple[int, ...]


def zip_members(work: Workspace, prefix: str) -> tuple[EvidenceItem, tuple[ZipMember, ...]]:
    """An item and the files in it, which `cutting` takes by their numbers. Raises NotFound, BadInput when it is no zip."""
    item = one_of(work.vault.items(), prefix)
    found = work.vault.zip_members(item.id)
    if not found:
        raise BadInput("this item is no zip, or an empty one")
    return item, found


@contextmanager
def cutting(work: Workspace, prefix: str, members: Sequence[int] = ()) -> Iterator[PartLoss]:
    """What erasing a part would take away; within the block `erase_part` can do it. Nothing is changed by itself.

    Args:
        work: The case.
        prefix: Id of a message or event, which goes from every original that holds it; or of an item, of which `members` go.
        members: Numbers of files in the zip, as `zip_members` gives them.

    Raises:
        NotFound: Nothing has this id.
        BadInput: It is a person's own entry; or the part cannot be taken out without more or less than it, with the reason.
    """
    with ExitStack() as stack:
        cuttings = tuple(stack.enter_context(work.vault.cutting(part)) for part in _parts(work, prefix, members))
        outlooks = tuple(one.outlook for one in cuttings)
        items = {one.item.id for one in outlooks}
        going = {record for one in outlooks for record in one.records}
        backups = {backup.id: backup for item in items for backup in work.vault.backups_holding(item)}
        yield PartLoss(
            parts=outlooks,
            elsewhere=_elsewhere(work, going, items),
            resting=resting_on(work, items, going),
            backups=tuple(backups.values()),
            _cuttings=cuttings,
        )


def erase_part(work: Workspace, would_go: PartLoss) -> list[Rest]:
    """Erase it, inside the block of `cutting`. Broken off, it is undone or finished at the next opening, one original at a time."""
    done = []
    for one in would_go._cuttings:
        tally = Tally()
        item, entries = one.carry_out(work.clock(), work.acting, tally.add, partial(_counted, tally))
        done.append(Rest(before=one.outlook.item.id, item=item, entries=tuple(entries)))
    return done


def _counted(tally: Tally, item: EvidenceItem, before: Mapping[str, object]) -> Mapping[str, object]:
    """What the reading of what remains says of itself: as before, counted anew."""
    return {
        **before,
        "sha256": item.sha256,
        "bytes": item.size,
        **{name: getattr(tally, name) for name in _COUNTED},
        "records_in_source": tally.records,
        "problems": tally.problems,
        "codes": tally.codes,
        "conversations": len(tally.conversations),
        "first": tally.first,
        "last": tally.last,
        "gaps": tally.gaps(),
        "members": {},
    }


def _parts(work: Workspace, prefix: str, members: Sequence[int]) -> list[Part]:
    thing = target(work, prefix)
    if isinstance(thing, EvidenceItem):
        if not members:
            raise BadInput("say which files of the item: their numbers")
        return [Part(item=thing.id, members=frozenset(members))]
    if not isinstance(thing, Row):
        raise BadInput("a note, event or complaint of your own cannot be erased; a further note can correct it")
    if thing.type == "transcript":
        raise BadInput("what a machine read goes with the capture it was read in: name that")
    if members:
        raise BadInput("--member goes with the id of an item, not of a message")
    standing: dict[str, set[str]] = {}
    for item, record in work.vault.standing(thing.id):
        standing.setdefault(item, set()).add(record)
    return [Part(item=item, records=frozenset(records)) for item, records in standing.items()]


def _elsewhere(work: Workspace, going: set[str], items: set[str]) -> int:
    """How many of these records are held by other items too."""
    return sum(any(item not in items for item, _ in work.vault.standing(record)) for record in going)
