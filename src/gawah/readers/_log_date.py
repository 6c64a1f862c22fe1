"""Times as people write them into a table: `5/3/24 9pm`, `5 March 2024`, `۵ مارچ ۲۰۲۴`, `March 2024`, `about 2024-03-05`, `45356`.

Whether 5/3 is the fifth of March or the third of May is told by the whole column, or by the person; nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gawah.records.incident import About
from gawah.records.when import Precision, When, assume_zone, iso_utc

Order: TypeAlias = Literal["dmy", "mdy", "ymd"]

_MONTHS: Final[tuple[str, ...]] = (
    "january jan janvier enero جنوری جنورى يناير जनवरी",
    "february feb février febrero فروری فبراير फरवरी फ़रवरी",
    "march mar mars marzo مارچ مارس मार्च",
    "april apr avril abril اپریل أبريل ابريل अप्रैल",
    "may mai mayo مئی مايو मई",
    "june jun juin junio جون يونيو जून",
    "july jul juillet julio جولائی يوليو जुलाई",
    "august aug août agosto اگست أغسطس अगस्त",
    "september sep sept septembre septiembre ستمبر سبتمبر सितंबर सितम्बर",
    "october oct octobre octubre اکتوبر أكتوبر अक्टूबर अक्तूबर",
    "november nov novembre noviembre نومبر نوفمبر नवंबर नवम्बर",
    "december dec décembre diciembre دسمبر ديسمبر दिसंबर दिसम्बर",
)
_MONTH: Final = {unicodedata.normalize("NFC", word): number for number, names in enumerate(_MONTHS, 1) for word in names.split()}
_ABOUT = re.compile(
    r"\s*(?:~|≈|about\b|around\b|approx(?:imately)?\b\.?|circa\b|ca?\.|تقریباً|تقریبا|قریب|लगभग|करीब)\s*", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\s*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d/.-])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?\s*(?P<half>[ap]\.?\s?m\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[A-Z][A-Za-z_]+/[A-Za-z_/+-]+|[A-Z]{2,5})?\s*\Z",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")
_DAY_WORD = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?([^\W\d_][\w\u0900-\u097f]*)\.?,?[\s-]+(\d{4}|\d{2})", re.IGNORECASE
)
_WORD_DAY = re.compile(r"([^\W\d_][\w\u0900-\u097f]*)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_WORD_YEAR = re.compile(r"([^\W\d_][\w\u0900-\u097f]*)\.?,?\s+(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0, a clock without a zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One time as written, in the ways in which it can be read.

    Attributes:
        raw: As written.
        ways: Instants by the clock of whoever wrote it; by order where day and month are numbers, else under `ymd` alone.
        clock: The smallest unit of the clock stated; `day` where none is.
        month: Only a month is stated.
        about: It says that it is only about then.
        zone: As stated; "" where none is, or none that one place on earth uses alone.
        serial: It is a number of days, as spreadsheets count them.
    """

    raw: str = field(repr=False)
    ways: dict[Order, datetime]
    clock: Precision = "day"
    month: bool = False
    about: bool = False
    zone: str = ""
    serial: bool = False

    @property
    def telling(self) -> frozenset[Order]:
        """Which orders it can have been written in; all where it says nothing of that."""
        if "ymd" in self.ways or len(set(self.ways.values())) == 1 == len(self.ways) - 1:
            return frozenset({"dmy", "mdy", "ymd"})
        return frozenset(self.ways)


def dated(text: str, clock: str = "") -> Dated | None:
    """What a cell says, together with that of a column of clock times; None when it is no time."""
    raw = " ".join(part for part in (text.strip(), clock.strip()) if part)
    plain = _plain(text)
    about = _ABOUT.match(plain)
    plain = _WEEKDAY.sub("", plain[about.end() :] if about else plain, count=1).strip()
    found = _serial(plain) or _day(plain)
    if found is None:
        return None
    made = replace(found, raw=raw, about=about is not None)
    return _at(made, _plain(clock)) if clock.strip() else made


def order_of(column: Iterable[Dated], asked: Order | None) -> tuple[Order | None, bool]:
    """The order of day and month of a column, and whether it has to be asked for: where nothing tells, or two cells contradict.

    What the column itself tells wins over what was said.
    """
    proofs: set[Order] = set()
    unclear = False
    for one in column:
        if len(one.telling) == 1:
            proofs |= one.telling
        unclear = unclear or len(set(one.ways.values())) > 1
    if len(proofs) == 1:
        return next(iter(proofs)), False
    return asked, asked is None and unclear


