"""Which column of a log kept in a spreadsheet holds what: told by headings in English, Urdu and Hindi, confirmed by a person.

sheet = "Log"                         of a workbook; the first where it is left out
header_row = 1                        the row that names the columns
zone = "Asia/Karachi"                 of times that state none; leave it out where it is not known
[columns]
occurred_at = "Date"
clock = "Time"
what_happened = "What happened"
[defaults]                            what holds for every row that says nothing else
recipient = "self"
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from gawah.readers._grid_cells import Cell, GridRow
from gawah.readers._log_date import dated
from gawah.readers._table_mapping import MappingUnusable

LOOKED_AT: Final = 30
"""Rows among which the one that names the columns is looked for, and cells of a column that are looked at."""
_LONGEST_HEADING = 200

HEADINGS: Final[dict[str, str]] = {
    "first_noted": r"(date|time|day) (noted|logged|recorded|written|of entry|entered)|(logged|recorded|noted|entered) (on|at)"
    r"|اندراج|दर्ज",
    "until": r"until|end (date|time)|to date|ended|تک|तक|समाप्त",
    "occurred_at": r"date|when|day|happened on|datum|تاریخ|دن|تاريخ|दिनांक|तारीख|तिथि",
    "clock": r"time|clock|hour|uhrzeit|وقت|समय",
    "evidence_needed": r"(evidence|proof|still) (needed|missing|to get|to collect)|missing evidence|needed|مطلوبہ ثبوت|चाहिए",
    "evidence_holder": r"who (has|holds)( it)?|holder|کس کے پاس|किसके पास",
    "evidence_note": r"evidence|proof|screenshots?|attachments?|exhibits?|ثبوت|सबूत|साक्ष्य|प्रमाण",
    "witnesses": r"witness(es)?|گواہ(ان)?|गवाह|साक्षी",
    "reference": r"(report|case|reference|complaint|fir|crime|ticket) ?(no|number|#|id)\.?|reference"
    r"|حوالہ|شکایت نمبر|संदर्भ|शिकायत संख्या",
    "reported_to": r"report(ed)?( to)?|police|officer|authority|complaint|رپورٹ|شکایت|पुलिस|शिकायत|रिपोर्ट",
    "exact_words": r"exact words|quote|words used|message( text)?|text of .*|wording|الفاظ|پیغام|शब्द|संदेश",
    "translation": r"translation|translated|ترجمہ|अनुवाद",
    "translator": r"translator|translated by|مترجم|अनुवादक",
    "language": r"language|زبان|भाषा",
    "url": r"url|link|address of page|web ?page|لنک|लिंक",
    "item_id": r"post id|message id|item id",
    "source_handle": r"handle|username|account( name)?|number|phone( number)?|profile|اکاؤنٹ|نمبر|खाता|नंबर",
    "how_known": r"how (do )?(i|you|we) know|how known|why them|کیسے معلوم|कैसे पता",
    "source_label": r"who( did it)?|from|sender|harasser|offender|person|perpetrator|suspect|name|کون|کس نے|نام|किसने|कौन|नाम",
    "recipient": r"to whom|recipient|victim|target|directed at|against|کس کو|किसको|किसे",
    "surface": r"(surface|channel|medium|type of contact|contact type|method|how)|ذریعہ|माध्यम",
    "platform": r"platform|app|site|website|service|پلیٹ فارم|ایپ|मंच|ऐप",
    "physical_place": r"(place|location|where)|جگہ|مقام|جائے وقوعہ|स्थान|जगह",
    "tactics": r"(type|kind|category|tactic)s?( of .*)?|قسم|نوعیت|प्रकार|श्रेणी",
    "demand": r"demand(s|ed)?|مطالبہ|मांग|माँग",
    "claim": r"(false )?claims?|allegation|دعویٰ|الزام|दावा|आरोप",
    "actions": r"action( taken)?|response|what i did|follow ?up|کارروائی|اقدام|कार्रवाई",
    "delay_reason": r"(reason for )?delay|why late|تاخیر|देरी|विलंब",
    "sensitivity": r"sensitiv(e|ity)|care|حساس|संवेदनशील",
    "impact": r"impact|effect( on .*)?|how (i|it made me) fe(el|lt)|feelings?|harm|اثر(ات)?|असर|प्रभाव",
    "what_happened": r"what( happened)?|description|details?|incident|event|notes?|summary|کیا ہوا|واقعہ|تفصیل|क्या हुआ|घटना|विवरण",
}
"""What headings say of each part of an entry, asked in this order; the first that fits the whole heading, else a part of it."""
DEFAULTS: Final = ("recipient", "visibility", "platform", "surface", "language", "delay_reason", "tactics", "sensitivity")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMapping:
    """Which column holds what.

    Attributes:
        columns: Name of the column, by the part of an entry that it holds: a key of `HEADINGS`.
        defaults: What holds for every row, by key of `DEFAULTS`.
        sheet: Of a workbook; "" for the first.
        header_row: Number of the row that names the columns.
        zone: An IANA name for times without a zone; "" where it is not known.
        encoding: Of a CSV file; "" to tell it from the file.
    """

    columns: dict[str, str] = field(repr=False)
    defaults: dict[str, str] = field(default_factory=dict, repr=False)
    sheet: str = field(default="", repr=False)
    header_row: int = 1
    zone: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping for a person to look through.

    Attributes:
        toml: It as a file.
        mapping: It.
        columns: All columns of the table.
        left_out: Those that nothing is read from.
        sheets: Of the workbook.
    """

    toml: str = field(repr=False)
    mapping: LogMapping
    columns: tuple[str, ...] = field(repr=False)
    left_out: tuple[str, ...] = field(repr=False)
    sheets: tuple[str, ...] = field(default=(), repr=False)


