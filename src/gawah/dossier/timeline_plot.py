"""A picture of messages over time, as SVG: no script, no style sheet, no reference outside; the same in a browser and on paper.

One lane for each conversation or platform, a bar for each month or week, a lane of marks for reports, notices and own events,
brackets with words over gaps, a tint from the first report on. Shape and position carry the meaning, shades of one ink the rest, so
it reads the same in grey. What it shows is also given as words (`describe`) and as a table (the document's chronology).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias
from xml.sax.saxutils import escape

from gawah.dossier import glyphs, printed
from gawah.dossier.words import Said, Words, load, say

MarkKind: TypeAlias = Literal["report", "notice", "event"]
Anchor: TypeAlias = Literal["start", "middle", "end"]

_WIDTH: Final = 600
_LEFT: Final = 16
_RIGHT: Final = 16
_LANE: Final = 66
_BARS: Final = 40
_INK: Final = "#1a1a1a"
_SOFT: Final = "#5c5c5c"
_HAIR: Final = "#b5b5b5"
_TINT: Final = "#ececec"
_FONTS: Final = "Noto Sans, Amiri, Noto Naskh Arabic, Noto Sans Devanagari, Noto Emoji, sans-serif"
_WIDEST: Final = 26.0
_LETTER: Final = 4.8
"""Room for a letter on the axis."""
_MOST_NUMBERED: Final = 24
"""Marks with a number and a line in the legend at most: more of them would fill a page; the others are ticks, and in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of bars: its label, and a count for each period."""

    label: str = field(repr=False, metadata={"people": True})
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time without messages, from `start` to `end` in periods (3.5 is the middle of the fourth), and the words for it."""

    start: float
    end: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A report, a notice or an own event at `at` periods, with words that say what it is: `Complaint to the school, 4 May 2025`."""

    at: float
    kind: MarkKind
    words: str = field(repr=False, metadata={"people": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is to be drawn.

    Attributes:
        title: Stands over the plot.
        periods: Labels such as `Mar 2025`, without holes, in order.
        lanes: Each with a count for each period.
        gaps: Times without messages.
        marks: Reports, notices and own events.
    """

    title: str
    periods: tuple[str, ...]
    lanes: tuple[Lane, ...]
    gaps: tuple[Stretch, ...] = ()
    marks: tuple[Mark, ...] = ()


def own(plot: Plot) -> tuple[int, ...]:
    """How many marks stand in each period."""
    counts = Counter(min(int(mark.at), len(plot.periods) - 1) for mark in plot.marks)
    return tuple(counts[at] for at in range(len(plot.periods)))


def rows(plot: Plot) -> list[tuple[str, ...]]:
    """The plot as a table: a head, a row for each period with a count for each lane and of marks, then gaps and marks in words."""
    marked = own(plot)
    table: list[tuple[str, ...]] = [("", *(lane.label for lane in plot.lanes), say("chronology.own"))]
    table += [(label, *(str(lane.counts[i]) for lane in plot.lanes), str(marked[i])) for i, label in enumerate(plot.periods)]
    table += [(gap.words,) for gap in plot.gaps]
    table += [(mark.words,) for mark in _in_order(plot)]
    return table


