"""The sentences of the dossier: what a word of the records means to a reader who has never seen this program.

All of them are `Said`: English text that a page in another language says again (`words`). They stand in `words/en.toml`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from gawah.dossier.words import Said, load, say, table
from gawah.records.evidence import EvidenceItem, Grade
from gawah.records.problems import PROBLEMS

GRADES: Final = table("grades")
GRADE_NAMES: Final = table("grade_names")
"""Each provenance grade, with one sentence on what it does not prove (decision 17)."""

ZONES: Final = table("zones")
"""How the zone of a time is known."""

KINDS: Final = table("kinds")
"""Each kind of message."""

CAPTURES: Final = table("captures")
"""Each kind of capture."""

OF_ITSELF: Final = say("states.of_itself")
"""Stands where facts of a capture are printed."""

OWN_ENTRIES: Final = table("own_entries")
"""Each kind of entry of a person's own."""

REST: Final = say("states.rest")
"""Stands where an item is what an erasure left."""

FOLDERS: Final = table("folders")
"""Where on the platform a message lay."""

FLAGS: Final = table("flags")
"""Cautions that readers put on a record."""

EVENTS: Final = table("events")
"""The commonest names of events that a platform states; others are printed as the reader names them."""

OPS: Final = table("ops")
"""Each kind of ledger entry as a sentence without its subject."""

IN_PART: Final = say("hidden.in_part")
"""Stands at an exhibit of which a part is shown."""

WITHHELD: Final = say("hidden.withheld")
"""Stands at a file that is withheld."""

WITHHELD_FILE: Final = say("hidden.withheld_file")
"""Stands in the folder in place of the file."""

NO_PLATE: Final = say("hidden.no_plate")
"""Stands at an exhibit whose picture is not printed."""

PROTECTED: Final = say("hidden.protected")
"""Why a name is replaced."""

AUDIENCES: Final = table("audiences")
"""For whom a dossier is."""

PROVED: Final = tuple(table("proved").values())
"""What a successful check shows, provided that SHA-256 holds and that the fingerprint was compared with one received elsewhere."""

NOT_PROVED: Final = tuple(table("not_proved").values())
"""What no check of this document can show (evidence-and-security 1.9)."""

NO_STAMP: Final = say("stamps.none")
"""Stands among what is not proved where a dossier has no time stamp."""

STAMPED: Final = say("stamps.covered")
"""Stands among what is proved where it has one."""

_MONTHS: Final = tuple(name for name in load().section("dates") if f"dates.{name}_short" in load().entries)


def proved(*, stamped: bool) -> list[str]:
    """What a successful check of a dossier shows, with or without a time stamp in it."""
    return [*PROVED, *([STAMPED] if stamped else [])]


def not_proved(*, stamped: bool) -> list[str]:
    """What it does not show."""
    return [*NOT_PROVED, *([] if stamped else [NO_STAMP])]


def problem(code: str, count: int) -> Said:
    """A problem as words: `media-missing (3): a picture or file …`."""
    meaning = say(f"problems.{code}") if code in PROBLEMS else say("counted.problem_unknown")
    return say("counted.problem", code=code, count=count, meaning=meaning)


def sort_of(kind: str) -> str:
    """A kind of row, message, capture or event in words; as it is where it has none."""
    return next((words[kind] for words in (table("row_kinds"), KINDS, CAPTURES, EVENTS) if kind in words), kind)


def caution(flag: str) -> Said:
    """A reader's flag as a sentence."""
    return FLAGS.get(flag) or say("states.flag_unknown", flag=flag)


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four digits, as it is read aloud."""
    digits = fingerprint.replace(" ", "").lower()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def grade(item: EvidenceItem, known: Grade | None = None) -> Said:
    """How an item came into being, with what that does not prove, and whether a part of it was erased.

    `known`: the grade of a capture, where it is another one than that of its file.
    """
    said = GRADES[known or item.grade]
    return say("states.graded_rest", grade=said, rest=REST) if item.derived_from else said


def listed(parts: Iterable[str]) -> str:
    """Words with commas between them; "" for none."""
    found = tuple(parts)
    return say("lists.line", parts=found) if found else ""


def day(on: date) -> Said:
    """Such as `4 March 2024`."""
    return say("dates.day", day=str(on.day), month=_month(on), year=str(on.year))


def short_day(on: date) -> Said:
    """Such as `4 Mar 2024`; for axes."""
    return say("dates.day", day=str(on.day), month=_month(on, "_short"), year=str(on.year))


def month(on: date) -> Said:
    """Such as `March 2024`."""
    return say("dates.month", month=_month(on), year=str(on.year))


def short_month(on: date) -> Said:
    """Such as `Mar 2024`; for axes."""
    return say("dates.month", month=_month(on, "_short"), year=str(on.year))


def span(first: date, last: date) -> Said:
    """Such as `4 to 9 March 2024`; what both have in common stands once."""
    if first == last:
        return day(first)
    begin: str = day(first)
    if first.year == last.year:
        begin = str(first.day) if first.month == last.month else say("dates.day_of_year", day=str(first.day), month=_month(first))
    return say("dates.span", first=begin, last=day(last))


def _month(on: date, form: str = "") -> Said:
    return say(f"dates.{_MONTHS[on.month - 1]}{form}")
