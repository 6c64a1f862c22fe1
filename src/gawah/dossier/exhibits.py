"""Records to exhibit sheets: what of a message, event, entry or file is printed, in which order and in which words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from gawah.dossier import wording
from gawah.dossier.sheet import ContextLine, Fact, Picture, Provenance, Sheet, Time, Transcribed, Translated
from gawah.dossier.words import say
from gawah.records.casework import Entry, Label, Translation
from gawah.records.content import Account, Attachment, Capture, Conversation, Event, Message, RowRecord, Transcript
from gawah.records.digest import sha256
from gawah.records.disclosure import ExhibitKind
from gawah.records.evidence import EvidenceItem, Locator
from gawah.records.media_type import media_type
from gawah.records.when import When, position_ms

_PRINTABLE: Final[dict[str, Literal["png", "jpg"]]] = {"image/png": "png", "image/jpeg": "jpg"}

_ENDINGS: Final = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "message/rfc822": "eml",
    "text/html": "html",
    "text/plain": "txt",
    "video/mp4": "mp4",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Between which times an entry was made, as time stamps show it, and the files of the bundle that show it.

    Attributes:
        not_before, not_after: `YYYY-MM-DDTHH:MM:SSZ`; None where no stamp shows one.
        after_file: The stamp whose digest an earlier entry holds; "" for none.
        before_file: The stamp over a checkpoint that covers the entry; "" for none.
        clock_set_back: An entry that says that the machine's clock was set back; None when there is none.
    """

    not_before: str | None = None
    not_after: str | None = None
    after_file: str = ""
    before_file: str = ""
    clock_set_back: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an exhibit stands in the case.

    Attributes:
        number: `E0001`.
        item: The item it comes from; for a person's own entry, None.
        ledger_entry: Index of the ledger entry that proves it.
        recorded_at: The time of that entry, by the machine's clock.
        recorded: Between which times of independent authorities it was made, and what shows it.
        row, rows: Its index in the batch, from 0, and the size of the batch; None for an item.
    """

    number: str
    item: EvidenceItem | None
    ledger_entry: int
    recorded_at: str
    recorded: Recorded = field(default_factory=Recorded)
    row: int | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands before and after a message in its conversation, both sides, in order; `numbers`: of those that are exhibits."""

    before: Sequence[RowRecord] = field(default=(), repr=False)
    after: Sequence[RowRecord] = field(default=(), repr=False)
    numbers: dict[str, str] = field(default_factory=dict)


def in_order(sheets: Iterable[Sheet], at_ms: dict[str, int | None]) -> tuple[Sheet, ...]:
    """The sheets by time, then number; those whose time is not known come last. `at_ms` goes by exhibit number."""

    def place(sheet: Sheet) -> tuple[bool, int, str]:
        at = at_ms.get(sheet.number)
        return at is None, at or 0, sheet.number

    return tuple(sorted(sheets, key=place))


def of_message(place: Place, message: Message, conversation: Conversation, around: Around) -> Sheet:
    """The sheet of a message; its exhibit file is the UTF-8 text."""
    return replace(
        _of_text(place, "message", message.id, _title(message), message.body, message.locator),
        platform=conversation.platform,
        platform_in_title=message.kind == "email",
        conversation=conversation.title or "",
        sender=named(message.sender),
        time=time(message.sent_at),
        facts=tuple(_facts(message)),
        cautions=(*map(wording.caution, message.flags), *_states(message)),
        before=_lines(around.before, around),
        after=_lines(around.after, around),
    )


def of_event(place: Place, event: Event, conversation: Conversation, around: Around) -> Sheet:
    """The sheet of what the platform says happened; its exhibit file is the platform's wording in UTF-8."""
    title = say("titles.event", event=wording.EVENTS.get(event.event) or event.event.replace("-", " "))
    return replace(
        _of_text(place, "event", event.id, title, event.body, event.locator),
        platform=conversation.platform,
        conversation=conversation.title or "",
        sender=named(event.sender) if event.sender else "",
        time=time(event.sent_at),
        cautions=tuple(map(wording.caution, event.flags)),
        before=_lines(around.before, around),
        after=_lines(around.after, around),
    )


def of_capture(place: Place, capture: Capture, conversation: Conversation, data: bytes | None, around: Around) -> Sheet:
    """The sheet of a page, document, picture, sound or video as it was captured; its exhibit file is the text that it holds.

    `data`: the picture's own bytes, where the capture is a picture and the case holds it as a file of its own.
    """
    assert place.item is not None
    sheet = _of_text(place, "capture", capture.id, wording.CAPTURES[capture.kind], capture.body, capture.locator)
    kind = media_type(data, place.item.name) if data else ""
    ending = _PRINTABLE.get(kind)
    picture = Picture(data=data, ending=ending, alt=say("titles.picture_alt", number=place.number)) if data and ending else None
    return replace(
        sheet,
        platform=conversation.platform,
        conversation=conversation.title or "",
        time=time(capture.sent_at),
        facts=tuple(_captured(capture)),
        cautions=(*map(wording.caution, capture.flags), *((wording.OF_ITSELF,) if capture.facts else ())),
        provenance=replace(sheet.provenance, grade=wording.grade(place.item, capture.grade)),
        picture=picture,
        before=_lines(around.before, around),
        after=_lines(around.after, around),
    )


