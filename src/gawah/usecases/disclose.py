"""Write a dossier: choose, number, set the pages, add the proofs, seal the folder, enter it in the ledger.

A selection is always shown as a selection: the first page counts what the case holds and what stands in the dossier. Around every
exhibit stands what was said before and after it, by both sides.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, cast, get_args

from gawah.dossier import annex, bundle, exhibits, pages, timeline_plot
from gawah.dossier.bundle import Bundle, Content, ExhibitFiles
from gawah.dossier.document import Audience, Document, Head, Sheet
from gawah.dossier.exhibits import Around, Place
from gawah.records.casework import Entry
from gawah.records.content import Capture, Conversation, Event, Message, RowRecord
from gawah.records.custody import Authority, Checkpoint
from gawah.records.disclosure import Dossier, Exhibit, ExhibitKind
from gawah.records.errors import BadInput, NothingSelected
from gawah.records.evidence import EvidenceItem
from gawah.seal import note
from gawah.seal.keys import random_id
from gawah.usecases import _case_sheets, review
from gawah.usecases._every_row import every_row
from gawah.usecases._place import refuse_taken
from gawah.usecases._plates import plate, printed_transcripts
from gawah.usecases._stamp_files import Timed
from gawah.usecases._targets import target
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import Selection
from gawah.usecases.stamp import Outcome, stamp_bundle
from gawah.vault import codec
from gawah.vault.durable import GroupSync, drive_errors
from gawah.vault.rows import Row

AROUND = 3
"""Messages printed before and after an exhibit."""

UNTITLED = "Case file"
"""Stands on page 1 where the person gave no title."""

NO_PICTURE = "Its first bytes are those of a picture, but it cannot be drawn. It may be damaged; the file is as it was received."


RowProof: TypeAlias = tuple[bytes, int, int, list[bytes]]
"""Leaf bytes, index, size and path."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A dossier that was written.

    Attributes:
        dossier: As entered in the ledger.
        folder: Where it lies.
        ledger_entry: Of its export.
        head: The signed head that its proofs lead to.
        fingerprint: Of the key that signed; printed on page 1.
        undrawable: The tokens, such as `[U+6C49]`, that are printed for what no font of the package has.
        stamp: How it went with the time stamp over the list of the bundle; None when none was asked for.
    """

    dossier: Dossier
    folder: Path
    ledger_entry: int
    head: Checkpoint
    fingerprint: str
    undrawable: tuple[str, ...] = field(repr=False)
    stamp: Outcome | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One exhibit on its way into the bundle."""

    exhibit: Exhibit
    thing: Row | EvidenceItem | Entry
    record: RowRecord | None
    at_ms: int | None


def disclose(
    work: Workspace, out: Path, choice: Choice, *, audience: str = "authority", title: str = "", stamp_by: Authority | None = None
) -> Disclosed:
    """Write the dossier to the folder `out`, all or nothing.

    Args:
        work: The case.
        out: Must not exist; its parent must.
        choice: What should stand in it.
        audience: authority, lawyer, platform or public.
        title: Of the case, in the person's words; `UNTITLED` when empty.
        stamp_by: The authority to be asked for a time stamp over the finished bundle; None to send nothing. When it cannot be
            had, the dossier stands all the same.

    Raises:
        AlreadyThere: Something stands at `out`.
        NothingSelected: The choice names nothing.
        BadInput, NotFound: An id, a condition or the place of `out` cannot be used.
        VaultError: It could not be written; nothing is left behind.
        EvidenceError: Something in the vault is not as it was sealed.
    """
    known = next((one for one in get_args(Audience) if one == audience), None)
    if known is None:
        raise BadInput("the audience is authority, lawyer, platform or public")
    refuse_taken(work, out)
    things = _fit_for(known, chosen(work, choice), picked=bool(choice.ids))
    parts = _numbered(work, things)
    head = work.vault.checkpoint()
    made_at, dossier_id = work.clock(), random_id()
    timed = Timed(work, head)
    sheets, files = _laid_out(work, parts, timed, choice)
    shown = _case_sheets.over_time(work)
    document = Document(
        id=dossier_id,
        made_at=made_at,
        title=title if title.strip() else UNTITLED,
        audience=known,
        **_case_sheets.made_by(work),
        **_case_sheets.period(work),
        tool=work.acting.tool,
        head=Head(origin=head.origin, size=head.size, root=head.root, fingerprint=work.vault.fingerprint),
        selection=_case_sheets.selection(work, things, rule=_rule(choice)),
        chronology=_case_sheets.chronology(shown),
        around=_case_sheets.around(shown),
        exhibits=sheets,
        custody=_case_sheets.custody(work),
        sources=_case_sheets.sources(work, things),
        stamps=timed.sentences(),
    )
    listed, report = annex.exhibits_json(document), annex.hash_report(document)
    set_pages = pages.typeset(document, _case_sheets.attached(listed, report))
    sealed = Bundle(
        dossier_id=dossier_id,
        date=made_at[:10],
        tool=work.acting.tool,
        fingerprint=work.vault.fingerprint,
        pdf=set_pages.pdf,
        exhibits_json=listed,
        hash_report=report,
        timeline_svg=timeline_plot.draw(document.chronology.plot).encode() if document.chronology.plot else None,
        checkpoint_size=head.size,
        checkpoint=head.note,
        public_pem=work.vault.public_pem,
        exhibits=tuple(sorted(files, key=lambda each: each.number)),
        growth=timed.growth(),
        stamps=timed.files(),
        tsa_roots=(*timed.roots(), *([] if stamp_by is None else [stamp_by.root.encode("ascii")])),
    )
    with drive_errors(), GroupSync(out.resolve().parent) as syncing:
        tag_manifest = bundle.write(out, sealed, work.vault.sign, syncing=syncing)
    made = _entered(work, out, document, head, tag_manifest, set_pages.undrawable)
    return made if stamp_by is None else replace(made, stamp=_stamped(work, out, stamp_by))


