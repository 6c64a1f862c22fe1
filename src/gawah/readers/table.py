"""Tables of messages that no platform's reader knows: CSV with commas, semicolons, tabs or bars, by a person's mapping.

Rules:
    * Nothing is read by guess. Without a mapping (`Options.mapping`) every row is counted as not read, and `propose` gives one to
      look through; with one, the columns that it names are read and the others stay in the original.
    * Times are read in the one format that the mapping names; a zone that it names is the person's, and marked as assumed.
    * Cells are kept as written, also where they begin like a formula (`=`, `+`, `-`, `@`).
    * A conversation is the value of its column; without one, the file.
    * Asked last: a table that another reader knows is that reader's.
Known limits:
    * A file is looked at when its name ends in .csv, .tsv or .tab, and it has a column of times and one of words.
    * Messages in spreadsheets (.xlsx, .ods) are not read: save them as CSV. A log kept in one is `gawah log import`.
Sources: RFC 4180; tests/samples/table/*/about.toml.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._csv import Form, rows
from gawah.readers._csv_form import guessed
from gawah.readers._csv_records import records_of_rows
from gawah.readers._iso_time import unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._table_guess import as_toml, guess, named
from gawah.readers._table_mapping import Mapping, MappingUnusable, mapping_of
from gawah.readers._whole_member import openable
from gawah.records.content import Account, Conversation, Framing, Message, ReadProblem, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Grade, Locator

__all__ = ["GRADE", "LAST", "PLATFORM", "VERSION", "count", "fits", "identify", "propose", "read", "reads"]

PLATFORM = "Table"
VERSION = "1"
LAST = True
GRADE: Grade = "third-party-capture"
_ENDINGS = (".csv", ".tsv", ".tab")


def identify(source: Source) -> bool:
    """Say whether this is a file that looks like a table of messages."""
    return _named(source) and guess(source.head(source.members[0])) is not None


def fits(source: Source, stated: str) -> bool:
    """Whether a file has the columns that a mapping names; then it is a table because a person says so."""
    try:
        return (
            not source.is_container
            and bool(source.members)
            and _form(source.head(source.members[0]), mapping_of(stated)) is not None
        )
    except MappingUnusable:
        return False


def propose(source: Source) -> str:
    """A mapping for the table, to be looked through by a person; it shows names of columns and no cell."""
    found = guess(source.head(source.members[0]))
    return "" if found is None else as_toml(found)


def reads(source: Source) -> Sequence[Member]:
    """The file."""
    return source.members


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the rows as messages, as the mapping says; without one that fits, count them as not read."""
    for member in openable(source, source.members):
        if not isinstance(member, Member):
            yield member
            continue
        head = source.head(member)
        mapping = mapping_of(options.mapping) if options.mapping else None
        form = _form(head, mapping) if mapping is not None else None
        if mapping is None or form is None:
            yield from _unmapped(source, member, head)
        else:
            yield from _mapped(source, member, form, mapping)


def count(source: Source) -> None:  # noqa: ARG001 - the spans of rows and framing tile every byte of the file
    """None: spans tile the file."""
    return


def _named(source: Source) -> bool:
    return not source.is_container and len(source.members) == 1 and source.members[0].basename.casefold().endswith(_ENDINGS)


def _form(head: bytes, mapping: Mapping) -> Form | None:
    """How the file is written, where it has the columns that are named; those may stand in any order."""
    found = guessed(head, mapping.encoding or None)
    if found is None:
        return None
    form = named(found, header=mapping.header)
    return form if set(mapping.columns().values()) <= {name.strip() for name in form.columns} else None


def _unmapped(source: Source, member: Member, head: bytes) -> Iterator[Record]:
    """What frames the rows, and one problem that stands for all of them."""
    notes = Notes(source, member)
    found = guess(head)
    form = Form() if found is None else found.form
    start: int | None = None
    end = number = 0
    for row in rows(lambda: source.open(member), form):
        if start is None and row.role != "row":
            yield Framing(name=row.role, locator=notes.locator(row.role, (row.start, row.end)))
            continue
        start = row.start if start is None else start
        end, number = row.end, number + (row.role == "row")
    if start is not None:
        yield ReadProblem(code="mapping-needed", severity="loss", locator=notes.locator("rows", (start, end)), records=number)


def _mapped(source: Source, member: Member, form: Form, mapping: Mapping) -> Iterator[Record]:
    names = [name.strip() for name in form.columns]
    places = {key: names.index(name) for key, name in mapping.columns().items()}
    digest = source.digest(member)
    told: set[str] = set()

    def made(notes: Notes, fields: Sequence[str], locator: Locator) -> Iterator[Record]:
        cells = {key: fields[at] for key, at in places.items()}
        if not any(cell.strip() for cell in cells.values()):
            return
        name = cells.get("conversation", "").strip()
        key = identifier(PLATFORM, name) if name else identifier(PLATFORM, "file", digest)
        if key not in told:
            told.add(key)
            yield Conversation(id=key, platform=PLATFORM, title=name or None)
        when = mapping.when(cells["time"])
        if when is None:
            notes.note("time-unreadable", "warning", "time")
        recipient = cells.get("recipient", "").strip()
        yield Message(
            conversation=key,
            kind="direct",
            sender=Account(name=cells.get("sender", "").strip() or None),
            recipients=(Account(name=recipient),) if recipient else (),
            sent_at=when or unread(cells["time"]),
            body=cells["text"],
            links=links(cells["text"]),
            platform_id=cells.get("id", "").strip() or None,
            locator=locator,
        )

    yield from records_of_rows(source, member, form, made, needed=1 + max(places["time"], places["text"]))