def counted(held: int, here: int) -> Fact:
    """How much the conversation of an exhibit holds, and how much of that are exhibits here. The difference was left out."""
    return Fact(label=say("facts.conversation_count"), value=say("facts.conversation_counted", count=held, here=here))


def labelled(label: Label | None) -> tuple[Fact, ...]:
    """The tactics that a person named, as a line of the sheet, and whether by likeness. The severity is not printed."""
    if label is None or not label.tactics:
        return ()
    value, like = wording.listed(say(f"tactics.{tactic}") for tactic in label.tactics), label.by_likeness_with
    return (_fact("marked", value=say("lists.by_likeness", value=value, id=like) if like else value),)


def transcribed(entry: Entry, by: str, ledger_entry: int) -> Transcribed:
    """A person's transcript, as it is printed under what it speaks of."""
    return Transcribed(
        id=entry.id,
        by=by,
        recorded_at=entry.recorded_at,
        ledger_entry=ledger_entry,
        confirms=len(entry.about) > 1,
        text=entry.body,
    )


def translated(translation: Translation, certificate: EvidenceItem | None, ledger_entry: int) -> Translated:
    """A translation, as it is printed under the original."""
    return Translated(
        id=translation.id,
        language=translation.language,
        from_language=translation.from_language,
        translator=translation.translator,
        made_at=translation.made_at.stated if translation.made_at else "",
        certified=translation.certified,
        certificate=f"{certificate.name}, SHA-256 {certificate.sha256}" if certificate else "",
        recorded_at=translation.recorded_at,
        ledger_entry=ledger_entry,
        text=translation.body,
    )


def _captured(capture: Capture) -> Iterator[Fact]:
    if capture.address:
        yield _fact("address_stated", value=capture.address)
    if capture.title:
        yield _fact("title", value=capture.title)
    yield _fact("sha256", value=capture.locator.file_sha256)
    for attachment in capture.attachments:
        yield _fact("refers_to", value=_attachment(attachment))
    for fact in capture.facts:
        yield Fact(label=say("facts.of_itself", name=fact.name), value=fact.value)


def of_entry(place: Place, entry: Entry, made_by: str) -> Sheet:
    """The sheet of a person's own entry. When it was written stands beside when it happened. `made_by`: who, and for whom."""
    facts = [_fact("written_down", value=say("facts.written_down_at", at=entry.recorded_at))]
    if entry.place:
        facts.append(_fact("place", value=entry.place))
    if entry.unkept is not None:
        told = (("address", entry.unkept.link), ("reported_by", entry.unkept.reported_by), ("reference", entry.unkept.reference))
        facts += [_fact(name, value=value) for name, value in told if value]
        facts.append(_fact("file", value=say("facts.no_file")))
    if entry.seen is not None:
        facts += [_fact("address", value=entry.seen.address)]
        facts += [_fact("seen_by", value=entry.seen.by)] if entry.seen.by else []
        facts.append(_fact("shown_by", value=wording.listed(entry.about)))
    return replace(
        _of_text(place, "entry", entry.id, wording.OWN_ENTRIES[entry.kind], entry.body, None),
        sender=made_by,
        time=time(entry.happened_at) if entry.happened_at else None,
        facts=tuple(facts),
        cautions=(say("states.own_words"),),
    )


def of_item(place: Place, item: EvidenceItem, data: bytes) -> Sheet:
    """The sheet of a file as received: a plate for a PNG or JPEG, a data sheet for all others."""
    picture = None
    if data and (ending := _PRINTABLE.get(item.media_type)):
        picture = Picture(data=data, ending=ending, alt=say("titles.picture_alt_undescribed", number=place.number))
    return Sheet(
        number=place.number,
        kind="item",
        id=item.id,
        title=say("titles.picture" if picture else "titles.file"),
        facts=(_fact("type", value=item.media_type), _fact("size", value=say("exhibits.bytes", count=item.size))),
        provenance=_provenance(place, ()),
        picture=picture,
        file=f"{place.number}.{_ENDINGS.get(item.media_type, 'bin')}",
        file_sha256=item.sha256,
        file_size=item.size,
    )


def context(record: RowRecord, number: str = "") -> ContextLine:
    """One line of the conversation around an exhibit. What a machine read is none."""
    assert not isinstance(record, Transcript)
    words: str = record.body
    sender: str = say("facts.platform")
    if isinstance(record, Message) and not words:
        words = wording.listed(map(_attachment, record.attachments)) or say("facts.no_text")
    if isinstance(record, Capture):
        sender, words = say(f"captures_around.{record.kind}"), record.title or record.address or words or say("facts.no_text")
    elif record.sender:
        sender = named(record.sender)
    return ContextLine(
        id=record.id[:8],
        sender=sender,
        time=_readable(record.sent_at),
        text=words,
        exhibit=number,
    )