def _stamped(work: Workspace, out: Path, authority: Authority) -> Outcome:
    """Have the list of the finished bundle stamped; the answer goes into its seal."""
    outcome = stamp_bundle(work, authority, (out / bundle.TAG_MANIFEST).read_bytes())
    if outcome.token is not None:
        reply = next(one.reply for one in work.vault.stamps() if one.number == outcome.stamp)
        assert reply is not None
        bundle.add_stamp(out, reply)
    return outcome


def chosen(work: Workspace, choice: Choice) -> list[Row | EvidenceItem | Entry]:
    """What the choice names, in order of time; files, which have none, come last. Raises NothingSelected, NotFound, BadInput."""
    found: dict[str, Row | EvidenceItem | Entry] = {}
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


def _fit_for(audience: Audience, things: list[Row | EvidenceItem | Entry], *, picked: bool) -> list[Row | EvidenceItem | Entry]:
    """What may be shown to this audience: where material lies that must not be kept is for authorities, lawyers and platforms,
    never for the public. Raises BadInput when such an entry was picked by its id, NothingSelected when nothing else is there.
    """
    fit = [thing for thing in things if audience != "public" or not (isinstance(thing, Entry) and thing.unkept is not None)]
    if picked and len(fit) < len(things):
        raise BadInput("what must not be kept is not pointed at in public: leave that entry out")
    if not fit:
        raise NothingSelected("nothing in the case fits the selection")
    return fit


def _in_time(thing: Row | EvidenceItem | Entry) -> tuple[bool, int]:
    at = thing.at_ms if isinstance(thing, Row) else exhibits.position(thing) if isinstance(thing, Entry) else None
    return at is None, at or 0


def _numbered(work: Workspace, things: Sequence[Row | EvidenceItem | Entry]) -> list[_Part]:
    """Exhibit numbers are given once and stay: what was in an earlier dossier keeps its number."""
    wanted = [(_kind(thing), thing.id) for thing in things]
    numbered = work.vault.number_exhibits(wanted, work.clock(), work.acting)
    return [_part(exhibit, thing) for exhibit, thing in zip(numbered, things, strict=True)]


def _kind(thing: Row | EvidenceItem | Entry) -> ExhibitKind:
    if isinstance(thing, Row):
        assert thing.type != "transcript", "what a machine read is never chosen"
        return thing.type
    return "item" if isinstance(thing, EvidenceItem) else "entry"


def _part(exhibit: Exhibit, thing: Row | EvidenceItem | Entry) -> _Part:
    if isinstance(thing, Row):
        record = _decoded(thing)
        return _Part(exhibit, thing, record, exhibits.position(record))
    return _Part(exhibit, thing, None, exhibits.position(thing) if isinstance(thing, Entry) else None)


def _decoded(row: Row) -> RowRecord:
    return cast("RowRecord", codec.decode(row.type, row.json))


def _laid_out(
    work: Workspace, parts: Sequence[_Part], timed: Timed, choice: Choice
) -> tuple[tuple[Sheet, ...], list[ExhibitFiles]]:
    """Sheets in order of time, and files. What was taken whole stands together: its exhibits are each other's context, and only
    what was left out between them is printed around them.
    """
    whole = not (choice.ids or choice.query)
    everything = whole and choice.where == Selection()
    numbers = {part.exhibit.target: part.exhibit.number for part in parts}
    proofs = work.vault.row_proofs(part.thing.key for part in parts if isinstance(part.thing, Row))
    sheets, files = [], []
    for part in parts:
        data = _data(work, part)
        around = Around() if everything else _around(work, part, numbers, repeat=not whole)
        sheet = _sheet(work, part, data, around, timed)
        sheets.append(sheet)
        proof = proofs[part.thing.key] if isinstance(part.thing, Row) else None
        files.append(_files(work, part, sheet.file, data, timed.head, proof))
    return exhibits.in_order(sheets, {part.exhibit.number: part.at_ms for part in parts}), files


