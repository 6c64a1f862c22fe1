"""Words to say where the records of a JSON file stand: paths to arrays of records, and how a record begins."""

import re
from collections.abc import Callable
from dataclasses import replace

from gawah.readers._json import Layout, Path, Step


def steps(*ways: tuple[str, ...], never: frozenset[str] = frozenset()) -> Callable[[Path, str], Step]:
    """For `Layout.step`: records stand in the arrays that the `ways` lead to.

    A way is a tuple of keys; `#` is any index, `*` any key but those of `never` (arrays and objects that are parts of a record or a
    conversation, not lists of records under a key of their own). The way `()` is a root that is the array.
    """

    def fits(way: tuple[str, ...], path: Path) -> bool:
        return all(
            sign == "#" if isinstance(step, int) else sign == step or (sign == "*" and step not in never)
            for sign, step in zip(way, path, strict=False)
        )

    def step(path: Path, char: str) -> Step:
        for way in ways:
            if len(path) == len(way) and char == "[" and fits(way, path):
                return "records"
            if len(path) < len(way) and (char == "[") == (way[len(path)] == "#") and fits(way, path):
                return "enter"
        return "value"

    return step


def begins(*keys: str) -> re.Pattern[str]:
    """For `Layout.opening`: a record is an object whose first key is one of these."""
    return re.compile(r'\{[ \t\r\n]{0,64}"(?:' + "|".join(keys) + r')"[ \t\r\n]{0,8}:')


def rooted(layout: Layout) -> Layout:
    """The layout of a file whose root is the one record."""
    return replace(layout, step=lambda path, _char: "value" if path else "record")