def named(account: Account) -> str:
    """An account as its source names it: name and handle, or the platform's own id. A number that is both stands once.

    `verify` compares what it gives with what a bundle prints: its form is a promise (docs/spec/bundle.md).
    """
    handle = account.handle if account.handle != account.name else None
    shown = f"@{handle.removeprefix('@')}" if handle and not handle.startswith("+") else handle
    return " · ".join(part for part in (account.name, shown) if part) or account.platform_id or say("facts.unnamed")


def _readable(when: When) -> str:
    """The time as stated; where that is a number no person reads, the instant it means."""
    if when.stated.isdigit() and when.utc is not None:
        return f"{when.utc[:19].replace('T', ' ')} UTC"
    return when.stated


def time(when: When) -> Time:
    """A time with a sentence on how its zone is known."""
    return Time(stated=when.stated, local=when.local, utc=when.utc, precision=when.precision, zone=wording.ZONES[when.zone])


def position(record: RowRecord | Entry) -> int | None:
    """Where a record stands in time, in milliseconds; None when nothing is known."""
    when = record.happened_at if isinstance(record, Entry) else record.sent_at
    return position_ms(when) if when else None


def _of_text(place: Place, kind: ExhibitKind, target: str, title: str, text: str, locator: Locator | None) -> Sheet:
    data = text.encode("utf-8")
    digest = sha256(data)
    return Sheet(
        number=place.number,
        kind=kind,
        id=target,
        title=title,
        text=text,
        text_sha256=digest,
        provenance=_provenance(place, _where(locator) if locator else ()),
        file=f"{place.number}.txt",
        file_sha256=digest,
        file_size=len(data),
    )


def _provenance(place: Place, locator: tuple[str, ...]) -> Provenance:
    row = say("exhibits.row", row=place.row + 1, count=place.rows) if place.row is not None and place.rows is not None else ""
    item = place.item
    return Provenance(
        file_name=item.name if item else "",
        grade=wording.grade(item) if item else wording.GRADES["hearsay"],
        sha256=item.sha256 if item else "",
        ledger_entry=place.ledger_entry,
        recorded_at=place.recorded_at,
        recorded=recorded(place),
        not_before=place.recorded.not_before,
        not_after=place.recorded.not_after,
        before_file=place.recorded.before_file,
        after_file=place.recorded.after_file,
        row=row,
        locator=locator,
    )


def recorded(place: Place) -> str:
    """When the entry was made, as the end of a sentence that begins with "recorded". A claim of the clock stands only where no
    stamp says anything.
    """
    found = place.recorded
    if found.not_before and found.not_after:
        return say("recorded.between", **{"from": found.not_before, "until": found.not_after})
    if found.not_after:
        return say("recorded.until", until=found.not_after)
    if found.not_before:
        return say("recorded.from", **{"from": found.not_before})
    if found.clock_set_back is not None:
        return say("recorded.clock_set_back", at=place.recorded_at, entry=str(found.clock_set_back))
    return say("recorded.clock", at=place.recorded_at)


def _where(locator: Locator) -> tuple[str, ...]:
    lines: tuple[str, ...] = ()
    if locator.member:
        lines = (say("exhibits.member", name=locator.member), say("exhibits.member_digest", digest=locator.file_sha256))
    place = str(locator.place)
    if locator.span:
        place = say("exhibits.span", place=place, first=locator.span[0], last=locator.span[1])
    return (*lines, place)


def _title(message: Message) -> str:
    kind, folder = wording.KINDS[message.kind], wording.FOLDERS.get(message.folder or "")
    return say("titles.in_folder", kind=kind, folder=folder) if folder and message.folder != "inbox" else kind


def _states(message: Message) -> list[str]:
    states: list[str] = []
    if message.deleted:
        states.append(say("states.deleted"))
    if message.edited:
        states.append(say("states.edited"))
    if not message.body:
        states.append(say("states.no_text"))
    return states


def _facts(message: Message) -> Iterator[Fact]:
    if message.recipients:
        yield _fact("to", value=wording.listed(map(named, message.recipients)))
    if message.subject:
        yield _fact("subject", value=message.subject)
    for attachment in message.attachments:
        yield _fact("attachment", value=_attachment(attachment))
    for link in message.links:
        yield _fact("link", value=link)
    for reaction in message.reactions:
        yield _fact("reaction", value=f"{reaction.emoji} {named(reaction.sender)}")
    if message.reply_to:
        yield _fact("answers", value=say("facts.answered", id=message.reply_to))


def _fact(name: str, *, value: str) -> Fact:
    return Fact(label=say(f"facts.{name}"), value=value)


def _attachment(attachment: Attachment) -> str:
    name = attachment.name or attachment.media_type or say("facts.file_without_name")
    if attachment.missing:
        return say("facts.attachment_missing", name=name)
    return say("facts.attachment_digest", name=name, digest=attachment.sha256) if attachment.sha256 else name


def _lines(records: Sequence[RowRecord], around: Around) -> tuple[ContextLine, ...]:
    return tuple(context(record, around.numbers.get(record.id, "")) for record in records)