def _data(work: Workspace, part: _Part) -> Content:
    """What the exhibit's own file holds: the item as received, or the text in UTF-8. What is not drawn is not held in memory."""
    if isinstance(part.thing, EvidenceItem):
        held = part.thing
        drawn = plate(work, held)
        return drawn if drawn is not None else lambda sink: work.vault.read_blob(held.id, sink)
    text = part.record.body if part.record is not None else cast("Entry", part.thing).body
    return text.encode()


def _files(work: Workspace, part: _Part, file: str, data: Content, head: Checkpoint, proof: RowProof | None) -> ExhibitFiles:
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


def _ledger_entry(work: Workspace, thing: Row | EvidenceItem | Entry) -> int:
    if isinstance(thing, Row):
        return thing.reading_seq
    return work.vault.acquired_at(thing.id) if isinstance(thing, EvidenceItem) else work.vault.entered_at(thing.id)


def _sheet(work: Workspace, part: _Part, data: Content, around: Around, timed: Timed) -> Sheet:
    number, thing = part.exhibit.number, part.thing
    seq = _ledger_entry(work, thing)
    place = Place(number=number, item=None, ledger_entry=seq, recorded_at=work.vault.event(seq).at, recorded=timed.recorded(seq))
    if isinstance(thing, EvidenceItem):
        sheet = exhibits.of_item(replace(place, item=thing), thing, data if isinstance(data, bytes) else b"")
        return _drawn(replace(sheet, transcripts=printed_transcripts(work, thing)))
    if isinstance(thing, Entry):
        return exhibits.of_entry(replace(place, row=0, rows=1), thing, _case_sheets.written_by(work, thing))
    place = replace(place, item=work.vault.item(thing.item), row=thing.index_in_batch, rows=work.vault.batch_size(seq))
    conversation = Conversation(id=thing.conversation, platform=thing.platform, title=thing.conversation_title)
    if isinstance(part.record, Capture):
        sheet = exhibits.of_capture(place, part.record, conversation, plate(work, work.vault.item(thing.item), part.record), around)
    elif isinstance(part.record, Message):
        sheet = exhibits.of_message(place, part.record, conversation, around)
    else:
        sheet = exhibits.of_event(place, cast("Event", part.record), conversation, around)
    return _drawn(replace(sheet, transcripts=printed_transcripts(work, thing)))


def _drawn(sheet: Sheet) -> Sheet:
    """The sheet, without a picture that the page engine cannot draw."""
    if sheet.picture is None or pages.can_draw(sheet.picture):
        return sheet
    title = "File" if sheet.kind == "item" else sheet.title
    return replace(sheet, title=title, picture=None, cautions=(*sheet.cautions, NO_PICTURE))


def _around(work: Workspace, part: _Part, numbers: dict[str, str], *, repeat: bool) -> Around:
    """What stands around the exhibit; those that are exhibits themselves only with `repeat`."""
    if not isinstance(part.thing, Row):
        return Around()
    rows = work.vault.context(part.thing.id, before=AROUND, after=AROUND)
    middle = [row.id for row in rows].index(part.thing.id)
    before, after = ([row for row in side if repeat or row.id not in numbers] for side in (rows[:middle], rows[middle + 1 :]))
    return Around(before=list(map(_decoded, before)), after=list(map(_decoded, after)), numbers=numbers)


def _rule(choice: Choice) -> str:
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


def _entered(
    work: Workspace, out: Path, document: Document, head: Checkpoint, tag_manifest: str, undrawable: tuple[str, ...]
) -> Disclosed:
    """Enter the export; when that fails, the folder goes again: nothing is handed out that the ledger does not know."""
    made = Dossier(
        id=document.id,
        at=document.made_at,
        agent=work.acting.agent,
        for_agent=work.acting.for_agent,
        audience=document.audience,
        exhibits=tuple(sheet.number for sheet in document.exhibits),
        bundle_sha256=tag_manifest,
    )
    try:
        seq = work.vault.add_dossier(made, work.clock(), work.acting, blob=f"sha256:{tag_manifest}")
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    return Disclosed(
        dossier=made,
        folder=out,
        ledger_entry=seq,
        head=head,
        fingerprint=work.vault.fingerprint,
        undrawable=undrawable,
    )
