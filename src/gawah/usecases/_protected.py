"""What protected parties and redactions do to a dossier: its document, its files, and what its bundle is looked through for.

An exhibit in whose row a party is named, or of which something was redacted by hand, is shown in part: its text with replacements;
in place of the row, which holds the original, stands its leaf hash, which is salted. A file in which a party may be named is
withheld: a page stands in its place, and the hash of its ledger entry, which is salted too.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from gawah.dossier import redact, wording
from gawah.dossier.bundle import ExhibitFiles
from gawah.dossier.document import Document
from gawah.dossier.inside import MOST, inside
from gawah.dossier.leak_check import Guard
from gawah.dossier.redact import Overlay
from gawah.dossier.sheet import Sheet
from gawah.dossier.spelling import Named
from gawah.dossier.words import Said, say
from gawah.records.digest import sha256
from gawah.records.errors import LeakFound
from gawah.records.evidence import EvidenceItem
from gawah.seal import merkle
from gawah.usecases._laid_out import AROUND, Part
from gawah.usecases._transcribed import captures_in, transcripts_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.protect import active
from gawah.usecases.redact import redactions
from gawah.vault.rows import Filters, Row

SMALL = 4_096
"""Bytes: the digest of a file this small that names a party is hidden too: what is hidden in it could be guessed from the rest."""

_SPAN = re.compile(r", bytes [\d,]+ to [\d,]+$")
"""The end of a place in a file: it would tell how long a name is."""

_HIGH = ("image/", "audio/", "video/", "application/pdf", "application/zip")
"""Kinds of attachments whose digest says nothing of a name: nobody can guess the bytes of a picture or a recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A dossier as it may be handed over.

    Attributes:
        document: With replacements, and the list of them.
        files: Of the exhibits.
        guard: What its bundle is to be looked through for; None where nothing is hidden.
        in_part: Numbers of exhibits of which a part is shown.
        withheld: Numbers of files and pictures that are not shown.
    """

    document: Document = field(repr=False)
    files: list[ExhibitFiles] = field(repr=False)
    guard: Guard | None = field(default=None, repr=False)
    in_part: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(slots=True)
class _Hidden:
    """What has to be hidden, as it is found.

    Attributes:
        digests: Digests and ids that are computed from something hidden.
        rows, leaves: Numbers of exhibits whose row, whose ledger entry is hidden.
        items, plates: Numbers of files that are withheld, of exhibits whose picture is.
        read: Numbers of files that may be shown.
        texts: What was redacted by hand.
    """

    digests: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    leaves: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    plates: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list, repr=False)


def protected(
    work: Workspace, document: Document, parts: Sequence[Part], files: Sequence[ExhibitFiles], looked_at: Iterable[str] = ()
) -> Protected:
    """The dossier as it may be handed over; as it is where nothing is to be hidden.

    Args:
        work: The case.
        document: As it would be without protection.
        parts: What stands in it.
        files: Of the exhibits, as they would be.
        looked_at: Numbers of files and pictures of which the person says that no party shows in them.

    Raises:
        LeakFound: Something would show all the same.
    """
    named = [Named(shown=one.shown, spellings=one.spellings) for one in active(work)]
    by_hand = [one for one in redactions(work) if one.active]
    if not named and not by_hand:
        return Protected(document=document, files=list(files))
    hidden = _Hidden()
    finding = _Finding(work, Overlay(named, by_hand), hidden, frozenset(looked_at))
    sheets = {sheet.number: sheet for sheet in document.exhibits}
    own = {one.number: one for one in files}
    for item in work.vault.items():
        finding.small(item)
    for part in parts:
        finding.files(part, sheets[part.exhibit.number])
    for part in parts:
        finding.words(part, sheets[part.exhibit.number], own[part.exhibit.number])
    finding.follow(parts, own)
    hidden.digests -= {sheet.text_sha256 for sheet in sheets.values() if sheet.number not in hidden.rows}
    return _shown(document, files, Overlay(named, by_hand, hidden.digests), hidden, finding.looked_at)


class _Finding:
    """Finds out what of each exhibit may be shown."""

    def __init__(self, work: Workspace, overlay: Overlay, hidden: _Hidden, looked_at: frozenset[str]) -> None:
        self._work = work
        self._overlay = overlay
        self._finder = overlay.finder
        self._hidden = hidden
        self.looked_at = looked_at
        self._summaries: dict[int, Mapping[str, object]] = {}

    def small(self, item: EvidenceItem) -> None:
        """A file of the case that is so small that its digest would tell what is hidden in it."""
        if item.size <= SMALL and any(map(self._finder.names, (item.name, *inside(self._bytes(item)).texts))):
            self._hidden.digests.add(item.sha256)

    def files(self, part: Part, sheet: Sheet) -> None:
        """A file, or the picture of a capture: withheld where a party may be named in it."""
        thing, number = part.thing, part.exhibit.number
        if isinstance(thing, EvidenceItem):
            by_hand = any(not one.words for one in self._overlay.of(thing.id))
            withheld, item = self._hidden.items, thing
        elif isinstance(thing, Row) and sheet.picture is not None:
            by_hand = any(not one.words for one in self._overlay.of(thing.id))
            withheld, item = self._hidden.plates, self._work.vault.item(thing.item)
        else:
            return
        if by_hand or not self._may_show(item, number):
            withheld.add(number)
            self._hidden.digests.add(item.sha256)
        elif withheld is self._hidden.items:
            self._hidden.read.add(number)

    def words(self, part: Part, sheet: Sheet, files: ExhibitFiles) -> None:
        """A message, event, capture or entry: its row is hidden where it names a party or something in it was redacted."""
        if files.row is None:
            return
        record = json.loads(files.row)["record"]
        by_hand = self._overlay.of(sheet.id)
        if by_hand or any(map(self._finder.names, (sheet.conversation, *_strings(record)))):
            self._hidden.rows.add(sheet.number)
        whole = any(not one.words for one in by_hand)
        body = sheet.text or ""
        if body and (whole or self._overlay.text(body, sheet.id) != body):
            self._hidden.digests.add(sheet.text_sha256)
        self._hidden.texts += [body] if whole else []
        self._hidden.texts += [words for one in by_hand for words in one.words]
        self._hidden.digests |= {
            attachment["sha256"]
            for attachment in record.get("attachments", ())
            if attachment.get("sha256") and not str(attachment.get("media_type")).startswith(_HIGH)
        }
        if isinstance(part.thing, Row):
            self._ids(part.thing)

    def _ids(self, row: Row) -> None:
        """Ids that are computed from something hidden: that of a conversation from its title or the name of its folder, that of a
        record from the name and the digest of its file.
        """
        if self._finder.names(row.conversation_title or "") or self._hidden_place(row):
            self._hidden.digests.add(row.conversation)
        around = self._work.vault.context(row.id, before=AROUND, after=AROUND)
        self._hidden.digests |= {one.id for one in (row, *around) if self._hidden_place(one)}

    def _hidden_place(self, row: Row) -> bool:
        locator = json.loads(row.json)["locator"]
        return locator["file_sha256"] in self._hidden.digests or self._finder.names(locator.get("member") or "")

    def follow(self, parts: Sequence[Part], files: Mapping[str, ExhibitFiles]) -> None:
        """Rows that hold a digest that is hidden by now, and ledger entries that hold one, or the digest of what was said of a file
        that holds one or names a party.
        """
        for part in parts:
            number, row = part.exhibit.number, files[part.exhibit.number].row
            if row is not None and self._tells(json.loads(row)["record"]):
                self._hidden.rows.add(number)
            if isinstance(part.thing, Row) and self._tells(self._summary(part.thing)):
                self._hidden.leaves.add(number)

    def _tells(self, value: object) -> bool:
        return any(text in self._hidden.digests or self._finder.names(text) for text in _strings(value))

    def _summary(self, row: Row) -> Mapping[str, object]:
        """What was said of a file when it was read: its ledger entry holds the digest of that, without a salt."""
        if row.reading_seq not in self._summaries:
            self._summaries |= {one.seq: one.summary for one in self._work.vault.readings(row.item)}
        return self._summaries[row.reading_seq]

    def _may_show(self, item: EvidenceItem, number: str) -> bool:
        """Whether the file names no party, and somebody or something has looked into all of it."""
        if number in self.looked_at:
            return True
        held = inside(self._bytes(item)) if item.size <= MOST else None
        said = list(self._said_of(item))
        texts = [item.name, *(held.texts if held else ()), *said]
        if any(map(self._finder.names, texts)):
            return False
        looked_into = held is not None and not held.unseen and not held.pictured
        return looked_into or bool(said)

    def _said_of(self, item: EvidenceItem) -> Iterator[str]:
        """What people wrote down of a file, and what was read in it: by a machine too."""
        for entry in transcripts_of(self._work, item):
            yield entry.body
        for capture in captures_in(self._work, item):
            yield from _read_in(self._work, capture)

    def _bytes(self, item: EvidenceItem) -> bytes:
        whole = BytesIO()
        self._work.vault.read_blob(item.id, whole)
        return whole.getvalue()


def _read_in(work: Workspace, capture: Row) -> Iterator[str]:
    """The words of a capture, and of the machine's readings of it."""
    record = json.loads(capture.json)
    if record.get("body"):
        yield record["body"]
    for row in work.vault.page(Filters(conversation=capture.conversation, kind="transcript"), limit=10_000):
        reading = json.loads(row.json)
        if reading["of"] == capture.id:
            yield reading["body"]


