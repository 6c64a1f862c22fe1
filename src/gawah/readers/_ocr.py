"""Text that a machine reads in a picture: an aid for searching, never a quotation (experience.md, section 4).

Tesseract, in this process, with the language data of this package. A picture is taken apart into bubbles and bars first
(`_ocr_regions`); each part is turned into dark words on white, brought to the size at which its script is read best, and read in
the language of which the machine is surest. Measured by `python -m bench.run --only ocr`.

Bounds: `BUDGET` pixels read in all, `PATIENCE` for one part; whoever makes another picture of the
same words cannot make it take longer. Another program can stand in by one function: pixels in, `Reading` out (`Recogniser`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gawah.readers._capture import told
from gawah.records.content import Capture, Line, Transcript

if TYPE_CHECKING:
    from gawah.readers._ocr_regions import Part, Pixels

DATA = Path(__file__).parent / "tessdata"
SMALLEST = 100
"""Pixels of the shorter side of the smallest picture that is read: a thumbnail holds no words."""
BUDGET = 60_000_000
"""Pixels that are read in one picture, in all languages together."""
PATIENCE = 10_000
"""Milliseconds for one part; after the second part that takes longer, reading of the picture stops."""
SURE = 85
"""A confidence with which no other language is tried."""
USUAL = 6
"""By how much the language of the other parts is preferred, which are mostly by the same people."""
LEAST = 35
"""Outside bubbles, words below this confidence are noise: leaves, bricks, wallpaper."""

HEIGHTS: Final = {"eng": 30.0, "hin": 30.0, "urd": 16.0, "ara": 19.0}
"""Height of a line, in pixels, at which each language is read best; Arabic script is read best when small."""

_PHONE = 26.5
"""On a telephone a line's height is about this part of the width, whatever the number of pixels."""
_MARGIN = 12
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)?")
_WORD = re.compile(r"\w{3}")
_OWN = frozenset("ٹڈڑںےگچپ")
"""Letters that Urdu has and Arabic has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a machine read.

    Attributes:
        maker: Program, version and languages.
        confidence: 0–100, the machine's own, over all lines, long ones counting for more.
        lines: From the top down.
        whole: Whether no bound was reached.
    """

    maker: str
    confidence: int
    lines: tuple[Line, ...] = field(repr=False)
    whole: bool

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(line.text for line in self.lines)


Recogniser: TypeAlias = Callable[["Pixels"], Reading | None]
"""A program that reads pictures: pixels (height × width × 3) in; None when there is nothing to be read."""


def available() -> bool:
    """Whether the language data is here. It is in every wheel; a working copy gets it by `make assets`."""
    return all((DATA / f"{language}.traineddata").is_file() for language in HEIGHTS)


def read(pixels: "Pixels") -> Reading | None:
    """What Tesseract reads in a picture; None when it reads nothing of which it is at all sure."""
    from gawah.readers._ocr_regions import parts

    if not available() or min(pixels.shape[:2]) < SMALLEST:
        return None
    found = parts(pixels)
    return _Eye(_line_height(found, pixels.shape[1], pixels.shape[0])).all(found)


def read_grey(width: int, height: int, grey: bytes) -> Reading | None:
    """As `read`, of a picture that is given as one byte a pixel, row by row."""
    import numpy as np

    one = np.frombuffer(grey, dtype=np.uint8).reshape(height, width)
    return read(np.repeat(one[:, :, None], 3, axis=2))


def transcript(of: Capture, found: Reading) -> Transcript:
    """What a machine read in a capture, as a record beside it: at `text` under the capture's place."""
    place = of.locator.place
    return Transcript(
        of=of.id,
        conversation=of.conversation,
        sent_at=of.sent_at,
        maker=found.maker,
        confidence=found.confidence,
        body=told(found.text),
        lines=found.lines,
        locator=replace(of.locator, place=f"{place}/text" if place else "text"),
    )