def when(one: Dated, order: Order | None, zone: str = "") -> tuple[When, About] | None:
    """The time in this order, with `zone` assumed where it states none, and how well it is known; None where the order leaves it
    open.
    """
    moments = set(one.ways.values())
    moment = next(iter(moments)) if len(moments) == 1 else one.ways.get(order) if order else None
    if moment is None:
        return None
    timespec = "seconds"
    found = When(stated=one.raw, local=moment.isoformat(timespec=timespec), utc=None, zone="unknown", precision=one.clock)
    stated = _zone(one.zone)
    if stated is not None:
        found = replace(found, utc=iso_utc(datetime.fromisoformat(moment.isoformat() + stated)), zone="stated")
    elif one.zone and "/" in one.zone:
        found = replace(assume_zone(found, ZoneInfo(one.zone)), zone="stated")
    elif zone and one.clock != "day":
        found = assume_zone(found, ZoneInfo(zone))
    return found, "month" if one.month else "about" if one.about else "day" if one.clock == "day" else "exact"


def _plain(text: str) -> str:
    """Digits of any script as ASCII ones, marks of direction and odd blanks away."""
    kept = (char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf" or char == "\u200c")
    made = "".join(str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char for char in kept)
    return re.sub(r"[\s\u00a0\u202f،]+", " ", made.replace("٫", ".")).strip()


def _serial(plain: str) -> Dated | None:
    if not _SERIAL.fullmatch(plain) or not 20_000 <= float(plain) < 80_000:
        return None
    moment = _EPOCH + timedelta(seconds=round(float(plain) * 86_400))
    return Dated(
        raw="",
        ways={"ymd": moment},
        clock="minute" if "." in plain and moment.time().isoformat() != "00:00:00" else "day",
        serial=True,
    )


def _day(plain: str) -> Dated | None:
    """A date, and the clock behind it or before it."""
    for pattern, read in _FORMS:
        found = pattern.search(plain)
        if found is None:
            continue
        ways = read(found)
        rest = f"{plain[: found.start()].strip(' ,')} {plain[found.end() :].strip(' ,T')}".strip()
        if not ways or (rest and not _CLOCK.fullmatch(_unworded(rest))):
            continue
        made = Dated(raw="", ways=ways, month=pattern in (_WORD_YEAR, _YEAR_MONTH))
        return made if not rest else _at(made, rest)
    return None


def _unworded(rest: str) -> str:
    return re.sub(r"^(?:at|um|بجے)\s+|\s*(?:بجے|बजे|h|uhr)$", "", rest, flags=re.IGNORECASE).strip()


def _at(made: Dated, rest: str) -> Dated | None:
    """The day with the clock that stands in `rest`; None when that is none."""
    found = _CLOCK.fullmatch(_unworded(rest))
    if found is None or made.month or made.clock != "day" or not (found["minute"] or found["half"]):
        return None
    hour, half = int(found["hour"]), (found["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * half.startswith("p")
    try:
        ways = {
            order: moment.replace(hour=hour, minute=int(found["minute"] or 0), second=int(found["second"] or 0))
            for order, moment in made.ways.items()
        }
    except ValueError:
        return None
    zone = found["zone"] or ""
    if "/" in zone and not _exists(zone):
        return None
    return replace(made, ways=ways, clock="second" if found["second"] else "minute", zone=zone)


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(stated: str) -> str | None:
    """The offset of a zone that is stated as one; None for a name, or letters that several places use."""
    if stated.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    if stated[:1] in ("+", "-"):
        return f"{stated[:3]}:{stated[-2:]}" if int(stated[1:3]) <= 14 and int(stated[-2:]) < 60 else None
    return None


def _made(year: str, month: int, day: str) -> datetime | None:
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    try:
        return datetime(number, month, int(day), tzinfo=UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _only(order: Order, moment: datetime | None) -> dict[Order, datetime]:
    return {} if moment is None else {order: moment}


def _either(found: re.Match[str]) -> dict[Order, datetime]:
    first, second, year = found.groups()
    return {**_only("dmy", _made(year, int(second), first)), **_only("mdy", _made(year, int(first), second))}


def _named(year: str, month: str, day: str) -> dict[Order, datetime]:
    number = _MONTH.get(month.casefold())
    return {} if number is None else _only("ymd", _made(year, number, day))


_FORMS: Final = (
    (_ISO, lambda found: _only("ymd", _made(found[1], int(found[2]), found[3]))),
    (_NUMBERS, _either),
    (_DAY_WORD, lambda found: _named(found[3], found[2], found[1])),
    (_WORD_DAY, lambda found: _named(found[3], found[1], found[2])),
    (_WORD_YEAR, lambda found: _named(found[2], found[1], "1")),
    (_YEAR_MONTH, lambda found: _only("ymd", _made(found[1], int(found[2]), "1"))),
)
