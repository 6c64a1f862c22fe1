"""Files of noise by seed: nothing in them compresses, and no two are alike."""

import random
from pathlib import Path

_PIECE = 1 << 20


def write(folder: Path, number: int, size: int, seed: int = 1) -> int:
    """Make `number` files of about `size` bytes in `folder`; how many bytes in all."""
    folder.mkdir(parents=True)
    chance = random.Random(seed)  # noqa: S311 - noise that is the same each time, no secret
    total = 0
    for place in range(number):
        left = size - size // 50 + chance.randrange(size // 25 + 1)
        total += left
        with (folder / f"{place:06}.bin").open("wb") as out:
            while left:
                left -= out.write(chance.randbytes(min(left, _PIECE)))
    return total