def describe(plot: Plot, words: Words | None = None) -> str:
    """The plot in a few sentences, for whoever cannot see it; in English unless `words` are those of another language."""
    count = len(plot.periods)
    parts: list[str] = [say("plot.described", title=plot.title, count=count)]
    if plot.periods:
        first, last = plot.periods[0], plot.periods[-1]
        parts = [say("plot.described_from_to", title=plot.title, count=count, first=first, last=last)]
    parts += [say("plot.lane", lane=lane.label, count=sum(lane.counts)) for lane in plot.lanes]
    if plot.marks:
        parts.append(say("plot.own_described", lane=say("chronology.own"), count=len(plot.marks)))
    parts += [gap.words for gap in plot.gaps]
    parts += [mark.words for mark in _in_order(plot)]
    return " ".join((words or load()).again(say("lists.sentence", words=part)) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words at a place: `x`, `y` of their base line, in the units of the plot."""

    x: float
    y: float
    words: str = field(repr=False)
    size: float
    bold: bool
    fill: str
    anchor: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The plot in two layers: shapes as an SVG without words, and the words."""

    svg: str
    labels: tuple[Label, ...]
    width: int
    height: int
    description: str


def draw(plot: Plot, drawable: glyphs.Coverage | None = None, words: Words | None = None) -> str:
    """The plot as an SVG document (SVG 1.1).

    Args:
        plot: What is to be drawn.
        drawable: What the fonts have; those of the package by default.
        words: The sentences of another language than English.
    """
    return _Drawing(plot, glyphs.covered() if drawable is None else drawable, words or load()).svg(with_words=True)


def layers(plot: Plot, drawable: glyphs.Coverage, words: Words | None = None) -> Layers:
    """The plot in two layers, for a page engine that sets the words itself."""
    drawing = _Drawing(plot, drawable, words or load())
    return Layers(
        svg=drawing.svg(with_words=False),
        labels=tuple(drawing.labels),
        width=_WIDTH,
        height=drawing.height,
        description=printed.plain(describe(plot, words), drawable),
    )


def _in_order(plot: Plot) -> list[Mark]:
    return sorted(plot.marks, key=lambda mark: mark.at)


class _Drawing:
    def __init__(self, plot: Plot, drawable: glyphs.Coverage, words: Words) -> None:
        self._plot = plot
        self._words = words
        self._drawable = drawable
        self._parts: list[str] = []
        self._step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(plot.periods))
        self._marks = _in_order(plot)
        self._numbered = _numbered(self._marks)
        self._top = 72.0 if plot.marks else 34.0
        self._bottom = self._top + _LANE * len(plot.lanes)
        self._gap_rows = _stacked(plot.gaps, self._step, words)
        self._axis = self._bottom + 4 + 19 * (max(self._gap_rows, default=-1) + 1)

        self.labels: list[Label] = []
        self._heading(_LEFT, 16, plot.title, size=12, bold=True)
        self._shade()
        self._flags()
        self._lanes()
        self._gaps()
        self._scale()
        self.height = round(self._legend(self._axis + 40)) + 8

    def svg(self, *, with_words: bool) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {self.height}" width="{_WIDTH}" height="{self.height}"'
            f' role="img" font-family="{_FONTS}" font-size="10" fill="{_INK}">'
        )
        words = [f"<title>{self._safe(self._plot.title)}</title>", f"<desc>{self._safe(describe(self._plot, self._words))}</desc>"]
        texts = [self._spelt(label) for label in self.labels]
        paper = f'<rect width="{_WIDTH}" height="{self.height}" fill="#ffffff"/>'
        lines = [head, *words, paper, *self._parts, *texts] if with_words else [head, *self._parts]
        return "\n".join([*lines, "</svg>"]) + "\n"

    def _spelt(self, label: Label) -> str:
        own = printed.paragraphs(self._words.again(label.words), self._drawable)[0].direction
        turned = self._words.right_to_left if isinstance(label.words, Said) else own == "rtl"
        # Where words run from the right, SVG's text-anchor counts from the right too.
        anchor = {"start": "end", "end": "start"}.get(label.anchor, label.anchor) if turned else label.anchor
        style = f'font-size="{label.size}" fill="{label.fill}" text-anchor="{anchor}"' + (' direction="rtl"' if turned else "")
        weight = ' font-weight="bold"' if label.bold else ""
        return f'<text x="{label.x:.1f}" y="{label.y:.1f}" {style}{weight}>{self._safe(label.words)}</text>'

    def _x(self, at: float) -> float:
        return _LEFT + at * self._step

    def _safe(self, words: str) -> str:
        return escape(printed.plain(self._words.again(words), self._drawable))

    def _text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 10,
        bold: bool = False,
        fill: str = _INK,
        anchor: Anchor = "start",
    ) -> None:
        self.labels.append(Label(x=round(x, 1), y=round(y, 1), words=words, size=size, bold=bold, fill=fill, anchor=anchor))

    def _near(self, x: float) -> float:
        """`x` from the side on which a line of the language begins. Time itself runs from left to right in every language."""
        return _WIDTH - x if self._words.right_to_left else x

    def _heading(self, x: float, y: float, words: str, *, size: float, bold: bool = False) -> None:
        """Words that begin `x` from that side."""
        self._text(self._near(x), y, words, size=size, bold=bold, anchor="end" if self._words.right_to_left else "start")

    def _line(self, x1: float, y1: float, x2: float, y2: float, *, ink: str = _HAIR, width: float = 0.6, dash: str = "") -> None:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="{width}"{dashes}/>'
        )

    def _shade(self) -> None:
        reports = [mark.at for mark in self._marks if mark.kind == "report"]
        if reports:
            x = self._x(min(reports))
            width, height = _WIDTH - _RIGHT - x, self._bottom - self._top
            self._parts.append(f'<rect x="{x:.1f}" y="{self._top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{_TINT}"/>')

    def _lanes(self) -> None:
        tallest = max((count for lane in self._plot.lanes for count in lane.counts), default=0)
        bar = min(self._step * 0.72, _WIDEST)
        for index, lane in enumerate(self._plot.lanes):
            base = self._top + _LANE * (index + 1)
            self._heading(_LEFT, base - _BARS - 11, lane.label, size=9.5, bold=True)
            x = self._near(_WIDTH - _RIGHT)
            anchor: Anchor = "start" if self._words.right_to_left else "end"
            self._text(x, base - _BARS - 11, say("plot.messages", count=sum(lane.counts)), size=9, fill=_SOFT, anchor=anchor)
            self._bars(lane.counts, base, bar, tallest)
            self._line(_LEFT, base, _WIDTH - _RIGHT, base)

    def _bars(self, counts: Sequence[int], base: float, width: float, tallest: int) -> None:
        numbered = self._step >= 15
        after = min((self._x(mark.at) for mark in self._marks if mark.kind == "report"), default=float(_WIDTH))
        for at, count in enumerate(counts):
            if not count:
                continue
            height = max(1.2, (_BARS - 8) * count / tallest)
            x = self._x(at + 0.5) - width / 2
            self._parts.append(
                f'<rect x="{x:.1f}" y="{base - height:.1f}" width="{width:.1f}" height="{height:.1f}" fill="#3f3f3f"/>'
            )
            if numbered:
                # Keeps the line of a mark from running through the number.
                paper, wide = _TINT if x + width / 2 > after else "#ffffff", 4.6 * len(str(count))
                left, top = x + (width - wide) / 2, base - height - 9
                self._parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="8" fill="{paper}"/>')
                self._text(x + width / 2, base - height - 2.5, str(count), size=7.5, fill=_SOFT, anchor="middle")

    def _gaps(self) -> None:
        for gap, row in zip(self._plot.gaps, self._gap_rows, strict=True):
            y = self._bottom + 9 + 19 * row
            left, right = self._x(gap.start), self._x(gap.end)
            self._line(left, y, right, y, ink=_INK, width=0.9)
            self._line(left, y - 3, left, y + 3, ink=_INK, width=0.9)
            self._line(right, y - 3, right, y + 3, ink=_INK, width=0.9)
            anchor, x = _anchored((left + right) / 2, len(self._words.again(gap.words)) * 4.3)
            self._text(x, y + 11, gap.words, size=8.5, anchor=anchor)

    def _scale(self) -> None:
        y = self._axis + 8
        # Dates of weeks are longer than names of months, and longer in some languages: none runs into the next or off the paper.
        wide = [_LETTER * len(self._words.again(label)) for label in self._plot.periods]
        every = max(1, math.ceil(max([46.0, *(each + 4 for each in wide)]) / self._step))
        for at, label in enumerate(self._plot.periods):
            if at % every == 0:
                self._line(self._x(at), y - 5, self._x(at), y - 1)
                if at == 0 or self._x(at) + 1 + wide[at] <= _WIDTH:
                    self._text(self._x(at) + 1, y + 9, label, size=8.5, fill=_SOFT)
        self._line(_LEFT, y - 5, _WIDTH - _RIGHT, y - 5)

    def _flags(self) -> None:
        """The lane of marks: a badge with a number each, or a tick where there are too many."""
        if not self._marks:
            return
        self._text(_LEFT, 38, say("chronology.own"), size=9.5, bold=True)
        self._text(_WIDTH - _RIGHT, 38, say("plot.own", count=len(self._marks)), size=9, fill=_SOFT, anchor="end")
        for mark in self._marks:
            x = self._x(mark.at)
            dash = "" if mark.kind == "report" else "2 2"
            for base in (self._top + _LANE * (lane + 1) for lane in range(len(self._plot.lanes))):
                self._line(x, base - _BARS - 5, x, base, ink=_INK, width=1.1, dash=dash)
            if mark not in self._numbered:
                self._line(x, self._top - 24, x, self._top - 12, ink=_INK, width=0.8)
        seats = _seats([self._x(mark.at) for mark in self._numbered])
        for number, (mark, seat) in enumerate(zip(self._numbered, seats, strict=True), 1):
            self._badge(seat, self._top - 18, number, mark.kind)

    def _badge(self, x: float, y: float, number: int, kind: MarkKind) -> None:
        if kind == "report":
            self._parts.append(f'<rect x="{x - 6.5:.1f}" y="{y - 6.5:.1f}" width="13" height="13" fill="{_INK}"/>')
            self._text(x, y + 3, str(number), size=8, bold=True, fill="#ffffff", anchor="middle")
            return
        shape = (
            f'<rect x="{x - 6.5:.1f}" y="{y - 6.5:.1f}" width="13" height="13"'
            if kind == "notice"
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5"'
        )
        self._parts.append(f'{shape} fill="#ffffff" stroke="{_INK}" stroke-width="1"/>')
        self._text(x, y + 3, str(number), size=8, anchor="middle")

    def _legend(self, y: float) -> float:
        for number, mark in enumerate(self._numbered, 1):
            self._badge(self._near(_LEFT + 7), y - 3, number, mark.kind)
            self._heading(_LEFT + 20, y, mark.words, size=9)
            y += 17
        if len(self._numbered) < len(self._marks):
            self._heading(_LEFT + 20, y, say("plot.in_table", count=len(self._marks) - len(self._numbered)), size=9)
            y += 17
        if any(mark.kind == "report" for mark in self._marks):
            left = self._near(_LEFT + 7) - 6.5
            self._parts.append(f'<rect x="{left:.1f}" y="{y - 9.5:.1f}" width="13" height="13" fill="{_TINT}" stroke="{_HAIR}"/>')
            self._heading(_LEFT + 20, y, say("plot.after_first"), size=9)
            y += 17
        return y - 12


