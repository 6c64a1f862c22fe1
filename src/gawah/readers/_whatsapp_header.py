"""The header of a line in a WhatsApp text export: what it looks like, its digits, its date fields and its time.

WhatsApp writes date and time as the phone's language and region do, so there are about a hundred styles
(export-formats.md section 2). A header is one of

    [date, time] Name: text        iOS
    date, time - Name: text        Android, and iOS before 2016 with `: ` for ` - `

with invisible marks, spaces of several kinds, native digits and day-period words in between. Everything here works on UTF-8 bytes:
places in them are places in the file, and only the parts that differ from the last line are decoded.
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from gawah.packs.load import load

Reading = Literal["dmy", "mdy", "ymd"]

INVISIBLE = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Marks that WhatsApp puts around dates, names and placeholders. The joiners U+200C and U+200D are letters' and emoji's own."""
_MARK = rb"(?:\xe2\x80[\x8b\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf|\xd8\x9c)"
_SPACE = rb"(?:[ \t]|\xc2\xa0|\xe2\x80[\xaf\x82-\x8a])"
_GAP = rb"(?:" + _SPACE + rb"|" + _MARK + rb")"
# ASCII, Arabic-Indic, Extended Arabic-Indic (Urdu, Persian), nine Indic scripts from Devanagari to Malayalam, Thai, Myanmar.
_DIGIT = (
    rb"(?:[0-9]|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9]|\xe0[\xa5\xa7\xa9\xab\xad\xaf\xb1\xb3\xb5][\xa6-\xaf]|\xe0\xb9[\x90-\x99]"
    rb"|\xe1\x81[\x80-\x89])"
)
_REMOVED = dict.fromkeys(map(ord, INVISIBLE))
_NUMBER = re.compile(r"\d+")
_LATIN_PERIOD = re.compile(r"(?P<half>[ap])\.?\s*m\.?(?![a-z])", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """The first part of a header, up to its time: the date, and what stands around it.

    Attributes:
        text: Date and what follows it, as written, without the bracket and the marks before it.
        fields: The three numbers of the date, in the order written.
        style: Everything but the numbers: bracket, separators, where the year stands and how many digits it has, numeral system.
        day: What `_whatsapp_order` makes of it, kept here so that it is worked out once; None until then.
    """

    text: str
    fields: tuple[int, int, int]
    style: tuple[str, ...]
    day: "Day | None" = None


@dataclass(frozen=True, slots=True)
class Day:
    """A date as read under its style's order.

    Attributes:
        local: `YYYY-MM-DDT`; None where day and month cannot be told apart, or where it is no date.
        early, late: The same under every reading still possible, for comparing only; "" when it is no date.
        state: How it was read.
    """

    local: str | None
    early: str
    late: str
    state: Literal["read", "differs", "ambiguous", "unreadable"]


@dataclass(slots=True)
class Clock:
    """The time of a header.

    Attributes:
        text: As written.
        local: `HH:MM:SS`; None when it is no time of day.
        precision: What it states.
        coarse: What tells one phone setting from another: seconds, and 12 or 24 hours.
        style: The same in detail: separators, spaces, the form of the day period.
        heads: The heads met with times of this coarse style.
    """

    text: str
    local: str | None
    precision: Literal["minute", "second"]
    coarse: tuple[str, ...]
    style: tuple[str, ...]
    heads: dict[bytes, Head] = field(default_factory=dict)


@cache
def pattern(*, colon: bool = False) -> re.Pattern[bytes]:
    """Finds headers after line feeds. Groups: 1 all before the time, 2 the bracket, 3 the time, 4 all after it.

    It begins with a literal, and the commonest form of each part comes first: the file is searched twice at memory speed.

    Args:
        colon: The style of iOS before 2016, `31/12/14 21:05:11: Name: text`, which no other style may be mixed with: it looks too
            much like text.
    """
    words = load("platforms/whatsapp")["header"]
    separator = rb"%b*[/.\-]%b?%b*" % (_MARK, _GAP, _MARK)
    one_or_two, four = _DIGIT + rb"{1,2}", _DIGIT + rb"{4}"
    date = rb"(?:%b%b%b%b%b|%b%b%b%b(?:%b|%b))" % (
        *(four, separator, one_or_two, separator, one_or_two),
        *(one_or_two, separator, one_or_two, separator, four, one_or_two),
    )
    between = rb"(?:\.|%b?(?:%b))?%b*(?:(?:,|\xd8\x8c|\xe3\x80\x81)%b*|%b+)(?:(?:%b)%b+)?" % (
        *(_GAP, _any(words["after_date"]), _MARK, _GAP, _GAP),
        *(_any(words["before_time"]), _GAP),
    )
    simple_date = rb"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{2}(?:[0-9]{2})?,? (?=[0-9])"
    period = rb"(?:[AaPp]\.?%b?[Mm]\.?|%b)" % (_SPACE, _any(words["am"] + words["pm"]))
    clock = rb"(?:%b|(?:%b%b*)?%b[:.]%b*%b{2}(?:[:.]%b*%b{2})?(?:(?:%b|_)*%b)?(?:%b?(?:%b))?)" % (
        rb"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:(?: |\xe2\x80\xaf)[AaPp][Mm])?(?=\]| -)",
        *(period, _GAP, one_or_two, _MARK, _DIGIT, _MARK, _DIGIT),
        *(_GAP, period, _SPACE, _any(words["after_time"])),
    )
    dash = rb"%b*:" % _GAP if colon else rb"%b+(?:-|\xe2\x80[\x93\x94])" % _GAP
    simple = rb"(?:(?(2)\]|%b) (?![\xd8\xe2\xef]))" % (rb":" if colon else rb" -")
    end = rb"(?:%b|(?(2)%b*\]|%b)(?:%b%b*|%b+|(?=\r?(?:\n|\Z))))" % (simple, _GAP, dash, _SPACE, _MARK, _MARK)
    lead = rb"(?:(?![0-9])%b*(\[)?%b*)?" % (_MARK, _MARK)
    return re.compile(rb"\n(%b(?:%b|%b%b))(%b)(%b)" % (lead, simple_date, date, between, clock, end))


_COMMON = re.compile(
    rb"(?P<mark>\xe2\x80\x8e)?(?P<bracket>\[)?[0-9]{1,2}(?P<separator>[/.\-])[0-9]{1,2}(?P=separator)(?:[0-9]{2}(?P<long>[0-9]{2})?)"
    rb"(?P<comma>,?) [0-9]{1,2}:[0-9]{2}(?P<seconds>:[0-9]{2})?(?P<period>(?P<space> |\xe2\x80\xaf)[AaPp][Mm])?(?(bracket)\]| -) "
)
"""One header of those forms that nearly all exports have."""


def narrow(example: bytes) -> re.Pattern[bytes] | None:
    """Finds headers of exactly the form of `example`, at less than half the cost of `pattern`; None for an uncommon form.

    What it finds, `pattern()` finds at the same place with the same groups 1, 3 and 4, because each part is the first that
    `pattern` tries. `pattern` may find others besides. A header before an invisible mark is left to `pattern`.
    """
    form = _COMMON.fullmatch(example)
    if form is None or (form["mark"] and not form["bracket"]):
        return None
    # iOS begins only some lines with U+200E.
    lead, end = (rb"(?:\xe2\x80\x8e)?\[", rb"\] ") if form["bracket"] else (b"", b" - ")
    separator, year = re.escape(form["separator"]), b"{4}" if form["long"] else b"{2}"
    seconds = b":[0-9]{2}" if form["seconds"] else b""
    period = form["space"] + b"[AaPp][Mm]" if form["period"] else b""
    return re.compile(
        rb"\n(%b[0-9]{1,2}%b[0-9]{1,2}%b[0-9]%b%b )()([0-9]{1,2}:[0-9]{2}%b%b)(%b)(?!%b)"
        % (lead, separator, separator, year, form["comma"], seconds, period, end, _MARK)
    )


def head(data: bytes) -> Head:
    """What group 1 of `pattern` says."""
    text = data.decode("utf-8").lstrip(INVISIBLE)
    bracket = text.startswith("[")
    text = text.removeprefix("[").lstrip(INVISIBLE)
    numbers = list(_NUMBER.finditer(text))
    spaces = re.sub(r"\s", " ", _NUMBER.sub("0", text.translate(_REMOVED)))
    year = "first" if len(numbers[0].group()) == 4 else str(max(2, len(numbers[2].group())))
    script = "ascii" if text.isascii() or all(part.group().isascii() for part in numbers) else "native"
    values = (int(numbers[0].group()), int(numbers[1].group()), int(numbers[2].group()))
    return Head(text=text, fields=values, style=("[" if bracket else "", spaces, year, script))


def clock(data: bytes) -> Clock:
    """What group 3 of `pattern` says."""
    text = data.decode("utf-8")
    hour, minute, second = (*(int(part) for part in _NUMBER.findall(text)), 0)[:3]
    shape = _NUMBER.sub("0", text.translate(_REMOVED))
    period, style = _period(shape)
    if period == "pm" and hour < 12:
        hour += 12
    elif period == "am" and hour == 12:
        hour = 0
    valid = hour < 24 and minute < 60 and second < 60
    precision: Literal["minute", "second"] = "second" if shape.count("0") == 3 else "minute"
    return Clock(
        text=text,
        local=f"{hour:02}:{minute:02}:{second:02}" if valid else None,
        precision=precision,
        coarse=(precision, "12" if period else "24"),
        style=(style,),
    )


@lru_cache(maxsize=1024)
def _period(shape: str) -> tuple[str | None, str]:
    """`am`, `pm` or None, and the shape of the time with the same sign for either, so that morning and evening have one style."""
    latin = _LATIN_PERIOD.search(shape)
    if latin:
        period = "am" if latin["half"] in "aA" else "pm"
        return period, shape[: latin.start("half")] + ("a" if latin["half"].islower() else "A") + shape[latin.end("half") :]
    words = load("platforms/whatsapp")["header"]
    found = [(word, period) for period in ("am", "pm") for word in words[period] if word.casefold() in shape.casefold()]
    if not found:
        return None, shape
    word, period = max(found, key=lambda pair: len(pair[0]))
    return period, shape.casefold().replace(word.casefold(), "@")


def _any(words: list[str]) -> bytes:
    """One of the words, longest first."""
    return b"|".join(re.escape(word.encode()) for word in sorted(words, key=len, reverse=True))