def names_of(header: Sequence[Cell]) -> tuple[str, ...]:
    """The columns as a mapping calls them: by their headings; what has none, or one that came before, by its place."""
    names: list[str] = []
    for at, cell in enumerate(header, 1):
        name = " ".join(cell.text.split())[:_LONGEST_HEADING]
        names.append(name if name and name not in names else f"{name} (column {at})".strip() if name else f"column {at}")
    return tuple(names)


def propose(rows: Sequence[GridRow], sheets: tuple[str, ...] = (), sheet: str = "") -> Proposal | None:
    """A mapping from the first rows of a table; None where no column of dates is found, or none that says what happened."""
    header = _header(rows)
    if header is None:
        return None
    names = names_of(header.cells)
    below = [row for row in rows if row.number > header.number][:LOOKED_AT]
    columns = _told(names, below)
    if "occurred_at" not in columns or not {"what_happened", "exact_words"} & columns.keys():
        return None
    mapping = LogMapping(columns=columns, defaults={"recipient": "self"}, sheet=sheet, header_row=header.number)
    if "recipient" in columns:
        mapping.defaults.clear()
    left_out = tuple(name for name in names if name not in columns.values())
    return Proposal(toml=_toml(mapping, names), mapping=mapping, columns=names, left_out=left_out, sheets=sheets)


def log_mapping_of(text: str) -> LogMapping:
    """The mapping in TOML. Raises MappingUnusable, with words of its own."""
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise MappingUnusable("the mapping is not TOML") from error
    columns, defaults = told.pop("columns", {}), told.pop("defaults", {})
    kinds = {"sheet": str, "header_row": int, "zone": str, "encoding": str}
    if not told.keys() <= kinds.keys() or any(type(value) is not kinds[key] for key, value in told.items()):
        raise MappingUnusable(f"the mapping has the keys {', '.join(kinds)}, [columns] and [defaults]")
    for name, part, known in (("columns", columns, HEADINGS), ("defaults", defaults, DEFAULTS)):
        if not isinstance(part, dict) or not part.keys() <= set(known) or not all(isinstance(one, str) for one in part.values()):
            raise MappingUnusable(f"the keys of [{name}] are {', '.join(known)}; each value stands in quotes")
    if "occurred_at" not in columns or not {"what_happened", "exact_words"} & columns.keys():
        raise MappingUnusable("the mapping must name the columns of occurred_at, and of what_happened or exact_words")
    try:
        ZoneInfo(told.get("zone") or "UTC")
        "".encode(told.get("encoding") or "utf-8")
    except (ValueError, KeyError, OSError, LookupError) as error:
        raise MappingUnusable("no such time zone or encoding; use names such as Asia/Karachi and cp1256") from error
    return LogMapping(columns=columns, defaults=defaults, **told)


