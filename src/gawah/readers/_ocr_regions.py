"""Parts of a picture in which words stand on one ground: speech bubbles, bars, and what is left around them.

A chat on a screen is words on bubbles on a background. Whole, with two grounds and white words on dark, it is read badly; each
bubble by itself, turned into dark words on white, is read well (measured by `python -m bench.run --only ocr`).
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
"""Height × width × 3, red, green and blue."""
Grey: TypeAlias = NDArray[np.uint8]
"""Height × width; 0 is ink, 255 is paper."""

MOST = 120
"""Parts of one picture that are read one by one; more are no chat."""
_DIFFERENT = 9
"""Steps of a colour channel by which a ground differs from another; compression makes about half as many."""
_COARSE = 400
"""Cells across in which parts are looked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture.

    Attributes:
        left, top: Where it begins, in pixels of the picture.
        ink: Its words, dark on white whatever they were.
        around: Whether it is what is left around bubbles and bars.
    """

    left: int
    top: int
    ink: Grey
    around: bool = False

    @property
    def weight(self) -> int:
        """How much ink stands in it."""
        return int((self.ink < 128).sum())


def parts(pixels: Pixels) -> list[Part]:
    """The bubbles and bars of a picture, then what is left around them; from the top down."""
    ground = _commonest(pixels)
    rest = pixels.copy()
    found = []
    for left, top, right, bottom in _boxes(pixels, ground)[:MOST]:
        inside = pixels[top:bottom, left:right]
        found.append(Part(left, top, _ink(inside, _commonest(inside))))
        rest[top:bottom, left:right] = ground
    around = _ink(rest, ground)
    if (around < 128).any():
        found.append(Part(0, 0, around, around=True))
    return found


def _commonest(pixels: Pixels) -> Pixels:
    """The commonest colour, among colours of 32 steps; then the middle one of the pixels near it."""
    flat = pixels.reshape(-1, 3)
    step = max(1, len(flat) // 200_000)
    some = flat[::step]
    coarse = some >> 3
    keys = (coarse[:, 0].astype(np.int32) << 10) | (coarse[:, 1].astype(np.int32) << 5) | coarse[:, 2]
    key = int(np.bincount(keys, minlength=1 << 15).argmax())
    return np.asarray(np.median(some[keys == key], axis=0), dtype=np.uint8)


def _distance(pixels: Pixels, colour: Pixels) -> NDArray[np.int32]:
    """By how many steps each pixel differs from a colour, in the channel that differs most."""
    return np.asarray(np.abs(pixels.astype(np.int16) - colour.astype(np.int16)).max(axis=2), dtype=np.int32)


def _ink(pixels: Pixels, ground: Pixels) -> Grey:
    """What stands on the ground as ink on paper, as strong as the strongest of it."""
    away = _distance(pixels, ground)
    strongest = max(int(np.percentile(away, 99.5)), 24)
    return np.asarray(255 - np.clip(away * 255 // strongest, 0, 255), dtype=np.uint8)


def _boxes(pixels: Pixels, ground: Pixels) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of every patch of another ground that is large and full enough to hold words."""
    height, width = pixels.shape[:2]
    cell = max(1, round(width / _COARSE))
    rows, columns = height // cell, width // cell
    if rows < 8 or columns < 8:
        return []
    other = _distance(pixels[: rows * cell, : columns * cell], ground) > _DIFFERENT
    coarse = other.reshape(rows, cell, columns, cell).mean(axis=(1, 3)) > 0.5
    found = []
    for left, top, right, bottom, filled in _patches(coarse):
        broad, high = right - left, bottom - top
        whole = broad > 0.95 * columns and high > 0.8 * rows
        if broad >= 20 and high >= 12 and filled > 0.6 * broad * high and not whole:
            found.append((left * cell, top * cell, right * cell, bottom * cell))
    return sorted(found, key=lambda box: (box[1], box[0]))


def _patches(mask: NDArray[np.bool_]) -> list[tuple[int, int, int, int, int]]:
    """Patches of neighbouring cells: left, top, right, bottom and number of cells of each. Runs of a row join those they touch
    above.
    """
    owner: list[int] = []
    boxes: list[list[int]] = []
    above: list[tuple[int, int, int]] = []
    for row in range(mask.shape[0]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], mask[row].astype(np.int8), [0]))))
        here = []
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            number = len(owner)
            owner.append(number)
            boxes.append([start, row, end, row + 1, end - start])
            for left, right, other in above:
                if left < end and start < right:
                    number = _join(owner, boxes, number, other)
            here.append((start, end, number))
        above = here
    return [(b[0], b[1], b[2], b[3], b[4]) for n, b in enumerate(boxes) if owner[n] == n]


def _top(owner: list[int], number: int) -> int:
    while owner[number] != number:
        owner[number] = owner[owner[number]]
        number = owner[number]
    return number


def _join(owner: list[int], boxes: list[list[int]], one: int, other: int) -> int:
    one, other = _top(owner, one), _top(owner, other)
    if one == other:
        return one
    owner[other] = one
    a, b = boxes[one], boxes[other]
    boxes[one] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]), a[4] + b[4]]
    return one
