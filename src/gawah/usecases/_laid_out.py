"""What was chosen as numbered exhibits: for each its sheet, the conversation around it, its file and its proofs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from gawah.dossier import exhibits, pages
from gawah.dossier.bundle import Content, ExhibitFiles
from gawah.dossier.document import Annex
from gawah.dossier.exhibits import Around, Place
from gawah.dossier.long_conversation import LONG, annex
from gawah.dossier.sheet import Sheet
from gawah.dossier.words import say
from gawah.records.casework import Entry, Label, Translation
from gawah.records.content import Capture, Conversation, Event, Message, RowRecord
from gawah.records.custody import Checkpoint
from gawah.records.disclosure import Exhibit, ExhibitKind
from gawah.records.evidence import EvidenceItem
from gawah.seal import note
from gawah.usecases import _case_sheets, _plates, translate
from gawah.usecases._graded import graded
from gawah.usecases._plates import plate, printed_transcripts
from gawah.usecases._stamp_files import Timed
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice, Thing
from gawah.usecases.label import labels_by_id
from gawah.usecases.review import Selection
from gawah.vault import codec
from gawah.vault.rows import Row

AROUND = 3
"""Messages printed before and after an exhibit."""

NO_PICTURE = say("states.no_picture")
TOO_LARGE = say("states.too_large")
OTHER_PICTURE = say("states.other_picture")

RowProof: TypeAlias = tuple[bytes, int, int, list[bytes]]
"""Leaf bytes, index, size and path."""


@dataclass(frozen=True, slots=True)
class Part:
    """One exhibit on its way into the bundle."""

    exhibit: Exhibit
    thing: Thing
    record: RowRecord | None
    at_ms: int | None


def numbered(work: Workspace, things: Sequence[Thing]) -> list[Part]:
    """Exhibit numbers are given once and stay: what was in an earlier dossier keeps its number."""
    wanted = [(_kind(thing), thing.id) for thing in things]
    numbered = work.vault.number_exhibits(wanted, work.clock(), work.acting)
    return [_part(exhibit, thing) for exhibit, thing in zip(numbered, things, strict=True)]


def _kind(thing: Thing) -> ExhibitKind:
    if isinstance(thing, Row):
        assert thing.type != "transcript", "what a machine read is never chosen"
        return thing.type
    return "item" if isinstance(thing, EvidenceItem) else "entry"


def _part(exhibit: Exhibit, thing: Thing) -> Part:
    if isinstance(thing, Row):
        record = _decoded(thing)
        return Part(exhibit, thing, record, exhibits.position(record))
    return Part(exhibit, thing, None, exhibits.position(thing) if isinstance(thing, Entry) else None)


def _decoded(row: Row) -> RowRecord:
    return cast("RowRecord", codec.decode(row.type, row.json))


@dataclass(frozen=True, slots=True)
class _Behind:
    """What the exhibits come from, asked for once: the files with their grades, by id; the size of each reading's batch."""

    items: Mapping[str, EvidenceItem]
    sizes: Mapping[int, int]


