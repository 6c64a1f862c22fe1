"""Before something is reported, blocked or deleted: whether the case has a copy, what that copy counts as, and how one is made.

It informs and decides nothing: whoever wants to block or report at once does so. Of what must not be kept no copy is asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, get_args

from gawah.analysis.address import host_labels, page_key
from gawah.dossier import wording
from gawah.records.casework import Entry
from gawah.records.complaint import Intended, IntendedKind
from gawah.records.content import Capture, Message
from gawah.records.errors import BadInput, NotFound
from gawah.records.evidence import EvidenceItem, Grade
from gawah.records.when import When
from gawah.seal.keys import random_id
from gawah.usecases import _log_form, log, platforms
from gawah.usecases._descriptor import record_of
from gawah.usecases._every_row import every_row
from gawah.usecases._graded import graded
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import one_of, target
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.usecases.add import refuse_the_thing
from gawah.usecases.platforms import Guide
from gawah.vault.rows import Filters, Row

Kind: TypeAlias = Literal["message", "event", "capture", "transcript", "item", "page"]
KINDS: tuple[IntendedKind, ...] = get_args(IntendedKind)
FORMS: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What in the case preserves a thing.

    Attributes:
        id: Of the message, event, capture or item.
        kind: What it is; `page` for a file that shows a page that was seen and saved.
        item: Id of the file in which it stands.
        name: Of the file, as received.
        sha256: Of the file.
        ledger_entry: Which acquired the file.
        grade: How it came into being.
        counts_as: The same as a sentence, with what it does not prove.
        lacks: How many pictures or files it names that its source does not hold.
    """

    id: str
    kind: Kind
    item: str
    name: str = field(repr=False)
    sha256: str
    ledger_entry: int
    grade: Grade
    counts_as: str
    lacks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a thing that is to be reported, blocked or deleted stands in the case.

    Attributes:
        of: Its id; "" for an address.
        address: As the person states it; "" for an id.
        copies: What preserves it; () for what must not be kept.
        unkeepable: Whether it was entered as what must not be kept.
        own_words: Whether the id names the person's own account of it, which preserves their words and not the thing.
        guide: How a copy of it is made; None where there is one, and where none may be made.
    """

    of: str = ""
    address: str = field(default="", repr=False)
    copies: tuple[Copy, ...] = ()
    unkeepable: bool = False
    own_words: bool = False
    guide: Guide | None = None


def standing(work: Workspace, prefixes: Sequence[str], addresses: Sequence[str], *, unkeepable: bool = False) -> list[Standing]:
    """How each thing stands; nothing is written, no address is opened.

    Args:
        work: The case.
        prefixes: Ids, or their first digits, of messages, events, captures, items and own entries.
        addresses: Of pages, as the person states them.
        unkeepable: The person says that it must not be kept.

    Raises:
        BadInput: Nothing is named, an id names a complaint or translation, or an address is none of a page.
        NotFound: An id names nothing.
    """
    if not prefixes and not addresses:
        raise BadInput("name what is to be reported, blocked or deleted: ids, or an address when it is asked for")
    for address in addresses:
        refuse_the_thing(address)
        if not address.strip().casefold().startswith(FORMS) or any(one.isspace() for one in address.strip()):
            raise BadInput("the address of a page begins with https:// or http:// and has no spaces in it")
    found = [_of_id(work, one, unkeepable=unkeepable) for one in dict.fromkeys(prefixes)]
    return found + _of_addresses(work, list(dict.fromkeys(one.strip() for one in addresses)), unkeepable=unkeepable)


def intended(work: Workspace, what: str, found: Sequence[Standing], at: str | None = None) -> list[Intended]:
    """What would be kept, one for each thing; nothing is written. What was said before of a thing and is not done yet is said again
    under its id.

    Raises BadInput.
    """
    kind = _log_form.word(what, KINDS, "what is to be done")
    done = None if at is None else stated_time(at)
    open_ = {_same(one): one for one in list_intended(work) if one.done_at is None}
    made = []
    for one in found:
        new = Intended(
            id=random_id(),
            **written(work),
            what=kind,
            of=(one.of,) if one.of else (),
            address=one.address,
            copies=tuple(copy.id for copy in one.copies),
            done_at=done,
        )
        before = open_.get(_same(new))
        made.append(new if before is None else replace(new, id=before.id))
    return made


def keep(work: Workspace, made: Sequence[Intended]) -> int:
    """Keep them; the ledger entry."""
    return work.vault.state_all([(one.id, one) for one in made], work.clock(), work.acting, method="intended")


def list_intended(work: Workspace) -> list[Intended]:
    """All that was ever to be reported, blocked or deleted, as known now, in the order in which it was first said."""
    return work.vault.stated(Intended)


def done(work: Workspace, prefix: str, at: str | None) -> Intended:
    """One of them as done at a time as the person states it, or now; nothing is written. Raises NotFound, BadInput."""
    try:
        found = one_of(list_intended(work), prefix)
    except NotFound:
        raise NotFound("nothing with this id was to be reported, blocked or deleted; see `gawah report before --list`") from None
    now = work.clock()
    when: When = stated_time(f"{now[:10]} {now[11:19]} UTC") if at is None else stated_time(at)
    acting = work.acting
    return replace(found, done_at=when, recorded_at=now, agent=acting.agent, for_agent=acting.for_agent)


def _same(one: Intended) -> tuple[str, tuple[str, ...], str]:
    return one.what, one.of, page_key(one.address)


def _of_id(work: Workspace, prefix: str, *, unkeepable: bool) -> Standing:
    thing = target(work, prefix)
    if unkeepable or thing.id in _unkeepable_ids(work):
        return Standing(of=thing.id, unkeepable=True)
    if isinstance(thing, Row):
        return Standing(of=thing.id, copies=(_of_row(work, thing),))
    if isinstance(thing, EvidenceItem):
        return Standing(of=thing.id, copies=(_of_item(work, thing, "item"),))
    if isinstance(thing, Entry):
        copies = tuple(_shown_by(work, thing))
        return Standing(of=thing.id, copies=copies, own_words=not copies, guide=None if copies else platforms.guide("web"))
    raise BadInput("what is reported, blocked or deleted is a message, event, capture, file, own entry or address")


def _of_addresses(work: Workspace, addresses: list[str], *, unkeepable: bool) -> list[Standing]:
    """All addresses in one look through the captures."""
    if not addresses:
        return []
    keys = {page_key(one): one for one in addresses}
    refused = _unkeepable_pages(work) if not unkeepable else set(keys)
    copies: dict[str, list[Copy]] = {key: [] for key in keys}
    for entry in work.vault.entries():
        if entry.seen is not None and (key := page_key(entry.seen.address)) in keys:
            copies[key] += _shown_by(work, entry)
    for row in every_row(work, Filters(kind="capture")):
        record = record_of(row)
        if isinstance(record, Capture) and record.address and (key := page_key(record.address)) in keys:
            copies[key].append(_of_row(work, row))
    found = []
    for address in addresses:
        key = page_key(address)
        if key in refused:
            found.append(Standing(address=address, unkeepable=True))
        else:
            held = _each_once(copies[key])
            found.append(Standing(address=address, copies=held, guide=None if held else _guide(address)))
    return found


def _unkeepable_ids(work: Workspace) -> set[str]:
    """Entries for what must not be kept, and evidence of log entries that say so of it."""
    found = {entry.id for entry in work.vault.entries() if entry.unkept is not None}
    return found | {held.target for one in log.log(work, withdrawn=False) if _minor(one) for held in one.entry.held}


def _unkeepable_pages(work: Workspace) -> set[str]:
    """Addresses at which such material was seen."""
    found = {page_key(entry.unkept.link) for entry in work.vault.entries() if entry.unkept is not None and entry.unkept.link}
    return found | {page_key(one.entry.url) for one in log.log(work, withdrawn=False) if _minor(one) and one.entry.url}


def _minor(one: log.Logged) -> bool:
    """A correction can leave the word out; what was once entered so is never asked for."""
    return any("minor-possible" in each.sensitivity for each in (*one.earlier, one.entry))


def _shown_by(work: Workspace, entry: Entry) -> Iterator[Copy]:
    """The files that show a page that was seen and saved; none for another entry, and none that was erased since."""
    if entry.seen is None:
        return
    held = {item.id: item for item in work.vault.items()}
    for one in entry.about:
        if one in held:
            yield _of_item(work, held[one], "page")


def _of_item(work: Workspace, item: EvidenceItem, kind: Kind) -> Copy:
    known = graded(work, item)
    return Copy(
        id=item.id,
        kind=kind,
        item=item.id,
        name=item.name,
        sha256=item.sha256,
        ledger_entry=work.vault.acquired_at(item.id),
        grade=known.grade,
        counts_as=wording.grade(known),
    )


def _of_row(work: Workspace, row: Row) -> Copy:
    record = record_of(row)
    of = _of_item(work, work.vault.item(row.item), row.type)
    grade = record.grade if isinstance(record, Capture) else of.grade
    lacks = sum(each.missing for each in record.attachments) if isinstance(record, Message | Capture) else 0
    counts_as = wording.GRADES[grade] if isinstance(record, Capture) else of.counts_as
    return replace(of, id=row.id, grade=grade, counts_as=counts_as, lacks=lacks)


def _each_once(copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """A file that shows a page, and the capture that was read in it, are one copy."""
    read = {one.item for one in copies if one.kind != "page"}
    return tuple({one.id: one for one in copies if one.kind != "page" or one.item not in read}.values())


def _guide(address: str) -> Guide:
    """How pages of this site are saved; of any site where there is no guide of its own."""
    labels = host_labels(address)
    known = platforms.guides()
    return next((one for one in known if one.name in labels), known[-1])
