"""Rows of the vault as exhibit sheets: what the dossier prints of one message, event, file or entry."""

from collections.abc import Sequence
from typing import cast

from gawah.dossier.document import ContextLine, Fact, Picture, Provenance, Sheet, Time
from gawah.dossier.wording import FOLDERS, GRADES, KINDS, ZONES, caution
from gawah.records.casework import Entry
from gawah.records.content import Account, Event, Message
from gawah.records.digest import sha256
from gawah.records.evidence import EvidenceItem, Locator
from gawah.records.when import When
from gawah.usecases._workspace import Workspace
from gawah.vault import codec
from gawah.vault.local import Row

AROUND = 3
"""Messages shown before and after each exhibit, from both sides."""

PICTURE_LIMIT = 24 << 20
"""Bytes; a larger picture is named by its data sheet and lies in the bundle."""


def record_sheet(work: Workspace, row: Row, number: str, numbers: dict[str, str], file_sha256: str, file_size: int) -> Sheet:
    """The sheet of a message or event.

    Args:
        work: The case.
        row: Where it stands.
        number: Of the exhibit.
        numbers: The numbers of all exhibits of the dossier, by the record's id.
        file_sha256: Of the exhibit's file in the bundle.
        file_size: In bytes.
    """
    record = cast("Message | Event", codec.decode(row.type, row.json))
    before, after = _around(work, row, numbers)
    return Sheet(
        number=number,
        kind="message" if isinstance(record, Message) else "event",
        id=row.id,
        title=KINDS[record.kind] if isinstance(record, Message) else "What the platform recorded",
        platform=row.platform,
        conversation=row.conversation_title or "",
        sender=name_of(record.sender),
        time=time_of(record.sent_at),
        text=record.body,
        text_sha256=sha256(record.body.encode()),
        facts=_facts(record),
        cautions=tuple(caution(flag) for flag in record.flags) + _time_caution(record.sent_at),
        provenance=_provenance(work, row, record.locator),
        before=before,
        after=after,
        file=f"{number}.json",
        file_sha256=file_sha256,
        file_size=file_size,
    )


def item_sheet(work: Workspace, item: EvidenceItem, number: str, data: bytes, file: str) -> Sheet:
    """The sheet of a file: a plate for a picture, a data sheet for everything else."""
    picture = None
    if item.media_type in ("image/png", "image/jpeg") and len(data) <= PICTURE_LIMIT:
        kind = "image/png" if item.media_type == "image/png" else "image/jpeg"
        picture = Picture(data=data, media_type=kind, alt=f"Picture, exhibit {number}; its content has not been described")
    entry = work.vault.acquired_at(item.id)
    return Sheet(
        number=number,
        kind="item",
        id=item.id,
        title="Picture" if picture else "File",
        facts=(Fact(label="Type", value=item.media_type), Fact(label="Size", value=f"{item.size:,} bytes")),
        provenance=Provenance(
            file_name=item.name,
            grade=GRADES[item.grade],
            sha256=item.sha256,
            ledger_entry=entry,
            recorded_at=work.vault.event(entry).at,
        ),
        picture=picture,
        file=file,
        file_sha256=item.sha256,
        file_size=item.size,
    )


def entry_sheet(work: Workspace, entry: Entry, number: str, ledger_entry: int, file_sha256: str, file_size: int) -> Sheet:
    """The sheet of a person's own note or event. When it was written down stands beside when it happened."""
    facts = [Fact(label="Written down", value=entry.recorded_at)]
    if entry.place:
        facts.append(Fact(label="Where", value=entry.place))
    return Sheet(
        number=number,
        kind="entry",
        id=entry.id,
        title="Event, in the person's words" if entry.kind == "event" else "Note, in the person's words",
        sender=work.vault.agent_by_id(entry.agent).name,
        time=time_of(entry.happened_at) if entry.happened_at else None,
        text=entry.body,
        text_sha256=sha256(entry.body.encode()),
        facts=tuple(facts),
        provenance=Provenance(
            file_name="",
            grade=GRADES["hearsay"],
            sha256=file_sha256,
            ledger_entry=ledger_entry,
            recorded_at=entry.recorded_at,
        ),
        file=f"{number}.json",
        file_sha256=file_sha256,
        file_size=file_size,
    )


