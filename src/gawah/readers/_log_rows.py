"""The rows of a log kept in a spreadsheet as entries: each row below the headings becomes one, or is listed with what is wrong.

Nothing is guessed: words that name no tactic or recipient known here are counted and stay in the original; a row without a day, or
without a word on what happened, is listed as not read. A row marked as material that may show a child is never entered.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from gawah.readers._grid_cells import Cell, GridRow
from gawah.readers._log_columns import LogMapping, places
from gawah.readers._log_date import Dated, Order, dated, order_of, when
from gawah.readers._table_mapping import MappingUnusable
from gawah.records.incident import About
from gawah.records.when import When

_RECIPIENTS: Final = {
    "self": "self me myself i مجھے خود मुझे खुद",
    "partner": "partner husband wife spouse boyfriend girlfriend fiance fiancé شوہر بیوی منگیتر पति पत्नी मंगेतर",
    "parent": "parent parents mother father mum mom dad والدہ والد امی ابو ماں باپ माँ मां पिता",
    "child": "child children son daughter kid kids بیٹا بیٹی بچہ بچے बेटा बेटी बच्चा बच्चे",
    "family": "family brother sister sibling cousin uncle aunt relative relatives خاندان بھائی بہن परिवार भाई बहन",
    "friend": "friend friends دوست सहेली दोस्त मित्र",
    "colleague": "colleague colleagues coworker ساتھی सहकर्मी",
    "employer": "employer boss manager work office school university دفتر آجر कार्यालय मालिक",
    "group": "group public everyone followers class گروپ सब समूह",
    "other": "other stranger neighbour neighbor پڑوسی पड़ोसी",
}
_TACTICS: Final = {
    "threat": "threat threats threatening threatened دھمکی धमकी",
    "blackmail": "blackmail extortion sextortion بلیک میل بھتہ ब्लैकमेल",
    "insult": "insult insults abuse abusive slur swearing گالی بدزبانی गाली अपमान",
    "sexual": "sexual explicit obscene فحش जنسی جنسی अश्लील यौन",
    "doxxing": "doxxing doxing address-shared ذاتی-معلومات डॉक्सिंग",
    "impersonation": "impersonation fake-account fake-profile جعلی-اکاؤنٹ फर्जी-खाता",
    "false_claim": "false-claim false-claims defamation lie rumour rumor بہتان جھوٹ झूठ मानहानि",
    "family_target": "family family-target relatives خاندان परिवार",
    "incitement": "incitement pile-on mob اکسانا उकसाना",
    "contact_after_stop": "contact-after-stop unwanted-contact after-block روکنے-کے-بعد",
    "pressure_to_settle": "pressure-to-settle pressure settlement صلح-کا-دباؤ दबाव",
    "demand": "demand demands مطالبہ मांग",
    "intrusion": "intrusion hacking hacked account-takeover spyware tracking ہیکنگ हैकिंग",
    "in_person": "in-person stalking following visit پیچھا पीछा",
    "third_party": "third-party through-others تیسرا-فریق",
}
_SENSITIVE: Final = {
    "intimate": "intimate private-picture private-pictures nude",
    "medical": "medical health",
    "third-party": "third-party other-person",
}
_CHILD = re.compile(r"(?<!\w)(minor|minors|minor possible|csam|child (sexual )?abuse|underage|نابالغ|नाबालिग)(?!\w)")
_SEVERAL = re.compile(r"[,;/|\n،]+|\s+\+\s+|\s+and\s+")
_TEXTS: Final = (
    "exact_words",
    "translation",
    "translator",
    "language",
    "url",
    "item_id",
    "source_handle",
    "how_known",
    "source_label",
    "surface",
    "platform",
    "physical_place",
    "demand",
    "claim",
    "evidence_note",
    "reported_to",
    "reference",
    "delay_reason",
    "what_happened",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """A row as an entry.

    Attributes:
        number: Of the row, from 1.
        when: When it happened; `known` says how well that is known.
        until, first_noted: Where columns hold them.
        values: What else it says, by key of a form of the log.
        impact: What it did to the person, for the diary; "" where no column holds it.
        cautions: Problem codes: read, but with a caution.
    """

    number: int
    when: When
    known: About
    until: When | None = None
    first_noted: When | None = None
    values: dict[str, object] = field(repr=False)
    impact: str = field(default="", repr=False)
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that is no entry: its number, and the problem code that says why."""

    number: int
    code: str


Read: TypeAlias = LogRow | Unread


class OrderNeeded(Exception):
    """Day and month cannot be told apart in the whole table."""


def entries(rows: Iterable[GridRow], mapping: LogMapping, order: Order | None) -> Iterator[Read]:
    """Each row below the headings, in order. Raises MappingUnusable, OrderNeeded."""
    listed = list(rows)
    header = next((row for row in listed if row.number == mapping.header_row), None)
    if header is None or header.fault:
        raise MappingUnusable("the table has no row of this number that names its columns: header_row")
    place = places(mapping, header.cells)
    below = [row for row in listed if row.number > mapping.header_row]
    times = {row.number: _time(row, place) for row in below}
    found, asked = order_of([one for one in times.values() if one is not None], order)
    if asked:
        raise OrderNeeded
    for row in below:
        yield _entry(row, times[row.number], place, mapping, found)