def _strings(value: object) -> Iterator[str]:
    """Every string in a value of JSON; names of fields are the program's."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


# --- What is shown instead


def _shown(
    document: Document, files: Sequence[ExhibitFiles], overlay: Overlay, hidden: _Hidden, looked_at: frozenset[str]
) -> Protected:
    found = redact.redacted(document, overlay)
    by_number = {one.number: one for one in files}
    sheets: list[Sheet] = []
    changed: dict[str, ExhibitFiles] = {}
    for sheet in found.document.exhibits:
        shown, own = sheet, by_number[sheet.number]
        if sheet.number in hidden.items:
            shown, own = _withheld(sheet, own)
        elif sheet.number in hidden.rows | hidden.leaves | found.touched and own.row is not None:
            shown, own = _in_part(sheet, own, leaf=sheet.number in hidden.leaves)
        if sheet.number in hidden.plates:
            shown = replace(shown, picture=None, cautions=(*shown.cautions, wording.NO_PLATE))
        sheets.append(shown)
        changed[own.number] = own
    made = replace(found.document, exhibits=tuple(sheets), held_back=found.replaced)
    if redact.redacted(made, overlay).document != made:
        raise LeakFound("a protected person would still be named in the pages")
    return Protected(
        document=made,
        files=[changed[one.number] for one in files],
        guard=_guard(overlay, hidden, changed, looked_at),
        in_part=tuple(sheet.number for sheet in sheets if sheet.extent == "part"),
        withheld=tuple(sorted(hidden.items | hidden.plates)),
    )


def _without_span(line: str) -> str:
    """A line of a place in a file without the bytes that it covers; a sentence stays one, so that a page can say it again."""
    if isinstance(line, Said):
        return str(line.holes["place"]) if line.key == "exhibits.span" else line
    return _SPAN.sub("", line)


def _in_part(sheet: Sheet, own: ExhibitFiles, *, leaf: bool) -> tuple[Sheet, ExhibitFiles]:
    """An exhibit with its row hidden, and with its ledger entry hidden where `leaf`."""
    data = (sheet.text or "").encode("utf-8")
    assert own.row is not None
    assert own.leaf is not None
    row_hash, entry_hash = _hash(own.row), _hash(own.leaf) if leaf else ""
    where = tuple(map(_without_span, sheet.provenance.locator))
    shown = replace(
        sheet,
        text_sha256=sha256(data),
        file_sha256=sha256(data),
        file_size=len(data),
        provenance=replace(sheet.provenance, locator=where),
        cautions=(*sheet.cautions, wording.IN_PART, *_committed(row_hash, entry_hash)),
        extent="part",
        row_hash=row_hash,
        entry_hash=entry_hash,
    )
    leaf_bytes = None if leaf else own.leaf
    return shown, replace(own, data=data, row=None, row_hash=row_hash, leaf=leaf_bytes, leaf_hash=entry_hash)


def _withheld(sheet: Sheet, own: ExhibitFiles) -> tuple[Sheet, ExhibitFiles]:
    """A page in place of the file."""
    data = f"{wording.WITHHELD_FILE}\n".encode()
    assert own.leaf is not None
    entry_hash = _hash(own.leaf)
    file = f"{sheet.number}.txt"
    shown = replace(
        sheet,
        title=say("titles.file"),
        picture=None,
        facts=(),
        file=file,
        file_sha256=sha256(data),
        file_size=len(data),
        cautions=(wording.WITHHELD, *_committed("", entry_hash)),
        extent="withheld",
        entry_hash=entry_hash,
    )
    return shown, replace(own, file=file, data=data, leaf=None, leaf_hash=entry_hash)


def _hash(leaf: bytes) -> str:
    """The leaf hash: it stands for the leaf because nobody can guess the salt of 16 bytes or more in it (seal.ledger)."""
    return merkle.leaf_hash(leaf).hex()


def _committed(row_hash: str, entry_hash: str) -> Iterator[str]:
    if row_hash:
        yield say("hidden.row", hash=row_hash)
    if entry_hash:
        yield say("hidden.entry", hash=entry_hash)


def _guard(overlay: Overlay, hidden: _Hidden, files: Mapping[str, ExhibitFiles], looked_at: frozenset[str]) -> Guard:
    return Guard(
        parties=overlay.finder.parties,
        unusual=overlay.unusual.parties,
        texts=tuple(hidden.texts),
        digests=frozenset(hidden.digests),
        looked_at=frozenset(files[number].file for number in looked_at if number in files),
        read=frozenset(files[number].file for number in hidden.read),
    )
