"""A page that a person saw and saved: one capture in several files, with its address, when it was seen and by whom.

It is for what no export holds: somebody else's posts, comments, stories and profiles. gawah opens no address; the person saves the
page (`gawah packs platforms NAME` says how) and brings the files.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gawah.records.casework import Entry, Seen
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.seal.keys import random_id
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import full_ids
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.usecases.add import LONGEST_LINK, add_entry
from gawah.usecases.collect import Receipt, collect
from gawah.usecases.keep import Watch
from gawah.usecases.reading import readable

MAX_FILES = 100
_FORMS = ("http://", "https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as a person tells of it, checked.

    Attributes:
        entry: As it would be kept, without the items that show it.
        files: On this machine.
    """

    entry: Entry
    files: tuple[Path, ...]


def page(
    work: Workspace, files: Sequence[Path], seen: Seen, body: str, *, at: str, place: str = "", about: Sequence[str] = ()
) -> Page:
    """The page as it would be kept; nothing is written, and the address is not opened.

    Args:
        work: The case and who acts in it.
        files: What shows the page: a screenshot, the saved page, a print to PDF. All of them are one capture.
        seen: Address, and who saw it.
        body: The person's words on what is to be seen; may be empty.
        at: When it was seen, as the person states it.
        place: Platform or place, in the person's words.
        about: Ids, or prefixes of ids, of messages, events and items that it belongs to.

    Raises:
        BadInput: No file or more than `MAX_FILES`, no address of a page, or a time that cannot be read.
        NotFound: One of the ids names nothing.
        SourceUnreadable: One of the files is not there or may not be read.
    """
    if not files:
        raise BadInput("name the files that show the page: a screenshot, the saved page, a print to PDF")
    if len(files) > MAX_FILES:
        raise BadInput(f"one page is shown by {MAX_FILES} files at most; keep others with `gawah import`")
    if not all(readable(path) for path in files):
        raise SourceUnreadable("a file or folder named is not there, is of another kind, or you may not read it")
    address = seen.address.strip()
    if not address.casefold().startswith(_FORMS) or any(character.isspace() for character in address):
        raise BadInput("the address of a page begins with https:// or http:// and has no spaces in it")
    if max(len(address), len(seen.by)) > LONGEST_LINK:
        raise BadInput(f"address and name have {LONGEST_LINK:,} characters at most")
    entry = Entry(
        id=random_id(),
        kind="page",
        happened_at=stated_time(at),
        **written(work),
        place=place,
        body=body,
        about=full_ids(work, about),
        seen=Seen(address=address, by=seen.by.strip()),
    )
    return Page(entry=entry, files=tuple(files))


def add_page(work: Workspace, told: Page, progress: Watch = lambda _done, _total: None) -> tuple[Entry, Receipt, int]:
    """Keep the files in one act of collecting, read them, and keep the entry that says what they show.

    Returns:
        The entry with the ids of the items, what was kept, and the number of the entry in the ledger.

    Raises:
        SourceUnreadable: One of the files is not there or may not be read; nothing was kept.
        VaultError: The case cannot be written. What had been acknowledged stays, and can be brought again.
    """
    assert told.entry.seen is not None
    receipt = collect(work, told.files, note=f"A page that was seen and saved: {told.entry.seen.address}", progress=progress)
    tops = [kept.item.id for kept in receipt.items if kept.item.part_of is None]
    named = dict.fromkeys((*tops, *told.entry.about))
    entry = replace(told.entry, about=tuple(named))
    return entry, receipt, add_entry(work, entry)