def _entry(row: GridRow, time: Dated | None, place: dict[str, int], mapping: LogMapping, order: Order | None) -> Read:
    if row.fault:
        return Unread(number=row.number, code=row.fault)
    cells = {part: _cell(row, at) for part, at in place.items()}
    if any(_CHILD.search(_plainly(cells[part].text)) for part in ("sensitivity", "tactics") if part in cells):
        return Unread(number=row.number, code="row-not-kept")
    if not cells["occurred_at"].text.strip():
        return Unread(number=row.number, code="field-missing")
    read = None if time is None else when(time, order, mapping.zone)
    if time is None or read is None:
        return Unread(number=row.number, code="time-unreadable")
    values, unknown = _values(cells, mapping)
    if not values.get("what_happened") and not values.get("exact_words"):
        return Unread(number=row.number, code="field-missing")
    ends = [_second(cells.get(part), order, mapping.zone) for part in ("until", "first_noted")]
    cautions = [
        *row.cautions,
        *(["cell-formula"] if any(cell.formula for cell in cells.values()) else []),
        *(["cells-merged"] if any(cell.merged for cell in cells.values()) else []),
        *(["time-serial"] if time.serial else []),
        *(["time-unreadable"] if any(end is None for end in ends) or _clock_lost(cells, time) else []),
        *(["word-unknown"] if unknown else []),
    ]
    until, noted = (end[0] if end else None for end in ends)
    return LogRow(
        number=row.number,
        when=read[0],
        known=read[1],
        until=until,
        first_noted=noted,
        values=values,
        impact=cells["impact"].text.strip() if "impact" in cells else "",
        cautions=tuple(dict.fromkeys(cautions)),
    )


def _cell(row: GridRow, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else Cell()


def _time(row: GridRow, place: dict[str, int]) -> Dated | None:
    """The day together with the clock of its own column; without that where it cannot be read."""
    day = _cell(row, place["occurred_at"]).text
    clock = _cell(row, place["clock"]).text if "clock" in place else ""
    return dated(day, clock) or dated(day)


def _clock_lost(cells: dict[str, Cell], time: Dated) -> bool:
    """Whether the column of clock times says something that was not read."""
    return "clock" in cells and bool(cells["clock"].text.strip()) and time.clock == "day"


def _second(cell: Cell | None, order: Order | None, zone: str) -> tuple[When | None] | None:
    """A further time of a row, in a tuple; None where it says something that cannot be read."""
    if cell is None or not cell.text.strip():
        return (None,)
    found = dated(cell.text)
    read = None if found is None else when(found, order, zone)
    return None if read is None else (read[0],)


def _values(cells: dict[str, Cell], mapping: LogMapping) -> tuple[dict[str, object], bool]:
    """What a row says, by key of a form, and whether it has words that name nothing known here."""
    values: dict[str, object] = {part: text for part in _TEXTS if part in cells and (text := cells[part].text.strip())}
    defaults = mapping.defaults
    for part in ("platform", "surface", "language", "delay_reason", "visibility"):
        if defaults.get(part) and part not in values:
            values[part] = defaults[part]
    recipient = cells["recipient"].text.strip() if "recipient" in cells else ""
    values["recipient"], label = _recipient(recipient, defaults.get("recipient", "self"))
    if label:
        values["recipient_label"] = label
    unknown = False
    for part, known in (("tactics", _TACTICS), ("sensitivity", _SENSITIVE)):
        stated = cells[part].text if part in cells and cells[part].text.strip() else defaults.get(part, "")
        values[part], strange = _words(stated, known)
        unknown = unknown or strange
    for part, key in (("witnesses", "name"), ("actions", "what")):
        if part in cells and (text := cells[part].text.strip()):
            values[part] = [{key: text}]
    if "evidence_needed" in cells and (text := cells["evidence_needed"].text.strip()):
        holder = cells["evidence_holder"].text.strip() if "evidence_holder" in cells else ""
        values["missing"] = [{"what": text, "holder": holder}]
    return values, unknown


def _recipient(text: str, default: str) -> tuple[str, str]:
    """The class of recipient, and the person's own words where they say more."""
    if not text:
        return default, ""
    words = _plainly(text).split()
    for kind, known in _RECIPIENTS.items():
        if set(words) & set(_plainly(known).split()):
            return kind, "" if _plainly(text) in (kind, *_plainly(known).split()) and kind != "other" else text
    return "other", text


def _words(text: str, known: dict[str, str]) -> tuple[list[str], bool]:
    found: list[str] = []
    strange = False
    for one in filter(None, (re.sub(r"[\s_-]+", "-", _plainly(part)) for part in _SEVERAL.split(text))):
        word = next((kind for kind, spelt in known.items() if one in (kind.replace("_", "-"), *_plainly(spelt).split())), None)
        strange = strange or word is None
        if word is not None and word not in found:
            found.append(word)
    return found, strange


def _plainly(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip(" .\t")


def count(rows: Sequence[GridRow], mapping: LogMapping) -> int:
    """How many rows stand below the headings, counted by themselves."""
    return sum(row.number > mapping.header_row for row in rows)