def _numbered(marks: list[Mark]) -> list[Mark]:
    """Those with a number: all, else complaints and notices, else none."""
    told = [mark for mark in marks if mark.kind != "event"]
    return next((part for part in (marks, told) if len(part) <= _MOST_NUMBERED), [])


def _stacked(gaps: Sequence[Stretch], step: float, words: Words) -> list[int]:
    """A row for each gap so that the words of neighbours do not run into each other."""
    ends: list[float] = []
    seats = []
    for gap in gaps:
        half = max((gap.end - gap.start) * step, len(words.again(gap.words)) * 4.5) / 2
        middle = min(max((gap.start + gap.end) / 2 * step, half), _WIDTH - _LEFT - _RIGHT - half)
        row = next((row for row, end in enumerate(ends) if middle - half > end + 8), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = middle + half
        seats.append(row)
    return seats


def _seats(places: Sequence[float]) -> list[float]:
    """A place for each badge, near its mark and beside its neighbours, on the paper. `places` in order."""
    left, right = _LEFT + 7.0, _WIDTH - _RIGHT - 7.0
    apart = min(15.0, (right - left) / max(1, len(places) - 1))
    seats: list[float] = []
    for place in places:
        seats.append(max(place, seats[-1] + apart if seats else left))
    for at in reversed(range(len(seats))):
        seats[at] = min(seats[at], right - apart * (len(seats) - 1 - at))
    return seats


def _anchored(middle: float, width: float) -> tuple[Anchor, float]:
    """Where to put words of about `width` so that they stay on the paper."""
    if middle - width / 2 < _LEFT:
        return "start", _LEFT
    if middle + width / 2 > _WIDTH - _RIGHT:
        return "end", _WIDTH - _RIGHT
    return "middle", middle