def places(mapping: LogMapping, header: Sequence[Cell]) -> dict[str, int]:
    """The place of each part of an entry in a row, from 0. Raises MappingUnusable: the table has no such column."""
    names = names_of(header)
    lacking = [name for name in mapping.columns.values() if name not in names]
    if lacking:
        raise MappingUnusable(f"the table lacks {len(lacking)} of the columns that the mapping names")
    return {part: names.index(name) for part, name in mapping.columns.items()}


def _header(rows: Iterable[GridRow]) -> GridRow | None:
    """The row whose headings say most; of equal ones the first."""
    best: tuple[int, GridRow] | None = None
    for row in list(rows)[:LOOKED_AT]:
        known = sum(bool(cell.text) and _part(cell.text) is not None for cell in row.cells if len(cell.text) <= _LONGEST_HEADING)
        if known >= 2 and (best is None or known > best[0]):
            best = known, row
    return best[1] if best else None


def _told(names: Sequence[str], below: Sequence[GridRow]) -> dict[str, str]:
    found: dict[str, str] = {}
    for whole in (True, False):
        for name in names:
            part = None if name in found.values() else _part(name, whole=whole, taken=found)
            if part is not None:
                found[part] = name
    if "occurred_at" not in found and "clock" in found and _holds_days(names.index(found["clock"]), below):
        found["occurred_at"] = found.pop("clock")
    return found


def _holds_days(at: int, below: Sequence[GridRow]) -> bool:
    cells = [row.cells[at].text for row in below if at < len(row.cells) and row.cells[at].text.strip()]
    return bool(cells) and 2 * sum(dated(cell) is not None for cell in cells) > len(cells)


def _part(heading: str, *, whole: bool | None = None, taken: Iterable[str] = ()) -> str | None:
    plain = re.sub(r"[\s_./:?*()\[\]-]+", " ", unicodedata.normalize("NFC", heading).casefold()).strip()
    for fits in (re.fullmatch, _within) if whole is None else (re.fullmatch,) if whole else (_within,):
        for part, words in HEADINGS.items():
            if part not in taken and fits(words, plain):
                return part
    return None


def _within(words: str, plain: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", plain)


def _toml(mapping: LogMapping, names: Sequence[str]) -> str:
    """It as a file with a word on what to look at. It holds names of columns and no cell."""
    lines = [
        "# What the columns of this log hold, as far as their headings say. Look through it and mend it; then",
        "#     gawah log import TABLE --mapping THIS_FILE --dry-run        shows what would be entered",
        "#     gawah log import TABLE --mapping THIS_FILE",
        f"# Columns: {' | '.join(names)}",
        "# Parts that a column can hold: " + ", ".join(HEADINGS),
        "",
        *([f"sheet = {_quoted(mapping.sheet)}"] if mapping.sheet else []),
        f"header_row = {mapping.header_row}",
        '# zone = "Asia/Karachi"        of times that state none; leave it out where you do not know it',
        "",
        "[columns]",
        *(f"{part} = {_quoted(name)}" for part, name in mapping.columns.items()),
        "",
        "# What holds for every row that says nothing else; visibility: up to whom entries go.",
        "[defaults]",
        *(f"{part} = {_quoted(value)}" for part, value in mapping.defaults.items()),
        *([] if "recipient" in mapping.defaults else ['# recipient = "self"']),
        '# visibility = "user"',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string."""
    signs = {'"': '\\"', "\\": "\\\\"}
    spelt = (signs.get(char) or (f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else char) for char in text)
    return f'"{"".join(spelt)}"'