def name_of(account: Account | None) -> str:
    """An account as its source names it: the name, and the handle where it says something else."""
    if account is None:
        return ""
    name, handle = account.name or "", account.handle or ""
    if not name or not handle or handle == name:
        return name or handle or account.platform_id or ""
    return f"{name} ({handle})"


def time_of(when: When) -> Time:
    """A time in all the forms known, with a sentence on its zone."""
    return Time(stated=when.stated, local=when.local, utc=when.utc, zone=ZONES[when.zone])


def _around(work: Workspace, row: Row, numbers: dict[str, str]) -> tuple[tuple[ContextLine, ...], tuple[ContextLine, ...]]:
    rows = work.vault.context(row.id, before=AROUND, after=AROUND)
    ids = [other.id for other in rows]
    at = ids.index(row.id)
    return _lines(rows[:at], numbers), _lines(rows[at + 1 :], numbers)


def _lines(rows: Sequence[Row], numbers: dict[str, str]) -> tuple[ContextLine, ...]:
    lines = []
    for row in rows:
        record = cast("Message | Event", codec.decode(row.type, row.json))
        lines.append(
            ContextLine(
                id=row.id[:8],
                sender=name_of(record.sender) if isinstance(record, Message) else "",
                time=record.sent_at.local or record.sent_at.utc or record.sent_at.stated,
                text=record.body or _without_text(record),
                exhibit=numbers.get(row.id, ""),
            )
        )
    return tuple(lines)


def _without_text(record: Message | Event) -> str:
    if isinstance(record, Event):
        return f"[{record.event}]"
    names = ", ".join(attachment.name or attachment.media_type or "file" for attachment in record.attachments)
    return f"[attachment: {names}]" if names else "[no text]"


def _facts(record: Message | Event) -> tuple[Fact, ...]:
    if isinstance(record, Event):
        return (Fact(label="Event", value=record.event),)
    facts = []
    if record.folder is not None:
        facts.append(Fact(label="Box", value=FOLDERS.get(record.folder, record.folder)))
    if record.subject:
        facts.append(Fact(label="Subject", value=record.subject))
    for attachment in record.attachments:
        state = "not in the export" if attachment.missing else f"SHA-256 {attachment.sha256}" if attachment.sha256 else "in the export"
        facts.append(Fact(label="Attachment", value=f"{attachment.name or attachment.media_type or 'file'}: {state}"))
    facts += [Fact(label="Link", value=link) for link in record.links if link not in record.body]
    facts += [Fact(label="Reaction", value=f"{reaction.emoji} {name_of(reaction.sender)}") for reaction in record.reactions]
    if record.deleted:
        facts.append(Fact(label="State", value="the source says that it was deleted or unsent"))
    if record.edited:
        facts.append(Fact(label="State", value="the source says that it was edited"))
    return tuple(facts)


def _time_caution(when: When) -> tuple[str, ...]:
    if when.local is None and when.utc is None:
        return ("The day and month of this time cannot be told apart, or it could not be read; it is printed as stated only.",)
    return ()


def _provenance(work: Workspace, row: Row, locator: Locator) -> Provenance:
    item = work.vault.item(row.item)
    event = work.vault.event(row.reading_seq)
    where = [f"Place: {locator.place}"]
    if locator.member is not None:
        where.insert(0, f"File inside it: {locator.member}")
        where.append(f"SHA-256 of that file: {locator.file_sha256}")
    if locator.span is not None:
        where.append(f"Bytes: {locator.span[0]:,} to {locator.span[1]:,}")
    return Provenance(
        file_name=item.name,
        grade=GRADES[item.grade],
        sha256=item.sha256,
        ledger_entry=row.reading_seq,
        recorded_at=event.at,
        row=f"row {row.index_in_batch + 1:,} of {work.vault.batch_size(row.reading_seq):,}",
        locator=tuple(where),
    )
