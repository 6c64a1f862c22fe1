"""A perceptual hash of a picture: near copies (sent on, made smaller, saved anew) differ in few of its 64 bits.

How to recompute it, from the pixels of the picture turned upright as its EXIF says, red, green and blue from 0 to 255, transparent
parts laid on white:

1. Each pixel's grey is 0.299 red + 0.587 green + 0.114 blue.
2. The picture is cut into 32 × 32 cells: cell (i, j) holds the rows from ⌊i·H/32⌋ up to ⌊(i+1)·H/32⌋ and the columns from ⌊j·W/32⌋
   up to ⌊(j+1)·W/32⌋, at least one of each; its value is the mean of its pixels.
3. C = D·V·Dᵀ with D(k, n) = cos(π·k·(2n+1)/64), the DCT-II; of C the 8 × 8 coefficients with k, l < 8 are taken.
4. Row by row from (0, 0), the first being the highest bit: 1 where the coefficient is greater than the median of the 63 others than
   (0, 0), else 0. Written as `phash:` and 16 hexadecimal digits.

A picture whose cells differ by less than 2 in all (a blank) has none. A picture of more than `_image_pixels.SMALL` pixels is made
smaller by a whole number first, each pixel being the mean of a square; that changes a bit at most here and there.
"""

import numpy as np
from numpy.typing import NDArray

CELLS = 32
TAKEN = 8
_LEAST_CONTRAST = 2.0
_WAVES = np.cos(np.pi * np.outer(np.arange(TAKEN), 2 * np.arange(CELLS) + 1) / (2 * CELLS))


def likeness(pixels: NDArray[np.uint8]) -> str | None:
    """The hash of a picture, height × width × 3; None for a blank one."""
    grey = pixels[:, :, 0] * np.float32(0.299) + pixels[:, :, 1] * np.float32(0.587) + pixels[:, :, 2] * np.float32(0.114)
    cells = _means(_means(grey, 0), 1)
    if float(cells.max() - cells.min()) < _LEAST_CONTRAST:
        return None
    wave = _WAVES @ cells @ _WAVES.T
    flat = wave.reshape(-1)
    bits = flat > np.median(flat[1:])
    return f"phash:{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def _means(values: NDArray[np.floating], axis: int) -> NDArray[np.float64]:
    """The means of 32 stretches along an axis."""
    length = values.shape[axis]
    starts = [i * length // CELLS for i in range(CELLS)]
    ends = [max(starts[i] + 1, (i + 1) * length // CELLS) for i in range(CELLS)]
    parts = [
        values.take(range(start, end), axis).mean(axis=axis, dtype=np.float64) for start, end in zip(starts, ends, strict=True)
    ]
    return np.stack(parts, axis)