def _behind(work: Workspace, parts: Sequence[Part]) -> _Behind:
    things = [part.thing for part in parts]
    ids = {thing.item if isinstance(thing, Row) else thing.id for thing in things if not isinstance(thing, Entry)}
    return _Behind(
        items={one: graded(work, work.vault.item(one)) for one in ids},
        sizes={reading.seq: reading.size for reading in work.vault.readings()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """Numbered exhibits, ready to be printed and written.

    Attributes:
        sheets: In order of time.
        annexes: The conversations whose exhibits are to be printed as lines.
        files: Of each exhibit.
    """

    sheets: tuple[Sheet, ...]
    annexes: tuple[Annex, ...]
    files: list[ExhibitFiles]


def laid_out(work: Workspace, parts: Sequence[Part], timed: Timed, choice: Choice, *, context: bool = True) -> LaidOut:
    """Sheets in order of time, and files. What was taken whole stands together: its exhibits are each other's context, and only
    what was left out between them is printed around them; with `context` False, nothing is.
    """
    whole = not (choice.ids or choice.query or choice.short)
    everything = whole and choice.where == Selection()
    numbers = {part.exhibit.target: part.exhibit.number for part in parts}
    proofs = work.vault.row_proofs(part.thing.key for part in parts if isinstance(part.thing, Row))
    said, translations = labels_by_id(work), translate.translations_by_id(work)
    counted, lined = _conversations(work, parts), _lined(parts, choice)
    behind = _behind(work, parts)
    sheets, files = [], []
    for part in parts:
        data = _data(work, part)
        around = (
            Around()
            if everything or not context
            else _around(work, part, numbers, repeat=not whole or part.exhibit.target in lined)
        )
        target = part.exhibit.target
        sheet = _said(work, _sheet(work, part, data, around, timed, behind), said.get(target), translations.get(target, ()))
        if isinstance(part.thing, Row) and target not in lined:
            sheet = replace(sheet, facts=(*sheet.facts, exhibits.counted(*counted[part.thing.conversation])))
        sheets.append(sheet)
        proof = proofs[part.thing.key] if isinstance(part.thing, Row) else None
        files.append(_files(work, part, sheet.file, data, timed.head, proof))
    ordered = exhibits.in_order(sheets, {part.exhibit.number: part.at_ms for part in parts})
    return LaidOut(sheets=ordered, annexes=_annexes(ordered, lined, counted), files=files)


def _lined(parts: Sequence[Part], choice: Choice) -> dict[str, str]:
    """The exhibits that are printed as lines: id of the record, and of its conversation. What was picked by its id is a sheet."""
    if choice.ids and not choice.query:
        return {}
    rows = [part.thing for part in parts if isinstance(part.thing, Row)]
    many = {one for one, count in Counter(row.conversation for row in rows).items() if count > LONG}
    return {row.id: row.conversation for row in rows if row.conversation in many and not row.id.startswith(choice.ids or ("-",))}


def _annexes(sheets: Sequence[Sheet], lined: dict[str, str], counted: dict[str, tuple[int, int]]) -> tuple[Annex, ...]:
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        if sheet.id in lined:
            found.setdefault(lined[sheet.id], []).append(sheet)
    return tuple(annex(standing, counted[conversation][0]) for conversation, standing in found.items())


def _conversations(work: Workspace, parts: Sequence[Part]) -> dict[str, tuple[int, int]]:
    """How much each conversation holds, and how much of it stands here, by its id."""
    here = Counter(part.thing.conversation for part in parts if isinstance(part.thing, Row))
    return {one.id: (one.messages + one.events + one.captures, here[one.id]) for one in work.vault.conversations() if here[one.id]}


def _data(work: Workspace, part: Part) -> Content:
    """What the exhibit's own file holds: the item as received, or the text in UTF-8. What is not drawn is not held in memory."""
    if isinstance(part.thing, EvidenceItem):
        held = part.thing
        drawn = plate(work, held)
        return drawn if drawn is not None else lambda sink: work.vault.read_blob(held.id, sink)
    text = part.record.body if part.record is not None else cast("Entry", part.thing).body
    return text.encode()


def _files(work: Workspace, part: Part, file: str, data: Content, head: Checkpoint, proof: RowProof | None) -> ExhibitFiles:
    """The exhibit's bytes and the proofs from them to the head; `proof` is that of a message or event in its batch."""
    thing = part.thing
    seq = _ledger_entry(work, thing)
    row = row_proof = None
    if isinstance(thing, Entry):
        proof = work.vault.entry_proof(thing.id)
    if proof is not None:
        row, index, size, path = proof
        row_proof = note.write_row_proof(index, size, path)
    return ExhibitFiles(
        number=part.exhibit.number,
        file=file,
        data=data,
        leaf=work.vault.leaf(seq),
        proof=note.write_proof(seq, work.vault.inclusion(seq, head.size), head.note),
        row=row,
        row_proof=row_proof,
    )


def _ledger_entry(work: Workspace, thing: Thing) -> int:
    if isinstance(thing, Row):
        return thing.reading_seq
    return work.vault.acquired_at(thing.id) if isinstance(thing, EvidenceItem) else work.vault.entered_at(thing.id)


def _said(work: Workspace, sheet: Sheet, label: Label | None, translations: Sequence[Translation]) -> Sheet:
    """The sheet with what people say of it: their label, their translations."""
    if label is None and not translations:
        return sheet
    made = (exhibits.translated(one, translate.certificate_of(work, one), work.vault.entered_at(one.id)) for one in translations)
    return replace(sheet, facts=(*sheet.facts, *exhibits.labelled(label)), translations=tuple(made))


def _sheet(work: Workspace, part: Part, data: Content, around: Around, timed: Timed, behind: _Behind) -> Sheet:
    number, thing = part.exhibit.number, part.thing
    seq = _ledger_entry(work, thing)
    place = Place(number=number, item=None, ledger_entry=seq, recorded_at=work.vault.event(seq).at, recorded=timed.recorded(seq))
    if isinstance(thing, EvidenceItem):
        sheet = exhibits.of_item(replace(place, item=behind.items[thing.id]), thing, data if isinstance(data, bytes) else b"")
        return _drawn(replace(_unprinted(sheet, thing), transcripts=printed_transcripts(work, thing)))
    if isinstance(thing, Entry):
        return exhibits.of_entry(replace(place, row=0, rows=1), thing, _case_sheets.written_by(work, thing))
    place = replace(place, item=behind.items[thing.item], row=thing.index_in_batch, rows=behind.sizes[seq])
    conversation = Conversation(id=thing.conversation, platform=thing.platform, title=thing.conversation_title)
    if isinstance(part.record, Capture):
        held = work.vault.item(thing.item)
        sheet = exhibits.of_capture(place, part.record, conversation, plate(work, held, part.record), around)
        sheet = _unprinted(sheet, held) if part.record.kind == "picture" else sheet
    elif isinstance(part.record, Message):
        sheet = exhibits.of_message(place, part.record, conversation, around)
    else:
        sheet = exhibits.of_event(place, cast("Event", part.record), conversation, around)
    return _drawn(replace(sheet, transcripts=printed_transcripts(work, thing)))


def _unprinted(sheet: Sheet, item: EvidenceItem) -> Sheet:
    """The sheet of a picture with a word on why it is not printed, where it is not."""
    if sheet.picture is not None or not item.media_type.startswith("image/"):
        return sheet
    return replace(sheet, cautions=(*sheet.cautions, TOO_LARGE if item.size > _plates.LARGEST else OTHER_PICTURE))


def _drawn(sheet: Sheet) -> Sheet:
    """The sheet, without a picture that the page engine cannot draw."""
    if sheet.picture is None or pages.can_draw(sheet.picture):
        return sheet
    title = say("titles.file") if sheet.kind == "item" else sheet.title
    return replace(sheet, title=title, picture=None, cautions=(*sheet.cautions, NO_PICTURE))


def _around(work: Workspace, part: Part, numbers: dict[str, str], *, repeat: bool) -> Around:
    """What stands around the exhibit; those that are exhibits themselves only with `repeat`."""
    if not isinstance(part.thing, Row):
        return Around()
    rows = work.vault.context(part.thing.id, before=AROUND, after=AROUND)
    middle = [row.id for row in rows].index(part.thing.id)
    before, after = ([row for row in side if repeat or row.id not in numbers] for side in (rows[:middle], rows[middle + 1 :]))
    return Around(before=list(map(_decoded, before)), after=list(map(_decoded, after)), numbers=numbers)