class _Eye:
    """Reads the parts of one picture, and learns from part to part in which language they are."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._budget = BUDGET
        self._slow = 0
        self._won = dict.fromkeys(HEIGHTS, 0)

    def all(self, parts: "list[Part]") -> Reading | None:
        """What stands in the parts; those with the most words first, for they say best which language it is."""
        lines: list[Line] = []
        for part in sorted(parts, key=lambda one: (one.around, -one.weight)):
            if self._spent:
                break
            lines += self._part(part)
        weight = sum(len(line.text) for line in lines)
        if not weight:
            return None
        lines.sort(key=lambda line: (line.box[1], line.box[0]))
        used = "+".join(language for language in HEIGHTS if self._won[language])
        return Reading(
            maker=f"tesseract {_version()} {used}",
            confidence=sum(line.confidence * len(line.text) for line in lines) // weight,
            lines=tuple(lines),
            whole=not self._spent,
        )

    @property
    def _spent(self) -> bool:
        return self._slow > 1 or self._budget <= 0

    def _part(self, part: "Part") -> list[Line]:
        tried: dict[str, list[Line]] = {}
        scores: dict[str, float] = {}
        order = sorted(HEIGHTS, key=lambda one: -self._won[one])
        for language in order:
            if self._spent:
                break
            tried[language] = self._in(language, part)
            scores[language] = _score(tried[language]) + (USUAL if language == order[0] and self._won[language] else 0)
            if scores[language] >= SURE + USUAL and self._won[language]:
                break
        if "urd" in scores and any(letter in line.text for line in tried["urd"] for letter in _OWN):
            scores["urd"] += (
                USUAL  # Arabic data reads Urdu too, without the letters that it does not know, and is no less sure of it
            )
        if not scores:
            return []
        best = max(scores, key=scores.__getitem__)
        if best != "eng" and tried[best]:
            tried[best] = _with_times(tried[best], tried["eng"] if "eng" in tried else self._in("eng", part))
        self._won[best] += sum(len(line.text) for line in tried[best] if line.confidence >= LEAST)
        return [line for line in tried[best] if _said(line, part)]

    def _in(self, language: str, part: "Part") -> list[Line]:
        from PIL import Image, ImageOps

        scale = min(max(HEIGHTS[language] / self._height, 0.1), 4.0)
        height, width = part.ink.shape
        size = max(1, round(width * scale)), max(1, round(height * scale))
        self._budget -= size[0] * size[1]
        if self._budget < 0:
            return []
        picture = Image.fromarray(part.ink).resize(size, Image.Resampling.LANCZOS)
        api = _api(language)
        api.SetImage(ImageOps.expand(picture, _MARGIN, fill=255))
        if not api.Recognize(PATIENCE):
            self._slow += 1
        return _lines(api.GetTSVText(0), part, scale)


def _lines(table: str, part: "Part", scale: float) -> list[Line]:
    """The lines in Tesseract's table of words, whose words stand in the order of reading: level, page, block, paragraph, line,
    word, left, top, width, height, confidence, text.
    """
    words: dict[tuple[str, ...], list[tuple[str, float, list[int]]]] = {}
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            words.setdefault(tuple(cells[1:5]), []).append(
                (cells[11].strip(), float(cells[10]), [int(cell) for cell in cells[6:10]])
            )
    return [_line(line, part, scale) for line in words.values()]


def _line(words: list[tuple[str, float, list[int]]], part: "Part", scale: float) -> Line:
    left, top = (min(box[at] for _, _, box in words) for at in (0, 1))
    right, bottom = (max(box[at] + box[at + 2] for _, _, box in words) for at in (0, 1))
    weight = sum(len(word) for word, _, _ in words)
    return Line(
        text=" ".join(word for word, _, _ in words),
        confidence=min(100, max(0, round(sum(confidence * len(word) for word, confidence, _ in words) / weight))),
        box=(
            part.left + max(0, round((left - _MARGIN) / scale)),
            part.top + max(0, round((top - _MARGIN) / scale)),
            round((right - left) / scale),
            round((bottom - top) / scale),
        ),
    )


def _said(line: Line, part: "Part") -> bool:
    """Whether a line is words, not what a machine sees in leaves: outside bubbles a whole word is asked for, and some
    confidence.
    """
    if part.around and not (line.confidence >= LEAST and (_WORD.search(line.text) or _TIME.search(line.text))):
        return False
    return any(map(str.isalnum, line.text))


def _with_times(lines: list[Line], english: list[Line]) -> list[Line]:
    """The lines, where a time of day stands as English data reads it: of figures it knows most."""
    for time in english:
        if _TIME.fullmatch(time.text) and time.confidence >= 60:
            middle = time.box[1] + time.box[3] / 2
            lines = [time if line.box[1] <= middle <= line.box[1] + line.box[3] and len(line.text) < 9 else line for line in lines]
    return lines


def _score(lines: list[Line]) -> float:
    weight = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / weight if weight else 0.0


def _line_height(parts: "list[Part]", width: int, height: int) -> float:
    """The height of a line in the picture: the middle one of all rows of ink, by how much ink stands in them."""
    import numpy as np

    heights: list[int] = []
    weights: list[int] = []
    for part in parts:
        ink = (part.ink < 128).sum(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], (ink > 0).astype(np.int8), [0]))))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if end - start >= 5:
                heights.append(end - start)
                weights.append(int(ink[start:end].sum()))
    if not heights:
        return 20.0
    order = np.argsort(heights)
    middle = int(np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 2))
    found = float(heights[order[middle]])
    # Lines of Nastaliq reach into one another and are taken for one; a photograph is one row from top to bottom.
    likely = width / _PHONE if height > width else height / _PHONE
    return likely if found > 1.5 * likely else found


@cache
def _api(language: str) -> Any:
    """Tesseract with the data of one language, kept for the next picture."""
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=f"{DATA}/", lang=language, psm=tesserocr.PSM.SINGLE_BLOCK, oem=tesserocr.OEM.LSTM_ONLY)


def _version() -> str:
    import tesserocr

    return str(tesserocr.tesseract_version()).split()[1]
