"""The conduct section of a dossier as data: counts, rates and limits around each complaint and notice. Knows no page engine.

Figures are strings as they are printed; `gawah conduct --json` carries them unrounded.
"""

from dataclasses import dataclass, field
from typing import Any

from gawah.dossier.sheet import PEOPLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One window of one row.

    Attributes:
        count: How many.
        on_days: On how many different days.
        recorded: Of how many days that the records reach; the rate is over these.
        rate: In 30 recorded days; "" where no day is recorded.
        limits: Its exact 95 % limits, such as `3.75 to 26.9`; "" where no day is recorded.
    """

    count: int
    on_days: int
    recorded: int
    rate: str
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part: its name, the window before, the day itself, the window after, and the rate after divided by that before.

    Attributes:
        label: As the source or the person states it, or a sentence of the program.
        before, after: The windows.
        same_day: How many stand on the day itself.
        ratio: "" where there is none.
        limits: Of the ratio; where there is none, why, as a sentence.
    """

    label: str = field(repr=False, metadata=PEOPLE)
    before: Side
    after: Side
    same_day: int
    ratio: str
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of one sort under a heading; `more` says how many are left out and what they have together, "" for none."""

    heading: str
    rows: tuple[Row, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One complaint or notice.

    Attributes:
        title: To whom and when, as stated.
        sentences: The windows, the days recorded, what else falls into them.
        parts: The tables; () where the records reach no day.
    """

    title: str = field(repr=False, metadata=PEOPLE)
    sentences: tuple[str, ...] = field(repr=False)
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One complaint or notice in the short form.

    Attributes:
        title: To whom and when, as stated.
        row: All messages around it.
        notes: The windows, and the longest stretch without messages that reaches into them.
        conversations: Those of the windows that hold an exhibit of the dossier.
    """

    title: str = field(repr=False, metadata=PEOPLE)
    row: Row
    notes: tuple[str, ...]
    conversations: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch without messages: its days in words, how many, and how many of them the records reach."""

    label: str
    days: int
    recorded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a person labelled of one month: messages in all, things labelled, and how many carry each tactic of the section."""

    label: str
    messages: int
    labelled: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """The section.

    Attributes:
        anchors: In order of time; () in the short form.
        lines: The same in the short form, a line each; () in the full one.
        named: Sentences on what is named here, what only counted, and which command has all of it.
        gaps: The longest stretches without messages, longest first.
        tactics: That are labelled, in order of first appearance.
        months: From the first to the last with a label.
    """

    anchors: tuple[Anchor, ...] = ()
    lines: tuple[Line, ...] = ()
    named: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    tactics: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()


def as_json(conduct: Conduct) -> dict[str, Any]:
    """What exhibits.json says of the section: every figure and sentence that the pages print, in their order, as printed."""
    return {
        "anchors": [
            {"title": one.title, "sentences": list(one.sentences), "parts": [_part(part) for part in one.parts]}
            for one in conduct.anchors
        ],
        "lines": [
            {
                "title": one.title,
                "row": _row(one.row),
                "notes": list(one.notes),
                "conversations": [_row(row) for row in one.conversations],
            }
            for one in conduct.lines
        ],
        "named": list(conduct.named),
        "gaps": [{"days_in_words": gap.label, "days": gap.days, "recorded": gap.recorded} for gap in conduct.gaps],
        "tactics": list(conduct.tactics),
        "months": [
            {"month": one.label, "messages": one.messages, "labelled": one.labelled, "counts": list(one.counts)}
            for one in conduct.months
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    return {"heading": part.heading, "rows": [_row(row) for row in part.rows], "more": part.more or None}


def _row(row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "before": _side(row.before),
        "same_day": row.same_day,
        "after": _side(row.after),
        "ratio": row.ratio or None,
        "ratio_limits": row.limits,
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "count": side.count,
        "on_days": side.on_days,
        "recorded": side.recorded,
        "rate": side.rate or None,
        "limits": side.limits or None,
    }
